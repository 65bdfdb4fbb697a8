//! The demo sales office, made at every hour and with several seeds: a sound register in which
//! everything that the demo is to show stands on the floor.

use chrono_tz::Asia::Shanghai;
use lunpai::demo::{self, Demo};
use lunpai::register::rebuild::rebuild;
use lunpai::register::verify::verify;
use lunpai::rules::event::Event;
use lunpai::rules::floor::{Base, Floor, ItemKind};
use lunpai::rules::id::StaffId;
use lunpai::rules::time::Timestamp;
use rusqlite::Connection;
use tempfile::TempDir;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn made(folder: &TempDir, seed: u64, now: &str) -> Demo {
    demo::make(&folder.path().join("demo.lunpai"), seed, Shanghai, at(now)).unwrap()
}

fn kinds(folder: &TempDir) -> Vec<(String, u32)> {
    let conn = Connection::open(folder.path().join("demo.lunpai")).unwrap();
    let mut statement = conn.prepare("SELECT kind, count(*) FROM events GROUP BY kind").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Section 3's two equations, for everyone.
#[track_caller]
fn books_balance(floor: &Floor) {
    for (id, person) in &floor.staff {
        let t = &person.tally;
        let still_owed = i64::try_from(floor.owed_to(id)).unwrap();
        assert_eq!(t.passed, t.taken + t.consumed + t.owed_granted + t.capped, "turns of {id}");
        assert_eq!(t.carried + t.owed_granted, t.made_up + t.forfeited + t.expired + still_owed, "owed turns of {id}");
    }
}

#[track_caller]
fn is_half_done(floor: &Floor) {
    assert!((2..=3).contains(&floor.waiting.len()), "{:?} wait", floor.waiting);
    let salespeople_receiving = floor.order.iter().filter(|id| floor.receptions(id).next().is_some()).count();
    assert!(salespeople_receiving >= 2, "{:?}", floor.receiving);
    assert!(!floor.order.iter().any(|id| floor.is_free(id)), "somebody waits while somebody is free");
    assert!(floor.open_notices().next().is_some());
    assert!(!floor.owed.is_empty());
    for base in [Base::Private, Base::Business, Base::Leave] {
        assert!(floor.order.iter().any(|id| floor.base(id) == base), "nobody is {base:?}");
    }
    assert!(floor.order.iter().any(|id| floor.person(id).unwrap().is_suspended()));
    assert!(floor.order.len() < floor.salespeople().count(), "nobody rests");
    for kind in [ItemKind::CallBack, ItemKind::Deposit] {
        assert!(floor.inbox.iter().any(|item| item.kind == kind), "no {kind:?} in the inbox");
    }
}

#[track_caller]
fn is_sound(demo: &Demo) {
    let report = verify(demo.desk.register(), None).unwrap();
    assert!(report.is_whole(), "{report:?}");
    assert_eq!(rebuild(demo.desk.register()).unwrap().changed, Vec::<&str>::new());
    books_balance(demo.desk.floor());
}

#[test]
fn a_crowd_has_been_here_before_the_week() {
    let made = |seed: u64| {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("demo.lunpai");
        let now = at("2026-11-25T14:20:00+08:00");
        let demo = demo::make_with(&path, seed, (Shanghai, now), 400, &|_| {}).unwrap();
        assert_eq!(demo.refused, 0);
        is_half_done(demo.desk.floor());
        is_sound(&demo);
        let kinds = kinds(&folder);
        let count = |kind: &str| kinds.iter().find(|(other, _)| other == kind).map_or(0, |(_, count)| *count);
        assert_eq!(count("client_imported"), 400);
        assert!((1_000..1_400).contains(&count("visit_imported")), "{kinds:?}");
        let conn = Connection::open(&path).unwrap();
        let sql = "SELECT group_concat(id || coalesce(owner, '') || name || receptions) FROM (SELECT * FROM clients ORDER BY serial LIMIT 400)";
        conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap()
    };
    let first = made(1);
    assert_eq!(made(1), first, "one seed, one crowd");
    assert_ne!(made(2), first);
}

#[test]
fn every_seed_tells_a_whole_story() {
    for seed in 1..=5 {
        let folder = TempDir::new().unwrap();
        let demo = made(&folder, seed, "2026-11-25T14:20:00+08:00");
        assert_eq!(demo.refused, 0, "seed {seed}: the rules refused some of the story");
        is_half_done(demo.desk.floor());
        is_sound(&demo);
        let kinds = kinds(&folder);
        let count = |kind: &str| kinds.iter().find(|(other, _)| other == kind).map_or(0, |(_, count)| *count);
        for (kind, at_least) in [
            ("day_opened", 7),
            ("day_closed", 6),
            ("visit_arrived", 100),
            ("deposit_taken", 4),
            ("contract_signed", 1),
            ("commission_agreed", 1),
            ("unit_held", 1),
            ("violation_recorded", 2),
            ("visit_taken", 1),
            ("clients_merged", 1),
            ("owner_changed", 100),
            ("group_joined", 4),
            ("order_changed", 1),
            ("undone", 1),
            ("notice_closed", 5),
        ] {
            assert!(count(kind) >= at_least, "seed {seed}: {} {kind}", count(kind));
        }
    }
}

#[test]
fn it_can_be_made_at_any_hour() {
    for time in
        ["00:00:00", "00:00:07", "00:20:00", "03:00:00", "08:39:00", "10:29:00", "10:41:00", "17:45:00", "23:59:59"]
    {
        let folder = TempDir::new().unwrap();
        let now = format!("2026-11-23T{time}+08:00");
        let demo = made(&folder, 3, &now);
        let floor = demo.desk.floor();
        assert_eq!(floor.date.unwrap().to_string(), "2026-11-23", "{time}");
        assert!(floor.clock.unwrap() <= at(&now), "{time}: the story ends after now");
        assert_eq!(demo.refused, 0, "{time}");
        is_half_done(floor);
        is_sound(&demo);
    }
}

#[test]
fn one_seed_tells_one_story() {
    let tell = |seed| {
        let folder = TempDir::new().unwrap();
        let demo = made(&folder, seed, "2026-11-25T14:20:00+08:00");
        serde_json::to_value(demo.desk.floor()).unwrap()
    };
    assert_eq!(tell(7), tell(7));
    assert_ne!(tell(7), tell(8));
}

#[test]
fn the_last_decision_is_worth_explaining() {
    for seed in 1..=5 {
        let folder = TempDir::new().unwrap();
        let demo = made(&folder, seed, "2026-11-25T14:20:00+08:00");
        let register = demo.desk.register();
        let last = demo.desk.floor().receiving.last().unwrap();
        let entries = lunpai::register::query::entries_about(register, &format!("v:{last}")).unwrap();
        let decision = entries.iter().rev().flat_map(|entry| &entry.events).find_map(|event| match event {
            Event::VisitRouted { decision, .. } if decision.visit == *last => Some(decision),
            _ => None,
        });
        assert!(!decision.unwrap().skips.is_empty(), "seed {seed}: nobody was passed over: {decision:?}");
    }
}

#[test]
fn the_suspended_one_poached_two_days_ago() {
    let folder = TempDir::new().unwrap();
    let demo = made(&folder, 1, "2026-11-25T14:20:00+08:00");
    let conn = Connection::open(folder.path().join("demo.lunpai")).unwrap();
    let (staff, at): (String, i64) = conn
        .query_row("SELECT staff, at FROM violations WHERE kind = 'poaching'", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(Timestamp::from_micros(at, 0).date(Shanghai).to_string(), "2026-11-23");
    assert!(demo.desk.floor().person(&StaffId::from(staff)).unwrap().is_suspended());
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mine.lunpai");
    std::fs::write(&path, "mine").unwrap();
    assert!(demo::make(&path, 1, Shanghai, at("2026-11-25T14:20:00+08:00")).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn the_binary_makes_keeps_and_throws_away() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("kept.lunpai");
    let lunpai = |args: &[&str]| crate::driver::binary::run(&db, args);
    let made = lunpai(&["demo", "--make", "--seed", "2"]);
    assert!(made.status.success());
    assert!(String::from_utf8(made.stdout).unwrap().contains(&db.display().to_string()));
    assert!(lunpai(&["verify"]).status.success());
    let before = std::fs::read(&db).unwrap();
    assert_eq!(lunpai(&["demo", "--make"]).status.code(), Some(1), "what is there is not made again");
    let headless = lunpai(&["--lang", "en", "demo", "--headless"]);
    assert!(headless.status.success());
    let said = String::from_utf8(headless.stdout).unwrap();
    assert!(said.contains("thrown away"), "{said}");
    assert_eq!(std::fs::read(&db).unwrap(), before, "a demo that is not kept leaves the register alone");
    let log = crate::driver::binary::run(&db, &["export"]);
    assert!(log.status.success());
}
