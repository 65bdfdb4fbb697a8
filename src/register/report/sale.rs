//! Deposits, refunds and contracts of a span. The tables keep the day of a deposit and of a refund; the
//! day of a contract is read from the log.

use super::{Sale, SaleKind};
use crate::register::Register;
use crate::register::fairness::rows_of;
use crate::register::fault::Fault;
use crate::register::figures::{self, Span, each};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::{Date, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::BTreeMap;

pub(super) const TAKEN: &str = "SELECT d.client, d.amount_fen, d.taken_by, d.shares,
        (SELECT p.source FROM visits p WHERE p.client = d.client AND p.source IS NOT NULL AND p.date <= ?2
            ORDER BY p.seq LIMIT 1),
        d.refunded_on IS NULL OR d.refunded_on > ?2
    FROM deposits d WHERE d.date BETWEEN ?1 AND ?2";
pub(super) const REFUNDED: &str = "SELECT d.client, d.amount_fen, d.taken_by, d.shares,
        (SELECT p.source FROM visits p WHERE p.client = d.client AND p.source IS NOT NULL AND p.date <= ?2
            ORDER BY p.seq LIMIT 1)
    FROM deposits d WHERE d.refunded_on BETWEEN ?1 AND ?2";
pub(super) const DEPOSIT: &str = "SELECT d.client, d.amount_fen, d.taken_by, d.shares,
        (SELECT p.source FROM visits p WHERE p.client = d.client AND p.source IS NOT NULL AND p.date <= ?2
            ORDER BY p.seq LIMIT 1)
    FROM deposits d WHERE d.id = ?1";
/// The openings, closings and contracts among the rows of a span, without what was struck out.
pub(super) const SIGNED: &str = "SELECT e.at, e.kind, json_extract(e.body, '$.date'), json_extract(e.body, '$.deposit')
    FROM events e WHERE e.seq BETWEEN ?1 AND ?2 AND e.kind IN ('day_opened', 'day_closed', 'contract_signed')
        AND NOT EXISTS (SELECT 1 FROM struck s WHERE s.seq = e.command)
    ORDER BY e.seq";

/// All of a span.
pub(super) fn of_span(register: &Register, floor: &Floor, span: Span) -> Result<Vec<Sale>, Fault> {
    let mut sales = Vec::new();
    each(register, TAKEN, span.bounds(), |row| {
        sales.push(sale(row, SaleKind::Taken { stands: row.get(5)? })?);
        Ok(())
    })?;
    each(register, REFUNDED, span.bounds(), |row| {
        sales.push(sale(row, SaleKind::Refunded)?);
        Ok(())
    })?;
    let mut deposit = register.conn().prepare_cached(DEPOSIT)?;
    for id in contracts(register, floor, span)? {
        let signed = deposit.query_row(params![id, span.to.to_string()], |row| sale(row, SaleKind::Signed));
        sales.extend(signed.optional()?);
    }
    Ok(sales)
}

fn sale(row: &Row, kind: SaleKind) -> rusqlite::Result<Sale> {
    let taken_by = figures::staff(row, 2)?;
    let shares: String = row.get(3)?;
    let staff = earner(&shares).or(taken_by);
    Ok(Sale { kind, client: row.get(0)?, fen: row.get(1)?, staff, source: row.get(4)? })
}

/// Who has the largest share of the commission, of equal ones the first by id.
fn earner(shares: &str) -> Option<StaffId> {
    let shares: BTreeMap<StaffId, i64> = serde_json::from_str(shares).ok()?;
    shares.into_iter().rev().max_by_key(|(_, share)| *share).map(|(staff, _)| staff)
}

/// The deposits whose contracts were signed in a span. A contract belongs to the open day, else to the
/// day on the calendar, like everything else.
fn contracts(register: &Register, floor: &Floor, span: Span) -> Result<Vec<String>, Fault> {
    let (first, last) = rows_of(register.conn(), span)?;
    let mut open: Option<Date> = None;
    let mut signed = Vec::new();
    each(register, SIGNED, [first, last], |row| {
        let kind: String = row.get(1)?;
        match kind.as_str() {
            "day_opened" => open = Some(figures::date(row, 2)?),
            "day_closed" => open = None,
            _ => {
                let at = Timestamp::from_micros(row.get(0)?, 0);
                if span.contains(open.unwrap_or_else(|| at.date(floor.zone))) {
                    signed.push(row.get(3)?);
                }
            }
        }
        Ok(())
    })?;
    Ok(signed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_share_earns_it() {
        let of = |shares| earner(shares).map(|staff| staff.to_string());
        assert_eq!(of(r#"{"s1":3000,"s2":7000}"#).as_deref(), Some("s2"));
        assert_eq!(of(r#"{"s1":5000,"s2":5000}"#).as_deref(), Some("s1"));
        assert_eq!((of("{}"), of("")), (None, None));
    }
}
