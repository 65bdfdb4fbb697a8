//! Each day's order as it was opened. Reads only.

use super::fault::Fault;
use super::{Register, log};
use crate::rules::event::Event;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use std::collections::BTreeMap;

/// The orders with which the days from `from` to `to` were opened, both included; days that were not
/// opened are not among them. Reads back from the latest opening and stops before `from`.
///
/// # Errors
/// When the register cannot be read.
pub fn opened_orders(register: &Register, from: Date, to: Date) -> Result<BTreeMap<Date, Vec<StaffId>>, Fault> {
    let mut statement = register.conn().prepare_cached(
        "SELECT seq FROM events WHERE kind = 'day.open' AND seq = command
         AND seq NOT IN (SELECT seq FROM struck) ORDER BY seq DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut orders = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let entry = log::entry(register.conn(), row.get(0)?)?;
        let opened = entry.into_iter().flat_map(|entry| entry.events).find_map(|event| match event {
            Event::DayOpened { date, order, .. } => Some((date, order)),
            _ => None,
        });
        let Some((date, order)) = opened else { continue };
        if date < from {
            break;
        }
        if date <= to {
            orders.insert(date, order);
        }
    }
    Ok(orders)
}
