//! Calls (chapter 9; rules 1, 3, 22, 23): a ring of their own, call-backs, the inquiry sheet.

use super::{Site, kinds, prepare, tallied};
use serde_json::json;

#[test]
fn rule_03_calls_go_round_by_a_cursor_of_their_own() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    for (call, answerer, next) in [("k1", "s1", "s2"), ("k2", "s2", "s3"), ("k3", "s3", "s1"), ("k4", "s1", "s2")] {
        let answer = desk!(site, "call.start", {"call": call, "phone": "13800138000", "name": "李女士"});
        then!(answer, {"call": call, "answered_by": answerer, "missed": false});
        then!(site.state(), {"call_next": next, "next": "s1"});
        then!(site.state()["staff"][answerer], {"calls": [call]});
        desk!(site, "call.end", {"call": call, "note": "will come"});
        then!(site.state()["staff"][answerer], {"calls": []});
    }
}

#[test]
fn rule_03_passing_on_a_call_has_no_outcome() {
    for state in ["private", "business", "receiving", "returning", "call", "leave", "off", "suspended", "not in order"]
    {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        prepare(&mut site, "s1", state);
        let answer = desk!(site, "call.start", {"call": "k9"});
        then!(answer, {"answered_by": "s2", "missed": false});
        then!(site.state(), {"call_next": "s3", "owed": []});
        tallied(&mut site, "s1", &[("passed", 0), ("consumed", 0)]);
    }
}

#[test]
fn rule_03_who_is_asked_for_answers_and_the_cursor_stays() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    then!(desk!(site, "call.start", {"asks_for": "s3"}), {"answered_by": "s3"});
    then!(site.state(), {"call_next": "s1"});
    // Busy, or not here today: the ring answers.
    then!(desk!(site, "call.start", {"asks_for": "s3"}), {"answered_by": "s1"});
    then!(desk!(site, "call.start", {"asks_for": "s9"}), {"answered_by": "s2"});
    then!(site.state(), {"call_next": "s3"});
}

#[test]
fn rule_03_the_office_answers_when_nobody_is_free_and_then_it_is_missed() {
    let mut site = Site::open(&["s1"]);
    for answerer in ["s1", "o1", "o2"] {
        then!(desk!(site, "call.start", {"call": format!("by-{answerer}")}), {"answered_by": answerer, "missed": false});
    }
    then!(desk!(site, "call.start", {"call": "k1"}), {"answered_by": null, "missed": true});
    assert_eq!(kinds(&mut site), ["call_back"]);
    then!(site.state()["staff"]["o1"], {"calls": ["by-o1"]});
    desk!(site, "call.returned", {"call": "k1"});
    assert!(kinds(&mut site).is_empty());
    refused!(site, "wrong_state", "call.returned", {"call": "k1"});
    refused!(site, "wrong_state", "call.returned", {"call": "by-s1"});
}

#[test]
fn rule_01_a_call_is_an_engagement_until_it_ends() {
    let mut site = Site::open(&["s1", "s2"]);
    desk!(site, "call.start", {"call": "k1"});
    then!(site.arrive_new("v1"), {"receiver": "s2"});
    assert_eq!(site.owed(), ["s1"]);
    desk!(site, "call.end", {"call": "k1"});
    then!(site.arrive_new("v2"), {"receiver": "s1", "makeup": true});
}

#[test]
fn rule_22_a_call_makes_no_owner() {
    let mut site = Site::open(&["s1", "s2"]);
    desk!(site, "call.start", {"call": "k1", "phone": "13800138000", "name": "李女士"});
    desk!(site, "call.end", {"call": "k1"});
    site.presence("s1", "private");
    let decision = desk!(site, "arrive", {"phone": "13800138000", "been_before": false});
    then!(decision, {"path": "rotation", "receiver": "s2", "owner": "s2", "rules": [1, 9, 22]});
}

#[test]
fn rule_23_another_project_needs_the_whole_inquiry_sheet() {
    let whole = json!({"phone": "13800138000", "name": "李女士", "project": "江湾二号", "needs": "三房"});
    for left_out in ["phone", "name", "needs"] {
        let mut site = Site::open(&["s1"]);
        desk!(site, "project.add", {"name": "江湾二号", "refer_to": "江湾路 2 号, 021-58881234"});
        let mut command = whole.clone();
        command["do"] = json!("call.start");
        if let Some(fields) = command.as_object_mut() {
            fields.remove(left_out);
        }
        site.refused(command.clone(), "incomplete_inquiry");
        // reading: this refusal names rule 23.
        assert_eq!(site.run(command.clone())["rule"], 23);
        command[left_out] = whole[left_out].clone();
        then!(site.ok(command), {"answered_by": "s1", "refer_to": "江湾路 2 号, 021-58881234"});
    }
}

#[test]
fn rule_23_a_project_without_an_office_of_its_own_is_answered_here() {
    let mut site = Site::open(&["s1"]);
    desk!(site, "project.add", {"name": "江湾三号"});
    let answer =
        desk!(site, "call.start", {"phone": "13800138000", "name": "李女士", "project": "江湾三号", "needs": "商铺"});
    then!(answer, {"answered_by": "s1", "refer_to": null});
}
