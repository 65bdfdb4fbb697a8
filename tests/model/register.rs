//! The register of clients: who is who, who owns whom, households and companies (section 4).

use super::State;
use super::records::*;

const DAY_MS: i64 = 86_400_000;

impl State {
    /// The client that this id stands for, after late matches and merges.
    pub fn resolve(&self, id: &str) -> Id {
        let mut id = id.to_string();
        while let Some(other) = self.clients.get(&id).and_then(|c| c.alias.clone().or(c.merged.clone())) {
            id = other;
        }
        id
    }

    /// Has an active deposit or a contract.
    pub fn closed(&self, client: &str) -> bool {
        let client = self.resolve(client);
        self.deposits.values().any(|d| d.state != DepositState::Refunded && self.resolve(&d.client) == client)
    }

    /// The household and the company of a client, in this order.
    fn groups_of(&self, client: &str) -> Vec<Id> {
        let c = &self.clients[client];
        c.household.iter().chain(&c.company).cloned().collect()
    }

    /// The other members of the client's groups.
    fn mates(&self, client: &str) -> Vec<Id> {
        let mut found: Vec<Id> = vec![];
        for g in self.groups_of(client) {
            for m in &self.groups[&g].members {
                if m != client && !found.contains(m) {
                    found.push(m.clone());
                }
            }
        }
        found
    }

    /// The client named this person and was taken or kept by them: they never become its owner.
    pub fn barred(&self, staff: &str, client: &str) -> bool {
        let client = self.resolve(client);
        self.poached_by(staff).any(|c| self.resolve(c) == client)
    }

    /// The same for one name alone, as its household and company see it.
    fn name_barred(&self, staff: &str, name: &str) -> bool {
        self.poached_by(staff).any(|c| self.name_of(c) == name)
    }

    fn poached_by<'a>(&'a self, staff: &'a str) -> impl Iterator<Item = &'a Id> {
        let poachings = self.violations.iter().filter(move |v| !v.void && v.kind == "poaching" && v.staff == staff);
        poachings.filter_map(|v| v.client.as_ref())
    }

    /// The owner written at this client, if it still counts: not departed, protection not lapsed. A
    /// visit being routed is no contact yet.
    pub fn own_owner(&self, client: &str, routed: Option<&str>) -> Option<Id> {
        let c = &self.clients[client];
        let owner = c.lent.last().map(|(_, owner)| owner).or(c.owner.as_ref())?;
        let lapsed = self.lapsed(client, &self.names(client), routed);
        (!self.staff[owner].departed && !lapsed).then(|| owner.clone())
    }

    /// The same for one name alone.
    fn name_owner(&self, name: &str, routed: Option<&str>) -> Option<Id> {
        let owner = self.clients[name].owner.clone()?;
        let lapsed = self.lapsed(name, &[name.to_string()], routed);
        (!self.staff[&owner].departed && !lapsed).then_some(owner)
    }

    /// Has the protection of a client who goes by these names lapsed?
    fn lapsed(&self, client: &str, names: &[Id], routed: Option<&str>) -> bool {
        let days = self.policies.protection_days;
        let bought = |d: &Deposit| d.state != DepositState::Refunded && names.contains(&self.name_of(&d.client));
        if days == 0 || self.deposits.values().any(bought) {
            return false;
        }
        let mut family = self.mates(client);
        family.extend(names.iter().cloned());
        let came = self.visits.iter().filter(|(id, v)| Some(id.as_str()) != routed && family.contains(&v.client));
        let given = names.iter().filter_map(|name| self.clients[name].transferred);
        let last = came.map(|(_, v)| v.arrived).chain(given).max();
        last.is_some_and(|last| self.clock - last >= days * DAY_MS)
    }

    /// The owner of a group: that of the member with the earliest first contact who has one.
    pub fn group_owner(&self, group: &str, routed: Option<&str>) -> Option<Id> {
        self.first_owner(self.groups[group].members.clone(), routed)
    }

    fn first_owner(&self, mut members: Vec<Id>, routed: Option<&str>) -> Option<Id> {
        members.sort_by_key(|m| (self.clients[m].first_contact.unwrap_or(i64::MAX), self.clients[m].made));
        members.iter().find_map(|m| self.name_owner(m, routed))
    }

    /// O: the client's owner, else the household's, else the company's.
    pub fn owner_of(&self, client: &str) -> Option<Id> {
        self.owner_for(client, None)
    }

    /// The same while a visit of theirs is being routed.
    pub fn owner_for(&self, client: &str, routed: Option<&str>) -> Option<Id> {
        let client = self.resolve(client);
        self.own_owner(&client, routed).or_else(|| {
            let owners = self.groups_of(&client).into_iter().filter_map(|g| self.group_owner(&g, routed));
            owners.into_iter().find(|o| !self.barred(o, &client))
        })
    }

    /// Has the client the owner through a group?
    pub fn through_group(&self, client: &str, routed: Option<&str>) -> bool {
        let client = self.resolve(client);
        let written = self.own_owner(&client, routed).is_some();
        let c = &self.clients[&client];
        let moved = c.lent.is_empty() && c.moved_by.is_some();
        self.owner_for(&client, routed).is_some() && (!written || moved)
    }

    /// A change of owner: reaches the client and the other members of its groups, but nobody whom
    /// another group has moved.
    pub fn set_owner(&mut self, client: &str, owner: &str) -> Vec<Id> {
        let client = self.resolve(client);
        let mut reached = vec![client.clone()];
        self.write_owner(&client, owner, None);
        for group in self.groups_of(&client) {
            for id in self.groups[&group].members.clone() {
                let elsewhere = self.clients[&id].moved_by.as_ref().is_some_and(|by| *by != group);
                if !reached.contains(&id) && !elsewhere && !self.name_barred(owner, &id) {
                    self.write_owner(&id, owner, Some(&group));
                    reached.push(id);
                }
            }
        }
        reached
    }

    fn write_owner(&mut self, client: &str, owner: &str, through: Option<&Id>) {
        let c = self.clients.get_mut(client).unwrap();
        c.owner = Some(owner.to_string());
        c.lent.clear();
        c.moved_by = through.cloned();
    }

    /// The earliest client with this phone.
    pub fn by_phone(&self, phone: &str) -> Option<Id> {
        let has = |c: &&(&Id, &Client)| self.resolve(c.0) == *c.0 && self.has_phone(c.0, phone);
        let all: Vec<_> = self.clients.iter().collect();
        all.iter().filter(has).min_by_key(|c| c.1.made).map(|c| c.0.clone())
    }

    pub fn by_name(&self, kind: GroupKind, name: &str) -> Option<Id> {
        let is = |g: &Group| g.kind == kind && g.names.contains(&super::fields::fold(name));
        self.groups.iter().find(|(_, g)| is(g)).map(|(id, _)| id.clone())
    }

    fn place(&mut self, client: &str, kind: GroupKind) -> &mut Option<Id> {
        let c = self.clients.get_mut(client).unwrap();
        match kind {
            GroupKind::Household => &mut c.household,
            GroupKind::Company => &mut c.company,
        }
    }

    pub fn group_of(&self, client: &str, kind: GroupKind) -> Option<Id> {
        match kind {
            GroupKind::Household => self.clients[client].household.clone(),
            GroupKind::Company => self.clients[client].company.clone(),
        }
    }

    pub fn new_group(&mut self, kind: GroupKind, name: Option<&str>) -> Id {
        self.serial += 1;
        let id = format!("g{}", self.serial);
        let names = name.map(super::fields::fold).into_iter().collect();
        self.groups.insert(id.clone(), Group { kind, names, members: vec![] });
        id
    }

    /// Puts a client into this group; one who belongs to nobody is its owner's from then on.
    pub fn come_into(&mut self, client: &str, group: &str) {
        let owner = self.group_owner(group, None);
        self.join(client, group);
        if let (None, Some(owner)) = (self.own_owner(client, None), owner)
            && !self.barred(&owner, client)
        {
            self.write_owner(client, &owner, Some(&group.to_string()));
        }
    }

    /// Puts a client who is in no group of that kind into this one.
    pub fn join(&mut self, client: &str, group: &str) {
        let kind = self.groups[group].kind;
        *self.place(client, kind) = Some(group.to_string());
        self.groups.get_mut(group).unwrap().members.push(client.to_string());
    }

    /// The group of that name, made if there is none, with this client in it unless they are in another.
    pub fn join_named(&mut self, client: &str, kind: GroupKind, name: &str) {
        if self.group_of(client, kind).is_some() || super::fields::fold(name).is_empty() {
            return;
        }
        let group = self.by_name(kind, name).unwrap_or_else(|| self.new_group(kind, Some(name)));
        self.come_into(client, &group);
    }

    /// The same for a client known before, unless two owners would then stand in one group.
    pub fn join_if_peaceful(&mut self, client: &str, kind: GroupKind, name: &str) {
        let theirs = self.by_name(kind, name).and_then(|g| self.group_owner(&g, None));
        let own = self.owner_of(client);
        if own.is_none() || theirs.is_none() || own == theirs {
            self.join_named(client, kind, name);
        }
    }

    /// Links two clients: their groups of this kind become one, with one owner. Gives both.
    pub fn link(&mut self, one: &str, other: &str, kind: GroupKind) -> (Id, Option<Id>) {
        let owners = [self.owner_of(one), self.owner_of(other)];
        let group = match (self.group_of(one, kind), self.group_of(other, kind)) {
            (Some(a), Some(b)) => {
                if a != b {
                    let gone = self.groups.remove(&b).unwrap();
                    for m in gone.members {
                        self.join(&m, &a);
                        let moved = &mut self.clients.get_mut(&m).unwrap().moved_by;
                        if moved.as_ref() == Some(&b) {
                            *moved = Some(a.clone());
                        }
                    }
                    self.groups.get_mut(&a).unwrap().names.extend(gone.names);
                }
                a
            }
            (Some(a), None) => {
                self.join(other, &a);
                a
            }
            (None, b) => {
                let group = b.unwrap_or_else(|| self.new_group(kind, None));
                self.join(one, &group);
                if self.group_of(other, kind).is_none() {
                    self.join(other, &group);
                }
                group
            }
        };
        let [own, others] = owners;
        let owner = self.group_owner(&group, None).or(own).or(others);
        if let Some(owner) = &owner {
            for id in [one, other] {
                if self.own_owner(id, None).as_ref() != Some(owner) && !self.barred(owner, id) {
                    self.set_owner(id, owner);
                }
            }
        }
        (group, owner)
    }

    /// The later client becomes another name of the earlier one.
    pub fn merge(&mut self, later: &str, earlier: &str) {
        let mut left = vec![];
        for kind in [GroupKind::Household, GroupKind::Company] {
            if let Some(group) = self.group_of(later, kind) {
                *self.place(later, kind) = None;
                self.groups.get_mut(&group).unwrap().members.retain(|m| m != later);
                if self.group_of(earlier, kind).is_none() {
                    left.push(group);
                }
            }
        }
        let later_facts = self.clients[later].clone();
        self.clients.get_mut(later).unwrap().alias = Some(earlier.to_string());
        for v in self.visits.values_mut().filter(|v| v.client == later) {
            v.client = earlier.to_string();
        }
        let c = self.clients.get_mut(earlier).unwrap();
        c.phones.extend(later_facts.phones);
        c.first_contact = c.first_contact.or(later_facts.first_contact);
        for group in left {
            self.come_into(earlier, &group);
        }
    }
}
