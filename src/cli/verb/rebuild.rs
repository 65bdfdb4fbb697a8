//! `lunpai rebuild`.

use super::{Site, say};
use crate::register::fault::Fault;
use crate::register::rebuild::rebuild;
use crate::text::Lang;

/// Makes every table again from the log, and says whether that changed anything.
///
/// # Errors
/// When the register cannot be read or written.
pub fn run(site: &Site) -> Result<u8, Fault> {
    let report = rebuild(&site.register()?)?;
    let entries = report.entries;
    let changed = report.changed.join(", ");
    match (site.lang, report.changed.is_empty()) {
        (Lang::Zh, true) => say(format!("已由 {entries} 笔登记重建，各表与原来一致。"))?,
        (Lang::En, true) => say(format!("Rebuilt from {entries} entries; no table has changed."))?,
        (Lang::Zh, false) => say(format!("已由 {entries} 笔登记重建；这些表原来不符，已改正：{changed}"))?,
        (Lang::En, false) => {
            say(format!("Rebuilt from {entries} entries; these tables were not right and are now: {changed}"))?;
        }
    }
    Ok(0)
}
