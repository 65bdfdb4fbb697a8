//! Units, deposits, contracts, commission (section 8).

use super::fields::{millis, text};
use super::records::*;
use super::{Answer, State};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl State {
    /// The deposit or contract that stands on a unit.
    pub fn standing(&self, unit: &str) -> Option<(&Id, &Deposit)> {
        self.deposits.iter().find(|(_, d)| d.unit == unit && d.state != DepositState::Refunded)
    }

    pub fn unit_add(&mut self, c: &Value) -> Answer {
        let id = text(c, "unit").unwrap();
        if self.units.contains_key(id) {
            return Err("duplicate_id");
        }
        if c.get("price_fen").is_some_and(|p| p.as_i64() <= Some(0)) {
            return Err("bad_amount");
        }
        self.units.insert(id.to_string(), Unit::default());
        Ok(json!({}))
    }

    pub fn unit_hold(&mut self, c: &Value) -> Answer {
        let (unit, client) = (text(c, "unit").unwrap(), text(c, "client").unwrap());
        let until = text(c, "until").and_then(millis).unwrap();
        if until <= self.clock {
            return Err("bad_input");
        }
        if !self.units.contains_key(unit) {
            return Err("unknown_unit");
        }
        if !self.clients.contains_key(client) {
            return Err("unknown_client");
        }
        if self.standing(unit).is_some() {
            return Err("unit_taken");
        }
        if self.units[unit].hold.is_some() {
            return Err("unit_held");
        }
        self.units.get_mut(unit).unwrap().hold = Some((self.resolve(client), until));
        Ok(json!({}))
    }

    pub fn unit_release(&mut self, c: &Value) -> Answer {
        let unit = self.units.get_mut(text(c, "unit").unwrap()).ok_or("unknown_unit")?;
        unit.hold.take().map(|_| json!({})).ok_or("unit_not_held")
    }

    pub fn deposit_take(&mut self, c: &Value) -> Answer {
        let (unit, client) = (text(c, "unit").unwrap(), text(c, "client").unwrap());
        if text(c, "deposit").is_some_and(|d| self.deposits.contains_key(d)) {
            return Err("duplicate_id");
        }
        if !self.units.contains_key(unit) {
            return Err("unknown_unit");
        }
        if !self.clients.contains_key(client) {
            return Err("unknown_client");
        }
        let client = self.resolve(client);
        if c["amount_fen"].as_i64() <= Some(0) {
            return Err("bad_amount");
        }
        if self.standing(unit).is_some() {
            return Err("unit_taken");
        }
        if self.units[unit].hold.as_ref().is_some_and(|h| self.resolve(&h.0) != client) {
            return Err("unit_held");
        }
        self.units.get_mut(unit).unwrap().hold = None;
        let commission = self.commission(&client);
        let id = self.new_id(c, "deposit", "d");
        let deposit = Deposit { unit: unit.to_string(), client, state: DepositState::Active };
        self.deposits.insert(id.clone(), deposit);
        self.raise("deposit", &id);
        Ok(json!({"deposit": id, "commission": commission}))
    }

    /// The agreed shares while the owner is one of them, else all to the owner.
    fn commission(&self, client: &str) -> BTreeMap<Id, i64> {
        let Some(owner) = self.owner_of(client) else { return BTreeMap::new() };
        let shares = self.clients[client].shares.clone();
        let barred = |s: &BTreeMap<Id, i64>| s.keys().any(|k| *k != owner && self.barred(k, client));
        let shares = shares.filter(|s| s.contains_key(&owner) && !barred(s));
        shares.unwrap_or_else(|| BTreeMap::from([(owner, 10_000)]))
    }

    fn change_deposit(&mut self, c: &Value, to: DepositState) -> Answer {
        let deposit = self.deposits.get_mut(text(c, "deposit").unwrap()).ok_or("unknown_deposit")?;
        if deposit.state != DepositState::Active {
            return Err("wrong_state");
        }
        deposit.state = to;
        Ok(json!({}))
    }

    pub fn deposit_refund(&mut self, c: &Value) -> Answer {
        self.change_deposit(c, DepositState::Refunded)
    }

    pub fn contract_sign(&mut self, c: &Value) -> Answer {
        self.change_deposit(c, DepositState::Signed)
    }

    pub fn commission_agree(&mut self, c: &Value) -> Answer {
        let client = text(c, "client").unwrap();
        if !self.clients.contains_key(client) {
            return Err("unknown_client");
        }
        let client = self.resolve(client);
        let shares: BTreeMap<Id, i64> =
            c["shares"].as_object().unwrap().iter().map(|(k, v)| (k.clone(), v.as_i64().unwrap())).collect();
        for s in shares.keys() {
            self.active(s)?;
        }
        let owner = self.owner_of(&client).ok_or("bad_shares")?;
        let good = (1..=2).contains(&shares.len())
            && shares.contains_key(&owner)
            && shares.values().all(|n| (1..=10_000).contains(n))
            && shares.values().sum::<i64>() == 10_000;
        if !good {
            return Err("bad_shares");
        }
        if shares.keys().any(|s| *s != owner && self.barred(s, &client)) {
            return Err("poacher_excluded");
        }
        self.clients.get_mut(&client).unwrap().shares = (shares.len() == 2).then_some(shares);
        Ok(json!({"commission": self.commission(&client)}))
    }
}
