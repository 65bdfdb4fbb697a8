//! Checks that nobody has edited the register: the chain from the first row to the last, and the
//! personal words against the commitments in it.

use super::chain::{Hash, Sealed};
use super::fault::Fault;
use super::{Register, people};
use rusqlite::{Connection, Rows};
use serde::Deserialize;

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
    let mut statement =
        conn.prepare("SELECT seq, at, offset, actor, command, kind, body, prev, hash FROM events ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut statement = conn.prepare("SELECT seq, salt, words FROM people ORDER BY seq")?;
    let mut people = Beside { rows: statement.query([])?, held: Some((0, Vec::new(), String::new())) };
    while let Some(row) = rows.next()? {
        let expected = report.events + 1;
        let seq: u64 = row.get(0)?;
        let text = |column: usize| row.get_ref(column).ok().and_then(|value| value.as_str().ok());
        let sealed = Sealed {
            seq,
            at: row.get(1)?,
            offset: row.get(2)?,
            actor: text(3),
            command: row.get(4)?,
            kind: text(5).unwrap_or_default(),
            body: text(6).unwrap_or_default(),
        };
        let link = sealed.link(&report.head);
        let stored = |column: usize| row.get_ref(column).ok().and_then(|v| v.as_blob().ok()).and_then(Hash::from_bytes);
        let is_whole = seq == expected
            && stored(7) == Some(report.head)
            && stored(8) == Some(link)
            && people.fit(seq, sealed.body)?;
        if !is_whole {
            report.first_bad = Some(expected);
            return Ok(report);
        }
        report.events = seq;
        report.head = link;
        if wanted.as_ref().is_some_and(|wanted| *wanted == link.to_string()) {
            report.found = Some(true);
        }
    }
    Ok(report)
}

/// The words beside the log, read along with it: both in the order of its rows.
struct Beside<'s> {
    rows: Rows<'s>,
    /// Those at hand: the row that they belong to, salt and words. Nothing after the last.
    held: Option<(u64, Vec<u8>, String)>,
}

impl Beside<'_> {
    /// Whether the words beside row `seq`, if there are any, are those that it commits to; erased ones are no
    /// defect.
    fn fit(&mut self, seq: u64, body: &str) -> Result<bool, Fault> {
        while self.held.as_ref().is_some_and(|held| held.0 < seq) {
            let next = self.rows.next()?;
            self.held = next.map(|row| Ok::<_, Fault>((row.get(0)?, row.get(1)?, row.get(2)?))).transpose()?;
        }
        let Some((_, salt, words)) = self.held.as_ref().filter(|held| held.0 == seq) else { return Ok(true) };
        let stated = serde_json::from_str::<Stated>(body).ok().and_then(|stated| stated.private);
        Ok(stated == Some(people::commitment(salt, words).as_str()))
    }
}

/// What an entry commits to.
#[derive(Deserialize)]
struct Stated<'b> {
    #[serde(borrow)]
    private: Option<&'b str>,
}
