//! The phone: a ring of its own, leads, other projects (section 9).

use super::fields::{fold, phone, text};
use super::records::*;
use super::{Answer, State};
use serde_json::{Value, json};

impl State {
    pub fn call_start(&mut self, c: &Value) -> Answer {
        if text(c, "call").is_some_and(|k| self.calls.contains_key(k)) {
            return Err("duplicate_id");
        }
        let asked = text(c, "asks_for");
        if asked.is_some_and(|s| !self.staff.contains_key(s)) {
            return Err("unknown_staff");
        }
        let said = |key: &str| text(c, key).is_some_and(|t| !t.trim().is_empty());
        let project = text(c, "project").map(fold);
        if project.is_some() && !["phone", "name", "project", "needs"].into_iter().all(said) {
            return Err("incomplete_inquiry");
        }
        let number = text(c, "phone").map(phone);
        if number == Some(None) {
            return Err("bad_phone");
        }
        let by = self.who_answers(asked);
        let missed = by.is_none();
        let id = self.new_id(c, "call", "k");
        let state = if missed { CallState::Missed } else { CallState::Open };
        self.calls.insert(id.clone(), Call { by: by.clone(), state });
        self.leads.extend(number.flatten());
        if missed {
            self.raise("call_back", &id);
        }
        let mut answer = json!({"call": id, "answered_by": by, "missed": missed});
        if let Some(Some(place)) = project.and_then(|p| self.projects.get(&p)) {
            answer["refer_to"] = json!(place);
        }
        Ok(answer)
    }

    /// Whoever was asked for if free, the first free in the ring, free office staff, or nobody.
    fn who_answers(&mut self, asked: Option<&str>) -> Option<Id> {
        if let Some(id) = asked {
            let s = &self.staff[id];
            let office = s.role == Role::Office && !s.departed && s.base == Base::Available && !self.engaged(id);
            if self.free(id) || office {
                return Some(id.to_string());
            }
        }
        let cursor = self.day.as_ref()?.call_next.clone();
        if let Some(found) = self.round(&cursor).into_iter().find(|id| self.free(id)) {
            let after = self.round(&Some(found.clone())).get(1).cloned();
            self.day.as_mut()?.call_next = after.or(Some(found.clone()));
            return Some(found);
        }
        self.free_office()
    }

    pub fn call_end(&mut self, c: &Value) -> Answer {
        let call = self.calls.get_mut(text(c, "call").unwrap()).ok_or("unknown_call")?;
        if call.state != CallState::Open {
            return Err("wrong_state");
        }
        call.state = CallState::Ended;
        Ok(json!({}))
    }

    pub fn call_returned(&mut self, c: &Value) -> Answer {
        let id = text(c, "call").unwrap();
        let call = self.calls.get_mut(id).ok_or("unknown_call")?;
        if call.state != CallState::Missed {
            return Err("wrong_state");
        }
        call.state = CallState::Returned;
        for item in self.inbox.iter_mut().filter(|i| i.kind == "call_back" && i.about == id) {
            item.open = false;
        }
        Ok(json!({}))
    }

    pub fn project_add(&mut self, c: &Value) -> Answer {
        let name = fold(text(c, "name").unwrap());
        if self.projects.contains_key(&name) {
            return Err("duplicate_id");
        }
        self.projects.insert(name, text(c, "refer_to").map(String::from));
        Ok(json!({}))
    }
}
