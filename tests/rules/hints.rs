//! Clients who look alike, and owners about to lose theirs: hints and days, never a decision.

use super::{Site, client_of, client_with, next_day, policy};
use lunpai::desk::ask::{about_to_lapse, protection_of};
use lunpai::register::board;
use lunpai::register::hints::{Hint, all, of_client};
use lunpai::rules::id::{ClientId, StaffId};
use serde_json::{Value, json};

/// Whom a client looks like, and why.
fn alike(site: &Site, client: &str) -> Vec<(String, Vec<&'static str>)> {
    let said = |hint: Hint| (hint.other.to_string(), hint.reasons.iter().map(|reason| reason.code()).collect());
    of_client(site.register(), &ClientId::from(client)).unwrap().into_iter().map(said).collect()
}

/// Every pair, the same from either side.
#[track_caller]
fn pairs(site: &Site) -> usize {
    let (pairs, has_more) = all(site.register(), 100).unwrap();
    assert!(!has_more);
    for hint in &pairs {
        for (one, other) in [(&hint.client, &hint.other), (&hint.other, &hint.client)] {
            let found = of_client(site.register(), one).unwrap();
            let same = found.iter().find(|found| found.other == *other).map(|found| &found.reasons);
            assert_eq!(same, Some(&hint.reasons), "{one} and {other}");
        }
    }
    pairs.len()
}

fn hinted(first: &Value, second: &Value) -> Site {
    let mut site = Site::open(&["s1", "s2"]);
    client_with(&mut site, "c1", "s1", first);
    client_with(&mut site, "c2", "s2", second);
    site
}

#[test]
fn reasons_to_look_twice() {
    let known =
        json!({"name": "张伟", "phone": "13800138000", "address": "江湾路 1 号", "companion_phone": "13900139000"});
    for (more, reason) in [
        (json!({"name": "张伟", "phone": "13800138001"}), Some("near_phone")),
        (json!({"name": "张 伟", "phone": "13800183000"}), Some("near_phone")),
        (json!({"name": "张先生", "phone": "13800130000"}), Some("near_phone")),
        (json!({"name": "张强", "phone": "13800138001"}), None),
        (json!({"name": "张伟", "phone": "13800138011"}), None),
        (json!({"phone": "13800138001"}), None),
        (json!({"name": "张强", "address": "江湾路1号"}), Some("address")),
        (json!({"name": "李强", "address": "江湾路1号"}), None),
        (json!({"name": "张强", "companion_phone": "+86 139 0013 9000"}), Some("companion_and_surname")),
        (json!({"name": "李强", "companion_phone": "13900139000"}), Some("companion")),
        (json!({"name": "李强", "phone": "13900139000"}), Some("companion_is_client")),
        (json!({"name": "李强", "companion_phone": "13800138000"}), Some("companion_is_client")),
    ] {
        let site = hinted(&known, &more);
        let expected: Vec<_> = reason.map(|reason| ("c1".to_owned(), vec![reason])).into_iter().collect();
        assert_eq!(alike(&site, "c2"), expected, "{more}");
        assert_eq!(pairs(&site), expected.len(), "{more}");
    }
}

#[test]
fn a_hint_goes_when_it_is_dismissed_merged_or_a_family() {
    let (one, two) = (json!({"name": "张伟", "phone": "13800138000"}), json!({"name": "张伟", "phone": "13800138001"}));
    let mut site = hinted(&one, &two);
    desk!(site, "hint.dismiss", {"client": "c2", "with": "c1"});
    assert_eq!((alike(&site, "c1"), pairs(&site)), (vec![], 0));
    let mut site = hinted(&one, &two);
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    assert_eq!((alike(&site, "c2"), pairs(&site)), (vec![], 0));
    manager!(site, "client.split", {"client": "c2", "reason": "认错了"});
    assert_eq!(pairs(&site), 1);
    let tie = |name: &str| json!({"name": name, "address": "江湾路1号"});
    let mut site = hinted(&tie("张伟"), &tie("张强"));
    manager!(site, "client.link", {"client": "c1", "with": "c2", "kind": "household"});
    assert_eq!(pairs(&site), 0);
}

#[test]
fn what_is_said_later_makes_hints_too() {
    let mut site = hinted(&json!({"name": "张伟", "phone": "13800138000"}), &json!({}));
    desk!(site, "register", {"visit": "first-c2", "name": "张伟", "phone": "13800138009"});
    assert_eq!(alike(&site, "c2"), [("c1".to_owned(), vec!["near_phone"])]);
    desk!(site, "undo", {});
    assert_eq!(pairs(&site), 0);
}

/// c1 of s1 and c2 of s2, ten days of protection.
fn protected() -> Site {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "protection_days", 10);
    client_of(&mut site, "c1", "s1");
    client_of(&mut site, "c2", "s2");
    site
}

/// The clients about to lapse.
fn ending(site: &Site, days: Option<u32>, by: Option<&str>) -> Vec<String> {
    let by = by.map(StaffId::from);
    about_to_lapse(site.desk(), days, by.as_ref()).unwrap().into_iter().map(|(id, _)| id.to_string()).collect()
}

/// What the log says of the lapses noted when a day opened.
fn lapses(site: &Site) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for seq in 1..=site.register().head().unwrap().seq {
        let Some(entry) = board::entry(site.register(), seq).unwrap() else { continue };
        for event in &entry.events {
            if let lunpai::rules::event::Event::ProtectionLapsed { lapsed } = event {
                found.extend(lapsed.iter().map(|(client, owner)| (client.to_string(), owner.to_string())));
            }
        }
    }
    found
}

#[test]
fn rule_03_an_owner_sees_the_end_of_protection_coming() {
    let mut site = protected();
    let left = |site: &Site| protection_of(site.desk(), &ClientId::from("c1")).unwrap();
    assert_eq!(left(&site).map(|left| (left.days_left, left.is_soon)), Some((10, false)));
    next_day(&mut site, "2026-11-30", &["s1", "s2"]);
    assert_eq!(left(&site).map(|left| (left.days_left, left.is_soon)), Some((4, false)));
    assert!(ending(&site, None, None).is_empty());
    assert_eq!(ending(&site, Some(4), None), ["c1", "c2"]);
    desk!(site, "arrive", {"visit": "again", "client": "c2"});
    site.finish("again");
    next_day(&mut site, "2026-12-01", &["s1", "s2"]);
    assert_eq!(left(&site).map(|left| (left.days_left, left.is_soon)), Some((3, true)));
    site.at("10:00");
    desk!(site, "presence", {"staff": "s1", "to": "private"});
    then!(site.client("c1")["protection"], {"owner": "s1", "days_left": 2, "soon": true});
    assert_eq!(ending(&site, None, None), ["c1"]);
    assert_eq!(ending(&site, Some(30), Some("s2")), ["c2"]);
    assert_eq!(ending(&site, Some(30), None), ["c1", "c2"], "the next one first");
}

#[test]
fn rule_03_a_lapse_is_entered_once_when_the_next_day_opens() {
    let mut site = protected();
    next_day(&mut site, "2026-12-03", &["s1", "s2"]);
    assert!(lapses(&site).is_empty(), "nine days and some hours");
    next_day(&mut site, "2026-12-04", &["s1", "s2"]);
    let expected = [("c1", "s1"), ("c2", "s2")].map(|(client, owner)| (client.to_owned(), owner.to_owned()));
    assert_eq!(lapses(&site), expected);
    next_day(&mut site, "2026-12-05", &["s1", "s2"]);
    assert_eq!(lapses(&site).len(), 2);
    // Routing is as ever: the next receiver owns the client.
    then!(site.client("c1"), {"owner": null});
    then!(desk!(site, "arrive", {"visit": "v1", "client": "c1"}), {"path": "rotation", "receiver": "s1", "owner": "s1"});
    assert!(site.rebuild().is_empty());
    site.restart();
    next_day_after_finish(&mut site);
    assert_eq!(lapses(&site).len(), 2);
}

fn next_day_after_finish(site: &mut Site) {
    site.finish("v1");
    next_day(site, "2026-12-06", &["s1", "s2"]);
}

#[test]
fn rule_03_who_bought_who_left_and_whose_family_came_is_not_among_the_lapsed() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    policy(&mut site, "protection_days", 2);
    for (client, owner, more) in [
        ("bought", "s1", json!({})),
        ("left", "s3", json!({})),
        ("given", "s1", json!({})),
        ("wife", "s1", json!({"household": "王家"})),
        ("husband", "s1", json!({"household": "王家"})),
        ("gone", "s2", json!({})),
    ] {
        client_with(&mut site, client, owner, &more);
    }
    super::deposit_of(&mut site, "bought", "s1");
    next_day(&mut site, "2026-11-24", &["s1", "s2"]);
    site.at("09:30");
    manager!(site, "staff.depart", {"id": "s3"});
    manager!(site, "client.transfer", {"client": "given", "to": "s2", "reason": "交接"});
    desk!(site, "arrive", {"visit": "v1", "client": "wife"});
    site.finish("v1");
    next_day(&mut site, "2026-11-26", &["s1", "s2"]);
    assert_eq!(lapses(&site), [("gone".to_owned(), "s2".to_owned())]);
    next_day(&mut site, "2026-11-27", &["s1", "s2"]);
    let mut lapsed: Vec<String> = lapses(&site).into_iter().map(|(client, _)| client).collect();
    lapsed.sort();
    assert_eq!(lapsed, ["given", "gone", "husband", "wife"]);
    // Whoever is lost by a shorter time itself is lost by that entry.
    policy(&mut site, "protection_days", 1);
    next_day(&mut site, "2026-11-28", &["s1", "s2"]);
    assert_eq!(lapses(&site).len(), 4);
}

#[test]
fn of_many_pairs_the_strongest_are_listed() {
    let mut site = Site::open(&["s1", "s2"]);
    let address = json!("江湾路1号");
    for (client, more) in [
        ("c1", json!({"name": "张伟", "address": address})),
        ("c2", json!({"name": "张强", "address": address})),
        ("c3", json!({"name": "李芳", "phone": "13800138000"})),
        ("c4", json!({"name": "李芳", "phone": "13800138001"})),
        ("c5", json!({"name": "李芳", "phone": "15800138000", "address": address})),
        ("c6", json!({"name": "李静", "companion_phone": "15800138000"})),
        ("c7", json!({"name": "王勇", "phone": "+85212345678"})),
        ("c8", json!({"name": "王勇", "phone": "+85212354678"})),
    ] {
        client_with(&mut site, client, "s1", &more);
    }
    let expected = [
        ("c3", "c4", vec!["near_phone"]),
        ("c3", "c5", vec!["near_phone"]),
        ("c7", "c8", vec!["near_phone"]),
        ("c1", "c2", vec!["address"]),
        ("c5", "c6", vec!["companion_is_client"]),
    ];
    for limit in 0..=6 {
        let (pairs, has_more) = all(site.register(), limit).unwrap();
        assert_eq!(has_more, limit < expected.len(), "{limit}");
        let found: Vec<(String, String, Vec<&str>)> = pairs
            .into_iter()
            .map(|hint| {
                let codes = hint.reasons.iter().map(|reason| reason.code()).collect();
                (hint.client.to_string(), hint.other.to_string(), codes)
            })
            .collect();
        let expected = expected.iter().take(limit);
        let expected: Vec<_> =
            expected.map(|(one, other, why)| ((*one).to_owned(), (*other).to_owned(), why.clone())).collect();
        assert_eq!(found, expected, "{limit}");
    }
    desk!(site, "hint.dismiss", {"client": "c3", "with": "c5"});
    assert_eq!(pairs(&site), 4);
}

/// The clients whom the log says owners lost, in the order of their ids.
fn lost(site: &Site) -> Vec<String> {
    let mut lost: Vec<String> = lapses(site).into_iter().map(|(client, _)| client).collect();
    lost.sort();
    lost
}

#[test]
fn rule_03_each_name_of_a_merged_client_is_its_own_households_contact() {
    let mut site = Site::open(&["s1", "s2"]);
    policy(&mut site, "protection_days", 3);
    for (client, owner, household) in
        [("c1", "s1", "王家"), ("wife", "s1", "王家"), ("c2", "s2", "李家"), ("mother", "s2", "李家")]
    {
        client_with(&mut site, client, owner, &json!({"household": household}));
    }
    next_day(&mut site, "2026-11-24", &["s1", "s2"]);
    desk!(site, "arrive", {"visit": "v1", "client": "c2"});
    site.finish("v1");
    manager!(site, "client.merge", {"client": "c2", "into": "c1", "reason": "同一人"});
    site.day("2026-11-26").at("23:00");
    next_day(&mut site, "2026-11-27", &["s1", "s2"]);
    assert_eq!(lost(&site), ["wife"], "c2's visit was the other household's contact, and c1's own");
    next_day(&mut site, "2026-11-28", &["s1", "s2"]);
    assert_eq!(lost(&site), ["c1", "mother", "wife"]);
}

#[test]
fn a_dismissal_counts_from_both_sides_and_a_family_shares_companions() {
    let mut site = Site::open(&["s1", "s2"]);
    let companion = json!({"name": "王芳", "companion_phone": "13700000000"});
    client_with(&mut site, "c1", "s1", &companion);
    client_with(&mut site, "c2", "s1", &companion);
    assert_eq!(pairs(&site), 1);
    desk!(site, "hint.dismiss", {"client": "c2", "with": "c1"});
    assert_eq!((pairs(&site), alike(&site, "c1").len(), alike(&site, "c2").len()), (0, 0, 0));
    let family = json!({"name": "李雷", "companion_phone": "13600000000", "household": "李家"});
    client_with(&mut site, "c3", "s1", &family);
    client_with(&mut site, "c4", "s1", &family);
    assert_eq!((pairs(&site), alike(&site, "c3").len(), alike(&site, "c4").len()), (0, 0, 0));
}

#[test]
fn the_strongest_reason_comes_first_and_a_digit_may_be_missing() {
    let mut site = Site::open(&["s1", "s2"]);
    let with_companion =
        |name: &str, phone: &str| json!({"name": name, "phone": phone, "companion_phone": "13700000000"});
    client_with(&mut site, "c1", "s1", &with_companion("张伟", "+85256785678"));
    client_with(&mut site, "c2", "s1", &with_companion("李娜", "13912345678"));
    client_with(&mut site, "c3", "s1", &json!({"name": "张伟", "phone": "+8525678567"}));
    let found = alike(&site, "c1");
    assert_eq!(found.iter().map(|(other, _)| other.as_str()).collect::<Vec<_>>(), ["c3", "c2"]);
    assert_eq!((&found[0].1[..], &found[1].1[..]), (&["near_phone"][..], &["companion"][..]));
    assert_eq!(pairs(&site), 2);
}

#[test]
fn rule_03_soon_is_a_week_at_most_and_a_day_at_least() {
    for (days, date, is_soon) in [
        (60, "2027-01-12", false),
        (60, "2027-01-14", false),
        (60, "2027-01-16", true),
        (2, "2026-11-24", false),
        (2, "2026-11-25", true),
    ] {
        let mut site = Site::open(&["s1", "s2"]);
        policy(&mut site, "protection_days", days);
        client_of(&mut site, "c1", "s1");
        next_day(&mut site, date, &["s1", "s2"]);
        then!(site.client("c1")["protection"], {"soon": is_soon});
    }
}
