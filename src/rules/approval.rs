//! Requests and their answers: somebody asks for what only a manager may do, a manager grants it,
//! which does it, or refuses. What may be asked for is decided by the same checks as when a manager
//! gives the command.

use super::asked::{Asked, Concern};
use super::command::{Answer, Ask, Command};
use super::decide::{self, Draft};
use super::event::{Answered, Event};
use super::facts::Overlay;
use super::floor::ItemKind;
use super::id::ItemId;
use super::refusal::{Code, Refusal};

/// Whether a manager may be asked for a command. Who may record it themselves is judged later.
const fn may_be_asked_for(command: &Command) -> bool {
    matches!(
        command,
        Command::DepartStaff(_)
            | Command::SetPolicy(_)
            | Command::SetRulebook(_)
            | Command::PlanWeek(_)
            | Command::SetRoster(_)
            | Command::PublishRoster(_)
            | Command::GrantLeave(_)
            | Command::CancelLeave(_)
            | Command::ReorderDay(_)
            | Command::CloseDay(_)
            | Command::SetPresence(_)
            | Command::TakeVisit(_)
            | Command::FailNotice(_)
            | Command::RecordViolation(_)
            | Command::VoidViolation(_)
            | Command::TransferClient(_)
            | Command::LinkClients(_)
            | Command::MergeClients(_)
            | Command::SplitClient(_)
            | Command::HoldUnit(_)
            | Command::ReleaseUnit(_)
            | Command::RefundDeposit(_)
            | Command::AcknowledgeItem(_)
    )
}

/// `ask`: the command must be one that a manager could give now, and that needs one.
pub(super) fn ask(draft: &mut Draft, command: &Ask) -> Result<(), Refusal> {
    let Asked(wanted) = &command.command;
    if !may_be_asked_for(wanted) || draft.is_by_manager()? {
        return Err(Refusal::new(Code::WrongState));
    }
    decide::check_input(&draft.floor, wanted, draft.header.by.as_ref(), draft.header.at)?;
    decide::check_day(&draft.floor, wanted)?;
    let granted = trial(draft, wanted, true)?;
    if !decide::needs_manager(&draft.floor, wanted) && trial(draft, wanted, false).is_ok_and(|own| own == granted) {
        return Err(Refusal::new(Code::WrongState));
    }
    let item = ItemId::from(format!("i-{:04}", draft.floor.serials.item + 1));
    let about = match &**wanted {
        Command::CloseDay(_) | Command::ReorderDay(_) => draft.floor.date.map(|date| date.to_string()),
        wanted => Some(Concern::about(wanted)),
    };
    let concern = concern(draft, wanted);
    draft.record(Event::RequestMade { item, about: about.unwrap_or_default(), concern });
    Ok(())
}

/// The facts that would follow, and nothing recorded.
fn trial(draft: &Draft, wanted: &Command, as_manager: bool) -> Result<Vec<Event>, Refusal> {
    let mut trial = Draft {
        floor: draft.floor.clone(),
        facts: Overlay::new(draft.facts.base()),
        header: draft.header.clone(),
        proof: draft.proof.clone(),
        events: Vec::new(),
        as_manager,
    };
    decide::chapter(&mut trial, wanted, None)?;
    Ok(trial.events)
}

/// What a command names, with the client whom the register knows it to be about.
fn concern(draft: &Draft, wanted: &Command) -> Concern {
    let mut concern = Concern::of(wanted);
    let facts = draft.facts.base();
    if let Command::VoidViolation(void) = wanted
        && let Some(violation) = facts.violation(&void.violation)
    {
        concern.staff = Some(violation.staff);
        concern.visit = violation.visit;
    }
    if let Some(deposit) = concern.deposit.as_ref().and_then(|id| facts.deposit(id)) {
        concern.client = Some(deposit.client);
        concern.unit = Some(deposit.unit);
    }
    if concern.client.is_none() {
        let today = |id| draft.floor.visit(id).map(|visit| visit.client.clone());
        concern.client = concern.visit.as_ref().and_then(|id| today(id).or_else(|| facts.visit(id)));
    }
    concern
}

/// `answer`: granted, the command is done with the manager's authority, under this entry.
pub(super) fn answer(draft: &mut Draft, command: &Answer) -> Result<(), Refusal> {
    let item = draft.floor.inbox.iter().find(|item| item.id == command.item).cloned();
    let item = item.ok_or_else(|| Refusal::new(Code::UnknownItem).about(&command.item))?;
    let (ItemKind::Request, Some(seq)) = (item.kind, item.asked) else {
        return Err(Refusal::new(Code::WrongState).about(&command.item));
    };
    let request = draft.facts.base().request(seq).ok_or_else(|| Refusal::new(Code::UnknownItem).about(&item.id))?;
    let wanted = request.command;
    if command.grant {
        decide::check_input(&draft.floor, &wanted, draft.header.by.as_ref(), draft.header.at)?;
        decide::check_day(&draft.floor, &wanted)?;
    }
    let concern = concern(draft, &wanted);
    draft.header.answered =
        Some(Box::new(Answered { seq, by: request.by.clone(), command: wanted.clone(), granted: command.grant }));
    draft.record(Event::RequestAnswered { item: item.id, granted: command.grant, asked: seq, by: request.by, concern });
    if command.grant { decide::chapter(draft, &wanted, None) } else { Ok(()) }
}
