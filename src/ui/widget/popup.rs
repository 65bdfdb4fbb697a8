//! A window over the board.

use super::paint;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Opens a window of at most `width` by `height` cells in the middle of `whole`; gives its inside.
pub fn open(
    buffer: &mut Buffer,
    whole: Rect,
    (width, height): (u16, u16),
    title: &str,
    theme: Theme,
    edge: Style,
) -> Rect {
    let whole = whole.intersection(buffer.area);
    let width = width.min(whole.width);
    let height = height.min(whole.height);
    let area = Rect { x: whole.x + (whole.width - width) / 2, y: whole.y + (whole.height - height) / 2, width, height };
    blank_straddling(buffer, area, theme.text);
    paint::fill(buffer, area, theme.text);
    let insides = paint::frame(buffer, area, &[(title, height)], edge, theme.title);
    let inside = insides.first().copied().unwrap_or(Rect { width: 0, height: 0, ..area });
    paint::padded(inside)
}

/// A wide letter that begins left of the window would swallow its border, and one that ends right of it
/// would leave half a cell without ground: both are blanked.
fn blank_straddling(buffer: &mut Buffer, area: Rect, ground: Style) {
    for y in area.top()..area.bottom() {
        let is_wide = |buffer: &Buffer, x: u16| {
            buffer.cell((x, y)).is_some_and(|cell| crate::text::width::width(cell.symbol()) > 1)
        };
        if let Some(before) = area.x.checked_sub(1)
            && is_wide(buffer, before)
        {
            blank(buffer, (before, y), ground);
        }
        if let Some(last) = area.right().checked_sub(1)
            && is_wide(buffer, last)
        {
            blank(buffer, (area.right(), y), ground);
        }
    }
}

fn blank(buffer: &mut Buffer, at: (u16, u16), ground: Style) {
    if let Some(cell) = buffer.cell_mut(at) {
        cell.reset();
        cell.set_style(ground);
    }
}
