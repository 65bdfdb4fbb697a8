//! The days to come as they are being drafted: rests, leave, places in the order. Changes nothing but
//! the draft; what it proposes it asks of the desk.

use super::{has_leave, may_plan};
use crate::desk::NotDone;
use crate::rules::calendar::week_name;
use crate::rules::command::PlanWeek;
use crate::rules::event::Event;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use crate::text::refusal;
use crate::text::roster::Phrase;
use crate::ui::app::App;
use std::collections::{BTreeMap, BTreeSet};

/// A draft of the days of a week that are still to come.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The order of each day; a day that nobody has planned has none.
    pub orders: BTreeMap<Date, Vec<StaffId>>,
    /// Who has leave on each day.
    pub leave: BTreeMap<Date, BTreeSet<StaffId>>,
}

impl Draft {
    /// Forgets all days but these.
    pub fn keep_only(&mut self, dates: &[Date]) {
        self.orders.retain(|date, _| dates.contains(date));
        self.leave.retain(|date, _| dates.contains(date));
    }
}

/// Whether a day can still be planned.
pub fn is_to_come(app: &App, date: Date) -> bool {
    date >= app.today && app.floor().last_date.is_none_or(|last| date > last)
}

/// Begins a draft with what is published, unless there is one; tells whether there is one then.
fn begin(app: &mut App) -> bool {
    if app.screens.roster.draft.is_some() {
        return true;
    }
    let days = &app.screens.roster.sheet.days;
    let days: Vec<Date> = days.iter().copied().filter(|date| is_to_come(app, *date)).collect();
    if days.is_empty() {
        app.warn(Phrase::NothingToCome.get(app.lang()));
        return false;
    }
    if !may_plan(app) {
        return false;
    }
    let floor = app.floor();
    let planned = |date: &Date| floor.plan.get(date).filter(|order| !order.is_empty());
    let leave = |date: &Date| floor.salespeople().filter(|staff| floor.has_leave(staff, *date)).cloned().collect();
    let draft = Draft {
        orders: days.iter().filter_map(|date| Some((*date, planned(date)?.clone()))).collect(),
        leave: days.iter().map(|date| (*date, leave(date))).collect(),
    };
    app.status = None;
    app.screens.roster.draft = Some(draft);
    true
}

/// Asks the planner for the week, with the rests and the leave that stand in it, and puts what it
/// proposes for the days to come into the draft.
pub fn propose(app: &mut App) {
    if !begin(app) {
        return;
    }
    let floor = app.floor();
    let Some(draft) = &app.screens.roster.draft else { return };
    let mut rest: BTreeMap<StaffId, Vec<Date>> = BTreeMap::new();
    for (date, leave) in &draft.leave {
        let rests = |staff: &&StaffId| draft.orders.get(date).is_some_and(|order| !order.contains(staff));
        for staff in floor.salespeople().filter(|staff| leave.contains(*staff) || rests(staff)) {
            rest.entry(staff.clone()).or_default().push(*date);
        }
    }
    let week = week_name(super::monday(app));
    let entry = match app.preview(&app.submission(PlanWeek { week, rest: rest.clone() })) {
        Ok(entry) => entry,
        Err(NotDone::Refused(why)) => {
            let text = refusal::sentence(app.lang(), floor, &why);
            app.warn(text);
            return;
        }
        Err(NotDone::Fault(fault)) => {
            app.fault = Some(fault);
            return;
        }
    };
    let people: Vec<StaffId> = floor.salespeople().cloned().collect();
    let proposed = entry.events.into_iter().find_map(|event| match event {
        Event::DaysPlanned { days } => Some(days),
        _ => None,
    });
    let Some(draft) = &mut app.screens.roster.draft else { return };
    for (date, mut order) in proposed.into_iter().flatten() {
        if !draft.leave.contains_key(&date) {
            continue;
        }
        // Whoever's leave is taken back in the draft still has it in the register: they come last.
        let rests = |staff: &StaffId| rest.get(staff).is_some_and(|dates| dates.contains(&date));
        let back: Vec<StaffId> =
            people.iter().filter(|staff| !order.contains(staff) && !rests(staff)).cloned().collect();
        order.extend(back);
        draft.orders.insert(date, order);
    }
    app.say(Phrase::Proposed.get(app.lang()));
}

/// The person and the day gone to, in a draft; nothing where that day cannot be planned.
fn cell(app: &mut App) -> Option<(StaffId, Date)> {
    let state = &app.screens.roster;
    let (staff, date) = (state.person()?.clone(), state.date()?);
    if !begin(app) {
        return None;
    }
    if !is_to_come(app, date) || app.floor().employed(&staff).is_none() {
        app.warn(Phrase::DayIsOver.get(app.lang()));
        return None;
    }
    app.status = None;
    Some((staff, date))
}

/// The order of a day in the draft; one that nobody has planned begins with everybody.
fn order_of(app: &mut App, date: Date) -> Option<&mut Vec<StaffId>> {
    let everybody: Vec<StaffId> =
        app.floor().salespeople().filter(|staff| !has_leave(app, staff, date)).cloned().collect();
    let draft = app.screens.roster.draft.as_mut()?;
    Some(draft.orders.entry(date).or_insert(everybody))
}

/// Rests on a day, or does not.
pub fn toggle_rest(app: &mut App) {
    let Some((staff, date)) = cell(app) else { return };
    let Some(order) = order_of(app, date) else { return };
    match order.iter().position(|other| *other == staff) {
        Some(at) => {
            order.remove(at);
        }
        None => order.push(staff),
    }
}

/// Has leave on a day, and then stands in no order; or has none, and rests until put into one.
pub fn toggle_leave(app: &mut App) {
    let Some((staff, date)) = cell(app) else { return };
    // Leave is published with the order of its day.
    order_of(app, date);
    let Some(draft) = app.screens.roster.draft.as_mut() else { return };
    let leave = draft.leave.entry(date).or_default();
    if !leave.remove(&staff) {
        leave.insert(staff.clone());
        if let Some(order) = draft.orders.get_mut(&date) {
            order.retain(|other| *other != staff);
        }
    }
}

/// Carries someone one place up or down in the order of a day.
pub fn carry(app: &mut App, up: bool) {
    let Some((staff, date)) = cell(app) else { return };
    let Some(order) = order_of(app, date) else { return };
    let Some(at) = order.iter().position(|other| *other == staff) else { return };
    let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
    if let Some(to) = to {
        order.swap(at, to);
    }
}

/// Someone takes the place that another has in the order of the day.
pub fn take_place_of(app: &mut App, other: usize) {
    let Some(other) = app.screens.roster.sheet.people.get(other).cloned() else { return };
    let Some((staff, date)) = cell(app) else { return };
    let Some(order) = order_of(app, date) else { return };
    let (Some(at), Some(to)) = (order.iter().position(|id| *id == staff), order.iter().position(|id| *id == other))
    else {
        return;
    };
    let staff = order.remove(at);
    order.insert(to, staff);
}
