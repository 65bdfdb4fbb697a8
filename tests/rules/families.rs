//! Households and companies (rules 3, 8, 11): what a link does to names and owners, how far a change of
//! owner reaches, and what keeps a member protected.

use super::{Site, client_of, client_with, next_day, policy};
use serde_json::json;

/// c1 of s1 in household 王家, c2 of s2 in household 李家.
fn two_households() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "c1", "s1", &json!({"household": "王家"}));
    client_with(&mut site, "c2", "s2", &json!({"household": "李家"}));
    site
}

#[test]
fn rule_08_linked_households_answer_to_both_names() {
    for name in ["王家", "李家"] {
        let mut site = two_households();
        manager!(site, "client.link", {"client": "c1", "with": "c2", "kind": "household"});
        let decision = desk!(site, "arrive", {"visit": "v1", "household": name});
        then!(decision, {"path": "own", "owner": "s1", "receiver": "s1", "rules": [8, 12]});
    }
}

#[test]
fn rule_08_after_a_link_a_change_of_owner_reaches_both_households() {
    let mut site = two_households();
    desk!(site, "arrive", {"visit": "v1", "new_client": "son", "household": "李家"});
    site.finish("v1");
    manager!(site, "client.link", {"client": "c1", "with": "c2", "kind": "household"});
    then!(site.client("son"), {"owner": "s1"});
    manager!(site, "client.transfer", {"client": "c1", "to": "s3", "reason": "交接"});
    for client in ["c1", "c2", "son"] {
        then!(site.client(client), {"owner": "s3"});
    }
}

#[test]
fn rule_11_a_poacher_owns_nobody_through_a_household() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "c1", "s1", &json!({"household": "王家"}));
    client_of(&mut site, "c2", "s2");
    manager!(site, "violation.record", {"staff": "s1", "kind": "poaching", "visit": "first-c2"});
    manager!(site, "client.link", {"client": "c1", "with": "c2", "kind": "household"});
    then!(site.client("c2"), {"owner": "s2"});
    manager!(site, "client.transfer", {"client": "c2", "to": "s3", "reason": "交接"});
    manager!(site, "client.transfer", {"client": "c1", "to": "s1", "reason": "交接"});
    then!(site.client("c1"), {"owner": "s1"});
    then!(site.client("c2"), {"owner": "s3"});
    // Nor when nobody else is left.
    for staff in ["s2", "s3"] {
        manager!(site, "staff.depart", {"id": staff});
    }
    then!(site.client("c2"), {"owner": null});
}

#[test]
fn rule_03_a_transfer_starts_protection_anew() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "protection_days", 1);
    client_of(&mut site, "c1", "s2");
    manager!(site, "day.close", {});
    site.day("2026-11-25");
    manager!(site, "day.open", {"order": ["s1", "s2"]});
    then!(site.client("c1"), {"owner": null});
    then!(manager!(site, "client.transfer", {"client": "c1", "to": "s2", "reason": "still hers"}), {"owner": "s2"});
    then!(site.client("c1"), {"owner": "s2"});
    then!(desk!(site, "arrive", {"client": "c1"}), {"path": "own", "receiver": "s2"});
}

#[test]
fn rule_03_an_arrival_does_not_revive_the_protection_it_is_judged_by() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "protection_days", 1);
    client_with(&mut site, "c1", "s2", &json!({"household": "王家"}));
    next_day(&mut site, "2026-11-24", &["s1", "s2"]);
    site.at("15:00");
    let decision = desk!(site, "arrive", {"visit": "v1", "household": "王家", "been_before": false});
    then!(decision, {"path": "rotation", "receiver": "s1", "owner": "s1"});
}

#[test]
fn rule_08_a_household_named_for_a_visit_of_an_earlier_day_moves_no_owner() {
    for (opens_again, owner) in [(false, "s2"), (true, "s1")] {
        let mut site = Site::open(&["s1", "s2"]);
        client_with(&mut site, "c1", "s2", &json!({"household": "王家"}));
        desk!(site, "arrive", {"visit": "v1", "new_client": "c2", "been_before": false});
        site.finish("v1");
        if opens_again {
            next_day(&mut site, "2026-11-24", &["s1", "s2"]);
        }
        then!(desk!(site, "register", {"visit": "v1", "household": "王家"}), {"owner": owner});
    }
}
