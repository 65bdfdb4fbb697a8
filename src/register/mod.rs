//! The register: the log, the personal words beside it, and the tables made from it, in one SQLite
//! file. Implements what the rules ask; never decides, and never speaks to a user.

pub mod amendments;
pub mod backup;
pub mod board;
pub mod case;
pub mod chain;
pub mod closing;
mod column;
pub mod discipline;
pub mod dossier;
pub mod fairness;
pub mod fault;
pub mod figures;
pub mod find;
pub mod hints;
pub mod images;
pub mod journal;
pub mod known;
pub mod log;
mod many;
mod merging;
pub mod past;
pub mod people;
pub mod phone_log;
pub mod pins;
#[cfg(test)]
mod plan;
pub mod project;
pub mod query;
pub mod rebuild;
pub mod receipt;
pub mod report;
pub mod sales;
pub mod schema;
mod seen;
pub mod sheet;
pub mod snapshot;
pub mod spelling;
#[cfg(test)]
mod streaming;
pub mod tower;
pub mod turns;
pub mod verify;
pub mod week;

use crate::rules::event::Entry;
use crate::rules::time::Date;
use chrono_tz::Tz;
use fault::Fault;
use known::Known;
use log::Head;
use project::Undoing;
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many commits are gathered in the write-ahead log: some 16 MB.
const COMMITS_BETWEEN_CHECKPOINTS: u32 = 250;
/// Digits of a hash that tell registers apart.
const MARK_DIGITS: usize = 12;

/// An open register.
#[derive(Debug)]
pub struct Register {
    conn: Connection,
    path: PathBuf,
    /// Commits since the write-ahead log was last copied into the file.
    commits: Cell<u32>,
}

impl Register {
    /// Opens a register; makes one with the site's time zone where there is none and `create` says so.
    ///
    /// # Errors
    /// A fault that says what is in the way; a file that is refused is not changed.
    pub fn open(path: &Path, create: Option<Tz>) -> Result<Self, Fault> {
        let conn = schema::open(path, create.is_some())?;
        let zone = create.unwrap_or(chrono_tz::Asia::Shanghai);
        let register = Self { conn, path: path.to_owned(), commits: Cell::new(0) };
        // Only a register without a zone is written to: opening one to read must not wait for a writer.
        if register.zone_name()?.is_none() {
            let sql = "INSERT INTO site(key, value) VALUES ('zone', ?1) ON CONFLICT DO NOTHING";
            register.conn.execute(sql, [zone.name()])?;
        }
        if register.site(schema::TABLES_DUE)?.is_some() {
            rebuild::rebuild(&register)?;
            register.conn.execute("DELETE FROM site WHERE key = ?1", [schema::TABLES_DUE])?;
        }
        Ok(register)
    }

    /// Opens the same file once more, after a failure.
    ///
    /// # Errors
    /// As [`Register::open`].
    pub fn reopen(&self) -> Result<Self, Fault> {
        let conn = schema::open(&self.path, false)?;
        Ok(Self { conn, path: self.path.clone(), commits: Cell::new(0) })
    }

    /// Opens the same file once more, as it stands now: what is entered meanwhile is not seen through it.
    ///
    /// # Errors
    /// As [`Register::open`].
    pub fn frozen(&self) -> Result<Self, Fault> {
        let frozen = self.reopen()?;
        // A transaction sees what stood at its first reading.
        frozen.conn.execute_batch("BEGIN; SELECT count(*) FROM site;")?;
        Ok(frozen)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) const fn conn(&self) -> &Connection {
        &self.conn
    }

    /// The site's time zone.
    ///
    /// # Errors
    /// When SQLite fails or the zone is none.
    pub fn zone(&self) -> Result<Tz, Fault> {
        self.zone_name()?.and_then(|name| name.parse().ok()).ok_or(Fault::BadZone)
    }

    fn zone_name(&self) -> Result<Option<String>, Fault> {
        self.site("zone")
    }

    fn site(&self, key: &str) -> Result<Option<String>, Fault> {
        Ok(self.conn.query_row("SELECT value FROM site WHERE key = ?1", [key], |row| row.get(0)).optional()?)
    }

    /// Begins to write: from here to [`Register::commit`] no other process can.
    ///
    /// # Errors
    /// When SQLite fails or another process holds the register too long.
    pub fn begin(&self) -> Result<(), Fault> {
        Ok(self.conn.prepare_cached("BEGIN IMMEDIATE")?.execute([]).map(|_| ())?)
    }

    /// Locks the register for writing when nobody else has: false without a wait when somebody has.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn begin_if_free(&self) -> Result<bool, Fault> {
        self.conn.busy_timeout(Duration::ZERO)?;
        let begun = self.begin();
        self.conn.busy_timeout(schema::BUSY_TIMEOUT)?;
        match begun {
            Ok(()) => Ok(true),
            Err(fault) if fault.is_busy() => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Keeps what is read of one moment, unless the caller already does: the file's locks are asked for once.
    pub(crate) fn hold(&self) -> Result<Option<Transaction<'_>>, Fault> {
        Ok(if self.conn.is_autocommit() { Some(self.conn.unchecked_transaction()?) } else { None })
    }

    /// As [`Register::hold`], for whoever cannot borrow so long: what is read from here to [`Register::end_reading`] stood there
    /// at one moment. False when something is begun already, which then goes on.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn begin_reading(&self) -> Result<bool, Fault> {
        let is_free = self.conn.is_autocommit();
        if is_free {
            self.conn.prepare_cached("BEGIN")?.execute([])?;
        }
        Ok(is_free)
    }

    /// Ends what [`Register::begin_reading`] began.
    pub fn end_reading(&self) {
        // Nothing was written: whether it ends well or badly is one.
        self.rollback();
    }

    /// Makes everything since [`Register::begin`] durable.
    ///
    /// # Errors
    /// When SQLite fails: whether it is on disk is then unknown.
    pub fn commit(&self) -> Result<(), Fault> {
        self.conn.prepare_cached("COMMIT")?.execute([])?;
        self.commits.set(self.commits.get().saturating_add(1));
        Ok(())
    }

    /// Makes everything since [`Register::begin`] durable when it was done, and forgets it when it was not.
    ///
    /// # Errors
    /// Why it was not done, or when SQLite fails.
    pub fn end<T>(&self, done: Result<T, Fault>) -> Result<T, Fault> {
        match done {
            Ok(value) => self.commit().map(|()| value),
            Err(fault) => {
                self.rollback();
                Err(fault)
            }
        }
    }

    /// Forgets everything since [`Register::begin`].
    pub fn rollback(&self) {
        if !self.conn.is_autocommit() {
            // A failed rollback leaves nothing to do: SQLite rolls back when the file is next opened.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
    }

    /// Where the log ends.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn head(&self) -> Result<Head, Fault> {
        log::head(&self.conn)
    }

    /// What no other register has: the beginning of its first row's hash; empty before the first entry.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn mark(&self) -> Result<String, Fault> {
        mark(&self.conn, self.head()?)
    }

    /// What the rules may ask.
    #[must_use]
    pub const fn facts(&self) -> Known<'_> {
        Known::new(&self.conn)
    }

    /// Appends an entry and writes it into the tables.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn append(&self, head: Head, entry: &Entry, date: Date) -> Result<Head, Fault> {
        let head = log::append(&self.conn, head, entry)?;
        project::project(&self.conn, entry, date, Undoing::Possible)?;
        Ok(head)
    }

    /// The entry that a request made.
    ///
    /// # Errors
    /// When SQLite fails or the entry cannot be read.
    pub fn entry_of_request(&self, request: &str) -> Result<Option<Entry>, Fault> {
        let mut statement = self.conn.prepare_cached("SELECT seq FROM requests WHERE request = ?1")?;
        let seq: Option<u64> = statement.query_row([request], |row| row.get(0)).optional()?;
        seq.map_or(Ok(None), |seq| log::entry(&self.conn, seq))
    }

    /// A number that changes when another process has written.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn data_version(&self) -> Result<i64, Fault> {
        Ok(self.conn.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Copies the write-ahead log into the file, as far as nobody is in the way.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn checkpoint(&self) -> Result<(), Fault> {
        self.conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        self.commits.set(0);
        Ok(())
    }

    /// Does so when enough has been entered, while nobody waits: right after it, a commit takes a second sync, for
    /// the write-ahead log begins anew.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn tend(&self) -> Result<(), Fault> {
        if self.commits.get() < COMMITS_BETWEEN_CHECKPOINTS { Ok(()) } else { self.checkpoint() }
    }
}

fn mark(conn: &Connection, head: Head) -> Result<String, Fault> {
    let begins = if head.seq == 0 { String::new() } else { log::head_at(conn, 1)?.hash.to_string() };
    Ok(begins.chars().take(MARK_DIGITS).collect())
}
