//! The books of section 3 after their day: one row for each person and day, written when the day
//! closes. Takes what the floor has counted and never counts by itself; a row is never changed.

use super::fault::Fault;
use super::figures::Span;
use super::{Register, figures};
use crate::rules::event::{Entry, Event, Header};
use crate::rules::floor::{Floor, Person, Tally};
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Someone's books over a day or more, in turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// What was counted; `carried` is what was owed when the first day opened.
    pub tally: Tally,
    /// Turns owed at the end.
    pub still_owed: i64,
    /// Turns prepaid at the end.
    pub prepaid: i64,
}

impl Turns {
    /// The books of someone on the floor as they stand.
    #[must_use]
    pub fn of(floor: &Floor, staff: &StaffId, person: &Person) -> Self {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Self { tally: person.tally, still_owed: count(floor.owed_to(staff)), prepaid: count(person.prepaid.len()) }
    }

    /// Whether both equations of section 3 hold: every turn that passed has one outcome, and every
    /// owed turn was made up, lost, or is still owed.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        let t = &self.tally;
        t.passed == t.taken + t.consumed + t.owed_granted + t.capped
            && t.carried + t.owed_granted == t.made_up + t.forfeited + t.expired + self.still_owed
    }

    /// These books and the ones that follow them, as one.
    #[must_use]
    pub const fn followed_by(&self, later: &Self) -> Self {
        let (a, b) = (&self.tally, &later.tally);
        let tally = Tally {
            passed: a.passed + b.passed,
            taken: a.taken + b.taken,
            made_up: a.made_up + b.made_up,
            consumed: a.consumed + b.consumed,
            owed_granted: a.owed_granted + b.owed_granted,
            capped: a.capped + b.capped,
            forfeited: a.forfeited + b.forfeited,
            expired: a.expired + b.expired,
            carried: a.carried,
        };
        Self { tally, still_owed: later.still_owed, prepaid: later.prepaid }
    }
}

/// Someone's books of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayTurns {
    /// The day.
    pub date: Date,
    /// Whose.
    pub staff: StaffId,
    /// Whether they were in the order at any time of the day.
    pub on_duty: bool,
    /// The books.
    pub turns: Turns,
}

/// The books of the open day: of everyone who was on duty, or has something in them.
#[must_use]
pub fn of_open_day(floor: &Floor, date: Date) -> Vec<DayTurns> {
    let entry = |(staff, person): (&StaffId, &Person)| {
        let turns = Turns::of(floor, staff, person);
        let on_duty = person.on_duty_today;
        (on_duty || turns != Turns::default()).then(|| DayTurns { date, staff: staff.clone(), on_duty, turns })
    };
    floor.staff.iter().filter_map(entry).collect()
}

/// Writes the books that an entry closes. `floor` is the floor after it.
///
/// # Errors
/// When SQLite fails.
pub fn keep(conn: &Connection, floor: &Floor, entry: &Entry) -> Result<(), Fault> {
    for event in &entry.events {
        match event {
            Event::DayClosed { date, .. } => {
                for day in of_open_day(floor, *date) {
                    write(conn, entry.header.seq, &day)?;
                }
            }
            Event::StaffDeparted { staff } if floor.date.is_none() => depart(conn, floor, staff, &entry.header)?,
            _ => {}
        }
    }
    Ok(())
}

/// Books what goes with someone who leaves while no day is open: a row of its own, because the books
/// of a closed day stand. The floor goes on counting into the last day's tally; what it has more
/// than that day's row was lost since.
fn depart(conn: &Connection, floor: &Floor, staff: &StaffId, header: &Header) -> Result<(), Fault> {
    let (Some(last_date), Some(person)) = (floor.last_date, floor.person(staff)) else { return Ok(()) };
    let mut statement =
        conn.prepare_cached("SELECT forfeited, prepaid FROM day_turns WHERE date = ?1 AND staff = ?2")?;
    let closed: Option<(i64, i64)> = statement
        .query_row(params![last_date.to_string(), staff.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((forfeited, prepaid)) = closed else { return Ok(()) };
    let lost = person.tally.forfeited - forfeited;
    if lost == 0 && prepaid == 0 {
        return Ok(());
    }
    let tally = Tally { carried: lost, forfeited: lost, ..Tally::default() };
    let date = last_date.max(header.at.date(floor.zone));
    let turns = Turns { tally, ..Turns::default() };
    write(conn, header.seq, &DayTurns { date, staff: staff.clone(), on_duty: false, turns })
}

fn write(conn: &Connection, seq: u64, day: &DayTurns) -> Result<(), Fault> {
    let Turns { tally, still_owed, prepaid } = &day.turns;
    let mut statement = conn.prepare_cached(
        "INSERT OR FAIL INTO day_turns(date, staff, seq, on_duty, passed, taken, made_up, consumed, owed_granted, capped,
             forfeited, expired, carried, still_owed, prepaid)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    statement.execute(params![
        day.date.to_string(),
        day.staff.as_str(),
        seq,
        day.on_duty,
        tally.passed,
        tally.taken,
        tally.made_up,
        tally.consumed,
        tally.owed_granted,
        tally.capped,
        tally.forfeited,
        tally.expired,
        tally.carried,
        still_owed,
        prepaid,
    ])?;
    Ok(())
}

pub(super) const CLOSED: &str = "SELECT date, staff, on_duty, passed, taken, made_up, consumed, owed_granted, capped,
        forfeited, expired, carried, still_owed, prepaid
    FROM day_turns WHERE date BETWEEN ?1 AND ?2 ORDER BY date, staff, seq";

/// The books of the closed days of a span, oldest first, by person. A departure between two days is
/// a row of its own.
///
/// # Errors
/// When the register cannot be read.
pub fn of_closed_days(register: &Register, span: Span) -> Result<Vec<DayTurns>, Fault> {
    let mut statement = register.conn().prepare_cached(CLOSED)?;
    let rows = statement.query_map(span.bounds(), read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Hands the books of a span on to `take`, oldest first, and keeps none: of closed days from the table, of the
/// open one from the floor.
///
/// # Errors
/// When the register cannot be read, or `take` fails.
pub fn each_day(
    register: &Register,
    floor: &Floor,
    span: Span,
    mut take: impl FnMut(DayTurns) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut statement = register.conn().prepare_cached(CLOSED)?;
    let mut rows = statement.query(span.bounds())?;
    let mut is_closed = false;
    while let Some(row) = rows.next()? {
        let day = read(row)?;
        is_closed |= Some(day.date) == floor.date && day.on_duty;
        take(day)?;
    }
    match floor.date.filter(|date| span.contains(*date) && !is_closed) {
        Some(date) => of_open_day(floor, date).into_iter().try_for_each(take),
        None => Ok(()),
    }
}

/// The books of a span, oldest first: of closed days from the table, of the open one from the floor.
///
/// # Errors
/// When the register cannot be read.
pub fn of_span(register: &Register, floor: &Floor, span: Span) -> Result<Vec<DayTurns>, Fault> {
    let mut days = of_closed_days(register, span)?;
    // Another terminal may have closed the day that this floor still has open.
    let is_closed = |date| days.iter().any(|day: &DayTurns| day.date == date && day.on_duty);
    if let Some(date) = floor.date.filter(|date| span.contains(*date) && !is_closed(*date)) {
        days.extend(of_open_day(floor, date));
    }
    Ok(days)
}

fn read(row: &Row) -> rusqlite::Result<DayTurns> {
    let tally = Tally {
        passed: row.get(3)?,
        taken: row.get(4)?,
        made_up: row.get(5)?,
        consumed: row.get(6)?,
        owed_granted: row.get(7)?,
        capped: row.get(8)?,
        forfeited: row.get(9)?,
        expired: row.get(10)?,
        carried: row.get(11)?,
    };
    Ok(DayTurns {
        date: figures::date(row, 0)?,
        staff: StaffId::from(row.get::<_, String>(1)?),
        on_duty: row.get(2)?,
        turns: Turns { tally, still_owed: row.get(12)?, prepaid: row.get(13)? },
    })
}
