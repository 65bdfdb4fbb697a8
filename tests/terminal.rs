//! The real binary in a real terminal: from the first key to a saved arrival, and out again.

use crate::driver::binary::{self, Batch};
use crate::driver::terminal::{Left, Start, Terminal};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// A register whose day is open, with two salespeople in the order.
fn open_site(db: &Path) {
    let mut batch = Batch::start(db);
    let people = [("s1", "张伟", "sales"), ("s2", "李娜", "sales")];
    assert_eq!(batch.answer(&json!({"do": "staff.add", "id": "m1", "name": "王经理", "role": "manager"}))["ok"], true);
    for (id, name, role) in people {
        batch.answer(&json!({"do": "staff.add", "id": id, "name": name, "role": role, "by": "m1"}));
    }
    assert_eq!(batch.answer(&json!({"do": "day.open", "order": ["s1", "s2"]}))["ok"], true);
    assert_eq!(batch.end(), Some(0));
}

/// The terminal is as it was found, and the program ended in good order.
#[track_caller]
fn given_back(left: &Left) {
    assert_eq!(left.code, 0);
    let screen = left.screen.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    // The terminal itself is told, whatever it was in before.
    let written = String::from_utf8_lossy(&left.bytes);
    for off in ["\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l", "\x1b[?1000l", "\x1b[?1006l"] {
        assert!(written.contains(off), "{off:?} is never written");
    }
}

#[test]
fn from_the_first_key_to_a_saved_arrival() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    open_site(&db);
    let mut terminal = Terminal::start(&db, Start::default());
    terminal.expect("候接顺序");
    terminal.expect("张伟");
    terminal.press("n");
    terminal.expect("来访登记");
    terminal.press("13800001234");
    terminal.expect("新客户");
    terminal.press("\r");
    terminal.expect("以前来过吗");
    terminal.press("n");
    terminal.expect("按顺序轮到张伟");
    // Durable before it is shown: another process sees it now.
    let state = binary::json(&db, &["state", "--json"]);
    let receiving = state["staff"]["s1"]["receiving"].as_array().unwrap();
    assert_eq!(receiving.len(), 1, "{state}");
    assert_eq!(state["next"], "s2");
    // A client who is known by phone: the key, the number, Enter.
    let visit = receiving[0].as_str().unwrap().to_owned();
    let mut batch = Batch::start(&db);
    assert_eq!(batch.answer(&json!({"do": "finish", "visit": visit}))["ok"], true);
    batch.end();
    terminal.press("n");
    terminal.expect("来访登记");
    terminal.press("13800001234");
    terminal.expect("张伟");
    terminal.press("\r");
    terminal.expect("本人接待");
    assert_eq!(binary::json(&db, &["client", "c-0001", "--json"])["visits"].as_array().unwrap().len(), 2);
    terminal.press("q");
    given_back(&terminal.end());
    assert!(binary::run(&db, &["verify"]).status.success());
}

#[test]
fn without_a_terminal_it_says_so() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    open_site(&db);
    let done = binary::run(&db, &[]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("终端"));
    assert!(!String::from_utf8_lossy(&done.stderr).contains("panicked"));
}

#[test]
fn signals_give_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let folder = TempDir::new().unwrap();
        let db = folder.path().join("site.lunpai");
        open_site(&db);
        let mut terminal = Terminal::start(&db, Start::default());
        terminal.expect("候接顺序");
        terminal.keys("n 1380000");
        terminal.expect("1380000");
        let told = Command::new("kill").args(["-s", signal, &terminal.process().to_string()]).status();
        assert!(told.unwrap().success());
        given_back(&terminal.end());
        assert!(binary::run(&db, &["verify"]).status.success());
    }
}

#[test]
fn the_configuration_is_written_once() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    let file = folder.path().join("config/lunpai/config.toml");
    let written = binary::run(&db, &["config", "init"]);
    assert_eq!(String::from_utf8_lossy(&written.stdout).trim(), file.display().to_string());
    assert!(written.status.success());
    assert!(binary::run(&db, &["config", "check"]).status.success());
    std::fs::write(&file, "site = \"南岸\"\ntheme = \"pink\"\n").unwrap();
    let again = binary::run(&db, &["config", "init"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("已有配置"));
    assert!(std::fs::read_to_string(&file).unwrap().contains("pink"), "what is there stays");
    // The desk does not begin with a configuration that it cannot use.
    open_site(&db);
    let left = Terminal::start(&db, Start::default()).end();
    assert_eq!(left.code, 2);
    let said = left.screen.screen().contents();
    assert!(said.contains("第 2 行"), "{said}");
    std::fs::write(&file, "site = \"南岸\"\n").unwrap();
    let mut terminal = Terminal::start(&db, Start::default());
    terminal.expect("南岸");
    terminal.keys("q");
    given_back(&terminal.end());
}

/// The parameters of every escape that sets how letters look.
fn looks(bytes: &[u8]) -> Vec<u16> {
    let written = String::from_utf8_lossy(bytes);
    let escapes = written.split("\x1b[").skip(1);
    let looks = escapes.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    looks.flat_map(|look| look.split(';').map(|code| code.parse().unwrap_or(0)).collect::<Vec<_>>()).collect()
}

#[test]
fn without_colours_none_is_written() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    open_site(&db);
    let is_colour = |code: &u16| matches!(code, 30..=38 | 40..=48 | 90..=107);
    for (env, colours) in [(("NO_COLOR", "1"), false), (("NO_COLOR", ""), true), (("LUNPAI_THEME", "light"), true)] {
        let mut terminal = Terminal::start(&db, Start { env: &[env], ..Start::default() });
        terminal.expect("候接顺序");
        terminal.keys("p 1");
        terminal.expect("私事");
        terminal.keys("a 1 n");
        terminal.expect("来访登记");
        terminal.keys("Esc");
        terminal.expect_gone("来访登记");
        terminal.keys("q");
        let left = terminal.end();
        given_back(&left);
        assert_eq!(looks(&left.bytes).iter().any(is_colour), colours, "{env:?}");
    }
}

#[test]
fn an_idle_desk_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    open_site(&db);
    let mut terminal = Terminal::start(&db, Start::default());
    terminal.expect("候接顺序");
    let (rest, span) = (Duration::from_millis(700), Duration::from_secs(2));
    // The clock in the corner may turn once in that time, never twice.
    let is_quiet = terminal.written_at_rest(rest, span).is_empty() || terminal.written_at_rest(rest, span).is_empty();
    assert!(is_quiet, "it writes while nothing happens");
    terminal.keys("q");
    given_back(&terminal.end());
}
