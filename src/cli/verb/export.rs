//! `lunpai export`.
use super::Site;
use crate::register::fault::Fault;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {}

/// Exports.
pub fn run(_site: &Site, _args: &ExportArgs) -> Result<u8, Fault> {
    Ok(2)
}
