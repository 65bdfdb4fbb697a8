//! A week of the roster with the weeks before it: each day's order as it was held or is planned, and how
//! many rotation clients come in a day. Reads only.

use super::fault::Fault;
use super::{Register, log};
use crate::rules::calendar::week_days;
use crate::rules::chances::{self, Chances};
use crate::rules::event::Event;
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::planner::WEEKS_FAIR_OVER;
use crate::rules::time::Date;
use chrono::Days;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Days over which the clients of a day are averaged.
const DAYS_AVERAGED: u64 = 28;

const CLIENTS: &str = "SELECT count(*) FROM visits WHERE date BETWEEN ?1 AND ?2 AND path = 'rotation' AND counted = 1";

/// A week with the three before it.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The week's days, Monday first.
    pub days: Vec<Date>,
    /// The orders of the four weeks: those of opened days as they were, the others as planned.
    pub orders: BTreeMap<Date, Vec<StaffId>>,
    /// The days whose order is no plan any more.
    pub opened: BTreeSet<Date>,
    /// Salespeople who work here, then those who have left since and stand in the week.
    pub people: Vec<StaffId>,
    /// Rotation clients of an average day of the last four weeks, in thousandths; nothing where no day was
    /// opened.
    pub clients_milli: Option<u64>,
}

impl Sheet {
    /// Reads the week that begins on a Monday.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn read(register: &Register, floor: &Floor, monday: Date, today: Date) -> Result<Self, Fault> {
        let days = week_days(monday);
        let since = monday.checked_sub_days(Days::new(7 * (WEEKS_FAIR_OVER - 1))).unwrap_or(monday);
        let last = days.last().copied().unwrap_or(monday);
        let mut orders: BTreeMap<Date, Vec<StaffId>> =
            floor.plan.range(since..=last).map(|(date, order)| (*date, order.clone())).collect();
        let mut opened = opened_orders(register, floor.zone, since, last)?;
        if let Some(today) = floor.date.filter(|today| days.contains(today)) {
            opened.insert(today, floor.order.clone());
        }
        let was_opened = opened.keys().copied().collect();
        orders.extend(opened);
        let mut people: Vec<StaffId> = floor.salespeople().cloned().collect();
        for staff in orders.range(monday..).flat_map(|(_, order)| order) {
            // Someone who has left since stays in the week in which they stood.
            if !people.contains(staff) {
                people.push(staff.clone());
            }
        }
        let clients_milli = clients_milli(register, floor.zone, today)?;
        Ok(Self { days, orders, opened: was_opened, people, clients_milli })
    }

    /// Someone's place in the order of a day; 0: they rest; nothing: there is no order.
    #[must_use]
    pub fn place(&self, staff: &StaffId, date: Date) -> Option<usize> {
        let order = self.orders.get(&date)?;
        Some(order.iter().position(|other| other == staff).map_or(0, |at| at + 1))
    }

    /// What the week gives everyone.
    #[must_use]
    pub fn week(&self) -> BTreeMap<StaffId, Chances> {
        let days = self.days.iter().filter_map(|date| self.orders.get(date));
        chances::count(days, self.clients_milli.unwrap_or(0))
    }

    /// What the four weeks give everyone who works here, this week included.
    #[must_use]
    pub fn four_weeks(&self) -> BTreeMap<StaffId, Chances> {
        let mut counted = chances::count(self.orders.values(), self.clients_milli.unwrap_or(0));
        counted.retain(|staff, _| self.people.contains(staff));
        counted
    }
}

/// Rotation clients of an average opened day of the four weeks before today, in thousandths.
fn clients_milli(register: &Register, zone: Tz, today: Date) -> Result<Option<u64>, Fault> {
    let back = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let (from, to) = (back(DAYS_AVERAGED), back(1));
    let days = u64::try_from(opened_orders(register, zone, from, to)?.len()).unwrap_or(u64::MAX);
    let mut statement = register.conn().prepare_cached(CLIENTS)?;
    let clients: u64 = statement.query_row([from.to_string(), to.to_string()], |row| row.get(0))?;
    Ok((clients * chances::TURN_MILLI).checked_div(days))
}

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

#[cfg(test)]
mod tests {
    use crate::register::plan::assert_bounded;

    #[test]
    fn no_query_walks_a_table_that_grows() {
        assert_bounded(super::CLIENTS, &[]);
    }
}
