//! To whom a client belongs (rules 3, 8, 11, 12) and how far a change of owner reaches.

use super::command::{GroupKind, LinkClients, TransferClient};
use super::decide::Draft;
use super::event::{Event, OwnerCause};
use super::facts::ClientFacts;
use super::id::{ClientId, GroupId, StaffId, VisitId};
use super::refusal::{Code, Refusal};
use super::time::Timestamp;

/// The owner of a client, and how the register came by them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ownership {
    /// The owner, when there is one who counts.
    pub owner: Option<StaffId>,
    /// Whether the client has them only through a household or company.
    pub through_group: bool,
}

/// A client whose visit is being routed, with their visit before it: the one that is being routed is
/// no contact yet.
type Arriving<'a> = Option<(&'a ClientId, Option<Timestamp>)>;

/// The owner `O` of section 4: the client's, else the household's, else the company's. A departed
/// owner counts as none, and so does one whose protection has lapsed; a poacher of the client is not
/// their owner through a group either. `prior` replaces the client's last visit while a visit of
/// theirs is being routed.
#[must_use]
pub fn owner_of(draft: &Draft, client: &ClientFacts, prior: Option<Option<Timestamp>>) -> Ownership {
    let arriving = prior.map(|prior| (&client.id, prior));
    let own = counting_owner(draft, client, arriving);
    if own.is_some() {
        return Ownership { owner: own, through_group: false };
    }
    let groups = [client.household.as_ref(), client.company.as_ref()].into_iter().flatten();
    let owner =
        groups.filter_map(|group| group_owner(draft, group, arriving)).find(|owner| !is_excluded(client, owner));
    Ownership { through_group: owner.is_some(), owner }
}

/// The owner of a group: that of the earliest first contact in it whose owner counts.
#[must_use]
pub fn group_owner(draft: &Draft, group: &GroupId, arriving: Arriving) -> Option<StaffId> {
    let mut members = draft.facts.members(group);
    members.sort_by_key(|m| (m.first_contact.is_none(), m.first_contact, m.serial));
    members.iter().find_map(|member| counting_owner(draft, member, arriving))
}

/// The owner written beside a client, when they still count.
fn counting_owner(draft: &Draft, client: &ClientFacts, arriving: Arriving) -> Option<StaffId> {
    let owner = client.owner.as_ref()?;
    draft.floor.employed(owner)?;
    (!has_lapsed(draft, client, arriving)).then(|| owner.clone())
}

/// Whether the client's owner has lost them for want of contact (policy `protection_days`).
fn has_lapsed(draft: &Draft, client: &ClientFacts, arriving: Arriving) -> bool {
    let days = i64::from(draft.floor.policies.protection_days);
    if days == 0 || client.is_closed() {
        return false;
    }
    let latest = last_contact(draft, client, arriving);
    latest.is_some_and(|latest| draft.header.at.micros_since(latest) >= days * 86_400_000_000)
}

/// When the client or a member of their groups was last here. Being given to somebody by a manager counts
/// as a contact.
pub(super) fn last_contact(draft: &Draft, client: &ClientFacts, arriving: Arriving) -> Option<Timestamp> {
    let last_visit = |member: &ClientFacts| match arriving {
        Some((id, prior)) if *id == member.id => prior,
        _ => member.last_visit,
    };
    let groups = [&client.household, &client.company].into_iter().flatten();
    groups
        .flat_map(|group| draft.facts.members(group))
        .filter(|member| member.id != client.id)
        .filter_map(|member| last_visit(&member))
        .chain(last_visit(client))
        .chain(client.transferred)
        .max()
}

/// Why a client without a counting owner gets one.
#[must_use]
pub fn cause_of_change(draft: &Draft, client: &ClientFacts) -> OwnerCause {
    match &client.owner {
        None => OwnerCause::FirstContact,
        Some(owner) if draft.floor.employed(owner).is_none() => OwnerCause::Departed,
        Some(_) => OwnerCause::Lapsed,
    }
}

/// Records that a client has a new owner, as far as the change reaches: the other members of the
/// household and of the company, but none whom another group has moved or whom they poached.
pub fn change_owner(draft: &mut Draft, client: &ClientFacts, to: &StaffId, cause: OwnerCause, visit: Option<&VisitId>) {
    let mut reached: Vec<(ClientId, Option<GroupId>)> = vec![(client.id.clone(), None)];
    for group in [&client.household, &client.company].into_iter().flatten() {
        for member in draft.facts.members(group) {
            let moved_elsewhere = member.moved_by.as_ref().is_some_and(|by| by != group);
            let may_own = !is_excluded(&member, to);
            if may_own && !moved_elsewhere && reached.iter().all(|(id, _)| *id != member.id) {
                reached.push((member.id, Some(group.clone())));
            }
        }
    }
    draft.record(Event::OwnerChanged { to: Some(to.clone()), cause, reached, visit: visit.cloned() });
}

/// Puts a client into a group; one who belongs to nobody belongs to the group's owner from then on.
pub fn join_group(draft: &mut Draft, client: &ClientId, group: GroupId, kind: GroupKind) {
    let owner = group_owner(draft, &group, None);
    draft.record(Event::GroupJoined { client: client.clone(), group: group.clone(), group_kind: kind });
    let (Some(owner), Some(facts)) = (owner, draft.facts.client(client)) else { return };
    if counting_owner(draft, &facts, None).is_none() && !is_excluded(&facts, &owner) {
        let reached = vec![(facts.id, Some(group))];
        draft.record(Event::OwnerChanged { to: Some(owner), cause: OwnerCause::Group, reached, visit: None });
    }
}

/// Whether someone may never own this client (rule 11).
#[must_use]
pub fn is_excluded(client: &ClientFacts, staff: &StaffId) -> bool {
    client.poachers.contains(staff)
}

/// `client.transfer`.
pub(super) fn transfer(draft: &mut Draft, command: &TransferClient) -> Result<(), Refusal> {
    let client = draft.known_client(&command.client)?;
    let to = draft.known_salesperson(&command.to)?;
    if is_excluded(&client, &to) {
        return Err(Refusal::by_rule(Code::PoacherExcluded, 11).of(&to).about(&client.id));
    }
    change_owner(draft, &client, &to, OwnerCause::Transfer, None);
    Ok(())
}

/// `client.link`: joins two clients' groups of one kind; their members share the owner of the
/// earliest first contact (rule 8).
pub(super) fn link(draft: &mut Draft, command: &LinkClients) -> Result<(), Refusal> {
    let first = draft.known_client(&command.client)?;
    let second = draft.known_client(&command.with)?;
    let owners = [owner_of(draft, &first, None).owner, owner_of(draft, &second, None).owner];
    if let [Some(a), Some(b)] = &owners
        && a != b
        && !draft.is_by_manager().map_err(|refusal| Refusal { rule: Some(8), ..refusal })?
    {
        return Err(Refusal::by_rule(Code::NeedsManager, 8));
    }
    if first.id == second.id {
        return Err(Refusal::new(Code::WrongState).about(&first.id));
    }
    let kind = command.kind;
    let group = match (first.group(kind), second.group(kind)) {
        (Some(group), _) | (None, Some(group)) => group.clone(),
        (None, None) => draft.fresh_group(),
    };
    let mut joined: Vec<ClientId> = Vec::new();
    for client in [&first, &second] {
        match client.group(kind) {
            Some(own) if *own == group => {}
            Some(own) => joined.extend(draft.facts.members(own).into_iter().map(|member| member.id)),
            None => joined.push(client.id.clone()),
        }
    }
    draft.record(Event::ClientsLinked { group: group.clone(), group_kind: kind, joined });
    let [own, other] = owners;
    let owner = group_owner(draft, &group, None).or(own).or(other);
    if let Some(owner) = &owner {
        share_owner(draft, &[first.id, second.id], owner);
    }
    draft.record(Event::GroupOwned { group, owner });
    Ok(())
}

/// Gives whichever of two linked clients belongs to somebody else the group's owner.
fn share_owner(draft: &mut Draft, linked: &[ClientId], owner: &StaffId) {
    for id in linked {
        let Some(client) = draft.facts.client(id) else { continue };
        let own = counting_owner(draft, &client, None);
        if own.as_ref() != Some(owner) && !is_excluded(&client, owner) {
            change_owner(draft, &client, owner, OwnerCause::Link, None);
        }
    }
}

/// The group of a kind that a client given this name would be in, when it has an owner who counts.
#[must_use]
pub fn owned_group(draft: &Draft, kind: GroupKind, name_key: &str) -> Option<GroupId> {
    let group = draft.facts.group(kind, name_key)?;
    group_owner(draft, &group, None).map(|_| group)
}
