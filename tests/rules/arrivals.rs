//! Routing an arrival (chapter 4; rules 2, 7, 8, 9, 11, 12, 13, 20, 22, 26): own, named, who
//! assists, and the rules each decision cites.

use super::{Site, client_of, client_with, deposit_of, inbox, policy, prepare, round, tallied};
use serde_json::json;

#[test]
fn rule_09_12_20_26_an_own_client_by_the_state_of_the_owner() {
    let rows = [
        ("free", "s1", vec![12]),
        ("suspended", "s1", vec![12]),
        ("receiving", "s3", vec![9, 12]),
        ("returning", "s3", vec![9, 12]),
        ("private receiving", "s3", vec![9, 12]),
        ("call", "s3", vec![12, 20]),
        ("business", "s3", vec![12, 20]),
        ("private", "s3", vec![12, 20]),
        ("off", "s3", vec![12, 20]),
        ("suspended, business", "s3", vec![12, 20]),
        ("leave", "s2", vec![12, 26]),
        ("not in order", "s2", vec![12, 26]),
    ];
    for (state, receiver, rules) in rows {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        client_of(&mut site, "c1", "s1");
        prepare(&mut site, "s1", state);
        let next = site.state()["next"].clone();
        let decision = desk!(site, "arrive", {"visit": "v1", "client": "c1"});
        then!(decision, {"path": "own", "receiver": receiver, "assist": receiver != "s1",
            "counted": false, "makeup": false, "owner": "s1", "skips": [], "notice": null, "flags": []});
        assert_eq!(decision["rules"], json!(rules), "{state}");
        then!(site.state(), {"next": next, "owed": []});
        then!(site.client("c1"), {"owner": "s1"});
        tallied(&mut site, receiver, &[("taken", 0), ("passed", 0)]);
    }
}

#[test]
fn rule_02_11_20_26_a_named_client_by_the_state_of_the_named() {
    // The office receives when it can; otherwise colleagues do.
    let rows = [
        ("free", "s1", vec![11], "s1", vec![11]),
        ("suspended", "s1", vec![11], "s1", vec![11]),
        ("receiving", "o1", vec![2, 11], "s3", vec![11, 20]),
        ("call", "o1", vec![2, 11], "s3", vec![11, 20]),
        ("business", "o1", vec![2, 11], "s3", vec![11, 20]),
        ("private", "o1", vec![2, 11], "s3", vec![11, 20]),
        ("off", "o1", vec![2, 11], "s3", vec![11, 20]),
        ("suspended, business", "o1", vec![2, 11], "s3", vec![11, 20]),
        ("leave", "o1", vec![2, 11], "s2", vec![11, 26]),
        ("not in order", "o1", vec![2, 11], "s2", vec![11, 26]),
    ];
    for (state, office, office_rules, colleague, colleague_rules) in rows {
        for (office_is_in, receiver, rules) in [(true, office, &office_rules), (false, colleague, &colleague_rules)] {
            let mut site = Site::open(&["s1", "s2", "s3"]);
            prepare(&mut site, "s1", state);
            if !office_is_in {
                site.presence("o1", "business");
                site.presence("o2", "private");
            }
            let decision = desk!(site, "arrive", {"visit": "v1", "new_client": "c1",
                "been_before": false, "asks_for": "s1"});
            then!(decision, {"path": "named", "receiver": receiver, "assist": receiver != "s1",
                "counted": false, "owner": "s1", "skips": [], "flags": []});
            assert_eq!(decision["rules"], json!(rules), "{state}, office in: {office_is_in}");
            then!(site.client("c1"), {"owner": "s1"});
            assert!(site.owed().is_empty());
        }
    }
}

#[test]
fn rule_11_suspended_serves_own_can_be_switched_off() {
    // reading: a suspended owner who may not serve is helped as a busy one is, by the last free
    // person in the line (rule 20); the suspended named person likewise, after the office.
    let mut site = Site::open(&["s1", "s2", "s3"]);
    policy(&mut site, "suspended_serves_own", false);
    client_of(&mut site, "c1", "s1");
    prepare(&mut site, "s1", "suspended");
    let decision = desk!(site, "arrive", {"client": "c1"});
    then!(decision, {"path": "own", "receiver": "s3", "assist": true, "rules": [12, 20]});
    let decision = desk!(site, "arrive", {"been_before": false, "asks_for": "s1"});
    then!(decision, {"path": "named", "receiver": "o1", "assist": true, "rules": [2, 11], "owner": "s1"});
}

#[test]
fn rule_02_the_free_office_person_with_the_lowest_id_receives() {
    for (state, receiver) in [("available", "o1"), ("business", "o2"), ("private", "o2"), ("leave", "o2")] {
        let mut site = Site::open(&["s1", "s2"]);
        site.presence("s1", "business");
        if state != "available" {
            site.presence("o1", state);
        }
        let decision = desk!(site, "arrive", {"been_before": false, "asks_for": "s1"});
        then!(decision, {"receiver": receiver, "rules": [2, 11]});
    }
    // An engaged one is not free.
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s1", "business");
    for receiver in ["o1", "o2", "s2"] {
        let decision = desk!(site, "arrive", {"been_before": false, "asks_for": "s1"});
        then!(decision, {"receiver": receiver, "assist": true, "owner": "s1"});
    }
}

#[test]
fn rule_09_the_last_free_person_in_the_line_assists() {
    let mut site = Site::open(&["s1", "s2", "s3", "s4"]);
    client_of(&mut site, "c1", "s1");
    client_of(&mut site, "c2", "s1");
    then!(site.arrive_new("v1"), {"receiver": "s1"});
    assert_eq!(site.line(), ["s2", "s3", "s4", "s1"]);
    let decision = desk!(site, "arrive", {"client": "c1"});
    then!(decision, {"receiver": "s4", "rules": [9, 12], "assist": true});
    let decision = desk!(site, "arrive", {"client": "c2"});
    then!(decision, {"receiver": "s3", "rules": [9, 12]});
    then!(site.state(), {"next": "s2", "assist_next": "s1"});
}

#[test]
fn rule_20_the_owed_stand_at_the_head_of_the_line_and_assist_last() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_of(&mut site, "c1", "s2");
    site.presence("s3", "business");
    assert_eq!(["v1", "v2", "v3"].map(|visit| round(&mut site, visit)), ["s1", "s2", "s1"]);
    site.presence("s3", "available");
    site.presence("s2", "private");
    assert_eq!(site.line(), ["s3", "s2", "s1"]);
    then!(desk!(site, "arrive", {"client": "c1"}), {"receiver": "s1", "rules": [12, 20]});
}

#[test]
fn rule_26_the_assist_ring_goes_round_by_itself() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    for client in ["c1", "c2", "c3", "c4"] {
        client_of(&mut site, client, "s9");
    }
    site.presence("s2", "business");
    let rows = [("c1", "s1", "s2"), ("c2", "s3", "s1"), ("c3", "s1", "s2"), ("c4", "s3", "s1")];
    for (client, receiver, cursor) in rows {
        let visit = format!("v-{client}");
        let decision = desk!(site, "arrive", {"visit": visit, "client": client});
        then!(decision, {"path": "own", "receiver": receiver, "assist": true, "counted": false,
            "rules": [12, 26], "owner": "s9", "skips": []});
        then!(site.state(), {"assist_next": cursor, "next": "s1", "owed": []});
        site.finish(&visit);
    }
    tallied(&mut site, "s2", &[("passed", 0)]);
}

#[test]
fn rule_20_with_nobody_to_assist_the_client_waits() {
    for state in ["receiving", "business", "leave"] {
        let mut site = Site::open(&["s1", "s2"]);
        client_of(&mut site, "c1", "s1");
        prepare(&mut site, "s1", state);
        site.presence("s2", "business");
        let decision = desk!(site, "arrive", {"visit": "v1", "client": "c1"});
        then!(decision, {"path": "own", "receiver": null, "waiting": true, "assist": false, "owner": "s1"});
        assert_eq!(site.waiting(), ["v1"]);
    }
}

#[test]
fn rule_11_named_other_than_the_owner_is_for_the_manager_to_see() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_of(&mut site, "c1", "s3");
    let decision = desk!(site, "arrive", {"visit": "v1", "client": "c1", "asks_for": "s2"});
    then!(decision, {"path": "named", "receiver": "s2", "owner": "s3", "counted": false,
        "assist": false, "rules": [11], "flags": ["named_other_than_owner"]});
    then!(site.client("c1"), {"owner": "s3"});
    assert_eq!(inbox(&mut site), ["flag v1"]);
}

#[test]
fn rule_11_the_named_person_must_still_be_with_the_company() {
    let mut site = Site::open(&["s1", "s2"]);
    client_of(&mut site, "c1", "s2");
    manager!(site, "staff.depart", {"id": "s9"});
    let decision = desk!(site, "arrive", {"visit": "v1", "been_before": false, "asks_for": "s9"});
    then!(decision, {"path": "rotation", "receiver": "s1", "owner": "s1", "rules": [1, 9],
        "flags": ["named_departed"], "notice": null});
    site.finish("v1");
    let decision = desk!(site, "arrive", {"visit": "v2", "client": "c1", "asks_for": "s9"});
    then!(decision, {"path": "own", "receiver": "s2", "rules": [12], "flags": ["named_departed"]});
    site.finish("v2");
    let decision = desk!(site, "arrive", {"visit": "v3", "been_before": true, "received_by": "s9"});
    then!(decision, {"path": "rotation", "receiver": "s2", "rules": [1, 9, 12]});
    assert!(super::texts(&decision["flags"]).contains(&"named_departed".to_owned()), "{decision}");
}

#[test]
fn rule_11_asking_for_the_office_or_the_manager_names_nobody() {
    for other in ["o1", "m1"] {
        let mut site = Site::open(&["s1", "s2"]);
        client_of(&mut site, "c1", "s2");
        let decision = desk!(site, "arrive", {"been_before": false, "asks_for": other});
        then!(decision, {"path": "rotation", "receiver": "s1", "counted": true, "rules": [1, 9],
            "flags": ["asked_for_other"], "notice": null});
        let decision = desk!(site, "arrive", {"client": "c1", "asks_for": other});
        then!(decision, {"path": "own", "receiver": "s2", "flags": ["asked_for_other"]});
    }
}

#[test]
fn rule_13_a_referred_client_goes_to_the_ring_unless_they_name_somebody() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_of(&mut site, "c1", "s3");
    let decision = desk!(site, "arrive", {"been_before": false, "referred_by": "c1"});
    then!(decision, {"path": "rotation", "receiver": "s1", "owner": "s1", "rules": [1, 9, 13]});
    let decision = desk!(site, "arrive", {"been_before": false, "referred_by": "c1", "asks_for": "s3"});
    then!(decision, {"path": "named", "receiver": "s3", "owner": "s3", "rules": [11, 13]});
}

#[test]
fn rules_cited_stand_in_ascending_order() {
    // Given s1 on the turn and with c1's deposit, s2 away, a lead 137…, and a company of s2's client.
    let lead = "13700137000";
    let new = |more: serde_json::Value| {
        let mut command = json!({"do": "arrive", "been_before": false});
        for (field, value) in more.as_object().into_iter().flatten() {
            command[field.as_str()] = value.clone();
        }
        command
    };
    let rows = [
        (new(json!({})), vec![1, 9]),
        (new(json!({"referred_by": "c1", "phone": lead})), vec![1, 9, 13, 22]),
        (new(json!({"been_before": true, "received_by": null, "phone": lead})), vec![1, 9, 12, 22]),
        (
            new(json!({"been_before": true, "received_by": null, "referred_by": "c1", "phone": lead})),
            vec![1, 9, 12, 13, 22],
        ),
        (json!({"do": "arrive", "client": "c1"}), vec![7, 12]),
        (new(json!({"asks_for": "s2", "referred_by": "c1"})), vec![2, 11, 13]),
        (json!({"do": "arrive", "company": "江湾科技"}), vec![8, 12, 20]),
        (json!({"do": "arrive", "company": "江湾科技", "asks_for": "s3"}), vec![8, 11]),
    ];
    for (command, rules) in rows {
        let mut site = Site::open(&["s1", "s2", "s3"]);
        client_of(&mut site, "c1", "s1");
        deposit_of(&mut site, "c1", "s1");
        client_with(&mut site, "c2", "s2", &json!({"company": "江湾科技"}));
        desk!(site, "call.start", {"call": "k1", "phone": lead});
        desk!(site, "call.end", {"call": "k1"});
        site.presence("s2", "business");
        let decision = site.ok(command.clone());
        assert_eq!(decision["rules"], json!(rules), "{command}");
    }
}

#[test]
fn rule_12_a_client_with_an_open_visit_is_already_here() {
    let mut site = Site::open(&["s1"]);
    client_of(&mut site, "c1", "s1");
    desk!(site, "arrive", {"visit": "v1", "client": "c1"});
    refused!(site, "already_here", "arrive", {"client": "c1"});
    site.arrive_new("v2");
    assert_eq!(site.waiting(), ["v2"]);
    refused!(site, "already_here", "arrive", {"client": "c-v2"});
    site.finish("v1");
    site.finish("v2");
    desk!(site, "arrive", {"client": "c1"});
}

#[test]
fn rule_03_an_arrival_without_ids_gets_them() {
    let mut site = Site::open(&["s1"]);
    let decision = desk!(site, "arrive", {"name": "王先生", "phone": "13800138000", "party": 3,
        "source": "户外广告", "been_before": false, "note": "看三房"});
    let (visit, client) = (super::text(&decision["visit"]), super::text(&decision["client"]));
    then!(site.state()["staff"]["s1"], {"receiving": [visit]});
    then!(site.client(&client), {"client": client, "owner": "s1", "closed": false});
}

#[test]
fn rule_27_every_state_of_a_colleague_leaves_somebody_to_help() {
    // However a colleague is taken up, their client is received as long as one person is free.
    for state in
        ["receiving", "returning", "call", "business", "private", "leave", "off", "suspended, business", "not in order"]
    {
        let mut site = Site::open(&["s1", "s2"]);
        client_of(&mut site, "c1", "s1");
        prepare(&mut site, "s1", state);
        let decision = desk!(site, "arrive", {"client": "c1"});
        then!(decision, {"receiver": "s2", "assist": true, "counted": false, "owner": "s1"});
    }
}
