//! Registers kept elsewhere, read from a file: CSV in whatever encoding, or a spreadsheet. Makes rows
//! of cells, finds out which column is what, and makes clients of rows or says what is wrong with
//! them.
//!
//! It must never open a register, nor decide to whom a client belongs.

pub mod ahead;
pub mod column;
pub mod moment;
pub mod row;
pub mod table;
