//! The state held to the shadow, and the books of section 3 balanced at each close.
//! Reads the program's numbers; it must never put one right.

use serde_json::{Value, json};

use super::data::Seeded;
use super::{CLOSES_SECONDS, DAY_SECONDS, LOOKED_UP_A_DAY, MANAGER, Replay, SALES, has, same};

impl Replay<'_> {
    /// Closes the day: everyone received and gone, the inbox emptied, the books balanced.
    pub(super) fn close(&mut self) -> Result<(), String> {
        self.now = CLOSES_SECONDS.max(self.now + 60);
        if self.now >= DAY_SECONDS {
            return Err("the day runs past midnight".to_owned());
        }
        same("still waiting", &self.shadow.waiting, &Vec::new())?;
        let arrived = self.figures.arrivals;
        same("arrivals received", &self.figures.receptions, &arrived)?;
        let state = self.floor.state();
        for item in state["inbox"].as_array().into_iter().flatten() {
            let item = &item["item"];
            self.figures.inbox += 1;
            self.give(json!({"do": "inbox.ack", "item": item, "by": MANAGER}))?;
        }
        let state = self.compare_state()?;
        has("state", &state, "inbox", &json!([]))?;
        self.balance(&state)?;
        self.look_up()?;
        let answer = self.give(json!({"do": "day.close"}))?;
        if answer["digest"].as_str().is_none_or(str::is_empty) {
            return Err("no digest".to_owned());
        }
        self.compare_closed()
    }

    /// Holds the state to the shadow.
    pub(super) fn compare_state(&mut self) -> Result<Value, String> {
        let state = self.floor.state();
        let shadow = &self.shadow;
        let fields = [
            ("date", json!(self.date.to_string())),
            ("order", json!(shadow.order)),
            ("next", json!(shadow.order.get(shadow.next))),
            ("call_next", json!(shadow.order.get(shadow.call_next))),
            ("assist_next", json!(shadow.order.first())),
            ("owed", json!(shadow.owed)),
            ("line", json!(shadow.line())),
            ("waiting", json!(shadow.waiting)),
        ];
        for (field, must) in fields {
            has("state", &state, field, &must)?;
        }
        self.compare_people(&state)?;
        Ok(state)
    }

    fn compare_people(&self, state: &Value) -> Result<(), String> {
        for (id, person) in &self.shadow.staff {
            let said = &state["staff"][id];
            has(id, said, "base", &json!(person.base))?;
            has(id, said, "receiving", &json!(person.visits))?;
            has(id, said, "calls", &json!(person.calls))?;
            if person.sales {
                self.compare_books(id, said)?;
            }
        }
        Ok(())
    }

    fn compare_books(&self, id: &str, said: &Value) -> Result<(), String> {
        let books = self.shadow.staff.get(id).map(|one| one.books);
        let books = books.unwrap_or_default();
        has(id, said, "suspended", &json!(false))?;
        let fields = [
            ("passed", books.passed),
            ("taken", books.taken),
            ("made_up", books.made_up),
            ("consumed", books.consumed),
            ("owed_granted", books.owed_granted),
            ("capped", 0),
            ("forfeited", books.forfeited),
            ("expired", books.expired),
            ("carried", books.carried),
            ("prepaid", 0),
        ];
        for (field, must) in fields {
            has(id, said, field, &json!(must))?;
        }
        Ok(())
    }

    /// Balances the books by the program's own numbers alone, and gathers them.
    fn balance(&mut self, state: &Value) -> Result<(), String> {
        let owed = state["owed"].as_array();
        let mut passed = Vec::new();
        let mut received = 0;
        for id in SALES {
            let book = |field: &str| state["staff"][id][field].as_u64().unwrap_or(u64::MAX / 8);
            let due = owed.map_or(0, |owed| owed.iter().filter(|one| *one == id).count() as u64);
            let outcomes = ["taken", "consumed", "owed_granted", "capped"];
            let turns: u64 = outcomes.into_iter().map(book).sum();
            same(&format!("{id}: outcomes and turns passed"), &turns, &book("passed"))?;
            let ends = ["made_up", "forfeited", "expired"];
            let ended: u64 = ends.into_iter().map(book).sum();
            let granted = book("carried") + book("owed_granted");
            same(&format!("{id}: turns owed and what became of them"), &(ended + due), &granted)?;
            passed.push(book("passed"));
            received += book("taken") + book("made_up");
            let figures = &mut self.figures;
            for (figure, field) in [
                (&mut figures.makeups, "made_up"),
                (&mut figures.consumed, "consumed"),
                (&mut figures.owed, "owed_granted"),
                (&mut figures.forfeited, "forfeited"),
                (&mut figures.expired, "expired"),
            ] {
                *figure += u32::try_from(book(field)).unwrap_or(u32::MAX);
            }
        }
        same("turns received and counted decisions", &received, &self.counted)?;
        let most = passed.iter().max().copied().unwrap_or(0);
        let least = passed.iter().min().copied().unwrap_or(0);
        match most - least {
            0 | 1 => Ok(()),
            _ => Err(format!("no equal chance: turns passed {passed:?}")),
        }
    }

    /// Looks some of the day's clients up: the owner, and the visits of the day.
    fn look_up(&mut self) -> Result<(), String> {
        let stream = 4_000_000 + u64::from(self.figures.days);
        let mut seeded = Seeded::new(self.seed, stream);
        for _ in 0..LOOKED_UP_A_DAY {
            let Some(id) = seeded.pick(&self.day_visits) else {
                continue;
            };
            let Some(visit) = self.shadow.visits.get(id) else {
                continue;
            };
            let said = self.floor.client(&visit.client);
            let owner = self.shadow.clients.get(&visit.client);
            has("client", &said, "client", &json!(visit.client))?;
            has("client", &said, "owner", &json!(owner.and_then(|one| one.owner.as_ref())))?;
            has("client", &said, "closed", &json!(false))?;
            let visits = said["visits"].as_array();
            if !visits.is_some_and(|visits| visits.iter().any(|visit| visit == id)) {
                return Err(format!("{} has no visit {id}: {said}", visit.client));
            }
        }
        Ok(())
    }

    /// Holds the state to a closed day: cursors null, lists empty, counts those of the day.
    fn compare_closed(&mut self) -> Result<(), String> {
        let state = self.floor.state();
        for field in ["date", "next", "call_next", "assist_next"] {
            has("closed", &state, field, &Value::Null)?;
        }
        for field in ["order", "owed", "line", "waiting"] {
            has("closed", &state, field, &json!([]))?;
        }
        for id in SALES {
            self.compare_books(id, &state["staff"][id])?;
        }
        Ok(())
    }
}
