//! lunpai 轮牌.
pub mod cli;
pub mod clock;
pub mod desk;
pub mod register;
pub mod rules;
pub mod text;
pub mod ui;
