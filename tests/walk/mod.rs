//! Seeded sequences of plausible commands, several days long. The walk knows only what it asked for
//! and the state that it is shown; what it believes may be wrong, which makes refusals.

mod arrivals;
mod desk;
mod floor;
pub mod rng;
mod sales;
mod wrong;

use rng::Rng;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

pub struct Walk {
    rng: Rng,
    count: u64,
    /// Milliseconds since 1970.
    now: i64,
    queue: VecDeque<Value>,
    sales: Vec<String>,
    office: Vec<String>,
    departed: Vec<String>,
    clients: Vec<String>,
    /// Names that may have been merged into others.
    merged: Vec<String>,
    /// Visit and its client as far as known.
    visits: Vec<(String, String)>,
    phones: Vec<String>,
    /// Who seems to have which phone.
    holders: BTreeMap<String, String>,
    /// Visits whose client asked for somebody.
    named: Vec<String>,
    /// Units that were to be held.
    held: Vec<String>,
    units: Vec<String>,
    /// Deposit and its client.
    deposits: Vec<(String, String)>,
    calls: Vec<String>,
    violations: Vec<String>,
    /// Who seems to own whom.
    owners: BTreeMap<String, String>,
    /// Client and who may have poached them.
    poached: Vec<(String, String)>,
    last: Option<Value>,
    steps_today: usize,
    day_steps: usize,
    between: usize,
}

const MANAGER: &str = "m1";
/// Monday 2026-11-23, 08:20 at the site.
const START: i64 = 1_795_393_200_000;
const DAY: i64 = 86_400_000;

impl Walk {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let (people, day_steps) = (5 + rng.below(3), 30 + rng.below(60));
        let mut walk = Walk {
            rng,
            count: 0,
            now: START,
            queue: VecDeque::new(),
            sales: (1..=people).map(|n| format!("s{n}")).collect(),
            office: vec!["o1".into(), "o2".into()],
            departed: vec![],
            clients: vec![],
            merged: vec![],
            visits: vec![],
            phones: vec![],
            holders: BTreeMap::new(),
            named: vec![],
            held: vec![],
            units: vec![],
            deposits: vec![],
            calls: vec![],
            violations: vec![],
            owners: BTreeMap::new(),
            poached: vec![],
            last: None,
            steps_today: 0,
            day_steps,
            between: 0,
        };
        walk.set_up();
        walk
    }

    /// Every client id that the walk gave, known to the register or not.
    pub fn clients(&self) -> &[String] {
        &self.clients
    }

    /// Every unit id that the walk gave.
    pub fn units(&self) -> &[String] {
        &self.units
    }

    fn set_up(&mut self) {
        if self.rng.percent(30) {
            self.queue.push_back(json!({"do": "staff.add", "id": "s1", "name": "甲", "role": "sales"}));
        }
        self.queue.push_back(json!({"do": "staff.add", "id": MANAGER, "name": "经理", "role": "manager"}));
        let office = self.office.iter().map(|id| (id.clone(), "office"));
        let all: Vec<_> = self.sales.iter().map(|id| (id.clone(), "sales")).chain(office).collect();
        for (id, role) in all {
            let grade = ["trainee", "second", "first", "senior"][self.rng.below(4)];
            self.queue.push_back(
                json!({"do": "staff.add", "id": id, "name": id, "role": role, "grade": grade, "by": MANAGER}),
            );
        }
        for n in 1..=4 {
            let unit = format!("u{n}");
            self.queue.push_back(json!({"do": "unit.add", "unit": unit, "price_fen": 100_000_000 + n}));
            self.units.push(unit);
        }
        self.queue.push_back(json!({"do": "project.add", "name": "East", "refer_to": "1 East Road"}));
        self.queue.push_back(json!({"do": "project.add", "name": "West"}));
        // Each walk is at home in some corner of the policies.
        for _ in 0..self.rng.below(5) {
            let set = self.policy();
            self.queue.push_back(set);
        }
    }

    /// The next command, given the state as it is now.
    pub fn next(&mut self, state: &Value) -> Value {
        self.learn(state);
        let command = match self.queue.pop_front() {
            Some(c) => c,
            None if state["date"].is_null() => self.between_days(),
            None => self.in_day(state),
        };
        let command = self.finish_off(command);
        self.last = Some(command.clone());
        command
    }

    /// What the state shows about who has received whom.
    fn learn(&mut self, state: &Value) {
        let Some(staff) = state["staff"].as_object() else { return };
        for (id, s) in staff {
            for v in s["receiving"].as_array().into_iter().flatten() {
                if let Some((_, c)) = self.visits.iter().rev().find(|x| x.0 == v.as_str().unwrap_or("")) {
                    self.owners.entry(c.clone()).or_insert(id.clone());
                }
            }
        }
    }

    /// Gives the command its time, and sometimes a request.
    fn finish_off(&mut self, mut command: Value) -> Value {
        self.now += match self.rng.below(100) {
            0..=69 => 1000 * (2 + self.rng.below(90) as i64),
            70..=92 => 60_000 * (1 + self.rng.below(8) as i64),
            _ => 60_000 * (10 + self.rng.below(20) as i64),
        };
        if command.get("at").is_none() {
            command["at"] = json!(stamp(self.now));
        }
        if self.rng.percent(2) && command.get("request").is_none() {
            let request = self.fresh("r");
            command["request"] = json!(request);
        }
        command
    }

    fn fresh(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}-{}", self.count)
    }

    fn between_days(&mut self) -> Value {
        self.between += 1;
        if self.between > 1 && self.rng.percent(60) {
            self.between = 0;
            self.steps_today = 0;
            self.day_steps = 30 + self.rng.below(60);
            let skip = if self.rng.percent(75) { 1 } else { 2 + self.rng.below(4) as i64 };
            let today = (self.now + 8 * 3_600_000).div_euclid(DAY);
            let morning = today * DAY + 20 * 60_000;
            let first = self.visits.is_empty() && self.now < START + 3_600_000;
            self.now = if first { self.now } else { morning + skip * DAY };
            return self.open_day();
        }
        match self.rng.below(14) {
            0 | 1 => self.roster(),
            2 => self.policy(),
            3 => self.refund(),
            4 => self.transfer(),
            5 => self.link(),
            6 => self.hold(),
            7 => self.deposit(),
            8 => self.record_violation(),
            9 => self.void_violation(),
            11 => self.merge(),
            12 => self.split(),
            10 => json!({"do": "arrive", "been_before": false, "visit": "v-night", "new_client": "c-night"}),
            _ => json!({"do": "undo", "by": MANAGER}),
        }
    }

    fn in_day(&mut self, state: &Value) -> Value {
        self.steps_today += 1;
        let late = (self.now + 8 * 3_600_000).rem_euclid(DAY) > 21 * 3_600_000;
        if self.steps_today > self.day_steps || late {
            return self.close_day();
        }
        let roll = self.rng.below(1000);
        match roll {
            0..=249 => self.arrive(state),
            250..=379 => self.finish(state),
            380..=499 => self.presence(state),
            500..=539 => self.register(state),
            540..=559 => self.leave(state),
            560..=639 => self.take(state),
            640..=679 => self.acknowledge(state),
            680..=694 => self.fail_notice(state),
            695..=709 => self.record_violation(),
            710..=717 => self.void_violation(),
            718..=729 => self.transfer(),
            730..=744 => self.link(),
            745..=748 => self.dismiss(),
            749..=755 => self.split(),
            756..=760 => self.add_unit(),
            761..=775 => self.hold(),
            776..=782 => self.release(),
            783..=802 => self.deposit(),
            803..=811 => self.refund(),
            812..=817 => self.sign(),
            818..=830 => self.agree(),
            831..=857 => self.call(),
            858..=885 => self.end_call(state),
            886..=893 => self.return_call(state),
            894..=896 => self.project(),
            897..=914 => self.clear_inbox(state),
            915..=939 => self.undo(),
            940..=959 => self.policy(),
            960..=967 => self.reorder(state),
            968..=970 => self.hire(state),
            971..=973 => self.depart(state),
            974..=978 => self.roster(),
            979..=984 => self.merge(),
            _ => self.wrong(state),
        }
    }
}

/// A time as the language writes it, at the site's offset.
fn stamp(ms: i64) -> String {
    let t = chrono::DateTime::from_timestamp_millis(ms + 8 * 3_600_000).unwrap();
    t.format("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

/// The date at the site.
fn date(ms: i64) -> String {
    stamp(ms)[..10].to_string()
}

/// Everybody's open receptions: visit and receiver.
fn open_visits(state: &Value) -> Vec<(String, String)> {
    let mut found = vec![];
    for (id, s) in state["staff"].as_object().into_iter().flatten() {
        for v in strings(&s["receiving"]) {
            found.push((v, id.clone()));
        }
    }
    found
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(String::from)).collect()
}
