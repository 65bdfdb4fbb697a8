//! The fairness statement: its numbers add up on every walk, they are the second model's and the
//! log's, and a day made by hand has a line for every kind of difference.

use crate::agreement::renamed;
use crate::driver::{Site, binary};
use crate::figures::Reading;
use crate::model::Model;
use crate::walk::Walk;
use lunpai::register::fairness::{Law, Statement, statement};
use lunpai::register::figures::Span;
use lunpai::register::turns;
use lunpai::rules::fairness::Out;
use lunpai::text::Lang;
use lunpai::text::fairness::print;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many commands a walk is long: a week of days and more.
const COMMANDS: usize = 420;
const BOOKS: [&str; 9] =
    ["passed", "taken", "made_up", "consumed", "owed_granted", "capped", "forfeited", "expired", "carried"];

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn made(site: &Site, span: Span) -> Statement {
    statement(site.register(), span).unwrap()
}

/// Everyone's books of a state, of those who have any.
fn books_of(state: &Value) -> BTreeMap<String, [i64; 9]> {
    let all = state["staff"].as_object().unwrap().iter();
    let all = all.map(|(id, person)| (id.clone(), BOOKS.map(|name| person[name].as_i64().unwrap())));
    all.filter(|(_, numbers)| *numbers != [0; 9]).collect()
}

/// The same of a statement.
fn stated(statement: &Statement) -> BTreeMap<String, [i64; 9]> {
    let all = statement.people.iter().map(|person| {
        let t = &person.terms.tally;
        let numbers =
            [t.passed, t.taken, t.made_up, t.consumed, t.owed_granted, t.capped, t.forfeited, t.expired, t.carried];
        (person.staff.to_string(), numbers)
    });
    all.filter(|(_, numbers)| *numbers != [0; 9]).collect()
}

/// Whether every difference between two people is made of lines, and comes to their difference in clients.
#[track_caller]
fn differences_are_explained(statement: &Statement) {
    let leader = statement.leader().unwrap();
    for person in &statement.people {
        let differences = person.terms.beyond(&leader.terms);
        let sum: i64 = differences.iter().map(|(_, number)| number).sum();
        let clients = i64::from(person.receptions.rotation) - i64::from(leader.receptions.rotation);
        assert_eq!(sum, clients, "{} and {}", person.staff, leader.staff);
    }
}

/// A walk, with everyone's books of each day as its board last showed them.
fn walk(seed: u64, model: Option<&mut Model>) -> (Site, BTreeMap<String, BTreeMap<String, [i64; 9]>>) {
    let mut site = Site::empty();
    let mut walk = Walk::new(seed);
    let mut model = model;
    let mut books = BTreeMap::new();
    let mut state = site.state();
    for _ in 0..COMMANDS {
        let command = walk.next(&state);
        site.run(command.clone());
        if let Some(model) = &mut model {
            model.apply(&renamed(&command, &state, &model.state()));
        }
        state = site.state();
        if let Some(day) = state["date"].as_str() {
            let shown = model.as_ref().map_or_else(|| state.clone(), |model| model.state());
            books.insert(day.to_owned(), books_of(&shown));
        }
    }
    (site, books)
}

#[track_caller]
fn add_up(site: &Site, books: &BTreeMap<String, BTreeMap<String, [i64; 9]>>) {
    let whole = made(site, Span { from: date("2026-11-01"), to: date("2027-03-01") });
    assert!(whole.adds_up(), "{:?}", whole.mismatches);
    differences_are_explained(&whole);
    let reading = Reading::of(site.register().path());
    for (day, books) in books {
        let span = Span::day(date(day));
        let alone = made(site, span);
        assert!(alone.adds_up(), "{day}: {:?}", alone.mismatches);
        assert_eq!(Some(&alone.people), whole.days.get(&span.from), "{day}");
        let of_day = whole.lines.iter().filter(|line| line.date == span.from);
        assert!(of_day.eq(&alone.lines), "a day alone has the lines that it has among others: {day}");
        // Who leaves the company after the day was closed loses what they are owed on a row of their own.
        let rows = turns::of_span(site.register(), site.desk().floor(), span).unwrap();
        let gone: Vec<String> = rows.iter().filter(|row| !row.on_duty).map(|row| row.staff.to_string()).collect();
        let stayed = |mut books: BTreeMap<String, [i64; 9]>| {
            books.retain(|staff, _| !gone.contains(staff));
            books
        };
        assert_eq!(stayed(stated(&alone)), stayed(books.clone()), "the books of {day}");
        let received = reading.receptions(span);
        for person in &alone.people {
            let theirs = received.get(person.staff.as_str()).map(|(kinds, _)| *kinds).unwrap_or_default();
            assert_eq!(person.receptions, theirs, "receptions of {} on {day}", person.staff);
        }
    }
    for chance in &whole.chances {
        assert!(chance.is_kept(), "{chance:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn statements_add_up_whatever_happens(seed in 0_u64..100_000) {
        let (site, books) = walk(seed, None);
        add_up(&site, &books);
    }
}

#[test]
fn statements_are_the_second_models() {
    for seed in 1..=3 {
        let (site, books) = walk(seed, Some(&mut Model::new()));
        add_up(&site, &books);
    }
}

/// Two days, a week apart, with one of every kind of difference.
fn eventful() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3", "s4", "s5"]);
    site.ok(json!({"do": "policy.set", "by": "m1", "key": "makeup_cap", "value": 1}));
    // Away for the company, away privately, on the phone, receiving: owed, used, capped.
    site.at("09:10").ok(json!({"do": "presence", "staff": "s1", "reason": "meeting"}));
    site.at("09:12").arrive_new("v1");
    site.at("09:15").presence("s3", "private");
    site.at("09:20").arrive_new("v2");
    site.at("09:25").ok(json!({"do": "call.start", "call": "k1", "asks_for": "s5"}));
    site.at("09:26").presence("s3", "available");
    site.at("09:30").arrive_new("v3");
    site.at("09:35").presence("s1", "available");
    site.at("09:40").arrive_new("v4");
    // A make-up lost to a private absence.
    site.at("09:45").finish("v1");
    site.finish("v2");
    site.at("09:46").presence("s2", "private");
    site.at("09:50").arrive_new("v5");
    site.ok(json!({"do": "call.end", "call": "k1"}));
    site.presence("s2", "available");
    // An own client comes back: that reception counts as the turn.
    site.at("10:00").finish("v3");
    site.ok(json!({"do": "arrive", "visit": "v6", "client": "c-v3"}));
    site.at("10:05").arrive_new("v7");
    site.finish("v4");
    site.at("10:10").arrive_new("v8");
    site.at("10:12").arrive_new("v9");
    site.finish("v5");
    site.at("10:15").arrive_new("v10");
    for visit in ["v6", "v7", "v8", "v9", "v10"] {
        site.finish(visit);
    }
    // Taken by another, reassigned and given back, handed over by agreement.
    site.at("10:30").arrive_new("v11");
    site.ok(json!({"do": "visit.take", "visit": "v11", "staff": "s2"}));
    site.finish("v11");
    site.at("10:40").arrive_new("v12");
    site.at("10:41").ok(json!({"do": "visit.take", "visit": "v12", "staff": "s3", "by": "m1", "reason": "另约"}));
    site.at("10:42").ok(json!({"do": "visit.take", "visit": "v12", "staff": "s5", "by": "m1", "reason": "改回"}));
    site.finish("v12");
    site.at("10:50").arrive_new("v13");
    site.ok(json!({"do": "visit.take", "visit": "v13", "staff": "s4", "agreed": true}));
    site.finish("v13");
    afternoon(&mut site);
    site
}

/// Outside the order, prepaid, named on turn; leave, suspension, a changed order, a departure; a week later.
fn afternoon(site: &mut Site) {
    let everybody = |site: &mut Site, to: &str| ["s1", "s3", "s4", "s5"].map(|staff| site.presence(staff, to));
    site.at("13:00");
    everybody(site, "business");
    site.arrive_new("v14");
    everybody(site, "available");
    site.at("13:10").arrive_new("v15");
    site.arrive_new("v16");
    site.ok(json!({"do": "policy.set", "by": "m1", "key": "named_on_turn", "value": "counts"}));
    site.at("13:20").ok(json!({"do": "arrive", "visit": "v17", "been_before": false, "asks_for": "s4"}));
    for visit in ["v14", "v15", "v16", "v17"] {
        site.finish(visit);
    }
    site.at("13:30").presence("s5", "business");
    site.arrive_new("v18");
    site.presence("s5", "leave");
    site.finish("v18");
    site.ok(json!({"do": "policy.set", "by": "m1", "key": "suspension_start", "value": "today"}));
    site.at("13:40").ok(json!({"do": "violation.record", "staff": "s3", "kind": "poaching", "by": "m1"}));
    let reorder = |site: &mut Site, order: &[&str]| {
        site.ok(json!({"do": "day.reorder", "by": "m1", "order": order, "reason": "人手不够"}));
    };
    site.at("13:50");
    reorder(site, &["s2", "s1", "s3", "s4", "s5", "s9"]);
    site.presence("s4", "business");
    site.at("14:00");
    for visit in ["v19", "v20", "v21"] {
        site.arrive_new(visit);
        site.finish(visit);
    }
    site.at("14:30").ok(json!({"do": "staff.depart", "id": "s4", "by": "m1"}));
    reorder(site, &["s2", "s1", "s3", "s5"]);
    site.presence("s1", "business");
    site.at("14:40");
    for visit in ["v22", "v23"] {
        site.arrive_new(visit);
        site.finish(visit);
    }
    site.presence("s1", "available");
    site.ok(json!({"do": "day.close"}));
    site.day("2026-11-30");
    site.ok(json!({"do": "day.open", "order": ["s1", "s2"], "off": ["s2"]}));
    site.at("09:00").presence("s2", "available");
    site.arrive_new("w1");
}

fn causes(statement: &Statement) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for line in &statement.lines {
        let cause = serde_json::to_value(&line.cause).unwrap();
        let name = ["cause", "busy", "why"].iter().filter_map(|key| cause[key].as_str()).collect::<Vec<_>>().join(" ");
        *found.entry(name).or_default() += 1;
    }
    found
}

#[test]
fn a_day_with_every_kind_of_difference() {
    let site = eventful();
    let made = made(&site, Span { from: date("2026-11-23"), to: date("2026-11-30") });
    let floor = site.desk().floor();
    insta::assert_snapshot!("fairness_of_every_kind", print(Lang::Zh, floor, &made).join("\n"));
    insta::assert_snapshot!("fairness_of_every_kind_in_english", print(Lang::En, floor, &made).join("\n"));
    assert!(made.adds_up(), "{:?}", made.mismatches);
    let found: Vec<String> = causes(&made).into_keys().collect();
    let expected = [
        "came_back",
        "capped away",
        "consumed_counted",
        "consumed_private",
        "elsewhere",
        "expired",
        "forfeited departed",
        "forfeited leave",
        "forfeited private",
        "granted away",
        "granted on_call",
        "granted receiving",
        "lost",
        "made_up",
        "prepaid",
        "prepaid_used",
        "received",
        "taken",
        "unprepaid",
        "without_turn",
    ];
    assert_eq!(found, expected);
    let outs: std::collections::BTreeSet<Out> = made.spells.iter().map(|spell| spell.out).collect();
    assert_eq!(outs.len(), 5, "{outs:?}");
    let reordered: Vec<bool> = made.chances.iter().map(|chance| chance.changed.is_some()).collect();
    assert_eq!(reordered, [true, false]);
}

#[test]
fn a_row_changed_behind_the_programs_back_is_named() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("v1");
    site.finish("v1");
    site.ok(json!({"do": "day.close"}));
    let span = Span::day(date("2026-11-23"));
    assert!(made(&site, span).adds_up());
    let conn = rusqlite::Connection::open(site.register().path()).unwrap();
    conn.execute("UPDATE day_turns SET passed = 2, taken = 2 WHERE staff = 's2'", []).unwrap();
    let wrong = made(&site, span);
    let named = |law| wrong.mismatches.iter().any(|wrong| wrong.law == law && wrong.staff == Some("s2".into()));
    assert!(named(Law::Lines) && named(Law::Rotation) && !named(Law::Turns), "{:?}", wrong.mismatches);
}

#[test]
fn the_verb_prints_lines_and_json() {
    let site = eventful();
    let db = site.register().path();
    let printed = binary::run(db, &["fairness", "--week", "2026-W48"]);
    let text = String::from_utf8(printed.stdout).unwrap();
    assert_eq!(printed.status.code(), Some(0), "{text}");
    assert!(text.starts_with("轮次公平说明") && text.contains("全部相符"), "{text}");
    assert!(text.lines().all(|line| lunpai::text::width::width(line) <= 80), "{text}");
    let json = binary::json(db, &["fairness", "--from", "2026-11-23", "--to", "2026-11-30", "--json"]);
    assert_eq!((&json["adds_up"], &json["mismatches"]), (&json!(true), &json!([])));
    let people = json["people"].as_array().unwrap();
    assert!(people.iter().any(|person| person["staff"] == "s2" && person["prepaid_used"] == 1), "{json}");
    assert_eq!(binary::run(db, &["fairness", "--from", "2026-11-30", "--to", "2026-11-23"]).status.code(), Some(1));
    assert_eq!(binary::run(db, &["fairness", "--week", "2026-48"]).status.code(), Some(2));
}
