//! The register as the rules see it while an entry is being decided: what stands in the tables, with the
//! facts recorded so far on top. Reads only.

use super::{ClientFacts, Facts, given_phone, group_name};
use crate::rules::command::{GroupKind, ViolationKind};
use crate::rules::event::{Event, Header, ImportedClient, MatchedClient, OwnerCause};
use crate::rules::id::{ClientId, GroupId, StaffId, ViolationId, VisitId};
use crate::rules::time::Timestamp;
use std::collections::HashMap;

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
            earlier.transferred = earlier.transferred.max(later.transferred);
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
            rest.transferred = alone.transferred;
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
