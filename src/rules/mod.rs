//! The rules of the floor. PURE: no input or output, no clock, no chance, no SQL and no interface
//! text. A command, the floor, the register's facts and the time go in; facts or a refusal come out.

pub mod book;
pub mod calendar;
pub mod calls;
pub mod command;
pub mod correction;
pub mod decide;
pub mod decision;
pub mod discipline;
pub mod event;
mod evolve;
pub mod facts;
pub mod fairness;
pub mod floor;
pub mod fold;
pub mod id;
pub mod notice;
pub mod ownership;
pub mod phone;
pub mod pin;
pub mod planner;
pub mod policy;
pub mod presence;
pub mod reason;
pub mod reception;
pub mod refusal;
pub mod ring;
pub mod roster;
pub mod routing;
pub mod rulebook;
pub mod sale;
pub mod surname;
pub mod time;
pub mod waiting;
