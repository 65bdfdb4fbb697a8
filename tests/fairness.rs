//! The fairness statement: its numbers add up on every walk, they are the second model's and the
//! log's, and a day made by hand has a line for every kind of difference.

use crate::agreement::renamed;
use crate::driver::Site;
use crate::figures::Reading;
use crate::model::Model;
use crate::walk::Walk;
use lunpai::register::fairness::{Statement, statement};
use lunpai::register::figures::Span;
use lunpai::register::turns;
use proptest::prelude::*;
use serde_json::Value;
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
