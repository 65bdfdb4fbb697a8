//! Staff, policies, the week's plan and the day's opening and order (section 10; rules 1, 2).

use super::command::{AddStaff, DepartStaff, OpenDay, PlanWeek, ReorderDay, Role, SetPolicy, SetRoster, SetRulebook};
use super::decide::Draft;
use super::event::{Event, Owed, Served};
use super::floor::Floor;
use super::id::StaffId;
use super::planner;
use super::policy::MakeupExpires;
use super::refusal::{Code, Refusal};
use super::time::Date;
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// `staff.add`.
pub(super) fn add_staff(draft: &mut Draft, command: &AddStaff) -> Result<(), Refusal> {
    Draft::check_new(Some(&command.id), |id| draft.floor.person(id).is_some())?;
    draft.record(Event::StaffAdded { staff: command.id.clone(), role: command.role, grade: command.grade });
    Ok(())
}

/// `staff.depart`.
pub(super) fn depart_staff(draft: &mut Draft, command: &DepartStaff) -> Result<(), Refusal> {
    let staff = draft.known_staff(&command.id)?;
    if draft.floor.is_engaged(&staff) {
        return Err(Refusal::new(Code::WrongState).of(&staff));
    }
    if draft.floor.in_order(&staff) {
        let order: Vec<StaffId> = draft.floor.order.iter().filter(|other| **other != staff).cloned().collect();
        draft.record(order_change(&draft.floor, order, Vec::new()));
    }
    draft.record(Event::StaffDeparted { staff });
    Ok(())
}

/// `policy.set`.
pub(super) fn set_policy(draft: &mut Draft, command: &SetPolicy) -> Result<(), Refusal> {
    if draft.floor.policies.with(&command.key, &command.value).is_none() {
        return Err(Refusal::new(Code::BadPolicy));
    }
    draft.record(Event::PolicyChanged { key: command.key.clone(), value: command.value.clone() });
    Ok(())
}

/// `rulebook.set`.
pub(super) fn set_rulebook(draft: &mut Draft, command: &SetRulebook) -> Result<(), Refusal> {
    let SetRulebook { part, key, value } = command;
    if let Err(fault) = draft.floor.book.with(*part, key, value) {
        return Err(Refusal::new(Code::BadRulebook)
            .about(key)
            .with(|detail| detail.book = Some(Box::new((*part, fault)))));
    }
    draft.record(Event::RulebookChanged { part: *part, key: key.clone(), value: value.clone() });
    Ok(())
}

/// What can be said about `roster.plan` without knowing the floor.
///
/// # Errors
/// `bad_input` for a week that is none, or rest days outside it.
pub(super) fn check_week(command: &PlanWeek) -> Result<(), Refusal> {
    let Some(monday) = super::calendar::parse_week(&command.week) else {
        return Err(Refusal::bad_input("`week` must be an ISO week such as 2026-W48"));
    };
    let is_outside = |date: &Date| !(0..7).contains(&date.signed_duration_since(monday).num_days());
    if command.rest.values().flatten().any(is_outside) {
        return Err(Refusal::bad_input("a rest day lies outside the week"));
    }
    Ok(())
}

/// `roster.plan`.
pub(super) fn plan_week(draft: &mut Draft, command: &PlanWeek) -> Result<(), Refusal> {
    for staff in command.rest.keys() {
        draft.known_staff(staff)?;
    }
    let Some(monday) = super::calendar::parse_week(&command.week) else {
        return Err(Refusal::bad_input("`week` must be an ISO week such as 2026-W48"));
    };
    let people: Vec<StaffId> = draft.floor.salespeople().cloned().collect();
    let mut rest = command.rest.clone();
    for (staff, dates) in &draft.floor.leave {
        rest.entry(staff.clone()).or_default().extend(dates);
    }
    let days = planner::propose(&people, monday, &rest, &draft.floor.plan);
    draft.record(Event::DaysPlanned { days });
    Ok(())
}

/// `roster.set`.
pub(super) fn set_roster(draft: &mut Draft, command: &SetRoster) -> Result<(), Refusal> {
    check_order(draft, &command.order)?;
    if draft.floor.last_date.is_some_and(|last| command.date <= last) {
        return Err(Refusal::new(Code::WrongState).with(|detail| detail.date = Some(command.date)));
    }
    draft.record(Event::DaysPlanned { days: BTreeMap::from([(command.date, command.order.clone())]) });
    Ok(())
}

/// Everyone in an order must be a salesperson who works here, once.
///
/// # Errors
/// `unknown_staff`, `bad_order`.
pub(super) fn check_order(draft: &Draft, order: &[StaffId]) -> Result<(), Refusal> {
    for staff in order {
        draft.check_staff_known(Some(staff))?;
    }
    let distinct: BTreeSet<&StaffId> = order.iter().collect();
    let all_sales = order.iter().all(|id| draft.floor.employed(id).is_some_and(|p| p.role == Role::Sales));
    if order.is_empty() || distinct.len() != order.len() || !all_sales {
        return Err(Refusal::by_rule(Code::BadOrder, 2));
    }
    Ok(())
}

/// `day.open`.
pub(super) fn open_day(draft: &mut Draft, command: &OpenDay) -> Result<(), Refusal> {
    let date = command.date.unwrap_or_else(|| draft.header.at.date(draft.floor.zone));
    if draft.floor.last_date.is_some_and(|last| date <= last) {
        return Err(Refusal::new(Code::DayAlreadyOpen).with(|detail| detail.date = Some(date)));
    }
    for staff in command.order.iter().flatten().chain(&command.off) {
        draft.check_staff_known(Some(staff))?;
    }
    let order = match &command.order {
        Some(order) => order.clone(),
        None => planned_order(&draft.floor, date),
    };
    let has_place =
        |id: &StaffId| order.contains(id) || draft.floor.employed(id).is_some_and(|p| p.role == Role::Office);
    if let Some(stranger) = command.off.iter().find(|id| !has_place(id)) {
        return Err(Refusal::by_rule(Code::NotInOrder, 2).of(stranger));
    }
    check_order(draft, &order)?;
    let still_owed = draft.floor.owed.iter().filter(|owed| !has_expired(&draft.floor, owed, date)).cloned().collect();
    let suspended = order.iter().filter_map(|staff| due_suspension(&draft.floor, staff)).collect();
    let lapses_seen = draft.floor.lapses_seen;
    draft.record(Event::DayOpened { date, order, off: command.off.clone(), still_owed, suspended });
    super::protection::note_lapses(draft, lapses_seen);
    Ok(())
}

fn planned_order(floor: &Floor, date: Date) -> Vec<StaffId> {
    let planned = floor.plan.get(&date).into_iter().flatten();
    planned.filter(|id| floor.employed(id).is_some()).cloned().collect()
}

/// Whether an owed turn does not live to see `date` (policy `makeup_expires`).
fn has_expired(floor: &Floor, owed: &Owed, date: Date) -> bool {
    match floor.policies.makeup_expires {
        MakeupExpires::Week => owed.granted.iso_week() != date.iso_week(),
        MakeupExpires::Day => owed.granted != date,
        MakeupExpires::Never => false,
    }
}

/// The suspension day that someone serves by coming on duty today.
fn due_suspension(floor: &Floor, staff: &StaffId) -> Option<Served> {
    let (violation, _) = floor.person(staff)?.to_serve.first()?;
    Some(Served { staff: staff.clone(), violation: violation.clone() })
}

/// `day.reorder`.
pub(super) fn reorder_day(draft: &mut Draft, command: &ReorderDay) -> Result<(), Refusal> {
    check_order(draft, &command.order)?;
    let floor = &draft.floor;
    let is_first_today = |id: &&StaffId| floor.person(id).is_some_and(|p| !p.on_duty_today && !p.is_suspended());
    let suspended: Vec<Served> =
        command.order.iter().filter(is_first_today).filter_map(|staff| due_suspension(floor, staff)).collect();
    draft.record(order_change(floor, command.order.clone(), suspended));
    Ok(())
}

/// A change of order: a cursor whose person leaves moves to the next one of the old order who stays.
fn order_change(floor: &Floor, order: Vec<StaffId>, suspended: Vec<Served>) -> Event {
    let kept = |cursor: &Option<StaffId>| {
        let stays = floor.round(cursor.as_ref()).find(|id| order.contains(id)).cloned();
        stays.or_else(|| order.first().cloned())
    };
    Event::OrderChanged {
        before: floor.order.clone(),
        next: kept(&floor.next),
        call_next: kept(&floor.call_next),
        assist_next: kept(&floor.assist_next),
        order,
        suspended,
    }
}
