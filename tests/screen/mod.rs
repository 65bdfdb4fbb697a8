//! The desk's screens, driven without a terminal.

mod calls;
mod clients;
mod driver;
mod figures;
mod forms;
mod inbox;
mod journey;
mod log;
mod manners;
mod orders;
mod random;
mod roster;
mod sizes;
mod units;
