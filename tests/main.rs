//! One test binary, so that linking happens once.

mod clinic;
mod driver;
mod replay;
mod rules;
