//! The register of clients: found while typing, with everything known of the one gone to.

use super::{Drawn, draw_nothing};
use crate::register::fault::Fault;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::modal::Reading;
use crate::ui::subject::Subject;
use crate::ui::widget::list::Cursor;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    cursor: Cursor,
    is_typing: bool,
}

impl State {
    /// Whether what is looked for is being typed.
    pub const fn is_typing(&self) -> bool {
        self.is_typing
    }

    /// The line is typed in.
    pub const fn begin_typing(&mut self) {
        self.is_typing = true;
    }

    /// The row gone to.
    pub fn choose(&mut self, item: usize) {
        self.cursor.at = item;
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        Subject::default()
    }
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
    if action == Action::Cancel {
        app.screens.clients.is_typing = false;
    }
    app.screens.clients.cursor.update(action, 0);
    None
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    draw_nothing(app, buffer, area);
    Drawn::default()
}

/// Everything about the one chosen.
///
/// # Errors
/// When the register cannot be read.
pub fn history(_app: &App) -> Result<Option<Reading>, Fault> {
    Ok(None)
}
