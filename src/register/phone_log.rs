//! What the calls screen (来电) shows: the day's calls with their inquiry sheets (rule 23), calls not
//! yet done with, and the other projects that callers ask for. Reads only; never says who answers.

use super::Register;
use super::column::{Words, id, json, key, known_word, moment, time};
use super::fault::Fault;
use super::figures::Span;
use crate::rules::fold;
use crate::rules::id::{CallId, ClientId, StaffId};
use crate::rules::time::{Date, Timestamp};
use rusqlite::{Params, Row};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// 通话中.
    Running,
    /// 未接: to be called back.
    Missed,
    /// 已挂断.
    Ended,
    /// 已回电.
    Returned,
}

/// A call as the calls screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallLine {
    /// Id.
    pub id: CallId,
    /// When it came in.
    pub at: Timestamp,
    /// From which number, normalised, when it was given.
    pub phone: Option<String>,
    /// The earliest client with that number.
    pub client: Option<ClientId>,
    /// Who answers or answered; nobody: it was missed.
    pub answered_by: Option<StaffId>,
    /// How far it has come.
    pub state: CallState,
    /// When it ended or was returned.
    pub ended_at: Option<Timestamp>,
    /// The caller's name.
    pub name: Option<String>,
    /// Whom the caller asked for.
    pub asks_for: Option<StaffId>,
    /// Which other project they asked about (rule 23).
    pub project: Option<String>,
    /// What they are looking for.
    pub needs: Option<String>,
    /// Where they were sent.
    pub refer_to: Option<String>,
    /// What was noted when it ended or was returned.
    pub note: Option<String>,
    /// The duty day it belongs to.
    pub date: Option<Date>,
}

impl CallLine {
    /// Whether it has an inquiry sheet (rule 23).
    #[must_use]
    pub const fn is_inquiry(&self) -> bool {
        self.project.is_some()
    }
}

/// The columns of a call: its own row, the command it came with and the words kept apart from it,
/// where it was referred to, and the words with which it ended. (`+`: an index on an expression is
/// of no use to a column that is known to be text.)
macro_rules! calls {
    ($which:literal) => {
        concat!(
            "SELECT k.id, k.at, k.phone, k.answered_by, k.state, k.ended_at, json_extract(e.body, '$.fields'), p.words,
                (SELECT json_extract(s.body, '$.refer_to') FROM events s
                 WHERE json_extract(s.body, '$.call') = +k.id AND s.command = k.seq
                   AND (s.kind = 'call_started' OR s.kind = 'call_ended' OR s.kind = 'call_returned')),
                (SELECT q.words FROM events z JOIN people q ON q.seq = z.command
                 WHERE json_extract(z.body, '$.call') = +k.id AND z.command > k.seq
                   AND (z.kind = 'call_started' OR z.kind = 'call_ended' OR z.kind = 'call_returned')
                   AND z.command NOT IN (SELECT seq FROM struck)),
                (SELECT client FROM client_phones WHERE phone = k.phone ORDER BY serial LIMIT 1), k.date
            FROM calls k
            JOIN events e ON e.seq = k.seq
            LEFT JOIN people p ON p.seq = k.seq ",
            $which
        )
    };
}

const ON_A_DAY: &str = calls!("WHERE k.date = ?1 ORDER BY k.at DESC, k.seq DESC");
const IN_A_SPAN: &str = calls!("WHERE k.date BETWEEN ?1 AND ?2 ORDER BY k.date, k.seq");
const OPEN: &str = calls!("WHERE k.state IN ('running', 'missed') ORDER BY k.seq LIMIT ?1");
pub(super) const OF_CLIENT: &str = calls!(
    "WHERE k.phone IN (SELECT phone FROM client_phones WHERE client = ?1) AND k.phone IS NOT NULL
     ORDER BY k.seq DESC LIMIT ?2"
);

/// The calls of a duty day, newest first: those after midnight count to the day that is still open.
///
/// # Errors
/// When the register cannot be read.
pub fn calls_on(register: &Register, date: Date) -> Result<Vec<CallLine>, Fault> {
    lines(register, ON_A_DAY, [date.to_string()])
}

/// Hands the calls of a span on to `take`, oldest first, and keeps none.
///
/// # Errors
/// When the register cannot be read, or `take` fails.
pub fn each_call(
    register: &Register,
    span: Span,
    mut take: impl FnMut(CallLine) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut statement = register.conn().prepare_cached(IN_A_SPAN)?;
    let mut rows = statement.query(span.bounds())?;
    while let Some(row) = rows.next()? {
        take(line(row)?)?;
    }
    Ok(())
}

/// Running calls, and missed ones still to return (section 9), oldest first, at most `limit`.
///
/// # Errors
/// When the register cannot be read.
pub fn open_calls(register: &Register, limit: u32) -> Result<Vec<CallLine>, Fault> {
    lines(register, OPEN, [limit])
}

pub(super) fn lines(register: &Register, sql: &str, params: impl Params) -> Result<Vec<CallLine>, Fault> {
    let mut statement = register.conn().prepare_cached(sql)?;
    let rows = statement.query_map(params, line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn line(row: &Row) -> rusqlite::Result<CallLine> {
    let fields: Map<String, Value> = json(row, 6)?.unwrap_or_default();
    let words = Words::read(row, 7)?;
    Ok(CallLine {
        id: key(row, 0)?,
        at: moment(row, 1)?,
        phone: row.get(2)?,
        client: id(row, 10)?,
        answered_by: id(row, 3)?,
        state: known_word(row, 4)?,
        ended_at: time(row, 5)?,
        name: words.get("name"),
        asks_for: fields.get("asks_for").and_then(Value::as_str).map(StaffId::from),
        project: words.get("project"),
        needs: words.get("needs"),
        refer_to: row.get(8)?,
        note: Words::read(row, 9)?.get("note"),
        date: row.get::<_, Option<String>>(11)?.and_then(|date| date.parse().ok()),
    })
}

/// Another project of the company (rule 23).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectLine {
    /// Its name, as it was given last.
    pub name: String,
    /// Where its own sales office is reached; nothing when it has none.
    pub refer_to: Option<String>,
}

const PROJECTS: &str = "SELECT p.words FROM events e JOIN people p ON p.seq = e.seq
    WHERE e.kind = 'project.add' AND e.seq NOT IN (SELECT seq FROM struck) ORDER BY e.seq DESC";

/// The other projects known, latest first; each name once, with what was said of it last.
///
/// # Errors
/// When the register cannot be read.
pub fn projects(register: &Register) -> Result<Vec<ProjectLine>, Fault> {
    let mut statement = register.conn().prepare_cached(PROJECTS)?;
    let mut rows = statement.query([])?;
    let (mut seen, mut projects) = (BTreeSet::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let words = Words::read(row, 0)?;
        let Some(name) = words.get("name") else { continue };
        if seen.insert(fold::key(&name)) {
            projects.push(ProjectLine { name, refer_to: words.get("refer_to") });
        }
    }
    Ok(projects)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn calls_are_found_by_index() {
        for sql in [ON_A_DAY, OF_CLIENT] {
            assert_bounded(sql, &[]);
        }
        // Partial indexes that hold no row but those asked for.
        assert_bounded(OPEN, &["SCAN k USING INDEX calls_open"]);
        assert_bounded(PROJECTS, &["SCAN e USING INDEX events_project", "SCAN e USING COVERING INDEX events_project"]);
    }
}
