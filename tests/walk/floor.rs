//! The day, the order, presence, policies, people coming and going.

use super::*;

impl Walk {
    /// Most salespeople, in some order.
    fn some_order(&mut self) -> Vec<String> {
        let mut order = self.sales.clone();
        self.rng.shuffle(&mut order);
        let keep = order.len().saturating_sub(self.rng.below(3)).max(3);
        order.truncate(keep);
        order
    }

    pub(super) fn open_day(&mut self) -> Value {
        let mut c = json!({"do": "day.open"});
        let order = self.some_order();
        if self.rng.percent(30) {
            // From the plan: it is set first, then the day is opened without an order.
            self.queue.push_back(json!({"do": "day.open", "by": "o1"}));
            return json!({"do": "roster.set", "date": date(self.now + 300_000), "order": order, "by": MANAGER});
        }
        if self.rng.percent(50) {
            let mut off: Vec<String> = vec![];
            for id in order.iter().chain(&["o1".to_string(), "o2".to_string()]) {
                if self.rng.percent(15) {
                    off.push(id.clone());
                }
            }
            c["off"] = json!(off);
        }
        c["order"] = json!(order);
        if self.rng.percent(50) {
            c["by"] = json!(if self.rng.percent(50) { MANAGER } else { "o1" });
        }
        c
    }

    pub(super) fn close_day(&mut self) -> Value {
        if self.rng.percent(30) {
            json!({"do": "day.close"})
        } else {
            json!({"do": "day.close", "force": true, "by": MANAGER})
        }
    }

    pub(super) fn roster(&mut self) -> Value {
        let order = self.some_order();
        let day = self.now + DAY * (self.rng.below(4) as i64);
        json!({"do": "roster.set", "date": date(day), "order": order, "by": MANAGER})
    }

    pub(super) fn reorder(&mut self, state: &Value) -> Value {
        let mut order = strings(&state["order"]);
        match self.rng.below(4) {
            0 => self.rng.shuffle(&mut order),
            1 => {
                if order.len() > 3 {
                    let at = self.rng.below(order.len());
                    order.remove(at);
                }
            }
            2 => order = self.some_order(),
            _ => {
                let more: Vec<String> = self.sales.iter().filter(|s| !order.contains(s)).cloned().collect();
                if let Some(s) = self.rng.pick(&more) {
                    let at = self.rng.below(order.len() + 1);
                    order.insert(at, s.clone());
                }
            }
        }
        json!({"do": "day.reorder", "order": order, "by": MANAGER})
    }

    pub(super) fn presence(&mut self, state: &Value) -> Value {
        let mut people = strings(&state["order"]);
        people.extend(self.office.iter().cloned());
        let away: Vec<String> =
            people.iter().filter(|id| state["staff"][id.as_str()]["base"] != "available").cloned().collect();
        if self.rng.percent(50)
            && let Some(id) = self.rng.pick(&away).cloned()
        {
            let to = ["available", "available", "available", "private", "business"][self.rng.below(5)];
            let mut c = json!({"do": "presence", "staff": id, "to": to});
            let on_leave = state["staff"][id.as_str()]["base"] == "leave";
            if (on_leave && self.rng.percent(80)) || self.rng.percent(10) {
                c["by"] = json!(MANAGER);
            }
            return c;
        }
        let id = self.rng.pick(&people).cloned().unwrap_or_default();
        let to = match self.rng.below(20) {
            0..=7 => "private",
            8..=14 => "business",
            15 => "leave",
            _ => "available",
        };
        let mut c = json!({"do": "presence", "staff": id, "to": to});
        if state["staff"][id.as_str()]["base"] == "leave" && self.rng.percent(80) {
            c["by"] = json!(MANAGER);
        }
        c
    }

    pub(super) fn policy(&mut self) -> Value {
        let n = self.rng.below(4);
        let (key, value) = match self.rng.below(12) {
            0 => ("register_match", json!(["owner", "rotation"][n % 2])),
            1 => ("when_all_busy", json!(["wait", "double_up"][n % 2])),
            2 => ("makeup_cap", json!([0, 1, 2, 3][n])),
            3 => ("makeup_run", json!([0, 1, 2, 3][n])),
            4 => ("double_up_max", json!([1, 2, 3, 4][n])),
            5 => ("named_on_turn", json!(["free", "counts"][n % 2])),
            6 => ("makeup_expires", json!(["week", "day", "never", "week"][n])),
            7 => ("late_arrival", json!(["end", "keep"][n % 2])),
            8 => ("suspension_start", json!(["next_duty_day", "today"][n % 2])),
            9 => ("suspended_serves_own", json!(n.is_multiple_of(2))),
            10 => ("notify_minutes", json!([1, 3, 5, 60][n])),
            _ => ("protection_days", json!([0, 1, 2, 7][n])),
        };
        json!({"do": "policy.set", "key": key, "value": value, "by": MANAGER})
    }

    pub(super) fn hire(&mut self, state: &Value) -> Value {
        if self.sales.len() > 8 {
            return self.presence(state);
        }
        let id = self.fresh("s");
        let office = self.rng.percent(15);
        let role = if office { "office" } else { "sales" };
        let c = json!({"do": "staff.add", "id": id, "name": "New", "role": role, "by": MANAGER});
        if office {
            self.office.push(id);
        } else {
            self.sales.push(id);
        }
        c
    }

    pub(super) fn depart(&mut self, state: &Value) -> Value {
        if self.sales.len() < 5 {
            return self.presence(state);
        }
        let idle = |id: &&String| {
            let s = &state["staff"][id.as_str()];
            strings(&s["receiving"]).is_empty() && strings(&s["calls"]).is_empty()
        };
        let idle: Vec<String> = self.sales.iter().filter(idle).cloned().collect();
        let from = if self.rng.percent(80) { &idle } else { &self.sales };
        let Some(id) = self.rng.pick(from).cloned() else { return self.presence(state) };
        if idle.contains(&id) {
            self.sales.retain(|s| *s != id);
            self.departed.push(id.clone());
        }
        json!({"do": "staff.depart", "id": id, "by": MANAGER})
    }
}
