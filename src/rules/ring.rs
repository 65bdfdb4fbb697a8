//! The ring (section 3): who takes a rotation client, and what passes on the way. Computes a plan;
//! nothing changes until the plan is applied as a fact.

use super::decide::Draft;
use super::decision::{Skip, SkipOutcome, SkipWhy};
use super::event::{RingMove, TurnKind};
use super::floor::{Base, Floor, VisitState};
use super::id::{StaffId, VisitId};
use super::ownership;
use super::policy::WhenAllBusy;
use super::reason::Standing;

/// Who would take a rotation client now, and what that would do.
#[derive(Clone, Debug)]
pub struct RingPlan {
    /// Make-ups forfeited, then turns passed, in the order reached.
    pub skips: Vec<Skip>,
    /// What happens to the ring.
    pub ring: RingMove,
}

/// Plans the ring's next gift; nothing when nobody may take a client.
#[must_use]
pub fn plan(draft: &Draft) -> Option<RingPlan> {
    let floor = &draft.floor;
    let (forfeits, makeup) = walk_owed(draft, |staff| floor.is_free(staff));
    if let Some(taker) = makeup {
        return Some(made_up(forfeits, taker, false));
    }
    let (passed, taker) = walk_order(draft, None, |staff| floor.is_free(staff));
    if let Some(taker) = taker {
        return Some(in_turn(floor, forfeits, passed, taker, false));
    }
    let line = floor.line();
    if let Some(taker) = line.iter().find(|staff| floor.is_free(staff)) {
        let ring = RingMove {
            taker: taker.clone(),
            kind: TurnKind::Outside,
            doubled: false,
            next: None,
            consumed_by: Vec::new(),
        };
        return Some(RingPlan { skips: Vec::new(), ring });
    }
    if floor.policies.when_all_busy == WhenAllBusy::Wait {
        return None;
    }
    let taker = line.into_iter().find(|staff| may_double_up(floor, staff))?;
    Some(double_up(draft, taker))
}

fn double_up(draft: &Draft, taker: StaffId) -> RingPlan {
    let is_taker = |staff: &StaffId| *staff == taker;
    if draft.floor.owed_to(&taker) > 0 {
        let (forfeits, _) = walk_owed_any(draft, is_taker);
        return made_up(forfeits, taker, true);
    }
    let (forfeits, _) = walk_owed(draft, |_| false);
    let (passed, _) = walk_order(draft, Some(&taker), is_taker);
    in_turn(&draft.floor, forfeits, passed, taker, true)
}

fn may_double_up(floor: &Floor, staff: &StaffId) -> bool {
    let receptions = floor.receptions(staff).count();
    let limit = usize::try_from(floor.policies.double_up_max).unwrap_or(usize::MAX);
    floor.base(staff) == Base::Available && floor.calls_of(staff).next().is_none() && (1..limit).contains(&receptions)
}

fn made_up(skips: Vec<Skip>, taker: StaffId, doubled: bool) -> RingPlan {
    RingPlan { skips, ring: RingMove { taker, kind: TurnKind::MakeUp, doubled, next: None, consumed_by: Vec::new() } }
}

/// A turn that passed, and the reception that consumed it.
struct Passed {
    skip: Skip,
    consumed_by: Option<VisitId>,
}

fn in_turn(floor: &Floor, mut forfeits: Vec<Skip>, passed: Vec<Passed>, taker: StaffId, doubled: bool) -> RingPlan {
    // Nobody loses two turns to one arrival.
    let is_consumed =
        |staff: &StaffId| passed.iter().any(|p| p.skip.staff == *staff && p.skip.outcome == SkipOutcome::Consumed);
    forfeits.retain(|forfeit| !is_consumed(&forfeit.staff));
    let next = floor.after(&taker);
    let mut skips = forfeits;
    let mut consumed_by = Vec::new();
    for Passed { skip, consumed_by: by } in passed {
        consumed_by.extend(by.map(|visit| (skip.staff.clone(), visit)));
        skips.push(skip);
    }
    RingPlan { skips, ring: RingMove { taker, kind: TurnKind::Turn, doubled, next, consumed_by } }
}

/// Step 1 without those who have had enough make-ups in a row.
fn walk_owed(draft: &Draft, takes: impl Fn(&StaffId) -> bool) -> (Vec<Skip>, Option<StaffId>) {
    walk_owed_any(draft, |staff| takes(staff) && !has_had_enough(&draft.floor, staff))
}

/// Step 1: the make-ups, each person once, first owed first.
fn walk_owed_any(draft: &Draft, takes: impl Fn(&StaffId) -> bool) -> (Vec<Skip>, Option<StaffId>) {
    let floor = &draft.floor;
    let mut seen: Vec<&StaffId> = Vec::new();
    let mut forfeits = Vec::new();
    for staff in floor.owed.iter().map(|owed| &owed.staff) {
        if seen.contains(&staff) {
            continue;
        }
        seen.push(staff);
        if !floor.in_order(staff) || floor.is_out(staff) {
            continue;
        }
        if takes(staff) {
            return (forfeits, Some(staff.clone()));
        }
        if floor.base(staff) == Base::Private && !has_had_enough(floor, staff) {
            forfeits.push(Skip { staff: staff.clone(), outcome: SkipOutcome::Forfeited, why: SkipWhy::Private });
        }
    }
    (forfeits, None)
}

/// Whether the day's latest `makeup_run` rotation clients were all theirs, all make-ups.
fn has_had_enough(floor: &Floor, staff: &StaffId) -> bool {
    let run = usize::try_from(floor.policies.makeup_run).unwrap_or(usize::MAX);
    let trail = &floor.rotation_trail;
    run > 0 && trail.len() >= run && trail.iter().rev().take(run).all(|(taker, makeup)| *makeup && taker == staff)
}

/// Step 2: once round the order from the cursor, up to the first who takes.
fn walk_order(
    draft: &Draft,
    keeps_prepayment: Option<&StaffId>,
    takes: impl Fn(&StaffId) -> bool,
) -> (Vec<Passed>, Option<StaffId>) {
    let floor = &draft.floor;
    let mut passed = Vec::new();
    for staff in floor.round(floor.next.as_ref()) {
        let prepaid = floor.person(staff).is_some_and(|p| !p.prepaid.is_empty());
        let (outcome, why, consumed_by) = if prepaid && !floor.is_out(staff) && keeps_prepayment != Some(staff) {
            (SkipOutcome::Taken, SkipWhy::Prepaid, None)
        } else if takes(staff) {
            return (passed, Some(staff.clone()));
        } else {
            match standing(draft, staff) {
                (Standing::Private, _) => (SkipOutcome::Consumed, SkipWhy::Private, None),
                (Standing::Counted, visit) => (SkipOutcome::Consumed, SkipWhy::Counted, visit),
                (Standing::Business, _) if is_capped(floor, staff) => (SkipOutcome::Capped, SkipWhy::Business, None),
                (Standing::Business, _) => (SkipOutcome::Owed, SkipWhy::Business, None),
                _ => continue,
            }
        };
        passed.push(Passed { skip: Skip { staff: staff.clone(), outcome, why }, consumed_by });
    }
    (passed, None)
}

fn is_capped(floor: &Floor, staff: &StaffId) -> bool {
    let cap = usize::try_from(floor.policies.makeup_cap).unwrap_or(usize::MAX);
    cap > 0 && floor.owed_to(staff) >= cap
}

/// How someone stands (section 2), with the reception that a passed turn would be consumed by.
#[must_use]
pub fn standing(draft: &Draft, staff: &StaffId) -> (Standing, Option<VisitId>) {
    let floor = &draft.floor;
    if !floor.in_order(staff) {
        return (Standing::Absent, None);
    }
    let base = floor.base(staff);
    if floor.person(staff).is_none_or(super::floor::Person::is_suspended) {
        return (Standing::Suspended, None);
    }
    match base {
        Base::Off => return (Standing::Off, None),
        Base::Leave => return (Standing::Leave, None),
        Base::Private => return (Standing::Private, None),
        Base::Available | Base::Business => {}
    }
    if let Some(visit) = counting_reception(draft, staff) {
        return (Standing::Counted, Some(visit));
    }
    let busy = base == Base::Business || floor.is_engaged(staff);
    (if busy { Standing::Business } else { Standing::Free }, None)
}

/// The earliest reception that has not consumed a turn, when every engagement is a reception of an
/// own, open, returning client (rule 7).
fn counting_reception(draft: &Draft, staff: &StaffId) -> Option<VisitId> {
    let floor = &draft.floor;
    if floor.calls_of(staff).next().is_some() {
        return None;
    }
    let mut found = None;
    for (id, visit) in floor.receptions(staff) {
        debug_assert_eq!(visit.state, VisitState::Receiving);
        let client = draft.facts.client(&visit.client)?;
        let is_own = ownership::owner_of(draft, &client, None).owner.as_ref() == Some(staff);
        if !is_own || client.is_closed() || !visit.returning {
            return None;
        }
        if !visit.consumed_turn && found.is_none() {
            found = Some(id.clone());
        }
    }
    found
}
