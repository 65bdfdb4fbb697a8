//! Who really took the visit (chapter 6, the table of `visit.take`; rules 2, 9, 11).

use super::{Site, client_of, client_with, conserved, inbox, kinds, policy, round, tallied};
use serde_json::{Value, json};

const PHONE: &str = "13800138000";

/// On a floor of three where s1 is first, brings visit v1 of client c1 about, in one of the ways
/// the table tells apart.
fn visit(way: &str) -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let command = match way {
        "rotation" => json!({"new_client": "c1", "been_before": false}),
        "named" | "named, told" => json!({"new_client": "c1", "been_before": false, "asks_for": "s2"}),
        "named on turn" => json!({"new_client": "c1", "been_before": false, "asks_for": "s1"}),
        "named, office" => {
            site.presence("s2", "business");
            json!({"new_client": "c1", "been_before": false, "asks_for": "s2"})
        }
        "named, s3's" => {
            client_of(&mut site, "c1", "s3");
            json!({"client": "c1", "asks_for": "s2"})
        }
        "own, asked" => {
            client_of(&mut site, "c1", "s2");
            json!({"client": "c1", "asks_for": "s2"})
        }
        "own" => {
            client_of(&mut site, "c1", "s2");
            json!({"client": "c1"})
        }
        "unrecognised" => {
            policy(&mut site, "register_match", "rotation");
            client_with(&mut site, "c1", "s2", &json!({"phone": PHONE}));
            json!({"phone": PHONE})
        }
        "late match" => {
            client_with(&mut site, "c1", "s2", &json!({"phone": PHONE}));
            json!({"new_client": "c0", "been_before": false})
        }
        unknown => unreachable!("no such visit: {unknown}"),
    };
    let mut arrive = command;
    arrive["do"] = json!("arrive");
    arrive["visit"] = json!("v1");
    site.ok(arrive);
    if way == "named, told" {
        desk!(site, "notice.ack", {"visit": "v1"});
    }
    if way == "late match" {
        desk!(site, "register", {"visit": "v1", "phone": PHONE});
    }
    site
}

/// The kind of the violation an answer raised, by its penalty: poaching suspends, grabbing warns.
fn raised(site: &mut Site, answer: &Value, taker: &str) -> &'static str {
    let days = site.state()["staff"][taker]["suspension_days"].clone();
    match (answer["violation"].is_null(), days == 0) {
        (true, true) => "",
        (false, true) => "grabbing",
        (false, false) => "poaching",
        (true, false) => unreachable!("suspended without a violation"),
    }
}

#[test]
fn rule_09_11_what_a_take_is_by_the_kind_of_visit() {
    // visit, taker, agreed -> violation, owner, owed, prepaid of the taker
    let rows = [
        ("rotation", "s2", true, "", "s1", false, 0),
        ("named", "s1", true, "", "s2", false, 0),
        ("own", "s1", true, "", "s2", false, 0),
        ("unrecognised", "s2", true, "", "s2", false, 0),
        ("named", "s1", false, "poaching", "s2", false, 0),
        ("named", "s3", false, "poaching", "s2", false, 0),
        ("named on turn", "s2", false, "poaching", "s1", false, 0),
        ("named, office", "s1", false, "poaching", "s2", false, 0),
        // reading: the named person taking over from the office is no violation.
        ("named, office", "s2", false, "", "s2", false, 0),
        ("named, s3's", "s1", false, "poaching", "s3", false, 0),
        // reading: anyone but the named person poaches, the owner too.
        ("named, s3's", "s3", false, "poaching", "s3", false, 0),
        ("own, asked", "s1", false, "poaching", "s2", false, 0),
        ("named, told", "s1", false, "", "s2", false, 0),
        ("named, told", "s3", false, "", "s2", false, 0),
        ("own", "s1", false, "grabbing", "s2", false, 0),
        ("own", "s3", false, "grabbing", "s2", false, 0),
        ("unrecognised", "s2", false, "", "s2", true, 0),
        ("late match", "s2", false, "", "s2", true, 0),
        ("rotation", "s2", false, "grabbing", "s1", true, 1),
        ("rotation", "s3", false, "grabbing", "s1", true, 1),
    ];
    for (way, taker, agreed, violation, owner, owed, prepaid) in rows {
        let row = format!("{way}, taken by {taker}, agreed: {agreed}");
        let mut site = visit(way);
        let mut command = json!({"do": "visit.take", "visit": "v1", "staff": taker});
        if agreed {
            command["agreed"] = json!(true);
        }
        let answer = site.ok(command);
        assert_eq!(raised(&mut site, &answer, taker), violation, "{row}");
        assert_eq!(answer["owner"], owner, "{row}");
        then!(site.client("c1"), {"owner": owner});
        assert_eq!(site.owed(), if owed { vec!["s1"] } else { vec![] }, "{row}");
        assert_eq!(site.tally(taker, "prepaid"), prepaid, "{row}");
        assert_eq!(kinds(&mut site).contains(&"violation".to_owned()), !violation.is_empty(), "{row}");
        assert_eq!(site.state()["staff"][taker]["receiving"], json!(["v1"]), "{row}");
        conserved(&mut site);
    }
}

#[test]
fn rule_02_a_manager_with_a_reason_reassigns_any_visit() {
    // reading: by a manager with a reason the last row of the table decides for every kind of visit.
    // visit, taker -> owner, owed, prepaid of the taker
    let rows = [
        ("rotation", "s2", "s2", true, 1),
        ("rotation", "s3", "s3", true, 1),
        ("unrecognised", "s2", "s2", true, 0),
        ("unrecognised", "s3", "s2", true, 1),
        ("late match", "s2", "s2", true, 0),
        ("named", "s1", "s2", false, 0),
        ("named", "s3", "s2", false, 0),
        ("named, told", "s1", "s2", false, 0),
        ("named, s3's", "s1", "s3", false, 0),
        ("own", "s1", "s2", false, 0),
        ("own, asked", "s3", "s2", false, 0),
    ];
    for (way, taker, owner, owed, prepaid) in rows {
        let row = format!("{way}, given to {taker}");
        let mut site = visit(way);
        let answer = manager!(site, "visit.take", {"visit": "v1", "staff": taker, "reason": "speaks the dialect"});
        assert_eq!((&answer["violation"], &answer["owner"]), (&json!(null), &json!(owner)), "{row}");
        then!(site.client("c1"), {"owner": owner});
        assert_eq!(site.owed(), if owed { vec!["s1"] } else { vec![] }, "{row}");
        assert_eq!(site.tally(taker, "prepaid"), prepaid, "{row}");
        tallied(&mut site, taker, &[("suspension_days", 0)]);
        assert!(!kinds(&mut site).contains(&"violation".to_owned()), "{row}");
        conserved(&mut site);
    }
}

#[test]
fn rule_09_a_managers_take_without_a_reason_is_like_anybodys() {
    let mut site = visit("rotation");
    let answer = manager!(site, "visit.take", {"visit": "v1", "staff": "s2"});
    assert_eq!(raised(&mut site, &answer, "s2"), "grabbing");
    then!(answer, {"owner": "s1"});
}

#[test]
fn rule_09_a_reason_without_a_manager_excuses_nothing() {
    let mut site = visit("rotation");
    let answer = desk!(site, "visit.take", {"visit": "v1", "staff": "s2", "reason": "I was nearer"});
    assert_eq!(raised(&mut site, &answer, "s2"), "grabbing");
    then!(answer, {"owner": "s1"});
}

#[test]
fn rule_02_a_waiting_visit_is_the_managers_to_give() {
    // reading: a waiting rotation visit prepays its receiver, though nobody is owed.
    let mut site = Site::open(&["s1"]);
    site.arrive_new("v1");
    site.arrive_new("v2");
    refused!(site, "wrong_state", "visit.take", {"visit": "v2", "staff": "s1"});
    refused!(site, "wrong_state", "visit.take", {"visit": "v2", "staff": "s1", "agreed": true});
    let answer = manager!(site, "visit.take", {"visit": "v2", "staff": "s1", "reason": "in a hurry"});
    then!(answer, {"owner": "s1", "violation": null});
    then!(site.state(), {"waiting": [], "owed": []});
    then!(site.state()["staff"]["s1"], {"receiving": ["v1", "v2"], "prepaid": 1, "passed": 1});
    then!(site.client("c-v2"), {"owner": "s1"});
}

#[test]
fn rule_09_nobody_takes_a_visit_from_themselves_or_a_finished_one() {
    let mut site = visit("rotation");
    refused!(site, "wrong_state", "visit.take", {"visit": "v1", "staff": "s1"});
    site.finish("v1");
    refused!(site, "already_finished", "visit.take", {"visit": "v1", "staff": "s2"});
}

#[test]
fn rule_11_poaching_closes_the_notice_as_failed() {
    for way in ["named", "own, asked"] {
        let mut site = visit(way);
        desk!(site, "visit.take", {"visit": "v1", "staff": "s3"});
        refused!(site, "no_notice", "notice.ack", {"visit": "v1"});
        refused!(site, "no_notice", "notice.fail", {"visit": "v1", "by": "m1"});
        assert_eq!(kinds(&mut site), ["violation"]);
        refused!(site, "poacher_excluded", "client.transfer", {"client": "c1", "to": "s3", "reason": "?", "by": "m1"});
    }
}

#[test]
fn rule_11_a_visit_is_poached_once_by_one_person() {
    // reading: the named person taking their own visit back is no violation.
    let mut site = visit("named");
    let first = desk!(site, "visit.take", {"visit": "v1", "staff": "s1"});
    assert!(!first["violation"].is_null());
    then!(desk!(site, "visit.take", {"visit": "v1", "staff": "s2"}), {"violation": null, "owner": "s2"});
    then!(desk!(site, "visit.take", {"visit": "v1", "staff": "s1"}), {"violation": null, "owner": "s2"});
    tallied(&mut site, "s1", &[("suspension_days", 1)]);
    let other = desk!(site, "visit.take", {"visit": "v1", "staff": "s3"});
    assert!(!other["violation"].is_null(), "another person's poaching is another one: {other}");
    tallied(&mut site, "s3", &[("suspension_days", 1)]);
}

#[test]
fn rule_09_the_robbed_are_owed_at_the_front_and_the_turn_is_not_taken() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    site.presence("s2", "business");
    then!(site.arrive_new("v1"), {"receiver": "s1"});
    then!(site.arrive_new("v2"), {"receiver": "s3"});
    assert_eq!(site.owed(), ["s2"]);
    desk!(site, "visit.take", {"visit": "v1", "staff": "s3"});
    assert_eq!(site.owed(), ["s1", "s2"]);
    tallied(&mut site, "s1", &[("passed", 1), ("taken", 0), ("owed_granted", 1)]);
    then!(site.client("c-v1"), {"owner": "s1"});
    assert_eq!(round(&mut site, "v3"), "s1");
    tallied(&mut site, "s1", &[("made_up", 1)]);
    conserved(&mut site);
}

#[test]
fn rule_09_what_is_owed_at_the_front_knows_no_cap() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "makeup_cap", 1);
    site.arrive_new("v1");
    round(&mut site, "v2");
    site.arrive_new("v3");
    assert_eq!(site.owed(), ["s1"]);
    desk!(site, "visit.take", {"visit": "v1", "staff": "s2"});
    assert_eq!(site.owed(), ["s1", "s1"]);
    tallied(&mut site, "s1", &[("passed", 2), ("owed_granted", 2), ("capped", 0), ("taken", 0)]);
    conserved(&mut site);
}

#[test]
fn rule_09_a_robbed_make_up_is_put_back() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    site.presence("s1", "business");
    round(&mut site, "v1");
    site.presence("s1", "available");
    then!(site.arrive_new("v2"), {"receiver": "s1", "makeup": true});
    desk!(site, "visit.take", {"visit": "v2", "staff": "s3"});
    assert_eq!(site.owed(), ["s1"]);
    tallied(&mut site, "s1", &[("passed", 1), ("owed_granted", 1), ("made_up", 0), ("taken", 0)]);
    tallied(&mut site, "s3", &[("prepaid", 1)]);
    conserved(&mut site);
}

#[test]
fn rule_01_a_make_up_put_back_keeps_the_date_it_was_granted() {
    // Granted on Sunday and robbed on Monday of the next week, the entry is already that week's.
    let mut site = Site::open(&["s1", "s2", "s3"]);
    policy(&mut site, "makeup_expires", "never");
    super::next_day(&mut site, "2026-11-29", &["s1", "s2", "s3"]);
    site.presence("s1", "business");
    round(&mut site, "v1");
    super::next_day(&mut site, "2026-11-30", &["s1", "s2", "s3"]);
    then!(site.arrive_new("v2"), {"receiver": "s1", "makeup": true});
    desk!(site, "visit.take", {"visit": "v2", "staff": "s3"});
    site.finish("v2");
    assert_eq!(site.owed(), ["s1"]);
    policy(&mut site, "makeup_expires", "week");
    super::next_day(&mut site, "2026-12-01", &["s1", "s2", "s3"]);
    assert!(site.owed().is_empty());
    tallied(&mut site, "s1", &[("carried", 1), ("expired", 1)]);
}

#[test]
fn rule_09_a_visit_given_back_settles_everything() {
    // reading: the robbed person taking their own client back is no violation.
    for by_manager in [false, true] {
        let mut site = visit("rotation");
        desk!(site, "visit.take", {"visit": "v1", "staff": "s2"});
        let answer = if by_manager {
            manager!(site, "visit.take", {"visit": "v1", "staff": "s1", "reason": "it is hers"})
        } else {
            desk!(site, "visit.take", {"visit": "v1", "staff": "s1"})
        };
        then!(answer, {"violation": null, "owner": "s1"});
        assert!(site.owed().is_empty());
        tallied(&mut site, "s1", &[("taken", 1), ("owed_granted", 0), ("prepaid", 0)]);
        tallied(&mut site, "s2", &[("taken", 0), ("prepaid", 0)]);
        conserved(&mut site);
    }
}

#[test]
fn rule_09_a_visit_lost_again_moves_the_prepayment_and_owes_once() {
    let mut site = visit("rotation");
    desk!(site, "visit.take", {"visit": "v1", "staff": "s2"});
    let answer = desk!(site, "visit.take", {"visit": "v1", "staff": "s3"});
    assert_eq!(raised(&mut site, &answer, "s3"), "grabbing");
    then!(answer, {"owner": "s1"});
    assert_eq!(site.owed(), ["s1"]);
    tallied(&mut site, "s2", &[("prepaid", 0), ("owed_granted", 0)]);
    tallied(&mut site, "s3", &[("prepaid", 1)]);
    conserved(&mut site);
}

#[test]
fn rule_09_a_reassigned_visit_makes_its_new_receiver_owner() {
    let mut site = visit("rotation");
    manager!(site, "visit.take", {"visit": "v1", "staff": "s3", "reason": "speaks Cantonese"});
    site.finish("v1");
    then!(desk!(site, "arrive", {"client": "c1"}), {"path": "own", "receiver": "s3", "owner": "s3"});
    assert!(inbox(&mut site).is_empty());
}

#[test]
fn rule_09_a_visit_given_back_after_the_make_up_is_prepaid() {
    // s1 lost the visit, was given another client for it, and gets the first one back as well.
    let mut site = visit("rotation");
    manager!(site, "visit.take", {"visit": "v1", "staff": "s2", "reason": "speaks Cantonese"});
    then!(site.arrive_new("v2"), {"receiver": "s1", "makeup": true});
    manager!(site, "visit.take", {"visit": "v1", "staff": "s1", "reason": "s2 must go"});
    tallied(&mut site, "s1", &[("prepaid", 1), ("made_up", 1), ("owed_granted", 1)]);
    tallied(&mut site, "s2", &[("prepaid", 0)]);
    conserved(&mut site);
}

#[test]
fn rule_09_a_visit_prepays_one_turn_however_often_it_is_taken() {
    let mut site = visit("rotation");
    desk!(site, "visit.take", {"visit": "v1", "staff": "s2"});
    // Helped out for a while: nothing else changes.
    desk!(site, "visit.take", {"visit": "v1", "staff": "s3", "agreed": true});
    tallied(&mut site, "s2", &[("prepaid", 1)]);
    desk!(site, "visit.take", {"visit": "v1", "staff": "s2"});
    tallied(&mut site, "s2", &[("prepaid", 1)]);
    tallied(&mut site, "s3", &[("prepaid", 0)]);
    conserved(&mut site);
}
