//! Real consultations of a clinic as days of a floor, played to the program as a conversation.
//! Owns the driver: what is said when, and what every answer must have been. The rules it holds
//! the answers to are in `shadow`; the program's own code is never called from here.

mod audit;
mod data;
mod desk;
mod figures;
mod shadow;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::{Value, json};

pub use data::{Consultation, Day, days, file, read};
pub use figures::Figures;

use data::{Seeded, client_id, monday, phone};
use shadow::{Client, Path, Shadow, Visit};

const SALES: [&str; 6] = ["s1", "s2", "s3", "s4", "s5", "s6"];
const OFFICE: [&str; 2] = ["o1", "o2"];
const MANAGER: &str = "m1";

const OPENS_SECONDS: u32 = 8 * 3600;
const CLOSES_SECONDS: u32 = 19 * 3600;
const LAST_ABSENCE_SECONDS: u32 = 20 * 3600;
const DAY_SECONDS: u32 = 24 * 3600;

/// How many of a day's clients are looked up in the register at its close.
const LOOKED_UP_A_DAY: u32 = 4;

/// The program, as a conversation.
pub trait Floor {
    /// Gives one command and returns its answer.
    fn answer(&mut self, command: Value) -> Value;
    /// Returns what `lunpai state --json` prints.
    fn state(&mut self) -> Value;
    /// Returns what `lunpai client ID --json` prints.
    fn client(&mut self, id: &str) -> Value;
}

/// Something that will happen at a time of the day.
enum Event {
    Arrive(Consultation),
    Finish(String),
    Acknowledge(String),
    Call(String),
    Hang(String, String),
    CallBack(String),
    Presence(&'static str, &'static str),
}

/// The days of the clinic, played to one floor that has an empty register.
pub struct Replay<'a> {
    floor: &'a mut dyn Floor,
    seed: u64,
    probing: bool,
    shadow: Shadow,
    figures: Figures,
    patients: Vec<String>,
    phoned: BTreeSet<String>,
    put_off: BTreeMap<String, Vec<Consultation>>,
    queue: BTreeMap<(u32, u64), Event>,
    queued: u64,
    date: NaiveDate,
    now: u32,
    counted: u64,
    day_visits: Vec<String>,
    seq: u64,
    last: String,
}

impl<'a> Replay<'a> {
    /// Prepares a replay. The same seed says the same things to a program that answers the same.
    pub fn new(floor: &'a mut dyn Floor, seed: u64) -> Self {
        Self {
            floor,
            seed,
            probing: false,
            shadow: Shadow::default(),
            figures: Figures::default(),
            patients: Vec::new(),
            phoned: BTreeSet::new(),
            put_off: BTreeMap::new(),
            queue: BTreeMap::new(),
            queued: 0,
            date: NaiveDate::default(),
            now: 0,
            counted: 0,
            day_visits: Vec::new(),
            seq: 0,
            last: String::new(),
        }
    }

    /// Also says an arrival of a client who is still there, and holds the program to refusing it
    /// as `already_here`. Without it no command of the replay may be refused.
    #[must_use]
    pub fn probing(mut self) -> Self {
        self.probing = true;
        self
    }

    /// Plays the days, checking every answer.
    ///
    /// # Errors
    /// The first thing that is not as it must be: when, what, and the last thing said.
    pub fn run(mut self, days: &[Day]) -> Result<Figures, String> {
        let played = self.play(days);
        played.map_err(|what| {
            let clock = clock(self.now);
            format!("{} {clock}: {what}\n{}", self.date, self.last)
        })?;
        Ok(self.figures)
    }

    fn play(&mut self, days: &[Day]) -> Result<(), String> {
        self.meet(days)?;
        if let Some(first) = days.first() {
            self.date = first.date;
            self.now = OPENS_SECONDS - 1800;
            self.hire()?;
        }
        for (index, day) in days.iter().enumerate() {
            self.open(index, day)?;
            while let Some(((time, _), event)) = self.queue.pop_first() {
                self.now = time;
                self.happen(event)?;
            }
            self.close()?;
        }
        Ok(())
    }

    /// Lists the patients; no two may share a phone or a client id.
    fn meet(&mut self, days: &[Day]) -> Result<(), String> {
        let all = days.iter().flat_map(|day| &day.consultations);
        let patients: BTreeSet<&String> = all.map(|one| &one.patient).collect();
        let phones: BTreeSet<String> = patients.iter().map(|id| phone(id)).collect();
        let clients: BTreeSet<String> = patients.iter().map(|id| client_id(id)).collect();
        same("distinct phones", &phones.len(), &patients.len())?;
        same("distinct clients", &clients.len(), &patients.len())?;
        self.patients = patients.into_iter().cloned().collect();
        Ok(())
    }

    fn hire(&mut self) -> Result<(), String> {
        let add = |id: &str, role: &str| json!({"do": "staff.add", "id": id, "name": id, "role": role});
        self.give(add(MANAGER, "manager"))?;
        let sales = SALES.iter().map(|id| (*id, "sales"));
        let office = OFFICE.iter().map(|id| (*id, "office"));
        for (id, role) in sales.chain(office) {
            let mut command = add(id, role);
            command["by"] = json!(MANAGER);
            self.give(command)?;
            self.shadow.hire(id, role == "sales");
        }
        Ok(())
    }

    /// Opens a day, everyone in the order, each day the next one first, and queues what will come.
    fn open(&mut self, index: usize, day: &Day) -> Result<(), String> {
        let new_week = index > 0 && monday(self.date) != monday(day.date);
        self.date = day.date;
        self.now = OPENS_SECONDS;
        let mut order: Vec<String> = SALES.iter().map(ToString::to_string).collect();
        order.rotate_left(index % SALES.len());
        self.shadow.open(order.clone(), new_week);
        self.counted = 0;
        self.day_visits.clear();
        self.figures.days += 1;
        let answer = self.give(json!({"do": "day.open", "order": order}))?;
        has("day.open", &answer, "order", &json!(order))?;
        has("day.open", &answer, "suspended", &json!([]))?;
        self.compare_state()?;
        self.plan(day, index as u64)
    }

    /// Queues the day's consultations, calls and absences.
    fn plan(&mut self, day: &Day, index: u64) -> Result<(), String> {
        for one in &day.consultations {
            if one.start_seconds < OPENS_SECONDS {
                return Err(format!("{one:?} begins before the floor opens"));
            }
            self.queue(one.start_seconds, Event::Arrive(one.clone()));
        }
        let mut seeded = Seeded::new(self.seed, 1_000_000 + index);
        // At most four of the overlaid sessions run at once: without thin days few would wait.
        let thin = seeded.below(4) == 0;
        let (calls, absences, lasts, apart) = if thin { (60, 12, 3600, 1800) } else { (6, 3, 2100, 3 * 3600) };
        for call in 1..=calls + seeded.below(9) {
            let time = OPENS_SECONDS + 1200 + seeded.below(10 * 3600);
            self.queue(time, Event::Call(format!("c{:03}-{call:02}", index + 1)));
        }
        let office = OFFICE.into_iter().filter(|_| thin);
        for id in SALES.into_iter().chain(office) {
            let mut time = OPENS_SECONDS + 1800 + seeded.below(4 * 3600);
            for _ in 0..seeded.below(absences) {
                if time > LAST_ABSENCE_SECONDS {
                    break;
                }
                let base = *seeded.pick(&["private", "business"]).unwrap_or(&"private");
                let back = time + 300 + seeded.below(lasts);
                self.queue(time, Event::Presence(id, base));
                self.queue(back, Event::Presence(id, "available"));
                time = back + 300 + seeded.below(apart);
            }
        }
        Ok(())
    }

    /// Queues an event; those of one time happen in the order queued.
    fn queue(&mut self, time: u32, event: Event) {
        self.queued += 1;
        self.queue.insert((time, self.queued), event);
    }

    fn happen(&mut self, event: Event) -> Result<(), String> {
        match event {
            Event::Arrive(one) => self.arrive(one),
            Event::Finish(visit) => self.finish(&visit),
            Event::Acknowledge(visit) => self
                .give(json!({"do": "notice.ack", "visit": visit}))
                .and_then(|answer| has("notice.ack", &answer, "violation", &Value::Null)),
            Event::Call(call) => self.call(call),
            Event::Hang(call, staff) => {
                if let Some(person) = self.shadow.staff.get_mut(&staff) {
                    person.calls.remove(&call);
                }
                self.give(json!({"do": "call.end", "call": call})).map(drop)
            }
            Event::CallBack(call) => self.give(json!({"do": "call.returned", "call": call})).map(drop),
            Event::Presence(staff, base) => {
                if let Some(person) = self.shadow.staff.get_mut(staff) {
                    person.base = base;
                }
                self.figures.absences += u32::from(base != "available");
                self.give(json!({"do": "presence", "staff": staff, "to": base})).map(drop)
            }
        }
    }

    /// A client comes; one who is still there comes again when the first visit ends.
    fn arrive(&mut self, one: Consultation) -> Result<(), String> {
        let client = client_id(&one.patient);
        let (id, command, visit, flags) = self.arrival(&client, &one);
        let known = self.shadow.clients.get(&client);
        if known.is_some_and(|client| client.open_visit.is_some()) {
            if self.probing {
                let answer = self.say(command);
                has("arrive", &answer, "ok", &json!(false))?;
                has("arrive", &answer, "error", &json!("already_here"))?;
                self.figures.refused += 1;
            }
            self.figures.delayed += 1;
            self.put_off.entry(client).or_default().push(one);
            return Ok(());
        }
        let entry = self
            .shadow
            .clients
            .entry(client)
            .or_insert_with(|| Client { has_phone: command.get("phone").is_some(), ..Client::default() });
        entry.open_visit = Some(id.clone());
        self.figures.arrivals += 1;
        self.figures.returning += u32::from(entry.received_count > 0);
        self.day_visits.push(id.clone());
        self.shadow.visits.insert(id.clone(), visit);
        let answer = self.say(command);
        has("arrive", &answer, "ok", &json!(true))?;
        let said = answer.get("flags").and_then(Value::as_array);
        let said: BTreeSet<&str> = said.into_iter().flatten().filter_map(Value::as_str).collect();
        same("flags", &said, &flags.into_iter().collect())?;
        self.decided(&id, &answer)?;
        self.settle(&answer)
    }

    /// Ends a reception; whoever of the same client was put off comes now.
    fn finish(&mut self, id: &str) -> Result<(), String> {
        self.shadow.finish(id);
        let visit = self.shadow.visits.get(id);
        let client = visit.map(|visit| visit.client.clone()).unwrap_or_default();
        for one in self.put_off.remove(&client).unwrap_or_default() {
            self.queue(self.now, Event::Arrive(one));
        }
        let mut command = json!({"do": "finish", "visit": id});
        if id.ends_with("77") {
            command["seen_off"] = json!(false);
        }
        self.give(command).map(drop)
    }

    /// The telephone rings: somebody of the clinic's, sooner or later a client, or nobody known.
    fn call(&mut self, call: String) -> Result<(), String> {
        self.figures.calls += 1;
        let stream = 2_000_000 + u64::from(self.figures.calls);
        let mut seeded = Seeded::new(self.seed, stream);
        let mut command = json!({"do": "call.start", "call": call});
        let patient = seeded.pick(&self.patients).cloned().unwrap_or_default();
        if seeded.below(3) > 0 {
            command["phone"] = json!(phone(&patient));
            self.phoned.insert(patient);
        }
        let asked = seeded.pick(&SALES).copied();
        let asked = asked.filter(|_| seeded.below(6) == 0);
        if let Some(asked) = asked {
            command["asks_for"] = json!(asked);
        }
        let lasts = 30 + seeded.below(270);
        let (answerer, by_ring) = self.shadow.answerer(asked);
        if let (Some(id), true) = (&answerer, by_ring) {
            let at = self.shadow.order.iter().position(|other| other == id);
            self.shadow.call_next = at.map_or(0, |at| (at + 1) % SALES.len());
        }
        if let Some(id) = &answerer {
            if let Some(person) = self.shadow.staff.get_mut(id) {
                person.calls.insert(call.clone());
            }
            self.queue(self.now + lasts, Event::Hang(call, id.clone()));
        } else {
            self.figures.calls_missed += 1;
            self.queue(self.now + 600, Event::CallBack(call));
        }
        let answer = self.give(command)?;
        has("call.start", &answer, "answered_by", &json!(answerer))?;
        has("call.start", &answer, "missed", &json!(answerer.is_none()))
    }

    /// Holds a decision to what it must be, and lets it happen.
    fn decided(&mut self, id: &str, decision: &Value) -> Result<(), String> {
        let Some(visit) = self.shadow.visits.get(id).cloned() else {
            return Err(format!("no visit {id}"));
        };
        let expected = self.shadow.expect(&visit);
        let holder = self.shadow.ring().map(|turn| turn.taker);
        let owner = self.shadow.clients.get(&visit.client);
        let owner = owner.and_then(|client| client.owner.clone());
        let taker = expected.receiver.clone();
        let becomes = taker.as_ref().map(|id| visit.wanted.as_ref().unwrap_or(id));
        let skips = expected.turn.iter().flat_map(|turn| &turn.skips);
        let fields = [
            ("visit", json!(id)),
            ("client", json!(visit.client)),
            ("path", json!(visit.path.word())),
            ("receiver", json!(taker)),
            ("waiting", json!(taker.is_none())),
            ("assist", json!(expected.assist)),
            ("counted", json!(expected.turn.is_some())),
            ("makeup", json!(expected.turn.as_ref().is_some_and(|turn| turn.makeup))),
            ("skips", skips.map(shadow::Skip::value).collect()),
            ("owner", json!(owner.as_ref().or(becomes))),
        ];
        for (field, must) in fields {
            has(id, decision, field, &must)?;
        }
        let holder = holder.filter(|holder| visit.named && visit.wanted.as_ref() != Some(holder));
        let notice = match (&holder, &visit.wanted, &taker) {
            (Some(holder), Some(wanted), Some(_)) => json!({"holder": holder, "named": wanted}),
            _ => Value::Null,
        };
        has(id, decision, "notice", &notice)?;
        if decision.get("because").and_then(Value::as_str).is_none_or(str::is_empty) {
            return Err(format!("{id}: no sentence says why"));
        }
        let Some(receiver) = taker else {
            self.figures.waited += 1;
            self.shadow.waiting.push(id.to_owned());
            return Ok(());
        };
        has(id, decision, "rules", &json!(self.shadow.rules(&visit, &expected)))?;
        self.received(id, &visit, &receiver, &expected, !notice.is_null());
        Ok(())
    }

    /// A reception starts: the books, the figures, its end and its notice to come.
    fn received(&mut self, id: &str, visit: &Visit, receiver: &str, expected: &shadow::Expected, notice: bool) {
        if let Some(turn) = &expected.turn {
            self.shadow.give(turn);
            self.counted += 1;
        }
        self.shadow.receive(id, receiver);
        let figures = &mut self.figures;
        figures.receptions += 1;
        let wait = self.now - visit.arrived_seconds;
        figures.wait_seconds_max = figures.wait_seconds_max.max(wait);
        *match (expected.assist, visit.path) {
            (true, _) => &mut figures.assists,
            (_, Path::Rotation) => &mut figures.rotation,
            (_, Path::Own) => &mut figures.own,
            (_, Path::Named) => &mut figures.named,
        } += 1;
        let ends = self.now + visit.service_seconds;
        if notice {
            self.figures.notices += 1;
            let stream = 3_000_000 + u64::from(self.figures.notices);
            let told = self.now + 15 + Seeded::new(self.seed, stream).below(400);
            self.queue(told.min(ends), Event::Acknowledge(id.to_owned()));
        }
        self.queue(ends, Event::Finish(id.to_owned()));
    }

    /// Says one command, as of now.
    fn say(&mut self, mut command: Value) -> Value {
        command["at"] = json!(stamp(self.date, self.now));
        self.figures.commands += 1;
        let said = command.to_string();
        let answer = self.floor.answer(command);
        self.last = format!("{said}\n{answer}");
        answer
    }

    /// Says one command, which must be accepted, and sees to whom it let in.
    fn give(&mut self, command: Value) -> Result<Value, String> {
        let what = command["do"].to_string();
        let answer = self.say(command);
        has(&what, &answer, "ok", &json!(true))?;
        self.settle(&answer)?;
        Ok(answer)
    }

    /// Holds `assigned` to those who had to be let in, in their order, and to none being left.
    fn settle(&mut self, answer: &Value) -> Result<(), String> {
        let seq = answer.get("seq").and_then(Value::as_u64).unwrap_or(0);
        if seq < self.seq || seq == 0 {
            return Err(format!("seq {seq} after {}", self.seq));
        }
        self.seq = seq;
        let Some(assigned) = answer.get("assigned").and_then(Value::as_array) else {
            return Err("no list of assigned".to_owned());
        };
        for decision in assigned {
            let first = self.shadow.first_to_go().cloned().unwrap_or_default();
            has("assigned", decision, "visit", &json!(first))?;
            self.decided(&first, decision)?;
        }
        same("left waiting while somebody is free", &self.shadow.first_to_go(), &None)
    }
}

/// Holds one field of an answer to what it must be.
fn has(what: &str, answer: &Value, field: &str, must: &Value) -> Result<(), String> {
    match answer.get(field) {
        Some(is) if is == must => Ok(()),
        Some(is) => Err(format!("{what}: {field} is {is}, must be {must}")),
        None => Err(format!("{what}: no {field}, must be {must}")),
    }
}

/// Holds one thing to another.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, is: &T, must: &T) -> Result<(), String> {
    if is == must { Ok(()) } else { Err(format!("{what}: {is:?}, must be {must:?}")) }
}

/// The time of day.
fn clock(seconds: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default()
}

/// RFC 3339, in the site's time zone.
fn stamp(date: NaiveDate, seconds: u32) -> String {
    let local = NaiveDateTime::new(date, clock(seconds));
    let zone = FixedOffset::east_opt(8 * 3600);
    zone.and_then(|zone| local.and_local_timezone(zone).single()).map(|time| time.to_rfc3339()).unwrap_or_default()
}
