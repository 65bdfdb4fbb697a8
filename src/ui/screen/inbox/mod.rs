//! What a manager must see (待办), each with what it means and the key that settles it; beside it
//! discipline (纪律). Must never know what a rule allows: the desk is asked.

mod discipline;
mod item;
mod request;

use super::Drawn;
use crate::register::fault::Fault;
use crate::rules::floor::Item;
use crate::text::inbox::Phrase;
use crate::text::screen::{day_and_time, elapsed};
use crate::text::width::width;
use crate::text::words;
use crate::ui::action::Action;
use crate::ui::app::{App, Hit};
use crate::ui::effect::Effect;
use crate::ui::keymap::Context;
use crate::ui::subject::Subject;
use crate::ui::widget::facts::{self, Deed, Fact};
use crate::ui::widget::list::{Hand, hit, seen};
use crate::ui::widget::paint::{Pen, frame, padded, tint};
use item::{Known, Row};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the longest kind, in Chinese and in English.
const KIND_CELLS: (usize, usize) = (8, 15);
/// Cells of a date and a time.
const AT_CELLS: usize = 11;
/// From this width on the one gone to stands beside the list, below it under the list.
const WIDE_CELLS: u16 = 118;
/// The most items that the board shows.
const SUMMARY_ROWS: usize = 6;
/// Rows for what can be done, and why it cannot.
const DEED_ROWS: u16 = 2;

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    Inbox,
    Discipline,
}

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    pane: Pane,
    hand: Hand,
    rows: Vec<Row>,
    known: Known,
    discipline: discipline::State,
}

impl State {
    /// The item gone to.
    fn chosen(&self) -> Option<&Row> {
        self.rows.get(self.hand.chosen()?)
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        match self.pane {
            Pane::Inbox => self.chosen().map(|row| row.subject.clone()).unwrap_or_default(),
            Pane::Discipline => self.discipline.subject(),
        }
    }
}

/// Reads what is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    if app.screens.inbox.pane == Pane::Discipline {
        return discipline::refresh(app);
    }
    let rows: Vec<Row> = app.floor().inbox.iter().map(|item| item::read(app, item)).collect::<Result<_, _>>()?;
    let (is_own, state) = (app.is_own_entry, &mut app.screens.inbox);
    // What others settle must not put another item under the hand.
    let chosen = state.chosen().map(|row| row.item.id.clone());
    let at = rows.iter().position(|row| Some(&row.item.id) == chosen.as_ref());
    state.hand.follow(chosen.is_some(), at, rows.len(), is_own);
    state.rows = rows;
    look(app)
}

/// The first items of an inbox in one line each, and whether they must not wait: for the board.
///
/// # Errors
/// When the register cannot be read.
pub fn summary(app: &App, inbox: &[Item]) -> Result<Vec<(String, bool)>, Fault> {
    let items = inbox.iter().take(SUMMARY_ROWS);
    items
        .map(|item| {
            let row = item::read(app, item)?;
            Ok((format!("{}  {}", words::item(app.lang(), item.kind), row.what), row.is_grave()))
        })
        .collect()
}

/// Reads what is known of the one gone to.
fn look(app: &mut App) -> Result<(), Fault> {
    let row = app.screens.inbox.chosen();
    let known = row.map_or_else(|| Ok(Known::default()), |row| item::look(app, row))?;
    app.screens.inbox.known = known;
    Ok(())
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let pane = app.screens.inbox.pane;
    match (action, pane) {
        (Action::Switch, Pane::Inbox) | (Action::Right, _) => turn(app, Pane::Discipline),
        (Action::Switch, Pane::Discipline) | (Action::Left, _) => turn(app, Pane::Inbox),
        (Action::Cancel, _) => {
            app.status = None;
            turn(app, Pane::Inbox);
        }
        (_, Pane::Discipline) => discipline::update(app, action),
        (_, Pane::Inbox) => {
            let count = app.screens.inbox.rows.len();
            if app.screens.inbox.hand.update(action, count) {
                let read = look(app);
                app.keep(read);
                return None;
            }
            let Some(chosen) = app.screens.inbox.chosen().map(|row| row.item.clone()) else {
                if matches!(action, Action::Accept | Action::Failed) {
                    super::ask_for_a_row(app, count);
                }
                return None;
            };
            return item::settle(app, &chosen, action);
        }
    }
    None
}

fn turn(app: &mut App, to: Pane) {
    if app.screens.inbox.pane != to {
        app.screens.inbox.pane = to;
        let read = refresh(app);
        app.keep(read);
    }
}

/// The row of a list is gone to.
pub fn choose(app: &mut App, item: usize) {
    let read = match app.screens.inbox.pane {
        Pane::Inbox => {
            app.screens.inbox.hand.choose(item);
            look(app)
        }
        Pane::Discipline => discipline::choose(app, item),
    };
    app.keep(read);
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let hits = match app.screens.inbox.pane {
        Pane::Inbox => draw_inbox(app, buffer, area),
        Pane::Discipline => discipline::draw(app, buffer, area),
    };
    Drawn { hits, cursor: None }
}

fn draw_inbox(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.inbox);
    let list_rows = area.height.saturating_sub(3) * 2 / 5;
    let title = format!("{} {}", Phrase::Inbox.get(lang), state.rows.len());
    let parts = split(app, buffer, area, &[(title.as_str(), list_rows), (Phrase::Chosen.get(lang), 0)]);
    let mut hits = vec![corner(app, buffer, area, Phrase::ToDiscipline)];
    let [list, below] = parts.as_slice() else { return hits };
    if state.rows.is_empty() {
        Pen::new(buffer, *list, 0).put(Phrase::NothingToSee.get(lang), theme.good);
    }
    for (at, row) in seen(state.hand.cursor(), list.height, state.rows.len()) {
        draw_row(app, buffer, *list, row, &state.rows[at]);
        if Some(at) == state.hand.chosen() {
            tint(buffer, *list, row, theme.selected);
        }
        hits.push(hit(*list, row, at));
    }
    let mut known = state.known.facts.clone();
    if let Some(since) = state.known.late_since {
        let late = Fact { label: Phrase::Late.get(lang), value: elapsed(lang, since, app.now), style: theme.bad };
        known.insert(1.min(known.len()), late);
    }
    hits.extend(draw_known(app, buffer, *below, &known, &state.known.deeds));
    hits
}

fn draw_row(app: &App, buffer: &mut Buffer, area: Rect, row: u16, shown: &Row) {
    let theme = app.theme();
    let kind_cells = app.lang().pick_cells(KIND_CELLS);
    let style = if shown.is_grave() { theme.bad } else { theme.warn };
    let mut pen = Pen::new(buffer, area, row);
    pen.put_in(&moment(app, shown.item.at), AT_CELLS, theme.dim).skip(1);
    pen.put_in(words::item(app.lang(), shown.item.kind), kind_cells, style).skip(1);
    let room = pen.room();
    pen.put_in(&shown.what, room, theme.text);
}

/// Draws what is known of the one gone to, and at the bottom what can be done about it.
fn draw_known(app: &App, buffer: &mut Buffer, area: Rect, known: &[Fact], deeds: &[Deed]) -> Vec<(Rect, Hit)> {
    let used = facts::draw(buffer, area, known, app.theme());
    // Where there is room a row stays free between what is known and what can be done.
    let row = (used + 1).min(area.height.saturating_sub(if deeds.is_empty() { 0 } else { DEED_ROWS }));
    let below = Rect { y: area.y + row, height: area.height.saturating_sub(row), ..area };
    if deeds.is_empty() { Vec::new() } else { facts::draw_deeds(buffer, below, deeds, app.theme()) }
}

/// Frames around the parts of a pane: the first beside the others where there is room, else all of
/// them one under the other; gives the inside of each.
fn split(app: &App, buffer: &mut Buffer, area: Rect, parts: &[(&str, u16)]) -> Vec<Rect> {
    let theme = app.theme();
    let mut insides = match parts {
        [first, others @ ..] if area.width >= WIDE_CELLS => {
            let left = Rect { width: area.width * 3 / 5, ..area };
            let right = Rect { x: left.right(), width: area.width - left.width, ..area };
            let mut insides = frame(buffer, left, &[*first], theme.frame, theme.title);
            insides.extend(frame(buffer, right, others, theme.frame, theme.title));
            insides
        }
        _ => frame(buffer, area, parts, theme.frame, theme.title),
    };
    for inside in &mut insides {
        *inside = padded(*inside);
    }
    insides
}

/// Says in the corner of the frame which key shows the other pane.
fn corner(app: &App, buffer: &mut Buffer, area: Rect, to: Phrase) -> (Rect, Hit) {
    let (lang, theme) = (app.lang(), app.theme());
    let key = app.options.keymap.key_of(lang, Context::Inbox, Action::Switch);
    let word = to.get(lang);
    let cells = width(&key) + width(word) + 3;
    let line = Rect { width: area.width.saturating_sub(1), height: 1, ..area };
    let mut pen = Pen::new(buffer, line, 0);
    pen.last(cells).put(" ", theme.text).put(&key, theme.accent).put(" ", theme.text);
    pen.put(word, theme.text).put(" ", theme.text);
    let cells = u16::try_from(cells).unwrap_or(u16::MAX).min(line.width);
    (Rect { x: line.right() - cells, width: cells, ..line }, Hit::Key(Action::Switch))
}

/// A date without its year, and a time.
fn moment(app: &App, at: crate::rules::time::Timestamp) -> String {
    day_and_time(at, app.floor().zone)
}
