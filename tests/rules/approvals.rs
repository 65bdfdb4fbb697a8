//! Requests and their answers (sections 7, 8, 10): what is asked for, what granting does, and that it
//! is the same as when a manager gives the command.

use super::{client_of, deposit_of, inbox, item, kinds, tallied, text};
use crate::driver::Site;
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};

/// A floor with a client of s1's, a unit, and a deposit on another.
fn floor() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_of(&mut site, "c1", "s1");
    deposit_of(&mut site, "c1", "s1");
    desk!(site, "unit.add", {"unit": "u1"});
    site
}

/// Somebody asks for a command; gives the item.
#[track_caller]
fn asked(site: &mut Site, by: &str, command: &Value) -> Value {
    desk!(site, "ask", {"command": command, "by": by, "reason": "请经理定"})["item"].clone()
}

/// Every table made from the log, but for the numbers that entries have there.
fn tables(site: &Site) -> Vec<(String, Vec<String>)> {
    let numbers = ["seq", "serial", "by_seq"];
    let conn = rusqlite::Connection::open(site.path()).unwrap();
    let names = ["clients", "visits", "units", "holds", "deposits", "calls", "violations", "first_owners", "groups"];
    let read = |table: &str| -> Vec<String> {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let kept: Vec<usize> = (0..columns.len()).filter(|at| !numbers.contains(&columns[*at].as_str())).collect();
        let row = |row: &rusqlite::Row| {
            kept.iter().map(|at| row.get::<_, Cell>(*at).map(|cell| format!("{cell:?}"))).collect::<Result<Vec<_>, _>>()
        };
        let rows = statement.query_map([], row).unwrap();
        rows.map(|row| row.unwrap().join("|")).collect()
    };
    names.iter().map(|name| ((*name).to_owned(), read(name))).collect()
}

/// Commands that only a manager may give here, each on a floor of its own made ready by the first.
fn askable() -> Vec<(Vec<Value>, Value)> {
    let none = Vec::new;
    vec![
        (none(), json!({"do": "unit.hold", "unit": "u1", "client": "c1", "until": "2026-11-23T18:00:00+08:00"})),
        (
            vec![
                json!({"do": "unit.hold", "unit": "u1", "client": "c1", "until": "2026-11-23T18:00:00+08:00", "by": "m1"}),
            ],
            json!({"do": "unit.release", "unit": "u1"}),
        ),
        (none(), json!({"do": "deposit.refund", "deposit": "d-c1", "reason": "客户换房"})),
        (none(), json!({"do": "client.transfer", "client": "c1", "to": "s2", "reason": "回避"})),
        (
            vec![json!({"do": "presence", "staff": "s2", "to": "leave"})],
            json!({"do": "presence", "staff": "s2", "to": "available"}),
        ),
        (
            vec![json!({"do": "arrive", "visit": "v1", "new_client": "c9", "been_before": false})],
            json!({"do": "visit.take", "visit": "v1", "staff": "s3", "reason": "客户要求"}),
        ),
        (
            vec![json!({"do": "arrive", "visit": "v1", "new_client": "c9", "been_before": false})],
            json!({"do": "day.close", "force": true}),
        ),
        (
            vec![json!({"do": "arrive", "visit": "v1", "new_client": "c9", "been_before": false, "asks_for": "s9"})],
            json!({"do": "notice.fail", "visit": "v1"}),
        ),
        (none(), json!({"do": "violation.record", "id": "x1", "staff": "s2", "kind": "poaching", "note": "在门口"})),
        (
            vec![json!({"do": "violation.record", "id": "x1", "staff": "s2", "kind": "poaching", "by": "m1"})],
            json!({"do": "violation.void", "violation": "x1", "reason": "查无此事"}),
        ),
        (none(), json!({"do": "day.reorder", "order": ["s3", "s2", "s1"], "reason": "培训"})),
        (none(), json!({"do": "policy.set", "key": "notify_minutes", "value": 9})),
        (none(), json!({"do": "roster.set", "date": "2026-11-24", "order": ["s2", "s1"]})),
        (none(), json!({"do": "roster.plan", "week": "2026-W49"})),
        (none(), json!({"do": "staff.depart", "id": "s9"})),
        (
            vec![
                json!({"do": "arrive", "visit": "v8", "new_client": "c8", "been_before": false, "asks_for": "s2"}),
                json!({"do": "finish", "visit": "v8"}),
            ],
            json!({"do": "client.link", "client": "c1", "with": "c8", "kind": "household"}),
        ),
        (
            vec![json!({"do": "arrive", "visit": "v8", "new_client": "c8", "been_before": false, "asks_for": "m1"})],
            json!({"do": "inbox.ack", "item": "i-0002"}),
        ),
        (none(), json!({"do": "rulebook.set", "part": "violation", "key": "gossip", "value": {"penalty": "demerit"}})),
    ]
}

#[test]
fn a_granted_request_is_the_command_given_by_the_manager() {
    for (before, command) in askable() {
        let (mut direct, mut granted) = (floor(), floor());
        for command in before {
            direct.ok(command.clone());
            granted.ok(command);
        }
        let item = asked(&mut granted, "s2", &command);
        // Both are given at the same second.
        let mut plain = command.clone();
        plain["by"] = json!("m1");
        direct.at("11:00");
        granted.at("11:00");
        let expected = direct.ok(plain);
        let answer = granted.ok(json!({"do": "answer", "item": item, "grant": true, "by": "m1"}));
        assert_eq!(answer["granted"], true);
        for (field, value) in expected.as_object().into_iter().flatten() {
            assert!(
                ["seq", "digest"].contains(&field.as_str()) || answer[field.as_str()] == *value,
                "{command}: {answer}"
            );
        }
        let (mut one, mut other) = (direct.state(), granted.state());
        // Items made afterwards have the next number: the request took one.
        for state in [&mut one, &mut other] {
            for item in state["inbox"].as_array_mut().unwrap() {
                item["item"] = Value::Null;
            }
        }
        assert_eq!(one, other, "{command}");
        assert_eq!(tables(&direct), tables(&granted), "{command}");
        assert!(granted.rebuild().is_empty(), "{command}");
        assert!(granted.is_whole(), "{command}");
        let state = granted.state();
        granted.restart();
        assert_eq!(granted.state(), state, "{command}");
    }
}

#[test]
fn a_refused_request_changes_nothing_but_the_inbox() {
    for (before, command) in askable() {
        let mut site = floor();
        for command in before {
            site.ok(command);
        }
        let state = site.state();
        let item = asked(&mut site, "s2", &command);
        assert_eq!(kinds(&mut site).last().map(String::as_str), Some("request"), "{command}");
        refused!(site, "bad_input", "answer", {"item": item, "grant": false, "by": "m1"});
        refused!(site, "bad_input", "answer", {"item": item, "grant": false, "reason": " ", "by": "m1"});
        let answer = manager!(site, "answer", {"item": item, "grant": false, "reason": "不合适"});
        assert_eq!(answer["granted"], false);
        assert_eq!(site.state(), state, "{command}");
        assert!(site.rebuild().is_empty());
    }
}

#[test]
fn what_is_asked_about_stands_in_the_inbox() {
    let abouts = [
        "u1",
        "u1",
        "d-c1",
        "c1",
        "s2",
        "v1",
        "2026-11-23",
        "v1",
        "s2",
        "x1",
        "2026-11-23",
        "notify_minutes",
        "2026-11-24",
        "2026-W49",
        "s9",
        "c1",
        "i-0002",
        "gossip",
    ];
    for ((before, command), about) in askable().into_iter().zip(abouts) {
        let mut site = floor();
        for command in before {
            site.ok(command);
        }
        asked(&mut site, "s2", &command);
        assert_eq!(inbox(&mut site).last(), Some(&format!("request {about}")), "{command}");
    }
}

#[test]
fn what_needs_no_manager_is_not_asked_for() {
    let mut site = floor();
    let hold = json!({"do": "unit.hold", "unit": "u1", "client": "c1", "until": "2026-11-23T18:00:00+08:00"});
    desk!(site, "arrive", {"visit": "v1", "new_client": "c9", "been_before": false});
    for command in [
        json!({"do": "presence", "staff": "s2", "to": "private"}),
        json!({"do": "visit.take", "visit": "v1", "staff": "s3"}),
        json!({"do": "finish", "visit": "v1"}),
        json!({"do": "staff.add", "id": "s7", "name": "新人", "role": "sales"}),
        json!({"do": "ask", "command": hold}),
        json!({"do": "answer", "item": "i-0001", "grant": true}),
        json!({"do": "undo"}),
    ] {
        refused!(site, "wrong_state", "ask", {"command": command, "by": "s2"});
    }
    refused!(site, "wrong_state", "ask", {"command": hold, "by": "m1"});
    // Granted by nobody: a day that could be closed without force needs no manager.
    desk!(site, "finish", {"visit": "v1"});
    refused!(site, "wrong_state", "ask", {"command": {"do": "day.close"}, "by": "s2"});
}

#[test]
fn a_request_is_checked_as_if_it_were_granted_now() {
    let mut site = floor();
    for (code, command) in [
        (
            "unknown_unit",
            json!({"do": "unit.hold", "unit": "u7", "client": "c1", "until": "2026-11-23T18:00:00+08:00"}),
        ),
        ("bad_input", json!({"do": "unit.hold", "unit": "u1", "client": "c1", "until": "2026-11-23T08:00:00+08:00"})),
        (
            "unit_taken",
            json!({"do": "unit.hold", "unit": "u-c1", "client": "c1", "until": "2026-11-23T18:00:00+08:00"}),
        ),
        ("unit_not_held", json!({"do": "unit.release", "unit": "u1"})),
        ("bad_input", json!({"do": "client.transfer", "client": "c1", "to": "s2", "reason": " "})),
        ("unknown_client", json!({"do": "client.transfer", "client": "c7", "to": "s2", "reason": "回避"})),
        ("bad_policy", json!({"do": "policy.set", "key": "no", "value": 1})),
        ("bad_input", json!({"do": "presence", "staff": "s2"})),
        ("bad_input", json!({"do": "presence", "staff": "s2", "to": "leave", "by": "m1"})),
        ("bad_input", json!({"staff": "s2"})),
        ("bad_input", json!("presence")),
    ] {
        refused!(site, code, "ask", {"command": command, "by": "s2"});
    }
    manager!(site, "day.close", {});
    let leave = json!({"do": "presence", "staff": "s2", "to": "available"});
    refused!(site, "day_not_open", "ask", {"command": leave, "by": "s2"});
    asked(&mut site, "s2", &json!({"do": "deposit.refund", "deposit": "d-c1", "reason": "客户换房"}));
}

#[test]
fn only_a_manager_answers_and_only_a_request() {
    let mut site = floor();
    let deposit = item(&mut site, "deposit");
    let refund = json!({"do": "deposit.refund", "deposit": "d-c1", "reason": "客户换房"});
    let item = asked(&mut site, "s2", &refund);
    refused!(site, "needs_manager", "answer", {"item": item, "grant": true, "by": "s2"});
    refused!(site, "needs_manager", "answer", {"item": item, "grant": true});
    refused!(site, "unknown_item", "answer", {"item": "i-0099", "grant": true, "by": "m1"});
    refused!(site, "wrong_state", "answer", {"item": deposit, "grant": true, "by": "m1"});
    refused!(site, "wrong_state", "inbox.ack", {"item": item, "by": "m1"});
    manager!(site, "answer", {"item": item, "grant": true});
    // Whoever answers second, at another terminal, is told.
    refused!(site, "unknown_item", "answer", {"item": item, "grant": true, "by": "m1"});
    refused!(site, "unknown_item", "answer", {"item": item, "grant": false, "reason": "不", "by": "m1"});
}

#[test]
fn what_has_become_impossible_is_refused_and_the_item_stays() {
    let mut site = floor();
    let hold =
        |unit: &str| json!({"do": "unit.hold", "unit": unit, "client": "c1", "until": "2026-11-23T10:00:00+08:00"});
    let late = asked(&mut site, "s1", &hold("u1"));
    desk!(site, "unit.add", {"unit": "u2"});
    let taken = asked(&mut site, "s1", &hold("u2"));
    desk!(site, "deposit.take", {"unit": "u2", "client": "c1", "amount_fen": 100, "by": "s1"});
    refused!(site, "unit_taken", "answer", {"item": taken, "grant": true, "by": "m1"});
    site.at("10:00");
    refused!(site, "bad_input", "answer", {"item": late, "grant": true, "by": "m1"});
    assert_eq!(kinds(&mut site).iter().filter(|kind| *kind == "request").count(), 2);
    manager!(site, "answer", {"item": late, "grant": false, "reason": "已过时"});
    manager!(site, "answer", {"item": taken, "grant": false, "reason": "已售"});
    assert!(!kinds(&mut site).contains(&"request".to_owned()));
}

#[test]
fn undo_gives_the_item_back_and_takes_the_deed_back() {
    let mut site = floor();
    desk!(site, "presence", {"staff": "s2", "to": "leave"});
    let item = asked(&mut site, "s2", &json!({"do": "presence", "staff": "s2", "to": "available"}));
    let before = site.state();
    manager!(site, "answer", {"item": item, "grant": true});
    assert_eq!(site.state()["staff"]["s2"]["base"], "available");
    refused!(site, "needs_manager", "undo", {});
    let undone = manager!(site, "undo", {});
    assert_eq!((&undone["undone"]["do"], undone["undone"]["reason"].is_null()), (&json!("answer"), true));
    assert_eq!(site.state(), before);
    manager!(site, "answer", {"item": item, "grant": true});
    manager!(site, "undo", {});
    let undone = manager!(site, "undo", {});
    assert_eq!(undone["undone"]["command"]["do"], "presence");
    assert!(!kinds(&mut site).contains(&"request".to_owned()));
    assert!(site.rebuild().is_empty());
    tallied(&mut site, "s2", &[("passed", 0)]);
}

#[test]
fn the_same_request_key_gets_the_first_answer() {
    let mut site = floor();
    let refund = json!({"do": "deposit.refund", "deposit": "d-c1", "reason": "客户换房"});
    let ask = json!({"do": "ask", "command": refund, "by": "s2", "request": "r1", "at": "2026-11-23T10:00:00+08:00"});
    let first = site.ok(ask.clone());
    assert_eq!(site.ok(ask)["item"], first["item"]);
    let answer = json!({"do": "answer", "item": first["item"], "grant": true, "by": "m1", "request": "r2", "at": "2026-11-23T10:00:01+08:00"});
    let done = site.ok(answer.clone());
    let again = site.ok(answer);
    assert_eq!((&again["seq"], &again["granted"]), (&done["seq"], &json!(true)));
    refused!(site, "request_reused", "ask", {"command": {"do": "day.close", "force": true}, "by": "s2", "request": "r1"});
}

#[test]
fn a_ruling_stands_beside_the_one_before() {
    let mut site = floor();
    manager!(site, "violation.record", {"id": "x1", "staff": "s2", "kind": "grabbing", "visit": "first-c1"});
    refused!(site, "needs_manager", "case.rule", {"visit": "first-c1", "ruling": "归王芳", "by": "s2"});
    refused!(site, "unknown_visit", "case.rule", {"visit": "no", "ruling": "归王芳", "by": "m1"});
    refused!(site, "unknown_violation", "case.rule", {"visit": "first-c1", "ruling": "归王芳", "violation": "no", "by": "m1"});
    refused!(site, "bad_input", "case.rule", {"visit": "first-c1", "ruling": " ", "by": "m1"});
    manager!(site, "case.rule", {"visit": "first-c1", "ruling": "归王芳", "violation": "x1"});
    manager!(site, "day.close", {});
    site.day("2026-11-25");
    // On a visit of an earlier day, without an open day.
    manager!(site, "case.rule", {"visit": "first-c1", "ruling": "维持原判"});
    let history = site.client("c1")["history"].clone();
    let rulings = history.as_array().unwrap().iter().filter(|entry| entry["do"] == "case.rule").count();
    assert_eq!(rulings, 2);
    assert!(site.rebuild().is_empty());
}

#[test]
fn a_request_is_found_by_whom_it_concerns() {
    let mut site = floor();
    let item = asked(&mut site, "s2", &json!({"do": "deposit.refund", "deposit": "d-c1", "reason": "客户换房"}));
    manager!(site, "answer", {"item": item, "grant": false, "reason": "不合适"});
    let names: Vec<String> =
        site.client("c1")["history"].as_array().unwrap().iter().map(|entry| text(&entry["do"])).collect();
    assert!(names.ends_with(&["ask".to_owned(), "answer".to_owned()]), "{names:?}");
}
