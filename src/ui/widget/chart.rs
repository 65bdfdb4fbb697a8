//! Charts of whole numbers: columns with their labels, and a line of them. Draws what it is given;
//! never counts.

use super::paint::{Pen, cells};
pub use crate::text::bar::lying;
use crate::text::width::width;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::bar;

/// Heights that a cell can show, lowest first.
const PARTS: [&str; STEPS] = [
    bar::ONE_EIGHTH,
    bar::ONE_QUARTER,
    bar::THREE_EIGHTHS,
    bar::HALF,
    bar::FIVE_EIGHTHS,
    bar::THREE_QUARTERS,
    bar::SEVEN_EIGHTHS,
    bar::FULL,
];
const STEPS: usize = 8;

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands under it.
    pub label: String,
    /// How much.
    pub value: u32,
    /// How it looks.
    pub style: Style,
    /// How its label looks.
    pub label_style: Style,
}

/// How high a value stands in so many rows, in eighths of a row: something is never nothing.
fn height(value: u32, most: u32, rows: u16) -> usize {
    let full = usize::from(rows) * STEPS;
    let scaled = (value as usize * full).checked_div(most as usize).unwrap_or(0);
    scaled.max(usize::from(value > 0)).min(full)
}

/// Draws columns side by side, each with its number above it and its label below; where labels have no
/// room every second one stands, or fewer.
pub fn columns(buffer: &mut Buffer, area: Rect, columns: &[Column], number: Style, cells_max: u16) {
    let area = area.intersection(buffer.area);
    let count = cells(columns.len());
    let Some(slot) = (area.width + 1).checked_div(count).map(|cells| cells.min(cells_max)).filter(|cells| *cells > 0)
    else {
        return;
    };
    // A row for the labels, and one above the highest column for its number.
    let Some(rows) = area.height.checked_sub(2).filter(|rows| *rows > 0) else { return };
    let wide = (slot - slot / 3).min(slot.saturating_sub(1)).max(1);
    let most = columns.iter().map(|column| column.value).max().unwrap_or(0);
    for (at, column) in (0..count).zip(columns) {
        let x = (area.x + at * slot).min(area.right());
        let place = Rect { x, y: area.y + 1, width: wide.min(area.right() - x), height: rows };
        stand(buffer, place, height(column.value, most, rows), column.style);
    }
    let label_cells = columns.iter().map(|column| width(&column.label)).max().unwrap_or(0);
    let every = (label_cells + 1).div_ceil(usize::from(slot)).max(1);
    for (at, column) in (0..count).zip(columns) {
        let x = (area.x + at * slot).min(area.right());
        let used = u16::try_from(height(column.value, most, rows).div_ceil(STEPS)).unwrap_or(rows);
        let text = column.value.to_string();
        if column.value > 0 && width(&text) <= usize::from(slot) {
            let cell = Rect { x, width: area.right() - x, ..area };
            let gap = u16::try_from(usize::from(wide).saturating_sub(width(&text)) / 2).unwrap_or(0);
            Pen::new(buffer, cell, rows - used).skip(gap).put(&text, number);
        }
        if usize::from(at) % every == 0 && width(&column.label) <= usize::from(area.right() - x) {
            let cell = Rect { x, width: area.right() - x, ..area };
            Pen::new(buffer, cell, area.height - 1).put(&column.label, column.label_style);
        }
    }
}

/// Draws numbers as one row of little columns, as many of the last as fit.
pub fn line(buffer: &mut Buffer, area: Rect, values: &[u32], style: Style) {
    let area = Rect { height: area.height.min(1), ..area }.intersection(buffer.area);
    let first = values.len().saturating_sub(usize::from(area.width));
    let shown = values.get(first..).unwrap_or_default();
    let most = shown.iter().copied().max().unwrap_or(0);
    for (x, value) in (area.x..).zip(shown) {
        stand(buffer, Rect { x, width: 1, ..area }, height(*value, most, 1), style);
    }
}

/// Draws a bar that stands in an area, so many eighths of a row high; what is above it is left as it is.
fn stand(buffer: &mut Buffer, area: Rect, eighths: usize, style: Style) {
    for row in 0..area.height {
        let below = usize::from(area.height - 1 - row) * STEPS;
        let part = eighths.saturating_sub(below).min(STEPS);
        if let Some(symbol) = part.checked_sub(1).and_then(|part| PARTS.get(part)) {
            Pen::new(buffer, area, row).put_each(symbol, usize::from(area.width), style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u16, height: u16, values: &[u32]) -> Vec<String> {
        let area = Rect { x: 0, y: 0, width, height };
        let mut buffer = Buffer::empty(area);
        let style = Style::new();
        let bars: Vec<Column> = (9..)
            .zip(values)
            .map(|(label, value)| Column { label: format!("{label:02}"), value: *value, style, label_style: style })
            .collect();
        columns(&mut buffer, area, &bars, style, 6);
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol().to_owned()).collect::<String>().trim_end().to_owned();
        (0..height).map(row).collect()
    }

    #[test]
    fn the_highest_column_fills_its_rows() {
        assert_eq!(drawn(9, 4, &[4, 0, 1]), ["4", "██    1", "██    ▄▄", "09 10 11"]);
    }

    #[test]
    fn something_is_never_nothing() {
        assert_eq!(height(1, 1_000, 2), 1);
        assert_eq!(height(0, 1_000, 2), 0);
        assert_eq!(height(0, 0, 2), 0);
        assert_eq!(lying(1, 1_000, 4), "▌   ");
        assert_eq!(lying(1_000, 1_000, 4), "████");
        assert_eq!(lying(0, 0, 4), "    ");
    }

    #[test]
    fn labels_without_room_are_left_out() {
        let lines = drawn(4, 4, &[1, 2, 2, 1]);
        assert_eq!(lines[3], "09");
        let lines = drawn(8, 3, &[1, 2, 2, 1]);
        assert_eq!(lines[2], "09  11");
    }

    #[test]
    fn no_size_breaks_it() {
        for width in 0..12 {
            for height in 0..5 {
                drawn(width, height, &[1, 200_000, 3, 0]);
                drawn(width, height, &[]);
            }
        }
    }
}
