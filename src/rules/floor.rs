//! Today: who stands where, whose turn it is, who is owed, who waits, what a manager must see.
//! Pure data with its questions; it changes only through [`Floor::apply_entry`] (in `evolve`).

use super::book::Book;
use super::command::{Grade, Role};
use super::decision::{Flag, NoticeOf, Path};
use super::event::{Match, Owed};
use super::id::{CallId, ClientId, ItemId, StaffId, ViolationId, VisitId};
use super::policy::Policies;
use super::time::{Date, Timestamp};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Where someone is, engagements apart (section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// 未到: not in yet.
    Off,
    /// 在位.
    Available,
    /// 私事.
    Private,
    /// 公务.
    Business,
    /// 请假.
    Leave,
}

/// The books of section 3 for one person and day, in turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Turns that passed: taken + consumed + owed granted + capped.
    pub passed: i64,
    /// Turns on which a client was received, prepaid ones included.
    pub taken: i64,
    /// Owed turns made up, carried-over ones included.
    pub made_up: i64,
    /// Turns used without a client.
    pub consumed: i64,
    /// Turns that became owed today.
    pub owed_granted: i64,
    /// Turns not granted beyond the cap.
    pub capped: i64,
    /// Owed turns lost.
    pub forfeited: i64,
    /// Owed turns that ended with their week or day.
    pub expired: i64,
    /// Turns owed when the day opened.
    pub carried: i64,
}

/// Someone on the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What they do.
    pub role: Role,
    /// Their grade.
    pub grade: Option<Grade>,
    /// Their name.
    pub name: String,
    /// Whether they have left the company.
    pub departed: bool,
    /// Where they are.
    pub base: Base,
    /// Since when.
    pub base_since: Option<Timestamp>,
    /// The reason they gave for being away, a code of the absence table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<String>,
    /// The violation for which they are suspended today.
    pub suspended_for: Option<ViolationId>,
    /// Duty days of suspension to serve, by violation, earliest first.
    pub to_serve: Vec<(ViolationId, u32)>,
    /// Whether they were in the order at any time today.
    pub on_duty_today: bool,
    /// Visits that paid for a coming turn, earliest first.
    pub prepaid: Vec<VisitId>,
    /// Today's books.
    pub tally: Tally,
    /// Number of the entry that set their PIN; nothing: they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<u64>,
}

impl Person {
    /// Stands somewhere from now on, for no reason given.
    pub fn stand(&mut self, base: Base) {
        self.base = base;
        self.absence = None;
    }

    /// Whether they are suspended today (停牌).
    #[must_use]
    pub const fn is_suspended(&self) -> bool {
        self.suspended_for.is_some()
    }

    /// Duty days of suspension still to serve.
    #[must_use]
    pub fn suspension_days(&self) -> u32 {
        self.to_serve.iter().map(|(_, days)| days).sum()
    }
}

/// How far a visit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    /// 等候.
    Waiting,
    /// 接待中.
    Receiving,
    /// 已送客.
    Finished,
    /// Left without having been received.
    Left,
}

/// A notice that a client asked for somebody (rule 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Who must tell whom.
    pub of: NoticeOf,
    /// Since when.
    pub opened_at: Timestamp,
    /// Whether it stands in the inbox as overdue.
    pub overdue: bool,
    /// How it ended.
    pub end: Option<super::event::NoticeEnd>,
}

/// The turn that a rotation visit used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitTurn {
    /// Whose turn it was.
    pub staff: StaffId,
    /// The owed turn that was made up, when it was one.
    pub makeup: Option<Owed>,
    /// Whether it has been given back as owed at the front.
    pub given_back: bool,
}

/// A visit of today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Visit {
    /// Whose.
    pub client: ClientId,
    /// When they came.
    pub arrived_at: Timestamp,
    /// How far it has come.
    pub state: VisitState,
    /// The way it went at its last routing.
    pub path: Path,
    /// Who receives or received.
    pub receiver: Option<StaffId>,
    /// To whom the ring gave it, or who received it first.
    pub given_to: Option<StaffId>,
    /// When the reception started.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Whom the client asked for at the desk.
    pub asks_for: Option<StaffId>,
    /// Who received them before, as they say.
    pub received_by: Option<StaffId>,
    /// Whether they say that they have been here before.
    pub been_before: Option<bool>,
    /// Who recognised them.
    pub recognised_by: Option<StaffId>,
    /// Whether another client sent them.
    pub referred: bool,
    /// How they were found in the register.
    pub matched: Match,
    /// Whether they phoned before (rule 22).
    pub phoned_before: bool,
    /// The client's visit before this one.
    pub prior_visit: Option<Timestamp>,
    /// Whom they want, after the register had its say (`X`).
    pub named: Option<StaffId>,
    /// Whether it is a named arrival.
    pub named_arrival: bool,
    /// Whether they had been received before this visit.
    pub returning: bool,
    /// Whether a turn or a make-up was used.
    pub counted: bool,
    /// Whether it was a make-up.
    pub makeup: bool,
    /// Whether it is received for somebody else.
    pub assist: bool,
    /// The turn it used.
    pub turn: Option<VisitTurn>,
    /// Who is prepaid by it.
    pub prepaid: Option<StaffId>,
    /// Whom it made the owner.
    pub made_owner: Option<StaffId>,
    /// Whether this reception has consumed a turn of its receiver (rule 7).
    pub consumed_turn: bool,
    /// The notice it opened.
    pub notice: Option<Notice>,
    /// What a manager must see.
    pub flags: Vec<Flag>,
}

impl Visit {
    /// Whether it waits or is received.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, VisitState::Waiting | VisitState::Receiving)
    }

    /// The notice, while nobody has closed it.
    #[must_use]
    pub fn open_notice(&self) -> Option<&Notice> {
        self.notice.as_ref().filter(|notice| notice.end.is_none())
    }

    /// Whether the notice was confirmed.
    #[must_use]
    pub fn notice_acknowledged(&self) -> bool {
        self.notice.as_ref().is_some_and(|notice| notice.end == Some(super::event::NoticeEnd::Acknowledged))
    }
}

/// A call that runs, or a missed one not yet returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Who answers; nobody: it was missed.
    pub answered_by: Option<StaffId>,
    /// When it came in.
    pub at: Timestamp,
}

/// What kind of thing a manager must look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A notice older than `notify_minutes`.
    NoticeOverdue,
    /// A flag on a visit.
    Flag,
    /// A client not seen off (rule 21).
    NotSeenOff,
    /// A deposit (rule 25).
    Deposit,
    /// A call to return.
    CallBack,
    /// A violation raised by the program.
    Violation,
    /// Somebody asks for what only a manager may do.
    Request,
    /// Wrong PINs given as a manager's, several in a row.
    PinFailures,
}

impl ItemKind {
    /// The kind's name in the command language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoticeOverdue => "notice_overdue",
            Self::Flag => "flag",
            Self::NotSeenOff => "not_seen_off",
            Self::Deposit => "deposit",
            Self::CallBack => "call_back",
            Self::Violation => "violation",
            Self::Request => "request",
            Self::PinFailures => "pin_failures",
        }
    }
}

/// Something in the manager's inbox (待办).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Its kind.
    pub kind: ItemKind,
    /// The visit, deposit, call or violation it is about; of a request what is asked about.
    pub about: String,
    /// Which flag, for a flag.
    pub flag: Option<Flag>,
    /// Since when.
    pub at: Timestamp,
    /// The entry that asked, for a request: its words stand apart from the floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u64>,
}

/// How many of each kind of thing there are, for making ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serials {
    /// Clients.
    pub client: u64,
    /// Visits.
    pub visit: u64,
    /// Visits of the past that were imported.
    #[serde(default)]
    pub past_visit: u64,
    /// Groups.
    pub group: u64,
    /// Deposits.
    pub deposit: u64,
    /// Calls.
    pub call: u64,
    /// Violations.
    pub violation: u64,
    /// Inbox items.
    pub item: u64,
}

/// A command of today that could be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The entry's number.
    pub seq: u64,
    /// When it was given.
    pub at: Timestamp,
    /// Whether a manager gave it.
    pub by_manager: bool,
    /// Whether nothing before or at it can be taken back.
    pub barrier: bool,
}

/// The floor of one sales office, today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// The site's time zone.
    pub zone: Tz,
    /// The time of the last accepted command.
    pub clock: Option<Timestamp>,
    /// Everyone who ever worked here.
    pub staff: BTreeMap<StaffId, Person>,
    /// The policies in force.
    pub policies: Policies,
    /// How many times a policy or the rulebook was changed.
    pub policy_version: u32,
    /// What the site changed in the shipped rulebook.
    #[serde(default, skip_serializing_if = "Book::is_shipped")]
    pub book: Book,
    /// Planned orders of coming and recent days.
    pub plan: BTreeMap<Date, Vec<StaffId>>,
    /// Leave granted ahead, for today and days to come.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub leave: BTreeMap<StaffId, BTreeSet<Date>>,
    /// The day that is open.
    pub date: Option<Date>,
    /// The latest day that was ever opened.
    pub last_date: Option<Date>,
    /// Today's order.
    pub order: Vec<StaffId>,
    /// Whose turn it is.
    pub next: Option<StaffId>,
    /// Whose turn it is on the phone.
    pub call_next: Option<StaffId>,
    /// Whose turn it is to assist for the absent (rule 26).
    pub assist_next: Option<StaffId>,
    /// Turns owed, first in first out.
    pub owed: VecDeque<Owed>,
    /// Today's visits, and earlier ones whose notice is still open.
    pub visits: BTreeMap<VisitId, Arc<Visit>>,
    /// Who waits, first come first.
    pub waiting: Vec<VisitId>,
    /// Running receptions, earliest first.
    pub receiving: Vec<VisitId>,
    /// Running calls and missed ones not yet returned.
    pub calls: BTreeMap<CallId, Call>,
    /// What a manager must see, oldest first.
    pub inbox: Vec<Item>,
    /// The day's rotation clients, latest last: given to whom, and whether as a make-up.
    pub rotation_trail: Vec<(StaffId, bool)>,
    /// Other projects by folded name, with where to send their callers.
    pub projects: BTreeMap<String, Option<String>>,
    /// For making ids.
    pub serials: Serials,
    /// Today's commands not taken back.
    pub stamps: Vec<Stamp>,
    /// Until when it is on record whom owners lost: the last opening, or when the days of protection
    /// changed (whoever is lost by the change itself is lost by that entry).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapses_seen: Option<Timestamp>,
}

impl Floor {
    /// An empty site in a time zone.
    #[must_use]
    pub fn new(zone: Tz) -> Self {
        Self {
            zone,
            clock: None,
            staff: BTreeMap::new(),
            policies: Policies::default(),
            policy_version: 0,
            book: Book::default(),
            plan: BTreeMap::new(),
            leave: BTreeMap::new(),
            date: None,
            last_date: None,
            order: Vec::new(),
            next: None,
            call_next: None,
            assist_next: None,
            owed: VecDeque::new(),
            visits: BTreeMap::new(),
            waiting: Vec::new(),
            receiving: Vec::new(),
            calls: BTreeMap::new(),
            inbox: Vec::new(),
            rotation_trail: Vec::new(),
            projects: BTreeMap::new(),
            serials: Serials::default(),
            stamps: Vec::new(),
            lapses_seen: None,
        }
    }

    /// Someone on the staff, departed or not.
    #[must_use]
    pub fn person(&self, id: &StaffId) -> Option<&Person> {
        self.staff.get(id)
    }

    /// Someone who works here now.
    #[must_use]
    pub fn employed(&self, id: &StaffId) -> Option<&Person> {
        self.person(id).filter(|person| !person.departed)
    }

    /// Whether someone works here as a manager.
    #[must_use]
    pub fn is_manager(&self, id: Option<&StaffId>) -> bool {
        id.and_then(|id| self.employed(id)).is_some_and(|person| person.role == Role::Manager)
    }

    /// Whether someone stands in today's order.
    #[must_use]
    pub fn in_order(&self, id: &StaffId) -> bool {
        self.order.contains(id)
    }

    /// Where someone is; `off` when they have no place on the floor today.
    #[must_use]
    pub fn base(&self, id: &StaffId) -> Base {
        let Some(person) = self.employed(id).filter(|_| self.date.is_some()) else { return Base::Off };
        let placed = self.in_order(id) || person.role == Role::Office;
        if placed { person.base } else { Base::Off }
    }

    /// Why someone is away, when they gave a reason.
    #[must_use]
    pub fn absence_of(&self, staff: &StaffId) -> Option<&str> {
        self.person(staff).and_then(|person| person.absence.as_deref())
    }

    /// A visit of today.
    #[must_use]
    pub fn visit(&self, id: &VisitId) -> Option<&Visit> {
        self.visits.get(id).map(AsRef::as_ref)
    }

    /// The open receptions of someone, earliest first.
    pub fn receptions<'f>(&'f self, staff: &'f StaffId) -> impl Iterator<Item = (&'f VisitId, &'f Visit)> {
        self.receiving
            .iter()
            .filter_map(|id| Some((id, self.visit(id)?)))
            .filter(move |(_, visit)| visit.receiver.as_ref() == Some(staff))
    }

    /// The running calls of someone.
    pub fn calls_of<'f>(&'f self, staff: &'f StaffId) -> impl Iterator<Item = &'f CallId> {
        self.calls.iter().filter(move |(_, call)| call.answered_by.as_ref() == Some(staff)).map(|(id, _)| id)
    }

    /// Whether someone has an open reception or call.
    #[must_use]
    pub fn is_engaged(&self, staff: &StaffId) -> bool {
        self.receptions(staff).next().is_some() || self.calls_of(staff).next().is_some()
    }

    /// *Out*: they hold no turn today (section 2).
    #[must_use]
    pub fn is_out(&self, staff: &StaffId) -> bool {
        self.person(staff).is_none_or(|p| p.departed || p.is_suspended() || matches!(p.base, Base::Off | Base::Leave))
    }

    /// Base `available`, in today's order, no engagement: free but for a suspension.
    #[must_use]
    pub fn is_present(&self, staff: &StaffId) -> bool {
        self.in_order(staff) && self.base(staff) == Base::Available && !self.is_engaged(staff)
    }

    /// *Free* (section 2).
    #[must_use]
    pub fn is_free(&self, staff: &StaffId) -> bool {
        self.is_present(staff) && self.person(staff).is_some_and(|p| !p.is_suspended())
    }

    /// May receive an own client or one who named them (policy `suspended_serves_own`).
    #[must_use]
    pub fn may_receive(&self, staff: &StaffId) -> bool {
        self.is_free(staff) || (self.policies.suspended_serves_own && self.is_present(staff))
    }

    /// Free office staff, lowest id first.
    #[must_use]
    pub fn free_office(&self) -> Option<&StaffId> {
        self.staff
            .iter()
            .find(|(id, p)| p.role == Role::Office && self.base(id) == Base::Available && !self.is_engaged(id))
            .map(|(id, _)| id)
    }

    /// The order once round, from a cursor on.
    pub fn round<'f>(&'f self, cursor: Option<&StaffId>) -> impl Iterator<Item = &'f StaffId> {
        let start = cursor.and_then(|id| self.order.iter().position(|other| other == id)).unwrap_or(0);
        self.order.iter().cycle().skip(start).take(self.order.len())
    }

    /// Who stands after someone in the order; themselves when they are alone.
    #[must_use]
    pub fn after(&self, staff: &StaffId) -> Option<StaffId> {
        self.round(Some(staff)).nth(1).or_else(|| self.order.first()).cloned()
    }

    /// The line: the owed, then the order from the cursor on (section 1).
    #[must_use]
    pub fn line(&self) -> Vec<StaffId> {
        let mut line: Vec<StaffId> = Vec::with_capacity(self.order.len());
        let owed = self.owed.iter().map(|owed| &owed.staff);
        for staff in owed.chain(self.round(self.next.as_ref())) {
            if self.in_order(staff) && !self.is_out(staff) && !line.contains(staff) {
                line.push(staff.clone());
            }
        }
        line
    }

    /// How many turns someone is owed.
    #[must_use]
    pub fn owed_to(&self, staff: &StaffId) -> usize {
        self.owed.iter().filter(|owed| owed.staff == *staff).count()
    }

    /// Whether leave was granted to someone ahead for a day that is not over.
    #[must_use]
    pub fn has_leave(&self, staff: &StaffId, date: Date) -> bool {
        self.leave.get(staff).is_some_and(|dates| dates.contains(&date))
    }

    /// Salespeople who work here, by id.
    pub fn salespeople(&self) -> impl Iterator<Item = &StaffId> {
        self.staff.iter().filter(|(_, p)| p.role == Role::Sales && !p.departed).map(|(id, _)| id)
    }

    /// Visits with an open notice, by id.
    pub fn open_notices(&self) -> impl Iterator<Item = (&VisitId, &Notice)> {
        self.visits.iter().filter_map(|(id, visit)| Some((id, visit.open_notice()?)))
    }
}
