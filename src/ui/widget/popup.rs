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
    blank_straddling(buffer, area);
    paint::fill(buffer, area, theme.text);
    let insides = paint::frame(buffer, area, &[(title, height)], edge, theme.title);
    let inside = insides.first().copied().unwrap_or(Rect { width: 0, height: 0, ..area });
    Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
}

/// A wide letter that begins left of the window would swallow its border: it is blanked.
fn blank_straddling(buffer: &mut Buffer, area: Rect) {
    let Some(x) = area.x.checked_sub(1) else { return };
    for y in area.top()..area.bottom() {
        if let Some(cell) = buffer.cell_mut((x, y))
            && crate::text::width::width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
}
