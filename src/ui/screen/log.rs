//! The log (登记簿): every entry in plain words, newest first.

use super::{Drawn, draw_nothing};
use crate::register::fault::Fault;
use crate::rules::id::{ClientId, StaffId};
use crate::rules::time::Date;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::subject::Subject;
use crate::ui::widget::list::Cursor;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What the log shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Entries by or about someone on the staff.
    pub staff: Option<StaffId>,
    /// Entries about a client.
    pub client: Option<ClientId>,
    /// Entries of a day.
    pub date: Option<Date>,
}

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    /// What is shown.
    pub filter: Filter,
    cursor: Cursor,
}

impl State {
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
    app.screens.log.cursor.update(action, 0);
    None
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    draw_nothing(app, buffer, area);
    Drawn::default()
}
