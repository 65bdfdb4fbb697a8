//! `lunpai batch`: one line in, one line out. A conversation that another program can hold.

use super::credentials::Credentials;
use super::{answer, read};
use crate::desk::{Desk, NotDone};
use crate::register::fault::Fault;
use crate::rules::command::Submission;
use crate::rules::id::{ClientId, UnitId};
use crate::rules::refusal::{Code, Refusal};
use crate::text::{Lang, refusal};
use chrono_tz::Tz;
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::path::Path;

/// How a line was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Accepted,
    /// Refused.
    Refused,
    /// Not a command at all.
    BadInput,
}

/// The answer to one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How it was answered.
    pub status: Status,
    /// What is printed.
    pub json: Value,
}

/// A conversation in the command language over one register.
#[derive(Debug)]
pub struct Conversation {
    desk: Desk,
    lang: Lang,
    credentials: Credentials,
}

impl Conversation {
    /// Opens a register, making it where there is none.
    ///
    /// # Errors
    /// When the register cannot be used.
    pub fn open(path: &Path, zone: Tz, lang: Lang) -> Result<Self, Fault> {
        Ok(Self { desk: Desk::open(path, Some(zone))?, lang, credentials: Credentials::default() })
    }

    /// The same conversation, held by somebody with a PIN.
    #[must_use]
    pub fn with(self, credentials: Credentials) -> Self {
        Self { credentials, ..self }
    }

    /// The desk behind it.
    #[must_use]
    pub const fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Answers one line; nothing for an empty one.
    ///
    /// # Errors
    /// When the register cannot be used.
    pub fn answer(&mut self, line: usize, text: &str) -> Result<Option<Answer>, Fault> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let parsed: Result<Value, String> = serde_json::from_str(text).map_err(|_| "not valid JSON".to_owned());
        let request =
            parsed.as_ref().ok().and_then(|value| value.get("request")).and_then(Value::as_str).map(str::to_owned);
        let submission = match parsed.and_then(Submission::from_json) {
            Ok(submission) => submission,
            Err(what) => {
                let is_known = request.is_some_and(|request| self.is_request_known(&request).unwrap_or(false));
                let answer = if is_known {
                    self.refused(line, Status::Refused, &Refusal::new(Code::RequestReused))
                } else {
                    self.refused(line, Status::BadInput, &Refusal::bad_input(what))
                };
                return Ok(Some(answer));
            }
        };
        match self.credentials.submit(&mut self.desk, submission) {
            Ok(outcome) => {
                let mut fields = answer::accepted(self.lang, self.desk.floor(), &outcome);
                fields.insert("line".to_owned(), line.into());
                fields.insert("ok".to_owned(), true.into());
                Ok(Some(Answer { status: Status::Accepted, json: Value::Object(fields) }))
            }
            Err(NotDone::Refused(refusal)) => Ok(Some(self.refused(line, Status::Refused, &refusal))),
            Err(NotDone::Fault(fault)) => Err(fault),
        }
    }

    fn is_request_known(&self, request: &str) -> Result<bool, Fault> {
        Ok(self.desk.register().entry_of_request(request)?.is_some())
    }

    fn refused(&self, line: usize, status: Status, why: &Refusal) -> Answer {
        let message = refusal::sentence(self.lang, self.desk.floor(), why);
        let json =
            json!({ "line": line, "ok": false, "error": why.code.as_str(), "message": message, "rule": why.rule });
        Answer { status, json }
    }

    /// `state --json`.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn state(&mut self) -> Result<Value, Fault> {
        self.desk.catch_up()?;
        Ok(read::state(self.desk.floor()))
    }

    /// `client ID --json`.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn client(&mut self, id: &str) -> Result<Option<Value>, Fault> {
        self.desk.catch_up()?;
        read::client(&self.desk, &ClientId::from(id))
    }

    /// `unit ID --json`.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn unit(&mut self, id: &str) -> Result<Option<Value>, Fault> {
        self.desk.catch_up()?;
        read::unit(&self.desk, &UnitId::from(id))
    }
}

/// How a run treats lines that are not accepted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// Stop at the first.
    pub strict: bool,
    /// Enter all lines or none.
    pub atomic: bool,
}

/// Holds the conversation with a stream; gives the process's exit code.
///
/// # Errors
/// When the register cannot be used, or the streams fail.
pub fn run(
    conversation: &mut Conversation,
    input: impl BufRead,
    output: &mut impl Write,
    manner: Manner,
) -> Result<u8, Fault> {
    if manner.atomic {
        return run_atomic(conversation, input, output);
    }
    let mut code = 0;
    for (number, line) in lines(input) {
        let Some(answer) = conversation.answer(number, &line?)? else { continue };
        writeln!(output, "{}", answer.json)?;
        output.flush()?;
        conversation.desk.register().tend()?;
        code = code.max(exit_code(answer.status));
        if manner.strict && answer.status != Status::Accepted {
            break;
        }
    }
    conversation.desk.tend()?;
    Ok(code)
}

/// All or nothing: answers are held back until everything is durable. The first line that is not
/// accepted is answered alone.
fn run_atomic(conversation: &mut Conversation, input: impl BufRead, output: &mut impl Write) -> Result<u8, Fault> {
    // Everything is read before the register is locked, so that a slow writer holds nobody up.
    let lines: Vec<_> = lines(input).collect();
    conversation.desk.begin()?;
    let mut answers = Vec::new();
    for (number, line) in lines {
        let answered = line.map_err(Fault::from).and_then(|line| conversation.answer(number, &line));
        match answered {
            Ok(None) => {}
            Ok(Some(answer)) if answer.status == Status::Accepted => answers.push(answer),
            Ok(Some(answer)) => {
                conversation.desk.rollback()?;
                writeln!(output, "{}", answer.json)?;
                return Ok(exit_code(answer.status));
            }
            Err(fault) => {
                conversation.desk.rollback()?;
                return Err(fault);
            }
        }
    }
    conversation.desk.commit()?;
    for answer in answers {
        writeln!(output, "{}", answer.json)?;
    }
    output.flush()?;
    Ok(0)
}

/// Lines with their numbers from 1; bytes that are no UTF-8 make a line that is no command.
fn lines(input: impl BufRead) -> impl Iterator<Item = (usize, std::io::Result<String>)> {
    input.split(b'\n').enumerate().map(|(index, bytes)| {
        let line = bytes.map(|bytes| String::from_utf8(bytes).unwrap_or_else(|_| "\u{fffd}".to_owned()));
        (index + 1, line.map(|line| line.trim_start_matches('\u{feff}').to_owned()))
    })
}

const fn exit_code(status: Status) -> u8 {
    match status {
        Status::Accepted => 0,
        Status::Refused => 1,
        Status::BadInput => 2,
    }
}
