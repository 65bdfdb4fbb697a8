//! The week: who is on, who rests, each day's order. Here it reads; today's order is changed by a
//! manager in a list of its own.

use super::Drawn;
use crate::register::fault::Fault;
use crate::register::week;
use crate::rules::calendar::{monday_of, week_days, week_name};
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use crate::text::roster::{Phrase, column};
use crate::text::width::{fit, fit_right, width, wrap};
use crate::text::{because, words};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::subject::Subject;
use crate::ui::widget::list::{Cursor, hit, seen};
use crate::ui::widget::paint::{Pen, cells, frame, padded, tint};
use chrono::Days;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::collections::{BTreeMap, BTreeSet};

const DAYS_A_WEEK: usize = 7;
const NAME_CELLS: usize = 10;
const COUNT_CELLS: usize = 6;
/// Rows below the grid: the order of the day gone to, and who rests.
const DETAIL_ROWS: u16 = 4;
/// Rows of the head of the grid.
const HEAD_ROWS: u16 = 2;

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    /// The Monday of the week shown; nothing: this week.
    monday: Option<Date>,
    days: Vec<Date>,
    orders: BTreeMap<Date, Vec<StaffId>>,
    /// The days whose order is no plan any more.
    opened: BTreeSet<Date>,
    people: Vec<StaffId>,
    cursor: Cursor,
    day: usize,
}

impl State {
    /// The row gone to.
    pub fn choose(&mut self, item: usize) {
        self.cursor.at = item;
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        Subject { staff: self.people.get(self.cursor.at).cloned(), ..Subject::default() }
    }

    /// Someone's place in the order of a day; 0: they rest; nothing: there is no order.
    fn place(&self, staff: &StaffId, date: Date) -> Option<usize> {
        let order = self.orders.get(&date)?;
        Some(order.iter().position(|other| other == staff).map_or(0, |at| at + 1))
    }

    fn places<'a>(&'a self, staff: &'a StaffId) -> impl Iterator<Item = usize> + 'a {
        self.days.iter().filter_map(|date| self.place(staff, *date))
    }
}

/// Reads the week that is shown: days that were opened as they were, the others as planned.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let monday = app.screens.roster.monday.unwrap_or_else(|| monday_of(app.today));
    let days = week_days(monday);
    let last = days.last().copied().unwrap_or(monday);
    let floor = app.floor();
    let mut orders: BTreeMap<Date, Vec<StaffId>> =
        floor.plan.range(monday..=last).map(|(date, order)| (*date, order.clone())).collect();
    let mut opened = week::opened_orders(app.register(), floor.zone, monday, last)?;
    if let Some(today) = floor.date.filter(|today| days.contains(today)) {
        opened.insert(today, floor.order.clone());
    }
    let was_opened = opened.keys().copied().collect();
    orders.extend(opened);
    let mut people: Vec<StaffId> = floor.salespeople().cloned().collect();
    for staff in orders.values().flatten() {
        // Someone who has left since stays in the week in which they stood.
        if !people.contains(staff) {
            people.push(staff.clone());
        }
    }
    let today = days.iter().position(|day| *day == app.today);
    let state = &mut app.screens.roster;
    if state.days != days {
        state.day = today.unwrap_or(0);
    }
    state.cursor.keep_within(people.len());
    (state.days, state.orders, state.opened, state.people) = (days, orders, was_opened, people);
    Ok(())
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let state = &mut app.screens.roster;
    let count = state.people.len();
    if state.cursor.update(action, count) {
        return None;
    }
    match action {
        Action::Left => state.day = state.day.saturating_sub(1),
        Action::Right => state.day = (state.day + 1).min(DAYS_A_WEEK - 1),
        Action::Back => step_week(app, false),
        Action::Forward => step_week(app, true),
        Action::Cancel => {
            state.monday = None;
            app.status = None;
            let read = refresh(app);
            app.keep(read);
        }
        _ => {}
    }
    None
}

fn step_week(app: &mut App, forward: bool) {
    let monday = app.screens.roster.monday.unwrap_or_else(|| monday_of(app.today));
    let week = Days::new(7);
    let other = if forward { monday.checked_add_days(week) } else { monday.checked_sub_days(week) };
    app.screens.roster.monday = other;
    let read = refresh(app);
    app.keep(read);
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.roster);
    let monday = state.days.first().copied().unwrap_or(app.today);
    let last = state.days.last().copied().unwrap_or(monday);
    let title = format!(
        "{} {} · {} – {}",
        Phrase::Week.get(lang),
        week_name(monday),
        monday.format("%m-%d"),
        last.format("%m-%d")
    );
    let date = state.days.get(state.day).copied().unwrap_or(monday);
    let order_title = if state.opened.contains(&date) { Phrase::Opened } else { Phrase::Planned };
    let day = column(lang, date);
    let below = format!("{} {} · {}", day.0, day.1, order_title.get(lang));
    let grid_rows = area.height.saturating_sub(DETAIL_ROWS + 3);
    let insides = frame(buffer, area, &[(&title, grid_rows), (&below, DETAIL_ROWS)], theme.frame, theme.title);
    let mut hits = Vec::new();
    if let Some(grid) = insides.first() {
        let grid = padded(*grid);
        let day_cells = usize::from(grid.width).saturating_sub(NAME_CELLS + 2 * COUNT_CELLS) / DAYS_A_WEEK;
        head(app, buffer, grid, day_cells.min(12));
        let rows = Rect { y: grid.y + HEAD_ROWS, height: grid.height.saturating_sub(HEAD_ROWS), ..grid };
        for (item, row) in seen(state.cursor, rows.height, state.people.len()) {
            person(app, buffer, rows, (item, row), day_cells.min(12));
            hits.push(hit(rows, row, item));
        }
    }
    if let Some(detail) = insides.get(1) {
        let detail = padded(*detail);
        order_of_day(app, buffer, detail, date);
    }
    Drawn { hits, cursor: None }
}

fn head(app: &App, buffer: &mut Buffer, area: Rect, day_cells: usize) {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.roster);
    for row in 0..HEAD_ROWS {
        let mut pen = Pen::new(buffer, area, row);
        let name = if row == 0 { Phrase::People.get(lang) } else { "" };
        pen.put_in(name, NAME_CELLS, theme.dim);
        for (at, date) in state.days.iter().enumerate() {
            let (weekday, day) = column(lang, *date);
            let is_today = *date == app.today;
            let text = match (row, is_today) {
                (0, true) => Phrase::Today.get(lang).to_owned(),
                (0, false) => weekday,
                _ => day,
            };
            let style = if is_today { theme.accent } else { theme.dim };
            let style = if at == state.day { style.patch(theme.selected) } else { style };
            pen.put_in(&centred(&text, day_cells), day_cells, style);
        }
        let counts = if row == 0 { [Phrase::Firsts.get(lang), Phrase::Days.get(lang)] } else { ["", ""] };
        for count in counts {
            pen.put(&fit_right(count, COUNT_CELLS), theme.dim);
        }
    }
}

fn person(app: &App, buffer: &mut Buffer, area: Rect, (item, row): (usize, u16), day_cells: usize) {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.roster);
    let Some(staff) = state.people.get(item) else { return };
    let is_here = item == state.cursor.at;
    let mut pen = Pen::new(buffer, area, row);
    pen.put_in(because::name(app.floor(), staff), NAME_CELLS, theme.text);
    for (at, date) in state.days.iter().enumerate() {
        let (text, style) = match state.place(staff, *date) {
            None => (Phrase::Unplanned.get(lang).to_owned(), theme.dim),
            Some(0) => (Phrase::Rest.get(lang).to_owned(), theme.dim),
            Some(1) => ("1".to_owned(), theme.accent),
            Some(place) => (place.to_string(), theme.text),
        };
        let (text, style) = out_today(app, staff, *date).unwrap_or((text, style));
        let style = if at == state.day && is_here { style.patch(theme.field) } else { style };
        pen.put_in(&centred(&text, day_cells), day_cells, style);
    }
    let firsts = state.places(staff).filter(|place| *place == 1).count();
    let days = state.places(staff).filter(|place| *place > 0).count();
    pen.put(&fit_right(&firsts.to_string(), COUNT_CELLS), theme.dim);
    pen.put(&fit_right(&days.to_string(), COUNT_CELLS), theme.dim);
    if is_here {
        tint(buffer, Rect { width: cells(NAME_CELLS), ..area }, row, theme.selected);
    }
}

/// The place of someone who stands in today's order and holds no turn there, with why.
fn out_today(app: &App, staff: &StaffId, date: Date) -> Option<(String, Style)> {
    let floor = app.floor();
    if floor.date != Some(date) || !floor.in_order(staff) || !floor.is_out(staff) {
        return None;
    }
    let place = app.screens.roster.place(staff, date)?;
    let is_suspended = floor.person(staff).is_some_and(crate::rules::floor::Person::is_suspended);
    let why = if is_suspended {
        crate::text::screen::Phrase::Suspended.get(app.lang())
    } else {
        words::whereabouts(app.lang(), floor, staff)
    };
    Some((format!("{place} {why}"), app.theme().warn))
}

/// The order of the day gone to, and who rests.
fn order_of_day(app: &App, buffer: &mut Buffer, area: Rect, date: Date) {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.roster);
    let Some(order) = state.orders.get(&date) else {
        Pen::new(buffer, area, 0).put(Phrase::NoPlan.get(lang), theme.dim);
        return;
    };
    let name = |staff: &StaffId| because::name(app.floor(), staff).to_owned();
    let places: Vec<String> = (1..).zip(order).map(|(place, staff)| format!("{place} {}", name(staff))).collect();
    let resting: Vec<String> = state.people.iter().filter(|staff| !order.contains(staff)).map(name).collect();
    let mut lines = wrap(&places.join("  "), usize::from(area.width));
    let resting = format!(
        "{}  {}",
        Phrase::Resting.get(lang),
        if resting.is_empty() { "—".to_owned() } else { resting.join("  ") }
    );
    lines.truncate(usize::from(area.height.saturating_sub(1)));
    for (row, line) in (0..area.height).zip(&lines) {
        Pen::new(buffer, area, row).put(line, theme.text);
    }
    Pen::new(buffer, area, cells(lines.len())).put(&fit(&resting, usize::from(area.width)), theme.dim);
}

/// A text in the middle of so many cells.
fn centred(text: &str, day_cells: usize) -> String {
    let before = day_cells.saturating_sub(width(text)) / 2;
    format!("{}{text}", " ".repeat(before))
}
