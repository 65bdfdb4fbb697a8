//! Draws everything: the screen, then what stands over it, back to front.

use super::app::App;
use super::modal::Modal;
use super::screen;
use super::widget::paint::Pen;
use super::{form, modal};
use crate::text::screen::Phrase;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

/// The smallest screen that a day can be worked on, in cells.
const SIZE_MIN: (u16, u16) = (80, 24);

/// Draws.
pub fn draw(app: &mut App, frame: &mut Frame) {
    let area = frame.area();
    let theme = app.theme();
    // A frame begins blank.
    for cell in &mut frame.buffer_mut().content {
        cell.set_style(theme.text);
    }
    if area.width < SIZE_MIN.0 || area.height < SIZE_MIN.1 {
        app.hits.clear();
        too_small(app, frame, area);
        return;
    }
    let drawn = screen::draw(app, frame.buffer_mut(), area);
    app.hits = drawn.hits;
    if !app.modals.is_empty() {
        // What stands under a window cannot be clicked; the hints at the bottom are the window's.
        app.hits.retain(|(place, _)| place.y + 1 == area.bottom());
    }
    let over = screen::inside(area);
    let mut cursor: Option<Position> = drawn.cursor;
    let mut rows = Vec::new();
    for top in &app.modals {
        let buffer = frame.buffer_mut();
        rows = Vec::new();
        cursor = match top {
            Modal::Form(form) => form::view::draw(app, form, buffer, over),
            Modal::Palette(search) => {
                let (at, places) = modal::view::palette(app, search, buffer, over);
                rows = places;
                Some(at)
            }
            Modal::Help(help) => Some(modal::view::help(app, help, buffer, over)),
            Modal::Pin(prompt) => Some(modal::pin::draw(app, prompt, buffer, over)),
            other => {
                rows = modal::view::draw(app, other, buffer, over);
                None
            }
        };
    }
    app.hits.extend(rows);
    if let Some(cursor) = cursor.filter(|cursor| area.contains(*cursor)) {
        frame.set_cursor_position(cursor);
    }
}

fn too_small(app: &App, frame: &mut Frame, area: Rect) {
    let text = Phrase::TooSmall.get(app.lang());
    for (row, line) in crate::text::width::wrap(text, usize::from(area.width)).iter().enumerate() {
        Pen::new(frame.buffer_mut(), area, u16::try_from(row).unwrap_or(u16::MAX)).put(line, app.theme().text);
    }
}
