//! The screens: the board, and its parts.

pub mod board;
mod bars;
mod decision;
mod notices;
mod plates;
mod receptions;
