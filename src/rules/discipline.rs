//! Discipline (section 7): violations, penalties, suspensions to serve.

use super::command::{RecordViolation, RuleCase, ViolationKind, VoidViolation};
use super::decide::{Draft, fresh};
use super::event::{Event, Penalty};
use super::id::{ClientId, StaffId, ViolationId, VisitId};
use super::policy::SuspensionStart;
use super::refusal::{Code, Refusal};

/// A violation to be recorded.
pub struct Offence<'a> {
    /// Whose.
    pub staff: &'a StaffId,
    /// What.
    pub kind: ViolationKind,
    /// At which visit.
    pub visit: Option<&'a VisitId>,
    /// Whose visit.
    pub client: Option<ClientId>,
    /// The id given.
    pub id: Option<&'a ViolationId>,
    /// Whether the program raised it by itself.
    pub raised: bool,
}

/// `violation.record`.
pub(super) fn record(draft: &mut Draft, command: &RecordViolation) -> Result<(), Refusal> {
    let exists = |id: &_| draft.facts.base().violation(id).is_some();
    Draft::check_new(command.id.as_ref(), exists)?;
    let staff = draft.known_staff(&command.staff)?;
    let client = command.visit.as_ref().map(|visit| client_of(draft, visit)).transpose()?;
    let offence = Offence {
        staff: &staff,
        kind: command.kind,
        visit: command.visit.as_ref(),
        client,
        id: command.id.as_ref(),
        raised: false,
    };
    punish(draft, offence);
    Ok(())
}

fn client_of(draft: &Draft, visit: &VisitId) -> Result<ClientId, Refusal> {
    let today = draft.floor.visit(visit).map(|visit| visit.client.clone());
    today.or_else(|| draft.facts.base().visit(visit)).ok_or_else(|| Refusal::new(Code::UnknownVisit).about(visit))
}

/// Records a violation with its penalty; a second poaching of one visit by one person is not.
pub fn punish(draft: &mut Draft, offence: Offence) {
    let poached = offence.kind == ViolationKind::Poaching;
    if poached && offence.visit.is_some_and(|visit| draft.facts.has_poached(visit, offence.staff)) {
        return;
    }
    let exists = |id: &_| draft.facts.base().violation(id).is_some();
    let violation = fresh(offence.id, "x-", draft.floor.serials.violation, exists);
    let penalty = draft.floor.book.penalty(offence.kind);
    let suspended = draft.floor.person(offence.staff).is_some_and(super::floor::Person::is_suspended);
    let served_today = matches!(penalty, Penalty::Suspension(1..))
        && draft.floor.policies.suspension_start == SuspensionStart::Today
        && draft.floor.in_order(offence.staff)
        && !suspended;
    draft.record(Event::ViolationRecorded {
        violation,
        staff: offence.staff.clone(),
        violation_kind: offence.kind,
        visit: offence.visit.cloned(),
        client: offence.client,
        penalty,
        raised: offence.raised,
        served_today,
    });
}

/// `violation.void`.
pub(super) fn void(draft: &mut Draft, command: &VoidViolation) -> Result<(), Refusal> {
    let violation = &command.violation;
    let facts =
        draft.facts.base().violation(violation).ok_or_else(|| Refusal::new(Code::UnknownViolation).about(violation))?;
    if facts.voided {
        return Err(Refusal::new(Code::WrongState).about(violation));
    }
    draft.record(Event::ViolationVoided { violation: violation.clone() });
    Ok(())
}

/// `case.rule`: what a manager holds of a visit of any day. Several stand one after another.
pub(super) fn rule_case(draft: &mut Draft, command: &RuleCase) -> Result<(), Refusal> {
    let client = client_of(draft, &command.visit)?;
    let exists = |id: &ViolationId| draft.facts.base().violation(id).is_some();
    if let Some(unknown) = command.violation.as_ref().filter(|id| !exists(id)) {
        return Err(Refusal::new(Code::UnknownViolation).about(unknown));
    }
    draft.record(Event::CaseRuled { visit: command.visit.clone(), client, violation: command.violation.clone() });
    Ok(())
}
