//! `lunpai rulebook` and `lunpai rules`: a site's book as a file, checked, shown, loaded, tried on
//! past days.

use crate::driver::Site;
use crate::driver::binary::{json as read_json, run};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn book_of(db: &Path) -> String {
    out(&run(db, &["rulebook", "show", "--toml"]))
}

/// Writes a book beside the register.
fn file(site: &Site, text: &str) -> PathBuf {
    let path = site.path().with_file_name("book.toml");
    fs::write(&path, text).unwrap();
    path
}

/// The book in force with one policy given another value.
fn with_policy(site: &Site, key: &str, value: &str) -> String {
    let mut book = String::new();
    let mut is_it = false;
    for line in book_of(&site.path()).lines() {
        is_it = if line.starts_with("key = ") { line == format!("key = \"{key}\"") } else { is_it };
        let line = if is_it && line.starts_with("value = ") { format!("value = {value}") } else { line.to_owned() };
        book.push_str(&line);
        book.push('\n');
    }
    book
}

/// Tries a book from the first day on.
fn tried(site: &Site, text: &str) -> Value {
    let path = file(site, text);
    read_json(&site.path(), &["rulebook", "try", path.to_str().unwrap(), "--from", "2026-11-23", "--json"])
}

fn moved(trial: &Value) -> Vec<String> {
    let of = |value: &Value| value.as_str().unwrap_or("nobody").to_owned();
    let moved = trial["moved"].as_array().unwrap().iter();
    moved.map(|m| format!("{} {} {}", of(&m["visit"]), of(&m["really"]), of(&m["would"]))).collect()
}

#[test]
fn a_book_is_shown_edited_checked_and_loaded() {
    let mut site = Site::open(&["s1", "s2"]);
    site.ok(json!({"do": "policy.set", "by": "m1", "key": "makeup_cap", "value": 3}));
    let db = site.path();
    let text = with_policy(&site, "notify_minutes", "9").replacen("penalty = \"warning\"", "penalty = \"demerit\"", 1)
        + "[[absence]]\ncode = \"site_visit\"\nbecomes = \"business\"\nlabel.zh = \"跑工地\"\nlabel.en = \"On site\"\n";
    let path = file(&site, &text);
    let name = path.to_str().unwrap();
    assert_eq!(run(&db, &["rulebook", "check", name]).status.code(), Some(0));
    let preview = run(&db, &["rulebook", "load", name, "--by", "m1"]);
    let lines = out(&preview);
    assert_eq!(lines.lines().count(), 3, "{lines}");
    assert!(
        lines.contains("转告时限（notify_minutes）：5 分钟 → 9 分钟")
            && lines.contains("跑工地")
            && lines.contains("记过"),
        "{lines}"
    );
    assert!(!book_of(&db).contains("site_visit"), "a preview entered something");
    assert_eq!(run(&db, &["rulebook", "load", name, "--by", "s1", "--apply"]).status.code(), Some(1));
    assert!(!book_of(&db).contains("site_visit"), "who is no manager entered something");
    assert_eq!(run(&db, &["rulebook", "load", name, "--by", "m1", "--apply"]).status.code(), Some(0));
    let loaded = book_of(&db);
    assert!(loaded.contains("site_visit") && loaded.contains("value = 9") && loaded.contains("value = 3"), "{loaded}");
    let again = run(&db, &["rulebook", "load", name, "--by", "m1"]);
    assert!(out(&again).contains("没有差别"));
    let shown = out(&run(&db, &["rules"]));
    for text in ["site_visit  跑工地  公务 * 本案场改过", "notify_minutes = 9", "抢客（grabbing）：记过 * 本案场改过"]
    {
        assert!(shown.contains(text), "{text}\n{shown}");
    }
    assert!(site.is_whole());
}

#[test]
fn faults_are_told_with_their_lines_in_both_languages() {
    let site = Site::open(&["s1"]);
    let text = book_of(&site.path()).replacen("penalty = \"warning\"", "penalty = \"fine\"", 1).replacen(
        "becomes = \"private\"",
        "becomes = \"golf\"",
        1,
    );
    let path = file(&site, &text);
    let line = |needle: &str| text.lines().position(|line| line == needle).unwrap() + 1;
    let lines = [line("penalty = \"fine\""), line("becomes = \"golf\"")];
    let zh = run(&site.path(), &["rulebook", "check", path.to_str().unwrap()]);
    let en = run(&site.path(), &["rulebook", "check", path.to_str().unwrap(), "--lang", "en"]);
    assert_eq!([zh.status.code(), en.status.code()], [Some(1), Some(1)]);
    assert!(out(&zh).contains(&format!("第 {} 行", lines[0])) && out(&zh).contains(&format!("第 {} 行", lines[1])));
    assert!(out(&en).contains(&format!("line {}: ", lines[0])) && out(&en).contains(&format!("line {}: ", lines[1])));
    let no_file = run(&site.path(), &["rulebook", "check", "no-such-file.toml"]);
    assert_eq!(no_file.status.code(), Some(2));
}

/// A day on which clients are named, people are away, and somebody is poached.
fn lively(site: &mut Site) {
    site.ok(json!({"do": "arrive", "phone": "13800001111", "name": "王先生", "been_before": false}));
    site.ok(json!({"do": "arrive", "been_before": false, "asks_for": "s2"}));
    site.ok(json!({"do": "visit.take", "visit": "0002", "staff": "s3"}));
    site.ok(json!({"do": "presence", "staff": "s1", "reason": "washroom"}));
    site.ok(json!({"do": "call.start", "phone": "13800002222"}));
    site.ok(json!({"do": "arrive", "been_before": false}));
    site.ok(json!({"do": "unit.add", "unit": "u1"}));
    site.ok(json!({"do": "deposit.take", "unit": "u1", "client": "c-0001", "amount_fen": 100, "by": "s1"}));
    site.ok(json!({"do": "arrive", "been_before": false, "household": "周家"}));
    site.ok(json!({"do": "finish", "visit": "0001", "seen_off": false}));
    site.ok(json!({"do": "call.end", "call": "k-0001"}));
    let item = site.state()["inbox"].as_array().unwrap().iter().find(|i| i["kind"] == "not_seen_off").unwrap().clone();
    site.ok(json!({"do": "inbox.ack", "item": item["item"], "by": "m1"}));
    site.ok(json!({"do": "presence", "staff": "s1", "to": "business"}));
    site.ok(json!({"do": "undo", "by": "m1"}));
    site.ok(json!({"do": "violation.record", "staff": "s1", "kind": "gossip", "by": "m1"}));
    site.ok(json!({"do": "violation.void", "violation": "x-0001", "reason": "误会", "by": "m1"}));
}

#[test]
fn under_the_book_in_force_nothing_differs() {
    let mut site = Site::open(&["s1", "s2", "s3"]);
    lively(&mut site);
    site.ok(json!({"do": "day.close", "force": true, "by": "m1"}));
    site.day("2026-11-24");
    site.ok(json!({"do": "day.open", "order": ["s2", "s3", "s1"], "by": "m1"}));
    site.ok(json!({"do": "arrive", "phone": "13800001111"}));
    site.ok(json!({"do": "arrive", "been_before": false}));
    let (text, before) = (book_of(&site.path()), site.tables());
    for from in ["2026-11-20", "2026-11-23", "2026-11-24", "2026-12-01"] {
        let path = file(&site, &text);
        let trial = read_json(&site.path(), &["rulebook", "try", path.to_str().unwrap(), "--from", from, "--json"]);
        assert_eq!(trial["moved"], json!([]), "{from}: {trial}");
        assert_eq!(trial["refused"], json!([]), "{from}: {trial}");
        for (staff, turns) in trial["turns"].as_object().unwrap() {
            assert_eq!(turns["really"], turns["would"], "{from}: {staff}");
        }
    }
    let path = file(&site, &text);
    let told = run(&site.path(), &["rulebook", "try", path.to_str().unwrap(), "--from", "2026-11-23"]);
    assert!(out(&told).contains("来访 6 批，谁接谁都不变"), "{}", out(&told));
    assert_eq!(site.tables(), before, "a trial changed the register");
    let left = fs::read_dir(site.path().parent().unwrap()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|name| !name.contains("try")), "{left:?}");
}

#[test]
fn a_named_client_on_turn_would_count() {
    let mut site = Site::open(&["s1", "s2"]);
    // s1 is next, is asked for and receives: on top of the turn. Then s1 again; under `counts`, s2.
    site.ok(json!({"do": "arrive", "been_before": false, "asks_for": "s1"}));
    site.finish("0001");
    site.ok(json!({"do": "arrive", "been_before": false}));
    let trial = tried(&site, &with_policy(&site, "named_on_turn", "\"counts\""));
    assert_eq!(moved(&trial), ["0002 s1 s2"], "{trial}");
    assert_eq!(trial["turns"]["s1"]["would"]["passed"], 1);
    assert_eq!(
        trial["turns"]["s2"],
        json!({"really": {"passed": 0, "taken": 0, "made_up": 0, "consumed": 0, "owed_granted": 0},
        "would": {"passed": 1, "taken": 1, "made_up": 0, "consumed": 0, "owed_granted": 0}})
    );
}

#[test]
fn a_cap_would_grant_fewer_turns() {
    let mut site = Site::open(&["s1", "s2"]);
    // s1 is away for the company while two turns pass: both are owed, and made up first. Under a cap
    // of one the second is not owed: the last client is nobody's make-up and goes to s2.
    site.presence("s1", "business");
    for visit in ["a", "b"] {
        site.arrive_new(visit);
        site.finish(visit);
    }
    site.presence("s1", "available");
    let mut seen = Vec::new();
    for visit in ["c", "d", "e", "f"] {
        seen.push(site.arrive_new(visit)["receiver"].as_str().unwrap().to_owned());
        site.finish(visit);
    }
    assert_eq!(seen, ["s1", "s1", "s1", "s2"]);
    let trial = tried(&site, &with_policy(&site, "makeup_cap", "1"));
    // c: the one make-up; d: s1's turn; e: s2's turn; f: s1's turn.
    assert_eq!(moved(&trial), ["e s1 s2", "f s2 s1"], "{trial}");
    assert_eq!(trial["turns"]["s1"]["really"]["owed_granted"], 2);
    assert_eq!(trial["turns"]["s1"]["would"]["owed_granted"], 1);
}

#[test]
fn a_match_alone_would_not_recognise() {
    let mut site = Site::open(&["s1", "s2"]);
    site.ok(json!({"do": "arrive", "phone": "13800001111", "been_before": false}));
    site.finish("0001");
    // The client of s1 comes back; it is s2's turn.
    site.ok(json!({"do": "arrive", "phone": "13800001111"}));
    site.finish("0002");
    let trial = tried(&site, &with_policy(&site, "register_match", "\"rotation\""));
    assert_eq!(moved(&trial), ["0002 s1 s2"], "{trial}");
}

#[test]
fn what_can_no_longer_be_given_is_counted() {
    let mut site = Site::open(&["s1", "s2"]);
    site.ok(json!({"do": "presence", "staff": "s1", "reason": "washroom"}));
    site.ok(json!({"do": "policy.set", "by": "m1", "key": "makeup_cap", "value": 1}));
    site.ok(json!({"do": "arrive", "been_before": false}));
    let text = book_of(&site.path());
    let text = text.replacen("code = \"washroom\"", "code = \"powder_room\"", 1);
    let trial = tried(&site, &text);
    assert_eq!(trial["refused"], json!([{"do": "presence", "error": "bad_input", "count": 1}]), "{trial}");
    assert_eq!(moved(&trial), ["0001 s2 s1"]);
    assert_eq!(trial["left_out"], 1);
}
