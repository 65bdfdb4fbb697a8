//! Owners, groups, units, deposits, commission, calls.

use super::*;

impl Walk {
    fn client(&mut self) -> String {
        self.rng.recent(&self.clients).cloned().unwrap_or_else(|| "c-none".into())
    }

    pub(super) fn transfer(&mut self) -> Value {
        let (mut client, mut to) = (self.client(), self.salesperson());
        if self.rng.percent(20)
            && let Some((c, s)) = self.rng.recent(&self.poached).cloned()
        {
            (client, to) = (c, s);
        }
        json!({"do": "client.transfer", "client": client, "to": to, "reason": "agreed", "by": MANAGER})
    }

    pub(super) fn link(&mut self) -> Value {
        let (one, other) = (self.client(), self.client());
        let kind = if self.rng.percent(50) { "household" } else { "company" };
        let mut c = json!({"do": "client.link", "client": one, "with": other, "kind": kind});
        if self.rng.percent(60) {
            c["by"] = json!(MANAGER);
        }
        c
    }

    pub(super) fn merge(&mut self) -> Value {
        let (from, into) = (self.client(), self.client());
        self.merged.push(from.clone());
        json!({"do": "client.merge", "client": from, "into": into, "reason": "one person", "by": MANAGER})
    }

    pub(super) fn split(&mut self) -> Value {
        if self.merged.is_empty() || self.rng.percent(40) {
            return self.merge();
        }
        // The latest first, mostly: others can't be taken apart yet.
        let latest = if self.rng.percent(70) { self.merged.pop() } else { self.rng.pick(&self.merged).cloned() };
        json!({"do": "client.split", "client": latest, "reason": "two people", "by": MANAGER})
    }

    pub(super) fn dismiss(&mut self) -> Value {
        let (one, other) = (self.client(), self.client());
        json!({"do": "hint.dismiss", "client": one, "with": other})
    }

    pub(super) fn add_unit(&mut self) -> Value {
        let unit = self.fresh("u");
        self.units.push(unit.clone());
        json!({"do": "unit.add", "unit": unit, "price_fen": 90_000_000})
    }

    pub(super) fn unit(&mut self) -> String {
        self.rng.recent(&self.units).cloned().unwrap_or_default()
    }

    pub(super) fn hold(&mut self) -> Value {
        let (unit, client) = (self.unit(), self.client());
        self.held.push(unit.clone());
        let until = stamp(self.now + 60_000 * (32 + self.rng.below(200) as i64));
        json!({"do": "unit.hold", "unit": unit, "client": client, "until": until, "by": MANAGER})
    }

    pub(super) fn release(&mut self) -> Value {
        let unit = match self.held.pop() {
            Some(unit) => unit,
            None if self.rng.percent(80) => return self.hold(),
            None => self.unit(),
        };
        json!({"do": "unit.release", "unit": unit, "by": MANAGER})
    }

    pub(super) fn deposit(&mut self) -> Value {
        let (deposit, unit, client) = (self.fresh("d"), self.unit(), self.client());
        let amount = if self.rng.percent(4) { [0, -100][self.rng.below(2)] } else { 2_000_000 };
        let by = if self.rng.percent(20) { MANAGER.to_string() } else { self.salesperson() };
        self.deposits.push((deposit.clone(), client.clone()));
        json!({"do": "deposit.take", "deposit": deposit, "unit": unit, "client": client, "amount_fen": amount, "by": by})
    }

    pub(super) fn refund(&mut self) -> Value {
        match self.rng.recent(&self.deposits).cloned() {
            Some((d, _)) => {
                json!({"do": "deposit.refund", "deposit": d, "reason": "changed their mind", "by": MANAGER})
            }
            None => self.deposit(),
        }
    }

    pub(super) fn sign(&mut self) -> Value {
        match self.rng.recent(&self.deposits).cloned() {
            Some((d, _)) => json!({"do": "contract.sign", "deposit": d}),
            None => self.deposit(),
        }
    }

    pub(super) fn agree(&mut self) -> Value {
        let owned: Vec<(String, String)> = self.owners.iter().map(|(c, o)| (c.clone(), o.clone())).collect();
        let Some((mut client, mut owner)) = self.rng.pick(&owned).cloned() else { return self.link() };
        let mut second = self.salesperson();
        if self.rng.percent(25)
            && let Some((c, s)) = self.rng.recent(&self.poached).cloned()
        {
            (client, second) = (c, s);
            owner = self.owners.get(&client).cloned().unwrap_or(owner);
        }
        let mut shares = serde_json::Map::new();
        let part = [5000, 7000, 9999, 10_000, 12_000][self.rng.below(5)];
        shares.insert(owner.clone(), json!(part));
        if part < 10_000 && second != owner {
            shares.insert(second, json!(10_000 - part));
        } else if part != 12_000 {
            shares.insert(owner, json!(10_000));
        }
        json!({"do": "commission.agree", "client": client, "shares": shares})
    }

    pub(super) fn call(&mut self) -> Value {
        let call = self.fresh("k");
        let mut c = json!({"do": "call.start", "call": call});
        if self.rng.percent(60) {
            c["phone"] = json!(self.phone());
        }
        if self.rng.percent(25) {
            c["asks_for"] = json!(self.someone());
        }
        if self.rng.percent(25) {
            c["project"] = json!(["East", "West", "North"][self.rng.below(3)]);
            c["name"] = json!("Qian");
            if self.rng.percent(80) {
                c["needs"] = json!("three rooms");
                c["phone"] = json!(self.phone());
            }
        }
        self.calls.push(call);
        c
    }

    pub(super) fn end_call(&mut self, state: &Value) -> Value {
        let mut open = vec![];
        for s in state["staff"].as_object().into_iter().flatten() {
            open.extend(strings(&s.1["calls"]));
        }
        match self.rng.pick(&open).cloned() {
            Some(call) => json!({"do": "call.end", "call": call}),
            None => self.call(),
        }
    }

    pub(super) fn return_call(&mut self, state: &Value) -> Value {
        let missed = super::desk::strings_about(state, "call_back");
        match self.rng.pick(&missed).cloned() {
            Some(call) => json!({"do": "call.returned", "call": call}),
            None => self.end_call(state),
        }
    }

    pub(super) fn project(&mut self) -> Value {
        let name = self.fresh("Project");
        json!({"do": "project.add", "name": name})
    }
}
