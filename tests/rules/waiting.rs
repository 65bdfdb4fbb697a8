//! Waiting (chapter 5; rules 2, 4, 16): who is let in, in which order, and when.

use super::{Site, client_of, policy, prepare, skips};

fn let_in(answer: &serde_json::Value) -> Vec<String> {
    let decisions = answer["assigned"].as_array().into_iter().flatten();
    decisions.map(|d| format!("{} {}", super::text(&d["visit"]), super::text(&d["receiver"]))).collect()
}

#[test]
fn rule_02_the_first_who_waits_is_the_first_let_in() {
    let mut site = Site::open(&["s1", "s2"]);
    for visit in ["v1", "v2", "v3", "v4"] {
        site.arrive_new(visit);
    }
    assert_eq!(site.waiting(), ["v3", "v4"]);
    let answer = desk!(site, "finish", {"visit": "v2"});
    assert_eq!(let_in(&answer), ["v3 s2"]);
    let decision = &answer["assigned"][0];
    then!(decision, {"visit": "v3", "client": "c-v3", "path": "rotation", "receiver": "s2",
        "waiting": false, "counted": true, "owner": "s2", "rules": [1, 9]});
    assert_eq!(skips(decision), "s1 owed business");
    assert_eq!(site.waiting(), ["v4"]);
    assert_eq!(let_in(&desk!(site, "finish", {"visit": "v1"})), ["v4 s1"]);
    assert!(site.waiting().is_empty());
}

#[test]
fn rule_04_nobody_who_could_receive_stands_free_while_somebody_waits() {
    // Every way of becoming free lets the first one in.
    let rows = [
        ("finish", "receiving", "s1"),
        ("call.end", "call", "s1"),
        ("presence", "business", "s1"),
        ("reorder", "business", "s9"),
        ("back from leave", "business", "s2"),
        ("double_up", "receiving", "s1"),
    ];
    for (way, state, receiver) in rows {
        let mut site = Site::open(&["s1", "s2"]);
        prepare(&mut site, "s2", "leave");
        prepare(&mut site, "s1", state);
        then!(site.arrive_new("v1"), {"waiting": true, "assigned": []});
        let answer = match way {
            "finish" => desk!(site, "finish", {"visit": "busy-s1"}),
            "call.end" => {
                let call = site.state()["staff"]["s1"]["calls"][0].clone();
                desk!(site, "call.end", {"call": call})
            }
            "presence" => desk!(site, "presence", {"staff": "s1", "to": "available"}),
            "reorder" => manager!(site, "day.reorder", {"order": ["s1", "s2", "s9"]}),
            "back from leave" => manager!(site, "presence", {"staff": "s2", "to": "available"}),
            _ => manager!(site, "policy.set", {"key": "when_all_busy", "value": "double_up"}),
        };
        assert_eq!(let_in(&answer), [format!("v1 {receiver}")], "{way}");
    }
}

#[test]
fn rule_04_an_ended_suspension_lets_the_waiting_in() {
    let mut site = Site::open(&["s1"]);
    policy(&mut site, "suspension_start", "today");
    let record = manager!(site, "violation.record", {"staff": "s1", "kind": "poaching"});
    then!(site.arrive_new("v1"), {"waiting": true});
    let answer = manager!(site, "violation.void", {"violation": record["violation"], "reason": "not so"});
    assert_eq!(let_in(&answer), ["v1 s1"]);
}

#[test]
fn rule_12_the_wanted_person_goes_to_who_wants_them_before_the_front() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s2");
    site.arrive_new("v1");
    site.arrive_new("v2");
    site.arrive_new("v3");
    let decision = desk!(site, "arrive", {"visit": "r1", "client": "c1"});
    then!(decision, {"path": "own", "receiver": null, "waiting": true, "owner": "s2"});
    assert_eq!(site.waiting(), ["v3", "r1"]);
    let answer = desk!(site, "finish", {"visit": "v2"});
    assert_eq!(let_in(&answer), ["r1 s2"]);
    then!(answer["assigned"][0], {"path": "own", "assist": false, "counted": false, "rules": [12]});
    assert_eq!(let_in(&desk!(site, "finish", {"visit": "v1"})), ["v3 s1"]);
}

#[test]
fn rule_09_a_waiting_own_client_is_assisted_by_whoever_frees_first() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s2");
    site.arrive_new("v1");
    site.arrive_new("v2");
    desk!(site, "arrive", {"visit": "r1", "client": "c1"});
    let answer = desk!(site, "finish", {"visit": "v1"});
    assert_eq!(let_in(&answer), ["r1 s1"]);
    then!(answer["assigned"][0], {"path": "own", "assist": true, "owner": "s2", "rules": [9, 12]});
}

#[test]
fn rule_11_a_waiting_named_client_opens_the_notice_when_received() {
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("o1", "business");
    site.presence("o2", "business");
    site.arrive_new("v1");
    site.arrive_new("v2");
    let decision = desk!(site, "arrive", {"visit": "n1", "new_client": "c1", "been_before": false, "asks_for": "s2"});
    then!(decision, {"path": "named", "receiver": null, "waiting": true, "notice": null});
    let answer = desk!(site, "finish", {"visit": "v1"});
    then!(answer["assigned"][0], {"path": "named", "receiver": "s1", "assist": true, "owner": "s2",
        "notice": {"holder": "s1", "named": "s2"}, "rules": [11, 20]});
    then!(site.client("c1"), {"owner": "s2"});
}

#[test]
fn rule_02_one_command_may_let_in_several() {
    let mut site = Site::open(&["s1", "s2"]);
    manager!(site, "staff.add", {"id": "s8", "name": "赵八", "role": "sales"});
    for visit in ["v1", "v2", "v3", "v4", "v5"] {
        site.arrive_new(visit);
    }
    let answer = manager!(site, "day.reorder", {"order": ["s1", "s2", "s8", "s9"]});
    assert_eq!(let_in(&answer), ["v3 s8", "v4 s9"]);
    assert_eq!(skips(&answer["assigned"][0]), "s1 owed business, s2 owed business");
    assert_eq!(site.waiting(), ["v5"]);
    then!(site.state(), {"order": ["s1", "s2", "s8", "s9"], "next": "s1"});
}

#[test]
fn rule_02_a_waiting_client_may_leave() {
    let mut site = Site::open(&["s1"]);
    site.arrive_new("v1");
    site.arrive_new("v2");
    desk!(site, "visit.leave", {"visit": "v2"});
    assert!(site.waiting().is_empty());
    refused!(site, "not_waiting", "visit.leave", {"visit": "v2"});
    refused!(site, "not_waiting", "visit.leave", {"visit": "v1"});
    site.finish("v1");
    refused!(site, "not_waiting", "visit.leave", {"visit": "v1"});
    then!(desk!(site, "arrive", {"visit": "v3", "client": "c-v2"}), {"receiver": "s1", "owner": "s1"});
}

#[test]
fn rule_04_who_leaves_or_is_not_let_in_owns_no_salesperson() {
    let mut site = Site::open(&["s1"]);
    site.arrive_new("v1");
    site.arrive_new("v2");
    then!(site.client("c-v2"), {"owner": null});
    desk!(site, "visit.leave", {"visit": "v2"});
    then!(site.client("c-v2"), {"owner": null});
}
