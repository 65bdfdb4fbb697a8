//! How the phone is drawn: calls on the left with what is known of the one gone to; who answers, and
//! the other projects on the right.

use super::Next;
use crate::register::phone_log::{CallLine, CallState, ProjectLine};
use crate::rules::id::StaffId;
use crate::rules::phone::mask;
use crate::text::calls::Phrase;
use crate::text::screen::{self, elapsed};
use crate::text::width::{width, wrap};
use crate::text::{because, client, words};
use crate::ui::app::{App, Hit};
use crate::ui::widget::facts;
use crate::ui::widget::list::{Cursor, hit, seen};
use crate::ui::widget::paint::{Pen, cells, frame, padded, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

const CLOCK_CELLS: usize = 11;
const PHONE_CELLS: usize = 12;
const NAME_CELLS: usize = 8;
const STAFF_CELLS: usize = 8;
const TIME_CELLS: usize = 6;
/// From this width on the list has room for the project asked about.
const WIDE_CELLS: u16 = 64;

/// Draws it; gives where each call stands.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.calls);
    let right_width = (area.width * 7 / 20).clamp(28, 60);
    let left = Rect { width: area.width.saturating_sub(right_width), ..area };
    let right = Rect { x: left.right(), width: area.width - left.width, ..area };
    let rows = area.height.saturating_sub(3);
    let chosen_rows = cells(state.facts.len() + 2).clamp(5, 9).min(rows / 2);
    let is_inquiry = state.chosen().is_some_and(CallLine::is_inquiry);
    let chosen = if is_inquiry { Phrase::Sheet } else { Phrase::Chosen }.get(lang);
    let sections = [(Phrase::Calls.get(lang), rows - chosen_rows), (chosen, chosen_rows)];
    let insides: Vec<Rect> = frame(buffer, left, &sections, theme.frame, theme.title).into_iter().map(padded).collect();
    let mut hits = Vec::new();
    if let [list, below] = insides.as_slice() {
        hits.extend(draw_list(app, buffer, *list));
        hits.extend(draw_chosen(app, buffer, *below));
    }
    let projects = project_lines(app, usize::from(right_width.saturating_sub(4)));
    let project_rows = cells(projects.len()).min(rows / 2);
    let sections = [(Phrase::Ring.get(lang), rows - project_rows), (Phrase::Projects.get(lang), project_rows)];
    let insides: Vec<Rect> =
        frame(buffer, right, &sections, theme.frame, theme.title).into_iter().map(padded).collect();
    if let [ring, below] = insides.as_slice() {
        draw_ring(app, buffer, *ring);
        for (row, line) in (0..below.height).zip(&projects) {
            Pen::new(buffer, *below, row).put(line, theme.text);
        }
    }
    hits
}

/// A row of the list.
enum Line {
    Heading(Phrase, usize),
    Call(usize),
}

/// The calls under the headings that they belong to.
fn lines(calls: &[CallLine]) -> Vec<Line> {
    let group = |call: &CallLine| match call.state {
        CallState::Running => Phrase::Running,
        CallState::Missed => Phrase::ToReturn,
        CallState::Ended | CallState::Returned => Phrase::Done,
    };
    let mut lines = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        let of = group(call);
        if at == 0 || group(&calls[at - 1]) != of {
            lines.push(Line::Heading(of, calls.iter().filter(|other| group(other) == of).count()));
        }
        lines.push(Line::Call(at));
    }
    lines
}

fn draw_list(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.calls);
    if state.calls.is_empty() {
        Pen::new(buffer, area, 0).put(Phrase::NoCalls.get(lang), theme.dim);
    }
    let lines = lines(&state.calls);
    let chosen = lines.iter().position(|line| matches!(line, Line::Call(at) if *at == state.hand.cursor().at));
    let cursor = Cursor { at: chosen.unwrap_or(0) };
    let mut hits = Vec::new();
    for (at, row) in seen(cursor, area.height, lines.len()) {
        match lines[at] {
            Line::Heading(of, count) => {
                let name = format!("{} {count} ", of.get(lang));
                let dashes = "─".repeat(usize::from(area.width).saturating_sub(width(&name)));
                Pen::new(buffer, area, row).put(&name, theme.dim).put(&dashes, theme.frame);
            }
            Line::Call(call) => {
                draw_call(app, buffer, area, row, &state.calls[call]);
                if Some(call) == state.hand.chosen() {
                    tint(buffer, area, row, theme.selected);
                }
                hits.push(hit(area, row, call));
            }
        }
    }
    hits
}

fn draw_call(app: &App, buffer: &mut Buffer, area: Rect, row: u16, call: &CallLine) {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let is_today = app.scene().is_today(call.at);
    let is_wide = area.width >= WIDE_CELLS;
    let clock = call.at.in_zone(floor.zone).format(if is_today { "%H:%M" } else { "%m-%d" }).to_string();
    let phone = call.phone.as_deref().map_or_else(|| Phrase::Unknown.get(lang).to_owned(), mask);
    let name = call.name.as_deref().map_or_else(String::new, |name| client::name(lang, Some(name)));
    let who = call.answered_by.as_ref().map_or("", |staff| because::name(floor, staff));
    let (time, style) = match call.state {
        CallState::Running => (elapsed(lang, call.at, app.now), theme.busy),
        CallState::Missed => (elapsed(lang, call.at, app.now), theme.warn),
        CallState::Ended => (call.ended_at.map_or_else(String::new, |end| elapsed(lang, call.at, end)), theme.dim),
        CallState::Returned => (crate::text::calls::state(lang, call.state).to_owned(), theme.good),
    };
    let time_cells = width(&time).max(TIME_CELLS);
    let mut pen = Pen::new(buffer, area, row);
    pen.put_in(&clock, CLOCK_CELLS / 2, theme.dim).skip(1).put_in(&phone, PHONE_CELLS, style).skip(1);
    pen.put_in(&name, NAME_CELLS, theme.text).skip(1).put_in(who, STAFF_CELLS, theme.text).skip(1);
    if is_wide {
        let room = pen.room().saturating_sub(time_cells + 1);
        let project = call.project.as_deref().filter(|_| app.screens.calls.readable.contains(&call.id));
        pen.put_in(project.unwrap_or_default(), room, theme.dim);
    }
    let room = pen.room().min(time_cells);
    pen.last(room).put_right(&time, room, style);
}

fn draw_chosen(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let state = &app.screens.calls;
    let deed_rows = u16::from(!state.deeds.is_empty());
    let above = Rect { height: area.height.saturating_sub(deed_rows), ..area };
    let used = facts::draw(buffer, above, &state.facts, app.theme());
    let row = (used + 1).min(area.height.saturating_sub(deed_rows));
    let below = Rect { y: area.y + row, height: area.height.saturating_sub(row), ..area };
    if state.deeds.is_empty() { Vec::new() } else { facts::draw_deeds(buffer, below, &state.deeds, app.theme()) }
}

/// Who answers now, then the others in the order of their turns.
fn draw_ring(app: &App, buffer: &mut Buffer, area: Rect) {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let next = match &app.screens.calls.next {
        Next::Nothing => {
            Pen::new(buffer, area, 0).put(Phrase::NotOpen.get(lang), theme.dim);
            return;
        }
        Next::Nobody => None,
        Next::Staff(staff) => Some(staff),
    };
    let mut row = 0;
    if next.is_none() {
        for line in wrap(Phrase::NobodyAnswers.get(lang), usize::from(area.width)) {
            Pen::new(buffer, area, row).put(&line, theme.warn);
            row += 1;
        }
    }
    // Someone of the office answers where nobody of the order can.
    let office = next.filter(|staff| !floor.in_order(staff));
    for staff in office.into_iter().chain(floor.round(floor.call_next.as_ref())) {
        let is_next = next == Some(staff);
        let (state, style) = standing(app, staff);
        let mut pen = Pen::new(buffer, area, row);
        pen.put_in(if is_next { ">>" } else { "" }, 2, theme.accent).skip(1);
        let name = if is_next { theme.accent } else { theme.text };
        pen.put_in(because::name(floor, staff), NAME_CELLS, name).skip(1);
        let room = pen.room();
        pen.put_in(&state, room, style);
        row += 1;
    }
}

/// Where someone is, as far as the phone cares.
fn standing(app: &App, staff: &StaffId) -> (String, Style) {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    if !floor.in_order(staff) {
        return (Phrase::Office.get(lang).to_owned(), theme.good);
    }
    if let Some((visit, _)) = floor.receptions(staff).next() {
        return (format!("{} {visit}", screen::Phrase::Receiving.get(lang)), theme.busy);
    }
    if floor.calls_of(staff).next().is_some() {
        return (screen::Phrase::OnCall.get(lang).to_owned(), theme.busy);
    }
    if floor.is_free(staff) {
        return (screen::Phrase::Free.get(lang).to_owned(), theme.good);
    }
    if floor.person(staff).is_some_and(crate::rules::floor::Person::is_suspended) {
        return (screen::Phrase::Suspended.get(lang).to_owned(), theme.bad);
    }
    (words::whereabouts(lang, floor, staff).to_owned(), theme.dim)
}

/// The other projects, latest first, each with where its callers are sent.
fn project_lines(app: &App, cells: usize) -> Vec<String> {
    let (lang, projects) = (app.lang(), &app.screens.calls.projects);
    if projects.is_empty() {
        return vec![Phrase::NoProjects.get(lang).to_owned()];
    }
    let line = |project: &ProjectLine| {
        let place = project.refer_to.as_deref().unwrap_or_else(|| Phrase::NoOffice.get(lang));
        wrap(&format!("{}  {place}", project.name), cells)
    };
    projects.iter().flat_map(line).collect()
}
