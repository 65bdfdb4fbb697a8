//! Naming, notice and poaching (section 6; rules 2, 9, 11, 19): who must tell whom, and what it
//! means when somebody else takes a visit.

use super::command::{AcknowledgeNotice, FailNotice, TakeVisit, ViolationKind};
use super::decide::Draft;
use super::decision::Path;
use super::discipline::{self, Offence};
use super::event::{Event, NoticeEnd, OwnerCause, TakeEffect, TakeKind};
use super::facts::ClientFacts;
use super::floor::{Visit, VisitState};
use super::id::{StaffId, VisitId};
use super::ownership;
use super::refusal::{Code, Refusal};
use super::ring;
use super::routing;

/// `notice.ack`.
pub(super) fn acknowledge(draft: &mut Draft, command: &AcknowledgeNotice) -> Result<(), Refusal> {
    open_notice(draft, &command.visit)?;
    draft.record(Event::NoticeClosed { visit: command.visit.clone(), end: NoticeEnd::Acknowledged });
    Ok(())
}

/// `notice.fail`: the turn-holder did not tell, which is poaching (rule 11).
pub(super) fn fail(draft: &mut Draft, command: &FailNotice) -> Result<(), Refusal> {
    let visit = open_notice(draft, &command.visit)?;
    let Some(notice) = visit.open_notice() else { return Err(Refusal::new(Code::NoNotice)) };
    draft.record(Event::NoticeClosed { visit: command.visit.clone(), end: NoticeEnd::Failed });
    poach(draft, &command.visit, &visit, &notice.of.holder, false);
    Ok(())
}

fn open_notice(draft: &Draft, id: &VisitId) -> Result<Visit, Refusal> {
    let visit = draft.known_visit(id, Code::NoNotice)?;
    if visit.open_notice().is_none() {
        return Err(Refusal::by_rule(Code::NoNotice, 11).about(id));
    }
    Ok(visit)
}

fn poach(draft: &mut Draft, id: &VisitId, visit: &Visit, staff: &StaffId, raised: bool) {
    offend(draft, id, visit, staff, ViolationKind::Poaching, raised);
}

fn offend(draft: &mut Draft, id: &VisitId, visit: &Visit, staff: &StaffId, kind: ViolationKind, raised: bool) {
    let offence = Offence { staff, kind, visit: Some(id), client: Some(visit.client.clone()), id: None, raised };
    discipline::punish(draft, offence);
}

/// A visit that somebody takes, with all that the table of section 6 asks about it.
struct Taking<'a> {
    id: &'a VisitId,
    visit: Visit,
    client: ClientFacts,
    owner: Option<StaffId>,
    path: Path,
    named: Option<StaffId>,
    taker: StaffId,
}

/// `visit.take`.
pub(super) fn take(draft: &mut Draft, command: &TakeVisit) -> Result<(), Refusal> {
    let visit = draft.known_visit(&command.visit, Code::AlreadyFinished)?;
    let taker = draft.known_staff(&command.staff)?;
    if !visit.is_open() {
        return Err(Refusal::new(Code::AlreadyFinished).about(&command.visit));
    }
    let by_manager = command.has_reason() && draft.is_by_manager()?;
    let is_waiting = visit.state == VisitState::Waiting;
    if visit.receiver.as_ref() == Some(&taker) || (is_waiting && !by_manager) {
        return Err(Refusal::new(Code::WrongState).about(&command.visit));
    }
    let client = draft.known_client(&visit.client)?;
    // A waiting visit has not been bound to a way yet: it goes the one it would go now, and is no contact
    // that keeps its client's owner.
    let prior = is_waiting.then_some(visit.prior_visit);
    let owner = ownership::owner_of(draft, &client, prior).owner;
    let way = is_waiting.then(|| routing::way_of(draft, &command.visit)).flatten();
    let (path, named, flags) = way.unwrap_or_else(|| (visit.path, visit.named.clone(), Vec::new()));
    for flag in flags.into_iter().filter(|flag| !visit.flags.contains(flag)) {
        draft.record(Event::VisitFlagged { visit: command.visit.clone(), flag });
    }
    let taking = Taking { id: &command.visit, visit, client, owner, path, named, taker };
    let kind = taking.kind(command.agreed && !is_waiting, by_manager);
    taking.record(draft, kind, is_waiting);
    Ok(())
}

impl Taking<'_> {
    /// The first row of section 6's table that fits. A manager's reassignment stands before the rows
    /// that accuse the taker: it is no violation, whatever the visit was.
    fn kind(&self, agreed: bool, by_manager: bool) -> TakeKind {
        if agreed {
            return TakeKind::Agreed;
        }
        if by_manager {
            return TakeKind::Reassigned;
        }
        if let Some(named) = &self.named {
            return if self.taker == *named {
                TakeKind::Reclaimed
            } else if self.visit.notice_acknowledged() {
                TakeKind::Assisted
            } else {
                TakeKind::Poached
            };
        }
        if self.belongs_to_taker() { TakeKind::Reclaimed } else { TakeKind::Grabbed }
    }

    /// Whether the visit is the taker's by right: the named one's, the owner's, or given to them by the
    /// ring.
    fn belongs_to_taker(&self) -> bool {
        let is = |staff: &Option<StaffId>| staff.as_ref() == Some(&self.taker);
        match self.path {
            Path::Rotation => is(&self.visit.given_to) || is(&self.owner),
            Path::Own => is(&self.owner),
            Path::Named => is(&self.named),
        }
    }

    fn record(self, draft: &mut Draft, kind: TakeKind, started: bool) {
        let effect = self.effect(draft, kind);
        let to_owner = self.owner_made(draft, kind, started);
        let notice = started.then(|| self.notice_due(draft)).flatten();
        let is_assist = match kind {
            TakeKind::Poached | TakeKind::Grabbed => false,
            TakeKind::Reassigned if self.path == Path::Rotation => false,
            _ => !self.belongs_to_taker(),
        };
        if kind == TakeKind::Poached && self.visit.open_notice().is_some() {
            draft.record(Event::NoticeClosed { visit: self.id.clone(), end: NoticeEnd::Failed });
        }
        let made_owner = to_owner.clone().or_else(|| self.visit.made_owner.clone());
        draft.record(Event::VisitTaken {
            visit: self.id.clone(),
            from: self.visit.receiver.clone(),
            staff: self.taker.clone(),
            take: kind,
            path: self.path,
            named: self.named.clone(),
            assist: is_assist,
            effect,
            made_owner,
            owner: to_owner.clone().or_else(|| self.owner.clone()),
            started,
        });
        if let Some(owner) = to_owner {
            let cause = if started { ownership::cause_of_change(draft, &self.client) } else { OwnerCause::Reassigned };
            ownership::change_owner(draft, &self.client, &owner, cause, Some(self.id));
        }
        if let Some((holder, named)) = notice {
            draft.record(Event::NoticeOpened { visit: self.id.clone(), holder, named });
        }
        match kind {
            TakeKind::Poached => poach(draft, self.id, &self.visit, &self.taker, true),
            TakeKind::Grabbed => offend(draft, self.id, &self.visit, &self.taker, ViolationKind::Grabbing, true),
            _ => {}
        }
    }

    /// What the take does to the turn that the visit used and to the prepayment that it brought.
    fn effect(&self, draft: &Draft, kind: TakeKind) -> TakeEffect {
        if self.path != Path::Rotation {
            return TakeEffect::default();
        }
        let standing_prepayment = self.visit.prepaid.clone().filter(|staff| {
            draft.floor.person(staff).is_some_and(|p| p.prepaid.contains(self.id)) && *staff != self.taker
        });
        let is_prepaid = draft.floor.person(&self.taker).is_some_and(|p| p.prepaid.contains(self.id));
        let given_to_taker = self.visit.given_to.as_ref() == Some(&self.taker);
        if kind == TakeKind::Agreed && !given_to_taker {
            return TakeEffect::default();
        }
        let turn = self.visit.turn.as_ref();
        let is_theirs = self.owner.as_ref() == Some(&self.taker);
        let prepaid = (!is_theirs && !is_prepaid && draft.is_salesperson(&self.taker)).then(|| self.taker.clone());
        if given_to_taker {
            let given_back = turn.is_some_and(|turn| turn.given_back);
            let entry_stands = draft.floor.owed.iter().any(|owed| owed.visits.contains(self.id));
            // Whose turn was made up meanwhile has one client more than turns.
            let is_extra = kind == TakeKind::Reassigned && given_back && !entry_stands;
            return TakeEffect {
                owed_withdrawn: given_back && entry_stands,
                prepaid: prepaid.filter(|_| is_extra),
                unprepaid: standing_prepayment,
                ..TakeEffect::default()
            };
        }
        TakeEffect {
            owed_front: turn.is_some_and(|turn| !turn.given_back),
            owed_withdrawn: false,
            prepaid,
            unprepaid: standing_prepayment,
        }
    }

    /// Whom the take makes the owner.
    fn owner_made(&self, draft: &Draft, kind: TakeKind, started: bool) -> Option<StaffId> {
        let moves_with_visit = self.visit.made_owner.is_some() && self.owner == self.visit.made_owner;
        let candidate = match (kind, self.path) {
            (TakeKind::Reassigned, Path::Rotation) if self.owner.is_none() || moves_with_visit => Some(&self.taker),
            (TakeKind::Reassigned, Path::Named) if started && self.owner.is_none() => self.named.as_ref(),
            _ => None,
        };
        candidate
            .filter(|staff| self.owner.as_ref() != Some(*staff))
            .filter(|staff| draft.is_salesperson(staff) && !ownership::is_excluded(&self.client, staff))
            .cloned()
    }

    /// Whether starting a waiting named visit obliges a turn-holder to tell.
    fn notice_due(&self, draft: &Draft) -> Option<(StaffId, StaffId)> {
        let named = self.named.clone()?;
        let holder = ring::plan(draft)?.ring.taker;
        (holder != named).then_some((holder, named))
    }
}
