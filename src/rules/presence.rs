//! Presence (section 2): who comes, goes, and comes in late.

use super::command::{MoveTo, Role, SetPresence};
use super::decide::Draft;
use super::event::Event;
use super::floor::Base;
use super::id::StaffId;
use super::policy::LateArrival;
use super::refusal::{Code, Refusal};

/// `presence`.
pub(super) fn set(draft: &mut Draft, command: &SetPresence) -> Result<(), Refusal> {
    let staff = draft.known_staff(&command.staff)?;
    let is_office = draft.floor.employed(&staff).is_some_and(|p| p.role == Role::Office);
    if !is_office && !draft.floor.in_order(&staff) {
        return Err(Refusal::by_rule(Code::NotInOrder, 2).of(&staff));
    }
    let base = draft.floor.base(&staff);
    if base == Base::Leave && !draft.is_by_manager() {
        return Err(Refusal::by_rule(Code::OnLeave, 6).of(&staff));
    }
    draft.record(Event::PresenceChanged { staff: staff.clone(), to: command.to });
    let is_late = base == Base::Off && command.to != MoveTo::Leave && !is_office;
    if is_late && draft.floor.policies.late_arrival == LateArrival::End {
        join_at_end(draft, &staff);
    }
    Ok(())
}

/// A late arrival leaves the order, every cursor at them moves on, and they join again at its end.
fn join_at_end(draft: &mut Draft, staff: &StaffId) {
    let floor = &draft.floor;
    let mut order: Vec<StaffId> = floor.order.iter().filter(|other| *other != staff).cloned().collect();
    order.push(staff.clone());
    let moved_on = |cursor: &Option<StaffId>| {
        if cursor.as_ref() == Some(staff) { floor.after(staff) } else { cursor.clone() }
    };
    let event = Event::OrderChanged {
        order,
        next: moved_on(&floor.next),
        call_next: moved_on(&floor.call_next),
        assist_next: moved_on(&floor.assist_next),
        suspended: Vec::new(),
    };
    draft.record(event);
}
