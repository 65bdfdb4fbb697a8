//! Clients who are one person (rules 3, 8): merged by a manager, taken apart again, said to be two; and
//! company names that are one.

use super::{Site, client_of, client_with, deposit_of, next_day, policy, round};
use serde_json::{Value, json};

/// c1 of s1, then c2 of s2.
fn two_clients() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "c1", "s1", &json!({"phone": "13800138000", "name": "张伟"}));
    client_with(&mut site, "c2", "s2", &json!({"phone": "13800138001", "name": "张伟"}));
    site
}

/// A client's JSON without what happened to them.
fn standing(site: &mut Site, id: &str) -> Value {
    let mut client = site.client(id);
    client.as_object_mut().unwrap().remove("history");
    client
}

#[test]
fn rule_03_the_earliest_owner_stays_whichever_way_they_are_merged() {
    for (client, into) in [("c2", "c1"), ("c1", "c2")] {
        let mut site = two_clients();
        let answer = manager!(site, "client.merge", {"client": client, "into": into, "reason": "同一人"});
        then!(answer, {"client": into, "owner": "s1"});
        for name in ["c1", "c2"] {
            then!(standing(&mut site, name), {"client": into, "owner": "s1", "visits": ["first-c1", "first-c2"]});
        }
        // Any number of theirs finds them.
        for phone in ["13800138000", "13800138001"] {
            let decision = desk!(site, "arrive", {"visit": phone, "phone": phone});
            then!(decision, {"client": into, "path": "own", "receiver": "s1"});
            site.finish(phone);
        }
        assert!(site.rebuild().is_empty());
    }
}

#[test]
fn what_was_merged_comes_apart_as_it_was() {
    for (client, into) in [("c2", "c1"), ("c1", "c2")] {
        let mut site = two_clients();
        deposit_of(&mut site, "c1", "s1");
        deposit_of(&mut site, "c2", "s2");
        desk!(site, "unit.add", {"unit": "u9"});
        manager!(site, "unit.hold", {"unit": "u9", "client": client, "until": "2026-12-23T09:00:00+08:00"});
        let [one, two] = ["c1", "c2"].map(|id| standing(&mut site, id));
        let board = site.state();
        manager!(site, "client.merge", {"client": client, "into": into, "reason": "同一人"});
        then!(site.unit("u9"), {"client": into});
        let answer = manager!(site, "client.split", {"client": client, "reason": "认错了"});
        then!(answer, {"client": client, "from": into});
        assert_eq!(standing(&mut site, "c1"), one);
        assert_eq!(standing(&mut site, "c2"), two);
        assert_eq!(site.state(), board);
        then!(site.unit("u9"), {"client": client});
        for (id, phone) in [("c1", "13800138000"), ("c2", "13800138001")] {
            then!(desk!(site, "arrive", {"visit": phone, "phone": phone}), {"client": id});
        }
        assert!(site.rebuild().is_empty() && site.is_whole());
    }
}

#[test]
fn what_came_after_the_merge_stays_with_whom_they_were_merged_into() {
    let mut site = two_clients();
    deposit_of(&mut site, "c2", "s2");
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    desk!(site, "arrive", {"visit": "v1", "client": "c2"});
    site.finish("v1");
    manager!(site, "deposit.refund", {"deposit": "d-c2", "reason": "不买了"});
    manager!(site, "client.transfer", {"client": "c1", "to": "s3", "reason": "交接"});
    manager!(site, "client.split", {"client": "c2", "reason": "认错了"});
    then!(standing(&mut site, "c1"), {"owner": "s3", "visits": ["first-c1", "v1"], "closed": false});
    then!(standing(&mut site, "c2"), {"owner": "s2", "visits": ["first-c2"], "closed": false});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_08_a_merge_drags_no_family_along() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "c1", "s1", &json!({"household": "王家"}));
    client_with(&mut site, "wife", "s1", &json!({"household": "王家"}));
    client_with(&mut site, "c2", "s2", &json!({"company": "江湾"}));
    client_with(&mut site, "boss", "s2", &json!({"company": "江湾"}));
    let family = ["wife", "boss"].map(|id| site.client(id));
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    assert_eq!(["wife", "boss"].map(|id| site.client(id)), family);
    // A new colleague is still the company's owner's, whatever became of c2.
    then!(desk!(site, "arrive", {"visit": "v1", "company": "江湾"}), {"owner": "s2", "path": "own"});
    // The company is given to another, and c2 with it, as they would be.
    manager!(site, "client.transfer", {"client": "boss", "to": "s3", "reason": "交接"});
    then!(site.client("c1"), {"owner": "s1", "company": null});
    manager!(site, "client.split", {"client": "c2", "reason": "认错了"});
    then!(site.client("c2"), {"owner": "s3"});
    then!(site.client("wife"), {"owner": "s1"});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_08_a_relatives_protection_is_what_it_would_be_without_the_merge() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    policy(&mut site, "protection_days", 2);
    client_with(&mut site, "c1", "s1", &json!({"household": "王家"}));
    client_with(&mut site, "wife", "s1", &json!({"household": "王家"}));
    next_day(&mut site, "2026-11-24", &["s1", "s2", "s3"]);
    next_day(&mut site, "2026-11-25", &["s1", "s2", "s3"]);
    client_of(&mut site, "c2", "s2");
    site.at("23:00");
    then!(site.client("wife"), {"owner": "s1"});
    desk!(site, "presence", {"staff": "s3", "to": "private"});
    then!(site.client("wife"), {"owner": null});
    let wife = site.client("wife");
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    assert_eq!(site.client("wife"), wife, "c2 was here today, but is none of the household");
    then!(site.client("c1"), {"owner": "s2"});
}

#[test]
fn someone_who_is_here_may_be_merged_and_who_waits_goes_to_the_owner() {
    let mut site = two_clients();
    for staff in ["s2", "s3"] {
        desk!(site, "presence", {"staff": staff, "to": "private"});
    }
    desk!(site, "arrive", {"visit": "v1", "client": "c1"});
    desk!(site, "arrive", {"visit": "v2", "new_client": "c3", "been_before": false});
    assert_eq!(site.waiting(), ["v2"]);
    refused!(site, "already_here", "client.merge",
        {"client": "c3", "into": "c1", "reason": "同一人", "by": "m1"});
    let board = site.state();
    manager!(site, "client.merge", {"client": "c3", "into": "c2", "reason": "同一人"});
    assert_eq!(site.waiting(), ["v2"], "s2 is away");
    manager!(site, "client.split", {"client": "c3", "reason": "认错了"});
    assert_eq!(site.state(), board);
    manager!(site, "client.merge", {"client": "c3", "into": "c2", "reason": "同一人"});
    let answer = desk!(site, "presence", {"staff": "s2", "to": "available"});
    then!(answer["assigned"][0], {"visit": "v2", "client": "c2", "path": "own", "receiver": "s2"});
    site.restart();
    assert!(site.rebuild().is_empty());
}

#[test]
fn merges_come_apart_in_the_order_they_were_made_backwards() {
    let mut site = two_clients();
    client_of(&mut site, "c3", "s3");
    let before = ["c1", "c2", "c3"].map(|id| standing(&mut site, id));
    manager!(site, "client.merge", {"client": "c3", "into": "c2", "reason": "同一人"});
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    then!(site.client("c3"), {"client": "c1", "owner": "s1"});
    refused!(site, "wrong_state", "client.split", {"client": "c3", "reason": "认错了", "by": "m1"});
    manager!(site, "client.split", {"client": "c2", "reason": "认错了"});
    then!(site.client("c3"), {"client": "c2", "owner": "s2"});
    manager!(site, "client.split", {"client": "c3", "reason": "认错了"});
    assert_eq!(["c1", "c2", "c3"].map(|id| standing(&mut site, id)), before);
    assert!(site.rebuild().is_empty());
}

#[test]
fn a_merge_is_a_managers_and_can_be_taken_back() {
    let mut site = two_clients();
    refused!(site, "needs_manager", "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    refused!(site, "bad_input", "client.merge", {"client": "c2", "into": "c1", "reason": " ", "by": "m1"});
    refused!(site, "unknown_client", "client.merge", {"client": "c2", "into": "c9", "reason": "同一人", "by": "m1"});
    refused!(site, "wrong_state", "client.merge", {"client": "c2", "into": "c2", "reason": "同一人", "by": "m1"});
    refused!(site, "wrong_state", "client.split", {"client": "c2", "reason": "认错了", "by": "m1"});
    let (tables, board) = (site.tables(), site.state());
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    let (merged, merged_board) = (site.tables(), site.state());
    manager!(site, "client.split", {"client": "c2", "reason": "认错了"});
    manager!(site, "undo", {});
    assert_eq!((site.tables(), site.state()), (merged, merged_board));
    manager!(site, "undo", {});
    assert_eq!((site.tables(), site.state()), (tables, board));
    let item =
        desk!(site, "ask", {"command": {"do": "client.merge", "client": "c2", "into": "c1", "reason": "同一人"}});
    manager!(site, "answer", {"item": item["item"], "grant": true});
    then!(site.client("c2"), {"client": "c1", "owner": "s1"});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_11_a_poacher_gets_nobody_by_a_merge() {
    let mut site = two_clients();
    manager!(site, "violation.record", {"staff": "s1", "kind": "poaching", "visit": "first-c2"});
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    then!(site.client("c1"), {"owner": "s2"});
    manager!(site, "client.split", {"client": "c2", "reason": "认错了"});
    then!(site.client("c1"), {"owner": "s1"});
}

#[test]
fn a_late_match_is_no_merge_by_hand() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "c1", "s1", &json!({"phone": "13800138000"}));
    round(&mut site, "v1");
    desk!(site, "register", {"visit": "v1", "phone": "13800138000"});
    refused!(site, "wrong_state", "client.split", {"client": "c-v1", "reason": "认错了", "by": "m1"});
}

#[test]
fn hints_are_dismissed_once() {
    let mut site = two_clients();
    desk!(site, "hint.dismiss", {"client": "c2", "with": "c1"});
    refused!(site, "wrong_state", "hint.dismiss", {"client": "c1", "with": "c2"});
    refused!(site, "wrong_state", "hint.dismiss", {"client": "c1", "with": "c1"});
    refused!(site, "unknown_client", "hint.dismiss", {"client": "c1", "with": "c9"});
}

#[test]
fn rule_08_a_company_is_one_under_all_its_names() {
    for name in ["江湾科技", "江湾科技股份有限公司", "江湾科技（集团）有限公司", "江湾 科技"]
    {
        let mut site = Site::open(&["s1", "s2"]);
        client_with(&mut site, "c1", "s2", &json!({"company": "江湾科技有限公司"}));
        then!(desk!(site, "arrive", {"visit": "v1", "company": name}), {"owner": "s2", "path": "own"});
    }
    let mut site = Site::open(&["s1", "s2"]);
    client_with(&mut site, "c1", "s2", &json!({"household": "江湾有限公司", "company": "有限公司"}));
    for more in [json!({"household": "江湾"}), json!({"company": "江湾有限公司"})] {
        let mut arrival = json!({"do": "arrive", "visit": "v1"});
        arrival.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        site.refused(arrival, "questions_unanswered");
    }
}

#[test]
fn a_companions_number_must_be_one() {
    let mut site = Site::open(&["s1"]);
    refused!(site, "bad_phone", "arrive", {"visit": "v1", "been_before": false, "companion_phone": "12"});
    desk!(site, "arrive", {"visit": "v1", "been_before": false, "companion_phone": "13800138000",
        "address": "江湾路 1 号"});
    refused!(site, "bad_phone", "register", {"visit": "v1", "companion_phone": "12"});
    // It is nobody's number until they come.
    then!(desk!(site, "arrive", {"visit": "v2", "phone": "13800138000", "been_before": false}), {"path": "rotation"});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_08_what_another_name_bought_protects_no_household() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    policy(&mut site, "protection_days", 2);
    client_with(&mut site, "c1", "s1", &json!({"household": "王家"}));
    client_with(&mut site, "c2", "s2", &json!({"household": "李家"}));
    deposit_of(&mut site, "c2", "s2");
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    for date in ["2026-11-24", "2026-11-25", "2026-11-26"] {
        next_day(&mut site, date, &["s1", "s2", "s3"]);
    }
    // The one household's owner has lapsed, the other's is kept by the deposit, as without the merge.
    refused!(site, "questions_unanswered", "arrive", {"visit": "v1", "household": "王家"});
    then!(desk!(site, "arrive", {"visit": "v2", "household": "李家"}), {"owner": "s2", "path": "own"});
    site.finish("v2");
    manager!(site, "deposit.refund", {"deposit": "d-c2", "reason": "不买了"});
    for date in ["2026-11-27", "2026-11-28", "2026-11-29"] {
        next_day(&mut site, date, &["s1", "s2", "s3"]);
    }
    refused!(site, "questions_unanswered", "arrive", {"visit": "v3", "household": "李家"});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_08_a_chain_of_merges_forgets_no_visit_of_a_household() {
    let mut site = two_clients();
    policy(&mut site, "protection_days", 3);
    client_with(&mut site, "c3", "s3", &json!({"household": "王家"}));
    manager!(site, "client.merge", {"client": "c2", "into": "c3", "reason": "同一人"});
    next_day(&mut site, "2026-11-24", &["s1", "s2", "s3"]);
    next_day(&mut site, "2026-11-25", &["s1", "s2", "s3"]);
    desk!(site, "arrive", {"visit": "v1", "client": "c3"});
    site.finish("v1");
    manager!(site, "client.merge", {"client": "c3", "into": "c1", "reason": "同一人"});
    next_day(&mut site, "2026-11-27", &["s1", "s2", "s3"]);
    let owner = desk!(site, "arrive", {"visit": "v2", "household": "王家"})["owner"].clone();
    assert_eq!(owner, "s3", "c3 was here two days ago");
    assert!(site.rebuild().is_empty());
}

#[test]
fn an_owner_given_since_stays_though_the_merge_had_given_the_same() {
    let mut site = two_clients();
    manager!(site, "client.merge", {"client": "c1", "into": "c2", "reason": "同一人"});
    then!(site.client("c2"), {"owner": "s1"});
    manager!(site, "client.transfer", {"client": "c2", "to": "s3", "reason": "交接"});
    manager!(site, "client.transfer", {"client": "c2", "to": "s1", "reason": "交接"});
    manager!(site, "client.split", {"client": "c1", "reason": "认错了"});
    then!(site.client("c2"), {"owner": "s1"});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_03_whom_a_manager_gave_to_somebody_keeps_them_in_a_merge() {
    let mut site = two_clients();
    policy(&mut site, "protection_days", 2);
    next_day(&mut site, "2026-11-24", &["s1", "s2", "s3"]);
    next_day(&mut site, "2026-11-25", &["s1", "s2", "s3"]);
    manager!(site, "client.transfer", {"client": "c1", "to": "s3", "reason": "交接"});
    site.at("23:00");
    let answer = manager!(site, "client.merge", {"client": "c1", "into": "c2", "reason": "同一人"});
    then!(answer, {"owner": "s3"});
    then!(site.client("c2"), {"owner": "s3"});
    manager!(site, "client.split", {"client": "c1", "reason": "认错了"});
    then!(site.client("c1"), {"owner": "s3"});
    then!(site.client("c2"), {"owner": null});
    assert!(site.rebuild().is_empty());
}
