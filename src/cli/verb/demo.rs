//! `lunpai demo`.
use super::Site;
use crate::register::fault::Fault;

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {}

/// Opens the demo.
pub fn run(_site: &Site, _args: &DemoArgs) -> Result<u8, Fault> {
    Ok(2)
}
