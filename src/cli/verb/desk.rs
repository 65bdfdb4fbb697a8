//! Plain `lunpai`.
use super::Site;
use crate::register::fault::Fault;

/// Opens the desk.
///
/// # Errors
/// When the register or the screen cannot be used.
pub fn run(_site: &Site) -> Result<u8, Fault> {
    Ok(2)
}
