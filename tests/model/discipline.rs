//! Violations, the inbox, and a manager's changes to owners (sections 7 and 8).

use super::fields::text;
use super::records::*;
use super::{Answer, State};
use serde_json::{Value, json};

impl State {
    /// Writes a violation down; a second poaching by one person at one visit is not recorded.
    pub fn commit_violation(&mut self, id: Option<Id>, staff: &str, kind: &str, visit: Option<&str>) -> Option<Id> {
        let poaching = kind == "poaching";
        let again = |v: &Violation| {
            !v.void && v.kind == kind && v.staff == staff && v.visit.is_some() && v.visit.as_deref() == visit
        };
        if poaching && self.violations.iter().any(again) {
            return None;
        }
        self.serial += 1;
        let id = id.unwrap_or_else(|| format!("x{}", self.serial));
        self.violations.push(Violation {
            id: id.clone(),
            staff: staff.to_string(),
            kind: kind.to_string(),
            visit: visit.map(String::from),
            client: visit.map(|v| self.visits[v].client.clone()),
            left: i64::from(poaching),
            void: false,
        });
        let today = self.policies.suspend_today && self.in_order(staff) && self.staff[staff].serving.is_none();
        if poaching && today {
            self.serve_one(staff);
        }
        Some(id)
    }

    pub fn violation_record(&mut self, c: &Value) -> Answer {
        let (id, staff, visit) = (text(c, "id").map(String::from), text(c, "staff").unwrap(), text(c, "visit"));
        if self.violations.iter().any(|v| Some(&v.id) == id.as_ref()) {
            return Err("duplicate_id");
        }
        self.active(staff)?;
        if visit.is_some_and(|v| !self.visits.contains_key(v)) {
            return Err("unknown_visit");
        }
        let kind = text(c, "kind").unwrap();
        let made = self.commit_violation(id, staff, kind, visit);
        let penalty = match kind {
            "poaching" => "suspension 1",
            "data_leak" => "major_demerit",
            _ => "warning",
        };
        Ok(json!({"violation": made, "penalty": made.as_ref().map(|_| penalty)}))
    }

    pub fn violation_void(&mut self, c: &Value) -> Answer {
        let id = text(c, "violation").unwrap();
        let v = self.violations.iter_mut().find(|v| v.id == id).ok_or("unknown_violation")?;
        if v.void {
            return Err("wrong_state");
        }
        v.void = true;
        v.left = 0;
        let person = self.staff.get_mut(&v.staff).unwrap();
        if person.serving.as_deref() == Some(id) {
            person.serving = None;
        }
        Ok(json!({}))
    }

    pub fn inbox_ack(&mut self, c: &Value) -> Answer {
        let id = text(c, "item").unwrap();
        let item = self.inbox.iter_mut().find(|i| i.id == id).ok_or("unknown_item")?;
        if !item.open || item.kind == "call_back" {
            return Err("wrong_state");
        }
        item.open = false;
        Ok(json!({}))
    }

    pub fn client_transfer(&mut self, c: &Value) -> Answer {
        let (client, to) = (text(c, "client").unwrap(), text(c, "to").unwrap());
        if !self.clients.contains_key(client) {
            return Err("unknown_client");
        }
        let role = self.active(to)?.role;
        if self.barred(to, client) {
            return Err("poacher_excluded");
        }
        if role != Role::Sales {
            return Err("wrong_state");
        }
        for id in self.set_owner(client, to) {
            self.clients.get_mut(&id).unwrap().transferred = Some(self.clock);
        }
        Ok(json!({"owner": self.owner_of(client)}))
    }

    pub fn client_link(&mut self, c: &Value, by_manager: bool) -> Answer {
        let (one, other) = (text(c, "client").unwrap(), text(c, "with").unwrap());
        if !self.clients.contains_key(one) || !self.clients.contains_key(other) {
            return Err("unknown_client");
        }
        let (one, other) = (self.resolve(one), self.resolve(other));
        let owners = (self.owner_of(&one), self.owner_of(&other));
        if owners.0.is_some() && owners.1.is_some() && owners.0 != owners.1 && !by_manager {
            return Err("needs_manager");
        }
        if one == other {
            return Err("wrong_state");
        }
        let household = c["kind"] == "household";
        let (group, owner) = self.link(&one, &other, if household { GroupKind::Household } else { GroupKind::Company });
        Ok(json!({"group": group, "owner": owner}))
    }
}
