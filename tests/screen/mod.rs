//! The desk's screens, driven without a terminal.

mod calls;
mod driver;
mod forms;
mod inbox;
mod journey;
mod sizes;
