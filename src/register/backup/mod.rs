//! Backups: whole copies of the register's file, made while others work in it, checked before they
//! count, and thrown away by a rule. Never touches a file that it did not make itself.

pub mod keep;
mod name;
mod part;
mod restore;

pub use name::Name;
pub use restore::{Replaced, Restored, restore};

use super::chain::Hash;
use super::fault::{Defect, Fault};
use super::log::{self, Head};
use super::{Register, schema, verify};
use crate::rules::time::Timestamp;
use chrono_tz::Tz;
use part::Part;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Pages copied between two looks at how far it is.
const PAGES_A_STEP: i32 = 4_096;
/// How long a step waits when the register is busy.
const PAUSE: Duration = Duration::from_millis(20);
/// A backup older than this is too old, in seconds.
pub const STALE_AFTER_SECONDS: i64 = 2 * 24 * 60 * 60;

/// A backup that was made and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where it is.
    pub path: PathBuf,
    /// How many events it holds.
    pub events: u64,
    /// The hash of the last of them.
    pub head: Hash,
    /// Its size.
    pub bytes: u64,
    /// Older ones thrown away for it by the rule.
    pub pruned: Vec<PathBuf>,
}

/// A backup in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub path: PathBuf,
    /// What its name says.
    pub name: Name,
    /// Its size.
    pub bytes: u64,
}

/// Where a register's backups are kept unless somebody says otherwise: a folder beside it.
#[must_use]
pub fn folder(register: &Path) -> PathBuf {
    register.with_file_name(format!("{}-backups", stem(register)))
}

/// What a register is called in the names of its backups.
fn stem(register: &Path) -> String {
    register.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Makes a backup in a folder, the register's own when none is named, checks it, and throws away what the rule
/// no longer keeps. Other processes may go on writing meanwhile: it holds what was durable when it began.
///
/// # Errors
/// When it cannot be written whole, or is not what the register is; nothing that looks whole is left then.
pub fn write(register: &Register, to: Option<&Path>, now: Timestamp) -> Result<Kept, Fault> {
    write_telling(register, to, now, |_, _| {})
}

/// As [`write`]; tells meanwhile how many pages of how many are copied.
///
/// # Errors
/// As [`write`].
pub fn write_telling(
    register: &Register,
    to: Option<&Path>,
    now: Timestamp,
    tell: impl FnMut(u64, u64),
) -> Result<Kept, Fault> {
    let folder = to.map_or_else(|| folder(register.path()), Path::to_owned);
    part::make_folder(&folder).map_err(|error| unwritable(&folder, &error))?;
    let source = Source::of(register)?;
    let taken = now.in_zone(register.zone()?).naive_local();
    let name = Name::new(&stem(register.path()), taken, source.head.seq, &source.mark()?);
    part::sweep(&folder, &stem(register.path()), now);
    let kept = source.copy(&folder.join(name.file()), tell)?;
    let pruned = prune(&folder, &name)?;
    Ok(Kept { pruned, ..kept })
}

/// Makes a backup in a file of any name, and checks it. Throws nothing away.
///
/// # Errors
/// As [`write`].
pub fn write_to(register: &Register, file: &Path, tell: impl FnMut(u64, u64)) -> Result<Kept, Fault> {
    Source::of(register)?.copy(file, tell)
}

/// The backups of the register at `register` in a folder, newest first; none where the folder is not there.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(register: &Path, folder: &Path) -> Result<Vec<Listed>, Fault> {
    let unopenable = |error: &std::io::Error| Fault::Unopenable { path: folder.to_owned(), kind: error.kind() };
    let files = match std::fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unopenable(&error)),
    };
    let stem = stem(register);
    let mut found = Vec::new();
    for file in files {
        let file = file.map_err(|error| unopenable(&error))?;
        let Some(name) = file.file_name().to_str().and_then(|file| Name::read(&stem, file)) else { continue };
        // One that another process has thrown away since is none.
        let Ok(data) = file.metadata() else { continue };
        if data.is_file() {
            found.push(Listed { path: file.path(), name, bytes: data.len() });
        }
    }
    found.sort_by_key(|listed| std::cmp::Reverse((listed.name.taken, listed.name.events)));
    Ok(found)
}

/// Whether the register should have a newer backup than it has: its newest is older than two days, or there is
/// none though a day was closed. Looks at the names in one folder.
///
/// # Errors
/// When the folder or the register cannot be read.
pub fn is_stale(register: &Register, now: Timestamp) -> Result<bool, Fault> {
    let mark = register.mark()?;
    let all = list(register.path(), &folder(register.path()))?;
    let newest = all.iter().find(|listed| listed.name.mark == mark);
    let now = now.in_zone(register.zone()?).naive_local();
    match newest {
        Some(newest) => Ok((now - newest.name.taken).num_seconds() > STALE_AFTER_SECONDS),
        None => Ok(register.conn().query_row("SELECT EXISTS (SELECT 1 FROM day_turns)", [], |row| row.get(0))?),
    }
}

/// Throws away the backups of the same register that the rule does not keep.
fn prune(folder: &Path, newest: &Name) -> Result<Vec<PathBuf>, Fault> {
    let register = PathBuf::from(format!("{}.lunpai", newest.register));
    let mut ours = list(&register, folder)?;
    ours.retain(|each| each.name.mark == newest.mark);
    // Oldest first: of several taken within a second the last is kept.
    ours.reverse();
    let taken: Vec<_> = ours.iter().map(|each| each.name.taken).collect();
    let kept = keep::kept(&taken);
    let mut pruned = Vec::new();
    let newest = newest.file();
    let is_kept = |place: &usize, each: &Listed| kept.contains(place) || each.name.file() == newest;
    for (_, each) in ours.into_iter().enumerate().filter(|(place, each)| !is_kept(place, each)) {
        match std::fs::remove_file(&each.path) {
            Ok(()) => pruned.push(each.path),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(unwritable(&each.path, &error)),
        }
    }
    Ok(pruned)
}

/// A register as it stood at one moment: a reader of its own, so that nobody's writing disturbs the copy.
struct Source {
    conn: Connection,
    head: Head,
}

impl Source {
    fn of(register: &Register) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(register.path(), flags)?;
        conn.busy_timeout(schema::BUSY_TIMEOUT)?;
        // From the first thing read on, this is what is seen.
        conn.execute_batch("BEGIN")?;
        let head = log::head(&conn)?;
        Ok(Self { conn, head })
    }

    fn mark(&self) -> Result<String, Fault> {
        super::mark(&self.conn, self.head)
    }

    /// A file that should be a whole register, which nobody writes to.
    fn read(file: &Path) -> Result<Self, Fault> {
        let read = || {
            schema::inspect_present(file)?;
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(file, flags)?;
            conn.execute_batch("BEGIN")?;
            let head = log::head(&conn)?;
            Ok(Self { conn, head })
        };
        read().map_err(|fault| damaged(fault, file))
    }

    fn zone(&self) -> Result<Tz, Fault> {
        let name: String = self.conn.query_row("SELECT value FROM site WHERE key = 'zone'", [], |row| row.get(0))?;
        name.parse().map_err(|_| Fault::BadZone)
    }

    /// Copies it to `file`, which is there only when it is whole and durable.
    fn copy(&self, file: &Path, tell: impl FnMut(u64, u64)) -> Result<Kept, Fault> {
        let bytes = self.fill(file, file, tell)?.finish(file).map_err(|error| unwritable(file, &error))?;
        Ok(Kept { path: file.to_owned(), events: self.head.seq, head: self.head.hash, bytes, pruned: Vec::new() })
    }

    /// Copies it to where `file` will be, and checks the copy; what is wrong with it is said of `backup`.
    fn fill(&self, file: &Path, backup: &Path, mut tell: impl FnMut(u64, u64)) -> Result<Part, Fault> {
        let part = Part::begin(file).map_err(|error| unwritable(file, &error))?;
        let failed = |error| writing(file, error);
        let mut copy = Connection::open(part.path()).map_err(failed)?;
        // It is no backup before it was checked and synced as a whole: until then nothing needs to be durable.
        copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;").map_err(failed)?;
        let job = Backup::new(&self.conn, &mut copy).map_err(failed)?;
        loop {
            let step = job.step(PAGES_A_STEP).map_err(failed)?;
            let progress = job.progress();
            let count = |pages: i32| u64::try_from(pages).unwrap_or(0);
            tell(count(progress.pagecount - progress.remaining), count(progress.pagecount));
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(PAUSE),
            }
        }
        drop(job);
        drop(copy);
        let checked = settle(&part, file, backup)?;
        if checked == self.head { Ok(part) } else { Err(bad(backup, Defect::OtherHead)) }
    }
}

/// Makes a copy one file that needs none beside it, and reads it through; where its log ends.
fn settle(part: &Part, file: &Path, backup: &Path) -> Result<Head, Fault> {
    let failed = |error| if is_damage(&error) { bad(backup, Defect::Pages) } else { writing(file, error) };
    let conn = Connection::open(part.path()).map_err(failed)?;
    let sql = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; PRAGMA journal_mode = DELETE;";
    conn.execute_batch(sql).map_err(failed)?;
    let said: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(failed)?;
    if said != "ok" {
        return Err(bad(backup, Defect::Pages));
    }
    let report = verify::read(&conn, None).map_err(|fault| damaged(fault, backup))?;
    match report.first_bad {
        Some(event) => Err(bad(backup, Defect::Chain(event))),
        None => Ok(Head { seq: report.events, hash: report.head }),
    }
}

fn bad(backup: &Path, defect: Defect) -> Fault {
    Fault::BadBackup { path: backup.to_owned(), defect }
}

/// A fault that comes of a damaged file, said of that file.
fn damaged(fault: Fault, backup: &Path) -> Fault {
    match fault {
        Fault::Sqlite(error) if is_damage(&error) => bad(backup, Defect::Pages),
        Fault::Unreadable(event) => bad(backup, Defect::Chain(event)),
        fault => fault,
    }
}

/// Whether an error says that a file is broken, rather than that it could not be read.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::Unwritable { path: path.to_owned(), kind: error.kind() }
}

/// What SQLite could not do while it wrote `file`.
fn writing(file: &Path, error: rusqlite::Error) -> Fault {
    use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
    let kind = match error.sqlite_error_code() {
        Some(DiskFull) => ErrorKind::StorageFull,
        Some(ReadOnly) => ErrorKind::ReadOnlyFilesystem,
        Some(CannotOpen | PermissionDenied) => ErrorKind::PermissionDenied,
        Some(SystemIoFailure) => ErrorKind::Other,
        _ => return error.into(),
    };
    Fault::Unwritable { path: file.to_owned(), kind }
}
