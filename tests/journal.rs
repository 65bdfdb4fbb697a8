//! The log as a list: newest first, page by page, and what each filter lets through.

use crate::driver::Site;
use crate::driver::binary::{self, Batch};
use crate::walk::Walk;
use lunpai::desk::Desk;
use lunpai::register::journal::{Filter, Kind, Line, line_at, page};
use lunpai::register::{rebuild, schema};
use lunpai::rules::command::Command;
use lunpai::rules::event::{Entry, Event};
use lunpai::rules::id::{ClientId, StaffId};
use serde_json::json;
use std::collections::BTreeSet;

fn lines(site: &Site, filter: &Filter) -> Vec<Line> {
    page(site.desk().register(), chrono_tz::Asia::Shanghai, filter, None, 10_000).unwrap()
}

/// What each line is: the command's name, with `!` when struck out.
fn names(site: &Site, filter: &Filter) -> Vec<String> {
    let name = |line: &Line| {
        let mark = if line.is_struck() { "!" } else { "" };
        format!("{mark}{}", line.entry.header.command.name())
    };
    lines(site, filter).iter().map(name).collect()
}

fn staff(id: &str) -> Filter {
    Filter { staff: Some(StaffId::from(id.to_owned())), ..Filter::default() }
}

fn client(id: &str) -> Filter {
    Filter { client: Some(ClientId::from(id.to_owned())), ..Filter::default() }
}

/// A long walk with undos, departures and days opened and closed.
fn walked(seed: u64) -> Site {
    let mut site = Site::empty();
    let mut walk = Walk::new(seed);
    for _ in 0..900 {
        let state = site.state();
        site.run(walk.next(&state));
    }
    site
}

fn numbers(lines: &[Line]) -> Vec<u64> {
    lines.iter().map(|line| line.entry.header.seq).collect()
}

#[test]
fn pages_follow_one_another_without_gap_or_overlap() {
    let site = walked(3);
    let filters = [
        Filter::default(),
        staff("s2"),
        Filter { kind: Some(Kind::Receptions), ..Filter::default() },
        Filter { kind: Some(Kind::Presence), ..staff("s1") },
        Filter { date: "2026-11-24".parse().ok(), ..staff("s3") },
    ];
    for filter in filters {
        let whole = numbers(&lines(&site, &filter));
        assert!(whole.len() > 3, "{filter:?} shows {}", whole.len());
        assert!(whole.is_sorted_by(|a, b| a > b), "newest first, each once");
        let mut paged = Vec::new();
        let mut before = None;
        loop {
            let next = page(site.desk().register(), chrono_tz::Asia::Shanghai, &filter, before, 7).unwrap();
            let Some(last) = next.last() else { break };
            before = Some(last.entry.header.seq);
            paged.extend(numbers(&next));
        }
        assert_eq!(paged, whole);
    }
}

/// Whether somebody's id stands anywhere in an entry's facts, or they gave it.
fn names_someone(entry: &Entry, id: &str) -> bool {
    let given = entry.header.by.as_ref().is_some_and(|by| by.as_str() == id);
    given || entry.events.iter().any(|event| format!("{event:?}").contains(&format!("\"{id}\"")))
}

#[test]
fn filters_together_are_what_each_lets_through() {
    let site = walked(5);
    let all = lines(&site, &Filter::default());
    let (person, kind) = (staff("s1"), Filter { kind: Some(Kind::Arrivals), ..Filter::default() });
    let date = Filter { date: "2026-11-24".parse().ok(), ..Filter::default() };
    let set = |filter: &Filter| -> BTreeSet<u64> { numbers(&lines(&site, filter)).into_iter().collect() };
    let both = Filter { kind: kind.kind, ..person.clone() };
    let every = Filter { date: date.date, ..both.clone() };
    assert_eq!(set(&both), &set(&person) & &set(&kind));
    assert_eq!(set(&every), &set(&both) & &set(&date));
    assert!(!set(&every).is_empty());
    let on_that_day = |line: &&Line| line.entry.header.at.date(chrono_tz::Asia::Shanghai).to_string() == "2026-11-24";
    assert_eq!(set(&date), all.iter().filter(on_that_day).map(|line| line.entry.header.seq).collect());
    for kind in Kind::ALL {
        let filter = Filter { kind: Some(*kind), ..Filter::default() };
        let of_kind = |line: &&Line| kind.commands().contains(&line.entry.header.command.name());
        assert_eq!(set(&filter), all.iter().filter(of_kind).map(|line| line.entry.header.seq).collect(), "{kind:?}");
    }
    // What an entry does not name itself is looked up: who received the visit that ended, and such.
    let looked_up =
        ["finish", "visit.leave", "call.end", "call.returned", "contract.sign", "violation.void", "day.close"];
    for line in lines(&site, &person) {
        let name = line.entry.header.command.name();
        let known = names_someone(&line.entry, "s1") || looked_up.contains(&name) || name.starts_with("notice");
        assert!(known || name == "deposit.refund", "{:?} is not about s1", line.entry);
    }
}

#[test]
fn a_person_finds_what_they_gave_and_what_was_about_them() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("a");
    site.finish("a");
    site.presence("s2", "private");
    site.ok(json!({"do": "call.start", "call": "t1"}));
    site.ok(json!({"do": "call.end", "call": "t1"}));
    site.ok(json!({"do": "violation.record", "id": "x1", "staff": "s1", "kind": "gossip", "by": "m1"}));
    site.ok(json!({"do": "violation.void", "violation": "x1", "reason": "误记", "by": "m1"}));
    site.ok(json!({"do": "unit.add", "unit": "u1", "by": "s1"}));
    assert_eq!(
        names(&site, &staff("s1")),
        ["unit.add", "violation.void", "violation.record", "call.end", "call.start", "finish", "arrive", "staff.add"]
    );
    assert_eq!(names(&site, &staff("s2")), ["presence", "staff.add"]);
    assert_eq!(names(&site, &staff("nobody")), Vec::<String>::new());
}

#[test]
fn a_client_is_found_under_every_name() {
    let mut site = Site::open(&["s1", "s2"]);
    let arrive =
        |visit: &str, client: &str| json!({"do": "arrive", "visit": visit, "new_client": client, "been_before": false});
    let mut first = arrive("a", "ca");
    first["phone"] = json!("13800000001");
    site.ok(first);
    site.finish("a");
    site.ok(arrive("b", "cb"));
    site.ok(json!({"do": "register", "visit": "b", "phone": "13800000001"}));
    site.ok(json!({"do": "unit.add", "unit": "u1"}));
    site.ok(json!({"do": "unit.hold", "unit": "u1", "client": "ca", "until": "2026-11-23T20:00:00+08:00", "by": "m1"}));
    site.ok(json!({"do": "unit.release", "unit": "u1", "by": "m1"}));
    site.ok(
        json!({"do": "deposit.take", "deposit": "e1", "unit": "u1", "client": "ca", "amount_fen": 100, "by": "s1"}),
    );
    site.ok(json!({"do": "contract.sign", "deposit": "e1", "by": "m1"}));
    let expected =
        ["contract.sign", "deposit.take", "unit.release", "unit.hold", "register", "arrive", "finish", "arrive"];
    assert_eq!(names(&site, &client("ca")), expected);
    assert_eq!(names(&site, &client("cb")), expected);
}

#[test]
fn what_was_struck_out_stays_in_the_list() {
    let mut site = Site::open(&["s1", "s2"]);
    site.arrive_new("a");
    site.finish("a");
    site.ok(json!({"do": "undo", "by": "m1"}));
    site.ok(json!({"do": "undo", "by": "m1"}));
    let all = lines(&site, &Filter::default());
    let [second, first, finish, arrival] = &all[..4] else { panic!("{all:?}") };
    assert_eq!(finish.struck_by, Some(first.entry.header.seq));
    assert_eq!(arrival.struck_by, Some(second.entry.header.seq));
    assert_eq!(second.undone.as_deref(), Some(&arrival.entry));
    assert!(matches!(first.entry.events[..], [Event::Undone { entry }] if entry == finish.entry.header.seq));
    assert!(!first.is_struck());
    assert_eq!(names(&site, &staff("s1")), ["!arrive", "staff.add"]);
    assert_eq!(names(&site, &client("c-a")), ["!arrive"]);
    assert!(site.rebuild().is_empty());
    assert_eq!(lines(&site, &Filter::default()), all);
    assert_eq!(names(&site, &client("c-a")), ["!arrive"]);
    assert_eq!(line_at(site.desk().register(), arrival.entry.header.seq).unwrap().as_ref(), Some(arrival));
    assert_eq!(line_at(site.desk().register(), arrival.entry.header.seq + 1).unwrap(), None);
}

#[test]
fn a_day_is_the_sites_own() {
    let mut site = Site::empty();
    for (time, id) in [("15:59:59", "a"), ("16:00:00", "b"), ("23:00:00", "c")] {
        let at = format!("2026-11-23T{time}Z");
        site.ok(json!({"do": "staff.add", "id": id, "name": id, "role": "manager", "at": at, "by": "a"}));
    }
    let ids = |date: &str| -> Vec<String> {
        let filter = Filter { date: date.parse().ok(), ..Filter::default() };
        let id = |line: &Line| match &line.entry.header.command {
            Command::AddStaff(added) => added.id.to_string(),
            _ => String::new(),
        };
        lines(&site, &filter).iter().map(id).collect()
    };
    assert_eq!(ids("2026-11-22"), Vec::<String>::new());
    assert_eq!(ids("2026-11-23"), ["a"]);
    assert_eq!(ids("2026-11-24"), ["c", "b"]);
    assert_eq!(ids("2026-11-25"), Vec::<String>::new());
}

#[test]
fn a_register_of_the_first_schema_is_brought_up_to_date() {
    let folder = tempfile::TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    let conn = rusqlite::Connection::open(&db).unwrap();
    conn.execute_batch(include_str!("../assets/schema/001_register.sql")).unwrap();
    conn.execute_batch(include_str!("../assets/schema/002_projections.sql")).unwrap();
    conn.pragma_update(None, "application_id", schema::APPLICATION_ID).unwrap();
    conn.pragma_update(None, "user_version", 1).unwrap();
    drop(conn);
    let mut batch = Batch::start(&db);
    for command in [
        json!({"do": "staff.add", "id": "m1", "name": "王经理", "role": "manager"}),
        json!({"do": "staff.add", "id": "s1", "name": "张伟", "role": "sales", "by": "m1"}),
        json!({"do": "day.open", "order": ["s1"], "by": "m1"}),
        json!({"do": "arrive", "visit": "a", "been_before": false}),
        json!({"do": "undo"}),
    ] {
        assert_eq!(batch.answer(&command)["ok"], true, "{command}");
    }
    assert_eq!(batch.end(), Some(0));
    let rebuilt = binary::run(&db, &["--lang", "en", "rebuild"]);
    assert!(String::from_utf8_lossy(&rebuilt.stdout).contains("no table has changed"));
}

#[test]
fn a_register_of_the_first_schema_gets_its_tables_from_the_log() {
    let folder = tempfile::TempDir::new().unwrap();
    let (new, old) = (folder.path().join("new.lunpai"), folder.path().join("old.lunpai"));
    let now = lunpai::rules::time::Timestamp::parse("2026-11-23T14:00:00+08:00").unwrap();
    let made = lunpai::demo::make(&new, 5, chrono_tz::Asia::Shanghai, now).unwrap();
    let conn = rusqlite::Connection::open(&old).unwrap();
    conn.execute_batch(include_str!("../assets/schema/001_register.sql")).unwrap();
    conn.execute_batch(include_str!("../assets/schema/002_projections.sql")).unwrap();
    conn.execute("ATTACH ?1 AS made", [new.to_str().unwrap()]).unwrap();
    for table in ["site", "events", "people"] {
        conn.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM made.{table}")).unwrap();
    }
    conn.pragma_update(None, "application_id", schema::APPLICATION_ID).unwrap();
    conn.pragma_update(None, "user_version", 1).unwrap();
    drop(conn);
    let digests = |desk: &Desk| rebuild::digests_of(desk.register()).unwrap();
    let wanted = digests(&made.desk);
    let opened = Desk::open(&old, None).unwrap();
    assert_eq!(digests(&opened), wanted);
    assert_eq!(opened.floor(), made.desk.floor());
    assert_eq!(rebuild::rebuild(opened.register()).unwrap().changed, Vec::<&str>::new());
}

#[test]
fn a_granted_command_is_found_among_its_kind_and_stays_so_when_struck() {
    let mut site = Site::open(&["s1", "s2"]);
    site.ok(json!({"do": "presence", "staff": "s2", "to": "leave"}));
    let back = json!({"do": "presence", "staff": "s2", "to": "available"});
    let item = site.ok(json!({"do": "ask", "command": back, "by": "s2"}))["item"].clone();
    site.ok(json!({"do": "answer", "item": item, "grant": true, "by": "m1"}));
    let of = |kind| Filter { kind: Some(kind), ..Filter::default() };
    assert_eq!(names(&site, &of(Kind::Presence)), ["answer", "presence"]);
    assert_eq!(names(&site, &of(Kind::Requests)), ["answer", "ask"]);
    assert_eq!(names(&site, &Filter { staff: staff("s2").staff, ..of(Kind::Requests) }), ["answer", "ask"]);
    site.ok(json!({"do": "undo", "by": "m1"}));
    assert_eq!(names(&site, &of(Kind::Presence)).len(), 2);
    assert!(site.rebuild().is_empty());
    assert_eq!(names(&site, &of(Kind::Presence)).len(), 2);
}
