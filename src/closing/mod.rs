//! Closing a day whole (收班): the backup, the exports and the closing sheet are written and checked before
//! the day is closed for good, so that a full disk or a folder that cannot be written leaves the day open.
//! Decides nothing: the rules say whether the day may close.

mod files;

use crate::clock;
use crate::desk::{Desk, NotDone, Outcome};
use crate::register::closing::{self, ClosedDay};
use crate::register::fault::Fault;
use crate::rules::closing::{Open, still_open};
use crate::rules::command::Submission;
use crate::rules::refusal::Refusal;
use crate::rules::time::{Date, Timestamp};
use crate::text::Lang;
use files::Stage;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a close writes, and where.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The language of what is written.
    pub lang: Lang,
    /// The sales office's name; blank: none is known.
    pub site: String,
    /// The folder of the days' files; beside the register when left out.
    pub folder: Option<PathBuf>,
    /// Whether a backup is written.
    pub backup: bool,
}

impl Plan {
    /// The folder in which each day has one of its own.
    #[must_use]
    pub fn root(&self, register: &Path) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| {
            let mut name = register.with_extension("").into_os_string();
            name.push("-days");
            PathBuf::from(name)
        })
    }
}

/// Why a day was not closed.
#[derive(Debug)]
pub enum NotClosed {
    /// The rules refuse it, or the register could not be used.
    NotDone(NotDone),
    /// A file could not be written; the day is open as before.
    Unwritable {
        /// Which file or folder.
        path: PathBuf,
        /// What is in the way.
        kind: ErrorKind,
    },
}

impl<E: Into<NotDone>> From<E> for NotClosed {
    fn from(error: E) -> Self {
        Self::NotDone(error.into())
    }
}

/// What stands in the way of a part of the close that the day does not wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The files are written but stand in this folder, not in the day's own.
    NotInPlace(PathBuf),
    /// The backup ends before the day's close.
    BackupEndsBefore(PathBuf),
}

/// What was written for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The day.
    pub date: Date,
    /// The day's digest.
    pub digest: String,
    /// The folder.
    pub folder: PathBuf,
    /// The files in it.
    pub files: Vec<String>,
    /// The backup, when one was written.
    pub backup: Option<PathBuf>,
    /// What went wrong after the day was closed.
    pub warnings: Vec<Warning>,
}

/// A day that is closed.
#[derive(Debug)]
pub struct Closed {
    /// The entry that closed it.
    pub outcome: Outcome,
    /// What was written.
    pub written: Written,
}

/// What is still open, at a time or now.
///
/// # Errors
/// When the register cannot be read.
pub fn open_now(desk: &Desk, now: Option<Timestamp>) -> Result<Vec<Open>, Fault> {
    let facts = desk.register().facts();
    let now = now.unwrap_or_else(|| clock::now(desk.floor().zone));
    let open = still_open(desk.floor(), &facts, now);
    facts.check()?;
    Ok(open)
}

/// Closes the day with a command that does so, and writes what belongs to it.
///
/// # Errors
/// Why the day is open as before; only after [`Fault::UnknownCommit`] nobody knows.
pub fn close(desk: &mut Desk, submission: &Submission, plan: &Plan) -> Result<Closed, NotClosed> {
    // What the rules refuse is refused before anything is written.
    desk.preview(submission)?;
    let Some(date) = desk.floor().date else {
        return Err(NotDone::from(Refusal::new(crate::rules::refusal::Code::DayNotOpen)).into());
    };
    let mut stage = Stage::begin(&plan.root(desk.register().path()), date)?;
    let backup = if plan.backup { Some(files::backup(desk)?) } else { None };
    desk.begin()?;
    let outcome = match fill(desk, submission, plan, &mut stage) {
        Ok(outcome) => outcome,
        Err(not_closed) => {
            desk.rollback()?;
            return Err(not_closed);
        }
    };
    if let Err(fault) = desk.commit() {
        // It may have reached the disk all the same: looks, and goes on if it has.
        desk.rollback().map_err(|_| Fault::UnknownCommit)?;
        closing::closed_day(desk.register(), date)?.ok_or(fault)?;
    }
    let mut warnings = Vec::new();
    let digest = outcome.head.hash.to_string();
    let (folder, files) = stage.finish().unwrap_or_else(|(folder, files)| {
        warnings.push(Warning::NotInPlace(folder.clone()));
        (folder, files)
    });
    if let Some(before) = &backup
        && files::backup(desk).is_err()
    {
        warnings.push(Warning::BackupEndsBefore(before.clone()));
    }
    Ok(Closed { outcome, written: Written { date, digest, folder, files, backup, warnings } })
}

/// Enters the close and writes everything that is made of it, before it is made durable.
fn fill(desk: &mut Desk, submission: &Submission, plan: &Plan, stage: &mut Stage) -> Result<Outcome, NotClosed> {
    let outcome = desk.submit(submission)?;
    let day = closing::closed_day(desk.register(), stage.date())?.ok_or(Fault::Unreadable(outcome.seq()))?;
    files::write(desk, &day, plan, stage, None)?;
    Ok(outcome)
}

/// Writes the files of a closed day again, and marks them so; nothing for a day that was not closed.
///
/// # Errors
/// When the register cannot be read or a file cannot be written.
pub fn write_again(desk: &Desk, date: Date, plan: &Plan) -> Result<Option<Written>, NotClosed> {
    let Some(day) = closing::closed_day(desk.register(), date)? else { return Ok(None) };
    let mut stage = Stage::begin(&plan.root(desk.register().path()), date)?;
    files::write(desk, &day, plan, &mut stage, Some(clock::now(desk.floor().zone)))?;
    let digest = digest(&day);
    let (folder, files) = stage.finish().map_err(|(path, _)| NotClosed::Unwritable { path, kind: ErrorKind::Other })?;
    Ok(Some(Written { date, digest, folder, files, backup: None, warnings: Vec::new() }))
}

fn digest(day: &ClosedDay) -> String {
    day.head.hash.to_string()
}
