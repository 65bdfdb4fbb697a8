//! Staff, the day and its order, presence (sections 2, 3 and 10).

use super::fields::{date_day, ids, site_day, text};
use super::policy::Expiry;
use super::records::*;
use super::{Answer, State};
use chrono::Datelike;
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl State {
    pub fn staff_add(&mut self, c: &Value) -> Answer {
        let id = text(c, "id").unwrap().to_string();
        if self.staff.contains_key(&id) {
            return Err("duplicate_id");
        }
        let role = match text(c, "role").unwrap() {
            "sales" => Role::Sales,
            "office" => Role::Office,
            _ => Role::Manager,
        };
        let staff =
            Staff { role, departed: false, base: Base::Off, serving: None, counts: Counts::default(), prepaid: vec![] };
        self.staff.insert(id, staff);
        Ok(json!({}))
    }

    pub fn staff_depart(&mut self, c: &Value) -> Answer {
        let id = text(c, "id").unwrap();
        self.active(id)?;
        if self.engaged(id) {
            return Err("wrong_state");
        }
        let order = self.order().iter().filter(|s| *s != id).cloned().collect();
        self.set_order(order);
        self.forfeit_all(id);
        let s = self.staff.get_mut(id).unwrap();
        s.departed = true;
        s.prepaid.clear();
        s.base = Base::Off;
        s.serving = None;
        for v in self.violations.iter_mut().filter(|v| v.staff == id) {
            v.left = 0;
        }
        Ok(json!({}))
    }

    /// Every owed turn of this person is lost.
    fn forfeit_all(&mut self, id: &str) {
        let before = self.owed.len();
        self.owed.retain(|e| e.staff != id);
        self.counts(id).forfeited += (before - self.owed.len()) as i64;
    }

    /// An order holds salespeople still here, each once.
    fn good_order(&self, order: &[Id]) -> Result<(), &'static str> {
        for id in order {
            self.active(id)?;
        }
        let each: BTreeSet<&Id> = order.iter().collect();
        let sales = order.iter().all(|id| self.staff[id].role == Role::Sales);
        if order.is_empty() || each.len() != order.len() || !sales {
            return Err("bad_order");
        }
        Ok(())
    }

    pub fn roster_set(&mut self, c: &Value) -> Answer {
        let order = ids(c, "order").unwrap();
        self.good_order(&order)?;
        let date = date_day(text(c, "date").unwrap()).unwrap();
        if self.last_day.is_some_and(|last| date <= last) {
            return Err("wrong_state");
        }
        self.rosters.insert(date, order);
        Ok(json!({}))
    }

    pub fn day_open(&mut self, c: &Value) -> Answer {
        let date = text(c, "date").and_then(date_day).unwrap_or(site_day(self.clock));
        if self.last_day.is_some_and(|last| date <= last) {
            return Err("day_already_open");
        }
        let planned = || {
            let order = self.rosters.get(&date).cloned().unwrap_or_default();
            order.into_iter().filter(|id| !self.staff[id].departed).collect()
        };
        let order: Vec<Id> = ids(c, "order").unwrap_or_else(planned);
        let off = ids(c, "off").unwrap_or_default();
        for id in order.iter().chain(&off) {
            self.active(id)?;
        }
        if off.iter().any(|id| !order.contains(id) && self.staff[id].role != Role::Office) {
            return Err("not_in_order");
        }
        self.good_order(&order)?;
        self.last_day = Some(date);
        // What a visit of an earlier day did stands.
        for v in self.visits.values_mut() {
            v.made_owner = None;
        }
        let first = order.first().cloned();
        self.day = Some(Day {
            date,
            order: order.clone(),
            next: first.clone(),
            call_next: first.clone(),
            assist_next: first,
            given: vec![],
            been_in: BTreeSet::new(),
        });
        for (id, s) in &mut self.staff {
            s.counts = Counts::default();
            let here = order.contains(id) || (s.role == Role::Office && !s.departed);
            s.base = if here && !off.contains(id) { Base::Available } else { Base::Off };
        }
        self.carry_over(date);
        let suspended = self.serve(&order);
        Ok(json!({"order": order, "suspended": suspended}))
    }

    /// Turns owed from earlier days: those too old expire.
    fn carry_over(&mut self, date: i32) {
        let week = |day: i32| super::fields::day_date(day).iso_week();
        for e in std::mem::take(&mut self.owed) {
            self.counts(&e.staff).carried += 1;
            let stands = match self.policies.expires {
                Expiry::Never => true,
                Expiry::Day => e.date == date,
                Expiry::Week => week(e.date) == week(date),
            };
            if stands {
                self.owed.push(e);
            } else {
                self.counts(&e.staff).expired += 1;
            }
        }
    }

    /// Those who come into the day's order for the first time today serve a day they still have to.
    fn serve(&mut self, order: &[Id]) -> Vec<Id> {
        let mut suspended = vec![];
        for id in order {
            if self.day.as_mut().unwrap().been_in.insert(id.clone()) && self.serve_one(id) {
                suspended.push(id.clone());
            }
        }
        suspended
    }

    /// One day of the first suspension not yet served is today.
    pub fn serve_one(&mut self, id: &str) -> bool {
        let Some(v) = self.violations.iter_mut().find(|v| v.staff == id && v.left > 0) else { return false };
        v.left -= 1;
        self.staff.get_mut(id).unwrap().serving = Some(v.id.clone());
        true
    }

    /// Changes the order; a cursor at somebody who leaves moves on.
    fn set_order(&mut self, order: Vec<Id>) {
        let Some(old) = self.day.clone() else { return };
        let moved = |cursor: &Option<Id>| {
            let at = old.order.iter().position(|s| Some(s) == cursor.as_ref()).unwrap_or(0);
            let round = old.order[at..].iter().chain(&old.order[..at]);
            round.into_iter().find(|s| order.contains(s)).or(order.first()).cloned()
        };
        let day = self.day.as_mut().unwrap();
        day.next = moved(&old.next);
        day.call_next = moved(&old.call_next);
        day.assist_next = moved(&old.assist_next);
        day.order = order;
    }

    pub fn day_reorder(&mut self, c: &Value) -> Answer {
        let order = ids(c, "order").unwrap();
        self.good_order(&order)?;
        let old = self.order().to_vec();
        self.set_order(order.clone());
        for id in old.iter().filter(|id| !order.contains(id)) {
            self.staff.get_mut(id).unwrap().base = Base::Off;
        }
        for id in order.iter().filter(|id| !old.contains(id)) {
            self.staff.get_mut(id).unwrap().base = Base::Available;
        }
        self.serve(&order);
        Ok(json!({"order": order, "next": self.day.as_ref().unwrap().next}))
    }

    pub fn day_close(&mut self, c: &Value) -> Answer {
        let open: Vec<Id> =
            self.visits.iter().filter(|v| v.1.status == Status::Receiving).map(|v| v.0.clone()).collect();
        let calls = self.calls.values().any(|c| c.state == CallState::Open);
        if c["force"] != true && (calls || !open.is_empty() || !self.waiting.is_empty()) {
            return Err("day_not_clear");
        }
        for id in std::mem::take(&mut self.waiting) {
            self.end_visit(&id, Status::Left);
        }
        for id in open {
            self.end_visit(&id, Status::Finished);
        }
        for call in self.calls.values_mut().filter(|c| c.state == CallState::Open) {
            call.state = CallState::Ended;
        }
        for s in self.staff.values_mut() {
            s.base = Base::Off;
            s.serving = None;
        }
        self.day = None;
        Ok(json!({}))
    }

    pub fn presence(&mut self, c: &Value, by_manager: bool) -> Answer {
        let id = text(c, "staff").unwrap();
        let to = match text(c, "to").unwrap() {
            "available" => Base::Available,
            "private" => Base::Private,
            "business" => Base::Business,
            _ => Base::Leave,
        };
        let person = self.active(id)?.clone();
        if person.role != Role::Office && !self.in_order(id) {
            return Err("not_in_order");
        }
        if person.base == Base::Leave && !by_manager {
            return Err("on_leave");
        }
        self.staff.get_mut(id).unwrap().base = to;
        if to == Base::Leave {
            self.forfeit_all(id);
        } else if person.base == Base::Off && person.role == Role::Sales && self.policies.late_to_end {
            let mut order: Vec<Id> = self.order().iter().filter(|s| *s != id).cloned().collect();
            self.set_order(order.clone());
            order.push(id.to_string());
            self.set_order(order);
        }
        Ok(json!({}))
    }
}
