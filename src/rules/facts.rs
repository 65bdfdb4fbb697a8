//! What the register knows that the floor does not carry: clients, groups, units, past visits.
//! The rules ask through this trait; they never learn how it is stored.

mod overlay;

use super::command::Command;
use super::command::{GroupKind, ViolationKind};
use super::id::{CallId, ClientId, DepositId, GroupId, StaffId, UnitId, ViolationId, VisitId};
use super::time::Timestamp;
pub use overlay::Overlay;
use std::collections::BTreeMap;

/// A client as the rules see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFacts {
    /// The id under which the register keeps them (another name leads to the earlier client).
    pub id: ClientId,
    /// Place in the register, the number of the entry that brought them: earlier clients have smaller ones.
    pub serial: u64,
    /// The owner written beside them, departed or not.
    pub owner: Option<StaffId>,
    /// The group through which the last change of owner reached them.
    pub moved_by: Option<GroupId>,
    /// When a manager last gave them to somebody.
    pub transferred: Option<Timestamp>,
    /// When they were first received.
    pub first_contact: Option<Timestamp>,
    /// Their household.
    pub household: Option<GroupId>,
    /// Their company.
    pub company: Option<GroupId>,
    /// When they last arrived.
    pub last_visit: Option<Timestamp>,
    /// How many of their visits were received.
    pub receptions: u32,
    /// How many active deposits and contracts they have.
    pub purchases: u32,
    /// Normalised telephone numbers.
    pub phones: Vec<String>,
    /// Who poached them, violations taken back left out.
    pub poachers: Vec<StaffId>,
    /// The agreed sharing of commission, in basis points.
    pub shares: Option<BTreeMap<StaffId, i64>>,
    /// Whether another client was merged into them by hand.
    pub is_merged: bool,
}

impl ClientFacts {
    /// Whether they have an active deposit or contract (已成交).
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.purchases > 0
    }

    /// Their group of a kind.
    #[must_use]
    pub const fn group(&self, kind: GroupKind) -> Option<&GroupId> {
        match kind {
            GroupKind::Household => self.household.as_ref(),
            GroupKind::Company => self.company.as_ref(),
        }
    }

    const fn group_mut(&mut self, kind: GroupKind) -> &mut Option<GroupId> {
        match kind {
            GroupKind::Household => &mut self.household,
            GroupKind::Company => &mut self.company,
        }
    }

    fn new(id: ClientId, serial: u64) -> Self {
        Self {
            id,
            serial,
            owner: None,
            moved_by: None,
            transferred: None,
            first_contact: None,
            household: None,
            company: None,
            last_visit: None,
            receptions: 0,
            purchases: 0,
            phones: Vec::new(),
            poachers: Vec::new(),
            shares: None,
            is_merged: false,
        }
    }
}

/// What keeps a unit from being sold to anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitStatus {
    /// 可售.
    Available,
    /// 保留, for a client until a time (which may have passed).
    Held {
        /// For whom.
        client: ClientId,
        /// Until when.
        until: Timestamp,
    },
    /// 已定: a deposit was taken.
    Reserved {
        /// Which.
        deposit: DepositId,
        /// From whom.
        client: ClientId,
        /// When.
        at: Timestamp,
        /// By whom.
        by: Option<StaffId>,
    },
    /// 已签: a contract was signed.
    Sold {
        /// After which deposit.
        deposit: DepositId,
        /// With whom.
        client: ClientId,
        /// When the deposit was taken.
        at: Timestamp,
        /// By whom.
        by: Option<StaffId>,
    },
}

/// How far a deposit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepositState {
    /// Taken.
    Active,
    /// Given back.
    Refunded,
    /// Followed by a contract.
    Signed,
}

/// A deposit as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositFacts {
    /// On which unit.
    pub unit: UnitId,
    /// From whom.
    pub client: ClientId,
    /// How far it has come.
    pub state: DepositState,
    /// Its place among all deposits ever taken, from 1: the number of its receipt.
    pub number: u64,
    /// How often its receipt was printed.
    pub receipts: u32,
}

/// A violation as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViolationFacts {
    /// Whose.
    pub staff: StaffId,
    /// What.
    pub kind: ViolationKind,
    /// At which visit.
    pub visit: Option<VisitId>,
    /// Whether it was taken back.
    pub voided: bool,
}

/// A merge by hand that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Under whom the client is kept.
    pub into: ClientId,
    /// What must be taken apart first: the name itself, when whoever it was merged into has since become
    /// another's name, else one merged into the same client later.
    pub held_by: Option<ClientId>,
    /// The visits that were the client's.
    pub visits: Vec<VisitId>,
    /// The visit that was open, and how it stood.
    pub open: Option<(VisitId, super::event::ByHand)>,
    /// Whom the merge made the owner, when it changed the owner.
    pub gave: Option<StaffId>,
    /// The owner before it, and the group through which they had become it.
    pub before: (Option<StaffId>, Option<GroupId>),
}

/// A request to a manager, as it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Who asked; nobody: the desk.
    pub by: Option<StaffId>,
    /// The command asked for.
    pub command: Command,
}

/// What the rules may ask the register. Answers are of the register as it stands before the command.
pub trait Facts {
    /// A client by id; another name leads to the earlier client.
    fn client(&self, id: &ClientId) -> Option<ClientFacts>;
    /// Whether there is a client of this id, or of this other name.
    fn client_exists(&self, id: &ClientId) -> bool;
    /// When the entry was made that brought the client at this place in the register.
    fn entered_at(&self, serial: u64) -> Option<Timestamp>;
    /// Whether there is a client whose id is as long as these and from one to the other, in the order of texts.
    fn has_clients_between(&self, from: &ClientId, to: &ClientId) -> bool;
    /// Since when a client belongs to their first owner.
    fn owned_since(&self, id: &ClientId) -> Option<Timestamp>;
    /// A client as they would be without the merges by hand: one who became another's name as they were
    /// then, one into whom others were merged without those. So a household sees its members.
    fn apart(&self, id: &ClientId) -> Option<ClientFacts>;
    /// The merge by hand that made a client another's name.
    fn merge(&self, id: &ClientId) -> Option<Merge>;
    /// Whether two clients were said to be two people.
    fn is_dismissed(&self, one: &ClientId, other: &ClientId) -> bool;
    /// The clients who were last known to be here, or were given to somebody, within a span of time, the
    /// beginning left out; with the members of their groups. More may be named, none is left out.
    fn seen_between(&self, after: Timestamp, until: Timestamp) -> Vec<ClientId>;
    /// The earliest client with this normalised number.
    fn client_by_phone(&self, phone: &str) -> Option<ClientId>;
    /// Of each of these normalised numbers that somebody has: its place among them, and the earliest client with it.
    fn clients_by_phone(&self, phones: &[&str]) -> Vec<(usize, ClientId)>;
    /// Whether a call came from this normalised number.
    fn phoned(&self, phone: &str) -> bool;
    /// The group of a kind with this folded name.
    fn group(&self, kind: GroupKind, name_key: &str) -> Option<GroupId>;
    /// Whether a group has this id.
    fn group_exists(&self, id: &GroupId) -> bool;
    /// The members of a group.
    fn members(&self, group: &GroupId) -> Vec<ClientId>;
    /// The client of a visit of any day.
    fn visit(&self, id: &VisitId) -> Option<ClientId>;
    /// Whether a visit of any day has an id from one to another, in the order of texts.
    fn has_visits_between(&self, from: &VisitId, to: &VisitId) -> bool;
    /// Who received a visit of any day.
    fn receiver(&self, id: &VisitId) -> Option<StaffId>;
    /// A unit.
    fn unit(&self, id: &UnitId) -> Option<UnitStatus>;
    /// The holds that end after one time and before another, by unit.
    fn holds_ending(&self, after: Timestamp, before: Timestamp) -> Vec<UnitId>;
    /// A deposit.
    fn deposit(&self, id: &DepositId) -> Option<DepositFacts>;
    /// Whether a call has this id.
    fn call_exists(&self, id: &CallId) -> bool;
    /// A violation.
    fn violation(&self, id: &ViolationId) -> Option<ViolationFacts>;
    /// Whether `staff` has a poaching at `visit` on record that was not taken back.
    fn has_poached(&self, visit: &VisitId, staff: &StaffId) -> bool;
    /// The request made by the entry of this number.
    fn request(&self, seq: u64) -> Option<Request>;
}

impl ClientFacts {
    /// Takes over what another name of the same client had.
    pub fn absorb(&mut self, later: &Self) {
        self.receptions += later.receptions;
        self.purchases += later.purchases;
        self.last_visit = self.last_visit.max(later.last_visit);
        self.first_contact = self.first_contact.or(later.first_contact);
        for phone in &later.phones {
            if !self.phones.contains(phone) {
                self.phones.push(phone.clone());
            }
        }
        self.poachers.extend(later.poachers.iter().cloned());
    }
}

/// The normalised phone given in a command that tells about a client.
#[must_use]
pub fn given_phone(command: &Command) -> Option<String> {
    let phone = match command {
        Command::RegisterArrival(arrival) => arrival.phone.as_deref(),
        Command::RegisterDetails(details) => details.phone.as_deref(),
        Command::StartCall(call) => call.phone.as_deref(),
        _ => None,
    };
    phone.and_then(super::phone::normalise)
}

/// The address and the companion's normalised number given in a command that tells about a client.
#[must_use]
pub fn given_companion(command: &Command) -> Option<(Option<&str>, Option<String>)> {
    let (address, companion) = match command {
        Command::RegisterArrival(arrival) => (&arrival.address, &arrival.companion_phone),
        Command::RegisterDetails(details) => (&details.address, &details.companion_phone),
        _ => return None,
    };
    Some((address.as_deref(), companion.as_deref().and_then(super::phone::normalise)))
}

/// The folded name of a group given in a command.
#[must_use]
pub fn group_name(command: &Command, kind: GroupKind) -> Option<String> {
    group_given(command, kind).map(|name| group_key(kind, name)).filter(|key| !key.is_empty())
}

/// The form by which the names of groups of a kind are compared.
#[must_use]
pub fn group_key(kind: GroupKind, name: &str) -> String {
    match kind {
        GroupKind::Household => super::fold::key(name),
        GroupKind::Company => super::company::key(name),
    }
}

/// The name of a group as it was given in a command.
#[must_use]
pub fn group_given(command: &Command, kind: GroupKind) -> Option<&str> {
    match (command, kind) {
        (Command::RegisterArrival(arrival), GroupKind::Household) => arrival.household.as_deref(),
        (Command::RegisterArrival(arrival), GroupKind::Company) => arrival.company.as_deref(),
        (Command::RegisterDetails(details), GroupKind::Household) => details.household.as_deref(),
        (Command::RegisterDetails(details), GroupKind::Company) => details.company.as_deref(),
        _ => None,
    }
}
