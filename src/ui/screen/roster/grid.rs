//! How the week is drawn: people by days with what each is given, and below it the order of the day gone
//! to and how fair four weeks are. Changes nothing.

use super::{DAYS_A_WEEK, has_leave};
use crate::register::week::Sheet;
use crate::rules::calendar::week_name;
use crate::rules::chances::{Chances, TURN_MILLI, stands_apart};
use crate::rules::holiday;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use crate::text::roster::{self as text, Phrase, column};
use crate::text::width::{fit, width, wrap};
use crate::text::{because, words};
use crate::ui::app::{App, Hit};
use crate::ui::screen::Drawn;
use crate::ui::widget::list::seen;
use crate::ui::widget::paint::{Pen, cells, frame, padded, tint};
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

const NAME_CELLS: usize = 8;
/// Cells of duty days, of first positions and of expected turns, each with a mark.
const COUNT_CELLS: [usize; 3] = [3, 4, 6];
/// Most cells of a day.
const DAY_CELLS_MAX: usize = 12;
/// From so many cells on a day names its holiday in the head.
const DAY_CELLS_NAMED: usize = 10;
/// Rows of the head of the grid.
const HEAD_ROWS: u16 = 3;
/// Rows of the order of a day, on a low screen and on a high one.
const ORDER_ROWS: (u16, u16) = (1, 3);
/// From so many rows on a screen is high.
const HIGH_ROWS: u16 = 28;
/// First positions and turns that equals may be apart without a mark.
const FIRSTS_APART: u64 = 1;

/// What is drawn, counted once.
struct View<'a> {
    app: &'a App,
    sheet: Sheet,
    week: BTreeMap<StaffId, Chances>,
    four_weeks: BTreeMap<StaffId, Chances>,
    day_cells: usize,
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.roster);
    let sheet = state.shown();
    let monday = sheet.days.first().copied().unwrap_or(app.today);
    let date = state.date().unwrap_or(monday);
    let mut years: BTreeSet<i32> = sheet.days.iter().map(Datelike::year).collect();
    years.retain(|year| !holiday::is_announced(*year));
    let order_rows = if area.height < HIGH_ROWS { ORDER_ROWS.0 } else { ORDER_ROWS.1 };
    let detail_rows = order_rows + 1 + 2 + cells(years.len());
    let grid_rows = area.height.saturating_sub(detail_rows + 3);
    let titles = (week_title(app, monday, &sheet), day_title(app, date));
    let sections = [(titles.0.as_str(), grid_rows), (titles.1.as_str(), detail_rows)];
    let insides = frame(buffer, area, &sections, theme.frame, theme.title);
    let (week, four_weeks) = (sheet.week(), sheet.four_weeks());
    let counts: usize = COUNT_CELLS.iter().sum();
    let grid = insides.first().map(|grid| padded(*grid)).unwrap_or_default();
    let day_cells = usize::from(grid.width).saturating_sub(NAME_CELLS + 2 * counts) / DAYS_A_WEEK;
    let view = View { app, sheet, week, four_weeks, day_cells: day_cells.min(DAY_CELLS_MAX) };
    view.head(buffer, grid);
    let rows = Rect { y: grid.y.saturating_add(HEAD_ROWS), height: grid.height.saturating_sub(HEAD_ROWS), ..grid };
    let mut hits = Vec::new();
    for (item, row) in seen(state.cursor, rows.height, view.sheet.people.len()) {
        view.person(buffer, rows, (item, row));
        hits.extend(view.cells_of(rows, item, row));
    }
    if let Some(detail) = insides.get(1) {
        let detail = padded(*detail);
        view.order_of_day(buffer, Rect { height: order_rows + 1, ..detail }, date);
        let mut lines = text::fairness(lang, &view.four_weeks, view.sheet.clients_milli.is_some());
        lines.extend(years.into_iter().map(|year| text::not_announced(lang, year)));
        for (row, line) in (order_rows + 1..detail.height).zip(&lines) {
            Pen::new(buffer, detail, row).put_in(line, usize::from(detail.width), theme.dim);
        }
    }
    Drawn { hits, cursor: None }
}

fn week_title(app: &App, monday: Date, sheet: &Sheet) -> String {
    let lang = app.lang();
    let last = sheet.days.last().copied().unwrap_or(monday);
    let span = format!("{} – {}", monday.format("%m-%d"), last.format("%m-%d"));
    let draft =
        app.screens.roster.draft.as_ref().map_or_else(String::new, |_| format!(" · {}", Phrase::Draft.get(lang)));
    format!("{} {} · {span}{draft}", Phrase::Week.get(lang), week_name(monday))
}

/// The day gone to, its holiday, and what its order is.
fn day_title(app: &App, date: Date) -> String {
    let (lang, state) = (app.lang(), &app.screens.roster);
    let is_drafted = state.draft.as_ref().is_some_and(|draft| draft.orders.contains_key(&date));
    let order = match (state.sheet.opened.contains(&date), is_drafted) {
        (true, _) => Phrase::Opened,
        (false, true) => Phrase::Drafted,
        (false, false) => Phrase::Planned,
    };
    let (weekday, day) = column(lang, date);
    let holiday = holiday::on(date).map_or_else(String::new, |day| format!(" {}", text::holiday(lang, day, true)));
    format!("{weekday} {day}{holiday} · {}", order.get(lang))
}

impl View<'_> {
    /// Whether the draft has another order for a day than the one published.
    fn is_changed(&self, date: Date) -> bool {
        let state = &self.app.screens.roster;
        let drafted = state.draft.as_ref().and_then(|draft| draft.orders.get(&date));
        drafted.is_some_and(|order| state.sheet.orders.get(&date) != Some(order))
    }

    fn head(&self, buffer: &mut Buffer, area: Rect) {
        let (lang, theme, state) = (self.app.lang(), self.app.theme(), &self.app.screens.roster);
        for row in 0..HEAD_ROWS {
            let mut pen = Pen::new(buffer, area, row);
            let name = if row == 1 { Phrase::People.get(lang) } else { "" };
            pen.put_in(name, NAME_CELLS, theme.dim);
            for (at, date) in self.sheet.days.iter().enumerate() {
                let (text, style) = self.head_of(*date, row);
                let style = if at == state.day { style.patch(theme.selected) } else { style };
                pen.put_centred(&text, self.day_cells, style);
            }
            let counts = [Phrase::Days, Phrase::Firsts, Phrase::Turns].map(|count| count.get(lang));
            for span in [Phrase::ThisWeek, Phrase::FourWeeks] {
                match row {
                    0 => {
                        let cells = COUNT_CELLS.iter().sum();
                        pen.put_right(&format!("{} ", span.get(lang)), cells, theme.dim);
                    }
                    1 => {
                        for (count, cells) in counts.iter().zip(COUNT_CELLS) {
                            pen.put_right(&format!("{count} "), cells, theme.dim);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// A day in a row of the head: the weekday, the date, the holiday.
    fn head_of(&self, date: Date, row: u16) -> (String, Style) {
        let (lang, theme) = (self.app.lang(), self.app.theme());
        let is_today = date == self.app.today;
        let style = if is_today { theme.accent } else { theme.dim };
        match row {
            0 if is_today => (Phrase::Today.get(lang).to_owned(), style),
            0 => (column(lang, date).0, style),
            1 => {
                let is_narrow = self.day_cells < DAY_CELLS_NAMED;
                let day = if is_narrow { date.format("%d").to_string() } else { column(lang, date).1 };
                // A mark, and no colour alone: the draft differs from what is published.
                if self.is_changed(date) { (format!("*{day}"), theme.warn) } else { (day, style) }
            }
            _ => {
                let is_named = self.day_cells >= DAY_CELLS_NAMED && lang == crate::text::Lang::Zh;
                let day = holiday::on(date);
                let style = if day.is_some_and(|day| day.is_off) { theme.good } else { theme.warn };
                (day.map_or_else(String::new, |day| text::holiday(lang, day, is_named)), style)
            }
        }
    }

    fn person(&self, buffer: &mut Buffer, area: Rect, (item, row): (usize, u16)) {
        let (theme, state) = (self.app.theme(), &self.app.screens.roster);
        let Some(staff) = self.sheet.people.get(item) else { return };
        let is_here = item == state.cursor.at;
        let mut pen = Pen::new(buffer, area, row);
        pen.put_in(because::name(self.app.floor(), staff), NAME_CELLS, theme.text);
        for (at, date) in self.sheet.days.iter().enumerate() {
            let (text, style) = self.cell(staff, *date);
            let style = if at == state.day && is_here { style.patch(theme.field) } else { style };
            pen.put_centred(&text, self.day_cells, style);
        }
        for counted in [&self.week, &self.four_weeks] {
            // A week is too short to be fair in by itself.
            let is_judged = std::ptr::eq(counted, &raw const self.four_weeks);
            self.counts(&mut pen, staff, counted, is_judged);
        }
        if is_here {
            tint(buffer, Rect { width: cells(NAME_CELLS), ..area }, row, theme.selected);
        }
    }

    /// Duty days, first positions and expected turns; marked where they are more than one apart from those
    /// of somebody with as many duty days.
    fn counts(&self, pen: &mut Pen, staff: &StaffId, counted: &BTreeMap<StaffId, Chances>, is_judged: bool) {
        let theme = self.app.theme();
        let chances = counted.get(staff).copied().unwrap_or_default();
        let has_clients = self.sheet.clients_milli.is_some();
        let is_apart = [
            false,
            is_judged && stands_apart(counted, staff, FIRSTS_APART, |chances| chances.firsts),
            is_judged && has_clients && stands_apart(counted, staff, TURN_MILLI, |chances| chances.turns_milli),
        ];
        let turns = if has_clients { text::turns(chances.turns_milli) } else { "—".to_owned() };
        let values = [chances.duty_days.to_string(), chances.firsts.to_string(), turns];
        for ((mut value, is_apart), cells) in values.into_iter().zip(is_apart).zip(COUNT_CELLS) {
            let (mark, style) = if is_apart { ('!', theme.warn) } else { (' ', theme.dim) };
            value.push(mark);
            pen.put_right(&value, cells, style);
        }
    }

    /// Someone's place on a day, or why they have none.
    fn cell(&self, staff: &StaffId, date: Date) -> (Cow<'_, str>, Style) {
        let (lang, theme) = (self.app.lang(), self.app.theme());
        let place = self.sheet.place(staff, date);
        if let Some(out) = place.and_then(|place| self.out_today(staff, date, place)) {
            return out;
        }
        let has_leave = has_leave(self.app, staff, date);
        match place {
            Some(place) if place > 0 && has_leave => (format!("{place}!").into(), theme.bad),
            Some(1) => ("1".into(), theme.accent),
            Some(place) if place > 0 => (place.to_string().into(), theme.text),
            _ if has_leave => (Phrase::Leave.get(lang).into(), theme.warn),
            Some(_) => (Phrase::Rest.get(lang).into(), theme.dim),
            None => (Phrase::Unplanned.get(lang).into(), theme.dim),
        }
    }

    /// The place of someone who stands in today's order and holds no turn there, with why.
    fn out_today(&self, staff: &StaffId, date: Date, place: usize) -> Option<(Cow<'_, str>, Style)> {
        let (lang, floor) = (self.app.lang(), self.app.floor());
        if floor.date != Some(date) || !floor.in_order(staff) || !floor.is_out(staff) {
            return None;
        }
        let is_suspended = floor.person(staff).is_some_and(crate::rules::floor::Person::is_suspended);
        let why = if is_suspended {
            crate::text::screen::Phrase::Suspended.get(lang)
        } else {
            words::whereabouts(lang, floor, staff)
        };
        let whole = format!("{place} {why}");
        let text = if width(&whole) <= self.day_cells { whole.into() } else { why.into() };
        Some((text, self.app.theme().warn))
    }

    /// Where a click goes to a cell; the name goes to the day that is shown already.
    fn cells_of(&self, area: Rect, item: usize, row: u16) -> Vec<(Rect, Hit)> {
        let y = area.y.saturating_add(row);
        let to = |day: usize| Hit::Item(item * DAYS_A_WEEK + day);
        let mut hits = vec![(Rect { y, height: 1, ..area }, to(self.app.screens.roster.day))];
        for day in 0..self.sheet.days.len() {
            let x = area.x.saturating_add(cells(NAME_CELLS + day * self.day_cells));
            hits.push((Rect { x, y, width: cells(self.day_cells), height: 1 }, to(day)));
        }
        hits
    }

    /// The order of the day gone to; who rests, and who has leave.
    fn order_of_day(&self, buffer: &mut Buffer, area: Rect, date: Date) {
        let (lang, theme, floor) = (self.app.lang(), self.app.theme(), self.app.floor());
        let all = self.sheet.orders.get(&date).map_or(&[][..], Vec::as_slice);
        if all.is_empty() {
            Pen::new(buffer, area, 0).put(Phrase::NoPlan.get(lang), theme.dim);
        }
        let places: Vec<String> =
            (1..).zip(all).map(|(place, staff)| format!("{place} {}", because::name(floor, staff))).collect();
        let room = usize::from(area.width);
        let last = area.height.saturating_sub(1);
        let mut lines = wrap(&places.join("  "), room);
        if lines.len() > usize::from(last) {
            lines.truncate(usize::from(last));
            if let Some(cut) = lines.last_mut() {
                *cut = fit(&format!("{cut} …"), room);
            }
        }
        for (row, line) in (0..last).zip(&lines) {
            Pen::new(buffer, area, row).put(line, theme.text);
        }
        let out = self.sheet.people.iter().filter(|staff| !all.contains(staff));
        let (away, resting): (Vec<&StaffId>, Vec<&StaffId>) = out.partition(|staff| has_leave(self.app, staff, date));
        let listed = |people: Vec<&StaffId>| {
            let names: Vec<&str> = people.iter().map(|staff| because::name(floor, staff)).collect();
            if names.is_empty() { "—".to_owned() } else { names.join("  ") }
        };
        let mut text =
            format!("{}  {}", Phrase::Resting.get(lang), listed(if all.is_empty() { Vec::new() } else { resting }));
        if !away.is_empty() {
            text = format!("{text}    {}  {}", Phrase::OnLeave.get(lang), listed(away));
        }
        Pen::new(buffer, area, last).put_in(&text, room, theme.dim);
    }
}
