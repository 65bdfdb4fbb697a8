//! The desk: the one place where rules and register meet. Takes a command, catches up with what
//! others wrote, lets the rules decide, makes the answer durable, then changes the floor. Knows
//! nothing of screens or of JSON.

pub mod ask;
pub mod consequence;
pub mod prove;
pub mod trial;

use crate::clock;
use crate::register::fault::Fault;
use crate::register::log::{self, Head};
use crate::register::pins::Kept;
use crate::register::{Register, images, snapshot, turns};
use crate::rules::command::{Command, Submission};
use crate::rules::decide::decide;
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::refusal::{Code, Refusal};
use crate::rules::time::{Date, Timestamp};
use chrono_tz::Tz;
use std::path::Path;

/// Why a command was not done.
#[derive(Debug)]
pub enum NotDone {
    /// The rules refuse it. Nothing has changed.
    Refused(Refusal),
    /// The register could not be used.
    Fault(Fault),
}

impl<F: Into<Fault>> From<F> for NotDone {
    fn from(fault: F) -> Self {
        Self::Fault(fault.into())
    }
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A command done: what was entered, and where the log ends since.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The entry.
    pub entry: Entry,
    /// Where the log ended right after it.
    pub head: Head,
    /// The command taken back, for an undo.
    pub undone: Option<Box<Entry>>,
    /// Whether this is the first answer to a request, given again.
    pub repeated: bool,
}

impl Outcome {
    /// Number of the entry's last event.
    #[must_use]
    pub fn seq(&self) -> u64 {
        last_row(&self.entry)
    }
}

fn last_row(entry: &Entry) -> u64 {
    entry.header.seq + u64::try_from(entry.events.len()).unwrap_or(0)
}

/// Rows since the latest snapshot for which another is worth its write while nobody waits.
const ROWS_WORTH_A_SNAPSHOT: u64 = 500;
/// Rows that the next start may have to read.
const ROWS_LEFT_TO_READ: u64 = 64;

/// A register with the floor it makes.
#[derive(Debug)]
pub struct Desk {
    register: Register,
    floor: Floor,
    head: Head,
    in_transaction: bool,
    /// Wrong PINs of the run that is being entered.
    failures: Vec<prove::Failure>,
    /// The time at which the machine's clock is taken to stand still.
    stopped: Option<Timestamp>,
}

impl Desk {
    /// Opens a register and reads where things stand; makes one in time zone `create` where there is
    /// none.
    ///
    /// # Errors
    /// A fault that says what is in the way.
    pub fn open(path: &Path, create: Option<Tz>) -> Result<Self, Fault> {
        let register = Register::open(path, create)?;
        let reading = register.hold()?;
        let (head, floor) = (register.head()?, snapshot::load(&register)?);
        drop(reading);
        Ok(Self { register, floor, head, in_transaction: false, failures: Vec::new(), stopped: None })
    }

    /// Stops the clock at a time.
    pub const fn stop_clock(&mut self, now: Timestamp) {
        self.stopped = Some(now);
    }

    /// The time by the machine's clock.
    fn now(&self) -> Timestamp {
        self.stopped.unwrap_or_else(|| clock::now(self.floor.zone))
    }

    /// The time by the machine's clock, or that of the last entry where the clock is behind it: for entries
    /// that must not be refused for the time.
    #[must_use]
    pub fn now_or_later(&self) -> Timestamp {
        let now = self.now();
        self.floor.clock.map_or(now, |clock| now.max(clock))
    }

    /// The floor as it stands.
    #[must_use]
    pub const fn floor(&self) -> &Floor {
        &self.floor
    }

    /// The register, for reading.
    #[must_use]
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// Takes in what other processes have entered; tells whether there was anything.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn catch_up(&mut self) -> Result<bool, Fault> {
        let head = self.register.head()?;
        if head == self.head {
            return Ok(false);
        }
        let mut strikes = false;
        let mut floor = self.floor.clone();
        log::each_entry(self.register.conn(), self.head.seq + 1, |entry| {
            strikes |= entry.events.iter().any(|event| matches!(event, Event::Undone { .. }));
            floor.apply_entry(&entry);
            Ok(())
        })?;
        self.floor = if strikes { snapshot::load(&self.register)? } else { floor };
        self.head = head;
        Ok(true)
    }

    /// Gives a command. The answer is durable before it is returned.
    ///
    /// # Errors
    /// A refusal, or a fault; in both cases nothing was entered, but for
    /// [`Fault::UnknownCommit`].
    pub fn submit(&mut self, submission: &Submission) -> Result<Outcome, NotDone> {
        if self.in_transaction {
            return self.enter(submission);
        }
        self.register.begin()?;
        let done = self.enter(submission);
        match done {
            Ok(outcome) if outcome.repeated => {
                self.register.rollback();
                Ok(outcome)
            }
            Ok(outcome) => match self.register.commit() {
                Ok(()) => Ok(outcome),
                Err(fault) => self.resolve_commit(outcome, fault),
            },
            Err(not_done) => {
                self.register.rollback();
                self.reload_after(&not_done)?;
                Err(not_done)
            }
        }
    }

    /// Begins a run of commands of which all are entered or none.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn begin(&mut self) -> Result<(), Fault> {
        self.register.begin()?;
        self.in_transaction = true;
        Ok(())
    }

    /// Makes the run durable.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn commit(&mut self) -> Result<(), Fault> {
        self.in_transaction = false;
        self.register.commit()?;
        self.enter_failures()
    }

    /// Forgets the run.
    ///
    /// # Errors
    /// When the register cannot be read again.
    pub fn rollback(&mut self) -> Result<(), Fault> {
        self.in_transaction = false;
        self.register.rollback();
        self.reload()?;
        self.enter_failures()
    }

    /// Nobody waits: where enough has been entered, what it came to is kept, so that the next start reads few
    /// entries, and the write-ahead log goes into the file.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn tend(&self) -> Result<(), Fault> {
        self.keep_floor(ROWS_WORTH_A_SNAPSHOT)?;
        self.register.tend()
    }

    /// Leaves the register in good order: the next start reads few entries, and everything is in the file.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn leave(&self) -> Result<(), Fault> {
        self.keep_floor(ROWS_LEFT_TO_READ)?;
        self.register.checkpoint()
    }

    /// Keeps the floor when so many rows have come since it was kept last.
    fn keep_floor(&self, rows: u64) -> Result<(), Fault> {
        let conn = self.register.conn();
        if self.head.seq < snapshot::last(conn)? + rows || !self.register.begin_if_free()? {
            return Ok(());
        }
        self.register.end(self.register.head().and_then(|head| {
            // Where somebody else has entered something since, the floor here is not the last one.
            if head == self.head { snapshot::write(conn, &self.floor, head.seq, false) } else { Ok(()) }
        }))
    }

    /// Decides a command as [`Desk::submit`] would, and writes nothing.
    ///
    /// # Errors
    /// The refusal or fault that `submit` would give.
    pub fn preview(&self, submission: &Submission) -> Result<Entry, NotDone> {
        let facts = self.register.facts();
        let now = self.time_of(submission);
        let decided = decide(&self.floor, &facts, submission, now, self.head.seq + 1);
        facts.check()?;
        Ok(decided?.0)
    }

    /// Enters what another register holds, as it is: nothing is decided again.
    ///
    /// # Errors
    /// When it does not follow the last entry here, or the register cannot be written.
    pub fn put(&mut self, entry: &Entry) -> Result<(), Fault> {
        if entry.header.seq != self.head.seq + 1 {
            return Err(Fault::Unreadable(entry.header.seq));
        }
        let mut floor = self.floor.clone();
        floor.apply_entry(entry);
        let head = self.register.append(self.head, entry, self.day_of(entry, &floor))?;
        let undone = self.take_back(entry)?;
        self.floor = if undone.is_some() { self.floor_without(entry)? } else { floor };
        self.after_append(entry)?;
        self.head = head;
        Ok(())
    }

    fn time_of(&self, submission: &Submission) -> Timestamp {
        submission.at.unwrap_or_else(|| self.now())
    }

    fn enter(&mut self, submission: &Submission) -> Result<Outcome, NotDone> {
        self.catch_up()?;
        if let Some(request) = &submission.request
            && let Some(first) = self.register.entry_of_request(request)?
        {
            return self.repeat(submission, first);
        }
        let facts = self.register.facts();
        let now = self.time_of(submission);
        let decided = decide(&self.floor, &facts, submission, now, self.head.seq + 1);
        facts.check()?;
        let (entry, floor) = decided?;
        let head = self.register.append(self.head, &entry, self.day_of(&entry, &floor))?;
        if let (Command::SetPin(set), Some(pin)) = (&submission.command, &submission.new_pin) {
            let kept = Kept { set_by: entry.header.seq, hash: prove::hash(pin)? };
            self.register.keep_pin(&set.staff, &kept)?;
        }
        let undone = self.take_back(&entry)?;
        self.floor = if undone.is_some() { self.floor_without(&entry)? } else { floor };
        self.after_append(&entry)?;
        self.head = head;
        Ok(Outcome { entry, head, undone: undone.map(Box::new), repeated: false })
    }

    /// The day that an entry belongs to: the open one, or the date of its time.
    fn day_of(&self, entry: &Entry, after: &Floor) -> Date {
        self.floor.date.or(after.date).unwrap_or_else(|| entry.header.at.date(self.floor.zone))
    }

    fn after_append(&self, entry: &Entry) -> Result<(), Fault> {
        let conn = self.register.conn();
        turns::keep(conn, &self.floor, entry)?;
        let is_barrier = |event: &Event| matches!(event, Event::DayOpened { .. } | Event::DayClosed { .. });
        if entry.events.iter().any(is_barrier) {
            images::forget(conn)?;
        }
        snapshot::keep(conn, &self.floor, entry, last_row(entry))
    }

    /// Strikes the entry that an undo names out of the tables.
    fn take_back(&self, undo: &Entry) -> Result<Option<Entry>, Fault> {
        let Some(Event::Undone { entry: seq }) = undo.events.first() else { return Ok(None) };
        let struck = log::entry(self.register.conn(), *seq)?.ok_or(Fault::Unreadable(*seq))?;
        snapshot::strike(self.register.conn(), &struck, undo.header.seq)?;
        Ok(Some(struck))
    }

    /// The floor as if the entry that `undo` names had never been given.
    fn floor_without(&self, undo: &Entry) -> Result<Floor, Fault> {
        let Some(Event::Undone { entry: seq }) = undo.events.first() else { return Ok(self.floor.clone()) };
        snapshot::load_before(&self.register, *seq)
    }

    /// The first answer to a request given again; its content must be the same.
    fn repeat(&self, submission: &Submission, first: Entry) -> Result<Outcome, NotDone> {
        let header = &first.header;
        let same_time = match submission.at {
            Some(at) if header.at_given => at == header.at,
            _ => true,
        };
        if submission.command != header.command || submission.by != header.by || !same_time {
            return Err(Refusal::new(Code::RequestReused).into());
        }
        let conn = self.register.conn();
        let undone = match first.events.first() {
            Some(Event::Undone { entry }) => log::entry(conn, *entry)?.map(Box::new),
            _ => None,
        };
        let head = log::head_at(conn, last_row(&first))?;
        Ok(Outcome { entry: first, head, undone, repeated: true })
    }

    /// A commit that failed may have reached the disk all the same: looks, and says which it was.
    fn resolve_commit(&mut self, outcome: Outcome, fault: Fault) -> Result<Outcome, NotDone> {
        self.register.rollback();
        self.register = self.register.reopen().map_err(|_| Fault::UnknownCommit)?;
        let is_there = log::head_at(self.register.conn(), outcome.seq()).is_ok_and(|head| head == outcome.head);
        self.reload().map_err(|_| Fault::UnknownCommit)?;
        if is_there { Ok(outcome) } else { Err(fault.into()) }
    }

    fn reload_after(&mut self, not_done: &NotDone) -> Result<(), Fault> {
        match not_done {
            NotDone::Refused(_) => Ok(()),
            NotDone::Fault(_) => self.reload(),
        }
    }

    fn reload(&mut self) -> Result<(), Fault> {
        self.head = self.register.head()?;
        self.floor = snapshot::load(&self.register)?;
        Ok(())
    }
}
