//! What happened, for good. Every accepted command becomes one [`Entry`]: the command itself and
//! the facts that followed. Facts hold ids and outcomes only; names, phones and free words stand in
//! the command, whose personal fields the log keeps apart.

pub mod imported;

use super::asked::Concern;
use super::command::{BookPart, Command, ExportFormat, Grade, GroupKind, MoveTo, Role, SheetKind, ViolationKind};
use super::decision::{Decision, Flag, Path};
use super::id::{CallId, ClientId, DepositId, GroupId, ItemId, StaffId, UnitId, ViolationId, VisitId};
use super::reason::Reason;
pub use super::rulebook::Penalty;
use super::time::{Date, Timestamp};
pub use imported::{ClientWords, ImportedClient, MatchedClient, PastVisit};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The head of an entry: which command, whose, when.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Number of the entry's first row in the log.
    pub seq: u64,
    /// When it was given.
    pub at: Timestamp,
    /// Whether the caller named the time.
    pub at_given: bool,
    /// Who gave it; nobody: the desk.
    pub by: Option<StaffId>,
    /// The caller's key.
    pub request: Option<String>,
    /// The command.
    pub command: Command,
    /// How many policy changes had been made before.
    pub policy_version: u32,
    /// What an `answer` answers; it stands in the log with the request.
    pub answered: Option<Box<Answered>>,
}

/// A request as a manager answered it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The number of the request's entry.
    pub seq: u64,
    /// Who asked; nobody: the desk.
    pub by: Option<StaffId>,
    /// The command asked for.
    pub command: Command,
    /// Whether it was granted, and so done.
    pub granted: bool,
}

impl Header {
    /// The command that was done: of a granted request, the one asked for.
    #[must_use]
    pub fn done(&self) -> &Command {
        match &self.answered {
            Some(answered) if answered.granted => &answered.command,
            _ => &self.command,
        }
    }
}

/// An accepted command and what followed from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The command.
    pub header: Header,
    /// The facts, in the order in which they happened.
    pub events: Vec<Event>,
}

/// A duty day of a suspension served, and the violation it was for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// Who serves.
    pub staff: StaffId,
    /// What for.
    pub violation: ViolationId,
}

/// A turn still owed (欠补).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// To whom.
    pub staff: StaffId,
    /// The day it was granted on.
    pub granted: Date,
    /// The visits that were taken from them, when that is why (section 6).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<VisitId>,
}

/// How a client was found in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// By the client id the desk gave.
    Id,
    /// By telephone number.
    Phone,
    /// By household or company: a new client of a known group.
    Group,
    /// Not at all.
    None,
}

/// How a rotation client reached the taker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnKind {
    /// An owed turn is made up.
    MakeUp,
    /// The taker's turn in the order.
    Turn,
    /// Outside the order: only prepaid people were free.
    Outside,
}

/// What giving a turn does to the ring (section 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingMove {
    /// Who takes the client.
    pub taker: StaffId,
    /// How.
    pub kind: TurnKind,
    /// Whether the taker had a reception already (policy `when_all_busy`).
    pub doubled: bool,
    /// Who is next afterwards, when the cursor moves.
    pub next: Option<StaffId>,
    /// For each skip of the decision that was consumed by a reception, that reception's visit.
    pub consumed_by: Vec<(StaffId, VisitId)>,
}

/// Why a client's owner changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerCause {
    /// First contact.
    FirstContact,
    /// The owner before has left the company.
    Departed,
    /// The owner's protection had lapsed.
    Lapsed,
    /// A manager transferred the client.
    Transfer,
    /// The client joined a household or company that has an owner (rule 8).
    Group,
    /// The client was linked to a group.
    Link,
    /// A manager gave the visit that had made the owner to somebody else.
    Reassigned,
    /// A register kept elsewhere says so.
    Imported,
    /// The client was merged with another who belonged to them earlier.
    Merged,
    /// A merge was taken apart.
    Parted,
}

/// How the open visit of two clients stood before they were merged by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// Whether its client was taken to have been received before.
    #[serde(default)]
    pub was_returning: bool,
    /// When its client was taken to have been here last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was_here: Option<Timestamp>,
}

/// How a notice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeEnd {
    /// The desk confirmed it.
    Acknowledged,
    /// The named one received and finished the visit.
    Received,
    /// The turn-holder did not tell, or somebody took the client.
    Failed,
}

/// Which row of section 6's table a take was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeKind {
    /// Agreed with whom it belongs to.
    Agreed,
    /// 抢单.
    Poached,
    /// A named client whose notice was given.
    Assisted,
    /// 抢接.
    Grabbed,
    /// By the one it belongs to.
    Reclaimed,
    /// By a manager.
    Reassigned,
}

/// What a take does to turns and prepayments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeEffect {
    /// Whoever the ring gave the visit to is owed a turn at the front.
    pub owed_front: bool,
    /// That owed turn goes again: the visit came back.
    pub owed_withdrawn: bool,
    /// Who is prepaid by it.
    pub prepaid: Option<StaffId>,
    /// Who loses the prepayment it brought.
    pub unprepaid: Option<StaffId>,
}

/// A fact. Each is applied by [`super::floor::Floor::apply`] and projected by the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "facts are handled one entry at a time")]
#[allow(missing_docs, reason = "fields are ids and outcomes named as in the glossary")]
pub enum Event {
    /// Someone joined the staff.
    StaffAdded { staff: StaffId, role: Role, grade: Option<Grade> },
    /// Someone left the company; so many owed turns went with them.
    StaffDeparted { staff: StaffId },
    /// A policy changed.
    PolicyChanged { key: String, value: Value },
    /// A part of the site's rulebook changed.
    RulebookChanged { part: BookPart, key: String, value: Value },
    /// Orders of coming days were planned.
    DaysPlanned { days: BTreeMap<Date, Vec<StaffId>> },
    /// Leave on days to come was granted.
    LeaveGranted { leave: BTreeMap<StaffId, Vec<Date>> },
    /// Leave on days to come was taken back.
    LeaveCancelled { leave: BTreeMap<StaffId, Vec<Date>> },
    /// The day opened.
    DayOpened { date: Date, order: Vec<StaffId>, off: Vec<StaffId>, still_owed: Vec<Owed>, suspended: Vec<Served> },
    /// The order changed (a manager's reorder, a late arrival, a departure); entries of old do not say from what.
    OrderChanged {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        before: Vec<StaffId>,
        order: Vec<StaffId>,
        next: Option<StaffId>,
        call_next: Option<StaffId>,
        assist_next: Option<StaffId>,
        suspended: Vec<Served>,
    },
    /// The day closed; what was carried over by name, the words stand in the command.
    DayClosed {
        date: Date,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        carried: Vec<String>,
    },
    /// Someone's base presence changed; `reason` is a code of the absence table.
    PresenceChanged {
        staff: StaffId,
        to: MoveTo,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A client came into the register.
    ClientRegistered { client: ClientId },
    /// A client gave a name, phone or words; they stand in the command.
    ClientDetailed { client: ClientId },
    /// A client joined a group; a name given for it stands in the command.
    GroupJoined { client: ClientId, group: GroupId, group_kind: GroupKind },
    /// A client of a register kept elsewhere came in.
    ClientImported(Box<ImportedClient>),
    /// Another row was the same client: its earlier contact, its owner or its numbers count too.
    ClientMatched(Box<MatchedClient>),
    /// A visit of the past came in with its client.
    VisitImported(PastVisit),
    /// A visit began.
    VisitArrived {
        visit: VisitId,
        client: ClientId,
        matched: Match,
        phoned_before: bool,
        prior_visit: Option<Timestamp>,
    },
    /// A visit was routed: to a receiver, or to wait.
    VisitRouted {
        decision: Decision,
        named: Option<StaffId>,
        named_arrival: bool,
        returning: bool,
        ring: Option<RingMove>,
        assist_next: Option<StaffId>,
        made_owner: Option<StaffId>,
        reason: Reason,
    },
    /// The owner of clients changed; each with the group through which the change reached it.
    OwnerChanged {
        to: Option<StaffId>,
        cause: OwnerCause,
        reached: Vec<(ClientId, Option<GroupId>)>,
        visit: Option<VisitId>,
    },
    /// A visit turned out to need a manager's eye.
    VisitFlagged { visit: VisitId, flag: Flag },
    /// Two clients were one: the later is another name of the earlier, who was last here at `last_visit`.
    /// By hand: `visit` is the one that was open, `by_hand` says how it stood, `owner` to whom they belong.
    ClientsMerged {
        from: ClientId,
        into: ClientId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit: Option<VisitId>,
        returning: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_visit: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_hand: Option<ByHand>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<StaffId>,
    },
    /// A merge by hand was taken apart: `visits` of today are the client's own again, and `open` stands
    /// as it stood.
    ClientsParted {
        client: ClientId,
        from: ClientId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        visits: Vec<VisitId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        open: Option<(VisitId, ByHand)>,
    },
    /// Two clients who look alike are two people.
    HintDismissed { client: ClientId, with: ClientId },
    /// Owners lost clients who had not been here for so long (policy `protection_days`).
    ProtectionLapsed { lapsed: Vec<(ClientId, StaffId)> },
    /// What a visitor said later was taken down; to whom the client belongs then.
    VisitDetailed { visit: VisitId, client: ClientId, owner: Option<StaffId> },
    /// A reception ended.
    VisitFinished { visit: VisitId, seen_off: bool },
    /// A waiting client left.
    VisitLeft { visit: VisitId },
    /// Somebody else took a visit.
    VisitTaken {
        visit: VisitId,
        from: Option<StaffId>,
        staff: StaffId,
        take: TakeKind,
        path: Path,
        named: Option<StaffId>,
        assist: bool,
        effect: TakeEffect,
        made_owner: Option<StaffId>,
        owner: Option<StaffId>,
        started: bool,
    },
    /// A turn-holder must tell somebody (a waiting named visit given by a manager).
    NoticeOpened { visit: VisitId, holder: StaffId, named: StaffId },
    /// A notice ended.
    NoticeClosed { visit: VisitId, end: NoticeEnd },
    /// A violation was recorded; `served_today`: the rest of today is its first day.
    ViolationRecorded {
        violation: ViolationId,
        staff: StaffId,
        violation_kind: ViolationKind,
        visit: Option<VisitId>,
        client: Option<ClientId>,
        penalty: Penalty,
        raised: bool,
        served_today: bool,
    },
    /// A violation was taken back.
    ViolationVoided { violation: ViolationId },
    /// Two groups became one, or a client joined one by a link.
    ClientsLinked { group: GroupId, group_kind: GroupKind, joined: Vec<ClientId> },
    /// To whom a group belongs after a link.
    GroupOwned { group: GroupId, owner: Option<StaffId> },
    /// A unit went up for sale.
    UnitAdded { unit: UnitId, price_fen: Option<i64>, area_cm2: Option<i64> },
    /// A unit is held.
    UnitHeld { unit: UnitId, client: ClientId, until: Timestamp },
    /// A hold ended.
    UnitReleased { unit: UnitId },
    /// A deposit was taken.
    DepositTaken { deposit: DepositId, unit: UnitId, client: ClientId, amount_fen: i64, shares: BTreeMap<StaffId, i64> },
    /// A deposit was given back.
    DepositRefunded { deposit: DepositId, unit: UnitId, client: ClientId },
    /// A contract was signed.
    ContractSigned { deposit: DepositId, unit: UnitId },
    /// A sharing of commission was agreed.
    CommissionAgreed { client: ClientId, shares: BTreeMap<StaffId, i64> },
    /// A call came in; `next`: where the call ring stands afterwards, when it moved.
    CallStarted { call: CallId, answered_by: Option<StaffId>, next: Option<StaffId>, refer_to: Option<String> },
    /// A call ended.
    CallEnded { call: CallId },
    /// A missed call was returned.
    CallReturned { call: CallId },
    /// Another project was named.
    ProjectAdded {},
    /// An inbox item was seen.
    ItemAcknowledged { item: ItemId },
    /// A manager was asked for something.
    RequestMade { item: ItemId, about: String, concern: Concern },
    /// A manager answered a request, the entry `asked` of `by`. It comes first in its entry; when it was
    /// granted, what follows is what was asked for.
    RequestAnswered { item: ItemId, granted: bool, asked: u64, by: Option<StaffId>, concern: Concern },
    /// A manager ruled on a visit; the words stand in the command.
    CaseRuled { visit: VisitId, client: ClientId, violation: Option<ViolationId> },
    /// Someone has a new PIN.
    PinSet { staff: StaffId },
    /// A wrong PIN was given as someone's.
    PinFailed { staff: StaffId, in_a_row: u32 },
    /// Sheets were handed out: of these days (none: of the whole register), so many rows of each.
    LogExported {
        from: Option<Date>,
        to: Option<Date>,
        format: ExportFormat,
        masked: bool,
        rows: BTreeMap<SheetKind, u64>,
    },
    /// A deposit's receipt was printed, for the time `copy`; later ones than the first are copies.
    ReceiptPrinted { deposit: DepositId, number: u64, copy: u32 },
    /// An entry was taken back; the log keeps it, struck out.
    Undone { entry: u64 },
}

impl Event {
    /// The kind's name in the log.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::StaffAdded { .. } => "staff_added",
            Self::StaffDeparted { .. } => "staff_departed",
            Self::PolicyChanged { .. } => "policy_changed",
            Self::RulebookChanged { .. } => "rulebook_changed",
            Self::DaysPlanned { .. } => "days_planned",
            Self::LeaveGranted { .. } => "leave_granted",
            Self::LeaveCancelled { .. } => "leave_cancelled",
            Self::DayOpened { .. } => "day_opened",
            Self::OrderChanged { .. } => "order_changed",
            Self::DayClosed { .. } => "day_closed",
            Self::PresenceChanged { .. } => "presence_changed",
            Self::ClientRegistered { .. } => "client_registered",
            Self::ClientDetailed { .. } => "client_detailed",
            Self::GroupJoined { .. } => "group_joined",
            Self::ClientImported(_) => "client_imported",
            Self::ClientMatched(_) => "client_matched",
            Self::VisitImported(_) => "visit_imported",
            Self::VisitArrived { .. } => "visit_arrived",
            Self::VisitRouted { .. } => "visit_routed",
            Self::OwnerChanged { .. } => "owner_changed",
            Self::VisitFlagged { .. } => "visit_flagged",
            Self::ClientsMerged { .. } => "clients_merged",
            Self::ClientsParted { .. } => "clients_parted",
            Self::HintDismissed { .. } => "hint_dismissed",
            Self::ProtectionLapsed { .. } => "protection_lapsed",
            Self::VisitDetailed { .. } => "visit_detailed",
            Self::VisitFinished { .. } => "visit_finished",
            Self::VisitLeft { .. } => "visit_left",
            Self::VisitTaken { .. } => "visit_taken",
            Self::NoticeOpened { .. } => "notice_opened",
            Self::NoticeClosed { .. } => "notice_closed",
            Self::ViolationRecorded { .. } => "violation_recorded",
            Self::ViolationVoided { .. } => "violation_voided",
            Self::ClientsLinked { .. } => "clients_linked",
            Self::GroupOwned { .. } => "group_owned",
            Self::UnitAdded { .. } => "unit_added",
            Self::UnitHeld { .. } => "unit_held",
            Self::UnitReleased { .. } => "unit_released",
            Self::DepositTaken { .. } => "deposit_taken",
            Self::DepositRefunded { .. } => "deposit_refunded",
            Self::ContractSigned { .. } => "contract_signed",
            Self::CommissionAgreed { .. } => "commission_agreed",
            Self::CallStarted { .. } => "call_started",
            Self::CallEnded { .. } => "call_ended",
            Self::CallReturned { .. } => "call_returned",
            Self::ProjectAdded { .. } => "project_added",
            Self::ItemAcknowledged { .. } => "item_acknowledged",
            Self::RequestMade { .. } => "request_made",
            Self::RequestAnswered { .. } => "request_answered",
            Self::CaseRuled { .. } => "case_ruled",
            Self::PinSet { .. } => "pin_set",
            Self::PinFailed { .. } => "pin_failed",
            Self::LogExported { .. } => "log_exported",
            Self::ReceiptPrinted { .. } => "receipt_printed",
            Self::Undone { .. } => "undone",
        }
    }

    /// The personal words that this fact itself has, which the log keeps apart.
    #[must_use]
    pub fn words(&self) -> Option<&ClientWords> {
        match self {
            Self::ClientImported(client) => Some(&client.words),
            Self::ClientMatched(client) => Some(&client.words),
            _ => None,
        }
    }
}
