//! Leave asked ahead, and the publication of a week's orders (section 10; rule 2). Decides; what a
//! proposal looks like is the planner's.

use super::command::{CancelLeave, GrantLeave, PublishRoster};
use super::decide::Draft;
use super::event::Event;
use super::id::StaffId;
use super::refusal::{Code, Refusal};
use super::roster::check_order;
use super::time::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What can be said about `roster.publish` without knowing the floor.
///
/// # Errors
/// `bad_input` for a week that is none, no days, days outside the week, or leave on other days.
pub(super) fn check_publication(command: &PublishRoster) -> Result<(), Refusal> {
    let Some(monday) = super::calendar::parse_week(&command.week) else {
        return Err(Refusal::bad_input("`week` must be an ISO week such as 2026-W48"));
    };
    if command.orders.is_empty() {
        return Err(Refusal::bad_input("`orders` must name a day"));
    }
    if command.orders.keys().any(|date| !(0..7).contains(&date.signed_duration_since(monday).num_days())) {
        return Err(Refusal::bad_input("a day lies outside the week"));
    }
    if command.leave.iter().flat_map(BTreeMap::values).flatten().any(|date| !command.orders.contains_key(date)) {
        return Err(Refusal::bad_input("a day of leave is not among the days published"));
    }
    Ok(())
}

/// `roster.publish`. Where `leave` is given it is all the leave of the days published.
pub(super) fn publish(draft: &mut Draft, command: &PublishRoster) -> Result<(), Refusal> {
    for staff in command.orders.values().flatten() {
        draft.check_staff_known(Some(staff))?;
    }
    for staff in command.leave.iter().flat_map(BTreeMap::keys) {
        draft.known_staff(staff)?;
    }
    for order in command.orders.values() {
        check_order(draft, order)?;
    }
    check_to_come(draft, command.orders.keys())?;
    for staff in command.leave.iter().flat_map(BTreeMap::keys) {
        draft.known_salesperson(staff)?;
    }
    let has_reason = command.reason.as_deref().is_some_and(|reason| !super::fold::clean(reason).is_empty());
    if !has_reason && changes_published(&draft.floor.plan, &command.orders) {
        return Err(Refusal::bad_input("changing a day already published needs a `reason`"));
    }
    draft.record(Event::DaysPlanned { days: command.orders.clone() });
    let Some(leave) = &command.leave else { return Ok(()) };
    let is_asked = |staff: &StaffId, date: &Date| leave.get(staff).is_some_and(|dates| dates.contains(date));
    let mut cancelled = BTreeMap::new();
    for (staff, dates) in &draft.floor.leave {
        let over = dates.iter().filter(|date| command.orders.contains_key(*date) && !is_asked(staff, date));
        add(&mut cancelled, staff, over.copied());
    }
    let granted = new_leave(draft, leave);
    if !granted.is_empty() {
        draft.record(Event::LeaveGranted { leave: granted });
    }
    if !cancelled.is_empty() {
        draft.record(Event::LeaveCancelled { leave: cancelled });
    }
    Ok(())
}

/// Whether any of these orders is another than the one that stands for its day.
#[must_use]
pub fn changes_published(plan: &BTreeMap<Date, Vec<StaffId>>, orders: &BTreeMap<Date, Vec<StaffId>>) -> bool {
    let differs = |(date, order): (&Date, &Vec<StaffId>)| {
        plan.get(date).is_some_and(|published| !published.is_empty() && published != order)
    };
    orders.iter().any(differs)
}

/// `leave.grant`. Whoever stands in the planned order of such a day is taken out of it.
pub(super) fn grant(draft: &mut Draft, command: &GrantLeave) -> Result<(), Refusal> {
    let staff = draft.known_salesperson(&command.staff)?;
    check_to_come(draft, &command.dates)?;
    let granted = new_leave(draft, &BTreeMap::from([(staff.clone(), command.dates.clone())]));
    if granted.is_empty() {
        return Err(Refusal::new(Code::WrongState).of(&staff));
    }
    let planned = command.dates.iter().filter_map(|date| Some((*date, draft.floor.plan.get(date)?)));
    let days: BTreeMap<Date, Vec<StaffId>> = planned
        .filter(|(_, order)| order.contains(&staff))
        .map(|(date, order)| (date, order.iter().filter(|other| **other != staff).cloned().collect()))
        .collect();
    draft.record(Event::LeaveGranted { leave: granted });
    if !days.is_empty() {
        draft.record(Event::DaysPlanned { days });
    }
    Ok(())
}

/// `leave.cancel`. Whoever comes back is not put into an order by it.
pub(super) fn cancel(draft: &mut Draft, command: &CancelLeave) -> Result<(), Refusal> {
    let staff = draft.known_staff(&command.staff)?;
    check_to_come(draft, &command.dates)?;
    if command.dates.iter().any(|date| !draft.floor.has_leave(&staff, *date)) {
        return Err(Refusal::new(Code::WrongState).of(&staff));
    }
    let mut cancelled = BTreeMap::new();
    add(&mut cancelled, &staff, command.dates.iter().copied());
    draft.record(Event::LeaveCancelled { leave: cancelled });
    Ok(())
}

/// Days that were opened, or are past, are no plan any more.
fn check_to_come<'d>(draft: &Draft, dates: impl IntoIterator<Item = &'d Date>) -> Result<(), Refusal> {
    let today = draft.header.at.date(draft.floor.zone);
    let is_over = |date: &&Date| **date < today || draft.floor.last_date.is_some_and(|last| **date <= last);
    match dates.into_iter().find(is_over) {
        Some(date) => Err(Refusal::new(Code::WrongState).about(date).with(|detail| detail.date = Some(*date))),
        None => Ok(()),
    }
}

/// What of this leave was not granted before.
fn new_leave(draft: &Draft, leave: &BTreeMap<StaffId, Vec<Date>>) -> BTreeMap<StaffId, Vec<Date>> {
    let mut new = BTreeMap::new();
    for (staff, dates) in leave {
        add(&mut new, staff, dates.iter().copied().filter(|date| !draft.floor.has_leave(staff, *date)));
    }
    new
}

fn add(leave: &mut BTreeMap<StaffId, Vec<Date>>, staff: &StaffId, dates: impl Iterator<Item = Date>) {
    let dates: BTreeSet<Date> = dates.collect();
    if !dates.is_empty() {
        leave.entry(staff.clone()).or_default().extend(dates);
    }
}
