//! Makes every projection again from the log, and says whether that changed anything.

use super::fault::Fault;
use super::project::Undoing;
use super::{Register, find, images, log, project, schema, snapshot, turns};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use rusqlite::{Connection, types::ValueRef};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Pages kept in memory meanwhile, in KiB.
const CACHE_KIB: i64 = 48 * 1024;

/// What a rebuild did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many entries were read.
    pub entries: u64,
    /// Tables that were not what the log says, and are now.
    pub changed: Vec<&'static str>,
}

/// Makes every projection again. All or nothing.
///
/// # Errors
/// When SQLite fails or an entry cannot be read; the tables are then as before.
pub fn rebuild(register: &Register) -> Result<Report, Fault> {
    // Tables are filled in the order of the log, not of their keys: what is written to again and again stays at hand.
    let cache = register.conn().pragma_query_value(None, "cache_size", |row| row.get::<_, i64>(0))?;
    register.conn().pragma_update(None, "cache_size", -CACHE_KIB)?;
    let done = register.begin().and_then(|()| rebuild_tables(register));
    register.conn().pragma_update(None, "cache_size", cache)?;
    register.end(done)
}

fn rebuild_tables(register: &Register) -> Result<Report, Fault> {
    let conn = register.conn();
    let before = digests(conn)?;
    let (struck, opened) = look_ahead(conn)?;
    images::drop_triggers(conn)?;
    for table in schema::PROJECTIONS {
        conn.execute(&format!("DELETE FROM {table}"), [])?;
    }
    conn.execute("DELETE FROM snapshots", [])?;
    find::forget(conn)?;
    images::forget(conn)?;
    let mut floor = Floor::new(register.zone()?);
    let mut entries = 0;
    log::each_entry(conn, 1, |entry| {
        entries += 1;
        let undoing = if entry.header.seq > opened { Undoing::Possible } else { Undoing::Over };
        let image = if undoing == Undoing::Possible { images::last(conn)? } else { 0 };
        let date = floor.date.unwrap_or_else(|| entry.header.at.date(floor.zone));
        if struck.contains(&entry.header.seq) {
            project_struck(conn, &entry)?;
        } else {
            project::project(conn, &entry, date, undoing)?;
        }
        if undoing == Undoing::Possible {
            // The images say the log's last row, which now is not the entry's.
            images::attribute(conn, image, entry.header.seq)?;
        }
        snapshot::fold(&mut floor, &entry, &struck);
        if !struck.contains(&entry.header.seq) {
            turns::keep(conn, &floor, &entry)?;
        }
        // Only those of opened days: one within a day would not know what was struck out after it.
        if entry.events.iter().any(|event| matches!(event, Event::DayOpened { .. })) {
            let last = entry.header.seq + u64::try_from(entry.events.len()).unwrap_or(0);
            snapshot::keep(conn, &floor, &entry, last)?;
        }
        if entry.header.seq == opened {
            images::make_triggers(conn)?;
        }
        Ok(())
    })?;
    if opened == 0 {
        images::make_triggers(conn)?;
    }
    let after = digests(conn)?;
    let changed =
        schema::PROJECTIONS.iter().zip(before.iter().zip(&after)).filter(|(_, (a, b))| a != b).map(|(t, _)| *t);
    Ok(Report { entries, changed: changed.collect() })
}

/// A struck entry leaves its request alone, the same request still gets its first answer; and it is
/// still found by whom it was about.
fn project_struck(conn: &Connection, entry: &Entry) -> Result<(), Fault> {
    if let Some(request) = &entry.header.request {
        conn.execute(
            "INSERT INTO requests(request, seq) VALUES (?1, ?2)",
            rusqlite::params![request, entry.header.seq],
        )?;
    }
    project::mention_struck(conn, entry)
}

/// What must be known before the first entry: which are struck out, and the one that opened or closed a day last.
/// Only what can still be taken back needs undo images: the entries since then.
fn look_ahead(conn: &Connection) -> Result<(BTreeSet<u64>, u64), Fault> {
    let mut statement = conn.prepare(
        "SELECT command, CASE kind WHEN 'undone' THEN json_extract(body, '$.entry') END FROM events
         WHERE kind = 'undone' OR kind = 'day_opened' OR kind = 'day_closed'",
    )?;
    let mut rows = statement.query([])?;
    let (mut struck, mut opened) = (BTreeSet::new(), 0);
    while let Some(row) = rows.next()? {
        match row.get::<_, Option<u64>>(1)? {
            Some(entry) => _ = struck.insert(entry),
            None => opened = row.get(0)?,
        }
    }
    Ok((struck, opened))
}

/// A digest of every projection, row by row in key order.
///
/// # Errors
/// When SQLite fails.
pub fn digests_of(register: &Register) -> Result<Vec<[u8; 32]>, Fault> {
    digests(register.conn())
}

fn digests(conn: &Connection) -> Result<Vec<[u8; 32]>, Fault> {
    schema::PROJECTIONS.iter().map(|table| digest(conn, table)).collect()
}

fn digest(conn: &Connection, table: &str) -> Result<[u8; 32], Fault> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut sha = Sha256::new();
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Null => sha.update([0]),
                ValueRef::Integer(number) => sha.update(number.to_le_bytes()),
                ValueRef::Real(number) => sha.update(number.to_le_bytes()),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => sha.update(bytes),
            }
            sha.update([0xff]);
        }
    }
    Ok(sha.finalize().into())
}
