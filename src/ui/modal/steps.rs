//! How the steps of closing a day are drawn.

use crate::rules::closing::Open;
use crate::text::closing::{Guide, how, left, what};
use crate::text::screen::Phrase;
use crate::text::width::wrap;
use crate::text::{approval, because};
use crate::ui::app::{App, Hit};
use crate::ui::closing::Steps;
use crate::ui::widget::list::seen;
use crate::ui::widget::paint::{Pen, cells, tint};
use crate::ui::widget::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const WIDTH: u16 = 110;
const STATE_CELLS: usize = 10;
const WHAT_CELLS: usize = 34;
const MESSAGE_ROWS: u16 = 2;

/// Draws the steps; gives where their rows stand.
pub fn draw(app: &App, steps: &Steps, buffer: &mut Buffer, whole: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme) = (app.lang(), app.theme());
    let count = cells(steps.rows.len());
    let height = count + MESSAGE_ROWS + 6;
    let date = app.floor().date.map(|date| date.to_string()).unwrap_or_default();
    let title = format!("{} · {date}", Phrase::CloseTitle.get(lang));
    let inside = popup::open(buffer, whole, (WIDTH, height), &title, theme, theme.bad);
    draw_counts(app, steps, buffer, inside);
    let list = Rect {
        y: inside.y + 2.min(inside.height),
        height: inside.height.saturating_sub(2 + MESSAGE_ROWS).max(1),
        ..inside
    };
    let mut hits = Vec::new();
    for (item, row) in seen(steps.cursor, list.height, steps.rows.len() + 1) {
        let mut pen = Pen::new(buffer, list, row);
        if let Some(line) = steps.rows.get(item) {
            let (open, word) = line;
            let (state, style) = match (word, steps.is_settled(line)) {
                (Some(_), _) => (Guide::Carried, theme.good),
                (None, true) => (Guide::Forced, theme.bad),
                (None, false) if open.must_end() => (Guide::MustEnd, theme.bad),
                (None, false) => (Guide::Open, theme.warn),
            };
            pen.put_in(state.get(lang), STATE_CELLS, style);
            pen.put_in(&named(app, open), WHAT_CELLS, theme.text).skip(1);
            let room = pen.room();
            match (word, ended(app, open).filter(|_| steps.force)) {
                (Some(word), _) => pen.put_in(word, room, theme.text),
                (None, Some(end)) => pen.put_in(&end, room, theme.bad),
                (None, None) => pen.put_in(how(lang, open), room, theme.dim),
            };
        } else {
            let is_ready = steps.left() == 0;
            let style = if is_ready { theme.title } else { theme.dim };
            pen.put(Phrase::CloseTitle.get(lang), style).skip(2);
            let said = if is_ready { Phrase::CloseAsk.get(lang).to_owned() } else { left(lang, steps.left()) };
            let room = pen.room();
            pen.put_in(&said, room, style);
        }
        if item == steps.cursor.at {
            tint(buffer, list, row, theme.selected);
        }
        hits.push((Rect { y: list.y + row, height: 1, ..list }, Hit::Row(item)));
    }
    if let Some(refusal) = &steps.refusal {
        let rows = wrap(refusal, usize::from(inside.width));
        for (at, line) in (0..MESSAGE_ROWS).zip(&rows) {
            Pen::new(buffer, inside, inside.height.saturating_sub(MESSAGE_ROWS) + at).put(line, theme.bad);
        }
    }
    hits
}

/// What is open, with the client as whoever is at the keys may see them.
fn named(app: &App, open: &Open) -> String {
    let what = what(app.lang(), app.floor(), open);
    match open {
        Open::Waiting(visit) | Open::Receiving(visit) => format!("{what} {}", app.scene().client_of(visit)),
        _ => what,
    }
}

/// What a forced close would make of it.
fn ended(app: &App, open: &Open) -> Option<String> {
    let (lang, floor) = (app.lang(), app.floor());
    let client = |visit| app.scene().client_of(visit);
    match open {
        Open::Waiting(visit) => Some(approval::leaves(lang, visit.as_str(), &client(visit))),
        Open::Receiving(visit) => {
            let receiver = floor.visit(visit).and_then(|visit| visit.receiver.as_ref());
            let receiver = receiver.map_or("", |staff| because::name(floor, staff));
            Some(approval::finishes(lang, visit.as_str(), &client(visit), receiver))
        }
        Open::Running(call) => Some(approval::hangs_up(lang, call.as_str())),
        _ => None,
    }
}

/// How much is open of each kind.
fn draw_counts(app: &App, steps: &Steps, buffer: &mut Buffer, inside: Rect) {
    let (lang, theme) = (app.lang(), app.theme());
    let kinds = [Guide::Here, Guide::CallBacks, Guide::Notices, Guide::Inbox, Guide::Holds, Guide::Owed];
    let mut pen = Pen::new(buffer, inside, 0);
    for kind in kinds {
        let of_kind = |row: &&(Open, Option<String>)| kind_of(&row.0) == kind;
        let count = steps.rows.iter().filter(of_kind).count();
        let left = steps.rows.iter().filter(of_kind).filter(|row| !steps.is_settled(row)).count();
        let style = match (count, left) {
            (0, _) => theme.dim,
            (_, 0) => theme.good,
            _ => theme.warn,
        };
        pen.put(kind.get(lang), style).put(" ", style).put(&count.to_string(), style).skip(3);
    }
}

const fn kind_of(open: &Open) -> Guide {
    match open {
        Open::Waiting(_) | Open::Receiving(_) | Open::Running(_) => Guide::Here,
        Open::CallBack(_) => Guide::CallBacks,
        Open::Notice(_) => Guide::Notices,
        Open::Item(_) => Guide::Inbox,
        Open::Hold(_) => Guide::Holds,
        Open::Owed(_) => Guide::Owed,
    }
}
