//! The real binary: a `batch` conversation over pipes, and the reading commands beside it.

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

/// The environment of every run: nothing that the developer has configured, and the folder of the
/// register in place of the home.
pub fn environment(db: &Path) -> BTreeMap<OsString, OsString> {
    let is_ours = |name: &OsString| {
        let name = name.to_string_lossy();
        !name.starts_with("LUNPAI_") && !name.starts_with("XDG_") && !matches!(&*name, "NO_COLOR" | "COLORTERM")
    };
    let mut kept: BTreeMap<OsString, OsString> = std::env::vars_os().filter(|(name, _)| is_ours(name)).collect();
    let home = db.parent().unwrap();
    kept.insert("HOME".into(), home.into());
    kept.insert("XDG_CONFIG_HOME".into(), home.join("config").into());
    kept.insert("XDG_DATA_HOME".into(), home.join("data").into());
    kept
}

/// A command line of the program over a register.
pub fn lunpai(db: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lunpai"));
    command.arg("--db").arg(db).env_clear().envs(environment(db));
    command
}

/// Runs a verb to its end.
pub fn run(db: &Path, args: &[&str]) -> Output {
    lunpai(db).args(args).output().unwrap()
}

/// Runs a verb that prints JSON.
pub fn json(db: &Path, args: &[&str]) -> Value {
    serde_json::from_slice(&run(db, args).stdout).unwrap_or_default()
}

/// A `lunpai batch` that is being talked to.
pub struct Batch {
    db: PathBuf,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Batch {
    /// Starts a conversation.
    pub fn start(db: &Path) -> Self {
        Self::start_with(db, &[])
    }

    /// Starts a conversation with more arguments.
    pub fn start_with(db: &Path, args: &[&str]) -> Self {
        let mut child =
            lunpai(db).arg("batch").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { db: db.to_owned(), child, input, output }
    }

    /// Says a line and hears its answer.
    pub fn answer(&mut self, command: &Value) -> Value {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{command}").unwrap();
        input.flush().unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// The register it talks to.
    pub fn db(&self) -> &Path {
        &self.db
    }

    /// Ends the conversation and gives its exit code.
    pub fn end(mut self) -> Option<i32> {
        drop(self.input.take());
        self.child.wait().unwrap().code()
    }
}
