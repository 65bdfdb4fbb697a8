//! lunpai 轮牌.
pub mod cli;
pub mod clock;
pub mod demo;
pub mod desk;
pub mod register;
pub mod rules;
pub mod text;
