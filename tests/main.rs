//! Every integration test, in one binary.

mod demo;
mod export;
