//! Two clients who are one person: merged by a manager, taken apart again, said to be two.
//!
//! A name that was merged keeps everything of its own: visits, numbers, deposits, groups, owner. What the
//! client is who stands is read from all of their names, so that taking them apart is leaving a name out.

use super::fields::text;
use super::records::*;
use super::{Answer, State};
use serde_json::{Value, json};

impl State {
    /// The name that this id stands for: late matches followed, merges by hand not.
    pub fn name_of(&self, id: &str) -> Id {
        let mut id = id.to_string();
        while let Some(other) = self.clients.get(&id).and_then(|c| c.alias.clone()) {
            id = other;
        }
        id
    }

    /// All the names of a client: their own, and those merged into them.
    pub fn names(&self, client: &str) -> Vec<Id> {
        let client = self.resolve(client);
        let is_name = |(id, c): &(&Id, &Client)| c.alias.is_none() && self.resolve(id) == client;
        self.clients.iter().filter(is_name).map(|(id, _)| id.clone()).collect()
    }

    /// The earliest first contact under any of the names.
    pub fn first_contact(&self, client: &str) -> Option<i64> {
        self.names(client).iter().filter_map(|name| self.clients[name].first_contact).min()
    }

    pub fn has_phone(&self, client: &str, phone: &str) -> bool {
        self.names(client).iter().any(|name| self.clients[name].phones.contains(phone))
    }

    /// A number that none of the names has is the client's who stands.
    pub fn note_phone(&mut self, client: &str, phone: String) {
        if !self.has_phone(client, &phone) {
            self.clients.get_mut(client).unwrap().phones.insert(phone);
        }
    }

    fn open_visit(&self, client: &str) -> Option<Id> {
        let open = |v: &Visit| matches!(v.status, Status::Waiting | Status::Receiving);
        let theirs = |v: &Visit| open(v) && self.resolve(&v.client) == client;
        self.visits.iter().find(|(_, v)| theirs(v)).map(|(id, _)| id.clone())
    }

    /// The visit of theirs that is still to be routed.
    fn waits(&self, client: &str) -> Option<Id> {
        self.open_visit(client).filter(|id| self.visits[id].status == Status::Waiting)
    }

    pub fn client_merge(&mut self, c: &Value) -> Answer {
        let (from, into) = (text(c, "client").unwrap(), text(c, "into").unwrap());
        if !self.clients.contains_key(from) || !self.clients.contains_key(into) {
            return Err("unknown_client");
        }
        let (from, into) = (self.resolve(from), self.resolve(into));
        if from == into {
            return Err("wrong_state");
        }
        let open = match (self.open_visit(&from), self.open_visit(&into)) {
            (Some(_), Some(_)) => return Err("already_here"),
            (one, other) => one.or(other),
        };
        let owner = self.earliest_owner(&from, &into);
        let open = open.map(|id| {
            let v = &self.visits[&id];
            let waits = v.status == Status::Waiting;
            let returning = if waits { self.first_contact(&v.client).is_some() } else { v.returning };
            (id, returning)
        });
        self.serial += 1;
        let made = self.serial;
        self.merges.insert(from.clone(), Merge { into: into.clone(), made, open: open.clone() });
        if let Some((id, _)) = &open {
            let theirs = self.resolve(&self.visits[id].client);
            let other = if theirs == from { &into } else { &from };
            let came = self.first_contact(other).is_some();
            self.visits.get_mut(id).unwrap().returning |= came;
        }
        self.clients.get_mut(&from).unwrap().merged = Some(into.clone());
        if let Some(owner) = &owner
            && self.owner_for(&into, self.waits(&into).as_deref()).as_ref() != Some(owner)
        {
            self.clients.get_mut(&into).unwrap().lent.push((from, owner.clone()));
        }
        Ok(json!({"client": into, "owner": owner}))
    }

    /// Whoever owned either by the earlier first contact, still counts, and poached neither.
    fn earliest_owner(&self, from: &str, into: &str) -> Option<Id> {
        let mut both = [from, into];
        both.sort_by_key(|id| (self.first_contact(id).unwrap_or(i64::MAX), self.clients[*id].made));
        both.iter().find_map(|id| {
            let owner = self.owner_for(id, self.waits(id).as_deref())?;
            (!self.barred(&owner, from) && !self.barred(&owner, into)).then_some(owner)
        })
    }

    pub fn client_split(&mut self, c: &Value) -> Answer {
        let name = text(c, "client").unwrap();
        if !self.clients.contains_key(name) {
            return Err("unknown_client");
        }
        let merge = self.merges.get(name).cloned().ok_or("wrong_state")?;
        let later = self.merges.values().any(|m| m.into == merge.into && m.made > merge.made);
        if later || self.resolve(&merge.into) != merge.into {
            return Err("wrong_state");
        }
        self.merges.remove(name);
        self.clients.get_mut(name).unwrap().merged = None;
        self.clients.get_mut(&merge.into).unwrap().lent.retain(|(of, _)| of != name);
        if let Some((visit, returning)) = merge.open {
            self.visits.get_mut(&visit).unwrap().returning = returning;
        }
        Ok(json!({"client": name, "from": merge.into}))
    }

    pub fn hint_dismiss(&mut self, c: &Value) -> Answer {
        let (one, other) = (text(c, "client").unwrap(), text(c, "with").unwrap());
        if !self.clients.contains_key(one) || !self.clients.contains_key(other) {
            return Err("unknown_client");
        }
        let mut pair = [self.resolve(one), self.resolve(other)];
        pair.sort();
        if pair[0] == pair[1] || !self.dismissed.insert(pair) {
            return Err("wrong_state");
        }
        Ok(json!({}))
    }
}
