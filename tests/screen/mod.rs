//! The desk's screens, driven without a terminal.

mod approvals;
mod calls;
mod clients;
mod closing;
mod driver;
mod figures;
mod forms;
mod handout;
mod inbox;
mod journey;
mod lapsing;
mod log;
mod lookups;
mod manners;
mod orders;
mod pins;
mod random;
mod roster;
mod rules;
mod sizes;
mod units;
