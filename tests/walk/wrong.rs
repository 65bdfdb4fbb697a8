//! Commands that should mostly be refused.

use super::*;

impl Walk {
    pub(super) fn wrong(&mut self, state: &Value) -> Value {
        let (unit, staff) = (self.unit(), self.salesperson());
        let order = strings(&state["order"]);
        let client = self.rng.pick(&self.clients).cloned().unwrap_or_else(|| "c-none".into());
        let (visit, known) = self.rng.recent(&self.visits).cloned().unwrap_or(("v-none".into(), client.clone()));
        match self.rng.below(40) {
            0 => json!({"do": "finish", "visit": "v-none"}),
            1 => json!({"do": "finish", "visit": visit}),
            2 => json!({"do": "visit.leave", "visit": visit}),
            3 => json!({"do": "presence", "staff": "s99", "to": "available"}),
            4 => json!({"do": "presence", "staff": MANAGER, "to": "private"}),
            5 => json!({"do": "arrive", "visit": self.fresh("v"), "new_client": self.fresh("c")}),
            6 => json!({"do": "arrive", "visit": self.fresh("v"), "new_client": self.fresh("c"), "been_before": true}),
            7 => json!({"do": "arrive", "visit": visit, "new_client": self.fresh("c"), "been_before": false}),
            8 => json!({"do": "arrive", "visit": self.fresh("v"), "client": known}),
            9 => json!({"do": "arrive", "visit": self.fresh("v"), "client": "c-none"}),
            10 => json!({"do": "arrive", "visit": self.fresh("v"), "new_client": self.fresh("c"),
                "been_before": false, "phone": "x12", "asks_for": staff}),
            11 => json!({"do": "day.open", "order": order}),
            12 => json!({"do": "day.close"}),
            13 => json!({"do": "day.reorder", "order": order}),
            14 => {
                let mut twice = order.clone();
                twice.extend(order.first().cloned());
                json!({"do": "day.reorder", "order": twice, "by": MANAGER})
            }
            15 => json!({"do": "day.reorder", "order": ["s1", "o1"], "by": MANAGER}),
            16 => json!({"do": "policy.set", "key": "makeup_cap", "value": "many", "by": MANAGER}),
            17 => json!({"do": "policy.set", "key": "no_such", "value": 1, "by": MANAGER}),
            18 => json!({"do": "policy.set", "key": "makeup_cap", "value": 1, "by": staff}),
            19 => json!({"do": "deposit.refund", "deposit": "d-none", "reason": "x", "by": MANAGER}),
            20 => json!({"do": "call.end", "call": "k-none"}),
            21 => json!({"do": "violation.void", "violation": "x-none", "reason": "x", "by": MANAGER}),
            22 => json!({"do": "inbox.ack", "item": "i-none", "by": MANAGER}),
            23 => {
                json!({"do": "unit.hold", "unit": "u-none", "client": client, "until": stamp(self.now + DAY), "by": MANAGER})
            }
            24 => {
                json!({"do": "unit.hold", "unit": unit, "client": client, "until": stamp(self.now + DAY), "by": staff})
            }
            25 => json!({"do": "unit.release", "unit": unit, "by": MANAGER}),
            26 => json!({"do": "finish", "visit": visit, "colour": "red"}),
            27 => json!({"do": "dance"}),
            28 => json!({"do": "finish", "visit": visit, "at": stamp(self.now - 6 * 3_600_000)}),
            29 => json!({"do": "undo", "by": "s99"}),
            30 => json!({"do": "unit.add", "unit": unit}),
            31 => json!({"do": "notice.ack", "visit": visit}),
            32 => json!({"do": "client.transfer", "client": client, "to": staff, "reason": "x"}),
            33 => {
                self.now += 15 * 60_000;
                json!({"do": "undo"})
            }
            34 => json!({"do": "staff.add", "id": "s1", "name": "Twin", "role": "sales", "by": MANAGER}),
            35 => json!({"do": "visit.take", "visit": visit, "staff": staff}),
            36 => json!({"do": "client.link", "client": client, "with": "c-none", "kind": "household"}),
            37 | 38 => {
                // The same request again, sometimes with other content.
                let asked = self.last.clone().filter(serde_json::Value::is_object);
                let Some(mut first) = asked else { return json!({"do": "undo"}) };
                let id = self.fresh("r");
                first = json!({"do": "project.add", "name": first["do"].as_str().unwrap_or("x").to_string() + &id, "request": id});
                let mut again = first.clone();
                if self.rng.percent(60) {
                    again["refer_to"] = json!("elsewhere");
                }
                again["at"] = json!(stamp(self.now + 3_600_000));
                if again.get("refer_to").is_none() {
                    again["at"] = json!(stamp(self.now));
                    first["at"] = json!(stamp(self.now));
                }
                self.queue.push_back(again);
                first
            }
            _ => json!({"do": "call.start", "call": self.fresh("k"), "project": "East", "name": "Wu"}),
        }
    }
}
