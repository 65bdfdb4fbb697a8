//! The desk's screens, driven without a terminal.

mod clients;
mod driver;
mod forms;
mod journey;
mod sizes;
