//! Violations, suspensions and the manager's inbox (chapter 7; rules 9, 11, 14-21, 24, 25, 27).

use super::{Site, client_with, deposit_of, inbox, item, kinds, next_day, policy, round, tallied};
use super::{text, texts};
use serde_json::json;

#[test]
fn rules_09_11_14_to_21_24_25_27_every_kind_and_its_penalty() {
    let rows = [
        ("poaching", "suspension 1"),     // rule 11
        ("grabbing", "warning"),          // rule 9
        ("picking", "warning"),           // rules 9, 15
        ("questions_skipped", "warning"), // rule 14
        ("interrupting", "warning"),      // rule 16
        ("disputing", "warning"),         // rule 17
        ("cutting_in", "warning"),        // rule 18
        ("card_handing", "warning"),      // rule 19
        ("refusing_assist", "warning"),   // rules 20, 26, 27
        ("not_seen_off", "warning"),      // rule 21
        ("gossip", "warning"),            // rule 21
        ("unapproved_hold", "warning"),   // rule 24
        ("unchecked_deposit", "warning"), // rule 25
        ("data_leak", "major_demerit"),
    ];
    for (kind, penalty) in rows {
        let mut site = Site::open(&["s1", "s2"]);
        site.arrive_new("v1");
        refused!(site, "needs_manager", "violation.record", {"staff": "s1", "kind": kind, "visit": "v1"});
        let answer = manager!(site, "violation.record", {"id": "x1", "staff": "s1", "kind": kind,
            "visit": "v1", "note": "seen by the manager"});
        then!(answer, {"violation": "x1", "penalty": penalty});
        let days = i64::from(kind == "poaching");
        tallied(&mut site, "s1", &[("suspension_days", days)]);
        assert!(inbox(&mut site).is_empty(), "{kind}");
    }
    let mut site = Site::open(&["s1"]);
    refused!(site, "bad_input", "violation.record", {"staff": "s1", "kind": "whistling", "by": "m1"});
}

#[test]
fn rule_11_a_suspension_is_served_on_the_next_duty_day() {
    let mut site = Site::open(&["s1", "s2"]);
    let answer = manager!(site, "violation.record", {"staff": "s1", "kind": "poaching"});
    assert!(!text(&answer["violation"]).is_empty());
    then!(site.state()["staff"]["s1"], {"suspended": false, "suspension_days": 1});
    assert_eq!(round(&mut site, "v1"), "s1");

    let open = next_day(&mut site, "2026-11-24", &["s1", "s2"]);
    then!(open, {"order": ["s1", "s2"], "suspended": ["s1"]});
    then!(site.state()["staff"]["s1"], {"suspended": true, "suspension_days": 0});
    assert_eq!(site.line(), ["s2"]);
    let decision = site.arrive_new("v2");
    then!(decision, {"receiver": "s2", "skips": []});
    then!(desk!(site, "call.start", {"asks_for": "s1"}), {"answered_by": "o1"});
    site.finish("v2");

    next_day_forced(&mut site, "2026-11-25");
    then!(site.state()["staff"]["s1"], {"suspended": false, "suspension_days": 0});
    assert_eq!(round(&mut site, "v3"), "s1");
}

/// Closes the day by force and opens the next with the same two people.
fn next_day_forced(site: &mut Site, date: &str) {
    manager!(site, "day.close", {"force": true});
    site.day(date);
    then!(manager!(site, "day.open", {"order": ["s1", "s2"]}), {"suspended": []});
}

#[test]
fn rule_11_a_day_off_serves_nothing() {
    let mut site = Site::open(&["s1", "s2"]);
    manager!(site, "violation.record", {"staff": "s1", "kind": "poaching"});
    then!(next_day(&mut site, "2026-11-24", &["s2"]), {"suspended": []});
    then!(site.state()["staff"]["s1"], {"suspended": false, "suspension_days": 1});
    // A reorder that first adds them makes it their duty day.
    manager!(site, "day.reorder", {"order": ["s2", "s1"]});
    then!(site.state()["staff"]["s1"], {"suspended": true, "suspension_days": 0});
    assert_eq!(site.line(), ["s2"]);
    next_day_forced(&mut site, "2026-11-25");
}

#[test]
fn rule_11_suspension_days_add_up_and_are_served_one_a_day() {
    let mut site = Site::open(&["s1", "s2"]);
    manager!(site, "violation.record", {"staff": "s1", "kind": "poaching"});
    manager!(site, "violation.record", {"staff": "s1", "kind": "poaching"});
    tallied(&mut site, "s1", &[("suspension_days", 2)]);
    for (date, suspended, left) in [("2026-11-24", true, 1), ("2026-11-25", true, 0), ("2026-11-26", false, 0)] {
        next_day(&mut site, date, &["s1", "s2"]);
        then!(site.state()["staff"]["s1"], {"suspended": suspended, "suspension_days": left});
    }
}

#[test]
fn rule_11_suspension_may_start_today() {
    // reading: the balance counts the days not yet begun, so today is off it at once.
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "suspension_start", "today");
    manager!(site, "violation.record", {"staff": "s1", "kind": "poaching"});
    then!(site.state()["staff"]["s1"], {"suspended": true, "suspension_days": 0});
    assert_eq!(round(&mut site, "v1"), "s2");
    then!(next_day(&mut site, "2026-11-24", &["s1", "s2"]), {"suspended": []});
}

#[test]
fn rule_11_voiding_cancels_what_is_not_yet_served() {
    let mut site = Site::open(&["s1", "s2"]);
    let answer = manager!(site, "violation.record", {"id": "x1", "staff": "s1", "kind": "poaching"});
    then!(answer, {"violation": "x1", "penalty": "suspension 1"});
    refused!(site, "needs_manager", "violation.void", {"violation": "x1", "reason": "mistaken"});
    manager!(site, "violation.void", {"violation": "x1", "reason": "mistaken"});
    tallied(&mut site, "s1", &[("suspension_days", 0)]);
    then!(next_day(&mut site, "2026-11-24", &["s1", "s2"]), {"suspended": []});
}

#[test]
fn rule_11_voiding_ends_a_suspension_being_served_at_once() {
    let mut site = Site::open(&["s1", "s2"]);
    manager!(site, "violation.record", {"id": "x1", "staff": "s1", "kind": "poaching"});
    next_day(&mut site, "2026-11-24", &["s1", "s2"]);
    manager!(site, "violation.void", {"violation": "x1", "reason": "mistaken"});
    then!(site.state()["staff"]["s1"], {"suspended": false, "suspension_days": 0});
    assert_eq!(site.line(), ["s1", "s2"]);
    assert_eq!(round(&mut site, "v1"), "s1");
}

#[test]
fn rule_21_who_is_not_seen_off_is_for_the_manager() {
    for (fields, expected) in [
        (json!({}), vec![]),
        (json!({"seen_off": true}), vec![]),
        (json!({"seen_off": false}), vec!["not_seen_off v1"]),
    ] {
        let mut site = Site::open(&["s1"]);
        site.arrive_new("v1");
        let mut command = fields.clone();
        command["do"] = json!("finish");
        command["visit"] = json!("v1");
        site.ok(command);
        assert_eq!(inbox(&mut site), expected, "{fields}");
    }
}

#[test]
fn rule_02_the_inbox_holds_each_kind_until_the_manager_has_seen_it() {
    for kind in ["notice_overdue", "flag", "not_seen_off", "deposit", "violation"] {
        let mut site = Site::open(&["s1", "s2"]);
        match kind {
            "notice_overdue" => {
                desk!(site, "arrive", {"visit": "v1", "been_before": false, "asks_for": "s2"});
                site.at("09:30");
                site.presence("s1", "private");
            }
            "flag" => {
                desk!(site, "arrive", {"visit": "v1", "been_before": false, "asks_for": "o1"});
            }
            "not_seen_off" => {
                site.arrive_new("v1");
                desk!(site, "finish", {"visit": "v1", "seen_off": false});
            }
            "deposit" => {
                round(&mut site, "v1");
                deposit_of(&mut site, "c-v1", "s1");
            }
            _ => {
                site.arrive_new("v1");
                desk!(site, "visit.take", {"visit": "v1", "staff": "s2"});
            }
        }
        assert_eq!(kinds(&mut site), [kind]);
        if ["notice_overdue", "flag", "not_seen_off"].contains(&kind) {
            assert_eq!(inbox(&mut site), [format!("{kind} v1")]);
        }
        let id = item(&mut site, kind);
        refused!(site, "needs_manager", "inbox.ack", {"item": id});
        manager!(site, "inbox.ack", {"item": id});
        assert!(inbox(&mut site).is_empty(), "{kind}");
    }
}

#[test]
fn rule_02_a_call_back_leaves_the_inbox_when_made() {
    let mut site = Site::open(&["s1"]);
    for staff in ["s1", "o1", "o2"] {
        site.presence(staff, "business");
    }
    then!(desk!(site, "call.start", {"call": "k1"}), {"answered_by": null, "missed": true});
    assert_eq!(kinds(&mut site), ["call_back"]);
    desk!(site, "call.returned", {"call": "k1", "note": "will come on Sunday"});
    assert!(inbox(&mut site).is_empty());
}

#[test]
fn rule_12_every_flag_is_an_item_of_its_own() {
    let mut site = Site::open(&["s1", "s2"]);
    client_with(&mut site, "c1", "s1", &json!({"phone": "13800138000"}));
    let decision = desk!(site, "arrive", {"visit": "v1", "phone": "13800138000",
        "been_before": true, "received_by": "s2", "asks_for": "o1"});
    then!(decision, {"path": "own", "receiver": "s1"});
    let mut flags = texts(&decision["flags"]);
    flags.sort();
    assert_eq!(flags, ["asked_for_other", "claim_contradicts_register"]);
    assert_eq!(inbox(&mut site), ["flag v1", "flag v1"]);
    let first = item(&mut site, "flag");
    manager!(site, "inbox.ack", {"item": first});
    assert_eq!(inbox(&mut site), ["flag v1"]);
}

#[test]
fn rule_09_a_violation_the_program_raised_may_be_voided() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    let violation = desk!(site, "visit.take", {"visit": "v1", "staff": "s2"})["violation"].clone();
    assert!(!text(&violation).is_empty());
    manager!(site, "violation.void", {"violation": violation, "reason": "they had agreed"});
}

/// Records a violation of `kind` and holds its penalty: a warning, which keeps nobody from receiving.
fn is_warned(kind: &str) {
    let mut site = Site::open(&["s1", "s2"]);
    let answer = manager!(site, "violation.record", {"id": "w1", "staff": "s1", "kind": kind});
    then!(answer, {"violation": "w1", "penalty": "warning"});
    refused!(site, "needs_manager", "violation.record", {"staff": "s1", "kind": kind});
    then!(site.arrive_new("n1"), {"receiver": "s1", "counted": true});
    assert_eq!(site.tally("s1", "suspension_days"), 0);
}

#[test]
fn rule_15_choosing_or_slighting_clients_is_warned() {
    is_warned("picking");
}

#[test]
fn rule_17_disputing_before_a_client_is_warned() {
    is_warned("disputing");
}

#[test]
fn rule_18_joining_in_uninvited_is_warned() {
    is_warned("cutting_in");
}

#[test]
fn rule_19_handing_a_card_to_a_colleagues_client_is_warned() {
    is_warned("card_handing");
}
