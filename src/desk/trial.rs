//! A rulebook tried on past days: what the log's commands would have done under it. Works on a scratch
//! register of its own, removed at the end; it must never write to the live one.

use super::{Desk, NotDone};
use crate::register::fault::Fault;
use crate::register::{Register, log, snapshot};
use crate::rules::command::{AcknowledgeItem, Answer, Command, Submission};
use crate::rules::decision::Path as Way;
use crate::rules::event::{Entry, Event};
use crate::rules::floor::{Floor, Tally};
use crate::rules::id::{ItemId, StaffId, ViolationId, VisitId};
use crate::rules::pin::Pin;
use crate::rules::refusal::Code;
use crate::rules::rulebook::Rulebook;
use crate::rules::time::{Date, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Whoever was given a PIN has this one in the scratch register, where nobody is asked for it.
const SCRATCH_PIN: &str = "2718";

/// The days tried, both included.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last; none: to the end of the log.
    pub to: Option<Date>,
}

/// Who received a visit, and on which way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// When the visit came.
    pub at: Timestamp,
    /// Who received it; nobody: it waited, or could not come.
    pub receiver: Option<StaffId>,
    /// The way it went.
    pub path: Option<Way>,
}

/// A visit that somebody else would have received.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Which.
    pub visit: VisitId,
    /// As it was.
    pub really: Given,
    /// As it would have been.
    pub would: Given,
}

/// Somebody's turns over the days, as they were and as they would have been.
#[derive(Clone, Copy, Debug, Default)]
pub struct Turns {
    /// As they were.
    pub really: Tally,
    /// As they would have been.
    pub would: Tally,
}

/// What a trial found.
#[derive(Debug, Default)]
pub struct Trial {
    /// How many visits came in the days.
    pub visits: usize,
    /// Those that somebody else would have received, in the order in which they came.
    pub moved: Vec<Moved>,
    /// The turns of everybody who had any.
    pub turns: BTreeMap<StaffId, Turns>,
    /// How many commands were given again.
    pub commands: usize,
    /// Commands that could not be given any more, by their name and the reason.
    pub refused: BTreeMap<(&'static str, Code), usize>,
    /// Commands left out: changes of what the book itself says.
    pub left_out: usize,
}

/// Tries a book on the days; `told` hears how many entries of how many are done.
///
/// # Errors
/// When the register cannot be read, or no scratch register can be made beside it.
pub fn run(register: &Register, book: &Rulebook, days: Days, told: &mut dyn FnMut(u64, u64)) -> Result<Trial, Fault> {
    let folder = register.path().parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| std::path::PathBuf::from("."), std::path::Path::to_path_buf);
    // Names and numbers stand in it: nobody else may read it, and it goes when this ends, however it ends.
    let scratch = tempfile::Builder::new().prefix(".lunpai-try-").tempdir_in(folder)?;
    let mut desk = Desk::open(&scratch.path().join("scratch.lunpai"), Some(register.zone()?))?;
    desk.begin()?;
    let last = register.head()?.seq;
    let struck = snapshot::struck_since(register.conn(), 1)?;
    let floor = Floor::new(register.zone()?);
    let mut replay = Replay { desk, floor, struck, book, ids: BTreeMap::new(), begun: false, is_set: false, days };
    let (mut really, mut would) = (Seen::default(), Seen::default());
    let mut trial = Trial::default();
    let mut ended = false;
    log::each_entry(register.conn(), 1, |entry| {
        told(entry.header.seq, last);
        let date = entry.header.at.date(replay.floor.zone);
        ended |= days.to.is_some_and(|to| date > to);
        if ended { Ok(()) } else { replay.entry(&entry, &mut really, &mut would, &mut trial) }
    })?;
    really.end(&replay.floor);
    would.end(replay.desk.floor());
    trial.compare(&really, &would);
    Ok(trial)
}

/// What is seen of one of the two courses of events.
#[derive(Default)]
struct Seen {
    given: BTreeMap<VisitId, Given>,
    order: Vec<VisitId>,
    turns: BTreeMap<StaffId, Tally>,
    /// The books of the open day when the trial began.
    before: BTreeMap<StaffId, Tally>,
}

impl Seen {
    fn begin(&mut self, floor: &Floor) {
        self.before = floor.staff.iter().map(|(id, person)| (id.clone(), person.tally)).collect();
    }

    fn entry(&mut self, entry: &Entry) {
        for event in &entry.events {
            match event {
                Event::VisitArrived { visit, .. } => {
                    self.order.push(visit.clone());
                    let given = Given { at: entry.header.at, receiver: None, path: None };
                    self.given.insert(visit.clone(), given);
                }
                Event::VisitRouted { decision, .. } => {
                    if let Some(given) = self.given.get_mut(&decision.visit) {
                        given.receiver.clone_from(&decision.receiver);
                        given.path = Some(decision.path);
                    }
                }
                _ => {}
            }
        }
    }

    /// A day's books are full: they are added up before the next day begins.
    fn end(&mut self, floor: &Floor) {
        for (id, person) in &floor.staff {
            let before = self.before.remove(id).unwrap_or_default();
            let sum = self.turns.entry(id.clone()).or_default();
            *sum = add(sum, &person.tally, 1);
            *sum = add(sum, &before, -1);
        }
    }
}

/// Adds some books, or takes them away.
const fn add(sum: &Tally, more: &Tally, sign: i64) -> Tally {
    Tally {
        passed: sum.passed + sign * more.passed,
        taken: sum.taken + sign * more.taken,
        made_up: sum.made_up + sign * more.made_up,
        consumed: sum.consumed + sign * more.consumed,
        owed_granted: sum.owed_granted + sign * more.owed_granted,
        capped: sum.capped + sign * more.capped,
        forfeited: sum.forfeited + sign * more.forfeited,
        expired: sum.expired + sign * more.expired,
        carried: sum.carried + sign * more.carried,
    }
}

/// The two courses of events, side by side.
struct Replay<'b> {
    /// The scratch register: as it would have been.
    desk: Desk,
    /// As it was.
    floor: Floor,
    struck: BTreeSet<u64>,
    book: &'b Rulebook,
    /// Violations that the program recorded by itself, by the ids they had.
    ids: BTreeMap<ViolationId, ViolationId>,
    begun: bool,
    is_set: bool,
    days: Days,
}

impl Replay<'_> {
    fn entry(&mut self, entry: &Entry, really: &mut Seen, would: &mut Seen, trial: &mut Trial) -> Result<(), Fault> {
        if !self.begun {
            if entry.header.at.date(self.floor.zone) < self.days.from {
                self.desk.put(entry)?;
                snapshot::fold(&mut self.floor, entry, &self.struck);
                return Ok(());
            }
            self.begun = true;
            really.begin(&self.floor);
            would.begin(self.desk.floor());
        }
        let is_struck = self.struck.contains(&entry.header.seq);
        // PINs are set again: managers must be able to prove who they are.
        let is_passed_over =
            entry.header.command.is_passed_over() && !matches!(entry.header.command, Command::SetPin(_));
        if is_struck || is_passed_over {
            snapshot::fold(&mut self.floor, entry, &self.struck);
            return Ok(());
        }
        self.set_book(entry)?;
        if opens(entry) {
            really.end(&self.floor);
        }
        let again = self.again(entry);
        self.floor.apply_entry(entry);
        really.entry(entry);
        if matches!(entry.header.command, Command::SetPolicy(_) | Command::SetRulebook(_)) {
            trial.left_out += 1;
            return Ok(());
        }
        trial.commands += 1;
        if matches!(again.command, Command::OpenDay(_)) {
            let before = self.desk.floor().clone();
            if self.give(&again, entry, would, trial)? {
                would.end(&before);
            }
            return Ok(());
        }
        self.give(&again, entry, would, trial).map(|_| ())
    }

    /// Gives a command again; tells whether it was accepted.
    fn give(&mut self, again: &Submission, was: &Entry, would: &mut Seen, trial: &mut Trial) -> Result<bool, Fault> {
        match self.desk.submit(again) {
            Ok(outcome) => {
                would.entry(&outcome.entry);
                self.pair(was, &outcome.entry);
                Ok(true)
            }
            Err(NotDone::Refused(refusal)) => {
                *trial.refused.entry((again.command.name(), refusal.code)).or_default() += 1;
                Ok(false)
            }
            Err(NotDone::Fault(fault)) => Err(fault),
        }
    }

    /// Puts the book in force, as soon as there is a manager who can.
    fn set_book(&mut self, entry: &Entry) -> Result<(), Fault> {
        if self.is_set {
            return Ok(());
        }
        let floor = self.desk.floor();
        let Some(manager) = floor.staff.keys().find(|id| floor.is_manager(Some(id))).cloned() else { return Ok(()) };
        self.is_set = true;
        for command in self.book.changes_from(&floor.book.clone(), &floor.policies.clone()) {
            let submission = self.given(Some(manager.clone()), entry.header.at, command);
            if let Err(NotDone::Fault(fault)) = self.desk.submit(&submission) {
                return Err(fault);
            }
        }
        Ok(())
    }

    /// The command of an entry, to be given again: with the ids that the program made then.
    fn again(&self, entry: &Entry) -> Submission {
        let header = &entry.header;
        let mut command = header.command.clone();
        for event in &entry.events {
            match (&mut command, event) {
                (Command::RegisterArrival(c), Event::VisitArrived { visit, .. }) => c.visit = Some(visit.clone()),
                (Command::RegisterArrival(c), Event::ClientRegistered { client }) => {
                    c.new_client = Some(client.clone());
                }
                (Command::TakeDeposit(c), Event::DepositTaken { deposit, .. }) => c.deposit = Some(deposit.clone()),
                (Command::StartCall(c), Event::CallStarted { call, .. }) => c.call = Some(call.clone()),
                (Command::RecordViolation(c), Event::ViolationRecorded { violation, .. }) => {
                    c.id = Some(violation.clone());
                }
                _ => {}
            }
        }
        match &mut command {
            Command::VoidViolation(c) => {
                if let Some(id) = self.ids.get(&c.violation) {
                    c.violation = id.clone();
                }
            }
            Command::AcknowledgeItem(AcknowledgeItem { item }) | Command::Answer(Answer { item, .. }) => {
                if let Some(same) = self.same_item(item) {
                    *item = same;
                }
            }
            _ => {}
        }
        let mut again = self.given(header.by.clone(), header.at, command);
        if matches!(again.command, Command::SetPin(_)) {
            again.new_pin = Some(Pin::typed(SCRATCH_PIN));
        }
        again
    }

    /// A command given by somebody who is taken to have proven who they are: then, they had.
    fn given(&self, by: Option<StaffId>, at: Timestamp, command: Command) -> Submission {
        let proof = by.as_ref().and_then(|by| self.desk.floor().supposed_proof(by));
        Submission { at: Some(at), proof, ..Submission::desk(command).by(by) }
    }

    /// The item of the scratch register that is about the same as one that was.
    fn same_item(&self, id: &ItemId) -> Option<ItemId> {
        let was = self.floor.inbox.iter().find(|item| item.id == *id)?;
        let about =
            self.ids.get(&ViolationId::from(was.about.as_str())).map_or(was.about.as_str(), ViolationId::as_str);
        let same = self.desk.floor().inbox.iter().find(|item| {
            item.kind == was.kind && item.flag == was.flag && (item.about == was.about || item.about == about)
        });
        // An item that never came about there has an id that is nobody's.
        Some(same.map_or_else(|| ItemId::from("none"), |item| item.id.clone()))
    }

    /// Remembers what a violation is called in the scratch register.
    fn pair(&mut self, was: &Entry, is: &Entry) {
        let found = |entry: &Entry| -> Vec<(ViolationId, StaffId)> {
            let recorded = entry.events.iter().filter_map(|event| match event {
                Event::ViolationRecorded { violation, staff, .. } => Some((violation.clone(), staff.clone())),
                _ => None,
            });
            recorded.collect()
        };
        for ((was, of), (is, by)) in found(was).into_iter().zip(found(is)) {
            if of == by {
                self.ids.insert(was, is);
            }
        }
    }
}

fn opens(entry: &Entry) -> bool {
    entry.events.iter().any(|event| matches!(event, Event::DayOpened { .. }))
}

impl Trial {
    fn compare(&mut self, really: &Seen, would: &Seen) {
        self.visits = really.order.len();
        for visit in &really.order {
            let Some(was) = really.given.get(visit) else { continue };
            let nobody = Given { at: was.at, receiver: None, path: None };
            let is = would.given.get(visit).unwrap_or(&nobody);
            if was.receiver != is.receiver {
                self.moved.push(Moved { visit: visit.clone(), really: was.clone(), would: is.clone() });
            }
        }
        for (staff, tally) in &really.turns {
            self.turns.entry(staff.clone()).or_default().really = *tally;
        }
        for (staff, tally) in &would.turns {
            self.turns.entry(staff.clone()).or_default().would = *tally;
        }
        self.turns.retain(|_, turns| turns.really != Tally::default() || turns.would != Tally::default());
    }
}
