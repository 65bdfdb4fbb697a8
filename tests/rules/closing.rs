//! Closing a day with what it leaves behind (chapter 10): everything is settled, or carried over with a word.

use super::{Site, text};
use serde_json::{Value, json};

/// A day that leaves one thing of every kind behind that may be carried over.
fn evening() -> Site {
    let mut site = Site::open(&["s1", "s2"]);
    for unit in ["A-1", "A-2"] {
        desk!(site, "unit.add", {"unit": unit});
    }
    // s1 is owed a turn, s2 receives and finishes without seeing the client off: an inbox item.
    site.presence("s1", "business");
    site.arrive_new("v1");
    desk!(site, "finish", {"visit": "v1", "seen_off": false});
    // A hold that ends tonight, and one that does not.
    manager!(site, "unit.hold", {"unit": "A-1", "client": "c-v1", "until": "2026-11-23T23:00:00+08:00"});
    manager!(site, "unit.hold", {"unit": "A-2", "client": "c-v1", "until": "2026-11-24T00:00:00+08:00"});
    // Nobody is free: the call is missed.
    for id in ["s2", "o1", "o2"] {
        site.presence(id, "business");
    }
    desk!(site, "call.start", {"call": "k1", "phone": "13800000001"});
    site
}

fn item(site: &mut Site) -> String {
    let state = site.state();
    let seen_off = state["inbox"].as_array().unwrap().iter().find(|item| item["kind"] == "not_seen_off").unwrap();
    format!("inbox:{}", text(&seen_off["item"]))
}

fn carried(about: &[&str]) -> Value {
    about.iter().map(|about| json!({"about": about, "word": "明天再办"})).collect()
}

#[test]
fn rule_02_what_a_day_leaves_behind_is_carried_over_with_a_word() {
    let mut site = evening();
    let item = item(&mut site);
    let all = ["call:k1", item.as_str(), "hold:A-1", "owed:s1"];
    // Each row mends one fault of the row above.
    let rows: [(Value, &str); 7] = [
        (json!([{"about": "call:k9", "word": " "}]), "bad_input"),
        (json!([{"about": "call:k9", "word": "a"}, {"about": "call:k9", "word": "b"}]), "bad_input"),
        (carried(&["call:k9"]), "unknown_item"),
        (carried(&["hold:A-2"]), "unknown_item"),
        (carried(&["inbox:i-0002", "call:k1"]), "unknown_item"),
        (carried(&[]), "day_not_clear"),
        (carried(&all[..3]), "day_not_clear"),
    ];
    for (given, code) in rows {
        refused!(site, code, "day.close", {"carried": given});
    }
    let answer = desk!(site, "day.close", {"carried": carried(&all)});
    assert_eq!(text(&answer["digest"]).len(), 64);
    // The words are private; the log names what was carried over.
    let rows: Vec<String> = site.logged("day_closed");
    assert_eq!(rows.len(), 1);
    let body: Value = serde_json::from_str(&rows[0]).unwrap();
    assert_eq!(body, json!({"date": "2026-11-23", "carried": all}));
    assert!(!site.logged("day.close")[0].contains("明天再办"));
    assert!(site.is_whole() && site.rebuild().is_empty());
}

#[test]
fn rule_02_who_is_here_is_not_carried_over() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    refused!(site, "unknown_item", "day.close", {"carried": carried(&["receiving:v1"])});
    refused!(site, "day_not_clear", "day.close", {"carried": []});
    refused!(site, "needs_manager", "day.close", {"carried": [], "force": true});
    manager!(site, "day.close", {"carried": [], "force": true});
}

#[test]
fn rule_02_a_close_that_says_nothing_asks_nothing() {
    let mut site = evening();
    let answer = desk!(site, "day.close", {});
    assert_eq!(text(&answer["digest"]).len(), 64);
    let body: Value = serde_json::from_str(&site.logged("day_closed")[0]).unwrap();
    assert_eq!(body, json!({"date": "2026-11-23"}));
}

#[test]
fn rule_11_an_overdue_notice_is_gone_through_once() {
    let mut site = Site::open(&["s1", "s2"]);
    let answer = desk!(site, "arrive", {"visit": "v1", "new_client": "c-v1", "been_before": false, "asks_for": "s2"});
    assert_eq!(answer["notice"]["holder"], "s1");
    site.pass(600);
    site.presence("s1", "business");
    assert_eq!(site.state()["inbox"][0]["kind"], "notice_overdue");
    let open = lunpai::closing::open_now(site.desk(), site.desk().floor().clock).unwrap();
    let open: Vec<String> = open.iter().map(ToString::to_string).collect();
    assert_eq!(open, ["receiving:v1", "notice:v1"]);
}
