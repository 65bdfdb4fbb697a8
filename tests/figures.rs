//! The figures against the log read a second way: everyone's turns as the board showed them day by
//! day, receptions, waiting, deposits and calls counted from the entries that still stand.

use crate::driver::Site;
use crate::walk::Walk;
use chrono::NaiveDate;
use chrono_tz::Asia::Shanghai;
use lunpai::demo;
use lunpai::desk::Desk;
use lunpai::register::figures::{Figures, Receptions, Span, Sum, figures};
use lunpai::register::turns;
use lunpai::rules::floor::Floor;
use lunpai::rules::id::StaffId;
use lunpai::rules::time::Timestamp;
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;

/// How many commands a walk is long: a week of days and more.
const COMMANDS: usize = 420;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn made(desk: &Desk, span: Span) -> Figures {
    figures(desk.register(), desk.floor(), span).unwrap()
}

/// One visit as the log tells it.
#[derive(Default)]
struct Told {
    date: String,
    hour: usize,
    arrived: (i64, u64),
    started: Option<(i64, u64)>,
    ended: Option<i64>,
    path: String,
    receiver: String,
    assist: bool,
}

/// A second reading of the log.
#[derive(Default)]
pub struct Reading {
    visits: BTreeMap<String, Told>,
    /// Day, who took it, amount.
    deposits: BTreeMap<String, (String, String, i64)>,
    /// Day and deposit.
    refunds: Vec<(String, String)>,
    /// Day and who answered.
    calls: Vec<(String, String)>,
    returned: usize,
    /// Violation, visit, staff: takings against the rules.
    grabs: BTreeMap<String, (String, String)>,
    clock: i64,
}

impl Reading {
    /// Reads a register's log, past everything that the program makes of it.
    pub fn of(register: &std::path::Path) -> Self {
        let conn = Connection::open(register).unwrap();
        let rows = |sql: &str| -> Vec<(u64, i64, String, String, Value)> {
            let mut statement = conn.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| {
                let body: String = row.get(4)?;
                let actor: Option<String> = row.get(2)?;
                let body = serde_json::from_str(&body).unwrap();
                Ok((row.get(0)?, row.get(1)?, actor.unwrap_or_default(), row.get(3)?, body))
            });
            rows.unwrap().map(Result::unwrap).collect()
        };
        let all = rows("SELECT command, at, actor, kind, body FROM events ORDER BY seq");
        let struck: BTreeSet<u64> =
            all.iter().filter(|row| row.3 == "undone").filter_map(|row| row.4["entry"].as_u64()).collect();
        let mut reading = Self::default();
        let mut open = None;
        for (command, at, actor, kind, body) in all {
            reading.clock = reading.clock.max(at);
            if struck.contains(&command) {
                continue;
            }
            let time = Timestamp::from_micros(at, 0);
            let day = open.clone().unwrap_or_else(|| time.date(Shanghai).to_string());
            match kind.as_str() {
                "day_opened" => open = Some(text(&body["date"])),
                "day_closed" => open = None,
                _ => reading.take(&kind, &body, (at, command), day, actor),
            }
        }
        reading
    }

    fn take(&mut self, kind: &str, body: &Value, at: (i64, u64), day: String, actor: String) {
        let decision = &body["decision"];
        let visit = if kind == "visit_routed" { text(&decision["visit"]) } else { text(&body["visit"]) };
        let mut change = |change: &dyn Fn(&mut Told)| change(self.visits.entry(visit.clone()).or_default());
        match kind {
            "visit_arrived" => change(&|told| {
                told.date.clone_from(&day);
                told.arrived = at;
                let time = Timestamp::from_micros(at.0, 0).in_zone(Shanghai);
                told.hour = time.format("%H").to_string().parse().unwrap();
            }),
            "visit_routed" => change(&|told| {
                told.path = text(&decision["path"]);
                told.receiver = text(&decision["receiver"]);
                told.assist = decision["assist"] == true;
                told.started = (!told.receiver.is_empty()).then_some(at);
            }),
            "visit_taken" => change(&|told| {
                told.receiver = text(&body["staff"]);
                told.assist = body["assist"] == true;
                if body["started"] == true {
                    told.path = text(&body["path"]);
                    told.started = Some(at);
                }
            }),
            "visit_finished" | "visit_left" => change(&|told| told.ended = Some(at.0)),
            "deposit_taken" => {
                self.deposits.insert(text(&body["deposit"]), (day, actor, body["amount_fen"].as_i64().unwrap()));
            }
            "deposit_refunded" => self.refunds.push((day, text(&body["deposit"]))),
            "call_started" => self.calls.push((day, text(&body["answered_by"]))),
            "call_returned" => self.returned += 1,
            "violation_recorded" if ["poaching", "grabbing"].contains(&body["violation_kind"].as_str().unwrap()) => {
                self.grabs.insert(text(&body["violation"]), (visit, text(&body["staff"])));
            }
            "violation_voided" => {
                self.grabs.remove(&text(&body["violation"]));
            }
            _ => {}
        }
    }

    /// Who received how many in a span, by kind, and for how many seconds.
    pub fn receptions(&self, span: Span) -> BTreeMap<String, (Receptions, i64)> {
        let mut people: BTreeMap<String, (Receptions, i64)> = BTreeMap::new();
        for (id, told) in self.of_span(span) {
            let Some((started, _)) = told.started else { continue };
            let (kinds, seconds) = people.entry(told.receiver.clone()).or_default();
            *seconds += (told.ended.unwrap_or(self.clock) - started) / 1_000_000;
            let grabbed = self.grabs.values().any(|(visit, staff)| visit == id && *staff == told.receiver);
            match (told.path.as_str(), told.assist, grabbed) {
                (_, true, _) => kinds.assist += 1,
                ("rotation", ..) => kinds.rotation += 1,
                (_, _, true) => kinds.grabbed += 1,
                ("own", ..) => kinds.own += 1,
                _ => kinds.named += 1,
            }
        }
        people
    }

    fn of_span(&self, span: Span) -> impl Iterator<Item = (&String, &Told)> {
        self.visits.iter().filter(move |(_, told)| span.contains(date(&told.date)))
    }

    fn waits(&self, span: Span) -> Vec<i64> {
        let waits = self.of_span(span).filter_map(|(_, told)| {
            let end = match told.started {
                Some((_, command)) if command == told.arrived.1 => return None,
                Some((at, _)) => at,
                None => told.ended.unwrap_or(self.clock),
            };
            Some((end - told.arrived.0) / 1_000_000)
        });
        waits.collect()
    }

    #[track_caller]
    fn agrees(&self, figures: &Figures) {
        let span = figures.span;
        let by_hour = |hour| self.of_span(span).filter(|(_, told)| told.hour == hour).count();
        for (hour, count) in figures.arrivals_by_hour.iter().enumerate() {
            assert_eq!(*count as usize, by_hour(hour), "arrivals at {hour} in {span:?}");
        }
        assert_eq!(figures.arrivals() as usize, self.of_span(span).count());
        assert_eq!(figures.arrivals_by_hour.iter().sum::<u32>(), figures.arrivals());
        let ours: BTreeMap<String, (Receptions, i64)> = figures
            .people
            .iter()
            .filter(|person| person.receptions.total() > 0)
            .map(|person| (person.staff.to_string(), (person.receptions, person.reception_seconds)))
            .collect();
        assert_eq!(ours, self.receptions(span), "receptions in {span:?}");
        let waits = self.waits(span);
        assert_eq!(figures.waiting.waited as usize, waits.len(), "who waited in {span:?}");
        assert_eq!(figures.waiting.longest_seconds, waits.iter().max().copied());
        let left = self.of_span(span).filter(|(_, told)| told.started.is_none() && told.ended.is_some()).count();
        assert_eq!(figures.waiting.left as usize, left);
        self.money_agrees(figures);
        let of_span = |(day, _): &&(String, String)| span.contains(date(day));
        let (answered, missed): (Vec<_>, Vec<_>) =
            self.calls.iter().filter(of_span).partition(|call| !call.1.is_empty());
        assert_eq!((figures.calls.answered as usize, figures.calls.missed as usize), (answered.len(), missed.len()));
        for person in &figures.people {
            let theirs = answered.iter().filter(|(_, staff)| *staff == person.staff.to_string()).count();
            assert_eq!(person.calls as usize, theirs, "calls of {}", person.staff);
        }
    }

    #[track_caller]
    fn money_agrees(&self, figures: &Figures) {
        let is_in = |day: &str| figures.span.contains(date(day));
        let mut taken: BTreeMap<String, Sum> = BTreeMap::new();
        let mut refunded = taken.clone();
        let add = |to: &mut BTreeMap<String, Sum>, deposit: &str| {
            let (_, staff, fen) = &self.deposits[deposit];
            let sum = to.entry(staff.clone()).or_default();
            *sum = Sum { count: sum.count + 1, fen: sum.fen + fen };
        };
        for (id, _) in self.deposits.iter().filter(|(_, (day, ..))| is_in(day)) {
            add(&mut taken, id);
        }
        for (_, id) in self.refunds.iter().filter(|(day, _)| is_in(day)) {
            add(&mut refunded, id);
        }
        for person in &figures.people {
            let sum = |sums: &BTreeMap<String, Sum>| sums.get(person.staff.as_str()).copied().unwrap_or_default();
            assert_eq!((person.deposits, person.refunds), (sum(&taken), sum(&refunded)), "money of {}", person.staff);
        }
        let fen = |sums: &BTreeMap<String, Sum>| sums.values().map(|sum| sum.fen).sum::<i64>();
        assert_eq!((figures.deposits.taken.fen, figures.deposits.refunded.fen), (fen(&taken), fen(&refunded)));
        assert_eq!(figures.days.values().map(|day| day.deposits.fen).sum::<i64>(), fen(&taken));
        assert_eq!(figures.days.values().map(|day| day.refunds.fen).sum::<i64>(), fen(&refunded));
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Everyone's turns of a day as the board shows them, by person.
fn board(state: &Value) -> BTreeMap<String, [i64; 11]> {
    let owed: Vec<String> = state["owed"].as_array().into_iter().flatten().map(text).collect();
    let one = |(id, person): (&String, &Value)| {
        let count = |name: &str| person[name].as_i64().unwrap();
        let still = i64::try_from(owed.iter().filter(|staff| *staff == id).count()).unwrap();
        let books = ["passed", "taken", "made_up", "consumed", "owed_granted", "capped", "forfeited", "expired"];
        let mut numbers = [0; 11];
        for (number, name) in numbers.iter_mut().zip(books.iter().chain(&["carried", "prepaid"])) {
            *number = count(name);
        }
        numbers[10] = still;
        (id.clone(), numbers)
    };
    let all = state["staff"].as_object().unwrap().iter().map(one);
    all.filter(|(_, numbers)| *numbers != [0; 11]).collect()
}

/// The same from the figures.
fn booked(figures: &Figures) -> BTreeMap<String, [i64; 11]> {
    let all = figures.people.iter().map(|person| {
        let (tally, turns) = (&person.turns.tally, &person.turns);
        let numbers = [
            tally.passed,
            tally.taken,
            tally.made_up,
            tally.consumed,
            tally.owed_granted,
            tally.capped,
            tally.forfeited,
            tally.expired,
            tally.carried,
            turns.prepaid,
            turns.still_owed,
        ];
        (person.staff.to_string(), numbers)
    });
    all.filter(|(_, numbers)| *numbers != [0; 11]).collect()
}

/// What is owed when one's books end is what is carried when the next begin.
#[track_caller]
fn books_follow_each_other(desk: &Desk, span: Span) {
    let mut owed: BTreeMap<StaffId, i64> = BTreeMap::new();
    for day in turns::of_span(desk.register(), desk.floor(), span).unwrap() {
        assert!(day.turns.adds_up(), "{day:?}");
        let before = owed.insert(day.staff.clone(), day.turns.still_owed).unwrap_or(0);
        assert_eq!(before, day.turns.tally.carried, "{day:?}");
    }
    let floor: &Floor = desk.floor();
    for staff in floor.staff.keys() {
        assert_eq!(owed.get(staff).copied().unwrap_or(0), i64::try_from(floor.owed_to(staff)).unwrap(), "{staff}");
    }
}

#[track_caller]
fn days_make_the_whole(desk: &Desk, whole: &Figures) {
    assert!(whole.add_up());
    let days: Vec<Figures> = whole.days.keys().map(|date| made(desk, Span::day(*date))).collect();
    for day in &days {
        assert!(day.add_up(), "{day:?}");
        assert_eq!(day.day(day.span.from), whole.day(day.span.from));
    }
    for person in &whole.people {
        let of_days = |count: &dyn Fn(&lunpai::register::figures::PersonFigures) -> i64| -> i64 {
            days.iter().filter_map(|day| day.person(&person.staff)).map(count).sum()
        };
        assert_eq!(i64::from(person.receptions.total()), of_days(&|p| i64::from(p.receptions.total())));
        assert_eq!(person.reception_seconds, of_days(&|p| p.reception_seconds));
        assert_eq!(person.deposits.fen, of_days(&|p| p.deposits.fen));
    }
    let by_day: u32 = whole.arrivals_by_day().iter().map(|(_, count)| count).sum();
    assert_eq!(by_day, whole.arrivals());
}

fn everything(desk: &Desk) -> Span {
    Span { from: date("2026-11-01"), to: desk.floor().last_date.unwrap_or_default() + chrono::Days::new(30) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_what_the_log_says(seed in 0_u64..100_000) {
        let mut site = Site::empty();
        let mut walk = Walk::new(seed);
        let mut boards = BTreeMap::new();
        let mut departures = 0;
        let mut state = site.state();
        for _ in 0..COMMANDS {
            let command = walk.next(&state);
            let at = command["at"].clone();
            let accepted = site.run(command.clone())["ok"] == true;
            let before = std::mem::replace(&mut state, site.state());
            if accepted && command["do"] == "day.close" {
                // A closed day's board lists nobody: the last one of the open day stands.
                let owed = before["owed"].as_array().into_iter().flatten().next().cloned();
                if let Some(staff) = owed.filter(|_| departures < 2) {
                    site.run(json!({"do": "staff.depart", "id": staff, "by": "m1", "at": at}));
                    state = site.state();
                    departures += 1;
                }
            } else if state["date"].is_string() {
                boards.insert(text(&state["date"]), board(&state));
            }
        }
        let desk = site.desk();
        let whole = made(desk, everything(desk));
        prop_assert!(boards.len() > 1, "one day only");
        let reading = Reading::of(desk.register().path());
        reading.agrees(&whole);
        prop_assert_eq!(whole.calls.returned as usize, reading.returned);
        for (day, board) in &boards {
            let span = Span::day(date(day));
            reading.agrees(&made(desk, span));
            let rows = turns::of_span(desk.register(), desk.floor(), span).unwrap();
            let gone_since: BTreeSet<String> = rows
                .iter()
                .filter(|row| !row.on_duty && row.turns.tally.passed == 0 && row.turns.tally.forfeited > 0)
                .map(|row| row.staff.to_string())
                .collect();
            let stayed = |mut books: BTreeMap<String, [i64; 11]>| {
                books.retain(|staff, _| !gone_since.contains(staff));
                books
            };
            prop_assert_eq!(stayed(booked(&made(desk, span))), stayed(board.clone()), "the books of {}", day);
        }
        days_make_the_whole(desk, &whole);
        books_follow_each_other(desk, everything(desk));
        prop_assert!(site.rebuild().is_empty(), "a rebuild changes nothing");
    }
}

#[test]
fn the_demo_adds_up() {
    for seed in 1..=4 {
        let folder = TempDir::new().unwrap();
        let now = Timestamp::parse("2026-11-25T14:20:00+08:00").unwrap();
        let demo = demo::make(&folder.path().join("demo.lunpai"), seed, Shanghai, now).unwrap();
        let whole = made(&demo.desk, everything(&demo.desk));
        assert!(whole.days.len() >= 7 && whole.arrivals() > 100 && whole.deposits.taken.count >= 4, "seed {seed}");
        Reading::of(demo.desk.register().path()).agrees(&whole);
        days_make_the_whole(&demo.desk, &whole);
        books_follow_each_other(&demo.desk, everything(&demo.desk));
        let today = demo.desk.floor().date.unwrap();
        let figures = made(&demo.desk, Span::day(today));
        assert!(figures.waiting.still >= 2, "seed {seed}");
        for (staff, person) in demo.desk.floor().staff.iter().filter(|(_, person)| person.on_duty_today) {
            assert_eq!(figures.person(staff).unwrap().turns.tally, person.tally, "{staff} today");
        }
    }
}

/// Two days: a deposit given back on the second; somebody who leaves with turns owed between them.
#[test]
fn a_closed_day_stands() {
    let mut site = Site::open(&["s1", "s2"]);
    let (monday, tuesday) = (Span::day(date("2026-11-23")), Span::day(date("2026-11-24")));
    site.ok(json!({"do": "unit.add", "unit": "u1"}));
    site.presence("s1", "business");
    site.at("09:10").arrive_new("n1");
    site.at("09:20").arrive_new("n2");
    site.at("09:20:30").run(json!({"do": "undo"}));
    site.at("09:21").arrive_new("n3");
    site.at("09:51").finish("n1");
    site.at("10:21").finish("n3");
    site.ok(
        json!({"do": "deposit.take", "deposit": "e1", "unit": "u1", "client": "c-n1", "amount_fen": 500, "by": "s2"}),
    );
    site.ok(json!({"do": "day.close"}));
    let before = made(site.desk(), monday);
    let s1 = before.person(&StaffId::from("s1")).unwrap();
    assert_eq!((s1.turns.tally.owed_granted, s1.turns.still_owed, s1.receptions.total()), (2, 2, 0));
    let s2 = before.person(&StaffId::from("s2")).unwrap();
    assert_eq!((s2.receptions.rotation, s2.turns.tally.taken, s2.deposits), (2, 2, Sum { count: 1, fen: 500 }));
    assert_eq!(s2.reception_seconds / 60, 41 + 30, "n3 waits until n1 is over");
    assert_eq!((before.arrivals(), before.waiting.waited, before.waiting.still), (2, 1, 0));
    assert_eq!(before.waiting.median_seconds, Some(30 * 60), "{:?}", before.waiting);

    site.day("2026-11-24");
    site.ok(json!({"do": "staff.depart", "id": "s1", "by": "m1"}));
    site.ok(json!({"do": "deposit.refund", "deposit": "e1", "reason": "退", "by": "m1"}));
    site.ok(json!({"do": "day.open", "order": ["s2"], "by": "m1"}));
    assert_eq!(made(site.desk(), monday), before, "the closed day is as it was");
    let after = made(site.desk(), tuesday);
    let s1 = after.person(&StaffId::from("s1")).unwrap();
    assert_eq!((s1.turns.tally.carried, s1.turns.tally.forfeited, s1.turns.still_owed), (2, 2, 0));
    assert_eq!((s1.days_on_duty, after.deposits.refunded), (0, Sum { count: 1, fen: 500 }));
    let both = made(site.desk(), Span { from: monday.from, to: tuesday.to });
    assert!(before.add_up() && after.add_up() && both.add_up());
    let s1 = both.person(&StaffId::from("s1")).unwrap();
    assert_eq!((s1.turns.tally.carried, s1.turns.tally.owed_granted, s1.turns.still_owed), (0, 2, 0));
    assert_eq!((both.deposits.taken, both.deposits.refunded), (Sum { count: 1, fen: 500 }, Sum { count: 1, fen: 500 }));
    assert!(site.rebuild().is_empty(), "a rebuild changes nothing");
}
