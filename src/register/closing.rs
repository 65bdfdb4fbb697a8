//! What a closed day was (收班单): made of the log's entries since the close before, up to the day's own
//! close, and of nothing else. No later entry changes it: what is corrected later stands on the sheet of
//! the day on which it was corrected.

use super::fault::Fault;
use super::figures::{Receptions, Sum};
use super::log::{self, Head};
use super::turns::{self, Turns};
use super::{Register, past, snapshot};
use crate::rules::closing::Carried;
use crate::rules::command::{Command, ViolationKind};
use crate::rules::decision::Path;
use crate::rules::event::{Entry, Event, Header, Penalty};
use crate::rules::floor::{Floor, Visit, VisitState};
use crate::rules::id::{ClientId, DepositId, StaffId, UnitId, ViolationId, VisitId};
use crate::rules::time::{Date, Timestamp};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// What one person did on the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonDay {
    /// Clients received.
    pub receptions: Receptions,
    /// The books of their turns.
    pub turns: Turns,
    /// Deposits they took.
    pub deposits: Sum,
    /// Calls they answered.
    pub calls: u32,
}

/// A deposit taken or given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositLine {
    /// Which.
    pub deposit: DepositId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<StaffId>,
    /// On which unit.
    pub unit: UnitId,
    /// Whose.
    pub client: ClientId,
    /// How much, fen.
    pub amount_fen: i64,
}

/// A violation recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViolationLine {
    /// Which.
    pub violation: ViolationId,
    /// When.
    pub at: Timestamp,
    /// Whose.
    pub staff: StaffId,
    /// What.
    pub kind: ViolationKind,
    /// At which visit.
    pub visit: Option<VisitId>,
    /// What follows.
    pub penalty: Penalty,
    /// Whether it was taken back before the day closed.
    pub voided: bool,
}

/// A day as it was when it closed.
#[derive(Clone, Debug)]
pub struct ClosedDay {
    /// The day.
    pub date: Date,
    /// When it opened.
    pub opened_at: Option<Timestamp>,
    /// When it closed.
    pub closed_at: Timestamp,
    /// Who closed it; nobody: the desk.
    pub closed_by: Option<StaffId>,
    /// Whether what was open ended by a manager's force.
    pub forced: bool,
    /// Where the log ended then: the day's digest.
    pub head: Head,
    /// The floor right after.
    pub floor: Floor,
    /// The order of the day as it was last.
    pub order: Vec<StaffId>,
    /// Clients who came.
    pub arrivals: u32,
    /// Of these, those received.
    pub received: u32,
    /// Of these, those who left without having been received.
    pub left: u32,
    /// Calls answered.
    pub calls_answered: u32,
    /// Calls missed.
    pub calls_missed: u32,
    /// Everyone who was on duty or did something; those of the order first.
    pub people: Vec<(StaffId, PersonDay)>,
    /// Deposits taken since the close before.
    pub deposits: Vec<DepositLine>,
    /// Deposits given back since the close before, whenever they were taken.
    pub refunds: Vec<DepositLine>,
    /// Violations recorded since the close before.
    pub violations: Vec<ViolationLine>,
    /// Violations of earlier days that were taken back.
    pub voided: Vec<(ViolationId, Timestamp)>,
    /// What was carried over, with its words.
    pub carried: Vec<Carried>,
}

impl ClosedDay {
    /// Deposits together.
    #[must_use]
    pub fn total(lines: &[DepositLine]) -> Sum {
        let mut sum = Sum::default();
        for line in lines {
            sum.add(line.amount_fen);
        }
        sum
    }
}

/// The last day that was closed.
///
/// # Errors
/// When the register cannot be read.
pub fn last_closed(register: &Register) -> Result<Option<Date>, Fault> {
    let sql = "SELECT max(date) FROM day_turns WHERE on_duty = 1";
    let date: Option<String> = register.conn().prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(date.and_then(|date| date.parse().ok()))
}

/// Whose closing sheet a digest stands on; nothing when it is that of no day.
///
/// # Errors
/// When the register cannot be read.
pub fn day_of(register: &Register, digest: &str) -> Result<Option<Date>, Fault> {
    let digits: String = digest.chars().filter(char::is_ascii_hexdigit).collect();
    let sql = "SELECT json_extract(body, '$.date') FROM events WHERE kind = 'day_closed' AND hex(hash) = upper(?1)";
    let date: Option<String> = register.conn().prepare_cached(sql)?.query_row([digits], |row| row.get(0)).optional()?;
    Ok(date.and_then(|date| date.parse().ok()))
}

/// The number of the entry that closed a day; nothing while it is open or never was.
fn close_of(register: &Register, date: Date) -> Result<Option<u64>, Fault> {
    let sql = "SELECT max(seq) FROM day_turns WHERE date = ?1 AND on_duty = 1";
    Ok(register.conn().prepare_cached(sql)?.query_row([date.to_string()], |row| row.get(0))?)
}

/// The number of the entry that closed the day before.
fn close_before(register: &Register, date: Date) -> Result<u64, Fault> {
    let sql = "SELECT seq FROM day_turns WHERE date < ?1 AND on_duty = 1 ORDER BY date DESC, seq DESC LIMIT 1";
    let seq = register.conn().prepare_cached(sql)?.query_row([date.to_string()], |row| row.get(0)).optional()?;
    Ok(seq.unwrap_or(0))
}

/// A day as it was when it closed; nothing for a day that was not.
///
/// # Errors
/// When the register cannot be read.
pub fn closed_day(register: &Register, date: Date) -> Result<Option<ClosedDay>, Fault> {
    let Some(seq) = close_of(register, date)? else { return Ok(None) };
    let conn = register.conn();
    let entry = log::entry(conn, seq)?.ok_or(Fault::Unreadable(seq))?;
    let floor = past::floor_at(register, seq)?;
    let last = seq + u64::try_from(entry.events.len()).unwrap_or(0);
    let before = close_before(register, date)?;
    let struck = snapshot::struck_since(conn, before)?;
    let mut reader = Reader { register, day: begin(&entry.header, date, log::head_at(conn, last)?, floor) };
    for seq in entries_between(register, before, seq)? {
        if !struck.contains(&seq) {
            let entry = log::entry(conn, seq)?.ok_or(Fault::Unreadable(seq))?;
            reader.take(&entry)?;
        }
    }
    Ok(Some(reader.done()))
}

/// The entries after one and up to another. Clients taken over from elsewhere stand on no sheet, and may be many.
fn entries_between(register: &Register, after: u64, last: u64) -> Result<Vec<u64>, Fault> {
    let sql = "SELECT seq FROM events WHERE seq > ?1 AND seq <= ?2 AND seq = command AND kind <> 'client.import'
        ORDER BY seq";
    let mut statement = register.conn().prepare_cached(sql)?;
    let rows = statement.query_map(params![after, last], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn begin(header: &Header, date: Date, head: Head, floor: Floor) -> ClosedDay {
    let (forced, carried) = match header.done() {
        Command::CloseDay(close) => (close.force, close.carried.clone().unwrap_or_default()),
        _ => (false, Vec::new()),
    };
    ClosedDay {
        date,
        opened_at: None,
        closed_at: header.at,
        closed_by: header.by.clone(),
        forced,
        head,
        floor,
        order: Vec::new(),
        arrivals: 0,
        received: 0,
        left: 0,
        calls_answered: 0,
        calls_missed: 0,
        people: Vec::new(),
        deposits: Vec::new(),
        refunds: Vec::new(),
        violations: Vec::new(),
        voided: Vec::new(),
        carried,
    }
}

struct Reader<'r> {
    register: &'r Register,
    day: ClosedDay,
}

impl Reader<'_> {
    fn take(&mut self, entry: &Entry) -> Result<(), Fault> {
        let header = &entry.header;
        let at = header.at;
        for event in &entry.events {
            match event {
                Event::DayOpened { order, .. } => {
                    self.day.opened_at = Some(at);
                    self.day.order.clone_from(order);
                }
                Event::OrderChanged { order, .. } => self.day.order.clone_from(order),
                Event::CallStarted { answered_by, .. } => self.call(answered_by.as_ref()),
                Event::DepositTaken { deposit, unit, client, amount_fen, .. } => self.day.deposits.push(DepositLine {
                    deposit: deposit.clone(),
                    at,
                    by: header.by.clone(),
                    unit: unit.clone(),
                    client: client.clone(),
                    amount_fen: *amount_fen,
                }),
                Event::DepositRefunded { deposit, unit, client } => {
                    let amount_fen = self.amount(deposit)?;
                    let (deposit, unit, client) = (deposit.clone(), unit.clone(), client.clone());
                    self.day.refunds.push(DepositLine { deposit, at, by: header.by.clone(), unit, client, amount_fen });
                }
                Event::ViolationRecorded { violation, staff, violation_kind, visit, penalty, .. } => {
                    self.day.violations.push(ViolationLine {
                        violation: violation.clone(),
                        at,
                        staff: staff.clone(),
                        kind: *violation_kind,
                        visit: visit.clone(),
                        penalty: *penalty,
                        voided: false,
                    });
                }
                Event::ViolationVoided { violation } => self.void(violation, at),
                // What is said was carried over by name is what the log says, whatever became of the words.
                Event::DayClosed { carried, .. } if self.day.carried.is_empty() => {
                    let named = |about: &String| Carried { about: about.clone(), word: "—".to_owned() };
                    self.day.carried = carried.iter().map(named).collect();
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn call(&mut self, answered_by: Option<&StaffId>) {
        match answered_by {
            None => self.day.calls_missed += 1,
            Some(staff) => {
                self.day.calls_answered += 1;
                self.person(staff).calls += 1;
            }
        }
    }

    fn void(&mut self, violation: &ViolationId, at: Timestamp) {
        match self.day.violations.iter_mut().find(|line| line.violation == *violation) {
            Some(line) => line.voided = true,
            None => self.day.voided.push((violation.clone(), at)),
        }
    }

    /// How much a deposit was: no entry changes it.
    fn amount(&self, deposit: &DepositId) -> Result<i64, Fault> {
        let sql = "SELECT amount_fen FROM deposits WHERE id = ?1";
        let fen =
            self.register.conn().prepare_cached(sql)?.query_row([deposit.as_str()], |row| row.get(0)).optional()?;
        Ok(fen.unwrap_or(0))
    }

    fn person(&mut self, staff: &StaffId) -> &mut PersonDay {
        let place = self.day.people.iter().position(|(id, _)| id == staff).unwrap_or_else(|| {
            self.day.people.push((staff.clone(), PersonDay::default()));
            self.day.people.len() - 1
        });
        &mut self.day.people[place].1
    }

    fn done(mut self) -> ClosedDay {
        let floor = self.day.floor.clone();
        let opened_at = self.day.opened_at;
        for (id, visit) in floor.visits.iter().filter(|(_, visit)| Some(visit.arrived_at) >= opened_at) {
            self.visit(id, visit);
        }
        for turns in turns::of_open_day(&floor, self.day.date) {
            self.person(&turns.staff).turns = turns.turns;
        }
        for line in self.day.deposits.clone() {
            if let Some(by) = &line.by {
                self.person(by).deposits.add(line.amount_fen);
            }
        }
        let order: BTreeMap<&StaffId, usize> = self.day.order.iter().enumerate().map(|(at, id)| (id, at)).collect();
        self.day.people.sort_by_key(|(id, _)| (order.get(id).copied().unwrap_or(usize::MAX), id.clone()));
        self.day
    }

    fn visit(&mut self, id: &VisitId, visit: &Visit) {
        self.day.arrivals += 1;
        self.day.left += u32::from(visit.state == VisitState::Left);
        let (Some(receiver), Some(_)) = (&visit.receiver, visit.started_at) else { return };
        self.day.received += 1;
        let grabbed: BTreeSet<&StaffId> = self
            .day
            .violations
            .iter()
            .filter(|line| line.visit.as_ref() == Some(id) && !line.voided)
            .filter(|line| matches!(line.kind, ViolationKind::Poaching | ViolationKind::Grabbing))
            .map(|line| &line.staff)
            .collect();
        let is_grabbed = grabbed.contains(receiver);
        let kinds = &mut self.person(receiver).receptions;
        let kind = match visit.path {
            _ if visit.assist => &mut kinds.assist,
            Path::Own | Path::Named if is_grabbed => &mut kinds.grabbed,
            Path::Own => &mut kinds.own,
            Path::Named => &mut kinds.named,
            Path::Rotation => &mut kinds.rotation,
        };
        *kind += 1;
    }
}
