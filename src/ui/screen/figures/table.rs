//! What everyone did, a row each, their total, and the books of the one gone to.

use super::framed;
use crate::register::figures::{Extent, Figures, PersonFigures};
use crate::text::figures::{Column, Heading, Short, balance, minutes, owed_equation, turns_equation};
use crate::text::width::width;
use crate::text::{Lang, because};
use crate::ui::app::{App, Hit};
use crate::ui::theme::Theme;
use crate::ui::widget::chart;
use crate::ui::widget::list::{Cursor, hit, seen};
use crate::ui::widget::paint::{Pen, cells, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::line;

/// Rows beside those of people: frame, heads, total, both equations.
const OTHER_ROWS: u16 = 7;
/// Rows of the heads, of the total, and of the books at most.
const HEAD_ROWS: u16 = 2;
const TOTAL_ROWS: u16 = 1;
const BOOKS_ROWS: u16 = 3;
/// Cells of a name: at least, and at most.
const NAME_CELLS: (usize, usize) = (8, 14);
const GAP_CELLS: usize = 1;
/// Cells between two groups.
const GROUP_GAP_CELLS: usize = 3;
/// Cells of the bars of receptions: at least, and at most.
const BAR_CELLS: (usize, usize) = (10, 40);

/// A column of numbers.
struct Col {
    group: Short,
    head: &'static str,
    /// The number of someone; of a length of time, its seconds.
    value: fn(&PersonFigures) -> i64,
    is_time: bool,
    /// How it looks where it is not nothing.
    style: fn(Theme) -> Style,
    /// What is left out first: the highest, and of two the right one.
    rank: u8,
}

/// Rows that the table needs for so many people.
pub fn rows(people: usize) -> u16 {
    cells(people).saturating_add(OTHER_ROWS)
}

fn columns(lang: Lang, is_day: bool) -> Vec<Col> {
    let col = |group: Short, head: &'static str, rank: u8, value: fn(&PersonFigures) -> i64| Col {
        group,
        head,
        value,
        is_time: false,
        style: |theme| theme.text,
        rank,
    };
    let warn = |col: Col| Col { style: |theme| theme.warn, ..col };
    let bad = |col: Col| Col { style: |theme| theme.bad, ..col };
    let time = |col: Col| Col { is_time: true, ..col };
    let mut all = vec![
        col(Short::Received, Short::All.get(lang), 0, |p| p.receptions.total().into()),
        col(Short::Received, Short::Rotation.get(lang), 0, |p| p.receptions.rotation.into()),
        col(Short::Received, Column::Own.get(lang), 0, |p| p.receptions.own.into()),
        col(Short::Received, Column::Named.get(lang), 0, |p| p.receptions.named.into()),
        col(Short::Received, Short::Assist.get(lang), 0, |p| p.receptions.assist.into()),
        bad(col(Short::Received, Short::Grabbed.get(lang), 2, |p| p.receptions.grabbed.into())),
        col(Short::Turns, Column::Passed.get(lang), 0, |p| p.turns.tally.passed),
        col(Short::Turns, Column::Taken.get(lang), 0, |p| p.turns.tally.taken),
        col(Short::Turns, Column::Consumed.get(lang), 0, |p| p.turns.tally.consumed),
        warn(col(Short::Turns, Short::Granted.get(lang), 0, |p| p.turns.tally.owed_granted)),
        warn(col(Short::Turns, Short::Capped.get(lang), 2, |p| p.turns.tally.capped)),
        col(Short::Owed, Column::Carried.get(lang), 5, |p| p.turns.tally.carried),
        col(Short::Owed, Short::MadeUp.get(lang), 0, |p| p.turns.tally.made_up),
        col(Short::Owed, Column::Forfeited.get(lang), 5, |p| p.turns.tally.forfeited),
        col(Short::Owed, Column::Expired.get(lang), 5, |p| p.turns.tally.expired),
        warn(col(Short::Owed, Short::StillOwed.get(lang), 0, |p| p.turns.still_owed)),
        col(Short::Owed, Column::Prepaid.get(lang), 6, |p| p.turns.prepaid),
        col(Short::Else, Short::Deposits.get(lang), 1, |p| p.deposits.count.into()),
        warn(col(Short::Else, Short::Refunds.get(lang), 4, |p| p.refunds.count.into())),
        col(Short::Else, Short::Calls.get(lang), 3, |p| p.calls.into()),
        time(col(Short::Else, Column::ReceptionTime.get(lang), 4, |p| p.reception_seconds)),
    ];
    if !is_day {
        all.push(col(Short::Else, Column::DaysOnDuty.get(lang), 3, |p| p.days_on_duty.into()));
    }
    all
}

/// A column that is drawn.
struct Laid {
    col: Col,
    cells: usize,
    total: i64,
}

/// A table that was laid out.
struct Layout {
    name_cells: usize,
    columns: Vec<Laid>,
    bar_cells: usize,
}

impl Layout {
    /// Leaves columns out until the rest has room.
    fn of(app: &App, figures: &Figures, room: usize) -> Self {
        let lang = app.lang();
        let names = figures.people.iter().map(|person| width(because::name(app.floor(), &person.staff)));
        let name_cells = names.max().unwrap_or(0).clamp(NAME_CELLS.0, NAME_CELLS.1);
        let lay = |col: Col| {
            let numbers = || figures.people.iter().map(|person| (col.value)(person));
            let total = numbers().sum();
            // A short time of one person may be longer to say than that of all.
            let longest = numbers().chain([total]).map(|value| cells_of(lang, &col, value)).max().unwrap_or(0);
            // Words stand in a time: it needs more air than a number.
            let longest = longest + usize::from(col.is_time);
            Laid { cells: width(col.head).max(longest), col, total }
        };
        let mut columns: Vec<Laid> =
            columns(lang, app.screens.figures.extent == Extent::Day).into_iter().map(lay).collect();
        while taken(name_cells, &columns) > room {
            let may_go = columns.iter().enumerate().filter(|(_, laid)| laid.col.rank > 0);
            let last = may_go.max_by_key(|(at, laid)| (laid.total == 0, laid.col.rank, *at)).map(|(at, _)| at);
            let Some(last) = last else { break };
            columns.remove(last);
        }
        // What must stand has room where long names are cut.
        let over = taken(name_cells, &columns).saturating_sub(room);
        let name_cells = name_cells.saturating_sub(over).max(NAME_CELLS.0);
        let left = room.saturating_sub(taken(name_cells, &columns) + GROUP_GAP_CELLS);
        let bar_cells = if left < BAR_CELLS.0 { 0 } else { left.min(BAR_CELLS.1) };
        Self { name_cells, columns, bar_cells }
    }

    /// Each column with the cells that are left free before it.
    fn gaps(&self) -> impl Iterator<Item = (&Laid, usize)> {
        let before = std::iter::once(None).chain(self.columns.iter().map(|laid| Some(laid.col.group)));
        self.columns.iter().zip(before).map(|(laid, before)| (laid, gap(before, laid.col.group)))
    }

    /// Each group with the cells before it and its own.
    fn groups(&self) -> Vec<(Short, usize, usize)> {
        let mut groups: Vec<(Short, usize, usize)> = Vec::new();
        let mut x = self.name_cells;
        for (laid, gap) in self.gaps() {
            x += gap;
            match groups.last_mut().filter(|(group, ..)| *group == laid.col.group) {
                Some((_, start, cells)) => *cells = x + laid.cells - *start,
                None => groups.push((laid.col.group, x, laid.cells)),
            }
            x += laid.cells;
        }
        groups
    }
}

fn gap(before: Option<Short>, group: Short) -> usize {
    if before == Some(group) { GAP_CELLS } else { GROUP_GAP_CELLS }
}

fn taken(name_cells: usize, columns: &[Laid]) -> usize {
    let mut before = None;
    columns.iter().fold(name_cells, |sum, laid| {
        let group = laid.col.group;
        sum + gap(before.replace(group), group) + laid.cells
    })
}

/// Cells of a number or a time.
fn cells_of(lang: Lang, col: &Col, value: i64) -> usize {
    if col.is_time {
        return width(&minutes(lang, value));
    }
    let digits = value.unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
    usize::from(value < 0) + digits as usize
}

/// Writes a number or a time at the end of its column.
fn put(pen: &mut Pen, lang: Lang, laid: &Laid, value: i64, style: Style) {
    if laid.col.is_time {
        pen.put_right(&minutes(lang, value), laid.cells, style);
    } else {
        pen.put_right(itoa::Buffer::new().format(value), laid.cells, style);
    }
}

/// Draws the table; gives where each person stands.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect, (cursor, figures): (Cursor, &Figures)) -> Vec<(Rect, Hit)> {
    let (lang, theme) = (app.lang(), app.theme());
    let count = figures.people.len();
    let place = if count > 0 { format!(" · {}/{count}", cursor.at + 1) } else { String::new() };
    let inside = framed(app, buffer, area, &format!("{}{place}", Heading::People.get(lang)));
    let Some(chosen) = figures.people.get(cursor.at) else {
        Pen::new(buffer, inside, 1).put(Heading::Nothing.get(lang), theme.dim);
        return Vec::new();
    };
    let layout = Layout::of(app, figures, usize::from(inside.width));
    heads(app, buffer, inside, &layout);
    let free = inside.height.saturating_sub(HEAD_ROWS + TOTAL_ROWS);
    // The equation of turns stands always; what else there is to say, where everyone is seen.
    let foot = free.saturating_sub(cells(count)).clamp(1, BOOKS_ROWS);
    let list = Rect { y: inside.y + HEAD_ROWS, height: free.saturating_sub(foot).min(cells(count)), ..inside };
    let hits = people(app, buffer, list, &layout, (cursor, figures));
    let below = Rect { y: list.bottom(), height: inside.bottom().saturating_sub(list.bottom()), ..inside };
    let mut pen = Pen::new(buffer, below, 0);
    pen.put_in(Heading::Total.get(lang), layout.name_cells, theme.title);
    for (laid, gap) in layout.gaps() {
        put(pen.skip(cells(gap)), lang, laid, laid.total, theme.title);
    }
    let feet = Rect { y: below.y + TOTAL_ROWS, height: foot.min(below.height.saturating_sub(TOTAL_ROWS)), ..below };
    books(app, buffer, feet, (chosen, figures));
    hits
}

/// The groups with a rule after each name, and the head of each column.
fn heads(app: &App, buffer: &mut Buffer, area: Rect, layout: &Layout) {
    let (lang, theme) = (app.lang(), app.theme());
    for (group, x, cells_of) in layout.groups() {
        let name = group.get(lang);
        let rule = cells_of.saturating_sub(width(name) + 1);
        let mut pen = Pen::new(buffer, area, 0);
        pen.skip(cells(x)).put(name, theme.title).skip(1).put_each(line::HORIZONTAL, rule, theme.frame);
    }
    let mut pen = Pen::new(buffer, area, 1);
    pen.put_in(Column::Person.get(lang), layout.name_cells, theme.dim);
    for (laid, gap) in layout.gaps() {
        pen.skip(cells(gap)).put_right(laid.col.head, laid.cells, theme.dim);
    }
    if layout.bar_cells > 0 {
        pen.skip(cells(GROUP_GAP_CELLS)).put(Column::Received.get(lang), theme.dim);
    }
}

fn people(
    app: &App,
    buffer: &mut Buffer,
    area: Rect,
    layout: &Layout,
    (cursor, figures): (Cursor, &Figures),
) -> Vec<(Rect, Hit)> {
    let (lang, theme) = (app.lang(), app.theme());
    let most = figures.people.iter().map(|person| person.receptions.total()).max().unwrap_or(0);
    let mut hits = Vec::new();
    for (item, row) in seen(cursor, area.height, figures.people.len()) {
        let Some(person) = figures.people.get(item) else { break };
        let mut pen = Pen::new(buffer, area, row);
        pen.put_in(because::name(app.floor(), &person.staff), layout.name_cells, theme.text);
        for (laid, gap) in layout.gaps() {
            let value = (laid.col.value)(person);
            let style = if value == 0 { theme.dim } else { (laid.col.style)(theme) };
            put(pen.skip(cells(gap)), lang, laid, value, style);
        }
        if layout.bar_cells > 0 {
            let bar = chart::lying(person.receptions.total(), most, layout.bar_cells);
            pen.skip(cells(GROUP_GAP_CELLS)).put(&bar, theme.busy);
        }
        if item == cursor.at {
            tint(buffer, area, row, theme.selected);
        }
        hits.push(hit(area, row, item));
    }
    hits
}

/// The books of someone, and whether all of them hold.
fn books(app: &App, buffer: &mut Buffer, area: Rect, (person, figures): (&PersonFigures, &Figures)) {
    let (lang, theme) = (app.lang(), app.theme());
    let (verdict, style) = if person.turns.adds_up() {
        (Short::Balanced.get(lang), theme.good)
    } else {
        (Short::Unbalanced.get(lang), theme.bad)
    };
    let name = because::name(app.floor(), &person.staff);
    let name_cells = width(name).clamp(NAME_CELLS.0, NAME_CELLS.1) + 2;
    let mut pen = Pen::new(buffer, area, 0);
    pen.put_in(name, name_cells, theme.accent).put(&turns_equation(lang, &person.turns), theme.text);
    pen.skip(cells(GROUP_GAP_CELLS)).put(verdict, style);
    let owed = owed_equation(lang, &person.turns);
    // The longer one begins where the name does when it must.
    let before = usize::from(area.width).saturating_sub(width(&owed)).min(name_cells);
    Pen::new(buffer, area, 1).skip(cells(before)).put(&owed, theme.text);
    let all = if figures.add_up() { theme.dim } else { theme.bad };
    Pen::new(buffer, area, 2).put(balance(lang, figures), all);
}
