//! The figures of a day, a week or a month: arrivals, waiting, deposits, and what everyone did. Shows what the
//! register has counted, and counts nothing.

mod page;
mod panel;
mod table;

use super::Drawn;
use crate::register::fault::Fault;
use crate::register::figures::{Extent, Figures, Span, arrivals, figures};
use crate::rules::command::Role;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use crate::text::figures::{Heading, Short, back, span};
use crate::text::width::width;
use crate::ui::action::{Action, Place};
use crate::ui::app::{App, Hit};
use crate::ui::effect::Effect;
use crate::ui::lapsing::Ending;
use crate::ui::subject::Subject;
use crate::ui::widget::list::{Cursor, step};
use crate::ui::widget::paint::{Pen, cells, frame, padded};
use chrono::{Datelike, Days, Months};
pub use page::Kind as PageKind;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Days of the line of arrivals, the last of the span with them.
const TREND_DAYS: u64 = 28;
const WEEK_DAYS: u64 = 7;
/// Rows of the charts with their frame: at least, and at most on a low screen.
const CHART_ROWS: (u16, u16) = (6, 14);
/// From this width on the days stand beside the hours.
const WIDE_CELLS: u16 = 110;

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    cursor: Cursor,
    extent: Extent,
    /// The day gone to; nothing where it is the latest, whichever that is.
    date: Option<Date>,
    shown: Option<Shown>,
    /// Whose protection is about to end.
    lapsing: Ending,
    /// The fairness statement or the report of the span, while it is read.
    page: Option<page::Page>,
}

/// What was read.
#[derive(Debug)]
struct Shown {
    figures: Figures,
    /// Arrivals of the days up to the last of the span.
    trend: Vec<(Date, u32)>,
}

impl State {
    /// The person gone to.
    pub const fn choose(&mut self, item: usize) {
        self.cursor.at = item;
        self.cursor.keep_within(self.count());
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        Subject { staff: self.staff(), ..Subject::default() }
    }

    const fn count(&self) -> usize {
        match &self.shown {
            Some(shown) => shown.figures.people.len(),
            None => 0,
        }
    }

    fn staff(&self) -> Option<StaffId> {
        Some(self.shown.as_ref()?.figures.people.get(self.cursor.at)?.staff.clone())
    }

    fn span_of(&self, date: Date) -> Span {
        self.extent.around(date)
    }
}

/// The open day, else today.
fn latest(app: &App) -> Date {
    app.floor().date.unwrap_or(app.today)
}

/// The days that are shown.
pub fn days(app: &App) -> Span {
    let state = &app.screens.figures;
    state.span_of(state.date.unwrap_or_else(|| latest(app)))
}

/// Reads what is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let latest = latest(app);
    let days = days(app);
    let state = &app.screens.figures;
    let chosen = state.staff();
    // Those who wait and receptions that run are counted up to now, not to the last entry.
    let mut floor = app.floor().clone();
    floor.clock = floor.clock.max(Some(app.now));
    let mut figures = figures(app.register(), &floor, days)?;
    figures.people.sort_by_key(|person| place_of(app, &person.staff));
    let last = days.to.min(latest);
    let first = last.checked_sub_days(Days::new(TREND_DAYS - 1)).unwrap_or(last);
    app.screens.figures.lapsing = app.ending()?;
    let trend = arrivals(app.register(), Span { from: first, to: last })?;
    let at = figures.people.iter().position(|person| Some(&person.staff) == chosen.as_ref());
    let state = &mut app.screens.figures;
    state.cursor.at = at.unwrap_or(state.cursor.at);
    state.cursor.keep_within(figures.people.len());
    state.shown = Some(Shown { figures, trend });
    page::refresh(app, &floor, days)
}

/// Those who stand in the order as they stand there, then the other salespeople, then the rest.
fn place_of(app: &App, staff: &StaffId) -> (usize, u8, String) {
    let floor = app.floor();
    let place = floor.order.iter().position(|other| other == staff).unwrap_or(usize::MAX);
    let rank = match floor.person(staff).map(|person| person.role) {
        Some(Role::Sales) => 0,
        Some(Role::Office) => 1,
        Some(Role::Manager) => 2,
        None => 3,
    };
    (place, rank, staff.to_string())
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    if page::update(app, action) {
        return None;
    }
    if step(action).is_some() {
        let count = app.screens.figures.count();
        app.screens.figures.cursor.update(action, count);
        return None;
    }
    app.status = None;
    match action {
        Action::Switch => {
            let extent = &mut app.screens.figures.extent;
            *extent = match extent {
                Extent::Day => Extent::Week,
                Extent::Week => Extent::Month,
                Extent::Month => Extent::Day,
            };
        }
        Action::Back | Action::Left => go(app, false),
        Action::Forward | Action::Right => go(app, true),
        Action::Cancel => app.screens.figures.date = None,
        _ => return None,
    }
    let read = refresh(app);
    app.keep(read);
    None
}

/// Opens the fairness statement or the report of what is shown, or of the open day's week from another
/// screen; closes it again.
pub fn open_page(app: &mut App, kind: PageKind) {
    if app.place != Place::Figures {
        app.screens.figures.extent = Extent::Week;
        super::go(app, Place::Figures);
    }
    page::toggle(app, kind);
    let read = refresh(app);
    app.keep(read);
}

/// Goes to the span before, or after.
fn go(app: &mut App, forward: bool) {
    let latest = latest(app);
    let state = &app.screens.figures;
    let date = state.date.unwrap_or(latest);
    let days = Days::new(if state.extent == Extent::Week { WEEK_DAYS } else { 1 });
    let there = match (state.extent, forward) {
        (Extent::Month, true) => date.checked_add_months(Months::new(1)),
        (Extent::Month, false) => date.checked_sub_months(Months::new(1)),
        (_, true) => date.checked_add_days(days),
        (_, false) => date.checked_sub_days(days),
    };
    let Some(there) = there else { return };
    if forward && state.span_of(date).contains(latest) {
        app.say(Short::NothingLater.get(app.lang()));
        return;
    }
    app.screens.figures.date = (there < latest).then_some(there);
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let state = &app.screens.figures;
    let Some(shown) = &state.shown else { return Drawn::default() };
    let mut hits = heading(app, buffer, area, shown);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if let Some(page) = &state.page {
        page::draw(app, buffer, body, page);
        return Drawn { hits, cursor: None };
    }
    let left = body.height.saturating_sub(table::rows(shown.figures.people.len()));
    let most = CHART_ROWS.1.max(body.height * 2 / 5);
    let height = left.clamp(CHART_ROWS.0, most).min(body.height);
    let charts = Rect { height, ..body };
    panel::draw(app, buffer, charts, shown);
    let below = Rect { y: charts.bottom(), height: body.height - height, ..body };
    hits.extend(table::draw(app, buffer, below, (state.cursor, &shown.figures)));
    Drawn { hits, cursor: None }
}

/// Day, week or month, which one, and whether it is over.
fn heading(app: &App, buffer: &mut Buffer, area: Rect, shown: &Shown) -> Vec<(Rect, Hit)> {
    let (lang, theme, extent) = (app.lang(), app.theme(), app.screens.figures.extent);
    let days = shown.figures.span;
    let mut hits = Vec::new();
    let mut pen = Pen::new(buffer, area, 0);
    let mut button = |pen: &mut Pen, text: &str, style: Style, action: Action| {
        let x = area.right().saturating_sub(cells(pen.room()));
        hits.push((Rect { x, width: cells(width(text)), height: 1, ..area }, Hit::Key(action)));
        pen.put(text, style);
    };
    pen.skip(1);
    let views = [(Short::DayView, Extent::Day), (Short::WeekView, Extent::Week), (Short::MonthView, Extent::Month)];
    for (word, of) in views {
        let is_here = of == extent;
        let text = if is_here { format!("[{}]", word.get(lang)) } else { format!(" {} ", word.get(lang)) };
        button(&mut pen, &text, if is_here { theme.accent } else { theme.dim }, Action::Switch);
        pen.skip(1);
    }
    pen.skip(1);
    button(&mut pen, " < ", theme.accent, Action::Back);
    pen.put(&span(lang, &days), theme.title);
    pen.put(&format!("  {}", back(lang, extent, spans_between(extent, days, app.today))), theme.accent);
    button(&mut pen, " > ", theme.accent, Action::Forward);
    let is_open = app.floor().date.is_some_and(|date| days.contains(date));
    let note = match (shown.figures.add_up(), is_open) {
        (false, _) => Some((Heading::DoesNotAddUp, theme.bad)),
        (true, true) => Some((Heading::OpenDay, theme.dim)),
        _ => None,
    };
    if let Some((note, style)) = note {
        // That books do not balance is said in any case.
        let at_least = if note == Heading::DoesNotAddUp { Short::Unbalanced.get(lang) } else { "" };
        let text = Some(note.get(lang)).filter(|text| pen.room() > width(text)).unwrap_or(at_least);
        pen.last(width(text) + 1).put(text, style);
    }
    hits
}

/// How many spans of an extent a span lies before the one of today.
fn spans_between(extent: Extent, days: Span, today: Date) -> i64 {
    let today = extent.around(today).from;
    let between = today.signed_duration_since(days.from).num_days();
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month0());
    match extent {
        Extent::Day => between,
        Extent::Week => between / 7,
        Extent::Month => months(today) - months(days.from),
    }
}

/// A frame around one part; gives its inside, without the cells beside the frame.
fn framed(app: &App, buffer: &mut Buffer, area: Rect, title: &str) -> Rect {
    let theme = app.theme();
    let inside = frame(buffer, area, &[(title, area.height)], theme.frame, theme.title);
    let inside = inside.first().copied().unwrap_or(Rect { width: 0, height: 0, ..area });
    padded(inside)
}
