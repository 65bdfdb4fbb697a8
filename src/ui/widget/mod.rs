//! What the screens share. Knows no rule.

pub mod paint;
pub mod popup;
