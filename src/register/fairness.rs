//! The fairness statement of a span: everyone's books and receptions, the line behind every
//! difference, and the check that they agree. The books come from the tables; the lines are read
//! from the log anew, and one is held against the other, day by day. Reads only.

use super::fault::Fault;
use super::figures::{self, PersonFigures, Receptions, Span};
use super::turns::{self, DayTurns};
use super::{Register, log, snapshot};
use crate::rules::decision::Path;
use crate::rules::fairness::{Cause, Chance, Ledger, Line, Reorder, Spell, Terms};
use crate::rules::floor::{Floor, Tally};
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use rusqlite::Connection;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that must be equal on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// Turns that passed, and what became of them.
    Turns,
    /// Turns that were owed, and what became of them.
    MakeUps,
    /// Turns owed when someone's day ended, and when their next began.
    CarriedOver,
    /// A number of the books, and the lines of the log that make it.
    Lines,
    /// Rotation clients, and the turns that brought them.
    Rotation,
    /// Receptions in the tables, and in the log.
    Receptions,
    /// Receptions of all people, and of all days.
    Total,
}

/// Where two sides are not equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// What should be equal.
    pub law: Law,
    /// The day, unless it is the whole span.
    pub date: Option<Date>,
    /// Whose, unless it is everybody's.
    pub staff: Option<StaffId>,
    /// The one side.
    pub left: i64,
    /// The other.
    pub right: i64,
}

/// One person's part of a statement, of a day or of the span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonStatement {
    /// Who.
    pub staff: StaffId,
    /// Days in the order.
    pub days_on_duty: u32,
    /// Clients received.
    pub receptions: Receptions,
    /// What the rotation clients are made up of.
    pub terms: Terms,
    /// Turns prepaid at the end.
    pub prepaid: i64,
}

impl PersonStatement {
    /// Whether they stood in an order, or have anything in the books: others hold no turns.
    #[must_use]
    pub fn holds_turns(&self) -> bool {
        self.days_on_duty > 0 || self.terms != Terms::default()
    }
}

/// The statement of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The span.
    pub span: Span,
    /// Everyone who was on duty, received somebody, or has something in the books; by id.
    pub people: Vec<PersonStatement>,
    /// The same of each day on which there was anything.
    pub days: BTreeMap<Date, Vec<PersonStatement>>,
    /// Every line of the log that made the numbers, oldest first.
    pub lines: Vec<Line>,
    /// When who held no turn.
    pub spells: Vec<Spell>,
    /// Changes of a day's order by a manager.
    pub reorders: Vec<(Date, Reorder)>,
    /// The promise of equal chance, a day each.
    pub chances: Vec<Chance>,
    /// Where the numbers do not agree; empty when all add up.
    pub mismatches: Vec<Mismatch>,
    /// Whether one of the days is still open.
    pub has_open_day: bool,
}

impl Statement {
    /// Someone's part.
    #[must_use]
    pub fn person(&self, staff: &StaffId) -> Option<&PersonStatement> {
        self.people.iter().find(|person| person.staff == *staff)
    }

    /// With whom others are compared: whoever had most rotation clients, of those the first by id.
    #[must_use]
    pub fn leader(&self) -> Option<&PersonStatement> {
        self.people.iter().rev().max_by_key(|person| person.receptions.rotation)
    }

    /// Whether everything that was checked is equal.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// Makes the statement of a span, up to the last entry.
///
/// # Errors
/// When the register cannot be read.
pub fn statement(register: &Register, span: Span) -> Result<Statement, Fault> {
    let ledger = read_days(register, span)?;
    let floor = ledger.floor();
    let books = turns::of_span(register, floor, span)?;
    let has_open_day = floor.date.is_some_and(|date| span.contains(date));
    let lines: Vec<Line> = ledger.lines().iter().filter(|line| span.contains(line.date)).cloned().collect();
    let mut statement = Statement {
        span,
        people: Vec::new(),
        days: BTreeMap::new(),
        spells: ledger.spells().iter().filter(|spell| span.contains(spell.date)).cloned().collect(),
        reorders: ledger.reorders().iter().filter(|(date, _)| span.contains(*date)).cloned().collect(),
        chances: ledger.chances().iter().filter(|chance| span.contains(chance.date)).cloned().collect(),
        mismatches: Vec::new(),
        has_open_day,
        lines,
    };
    let dates: BTreeSet<Date> =
        books.iter().map(|day| day.date).chain(statement.lines.iter().map(|line| line.date)).collect();
    for date in dates {
        let of_day = figures::figures(register, floor, Span::day(date))?;
        let lines: Vec<&Line> = statement.lines.iter().filter(|line| line.date == date).collect();
        let people: Vec<PersonStatement> = of_day.people.iter().map(|person| part(person, &lines)).collect();
        let mismatches = people.iter().flat_map(|person| check_person(date, person, &lines)).collect::<Vec<_>>();
        statement.mismatches.extend(mismatches);
        statement.mismatches.extend(check_total(Some(date), &people, i64::from(of_day.receptions())));
        statement.days.insert(date, people);
    }
    let whole = figures::figures(register, floor, span)?;
    let all: Vec<&Line> = statement.lines.iter().collect();
    statement.people = whole.people.iter().map(|person| part(person, &all)).collect();
    let by_day = statement.days.values().flatten().map(|person| i64::from(person.receptions.total())).sum();
    statement.mismatches.extend(check_total(None, &statement.people, by_day));
    statement.mismatches.extend(check_carried(&books));
    Ok(statement)
}

fn part(person: &PersonFigures, lines: &[&Line]) -> PersonStatement {
    let count = |is_wanted: fn(&Cause) -> bool| {
        let wanted = lines.iter().filter(|line| line.staff == person.staff && is_wanted(&line.cause));
        i64::try_from(wanted.count()).unwrap_or(i64::MAX)
    };
    let terms = Terms {
        tally: person.turns.tally,
        still_owed: person.turns.still_owed,
        prepaid_used: count(|cause| matches!(cause, Cause::PrepaidUsed { .. })),
        elsewhere: count(|cause| matches!(cause, Cause::Elsewhere { .. })),
        without_turn: count(|cause| matches!(cause, Cause::WithoutTurn { .. })),
    };
    PersonStatement {
        staff: person.staff.clone(),
        days_on_duty: person.days_on_duty,
        receptions: person.receptions,
        terms,
        prepaid: person.turns.prepaid,
    }
}

/// One person's day: both equations, the lines behind every number, the receptions.
fn check_person(date: Date, person: &PersonStatement, lines: &[&Line]) -> Vec<Mismatch> {
    let t = &person.terms.tally;
    let own: Vec<&&Line> = lines.iter().filter(|line| line.staff == person.staff).collect();
    let sum = |number: fn(&Tally) -> i64| -> i64 { own.iter().map(|line| number(&line.cause.booked())).sum() };
    let received = |is_kind: fn(&Path, bool) -> bool| {
        let is_wanted =
            |line: &&&&Line| matches!(&line.cause, Cause::Received { path, assist } if is_kind(path, *assist));
        i64::try_from(own.iter().filter(is_wanted).count()).unwrap_or(i64::MAX)
    };
    let kinds = &person.receptions;
    let sides = [
        (Law::Turns, t.passed, t.taken + t.consumed + t.owed_granted + t.capped),
        (Law::MakeUps, t.carried + t.owed_granted, t.made_up + t.forfeited + t.expired + person.terms.still_owed),
        (Law::Lines, t.passed, sum(|t| t.passed)),
        (Law::Lines, t.taken, sum(|t| t.taken)),
        (Law::Lines, t.made_up, sum(|t| t.made_up)),
        (Law::Lines, t.consumed, sum(|t| t.consumed)),
        (Law::Lines, t.owed_granted, sum(|t| t.owed_granted)),
        (Law::Lines, t.capped, sum(|t| t.capped)),
        (Law::Lines, t.forfeited, sum(|t| t.forfeited)),
        (Law::Lines, t.expired, sum(|t| t.expired)),
        (Law::Rotation, i64::from(kinds.rotation), person.terms.rotation()),
        (Law::Receptions, i64::from(kinds.rotation), received(|path, assist| !assist && *path == Path::Rotation)),
        (Law::Receptions, i64::from(kinds.assist), received(|_, assist| assist)),
        (Law::Receptions, i64::from(kinds.total()), received(|_, _| true)),
    ];
    let wrong = sides.into_iter().filter(|(_, left, right)| left != right);
    let staff = Some(person.staff.clone());
    wrong.map(|(law, left, right)| Mismatch { law, date: Some(date), staff: staff.clone(), left, right }).collect()
}

fn check_total(date: Option<Date>, people: &[PersonStatement], right: i64) -> Option<Mismatch> {
    let left = people.iter().map(|person| i64::from(person.receptions.total())).sum();
    (left != right).then_some(Mismatch { law: Law::Total, date, staff: None, left, right })
}

/// What was owed when someone's day ended is what they carry into the next.
fn check_carried(books: &[DayTurns]) -> Vec<Mismatch> {
    let mut owed: BTreeMap<&StaffId, i64> = BTreeMap::new();
    let mut wrong = Vec::new();
    for day in books {
        let right = day.turns.tally.carried;
        // A first day has no day before; someone without a row in between was owed nothing.
        if let Some(left) = owed.insert(&day.staff, day.turns.still_owed).filter(|left| *left != right) {
            let (date, staff) = (Some(day.date), Some(day.staff.clone()));
            wrong.push(Mismatch { law: Law::CarriedOver, date, staff, left, right });
        }
    }
    wrong
}

/// Reads the entries of a span from the opening of the day before it to its last day's end.
fn read_days(register: &Register, span: Span) -> Result<Ledger, Fault> {
    let conn = register.conn();
    let (first, last) = rows_of(conn, span)?;
    let (from, floor): (u64, Floor) = snapshot::latest(register, first)?;
    let struck = snapshot::struck_since(conn, from)?;
    let mut ledger = Ledger::new(floor);
    log::each_entry_to(conn, from, last, |entry| {
        if struck.contains(&entry.header.seq) {
            ledger.read_struck(&entry);
        } else {
            ledger.read(&entry);
        }
        Ok(())
    })?;
    ledger.finish();
    Ok(ledger)
}

const OPENINGS: &str = "SELECT e.seq, json_extract(d.body, '$.date') FROM events e JOIN events d ON d.seq = e.seq + 1
    WHERE e.kind = 'day.open' AND e.seq = e.command ORDER BY e.seq DESC";

/// The row that opened the last day before a span, and the last row before the first day after it.
pub(super) fn rows_of(conn: &Connection, span: Span) -> Result<(u64, u64), Fault> {
    let mut statement = conn.prepare_cached(OPENINGS)?;
    let mut rows = statement.query([])?;
    let mut last = i64::MAX.unsigned_abs();
    while let Some(row) = rows.next()? {
        let seq: u64 = row.get(0)?;
        let date = figures::date(row, 1)?;
        if date > span.to {
            last = seq.saturating_sub(1);
        } else if date < span.from {
            return Ok((seq, last));
        }
    }
    Ok((1, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn openings_are_found_by_index() {
        assert_bounded(OPENINGS, &[]);
    }
}
