//! Going back: the floor as it stood after any entry, as people saw it then. Reads only.

use super::fault::Fault;
use super::{Register, log, snapshot};
use crate::rules::floor::Floor;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// The floor right after the entry whose own row is `seq`: what was struck out only later still counts.
/// Starts from the snapshot of that day's opening, so it reads a day at most.
///
/// # Errors
/// When SQLite fails, an entry cannot be read, or no entry begins at that row.
pub fn floor_at(register: &Register, seq: u64) -> Result<Floor, Fault> {
    let conn = register.conn();
    let entry = log::entry(conn, seq)?.ok_or(Fault::Unreadable(seq))?;
    let last = seq + u64::try_from(entry.events.len()).unwrap_or(0);
    // A snapshot lives until something before it is struck out: it knows what its moment knew.
    let (from, mut floor) = snapshot::latest(register, last + 1)?;
    let struck = struck_between(conn, from, seq)?;
    log::each_entry_to(conn, from, last, |entry| {
        snapshot::fold(&mut floor, &entry, &struck);
        Ok(())
    })?;
    Ok(floor)
}

/// The entries from row `from` on that had been struck out by row `by`.
fn struck_between(conn: &Connection, from: u64, by: u64) -> Result<BTreeSet<u64>, Fault> {
    let mut statement = conn.prepare_cached("SELECT seq FROM struck WHERE seq BETWEEN ?1 AND ?2 AND by_seq <= ?2")?;
    let rows = statement.query_map([from, by], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
