//! The keys of clients, read from the tables: all of them in one go, or one client's.

use super::groups::Groups;
use super::letters;
use super::packed::{Packed, Row, Seen};
use crate::register::fault::Fault;
use crate::rules::phone;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

const MICROS_PER_SECOND: i64 = 1_000_000;

/// Which client ids lead to which since they were merged.
pub type Merged = Vec<(String, String)>;

/// Id and name of a client merged into another.
type OtherName = (String, Option<String>);

/// A client's row: serial, name, last visit, household, company, and the client it leads to.
type Columns = (i64, Option<String>, Option<i64>, Option<String>, Option<String>, Option<String>);

fn seen(last_visit_at: Option<i64>, serial: i64) -> Seen {
    let clamped = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    (clamped(last_visit_at.unwrap_or(0) / MICROS_PER_SECOND), clamped(serial))
}

fn add_name(row: &mut Row, name: Option<&str>) {
    let Some(name) = name.map(letters::folded) else { return };
    if !name.is_empty() && !row.names.contains(&name) {
        row.names.push(name);
    }
}

/// Ids and names of merged clients, under the client that they lead to.
fn merged_names(conn: &Connection) -> Result<HashMap<String, Vec<OtherName>>, Fault> {
    let mut statement = conn.prepare("SELECT merged_into, id, name FROM clients WHERE merged_into IS NOT NULL")?;
    let mut rows = statement.query([])?;
    let mut merged: HashMap<String, Vec<_>> = HashMap::new();
    while let Some(row) = rows.next()? {
        merged.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
    }
    Ok(merged)
}

/// Which client ids lead to which.
pub fn merged(conn: &Connection) -> Result<Merged, Fault> {
    Ok(pairs(merged_names(conn)?))
}

fn pairs(merged: HashMap<String, Vec<OtherName>>) -> Merged {
    let pairs = |(into, from): (String, Vec<OtherName>)| from.into_iter().map(move |(id, _)| (id, into.clone()));
    merged.into_iter().flat_map(pairs).collect()
}

/// Every client's keys, newest clients first.
pub fn all(conn: &Connection, groups: &mut Groups) -> Result<(Packed, Merged), Fault> {
    let merged = merged_names(conn)?;
    let mut packed = Packed::default();
    // Both in the order of client ids, so that one pass joins them.
    let mut statement = conn.prepare(
        "SELECT id, serial, name, last_visit_at, household, company FROM clients WHERE merged_into IS NULL ORDER BY id",
    )?;
    let mut phones = conn.prepare("SELECT client, phone FROM client_phones ORDER BY client, phone")?;
    let mut phones = phones.query([])?;
    let mut phone = phones.next()?;
    let mut rows = statement.query([])?;
    let mut keys = Row::default();
    while let Some(row) = rows.next()? {
        let id = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        keys.phones.clear();
        keys.names.clear();
        keys.groups.clear();
        keys.ids.clear();
        while let Some(found) = phone {
            let client = found.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if client > id {
                break;
            }
            if client == id {
                keys.phones.push(phone::digits(found.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?));
            }
            phone = phones.next()?;
        }
        add_name(&mut keys, row.get_ref(2)?.as_str_or_null().map_err(rusqlite::Error::from)?);
        keys.ids.push(id.to_owned());
        for (from, name) in merged.get(id).into_iter().flatten() {
            keys.ids.push(from.clone());
            add_name(&mut keys, name.as_deref());
        }
        keys.seen = seen(row.get(3)?, row.get(1)?);
        for column in [4, 5] {
            if let Some(group) = row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)? {
                keys.groups.extend(groups.number(conn, group)?);
            }
        }
        packed.push(&keys);
    }
    Ok((packed.newest_first(), pairs(merged)))
}

/// The clients in a group.
pub fn members(conn: &Connection, group: &str) -> Result<Vec<String>, Fault> {
    let sql = "SELECT id FROM clients WHERE household = ?1 UNION SELECT id FROM clients WHERE company = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map([group], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// What the tables say of one id.
pub enum Read {
    /// There is no such client.
    Gone,
    /// It leads to another client.
    Merged(String),
    /// The client's keys.
    Client(Row),
}

/// When a client was last seen; nothing when there is no such client.
pub fn seen_of(conn: &Connection, id: &str) -> Result<Option<Seen>, Fault> {
    let mut statement = conn.prepare_cached("SELECT last_visit_at, serial FROM clients WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| Ok(seen(row.get(0)?, row.get(1)?))).optional()?)
}

/// One client's keys.
pub fn one(conn: &Connection, groups: &mut Groups, merged: &Merged, id: &str) -> Result<Read, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT serial, name, last_visit_at, household, company, merged_into FROM clients WHERE id = ?1",
    )?;
    let found: Option<Columns> = statement
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))
        .optional()?;
    let Some((serial, name, last_visit_at, household, company, merged_into)) = found else { return Ok(Read::Gone) };
    if let Some(into) = merged_into {
        return Ok(Read::Merged(into));
    }
    let mut row = Row { ids: vec![id.to_owned()], seen: seen(last_visit_at, serial), ..Row::default() };
    add_name(&mut row, name.as_deref());
    let mut name_of = conn.prepare_cached("SELECT name FROM clients WHERE id = ?1")?;
    for (from, _) in merged.iter().filter(|(_, into)| into == id) {
        row.ids.push(from.clone());
        let name: Option<String> = name_of.query_row([from], |row| row.get(0)).optional()?.flatten();
        add_name(&mut row, name.as_deref());
    }
    let mut phones = conn.prepare_cached("SELECT phone FROM client_phones WHERE client = ?1 ORDER BY phone")?;
    let numbers: Vec<String> = phones.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    row.phones = numbers.iter().map(|number| phone::digits(number)).collect();
    for group in [household, company].into_iter().flatten() {
        row.groups.extend(groups.number(conn, &group)?);
    }
    Ok(Read::Client(row))
}
