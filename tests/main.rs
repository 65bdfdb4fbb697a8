//! One test binary, so that linking happens once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod agreement;
mod clinic;
mod driver;
mod laws;
mod model;
mod replay;
mod rules;
mod tidy;
mod walk;
mod walk_long;
