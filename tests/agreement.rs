//! Two readings of the rules must agree: the program, and a small model written apart from it, under
//! seeded random days.

use crate::driver::Site;
use crate::model::Model;
use crate::walk::Walk;
use serde_json::{Value, json};

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
                // Whether a group that a waiting client came into meanwhile made the match is told by the
                // program only.
                if let Some(Value::Array(rules)) = decision.get_mut("rules") {
                    rules.retain(|rule| *rule != 8);
                }
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
fn renamed(command: &Value, ours: &Value, theirs: &Value) -> Value {
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

fn walk_together(seed: u64, commands: usize) -> Site {
    let mut site = Site::empty();
    let mut model = Model::new();
    let mut walk = Walk::new(seed);
    let mut told: Vec<String> = Vec::new();
    for number in 0..commands {
        let before = site.state();
        let command = walk.next(&before);
        told.push(command.to_string());
        let recent = |told: &[String]| told.iter().rev().take(shown()).rev().cloned().collect::<Vec<_>>().join("\n");
        let ours = site.run(command.clone());
        let theirs = model.apply(&renamed(&command, &before, &model.state()));
        assert_eq!(compared(&ours), compared(&theirs), "seed {seed}, command {number}, after\n{}", recent(&told));
        let (ours, theirs) = (compared_state(&site.state()), compared_state(&model.state()));
        assert_eq!(ours, theirs, "the floor, seed {seed}, command {number}, after\n{}", recent(&told));
    }
    site
}

#[test]
fn the_program_agrees_with_the_model() {
    for seed in 0..2 {
        let mut site = walk_together(seed, 420);
        let live = site.state();
        assert!(site.is_whole());
        assert!(site.rebuild().is_empty(), "a rebuild changed {:?}", site.rebuild());
        site.restart();
        assert_eq!(site.state(), live, "the floor after a restart");
    }
}

/// How many of the last commands a disagreement shows: more when `WALK_SHOWN` says so.
fn shown() -> usize {
    std::env::var("WALK_SHOWN").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}
