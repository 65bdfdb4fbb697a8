//! One file a verb: each reads its arguments, asks the desk or the register, and prints.

pub mod backup;
pub mod batch;
pub mod case;
pub mod config;
pub mod day;
pub mod demo;
pub mod desk;
pub mod discipline;
pub mod export;
pub mod fairness;
pub mod import;
pub mod pin;
pub mod rebuild;
pub mod receipt;
pub mod report;
pub mod roster;
pub mod rulebook;
pub mod rules;
pub mod show;
pub mod verify;
pub mod why;

use crate::desk::Desk;
use crate::register::Register;
use crate::register::fault::Fault;
use crate::text::Lang;
use chrono_tz::Tz;
use std::io::Write;
use std::path::PathBuf;

/// Which register, in which language.
#[derive(Debug)]
pub struct Site {
    /// The register's file, when named.
    pub db: Option<PathBuf>,
    /// The language of what is printed.
    pub lang: Lang,
    /// The language, when one was asked for.
    pub asked_lang: Option<Lang>,
    /// The configuration's file, when named.
    pub config: Option<PathBuf>,
    /// The time zone of a register that is made now.
    pub zone: Tz,
}

impl Site {
    /// The register's file: the one named, else the site's own in the user's data folder.
    ///
    /// # Errors
    /// When the system names no data folder.
    pub fn path(&self) -> Result<PathBuf, Fault> {
        if let Some(db) = &self.db {
            return Ok(db.clone());
        }
        let folders = directories::ProjectDirs::from("", "", "lunpai")
            .ok_or_else(|| std::io::Error::new(std::io::ErrorKind::NotFound, "no data folder"))?;
        Ok(folders.data_dir().join("register.lunpai"))
    }

    /// Opens the register, which must be there.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn desk(&self) -> Result<Desk, Fault> {
        Desk::open(&self.path()?, None)
    }

    /// Opens the register's file, which must be there, without reading the floor.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn register(&self) -> Result<Register, Fault> {
        Register::open(&self.path()?, None)
    }
}

/// Prints a line to standard output.
///
/// # Errors
/// When the stream fails.
pub fn say(line: impl std::fmt::Display) -> Result<(), Fault> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Prints a line to standard error, which may be gone.
pub fn complain(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
