//! The real binary in a real terminal: from the first key to a saved arrival, and out again.

use crate::driver::binary::{self, Batch};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use serde_json::json;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a screen may take before the test gives up. Nothing is timed.
const PATIENCE: Duration = Duration::from_secs(20);

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// A terminal with the program in it.
struct Terminal {
    screen: vt100::Parser,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
}

impl Terminal {
    fn start(db: &Path, rows: u16, columns: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_lunpai"));
        command.arg("--db");
        command.arg(db);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        let input = pair.master.take_writer().unwrap();
        Self { screen: vt100::Parser::new(cells(rows), cells(columns), 0), output, input, child }
    }

    fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Waits until the screen shows something.
    #[track_caller]
    fn expect(&mut self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.screen.screen().contents().contains(text) {
            assert!(Instant::now() < end, "no {text:?} on the screen:\n{}", self.screen.screen().contents());
            self.take_in(Duration::from_millis(200));
        }
    }

    /// Shows what the program has written, and answers when it asks where the cursor is.
    fn take_in(&mut self, wait: Duration) {
        let Ok(bytes) = self.output.recv_timeout(wait) else { return };
        self.screen.process(&bytes);
        for _ in bytes.windows(4).filter(|asked| asked == b"\x1b[6n") {
            self.press("\x1b[1;1R");
        }
    }

    /// Waits for the program's end and gives the screen that it leaves behind.
    #[track_caller]
    fn end(mut self) -> (u32, vt100::Parser) {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if Instant::now() > end {
                self.child.kill().unwrap();
                panic!("the program does not end:\n{}", self.screen.screen().contents());
            }
            self.take_in(Duration::from_millis(50));
        };
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(500)) {
            self.screen.process(&bytes);
        }
        (status.exit_code(), self.screen)
    }
}

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

#[test]
fn from_the_first_key_to_a_saved_arrival() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("site.lunpai");
    open_site(&db);
    let mut terminal = Terminal::start(&db, 24, 80);
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
    let (code, screen) = terminal.end();
    assert_eq!(code, 0);
    assert!(!screen.screen().alternate_screen(), "the terminal is given back");
    assert!(!screen.screen().hide_cursor());
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
