//! Clients of a register kept elsewhere (rules 3, 8, 12): each once, and whoever had them first has them.

use super::{Site, client_with, deposit_of, policy, skips, text};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A row of somebody of s1's, first here in March 2024.
fn row(client: &str, phone: &str) -> Value {
    json!({"client": client, "name": "王小明", "phones": [phone], "owner": "s1", "first_contact": "2024-03-05T10:00:00+08:00"})
}

fn with(mut row: Value, more: &Value) -> Value {
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    row
}

#[test]
fn rule_12_an_imported_client_is_received_by_their_owner() {
    let mut site = Site::open(&["s1", "s2"]);
    let brought = with(row("c1", "138 1234 5678"), &json!({"owner": "s2", "household": "王家", "source": "路过"}));
    let answer = manager!(site, "client.import", {"rows": [brought]});
    then!(answer, {"imported": [{"row": 1, "client": "c1"}], "matched": [], "visits": 0});
    then!(site.client("c1"), {"owner": "s2", "first_contact": "2024-03-05T10:00:00+08:00", "closed": false, "visits": []});
    assert_eq!(text(&site.client("c1")["history"][0]["do"]), "client.import");
    let decision = desk!(site, "arrive", {"visit": "v1", "phone": "+86 138-1234-5678"});
    then!(decision, {"client": "c1", "path": "own", "receiver": "s2", "owner": "s2", "rules": [12], "flags": []});
    let son = desk!(site, "arrive", {"visit": "v2", "new_client": "son", "household": "王家"});
    then!(son, {"path": "own", "owner": "s2", "rules": [8, 9, 12]});
    assert!(site.rebuild().is_empty());
    assert!(site.is_whole());
}

#[test]
fn rule_03_the_earliest_contact_says_whose_a_client_is() {
    let mut site = Site::open(&["s1", "s2"]);
    client_with(&mut site, "here", "s1", &json!({"phone": "13900000001"}));
    let older = with(row("other", "13900000001"), &json!({"owner": "s2", "phones": ["13900000001", "13900000002"]}));
    let answer = manager!(site, "client.import", {"rows": [older.clone()]});
    then!(answer, {"imported": [], "matched": [{"row": 1, "client": "here", "owner": "s2"}]});
    then!(site.client("here"), {"owner": "s2", "first_contact": "2024-03-05T10:00:00+08:00"});
    assert!(site.client("other").is_null());
    let answer = manager!(site, "client.import", {"rows": [older]});
    then!(answer, {"imported": [], "matched": []});
    let decision = desk!(site, "arrive", {"visit": "v9", "phone": "13900000002"});
    then!(decision, {"client": "here", "receiver": "s2"});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_03_whoever_was_imported_during_a_reception_was_there_first() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    site.arrive_new("v1");
    site.at("09:30");
    manager!(site, "client.import", {"rows": [with(row("old", "13900000001"), &json!({"owner": "s2"}))]});
    let answer = desk!(site, "register", {"visit": "v1", "phone": "13900000001"});
    then!(answer, {"client": "old", "owner": "s2", "flags": ["late_match"]});
    then!(site.client("c-v1"), {"client": "old", "owner": "s2", "first_contact": "2024-03-05T10:00:00+08:00"});
    site.finish("v1");
    then!(desk!(site, "arrive", {"visit": "v2", "phone": "13900000001"}), {"client": "old", "path": "own", "receiver": "s2"});
    // Whoever is known from an earlier contact is no other name of a client entered before them, either.
    site.finish("v2");
    then!(desk!(site, "arrive", {"visit": "v3", "client": "old"}), {"receiver": "s2"});
    client_with(&mut site, "new", "s3", &json!({"phone": "13900000003"}));
    manager!(site, "client.import", {"rows": [row("older", "13900000002")]});
    desk!(site, "finish", {"visit": "v3"});
    desk!(site, "arrive", {"visit": "v4", "client": "older"});
    let answer = desk!(site, "register", {"visit": "v4", "phone": "13900000003"});
    then!(answer, {"client": "older", "owner": "s1", "flags": []});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_12_whoever_was_imported_without_an_earlier_contact_moves_nothing() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    site.at("09:30");
    let today = json!({"owner": "s2", "first_contact": "2026-11-23T09:20:00+08:00"});
    let none = json!({"client": "none", "phones": ["13900000002"], "owner": "s2"});
    manager!(site, "client.import", {"rows": [with(row("today", "13900000001"), &today), none]});
    for phone in ["13900000001", "13900000002"] {
        let answer = desk!(site, "register", {"visit": "v1", "phone": phone});
        then!(answer, {"client": "c-v1", "owner": "s1", "flags": []});
    }
}

#[test]
fn rule_03_what_a_manager_settled_or_was_sold_stays() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    for (client, phone) in [("given", "13900000001"), ("sold", "13900000002")] {
        client_with(&mut site, client, "s1", &json!({"phone": phone}));
    }
    manager!(site, "client.transfer", {"client": "given", "to": "s3", "reason": "交接"});
    deposit_of(&mut site, "sold", "s1");
    let rows = ["13900000001", "13900000002"].map(|phone| with(row("x", phone), &json!({"owner": "s2"})));
    manager!(site, "client.import", {"rows": rows});
    then!(site.client("given"), {"owner": "s3", "first_contact": "2024-03-05T10:00:00+08:00"});
    then!(site.client("sold"), {"owner": "s1", "first_contact": "2024-03-05T10:00:00+08:00"});
}

#[test]
fn rule_11_an_older_list_gives_no_client_to_whoever_poached_them() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "here", "s1", &json!({"phone": "13900000001"}));
    manager!(site, "violation.record", {"staff": "s2", "kind": "poaching", "visit": "first-here"});
    let older = |owner: &str, year: u32| {
        json!({"phones": ["13900000001"], "owner": owner,
        "first_contact": format!("{year}-03-05T10:00:00+08:00")})
    };
    manager!(site, "client.import", {"rows": [older("s2", 2024)]});
    then!(site.client("here"), {"owner": "s1", "first_contact": "2024-03-05T10:00:00+08:00"});
    manager!(site, "client.import", {"rows": [older("s3", 2023)]});
    then!(site.client("here"), {"owner": "s3", "first_contact": "2023-03-05T10:00:00+08:00"});
    assert!(site.rebuild().is_empty());
}

/// A row of a number's, of this year, with an owner or none.
fn of_year(year: u32, owner: Option<&str>) -> Value {
    let mut row = json!({"phones": ["13900000001"], "first_contact": format!("{year}-03-05T10:00:00+08:00")});
    if let Some(owner) = owner {
        row["owner"] = json!(owner);
    }
    row
}

#[test]
fn rule_03_contacts_and_owners_are_told_apart_row_by_row() {
    // Rows given one by one, or together; then owner and year of the first contact.
    let tables = [
        (vec![(2022, None), (2023, None)], "s1", 2022),
        (vec![(2022, None), (2023, Some("s2"))], "s2", 2022),
        (vec![(2022, Some("s2")), (2023, Some("s3"))], "s2", 2022),
        (vec![(2023, Some("s3")), (2022, Some("s2")), (2024, Some("s3"))], "s2", 2022),
    ];
    for (rows, owner, year) in tables {
        let rows: Vec<Value> = rows.into_iter().map(|(year, owner)| of_year(year, owner)).collect();
        for size in [1, rows.len()] {
            let mut site = Site::open(&["s1", "s2", "s3"]);
            client_with(&mut site, "here", "s1", &json!({"phone": "13900000001"}));
            for batch in rows.chunks(size) {
                manager!(site, "client.import", {"rows": batch});
            }
            then!(site.client("here"), {"owner": owner, "first_contact": format!("{year}-03-05T10:00:00+08:00")});
        }
    }
}

#[test]
fn rule_03_rows_of_two_names_of_one_client_are_rows_of_one() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    client_with(&mut site, "c1", "s1", &json!({}));
    client_with(&mut site, "c2", "s1", &json!({}));
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    let rows = [("c1", 2022, "s2"), ("c2", 2023, "s3")]
        .map(|(client, year, owner)| with(of_year(year, Some(owner)), &json!({"client": client, "phones": []})));
    manager!(site, "client.import", {"rows": rows});
    then!(site.client("c1"), {"owner": "s2", "first_contact": "2022-03-05T10:00:00+08:00"});
}

#[test]
fn visits_of_the_past_take_no_id_that_is_in_use() {
    let mut site = Site::open(&["s1"]);
    desk!(site, "arrive", {"visit": "p-0000001", "new_client": "c0", "been_before": false});
    let times = ["2024-03-05T10:00:00+08:00", "2024-03-06T10:00:00+08:00"].map(|at| json!({"at": at}));
    let visits = json!({"visits": times});
    manager!(site, "client.import", {"rows": [with(row("c1", "13900000001"), &visits)]});
    then!(site.client("c1"), {"visits": ["p-0000002", "p-0000003"]});
    manager!(site, "client.import", {"rows": [with(row("c2", "13900000002"), &visits)]});
    then!(site.client("c2"), {"visits": ["p-0000004", "p-0000005"]});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_07_a_first_contact_elsewhere_makes_a_returning_client() {
    for (contact, passed) in [(true, "s1 consumed counted"), (false, "s1 owed business")] {
        let mut site = Site::open(&["s1", "s2"]);
        let mut brought = row("c1", "13900000001");
        if !contact {
            brought.as_object_mut().unwrap().remove("first_contact");
        }
        manager!(site, "client.import", {"rows": [brought]});
        then!(desk!(site, "arrive", {"visit": "v1", "client": "c1"}), {"path": "own", "receiver": "s1"});
        assert_eq!(skips(&site.arrive_new("v2")), passed);
    }
}

#[test]
fn rule_03_visits_of_the_past_come_with_their_client() {
    let mut site = Site::open(&["s1", "s2"]);
    let visits =
        json!({"visits": [{"at": "2024-03-05T10:00:00+08:00", "receiver": "s1"}, {"at": "2025-01-01T09:00:00+08:00"}]});
    let answer = manager!(site, "client.import", {"rows": [with(row("c1", "13900000001"), &visits)]});
    then!(answer, {"visits": 2});
    then!(site.client("c1"), {"visits": ["p-0000001", "p-0000002"]});
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_12_an_imported_client_is_protected_since_their_last_visit() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "protection_days", 30);
    let late = with(row("late", "13900000001"), &json!({"owner": "s2", "last_visit": "2026-11-20T10:00:00+08:00"}));
    let gone = with(row("gone", "13900000002"), &json!({"owner": "s2"}));
    manager!(site, "client.import", {"rows": [late, gone]});
    then!(site.client("late"), {"owner": "s2"});
    then!(site.client("gone"), {"owner": null});
}

#[test]
fn new_clients_take_no_id_that_is_in_use() {
    let mut site = Site::open(&["s1"]);
    let nameless = |phone: u32| json!({"phones": [format!("1390000{phone:04}")]});
    let given = |id: &str, phone: u32| row(id, &format!("1390000{phone:04}"));
    let ids = |answer: &Value| -> Vec<String> {
        answer["imported"].as_array().unwrap().iter().map(|one| text(&one["client"])).collect()
    };
    manager!(site, "client.import", {"rows": [given("c-0003", 1)]});
    let after = manager!(site, "client.import", {"rows": [nameless(2), nameless(3), nameless(4)]});
    assert_eq!(ids(&after), ["c-0002", "c-0004", "c-0005"]);
    // Of the same rows, some say ids that others would get.
    let mixed = [given("c-0007", 5), given("c-0008", 6), nameless(7), nameless(8)];
    let after = manager!(site, "client.import", {"rows": mixed});
    assert_eq!(ids(&after), ["c-0007", "c-0008", "c-0009", "c-0010"]);
    assert!(site.rebuild().is_empty());
}

#[test]
fn ids_go_on_where_their_numbers_grow_longer() {
    let mut site = Site::open(&["s1"]);
    let rows: Vec<Value> = (0..9_998).map(|number| json!({"phones": [format!("1390000{number:04}")]})).collect();
    manager!(site, "client.import", {"rows": rows});
    manager!(site, "client.import", {"rows": [row("c-10001", "13800000001")]});
    let more: Vec<Value> = (2..6).map(|number| json!({"phones": [format!("1380000000{number}")]})).collect();
    let answer = manager!(site, "client.import", {"rows": more});
    let ids: Vec<String> = answer["imported"].as_array().unwrap().iter().map(|one| text(&one["client"])).collect();
    assert_eq!(ids, ["c-10000", "c-10002", "c-10003", "c-10004"]);
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_08_a_number_shared_in_a_family_may_be_kept_apart() {
    let mut site = Site::open(&["s1", "s2"]);
    let apart = ["c1", "c2"].map(|client| with(row(client, "13900000001"), &json!({"apart": true})));
    let answer = manager!(site, "client.import", {"rows": apart.clone()});
    assert_eq!(answer["imported"].as_array().unwrap().len(), 2);
    then!(manager!(site, "client.import", {"rows": apart}), {"imported": [], "matched": []});
    let together = ["c3", "c4"].map(|client| row(client, "13900000002"));
    then!(manager!(site, "client.import", {"rows": together}), {"imported": [{"row": 1, "client": "c3"}]});
}

#[test]
fn nothing_is_imported_that_cannot_be() {
    let mut site = Site::open(&["s1"]);
    let good = row("c1", "13900000001");
    refused!(site, "needs_manager", "client.import", {"rows": [good]});
    refused!(site, "needs_manager", "client.import", {"rows": [good], "by": "s1"});
    refused!(site, "wrong_state", "ask", {"command": {"do": "client.import", "rows": [good]}});
    refused!(site, "bad_input", "client.import", {"rows": [], "by": "m1"});
    refused!(site, "bad_input", "client.import", {"rows": {"count": 3}, "by": "m1"});
    refused!(site, "bad_input", "client.import", {"rows": [{"name": "王"}], "by": "m1"});
    refused!(site, "bad_input", "client.import", {"rows": [good], "file": {"digest": "12", "through": 3}, "by": "m1"});
    let bad = [
        (json!({"phones": ["123"]}), "bad_phone"),
        (json!({"owner": "nobody"}), "unknown_staff"),
        (json!({"owner": "o1"}), "wrong_state"),
        (json!({"client": "no id"}), "bad_input"),
        (json!({"first_contact": "2027-01-01T00:00:00+08:00"}), "bad_input"),
        (json!({"surprise": 1}), "bad_input"),
        (json!({"visits": [{"at": "2024-03-05T10:00:00+08:00", "receiver": "nobody"}]}), "unknown_staff"),
    ];
    for (change, code) in bad {
        site.refused(
            json!({"do": "client.import", "rows": [good, with(row("c2", "13900000002"), &change)], "by": "m1"}),
            code,
        );
    }
    assert!(site.client("c1").is_null());
}

#[test]
fn an_import_is_a_barrier_and_its_request_is_known_again() {
    let mut site = Site::open(&["s1"]);
    site.presence("s1", "private");
    let rows = json!([row("c1", "13900000001")]);
    let command =
        json!({"do": "client.import", "rows": rows, "request": "r1", "by": "m1", "at": "2026-11-23T09:30:00+08:00"});
    let first = site.ok(command.clone());
    assert_eq!(site.ok(command.clone()), first);
    let other = with(command, &json!({"rows": [row("c2", "13900000002")]}));
    site.refused(other, "request_reused");
    site.at("09:40");
    refused!(site, "nothing_to_undo", "undo", {"by": "m1"});
    assert_eq!(site.base("s1"), "private");
    site.presence("s1", "available");
    desk!(site, "undo", {});
    assert_eq!(site.base("s1"), "private");
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_08_whoever_waits_learns_of_a_group_that_came() {
    let mut site = Site::open(&["s1"]);
    site.arrive_new("v1");
    desk!(site, "arrive", {"visit": "v2", "new_client": "c2", "been_before": false, "household": "王家"});
    let head = with(row("c1", "13900000001"), &json!({"household": "王家"}));
    manager!(site, "client.import", {"rows": [head]});
    then!(site.client("c2"), {"owner": "s1"});
    assert!(site.rebuild().is_empty());
}

/// Rows about three numbers, some without owner or date.
fn rows() -> impl Strategy<Value = Vec<(usize, Option<usize>, u32)>> {
    prop::collection::vec((0..3_usize, prop::option::of(0..3_usize), 0..400_u32), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rule_03_owners_do_not_depend_on_the_order_of_rows(rows in rows(), cuts in prop::collection::vec(any::<bool>(), 12), shift in 0..12_usize) {
        // Two rows of one second would be told apart by their order alone.
        let dated: Vec<_> = rows.iter().enumerate().map(|(place, (phone, owner, day))| {
            let at = chrono::DateTime::from_timestamp(1_700_000_000 + i64::from(*day) * 86_400 + i64::try_from(place).unwrap(), 0).unwrap();
            let mut row = json!({"phones": [format!("1390000000{phone}")], "first_contact": at.to_rfc3339()});
            if let Some(owner) = owner {
                row["owner"] = json!(format!("s{}", owner + 1));
            }
            (row, *phone, *owner, at)
        }).collect();
        let mut site = Site::open(&["s1", "s2", "s3"]);
        let mut turned = dated.clone();
        turned.rotate_left(shift % dated.len());
        let mut batch = Vec::new();
        for ((row, ..), cut) in turned.into_iter().zip(cuts) {
            batch.push(row);
            if cut {
                manager!(site, "client.import", {"rows": std::mem::take(&mut batch)});
            }
        }
        if !batch.is_empty() {
            manager!(site, "client.import", {"rows": batch});
        }
        for phone in 0..3 {
            let of_phone = || dated.iter().filter(|(_, of, ..)| *of == phone);
            let Some(first) = of_phone().map(|(.., at)| *at).min() else { continue };
            let owner = of_phone().filter_map(|(_, _, owner, at)| Some((*at, (*owner)?))).min();
            let owner = owner.map(|(_, owner)| format!("s{}", owner + 1));
            let visit = format!("v{phone}");
            let answer = site.run(json!({"do": "arrive", "visit": visit, "phone": format!("1390000000{phone}")}));
            let client = site.client(&text(&answer["client"]));
            let contact = chrono::DateTime::parse_from_rfc3339(&text(&client["first_contact"])).unwrap();
            prop_assert_eq!(contact, first);
            if let Some(owner) = owner {
                prop_assert_eq!(text(&client["owner"]), owner);
            }
        }
        prop_assert!(site.rebuild().is_empty());
    }
}
