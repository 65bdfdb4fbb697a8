//! Presence (section 2): who comes, goes, and comes in late.

use super::command::{MoveTo, Role, SetPresence};
use super::decide::Draft;
use super::event::Event;
use super::floor::{Base, Floor};
use super::id::StaffId;
use super::policy::LateArrival;
use super::refusal::{AbsenceFault, Code, Refusal};

/// `presence`.
pub(super) fn set(draft: &mut Draft, command: &SetPresence) -> Result<(), Refusal> {
    let to = check(&draft.floor, command)?;
    let staff = draft.known_staff(&command.staff)?;
    let is_office = draft.floor.employed(&staff).is_some_and(|p| p.role == Role::Office);
    if !is_office && !draft.floor.in_order(&staff) {
        return Err(Refusal::by_rule(Code::NotInOrder, 2).of(&staff));
    }
    let base = draft.floor.base(&staff);
    if base == Base::Leave && !draft.is_by_manager()? {
        return Err(Refusal::by_rule(Code::OnLeave, 6).of(&staff));
    }
    draft.record(Event::PresenceChanged { staff: staff.clone(), to, reason: command.reason.clone() });
    let is_late = base == Base::Off && to != MoveTo::Leave && !is_office;
    if is_late && draft.floor.policies.late_arrival == LateArrival::End {
        join_at_end(draft, &staff);
    }
    Ok(())
}

/// Where a command moves somebody: as it says, or as its reason does.
///
/// # Errors
/// `bad_input`: neither is given, no such reason, or the reason means something else.
pub(super) fn check(floor: &Floor, command: &SetPresence) -> Result<MoveTo, Refusal> {
    let Some(code) = &command.reason else {
        return command.to.ok_or_else(|| Refusal::bad_input("`presence` needs `to` or `reason`"));
    };
    let fault = |means| {
        let refusal = Refusal::bad_input("`reason` does not fit");
        refusal.about(code).with(|detail| detail.absence = Some(AbsenceFault { means, to: command.to }))
    };
    let means = floor.book.absence(code).map(|absence| absence.becomes.moves_to()).ok_or_else(|| fault(None))?;
    if command.to.is_some_and(|to| to != means) { Err(fault(Some(means))) } else { Ok(means) }
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
        before: floor.order.clone(),
        order,
        next: moved_on(&floor.next),
        call_next: moved_on(&floor.call_next),
        assist_next: moved_on(&floor.assist_next),
        suspended: Vec::new(),
    };
    draft.record(event);
}
