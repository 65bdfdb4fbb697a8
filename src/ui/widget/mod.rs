//! What the screens share. Knows no rule.

pub mod chart;
pub mod facts;
pub mod list;
pub mod paint;
pub mod popup;
