//! Going back: the floor at any entry is the floor that people saw right after it, with what was
//! struck out only later; before and after the tables are made again.

use crate::driver::Site;
use crate::walk::Walk;
use lunpai::desk::Desk;
use lunpai::register::fault::Fault;
use lunpai::register::past::floor_at;
use lunpai::rules::floor::Floor;
use proptest::prelude::*;
use serde_json::json;

/// The floor right after each entry, by the number of the entry's own row.
fn seen(site: &mut Site, seed: u64, commands: usize) -> Vec<(u64, Floor)> {
    let mut walk = Walk::new(seed);
    let mut floors = Vec::new();
    let mut state = site.state();
    for _ in 0..commands {
        let before = site.desk().register().head().unwrap().seq;
        site.run(walk.next(&state));
        if site.desk().register().head().unwrap().seq > before {
            floors.push((before + 1, site.desk().floor().clone()));
            state = site.state();
        }
    }
    floors
}

#[track_caller]
fn past_is_as_seen(site: &Site, seen: &[(u64, Floor)]) {
    for (seq, floor) in seen {
        assert_eq!(floor_at(site.desk().register(), *seq).unwrap(), *floor, "the floor after entry {seq}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_floor_at_an_entry_is_as_it_was_seen(seed in any::<u64>()) {
        let mut site = Site::empty();
        let seen = seen(&mut site, seed, 400);
        past_is_as_seen(&site, &seen);
        prop_assert!(site.rebuild().is_empty());
        past_is_as_seen(&site, &seen);
    }
}

#[test]
fn what_was_struck_out_later_still_counted() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("a");
    let arrived = site.desk().register().head().unwrap().seq;
    let entry = (1..=arrived).rev().find(|seq| floor_at(site.desk().register(), *seq).is_ok()).unwrap();
    let with = site.desk().floor().clone();
    let undo = arrived + 1;
    site.ok(json!({"do": "undo"}));
    let without = site.desk().floor().clone();
    site.arrive_new("b");
    assert_eq!(with.receiving.len(), 1);
    assert!(without.receiving.is_empty());
    assert_eq!(floor_at(site.desk().register(), entry).unwrap(), with);
    assert_eq!(floor_at(site.desk().register(), undo).unwrap(), without);
}

#[test]
fn only_an_entrys_own_row_has_a_floor() {
    let mut site = Site::open(&["s1"]);
    let arrival = site.desk().register().head().unwrap().seq + 1;
    site.arrive_new("a");
    let head = site.desk().register().head().unwrap().seq;
    assert!(head > arrival);
    for seq in [0, arrival + 1, head, head + 1] {
        assert!(matches!(floor_at(site.desk().register(), seq), Err(Fault::Unreadable(_))), "{seq}");
    }
}

/// Numbers and floors of the snapshots.
fn snapshots(site: &Site) -> Vec<(u64, String)> {
    let conn = rusqlite::Connection::open(site.desk().register().path()).unwrap();
    let mut statement = conn.prepare("SELECT seq, floor FROM snapshots ORDER BY seq").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn the_opening_of_every_day_is_kept_and_made_again() {
    let mut site = Site::open(&["s1", "s2"]);
    site.ok(json!({"do": "unit.add", "unit": "u1"}));
    site.ok(json!({"do": "undo"}));
    for day in ["2026-11-24", "2026-11-25", "2026-11-26"] {
        site.ok(json!({"do": "day.close", "by": "m1"}));
        site.day(day).ok(json!({"do": "day.open", "order": ["s2", "s1"], "by": "m1"}));
        site.arrive_new(day);
        site.ok(json!({"do": "undo"}));
        site.arrive_new(&format!("{day}b"));
        site.finish(&format!("{day}b"));
    }
    let kept = snapshots(&site);
    assert_eq!(kept.len(), 4);
    assert!(site.rebuild().is_empty());
    assert_eq!(snapshots(&site), kept);
}

#[test]
fn an_undo_after_the_tables_were_made_again_takes_back_one_entry() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("a");
    let (floor, tables) = (site.state(), site.tables());
    site.arrive_new("b");
    assert!(site.rebuild().is_empty());
    site.ok(json!({"do": "undo"}));
    assert_eq!(site.state(), floor);
    assert_eq!(site.tables(), tables);
    assert!(site.rebuild().is_empty());
}

#[test]
fn a_desk_that_is_left_keeps_where_it_stood() {
    let mut site = Site::open(&["s1", "s2"]);
    let visits: Vec<String> = (0..20).map(|number| format!("v{number}")).collect();
    for visit in &visits {
        site.arrive_new(visit);
        site.finish(visit);
    }
    let opened = snapshots(&site);
    let other = Desk::open(&site.path(), None).unwrap();
    site.arrive_new("more");
    other.leave().unwrap();
    assert_eq!(snapshots(&site), opened, "its floor is not the last one");
    let lock = rusqlite::Connection::open(site.path()).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    site.desk().leave().unwrap();
    assert_eq!(snapshots(&site), opened, "nobody waits for whoever writes");
    lock.execute_batch("ROLLBACK").unwrap();
    site.desk().tend().unwrap();
    assert_eq!(snapshots(&site), opened, "too little has come for a write in between");
    site.desk().leave().unwrap();
    let (floor, head) = (site.desk().floor().clone(), site.desk().register().head().unwrap().seq);
    assert_eq!(snapshots(&site).last().unwrap().0, head);
    site.restart();
    assert_eq!(*site.desk().floor(), floor);
    site.ok(json!({"do": "undo"}));
    assert_eq!(snapshots(&site), opened, "it knows what was struck out");
    site.desk().leave().unwrap();
    let floor = site.desk().floor().clone();
    site.restart();
    assert_eq!(*site.desk().floor(), floor);
}
