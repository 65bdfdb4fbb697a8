//! Two clients who are one person, made one by a manager and taken apart again (rules 3, 8). A late
//! match does the like by itself; this is for what only people can see. A household or a company never
//! comes along: its members see each other as they would without the merge.

use super::command::{DismissHint, MergeClients, SplitClient};
use super::decide::Draft;
use super::event::{ByHand, Event, OwnerCause};
use super::facts::ClientFacts;
use super::floor::{Visit, VisitState};
use super::id::{StaffId, VisitId};
use super::ownership;
use super::refusal::{Code, Refusal};

/// `client.merge`: the client becomes another name of `into`; whoever owned either first by first
/// contact, and still counts, owns them.
pub(super) fn merge(draft: &mut Draft, command: &MergeClients) -> Result<(), Refusal> {
    let from = draft.known_client(&command.client)?;
    let into = draft.known_client(&command.into)?;
    if from.id == into.id {
        return Err(Refusal::new(Code::WrongState).about(&command.client));
    }
    let open = |client: &ClientFacts| draft.open_visit_of(&client.id).map(|(id, visit)| (id, visit.clone()));
    let here = match (open(&from), open(&into)) {
        (Some(_), Some((visit, _))) => return Err(Refusal::new(Code::AlreadyHere).about(&visit)),
        (Some(visit), None) => Some((visit, &into)),
        (None, Some(visit)) => Some((visit, &from)),
        (None, None) => None,
    };
    let owner = earliest_owner(draft, &from, &into);
    draft.record(merged(here, &from, &into, owner.clone()));
    let merged = draft.known_client(&into.id)?;
    if let Some(owner) = owner
        && ownership::owner_of(draft, &merged, prior_of(draft, &merged)).owner.as_ref() != Some(&owner)
    {
        let reached = vec![(into.id, None)];
        draft.record(Event::OwnerChanged { to: Some(owner), cause: OwnerCause::Merged, reached, visit: None });
    }
    Ok(())
}

/// The fact, with how the visit that is open stood, and what the other client brings to it.
fn merged(
    here: Option<((VisitId, Visit), &ClientFacts)>,
    from: &ClientFacts,
    into: &ClientFacts,
    owner: Option<StaffId>,
) -> Event {
    let stood =
        here.as_ref().map(|((_, visit), _)| ByHand { was_returning: visit.returning, was_here: visit.prior_visit });
    let (visit, other) = here.map(|((id, visit), other)| ((id, visit.returning), other)).unzip();
    let (visit, was_returning) = visit.unzip();
    Event::ClientsMerged {
        from: from.id.clone(),
        into: into.id.clone(),
        visit,
        returning: was_returning.unwrap_or_default() || other.is_some_and(|other| other.receptions > 0),
        last_visit: other.and_then(|other| other.last_visit),
        by_hand: Some(stood.unwrap_or_default()),
        owner,
    }
}

/// While a client waits, the visit that is being routed is no contact yet.
#[allow(clippy::option_option, reason = "no visit that waits, and one of somebody never here before, are two things")]
fn prior_of(draft: &Draft, client: &ClientFacts) -> Option<Option<super::time::Timestamp>> {
    let (_, visit) = draft.open_visit_of(&client.id)?;
    (visit.state == VisitState::Waiting).then_some(visit.prior_visit)
}

/// The owner of the earlier first contact who counts and poached neither.
fn earliest_owner(draft: &Draft, from: &ClientFacts, into: &ClientFacts) -> Option<StaffId> {
    let mut both = [from, into];
    both.sort_by_key(|client| (client.first_contact.is_none(), client.first_contact, client.serial));
    both.into_iter().find_map(|client| {
        let owner = ownership::owner_of(draft, client, prior_of(draft, client)).owner?;
        let is_excluded = [from, into].into_iter().any(|client| ownership::is_excluded(client, &owner));
        (!is_excluded).then_some(owner)
    })
}

/// `client.split`: what was the client's before the merge is theirs again; what came since stays with
/// whom they were merged into.
pub(super) fn split(draft: &mut Draft, command: &SplitClient) -> Result<(), Refusal> {
    draft.known_client(&command.client)?;
    let merge = draft.facts.base().merge(&command.client);
    let merge = merge.ok_or_else(|| Refusal::new(Code::WrongState).about(&command.client))?;
    if let Some(holder) = merge.held_by {
        return Err(Refusal::new(Code::WrongState).about(&holder));
    }
    let kept = draft.known_client(&merge.into)?;
    let visits = merge.visits.into_iter().filter(|id| draft.floor.visit(id).is_some()).collect();
    let open = merge.open.filter(|(id, _)| draft.floor.visit(id).is_some());
    draft.record(Event::ClientsParted { client: command.client.clone(), from: merge.into.clone(), visits, open });
    // Whoever became the owner since, by a transfer or with the household, stays the owner.
    if merge.gave.is_some() && kept.owner == merge.gave {
        let (to, through) = merge.before;
        let reached = vec![(merge.into, through)];
        draft.record(Event::OwnerChanged { to, cause: OwnerCause::Parted, reached, visit: None });
    }
    Ok(())
}

/// `hint.dismiss`: two who look alike are two people.
pub(super) fn dismiss(draft: &mut Draft, command: &DismissHint) -> Result<(), Refusal> {
    let client = draft.known_client(&command.client)?;
    let with = draft.known_client(&command.with)?;
    if client.id == with.id || draft.facts.base().is_dismissed(&client.id, &with.id) {
        return Err(Refusal::new(Code::WrongState).about(&command.client));
    }
    draft.record(Event::HintDismissed { client: client.id, with: with.id });
    Ok(())
}
