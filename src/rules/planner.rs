//! The planner's proposal for a week (section 10): chances as equal as rests allow.

use super::id::StaffId;
use super::time::Date;
use chrono::Days;
use std::collections::BTreeMap;

/// Proposes each day's order of a week. On every day the order goes by how long ago each person was
/// first; without rests that is a plain rotation, so everyone holds every position as often as
/// anyone, to within one. `plan` is what was planned or held before, for going on where it ended.
#[must_use]
pub fn propose(
    people: &[StaffId],
    monday: Date,
    rest: &BTreeMap<StaffId, Vec<Date>>,
    plan: &BTreeMap<Date, Vec<StaffId>>,
) -> BTreeMap<Date, Vec<StaffId>> {
    let mut last_first: BTreeMap<&StaffId, Date> = BTreeMap::new();
    for (date, order) in plan.range(..monday) {
        if let Some(first) = order.first().and_then(|first| people.iter().find(|id| *id == first)) {
            last_first.insert(first, *date);
        }
    }
    let mut days = BTreeMap::new();
    for date in (0..7).filter_map(|day| monday.checked_add_days(Days::new(day))) {
        let rests = |id: &StaffId| rest.get(id).is_some_and(|dates| dates.contains(&date));
        let mut on_duty: Vec<&StaffId> = people.iter().filter(|id| !rests(id)).collect();
        on_duty.sort_by_key(|id| (last_first.get(*id).copied(), (*id).clone()));
        if let Some(first) = on_duty.first() {
            last_first.insert(first, date);
        }
        days.insert(date, on_duty.into_iter().cloned().collect());
    }
    days
}
