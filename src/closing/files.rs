//! The files of a closed day: written under a name of their own first, then put in their place all at once.

use super::Plan;
use crate::desk::{Desk, NotDone};
use crate::export::closing_sheet;
use crate::export::span::{self, Order};
use crate::register::backup;
use crate::register::closing::ClosedDay;
use crate::register::fault::Fault;
use crate::register::figures::Span;
use crate::rules::command::{ExportFormat, Submission};
use crate::rules::time::{Date, Timestamp};
use crate::text::closing as words;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::io::{Error, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The list of a day's files.
const LIST: &str = "files.txt";

/// A folder in which a day's files are prepared; gone again unless they are put in their place.
pub struct Stage {
    root: PathBuf,
    date: Date,
    folder: TempDir,
    files: Vec<(String, String)>,
}

impl Stage {
    /// Makes the folder, and clears away what a close that was broken off has left.
    ///
    /// # Errors
    /// When a folder cannot be made.
    pub fn begin(root: &Path, date: Date) -> Result<Self, Fault> {
        fs::create_dir_all(root).map_err(unwritable(root))?;
        let prefix = format!(".{date}.part-");
        for left in fs::read_dir(root).into_iter().flatten().flatten() {
            if left.file_name().to_string_lossy().starts_with(&prefix) {
                // What cannot be cleared away is in nobody's way.
                let _ = fs::remove_dir_all(left.path());
            }
        }
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(root).map_err(unwritable(root))?;
        Ok(Self { root: root.to_owned(), date, folder, files: Vec::new() })
    }

    /// The day.
    pub const fn date(&self) -> Date {
        self.date
    }

    /// Writes a file and reads it back.
    ///
    /// # Errors
    /// When it cannot be written, or is not what was written.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let path = self.folder.path().join(name);
        let written = || -> Result<(), Error> {
            let mut file = fs::File::create_new(&path)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            if fs::read(&path)? == bytes { Ok(()) } else { Err(Error::other("not what was written")) }
        };
        written().map_err(unwritable(&self.root.join(name)))?;
        self.note(name, bytes);
        Ok(())
    }

    /// Takes in a file that was written there.
    fn adopt(&mut self, path: &Path) -> Result<(), Fault> {
        let bytes = fs::read(path).map_err(unwritable(path))?;
        if let Some(name) = path.file_name() {
            self.note(&name.to_string_lossy(), &bytes);
        }
        Ok(())
    }

    fn note(&mut self, name: &str, bytes: &[u8]) {
        let mut digest = String::new();
        for byte in Sha256::digest(bytes) {
            // Writing to a text cannot fail.
            let _ = write!(digest, "{byte:02x}");
        }
        self.files.push((name.to_owned(), digest));
    }

    /// Puts the folder in its place, or its files into the one that is there. Gives where they are; when
    /// that is not their place, as an error.
    ///
    /// # Errors
    /// The folder that they have stayed in.
    pub fn finish(self) -> Result<(PathBuf, Vec<String>), (PathBuf, Vec<String>)> {
        let names: Vec<String> = self.files.iter().map(|(name, _)| name.clone()).collect();
        let place = self.root.join(self.date.to_string());
        let from = self.folder.keep();
        if place.exists() {
            let moved = names.iter().try_for_each(|name| fs::rename(from.join(name), place.join(name)));
            return match moved.and_then(|()| fs::remove_dir(&from)) {
                Ok(()) => Ok((place, names)),
                Err(_) => Err((from, names)),
            };
        }
        match fs::rename(&from, &place) {
            Ok(()) => {
                sync_folder(&self.root);
                Ok((place, names))
            }
            Err(_) => Err((from, names)),
        }
    }
}

/// Makes a rename durable where the system can; elsewhere it is so in a moment by itself.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn unwritable(path: &Path) -> impl Fn(Error) -> Fault {
    let path = path.to_owned();
    move |error: Error| Fault::Unwritable { path: path.clone(), kind: error.kind() }
}

/// Writes the client log of the day, masked, and notes that in the name of whoever closes it.
///
/// # Errors
/// When the register cannot be read, a file cannot be written, or the entry cannot be made.
pub fn export(desk: &mut Desk, close: &Submission, plan: &Plan, stage: &mut Stage) -> Result<(), NotDone> {
    for format in [ExportFormat::Xlsx, ExportFormat::Csv] {
        let order = Order::log(Span::day(stage.date), format, plan.lang);
        let (written, log) = span::write(desk.register(), desk.floor(), &order, stage.folder.path(), &mut |_, _| {})?;
        for path in written.into_iter().filter_map(|file| file.path) {
            stage.adopt(&path)?;
        }
        desk.submit(&Submission { command: log.into(), request: None, ..close.clone() })?;
    }
    Ok(())
}

/// Writes the closing sheet, as text and for print.
///
/// # Errors
/// When a file cannot be written.
pub fn sheet(day: &ClosedDay, plan: &Plan, stage: &mut Stage) -> Result<(), Fault> {
    let paper = closing_sheet::paper(plan.lang, &plan.site, day);
    stage.put("closing-sheet.txt", paper.text().as_bytes())?;
    stage.put("closing-sheet.html", closing_sheet::html(&paper).as_bytes())
}

/// Writes the list of the files, each with what it is known by.
///
/// # Errors
/// When it cannot be written.
pub fn list(day: &ClosedDay, plan: &Plan, stage: &mut Stage, again: Option<Timestamp>) -> Result<(), Fault> {
    let mut list = words::list_head(plan.lang, &day.floor, day.date, day.closed_at, again);
    for (name, digest) in &stage.files {
        // Writing to a text cannot fail.
        let _ = writeln!(list, "{digest}  {name}");
    }
    stage.put(LIST, list.as_bytes())
}

/// Writes a backup of all that is durable, and checks it.
///
/// # Errors
/// When it cannot be written, or is not whole.
pub fn backup(desk: &Desk) -> Result<PathBuf, Fault> {
    Ok(backup::write(desk.register(), None, desk.now_or_later())?.path)
}
