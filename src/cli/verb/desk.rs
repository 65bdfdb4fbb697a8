//! Plain `lunpai`: the desk on the site's own register, made with a few questions where there is
//! none.

use super::Site;
use crate::desk::Desk;
use crate::register::fault::Fault;
use crate::ui::{self, Options, Theme};

/// Opens the desk.
///
/// # Errors
/// When there is no terminal or the register cannot be used.
pub fn run(site: &Site) -> Result<u8, Fault> {
    let path = site.path()?;
    let desk = Desk::open(&path, None)?;
    let site_name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    ui::run(desk, Options { lang: site.lang, theme: Theme::of_environment(), actor: None, site_name })?;
    Ok(0)
}
