//! Time travel: the board as it stood right after an entry of the log.

use super::{Drawn, desk};
use crate::rules::floor::Floor;
use crate::rules::time::Timestamp;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::board::Board;
use crate::ui::effect::Effect;
use crate::ui::scene::Scene;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The board that is looked at.
#[derive(Debug)]
pub struct State {
    floor: Floor,
    board: Board,
    at: Timestamp,
}

/// Opens the board as it stood at the entry chosen in the log.
pub fn open(_app: &mut App) {}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    if action == Action::Cancel {
        app.screens.past = None;
    }
    None
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let Some(past) = &app.screens.past else { return Drawn::default() };
    let scene = Scene { floor: &past.floor, board: &past.board, now: past.at, selected: None, ..app.scene() };
    desk::draw(scene, buffer, area)
}
