//! What happens to a visit after it was routed: details given later, its end, a client who leaves.

use super::command::{FinishReception, GroupKind, LeaveWaiting, RegisterDetails};
use super::decide::Draft;
use super::decision::Flag;
use super::event::{Event, NoticeEnd};
use super::facts::ClientFacts;
use super::floor::{Visit, VisitState};
use super::id::{ClientId, StaffId, VisitId};
use super::ownership;
use super::refusal::{Code, Refusal};
use super::routing;
use super::time::Timestamp;

/// `register`: a visitor gives a name, phone, company or household later (section 4, late match).
pub(super) fn register(draft: &mut Draft, command: &RegisterDetails) -> Result<(), Refusal> {
    let visit = Received::find(draft, &command.visit)?;
    let phone = super::phone::given(command.phone.as_deref())?;
    super::phone::given(command.companion_phone.as_deref())?;
    let client = draft.known_client(&visit.client)?;
    let known = phone.and_then(|phone| draft.facts.client_by_phone(&phone)).and_then(|id| draft.facts.client(&id));
    match known {
        Some(earlier) if is_earlier(draft, &earlier, &client) => {
            attach(draft, &command.visit, &visit, &client, &earlier)?;
        }
        _ => {
            draft.record(Event::ClientDetailed { client: client.id.clone() });
            meet_group(draft, &command.visit, &visit, &client);
        }
    }
    let client = draft.known_client(&visit.client)?;
    let owner = ownership::owner_of(draft, &client, None).owner;
    draft.record(Event::VisitDetailed { visit: command.visit.clone(), client: client.id, owner });
    Ok(())
}

/// What matters of a visit, of today or before, when its client says more of themselves.
struct Received {
    client: ClientId,
    receiver: Option<StaffId>,
    /// Whom this visit made the owner, when it was the client's first.
    first_owner: Option<StaffId>,
}

impl Received {
    fn find(draft: &Draft, id: &VisitId) -> Result<Self, Refusal> {
        if let Some(visit) = draft.floor.visit(id) {
            return Ok(Self {
                client: visit.client.clone(),
                receiver: visit.receiver.clone(),
                first_owner: visit.made_owner.clone().filter(|_| !visit.returning),
            });
        }
        let register = draft.facts.base();
        let client = register.visit(id).ok_or_else(|| Refusal::new(Code::UnknownVisit).about(id))?;
        Ok(Self { client, receiver: register.receiver(id), first_owner: None })
    }
}

fn is_earlier(draft: &Draft, known: &ClientFacts, client: &ClientFacts) -> bool {
    known.id != client.id && known_since(draft, known) < known_since(draft, client)
}

/// Since when a client is known: since their entry, but whoever came from a register kept elsewhere since the
/// first contact that it tells of (rule 3). Of one moment, the place in the register decides.
fn known_since(draft: &Draft, client: &ClientFacts) -> (Timestamp, u64) {
    let entered = draft.facts.base().entered_at(client.serial).unwrap_or(draft.header.at);
    (client.first_contact.map_or(entered, |first| first.min(entered)), client.serial)
}

/// The visit's client turns out to be an earlier one.
fn attach(
    draft: &mut Draft,
    id: &VisitId,
    visit: &Received,
    client: &ClientFacts,
    earlier: &ClientFacts,
) -> Result<(), Refusal> {
    if let Some((other, _)) = draft.open_visit_of(&earlier.id) {
        return Err(Refusal::new(Code::AlreadyHere).about(&other));
    }
    let held_to_be = ownership::owner_of(draft, client, None).owner;
    let owner = ownership::owner_of(draft, earlier, None).owner;
    let returning = earlier.receptions > 0;
    draft.record(Event::ClientDetailed { client: earlier.id.clone() });
    draft.record(Event::ClientsMerged {
        from: client.id.clone(),
        into: earlier.id.clone(),
        visit: Some(id.clone()),
        returning,
        last_visit: earlier.last_visit,
        by_hand: None,
        owner: None,
    });
    for kind in [GroupKind::Household, GroupKind::Company] {
        // The other name's household or company is the client's, where they had none.
        if let (Some(group), None) = (client.group(kind), earlier.group(kind)) {
            ownership::join_group(draft, &earlier.id, group.clone(), kind);
        }
    }
    flag_late_match(draft, id, visit, held_to_be.as_ref(), owner.as_ref());
    if owner.is_none()
        && let Some(held_to_be) = held_to_be
        && !ownership::is_excluded(earlier, &held_to_be)
        && let Some(earlier) = draft.facts.client(&earlier.id)
    {
        let cause = ownership::cause_of_change(draft, &earlier);
        ownership::change_owner(draft, &earlier, &held_to_be, cause, Some(id));
    }
    Ok(())
}

/// A household or company given later: the client joins it; when it has an owner and this visit
/// had made another, the earlier one stands (rules 3, 8).
fn meet_group(draft: &mut Draft, id: &VisitId, visit: &Received, client: &ClientFacts) {
    for kind in [GroupKind::Household, GroupKind::Company] {
        let Some(key) = super::facts::group_name(&draft.header.command, kind) else { continue };
        let Some(facts) = draft.facts.client(&client.id).filter(|facts| facts.group(kind).is_none()) else { continue };
        let Some(group) = ownership::owned_group(draft, kind, &key) else { continue };
        let owner = ownership::group_owner(draft, &group, None);
        let own = ownership::owner_of(draft, &facts, None).owner;
        let is_provisional = visit.first_owner.is_some() && own == visit.first_owner;
        if own != owner && (own.is_none() || is_provisional) {
            ownership::join_group(draft, &facts.id, group, kind);
            if let (Some(owner), Some(_), Some(facts)) = (&owner, &own, draft.facts.client(&client.id)) {
                ownership::change_owner(draft, &facts, owner, super::event::OwnerCause::Link, None);
            }
            flag_late_match(draft, id, visit, own.as_ref(), owner.as_ref());
        }
    }
    routing::join_named_groups(draft, &client.id);
}

/// Flags a visit whose client turned out to be neither the receiver's nor of whom it was held to be.
fn flag_late_match(
    draft: &mut Draft,
    id: &VisitId,
    visit: &Received,
    held_to_be: Option<&StaffId>,
    owner: Option<&StaffId>,
) {
    let was_somebodys = held_to_be.is_some() || visit.receiver.is_some();
    if was_somebodys && owner.is_some() && owner != held_to_be && owner != visit.receiver.as_ref() {
        draft.record(Event::VisitFlagged { visit: id.clone(), flag: Flag::LateMatch });
    }
}

/// `finish`.
pub(super) fn finish(draft: &mut Draft, command: &FinishReception) -> Result<(), Refusal> {
    let visit = draft.known_visit(&command.visit, Code::AlreadyFinished)?;
    match visit.state {
        VisitState::Receiving => {}
        VisitState::Waiting => return Err(Refusal::new(Code::WrongState).about(&command.visit)),
        VisitState::Finished | VisitState::Left => {
            return Err(Refusal::new(Code::AlreadyFinished).about(&command.visit));
        }
    }
    end_reception(draft, &command.visit, &visit, command.seen_off);
    Ok(())
}

/// Ends a reception; the named one who received it needs no telling any more.
pub fn end_reception(draft: &mut Draft, id: &VisitId, visit: &Visit, seen_off: bool) {
    let told = visit.open_notice().is_some_and(|notice| Some(&notice.of.named) == visit.receiver.as_ref());
    draft.record(Event::VisitFinished { visit: id.clone(), seen_off });
    if told {
        draft.record(Event::NoticeClosed { visit: id.clone(), end: NoticeEnd::Received });
    }
}

/// `visit.leave`.
pub(super) fn leave(draft: &mut Draft, command: &LeaveWaiting) -> Result<(), Refusal> {
    let visit = draft.known_visit(&command.visit, Code::NotWaiting)?;
    if visit.state != VisitState::Waiting {
        return Err(Refusal::new(Code::NotWaiting).about(&command.visit));
    }
    draft.record(Event::VisitLeft { visit: command.visit.clone() });
    Ok(())
}
