//! PINs: once a manager has one, whatever takes a manager takes it too. Whoever speaks without it is
//! never taken for somebody else.

use crate::driver::Site;
use crate::rules::{client_of, client_with, kinds, policy, texts};
use rusqlite::Connection;
use serde_json::{Value, json};

const PIN: &str = "2580";

/// A site whose manager has a PIN; nobody speaks with it yet.
fn site_with_pin(order: &[&str]) -> Site {
    let mut site = Site::open(order);
    manager!(site, "pin.set", {"staff": "m1", "pin": PIN});
    site
}

/// The names of the log's last entries, oldest first.
fn last_entries(site: &Site, count: usize) -> Vec<String> {
    let conn = Connection::open(site.path()).unwrap();
    let sql = "SELECT kind FROM events WHERE seq = command ORDER BY seq DESC";
    let mut names: Vec<String> =
        conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().take(count).map(Result::unwrap).collect();
    names.reverse();
    names
}

/// Refused without the PIN, accepted with it.
#[track_caller]
fn takes_the_pin(site: &mut Site, command: &Value) -> Value {
    site.speak_with(None).refused(command.clone(), "needs_manager");
    let answer = site.run(command.clone());
    assert!(answer["message"].as_str().unwrap().contains("PIN"), "{answer}");
    site.speak_with(Some(PIN)).ok(command.clone())
}

#[test]
fn every_command_of_a_manager_takes_the_pin() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_of(&mut site, "ca", "s1");
    client_of(&mut site, "cb", "s2");
    desk!(site, "unit.add", {"unit": "u1"});
    desk!(site, "arrive", {"visit": "n", "new_client": "cn", "been_before": false, "asks_for": "s2"});
    manager!(site, "violation.record", {"id": "x1", "staff": "s3", "kind": "gossip"});
    desk!(site, "finish", {"visit": "n", "seen_off": false});
    desk!(site, "arrive", {"visit": "p", "new_client": "cp", "been_before": false, "asks_for": "s3"});
    let item = site.state()["inbox"][0]["item"].clone();
    manager!(site, "pin.set", {"staff": "m1", "pin": PIN});
    let given = [
        json!({"do": "staff.add", "id": "s7", "name": "周敏", "role": "sales"}),
        json!({"do": "staff.depart", "id": "s7"}),
        json!({"do": "policy.set", "key": "makeup_cap", "value": 2}),
        json!({"do": "rulebook.set", "part": "violation", "key": "gossip", "value": {"penalty": "demerit"}}),
        json!({"do": "roster.plan", "week": "2026-W49"}),
        json!({"do": "roster.set", "date": "2026-12-07", "order": ["s1"]}),
        json!({"do": "day.reorder", "order": ["s2", "s1", "s3"]}),
        json!({"do": "notice.fail", "visit": "p"}),
        json!({"do": "violation.record", "staff": "s3", "kind": "gossip"}),
        json!({"do": "violation.void", "violation": "x1", "reason": "误记"}),
        json!({"do": "client.transfer", "client": "ca", "to": "s3", "reason": "调整"}),
        json!({"do": "client.link", "client": "ca", "with": "cb", "kind": "household"}),
        json!({"do": "unit.hold", "unit": "u1", "client": "ca", "until": "2026-11-24T18:00:00+08:00"}),
        json!({"do": "unit.release", "unit": "u1"}),
        json!({"do": "inbox.ack", "item": item}),
        json!({"do": "visit.take", "visit": "p", "staff": "s1", "reason": "改派"}),
        json!({"do": "undo"}),
        json!({"do": "pin.set", "staff": "s1", "pin": "1357"}),
        json!({"do": "day.close", "force": true}),
    ];
    for mut command in given {
        command["by"] = json!("m1");
        takes_the_pin(&mut site, &command);
    }
    desk!(site, "deposit.take", {"deposit": "d1", "unit": "u1", "client": "ca", "amount_fen": 100, "by": "s1"});
    takes_the_pin(&mut site, &json!({"do": "deposit.refund", "deposit": "d1", "reason": "反悔", "by": "m1"}));
}

#[test]
fn what_a_managers_name_merely_changes_takes_the_pin_too() {
    let mut site = site_with_pin(&["s1", "s2"]);
    // Back from leave.
    site.presence("s2", "leave");
    let back = json!({"do": "presence", "staff": "s2", "to": "available", "by": "m1"});
    takes_the_pin(&mut site, &back);
    // A take with a reason is no poaching, and without the PIN it is nothing.
    desk!(site, "arrive", {"visit": "a", "new_client": "ca", "been_before": false, "asks_for": "s1"});
    let take = json!({"do": "visit.take", "visit": "a", "staff": "s2", "reason": "改派", "by": "m1"});
    assert_eq!(takes_the_pin(&mut site, &take)["violation"], Value::Null);
    // An undo that is too late for the desk.
    site.finish("a");
    site.pass(11 * 60);
    takes_the_pin(&mut site, &json!({"do": "undo", "by": "m1"}));
}

#[test]
fn what_the_desk_may_do_takes_no_pin_from_a_manager_either() {
    let mut site = site_with_pin(&["s1"]);
    desk!(site, "arrive", {"visit": "a", "new_client": "ca", "been_before": false, "by": "m1"});
    // Taken down as the manager's, so that taking it back is one's too.
    site.refused(json!({"do": "undo"}), "needs_manager");
    site.refused(json!({"do": "undo", "by": "m1"}), "needs_manager");
    desk!(site, "finish", {"visit": "a"});
    desk!(site, "undo", {"by": "m1"});
}

#[test]
fn without_a_managers_pin_all_is_as_it_was() {
    let mut site = Site::open(&["s1"]);
    desk!(site, "pin.set", {"staff": "s1", "pin": PIN, "by": "s1"});
    policy(&mut site, "makeup_cap", 2);
    manager!(site, "pin.set", {"staff": "m1", "pin": PIN});
    refused!(site, "needs_manager", "policy.set", {"key": "makeup_cap", "value": 3, "by": "m1"});
    // The only manager with a PIN has left: nobody is locked out.
    site.speak_with(Some(PIN));
    manager!(site, "staff.add", {"id": "m2", "name": "李经理", "role": "manager"});
    manager!(site, "staff.depart", {"id": "m1"});
    site.speak_with(None).ok(json!({"do": "policy.set", "key": "makeup_cap", "value": 3, "by": "m2"}));
}

#[test]
fn refusals_come_in_their_order() {
    let mut site = site_with_pin(&["s1"]);
    let set = |field: &str, value: Value| {
        let mut command = json!({"do": "client.transfer", "client": "no", "to": "s1", "reason": "x", "by": "m1"});
        command[field] = value;
        command
    };
    site.refused(set("reason", json!(" ")), "bad_input");
    site.refused(set("at", json!("2026-11-23T08:00:00+08:00")), "clock_backwards");
    site.refused(set("by", json!("nobody")), "unknown_staff");
    site.refused(set("client", json!("no")), "needs_manager");
    site.speak_with(Some(PIN)).refused(set("client", json!("no")), "unknown_client");
    // A take that only a manager's reason allows is refused before its ids are looked at.
    site.speak_with(None);
    refused!(site, "needs_manager", "visit.take", {"visit": "no", "staff": "no", "reason": "改派", "by": "m1"});
    refused!(site, "unknown_visit", "visit.take", {"visit": "no", "staff": "no", "reason": "改派"});
}

#[test]
fn whose_pin_who_may_set() {
    let mut site = Site::open(&["s1", "s2"]);
    manager!(site, "staff.add", {"id": "m2", "name": "李经理", "role": "manager"});
    refused!(site, "needs_manager", "pin.set", {"staff": "s1", "pin": PIN});
    refused!(site, "needs_manager", "pin.set", {"staff": "s1", "pin": PIN, "by": "s2"});
    refused!(site, "unknown_staff", "pin.set", {"staff": "no", "pin": PIN, "by": "m1"});
    desk!(site, "pin.set", {"staff": "s1", "pin": PIN, "by": "s1"});
    // One's own again takes the old one.
    refused!(site, "needs_manager", "pin.set", {"staff": "s1", "pin": "1357", "by": "s1"});
    site.speak_with(Some("9999"))
        .refused(json!({"do": "pin.set", "staff": "s1", "pin": "1357", "by": "s1"}), "needs_manager");
    site.speak_with(Some(PIN)).ok(json!({"do": "pin.set", "staff": "s1", "pin": "1357", "by": "s1"}));
    manager!(site, "pin.set", {"staff": "m1", "pin": "8642"});
    // Nobody becomes a manager by setting the PIN of one who has none.
    site.speak_with(None);
    refused!(site, "needs_manager", "pin.set", {"staff": "m2", "pin": PIN, "by": "m2"});
    refused!(site, "needs_manager", "policy.set", {"key": "makeup_cap", "value": 2, "by": "m2"});
    // A forgotten one: another manager sets it anew.
    site.speak_with(Some("8642"));
    manager!(site, "pin.set", {"staff": "s1", "pin": "7531"});
    manager!(site, "pin.set", {"staff": "m2", "pin": PIN});
    site.speak_with(Some(PIN)).ok(json!({"do": "policy.set", "key": "makeup_cap", "value": 2, "by": "m2"}));
}

#[test]
fn a_bad_pin_is_refused() {
    let mut site = Site::open(&["s1"]);
    for pin in ["", "123", "1234567890123", "12a4", "1111", "1234", "98765", "四二八零"] {
        refused!(site, "bad_pin", "pin.set", {"staff": "m1", "pin": pin, "by": "m1"});
    }
    refused!(site, "bad_input", "pin.set", {"staff": "m1", "by": "m1"});
    refused!(site, "bad_input", "pin.set", {"staff": "m1", "pin": 2580, "by": "m1"});
    refused!(site, "bad_input", "presence", {"staff": "s1", "to": "private", "pin": PIN});
    manager!(site, "pin.set", {"staff": "m1", "pin": "２５８０"});
    site.speak_with(Some(PIN));
    policy(&mut site, "makeup_cap", 2);
}

#[test]
fn the_language_does_not_know_wrong_pins() {
    let mut site = site_with_pin(&["s1"]);
    refused!(site, "bad_input", "pin.fail", {"staff": "m1", "in_a_row": 1, "by": "m1"});
}

#[test]
fn the_same_request_gets_its_first_answer_again() {
    let mut site = Site::open(&["s1"]);
    let command = json!({"do": "pin.set", "staff": "m1", "pin": PIN, "by": "m1", "request": "r1",
        "at": "2026-11-23T09:00:30+08:00"});
    let first = site.ok(command.clone());
    site.pass(60);
    assert_eq!(site.ok(command.clone()), first);
    // Another PIN under the same request is not the register's to tell: it keeps none.
    let mut other = command.clone();
    other["pin"] = json!("1357");
    assert_eq!(site.ok(other), first);
    site.speak_with(Some("1357"))
        .refused(json!({"do": "policy.set", "key": "makeup_cap", "value": 2, "by": "m1"}), "needs_manager");
    let mut whose = command;
    whose["staff"] = json!("s1");
    site.refused(whose, "request_reused");
}

#[test]
fn a_wrong_pin_is_counted_once_a_run_and_entered() {
    let mut site = site_with_pin(&["s1"]);
    let wanted =
        json!({"do": "policy.set", "key": "makeup_cap", "value": 2, "by": "m1", "at": "2026-11-23T10:00:00+08:00"});
    site.speak_with(Some("1357")).refused(wanted.clone(), "needs_manager");
    site.refused(wanted.clone(), "needs_manager");
    assert_eq!(last_entries(&site, 2), ["pin.set", "pin.fail"]);
    // The same line goes through with the right one: the clock was not put forward.
    site.speak_with(Some(PIN)).ok(wanted);
    assert!(site.rebuild().is_empty() && site.is_whole());
}

#[test]
fn several_wrong_pins_in_a_row_are_something_to_see() {
    let mut site = site_with_pin(&["s1"]);
    let wanted = json!({"do": "policy.set", "key": "makeup_cap", "value": 2, "by": "m1"});
    for expected in [0, 0, 1] {
        site.speak_with(Some("1357")).refused_with_entry(wanted.clone());
        assert_eq!(kinds(&mut site).len(), expected);
    }
    assert_eq!(kinds(&mut site), ["pin_failures"]);
    assert_eq!(site.state()["inbox"][0]["about"], "m1");
    // From now on none is looked at for a while, not even the right one.
    let answer = site.speak_with(Some(PIN)).run(wanted.clone());
    assert!(answer["message"].as_str().unwrap().contains("秒"), "{answer}");
    assert_eq!(last_entries(&site, 1), ["pin.fail"]);
    let conn = Connection::open(site.path()).unwrap();
    conn.execute("UPDATE pin_tries SET tried_at = tried_at - 2000000", []).unwrap();
    site.speak_with(Some(PIN)).ok(wanted);
    let counted: i64 = conn.query_row("SELECT count(*) FROM pin_tries", [], |row| row.get(0)).unwrap();
    assert_eq!(counted, 0, "the right one ends the count");
}

#[test]
fn a_clock_put_back_neither_opens_the_gate_nor_shuts_it() {
    let mut site = site_with_pin(&["s1"]);
    let wanted = json!({"do": "policy.set", "key": "makeup_cap", "value": 2, "by": "m1"});
    let conn = Connection::open(site.path()).unwrap();
    // The last try lies a year ahead of the clock, and 256 seconds were to be waited.
    let year = 365_i64 * 86_400_000_000;
    let ahead = chrono::DateTime::parse_from_rfc3339("2099-01-01T00:00:00Z").unwrap().timestamp_micros();
    conn.execute("INSERT INTO pin_tries VALUES ('m1', 10, ?1)", [ahead + year]).unwrap();
    let answer = site.speak_with(Some(PIN)).run(wanted.clone());
    assert!(answer["message"].as_str().unwrap().contains("256 秒"), "{answer}");
    let tried_at: i64 = conn.query_row("SELECT tried_at FROM pin_tries", [], |row| row.get(0)).unwrap();
    assert!(tried_at < ahead, "the wait began anew by the clock as it is");
    conn.execute("UPDATE pin_tries SET tried_at = tried_at - 256000000", []).unwrap();
    site.speak_with(Some(PIN)).ok(wanted);
}

#[test]
fn one_persons_wait_is_nobody_elses() {
    let mut site = site_with_pin(&["s1"]);
    site.speak_with(Some(PIN));
    manager!(site, "staff.add", {"id": "m2", "name": "李经理", "role": "manager"});
    manager!(site, "pin.set", {"staff": "m2", "pin": "1357"});
    let conn = Connection::open(site.path()).unwrap();
    let now = "CAST(unixepoch('subsec') * 1000000 AS INTEGER)";
    conn.execute(&format!("INSERT INTO pin_tries VALUES ('m1', 10, {now})"), []).unwrap();
    refused!(site.speak_with(Some(PIN)), "needs_manager", "policy.set", {"key": "makeup_cap", "value": 2, "by": "m1"});
    site.speak_with(Some("1357")).ok(json!({"do": "policy.set", "key": "makeup_cap", "value": 2, "by": "m2"}));
}

#[test]
fn an_undo_passes_over_pins() {
    let mut site = site_with_pin(&["s1"]);
    site.arrive_new("a");
    site.speak_with(Some(PIN));
    manager!(site, "pin.set", {"staff": "s1", "pin": "1357"});
    site.speak_with(Some("9753"));
    site.run(json!({"do": "policy.set", "key": "makeup_cap", "value": 2, "by": "m1"}));
    let undone = desk!(site, "undo", {});
    then!(undone["undone"], {"do": "arrive"});
    assert!(texts(&site.state()["staff"]["s1"]["receiving"]).is_empty());
    // PINs stand as they were.
    site.speak_with(Some("1357")).ok(json!({"do": "pin.set", "staff": "s1", "pin": "8642", "by": "s1"}));
    assert!(site.rebuild().is_empty());
    site.speak_with(Some(PIN));
    policy(&mut site, "makeup_cap", 2);
}

#[test]
fn a_proof_ends_with_the_pin_that_it_was_made_with() {
    let mut site = site_with_pin(&["s1"]);
    site.speak_with(Some(PIN));
    policy(&mut site, "makeup_cap", 2);
    manager!(site, "pin.set", {"staff": "m1", "pin": "1357"});
    refused!(site, "needs_manager", "policy.set", {"key": "makeup_cap", "value": 3, "by": "m1"});
}

#[test]
fn clients_of_one_owner_are_linked_without_a_pin() {
    let mut site = site_with_pin(&["s1", "s2"]);
    client_of(&mut site, "ca", "s1");
    client_with(&mut site, "cb", "s1", &json!({}));
    desk!(site, "client.link", {"client": "ca", "with": "cb", "kind": "household", "by": "m1"});
}
