//! What the receipt of a deposit (定金收据) says. Reads only.

use super::Register;
use super::column::{deposit_state, id, key, moment_there};
use super::fault::Fault;
use crate::rules::facts::DepositState;
use crate::rules::id::{ClientId, DepositId, StaffId, UnitId};
use crate::rules::time::{Date, Timestamp};
use rusqlite::OptionalExtension;

/// A deposit as its receipt shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Which deposit.
    pub deposit: DepositId,
    /// Number of the receipt: the deposit's place among all that were ever taken, from 1.
    pub number: u64,
    /// How often it was printed.
    pub copies: u32,
    /// On which unit.
    pub unit: UnitId,
    /// From whom, under the id by which the register keeps them.
    pub client: ClientId,
    /// Their name.
    pub name: Option<String>,
    /// How much, fen.
    pub amount_fen: i64,
    /// When it was taken.
    pub at: Timestamp,
    /// Who took it.
    pub taken_by: Option<StaffId>,
    /// How far it has come.
    pub state: DepositState,
    /// The day it was given back.
    pub refunded_on: Option<Date>,
}

const RECEIPT: &str = "SELECT d.id, d.number, coalesce(r.copies, 0), d.unit, d.client, c.name, d.amount_fen,
        d.at, d.offset, d.taken_by, d.state, d.refunded_on
    FROM deposits d LEFT JOIN receipts r ON r.deposit = d.id LEFT JOIN clients c ON c.id = d.client
    WHERE d.id = ?1";

/// The receipt of a deposit; nothing when there is no such deposit.
///
/// # Errors
/// When the register cannot be read.
pub fn receipt(register: &Register, deposit: &DepositId) -> Result<Option<Receipt>, Fault> {
    let mut statement = register.conn().prepare_cached(RECEIPT)?;
    let found = statement.query_row([deposit.as_str()], |row| {
        Ok(Receipt {
            deposit: key(row, 0)?,
            number: row.get(1)?,
            copies: row.get(2)?,
            unit: key(row, 3)?,
            client: key(row, 4)?,
            name: row.get(5)?,
            amount_fen: row.get(6)?,
            at: moment_there(row, 7)?,
            taken_by: id(row, 9)?,
            state: deposit_state(row, 10)?,
            refunded_on: row.get::<_, Option<String>>(11)?.and_then(|date| date.parse().ok()),
        })
    });
    Ok(found.optional()?)
}
