//! What the register knows that the floor does not carry: clients, groups, units, past visits.
//! The rules ask through this trait; they never learn how it is stored.

use super::command::Command;
use super::command::{GroupKind, ViolationKind};
use super::event::{Event, Header, ImportedClient, MatchedClient, OwnerCause};
use super::id::{CallId, ClientId, DepositId, GroupId, StaffId, UnitId, ViolationId, VisitId};
use super::time::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// A client as the rules see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFacts {
    /// The id under which the register keeps them (another name leads to the earlier client).
    pub id: ClientId,
    /// Place in the register: earlier clients have smaller numbers.
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

/// The register as it will stand after the facts of the entry being decided: what the rules read
/// while one command has several consequences.
pub struct Overlay<'a> {
    base: &'a dyn Facts,
    clients: HashMap<ClientId, ClientFacts>,
    merged: HashMap<ClientId, ClientId>,
    phones: HashMap<String, ClientId>,
    groups: HashMap<(GroupKind, String), GroupId>,
    joined: HashMap<GroupId, Vec<ClientId>>,
    apart: HashMap<ClientId, ClientFacts>,
    poached: Vec<(VisitId, StaffId)>,
}

impl<'a> Overlay<'a> {
    /// Nothing changed yet.
    #[must_use]
    pub fn new(base: &'a dyn Facts) -> Self {
        Self {
            base,
            clients: HashMap::new(),
            merged: HashMap::new(),
            phones: HashMap::new(),
            groups: HashMap::new(),
            joined: HashMap::new(),
            apart: HashMap::new(),
            poached: Vec::new(),
        }
    }

    /// The register before the command, for what no consequence touches.
    #[must_use]
    pub const fn base(&self) -> &'a dyn Facts {
        self.base
    }

    /// A client by id.
    #[must_use]
    pub fn client(&self, id: &ClientId) -> Option<ClientFacts> {
        let id = self.merged.get(id).unwrap_or(id);
        self.clients.get(id).cloned().or_else(|| {
            let facts = self.base.client(id)?;
            match self.merged.get(&facts.id) {
                Some(into) if *into != facts.id => self.client(into),
                _ => Some(self.clients.get(&facts.id).cloned().unwrap_or(facts)),
            }
        })
    }

    /// The earliest client with this normalised number.
    #[must_use]
    pub fn client_by_phone(&self, phone: &str) -> Option<ClientId> {
        let known = self.base.client_by_phone(phone).map(|id| self.merged.get(&id).cloned().unwrap_or(id));
        known.or_else(|| self.phones.get(phone).cloned())
    }

    /// The group of a kind with this folded name.
    #[must_use]
    pub fn group(&self, kind: GroupKind, name_key: &str) -> Option<GroupId> {
        self.groups.get(&(kind, name_key.to_owned())).cloned().or_else(|| self.base.group(kind, name_key))
    }

    /// The members of a group.
    #[must_use]
    pub fn members(&self, group: &GroupId) -> Vec<ClientFacts> {
        let mut ids = self.base.members(group);
        for id in self.joined.get(group).into_iter().flatten() {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        let in_group =
            |client: &ClientFacts| client.household.as_ref() == Some(group) || client.company.as_ref() == Some(group);
        ids.iter().filter_map(|id| self.member(id)).filter(in_group).collect()
    }

    /// A client as their household sees them: merges by hand apart. Of a late match only the earlier client
    /// is anybody's relative.
    fn member(&self, id: &ClientId) -> Option<ClientFacts> {
        if let Some(apart) = self.apart.get(id) {
            return Some(apart.clone());
        }
        if self.merged.get(id).is_some_and(|into| into != id) {
            return None;
        }
        let facts = self.client(id)?;
        if facts.id == *id && !facts.is_merged { Some(facts) } else { self.base.apart(id) }
    }

    /// Whether `staff` has poached at `visit`.
    #[must_use]
    pub fn has_poached(&self, visit: &VisitId, staff: &StaffId) -> bool {
        self.poached.iter().any(|(v, s)| v == visit && s == staff) || self.base.has_poached(visit, staff)
    }

    fn change(&mut self, id: &ClientId, change: impl Fn(&mut ClientFacts)) {
        let Some(mut facts) = self.client(id) else { return };
        if facts.is_merged {
            self.change_apart(&facts.id, &change);
        }
        change(&mut facts);
        self.clients.insert(facts.id.clone(), facts);
    }

    /// Changes a client as their household sees them.
    fn change_apart(&mut self, id: &ClientId, change: impl Fn(&mut ClientFacts)) {
        if let Some(mut apart) = self.apart.get(id).cloned().or_else(|| self.base.apart(id)) {
            change(&mut apart);
            self.apart.insert(id.clone(), apart);
        }
    }

    /// Changes a client whom a group's change reached: of another's name, only what their household sees.
    fn change_member(&mut self, id: &ClientId, change: impl Fn(&mut ClientFacts)) {
        match self.client(id) {
            Some(facts) if facts.id != *id => self.change_apart(id, change),
            _ => self.change(id, change),
        }
    }

    /// Takes in a fact of the entry being decided.
    pub fn apply(&mut self, header: &Header, event: &Event) {
        match event {
            Event::ClientRegistered { client } => {
                self.clients.insert(client.clone(), ClientFacts::new(client.clone(), u64::MAX));
                self.note_phone(header, client);
            }
            Event::ClientDetailed { client } => self.note_phone(header, client),
            Event::ClientImported(imported) => self.take_in(imported),
            Event::ClientMatched(matched) => self.complete(matched),
            Event::GroupJoined { client, group, group_kind } => {
                if let Some(key) = group_name(header.done(), *group_kind).filter(|_| !self.base.group_exists(group)) {
                    self.groups.entry((*group_kind, key)).or_insert_with(|| group.clone());
                }
                self.join(client, group, *group_kind);
            }
            Event::ClientsLinked { group, group_kind, joined } => {
                for client in joined {
                    self.change_member(client, |c| {
                        if c.moved_by.is_some() && c.moved_by.as_ref() == c.group(*group_kind) {
                            c.moved_by = Some(group.clone());
                        }
                    });
                    self.join(client, group, *group_kind);
                }
            }
            Event::VisitArrived { client, .. } => self.change(client, |c| c.last_visit = Some(header.at)),
            Event::VisitRouted { decision, .. } if decision.receiver.is_some() => {
                self.receive(header, &decision.client);
            }
            Event::VisitTaken { visit, started: true, .. } => {
                if let Some(client) = self.base.visit(visit) {
                    self.receive(header, &client);
                }
            }
            Event::OwnerChanged { to, cause, reached, .. } => {
                if matches!(cause, OwnerCause::Merged | OwnerCause::Parted) {
                    self.own_together(to.as_ref(), reached);
                    return;
                }
                for (client, through) in reached {
                    self.change_member(client, |c| {
                        if *cause == OwnerCause::Transfer {
                            c.transferred = Some(header.at);
                        }
                        c.owner.clone_from(to);
                        c.moved_by.clone_from(through);
                    });
                }
            }
            Event::ClientsMerged { from, into, by_hand, .. } => self.merge(from, into, by_hand.is_some()),
            Event::ClientsParted { client, from, .. } => self.part(client, from),
            Event::ViolationRecorded { staff, violation_kind: ViolationKind::Poaching, visit, client, .. } => {
                self.poached.extend(visit.clone().map(|visit| (visit, staff.clone())));
                if let Some(client) = client {
                    self.change(client, |c| c.poachers.push(staff.clone()));
                }
            }
            Event::ViolationVoided { violation } => self.lift(violation),
            Event::DepositTaken { client, .. } => self.change(client, |c| c.purchases += 1),
            Event::DepositRefunded { client, .. } => {
                self.change(client, |c| c.purchases = c.purchases.saturating_sub(1));
            }
            Event::CommissionAgreed { client, shares } => self.change(client, |c| c.shares = Some(shares.clone())),
            _ => {}
        }
    }

    fn take_in(&mut self, imported: &ImportedClient) {
        let time = |micros: Option<i64>| micros.map(|micros| Timestamp::from_micros(micros, 0));
        let id = &imported.client;
        let mut client = ClientFacts::new(id.clone(), u64::MAX);
        client.owner.clone_from(&imported.owner);
        client.first_contact = time(imported.first_contact_at);
        client.last_visit = time(imported.last_visit_at);
        client.receptions = imported.receptions;
        client.phones.clone_from(&imported.words.phones);
        for phone in &client.phones {
            self.phones.entry(phone.clone()).or_insert_with(|| id.clone());
        }
        self.clients.insert(id.clone(), client);
        for (kind, group) in [(GroupKind::Company, &imported.company), (GroupKind::Household, &imported.household)] {
            if let Some(group) = group {
                self.join(id, group, kind);
            }
        }
    }

    fn complete(&mut self, matched: &MatchedClient) {
        for phone in &matched.words.phones {
            self.phones.entry(phone.clone()).or_insert_with(|| matched.client.clone());
        }
        self.change(&matched.client, |c| {
            let earlier = matched.first_contact_at.map(|micros| Timestamp::from_micros(micros, 0));
            c.first_contact = earlier.or(c.first_contact);
            if let Some(owner) = &matched.owner {
                c.owner = Some(owner.clone());
                c.moved_by = None;
            }
            c.phones.extend(matched.words.phones.iter().cloned());
        });
    }

    fn lift(&mut self, violation: &ViolationId) {
        let Some(facts) = self.base.violation(violation) else { return };
        let Some(client) = facts.visit.as_ref().and_then(|visit| self.base.visit(visit)) else { return };
        if facts.kind == ViolationKind::Poaching {
            self.change(&client, |c| {
                if let Some(place) = c.poachers.iter().position(|staff| *staff == facts.staff) {
                    c.poachers.remove(place);
                }
            });
        }
    }

    fn receive(&mut self, header: &Header, client: &ClientId) {
        self.change(client, |c| {
            c.receptions += 1;
            c.first_contact = c.first_contact.or(Some(header.at));
        });
    }

    fn note_phone(&mut self, header: &Header, client: &ClientId) {
        if let Some(phone) = given_phone(header.done()) {
            self.phones.entry(phone.clone()).or_insert_with(|| client.clone());
            self.change(client, |c| {
                if !c.phones.contains(&phone) {
                    c.phones.push(phone.clone());
                }
            });
        }
    }

    fn join(&mut self, client: &ClientId, group: &GroupId, kind: GroupKind) {
        self.change_member(client, |c| *c.group_mut(kind) = Some(group.clone()));
        self.joined.entry(group.clone()).or_default().push(client.clone());
    }

    fn merge(&mut self, from: &ClientId, into: &ClientId, by_hand: bool) {
        let (Some(later), Some(mut earlier)) = (self.client(from), self.client(into)) else { return };
        if by_hand {
            for client in [from, into] {
                if let Some(member) = self.member(client) {
                    self.apart.insert(client.clone(), member);
                }
            }
            earlier.is_merged = true;
            earlier.first_contact = [earlier.first_contact, later.first_contact].into_iter().flatten().min();
        }
        if !by_hand && earlier.is_merged {
            self.change_apart(into, |earlier| earlier.absorb(&later));
        }
        earlier.absorb(&later);
        self.clients.insert(earlier.id.clone(), earlier);
        self.merged.insert(from.clone(), into.clone());
    }

    /// Both are again as they were without each other.
    fn part(&mut self, client: &ClientId, from: &ClientId) {
        let (Some(apart), Some(mut rest)) = (self.member(client), self.client(from)) else { return };
        rest.receptions = rest.receptions.saturating_sub(apart.receptions);
        rest.purchases = rest.purchases.saturating_sub(apart.purchases);
        if let Some(alone) = self.member(from) {
            rest.first_contact = alone.first_contact;
            rest.last_visit = alone.last_visit;
            rest.poachers = alone.poachers;
        }
        self.clients.insert(from.clone(), rest);
        self.clients.insert(client.clone(), apart);
        self.merged.insert(client.clone(), client.clone());
    }

    /// The owner of two clients merged by hand, whom neither's household sees.
    fn own_together(&mut self, to: Option<&StaffId>, reached: &[(ClientId, Option<GroupId>)]) {
        for (client, through) in reached {
            if let Some(mut facts) = self.client(client) {
                facts.owner = to.cloned();
                facts.moved_by.clone_from(through);
                self.clients.insert(facts.id.clone(), facts);
            }
        }
    }
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
