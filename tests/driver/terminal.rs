//! The real binary in a real terminal: keys in, a screen out.

use super::binary::environment;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long a screen may take before the test gives up. Nothing is timed.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked whether the program has ended.
const GLANCE: Duration = Duration::from_millis(50);

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// How the program is started.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// Height of the terminal.
    pub rows: u16,
    /// Width of the terminal.
    pub columns: u16,
    /// Arguments after the register.
    pub args: &'a [&'a str],
    /// More of the environment.
    pub env: &'a [(&'a str, &'a str)],
}

impl Default for Start<'_> {
    fn default() -> Self {
        Self { rows: 24, columns: 80, args: &[], env: &[] }
    }
}

/// What the program leaves behind when it has ended.
pub struct Left {
    /// Its exit code.
    pub code: u32,
    /// The screen as it is then.
    pub screen: vt100::Parser,
    /// Everything that it wrote.
    pub bytes: Vec<u8>,
}

/// A terminal with the program in it.
pub struct Terminal {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    // Given up with the terminal: what is in it is told by the hangup signal.
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts the desk on a register.
    pub fn start(db: &Path, start: Start) -> Self {
        let size = PtySize { rows: start.rows, cols: start.columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_lunpai"));
        command.arg("--db");
        command.arg(db);
        command.args(start.args);
        command.env_clear();
        for (name, value) in environment(db) {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for (name, value) in start.env {
            command.env(name, value);
        }
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
        let screen = vt100::Parser::new(cells(start.rows), cells(start.columns), 0);
        Self { screen, bytes: Vec::new(), output, input, child, _master: pair.master }
    }

    /// Sends bytes as a terminal would.
    pub fn press(&mut self, bytes: &str) {
        self.input.write_all(bytes.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Presses keys, set apart by spaces: `Enter`, `F6`, `Down`; anything else is typed as it stands.
    #[track_caller]
    pub fn keys(&mut self, keys: &str) {
        let bytes: String = keys.split(' ').map(key).collect();
        // What follows an escape at once is another key to a terminal.
        let escapes = bytes.strip_suffix('\x1b').unwrap_or(&bytes).split('\x1b').skip(1);
        assert!(escapes.into_iter().all(|rest| rest.starts_with(['[', 'O'])), "Esc comes last in {keys:?}");
        self.press(&bytes);
    }

    /// Waits until the screen shows something.
    #[track_caller]
    pub fn expect(&mut self, text: &str) {
        self.expect_that(&format!("{text:?}"), |screen| screen.contains(text));
    }

    /// Waits until the screen shows something so many times.
    #[track_caller]
    pub fn expect_times(&mut self, text: &str, times: usize) {
        self.expect_that(&format!("{text:?} {times} times"), |screen| screen.matches(text).count() >= times);
    }

    /// Waits until the screen shows something, as line `line` of a script says.
    #[track_caller]
    pub fn expect_at(&mut self, line: usize, text: &str) {
        self.expect_that(&format!("{text:?} (line {line})"), |screen| screen.contains(text));
    }

    /// Waits until the screen shows something no more.
    #[track_caller]
    pub fn expect_gone(&mut self, text: &str) {
        self.expect_that(&format!("end of {text:?}"), |screen| !screen.contains(text));
    }

    #[track_caller]
    fn expect_that(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(&self.contents()) {
            assert!(Instant::now() < end, "no {what} on the screen:\n{}", self.contents());
            self.take_in(Duration::from_millis(200));
        }
    }

    /// What the screen shows.
    pub fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Lets it rest until it has written nothing for `rest`; tells what it wrote in the `span` after that.
    pub fn written_at_rest(&mut self, rest: Duration, span: Duration) -> Vec<u8> {
        let patience = Instant::now() + PATIENCE;
        while self.take_in(rest) {
            assert!(Instant::now() < patience, "it never rests:\n{}", self.contents());
        }
        let before = self.bytes.len();
        let end = Instant::now() + span;
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            self.take_in(left);
        }
        self.bytes[before..].to_vec()
    }

    /// The process in it.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Shows what the program has written, and answers when it asks where the cursor is; tells whether
    /// there was something.
    fn take_in(&mut self, wait: Duration) -> bool {
        let Ok(bytes) = self.output.recv_timeout(wait) else { return false };
        self.screen.process(&bytes);
        for _ in bytes.windows(4).filter(|asked| asked == b"\x1b[6n") {
            self.press("\x1b[1;1R");
        }
        self.bytes.extend(bytes);
        true
    }

    /// Waits for the program's end and gives what it leaves behind.
    #[track_caller]
    pub fn end(mut self) -> Left {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if Instant::now() > end {
                self.child.kill().unwrap();
                panic!("the program does not end:\n{}", self.contents());
            }
            self.take_in(GLANCE);
        };
        while self.take_in(Duration::from_millis(500)) {}
        Left { code: status.exit_code(), screen: self.screen, bytes: self.bytes }
    }
}

/// The bytes of a key, or the text itself.
fn key(name: &str) -> String {
    let bytes = match name {
        "Enter" => "\r",
        "Tab" => "\t",
        "Esc" => "\x1b",
        "Space" => " ",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Delete" => "\x1b[3~",
        "Left" => "\x1b[D",
        "F6" => "\x1b[17~",
        "F7" => "\x1b[18~",
        text => text,
    };
    bytes.to_owned()
}

/// A text as a terminal gives it when it is pasted.
pub fn pasted(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}
