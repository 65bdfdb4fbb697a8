//! A backup in the place of the register. The register that stood there is kept beside its backups, and
//! nothing happens while anybody has it open.

use super::super::chain::Hash;
use super::super::fault::Fault;
use super::super::log::{self, Head};
use super::super::{Register, schema};
use super::{Name, Source, folder, is_damage, part, stem, unwritable};
use crate::rules::time::Timestamp;
use chrono::{NaiveDateTime, TimeDelta};
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long somebody who has the register open is waited for.
const WAIT: Duration = Duration::from_millis(500);
/// What a database begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// What SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A register that was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// How many events it holds.
    pub events: u64,
    /// The hash of the last of them.
    pub head: Hash,
    /// What stood there before, if anything did.
    pub replaced: Option<Replaced>,
}

/// The register that stood there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Where it is now.
    pub path: PathBuf,
    /// How many events it holds; nothing when it could not be read.
    pub events: Option<u64>,
}

/// Puts a backup in the place of the register at `register`. It is checked first, and what stood there is kept.
///
/// # Errors
/// When the backup is not whole or is another register's, somebody has the register open, or a file cannot be
/// written; the register is then as it was.
pub fn restore(register: &Path, backup: &Path, now: Timestamp, tell: impl FnMut(u64, u64)) -> Result<Restored, Fault> {
    let source = Source::read(backup)?;
    let mark = source.mark()?;
    let part = source.fill(register, backup, tell)?;
    let claimed = Claimed::of(register)?;
    if let Some(claimed) = &claimed
        && !claimed.mark.is_empty()
        && claimed.mark != mark
    {
        return Err(Fault::OtherRegister { backup: backup.to_owned(), register: register.to_owned() });
    }
    let taken = now.in_zone(source.zone()?).naive_local();
    let replaced = claimed.as_ref().map(|claimed| claimed.put_aside(register, taken)).transpose()?;
    // On Windows a file that is open cannot be replaced; elsewhere others are held off until it is.
    let others_held_off = claimed.and_then(|claimed| claimed.conn).filter(|_| !cfg!(windows));
    part.finish(register).map_err(|error| unwritable(register, &error))?;
    drop(others_held_off);
    let head = Register::open(register, None)?.head()?;
    Ok(Restored { events: head.seq, head: head.hash, replaced })
}

/// The register as it stands, which nobody else has open.
struct Claimed {
    /// Holds everybody else off; nothing when the file is too damaged to be opened.
    conn: Option<Connection>,
    head: Option<Head>,
    mark: String,
}

impl Claimed {
    /// Nothing where there is no file.
    fn of(register: &Path) -> Result<Option<Self>, Fault> {
        match schema::inspect_present(register) {
            Ok(()) => {}
            Err(Fault::Missing(_)) if BESIDE.iter().any(|ending| beside(register, ending).exists()) => {
                return Ok(Some(Self::damaged()));
            }
            Err(Fault::Missing(_)) => return Ok(None),
            Err(Fault::Sqlite(error)) if is_damage(&error) => {}
            // Another program's database is no business of ours; one whose first page is gone is kept as it is.
            Err(Fault::NotARegister(path)) if begins_as_database(register) || register.is_dir() => {
                return Err(Fault::NotARegister(path));
            }
            Err(Fault::NotARegister(_)) => return Ok(Some(Self::damaged())),
            Err(fault) => return Err(fault),
        }
        match Self::open(register) {
            Ok(claimed) => Ok(Some(claimed)),
            Err(error) if is_damage(&error) => Ok(Some(Self::damaged())),
            Err(error) => Err(error.into()),
        }
    }

    const fn damaged() -> Self {
        Self { conn: None, head: None, mark: String::new() }
    }

    fn open(register: &Path) -> Result<Self, rusqlite::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(register, flags)?;
        conn.busy_timeout(WAIT)?;
        // Busy while anybody else has it open; then the file is whole by itself, with nothing beside it.
        conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;")?;
        let head = log::head(&conn).ok();
        let mark = head.and_then(|head| super::super::mark(&conn, head).ok()).unwrap_or_default();
        Ok(Self { conn: Some(conn), head, mark })
    }

    /// Gives it a second name, among the backups; the first is free to be taken then.
    fn put_aside(&self, register: &Path, taken: NaiveDateTime) -> Result<Replaced, Fault> {
        let folder = folder(register);
        part::make_folder(&folder).map_err(|error| unwritable(&folder, &error))?;
        let events = self.head.map(|head| head.seq);
        let named = format!("{}-before-restore", stem(register));
        let name = |later| Name::new(&named, taken + TimeDelta::seconds(later), events.unwrap_or(0), &self.mark);
        // Nothing that was kept before is in the way of what is kept now.
        let mut free = (0..).map(|later| folder.join(name(later).file()));
        let aside = free.find(|path| !path.exists()).unwrap_or_default();
        let failed = |error: std::io::Error| unwritable(&aside, &error);
        // Not every file system gives a file two names: a copy is as good.
        if register.exists() && std::fs::hard_link(register, &aside).is_err() {
            copy(register, &aside).map_err(failed)?;
        }
        if self.conn.is_none() {
            for ending in BESIDE {
                // Those of a damaged file go with it: they must not be taken for the new one's.
                match std::fs::rename(beside(register, ending), beside(&aside, ending)) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
                    _ => {}
                }
            }
        }
        part::sync_folder(&aside).map_err(failed)?;
        Ok(Replaced { path: aside, events })
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    schema::create_private(to)?;
    let mut copy = std::fs::File::options().write(true).open(to)?;
    std::io::copy(&mut std::fs::File::open(from)?, &mut copy)?;
    copy.sync_all()
}

fn begins_as_database(file: &Path) -> bool {
    let mut begins = [0; MAGIC.len()];
    std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut begins)).is_ok() && begins == MAGIC
}
