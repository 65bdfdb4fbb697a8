//! Each day's order as it was. Reads only.

use super::fault::Fault;
use super::{Register, log};
use crate::rules::event::Event;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// The orders of the days from `from` to `to`, both included, as they were opened or as a manager changed
/// them last; days that were not opened are not among them. Reads back from the latest such entry and stops
/// before `from`.
///
/// # Errors
/// When the register cannot be read.
pub fn opened_orders(
    register: &Register,
    zone: Tz,
    from: Date,
    to: Date,
) -> Result<BTreeMap<Date, Vec<StaffId>>, Fault> {
    let mut statement = register.conn().prepare_cached(
        "SELECT seq FROM events e WHERE kind IN ('day.open', 'day.reorder') AND seq = command
         AND NOT EXISTS (SELECT 1 FROM struck s WHERE s.seq = e.seq) ORDER BY seq DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut orders = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let Some(entry) = log::entry(register.conn(), row.get(0)?)? else { continue };
        let given_on = entry.header.at.date(zone);
        let ordered = entry.events.into_iter().find_map(|event| match event {
            Event::DayOpened { date, order, .. } => Some((date, order)),
            Event::OrderChanged { order, .. } => Some((given_on, order)),
            _ => None,
        });
        let Some((date, order)) = ordered else { continue };
        if date < from {
            break;
        }
        if date <= to {
            // What came last stands: it is met first.
            orders.entry(date).or_insert(order);
        }
    }
    Ok(orders)
}
