//! Two readings of the rules must agree: the program, and a small model written apart from it, under
//! seeded random days.

use crate::driver::Site;
use crate::model::Model;
use crate::walk::Walk;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How many walks, and how many commands each is long.
const SEEDS: u64 = 24;
const COMMANDS: usize = 420;

/// Walks on which the two parted once.
const PARTED: &[u64] = &[91029];

/// What the two may word differently: ids that the program makes, sentences, log numbers.
fn compared(answer: &Value) -> Value {
    let mut answer = answer.clone();
    if let Some(fields) = answer.as_object_mut() {
        for own in ["line", "seq", "message", "rule", "because", "digest", "undone", "date", "group"] {
            fields.remove(own);
        }
        for made in ["violation"] {
            if let Some(value) = fields.get_mut(made) {
                *value = json!(value.is_string());
            }
        }
        for list in ["flags"] {
            if let Some(Value::Array(items)) = fields.get_mut(list) {
                items.sort_by_key(Value::to_string);
            }
        }
        if let Some(Value::Array(assigned)) = fields.get_mut("assigned") {
            for decision in assigned {
                *decision = compared(decision);
            }
        }
    }
    answer
}

fn compared_state(state: &Value) -> Value {
    let mut state = state.clone();
    if let Some(Value::Array(items)) = state.get_mut("inbox") {
        for item in items.iter_mut() {
            let about = if item["kind"] == "violation" { Value::Null } else { item["about"].clone() };
            *item = json!({"kind": item["kind"], "about": about});
        }
        items.sort_by_key(Value::to_string);
    }
    state
}

/// The same command as the model knows it: the two number the items of the inbox in their own ways.
pub fn renamed(command: &Value, ours: &Value, theirs: &Value) -> Value {
    let mut command = command.clone();
    if command["do"] != "inbox.ack" {
        return command;
    }
    let known = |item: &Value| {
        (item["kind"].clone(), if item["kind"] == "violation" { Value::Null } else { item["about"].clone() })
    };
    let items = |state: &Value| state["inbox"].as_array().cloned().unwrap_or_default();
    let ours = items(ours);
    let Some(place) = ours.iter().position(|item| item["item"] == command["item"]) else { return command };
    let same = |item: &&Value| known(item) == known(&ours[place]);
    let nth = ours[..place].iter().filter(same).count();
    if let Some(item) = items(theirs).iter().filter(same).nth(nth) {
        command["item"] = item["item"].clone();
    }
    command
}

/// Walks both readings through the same commands; tells where they part.
fn walk_together(seed: u64, commands: usize) -> Result<Walked, String> {
    let mut site = Site::empty();
    let mut model = Model::new();
    let mut walk = Walk::new(seed);
    let mut told: Vec<String> = Vec::new();
    for number in 0..commands {
        let before = site.state();
        let command = walk.next(&before);
        told.push(command.to_string());
        let ours = site.run(command.clone());
        let theirs = model.apply(&renamed(&command, &before, &model.state()));
        let parted = |what: &str, ours: Value, theirs: Value| {
            let recent = told[told.len().saturating_sub(shown())..].join("\n");
            let apart = apart(&ours, &theirs);
            format!("{what}, seed {seed}, command {number}, after\n{recent}\n{apart}")
        };
        let (ours, theirs) = (compared(&ours), compared(&theirs));
        if ours != theirs {
            return Err(parted("the answer", ours, theirs));
        }
        let (ours, theirs) = (compared_state(&site.state()), compared_state(&model.state()));
        if ours != theirs {
            return Err(parted("the floor", ours, theirs));
        }
    }
    Ok(Walked { site, model, walk })
}

/// Where two answers differ, field by field.
fn apart(ours: &Value, theirs: &Value) -> String {
    let (Some(a), Some(b)) = (ours.as_object(), theirs.as_object()) else {
        return format!("  program: {ours}\n  model:   {theirs}");
    };
    let fields: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let differing = fields.into_iter().filter(|field| a.get(*field) != b.get(*field));
    let told = differing.map(|field| {
        let (ours, theirs) = (a.get(field).unwrap_or(&Value::Null), b.get(field).unwrap_or(&Value::Null));
        if ours.is_object() && theirs.is_object() {
            format!("{field}:\n{}", apart(ours, theirs))
        } else {
            format!("  {field}\n    program: {ours}\n    model:   {theirs}")
        }
    });
    told.collect::<Vec<_>>().join("\n")
}

/// A walk that both readings went without parting.
struct Walked {
    site: Site,
    model: Model,
    walk: Walk,
}

impl Walked {
    /// What the registers of both hold in the end: clients and units.
    fn registers_agree(&mut self, seed: u64) -> Result<(), String> {
        let only = |value: &Value, fields: &[&str]| -> Value {
            fields.iter().map(|field| ((*field).to_owned(), value[*field].clone())).collect()
        };
        for id in self.walk.clients() {
            let ours = only(&self.site.client(id), &["client", "owner", "closed", "visits"]);
            let theirs = only(&self.model.client(id).unwrap_or_default(), &["client", "owner", "closed", "visits"]);
            if ours != theirs {
                return Err(format!("client {id}, seed {seed}\n{}", apart(&ours, &theirs)));
            }
        }
        for id in self.walk.units() {
            let ours = only(&self.site.unit(id), &["status", "client"]);
            let theirs = only(&self.model.unit(id).unwrap_or_default(), &["status", "client"]);
            if ours != theirs {
                return Err(format!("unit {id}, seed {seed}\n{}", apart(&ours, &theirs)));
            }
        }
        Ok(())
    }

    /// The register is whole, and says the same when it is made again or opened again.
    fn register_is_sound(&mut self, seed: u64) -> Result<(), String> {
        let live = self.site.state();
        if !self.site.is_whole() {
            return Err(format!("seed {seed}: the chain is broken"));
        }
        let changed = self.site.rebuild();
        if !changed.is_empty() {
            return Err(format!("seed {seed}: a rebuild changed {changed:?}"));
        }
        self.site.restart();
        if self.site.state() != live {
            return Err(format!("seed {seed}: the floor after a restart\n{}", apart(&live, &self.site.state())));
        }
        Ok(())
    }
}

fn agree(seed: u64) -> Result<(), String> {
    let mut walked = walk_together(seed, COMMANDS)?;
    walked.registers_agree(seed)?;
    walked.register_is_sound(seed)
}

#[test]
fn the_program_agrees_with_the_model() {
    let first = setting("WALK_FIRST");
    let usual = (0..SEEDS).chain(PARTED.iter().copied());
    let seeds: Vec<u64> =
        first.map_or_else(|| usual.collect(), |first| (first..first + setting("WALK_SEEDS").unwrap_or(1)).collect());
    let workers: Vec<_> = (0..2)
        .map(|half| {
            let mine: Vec<u64> = seeds.iter().copied().filter(|seed| seed % 2 == half).collect();
            std::thread::spawn(move || mine.into_iter().filter_map(|seed| agree(seed).err()).collect::<Vec<_>>())
        })
        .collect();
    let partings: Vec<String> = workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect();
    assert!(partings.is_empty(), "{} walks part:\n{}", partings.len(), partings.join("\n\n"));
}

/// How many of the last commands a disagreement shows: more when `WALK_SHOWN` says so.
fn shown() -> usize {
    setting("WALK_SHOWN").and_then(|shown| usize::try_from(shown).ok()).unwrap_or(12)
}

/// A number from the environment: `WALK_FIRST` and `WALK_SEEDS` choose other walks.
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}
