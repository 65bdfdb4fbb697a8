//! One whole day through the screens only, and the same day through `lunpai batch`: both registers end
//! alike. The day itself stands in `tests/day/script.txt`.

use crate::driver::binary::{self, Batch};
use crate::driver::terminal::{Start, Terminal, pasted};
use chrono::{DateTime, Timelike};
use chrono_tz::UTC;
use lunpai::clock;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// The day.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/day/script.txt");

/// A line of the script.
enum Line<'a> {
    /// Keys pressed at the desk.
    Keys(&'a str),
    /// Text pasted there.
    Paste(&'a str),
    /// Text typed before there is a screen, with its Enter.
    Answer(&'a str),
    /// What the screen shows then.
    Shown(&'a str),
    /// What it shows no more.
    Gone(&'a str),
    /// The command that the keys stand for.
    Twin(Value),
    /// The command that the keys stand for, and how it is refused.
    Refused(&'a str, Value),
    /// A command that another process gives.
    Elsewhere(Value),
    /// The boards are alike at this moment.
    Alike,
    /// What is about to happen.
    Heading,
}

fn read(line: &str) -> Line<'_> {
    let json = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| panic!("no JSON: {line}"));
    let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
    match mark {
        "" | "#" => Line::Heading,
        ">" => Line::Keys(rest),
        ">>" => Line::Answer(rest),
        ">|" => Line::Paste(rest),
        "<" => Line::Shown(rest),
        "<-" => Line::Gone(rest),
        "==" => Line::Alike,
        "=" => Line::Twin(json(rest)),
        "!" => {
            let (code, command) = rest.split_once(' ').unwrap();
            Line::Refused(code, json(command))
        }
        "@" => Line::Elsewhere(json(rest)),
        _ => panic!("no line of a script: {line}"),
    }
}

/// A zone in which it is about noon, so that the day does not end while it is walked.
fn zone_at_noon() -> String {
    let hours = 12 - i32::try_from(clock::now(UTC).in_zone(UTC).hour()).unwrap();
    // The signs of these zones are turned around: five hours ahead is `Etc/GMT-5`.
    if hours == 0 { "Etc/GMT".to_owned() } else { format!("Etc/GMT{:+}", -hours) }
}

/// One row of a log: who gave it, its kind, what it says, and its private words.
type Row = (Option<String>, String, Value, Option<String>);

/// A register's log; its times are not told apart.
fn log(db: &Path) -> Vec<Row> {
    let register = Connection::open_with_flags(db, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    // What a close hands out is noted there; a command given alone hands out nothing.
    let query = "SELECT actor, kind, body, words FROM events LEFT JOIN people USING (seq)
        WHERE kind NOT IN ('export.log', 'log_exported') ORDER BY seq";
    let mut rows = register.prepare(query).unwrap();
    let rows = rows.query_map([], |row| {
        let body: String = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, timeless(serde_json::from_str(&body).unwrap()), row.get(3)?))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The same with every time told apart from others no more, and without the salted marks of private words.
fn timeless(mut value: Value) -> Value {
    match &mut value {
        Value::String(text) if DateTime::parse_from_rfc3339(text).is_ok() => return "a time".into(),
        Value::Object(fields) => {
            fields.remove("private");
            fields.values_mut().for_each(|field| *field = timeless(field.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = timeless(item.take())),
        _ => {}
    }
    value
}

/// Holds the boards of the two registers together.
fn same_board(screens: &Path, twin: &Path) {
    let state = |db| binary::json(db, &["state", "--json"]);
    assert!(state(screens).is_object());
    assert_eq!(state(screens), state(twin));
}

/// Holds the two registers together: board, clients, units, chain.
fn compare(screens: &Path, twin: &Path, units: &[String]) {
    let both = |args: &[&str]| (timeless(binary::json(screens, args)), timeless(binary::json(twin, args)));
    same_board(screens, twin);
    let clients = (1..).map(|number| format!("c-{number:04}"));
    let mut seen = 0;
    for client in clients {
        let (client, other) = both(&["client", &client, "--json"]);
        assert_eq!(client, other);
        if client.is_null() {
            break;
        }
        seen += 1;
    }
    assert!(seen > 12, "{seen} clients");
    for unit in units {
        let (unit, other) = both(&["unit", unit, "--json"]);
        assert!(unit.is_object());
        assert_eq!(unit, other);
    }
    for db in [screens, twin] {
        assert!(binary::run(db, &["verify"]).status.success());
    }
    let (log, other) = (log(screens), log(twin));
    for (row, other) in log.iter().zip(&other) {
        assert_eq!(row, other);
    }
    assert_eq!(log.len(), other.len());
}

/// A word given for all that is still open is given for each by name.
fn carry_over(db: &Path, command: &mut Value) {
    let Some(word) = command["carried"].as_str().map(str::to_owned) else { return };
    let listed = binary::json(db, &["day", "close", "--carry", &word, "--dry-run", "--json"]);
    let named = |open: &Value| json!({"about": open["about"], "word": word});
    command["carried"] = listed["open"].as_array().unwrap().iter().map(named).collect();
    assert_ne!(command["carried"], json!([]));
}

#[test]
fn a_day_through_the_screens_is_the_same_day_through_batch() {
    let folder = TempDir::new().unwrap();
    let (db, twin_db) = (folder.path().join("site.lunpai"), folder.path().join("twin.lunpai"));
    let zone = zone_at_noon();
    let start = Start { rows: 36, columns: 120, args: &["--zone", &zone], ..Start::default() };
    let mut desk = Terminal::start(&db, start);
    let mut twin = Batch::start_with(&twin_db, &["--zone", &zone]);
    let mut units = Vec::new();
    let mut arrivals = 0;
    let script = std::fs::read_to_string(SCRIPT).unwrap();
    for (number, line) in script.lines().enumerate() {
        let give = |batch: &mut Batch, command: &Value| {
            let answer = batch.answer(command);
            assert_eq!(answer["ok"], true, "line {}: {command} was answered {answer}", number + 1);
        };
        match read(line) {
            Line::Heading => {}
            Line::Alike => same_board(&db, &twin_db),
            Line::Keys(keys) => desk.keys(keys),
            Line::Paste(text) => desk.press(&pasted(&text.replace("⇥", "\t"))),
            Line::Answer(text) => desk.press(&format!("{text}\r")),
            Line::Shown(text) => desk.expect_at(number + 1, text),
            Line::Gone(text) => desk.expect_gone(text),
            Line::Twin(mut command) => {
                carry_over(&twin_db, &mut command);
                units.extend(command["unit"].as_str().filter(|_| command["do"] == "unit.add").map(str::to_owned));
                arrivals += usize::from(command["do"] == "arrive");
                give(&mut twin, &command);
            }
            Line::Refused(code, command) => assert_eq!(twin.answer(&command)["error"], code, "line {}", number + 1),
            Line::Elsewhere(command) => {
                let mut other = Batch::start(&db);
                give(&mut other, &command);
                other.end();
                give(&mut twin, &command);
            }
        }
    }
    assert!(arrivals >= 20, "{arrivals} arrivals");
    assert_eq!(desk.end().code, 0);
    twin.end();
    compare(&db, &twin_db, &units);
}
