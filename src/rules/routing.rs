//! Routing an arrival (section 4): who is it, to whom do they belong, whom do they want, who
//! receives them. Decides and explains; the facts follow from the decision.

use super::command::Role;
use super::command::{GroupKind, RegisterArrival};
use super::decide::Draft;
use super::decision::{Decision, Flag, NoticeOf, Path};
use super::event::{Event, Match, RingMove, TurnKind};
use super::facts::{ClientFacts, group_name};
use super::floor::{Base, Visit};
use super::id::{ClientId, GroupId, StaffId, VisitId};
use super::ownership::{self, Ownership};
use super::policy::{NamedOnTurn, Policies, RegisterMatch};
use super::reason::{Found, Place, Reason};
use super::refusal::{Code, Refusal};
use super::ring::{self, RingPlan};
use serde_json::Value;
use std::collections::BTreeMap;

/// `arrive`.
pub(super) fn arrive(draft: &mut Draft, arrival: &RegisterArrival) -> Result<(), Refusal> {
    draft.check_new_visit(arrival.visit.as_ref())?;
    draft.check_new_client(arrival.new_client.as_ref())?;
    let given = arrival.client.as_ref().map(|id| draft.known_client(id)).transpose()?;
    for staff in [
        arrival.received_by.as_ref().and_then(Option::as_ref),
        arrival.asks_for.as_ref(),
        arrival.recognised_by.as_ref(),
    ] {
        draft.check_staff_known(staff)?;
    }
    if let Some(referrer) = &arrival.referred_by {
        draft.known_client(referrer)?;
    }
    let phone = super::phone::given(arrival.phone.as_deref());
    let (matched, client) = identify(draft, arrival, given, phone.as_ref().ok().and_then(Option::as_deref));
    let answered = match arrival.been_before {
        Some(true) => arrival.received_by.is_some(),
        other => other.is_some(),
    };
    if matched == Match::None && !answered {
        return Err(Refusal::by_rule(Code::QuestionsUnanswered, 14));
    }
    phone?;
    super::phone::given(arrival.companion_phone.as_deref())?;
    if let Some(client) = &client
        && let Some((visit, _)) = draft.open_visit_of(&client.id)
    {
        return Err(Refusal::new(Code::AlreadyHere).about(&visit));
    }
    let is_new = client.is_none();
    let client = match client {
        Some(client) => {
            if arrival.has_details() {
                draft.record(Event::ClientDetailed { client: client.id.clone() });
            }
            client.id
        }
        None => register_client(draft, arrival),
    };
    let visit = draft.fresh_visit(arrival.visit.as_ref());
    let facts = draft.known_client(&client)?;
    let phoned_before = facts.phones.iter().any(|phone| draft.facts.base().phoned(phone));
    let prior_visit = facts.last_visit;
    draft.record(Event::VisitArrived {
        visit: visit.clone(),
        client: client.clone(),
        matched,
        phoned_before,
        prior_visit,
    });
    route(draft, &visit);
    if !is_new {
        join_named_groups(draft, &client);
    }
    Ok(())
}

impl RegisterArrival {
    /// Whether anything was said about the client themselves.
    #[must_use]
    pub const fn has_details(&self) -> bool {
        self.name.is_some()
            || self.phone.is_some()
            || self.company.is_some()
            || self.household.is_some()
            || self.note.is_some()
            || self.companion_phone.is_some()
            || self.address.is_some()
    }
}

/// Who is it? In the order of section 4.
fn identify(
    draft: &Draft,
    arrival: &RegisterArrival,
    given: Option<ClientFacts>,
    phone: Option<&str>,
) -> (Match, Option<ClientFacts>) {
    if let Some(client) = given {
        return (Match::Id, Some(client));
    }
    let by_phone = phone.and_then(|phone| draft.facts.client_by_phone(phone)).and_then(|id| draft.facts.client(&id));
    if let Some(client) = by_phone {
        return (Match::Phone, Some(client));
    }
    let by_group = [(GroupKind::Household, &arrival.household), (GroupKind::Company, &arrival.company)]
        .into_iter()
        .filter_map(|(kind, name)| Some((kind, super::facts::group_key(kind, name.as_deref()?))))
        .any(|(kind, key)| !key.is_empty() && ownership::owned_group(draft, kind, &key).is_some());
    (if by_group { Match::Group } else { Match::None }, None)
}

fn register_client(draft: &mut Draft, arrival: &RegisterArrival) -> ClientId {
    let client = draft.fresh_client(arrival.new_client.as_ref());
    draft.record(Event::ClientRegistered { client: client.clone() });
    for kind in [GroupKind::Household, GroupKind::Company] {
        if let Some(group) = named_group(draft, kind) {
            ownership::join_group(draft, &client, group, kind);
        }
    }
    client
}

/// The group whose name the command gives, known or to be formed.
fn named_group(draft: &Draft, kind: GroupKind) -> Option<GroupId> {
    let key = group_name(&draft.header.command, kind)?;
    Some(draft.facts.group(kind, &key).unwrap_or_else(|| draft.fresh_group()))
}

/// A known client who names a household or company for the first time joins it, unless that would
/// put two owners into one group: linking those is a manager's.
pub fn join_named_groups(draft: &mut Draft, client: &ClientId) {
    for kind in [GroupKind::Household, GroupKind::Company] {
        let Some(facts) = draft.facts.client(client).filter(|facts| facts.group(kind).is_none()) else { continue };
        let Some(group) = named_group(draft, kind) else { continue };
        let own = ownership::owner_of(draft, &facts, None).owner;
        let theirs = ownership::group_owner(draft, &group, None);
        if own.is_none() || theirs.is_none() || own == theirs {
            ownership::join_group(draft, &facts.id, group, kind);
        }
    }
}

/// Whom an arrival belongs to and wants.
struct Wish {
    owner: Ownership,
    named: Option<StaffId>,
    path: Path,
    flags: Vec<Flag>,
    by_group: bool,
}

fn wish(draft: &Draft, visit: &Visit, client: &ClientFacts) -> Wish {
    let owner = ownership::owner_of(draft, client, Some(visit.prior_visit));
    let claim = visit.received_by.as_ref();
    let mut flags = Vec::new();
    let asked = match (&visit.asks_for, claim, &owner.owner) {
        (Some(asked), ..) => Some(asked),
        (None, Some(claim), None) => {
            flags.push(Flag::UnregisteredReturn);
            Some(claim)
        }
        _ => None,
    };
    if claim.is_some() && owner.owner.is_some() && claim != owner.owner.as_ref() {
        flags.push(Flag::ClaimContradictsRegister);
    }
    let named = asked.filter(|asked| match draft.floor.person(asked) {
        Some(person) if person.departed => {
            flags.push(Flag::NamedDeparted);
            false
        }
        Some(person) if person.role == Role::Sales => true,
        _ => {
            flags.push(Flag::AskedForOther);
            false
        }
    });
    let came_by_group = owner.through_group || (owner.owner.is_some() && client.moved_by.is_some());
    let by_group = matches!(visit.matched, Match::Group | Match::None) && came_by_group;
    // A new client who has an owner by now was given one while they waited: the register knows them.
    let recognised = visit.matched == Match::Id
        || (visit.recognised_by.is_some() && visit.recognised_by == owner.owner)
        || draft.floor.policies.register_match == RegisterMatch::Owner;
    let path = match (named, &owner.owner) {
        (Some(named), Some(owner)) if named == owner => Path::Own,
        (Some(_), owner) => {
            if owner.is_some() {
                flags.push(Flag::NamedOtherThanOwner);
            }
            Path::Named
        }
        (None, Some(owner)) if recognised || claim == Some(owner) => Path::Own,
        (None, Some(_)) => {
            flags.push(Flag::UnrecognisedReturn);
            Path::Rotation
        }
        (None, None) => Path::Rotation,
    };
    Wish { named: named.cloned(), owner, path, flags, by_group }
}

/// Who receives, and how they were found.
struct Receiver {
    staff: Option<StaffId>,
    found: Found,
    assist_next: Option<StaffId>,
}

impl Receiver {
    const fn of(staff: Option<StaffId>, found: Found) -> Self {
        let found = if staff.is_some() { found } else { Found::Nobody };
        Self { staff, found, assist_next: None }
    }
}

/// Who serves a client who wants `wanted`, on either path.
fn serve(draft: &Draft, wanted: &StaffId, path: Path) -> Receiver {
    let floor = &draft.floor;
    if floor.may_receive(wanted) {
        let found = if floor.is_free(wanted) { Found::Wanted } else { Found::WantedSuspended };
        return Receiver::of(Some(wanted.clone()), found);
    }
    if path == Path::Named
        && let Some(office) = floor.free_office()
    {
        return Receiver::of(Some(office.clone()), Found::Office);
    }
    let last_free = || floor.line().into_iter().rfind(|staff| floor.is_free(staff));
    if path == Path::Own && floor.receptions(wanted).next().is_some() {
        return Receiver::of(last_free(), Found::LastFreeForEngaged);
    }
    if !floor.in_order(wanted) || floor.base(wanted) == Base::Leave {
        let assistant = floor.round(floor.assist_next.as_ref()).find(|staff| floor.is_free(staff)).cloned();
        let assist_next = assistant.as_ref().and_then(|staff| floor.after(staff));
        return Receiver { assist_next, ..Receiver::of(assistant, Found::AssistRing) };
    }
    Receiver::of(last_free(), Found::LastFree)
}

/// Where a visit would go now.
struct Choice {
    visit: Visit,
    client: ClientFacts,
    wish: Wish,
    wanted: Option<StaffId>,
    plan: Option<RingPlan>,
    receiver: Receiver,
}

fn choose(draft: &Draft, id: &VisitId) -> Option<Choice> {
    let visit = draft.floor.visit(id)?.clone();
    let client = draft.facts.client(&visit.client)?;
    let wish = wish(draft, &visit, &client);
    let plan = ring::plan(draft);
    let wanted = match wish.path {
        Path::Own => wish.owner.owner.clone(),
        Path::Named => wish.named.clone(),
        Path::Rotation => None,
    };
    let receiver = match (&wanted, &plan) {
        (Some(wanted), _) => serve(draft, wanted, wish.path),
        (None, Some(plan)) => Receiver::of(Some(plan.ring.taker.clone()), found_in_ring(&plan.ring)),
        (None, None) => Receiver::of(None, Found::Nobody),
    };
    Some(Choice { visit, client, wish, wanted, plan, receiver })
}

/// Whether the one a waiting visit wants may receive it now (section 5).
#[must_use]
pub fn wanted_may_receive(draft: &Draft, id: &VisitId) -> bool {
    let wanted = choose(draft, id).and_then(|choice| choice.wanted);
    wanted.is_some_and(|wanted| draft.floor.may_receive(&wanted))
}

/// Whether anybody may receive a waiting visit now.
#[must_use]
pub fn finds_receiver(draft: &Draft, id: &VisitId) -> bool {
    choose(draft, id).is_some_and(|choice| choice.receiver.staff.is_some())
}

/// The way a visit goes as things stand, whom it wants by name, and what a manager must see of it.
#[must_use]
pub fn way_of(draft: &Draft, id: &VisitId) -> Option<(Path, Option<StaffId>, Vec<Flag>)> {
    choose(draft, id).map(|choice| (choice.wish.path, choice.wish.named, choice.wish.flags))
}

/// Routes a visit: records the decision, and the owner it makes.
pub fn route(draft: &mut Draft, id: &VisitId) {
    let Some(Choice { visit, client, wish, wanted, plan, receiver }) = choose(draft, id) else { return };
    let turn_holder = plan.as_ref().map(|plan| plan.ring.taker.clone());
    let costs_turn = wish.path == Path::Rotation
        || (draft.floor.policies.named_on_turn == NamedOnTurn::Counts
            && wish.named.is_some()
            && receiver.staff == wish.named
            && turn_holder == wish.named);
    let used: Option<RingPlan> = plan.filter(|_| costs_turn && receiver.staff.is_some());
    let kind = used.as_ref().map(|plan| plan.ring.kind);
    let new_owner = receiver.staff.as_ref().and_then(|staff| owner_made(&wish, &client, staff));
    let notice = match (&wish.named, &turn_holder) {
        (Some(named), Some(holder)) if receiver.staff.is_some() && named != holder => {
            Some(NoticeOf { holder: holder.clone(), named: named.clone() })
        }
        _ => None,
    };
    let decision = Decision {
        visit: id.clone(),
        client: client.id.clone(),
        path: wish.path,
        receiver: receiver.staff.clone(),
        waiting: receiver.staff.is_none(),
        counted: matches!(kind, Some(TurnKind::Turn | TurnKind::MakeUp)),
        makeup: kind == Some(TurnKind::MakeUp),
        assist: wanted.is_some() && receiver.staff.is_some() && receiver.staff != wanted,
        owner: wish.owner.owner.clone().or_else(|| new_owner.clone()),
        rules: rules_cited(&visit, &wish, &client, receiver.found),
        skips: used.as_ref().map(|plan| plan.skips.clone()).unwrap_or_default(),
        notice,
        flags: wish.flags.clone(),
    };
    let reason = reason(draft, &wish, wanted, turn_holder, receiver.found);
    let cause = ownership::cause_of_change(draft, &client);
    draft.record(Event::VisitRouted {
        decision,
        named: wish.named.clone(),
        named_arrival: wish.named.is_some(),
        returning: client.receptions > 0,
        ring: used.map(|plan| plan.ring),
        assist_next: receiver.assist_next,
        made_owner: new_owner.clone(),
        reason,
    });
    if let Some(owner) = new_owner {
        ownership::change_owner(draft, &client, &owner, cause, Some(id));
    }
}

const fn found_in_ring(ring: &RingMove) -> Found {
    match (ring.kind, ring.doubled) {
        (TurnKind::MakeUp, false) => Found::MakeUp,
        (TurnKind::MakeUp, true) => Found::DoubledMakeUp,
        (TurnKind::Turn, false) => Found::Turn,
        (TurnKind::Turn, true) => Found::DoubledTurn,
        (TurnKind::Outside, _) => Found::Outside,
    }
}

/// Whom the start of this reception makes the owner: on rotation the receiver, on named whoever was
/// named (rule 11); never a poacher of this client.
fn owner_made(wish: &Wish, client: &ClientFacts, receiver: &StaffId) -> Option<StaffId> {
    if wish.owner.owner.is_some() {
        return None;
    }
    let candidate = match wish.path {
        Path::Rotation => Some(receiver),
        Path::Named => wish.named.as_ref(),
        Path::Own => None,
    };
    candidate.filter(|staff| !ownership::is_excluded(client, staff)).cloned()
}

fn rules_cited(visit: &Visit, wish: &Wish, client: &ClientFacts, found: Found) -> Vec<u8> {
    let mut rules: Vec<u8> = Vec::new();
    match wish.path {
        Path::Rotation => {
            rules.extend([1, 9]);
            let unowned_return = visit.been_before == Some(true) && wish.owner.owner.is_none();
            if wish.flags.contains(&Flag::UnrecognisedReturn) || unowned_return {
                rules.push(12);
            }
            if visit.phoned_before {
                rules.push(22);
            }
        }
        Path::Own => {
            rules.push(12);
            if client.is_closed() {
                rules.push(7);
            }
        }
        Path::Named => rules.push(11),
    }
    if visit.referred && wish.path != Path::Own {
        rules.push(13);
    }
    match found {
        Found::DoubledMakeUp | Found::DoubledTurn => rules.push(16),
        Found::LastFreeForEngaged => rules.push(9),
        Found::LastFree => rules.push(20),
        Found::AssistRing => rules.push(26),
        Found::Office => rules.push(2),
        Found::MakeUp | Found::Turn | Found::Outside | Found::Wanted | Found::WantedSuspended | Found::Nobody => {}
    }
    if wish.by_group {
        rules.push(8);
    }
    rules.sort_unstable();
    rules
}

fn reason(draft: &Draft, wish: &Wish, wanted: Option<StaffId>, turn_holder: Option<StaffId>, found: Found) -> Reason {
    let floor = &draft.floor;
    let mut people = floor.line();
    people.extend(floor.order.iter().filter(|staff| !people.contains(staff)).cloned().collect::<Vec<_>>());
    let place = |staff: StaffId| Place {
        standing: ring::standing(draft, &staff).0,
        owed: u32::try_from(floor.owed_to(&staff)).unwrap_or(u32::MAX),
        prepaid: floor.person(&staff).map_or(0, |p| u32::try_from(p.prepaid.len()).unwrap_or(u32::MAX)),
        absence: floor.absence_of(&staff).map(str::to_owned),
        staff,
    };
    Reason {
        line: people.into_iter().map(place).collect(),
        wanted_standing: wanted.as_ref().map(|staff| ring::standing(draft, staff).0),
        wanted,
        turn_holder,
        found,
        policies: policies_of(&floor.policies, wish),
    }
}

/// The policies that bear on a way, with their values.
fn policies_of(policies: &Policies, wish: &Wish) -> BTreeMap<String, Value> {
    let keys: &[&str] = match wish.path {
        Path::Rotation => &["register_match", "when_all_busy", "makeup_cap", "makeup_run", "protection_days"],
        Path::Own => &["register_match", "suspended_serves_own", "protection_days"],
        Path::Named => &["named_on_turn", "suspended_serves_own", "notify_minutes"],
    };
    keys.iter().map(|key| ((*key).to_owned(), policies.get(key))).collect()
}
