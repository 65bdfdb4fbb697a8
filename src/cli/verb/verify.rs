//! `lunpai verify`.

use super::{Site, complain, say};
use crate::register::closing;
use crate::register::fault::Fault;
use crate::register::verify::verify;
use crate::text::Lang;

/// Checks the chain; 0 when it is whole, 1 otherwise.
///
/// # Errors
/// When the register cannot be read.
pub fn run(site: &Site, against: Option<&str>) -> Result<u8, Fault> {
    if against.is_some_and(|hash| !is_whole_hash(hash)) {
        complain(site.lang.pick(
            "校验码不完整：应是 64 位十六进制数字，可以带空格。",
            "This is no whole hash: it has 64 hexadecimal digits, blanks apart.",
        ));
        return Ok(2);
    }
    let register = site.register()?;
    let report = verify(&register, against)?;
    let (events, head) = (report.events, report.head);
    match (site.lang, report.first_bad, report.found) {
        (Lang::Zh, Some(bad), _) => {
            say(format!("登记本第 {bad} 条记录与前后不符，之前的 {events} 条完好。请从备份恢复。"))?;
        }
        (Lang::En, Some(bad), _) => {
            say(format!("Event {bad} does not fit the chain; the {events} before it are whole. Restore a backup."))?;
        }
        (Lang::Zh, None, Some(false)) => say("登记本前后相符，但没有签字单上的这个校验码：末尾可能被截去或重写。")?,
        (Lang::En, None, Some(false)) => {
            say(
                "The chain is whole, but the hash of the sheet is not in it: its end may have been cut off or rewritten.",
            )?;
        }
        (Lang::Zh, None, _) => say(format!("登记本完好：{events} 条记录，校验码 {head}"))?,
        (Lang::En, None, _) => say(format!("The register is whole: {events} events, head {head}"))?,
    }
    if let Some(digest) = against.filter(|_| report.is_whole())
        && let Some(date) = closing::day_of(&register, digest)?
    {
        say(match site.lang {
            Lang::Zh => format!("这是 {date} 收班单上的校验码。"),
            Lang::En => format!("It is the digest of the closing sheet of {date}."),
        })?;
    }
    Ok(u8::from(!report.is_whole()))
}

/// Whether a text is a hash from a closing sheet, which may be written in groups.
fn is_whole_hash(text: &str) -> bool {
    let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    digits.len() == 64 && digits.iter().all(char::is_ascii_hexdigit)
}
