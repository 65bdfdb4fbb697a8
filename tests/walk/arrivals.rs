//! Arrivals of every kind, and what visitors tell later.

use super::*;
use std::collections::HashSet;

impl Walk {
    /// A phone spelled in one of the ways people spell phones.
    fn spell(&mut self, phone: &str) -> String {
        match self.rng.below(7) {
            0 => format!("{} {} {}", &phone[..3], &phone[3..7], &phone[7..]),
            1 => format!("+86{phone}"),
            2 => format!("+86 {}-{}-{}", &phone[..3], &phone[3..7], &phone[7..]),
            3 => phone.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect(),
            4 => format!(" {phone} "),
            _ => phone.to_string(),
        }
    }

    pub(super) fn phone(&mut self) -> String {
        let plain = self.plain_phone();
        self.spell(&plain)
    }

    fn plain_phone(&mut self) -> String {
        let known = self.rng.percent(40);
        if let (true, Some(p)) = (known, self.rng.recent(&self.phones).cloned()) {
            return p;
        }
        let phone = format!("13{:09}", self.rng.below(1_000_000_000));
        self.phones.push(phone.clone());
        phone
    }

    fn group_name(&mut self, household: bool) -> String {
        const HOUSEHOLDS: [&str; 12] =
            ["Li", "li ", "Wang", "ＷＡＮＧ", "Zhao", "Sun", "Qian", "Zhou", "Wu", "Zheng", "Feng", "Chen"];
        const COMPANIES: [&str; 12] =
            ["Acme", " ACME", "Bolt", "Ｂolt", "Cargo", "Dune", "Elm", "Fern", "Gale", "Hill", "Iris", "Jade"];
        (if household { HOUSEHOLDS } else { COMPANIES })[self.rng.below(12)].to_string()
    }

    pub(super) fn someone(&mut self) -> String {
        match self.rng.below(30) {
            0 => self.rng.pick(&self.office).cloned().unwrap_or_default(),
            1 => MANAGER.to_string(),
            2 if !self.departed.is_empty() => self.rng.pick(&self.departed).cloned().unwrap_or_default(),
            _ => self.salesperson(),
        }
    }

    pub(super) fn salesperson(&mut self) -> String {
        self.rng.pick(&self.sales).cloned().unwrap_or_default()
    }

    pub(super) fn arrive(&mut self, state: &Value) -> Value {
        let (visit, new_client) = (self.fresh("v"), self.fresh("c"));
        let mut c = json!({"do": "arrive", "visit": visit, "new_client": new_client});
        let mut client = new_client.clone();
        let here: Vec<String> = open_visits(state).into_iter().map(|v| v.0).chain(strings(&state["waiting"])).collect();
        let busy: HashSet<&String> = self.visits.iter().filter(|(v, _)| here.contains(v)).map(|(_, k)| k).collect();
        let away: Vec<String> = self.clients.iter().filter(|k| !busy.contains(k)).cloned().collect();
        let mut answered = false;
        match self.rng.below(100) {
            0..=24 => {
                if let Some(known) = self.rng.recent(&away).cloned() {
                    c["client"] = json!(known);
                    c.as_object_mut().unwrap().remove("new_client");
                    client = known;
                    answered = true;
                }
            }
            25..=74 => {
                let phone = self.plain_phone();
                let holder = self.holders.entry(phone.clone()).or_insert(client.clone());
                client = holder.clone();
                c["phone"] = json!(self.spell(&phone));
            }
            75..=80 => c["household"] = json!(self.group_name(true)),
            81..=86 => c["company"] = json!(self.group_name(false)),
            87..=88 => {
                c["household"] = json!(self.group_name(true));
                c["company"] = json!(self.group_name(false));
            }
            _ => {}
        }
        if self.rng.percent(6) && !answered && c.get("phone").is_some() {
            c["household"] = json!(self.group_name(true));
        }
        // Nearly always the questions are asked.
        if (!answered && self.rng.percent(96)) || self.rng.percent(10) {
            let before = self.rng.percent(35);
            c["been_before"] = json!(before);
            if before {
                c["received_by"] = if self.rng.percent(35) { Value::Null } else { json!(self.someone()) };
            }
        }
        if self.rng.percent(25) {
            c["asks_for"] = json!(self.someone());
        }
        if c.get("asks_for").is_some() || c["received_by"].is_string() {
            self.named.push(visit.clone());
        }
        if self.rng.percent(15) {
            let owner = self.owners.get(&client).cloned();
            let other = self.salesperson();
            c["recognised_by"] = json!(if self.rng.percent(70) { owner.unwrap_or(other) } else { other });
        }
        if self.rng.percent(8)
            && let Some(k) = self.rng.pick(&self.clients).cloned()
        {
            c["referred_by"] = json!(k);
        }
        if self.rng.percent(20) {
            c["party"] = json!(1 + self.rng.below(5));
            c["source"] = json!("walk-in");
        }
        if client == new_client {
            self.clients.push(new_client);
        }
        self.visits.push((visit, client));
        c
    }

    pub(super) fn register(&mut self, state: &Value) -> Value {
        let mut open: Vec<String> = open_visits(state).into_iter().map(|v| v.0).collect();
        open.extend(strings(&state["waiting"]));
        if self.rng.percent(15) || open.is_empty() {
            open = self.visits.iter().map(|v| v.0.clone()).collect();
        }
        let Some(visit) = self.rng.recent(&open).cloned() else { return self.arrive(state) };
        let mut c = json!({"do": "register", "visit": visit});
        match self.rng.below(10) {
            0 => c["name"] = json!("Chen"),
            1 => c["household"] = json!(self.group_name(true)),
            2 => c["company"] = json!(self.group_name(false)),
            3 => c["phone"] = json!("12ab"),
            _ => c["phone"] = json!(self.phone()),
        }
        c
    }
}
