//! PINs as they are kept beside the log: one hash a person, and how many wrong ones were given in a
//! row. Never sees a PIN, and never decides what follows from a wrong one.

use super::Register;
use super::fault::Fault;
use crate::rules::id::StaffId;
use crate::rules::time::Timestamp;
use rusqlite::{OptionalExtension, params};

/// A PIN that somebody has.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Number of the entry that set it.
    pub set_by: u64,
    /// Its hash, in PHC form.
    pub hash: String,
}

/// Wrong PINs given as somebody's since the last right one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub wrong: u32,
    /// When the last was given, by the machine's clock, UTC microseconds.
    pub tried_at: i64,
}

/// Somebody's PIN in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Whose.
    pub staff: StaffId,
    /// Since when.
    pub since: Timestamp,
    /// Wrong ones in a row.
    pub wrong: u32,
}

impl Register {
    /// Somebody's PIN.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn pin(&self, staff: &StaffId) -> Result<Option<Kept>, Fault> {
        let mut statement = self.conn().prepare_cached("SELECT seq, hash FROM pins WHERE staff = ?1")?;
        let kept = statement.query_row([staff.as_str()], |row| Ok(Kept { set_by: row.get(0)?, hash: row.get(1)? }));
        Ok(kept.optional()?)
    }

    /// Keeps somebody's PIN in place of the one before; wrong ones given until now count no more.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn keep_pin(&self, staff: &StaffId, kept: &Kept) -> Result<(), Fault> {
        let sql = "INSERT OR REPLACE INTO pins(staff, seq, hash) VALUES (?1, ?2, ?3)";
        self.conn().prepare_cached(sql)?.execute(params![staff.as_str(), kept.set_by, kept.hash])?;
        self.forget_tries(staff)
    }

    /// The wrong PINs given as somebody's.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn pin_tries(&self, staff: &StaffId) -> Result<Tries, Fault> {
        let mut statement = self.conn().prepare_cached("SELECT wrong, tried_at FROM pin_tries WHERE staff = ?1")?;
        let tries =
            statement.query_row([staff.as_str()], |row| Ok(Tries { wrong: row.get(0)?, tried_at: row.get(1)? }));
        Ok(tries.optional()?.unwrap_or_default())
    }

    /// Keeps how many wrong ones were given.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn keep_tries(&self, staff: &StaffId, tries: Tries) -> Result<(), Fault> {
        let sql = "INSERT OR REPLACE INTO pin_tries(staff, wrong, tried_at) VALUES (?1, ?2, ?3)";
        self.conn().prepare_cached(sql)?.execute(params![staff.as_str(), tries.wrong, tries.tried_at])?;
        Ok(())
    }

    /// Begins to count anew.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_tries(&self, staff: &StaffId) -> Result<(), Fault> {
        self.conn().prepare_cached("DELETE FROM pin_tries WHERE staff = ?1")?.execute([staff.as_str()])?;
        Ok(())
    }

    /// Everybody's PIN, by id.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn list_pins(&self) -> Result<Vec<Listed>, Fault> {
        let mut statement = self.conn().prepare_cached(
            "SELECT p.staff, e.at, e.offset, coalesce(t.wrong, 0) FROM pins p JOIN events e ON e.seq = p.seq
             LEFT JOIN pin_tries t ON t.staff = p.staff ORDER BY p.staff",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Listed {
                staff: StaffId::from(row.get::<_, String>(0)?),
                since: Timestamp::from_micros(row.get(1)?, row.get(2)?),
                wrong: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
