//! Rows for screens, answers and exports. Reads only.

use super::column::{moment, time};
use super::fault::Fault;
use super::figures::{self, Span};
use super::{Register, log};
use crate::rules::event::Entry;
use crate::rules::id::{ClientId, DepositId, UnitId, VisitId};
use crate::rules::time::{Date, Timestamp};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

/// The register's numbers of the entries that mention something.
fn mentions(register: &Register, subject: &str) -> Result<Vec<u64>, Fault> {
    let mut statement = register.conn().prepare_cached("SELECT seq FROM mentions WHERE subject = ?1 ORDER BY seq")?;
    let rows = statement.query_map([subject], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The entries that mention a subject (`c:` a client, `v:` a visit), oldest first.
///
/// # Errors
/// When the register cannot be read.
pub fn entries_about(register: &Register, subject: &str) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    for seq in mentions(register, subject)? {
        entries.extend(log::glance(register.conn(), seq)?);
    }
    Ok(entries)
}

/// The id under which the register keeps a client.
///
/// # Errors
/// When the register cannot be read.
pub fn client_id(register: &Register, id: &ClientId) -> Result<Option<ClientId>, Fault> {
    let mut statement =
        register.conn().prepare_cached("SELECT coalesce(merged_into, id) FROM clients WHERE id = ?1")?;
    let found: Option<String> = statement.query_row([id.as_str()], |row| row.get(0)).optional()?;
    Ok(found.map(ClientId::from))
}

/// The visits of a client, oldest first.
///
/// # Errors
/// When the register cannot be read.
pub fn visits_of(register: &Register, client: &ClientId) -> Result<Vec<String>, Fault> {
    let mut statement = register.conn().prepare_cached("SELECT id FROM visits WHERE client = ?1 ORDER BY seq")?;
    let rows = statement.query_map([client.as_str()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a screen shows of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClientCard {
    /// Id.
    pub id: String,
    /// Name, when one was given.
    pub name: Option<String>,
    /// First telephone number, normalised.
    pub phone: Option<String>,
    /// The owner written beside them.
    pub owner: Option<String>,
    /// When they were first received, UTC microseconds.
    pub first_contact_at: Option<i64>,
    /// When they last arrived, UTC microseconds.
    pub last_visit_at: Option<i64>,
    /// Visits received.
    pub receptions: u32,
    /// Active deposits and contracts.
    pub purchases: u32,
}

impl ClientCard {
    /// When they last arrived; nothing when they never did.
    #[must_use]
    pub fn last_visit(&self) -> Option<Timestamp> {
        self.last_visit_at.filter(|at| *at != 0).map(|at| Timestamp::from_micros(at, 0))
    }
}

const CARD: &str = "SELECT c.id, c.name, (SELECT min(phone) FROM client_phones p WHERE p.client = c.id), c.owner,
    c.first_contact_at, c.last_visit_at, c.receptions, c.purchases FROM clients c";

fn card(row: &Row) -> rusqlite::Result<ClientCard> {
    Ok(ClientCard {
        id: row.get(0)?,
        name: row.get(1)?,
        phone: row.get(2)?,
        owner: row.get(3)?,
        first_contact_at: row.get(4)?,
        last_visit_at: row.get(5)?,
        receptions: row.get(6)?,
        purchases: row.get(7)?,
    })
}

/// What a screen shows of one client.
///
/// # Errors
/// When the register cannot be read.
pub fn client_card(register: &Register, id: &ClientId) -> Result<Option<ClientCard>, Fault> {
    let mut statement = register.conn().prepare_cached(&format!("{CARD} WHERE c.id = ?1"))?;
    Ok(statement.query_row([id.as_str()], card).optional()?)
}

/// All numbers of a client.
///
/// # Errors
/// When the register cannot be read.
pub fn phones_of(register: &Register, id: &ClientId) -> Result<Vec<String>, Fault> {
    let sql = "SELECT phone FROM client_phones WHERE client = ?1 ORDER BY serial, phone";
    let mut statement = register.conn().prepare_cached(sql)?;
    Ok(statement.query_map([id.as_str()], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Clients whose number has these digits somewhere, earliest first, at most `limit`.
///
/// # Errors
/// When the register cannot be read.
pub fn clients_by_digits(register: &Register, digits: &str, limit: u32) -> Result<Vec<ClientCard>, Fault> {
    let mut statement = register.conn().prepare_cached(&format!(
        "{CARD} WHERE c.merged_into IS NULL AND c.id IN (SELECT client FROM client_phones WHERE phone LIKE '%' || ?1 || '%')
         ORDER BY c.serial LIMIT ?2"
    ))?;
    let rows = statement.query_map((digits, limit), card)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The row up to which a file of this digest was taken in.
///
/// # Errors
/// When the register cannot be read.
pub fn imported_through(register: &Register, digest: &str) -> Result<Option<u64>, Fault> {
    let mut statement = register.conn().prepare_cached("SELECT through FROM imports WHERE digest = ?1")?;
    Ok(statement.query_row([digest], |row| row.get(0)).optional()?)
}

/// What a screen shows of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCard {
    /// Id.
    pub id: UnitId,
    /// Price, fen.
    pub price_fen: Option<i64>,
    /// Layout.
    pub layout: Option<String>,
    /// Area, square centimetres.
    pub area_cm2: Option<i64>,
}

/// All units in the order in which they were put up.
///
/// # Errors
/// When the register cannot be read.
pub fn units(register: &Register) -> Result<Vec<UnitCard>, Fault> {
    let mut statement =
        register.conn().prepare_cached("SELECT id, price_fen, layout, area_cm2 FROM units ORDER BY seq")?;
    let rows = statement.query_map([], |row| {
        Ok(UnitCard {
            id: UnitId::from(row.get::<_, String>(0)?),
            price_fen: row.get(1)?,
            layout: row.get(2)?,
            area_cm2: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A deposit's amount in fen.
///
/// # Errors
/// When the register cannot be read.
pub fn deposit_amount(register: &Register, id: &DepositId) -> Result<Option<i64>, Fault> {
    let mut statement = register.conn().prepare_cached("SELECT amount_fen FROM deposits WHERE id = ?1")?;
    Ok(statement.query_row([id.as_str()], |row| row.get(0)).optional()?)
}

/// How many visits and deposits a day had.
///
/// # Errors
/// When the register cannot be read.
pub fn day_counts(register: &Register, date: Date) -> Result<(u32, u32), Fault> {
    let mut statement = register.conn().prepare_cached(
        "SELECT (SELECT count(*) FROM visits WHERE date = ?1),
                (SELECT count(*) FROM deposits WHERE date = ?1 AND state <> 'refunded')",
    )?;
    Ok(statement.query_row([date.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// A visit as the client log shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRow {
    /// Id.
    pub id: String,
    /// Client.
    pub client: String,
    /// The client's name.
    pub name: Option<String>,
    /// The client's first number.
    pub phone: Option<String>,
    /// When they came.
    pub arrived_at: Timestamp,
    /// When the reception began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// `waiting`, `receiving`, `finished` or `left`.
    pub state: String,
    /// `rotation`, `own` or `named`.
    pub path: Option<String>,
    /// Who received.
    pub receiver: Option<String>,
    /// Who was asked for.
    pub asks_for: Option<String>,
    /// Whether a turn was used.
    pub counted: bool,
    /// Whether it was a make-up.
    pub makeup: bool,
    /// Whether it was received for somebody else.
    pub assist: bool,
    /// The client's owner after it.
    pub owner: Option<String>,
    /// How many people came.
    pub party: Option<u32>,
    /// Where the client heard of the site.
    pub source: Option<String>,
    /// The rules that decided, JSON.
    pub rules: Option<String>,
    /// The duty day it belongs to.
    pub date: Date,
}

const VISIT: &str =
    "SELECT v.id, v.client, c.name, (SELECT min(phone) FROM client_phones p WHERE p.client = c.id), v.arrived_at,
        v.started_at, v.ended_at, v.state, v.path, v.receiver, v.asks_for, v.counted, v.makeup, v.assist, v.owner,
        v.party, v.source, v.rules, v.date
     FROM visits v LEFT JOIN clients c ON c.id = v.client";

fn visit_row(row: &Row) -> rusqlite::Result<VisitRow> {
    Ok(VisitRow {
        id: row.get(0)?,
        client: row.get(1)?,
        name: row.get(2)?,
        phone: row.get(3)?,
        arrived_at: moment(row, 4)?,
        started_at: time(row, 5)?,
        ended_at: time(row, 6)?,
        state: row.get(7)?,
        path: row.get(8)?,
        receiver: row.get(9)?,
        asks_for: row.get(10)?,
        counted: row.get(11)?,
        makeup: row.get(12)?,
        assist: row.get(13)?,
        owner: row.get(14)?,
        party: row.get(15)?,
        source: row.get(16)?,
        rules: row.get(17)?,
        date: figures::date(row, 18)?,
    })
}

/// Hands the visits of a span on to `take`, day by day in the order in which they came, and keeps none.
///
/// # Errors
/// When the register cannot be read, or `take` fails.
pub fn each_visit(
    register: &Register,
    span: Span,
    mut take: impl FnMut(VisitRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let sql = format!("{VISIT} WHERE v.date BETWEEN ?1 AND ?2 ORDER BY v.date, v.seq");
    let mut statement = register.conn().prepare_cached(&sql)?;
    let mut rows = statement.query(span.bounds())?;
    while let Some(row) = rows.next()? {
        take(visit_row(row)?)?;
    }
    Ok(())
}

/// A visit of any day.
///
/// # Errors
/// When the register cannot be read.
pub fn visit(register: &Register, id: &VisitId) -> Result<Option<VisitRow>, Fault> {
    let mut statement = register.conn().prepare_cached(&format!("{VISIT} WHERE v.id = ?1"))?;
    Ok(statement.query_row([id.as_str()], visit_row).optional()?)
}
