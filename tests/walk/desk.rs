//! What happens to visits once they are there: finishing, taking, notices, discipline, inbox, undo.

use super::*;

impl Walk {
    /// Someone at the desk, often nobody in particular.
    fn desk(&mut self, mut c: Value) -> Value {
        if self.rng.percent(25) {
            c["by"] = json!(if self.rng.percent(30) { MANAGER.to_string() } else { "o1".to_string() });
        }
        c
    }

    pub(super) fn finish(&mut self, state: &Value) -> Value {
        let open = open_visits(state);
        let Some((visit, _)) = self.rng.pick(&open).cloned() else { return self.arrive(state) };
        let mut c = json!({"do": "finish", "visit": visit});
        if self.rng.percent(30) {
            c["seen_off"] = json!(self.rng.percent(50));
        }
        self.desk(c)
    }

    pub(super) fn leave(&mut self, state: &Value) -> Value {
        match self.rng.pick(&strings(&state["waiting"])).cloned() {
            Some(visit) => json!({"do": "visit.leave", "visit": visit}),
            None => self.finish(state),
        }
    }

    pub(super) fn take(&mut self, state: &Value) -> Value {
        let mut open: Vec<String> = open_visits(state).into_iter().map(|v| v.0).collect();
        let waiting = strings(&state["waiting"]);
        if self.rng.percent(25) && !waiting.is_empty() {
            open = waiting;
        }
        let Some(visit) = self.rng.pick(&open).cloned() else { return self.arrive(state) };
        let client = self.visits.iter().rev().find(|v| v.0 == visit).map(|v| v.1.clone()).unwrap_or_default();
        let owner = self.owners.get(&client).cloned();
        let taker = match (self.rng.below(10), owner) {
            (0..=2, Some(owner)) => owner,
            (9, _) => self.someone(),
            _ => self.salesperson(),
        };
        let mut c = json!({"do": "visit.take", "visit": visit, "staff": taker});
        match self.rng.below(10) {
            0 | 1 => c["agreed"] = json!(true),
            2..=4 => {
                c["by"] = json!(MANAGER);
                c["reason"] = json!("the client prefers it");
                if self.rng.percent(10) {
                    c["agreed"] = json!(true);
                }
            }
            5 => {
                c["reason"] = json!("said so");
                self.poached.push((client, taker));
            }
            _ => self.poached.push((client, taker)),
        }
        c
    }

    /// Visits that may have a notice: open ones mostly.
    fn noticed(&mut self, state: &Value) -> Option<String> {
        let open: Vec<String> = open_visits(state).into_iter().map(|v| v.0).collect();
        let open: Vec<String> = open.into_iter().filter(|v| self.named.contains(v)).collect();
        let asked = strings_about(state, "notice_overdue");
        let list = if self.rng.percent(30) && !asked.is_empty() { asked } else { open };
        self.rng.pick(&list).cloned()
    }

    pub(super) fn acknowledge(&mut self, state: &Value) -> Value {
        match self.noticed(state) {
            Some(visit) => json!({"do": "notice.ack", "visit": visit}),
            None => self.arrive(state),
        }
    }

    pub(super) fn fail_notice(&mut self, state: &Value) -> Value {
        match self.noticed(state) {
            Some(visit) => json!({"do": "notice.fail", "visit": visit, "by": MANAGER}),
            None => self.arrive(state),
        }
    }

    pub(super) fn record_violation(&mut self) -> Value {
        const KINDS: [&str; 14] = [
            "poaching",
            "grabbing",
            "picking",
            "questions_skipped",
            "interrupting",
            "disputing",
            "cutting_in",
            "card_handing",
            "refusing_assist",
            "not_seen_off",
            "gossip",
            "unapproved_hold",
            "unchecked_deposit",
            "data_leak",
        ];
        let (id, staff) = (self.fresh("x"), self.someone());
        let kind = if self.rng.percent(45) { "poaching" } else { KINDS[self.rng.below(14)] };
        let mut c = json!({"do": "violation.record", "id": id, "staff": staff, "kind": kind, "by": MANAGER});
        let visit = self.rng.recent(&self.visits).cloned();
        if let (true, Some((visit, client))) = (self.rng.percent(60), visit) {
            c["visit"] = json!(visit);
            if kind == "poaching" {
                self.poached.push((client, staff));
            }
        }
        self.violations.push(id);
        c
    }

    pub(super) fn void_violation(&mut self) -> Value {
        match self.rng.recent(&self.violations).cloned() {
            Some(v) => json!({"do": "violation.void", "violation": v, "reason": "a mistake", "by": MANAGER}),
            None => self.record_violation(),
        }
    }

    pub(super) fn clear_inbox(&mut self, state: &Value) -> Value {
        let items: Vec<Value> = state["inbox"].as_array().cloned().unwrap_or_default();
        let calm: Vec<&Value> = items.iter().filter(|i| i["kind"] != "call_back").collect();
        let item = if self.rng.percent(95) { self.rng.pick(&calm).copied() } else { self.rng.pick(&items) };
        match item {
            Some(i) => json!({"do": "inbox.ack", "item": i["item"], "by": MANAGER}),
            None => self.arrive(state),
        }
    }

    pub(super) fn undo(&mut self) -> Value {
        // Undos often come several at once.
        while self.rng.percent(25) {
            self.queue.push_back(json!({"do": "undo", "by": MANAGER}));
        }
        if self.rng.percent(60) { json!({"do": "undo", "by": MANAGER}) } else { json!({"do": "undo"}) }
    }
}

/// What the open items of a kind are about.
pub(super) fn strings_about(state: &Value, kind: &str) -> Vec<String> {
    let items = state["inbox"].as_array().into_iter().flatten();
    items.filter(|i| i["kind"] == kind).filter_map(|i| i["about"].as_str().map(String::from)).collect()
}
