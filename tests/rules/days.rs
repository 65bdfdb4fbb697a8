//! Days and weeks (chapter 10; rules 1, 2, 26): the plan, opening, carrying over, closing.

use super::{Site, conserved, inbox, next_day, policy, round, tallied, text, texts};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PEOPLE: [&str; 4] = ["s1", "s2", "s3", "s9"];

/// The days of a planned week, in date order.
fn plan(site: &mut Site, week: &str, rest: &Value) -> BTreeMap<String, Vec<String>> {
    let answer = site.ok(json!({"do": "roster.plan", "by": "m1", "week": week, "rest": rest}));
    let days = answer["days"].as_object().into_iter().flatten();
    days.map(|(date, order)| (date.clone(), texts(order))).collect()
}

/// The difference between who has most and who has least.
fn spread(counts: &[usize]) -> usize {
    let (most, least) = (counts.iter().max(), counts.iter().min());
    most.zip(least).map_or(0, |(most, least)| most - least)
}

fn firsts(days: &[Vec<String>]) -> Vec<usize> {
    PEOPLE.iter().map(|id| days.iter().filter(|order| order.first().is_some_and(|first| first == id)).count()).collect()
}

#[test]
fn rule_01_a_week_without_rests_gives_equal_chances() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let days = plan(&mut site, "2026-W49", &json!({}));
    let dates: Vec<_> = days.keys().map(String::as_str).collect();
    assert_eq!(
        dates,
        ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05", "2026-12-06"]
    );
    for order in days.values() {
        let mut sorted = order.clone();
        sorted.sort();
        assert_eq!(sorted, PEOPLE);
    }
    for position in 0..PEOPLE.len() {
        let held = PEOPLE.map(|id| days.values().filter(|order| order[position] == id).count());
        assert!(spread(&held) <= 1, "position {position}: {held:?}");
    }
}

#[test]
fn rule_01_firsts_are_equal_over_any_four_weeks() {
    let weeks = ["2026-W49", "2026-W50", "2026-W51", "2026-W52", "2026-W53", "2027-W01"];
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let mut days = Vec::new();
    for week in weeks {
        days.extend(plan(&mut site, week, &json!({})).into_values());
    }
    for start in 0..=2 {
        let held = firsts(&days[start * 7..(start + 4) * 7]);
        assert!(spread(&held) <= 1, "from week {start}: {held:?}");
    }
}

#[test]
fn rule_01_equal_duty_days_give_equal_firsts_whatever_the_rests() {
    let weeks = [
        ("2026-W49", ["11-30", "12-01", "12-02", "12-03"]),
        ("2026-W50", ["12-07", "12-08", "12-09", "12-10"]),
        ("2026-W51", ["12-14", "12-15", "12-16", "12-17"]),
        ("2026-W52", ["12-21", "12-22", "12-23", "12-24"]),
    ];
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let mut days = Vec::new();
    for (week, rests) in weeks {
        let mut rest = json!({});
        for (id, date) in PEOPLE.iter().zip(rests) {
            rest[id] = json!([format!("2026-{date}")]);
        }
        let planned = plan(&mut site, week, &rest);
        for (id, date) in PEOPLE.iter().zip(rests) {
            let order = &planned[&format!("2026-{date}")];
            assert!(order.len() == 3 && !order.iter().any(|other| other == id), "{id} rests on {date}: {order:?}");
        }
        days.extend(planned.into_values());
    }
    let held = firsts(&days);
    assert!(spread(&held) <= 1, "{held:?}");
}

#[test]
fn rule_02_the_day_opens_with_the_planned_order_unless_given_one() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let days = plan(&mut site, "2026-W49", &json!({"s9": ["2026-11-30"]}));
    manager!(site, "roster.set", {"date": "2026-12-01", "order": ["s3", "s1"]});
    let rows = [
        ("2026-11-30", None, json!(days["2026-11-30"])),
        ("2026-12-01", None, json!(["s3", "s1"])),
        ("2026-12-02", Some(["s9", "s2"]), json!(["s9", "s2"])),
    ];
    for (date, given, order) in rows {
        manager!(site, "day.close", {});
        site.day(date);
        let mut command = json!({"do": "day.open"});
        if let Some(given) = given {
            command["order"] = json!(given);
        }
        then!(site.ok(command), {"order": order, "suspended": []});
        then!(site.state(), {"date": date, "order": order, "next": order[0]});
    }
}

#[test]
fn rule_02_a_day_opens_at_the_head_with_everybody_there_but_the_off() {
    let mut site = Site::open(&["s1", "s2"]);
    round(&mut site, "v1");
    desk!(site, "call.start", {"call": "k1"});
    desk!(site, "call.end", {"call": "k1"});
    site.presence("s2", "private");
    manager!(site, "day.close", {});
    site.day("2026-11-24");
    let answer = desk!(site, "day.open", {"date": "2026-11-24", "order": ["s9", "s2", "s1"], "off": ["s1", "o2"]});
    then!(answer, {"order": ["s9", "s2", "s1"], "suspended": []});
    then!(site.state(), {"date": "2026-11-24", "next": "s9", "call_next": "s9", "assist_next": "s9", "line": ["s9", "s2"]});
    for (staff, base) in [("s9", "available"), ("s2", "available"), ("s1", "off"), ("o1", "available"), ("o2", "off")] {
        assert_eq!(site.base(staff), base, "{staff}");
    }
    tallied(&mut site, "s1", &[("taken", 0), ("passed", 0)]);
}

/// s1 ends Monday with one owed turn.
fn owed_on_monday() -> Site {
    let mut site = Site::open(&["s1", "s2"]);
    site.presence("s1", "business");
    round(&mut site, "v1");
    assert_eq!(site.owed(), ["s1"]);
    site
}

#[test]
fn rule_01_owed_turns_carry_over_by_policy() {
    let rows = [
        ("week", "2026-11-24", true),
        ("week", "2026-11-29", true),
        ("week", "2026-11-30", false),
        ("day", "2026-11-24", false),
        ("never", "2026-11-30", true),
        ("never", "2027-11-30", true),
    ];
    for (value, date, stands) in rows {
        let mut site = owed_on_monday();
        manager!(site, "day.close", {});
        // Judged when the next day opens, under that day's policy.
        policy(&mut site, "makeup_expires", value);
        site.day(date);
        manager!(site, "day.open", {"order": ["s1", "s2"]});
        assert_eq!(site.owed().len(), usize::from(stands), "{value} {date}");
        tallied(&mut site, "s1", &[("carried", 1), ("expired", i64::from(!stands)), ("owed_granted", 0)]);
        then!(site.arrive_new("w1"), {"receiver": "s1", "makeup": stands});
        tallied(&mut site, "s1", &[("made_up", i64::from(stands))]);
        conserved(&mut site);
    }
}

#[test]
fn rule_01_owed_turns_wait_for_their_owners_next_day() {
    let mut site = owed_on_monday();
    next_day(&mut site, "2026-11-24", &["s2", "s9"]);
    assert_eq!(site.line(), ["s2", "s9"]);
    assert_eq!(round(&mut site, "w1"), "s2");
    next_day(&mut site, "2026-11-25", &["s9", "s2", "s1"]);
    assert_eq!(site.line(), ["s1", "s9", "s2"]);
    then!(site.arrive_new("w2"), {"receiver": "s1", "makeup": true});
    then!(site.state(), {"next": "s9"});
}

#[test]
fn rule_02_reordering_keeps_whose_turn_it_is() {
    // Given s2 is next, when the order changes, then:
    let rows = [
        (json!(["s4", "s3", "s2", "s1"]), "s2"),
        (json!(["s1", "s2", "s9", "s3", "s4"]), "s2"),
        (json!(["s4", "s1", "s3"]), "s3"),
        (json!(["s4", "s1"]), "s4"),
        (json!(["s9", "s1"]), "s1"),
    ];
    for (order, next) in rows {
        let mut site = Site::open(&["s1", "s2", "s3", "s4"]);
        round(&mut site, "v1");
        then!(site.state(), {"next": "s2"});
        refused!(site, "needs_manager", "day.reorder", {"order": order});
        then!(manager!(site, "day.reorder", {"order": order, "reason": "s2 visits a builder"}), {"order": order, "next": next});
        then!(site.state(), {"order": order, "next": next});
    }
}

#[test]
fn rule_26_every_cursor_moves_on_when_its_person_leaves_the_order() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    manager!(site, "day.reorder", {"order": ["s3", "s2"]});
    // s2 stood after s1 in the order before the change.
    then!(site.state(), {"next": "s2", "call_next": "s2", "assist_next": "s2"});
}

#[test]
fn rule_02_a_day_is_closed_only_when_everybody_is_free() {
    for busy in ["received", "waiting", "on a call"] {
        let mut site = Site::open(&["s1", "s2"]);
        match busy {
            "received" => {
                site.arrive_new("v1");
            }
            "waiting" => {
                site.presence("s1", "business");
                site.presence("s2", "business");
                site.arrive_new("v1");
            }
            _ => {
                desk!(site, "call.start", {"call": "k1"});
            }
        }
        refused!(site, "day_not_clear", "day.close", {});
        refused!(site, "day_not_clear", "day.close", {"by": "m1"});
        refused!(site, "needs_manager", "day.close", {"force": true});
        let answer = manager!(site, "day.close", {"force": true});
        assert!(!text(&answer["digest"]).is_empty(), "{busy}");
    }
}

#[test]
fn rule_02_a_forced_close_ends_everything() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    desk!(site, "call.start", {"call": "k1"});
    then!(site.arrive_new("v2"), {"waiting": true});
    manager!(site, "day.close", {"force": true});
    then!(site.state(), {"waiting": []});
    site.day("2026-11-24");
    desk!(site, "day.open", {"order": ["s1", "s2"]});
    for id in ["s1", "s2"] {
        then!(site.state()["staff"][id], {"receiving": [], "calls": [], "base": "available"});
    }
    then!(site.client("c-v2"), {"owner": null});
    then!(desk!(site, "arrive", {"client": "c-v1"}), {"path": "own", "receiver": "s1"});
    then!(desk!(site, "arrive", {"client": "c-v2"}), {"path": "rotation", "receiver": "s2"});
}

#[test]
fn rule_02_with_no_day_open_the_floor_is_empty() {
    let mut site = Site::open(&["s1", "s2"]);
    round(&mut site, "v1");
    manager!(site, "day.close", {});
    then!(site.state(), {"date": null, "order": [], "next": null, "call_next": null, "assist_next": null,
        "owed": [], "line": [], "waiting": []});
    tallied(&mut site, "s1", &[("taken", 1), ("passed", 1)]);
    assert!(inbox(&mut site).is_empty());
}

#[test]
fn rule_02_a_closed_or_earlier_day_is_not_opened_again() {
    // reading: the refusal of a closed or earlier date is `day_already_open`, the nearest of the day's codes.
    let mut site = Site::open(&["s1"]);
    refused!(site, "day_already_open", "day.open", {"order": ["s1"]});
    manager!(site, "day.close", {});
    refused!(site, "day_already_open", "day.open", {"order": ["s1"]});
    site.day("2026-11-24");
    refused!(site, "day_already_open", "day.open", {"date": "2026-11-23", "order": ["s1"]});
    desk!(site, "day.open", {"order": ["s1"]});
}
