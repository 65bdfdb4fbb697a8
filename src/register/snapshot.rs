//! The floor without reading the whole log: snapshots, and the entries since. Knows how to make the
//! floor again without a struck entry.

use super::fault::Fault;
use super::{Register, images, log, project};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// How many rows may follow the latest snapshot before another is written.
pub const ROWS_BETWEEN_SNAPSHOTS: u64 = 4_000;

/// The floor as it stands after the whole log.
///
/// # Errors
/// When SQLite fails or an entry cannot be read.
pub fn load(register: &Register) -> Result<Floor, Fault> {
    load_before(register, u64::MAX)
}

/// The floor as it stands after the whole log, made from a snapshot older than row `before`.
///
/// # Errors
/// When SQLite fails or an entry cannot be read.
pub fn load_before(register: &Register, before: u64) -> Result<Floor, Fault> {
    let conn = register.conn();
    let (from, mut floor) = latest(register, before)?;
    let struck = struck_since(conn, from)?;
    log::each_entry(conn, from, |entry| {
        fold(&mut floor, &entry, &struck);
        Ok(())
    })?;
    Ok(floor)
}

/// The floor of the latest snapshot older than row `before`, and the row from which to go on.
///
/// # Errors
/// When SQLite fails or the snapshot cannot be read.
pub fn latest(register: &Register, before: u64) -> Result<(u64, Floor), Fault> {
    let limit = i64::try_from(before).unwrap_or(i64::MAX);
    let mut statement =
        register.conn().prepare_cached("SELECT seq, floor FROM snapshots WHERE seq < ?1 ORDER BY seq DESC LIMIT 1")?;
    let snapshot: Option<(u64, String)> =
        statement.query_row([limit], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match snapshot {
        Some((seq, json)) => Ok((seq + 1, serde_json::from_str(&json).map_err(|_| Fault::Unreadable(seq))?)),
        None => Ok((1, Floor::new(register.zone()?))),
    }
}

/// Applies an entry, or, when it is struck, only the passing of its time.
pub fn fold(floor: &mut Floor, entry: &Entry, struck: &BTreeSet<u64>) {
    if struck.contains(&entry.header.seq) {
        floor.pass_time(entry.header.at);
    } else {
        floor.apply_entry(entry);
    }
}

/// The entries from row `from` on that were struck out.
///
/// # Errors
/// When SQLite fails.
pub fn struck_since(conn: &Connection, from: u64) -> Result<BTreeSet<u64>, Fault> {
    let mut statement = conn.prepare_cached("SELECT seq FROM struck WHERE seq >= ?1")?;
    let rows = statement.query_map([from], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps a snapshot after an entry where one is due: always when the day opens, and now and then. Those
/// of opened days stay, so that going back never reads more than a day; those within a day go with it.
///
/// # Errors
/// When SQLite fails.
pub fn keep(conn: &Connection, floor: &Floor, entry: &Entry, last_row: u64) -> Result<(), Fault> {
    let opens = entry.events.iter().any(|event| matches!(event, Event::DayOpened { .. }));
    if opens {
        conn.execute("DELETE FROM snapshots WHERE opens = 0", [])?;
    } else if last_row < last(conn)? + ROWS_BETWEEN_SNAPSHOTS {
        return Ok(());
    }
    write(conn, floor, last_row, opens)
}

/// The row of the latest snapshot; 0 when there is none.
///
/// # Errors
/// When SQLite fails.
pub fn last(conn: &Connection) -> Result<u64, Fault> {
    let mut statement = conn.prepare_cached("SELECT coalesce(max(seq), 0) FROM snapshots")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Keeps the floor as it stands after a row.
///
/// # Errors
/// When SQLite fails.
pub fn write(conn: &Connection, floor: &Floor, last_row: u64, opens: bool) -> Result<(), Fault> {
    let json = serde_json::to_string(floor).map_err(|error| std::io::Error::other(error.to_string()))?;
    conn.execute("INSERT INTO snapshots(seq, floor, opens) VALUES (?1, ?2, ?3)", params![last_row, json, opens])?;
    Ok(())
}

/// Takes an entry back out of the tables and forgets snapshots that know it.
///
/// # Errors
/// When SQLite fails.
pub fn strike(conn: &Connection, entry: &Entry, undo_row: u64) -> Result<(), Fault> {
    let first = entry.header.seq;
    let last = first + u64::try_from(entry.events.len()).unwrap_or(0);
    images::restore(conn, first, last, undo_row)?;
    conn.execute("DELETE FROM snapshots WHERE seq >= ?1", [first])?;
    project::mention_struck(conn, entry)
}
