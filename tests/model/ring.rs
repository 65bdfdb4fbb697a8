//! Presence, the line, and the ring that gives turns (sections 2 and 3).

use super::State;
use super::records::*;
use serde_json::{Value, json};

/// How the taker takes.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    Makeup(Owed),
    Order,
    /// Outside the order: only prepaid people were free.
    Outside,
}

/// What a turn that passes becomes.
#[derive(Clone, Debug, PartialEq)]
pub enum Pass {
    Prepaid,
    Private,
    /// Counted by this reception.
    Counted(Id),
    Owed,
    Capped,
}

/// What the ring would do with a client, before anything is changed.
#[derive(Clone, Debug)]
pub struct Plan {
    pub taker: Id,
    pub how: How,
    pub forfeits: Vec<Owed>,
    pub passes: Vec<(Id, Pass)>,
    pub doubled: bool,
}

impl State {
    /// Open receptions of a person, first started first.
    pub fn receptions(&self, id: &str) -> Vec<Id> {
        let mut found: Vec<(u64, Id)> = self
            .visits
            .iter()
            .filter(|(_, v)| v.status == Status::Receiving && v.receiver.as_deref() == Some(id))
            .map(|(k, v)| (v.started.unwrap_or(0), k.clone()))
            .collect();
        found.sort();
        found.into_iter().map(|x| x.1).collect()
    }

    pub fn open_calls(&self, id: &str) -> Vec<Id> {
        let open = |c: &Call| c.state == CallState::Open && c.by.as_deref() == Some(id);
        self.calls.iter().filter(|(_, c)| open(c)).map(|(k, _)| k.clone()).collect()
    }

    pub fn engaged(&self, id: &str) -> bool {
        !self.receptions(id).is_empty() || !self.open_calls(id).is_empty()
    }

    pub fn order(&self) -> &[Id] {
        self.day.as_ref().map_or(&[], |d| &d.order)
    }

    pub fn in_order(&self, id: &str) -> bool {
        self.order().iter().any(|s| s == id)
    }

    /// In the order, there, and not engaged; suspended or not.
    fn unoccupied(&self, id: &str) -> bool {
        self.in_order(id) && self.staff[id].base == Base::Available && !self.engaged(id)
    }

    pub fn free(&self, id: &str) -> bool {
        self.unoccupied(id) && self.staff[id].serving.is_none()
    }

    /// May receive own clients and those who name them.
    pub fn may_receive(&self, id: &str) -> bool {
        self.unoccupied(id) && (self.staff[id].serving.is_none() || self.policies.suspended_serves_own)
    }

    pub fn free_office(&self) -> Option<Id> {
        let here = |id: &str, s: &Staff| {
            s.role == Role::Office && !s.departed && s.base == Base::Available && !self.engaged(id)
        };
        self.staff.iter().find(|(id, s)| here(id, s)).map(|(id, _)| id.clone())
    }

    pub fn out(&self, id: &str) -> bool {
        let s = &self.staff[id];
        matches!(s.base, Base::Off | Base::Leave) || s.serving.is_some()
    }

    /// The order, once round, from a cursor on.
    pub fn round(&self, cursor: &Option<Id>) -> Vec<Id> {
        let order = self.order();
        let start = order.iter().position(|s| Some(s) == cursor.as_ref()).unwrap_or(0);
        order[start..].iter().chain(&order[..start]).cloned().collect()
    }

    /// Who is reached first.
    pub fn line(&self) -> Vec<Id> {
        let Some(day) = &self.day else { return vec![] };
        let mut line: Vec<Id> = vec![];
        let all = self.owed.iter().map(|e| e.staff.clone()).chain(self.round(&day.next));
        for id in all {
            if self.in_order(&id) && !self.out(&id) && !line.contains(&id) {
                line.push(id);
            }
        }
        line
    }

    /// The day's latest clients were all make-ups of this person, as many as one may have in a row.
    fn run_over(&self, id: &str) -> bool {
        let (run, given) = (self.policies.makeup_run as usize, &self.day.as_ref().unwrap().given);
        run > 0 && given.len() >= run && given[given.len() - run..].iter().all(|(s, m)| *m && s == id)
    }

    /// What the turn of somebody who is neither out nor free becomes.
    fn pass_of(&self, id: &str) -> Pass {
        if self.staff[id].base == Base::Private {
            return Pass::Private;
        }
        let visits = self.receptions(id);
        if !visits.is_empty()
            && self.open_calls(id).is_empty()
            && visits.iter().all(|v| self.own_returning(v))
            && let Some(v) = visits.iter().find(|v| !self.visits[*v].used)
        {
            return Pass::Counted(v.clone());
        }
        let owed = self.owed.iter().filter(|e| e.staff == id).count() as i64;
        if self.policies.makeup_cap > 0 && owed >= self.policies.makeup_cap { Pass::Capped } else { Pass::Owed }
    }

    /// The reception is of its receiver's own client, still open, received before.
    fn own_returning(&self, visit: &str) -> bool {
        let v = &self.visits[visit];
        let client = self.resolve(&v.client);
        let earlier = |o: &Visit| o.started.is_some() && o.started < v.started && self.resolve(&o.client) == client;
        self.owner_of(&client) == v.receiver && !self.closed(&client) && self.visits.values().any(earlier)
    }

    /// Who would be given a client now, and what would happen on the way.
    pub fn ring_plan(&self) -> Option<Plan> {
        let day = self.day.as_ref()?;
        // 1. Make-ups first.
        let mut forfeits: Vec<Owed> = vec![];
        for e in self.first_entries() {
            if self.run_over(&e.staff) {
                continue;
            }
            if self.free(&e.staff) {
                let taker = e.staff.clone();
                return Some(Plan { taker, how: How::Makeup(e), forfeits, passes: vec![], doubled: false });
            }
            if self.staff[&e.staff].base == Base::Private {
                forfeits.push(e);
            }
        }
        // 2. Then the order.
        let mut passes = vec![];
        for id in self.round(&day.next) {
            if self.out(&id) {
                continue;
            }
            if !self.staff[&id].prepaid.is_empty() {
                passes.push((id, Pass::Prepaid));
            } else if self.free(&id) {
                return Some(self.in_turn(id, forfeits, passes, false));
            } else {
                let pass = self.pass_of(&id);
                passes.push((id, pass));
            }
        }
        if let Some(taker) = self.line().into_iter().find(|id| self.free(id)) {
            return Some(Plan { taker, how: How::Outside, forfeits: vec![], passes: vec![], doubled: false });
        }
        // 3. Nobody free.
        if self.policies.double_up { self.double_plan() } else { None }
    }

    /// The first entry of each person in the order who is not out, first owed first.
    fn first_entries(&self) -> Vec<Owed> {
        let mut found: Vec<Owed> = vec![];
        for e in &self.owed {
            if self.in_order(&e.staff) && !self.out(&e.staff) && !found.iter().any(|f| f.staff == e.staff) {
                found.push(e.clone());
            }
        }
        found
    }

    fn in_turn(&self, taker: Id, mut forfeits: Vec<Owed>, passes: Vec<(Id, Pass)>, doubled: bool) -> Plan {
        forfeits.retain(|e| !passes.iter().any(|(id, p)| *id == e.staff && *p == Pass::Private));
        Plan { taker, how: How::Order, forfeits, passes, doubled }
    }

    fn double_plan(&self) -> Option<Plan> {
        let fits = |id: &Id| {
            let n = self.receptions(id).len() as i64;
            self.staff[id].base == Base::Available
                && self.open_calls(id).is_empty()
                && n >= 1
                && n < self.policies.double_up_max
        };
        let taker = self.line().into_iter().find(fits)?;
        let entries = self.first_entries();
        let private = |e: &&Owed| self.staff[&e.staff].base == Base::Private;
        if let Some(at) = entries.iter().position(|e| e.staff == taker) {
            let forfeits = entries[..at].iter().filter(private).cloned().collect();
            let how = How::Makeup(entries[at].clone());
            return Some(Plan { taker, how, forfeits, passes: vec![], doubled: true });
        }
        let mut passes = vec![];
        for id in self.round(&self.day.as_ref()?.next) {
            if id == taker {
                break;
            }
            if self.out(&id) {
                continue;
            }
            let pass = if self.staff[&id].prepaid.is_empty() { self.pass_of(&id) } else { Pass::Prepaid };
            passes.push((id, pass));
        }
        Some(self.in_turn(taker, entries.iter().filter(private).cloned().collect(), passes, true))
    }

    /// Does what was planned; gives the skips and the turn used.
    pub fn ring_apply(&mut self, plan: &Plan) -> (Vec<Value>, Option<Turn>) {
        let mut skips = vec![];
        for e in &plan.forfeits {
            self.owed.retain(|o| o.entry != e.entry);
            self.counts(&e.staff).forfeited += 1;
            skips.push(json!({"staff": e.staff, "outcome": "forfeited", "why": "private"}));
        }
        for (id, pass) in &plan.passes {
            self.counts(id).passed += 1;
            let (outcome, why) = match pass {
                Pass::Prepaid => {
                    self.staff.get_mut(id).unwrap().prepaid.remove(0);
                    self.counts(id).taken += 1;
                    ("taken", "prepaid")
                }
                Pass::Private => {
                    self.counts(id).consumed += 1;
                    ("consumed", "private")
                }
                Pass::Counted(visit) => {
                    self.visits.get_mut(visit).unwrap().used = true;
                    self.counts(id).consumed += 1;
                    ("consumed", "counted")
                }
                Pass::Owed => {
                    let entry = self.new_entry(id);
                    self.owed.push(entry);
                    self.counts(id).owed_granted += 1;
                    ("owed", "business")
                }
                Pass::Capped => {
                    self.counts(id).capped += 1;
                    ("capped", "business")
                }
            };
            skips.push(json!({"staff": id, "outcome": outcome, "why": why}));
        }
        let turn = |makeup| Some(Turn { holder: plan.taker.clone(), makeup, front: None });
        let used = match &plan.how {
            How::Makeup(e) => {
                self.owed.retain(|o| o.entry != e.entry);
                self.counts(&plan.taker).made_up += 1;
                turn(Some(e.clone()))
            }
            How::Order => {
                let counts = self.counts(&plan.taker);
                counts.passed += 1;
                counts.taken += 1;
                let after = self.round(&Some(plan.taker.clone())).get(1).cloned();
                self.day.as_mut().unwrap().next = after.or(Some(plan.taker.clone()));
                turn(None)
            }
            How::Outside => None,
        };
        let makeup = matches!(plan.how, How::Makeup(_));
        self.day.as_mut().unwrap().given.push((plan.taker.clone(), makeup));
        (skips, used)
    }

    pub fn counts(&mut self, id: &str) -> &mut Counts {
        &mut self.staff.get_mut(id).unwrap().counts
    }

    pub fn new_entry(&mut self, id: &str) -> Owed {
        self.serial += 1;
        Owed { entry: self.serial, staff: id.to_string(), date: self.day.as_ref().unwrap().date }
    }
}
