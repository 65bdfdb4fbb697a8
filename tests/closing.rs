//! Closing a day whole: the sheet on paper, what a later correction leaves alone, and what a disk that does
//! not take the files leaves open.

use crate::driver::{Site, binary};
use chrono::{NaiveDate, TimeDelta};
use lunpai::export::closing_sheet::{html, paper};
use lunpai::register::closing::{ClosedDay, closed_day, last_closed};
use lunpai::register::figures::{Span, figures};
use lunpai::register::query;
use lunpai::text::Lang;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A day with a little of everything, closed in the evening, with two things carried over.
fn closed() -> Site {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    let give = |site: &mut Site, command: Value| site.ok(command);
    for unit in ["A-1201", "A-1202", "A-1203"] {
        give(&mut site, json!({"do": "unit.add", "unit": unit}));
    }
    site.at("10:00").arrive_new("v1");
    give(&mut site, json!({"do": "register", "visit": "v1", "name": "诸葛小明", "phone": "13812345678"}));
    give(&mut site, json!({"do": "call.start", "call": "k1", "phone": "13912345678"}));
    give(&mut site, json!({"do": "call.end", "call": "k1"}));
    give(
        &mut site,
        json!({"do": "deposit.take", "by": "s1", "unit": "A-1201", "client": "c-v1", "amount_fen": 5_000_000}),
    );
    site.finish("v1");
    site.at("11:00").presence("s2", "business");
    site.arrive_new("v2");
    give(&mut site, json!({"do": "finish", "visit": "v2", "seen_off": false}));
    give(
        &mut site,
        json!({"do": "deposit.take", "by": "s3", "unit": "A-1202", "client": "c-v2", "amount_fen": 10_700_053}),
    );
    give(&mut site, json!({"do": "violation.record", "by": "m1", "staff": "s3", "kind": "gossip"}));
    give(
        &mut site,
        json!({"do": "violation.record", "by": "m1", "staff": "s1", "kind": "not_seen_off", "visit": "v2"}),
    );
    give(&mut site, json!({"do": "violation.void", "by": "m1", "violation": "x-0001", "reason": "记错了"}));
    // Taken back: it stands on no sheet.
    give(&mut site, json!({"do": "call.start", "call": "k2", "phone": "13912345679"}));
    give(&mut site, json!({"do": "undo"}));
    site.at("18:00");
    let open = lunpai::closing::open_now(site.desk(), site.desk().floor().clock).unwrap();
    let word = |about: String| json!({"about": about, "word": "周二上午请王经理过目，并与客户核对付款方式"});
    let carried: Vec<Value> = open.iter().map(|open| word(open.to_string())).collect();
    assert_eq!(carried.len(), 4, "{open:?}");
    give(&mut site, json!({"do": "day.close", "by": "m1", "carried": carried}));
    site
}

fn day(site: &Site) -> ClosedDay {
    closed_day(site.register(), monday()).unwrap().unwrap()
}

/// Every digest is another, since words are sealed by chance.
fn blotted(text: &str, day: &ClosedDay) -> String {
    let digits = day.head.hash.to_string();
    let groups: Vec<&str> = (0..16).map(|at| &digits[at * 4..at * 4 + 4]).collect();
    assert!(text.contains(&groups[..8].join(" ")) && text.contains(&groups[8..].join(" ")));
    groups.iter().fold(text.to_owned(), |text, group| {
        text.replace(&format!("{group} "), "#### ").replace(&format!(" {group}"), " ####")
    })
}

#[test]
fn a_closing_sheet() {
    let site = closed();
    let day = day(&site);
    assert_eq!(last_closed(site.register()).unwrap(), Some(monday()));
    assert_eq!(day.head, site.register().head().unwrap());
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let paper = paper(lang, "江湾一号", &day);
        let text = paper.text();
        assert!(text.lines().all(|line| lunpai::text::width::width(line) <= 80), "{text}");
        insta::assert_snapshot!(format!("closing_sheet_{name}"), blotted(&text, &day));
        insta::assert_snapshot!(format!("closing_sheet_html_{name}"), blotted(&html(&paper), &day));
    }
}

#[test]
fn a_closing_sheet_agrees_with_the_figures_of_its_day() {
    let site = closed();
    let day = day(&site);
    let figures = figures(site.register(), site.desk().floor(), Span::day(monday())).unwrap();
    assert_eq!((day.arrivals, day.received), (figures.arrivals(), figures.receptions()));
    assert_eq!((day.calls_answered, day.calls_missed), (figures.calls.answered, figures.calls.missed));
    assert_eq!(ClosedDay::total(&day.deposits), figures.deposits.taken);
    assert!(!day.people.is_empty());
    for (staff, person) in &day.people {
        let other = figures.person(staff).unwrap();
        assert_eq!((person.receptions, person.turns, person.deposits), (other.receptions, other.turns, other.deposits));
        assert_eq!(person.calls, other.calls);
    }
    assert!(figures.people.iter().all(|other| day.people.iter().any(|(staff, _)| *staff == other.staff)));
}

#[test]
fn a_closed_day_stays_as_it_was_whatever_is_corrected_later() {
    let mut site = closed();
    let print = |site: &Site| {
        let day = day(site);
        let paper = paper(Lang::Zh, "", &day);
        (paper.text(), html(&paper))
    };
    let log_of = |site: &Site| {
        let mut rows = Vec::new();
        query::each_visit(site.register(), Span::day(monday()), |v| {
            rows.push((v.id, v.owner, v.receiver, v.path, v.state, v.counted));
            Ok(())
        })
        .unwrap();
        rows
    };
    let sheet = print(&site);
    let rows = log_of(&site);
    // The same evening, after the close.
    site.at("19:00");
    site.refused(json!({"do": "undo", "by": "m1"}), "day_not_open");
    for command in [
        json!({"do": "deposit.refund", "by": "m1", "deposit": "d-0001", "reason": "客户改主意"}),
        json!({"do": "deposit.take", "by": "s2", "unit": "A-1203", "client": "c-v2", "amount_fen": 100}),
        json!({"do": "violation.void", "by": "m1", "violation": "x-0002", "reason": "误会"}),
        json!({"do": "violation.record", "by": "m1", "staff": "s2", "kind": "grabbing", "visit": "v2"}),
        json!({"do": "client.transfer", "by": "m1", "client": "c-v2", "to": "s1", "reason": "调整"}),
        json!({"do": "staff.depart", "by": "m1", "id": "s3"}),
    ] {
        site.ok(command);
    }
    // The next day: who the client really was, and to whom they belong.
    site.day("2026-11-24");
    site.ok(json!({"do": "day.open", "by": "m1", "order": ["s1", "s2"]}));
    site.refused(json!({"do": "undo", "by": "m1"}), "nothing_to_undo");
    site.ok(json!({"do": "register", "visit": "v2", "name": "司马懿", "phone": "13812345678"}));
    site.refused(json!({"do": "visit.take", "by": "m1", "visit": "v1", "staff": "s2"}), "already_finished");
    site.refused(json!({"do": "finish", "visit": "v1"}), "already_finished");
    assert_eq!(print(&site), sheet);
    assert_eq!(log_of(&site), rows);
    assert!(site.rebuild().is_empty());
    assert_eq!(print(&site), sheet);
    assert_eq!(log_of(&site), rows);
    // The corrections stand on the sheet of the day on which they were made.
    site.ok(json!({"do": "day.close", "by": "m1"}));
    let tuesday = closed_day(site.register(), monday() + TimeDelta::days(1)).unwrap().unwrap();
    assert_eq!(tuesday.refunds.iter().map(|line| line.amount_fen).collect::<Vec<_>>(), [5_000_000]);
    assert_eq!(tuesday.deposits.iter().map(|line| line.amount_fen).collect::<Vec<_>>(), [100]);
    assert_eq!(tuesday.voided.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>(), ["x-0002"]);
    assert_eq!(tuesday.violations.len(), 1);
    let text = paper(Lang::Zh, "", &tuesday).text();
    assert!(text.contains("11-23 19:00"), "{text}");
    assert!(site.is_whole());
}

/// A register whose day of today is open, with one make-up outstanding.
fn open_today(db: &Path) -> NaiveDate {
    let mut batch = binary::Batch::start(db);
    let mut say = |command: Value| assert_eq!(batch.answer(&command)["ok"], true, "{command}");
    say(json!({"do": "staff.add", "id": "m1", "name": "郑经理", "role": "manager"}));
    for (id, name) in [("s1", "王芳"), ("s2", "张伟")] {
        say(json!({"do": "staff.add", "id": id, "name": name, "role": "sales", "by": "m1"}));
    }
    say(json!({"do": "day.open", "order": ["s1", "s2"], "by": "m1"}));
    say(json!({"do": "presence", "staff": "s1", "to": "business"}));
    say(json!({"do": "arrive", "visit": "v1", "been_before": false, "name": "诸葛小明", "phone": "13812345678"}));
    assert_eq!(batch.end(), Some(0));
    binary::json(db, &["state", "--json"])["date"].as_str().unwrap().parse().unwrap()
}

fn finish(db: &Path) {
    let mut batch = binary::Batch::start(db);
    assert_eq!(batch.answer(&json!({"do": "finish", "visit": "v1"}))["ok"], true);
    assert_eq!(batch.end(), Some(0));
}

fn is_open(db: &Path) -> bool {
    !binary::json(db, &["state", "--json"])["date"].is_null()
}

fn words(output: &std::process::Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_day_is_closed_from_the_command_line() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("江湾一号.lunpai");
    let date = open_today(&db);
    let close = |args: &[&str]| binary::run(&db, &[&["day", "close"], args].concat());
    // What is open is listed, with what to do about it.
    let output = close(&[]);
    assert_eq!(output.status.code(), Some(1));
    let said = words(&output);
    assert!(said.contains("receiving:v1") && said.contains("owed:s1") && said.contains("--carry"), "{said}");
    assert!(said.contains("张伟接待中") && said.contains("王芳欠补 1"), "{said}");
    // Whoever is here is not carried over.
    assert_eq!(close(&["--carry", "明天"]).status.code(), Some(1));
    assert_eq!(close(&["--carry", "receiving:v1=明天"]).status.code(), Some(1));
    assert_eq!(close(&["--force", "--carry", "明天"]).status.code(), Some(1));
    finish(&db);
    assert_eq!(close(&["--carry", "owed:s9=明天"]).status.code(), Some(1));
    let dry = close(&["--carry", "owed:s1=明天补接", "--dry-run", "--json"]);
    assert_eq!(dry.status.code(), Some(0), "{}", words(&dry));
    let value: Value = serde_json::from_slice(&dry.stdout).unwrap();
    assert_eq!(value["open"], json!([{"about": "owed:s1", "what": "王芳欠补 1", "must_end": false}]));
    assert!(is_open(&db) && !folder.path().join("江湾一号-days").exists());
    // Done: the folder holds what is said.
    let output = close(&["--carry", "owed:s1=明天补接", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(!is_open(&db));
    let day = folder.path().join("江湾一号-days").join(date.to_string());
    assert_eq!(value["folder"].as_str().map(PathBuf::from), Some(day.clone()));
    let files: Vec<&str> = value["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for file in &files {
        assert!(!fs::read(day.join(file)).unwrap().is_empty(), "{file}");
    }
    let there = fs::read_dir(&day).unwrap().count();
    assert_eq!(there, files.len());
    let has = |ending: &str| files.iter().any(|file| Path::new(file).extension().is_some_and(|is| is == ending));
    assert!(has("xlsx") && has("csv"));
    // The backup holds the close itself.
    let backup = PathBuf::from(value["backup"].as_str().unwrap());
    assert_eq!(value["warnings"], json!([]));
    let there = binary::run(&backup, &["verify", "--against", value["digest"].as_str().unwrap()]);
    assert!(there.status.success(), "{}", words(&there));
    assert_eq!(fs::read_dir(day.parent().unwrap()).unwrap().count(), 1, "nothing else is left behind");
    // The digest of the sheet, in groups as it was printed, stands in the chain, and says which day it was.
    let sheet = fs::read_to_string(day.join("closing-sheet.txt")).unwrap();
    let groups: Vec<&str> = sheet.lines().filter(|line| line.len() == 41 && line.starts_with("  ")).collect();
    assert_eq!(groups.len(), 2, "{sheet}");
    let output = binary::run(&db, &["verify", "--against", &groups.join(" ")]);
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).contains(&date.to_string()), "{}", words(&output));
    assert!(sheet.contains("明天补接"), "{sheet}");
    for file in files {
        let text = fs::read_to_string(day.join(file)).unwrap_or_default();
        assert!(!text.contains("13812345678") && !text.contains("诸葛小明"), "{file}");
    }
    // Printed again it is the same; the files are written again, and say so.
    assert_eq!(words(&binary::run(&db, &["day", "sheet"])), sheet);
    let list = fs::read_to_string(day.join("files.txt")).unwrap();
    fs::remove_file(day.join("closing-sheet.html")).unwrap();
    let output = binary::run(&db, &["day", "files", &date.to_string()]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(day.join("closing-sheet.html").exists());
    let again = fs::read_to_string(day.join("files.txt")).unwrap();
    assert!(again.contains("重新写成") && !list.contains("重新写成"), "{again}");
    let sheets =
        |list: &str| list.lines().filter(|line| line.contains("closing-sheet")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(sheets(&again), sheets(&list));
    assert_eq!(close(&[]).status.code(), Some(1));
    assert_eq!(binary::run(&db, &["day", "sheet", "2020-01-01"]).status.code(), Some(1));
}

#[test]
fn a_folder_that_takes_no_files_leaves_the_day_open() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("t.lunpai");
    open_today(&db);
    finish(&db);
    let before = binary::json(&db, &["state", "--json"]);
    // A file stands where the folder should be.
    fs::write(folder.path().join("t-days"), "in the way").unwrap();
    let output = binary::run(&db, &["day", "close", "--carry", "x"]);
    assert_eq!(output.status.code(), Some(1));
    let said = words(&output);
    assert!(said.contains("写不了") && said.contains("t-days") && said.contains("没有收班"), "{said}");
    assert_eq!(binary::json(&db, &["state", "--json"]), before);
    assert!(binary::run(&db, &["verify"]).status.success());
    // Elsewhere it can be written: the configuration says where.
    let config = folder.path().join("config.toml");
    let days = folder.path().join("elsewhere");
    fs::write(&config, format!("[day]\nfolder = {:?}\n", days.display().to_string())).unwrap();
    let output = binary::lunpai(&db)
        .args(["--config", config.to_str().unwrap(), "day", "close", "--carry", "x"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert_eq!(fs::read_dir(&days).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_day_open() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("t.lunpai");
    open_today(&db);
    finish(&db);
    let before = binary::json(&db, &["state", "--json"]);
    // No file may grow beyond one block: what stands for a full disk, for whoever may write everywhere.
    let script = "ulimit -f 1; trap '' XFSZ; exec \"$0\" \"$@\"";
    let lunpai = binary::lunpai(&db);
    let args = [lunpai.get_program()].into_iter().chain(lunpai.get_args());
    let output = std::process::Command::new("sh")
        .args(["-c", script])
        .args(args)
        .args(["day", "close", "--carry", "x"])
        .env_clear()
        .envs(binary::environment(&db))
        .output()
        .unwrap();
    assert!(!output.status.success(), "{}", words(&output));
    assert_eq!(binary::json(&db, &["state", "--json"]), before, "{}", words(&output));
    assert!(binary::run(&db, &["verify"]).status.success());
    assert!(binary::run(&db, &["day", "close", "--carry", "x"]).status.success());
}
