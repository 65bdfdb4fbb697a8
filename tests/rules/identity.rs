//! Who is it, and whose (chapter 4; rules 3, 8, 12, 14, 22): matching, recognition, the owner,
//! what the client says, groups, late matches, lapsed protection.

use super::texts;
use super::{Site, client_of, client_with, deposit_of, inbox, next_day, policy, round, tallied, text};
use serde_json::json;

const PHONE: &str = "13800138000";

/// A floor of three where s3 owns c1, who left a phone, a company and a household.
fn known() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let more = json!({"phone": PHONE, "company": "江湾科技 ABC", "household": "王家"});
    client_with(&mut site, "c1", "s3", &more);
    site
}

/// How many entries the register holds on a client.
fn entries(client: &serde_json::Value) -> usize {
    client["history"].as_array().map_or(0, Vec::len)
}

#[test]
fn rule_12_a_client_known_by_id_or_phone_goes_to_the_owner() {
    let mut site = known();
    let phones = [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+8613800138000",
        "0086 138 0013 8000",
        "１３８００１３８０００",
    ];
    for (i, phone) in phones.iter().enumerate() {
        let visit = format!("v{i}");
        let decision = desk!(site, "arrive", {"visit": visit, "phone": phone});
        then!(decision, {"client": "c1", "path": "own", "receiver": "s3", "owner": "s3",
            "counted": false, "assist": false, "rules": [12], "flags": [], "notice": null});
        site.finish(&visit);
    }
    let decision = desk!(site, "arrive", {"visit": "id", "client": "c1"});
    then!(decision, {"client": "c1", "path": "own", "receiver": "s3", "rules": [12]});
    then!(site.state(), {"next": "s1"});
}

#[test]
fn rule_12_a_landline_matches_with_or_without_its_dash() {
    let mut site = Site::open(&["s1", "s2"]);
    client_with(&mut site, "c1", "s2", &json!({"phone": "021-58881234"}));
    then!(desk!(site, "arrive", {"phone": "02158881234"}), {"client": "c1", "receiver": "s2"});
}

#[test]
fn rule_08_company_and_household_are_one_client() {
    for (field, name) in [("company", " 江湾科技 abc "), ("company", "江湾科技 ＡＢＣ"), ("household", "王家 ")]
    {
        let mut site = known();
        let decision = site.ok(json!({"do": "arrive", "visit": "v1", "new_client": "c2", field: name}));
        then!(decision, {"client": "c2", "path": "own", "receiver": "s3", "owner": "s3",
            "counted": false, "rules": [8, 12]});
        then!(site.client("c2"), {"client": "c2", "owner": "s3"});
    }
    let mut site = known();
    site.refused(json!({"do": "arrive", "company": "江湾科技"}), "questions_unanswered");
}

#[test]
fn rule_08_the_household_comes_before_the_company() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "c1", "s2", &json!({"company": "江湾科技"}));
    client_with(&mut site, "c2", "s3", &json!({"household": "王家"}));
    let decision = desk!(site, "arrive", {"company": "江湾科技", "household": "王家"});
    then!(decision, {"receiver": "s3", "owner": "s3", "rules": [8, 12]});
}

#[test]
fn rule_12_the_id_comes_before_the_phone_and_the_phone_before_the_group() {
    let mut site = known();
    client_with(&mut site, "c2", "s2", &json!({"phone": "13900139000"}));
    let decision = desk!(site, "arrive", {"visit": "v1", "phone": "13900139000", "company": "江湾科技 ABC"});
    then!(decision, {"client": "c2", "receiver": "s2", "rules": [12]});
    site.finish("v1");
    then!(desk!(site, "arrive", {"client": "c1", "phone": "13900139000"}), {"client": "c1", "receiver": "s3"});
}

#[test]
fn rule_14_the_two_questions_must_be_answered() {
    let rows = [
        (json!({}), false),
        (json!({"been_before": true}), false),
        // reading: who received them does not answer whether they have been here.
        (json!({"received_by": "s2"}), false),
        (json!({"phone": "13700137000"}), false),
        (json!({"company": "nobody's"}), false),
        (json!({"asks_for": "s2"}), false),
        (json!({"been_before": false}), true),
        (json!({"been_before": true, "received_by": null}), true),
        (json!({"been_before": true, "received_by": "s2"}), true),
        (json!({"phone": PHONE}), true),
        (json!({"company": "江湾科技 ABC"}), true),
        (json!({"client": "c1"}), true),
    ];
    for (fields, answered) in rows {
        let mut site = known();
        let mut command = fields.clone();
        command["do"] = json!("arrive");
        if answered {
            site.ok(command);
        } else {
            site.refused(command.clone(), "questions_unanswered");
            assert_eq!(site.run(command)["rule"], 14, "{fields}");
        }
    }
}

#[test]
fn rule_12_who_forgot_by_whom_goes_to_the_ring() {
    let mut site = Site::open(&["s1", "s2"]);
    let decision = desk!(site, "arrive", {"been_before": true, "received_by": null});
    then!(decision, {"path": "rotation", "receiver": "s1", "owner": "s1", "rules": [1, 9, 12]});
}

#[test]
fn rule_12_the_clients_own_word_stands_where_the_register_is_silent() {
    let mut site = Site::open(&["s1", "s2"]);
    let decision = desk!(site, "arrive", {"visit": "v1", "been_before": true, "received_by": "s2"});
    then!(decision, {"path": "named", "receiver": "s2", "owner": "s2", "rules": [11],
        "flags": ["unregistered_return"], "notice": {"holder": "s1", "named": "s2"}});
    assert_eq!(inbox(&mut site), ["flag v1"]);
}

#[test]
fn rule_03_the_register_wins_over_the_clients_word() {
    let mut site = known();
    let decision = desk!(site, "arrive", {"visit": "v1", "phone": PHONE, "been_before": true, "received_by": "s2"});
    then!(decision, {"path": "own", "receiver": "s3", "owner": "s3", "rules": [12],
        "flags": ["claim_contradicts_register"]});
    assert_eq!(inbox(&mut site), ["flag v1"]);
    site.finish("v1");
    let decision = desk!(site, "arrive", {"visit": "v2", "phone": PHONE, "been_before": true, "received_by": "s3"});
    then!(decision, {"path": "own", "receiver": "s3", "flags": []});
}

#[test]
fn rule_12_register_match_rotation_wants_a_recognised_face() {
    // Under "rotation" a phone or a group alone is no recognition; an id, the owner's own eye, or
    // the client's word for the owner is.
    let rows = [
        (json!({"phone": PHONE}), "rotation", json!([1, 9, 12])),
        (json!({"company": "江湾科技 ABC"}), "rotation", json!([1, 8, 9, 12])),
        (json!({"phone": PHONE, "recognised_by": "s2"}), "rotation", json!([1, 9, 12])),
        (json!({"phone": PHONE, "recognised_by": "s3"}), "own", json!([12])),
        (json!({"company": "江湾科技 ABC", "recognised_by": "s3"}), "own", json!([8, 12])),
        (json!({"phone": PHONE, "asks_for": "s3"}), "own", json!([12])),
        (json!({"phone": PHONE, "been_before": true, "received_by": "s3"}), "own", json!([12])),
        (json!({"client": "c1"}), "own", json!([12])),
    ];
    for (fields, path, rules) in rows {
        let mut site = known();
        policy(&mut site, "register_match", "rotation");
        let mut command = fields.clone();
        command["do"] = json!("arrive");
        let decision = site.ok(command);
        then!(decision, {"path": path, "rules": rules, "owner": "s3"});
        let rotation = path == "rotation";
        then!(decision, {"receiver": if rotation { "s1" } else { "s3" }, "counted": rotation});
        let flags = if rotation { vec!["unrecognised_return"] } else { vec![] };
        assert_eq!(texts(&decision["flags"]), flags, "{fields}");
    }
}

#[test]
fn rule_12_a_departed_owner_counts_as_none() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s9");
    let before = site.client("c1");
    manager!(site, "staff.depart", {"id": "s9"});
    let decision = desk!(site, "arrive", {"visit": "v1", "client": "c1"});
    then!(decision, {"path": "rotation", "receiver": "s1", "owner": "s1", "counted": true, "rules": [1, 9]});
    let after = site.client("c1");
    then!(after, {"owner": "s1", "first_contact": before["first_contact"]});
    assert!(entries(&after) > entries(&before), "the transfer is recorded: {after}");
}

#[test]
fn rule_03_protection_lapses_after_that_many_days_without_a_visit() {
    // Given clients last seen at ten on Monday, under one day of protection.
    let rows = [
        ("c1", "09:50", "own", "s2"),
        ("c2", "10:20", "rotation", "s1"),
        ("closed", "10:20", "own", "s2"),
        ("sister", "10:20", "own", "s2"),
    ];
    for (client, time, path, owner) in rows {
        let mut site = Site::open(&["s1", "s2"]);
        policy(&mut site, "protection_days", 1);
        site.at("10:00");
        client_with(&mut site, client, "s2", &json!({"household": "王家"}));
        if client == "closed" {
            deposit_of(&mut site, client, "s2");
        }
        next_day(&mut site, "2026-11-24", &["s1", "s2"]);
        if client == "sister" {
            // A visit of the household keeps all its members' protection.
            site.at("09:50");
            desk!(site, "arrive", {"visit": "brother", "household": "王家"});
            site.finish("brother");
        }
        site.at(time);
        let decision = desk!(site, "arrive", {"visit": "v1", "client": client});
        then!(decision, {"path": path, "owner": owner, "receiver": owner});
        then!(site.client(client), {"owner": owner});
    }
}

/// A floor of one where c1 of `owner`, last here two days ago under one day of protection, belongs to
/// nobody any more; s1 has a client.
fn lapsed(owner: &str) -> Site {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "protection_days", 1);
    client_with(&mut site, "c1", owner, &json!({"phone": PHONE}));
    next_day(&mut site, "2026-11-25", &["s1"]);
    site.arrive_new("v1");
    site
}

#[test]
fn rule_03_a_late_match_of_somebody_waiting_does_not_revive_lapsed_protection() {
    let mut site = lapsed("s2");
    site.arrive_new("v2");
    let answer = desk!(site, "register", {"visit": "v2", "phone": PHONE});
    then!(answer, {"client": "c1", "flags": []});
    let answer = desk!(site, "finish", {"visit": "v1"});
    then!(answer["assigned"][0], {"visit": "v2", "client": "c1", "path": "rotation", "receiver": "s1",
        "owner": "s1", "counted": true});
}

#[test]
fn rule_02_who_is_let_in_to_a_client_lost_by_time_is_prepaid_like_anybody() {
    for owner in ["s1", "s2"] {
        let mut site = lapsed(owner);
        then!(desk!(site, "arrive", {"visit": "v2", "client": "c1"}), {"path": "rotation", "waiting": true, "owner": null});
        let answer = manager!(site, "visit.take", {"visit": "v2", "staff": "s2", "reason": "the client prefers it"});
        then!(answer, {"owner": "s2"});
        assert_eq!(site.state()["staff"]["s2"]["prepaid"], 1, "lost by {owner}");
    }
}

#[test]
fn rule_03_protection_never_lapses_by_default() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s2");
    manager!(site, "day.close", {});
    site.day("2027-11-22");
    manager!(site, "day.open", {"order": ["s1", "s2"]});
    then!(desk!(site, "arrive", {"client": "c1"}), {"path": "own", "receiver": "s2"});
}

#[test]
fn rule_12_a_late_match_leaves_turn_and_ownership_where_they_are() {
    let mut site = known();
    site.arrive_new("v1");
    let answer = desk!(site, "register", {"visit": "v1", "name": "王先生", "phone": "138-0013-8000"});
    then!(answer, {"client": "c1", "owner": "s3", "flags": ["late_match"]});
    then!(site.state()["staff"]["s1"], {"receiving": ["v1"], "taken": 1});
    then!(site.client("c-v1"), {"client": "c1", "owner": "s3"});
    assert!(texts(&site.client("c1")["visits"]).contains(&"v1".to_owned()));
    assert_eq!(inbox(&mut site), ["flag v1"]);
    desk!(site, "finish", {"visit": "v1"});
    then!(desk!(site, "arrive", {"client": "c-v1"}), {"client": "c1", "receiver": "s3"});
}

#[test]
fn rule_12_a_late_match_of_the_receivers_own_client_is_no_flag() {
    let mut site = Site::open(&["s1", "s2"]);
    client_with(&mut site, "c1", "s1", &json!({"phone": PHONE}));
    then!(site.arrive_new("v1"), {"receiver": "s1"});
    let answer = desk!(site, "register", {"visit": "v1", "phone": PHONE});
    then!(answer, {"client": "c1", "owner": "s1", "flags": []});
    assert!(inbox(&mut site).is_empty());
}

#[test]
fn rule_12_a_client_made_later_moves_nothing() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    client_with(&mut site, "c2", "s2", &json!({"phone": PHONE}));
    let answer = desk!(site, "register", {"visit": "v1", "phone": PHONE});
    then!(answer, {"client": "c-v1", "owner": "s1", "flags": []});
    then!(site.client("c2"), {"client": "c2", "owner": "s2"});
}

#[test]
fn rule_03_register_without_a_match_only_adds_to_the_entry() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    let answer = desk!(site, "register", {"visit": "v1", "name": "李女士", "phone": PHONE,
        "company": "江湾科技", "household": "李家", "note": "两房"});
    then!(answer, {"client": "c-v1", "owner": "s1", "flags": []});
    site.finish("v1");
    then!(desk!(site, "arrive", {"phone": PHONE}), {"client": "c-v1", "receiver": "s1"});
}

#[test]
fn rule_22_a_lead_that_only_phoned_is_no_match() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let call = desk!(site, "call.start", {"call": "k1", "phone": PHONE, "asks_for": "s3"});
    then!(call, {"answered_by": "s3"});
    desk!(site, "call.end", {"call": "k1"});
    refused!(site, "questions_unanswered", "arrive", {"phone": PHONE});
    let decision = desk!(site, "arrive", {"visit": "v1", "phone": PHONE, "been_before": false});
    then!(decision, {"path": "rotation", "receiver": "s1", "owner": "s1", "counted": true, "rules": [1, 9, 22]});
    site.finish("v1");
    // From now on the phone is a client's.
    then!(desk!(site, "arrive", {"phone": PHONE}), {"path": "own", "receiver": "s1", "rules": [12]});
}

#[test]
fn rule_22_who_phoned_and_asks_for_somebody_gets_them() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    desk!(site, "call.start", {"call": "k1", "phone": PHONE, "asks_for": "s3"});
    desk!(site, "call.end", {"call": "k1"});
    let decision = desk!(site, "arrive", {"phone": PHONE, "been_before": false, "asks_for": "s3"});
    then!(decision, {"path": "named", "receiver": "s3", "owner": "s3", "rules": [11]});
}

#[test]
fn rule_08_linking_gives_a_group_the_owner_of_its_first_contact() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_of(&mut site, "c1", "s3");
    client_of(&mut site, "c2", "s2");
    client_of(&mut site, "c3", "s2");
    desk!(site, "client.link", {"client": "c2", "with": "c3", "kind": "household"});
    refused!(site, "needs_manager", "client.link", {"client": "c2", "with": "c1", "kind": "household"});
    let answer = manager!(site, "client.link", {"client": "c2", "with": "c1", "kind": "household"});
    then!(answer, {"owner": "s3"});
    assert!(!answer["group"].is_null());
    for client in ["c1", "c2", "c3"] {
        then!(site.client(client), {"owner": "s3"});
    }
    then!(desk!(site, "arrive", {"client": "c3"}), {"path": "own", "receiver": "s3"});
}

#[test]
fn rule_08_linking_joins_groups_of_one_kind_only() {
    // c1 and c2 are a household, c2 and c3 a company: c1 and c3 are nothing to each other.
    for (moved, reached, left) in [("c1", vec!["c1", "c2"], vec!["c3"]), ("c2", vec!["c1", "c2", "c3"], vec![])] {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        for client in ["c1", "c2", "c3"] {
            client_of(&mut site, client, "s3");
        }
        desk!(site, "client.link", {"client": "c1", "with": "c2", "kind": "household"});
        desk!(site, "client.link", {"client": "c2", "with": "c3", "kind": "company"});
        let answer = manager!(site, "client.transfer", {"client": moved, "to": "s2", "reason": "asked"});
        then!(answer, {"owner": "s2"});
        for client in reached {
            then!(site.client(client), {"owner": "s2"});
        }
        for client in left {
            then!(site.client(client), {"owner": "s3"});
        }
    }
}

#[test]
fn rule_03_a_transfer_is_a_later_entry_and_no_overwrite() {
    let mut site = known();
    let before = site.client("c1");
    manager!(site, "client.transfer", {"client": "c1", "to": "s1", "reason": "s3 asked for it"});
    let after = site.client("c1");
    then!(after, {"owner": "s1", "first_contact": before["first_contact"]});
    assert!(entries(&after) > entries(&before), "{after}");
    then!(desk!(site, "arrive", {"phone": PHONE}), {"path": "own", "receiver": "s1", "owner": "s1"});
}

#[test]
fn rule_03_the_receiver_of_the_turn_becomes_owner_and_nobody_after() {
    let mut site = Site::open(&["s1", "s2"]);
    assert_eq!(round(&mut site, "v1"), "s1");
    then!(site.client("c-v1"), {"client": "c-v1", "owner": "s1", "closed": false, "visits": ["v1"]});
    super::prepare(&mut site, "s1", "business");
    let decision = desk!(site, "arrive", {"visit": "v2", "client": "c-v1"});
    then!(decision, {"receiver": "s2", "assist": true, "owner": "s1"});
    then!(site.client("c-v1"), {"owner": "s1"});
    tallied(&mut site, "s2", &[("taken", 0), ("passed", 0)]);
    assert!(!text(&decision["because"]).is_empty());
}
