//! What can be read.

use super::State;
use super::fields::day_date;
use super::records::*;
use serde_json::{Map, Value, json};

impl State {
    pub fn view(&self) -> Value {
        let open = self.day.as_ref();
        let owed: Vec<&Id> = self.owed.iter().filter(|_| open.is_some()).map(|e| &e.staff).collect();
        let staff: Map<String, Value> = self.staff.iter().map(|(id, s)| (id.clone(), self.person(id, s))).collect();
        let item = |i: &Item| json!({"item": i.id, "kind": i.kind, "about": i.about});
        json!({
            "date": open.map(|d| day_date(d.date).to_string()),
            "order": self.order(),
            "next": open.and_then(|d| d.next.clone()),
            "call_next": open.and_then(|d| d.call_next.clone()),
            "assist_next": open.and_then(|d| d.assist_next.clone()),
            "owed": owed,
            "line": self.line(),
            "waiting": self.waiting,
            "staff": staff,
            "inbox": self.inbox.iter().filter(|i| i.open).map(item).collect::<Vec<_>>(),
        })
    }

    fn person(&self, id: &str, s: &Staff) -> Value {
        let days: i64 = self.violations.iter().filter(|v| v.staff == id).map(|v| v.left).sum();
        let n = &s.counts;
        json!({
            "base": s.base.name(),
            "receiving": self.receptions(id),
            "calls": self.open_calls(id),
            "suspended": s.serving.is_some(),
            "suspension_days": days,
            "passed": n.passed, "taken": n.taken, "made_up": n.made_up, "consumed": n.consumed,
            "owed_granted": n.owed_granted, "capped": n.capped, "forfeited": n.forfeited,
            "expired": n.expired, "carried": n.carried, "prepaid": s.prepaid.len(),
        })
    }

    pub fn client_view(&self, id: &str) -> Option<Value> {
        self.clients.get(id)?;
        let id = self.resolve(id);
        let c = &self.clients[&id];
        let mut visits: Vec<&Id> =
            self.visits.iter().filter(|(_, v)| self.resolve(&v.client) == id).map(|(k, _)| k).collect();
        visits.sort_by_key(|id| self.visits[*id].made);
        let time = |ms| chrono::DateTime::from_timestamp_millis(ms).map(|t| t.to_rfc3339());
        Some(json!({
            "client": id,
            "owner": self.owner_of(&id),
            "first_contact": self.first_contact(&id).and_then(time),
            "group": c.household.as_ref().or(c.company.as_ref()),
            "closed": self.closed(&id),
            "visits": visits,
        }))
    }

    pub fn unit_view(&self, id: &str) -> Option<Value> {
        let unit = self.units.get(id)?;
        let time = |ms| chrono::DateTime::from_timestamp_millis(ms).map(|t| t.to_rfc3339());
        let deposit = self.standing(id);
        let hold = unit.hold.as_ref();
        let status = match (deposit, hold) {
            (Some((_, d)), _) if d.state == DepositState::Signed => "sold",
            (Some(_), _) => "reserved",
            (None, Some(_)) => "held",
            (None, None) => "available",
        };
        let client = deposit.map(|d| &d.1.client).or(hold.map(|h| &h.0)).map(|k| self.resolve(k));
        Some(json!({
            "unit": id,
            "status": status,
            "deposit": deposit.map(|d| d.0),
            "client": client,
            "held_until": hold.and_then(|h| time(h.1)),
        }))
    }
}
