//! The figures of a day or a week: arrivals, turns, waiting, deposits.

use super::{Drawn, draw_nothing};
use crate::register::fault::Fault;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::effect::Effect;

use crate::ui::widget::list::Cursor;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    cursor: Cursor,
}

/// Reads what is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(_app: &mut App) -> Result<(), Fault> {
    Ok(())
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    app.screens.figures.cursor.update(action, 0);
    None
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    draw_nothing(app, buffer, area);
    Drawn::default()
}
