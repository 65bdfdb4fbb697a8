//! Protection of clients who came from a register kept elsewhere (rules 3, 12): from their last visit there on.

use super::{Site, client_with, deposit_of, next_day, policy};
use lunpai::register::board;
use lunpai::rules::event::Event;
use serde_json::{Value, json};

const ORDER: [&str; 3] = ["s1", "s2", "s3"];

/// A row of a client of s1's who was first here in March 2024 and last at this time.
fn row(client: &str, last_visit: &str) -> Value {
    json!({"client": client, "owner": "s1", "first_contact": "2024-03-05T10:00:00+08:00",
        "last_visit": format!("{last_visit}:00+08:00")})
}

fn of_household(mut row: Value, name: &str) -> Value {
    row["household"] = json!(name);
    row
}

/// Three days of protection; whoever is in `rows` came in on Monday at nine.
fn imported(rows: &[Value]) -> Site {
    let mut site = Site::open(&ORDER);
    policy(&mut site, "protection_days", 3);
    manager!(site, "client.import", {"rows": rows});
    site
}

/// Whom owners lost, day by day of November, as the log says: "25: c1 s1".
fn lost(site: &Site) -> Vec<String> {
    let mut found = Vec::new();
    for seq in 1..=site.register().head().unwrap().seq {
        let Some(entry) = board::entry(site.register(), seq).unwrap() else { continue };
        for event in &entry.events {
            if let Event::ProtectionLapsed { lapsed } = event {
                let day = entry.header.at.date(chrono_tz::Asia::Shanghai).to_string();
                found.extend(lapsed.iter().map(|(client, owner)| format!("{}: {client} {owner}", &day[8..])));
            }
        }
    }
    found.sort();
    found
}

fn owner(site: &mut Site, client: &str) -> Value {
    site.client(client)["owner"].clone()
}

#[test]
fn rule_03_who_was_last_elsewhere_lapses_on_their_day_and_once() {
    let rows = [
        row("long-gone", "2025-06-01T10:00"),
        row("friday", "2026-11-20T18:00"),
        row("saturday", "2026-11-21T10:00"),
        row("sunday", "2026-11-22T10:00"),
        row("today", "2026-11-23T08:45"),
    ];
    let mut site = imported(&rows);
    for (client, expected) in [("long-gone", Value::Null), ("friday", json!("s1")), ("today", json!("s1"))] {
        assert_eq!(owner(&mut site, client), expected, "{client}");
    }
    site.at("20:00");
    for date in ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"] {
        next_day(&mut site, date, &ORDER);
    }
    // Whoever had lapsed before they came in was never anybody's here.
    assert_eq!(lost(&site), ["24: friday s1", "25: saturday s1", "26: sunday s1", "27: today s1"]);
    assert_eq!(owner(&mut site, "sunday"), Value::Null);
    assert!(site.rebuild().is_empty() && site.is_whole());
    site.restart();
    next_day(&mut site, "2026-11-29", &ORDER);
    assert_eq!(lost(&site).len(), 4);
}

#[test]
fn rule_03_a_visit_a_transfer_and_a_purchase_keep_an_imported_client() {
    let rows = ["came", "given", "bought", "refunded", "gone"].map(|client| row(client, "2026-11-21T10:00"));
    let mut site = imported(&rows);
    desk!(site, "arrive", {"visit": "v1", "client": "came"});
    site.finish("v1");
    manager!(site, "client.transfer", {"client": "given", "to": "s2", "reason": "交接"});
    deposit_of(&mut site, "bought", "s1");
    deposit_of(&mut site, "refunded", "s1");
    next_day(&mut site, "2026-11-24", &ORDER);
    site.at("12:00");
    manager!(site, "deposit.refund", {"deposit": "d-refunded", "reason": "不买了"});
    next_day(&mut site, "2026-11-25", &ORDER);
    assert_eq!(lost(&site), ["25: gone s1", "25: refunded s1"]);
    next_day(&mut site, "2026-11-26", &ORDER);
    site.at("10:00");
    next_day(&mut site, "2026-11-27", &ORDER);
    assert_eq!(lost(&site)[2..], ["27: came s1", "27: given s2"], "three days after Monday's visit and transfer");
    next_day(&mut site, "2026-12-20", &ORDER);
    assert_eq!(lost(&site).len(), 4);
    assert_eq!(owner(&mut site, "bought"), "s1");
    assert!(site.rebuild().is_empty() && site.is_whole());
}

#[test]
fn rule_08_a_relatives_visit_keeps_an_imported_client() {
    let rows = [
        of_household(row("husband", "2026-11-21T10:00"), "王家"),
        of_household(row("wife", "2026-11-22T10:00"), "王家"),
        of_household(row("alone", "2026-11-21T10:00"), "李家"),
    ];
    let mut site = imported(&rows);
    client_with(&mut site, "son", "s1", &json!({"household": "王家"}));
    for date in ["2026-11-24", "2026-11-25", "2026-11-26"] {
        next_day(&mut site, date, &ORDER);
    }
    assert_eq!(lost(&site), ["25: alone s1"]);
    site.at("10:00");
    next_day(&mut site, "2026-11-27", &ORDER);
    assert_eq!(lost(&site)[1..], ["27: husband s1", "27: son s1", "27: wife s1"]);
}

#[test]
fn rule_03_an_undone_visit_keeps_nobody() {
    let mut site = imported(&[row("c1", "2026-11-21T10:00"), row("c2", "2026-11-21T10:00")]);
    desk!(site, "arrive", {"visit": "v1", "client": "c1"});
    manager!(site, "client.transfer", {"client": "c2", "to": "s2", "reason": "交接"});
    manager!(site, "undo", {});
    manager!(site, "undo", {});
    next_day(&mut site, "2026-11-24", &ORDER);
    next_day(&mut site, "2026-11-25", &ORDER);
    assert_eq!(lost(&site), ["25: c1 s1", "25: c2 s1"]);
    assert!(site.rebuild().is_empty());
}

#[test]
fn rule_12_who_lapsed_goes_to_the_rotation_and_is_lost_once_by_each_owner() {
    let mut site = imported(&[row("c1", "2026-11-21T10:00")]);
    next_day(&mut site, "2026-11-24", &ORDER);
    next_day(&mut site, "2026-11-25", &ORDER);
    // An older list says nothing about the day: whoever lapsed stays lapsed.
    let older = json!({"client": "c1", "owner": "s2", "first_contact": "2023-01-05T10:00:00+08:00"});
    manager!(site, "client.import", {"rows": [older]});
    assert_eq!(owner(&mut site, "c1"), Value::Null);
    let decision = desk!(site, "arrive", {"visit": "v1", "client": "c1"});
    then!(decision, {"path": "rotation", "receiver": "s1", "owner": "s1"});
    site.finish("v1");
    for date in ["2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"] {
        next_day(&mut site, date, &ORDER);
    }
    assert_eq!(lost(&site), ["25: c1 s1", "29: c1 s1"]);
    assert!(site.rebuild().is_empty() && site.is_whole());
}
