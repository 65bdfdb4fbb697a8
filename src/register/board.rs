//! Rows that only the board shows. Reads only.

use super::column::{deposit_state, key};
use super::fault::Fault;
use super::{Register, log};
use crate::rules::event::Entry;
use crate::rules::facts::{DepositState, Request};
use crate::rules::id::{CallId, ClientId, VisitId};
use rusqlite::OptionalExtension;

/// How far back from the log's end the last decision is looked for, in rows.
const LOOK_BACK_ROWS: u64 = 2_000;

/// The last entry that routed a visit and was not taken back: by now, or by the entry of row `until`.
///
/// # Errors
/// When the register cannot be read.
pub fn last_routed(register: &Register, until: Option<u64>) -> Result<Option<Entry>, Fault> {
    let until = until.map_or_else(|| register.head().map(|head| head.seq), Ok)?;
    let mut statement = register.conn().prepare_cached(
        "SELECT e.command FROM events e WHERE e.seq > ?1
         AND e.seq < coalesce((SELECT n.seq FROM events n WHERE n.seq > ?2 AND n.seq = n.command ORDER BY n.seq LIMIT 1), 9e18)
         AND e.kind = 'visit_routed'
         AND NOT EXISTS (SELECT 1 FROM struck s WHERE s.seq = e.command AND s.by_seq <= ?2)
         ORDER BY e.seq DESC LIMIT 1",
    )?;
    let from = until.saturating_sub(LOOK_BACK_ROWS);
    let seq: Option<u64> = statement.query_row([from, until], |row| row.get(0)).optional()?;
    seq.map_or(Ok(None), |seq| entry(register, seq))
}

/// An entry, by the number of its command's row.
///
/// # Errors
/// When the register cannot be read.
pub fn entry(register: &Register, seq: u64) -> Result<Option<Entry>, Fault> {
    log::entry(register.conn(), seq)
}

/// The number that a call came from, when it was given.
///
/// # Errors
/// When the register cannot be read.
pub fn call_phone(register: &Register, call: &CallId) -> Result<Option<String>, Fault> {
    let mut statement = register.conn().prepare_cached("SELECT phone FROM calls WHERE id = ?1")?;
    Ok(statement.query_row([call.as_str()], |row| row.get(0)).optional()?.flatten())
}

/// Clients whose number begins with these digits, earliest numbers first, at most `limit`.
///
/// # Errors
/// When the register cannot be read.
pub fn clients_by_prefix(register: &Register, digits: &str, limit: u32) -> Result<Vec<ClientId>, Fault> {
    // ':' is the character after '9'.
    let mut statement = register.conn().prepare_cached(
        "SELECT DISTINCT coalesce(c.merged_into, c.id) FROM client_phones p JOIN clients c ON c.id = p.client
         WHERE p.phone >= ?1 AND p.phone < ?1 || ':' ORDER BY p.phone, p.serial LIMIT ?2",
    )?;
    let rows = statement.query_map((digits, limit), |row| Ok(ClientId::from(row.get::<_, String>(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A deposit as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositLine {
    /// On which unit.
    pub unit: String,
    /// Whose.
    pub client: ClientId,
    /// How much, fen.
    pub amount_fen: i64,
    /// Who took it.
    pub taken_by: Option<String>,
    /// How far it has come.
    pub state: DepositState,
}

/// A deposit, by its id.
///
/// # Errors
/// When the register cannot be read.
pub fn deposit(register: &Register, id: &str) -> Result<Option<DepositLine>, Fault> {
    let mut statement = register
        .conn()
        .prepare_cached("SELECT unit, client, amount_fen, taken_by, state FROM deposits WHERE id = ?1")?;
    let line = |row: &rusqlite::Row| {
        Ok(DepositLine {
            unit: row.get(0)?,
            client: key(row, 1)?,
            amount_fen: row.get(2)?,
            taken_by: row.get(3)?,
            state: deposit_state(row, 4)?,
        })
    };
    Ok(statement.query_row([id], line).optional()?)
}

/// The client of a visit of any day.
///
/// # Errors
/// When the register cannot be read.
pub fn client_of_visit(register: &Register, visit: &VisitId) -> Result<Option<ClientId>, Fault> {
    let mut statement = register.conn().prepare_cached(
        "SELECT coalesce(c.merged_into, c.id) FROM visits v JOIN clients c ON c.id = v.client WHERE v.id = ?1",
    )?;
    let id: Option<String> = statement.query_row([visit.as_str()], |row| row.get(0)).optional()?;
    Ok(id.map(ClientId::from))
}

/// The request made by the entry of a number.
///
/// # Errors
/// When the register cannot be read.
pub fn request(register: &Register, seq: u64) -> Result<Option<Request>, Fault> {
    log::request(register.conn(), seq)
}
