//! A second, independent model of the rules of the floor, for checking: no storage, no texts,
//! the simplest structures that can hold the meaning.

mod calls;
mod discipline;
mod fields;
mod floor;
mod merge;
mod policy;
mod records;
mod register;
mod ring;
mod route;
mod sales;
mod take;
mod view;
mod visits;

use policy::Policies;
use records::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a command answers: fields of its result, or a refusal code.
pub(crate) type Answer = Result<Value, &'static str>;

/// Everything that undo puts back.
#[derive(Clone, Default)]
pub(crate) struct State {
    pub clock: i64,
    /// Source of numbers for everything made by the program.
    pub serial: u64,
    pub policies: Policies,
    pub staff: BTreeMap<Id, Staff>,
    pub day: Option<Day>,
    /// The latest day opened.
    pub last_day: Option<i32>,
    pub rosters: BTreeMap<i32, Vec<Id>>,
    pub owed: Vec<Owed>,
    pub waiting: Vec<Id>,
    pub visits: BTreeMap<Id, Visit>,
    pub clients: BTreeMap<Id, Client>,
    pub groups: BTreeMap<Id, Group>,
    /// Merges by hand, by the name that was merged.
    pub merges: BTreeMap<Id, Merge>,
    /// Pairs said to be two people.
    pub dismissed: BTreeSet<[Id; 2]>,
    /// Phones of those who only phoned.
    pub leads: BTreeSet<String>,
    pub violations: Vec<Violation>,
    pub units: BTreeMap<Id, Unit>,
    pub deposits: BTreeMap<Id, Deposit>,
    pub calls: BTreeMap<Id, Call>,
    pub projects: BTreeMap<String, Option<String>>,
    pub inbox: Vec<Item>,
}

/// An accepted command of the day that can be taken back.
#[derive(Clone)]
struct Step {
    command: Value,
    at: i64,
    by_manager: bool,
    before: State,
}

#[derive(Clone, Default)]
pub struct Model {
    state: State,
    /// Today's commands since the last barrier.
    steps: Vec<Step>,
    /// Was the barrier below them a manager's?
    barrier_by_manager: bool,
    requests: BTreeMap<String, (Value, Value)>,
}

impl Model {
    pub fn new() -> Self {
        Model::default()
    }

    pub fn apply(&mut self, command: &Value) -> Value {
        let request = fields::text(command, "request").map(String::from);
        if let Some((first, answer)) = request.as_ref().and_then(|r| self.requests.get(r)) {
            return if same(first, command) { answer.clone() } else { refusal("request_reused") };
        }
        match self.accept(command) {
            Err(code) => refusal(code),
            Ok(mut answer) => {
                answer["ok"] = json!(true);
                if let Some(r) = request {
                    self.requests.insert(r, (command.clone(), answer.clone()));
                }
                answer
            }
        }
    }

    fn accept(&mut self, command: &Value) -> Answer {
        if !fields::well_formed(command) {
            return Err("bad_input");
        }
        let name = fields::text(command, "do").unwrap();
        let at = fields::text(command, "at").and_then(fields::millis).unwrap_or(self.state.clock);
        if at < self.state.clock {
            return Err("clock_backwards");
        }
        let by_manager = match fields::text(command, "by") {
            None => false,
            Some(_) if name == "staff.add" && self.state.staff.is_empty() && command["role"] == "manager" => true,
            Some(by) => self.state.active(by)?.role == Role::Manager,
        };
        if name == "undo" {
            return self.undo(at, by_manager);
        }
        let mut after = self.state.clone();
        after.clock = at;
        after.pass_time();
        let mut answer = after.run(name, command, by_manager)?;
        after.pass_time();
        answer["assigned"] = json!(after.settle());
        if matches!(name, "day.open" | "day.close" | "deposit.take") {
            self.steps.clear();
            self.barrier_by_manager = by_manager;
        } else {
            let before = self.state.clone();
            self.steps.push(Step { command: command.clone(), at, by_manager, before });
        }
        self.state = after;
        Ok(answer)
    }

    /// Takes back the last accepted command of the day.
    fn undo(&mut self, at: i64, by_manager: bool) -> Answer {
        if self.state.day.is_none() {
            return Err("day_not_open");
        }
        if self.steps.last().map_or(self.barrier_by_manager, |s| s.by_manager) && !by_manager {
            return Err("needs_manager");
        }
        let step = self.steps.last().ok_or("nothing_to_undo")?;
        if !by_manager && at - step.at > 600_000 {
            return Err("undo_too_late");
        }
        let step = self.steps.pop().unwrap();
        self.state = step.before;
        self.state.clock = at;
        self.state.pass_time();
        let assigned = self.state.settle();
        Ok(json!({"undone": step.command, "assigned": assigned}))
    }

    pub fn state(&self) -> Value {
        self.state.view()
    }

    pub fn client(&self, id: &str) -> Option<Value> {
        self.state.client_view(id)
    }

    pub fn unit(&self, id: &str) -> Option<Value> {
        self.state.unit_view(id)
    }
}

fn refusal(code: &str) -> Value {
    json!({"ok": false, "error": code})
}

/// The same command again? A left-out `at` is not compared.
fn same(a: &Value, b: &Value) -> bool {
    let (mut a, mut b) = (a.clone(), b.clone());
    let empty = Map::new();
    let has = |v: &Value| v.as_object().unwrap_or(&empty).contains_key("at");
    if !has(&a) || !has(&b) {
        for v in [&mut a, &mut b] {
            if let Some(map) = v.as_object_mut() {
                map.remove("at");
            }
        }
    }
    a == b
}

/// Commands that only a manager may give.
const MANAGERS: [&str; 15] = [
    "staff.add",
    "staff.depart",
    "policy.set",
    "roster.set",
    "day.reorder",
    "notice.fail",
    "violation.record",
    "violation.void",
    "client.transfer",
    "client.merge",
    "client.split",
    "unit.hold",
    "unit.release",
    "deposit.refund",
    "inbox.ack",
];

/// Commands that need an open day, besides `undo`.
const DAYS: [&str; 13] = [
    "day.reorder",
    "day.close",
    "presence",
    "arrive",
    "register",
    "finish",
    "visit.leave",
    "visit.take",
    "notice.ack",
    "notice.fail",
    "call.start",
    "call.end",
    "call.returned",
];

impl State {
    fn run(&mut self, name: &str, c: &Value, by_manager: bool) -> Answer {
        if self.day.is_none() && DAYS.contains(&name) {
            return Err("day_not_open");
        }
        if self.day.is_some() && name == "day.open" {
            return Err("day_already_open");
        }
        let first = name == "staff.add" && self.staff.is_empty() && c["role"] == "manager";
        let forced = name == "day.close" && c["force"] == true;
        if (MANAGERS.contains(&name) || forced) && !by_manager && !first {
            return Err("needs_manager");
        }
        match name {
            "staff.add" => self.staff_add(c),
            "staff.depart" => self.staff_depart(c),
            "policy.set" => {
                let set = self.policies.set(fields::text(c, "key").unwrap_or(""), &c["value"]);
                set.map(|()| json!({})).ok_or("bad_policy")
            }
            "roster.set" => self.roster_set(c),
            "day.open" => self.day_open(c),
            "day.reorder" => self.day_reorder(c),
            "day.close" => self.day_close(c),
            "presence" => self.presence(c, by_manager),
            "arrive" => self.arrive(c),
            "register" => self.register(c),
            "finish" => self.finish(c),
            "visit.leave" => self.visit_leave(c),
            "visit.take" => self.visit_take(c, by_manager),
            "notice.ack" => self.notice_ack(c),
            "notice.fail" => self.notice_fail(c),
            "violation.record" => self.violation_record(c),
            "violation.void" => self.violation_void(c),
            "client.transfer" => self.client_transfer(c),
            "client.link" => self.client_link(c, by_manager),
            "client.merge" => self.client_merge(c),
            "client.split" => self.client_split(c),
            "hint.dismiss" => self.hint_dismiss(c),
            "unit.add" => self.unit_add(c),
            "unit.hold" => self.unit_hold(c),
            "unit.release" => self.unit_release(c),
            "deposit.take" => self.deposit_take(c),
            "deposit.refund" => self.deposit_refund(c),
            "contract.sign" => self.contract_sign(c),
            "commission.agree" => self.commission_agree(c),
            "call.start" => self.call_start(c),
            "call.end" => self.call_end(c),
            "call.returned" => self.call_returned(c),
            "project.add" => self.project_add(c),
            "inbox.ack" => self.inbox_ack(c),
            _ => Err("bad_input"),
        }
    }

    /// Someone who still works here.
    fn active(&self, id: &str) -> Result<&Staff, &'static str> {
        self.staff.get(id).filter(|s| !s.departed).ok_or("unknown_staff")
    }

    /// What time does by itself: holds lapse, notices become overdue.
    fn pass_time(&mut self) {
        let now = self.clock;
        for unit in self.units.values_mut() {
            if unit.hold.as_ref().is_some_and(|h| h.1 <= now) {
                unit.hold = None;
            }
        }
        let limit = self.policies.notify_minutes * 60_000;
        let mut late: Vec<(i64, Id)> = vec![];
        for (id, v) in &mut self.visits {
            if let Some(n) = v.notice.as_mut()
                && n.state == NoticeState::Open
                && !n.overdue
                && now - n.since > limit
            {
                n.overdue = true;
                late.push((n.since, id.clone()));
            }
        }
        late.sort();
        for (_, id) in late {
            self.raise("notice_overdue", &id);
        }
    }

    /// Puts an item before the manager.
    fn raise(&mut self, kind: &'static str, about: &str) {
        self.serial += 1;
        let id = format!("i{}", self.serial);
        self.inbox.push(Item { id, kind, about: about.to_string(), open: true });
    }

    /// The id given, or a new one.
    fn new_id(&mut self, c: &Value, key: &str, prefix: &str) -> Id {
        self.serial += 1;
        fields::text(c, key).map_or_else(|| format!("{prefix}{}", self.serial), String::from)
    }
}
