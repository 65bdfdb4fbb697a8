//! Named clients and the notice (chapter 6; rule 11): who must tell whom, how a notice ends, what
//! a silent turn-holder loses.

use super::{Site, client_of, inbox, item, kinds, policy, prepare, round, tallied};
use serde_json::json;

/// s1 holds the turn, s2 is named by c1 in visit n1 and receives: a notice stands.
fn named() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let decision = desk!(site, "arrive", {"visit": "n1", "new_client": "c1", "been_before": false, "asks_for": "s2"});
    then!(decision, {"path": "named", "receiver": "s2", "owner": "s2", "counted": false,
        "rules": [11], "notice": {"holder": "s1", "named": "s2"}});
    site
}

#[test]
fn rule_11_the_turn_holder_must_tell_the_named() {
    let rows = [
        // Given who is asked for, and the state of s1 at the head, then who must tell.
        ("s1", "free", json!(null)),
        ("s2", "free", json!({"holder": "s1", "named": "s2"})),
        ("s2", "business", json!(null)),
        ("s3", "private", json!({"holder": "s2", "named": "s3"})),
        ("s3", "leave", json!({"holder": "s2", "named": "s3"})),
        ("s9", "free", json!({"holder": "s1", "named": "s9"})),
    ];
    for (asked, state, notice) in rows {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        prepare(&mut site, "s1", state);
        let decision = desk!(site, "arrive", {"visit": "n1", "been_before": false, "asks_for": asked});
        assert_eq!(decision["notice"], notice, "{asked} {state}");
        then!(decision, {"path": "named", "counted": false, "skips": []});
        then!(site.state(), {"owed": []});
    }
}

#[test]
fn rule_11_who_is_owed_holds_the_turn_first() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    site.presence("s1", "business");
    round(&mut site, "v1");
    site.presence("s1", "available");
    then!(site.state(), {"next": "s3", "owed": ["s1"]});
    let decision = desk!(site, "arrive", {"been_before": false, "asks_for": "s3"});
    then!(decision, {"receiver": "s3", "notice": {"holder": "s1", "named": "s3"}});
}

#[test]
fn rule_11_nobody_holds_the_turn_when_nobody_is_free() {
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s1", "business");
    site.presence("s2", "business");
    let decision = desk!(site, "arrive", {"been_before": false, "asks_for": "s1"});
    then!(decision, {"receiver": "o1", "notice": null});
}

#[test]
fn rule_11_an_own_client_who_asks_for_the_owner_opens_a_notice_too() {
    for (asks, notice) in [(json!("s2"), json!({"holder": "s1", "named": "s2"})), (json!(null), json!(null))] {
        let mut site = Site::open(&["s1", "s2"]);
        client_of(&mut site, "c1", "s2");
        let mut command = json!({"do": "arrive", "client": "c1"});
        if !asks.is_null() {
            command["asks_for"] = asks;
        }
        then!(site.ok(command), {"path": "own", "receiver": "s2", "rules": [12], "notice": notice});
    }
}

#[test]
fn rule_11_an_acknowledged_notice_is_closed() {
    let mut site = named();
    then!(desk!(site, "notice.ack", {"visit": "n1"}), {"violation": null});
    refused!(site, "no_notice", "notice.ack", {"visit": "n1"});
    refused!(site, "no_notice", "notice.fail", {"visit": "n1", "by": "m1"});
    site.at("09:30");
    site.presence("s3", "private");
    assert!(inbox(&mut site).is_empty());
}

#[test]
fn rule_11_the_named_finishing_the_visit_closes_the_notice() {
    let mut site = named();
    site.finish("n1");
    refused!(site, "no_notice", "notice.fail", {"visit": "n1", "by": "m1"});

    // The office finishing it in their place does not.
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s2", "business");
    then!(desk!(site, "arrive", {"visit": "n1", "been_before": false, "asks_for": "s2"}), {"receiver": "o1"});
    site.finish("n1");
    site.at("09:30");
    site.presence("s2", "available");
    assert_eq!(inbox(&mut site), ["notice_overdue n1"]);
    desk!(site, "notice.ack", {"visit": "n1"});
}

#[test]
fn rule_11_a_late_notice_stands_in_the_managers_inbox() {
    for (minutes, before, after) in
        [(None, "10:04:30", "10:05:30"), (Some(1), "10:00:30", "10:01:30"), (Some(60), "10:59:30", "11:00:30")]
    {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        if let Some(minutes) = minutes {
            policy(&mut site, "notify_minutes", minutes);
        }
        site.at("10:00:00");
        desk!(site, "arrive", {"visit": "n1", "been_before": false, "asks_for": "s2"});
        site.at(before);
        site.presence("s3", "private");
        assert!(inbox(&mut site).is_empty(), "{before}");
        site.at(after);
        site.presence("s3", "available");
        assert_eq!(inbox(&mut site), ["notice_overdue n1"], "{after}");
        let overdue = item(&mut site, "notice_overdue");
        manager!(site, "inbox.ack", {"item": overdue});
        site.presence("s3", "private");
        assert!(inbox(&mut site).is_empty());
    }
}

#[test]
fn rule_11_who_did_not_tell_is_poaching() {
    let mut site = named();
    refused!(site, "needs_manager", "notice.fail", {"visit": "n1"});
    let answer = manager!(site, "notice.fail", {"visit": "n1"});
    assert!(!answer["violation"].is_null());
    then!(site.state()["staff"]["s1"], {"suspension_days": 1, "suspended": false});
    then!(site.client("c1"), {"owner": "s2"});
    assert_eq!(kinds(&mut site), Vec::<String>::new());
    refused!(site, "no_notice", "notice.fail", {"visit": "n1", "by": "m1"});
    refused!(site, "no_notice", "notice.ack", {"visit": "n1"});
}

#[test]
fn rule_11_the_sale_is_the_named_ones_for_good() {
    let mut site = named();
    let violation = manager!(site, "notice.fail", {"visit": "n1"})["violation"].clone();
    site.finish("n1");
    refused!(site, "poacher_excluded", "client.transfer", {"client": "c1", "to": "s1", "reason": "?", "by": "m1"});
    refused!(site, "poacher_excluded", "commission.agree", {"client": "c1", "shares": {"s2": 5000, "s1": 5000}});
    super::deposit_of(&mut site, "c1", "s2");
    refused!(site, "poacher_excluded", "commission.agree", {"client": "c1", "shares": {"s2": 5000, "s1": 5000}});
    manager!(site, "violation.void", {"violation": violation, "reason": "he did tell"});
    let answer = desk!(site, "commission.agree", {"client": "c1", "shares": {"s2": 5000, "s1": 5000}});
    then!(answer, {"commission": {"s1": 5000, "s2": 5000}});
    manager!(site, "client.transfer", {"client": "c1", "to": "s1", "reason": "settled"});
    then!(site.client("c1"), {"owner": "s1"});
}

#[test]
fn rule_11_an_ownerless_client_received_by_the_poacher_stays_without_owner() {
    let mut site = Site::open(&["s1", "s2"]);
    let decision = desk!(site, "arrive", {"visit": "n1", "new_client": "c1", "been_before": false, "asks_for": "s9"});
    then!(decision, {"receiver": "o1", "owner": "s9", "notice": {"holder": "s1", "named": "s9"}});
    manager!(site, "notice.fail", {"visit": "n1"});
    site.finish("n1");
    manager!(site, "staff.depart", {"id": "s9"});
    let decision = desk!(site, "arrive", {"visit": "v1", "client": "c1"});
    then!(decision, {"path": "rotation", "receiver": "s1", "owner": null, "counted": true});
    then!(site.client("c1"), {"owner": null});
    site.finish("v1");
    let decision = desk!(site, "arrive", {"visit": "v2", "client": "c1"});
    then!(decision, {"path": "rotation", "receiver": "s2", "owner": "s2"});
}

#[test]
fn rule_11_named_on_turn_free_or_counted() {
    // Given s1 on the turn, when s1 (or s2) is named, then only the turn-holder's may count.
    let rows = [
        ("free", "s1", false, "s1"),
        ("free", "s2", false, "s1"),
        ("counts", "s1", true, "s2"),
        ("counts", "s2", false, "s1"),
    ];
    for (value, asked, counted, next) in rows {
        let mut site = Site::open(&["s1", "s2"]);
        policy(&mut site, "named_on_turn", value);
        let decision = desk!(site, "arrive", {"visit": "n1", "been_before": false, "asks_for": asked});
        then!(decision, {"path": "named", "receiver": asked, "counted": counted, "makeup": false, "rules": [11]});
        then!(site.state(), {"next": next});
        tallied(&mut site, asked, &[("taken", i64::from(counted)), ("passed", i64::from(counted))]);
    }
}

#[test]
fn rule_11_named_on_turn_counts_on_the_own_path_and_for_make_ups() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "named_on_turn", "counts");
    client_of(&mut site, "c2", "s2");
    // reading: the turns passed on the way stand in the skips of the counted decision.
    site.presence("s1", "business");
    let decision = desk!(site, "arrive", {"visit": "n1", "client": "c2", "asks_for": "s2"});
    then!(decision, {"path": "own", "receiver": "s2", "counted": true, "rules": [12], "notice": null});
    assert_eq!(super::skips(&decision), "s1 owed business");
    then!(site.state(), {"next": "s1", "owed": ["s1"]});
    site.presence("s1", "available");
    let decision = desk!(site, "arrive", {"visit": "n2", "been_before": false, "asks_for": "s1"});
    then!(decision, {"path": "named", "receiver": "s1", "counted": true, "makeup": true, "skips": []});
    then!(site.state(), {"next": "s1", "owed": []});
    super::conserved(&mut site);
}

#[test]
fn rule_11_named_on_turn_counts_only_when_the_named_receives() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "named_on_turn", "counts");
    client_of(&mut site, "c2", "s2");
    // An own client who asks for nobody is never counted.
    let decision = desk!(site, "arrive", {"visit": "r1", "client": "c2"});
    then!(decision, {"path": "own", "receiver": "s2", "counted": false});
    // Received by the office for somebody busy: not counted.
    let decision = desk!(site, "arrive", {"been_before": false, "asks_for": "s2"});
    then!(decision, {"path": "named", "receiver": "o1", "counted": false});
    then!(site.state(), {"next": "s1"});
}
