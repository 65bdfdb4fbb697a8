//! PINs through the binary: guessing is slowed and logged, nothing of a PIN is left anywhere, and a PIN
//! comes from a file or the environment only.

use crate::driver::binary::{Batch, json, lunpai, run};
use crate::driver::terminal::{Start, Terminal};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const PIN: &str = "70351964";
const WRONG: &str = "19640703";

struct House {
    folder: TempDir,
    db: PathBuf,
}

/// A register whose manager has a PIN.
fn house() -> House {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    let mut batch = Batch::start(&db);
    let mut say = |command: Value| assert_eq!(batch.answer(&command)["ok"], true, "{command}");
    say(json!({"do": "staff.add", "id": "m1", "name": "王经理", "role": "manager"}));
    say(json!({"do": "staff.add", "id": "s1", "name": "张伟", "role": "sales", "by": "m1"}));
    say(json!({"do": "day.open", "order": ["s1"]}));
    say(
        json!({"do": "arrive", "visit": "a1", "new_client": "a", "been_before": false, "name": "诸葛小明", "phone": "13812345678"}),
    );
    say(json!({"do": "pin.set", "staff": "m1", "pin": PIN, "by": "m1"}));
    assert_eq!(batch.end(), Some(0));
    House { folder, db }
}

impl House {
    /// A file that only its owner may read.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Gives lines to a run of its own, with a PIN in the environment.
    fn batch(&self, args: &[&str], pin: Option<&str>, lines: &[Value]) -> Output {
        let mut command = lunpai(&self.db);
        command.arg("batch").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(pin) = pin {
            command.env("LUNPAI_PIN", pin);
        }
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        for line in lines {
            // A run that is refused at once does not read.
            let _ = writeln!(input, "{line}");
        }
        drop(input);
        child.wait_with_output().unwrap()
    }

    fn conn(&self) -> Connection {
        Connection::open(&self.db).unwrap()
    }

    fn failures(&self) -> Vec<i64> {
        let conn = self.conn();
        let sql = "SELECT json_extract(body, '$.in_a_row') FROM events WHERE kind = 'pin_failed' ORDER BY seq";
        conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }
}

/// Answers a question that shows nothing of the answer: a moment after it is asked, as a person does.
#[track_caller]
fn type_unseen(terminal: &mut Terminal, question: &str, answer: &str) {
    terminal.expect(question);
    terminal.written_at_rest(Duration::from_millis(600), Duration::ZERO);
    terminal.press(&format!("{answer}\r"));
}

fn policy(value: u8) -> Value {
    json!({"do": "policy.set", "key": "makeup_cap", "value": value, "by": "m1"})
}

fn answers(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn guessing_is_slowed_and_logged() {
    let house = house();
    let wait = |message: &Value| message.as_str().unwrap().contains("秒");
    for guess in 0..3 {
        let done = house.batch(&[], Some(&format!("{WRONG}{guess}")), &[policy(1), policy(2)]);
        assert_eq!(done.status.code(), Some(1));
        let answers = answers(&done);
        assert!(answers.iter().all(|answer| answer["error"] == "needs_manager" && !wait(&answer["message"])));
        assert_eq!(house.failures().len(), guess + 1, "one a run, however many lines");
    }
    // None is looked at now, not even the right one, and looking is not counted.
    for pin in [WRONG, PIN] {
        let done = house.batch(&[], Some(pin), &[policy(1)]);
        assert!(wait(&answers(&done)[0]["message"]), "{}", said(&done));
    }
    assert_eq!(house.failures(), [1, 2, 3]);
    // Hundreds of runs later only as many were looked at as the clock allowed.
    let conn = house.conn();
    let waited: [i64; 9] = [2, 4, 8, 16, 32, 64, 128, 256, 300];
    for (at, seconds) in waited.iter().enumerate() {
        let early = (seconds - 1) * 1_000_000;
        conn.execute("UPDATE pin_tries SET tried_at = CAST(unixepoch('subsec') * 1000000 AS INTEGER) - ?1", [early])
            .unwrap();
        let done = house.batch(&[], Some(WRONG), &[policy(1)]);
        assert!(wait(&answers(&done)[0]["message"]), "not before {seconds} seconds: {}", said(&done));
        conn.execute("UPDATE pin_tries SET tried_at = tried_at - 1000000", []).unwrap();
        house.batch(&[], Some(WRONG), &[policy(1)]);
        assert_eq!(house.failures().len(), 4 + at);
    }
    conn.execute("UPDATE pin_tries SET tried_at = tried_at - 300000000", []).unwrap();
    assert_eq!(house.batch(&[], Some(PIN), &[policy(1)]).status.code(), Some(0));
    assert!(run(&house.db, &["verify"]).status.success());
}

#[test]
fn a_run_of_all_or_nothing_logs_its_wrong_pin_too() {
    let house = house();
    let at = |time: &str, mut line: Value| {
        line["at"] = json!(format!("2099-01-01T{time}:00+08:00"));
        line
    };
    let presence = json!({"do": "presence", "staff": "s1", "to": "private"});
    let lines = [at("10:00", presence), at("11:00", policy(1))];
    let done = house.batch(&["--atomic"], Some(WRONG), &lines);
    assert_eq!((done.status.code(), answers(&done).len()), (Some(1), 1));
    assert_eq!(house.failures(), [1]);
    // Nothing of the run stands, and its times were not taken over: it goes through when given again.
    assert_eq!(json(&house.db, &["state", "--json"])["staff"]["s1"]["base"], "available");
    let done = house.batch(&["--atomic"], Some(PIN), &lines);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(run(&house.db, &["verify"]).status.success());
}

#[test]
fn a_pin_comes_from_a_file_or_the_environment() {
    let house = house();
    let right = house.file("pin", &format!("{PIN}\nnotes\n"));
    assert_eq!(house.batch(&["--pin-file", &right], None, &[policy(1)]).status.code(), Some(0));
    // The file goes before the environment.
    assert_eq!(house.batch(&["--pin-file", &right], Some(WRONG), &[policy(2)]).status.code(), Some(0));
    assert!(house.failures().is_empty());
    assert_eq!(house.batch(&[], None, &[policy(3)]).status.code(), Some(1));
    assert!(house.failures().is_empty(), "no PIN is no wrong one");
    let missing = house.batch(&["--pin-file", "nowhere"], None, &[policy(3)]);
    assert_eq!(missing.status.code(), Some(2));
    assert_eq!(run(&house.db, &["batch", "--pin", PIN]).status.code(), Some(2), "never an argument");
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_warned_of() {
    let house = house();
    let file = house.file("pin", PIN);
    let done = house.batch(&["--pin-file", &file], None, &[policy(1)]);
    assert!(done.stderr.is_empty(), "{}", said(&done));
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let done = house.batch(&["--pin-file", &file], None, &[policy(2)]);
    assert_eq!(done.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&done.stderr).contains("chmod 600"), "{}", said(&done));
}

#[test]
fn names_in_full_take_the_pin() {
    let house = house();
    let export =
        |args: &[&str]| run(&house.db, &[&["export", "--unmasked", "--by", "m1", "--reason", "核对"], args].concat());
    let refused = export(&[]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0), "{}", said(&refused));
    let wrong = export(&["--pin-file", &house.file("wrong", WRONG)]);
    assert_eq!((wrong.status.code(), house.failures().len()), (Some(1), 1));
    let right = export(&["--pin-file", &house.file("pin", PIN)]);
    assert!(said(&right).contains("诸葛小明"), "{}", said(&right));
    assert!(!said(&run(&house.db, &["export"])).contains("诸葛小明"));
}

#[test]
fn a_pin_is_set_and_listed() {
    let house = house();
    let new = "48151623";
    let set = |args: &[&str]| run(&house.db, &[&["pin", "set"], args].concat());
    let (right, wrong, next) = (house.file("pin", PIN), house.file("wrong", WRONG), house.file("new", new));
    assert_eq!(set(&["s1", "--new-pin-file", &next]).status.code(), Some(0));
    assert_eq!(set(&["m1", "--pin-file", &wrong, "--new-pin-file", &next]).status.code(), Some(1));
    let listed = said(&run(&house.db, &["pin", "list"]));
    assert!(listed.contains("m1 王经理") && listed.contains("连续输错 1 次") && listed.contains("s1 张伟"), "{listed}");
    assert_eq!(set(&["m1", "--pin-file", &right, "--new-pin-file", &next]).status.code(), Some(0));
    assert_eq!(house.batch(&[], Some(new), &[policy(1)]).status.code(), Some(0));
    let easy = house.file("easy", "123456");
    let done = set(&["s1", "--by", "m1", "--pin-file", &next, "--new-pin-file", &easy]);
    assert!(done.status.code() == Some(1) && !said(&done).contains("123456"), "{}", said(&done));
    // Without a terminal nothing is asked.
    assert_eq!(set(&["m1"]).status.code(), Some(1));
}

#[test]
fn nothing_of_a_pin_is_left_anywhere() {
    let house = house();
    let done = [
        house.batch(
            &[],
            Some(PIN),
            &[policy(1), json!({"do": "pin.set", "staff": "s1", "pin": "86429753", "by": "m1"})],
        ),
        house.batch(&[], Some(WRONG), &[policy(2)]),
        house.batch(&[], None, &[json!({"do": "pin.set", "staff": "s1", "pin": "11111111", "by": "m1"})]),
        run(&house.db, &["rebuild"]),
        run(&house.db, &["pin", "list"]),
    ];
    let secrets = [PIN, WRONG, "86429753", "11111111"];
    for output in &done {
        assert!(!secrets.iter().any(|pin| said(output).contains(pin)), "{}", said(output));
    }
    for ending in ["", "-wal"] {
        let Ok(bytes) = std::fs::read(format!("{}{ending}", house.db.display())) else { continue };
        for pin in secrets {
            assert!(!bytes.windows(pin.len()).any(|window| window == pin.as_bytes()), "{pin} stands in the file");
        }
    }
    let hash: String = house.conn().query_row("SELECT hash FROM pins", [], |row| row.get(0)).unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
}

#[test]
fn the_first_run_makes_the_manager_and_their_pin() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    let mut terminal = Terminal::start(&db, Start::default());
    terminal.expect("销售经理的姓名");
    terminal.press("郑经理，李经理\r");
    type_unseen(&mut terminal, "给郑经理设一个 PIN", "1234");
    terminal.expect("不能全部相同");
    type_unseen(&mut terminal, "给郑经理设一个 PIN", PIN);
    type_unseen(&mut terminal, "再输一遍", WRONG);
    terminal.expect("两遍不一样");
    type_unseen(&mut terminal, "给郑经理设一个 PIN", PIN);
    terminal.expect_times("再输一遍", 2);
    type_unseen(&mut terminal, "再输一遍", PIN);
    type_unseen(&mut terminal, "给李经理设一个 PIN", "");
    terminal.expect("销售员的姓名");
    terminal.press("张伟\r");
    terminal.expect("内勤的姓名");
    terminal.press("\r");
    terminal.expect("候接顺序");
    terminal.press("q");
    let left = terminal.end();
    assert_eq!(left.code, 0);
    let written = String::from_utf8_lossy(&left.bytes).into_owned();
    assert!(!written.contains(PIN) && !written.contains(WRONG) && !written.contains("没有设 PIN"), "{written}");
    let listed = said(&run(&db, &["pin", "list"]));
    assert!(listed.contains("m1 郑经理") && !listed.contains("m2"), "{listed}");
    let house = House { folder, db };
    assert_eq!(house.batch(&[], None, &[policy(1)]).status.code(), Some(1));
    assert_eq!(house.batch(&[], Some(PIN), &[policy(1)]).status.code(), Some(0));
}

#[test]
fn the_first_run_says_what_no_pin_means() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    let mut terminal = Terminal::start(&db, Start { columns: 120, ..Start::default() });
    for (question, answer) in
        [("销售经理的姓名", "郑经理"), ("设一个 PIN", ""), ("销售员的姓名", "张伟"), ("内勤的姓名", "")]
    {
        terminal.expect(question);
        terminal.press(&format!("{answer}\r"));
    }
    terminal.expect("候接顺序");
    terminal.press("q");
    assert!(String::from_utf8_lossy(&terminal.end().bytes).contains("没有设 PIN"));
    assert!(said(&run(&db, &["pin", "list"])).contains("还没有人设 PIN"));
}

#[test]
fn a_pin_is_asked_for_at_the_terminal() {
    let house = house();
    let start = Start { args: &["pin", "set", "m1"], ..Start::default() };
    let mut terminal = Terminal::start(&house.db, start);
    type_unseen(&mut terminal, "王经理，请输入 PIN", PIN);
    type_unseen(&mut terminal, "新 PIN", "48151623");
    type_unseen(&mut terminal, "再输一遍", "48151623");
    terminal.expect("王经理的 PIN 已设好");
    let left = terminal.end();
    let written = String::from_utf8_lossy(&left.bytes).into_owned();
    assert!(left.code == 0 && !written.contains(PIN) && !written.contains("48151623"), "{written}");
    assert_eq!(house.batch(&[], Some("48151623"), &[policy(1)]).status.code(), Some(0));
}

#[test]
fn a_rebuild_keeps_pins() {
    let house = house();
    house.batch(&[], Some(WRONG), &[policy(1)]);
    let rows = |db: &Path| {
        let conn = Connection::open(db).unwrap();
        let sql = "SELECT staff || seq || hash FROM pins UNION ALL SELECT staff || wrong || tried_at FROM pin_tries";
        conn.prepare(sql)
            .unwrap()
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap()
            .map(Result::unwrap)
            .collect::<Vec<_>>()
    };
    let before = rows(&house.db);
    assert_eq!(before.len(), 2);
    assert!(run(&house.db, &["rebuild"]).status.success());
    assert_eq!(rows(&house.db), before);
    assert_eq!(house.batch(&[], None, &[policy(1)]).status.code(), Some(1), "and still asks for them");
    assert_eq!(house.batch(&[], Some(PIN), &[policy(1)]).status.code(), Some(0));
}

#[test]
fn a_hash_that_is_not_the_logs_opens_nothing() {
    let house = house();
    let conn = house.conn();
    conn.execute("UPDATE pins SET seq = seq + 1", []).unwrap();
    assert_eq!(house.batch(&[], Some(PIN), &[policy(1)]).status.code(), Some(1));
    conn.execute("DELETE FROM pins", []).unwrap();
    assert_eq!(house.batch(&[], Some(PIN), &[policy(1)]).status.code(), Some(1));
}
