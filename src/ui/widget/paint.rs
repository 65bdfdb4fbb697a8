//! Text into cells, never beyond an area.

use crate::text::width::{fit, plain_width, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::line;

/// A pen that writes along one row of an area.
pub struct Pen<'b> {
    buffer: &'b mut Buffer,
    x: u16,
    end: u16,
    y: Option<u16>,
}

impl<'b> Pen<'b> {
    /// A pen at the start of row `row` of an area; it writes nothing where there is no such row.
    pub fn new(buffer: &'b mut Buffer, area: Rect, row: u16) -> Self {
        let area = area.intersection(buffer.area);
        let y = (row < area.height).then(|| area.y + row);
        Self { buffer, x: area.x, end: area.right(), y }
    }

    /// Cells left in the row.
    pub const fn room(&self) -> usize {
        self.end.saturating_sub(self.x) as usize
    }

    /// Writes a text in as many cells as it needs.
    pub fn put(&mut self, text: &str, style: Style) -> &mut Self {
        self.put_in(text, width(text), style)
    }

    /// Writes a text in exactly so many cells, cut or filled up.
    pub fn put_in(&mut self, text: &str, room: usize, style: Style) -> &mut Self {
        let used = room.min(self.room());
        if let Some(y) = self.y
            && used > 0
        {
            // What fits as it is needs no copy.
            match plain_width(text).and_then(|width| used.checked_sub(width)) {
                Some(gap) => {
                    let (x, _) = self.buffer.set_stringn(self.x, y, text, used, style);
                    (0..cells(gap)).for_each(|at| {
                        if let Some(cell) = self.buffer.cell_mut((x + at, y)) {
                            cell.set_symbol(" ").set_style(style);
                        }
                    });
                }
                None => {
                    self.buffer.set_stringn(self.x, y, fit(text, used), used, style);
                }
            }
        }
        self.x = self.x.saturating_add(cells(used)).min(self.end);
        self
    }

    /// Leaves so many cells out.
    pub fn skip(&mut self, cells: u16) -> &mut Self {
        self.x = self.x.saturating_add(cells).min(self.end);
        self
    }

    /// Moves on so that exactly `left` cells are left.
    pub fn last(&mut self, left: usize) -> &mut Self {
        self.x = self.x.max(self.end.saturating_sub(cells(left)));
        self
    }
}

/// A number of rows or cells as the terminal counts them; no terminal has more than the largest.
pub fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The inside of a frame without the cells beside its lines.
pub const fn padded(inside: Rect) -> Rect {
    Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
}

/// Fills an area with a style and nothing else.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// Lays a style over a row without touching its text.
pub fn tint(buffer: &mut Buffer, area: Rect, row: u16, style: Style) {
    let line = Rect { y: area.y.saturating_add(row), height: 1, ..area };
    if row < area.height {
        buffer.set_style(line.intersection(buffer.area), style);
    }
}

/// Draws a frame with sections one under the other; gives the inside of each.
pub fn frame(buffer: &mut Buffer, area: Rect, sections: &[(&str, u16)], style: Style, title: Style) -> Vec<Rect> {
    let area = area.intersection(buffer.area);
    let mut insides = Vec::new();
    if area.width < 2 || area.height < 2 {
        return insides;
    }
    let mut y = area.y;
    for (at, (name, height)) in sections.iter().enumerate() {
        let is_first = at == 0;
        let (left, right) =
            if is_first { (line::TOP_LEFT, line::TOP_RIGHT) } else { (line::VERTICAL_RIGHT, line::VERTICAL_LEFT) };
        rule(buffer, area, y, (left, right), style);
        let mut pen = Pen::new(buffer, Rect { x: area.x + 1, width: area.width - 2, ..area }, y - area.y);
        if !name.is_empty() {
            pen.skip(1).put(" ", title).put(name, title).put(" ", title);
        }
        let is_last = at + 1 == sections.len();
        let room = area.bottom().saturating_sub(y + 2);
        let height = if is_last { room } else { (*height).min(room) };
        let inside = Rect { x: area.x + 1, y: y + 1, width: area.width - 2, height };
        for row in inside.top()..inside.bottom() {
            buffer.set_stringn(area.x, row, line::VERTICAL, 1, style);
            buffer.set_stringn(area.right() - 1, row, line::VERTICAL, 1, style);
        }
        insides.push(inside);
        y = inside.bottom();
        if y + 1 >= area.bottom() {
            break;
        }
    }
    rule(buffer, area, area.bottom() - 1, (line::BOTTOM_LEFT, line::BOTTOM_RIGHT), style);
    insides
}

fn rule(buffer: &mut Buffer, area: Rect, y: u16, (left, right): (&str, &str), style: Style) {
    let middle = line::HORIZONTAL.repeat(usize::from(area.width.saturating_sub(2)));
    buffer.set_stringn(area.x, y, format!("{left}{middle}{right}"), usize::from(area.width), style);
}
