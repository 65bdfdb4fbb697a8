//! What the discipline screen (纪律) shows: violations with what was written of them. Reads only;
//! what a violation costs is the rules' matter, and days to serve stand on the floor.

use super::Register;
use super::column::{Words, id, key, known_word, moment_there, words_done};
use super::fault::Fault;
use super::figures::Span;
use crate::rules::command::ViolationKind;
use crate::rules::event::{Event, Penalty, Served};
use crate::rules::id::{ClientId, StaffId, ViolationId, VisitId};
use crate::rules::time::{Date, Timestamp};
use chrono_tz::Tz;
use rusqlite::{Params, Row, params};
use serde_json::{Value, json};

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
    ($of:literal, $order:literal) => {
        concat!(
            "SELECT v.id, e.at, e.offset, v.staff, v.kind, v.visit, v.client, v.penalty, v.raised, e.actor, ",
            words_done!("v.seq", "p.words"),
            ", z.at, z.offset, z.actor, ",
            words_done!("z.command", "q.words"),
            " FROM violations v
            JOIN events e ON e.seq = v.seq
            LEFT JOIN people p ON p.seq = v.seq
            LEFT JOIN events z ON json_extract(z.body, '$.violation') = +v.id AND z.kind = 'violation_voided'
                AND z.command NOT IN (SELECT seq FROM struck)
            LEFT JOIN people q ON q.seq = z.command
            WHERE ",
            $of,
            " v.at >= ?1 AND v.at < ?2 ",
            $order
        )
    };
    ($of:literal) => {
        violations!($of, "ORDER BY v.at DESC, v.seq DESC, v.id DESC LIMIT ?3")
    };
}

const ALL: &str = violations!("");
const OF_STAFF: &str = violations!("v.staff = ?4 AND +");
const OF_CLIENT: &str = violations!("v.client = ?4 AND +");
const ONE: &str = violations!("v.id = ?4 AND +");

const OLDEST_FIRST: &str = violations!("", "ORDER BY v.at, v.seq, v.id");

/// Hands the violations recorded on the days of a span on to `take`, oldest first, and keeps none.
///
/// # Errors
/// When the register cannot be read, or `take` fails.
pub fn each_violation(
    register: &Register,
    span: Span,
    zone: Tz,
    mut take: impl FnMut(ViolationLine) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut statement = register.conn().prepare_cached(OLDEST_FIRST)?;
    let mut rows = statement.query(span.micros(zone))?;
    while let Some(row) = rows.next()? {
        take(line(row)?)?;
    }
    Ok(())
}

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

/// What stands against somebody: violations not taken back, by what they cost, and suspensions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Every violation, newest first, those taken back too.
    pub lines: Vec<ViolationLine>,
    /// How many suspensions, major demerits, demerits and warnings count.
    pub counts: PenaltyCounts,
    /// The duty days of suspension that were served, earliest first; of violations taken back since, too.
    pub served: Vec<Date>,
}

/// How many penalties of each kind count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PenaltyCounts {
    /// 停牌.
    pub suspensions: usize,
    /// 记大过.
    pub major_demerits: usize,
    /// 记过.
    pub demerits: usize,
    /// 警告.
    pub warnings: usize,
}

impl PenaltyCounts {
    /// Counts the violations that were not taken back.
    #[must_use]
    pub fn of(lines: &[ViolationLine]) -> Self {
        let mut counts = Self::default();
        for line in lines.iter().filter(|line| line.voided.is_none()) {
            match line.penalty {
                Penalty::Suspension(_) => counts.suspensions += 1,
                Penalty::MajorDemerit => counts.major_demerits += 1,
                Penalty::Demerit => counts.demerits += 1,
                Penalty::Warning => counts.warnings += 1,
            }
        }
        counts
    }
}

/// Days of suspension begin with the day, with a change of order, or at once with the violation.
const SERVED: &str = "SELECT e.at, e.offset, e.kind, e.body
    FROM mentions m
    CROSS JOIN events e ON e.seq BETWEEN m.seq + 1 AND m.seq + 64 AND e.command = m.seq
    WHERE m.subject = 's:' || ?1 AND e.kind IN ('day_opened', 'order_changed', 'violation_recorded')
    ORDER BY e.seq";

/// What stands against somebody, now and ever; nothing that an undo took back.
///
/// # Errors
/// When the register cannot be read.
pub fn standing(register: &Register, staff: &StaffId, zone: Tz) -> Result<Standing, Fault> {
    let [ever, never] = [i64::MIN, i64::MAX].map(|micros| Timestamp::from_micros(micros, 0));
    let lines = violations(register, Whose::Staff(staff), ever, never, u32::MAX)?;
    let counts = PenaltyCounts::of(&lines);
    let mut statement = register.conn().prepare_cached(SERVED)?;
    let mut rows = statement.query([staff.as_str()])?;
    let mut served = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, body): (String, String) = (row.get(2)?, row.get(3)?);
        let body = serde_json::from_str::<Value>(&body).unwrap_or_default();
        let event = serde_json::from_value(json!({ "kind": kind, "body": body }));
        let opened = match event {
            Ok(Event::DayOpened { date, suspended, .. }) if serves(&suspended, staff) => Some(date),
            Ok(Event::OrderChanged { suspended, .. }) if serves(&suspended, staff) => {
                Some(moment_there(row, 0)?.date(zone))
            }
            Ok(Event::ViolationRecorded { staff: charged, served_today: true, .. }) if charged == *staff => {
                Some(moment_there(row, 0)?.date(zone))
            }
            _ => None,
        };
        served.extend(opened);
    }
    Ok(Standing { lines, counts, served })
}

fn serves(suspended: &[Served], staff: &StaffId) -> bool {
    suspended.iter().any(|served| served.staff == *staff)
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
        for sql in [ALL, OLDEST_FIRST, OF_STAFF, OF_CLIENT, ONE] {
            assert_bounded(sql, &[]);
        }
        assert_bounded(SERVED, &[]);
    }
}
