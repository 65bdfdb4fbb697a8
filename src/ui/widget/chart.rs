//! Charts of whole numbers: columns with their labels, and a line of them. Draws what it is given;
//! never counts.

use super::paint::{Pen, cells};
pub use crate::text::bar::lying;
use crate::text::width::width;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Sparkline, SparklineBar, Widget};

/// Heights that a cell can show.
const STEPS: u64 = 8;

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
fn height(value: u32, most: u32, rows: u16) -> u64 {
    let full = u64::from(rows) * STEPS;
    let scaled = (u64::from(value) * full).checked_div(u64::from(most)).unwrap_or(0);
    scaled.max(u64::from(value > 0)).min(full)
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
    let bar = (slot - slot / 3).min(slot.saturating_sub(1)).max(1);
    let most = columns.iter().map(|column| column.value).max().unwrap_or(0);
    let bars = columns.iter().flat_map(|column| {
        let one = SparklineBar::from(height(column.value, most, rows)).style(Some(column.style));
        let gap = SparklineBar::from(0);
        std::iter::repeat_n(one, usize::from(bar)).chain(std::iter::repeat_n(gap, usize::from(slot - bar)))
    });
    let place = Rect { y: area.y + 1, height: rows, width: (slot * count).min(area.width), ..area };
    Sparkline::default().data(bars).max(u64::from(rows) * STEPS).render(place, buffer);
    let label_cells = columns.iter().map(|column| width(&column.label)).max().unwrap_or(0);
    let every = (label_cells + 1).div_ceil(usize::from(slot)).max(1);
    for (at, column) in (0..count).zip(columns) {
        let x = (area.x + at * slot).min(area.right());
        let used = u16::try_from(height(column.value, most, rows).div_ceil(STEPS)).unwrap_or(rows);
        let text = column.value.to_string();
        if column.value > 0 && width(&text) <= usize::from(slot) {
            let cell = Rect { x, width: area.right() - x, ..area };
            let gap = u16::try_from(usize::from(bar).saturating_sub(width(&text)) / 2).unwrap_or(0);
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
    let bars = shown.iter().map(|value| height(*value, most, 1));
    Sparkline::default().data(bars).max(STEPS).style(style).render(area, buffer);
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
