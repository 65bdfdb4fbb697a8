//! The desk's screens, driven without a terminal.

mod driver;
mod forms;
mod journey;
mod sizes;
mod units;
