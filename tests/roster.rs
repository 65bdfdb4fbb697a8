//! `lunpai roster show`: the table, the JSON, and calendars read back by a parser of their own.

use crate::driver::binary::{self, Batch};
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime};
use lunpai::text::width::width;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const WEEK: &str = "2099-W10";

/// A site of so many salespeople whose week 2099-W10 is planned, with a rest and a day of leave.
fn planned(folder: &Path, people: usize) -> PathBuf {
    let db = folder.join("site.lunpai");
    drop(binary::run(&db, &["state"]));
    let mut batch = Batch::start(&db);
    let mut give = |command: Value| {
        let answer = batch.answer(&command);
        assert_eq!(answer["ok"], true, "{command}: {answer}");
    };
    give(json!({"do": "staff.add", "id": "m1", "name": "郑经理", "role": "manager"}));
    for number in 1..=people {
        let name = if number == 1 { "欧阳娜娜".to_owned() } else { format!("员工{number}") };
        give(json!({"do": "staff.add", "id": format!("s{number:02}"), "name": name, "role": "sales", "by": "m1"}));
    }
    give(json!({"do": "leave.grant", "staff": "s02", "dates": ["2099-03-04"], "by": "m1"}));
    give(json!({"do": "roster.plan", "week": WEEK, "rest": {"s01": ["2099-03-03"]}, "by": "m1"}));
    assert_eq!(batch.end(), Some(0));
    db
}

fn show(db: &Path, more: &[&str]) -> String {
    let args = [&["roster", "show", "--week", WEEK], more].concat();
    let output = binary::run(db, &args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn twelve_people_fit_on_a_page() {
    let folder = TempDir::new().unwrap();
    let db = planned(folder.path(), 12);
    for lang in ["zh", "en"] {
        let text = show(&db, &["--lang", lang]);
        for line in text.lines() {
            assert!(width(line) <= 80, "{} cells: {line}", width(line));
        }
        let starts: Vec<usize> =
            text.lines().filter(|line| line.starts_with("员工") || line.starts_with("欧阳娜娜")).map(width).collect();
        assert!(starts.len() == 12 && starts.iter().all(|width| *width == starts[0]), "{text}");
    }
    let zh = show(&db, &["--lang", "zh"]);
    let of = |name: &str| zh.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(of("欧阳娜娜").contains("休") && of("员工2").contains("请假"), "{zh}");
    assert!(zh.contains("2099 年的节假日安排还没有公布") && zh.contains("最多与最少相差 1 次"), "{zh}");
    assert_eq!(binary::run(&db, &["roster", "show", "--week", "2099-10"]).status.code(), Some(1));
}

#[test]
fn the_json_says_the_same() {
    let folder = TempDir::new().unwrap();
    let db = planned(folder.path(), 3);
    let shown = binary::json(&db, &["roster", "show", "--week", WEEK, "--json"]);
    assert_eq!(shown["week"], WEEK);
    assert_eq!(shown["days"][2]["leave"], json!(["s02"]));
    assert_eq!(shown["days"][2]["holidays_announced"], false);
    let counted = &shown["people"]["s01"]["week"];
    assert_eq!((&counted["days"], &counted["expected_turns_milli"]), (&json!(6), &Value::Null));
    let firsts: i64 =
        ["s01", "s02", "s03"].iter().map(|id| shown["people"][id]["week"]["firsts"].as_i64().unwrap()).sum();
    assert_eq!(firsts, 7);
}

/// Events of a calendar file by their ids: the first day, the day it ends before, the sequence, the title.
type Events = BTreeMap<String, (String, String, u32, String)>;

fn read(path: &Path) -> Events {
    let text = std::fs::read_to_string(path).unwrap();
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{} octets: {line}", line.len());
    }
    let calendar: Calendar = text.parse().unwrap();
    assert_eq!(calendar.get_timezone(), Some("Asia/Shanghai"));
    let date = |at: Option<DatePerhapsTime>| match at.unwrap() {
        DatePerhapsTime::Date(date) => date.to_string(),
        DatePerhapsTime::DateTime(CalendarDateTime::Utc(_) | _) => panic!("no whole day"),
    };
    calendar
        .events()
        .map(|event| {
            let of = (
                date(event.get_start()),
                date(event.get_end()),
                event.get_sequence().unwrap(),
                event.get_summary().unwrap().to_owned(),
            );
            (event.get_uid().unwrap().to_owned(), of)
        })
        .collect()
}

#[test]
fn calendars_are_read_back_and_read_again() {
    let folder = TempDir::new().unwrap();
    let db = planned(folder.path(), 9);
    let out = folder.path().join("calendars");
    show(&db, &["--ics", out.to_str().unwrap()]);
    let file = |name: &str| read(&out.join(name));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 10);
    let (first, site) = (file("2099-W10-s01.ics"), file("2099-W10.ics"));
    assert_eq!((first.len(), site.len()), (7, 7));
    let on = |events: &Events, date: &str| events.values().find(|of| of.0 == date).unwrap().clone();
    assert_eq!(on(&first, "2099-03-03").3, "轮休");
    assert_eq!(on(&first, "2099-03-04").1, "2099-03-05", "an all-day event ends before the next day");
    assert!(on(&first, "2099-03-04").3.ends_with("位（共 8 人）"), "{first:?}");
    assert_eq!(on(&file("2099-W10-s02.ics"), "2099-03-04").3, "请假");
    assert!(on(&site, "2099-03-03").3.starts_with("轮值：") && !on(&site, "2099-03-03").3.contains("欧阳娜娜"));

    let mut batch = Batch::start(&db);
    let orders = json!({"2099-03-03": ["s01", "s02"]});
    let publish = json!({"do": "roster.publish", "week": WEEK, "orders": orders, "reason": "换班", "by": "m1"});
    assert_eq!(batch.answer(&publish)["ok"], true);
    assert_eq!(batch.end(), Some(0));
    show(&db, &["--ics", out.to_str().unwrap()]);
    let again = file("2099-W10-s01.ics");
    assert_eq!(again.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>(), "ids stay");
    assert_eq!(on(&again, "2099-03-03").3, "轮值 第 1 位（共 2 人）");
    for (id, of) in &again {
        assert!(of.2 > first[id].2, "what comes later counts");
    }
}
