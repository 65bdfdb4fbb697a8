//! Turns paid for beforehand and doubling up (chapter 3; rules 9, 16): what happens at the edges of
//! the ring.

use super::{Site, conserved, next_day, policy, prepare, round, skips, tallied};

/// s2 grabs a client of s1: s1 is owed a turn, s2 is prepaid, nobody is engaged, the cursor at s2.
fn grabbed(order: &[&str]) -> Site {
    let mut site = Site::open(order);
    site.arrive_new("g1");
    desk!(site, "visit.take", {"visit": "g1", "staff": "s2"});
    site.finish("g1");
    assert_eq!(site.owed(), ["s1"]);
    tallied(&mut site, "s2", &[("prepaid", 1)]);
    site
}

#[test]
fn rule_09_a_prepaid_turn_passes_as_taken_free_or_not() {
    for state in ["free", "business", "private"] {
        let mut site = grabbed(&["s1", "s2", "s3"]);
        prepare(&mut site, "s2", state);
        assert_eq!(round(&mut site, "v1"), "s1");
        let decision = site.arrive_new("v2");
        assert_eq!(skips(&decision), "s2 taken prepaid", "{state}");
        then!(decision, {"receiver": "s3", "rules": [1, 9]});
        tallied(&mut site, "s2", &[("passed", 1), ("taken", 1), ("prepaid", 0)]);
        conserved(&mut site);
    }
}

#[test]
fn rule_09_a_prepayment_waits_while_its_holder_is_out() {
    let mut site = grabbed(&["s1", "s2", "s3"]);
    site.presence("s2", "leave");
    round(&mut site, "v1");
    let decision = site.arrive_new("v2");
    then!(decision, {"receiver": "s3", "skips": []});
    tallied(&mut site, "s2", &[("passed", 0), ("prepaid", 1)]);
}

#[test]
fn rule_09_a_prepayment_stands_over_weeks() {
    let mut site = grabbed(&["s1", "s2", "s3"]);
    next_day(&mut site, "2026-11-30", &["s2", "s3", "s1"]);
    tallied(&mut site, "s2", &[("prepaid", 1)]);
    let decision = site.arrive_new("v1");
    assert_eq!(skips(&decision), "s2 taken prepaid");
    then!(decision, {"receiver": "s3"});
}

#[test]
fn rule_09_when_only_the_prepaid_are_free_they_receive_outside_the_order() {
    let mut site = grabbed(&["s1", "s2"]);
    site.presence("s1", "business");
    let decision = site.arrive_new("v1");
    then!(decision, {"path": "rotation", "receiver": "s2", "counted": false, "makeup": false,
        "skips": [], "owner": "s2", "waiting": false});
    then!(site.state(), {"next": "s2", "owed": ["s1"]});
    tallied(&mut site, "s2", &[("passed", 0), ("prepaid", 1)]);
    tallied(&mut site, "s1", &[("owed_granted", 1)]);

    // Taken from them, nobody is owed a turn.
    desk!(site, "visit.take", {"visit": "v1", "staff": "s1"});
    assert_eq!(site.owed(), ["s1"]);
    tallied(&mut site, "s2", &[("owed_granted", 0)]);
    conserved(&mut site);
}

#[test]
fn rule_16_double_up_takes_the_turn_of_the_first_who_can() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "when_all_busy", "double_up");
    let rows = [("v1", "s1", 9), ("v2", "s2", 9), ("v3", "s1", 16), ("v4", "s2", 16)];
    for (visit, receiver, last_rule) in rows {
        let rules = if last_rule == 9 { vec![1, 9] } else { vec![1, 9, 16] };
        then!(site.arrive_new(visit), {"receiver": receiver, "rules": rules, "counted": true, "skips": []});
    }
    then!(site.state(), {"next": "s1", "owed": []});
    then!(site.arrive_new("v5"), {"receiver": null, "waiting": true});
    tallied(&mut site, "s1", &[("passed", 2), ("taken", 2)]);
}

#[test]
fn rule_16_double_up_max_takes_policy_values() {
    for (most, second, third) in [(2, Some("s1"), None), (3, Some("s1"), Some("s1"))] {
        let mut site = Site::open(&["s1"]);
        policy(&mut site, "when_all_busy", "double_up");
        policy(&mut site, "double_up_max", most);
        site.arrive_new("v1");
        then!(site.arrive_new("v2"), {"receiver": second});
        then!(site.arrive_new("v3"), {"receiver": third});
    }
}

#[test]
fn rule_16_double_up_passes_those_who_stand_before() {
    // Given s1 cannot double up, when all are busy, then s1's turn passes and s2 doubles up.
    for (state, expected) in [
        ("call", "s1 owed business"),
        ("business", "s1 owed business"),
        ("private receiving", "s1 consumed private"),
        ("suspended", ""),
    ] {
        let mut site = Site::open(&["s1", "s2"]);
        policy(&mut site, "when_all_busy", "double_up");
        prepare(&mut site, "s2", "receiving");
        prepare(&mut site, "s1", state);
        let decision = site.arrive_new("v1");
        then!(decision, {"receiver": "s2", "rules": [1, 9, 16]});
        assert_eq!(skips(&decision), expected, "{state}");
        conserved(&mut site);
    }
}

#[test]
fn rule_16_double_up_serves_an_owed_turn_whatever_the_run() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "when_all_busy", "double_up");
    policy(&mut site, "makeup_run", 1);
    site.presence("s1", "business");
    round(&mut site, "v1");
    site.arrive_new("v2");
    site.presence("s1", "available");
    then!(site.arrive_new("v3"), {"receiver": "s1", "makeup": true, "rules": [1, 9]});
    then!(site.arrive_new("v4"), {"receiver": "s1", "makeup": true, "rules": [1, 9, 16], "skips": []});
    then!(site.state(), {"owed": [], "next": "s1"});
    conserved(&mut site);
}

#[test]
fn rule_16_double_up_leaves_the_takers_prepayment() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "when_all_busy", "double_up");
    site.arrive_new("g1");
    site.presence("s1", "business");
    desk!(site, "visit.take", {"visit": "g1", "staff": "s2"});
    let decision = site.arrive_new("v1");
    then!(decision, {"receiver": "s2", "rules": [1, 9, 16], "counted": true, "skips": []});
    tallied(&mut site, "s2", &[("prepaid", 1), ("passed", 1), ("taken", 1)]);
}
