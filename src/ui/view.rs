//! Draws everything.
use super::app::App;
use ratatui::Frame;
/// Draws.
pub fn draw(_app: &mut App, _frame: &mut Frame) {}
