//! Arrivals, late registration, and the end of visits (sections 4 and 5).

use super::fields::{phone, text};
use super::records::*;
use super::{Answer, State};
use serde_json::{Value, json};

impl State {
    pub fn arrive(&mut self, c: &Value) -> Answer {
        let given = |key: &str| text(c, key).map(String::from);
        if given("visit").is_some_and(|v| self.visits.contains_key(&v))
            || given("new_client").is_some_and(|k| self.clients.contains_key(&k))
        {
            return Err("duplicate_id");
        }
        if given("client").is_some_and(|k| !self.clients.contains_key(&k)) {
            return Err("unknown_client");
        }
        for key in ["received_by", "asks_for", "recognised_by"] {
            if given(key).is_some_and(|s| !self.staff.contains_key(&s)) {
                return Err("unknown_staff");
            }
        }
        if given("referred_by").is_some_and(|k| !self.clients.contains_key(&k)) {
            return Err("unknown_client");
        }
        let number = text(c, "phone").map(phone);
        let groups = [(GroupKind::Household, "household"), (GroupKind::Company, "company")];
        let (client, found) = if let Some(id) = given("client") {
            (Some(self.resolve(&id)), Found::Id)
        } else if let Some(id) = number.clone().flatten().and_then(|n| self.by_phone(&n)) {
            (Some(id), Found::Phone)
        } else {
            (None, Found::New)
        };
        if client.is_none() {
            let known_group = groups.iter().any(|(kind, key)| {
                let group = text(c, key).and_then(|name| self.by_name(*kind, name));
                group.is_some_and(|g| self.group_owner(&g, None).is_some())
            });
            let answered = match c["been_before"].as_bool() {
                None => false,
                Some(yes) => !yes || c.get("received_by").is_some(),
            };
            if !known_group && !answered {
                return Err("questions_unanswered");
            }
        }
        if number == Some(None) {
            return Err("bad_phone");
        }
        if client.as_ref().is_some_and(|k| self.is_here(k)) {
            return Err("already_here");
        }
        let visit = self.new_id(c, "visit", "v");
        let known = client.clone();
        let client = client.unwrap_or_else(|| {
            let id = self.new_id(c, "new_client", "c");
            let phones = number.clone().flatten().into_iter().collect();
            self.clients.insert(id.clone(), Client { made: self.serial, phones, ..Client::default() });
            for (kind, key) in groups {
                if let Some(name) = text(c, key) {
                    self.join_named(&id, kind, name);
                }
            }
            id
        });
        if let Some(number) = number.flatten() {
            self.note_phone(&client, number);
        }
        let phoned = self.leads.iter().any(|p| self.has_phone(&client, p));
        self.serial += 1;
        let arrived = Visit {
            client,
            made: self.serial,
            arrived: self.clock,
            phoned,
            returning: false,
            asks_for: given("asks_for"),
            received_by: given("received_by"),
            recognised_by: given("recognised_by"),
            been_before: c["been_before"] == true,
            referred: c.get("referred_by").is_some(),
            found,
            status: Status::Waiting,
            path: Path::Rotation,
            receiver: None,
            named: None,
            given_to: None,
            turn: None,
            used: false,
            made_owner: None,
            notice: None,
            started: None,
            ended: None,
            flags: Default::default(),
        };
        self.visits.insert(visit.clone(), arrived);
        let decision = self.try_assign(&visit).unwrap_or_else(|| {
            self.waiting.push(visit.clone());
            self.waiting_decision(&visit)
        });
        // Where a known client says that they belong is kept, and decides from the next time on.
        for (kind, key) in groups {
            if let (Some(client), Some(name)) = (&known, text(c, key)) {
                self.join_if_peaceful(client, kind, name);
            }
        }
        Ok(decision)
    }

    fn is_here(&self, client: &str) -> bool {
        let open = |v: &Visit| matches!(v.status, Status::Waiting | Status::Receiving);
        self.visits.values().any(|v| open(v) && self.resolve(&v.client) == client)
    }

    pub fn register(&mut self, c: &Value) -> Answer {
        let id = text(c, "visit").unwrap();
        let visit = self.visits.get(id).ok_or("unknown_visit")?.clone();
        let number = text(c, "phone").map(phone);
        if number == Some(None) {
            return Err("bad_phone");
        }
        let client = self.resolve(&visit.client);
        let mut flags: Vec<&'static str> = vec![];
        if let Some(number) = number.flatten() {
            match self.by_phone(&number) {
                Some(other) if self.clients[&other].made < self.clients[&client].made => {
                    if self.is_here(&other) {
                        return Err("already_here");
                    }
                    self.attach(id, &client, &other, &mut flags);
                }
                _ => {
                    self.note_phone(&client, number);
                }
            }
        }
        for (kind, key) in [(GroupKind::Household, "household"), (GroupKind::Company, "company")] {
            if let Some(name) = text(c, key) {
                self.late_group(id, kind, name, &mut flags);
            }
        }
        self.raise_flags(id, &flags);
        let client = self.resolve(&visit.client);
        Ok(json!({"client": client, "owner": self.owner_of(&client), "flags": flags}))
    }

    /// The visitor turns out to be an earlier client.
    fn attach(&mut self, visit: &str, client: &str, earlier: &str, flags: &mut Vec<&'static str>) {
        let owner = self.owner_of(earlier);
        let held_to_be = self.owner_of(client);
        let returning = self.first_contact(earlier).is_some();
        self.merge(client, earlier);
        let v = self.visits.get_mut(visit).unwrap();
        v.returning = returning;
        let receiver = v.receiver.clone();
        if owner.is_some() {
            v.made_owner = None;
            let was_somebodys = receiver.is_some() || held_to_be.is_some();
            if was_somebodys && receiver != owner && held_to_be != owner {
                flags.push("late_match");
            }
        } else if let Some(held_to_be) = held_to_be.filter(|staff| !self.barred(staff, earlier)) {
            self.set_owner(earlier, &held_to_be);
        }
    }

    /// The visitor turns out to be of a household or company; one with an earlier owner keeps them.
    fn late_group(&mut self, visit: &str, kind: GroupKind, name: &str, flags: &mut Vec<&'static str>) {
        let client = self.resolve(&self.visits[visit].client);
        if self.group_of(&client, kind).is_some() {
            return;
        }
        let theirs = self.by_name(kind, name).and_then(|g| self.group_owner(&g, None));
        let own = self.owner_of(&client);
        let v = &self.visits[visit];
        let provisional = v.made_owner.is_some() && own == v.made_owner && !v.returning;
        // Linking a client of one owner to a group of another is a manager's.
        if own.is_some() && theirs.is_some() && own != theirs && !provisional {
            return;
        }
        self.join_named(&client, kind, name);
        let Some(owner) = theirs.filter(|theirs| own.as_ref() != Some(theirs)) else { return };
        let receiver = self.visits[visit].receiver.clone();
        if own.is_some() && !self.barred(&owner, &client) {
            self.set_owner(&client, &owner);
            self.visits.get_mut(visit).unwrap().made_owner = None;
        }
        let was_somebodys = own.is_some() || receiver.is_some();
        if was_somebodys && receiver != Some(owner) && !flags.contains(&"late_match") {
            flags.push("late_match");
        }
    }

    /// A visit ends; a notice is closed when the named person finishes it.
    pub fn end_visit(&mut self, id: &str, status: Status) {
        let now = self.clock;
        let v = self.visits.get_mut(id).unwrap();
        v.status = status;
        v.ended = Some(now);
        if let Some(n) = v.notice.as_mut()
            && n.state == NoticeState::Open
            && v.receiver.as_ref() == Some(&n.named)
        {
            n.state = NoticeState::Closed;
        }
    }

    pub fn finish(&mut self, c: &Value) -> Answer {
        let id = text(c, "visit").unwrap();
        match self.visits.get(id).ok_or("unknown_visit")?.status {
            Status::Waiting => return Err("wrong_state"),
            Status::Finished | Status::Left => return Err("already_finished"),
            Status::Receiving => self.end_visit(id, Status::Finished),
        }
        if c["seen_off"] == false {
            self.raise("not_seen_off", id);
        }
        Ok(json!({}))
    }

    pub fn visit_leave(&mut self, c: &Value) -> Answer {
        let id = text(c, "visit").unwrap();
        if self.visits.get(id).ok_or("unknown_visit")?.status != Status::Waiting {
            return Err("not_waiting");
        }
        self.waiting.retain(|w| w != id);
        self.end_visit(id, Status::Left);
        Ok(json!({}))
    }
}
