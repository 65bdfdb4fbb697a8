//! Closing a day whole (收班): the backup, the exports and the closing sheet are written and checked before
//! the day is closed for good, so that a full disk or a folder that cannot be written leaves the day open.
//! Decides nothing: the rules say whether the day may close.

mod files;

use crate::clock;
use crate::desk::{Desk, NotDone, Outcome};
use crate::register::closing;
use crate::register::fault::Fault;
use crate::rules::closing::{Open, still_open};
use crate::rules::command::{CloseDay, Submission};
use crate::rules::id::StaffId;
use crate::rules::refusal::{Code, Refusal};
use crate::rules::time::{Date, Timestamp};
use crate::text::Lang;
use files::Stage;
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
pub fn close(desk: &mut Desk, submission: &Submission, plan: &Plan) -> Result<Closed, NotDone> {
    // What the rules refuse is refused before anything is written.
    desk.preview(submission)?;
    let Some(date) = desk.floor().date else {
        return Err(Refusal::new(Code::DayNotOpen).into());
    };
    let mut stage = Stage::begin(&plan.root(desk.register().path()), date)?;
    let backup = if plan.backup { Some(files::backup(desk)?) } else { None };
    desk.begin()?;
    let outcome = match fill(desk, submission, plan, &mut stage) {
        Ok(outcome) => outcome,
        Err(not_done) => {
            desk.rollback()?;
            return Err(not_done);
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
    // The one made before has shown that there is room; this one holds the close itself.
    let backup = backup.map(|before| {
        files::backup(desk).unwrap_or_else(|_| {
            warnings.push(Warning::BackupEndsBefore(before.clone()));
            before
        })
    });
    Ok(Closed { outcome, written: Written { date, digest, folder, files, backup, warnings } })
}

/// Enters the exports and the close, and writes all that is made of them, before it is made durable.
fn fill(desk: &mut Desk, submission: &Submission, plan: &Plan, stage: &mut Stage) -> Result<Outcome, NotDone> {
    files::export(desk, submission, plan, stage)?;
    let outcome = desk.submit(submission)?;
    let day = closing::closed_day(desk.register(), stage.date())?.ok_or(Fault::Unreadable(outcome.seq()))?;
    files::sheet(&day, plan, stage)?;
    files::list(&day, plan, stage, None)?;
    Ok(outcome)
}

/// Writes the files of a closed day again, and marks them so; nothing for a day that was not closed.
///
/// # Errors
/// When the register cannot be read or a file cannot be written.
pub fn write_again(desk: &mut Desk, date: Date, plan: &Plan, by: Option<StaffId>) -> Result<Option<Written>, NotDone> {
    let Some(day) = closing::closed_day(desk.register(), date)? else { return Ok(None) };
    let mut stage = Stage::begin(&plan.root(desk.register().path()), date)?;
    let again = desk.now_or_later();
    let noted = Submission { at: Some(again), ..Submission::desk(CloseDay::default().into()).by(by) };
    desk.begin()?;
    let filled = files::export(desk, &noted, plan, &mut stage)
        .and_then(|()| Ok(files::sheet(&day, plan, &mut stage)?))
        .and_then(|()| Ok(files::list(&day, plan, &mut stage, Some(again))?));
    if let Err(not_done) = filled {
        desk.rollback()?;
        return Err(not_done);
    }
    desk.commit()?;
    let digest = day.head.hash.to_string();
    let unwritable = |(path, _)| Fault::Unwritable { path, kind: std::io::ErrorKind::Other };
    let (folder, files) = stage.finish().map_err(unwritable)?;
    Ok(Some(Written { date, digest, folder, files, backup: None, warnings: Vec::new() }))
}
