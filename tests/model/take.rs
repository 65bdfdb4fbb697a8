//! Who really took a visit, and what that means (section 6).

use super::fields::text;
use super::records::*;
use super::{Answer, State};
use serde_json::{Value, json};

impl State {
    pub fn visit_take(&mut self, c: &Value, by_manager: bool) -> Answer {
        let id = text(c, "visit").unwrap();
        let taker = text(c, "staff").unwrap();
        let status = self.visits.get(id).ok_or("unknown_visit")?.status;
        let role = self.active(taker)?.role;
        if matches!(status, Status::Finished | Status::Left) {
            return Err("already_finished");
        }
        let managed = by_manager && text(c, "reason").is_some_and(|r| !r.trim().is_empty());
        if status == Status::Waiting {
            if !managed {
                return Err("wrong_state");
            }
            self.let_in(id, taker, role);
            return Ok(self.taken(id, None));
        }
        let visit = self.visits[id].clone();
        if visit.receiver.as_deref() == Some(taker) {
            return Err("wrong_state");
        }
        let agreed = c["agreed"] == true;
        let owner = self.owner_of(&visit.client);
        let rotation = visit.path == Path::Rotation;
        // The one who loses the visit loses the prepayment that it brought.
        let back = rotation && visit.given_to.as_deref() == Some(taker);
        if back || !agreed {
            for s in self.staff.values_mut() {
                s.prepaid.retain(|v| v != id);
            }
        }
        self.visits.get_mut(id).unwrap().receiver = Some(taker.to_string());
        let mut violation = None;
        if back {
            let restored = self.restore(id);
            if managed && !agreed {
                self.reassign_owner(id, taker, role, &owner);
                if !restored && visit.turn.is_some() {
                    self.prepay(id, taker, role, &owner);
                }
            }
        } else if agreed {
            // An assist; nothing else changes.
        } else if managed {
            if rotation {
                self.owe_front(id);
                self.prepay(id, taker, role, &owner);
                self.reassign_owner(id, taker, role, &owner);
            }
        } else if visit.named.is_some() {
            let acked = visit.notice.as_ref().is_some_and(|n| n.state == NoticeState::Acked);
            if !acked && visit.named.as_deref() != Some(taker) {
                violation = self.commit_violation(None, taker, "poaching", Some(id));
                if let Some(n) = self.visits.get_mut(id).unwrap().notice.as_mut() {
                    n.state = NoticeState::Failed;
                }
            }
        } else if owner.as_deref() == Some(taker) {
            if rotation {
                self.owe_front(id);
            }
        } else {
            violation = self.commit_violation(None, taker, "grabbing", Some(id));
            if rotation {
                self.owe_front(id);
                if role == Role::Sales {
                    self.staff.get_mut(taker).unwrap().prepaid.push(id.to_string());
                }
            }
        }
        if let Some(v) = &violation {
            self.raise("violation", v);
        }
        Ok(self.taken(id, violation))
    }

    fn taken(&self, id: &str, violation: Option<Id>) -> Value {
        json!({"owner": self.owner_of(&self.visits[id].client), "violation": violation})
    }

    /// A manager gives a waiting visit to somebody.
    fn let_in(&mut self, id: &str, taker: &str, role: Role) {
        let route = self.route(id);
        // A named arrival is given a receiver: whose turn it is must tell, as ever.
        let holder = self.ring_plan().map(|plan| plan.taker);
        self.start(id, taker, &route);
        if let (Some(named), Some(holder)) = (&route.x, holder)
            && holder != *named
        {
            let notice =
                Notice { holder, named: named.clone(), since: self.clock, state: NoticeState::Open, overdue: false };
            self.visits.get_mut(id).unwrap().notice = Some(notice);
        }
        if route.path == Path::Rotation {
            self.visits.get_mut(id).unwrap().given_to = Some(taker.to_string());
            self.prepay(id, taker, role, &route.owner);
        }
    }

    /// The taker's next turn counts as taken, unless the client was theirs already.
    fn prepay(&mut self, id: &str, taker: &str, role: Role, owner: &Option<Id>) {
        if role == Role::Sales && owner.as_deref() != Some(taker) {
            self.staff.get_mut(taker).unwrap().prepaid.push(id.to_string());
        }
    }

    /// The new receiver owns the client if this visit made the old owner, or nobody owns them.
    fn reassign_owner(&mut self, id: &str, taker: &str, role: Role, owner: &Option<Id>) {
        let v = &self.visits[id];
        let client = self.resolve(&v.client);
        let may = owner.is_none() || *owner == v.made_owner;
        if may && role == Role::Sales && !self.barred(taker, &client) {
            self.set_owner(&client, taker);
            self.visits.get_mut(id).unwrap().made_owner = Some(taker.to_string());
        }
    }

    /// Who was given this client is owed a turn at the front, once per visit.
    fn owe_front(&mut self, id: &str) {
        let Some(turn) = self.visits[id].turn.clone() else { return };
        if turn.front.is_some() || self.staff[&turn.holder].departed {
            return;
        }
        let entry = if let Some(entry) = turn.makeup {
            self.counts(&turn.holder).made_up -= 1;
            entry
        } else {
            let counts = self.counts(&turn.holder);
            counts.taken -= 1;
            counts.owed_granted += 1;
            self.new_entry(&turn.holder)
        };
        self.visits.get_mut(id).unwrap().turn.as_mut().unwrap().front = Some(entry.entry);
        self.owed.insert(0, entry);
    }

    /// Who was given this client has it back: the turn is theirs again while the entry stands.
    fn restore(&mut self, id: &str) -> bool {
        let Some(turn) = self.visits[id].turn.clone() else { return false };
        let Some(front) = turn.front else { return true };
        if !self.owed.iter().any(|e| e.entry == front) {
            return false;
        }
        self.owed.retain(|e| e.entry != front);
        let counts = self.counts(&turn.holder);
        if turn.makeup.is_some() {
            counts.made_up += 1;
        } else {
            counts.taken += 1;
            counts.owed_granted -= 1;
        }
        self.visits.get_mut(id).unwrap().turn.as_mut().unwrap().front = None;
        true
    }

    pub fn notice_ack(&mut self, c: &Value) -> Answer {
        self.close_notice(c, NoticeState::Acked)?;
        Ok(json!({"violation": null}))
    }

    pub fn notice_fail(&mut self, c: &Value) -> Answer {
        let holder = self.close_notice(c, NoticeState::Failed)?;
        let violation = self.commit_violation(None, &holder, "poaching", text(c, "visit"));
        Ok(json!({"violation": violation}))
    }

    /// Closes the open notice of a visit; gives who had to tell.
    fn close_notice(&mut self, c: &Value, state: NoticeState) -> Result<Id, &'static str> {
        let visit = self.visits.get_mut(text(c, "visit").unwrap()).ok_or("unknown_visit")?;
        let notice = visit.notice.as_mut().filter(|n| n.state == NoticeState::Open).ok_or("no_notice")?;
        notice.state = state;
        Ok(notice.holder.clone())
    }
}
