//! The figures of a span of days (报表): arrivals, receptions and turns of each person, waiting,
//! deposits, calls. Reads only, and only what lies in the span, however large the register is. What
//! an undo has struck out is in none of the tables, and so in no figure.

mod span;
mod waiting;

pub use span::{Extent, Span};
pub use waiting::{HOURS, Waiting};
pub(super) use waiting::{median, p90};

use super::Register;
use super::fault::Fault;
use super::turns::{self, Turns};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::{Date, Timestamp};
use chrono::Timelike;
use rusqlite::types::Type;
use rusqlite::{Params, Row};
use std::collections::BTreeMap;
use waiting::{End, Waits};

/// So many, and their amounts together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: u32,
    /// How much, fen.
    pub fen: i64,
}

impl Sum {
    /// One more.
    pub(super) const fn add(&mut self, fen: i64) {
        self.count += 1;
        self.fen = self.fen.saturating_add(fen);
    }
}

/// Receptions by kind; a visit counts for whoever had it last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receptions {
    /// 轮接: rotation clients.
    pub rotation: u32,
    /// 本人: their own clients.
    pub own: u32,
    /// 指定: clients who named them.
    pub named: u32,
    /// 代接: somebody else's clients, received for them.
    pub assist: u32,
    /// 抢接: somebody else's clients, taken against the rules (rules 9, 11). A grabbed rotation client
    /// is a rotation client: it is paid for with a turn.
    pub grabbed: u32,
}

impl Receptions {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.rotation + self.own + self.named + self.assist + self.grabbed
    }
}

/// What one person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFigures {
    /// Who.
    pub staff: StaffId,
    /// Days on which they were in the order.
    pub days_on_duty: u32,
    /// Clients received.
    pub receptions: Receptions,
    /// How long their receptions took together, seconds; a running one up to the floor's clock. A visit
    /// that changed hands counts whole for whoever had it last.
    pub reception_seconds: i64,
    /// The books of their turns.
    pub turns: Turns,
    /// Deposits they took.
    pub deposits: Sum,
    /// Of deposits they had taken, those given back.
    pub refunds: Sum,
    /// Calls they answered.
    pub calls: u32,
}

impl PersonFigures {
    fn new(staff: StaffId) -> Self {
        Self {
            staff,
            days_on_duty: 0,
            receptions: Receptions::default(),
            reception_seconds: 0,
            turns: Turns::default(),
            deposits: Sum::default(),
            refunds: Sum::default(),
            calls: 0,
        }
    }
}

/// What one day had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// Visits.
    pub arrivals: u32,
    /// Visits received.
    pub receptions: u32,
    /// Clients who left without having been received.
    pub left: u32,
    /// Deposits taken.
    pub deposits: Sum,
    /// Deposits given back on that day, whenever they were taken.
    pub refunds: Sum,
    /// Calls answered.
    pub calls_answered: u32,
    /// Calls missed.
    pub calls_missed: u32,
}

/// The ways that visits went, and how they were received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// 轮接.
    pub rotation: u32,
    /// 归属.
    pub own: u32,
    /// 指定.
    pub named: u32,
    /// Decisions that used a turn or a make-up.
    pub counted: u32,
    /// Decisions that used a make-up.
    pub makeups: u32,
    /// Visits received for somebody else.
    pub assists: u32,
}

/// Calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallFigures {
    /// Answered when they came in.
    pub answered: u32,
    /// Missed.
    pub missed: u32,
    /// Of the missed, those called back since.
    pub returned: u32,
}

/// Deposits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DepositFigures {
    /// Taken in the span, whatever became of them.
    pub taken: Sum,
    /// Given back in the span, whenever they were taken.
    pub refunded: Sum,
}

/// The figures of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The span.
    pub span: Span,
    /// Arrivals by the hour of the day at the site.
    pub arrivals_by_hour: [u32; HOURS],
    /// The days on which something was entered.
    pub days: BTreeMap<Date, DayFigures>,
    /// Everyone who was on duty or did something, by id.
    pub people: Vec<PersonFigures>,
    /// The ways of the visits.
    pub paths: Paths,
    /// Waiting.
    pub waiting: Waiting,
    /// Waiting of those who arrived in each hour of the day at the site.
    pub waiting_by_hour: [Waiting; HOURS],
    /// Deposits.
    pub deposits: DepositFigures,
    /// Calls.
    pub calls: CallFigures,
}

impl Figures {
    /// What a day of the span had; all zero where nothing was entered.
    #[must_use]
    pub fn day(&self, date: Date) -> DayFigures {
        self.days.get(&date).copied().unwrap_or_default()
    }

    /// Arrivals of every day of the span, empty days too.
    #[must_use]
    pub fn arrivals_by_day(&self) -> Vec<(Date, u32)> {
        self.span.days().map(|date| (date, self.day(date).arrivals)).collect()
    }

    /// All arrivals.
    #[must_use]
    pub fn arrivals(&self) -> u32 {
        self.days.values().map(|day| day.arrivals).sum()
    }

    /// All receptions.
    #[must_use]
    pub fn receptions(&self) -> u32 {
        self.days.values().map(|day| day.receptions).sum()
    }

    /// What one person did, when they did anything.
    #[must_use]
    pub fn person(&self, staff: &StaffId) -> Option<&PersonFigures> {
        self.people.iter().find(|person| person.staff == *staff)
    }

    /// Whether the numbers add up: everyone's turns (section 3), and the receptions of all people with
    /// those of all days.
    #[must_use]
    pub fn add_up(&self) -> bool {
        let by_person: u32 = self.people.iter().map(|person| person.receptions.total()).sum();
        by_person == self.receptions() && self.people.iter().all(|person| person.turns.adds_up())
    }
}

/// Makes the figures of a span. The open day's turns are the floor's: let the desk catch up first.
///
/// # Errors
/// When the register cannot be read.
pub fn figures(register: &Register, floor: &Floor, span: Span) -> Result<Figures, Fault> {
    let mut count = Count::new(floor, span);
    for day in turns::of_span(register, floor, span)? {
        let person = count.person(day.staff);
        let is_first = person.days_on_duty == 0 && person.turns == Turns::default();
        person.turns = if is_first { day.turns } else { person.turns.followed_by(&day.turns) };
        person.days_on_duty += u32::from(day.on_duty);
    }
    each(register, VISITS, span.bounds(), |row| count.visit(row))?;
    each(register, DEPOSITS, span.bounds(), |row| count.deposit(row))?;
    each(register, REFUNDS, span.bounds(), |row| count.refund(row))?;
    each(register, CALLS, span.bounds(), |row| count.call(row))?;
    Ok(count.done())
}

const VISITS: &str = "SELECT date, arrived_at, started_at, ended_at, state, path, receiver, counted, makeup, assist,
        EXISTS (SELECT 1 FROM violations x WHERE x.visit = v.id AND x.staff = v.receiver AND x.voided = 0
            AND x.kind IN ('poaching', 'grabbing'))
    FROM visits v WHERE date BETWEEN ?1 AND ?2";
const DEPOSITS: &str = "SELECT date, taken_by, amount_fen FROM deposits WHERE date BETWEEN ?1 AND ?2";
const REFUNDS: &str = "SELECT refunded_on, taken_by, amount_fen FROM deposits WHERE refunded_on BETWEEN ?1 AND ?2";
const ARRIVALS: &str = "SELECT date, COUNT(*) FROM visits WHERE date BETWEEN ?1 AND ?2 GROUP BY date";
const CALLS: &str = "SELECT date, answered_by, state FROM calls WHERE date BETWEEN ?1 AND ?2";

/// Counts the arrivals of every day of a span, empty days too.
///
/// # Errors
/// When the register cannot be read.
pub fn arrivals(register: &Register, span: Span) -> Result<Vec<(Date, u32)>, Fault> {
    let mut days: BTreeMap<Date, u32> = span.days().map(|date| (date, 0)).collect();
    each(register, ARRIVALS, span.bounds(), |row| {
        days.insert(date(row, 0)?, row.get(1)?);
        Ok(())
    })?;
    Ok(days.into_iter().collect())
}

/// Gives each row of a query to `take`.
pub(super) fn each(
    register: &Register,
    sql: &str,
    params: impl Params,
    mut take: impl FnMut(&Row) -> rusqlite::Result<()>,
) -> Result<(), Fault> {
    let mut statement = register.conn().prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

/// Reads a day.
pub(super) fn date(row: &Row, column: usize) -> rusqlite::Result<Date> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| rusqlite::Error::InvalidColumnType(column, text, Type::Text))
}

/// Reads somebody's id, where there is one.
pub(super) fn staff(row: &Row, column: usize) -> rusqlite::Result<Option<StaffId>> {
    Ok(row.get::<_, Option<String>>(column)?.map(StaffId::from))
}

/// The figures while they are counted.
struct Count<'f> {
    floor: &'f Floor,
    figures: Figures,
    people: BTreeMap<StaffId, PersonFigures>,
    waits: Waits,
}

impl<'f> Count<'f> {
    fn new(floor: &'f Floor, span: Span) -> Self {
        let figures = Figures {
            span,
            arrivals_by_hour: [0; HOURS],
            days: BTreeMap::new(),
            people: Vec::new(),
            paths: Paths::default(),
            waiting: Waiting::default(),
            waiting_by_hour: [Waiting::default(); HOURS],
            deposits: DepositFigures::default(),
            calls: CallFigures::default(),
        };
        Self { floor, figures, people: BTreeMap::new(), waits: Waits::default() }
    }

    fn person(&mut self, staff: StaffId) -> &mut PersonFigures {
        self.people.entry(staff).or_insert_with_key(|staff| PersonFigures::new(staff.clone()))
    }

    fn day(&mut self, date: Date) -> &mut DayFigures {
        self.figures.days.entry(date).or_default()
    }

    fn visit(&mut self, row: &Row) -> rusqlite::Result<()> {
        let time = |column: usize| -> rusqlite::Result<Option<Timestamp>> {
            Ok(row.get::<_, Option<i64>>(column)?.map(|micros| Timestamp::from_micros(micros, 0)))
        };
        let date = date(row, 0)?;
        let arrived_at = Timestamp::from_micros(row.get(1)?, 0);
        let (started_at, ended_at) = (time(2)?, time(3)?);
        let now = self.floor.clock.unwrap_or(arrived_at);
        let state: String = row.get(4)?;
        let path: Option<String> = row.get(5)?;
        let (counted, makeup, assist): (bool, bool, bool) = (row.get(7)?, row.get(8)?, row.get(9)?);
        let is_grabbed: bool = row.get(10)?;

        if path.is_none() && state == "finished" {
            // Imported: that they came is known, and often not even the hour.
            self.day(date).arrivals += 1;
            return Ok(());
        }
        let hour = usize::try_from(arrived_at.in_zone(self.floor.zone).hour()).unwrap_or(0);
        self.figures.arrivals_by_hour[hour] += 1;
        let day = self.day(date);
        day.arrivals += 1;
        day.left += u32::from(state == "left");
        let waiting_ended_at = started_at.or(ended_at);
        self.wait(hour, &state, (arrived_at, waiting_ended_at, now));

        let paths = &mut self.figures.paths;
        match path.as_deref() {
            Some("own") => paths.own += 1,
            Some("named") => paths.named += 1,
            _ => paths.rotation += 1,
        }
        paths.counted += u32::from(counted);
        paths.makeups += u32::from(makeup);
        let (Some(receiver), Some(started_at)) = (staff(row, 6)?, started_at) else { return Ok(()) };
        paths.assists += u32::from(assist);
        self.day(date).receptions += 1;
        let person = self.person(receiver);
        person.reception_seconds += ended_at.unwrap_or(now).seconds_since(started_at).max(0);
        let kinds = &mut person.receptions;
        let kind = match path.as_deref() {
            _ if assist => &mut kinds.assist,
            Some("own" | "named") if is_grabbed => &mut kinds.grabbed,
            Some("own") => &mut kinds.own,
            Some("named") => &mut kinds.named,
            _ => &mut kinds.rotation,
        };
        *kind += 1;
        Ok(())
    }

    /// Counts a visit that was not received by the entry that brought it.
    fn wait(&mut self, hour: usize, state: &str, times: (Timestamp, Option<Timestamp>, Timestamp)) {
        let (arrived_at, ended_at, now) = times;
        let end = match state {
            "left" => End::Left,
            "waiting" => End::Still,
            _ if ended_at <= Some(arrived_at) => return,
            _ => End::Received,
        };
        self.waits.add(hour, ended_at.unwrap_or(now).seconds_since(arrived_at).max(0), end);
    }

    fn deposit(&mut self, row: &Row) -> rusqlite::Result<()> {
        let fen: i64 = row.get(2)?;
        self.figures.deposits.taken.add(fen);
        self.day(date(row, 0)?).deposits.add(fen);
        if let Some(staff) = staff(row, 1)? {
            self.person(staff).deposits.add(fen);
        }
        Ok(())
    }

    fn refund(&mut self, row: &Row) -> rusqlite::Result<()> {
        let fen: i64 = row.get(2)?;
        self.figures.deposits.refunded.add(fen);
        self.day(date(row, 0)?).refunds.add(fen);
        if let Some(staff) = staff(row, 1)? {
            self.person(staff).refunds.add(fen);
        }
        Ok(())
    }

    fn call(&mut self, row: &Row) -> rusqlite::Result<()> {
        let date = date(row, 0)?;
        let state: String = row.get(2)?;
        if let Some(staff) = staff(row, 1)? {
            self.figures.calls.answered += 1;
            self.day(date).calls_answered += 1;
            self.person(staff).calls += 1;
        } else {
            self.figures.calls.missed += 1;
            self.figures.calls.returned += u32::from(state == "returned");
            self.day(date).calls_missed += 1;
        }
        Ok(())
    }

    fn done(mut self) -> Figures {
        self.figures.waiting = self.waits.all();
        self.figures.waiting_by_hour = self.waits.by_hour();
        self.figures.people = self.people.into_values().collect();
        self.figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;

    /// Every query of the figures walks an index over the days of the span; what it looks up beside is
    /// looked up by key. With ANALYZE or without, in an empty register and in a large one.
    #[test]
    fn figures_read_the_span_only() {
        let folder = tempfile::TempDir::new().unwrap();
        let register = Register::open(&folder.path().join("r.lunpai"), Some(Shanghai)).unwrap();
        let conn = register.conn();
        plans_are_bounded(conn);
        crate::register::images::drop_triggers(conn).unwrap(); // rows without an entry
        conn.execute_batch(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
             INSERT INTO visits(id, seq, date, client, arrived_at, state)
                 SELECT i, i, date('2026-01-01', (i / 20) || ' days'), 'c', i, 'finished' FROM n;
             INSERT INTO calls(id, seq, at, state, date) SELECT id, seq, seq, 'ended', date FROM visits;
             INSERT INTO deposits(id, seq, unit, client, amount_fen, at, offset, state, shares, date, refunded_on)
                 SELECT id, seq, id, 'c', 1, seq, 0, 'refunded', '{}', date, date FROM visits;
             INSERT INTO violations(id, seq, at, staff, kind, visit, penalty, raised)
                 SELECT id, seq, seq, 's', 'grabbing', id, 'warning', 1 FROM visits;
             INSERT INTO day_turns SELECT date, 's', seq, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM visits;
             ANALYZE;",
        )
        .unwrap();
        plans_are_bounded(conn);
    }

    #[track_caller]
    fn plans_are_bounded(conn: &rusqlite::Connection) {
        let span = Span::week_of(Date::from_ymd_opt(2026, 3, 4).unwrap());
        for sql in [VISITS, ARRIVALS, DEPOSITS, REFUNDS, CALLS, turns::CLOSED] {
            let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = statement.query_map(span.bounds(), |row| row.get::<_, String>(3)).unwrap();
            let steps: Vec<String> = steps.map(Result::unwrap).collect();
            let by_day = ["(date>? AND date<?)", "(refunded_on>? AND refunded_on<?)"];
            assert!(by_day.iter().any(|range| steps[0].ends_with(range)), "{steps:?}");
            assert!(steps.iter().all(|step| !step.contains("SCAN") && !step.contains("TEMP B-TREE")), "{steps:?}");
        }
    }
}
