//! The desk's screens, driven without a terminal.

mod driver;
mod figures;
mod forms;
mod journey;
mod log;
mod manners;
mod random;
mod sizes;
mod units;
