//! What can go wrong with the register's file. A fault is not a refusal: the rules had no say.

use std::path::PathBuf;
use thiserror::Error;

/// The register could not be used. The texts here are for engineers; `text::fault` speaks to users.
#[derive(Debug, Error)]
pub enum Fault {
    /// The disk or the file system failed.
    #[error("input or output failed: {0}")]
    Io(#[from] std::io::Error),
    /// A file named by the user cannot be opened.
    #[error("{} cannot be opened: {kind}", path.display())]
    Unopenable {
        /// Which file.
        path: PathBuf,
        /// What is in the way.
        kind: std::io::ErrorKind,
    },
    /// A file or folder named by the user cannot be written.
    #[error("{} cannot be written: {kind}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// What is in the way.
        kind: std::io::ErrorKind,
    },
    /// A backup is not whole.
    #[error("the backup {} is not whole: {defect:?}", path.display())]
    BadBackup {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        defect: Defect,
    },
    /// A backup is that of another register.
    #[error("{} is no backup of {}", backup.display(), register.display())]
    OtherRegister {
        /// The backup.
        backup: PathBuf,
        /// The register that it was to replace.
        register: PathBuf,
    },
    /// SQLite failed.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file exists but is no register of this program.
    #[error("{} is not a lunpai register", .0.display())]
    NotARegister(PathBuf),
    /// The file was written by a newer version of the program.
    #[error("the register has schema {found}, this program knows up to {known}")]
    NewerSchema {
        /// The file's schema number.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// There is no file where one was named.
    #[error("there is no register at {}", .0.display())]
    Missing(PathBuf),
    /// The SQLite that was built in has a known defect.
    #[error("SQLite {0} is older than 3.51.3")]
    OldSqlite(&'static str),
    /// An entry of the log cannot be read.
    #[error("event {0} of the log cannot be read")]
    Unreadable(u64),
    /// The site's time zone is none.
    #[error("the register names a time zone that is unknown")]
    BadZone,
    /// Whether a commit reached the disk could not be found out.
    #[error("the disk failed while an entry was written, and whether it was written is unknown")]
    UnknownCommit,
    /// There is no terminal to show the desk on.
    #[error("standard input and output are no terminal")]
    NoTerminal,
}

/// What is wrong with a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The file is damaged.
    Pages,
    /// The chain breaks at this event.
    Chain(u64),
    /// It does not end where the register ends.
    OtherHead,
}

impl Fault {
    /// Whether another process holds the register.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy))
    }
}
