//! The screens: the board, and its parts.

mod bars;
pub mod board;
mod decision;
mod notices;
mod plates;
mod receptions;
