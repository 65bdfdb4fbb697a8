//! Calls (section 9): a second ring of its own, and inquiries about other projects.

use super::command::{EndCall, ReturnCall, StartCall};
use super::decide::{Draft, fresh};
use super::event::Event;
use super::floor::{Base, Floor};
use super::id::StaffId;
use super::refusal::{Code, Refusal};

/// `call.start`.
pub(super) fn start(draft: &mut Draft, command: &StartCall) -> Result<(), Refusal> {
    let exists = |id: &_| draft.floor.calls.contains_key(id) || draft.facts.base().call_exists(id);
    Draft::check_new(command.call.as_ref(), exists)?;
    draft.check_staff_known(command.asks_for.as_ref())?;
    let is_given = |text: &Option<String>| text.as_deref().is_some_and(|text| !super::fold::clean(text).is_empty());
    let is_inquiry = is_given(&command.project);
    if is_inquiry && !(is_given(&command.name) && is_given(&command.phone) && is_given(&command.needs)) {
        return Err(Refusal::by_rule(Code::IncompleteInquiry, 23));
    }
    super::phone::given(command.phone.as_deref())?;
    let call = fresh(command.call.as_ref(), "k-", draft.floor.serials.call, exists);
    let project = command.project.as_deref().map(super::fold::key);
    let refer_to = project.and_then(|key| draft.floor.projects.get(&key).cloned()).flatten();
    let (answered_by, next) = answer(&draft.floor, command.asks_for.as_ref());
    draft.record(Event::CallStarted { call, answered_by, next, refer_to });
    Ok(())
}

/// Who answers, and where the call ring stands afterwards when it moved.
fn answer(floor: &Floor, asks_for: Option<&StaffId>) -> (Option<StaffId>, Option<StaffId>) {
    let is_free = |staff: &StaffId| {
        floor.is_free(staff)
            || (is_office(floor, staff) && floor.base(staff) == Base::Available && !floor.is_engaged(staff))
    };
    if let Some(asked) = asks_for.filter(|staff| is_free(staff)) {
        return (Some(asked.clone()), None);
    }
    match floor.round(floor.call_next.as_ref()).find(|staff| floor.is_free(staff)) {
        Some(staff) => (Some(staff.clone()), floor.after(staff)),
        None => (floor.free_office().cloned(), None),
    }
}

fn is_office(floor: &Floor, staff: &StaffId) -> bool {
    floor.person(staff).is_some_and(|p| p.role == super::command::Role::Office)
}

/// `call.end`.
pub(super) fn end(draft: &mut Draft, command: &EndCall) -> Result<(), Refusal> {
    match draft.floor.calls.get(&command.call) {
        Some(call) if call.answered_by.is_some() => {}
        None if !draft.facts.base().call_exists(&command.call) => {
            return Err(Refusal::new(Code::UnknownCall).about(&command.call));
        }
        _ => return Err(Refusal::new(Code::WrongState).about(&command.call)),
    }
    draft.record(Event::CallEnded { call: command.call.clone() });
    Ok(())
}

/// `call.returned`.
pub(super) fn returned(draft: &mut Draft, command: &ReturnCall) -> Result<(), Refusal> {
    match draft.floor.calls.get(&command.call) {
        Some(call) if call.answered_by.is_none() => {}
        None if !draft.facts.base().call_exists(&command.call) => {
            return Err(Refusal::new(Code::UnknownCall).about(&command.call));
        }
        _ => return Err(Refusal::new(Code::WrongState).about(&command.call)),
    }
    draft.record(Event::CallReturned { call: command.call.clone() });
    Ok(())
}

/// `project.add`.
pub(super) fn add_project(draft: &mut Draft) {
    draft.record(Event::ProjectAdded {});
}
