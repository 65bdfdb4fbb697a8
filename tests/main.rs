//! One test binary, so that linking happens once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod agreement;
mod backup;
mod case;
mod clinic;
mod closing;
mod day;
mod demo;
mod driver;
mod export;
mod fairness;
mod figures;
mod find;
mod import;
mod journal;
mod laws;
mod log;
#[allow(clippy::pedantic, reason = "kept plain on purpose: small numbers, no ceremony")]
mod model;
mod past;
mod pins;
mod privacy;
mod reading;
mod receipt;
mod replay;
mod report;
mod roster;
mod rulebook;
mod rules;
mod screen;
mod telling;
mod terminal;
mod tidy;
#[allow(clippy::pedantic, reason = "kept plain on purpose: small numbers, no ceremony")]
mod walk;
mod walk_long;
