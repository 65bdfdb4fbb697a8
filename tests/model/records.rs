//! The plain data the model keeps. Everything is cloneable: undo restores a whole clone.

use std::collections::{BTreeMap, BTreeSet};

pub type Id = String;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Sales,
    Office,
    Manager,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Base {
    Off,
    Available,
    Private,
    Business,
    Leave,
}

impl Base {
    pub fn name(self) -> &'static str {
        match self {
            Base::Off => "off",
            Base::Available => "available",
            Base::Private => "private",
            Base::Business => "business",
            Base::Leave => "leave",
        }
    }
}

/// The figures of one person's day.
#[derive(Clone, Default, Debug)]
pub struct Counts {
    pub passed: i64,
    pub taken: i64,
    pub made_up: i64,
    pub consumed: i64,
    pub owed_granted: i64,
    pub capped: i64,
    pub forfeited: i64,
    pub expired: i64,
    pub carried: i64,
}

#[derive(Clone, Debug)]
pub struct Staff {
    pub role: Role,
    pub departed: bool,
    pub base: Base,
    /// The violation whose suspension is being served today.
    pub serving: Option<Id>,
    pub counts: Counts,
    /// Visits for which a future turn is already paid, oldest first.
    pub prepaid: Vec<Id>,
}

/// One turn owed.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    pub entry: u64,
    pub staff: Id,
    /// The day it was granted, as days from the common era.
    pub date: i32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Path {
    Rotation,
    Own,
    Named,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Waiting,
    Receiving,
    Finished,
    Left,
}

/// How the client of a visit was found at the arrival.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    Id,
    Phone,
    New,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeState {
    Open,
    Acked,
    Failed,
    Closed,
}

#[derive(Clone, Debug)]
pub struct Notice {
    pub holder: Id,
    pub named: Id,
    pub since: i64,
    pub state: NoticeState,
    /// Its overdue item has been raised.
    pub overdue: bool,
}

/// The turn that a rotation visit used.
#[derive(Clone, Debug)]
pub struct Turn {
    pub holder: Id,
    /// The make-up that was used, if it was one.
    pub makeup: Option<Owed>,
    /// The entry given back at the front when the visit was lost.
    pub front: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct Visit {
    pub client: Id,
    pub asks_for: Option<Id>,
    pub received_by: Option<Id>,
    pub recognised_by: Option<Id>,
    pub been_before: bool,
    /// Place in the sequence of arrivals, and when.
    pub made: u64,
    pub arrived: i64,
    /// They had phoned before they came.
    pub phoned: bool,
    /// The client had been received before.
    pub returning: bool,
    pub referred: bool,
    pub found: Found,
    pub status: Status,
    pub path: Path,
    pub receiver: Option<Id>,
    /// X of the decision in force.
    pub named: Option<Id>,
    /// Who the rotation gave it to.
    pub given_to: Option<Id>,
    pub turn: Option<Turn>,
    /// This reception has consumed one turn of its receiver (rule 7).
    pub used: bool,
    /// The owner that this visit made.
    pub made_owner: Option<Id>,
    pub notice: Option<Notice>,
    /// Place in the sequence of receptions started.
    pub started: Option<u64>,
    pub ended: Option<i64>,
    pub flags: BTreeSet<&'static str>,
}

#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Place in the sequence of clients made.
    pub made: u64,
    pub phones: BTreeSet<String>,
    /// Another name of this earlier client, after a late match.
    pub alias: Option<Id>,
    /// A name of this client by a merge, with all that was its own.
    pub merged: Option<Id>,
    /// Owners that merges gave, with the name whose merge it was; an owner given since ends them.
    pub lent: Vec<(Id, Id)>,
    pub owner: Option<Id>,
    /// The group through which the last change of owner reached them.
    pub moved_by: Option<Id>,
    /// When a manager last gave them to somebody.
    pub transferred: Option<i64>,
    pub first_contact: Option<i64>,
    pub household: Option<Id>,
    pub company: Option<Id>,
    /// Agreed shares.
    pub shares: Option<BTreeMap<Id, i64>>,
}

/// A merge by hand that stands.
#[derive(Clone, Debug)]
pub struct Merge {
    pub into: Id,
    /// Place in the sequence of merges.
    pub made: u64,
    /// The visit that was open, and whether its client was a returning one.
    pub open: Option<(Id, bool)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupKind {
    Household,
    Company,
}

#[derive(Clone, Debug)]
pub struct Group {
    pub kind: GroupKind,
    pub names: BTreeSet<String>,
    pub members: Vec<Id>,
}

#[derive(Clone, Debug)]
pub struct Violation {
    pub id: Id,
    pub staff: Id,
    pub kind: String,
    pub visit: Option<Id>,
    pub client: Option<Id>,
    /// Days of suspension not yet served.
    pub left: i64,
    pub void: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Client and end of a hold.
    pub hold: Option<(Id, i64)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DepositState {
    Active,
    Signed,
    Refunded,
}

#[derive(Clone, Debug)]
pub struct Deposit {
    pub unit: Id,
    pub client: Id,
    pub state: DepositState,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallState {
    Open,
    Ended,
    Missed,
    Returned,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub by: Option<Id>,
    pub state: CallState,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub id: Id,
    pub kind: &'static str,
    pub about: Id,
    pub open: bool,
}

#[derive(Clone, Debug)]
pub struct Day {
    pub date: i32,
    pub order: Vec<Id>,
    pub next: Option<Id>,
    pub call_next: Option<Id>,
    pub assist_next: Option<Id>,
    /// The day's rotation clients, in the order given: to whom, and whether as a make-up.
    pub given: Vec<(Id, bool)>,
    /// Everyone who was in the order at some time today.
    pub been_in: BTreeSet<Id>,
}
