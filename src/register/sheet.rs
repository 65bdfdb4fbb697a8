//! Rows of the sheets that are handed out, one after the other: none is kept, however many there are.
//! Reads only. Visits, calls, violations and turns are read where their screens read them.

use super::Register;
use super::column::{deposit_state, id, key, moment};
use super::fault::Fault;
use super::figures::{Span, date};
use crate::rules::command::SheetKind;
use crate::rules::facts::DepositState;
use crate::rules::id::{ClientId, DepositId, StaffId, UnitId};
use crate::rules::time::{Date, Timestamp};
use chrono_tz::Tz;
use rusqlite::Row;

/// A deposit as the client log shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositRow {
    /// Number of its receipt.
    pub number: u64,
    /// Id.
    pub id: DepositId,
    /// The day it was taken.
    pub date: Option<Date>,
    /// When.
    pub at: Timestamp,
    /// On which unit.
    pub unit: UnitId,
    /// From whom.
    pub client: ClientId,
    /// Their name.
    pub name: Option<String>,
    /// Their first number.
    pub phone: Option<String>,
    /// How much, fen.
    pub amount_fen: i64,
    /// Who took it.
    pub taken_by: Option<StaffId>,
    /// How far it has come.
    pub state: DepositState,
    /// The day it was given back.
    pub refunded_on: Option<Date>,
}

const DEPOSITS: &str = "SELECT d.number, d.id, d.date, d.at, d.unit, d.client, c.name,
        (SELECT min(phone) FROM client_phones p WHERE p.client = c.id), d.amount_fen, d.taken_by, d.state, d.refunded_on
    FROM deposits d LEFT JOIN clients c ON c.id = d.client
    WHERE d.date BETWEEN ?1 AND ?2 OR d.refunded_on BETWEEN ?1 AND ?2 ORDER BY d.number";

/// Hands the deposits taken or given back in a span on to `take`, earliest first.
///
/// # Errors
/// When the register cannot be read, or `take` fails.
pub fn each_deposit(
    register: &Register,
    span: Span,
    mut take: impl FnMut(DepositRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut statement = register.conn().prepare_cached(DEPOSITS)?;
    let mut rows = statement.query(span.bounds())?;
    while let Some(row) = rows.next()? {
        take(deposit(row)?)?;
    }
    Ok(())
}

fn deposit(row: &Row) -> rusqlite::Result<DepositRow> {
    let day = |column| {
        if row.get_ref(column)?.data_type() == rusqlite::types::Type::Null {
            Ok(None)
        } else {
            date(row, column).map(Some)
        }
    };
    Ok(DepositRow {
        number: row.get(0)?,
        id: key(row, 1)?,
        date: day(2)?,
        at: moment(row, 3)?,
        unit: key(row, 4)?,
        client: key(row, 5)?,
        name: row.get(6)?,
        phone: row.get(7)?,
        amount_fen: row.get(8)?,
        taken_by: id(row, 9)?,
        state: deposit_state(row, 10)?,
        refunded_on: day(11)?,
    })
}

/// A client of the whole register; texts are those of the row that is being read.
#[derive(Clone, Copy, Debug)]
pub struct ClientRow<'r> {
    /// Id.
    pub id: &'r str,
    /// Name.
    pub name: Option<&'r str>,
    /// Numbers, normalised, in order.
    pub phones: &'r [String],
    /// The owner written beside them.
    pub owner: Option<&'r str>,
    /// When they were first received, UTC microseconds.
    pub first_contact_at: Option<i64>,
    /// Where they had heard of the site when their first owner was noted.
    pub source: Option<&'r str>,
    /// When they last arrived, UTC microseconds.
    pub last_visit_at: Option<i64>,
    /// Visits received.
    pub receptions: i64,
    /// Active deposits and contracts.
    pub purchases: i64,
    /// Their household's id.
    pub household: Option<&'r str>,
    /// Their company's id.
    pub company: Option<&'r str>,
    /// Their company's name.
    pub company_name: Option<&'r str>,
}

/// Three walks side by side, each in the order of clients' ids, instead of one that looks things up for
/// every client.
const CLIENTS: &str = "SELECT c.id, c.name, c.owner, c.first_contact_at, c.last_visit_at, c.receptions, c.purchases,
        c.household, c.company, CASE WHEN c.company IS NOT NULL THEN (SELECT name FROM groups WHERE id = c.company) END
    FROM clients c WHERE c.merged_into IS NULL ORDER BY c.id";
const PHONES: &str = "SELECT client, phone FROM client_phones INDEXED BY client_phones_client ORDER BY client, phone";
const SOURCES: &str = "SELECT client, source FROM first_owners ORDER BY client";

/// Hands every client on to `take`, in the order of their ids; merged ones are with those they are.
///
/// # Errors
/// When the register cannot be read, or `take` fails.
pub fn each_client(register: &Register, mut take: impl FnMut(ClientRow<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    let conn = register.conn();
    let (mut clients, mut phones, mut sources) =
        (conn.prepare(CLIENTS)?, conn.prepare(PHONES)?, conn.prepare(SOURCES)?);
    let (mut clients, mut phones, mut sources) = (clients.query([])?, phones.query([])?, sources.query([])?);
    let (mut phone, mut source) = (phones.next()?, sources.next()?);
    // Texts are written over those of the client before, so that nothing is allocated for each.
    let mut numbers: Vec<String> = Vec::new();
    let mut from = String::new();
    while let Some(row) = clients.next()? {
        let client = text(row, 0)?.unwrap_or_default();
        let mut count = 0;
        while let Some(found) = phone {
            let of = text(found, 0)?.unwrap_or_default();
            if of > client {
                break;
            }
            if of == client {
                let number = text(found, 1)?.unwrap_or_default();
                match numbers.get_mut(count) {
                    Some(kept) => number.clone_into(kept),
                    None => numbers.push(number.to_owned()),
                }
                count += 1;
            }
            phone = phones.next()?;
        }
        let mut has_source = false;
        while let Some(found) = source {
            let of = text(found, 0)?.unwrap_or_default();
            if of > client {
                break;
            }
            if of == client
                && let Some(words) = text(found, 1)?
            {
                words.clone_into(&mut from);
                has_source = true;
            }
            source = sources.next()?;
        }
        take(client_row(row, client, &numbers[..count], has_source.then_some(&*from))?)?;
    }
    Ok(())
}

fn client_row<'r>(
    row: &'r Row,
    id: &'r str,
    phones: &'r [String],
    source: Option<&'r str>,
) -> rusqlite::Result<ClientRow<'r>> {
    Ok(ClientRow {
        id,
        name: text(row, 1)?,
        phones,
        owner: text(row, 2)?,
        first_contact_at: row.get(3)?,
        source,
        // A client who was merged without a visit of their own has none.
        last_visit_at: row.get::<_, Option<i64>>(4)?.filter(|at| *at != 0),
        receptions: row.get(5)?,
        purchases: row.get(6)?,
        household: text(row, 7)?,
        company: text(row, 8)?,
        company_name: text(row, 9)?,
    })
}

fn text<'r>(row: &'r Row, column: usize) -> rusqlite::Result<Option<&'r str>> {
    Ok(row.get_ref(column)?.as_str_or_null()?)
}

/// How many rows a sheet of a span has.
///
/// # Errors
/// When the register cannot be read.
pub fn count(register: &Register, sheet: SheetKind, span: Span, zone: Tz) -> Result<u64, Fault> {
    let sql = match sheet {
        SheetKind::Visits => "SELECT count(*) FROM visits WHERE date BETWEEN ?1 AND ?2",
        SheetKind::Calls => "SELECT count(*) FROM calls WHERE date BETWEEN ?1 AND ?2",
        SheetKind::Deposits => {
            "SELECT count(*) FROM deposits WHERE date BETWEEN ?1 AND ?2 OR refunded_on BETWEEN ?1 AND ?2"
        }
        SheetKind::Turns => "SELECT count(*) FROM day_turns WHERE date BETWEEN ?1 AND ?2",
        SheetKind::Violations => "SELECT count(*) FROM violations WHERE at >= ?1 AND at < ?2",
        SheetKind::Clients => "SELECT count(*) FROM clients WHERE merged_into IS NULL",
    };
    let mut statement = register.conn().prepare_cached(sql)?;
    Ok(match sheet {
        SheetKind::Violations => statement.query_row(span.micros(zone), |row| row.get(0))?,
        SheetKind::Clients => statement.query_row([], |row| row.get(0))?,
        _ => statement.query_row(span.bounds(), |row| row.get(0))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn a_sheet_reads_its_span_and_the_register_is_walked_in_order() {
        assert_bounded(DEPOSITS, &["USE TEMP B-TREE FOR ORDER BY"]);
        assert_bounded(CLIENTS, &["SCAN c"]);
        assert_bounded(PHONES, &["SCAN client_phones USING COVERING INDEX client_phones_client"]);
        assert_bounded(SOURCES, &["SCAN first_owners"]);
    }
}
