//! Checks that nobody has edited the register: the chain from the first row to the last, and the
//! personal words against the commitments in it.

use super::chain::{Hash, Sealed};
use super::fault::Fault;
use super::{Register, people};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many rows were read.
    pub events: u64,
    /// The hash of the last whole row.
    pub head: Hash,
    /// Number of the first row that is not whole.
    pub first_bad: Option<u64>,
    /// Whether a hash that was looked for stands in the chain; `None` when none was.
    pub found: Option<bool>,
}

impl Report {
    /// Whether everything is whole, and the hash looked for was found.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.first_bad.is_none() && self.found != Some(false)
    }
}

/// Reads the log from first to last. `against` is a hash from a closing sheet, in hexadecimal; blanks
/// in it do not count.
///
/// # Errors
/// When SQLite fails.
pub fn verify(register: &Register, against: Option<&str>) -> Result<Report, Fault> {
    read(register.conn(), against)
}

/// As [`verify`], over any connection to a register.
pub(super) fn read(conn: &Connection, against: Option<&str>) -> Result<Report, Fault> {
    let wanted: Option<String> =
        against.map(|text| text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase());
    let mut report = Report { events: 0, head: Hash::NONE, first_bad: None, found: wanted.as_ref().map(|_| false) };
    let mut statement = conn.prepare(
        "SELECT e.seq, e.at, e.offset, e.actor, e.command, e.kind, e.body, e.prev, e.hash, p.salt, p.words
         FROM events e LEFT JOIN people p ON p.seq = e.seq ORDER BY e.seq",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let expected = report.events + 1;
        let seq: u64 = row.get(0)?;
        let text = |column: usize| row.get_ref(column).ok().and_then(|value| value.as_str().ok());
        let actor = match row.get_ref(3)? {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        };
        let sealed = Sealed {
            seq,
            at: row.get(1)?,
            offset: row.get(2)?,
            actor,
            command: row.get(4)?,
            kind: text(5).unwrap_or_default(),
            body: text(6).unwrap_or_default(),
        };
        let link = sealed.link(&report.head);
        let stored = |column: usize| row.get_ref(column).ok().and_then(|v| v.as_blob().ok()).and_then(Hash::from_bytes);
        let is_whole = seq == expected
            && stored(7) == Some(report.head)
            && stored(8) == Some(link)
            && words_match(sealed.body, row.get_ref(9)?, row.get_ref(10)?);
        if !is_whole {
            report.first_bad = Some(expected);
            return Ok(report);
        }
        report.events = seq;
        report.head = link;
        if wanted.as_ref() == Some(&link.to_string()) {
            report.found = Some(true);
        }
    }
    Ok(report)
}

/// Whether the words beside a row are those it commits to; erased ones are no defect.
fn words_match(body: &str, salt: ValueRef, words: ValueRef) -> bool {
    match (salt.as_blob(), words.as_str()) {
        (Ok(salt), Ok(words)) => {
            let stated = serde_json::from_str::<serde_json::Value>(body).ok();
            let stated = stated.as_ref().and_then(|body| body.get("private")).and_then(serde_json::Value::as_str);
            stated == Some(people::commitment(salt, words).as_str())
        }
        _ => matches!(words, ValueRef::Null),
    }
}
