//! Text into cells, never beyond an area.

use crate::text::width::{fit, fit_right, plain_cells, plain_width, width};
use ratatui::buffer::{Buffer, Cell};
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
        let plain = plain_width(text);
        self.write(text, plain, plain.unwrap_or_else(|| width(text)), style)
    }

    /// Writes a text in exactly so many cells, cut or filled up.
    pub fn put_in(&mut self, text: &str, room: usize, style: Style) -> &mut Self {
        self.write(text, plain_width(text), room, style)
    }

    /// Writes a text at the end of exactly so many cells.
    pub fn put_right(&mut self, text: &str, room: usize, style: Style) -> &mut Self {
        match plain_width(text).and_then(|width| room.checked_sub(width)) {
            Some(gap) if room <= self.room() => {
                self.put_each(" ", gap, style).write(text, Some(room - gap), room - gap, style)
            }
            _ => self.put(&fit_right(text, room), style),
        }
    }

    /// Writes a text in the middle of exactly so many cells.
    pub fn put_centred(&mut self, text: &str, room: usize, style: Style) -> &mut Self {
        let plain = plain_width(text);
        let gap = room.saturating_sub(plain.unwrap_or_else(|| width(text))) / 2;
        match plain {
            Some(_) if room <= self.room() => self.put_each(" ", gap, style).write(text, plain, room - gap, style),
            _ => self.put_in(&format!("{}{text}", " ".repeat(gap)), room, style),
        }
    }

    /// Writes a symbol of one cell into each of so many cells.
    pub fn put_each(&mut self, symbol: &str, room: usize, style: Style) -> &mut Self {
        let used = room.min(self.room());
        for cell in self.row(used) {
            cell.set_symbol(symbol).set_style(style);
        }
        self.skip(cells(used))
    }

    /// Writes a text whose width is known where it is plain.
    fn write(&mut self, text: &str, plain: Option<usize>, room: usize, style: Style) -> &mut Self {
        let used = room.min(self.room());
        match (plain, self.y) {
            (Some(width), _) if width <= used => put_plain(self.row(used), text, style),
            (_, Some(y)) if used > 0 => {
                self.buffer.set_stringn(self.x, y, fit(text, used), used, style);
            }
            _ => {}
        }
        self.x = self.x.saturating_add(cells(used)).min(self.end);
        self
    }

    /// The next so many cells; none where there is no such row.
    fn row(&mut self, used: usize) -> &mut [Cell] {
        let Some(y) = self.y.filter(|_| used > 0) else { return &mut [] };
        let from = self.buffer.index_of(self.x, y);
        self.buffer.content.get_mut(from..from + used).unwrap_or_default()
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

/// Writes a plain text into cells that are enough for it, and blanks into the rest: no other text can be split
/// by characters, and for plain ones this is much the faster way.
fn put_plain(row: &mut [Cell], text: &str, style: Style) {
    let mut row = row.iter_mut();
    for c in text.chars() {
        let Some(cell) = row.next() else { return };
        cell.set_char(c).set_style(style);
        if plain_cells(c) == Some(2)
            && let Some(hidden) = row.next()
        {
            hidden.reset();
        }
    }
    for cell in row {
        cell.set_char(' ').set_style(style);
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
        for cell in Pen::new(buffer, area, y - area.y).row(usize::from(area.width)) {
            cell.reset();
            cell.set_style(style);
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
        for row in inside.top() - area.y..inside.bottom() - area.y {
            Pen::new(buffer, area, row).put(line::VERTICAL, style).last(1).put(line::VERTICAL, style);
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
    let mut pen = Pen::new(buffer, area, y - area.y);
    let between = pen.room().saturating_sub(2);
    pen.put(left, style).put_each(line::HORIZONTAL, between, style).put(right, style);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier};

    const AREA: Rect = Rect { x: 3, y: 2, width: 12, height: 3 };

    const STYLE: Style = Style::new().bg(Color::Blue).remove_modifier(Modifier::BOLD);

    /// A row after something was put behind its first cells.
    fn drawn(before: u16, put: impl Fn(&mut Pen)) -> Buffer {
        let mut ground = Cell::new("x");
        ground.set_style(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        let mut buffer = Buffer::filled(AREA, ground);
        put(Pen::new(&mut buffer, AREA, 1).skip(before));
        buffer
    }

    /// The same row where ratatui writes a text into so many cells, or as many as there are.
    fn written(before: u16, text: &str, room: usize) -> Buffer {
        let mut buffer = drawn(before, |_| {});
        let used = room.min(usize::from(AREA.width - before));
        if used > 0 {
            buffer.set_stringn(AREA.x + before, AREA.y + 1, fit(text, used), used, STYLE);
        }
        buffer
    }

    proptest! {
        #[test]
        fn texts_stand_as_ratatui_writes_them(
            text in "[ -~一-龥─█…→，（éあ👩\u{301}\u{200b}\u{fe0f}]{0,12}", room in 0_usize..16, before in 0_u16..12,
        ) {
            let put_in = drawn(before, |pen| { pen.put_in(&text, room, STYLE); });
            prop_assert_eq!(put_in, written(before, &text, room));
            let put = drawn(before, |pen| { pen.put(&text, STYLE); });
            prop_assert_eq!(put, written(before, &text, width(&text)));
            let right = drawn(before, |pen| { pen.put_right(&text, room, STYLE); });
            prop_assert_eq!(right, written(before, &fit_right(&text, room), room));
            let gap = " ".repeat(room.saturating_sub(width(&text)) / 2);
            let centred = drawn(before, |pen| { pen.put_centred(&text, room, STYLE); });
            prop_assert_eq!(centred, written(before, &format!("{gap}{text}"), room));
        }
    }

    #[test]
    fn no_pen_writes_outside_its_area() {
        let mut buffer = Buffer::empty(AREA);
        let outside = [Rect { x: 20, ..AREA }, Rect { width: 0, ..AREA }, Rect { x: 15, y: 5, ..AREA }, Rect::ZERO];
        for area in outside {
            for row in 0..4 {
                Pen::new(&mut buffer, area, row).put("张", Style::new()).put_each("─", 9, Style::new());
            }
            fill(&mut buffer, area, Style::new().bg(Color::Red));
            frame(&mut buffer, area, &[("", 1)], Style::new(), Style::new());
        }
        Pen::new(&mut buffer, AREA, 3).put_right("1", 4, Style::new());
        assert_eq!(buffer, Buffer::empty(AREA));
    }
}
