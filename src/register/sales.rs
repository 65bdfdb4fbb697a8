//! What the sales-control board (销控表) shows: every unit with where it stands, and what happened
//! to one of them. Reads only; never says whether a unit may be sold.

use super::Register;
use super::column::{Words, id, key, moment_there, words_done};
use super::fault::Fault;
use crate::rules::event::Event;
use crate::rules::id::{ClientId, DepositId, StaffId, UnitId};
use crate::rules::time::Timestamp;
use rusqlite::Row;
use serde_json::{Value, json};

/// A client put beside a unit, with the name on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// The id under which the register keeps them.
    pub id: ClientId,
    /// Their name, when one was given.
    pub name: Option<String>,
}

/// A deposit that stands on a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Which deposit.
    pub deposit: DepositId,
    /// Whose.
    pub client: Buyer,
    /// How much, fen.
    pub amount_fen: i64,
    /// When it was taken.
    pub at: Timestamp,
    /// Who took it.
    pub by: Option<StaffId>,
}

/// Where a unit stands (section 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitState {
    /// 可售.
    Available,
    /// 保留.
    Held {
        /// For whom.
        client: Buyer,
        /// Since when.
        since: Timestamp,
        /// Until when.
        until: Timestamp,
        /// Which manager holds it.
        by: Option<StaffId>,
    },
    /// 已定: a deposit was taken.
    Reserved(Sale),
    /// 已签: a contract followed the deposit.
    Sold(Sale),
}

impl UnitState {
    /// The state's name in the command language.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Held { .. } => "held",
            Self::Reserved(_) => "reserved",
            Self::Sold(_) => "sold",
        }
    }

    /// The client it is held for or sold to.
    #[must_use]
    pub const fn client(&self) -> Option<&Buyer> {
        match self {
            Self::Available => None,
            Self::Held { client, .. } | Self::Reserved(Sale { client, .. }) | Self::Sold(Sale { client, .. }) => {
                Some(client)
            }
        }
    }
}

/// A unit on the sales-control board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitLine {
    /// Id.
    pub id: UnitId,
    /// Price, fen.
    pub price_fen: Option<i64>,
    /// Layout.
    pub layout: Option<String>,
    /// Area, square centimetres.
    pub area_cm2: Option<i64>,
    /// Where it stands.
    pub state: UnitState,
}

/// One query for the whole site. A hold whose end has come is none.
const BOARD: &str = "SELECT u.id, u.price_fen, u.layout, u.area_cm2, c.id, c.name,
        d.id, d.amount_fen, d.at, d.offset, d.taken_by, d.state = 'signed', h.until, h.offset, e.actor, e.at, e.offset
    FROM units u
    LEFT JOIN deposits d ON d.unit = u.id AND d.state <> 'refunded'
    LEFT JOIN holds h ON h.unit = u.id AND h.ended = 0 AND h.until > ?1
    LEFT JOIN events e ON e.seq = h.seq
    LEFT JOIN clients c ON c.id = coalesce(d.client, h.client)
    ORDER BY u.seq";

/// Every unit as it stands at `now`, in the order in which they were put up.
///
/// # Errors
/// When the register cannot be read.
pub fn board(register: &Register, now: Timestamp) -> Result<Vec<UnitLine>, Fault> {
    let mut statement = register.conn().prepare_cached(BOARD)?;
    let rows = statement.query_map([now.micros()], unit_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn unit_line(row: &Row) -> rusqlite::Result<UnitLine> {
    Ok(UnitLine {
        id: key(row, 0)?,
        price_fen: row.get(1)?,
        layout: row.get(2)?,
        area_cm2: row.get(3)?,
        state: unit_state(row)?,
    })
}

fn unit_state(row: &Row) -> rusqlite::Result<UnitState> {
    let Some(client) = id(row, 4)? else { return Ok(UnitState::Available) };
    let client = Buyer { id: client, name: row.get(5)? };
    let Some(deposit) = id(row, 6)? else {
        let (since, until) = (moment_there(row, 15)?, moment_there(row, 12)?);
        return Ok(UnitState::Held { client, since, until, by: id(row, 14)? });
    };
    let sale = Sale { deposit, client, amount_fen: row.get(7)?, at: moment_there(row, 8)?, by: id(row, 10)? };
    Ok(if row.get(11)? { UnitState::Sold(sale) } else { UnitState::Reserved(sale) })
}

/// Something that happened to a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitStep {
    /// It went up for sale, at a price in fen when one was set.
    Added(Option<i64>),
    /// A manager held it for a client. A hold lapses at its end without a step of its own.
    Held {
        /// For whom.
        client: Buyer,
        /// Until when.
        until: Timestamp,
    },
    /// A manager ended the hold.
    Released,
    /// A deposit was taken.
    Deposited {
        /// Which.
        deposit: DepositId,
        /// From whom.
        client: Buyer,
        /// How much, fen.
        amount_fen: i64,
    },
    /// A deposit was given back.
    Refunded {
        /// Which.
        deposit: DepositId,
        /// To whom.
        client: Buyer,
        /// Why; nothing when the words were erased.
        reason: Option<String>,
    },
    /// The contract that follows a deposit was signed.
    Signed {
        /// Which deposit.
        deposit: DepositId,
    },
}

/// A step with who took it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEntry {
    /// Number of the entry.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who; nobody: the desk.
    pub by: Option<StaffId>,
    /// What.
    pub step: UnitStep,
}

/// Holds, deposits and contracts are read from the log: the tables keep only where they ended.
const HISTORY: &str = concat!(
    "SELECT e.command, e.at, e.offset, e.actor, e.kind, e.body, ",
    words_done!("e.command", "p.words"),
    ", c.id, c.name
    FROM events e
    LEFT JOIN people p ON p.seq = e.command
    LEFT JOIN clients a ON a.id = json_extract(e.body, '$.client')
    LEFT JOIN clients c ON c.id = coalesce(a.merged_into, a.id)
    WHERE json_extract(e.body, '$.unit') = ?1
      AND (e.kind = 'unit_added' OR e.kind = 'unit_held' OR e.kind = 'unit_released' OR e.kind = 'deposit_taken'
        OR e.kind = 'deposit_refunded' OR e.kind = 'contract_signed')
      AND e.command NOT IN (SELECT seq FROM struck)
    ORDER BY e.seq"
);

/// What happened to a unit and was not taken back, oldest first.
///
/// # Errors
/// When the register cannot be read.
pub fn unit_history(register: &Register, unit: &UnitId) -> Result<Vec<UnitEntry>, Fault> {
    let mut statement = register.conn().prepare_cached(HISTORY)?;
    let mut rows = statement.query([unit.as_str()])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        let step = unit_step(row)?.ok_or(Fault::Unreadable(seq))?;
        entries.push(UnitEntry { seq, at: moment_there(row, 1)?, by: id(row, 3)?, step });
    }
    Ok(entries)
}

fn unit_step(row: &Row) -> rusqlite::Result<Option<UnitStep>> {
    let (kind, body): (String, String) = (row.get(4)?, row.get(5)?);
    let body = serde_json::from_str::<Value>(&body).unwrap_or_default();
    let Ok(event) = serde_json::from_value(json!({ "kind": kind, "body": body })) else { return Ok(None) };
    let (kept_as, name) = (id::<ClientId>(row, 7)?, row.get(8)?);
    let buyer = |client: ClientId| Buyer { id: kept_as.unwrap_or(client), name };
    Ok(match event {
        Event::UnitAdded { price_fen, .. } => Some(UnitStep::Added(price_fen)),
        Event::UnitHeld { client, until, .. } => Some(UnitStep::Held { client: buyer(client), until }),
        Event::UnitReleased { .. } => Some(UnitStep::Released),
        Event::DepositTaken { deposit, client, amount_fen, .. } => {
            Some(UnitStep::Deposited { deposit, client: buyer(client), amount_fen })
        }
        Event::DepositRefunded { deposit, client, .. } => {
            let reason = Words::read(row, 6)?.get("reason");
            Some(UnitStep::Refunded { deposit, client: buyer(client), reason })
        }
        Event::ContractSigned { deposit, .. } => Some(UnitStep::Signed { deposit }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn the_board_walks_the_units_and_nothing_else() {
        assert_bounded(BOARD, &["SCAN u"]);
        assert_bounded(HISTORY, &[]);
    }
}
