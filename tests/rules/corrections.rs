//! Corrections (chapter 11) and the same request twice: undo, its barriers and its ten minutes.

use super::{Site, client_of, client_with, inbox, kinds, round};
use serde_json::{Value, json};

/// A floor in the middle of its day: something to take back in every direction.
fn midday() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "c1", "s3", &json!({"phone": "13800138000"}));
    client_of(&mut site, "c2", "s2");
    site.presence("s1", "business");
    site.arrive_new("v1");
    desk!(site, "call.start", {"call": "k1"});
    site.presence("s1", "available");
    desk!(site, "arrive", {"visit": "n1", "been_before": false, "asks_for": "s1"});
    then!(site.arrive_new("w1"), {"waiting": true});
    desk!(site, "unit.add", {"unit": "u1"});
    site
}

#[test]
fn rule_03_undo_leaves_the_floor_as_if_it_had_never_been() {
    let rows = [
        json!({"do": "arrive", "visit": "x1", "been_before": false}),
        json!({"do": "arrive", "visit": "x1", "client": "c1"}),
        json!({"do": "arrive", "visit": "x1", "been_before": false, "asks_for": "s9"}),
        json!({"do": "arrive", "visit": "x1", "been_before": false, "asks_for": "o1"}),
        json!({"do": "register", "visit": "v1", "phone": "13800138000"}),
        json!({"do": "finish", "visit": "v1"}),
        json!({"do": "finish", "visit": "n1", "seen_off": false}),
        json!({"do": "visit.leave", "visit": "w1"}),
        json!({"do": "visit.take", "visit": "v1", "staff": "s3"}),
        json!({"do": "visit.take", "visit": "n1", "staff": "s3"}),
        json!({"do": "visit.take", "visit": "w1", "staff": "s3", "by": "m1", "reason": "asked"}),
        json!({"do": "presence", "staff": "s1", "to": "leave"}),
        json!({"do": "presence", "staff": "s2", "to": "private"}),
        json!({"do": "day.reorder", "order": ["s9", "s3", "s1", "s2"], "by": "m1"}),
        json!({"do": "call.end", "call": "k1"}),
        json!({"do": "call.start", "call": "k2"}),
        json!({"do": "policy.set", "key": "when_all_busy", "value": "double_up", "by": "m1"}),
        json!({"do": "violation.record", "staff": "s2", "kind": "poaching", "by": "m1"}),
        json!({"do": "client.transfer", "client": "c1", "to": "s1", "reason": "asked", "by": "m1"}),
        json!({"do": "unit.hold", "unit": "u1", "client": "c1", "until": "2026-11-23T20:00:00+08:00", "by": "m1"}),
        json!({"do": "staff.add", "id": "s7", "name": "钱七", "role": "sales", "by": "m1"}),
    ];
    for command in rows {
        let mut site = midday();
        let look = |site: &mut Site| {
            let client = site.client("c1");
            (site.state(), client["owner"].clone(), site.unit("u1"))
        };
        let before = look(&mut site);
        site.ok(command.clone());
        let answer = manager!(site, "undo", {});
        let name = command["do"].as_str().unwrap_or_default();
        // reading: whatever its form, `undone` holds the name of the command taken back.
        assert!(answer["undone"].to_string().contains(name), "{answer}");
        assert_eq!(look(&mut site), before, "{command}");
    }
}

#[test]
fn rule_03_undone_turns_are_given_again() {
    let mut site = Site::open(&["s1", "s2"]);
    then!(site.arrive_new("v1"), {"receiver": "s1"});
    desk!(site, "undo", {});
    // Ids taken back may be given again.
    then!(site.arrive_new("v1"), {"receiver": "s1", "client": "c-v1"});
    then!(site.arrive_new("v2"), {"receiver": "s2"});
}

#[test]
fn rule_03_undos_stack_up_to_the_opening() {
    let mut site = Site::open(&["s1", "s2"]);
    let opened = site.state();
    site.arrive_new("v1");
    let first = site.state();
    site.arrive_new("v2");
    site.finish("v1");
    desk!(site, "undo", {});
    desk!(site, "undo", {});
    assert_eq!(site.state(), first);
    desk!(site, "undo", {});
    assert_eq!(site.state(), opened);
    refused!(site, "nothing_to_undo", "undo", {"by": "m1"});
}

#[test]
fn rule_03_a_new_command_stands_on_top_of_what_was_undone() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    let kept = site.state();
    site.arrive_new("v2");
    desk!(site, "undo", {});
    site.presence("s2", "private");
    desk!(site, "undo", {});
    assert_eq!(site.state(), kept);
}

#[test]
fn rule_25_a_deposit_is_a_barrier() {
    let mut site = midday();
    desk!(site, "deposit.take", {"deposit": "d1", "unit": "u1", "client": "c1", "amount_fen": 1, "by": "s3"});
    refused!(site, "nothing_to_undo", "undo", {});
    refused!(site, "nothing_to_undo", "undo", {"by": "m1"});
    desk!(site, "presence", {"staff": "s3", "to": "private"});
    desk!(site, "undo", {});
    refused!(site, "nothing_to_undo", "undo", {"by": "m1"});
    then!(site.unit("u1"), {"status": "reserved"});
}

#[test]
fn rule_02_a_new_day_is_a_barrier() {
    let mut site = Site::open(&["s1", "s2"]);
    round(&mut site, "v1");
    manager!(site, "day.close", {});
    refused!(site, "day_not_open", "undo", {"by": "m1"});
    site.day("2026-11-24");
    desk!(site, "day.open", {"order": ["s1", "s2"]});
    refused!(site, "nothing_to_undo", "undo", {"by": "m1"});
}

#[test]
fn rule_03_the_desk_has_ten_minutes_and_the_manager_the_day() {
    for (time, by_desk) in [("10:09:30", true), ("10:10:30", false), ("17:00", false)] {
        let mut site = Site::open(&["s1"]);
        site.at("10:00:00");
        site.arrive_new("v1");
        site.at(time);
        if by_desk {
            desk!(site, "undo", {});
        } else {
            refused!(site, "undo_too_late", "undo", {});
            refused!(site, "undo_too_late", "undo", {"by": "s1"});
            manager!(site, "undo", {});
        }
        then!(site.state()["staff"]["s1"], {"receiving": [], "taken": 0});
    }
}

#[test]
fn rule_02_only_a_manager_undoes_a_managers_command() {
    let mut site = Site::open(&["s1", "s2"]);
    manager!(site, "day.reorder", {"order": ["s2", "s1"]});
    refused!(site, "needs_manager", "undo", {});
    refused!(site, "needs_manager", "undo", {"by": "s1"});
    manager!(site, "undo", {});
    then!(site.state(), {"order": ["s1", "s2"], "next": "s1"});
}

#[test]
fn rule_11_undo_does_not_stop_the_clock() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    desk!(site, "arrive", {"visit": "n1", "been_before": false, "asks_for": "s2"});
    site.at("09:30");
    site.presence("s3", "private");
    assert_eq!(inbox(&mut site), ["notice_overdue n1"]);
    desk!(site, "undo", {});
    assert_eq!(inbox(&mut site), ["notice_overdue n1"]);
    then!(site.run(json!({"do": "presence", "staff": "s1", "to": "private", "at": "2026-11-23T09:29:00+08:00"})),
        {"ok": false, "error": "clock_backwards"});
}

#[test]
fn rule_02_undoing_what_let_somebody_in_makes_them_wait_again() {
    let mut site = Site::open(&["s1"]);
    site.arrive_new("v1");
    site.arrive_new("v2");
    let waiting = site.state();
    let answer = desk!(site, "finish", {"visit": "v1"});
    then!(answer["assigned"][0], {"visit": "v2", "receiver": "s1"});
    desk!(site, "undo", {});
    assert_eq!(site.state(), waiting);
    assert_eq!(site.waiting(), ["v2"]);
    desk!(site, "finish", {"visit": "v1"});
    then!(site.state()["staff"]["s1"], {"receiving": ["v2"]});
}

/// An answer without the number of its line.
fn without_line(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("line");
    }
    answer
}

#[test]
fn rule_03_the_same_request_is_entered_once() {
    let mut site = Site::open(&["s1", "s2"]);
    site.at("10:00");
    let command = json!({"do": "arrive", "at": "2026-11-23T10:00:00+08:00", "request": "gate 7", "been_before": false, "visit": "v1"});
    let first = without_line(site.ok(command.clone()));
    then!(first, {"visit": "v1", "receiver": "s1"});
    site.at("11:00");
    site.presence("s2", "private");
    let state = site.state();
    // The order of the fields and the clock do not matter.
    let turned = json!({"visit": "v1", "been_before": false, "request": "gate 7", "at": "2026-11-23T10:00:00+08:00", "do": "arrive"});
    assert_eq!(without_line(site.ok(turned)), first);
    assert_eq!(site.state(), state);
}

#[test]
fn rule_03_a_request_used_for_something_else_is_refused() {
    let mut site = Site::open(&["s1", "s2"]);
    let at = "2026-11-23T10:00:00+08:00";
    site.ok(json!({"do": "arrive", "at": at, "request": "r1", "been_before": false, "visit": "v1"}));
    site.at("10:05");
    for other in [
        json!({"do": "arrive", "at": at, "request": "r1", "been_before": false, "visit": "v2"}),
        json!({"do": "arrive", "at": at, "request": "r1", "been_before": false, "visit": "v1", "party": 2}),
        json!({"do": "finish", "at": at, "request": "r1", "visit": "v1"}),
    ] {
        site.refused(other, "request_reused");
    }
}

#[test]
fn rule_03_an_undone_request_is_remembered_and_a_refused_one_is_not() {
    let mut site = Site::open(&["s1", "s2"]);
    let at = "2026-11-23T10:00:00+08:00";
    let command = json!({"do": "arrive", "at": at, "request": "r1", "been_before": false, "visit": "v1"});
    let first = without_line(site.ok(command.clone()));
    site.at("10:01");
    desk!(site, "undo", {});
    let state = site.state();
    assert_eq!(without_line(site.ok(command)), first);
    assert_eq!(site.state(), state, "nothing is entered");

    refused!(site, "unknown_visit", "finish", {"visit": "v7", "request": "r2"});
    then!(desk!(site, "arrive", {"visit": "v7", "been_before": false, "request": "r2"}), {"visit": "v7"});
}

#[test]
fn rule_03_a_request_outlives_its_day() {
    let mut site = Site::open(&["s1"]);
    let command =
        json!({"do": "presence", "staff": "s1", "to": "private", "request": "r1", "at": "2026-11-23T10:00:00+08:00"});
    let first = without_line(site.ok(command.clone()));
    site.at("10:01");
    manager!(site, "day.close", {});
    assert_eq!(without_line(site.ok(command)), first);
}

#[test]
fn rule_09_undoing_a_take_takes_its_violation_back() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    desk!(site, "visit.take", {"visit": "v1", "staff": "s2"});
    assert_eq!(kinds(&mut site), ["violation"]);
    desk!(site, "undo", {});
    assert!(kinds(&mut site).is_empty());
    assert!(site.owed().is_empty());
    assert_eq!(site.tally("s2", "prepaid"), 0);
}
