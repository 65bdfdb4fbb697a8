//! What the discipline screen (纪律) shows: violations with what was written of them. Reads only;
//! what a violation costs is the rules' matter, and days to serve stand on the floor.

use super::Register;
use super::column::{Words, id, key, known_word, moment_there};
use super::fault::Fault;
use crate::rules::command::ViolationKind;
use crate::rules::event::Penalty;
use crate::rules::id::{ClientId, StaffId, ViolationId, VisitId};
use crate::rules::time::Timestamp;
use rusqlite::{Params, Row, params};

/// Whose violations are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Everybody's.
    Everybody,
    /// One person's.
    Staff(&'a StaffId),
    /// Those about one client, as the register keeps them.
    Client(&'a ClientId),
}

/// How a violation was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voided {
    /// When.
    pub at: Timestamp,
    /// By which manager.
    pub by: Option<StaffId>,
    /// Why; nothing when the words were erased.
    pub reason: Option<String>,
}

/// A violation as the discipline screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViolationLine {
    /// Id.
    pub id: ViolationId,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who committed it.
    pub staff: StaffId,
    /// What.
    pub kind: ViolationKind,
    /// At which visit.
    pub visit: Option<VisitId>,
    /// About which client.
    pub client: Option<ClientId>,
    /// What it costs.
    pub penalty: Penalty,
    /// Whether the program raised it by itself (section 6).
    pub raised: bool,
    /// Who gave the command that recorded or raised it.
    pub by: Option<StaffId>,
    /// What was noted with that command.
    pub note: Option<String>,
    /// How it was taken back, when it was.
    pub voided: Option<Voided>,
}

/// The columns of a violation, with the entry that recorded it and the one that took it back.
macro_rules! violations {
    ($of:literal) => {
        concat!(
            "SELECT v.id, e.at, e.offset, v.staff, v.kind, v.visit, v.client, v.penalty, v.raised, e.actor, p.words,
                z.at, z.offset, z.actor, q.words
            FROM violations v
            JOIN events e ON e.seq = v.seq
            LEFT JOIN people p ON p.seq = v.seq
            LEFT JOIN events z ON json_extract(z.body, '$.violation') = +v.id AND z.kind = 'violation_voided'
                AND z.command NOT IN (SELECT seq FROM struck)
            LEFT JOIN people q ON q.seq = z.command
            WHERE ",
            $of,
            " v.at >= ?1 AND v.at < ?2 ORDER BY v.at DESC, v.seq DESC, v.id DESC LIMIT ?3"
        )
    };
}

const ALL: &str = violations!("");
const OF_STAFF: &str = violations!("v.staff = ?4 AND +");
const OF_CLIENT: &str = violations!("v.client = ?4 AND +");
const ONE: &str = violations!("v.id = ?4 AND +");

/// Violations recorded from `from` until before `until`, newest first, at most `limit`. Those taken
/// back by an undo are not among them; those voided are.
///
/// # Errors
/// When the register cannot be read.
pub fn violations(
    register: &Register,
    whose: Whose,
    from: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<ViolationLine>, Fault> {
    let (from, until) = (from.micros(), until.micros());
    match whose {
        Whose::Everybody => lines(register, ALL, params![from, until, limit]),
        Whose::Staff(staff) => lines(register, OF_STAFF, params![from, until, limit, staff.as_str()]),
        Whose::Client(client) => lines(register, OF_CLIENT, params![from, until, limit, client.as_str()]),
    }
}

/// A violation by its id, voided or not; nothing when there is none.
///
/// # Errors
/// When the register cannot be read.
pub fn violation(register: &Register, id: &ViolationId) -> Result<Option<ViolationLine>, Fault> {
    Ok(lines(register, ONE, params![i64::MIN, i64::MAX, 1, id.as_str()])?.pop())
}

fn lines(register: &Register, sql: &str, params: impl Params) -> Result<Vec<ViolationLine>, Fault> {
    let mut statement = register.conn().prepare_cached(sql)?;
    let rows = statement.query_map(params, line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn line(row: &Row) -> rusqlite::Result<ViolationLine> {
    let words = Words::read(row, 10)?;
    let voided = match row.get::<_, Option<i64>>(11)? {
        None => None,
        Some(_) => {
            Some(Voided { at: moment_there(row, 11)?, by: id(row, 13)?, reason: Words::read(row, 14)?.get("reason") })
        }
    };
    Ok(ViolationLine {
        id: key(row, 0)?,
        at: moment_there(row, 1)?,
        staff: key(row, 3)?,
        kind: known_word(row, 4)?,
        visit: id(row, 5)?,
        client: id(row, 6)?,
        penalty: known_word(row, 7)?,
        raised: row.get(8)?,
        by: id(row, 9)?,
        note: words.get("note").or_else(|| words.get("reason")),
        voided,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn violations_are_found_by_index() {
        for sql in [ALL, OF_STAFF, OF_CLIENT, ONE] {
            assert_bounded(sql, &[]);
        }
    }
}
