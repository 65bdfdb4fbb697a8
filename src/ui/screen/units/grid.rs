//! The grid: the buildings above, then floors under each other and rooms beside each other, as many
//! buildings side by side as there is room for, and the legend.

use super::stand::{Block, Seat, label, seat};
use super::{Counts, State, standing, style};
use crate::text::Lang;
use crate::text::units::{self, Standing, UnitWord};
use crate::text::width::width;
use crate::ui::app::{App, Hit};
use crate::ui::widget::list::Cursor;
use crate::ui::widget::paint::{Pen, frame};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a mark.
const MARK_CELLS: usize = 2;
/// Cells of a floor's number, with the gap after it.
const LEVEL_CELLS: usize = 5;
/// Cells before a building's name, above its first column's rooms.
const BEFORE_NAME_CELLS: u16 = 7;
/// Cells of a frame's edge beside its title.
const TITLE_EDGE_CELLS: usize = 6;
/// Cells between two buildings.
const GAP_CELLS: usize = 3;

/// The buildings with how many of their units stand how; the one gone to stands out.
pub fn tabs(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (state, lang, theme) = (&app.screens.units, app.lang(), app.theme());
    let here = seat(&state.blocks, state.at).map_or(0, |seat| seat.block);
    let names = state.blocks.iter().map(|block| units::tower(lang, &block.building, block.has_floors));
    let counted: Vec<(String, Counts)> =
        names.zip(&state.blocks).map(|(name, block)| (name, state.counts(block.units(), app.now))).collect();
    let full = |(name, counts): &(String, Counts)| format!("{name} {}", units::counts(lang, *counts));
    let short = |(name, counts): &(String, Counts)| format!("{name} {}", units::free(lang, counts[0]));
    let room = usize::from(area.width.saturating_sub(1));
    let cells = |texts: &[String]| texts.iter().map(|text| width(text) + 2).sum::<usize>();
    let mut texts: Vec<String> = counted.iter().map(full).collect();
    if cells(&texts) > room {
        texts = counted.iter().enumerate().map(|(at, tab)| if at == here { full(tab) } else { short(tab) }).collect();
    }
    // Where even that is too much, those before the one gone to give way.
    let mut first = 0;
    while first < here && cells(&texts[first..=here]) > room {
        first += 1;
    }
    let mut pen = Pen::new(buffer, area, 0);
    pen.skip(1);
    let mut hits = Vec::new();
    for (at, text) in texts.iter().enumerate().skip(first) {
        let text = if at == here { format!("[{text}]") } else { format!(" {text} ") };
        let x = area.right().saturating_sub(u16::try_from(pen.room()).unwrap_or(0));
        let cells = width(&text).min(pen.room());
        pen.put_in(&text, cells, if at == here { theme.accent } else { theme.dim });
        let tab = Rect { x, width: u16::try_from(cells).unwrap_or(0), ..area };
        hits.push((tab, Hit::Item(state.units.len() + at)));
    }
    hits
}

/// A building as it is drawn.
struct Column<'b> {
    at: usize,
    block: &'b Block,
    label_cells: usize,
}

impl Column<'_> {
    /// Cells of a unit with its mark and the gap after it.
    const fn cell(&self) -> usize {
        MARK_CELLS + self.label_cells + 1
    }

    const fn cells(&self) -> usize {
        LEVEL_CELLS + self.block.columns * self.cell()
    }
}

fn columns(state: &State) -> Vec<Column<'_>> {
    let longest = |block: &Block| {
        let labels = block.units().map(|unit| width(label(&block.building, state.units[unit].id.as_str())));
        labels.max().unwrap_or(0)
    };
    let blocks = state.blocks.iter().enumerate();
    blocks.map(|(at, block)| Column { at, block, label_cells: longest(block) }).collect()
}

/// The buildings of the page on which the one gone to stands: each page holds as many as fit.
fn page<'c, 'b>(columns: &'c [Column<'b>], here: usize, room: usize) -> &'c [Column<'b>] {
    let mut start = 0;
    while start < columns.len() {
        let mut used = columns[start].cells();
        let more = columns[start + 1..].iter().take_while(|column| {
            used += GAP_CELLS + column.cells();
            used <= room
        });
        let end = start + 1 + more.count();
        if here < end {
            return &columns[start..end];
        }
        start = end;
    }
    &[]
}

/// Draws the grid with its legend; gives where its units stand.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (state, lang, theme) = (&app.screens.units, app.lang(), app.theme());
    let Some(seat) = seat(&state.blocks, state.at) else { return Vec::new() };
    let all = columns(state);
    let shown = page(&all, seat.block, usize::from(area.width.saturating_sub(3)));
    let tallest = shown.iter().map(|column| column.block.rows.len()).max().unwrap_or(0);
    let heads = u16::from(shown.len() > 1);
    let height = area.height.saturating_sub(3 + heads);
    // Buildings stand on one ground: a lower one begins further down.
    let sunk = |block: &Block| tallest - block.rows.len();
    let here = &state.blocks[seat.block];
    let top = Cursor { at: seat.row + sunk(here) }.top(height, tallest);
    let title =
        title(area.width, lang, here, top.saturating_sub(sunk(here)), usize::from(height) + top - sunk(here).min(top));
    let insides = frame(buffer, area, &[(&title, area.height)], theme.frame, theme.title);
    let Some(inside) = insides.first().copied() else { return Vec::new() };
    let mut hits = Vec::new();
    let mut x = inside.x + 1;
    for column in shown {
        let cells = u16::try_from(column.cells()).unwrap_or(u16::MAX).min(inside.right().saturating_sub(x));
        let place = Rect { x, width: cells, ..inside };
        if heads > 0 {
            let name = units::tower(lang, &column.block.building, column.block.has_floors);
            let style = if column.at == seat.block { theme.accent } else { theme.dim };
            let spare = cells.saturating_sub(u16::try_from(width(&name)).unwrap_or(cells));
            Pen::new(buffer, place, 0).skip(spare.min(BEFORE_NAME_CELLS)).put(&name, style);
        }
        let rows = Rect { y: place.y + heads, height, ..place };
        hits.extend(draw_block(app, column, seat, (top, sunk(column.block)), buffer, rows));
        x = x.saturating_add(cells).saturating_add(u16::try_from(GAP_CELLS).unwrap_or(0));
    }
    legend(app, buffer, Rect { y: inside.bottom().saturating_sub(1), height: 1, ..inside });
    hits
}

/// The building gone to and its floors that are seen; the screen's name before them where it fits.
fn title(cells: u16, lang: Lang, block: &Block, first: usize, end: usize) -> String {
    let name = units::tower(lang, &block.building, block.has_floors);
    let last = end.min(block.rows.len()).saturating_sub(1);
    let place = match (block.rows.get(first), block.rows.get(last)) {
        (Some(highest), Some(lowest)) if block.has_floors => {
            let floors = units::floors(lang, &highest.level, &lowest.level, block.rows.len());
            format!("{name} · {floors}")
        }
        _ => name,
    };
    let whole = format!("{} · {place}", UnitWord::Grid.get(lang));
    if width(&whole) + TITLE_EDGE_CELLS > usize::from(cells) { place } else { whole }
}

/// Draws a building from row `top` of the tallest on.
fn draw_block(
    app: &App,
    column: &Column,
    seat: Seat,
    (top, sunk): (usize, usize),
    buffer: &mut Buffer,
    area: Rect,
) -> Vec<(Rect, Hit)> {
    let theme = app.theme();
    let is_here = column.at == seat.block;
    let fitting = usize::from(area.width).saturating_sub(LEVEL_CELLS) / column.cell().max(1);
    let chosen = if is_here { seat.column } else { 0 };
    let cells = u16::try_from(fitting).unwrap_or(u16::MAX);
    let first = Cursor { at: chosen }.top(cells, column.block.columns);
    let mut hits = Vec::new();
    for y in 0..area.height {
        let Some(at) = (top + usize::from(y)).checked_sub(sunk) else { continue };
        let Some(row) = column.block.rows.get(at) else { break };
        let level_style = if is_here && at == seat.row { theme.accent } else { theme.dim };
        Pen::new(buffer, area, y).put_right(&row.level, LEVEL_CELLS - 2, level_style);
        for (nth, unit) in row.units.iter().skip(first).take(fitting).enumerate() {
            let Some(unit) = *unit else { continue };
            let x = area.x + u16::try_from(LEVEL_CELLS + nth * column.cell()).unwrap_or(0);
            let width = u16::try_from(column.cell() - 1).unwrap_or(0);
            let place = Rect { x, y: area.y + y, width, height: 1 };
            draw_unit(app, column, unit, buffer, place);
            hits.push((place, Hit::Item(unit)));
        }
    }
    hits
}

/// Draws a unit with its mark; the one gone to stands in brackets.
fn draw_unit(app: &App, column: &Column, unit: usize, buffer: &mut Buffer, place: Rect) {
    let (state, theme, lang) = (&app.screens.units, app.theme(), app.lang());
    let Some(line) = state.units.get(unit) else { return };
    let stands = Standing::of(standing(&line.state, app.now));
    let look = style(theme, stands);
    let text = label(&column.block.building, line.id.as_str());
    Pen::new(buffer, place, 0).put_in(stands.mark(lang), MARK_CELLS, look).put_in(text, column.label_cells, look);
    if unit == state.at {
        let whole = Rect { x: place.x.saturating_sub(1), width: place.width + 2, ..place };
        buffer.set_style(whole.intersection(buffer.area), theme.selected);
        let accent = theme.accent.patch(theme.selected);
        buffer.set_stringn(whole.x, whole.y, "[", 1, accent);
        buffer.set_stringn(place.right(), whole.y, "]", 1, accent);
    }
}

/// What the marks and colours mean, with how many units of the site stand so.
fn legend(app: &App, buffer: &mut Buffer, area: Rect) {
    let (state, lang, theme) = (&app.screens.units, app.lang(), app.theme());
    let counts = state.counts(0..state.units.len(), app.now);
    let mut pen = Pen::new(buffer, area, 0);
    pen.skip(1);
    for (standing, count) in Standing::ALL.into_iter().zip(counts) {
        pen.put(&format!("{} {count}", standing.marked(lang)), style(theme, standing)).skip(2);
    }
    let total = units::total(lang, state.units.len());
    if width(&total) <= pen.room() {
        pen.put(&total, theme.dim);
    }
}
