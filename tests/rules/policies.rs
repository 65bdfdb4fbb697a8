//! The policies (chapter 12): every key and value, what is refused, in force from then on. What
//! each does stands in its own chapter's file.

use super::{Site, client_with, policy, round, skips};
use serde_json::{Value, json};

#[test]
fn every_policy_takes_its_values() {
    let rows: [(&str, Vec<Value>); 12] = [
        ("register_match", vec![json!("rotation"), json!("owner")]),
        ("when_all_busy", vec![json!("double_up"), json!("wait")]),
        ("makeup_cap", vec![json!(3), json!(0)]),
        ("makeup_run", vec![json!(0), json!(5), json!(2)]),
        ("double_up_max", vec![json!(3), json!(2)]),
        ("named_on_turn", vec![json!("counts"), json!("free")]),
        ("makeup_expires", vec![json!("day"), json!("never"), json!("week")]),
        ("late_arrival", vec![json!("keep"), json!("end")]),
        ("suspension_start", vec![json!("today"), json!("next_duty_day")]),
        ("suspended_serves_own", vec![json!(false), json!(true)]),
        ("notify_minutes", vec![json!(1), json!(60), json!(5)]),
        ("protection_days", vec![json!(90), json!(0)]),
    ];
    let mut site = Site::open(&["s1"]);
    for (key, values) in rows {
        for value in values {
            policy(&mut site, key, value);
        }
    }
}

#[test]
fn a_policy_refuses_what_is_not_its_own() {
    let rows = [
        ("register_match", json!("both")),
        ("register_match", json!(1)),
        ("when_all_busy", json!("leave")),
        ("makeup_cap", json!(-1)),
        ("makeup_cap", json!("many")),
        ("makeup_run", json!(-1)),
        ("double_up_max", json!("all")),
        ("named_on_turn", json!("paid")),
        ("makeup_expires", json!("month")),
        ("late_arrival", json!("start")),
        ("suspension_start", json!("yesterday")),
        ("suspended_serves_own", json!("maybe")),
        ("notify_minutes", json!(0)),
        ("notify_minutes", json!(61)),
        ("protection_days", json!(-1)),
        ("the_weather", json!("fine")),
    ];
    let mut site = Site::open(&["s1"]);
    for (key, value) in rows {
        refused!(site, "needs_manager", "policy.set", {"key": key, "value": value});
        refused!(site, "bad_policy", "policy.set", {"key": key, "value": value, "by": "m1"});
    }
}

#[test]
fn a_policy_is_in_force_from_then_on_and_not_before() {
    let mut site = Site::open(&["s1", "s2"]);
    client_with(&mut site, "c1", "s2", &json!({"phone": "13800138000"}));
    let mut seen = Vec::new();
    for (visit, value) in [("v1", "owner"), ("v2", "rotation"), ("v3", "owner")] {
        policy(&mut site, "register_match", value);
        let decision = desk!(site, "arrive", {"visit": visit, "phone": "13800138000"});
        seen.push(super::text(&decision["path"]));
        site.finish(visit);
    }
    assert_eq!(seen, ["own", "rotation", "own"]);
}

#[test]
fn a_cap_set_later_takes_nothing_back() {
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s1", "business");
    round(&mut site, "v1");
    round(&mut site, "v2");
    policy(&mut site, "makeup_cap", 1);
    assert_eq!(site.owed(), ["s1", "s1"]);
    assert_eq!(skips(&site.arrive_new("v3")), "s1 capped business");
    assert_eq!(site.owed(), ["s1", "s1"]);
}

#[test]
fn a_policy_stands_on_later_days_too() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "when_all_busy", "double_up");
    super::next_day(&mut site, "2026-11-24", &["s1"]);
    site.arrive_new("v1");
    then!(site.arrive_new("v2"), {"receiver": "s1", "rules": [1, 9, 16]});
}
