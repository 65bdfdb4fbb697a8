//! Giving a turn (chapters 2 and 3; rules 1, 6, 7, 9): the order, make-ups, what a passed turn
//! becomes, prepaid turns, doubling up.

use super::text;
use super::{Site, client_of, conserved, deposit_of, policy, prepare, round, skips, tallied};

/// Gives `staff`, at the head of a three-person order, `count` owed turns; the cursor then stands
/// at the third person. Uses visits `b0`, `b1`, … and leaves nobody engaged and `staff` on business.
fn owed_turns(site: &mut Site, staff: &str, count: usize) {
    site.presence(staff, "business");
    for i in 0..(2 * count - 1) {
        round(site, &format!("b{i}"));
    }
    assert_eq!(site.owed(), vec![staff; count]);
}

#[test]
fn rule_01_and_09_turns_go_round_in_order() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let rows = [("v1", "s1", "s2"), ("v2", "s2", "s3"), ("v3", "s3", "s1"), ("v4", "s1", "s2")];
    for (visit, receiver, next) in rows {
        let decision = site.arrive_new(visit);
        then!(decision, {"visit": visit, "client": format!("c-{visit}"), "path": "rotation",
            "receiver": receiver, "waiting": false, "counted": true, "makeup": false,
            "assist": false, "owner": receiver, "rules": [1, 9], "skips": [], "notice": null,
            "flags": [], "assigned": []});
        assert!(!text(&decision["because"]).is_empty());
        then!(site.state(), {"next": next});
        site.finish(visit);
    }
    tallied(&mut site, "s1", &[("passed", 2), ("taken", 2)]);
}

#[test]
fn rule_01_06_07_what_a_passed_turn_becomes() {
    let rows = [
        ("off", ""),
        ("leave", ""),
        ("suspended", ""),
        ("not in order", ""),
        ("private", "s1 consumed private"),
        ("private receiving", "s1 consumed private"),
        ("returning", "s1 consumed counted"),
        ("business returning", "s1 consumed counted"),
        ("business", "s1 owed business"),
        ("business receiving", "s1 owed business"),
        ("call", "s1 owed business"),
        ("receiving", "s1 owed business"),
        ("closed", "s1 owed business"),
        ("assisting", "s1 owed business"),
    ];
    for (state, expected) in rows {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        prepare(&mut site, "s1", state);
        let decision = site.arrive_new("v1");
        assert_eq!(skips(&decision), expected, "{state}");
        then!(decision, {"receiver": "s2", "counted": true, "rules": [1, 9]});
        let owed = usize::from(expected.contains("owed"));
        assert_eq!(site.owed().len(), owed, "{state}");
        tallied(&mut site, "s1", &[("passed", i64::from(!expected.is_empty()))]);
        conserved(&mut site);
    }
}

#[test]
fn rule_01_business_absence_is_owed_and_made_up() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    site.presence("s1", "business");
    let decision = site.arrive_new("v1");
    then!(decision, {"receiver": "s2", "makeup": false});
    assert_eq!(site.owed(), ["s1"]);
    assert_eq!(site.line(), ["s1", "s3", "s2"]);

    site.presence("s1", "available");
    let decision = site.arrive_new("v2");
    then!(decision, {"receiver": "s1", "makeup": true, "counted": true, "skips": [], "rules": [1, 9]});
    then!(site.state(), {"next": "s3", "owed": []});
    tallied(&mut site, "s1", &[("passed", 1), ("taken", 0), ("owed_granted", 1), ("made_up", 1)]);
}

#[test]
fn rule_01_make_ups_are_served_first_owed_first_and_kept_while_busy() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    site.presence("s1", "business");
    site.presence("s2", "business");
    let decision = site.arrive_new("v1");
    then!(decision, {"receiver": "s3"});
    assert_eq!(skips(&decision), "s1 owed business, s2 owed business");
    site.presence("s2", "available");
    then!(site.arrive_new("v2"), {"receiver": "s2", "makeup": true, "skips": []});
    assert_eq!(site.owed(), ["s1"]);
    site.presence("s1", "available");
    then!(site.arrive_new("v3"), {"receiver": "s1", "makeup": true});
    then!(site.state(), {"next": "s1", "owed": []});
}

#[test]
fn rule_06_a_private_absence_costs_an_owed_turn() {
    let mut site = Site::open(&["s1", "s2", "s3", "s4"]);
    site.presence("s1", "business");
    round(&mut site, "v1");
    site.presence("s1", "private");
    site.presence("s3", "business");
    let decision = site.arrive_new("v2");
    assert_eq!(skips(&decision), "s1 forfeited private, s3 owed business");
    then!(decision, {"receiver": "s4"});
    assert_eq!(site.owed(), ["s3"]);
    tallied(&mut site, "s1", &[("passed", 1), ("forfeited", 1), ("consumed", 0)]);
    conserved(&mut site);
}

#[test]
fn rule_06_an_owed_turn_is_forfeited_on_the_way_to_another_make_up() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    site.presence("s1", "business");
    site.presence("s2", "business");
    round(&mut site, "v1");
    site.presence("s1", "private");
    site.presence("s2", "available");
    let decision = site.arrive_new("v2");
    assert_eq!(skips(&decision), "s1 forfeited private");
    then!(decision, {"receiver": "s2", "makeup": true});
}

#[test]
fn rule_06_nobody_loses_two_turns_to_one_arrival() {
    // The cursor reaches s1 too: the turn is consumed, the owed one kept.
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s1", "business");
    round(&mut site, "v1");
    site.presence("s1", "private");
    let decision = site.arrive_new("v2");
    assert_eq!(skips(&decision), "s1 consumed private");
    assert_eq!(site.owed(), ["s1"]);

    // Of two owed turns one is forfeited.
    let mut site = Site::open(&["s1", "s2", "s3"]);
    owed_turns(&mut site, "s1", 2);
    site.presence("s1", "private");
    let decision = site.arrive_new("v9");
    assert_eq!(skips(&decision), "s1 forfeited private");
    then!(decision, {"receiver": "s3"});
    assert_eq!(site.owed(), ["s1"]);
}

#[test]
fn rule_06_leave_forfeits_what_is_owed_and_holds_no_turn() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    owed_turns(&mut site, "s1", 2);
    site.presence("s1", "leave");
    assert!(site.owed().is_empty());
    assert_eq!(site.line(), ["s3", "s2"]);
    then!(site.state(), {"order": ["s1", "s2", "s3"]});
    tallied(&mut site, "s1", &[("forfeited", 2), ("owed_granted", 2)]);
    for (visit, receiver) in [("v1", "s3"), ("v2", "s2"), ("v3", "s3")] {
        then!(site.arrive_new(visit), {"receiver": receiver, "skips": []});
        site.finish(visit);
    }
    conserved(&mut site);
}

#[test]
fn rule_07_a_returning_own_client_counts_once_a_reception() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    let decision = desk!(site, "arrive", {"visit": "r1", "client": "c1"});
    then!(decision, {"path": "own", "receiver": "s1", "counted": false, "rules": [12]});
    for (visit, expected) in [("v1", "s1 consumed counted"), ("v2", "s1 owed business"), ("v3", "s1 owed business")] {
        let decision = site.arrive_new(visit);
        assert_eq!(skips(&decision), expected, "{visit}");
        site.finish(visit);
    }
    tallied(&mut site, "s1", &[("passed", 3), ("consumed", 1), ("owed_granted", 2), ("taken", 0)]);
}

#[test]
fn rule_07_a_closed_client_is_not_counted_and_cited() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    deposit_of(&mut site, "c1", "s1");
    let decision = desk!(site, "arrive", {"visit": "r1", "client": "c1"});
    then!(decision, {"path": "own", "receiver": "s1", "counted": false, "rules": [7, 12]});
    assert_eq!(skips(&site.arrive_new("v1")), "s1 owed business");
}

#[test]
fn rule_07_open_or_closed_is_judged_when_the_turn_passes() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    desk!(site, "arrive", {"visit": "r1", "client": "c1"});
    deposit_of(&mut site, "c1", "s1");
    assert_eq!(skips(&site.arrive_new("v1")), "s1 owed business");
    site.finish("v1");
    manager!(site, "deposit.refund", {"deposit": "d-c1", "reason": "changed his mind"});
    assert_eq!(skips(&site.arrive_new("v2")), "s1 consumed counted");
}

#[test]
fn rule_07_every_engagement_must_be_an_own_returning_client() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    desk!(site, "arrive", {"visit": "r1", "client": "c1"});
    prepare(&mut site, "s2", "receiving");
    desk!(site, "visit.take", {"visit": "busy-s2", "staff": "s1", "agreed": true});
    let decision = site.arrive_new("v1");
    assert_eq!(skips(&decision), "s1 owed business");
    then!(decision, {"receiver": "s2"});
}

#[test]
fn rule_07_two_returning_receptions_count_one_turn_each() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s1");
    client_of(&mut site, "c2", "s1");
    desk!(site, "arrive", {"visit": "r1", "client": "c1"});
    then!(desk!(site, "arrive", {"visit": "r2", "client": "c2"}), {"receiver": "s2"});
    desk!(site, "visit.take", {"visit": "r2", "staff": "s1", "agreed": true});
    for (visit, expected) in [("v1", "s1 consumed counted"), ("v2", "s1 consumed counted"), ("v3", "s1 owed business")]
    {
        assert_eq!(skips(&site.arrive_new(visit)), expected, "{visit}");
        site.finish(visit);
    }
}

#[test]
fn rule_01_nobody_free_changes_nothing() {
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s1", "business");
    round(&mut site, "v1");
    site.presence("s1", "private");
    site.presence("s2", "business");
    let decision = site.arrive_new("v2");
    then!(decision, {"path": "rotation", "receiver": null, "waiting": true, "counted": false,
        "makeup": false, "assist": false, "owner": null, "skips": [], "notice": null});
    then!(site.state(), {"next": "s1", "owed": ["s1"], "waiting": ["v2"]});
    tallied(&mut site, "s1", &[("passed", 1), ("consumed", 0), ("forfeited", 0)]);
    tallied(&mut site, "s2", &[("passed", 1), ("taken", 1), ("owed_granted", 0)]);
}

#[test]
fn rule_01_make_up_run_lets_the_order_in_after_two() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    owed_turns(&mut site, "s1", 3);
    site.presence("s1", "available");
    for (visit, receiver, makeup) in [("v1", "s1", true), ("v2", "s1", true), ("v3", "s3", false), ("v4", "s1", true)] {
        then!(site.arrive_new(visit), {"receiver": receiver, "makeup": makeup});
        site.finish(visit);
    }
    assert!(site.owed().is_empty());
}

#[test]
fn rule_01_make_up_run_takes_policy_values() {
    // At 1 the order comes between any two make-ups; at 0 there is no limit.
    for (run, receivers) in [(1, ["s1", "s3", "s1"]), (3, ["s1", "s1", "s1"]), (0, ["s1", "s1", "s1"])] {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        policy(&mut site, "makeup_run", run);
        owed_turns(&mut site, "s1", 3);
        site.presence("s1", "available");
        let got = ["v1", "v2", "v3"].map(|visit| round(&mut site, visit));
        assert_eq!(got, receivers, "makeup_run {run}");
    }
}

#[test]
fn rule_01_a_take_does_not_change_the_make_up_run() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    owed_turns(&mut site, "s1", 3);
    site.presence("s1", "available");
    site.arrive_new("v1");
    desk!(site, "visit.take", {"visit": "v1", "staff": "s2", "agreed": true});
    site.finish("v1");
    assert_eq!(["v2", "v3"].map(|visit| round(&mut site, visit)), ["s1", "s3"]);
}

#[test]
fn rule_11_a_client_named_on_turn_breaks_the_make_up_run() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    policy(&mut site, "named_on_turn", "counts");
    owed_turns(&mut site, "s1", 3);
    site.presence("s1", "available");
    round(&mut site, "v1");
    round(&mut site, "v2");
    let decision = desk!(site, "arrive", {"visit": "n1", "new_client": "n1", "been_before": false, "asks_for": "s3"});
    then!(decision, {"path": "named", "receiver": "s3", "counted": true, "notice": null});
    site.finish("n1");
    then!(site.arrive_new("v3"), {"receiver": "s1", "makeup": true});
}

#[test]
fn rule_01_make_up_cap_refuses_to_owe_more() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "makeup_cap", 1);
    site.presence("s1", "business");
    for (visit, expected) in [("v1", "s1 owed business"), ("v2", "s1 capped business")] {
        assert_eq!(skips(&site.arrive_new(visit)), expected);
        site.finish(visit);
    }
    tallied(&mut site, "s1", &[("passed", 2), ("owed_granted", 1), ("capped", 1)]);
    site.presence("s1", "available");
    then!(site.arrive_new("v3"), {"receiver": "s1", "makeup": true});
    site.finish("v3");
    site.presence("s1", "business");
    assert_eq!(skips(&site.arrive_new("v4")), "s1 owed business");
    conserved(&mut site);
}

#[test]
fn rule_01_who_left_the_order_keeps_what_is_owed() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    owed_turns(&mut site, "s1", 1);
    site.presence("s1", "available");
    manager!(site, "day.reorder", {"order": ["s2", "s3"]});
    assert_eq!(site.line(), ["s3", "s2"]);
    assert_eq!(round(&mut site, "v1"), "s3");
    manager!(site, "day.reorder", {"order": ["s2", "s3", "s1"]});
    then!(site.arrive_new("v2"), {"receiver": "s1", "makeup": true});
}

#[test]
fn rule_01_the_line_names_everybody_once() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    assert_eq!(site.line(), ["s1", "s2", "s3"]);
    owed_turns(&mut site, "s1", 2);
    assert_eq!(site.line(), ["s1", "s3", "s2"]);
    site.presence("s3", "private");
    assert_eq!(site.line(), ["s1", "s3", "s2"]);
    site.presence("s3", "leave");
    assert_eq!(site.line(), ["s1", "s2"]);
}

#[test]
fn rule_01_equal_chance_and_conservation_over_a_busy_day() {
    let people = ["s1", "s2", "s3", "s4"];
    let mut site = Site::open(&people);
    for i in 0..60_usize {
        let staff = people[(i * 7 + i / 4) % 4];
        let to = ["business", "available", "private", "available", "available"][i % 5];
        if site.base(staff) != to {
            site.presence(staff, to);
        }
        site.arrive_new(&format!("v{i}"));
        if i % 3 != 0 {
            let state = site.state();
            for id in people {
                for visit in super::texts(&state["staff"][id]["receiving"]) {
                    site.finish(&visit);
                }
            }
        }
        let passed = people.map(|id| site.tally(id, "passed"));
        let spread = passed.iter().max().zip(passed.iter().min()).map(|(most, least)| most - least);
        assert!(spread <= Some(1), "after v{i}: {passed:?}");
        conserved(&mut site);
    }
}
