//! The log under hard treatment, through the real binary: killed in mid-sentence, written by two
//! processes at once, edited behind the program's back, and files that are none of its business.

use crate::driver::binary::{json, lunpai, run};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use tempfile::TempDir;

/// A site with three salespeople whose day is open.
fn open_site(folder: &TempDir) -> PathBuf {
    let db = folder.path().join("site.lunpai");
    let mut lines = String::from("{\"do\":\"staff.add\",\"id\":\"m\",\"name\":\"经理\",\"role\":\"manager\"}\n");
    for id in ["a", "b", "c"] {
        let line = json!({"do": "staff.add", "id": id, "name": id, "role": "sales", "by": "m"});
        writeln!(lines, "{line}").unwrap();
    }
    lines.push_str("{\"do\":\"day.open\",\"order\":[\"a\",\"b\",\"c\"]}\n");
    let mut child = spawn(&db);
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    db
}

fn spawn(db: &Path) -> Child {
    lunpai(db).arg("batch").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

#[track_caller]
fn is_whole(db: &Path) {
    assert!(run(db, &["verify"]).status.success(), "the chain is broken");
    let rebuilt = run(db, &["--lang", "en", "rebuild"]);
    let said = String::from_utf8_lossy(&rebuilt.stdout).into_owned();
    assert!(said.contains("no table has changed"), "{said}");
}

#[track_caller]
fn count(db: &Path, sql: &str) -> u64 {
    Connection::open(db).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn arrival(visit: &str) -> Value {
    json!({"do": "arrive", "visit": visit, "been_before": false, "name": "来客", "request": format!("r-{visit}")})
}

/// Arrivals, each finished at once, with a request key each.
fn stream(prefix: &str, visits: u32) -> Vec<Value> {
    let pair = |n: u32| {
        let visit = format!("{prefix}{n}");
        [arrival(&visit), json!({"do": "finish", "visit": visit, "request": format!("f-{visit}")})]
    };
    (0..visits).flat_map(pair).collect()
}

/// Says lines from a thread of its own; stops when the other side is gone.
fn say(child: &mut Child, lines: Vec<Value>) -> thread::JoinHandle<()> {
    let mut input = child.stdin.take().unwrap();
    thread::spawn(move || {
        for line in lines {
            if writeln!(input, "{line}").is_err() {
                break;
            }
        }
    })
}

/// Every answered key stands in the log, and its entry ends where the answer said.
#[track_caller]
fn all_entered(db: &Path, answered: &[(Value, Value)]) {
    let conn = Connection::open(db).unwrap();
    let sql = "SELECT max(e.seq) FROM requests r JOIN events e ON e.command = r.seq WHERE r.request = ?1";
    let mut statement = conn.prepare(sql).unwrap();
    for (request, seq) in answered {
        let entered: Option<u64> = statement.query_row([request.as_str()], |row| row.get(0)).unwrap();
        assert_eq!(entered, seq.as_u64(), "the answered {request} is not in the log as answered");
    }
}

#[test]
fn a_kill_loses_no_answer_and_leaves_no_half() {
    let folder = TempDir::new().unwrap();
    let db = open_site(&folder);
    let mut answered: Vec<(Value, Value)> = Vec::new();
    for round in 0..10_u64 {
        let mut child = spawn(&db);
        let lines = stream(&format!("k{round}-"), 400);
        let speaker = say(&mut child, lines.clone());
        let heard = BufReader::new(child.stdout.take().unwrap()).lines();
        // Somewhere else in the stream, and in a command, each time.
        let kill_after = usize::try_from(3 + round * 37 % 61).unwrap();
        for (number, line) in heard.enumerate() {
            if number == kill_after {
                thread::sleep(std::time::Duration::from_micros(round * 613));
                child.kill().unwrap();
            }
            // What was on its way when the process died may be half a line: that is no answer.
            let Ok(answer) = serde_json::from_str::<Value>(&line.unwrap()) else { break };
            assert_eq!(answer["ok"], true, "{answer}");
            answered.push((lines[number]["request"].clone(), answer["seq"].clone()));
        }
        assert!(!child.wait().unwrap().success(), "the stream ended before the kill");
        speaker.join().unwrap();
        is_whole(&db);
        all_entered(&db, &answered);
        let halves = "SELECT count(*) FROM events e WHERE e.command = e.seq AND e.kind IN ('arrive', 'finish')
            AND NOT EXISTS (SELECT 1 FROM events f WHERE f.command = e.seq AND f.seq > e.seq)";
        assert_eq!(count(&db, halves), 0, "a command without its facts");
        // The site goes on: whoever is here is seen off.
        let left: Vec<Value> = json(&db, &["state", "--json"])["staff"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|person| person["receiving"].as_array().unwrap().clone())
            .collect();
        let mut child = spawn(&db);
        let finishes = left.iter().map(|visit| json!({"do": "finish", "visit": visit})).collect();
        say(&mut child, finishes).join().unwrap();
        assert!(child.wait().unwrap().success());
    }
    assert!(answered.len() > 100);
}

#[test]
fn a_killed_stream_said_again_is_entered_once() {
    let folder = TempDir::new().unwrap();
    let db = open_site(&folder);
    let lines = stream("again-", 60);
    let mut child = spawn(&db);
    let speaker = say(&mut child, lines.clone());
    let heard: Vec<_> = BufReader::new(child.stdout.take().unwrap()).lines().take(31).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    speaker.join().unwrap();
    let mut child = spawn(&db);
    let speaker = say(&mut child, lines);
    let again: Vec<String> = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap).collect();
    speaker.join().unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(again.len(), 120);
    for (first, second) in heard.into_iter().zip(&again) {
        assert_eq!(&first.unwrap(), second, "the same key gets the first answer");
    }
    assert_eq!(count(&db, "SELECT count(*) FROM visits"), 60);
    is_whole(&db);
}

#[test]
fn two_processes_on_one_file_lose_nothing() {
    let folder = TempDir::new().unwrap();
    let db = open_site(&folder);
    let talk = |prefix: &'static str| {
        let db = db.clone();
        thread::spawn(move || {
            let mut child = spawn(&db);
            let speaker = say(&mut child, stream(prefix, 75));
            let heard = BufReader::new(child.stdout.take().unwrap()).lines();
            let answers: Vec<Value> = heard.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
            speaker.join().unwrap();
            assert!(child.wait().unwrap().success());
            answers
        })
    };
    let talks = ["p-", "q-"].map(talk);
    let answers: Vec<Value> = talks.into_iter().flat_map(|talk| talk.join().unwrap()).collect();
    assert_eq!(answers.len(), 300);
    let seqs: BTreeSet<u64> = answers.iter().map(|answer| answer["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs.len(), 300, "two commands got one number");
    assert_eq!(count(&db, "SELECT count(*) FROM visits WHERE state = 'finished'"), 150);
    let routed = answers.iter().filter(|answer| answer["receiver"].is_string()).count();
    let let_in: usize = answers.iter().map(|answer| answer["assigned"].as_array().unwrap().len()).sum();
    assert_eq!(routed + let_in, 150, "every reception was answered once");
    let taken: i64 = json(&db, &["state", "--json"])["staff"]
        .as_object()
        .unwrap()
        .values()
        .map(|person| person["taken"].as_i64().unwrap() + person["made_up"].as_i64().unwrap())
        .sum();
    assert_eq!(taken, 150);
    is_whole(&db);
}

#[test]
fn an_edit_behind_the_back_is_found() {
    let edits = [
        "UPDATE people SET words = replace(words, '来客', '别人') WHERE seq = (SELECT max(seq) FROM people)",
        "DROP TRIGGER events_keep_update; UPDATE events SET body = replace(body, '\"a\"', '\"b\"') WHERE kind = 'visit_routed'",
        "DROP TRIGGER events_keep_update; UPDATE events SET at = at - 60000000 WHERE seq = 3",
        "DROP TRIGGER events_keep_update; UPDATE events SET actor = 'm' WHERE kind = 'arrive'",
        "PRAGMA foreign_keys = OFF; DROP TRIGGER events_keep_delete; DELETE FROM events WHERE seq = 4",
        "PRAGMA foreign_keys = OFF; DROP TRIGGER events_keep_delete; DELETE FROM events WHERE seq = 1",
    ];
    for edit in edits {
        let folder = TempDir::new().unwrap();
        let db = open_site(&folder);
        let mut child = spawn(&db);
        say(&mut child, stream("e", 3)).join().unwrap();
        assert!(child.wait().unwrap().success());
        is_whole(&db);
        Connection::open(&db).unwrap().execute_batch(edit).unwrap();
        assert_eq!(run(&db, &["verify"]).status.code(), Some(1), "not found: {edit}");
    }
}

#[test]
fn the_log_itself_refuses_edits() {
    let folder = TempDir::new().unwrap();
    let db = open_site(&folder);
    let conn = Connection::open(&db).unwrap();
    assert!(conn.execute("UPDATE events SET actor = 'm'", []).is_err());
    assert!(conn.execute("DELETE FROM events", []).is_err());
}

#[test]
fn a_tail_cut_off_is_found_by_the_sheet() {
    let folder = TempDir::new().unwrap();
    let db = open_site(&folder);
    let mut child = spawn(&db);
    let close = json!({"do": "day.close", "by": "m"});
    say(&mut child, vec![arrival("x"), json!({"do": "finish", "visit": "x"}), close]).join().unwrap();
    let heard = BufReader::new(child.stdout.take().unwrap()).lines();
    let last: Value = serde_json::from_str(&heard.last().unwrap().unwrap()).unwrap();
    assert!(child.wait().unwrap().success());
    let digest = last["digest"].as_str().unwrap();
    assert!(run(&db, &["verify", "--against", digest]).status.success());
    Connection::open(&db)
        .unwrap()
        .execute_batch(
            "PRAGMA foreign_keys = OFF; DROP TRIGGER events_keep_delete;
             DELETE FROM events WHERE command = (SELECT max(command) FROM events)",
        )
        .unwrap();
    assert!(run(&db, &["verify"]).status.success(), "what is left is a whole chain");
    assert_eq!(run(&db, &["verify", "--against", digest]).status.code(), Some(1));
}

/// Files whose every byte must still be there after the program was pointed at them.
#[test]
fn other_files_are_refused_untouched() {
    let folder = TempDir::new().unwrap();
    let other = folder.path().join("other.db");
    let conn = Connection::open(&other).unwrap();
    conn.execute_batch("CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1)").unwrap();
    drop(conn);
    let text = folder.path().join("letter.txt");
    std::fs::write(&text, "Dear reader, this is no database. 这不是数据库。").unwrap();
    let newer = open_site(&folder);
    let conn = Connection::open(&newer).unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE; PRAGMA user_version = 999")
        .unwrap();
    drop(conn);
    for file in [other, text, newer] {
        let before = std::fs::read(&file).unwrap();
        for verb in [&["batch"][..], &["state"], &["verify"], &["rebuild"], &["export"]] {
            let done = lunpai(&file).args(verb).stdin(Stdio::null()).output().unwrap();
            assert_eq!(done.status.code(), Some(2), "{verb:?} {}", file.display());
            assert!(std::fs::read(&file).unwrap() == before, "{verb:?} changed {}", file.display());
        }
        for ending in ["-wal", "-shm", "-journal"] {
            let beside = PathBuf::from(format!("{}{ending}", file.display()));
            assert!(!beside.exists(), "{} was left", beside.display());
        }
    }
}
