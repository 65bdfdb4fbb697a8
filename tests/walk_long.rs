//! A long random walk through the real binary: whatever was said, the register is whole afterwards.

use crate::driver::Site;
use crate::driver::binary::{self, Batch};
use crate::walk::Walk;
use serde_json::{Value, json};
use tempfile::TempDir;

const COMMANDS: usize = 10_000;

/// How long the inbox may become before the manager sees to it.
const INBOX_MAX: usize = 60;

/// An answer without what differs from one register to the next: line numbers and salted digests.
fn told(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("line");
        fields.remove("digest");
    }
    answer
}

/// A manager's sweep of an inbox that has become long.
fn swept(state: &Value, at: &Value) -> Vec<Value> {
    let items = state["inbox"].as_array().map_or(&[][..], Vec::as_slice);
    if items.len() < INBOX_MAX || state["date"].is_null() {
        return Vec::new();
    }
    let seen = |item: &Value| match item["kind"].as_str() {
        Some("call_back") => json!({"do": "call.returned", "call": item["about"], "at": at, "by": "m1"}),
        _ => json!({"do": "inbox.ack", "item": item["item"], "at": at, "by": "m1"}),
    };
    items.iter().map(seen).collect()
}

/// What a walk says, with what a floor in this process answered, and how that floor stands in the end.
fn said(seed: u64) -> (Vec<(Value, Value)>, Value) {
    let mut site = Site::empty();
    let mut walk = Walk::new(seed);
    let mut said = Vec::with_capacity(COMMANDS);
    let mut state = site.state();
    let mut sweep: Vec<Value> = Vec::new();
    while said.len() < COMMANDS {
        let command = sweep.pop().unwrap_or_else(|| walk.next(&state));
        let answer = told(site.run(command.clone()));
        if answer["ok"] == true {
            state = site.state();
            if sweep.is_empty() {
                sweep = swept(&state, &command["at"]);
            }
        }
        said.push((command, answer));
    }
    (said, state)
}

#[test]
fn ten_thousand_commands_leave_the_register_whole() {
    let (said, expected) = said(7);
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("long.lunpai");
    let mut batch = Batch::start(&db);
    let mut accepted = 0;
    for (number, (command, answer)) in said.iter().enumerate() {
        let heard = told(batch.answer(command));
        assert_eq!(heard, *answer, "command {number}: {command}");
        accepted += usize::from(heard["ok"] == true);
        if number % 1_000 == 999 {
            // Another process reads while the conversation goes on.
            assert!(binary::json(&db, &["state", "--json"])["staff"].is_object());
        }
    }
    let live = binary::json(&db, &["state", "--json"]);
    // Some lines are no commands at all, on purpose.
    assert_eq!(batch.end(), Some(2));
    println!("{accepted} accepted, {} refused", COMMANDS - accepted);
    assert_eq!(live, expected, "the floor of the binary is that of the library");
    let verified = binary::run(&db, &["verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let rebuilt = binary::run(&db, &["--lang", "en", "rebuild"]);
    assert!(rebuilt.status.success());
    assert!(String::from_utf8_lossy(&rebuilt.stdout).contains("no table has changed"));
    assert_eq!(binary::json(&db, &["state", "--json"]), live, "the floor after a restart");
}
