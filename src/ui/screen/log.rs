//! The log (登记簿): every entry in plain words, newest first, with what followed from the one gone to.

use super::{Drawn, draw_nothing};
use crate::register::fault::Fault;
use crate::register::journal::{self, Filter, Kind, Line};
use crate::register::{board, query};
use crate::rules::event::Event;
use crate::rules::id::{ClientId, VisitId};
use crate::text::log::Phrase;
use crate::text::screen::{Phrase as Shared, day_and_time};
use crate::text::width::wrap_indented;
use crate::text::{because, client, told, why};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::modal::Reading;
use crate::ui::subject::Subject;
use crate::ui::widget::list::{Cursor, hit, seen};
use crate::ui::widget::paint::{Pen, frame, padded, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// How many entries are read at once.
const PAGE: usize = 100;
/// So many rows before the last one read, more are read.
const AHEAD: usize = 30;
const TIME_CELLS: usize = 11;
const WHO_CELLS: usize = 8;
const KIND_CELLS: (usize, usize) = (10, 17);
/// From this width on the details stand beside the list, below it under it.
const WIDE_CELLS: u16 = 110;
/// Rows of the details where they stand under the list.
const DETAIL_ROWS: u16 = 6;

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    /// What is shown.
    pub filter: Filter,
    filter_words: String,
    lines: Vec<Line>,
    has_more: bool,
    cursor: Cursor,
    detail: Vec<String>,
}

impl State {
    /// The entry gone to.
    pub fn line(&self) -> Option<&Line> {
        self.lines.get(self.cursor.at)
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        let Some(line) = self.line() else { return Subject::default() };
        let (mut visit, mut client): (Option<VisitId>, Option<ClientId>) = (None, None);
        for event in &line.entry.events {
            match event {
                Event::VisitArrived { visit: v, client: c, .. } | Event::VisitDetailed { visit: v, client: c, .. } => {
                    (visit, client) = (Some(v.clone()), Some(c.clone()));
                }
                Event::VisitFinished { visit: v, .. } | Event::VisitTaken { visit: v, .. } => visit = Some(v.clone()),
                Event::DepositTaken { client: c, .. } | Event::UnitHeld { client: c, .. } => client = Some(c.clone()),
                _ => {}
            }
        }
        Subject { client, visit, ..Subject::default() }
    }
}

/// Reads as much of the log as was shown, and stays at the entry gone to.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let state = &app.screens.log;
    // At the top one sees what comes in; elsewhere, and in the past, one stays where one reads.
    let stays = state.cursor.at > 0 || app.screens.past.is_some();
    let at = state.line().filter(|_| stays).map(|line| line.entry.header.seq);
    let limit = if at.is_some() { state.lines.len() + PAGE } else { PAGE };
    let lines = journal::page(app.register(), app.floor().zone, &state.filter, None, limit)?;
    let words = filter_words(app)?;
    let state = &mut app.screens.log;
    state.filter_words = words;
    state.has_more = lines.len() >= limit;
    state.cursor.at = at.and_then(|seq| lines.iter().position(|line| line.entry.header.seq == seq)).unwrap_or(0);
    state.lines = lines;
    describe(app);
    Ok(())
}

/// The row of an entry was clicked.
pub fn choose(app: &mut App, item: usize) {
    app.screens.log.cursor.at = item;
    go_on(app);
}

/// What follows from going to another row.
fn go_on(app: &mut App) {
    let read = read_on(app);
    app.keep(read);
    describe(app);
}

/// Shows other entries.
pub fn filter(app: &mut App, filter: Filter) {
    let state = &mut app.screens.log;
    (state.filter, state.lines, state.cursor) = (filter, Vec::new(), Cursor::default());
    let read = refresh(app);
    app.keep(read);
}

fn describe(app: &mut App) {
    let lines = app.screens.log.line().map(|line| full(app, line));
    app.screens.log.detail = lines.unwrap_or_default();
}

/// An entry with everything that followed.
fn full(app: &App, line: &Line) -> Vec<String> {
    let lang = app.lang();
    let mut lines = why::entry_lines(lang, app.floor(), &line.entry, line.undone.as_deref());
    if let Some(undo) = line.struck_by {
        lines.insert(1.min(lines.len()), format!("{}{undo}", Phrase::StruckBy.get(lang)));
    }
    lines
}

/// Goes one entry on, newer or older; tells whether there is one.
pub fn step(app: &mut App, is_newer: bool) -> bool {
    let before = app.screens.log.cursor.at;
    update(app, if is_newer { Action::Up } else { Action::Down });
    app.screens.log.cursor.at != before
}

/// The entry gone to, in full.
pub fn reading(app: &App) -> Option<Reading> {
    let line = app.screens.log.line()?;
    let title = format!("{} {}", Phrase::Entry.get(app.lang()), line.entry.header.seq);
    Some(Reading::new(title, full(app, line)))
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let count = app.screens.log.lines.len();
    if app.screens.log.cursor.update(action, count) {
        go_on(app);
    } else if action == Action::Cancel {
        app.status = None;
        filter(app, Filter::default());
    }
    None
}

/// Reads more where the end is near.
fn read_on(app: &mut App) -> Result<(), Fault> {
    let state = &app.screens.log;
    if !state.has_more || state.cursor.at + AHEAD < state.lines.len() {
        return Ok(());
    }
    let before = state.lines.last().map(|line| line.entry.header.seq);
    let more = journal::page(app.register(), app.floor().zone, &state.filter, before, PAGE)?;
    let state = &mut app.screens.log;
    state.has_more = more.len() >= PAGE;
    state.lines.extend(more);
    Ok(())
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.log);
    let title = format!("{} · {}", Phrase::Log.get(lang), state.filter_words);
    let detail_title = Phrase::Followed.get(lang);
    let is_wide = area.width >= WIDE_CELLS;
    let (list, detail) = if is_wide {
        let left = Rect { width: area.width * 11 / 20, ..area };
        let right = Rect { x: area.x + left.width, width: area.width - left.width, ..area };
        let insides = frame(buffer, left, &[(&title, left.height)], theme.frame, theme.title);
        let beside = frame(buffer, right, &[(detail_title, right.height)], theme.frame, theme.title);
        (insides.first().copied(), beside.first().copied())
    } else {
        let rows = area.height.saturating_sub(DETAIL_ROWS + 3);
        let sections = [(title.as_str(), rows), (detail_title, DETAIL_ROWS)];
        let insides = frame(buffer, area, &sections, theme.frame, theme.title);
        (insides.first().copied(), insides.get(1).copied())
    };
    let hits = list.map(padded).map_or_else(Vec::new, |list| draw_list(app, buffer, list));
    if let Some(detail) = detail.map(padded) {
        let lines = state.detail.iter().flat_map(|line| wrap_indented(line, usize::from(detail.width)));
        for (row, line) in (0..detail.height).zip(lines) {
            let style = if row == 0 { theme.accent } else { theme.text };
            Pen::new(buffer, detail, row).put(&line, style);
        }
    }
    Drawn { hits, cursor: None }
}

fn draw_list(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, crate::ui::app::Hit)> {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.log);
    if state.lines.is_empty() {
        draw_nothing(app, buffer, area);
    }
    let kind_cells = lang.pick_cells(KIND_CELLS);
    let mut hits = Vec::new();
    for (item, row) in seen(state.cursor, area.height, state.lines.len()) {
        let line = &state.lines[item];
        let header = &line.entry.header;
        let is_struck = line.is_struck();
        let base = if is_struck { theme.dim.add_modifier(Modifier::CROSSED_OUT) } else { theme.text };
        let by = header.by.as_ref().map_or(Shared::Desk.get(lang), |staff| because::name(app.floor(), staff));
        let time = day_and_time(header.at, app.floor().zone);
        let mut pen = Pen::new(buffer, area, row);
        pen.put_in(&time, TIME_CELLS, theme.dim).skip(1).put_in(by, WHO_CELLS, theme.dim).skip(1);
        if area.width > 58 {
            let name = header.command.name();
            let kind = Kind::ALL.iter().find(|kind| kind.commands().contains(&name));
            pen.put_in(kind.map_or("", |kind| told::kind(lang, *kind)), kind_cells, theme.dim).skip(1);
        }
        if is_struck {
            pen.put(Phrase::Struck.get(lang), theme.bad).skip(1);
        }
        let room = pen.room();
        pen.put_in(&told::told_of(lang, app.floor(), &line.entry, line.undone.as_deref()), room, base);
        if item == state.cursor.at {
            tint(buffer, area, row, theme.selected);
        }
        hits.push(hit(area, row, item));
    }
    hits
}

/// What is shown, in words.
fn filter_words(app: &App) -> Result<String, Fault> {
    let (lang, filter) = (app.lang(), &app.screens.log.filter);
    let staff = filter.staff.as_ref().map(|staff| because::name(app.floor(), staff).to_owned());
    let client = match &filter.client {
        Some(id) => {
            let card = query::client_card(app.register(), id)?;
            Some(client::name(lang, card.as_ref().and_then(|card| card.name.as_deref())))
        }
        None => None,
    };
    let kind = filter.kind.map(|kind| told::kind(lang, kind).to_owned());
    let date = filter.date.map(|date| date.format("%m-%d").to_string());
    let parts: Vec<String> = [staff, client, kind, date].into_iter().flatten().collect();
    Ok(if parts.is_empty() { Phrase::All.get(lang).to_owned() } else { parts.join(" · ") })
}

/// The last decision at an entry, as the board then showed it.
///
/// # Errors
/// When the register cannot be read.
pub fn last_decision(app: &App, seq: u64) -> Result<Option<crate::rules::event::Entry>, Fault> {
    board::last_routed(app.register(), Some(seq))
}
