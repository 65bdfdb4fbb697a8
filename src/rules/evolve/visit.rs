//! What facts do to visits: arrivals, routing, the ring that turns, takes, notices.

use crate::rules::command::Command;
use crate::rules::decision::{Decision, Flag, SkipOutcome};
use crate::rules::decision::{NoticeOf, Path};
use crate::rules::event::{Event, Header, NoticeEnd, Owed, OwnerCause, RingMove, TakeEffect, TurnKind};
use crate::rules::floor::{Floor, ItemKind, Notice, Visit, VisitState, VisitTurn};
use crate::rules::id::{StaffId, VisitId};
use crate::rules::time::Timestamp;
use std::sync::Arc;

impl Floor {
    pub(super) fn change_visit(&mut self, header: &Header, event: &Event) {
        match event {
            Event::VisitFlagged { visit, flag } => self.flag(visit, *flag, header.at),
            Event::ClientsMerged { from, into, visit, returning, last_visit, .. } => {
                for open in self.visits.values_mut().filter(|v| v.client == *from) {
                    Arc::make_mut(open).client = into.clone();
                }
                if let Some(visit) = visit {
                    self.with_visit(visit, |v| {
                        v.returning = *returning;
                        v.prior_visit = v.prior_visit.max(*last_visit);
                    });
                }
            }
            Event::ClientsParted { client, visits, open, .. } => {
                for visit in visits {
                    self.with_visit(visit, |v| v.client = client.clone());
                }
                if let Some((visit, stood)) = open {
                    self.with_visit(visit, |v| {
                        v.returning = stood.was_returning;
                        v.prior_visit = stood.was_here;
                    });
                }
            }
            Event::VisitFinished { visit, seen_off } => self.finish(visit, *seen_off, header.at),
            Event::VisitLeft { visit } => self.leave(visit, header.at),
            Event::NoticeOpened { visit, holder, named } => {
                self.open_notice(visit, NoticeOf { holder: holder.clone(), named: named.clone() }, header.at);
            }
            Event::NoticeClosed { visit, end } => self.with_visit(visit, |v| close_notice(v, *end)),
            Event::OwnerChanged { to, cause: OwnerCause::Reassigned, visit: Some(visit), .. } => {
                self.with_visit(visit, |v| v.made_owner.clone_from(to));
            }
            _ => {}
        }
    }

    pub(super) fn flag(&mut self, visit: &VisitId, flag: Flag, at: Timestamp) {
        if self.visit(visit).is_none_or(|v| !v.flags.contains(&flag)) {
            self.with_visit(visit, |v| v.flags.push(flag));
            self.raise(ItemKind::Flag, visit.as_str(), Some(flag), at);
        }
    }

    pub(super) fn arrive(&mut self, header: &Header, event: &Event) {
        let (
            Event::VisitArrived { visit, client, matched, phoned_before, prior_visit },
            Command::RegisterArrival(arrival),
        ) = (event, header.done())
        else {
            return;
        };
        self.serials.visit += 1;
        let record = Visit {
            client: client.clone(),
            arrived_at: header.at,
            state: VisitState::Waiting,
            path: Path::Rotation,
            receiver: None,
            given_to: None,
            started_at: None,
            ended_at: None,
            asks_for: arrival.asks_for.clone(),
            received_by: arrival.received_by.clone().flatten(),
            been_before: arrival.been_before,
            recognised_by: arrival.recognised_by.clone(),
            referred: arrival.referred_by.is_some(),
            matched: *matched,
            phoned_before: *phoned_before,
            prior_visit: *prior_visit,
            named: None,
            named_arrival: false,
            returning: false,
            counted: false,
            makeup: false,
            assist: false,
            turn: None,
            prepaid: None,
            made_owner: None,
            consumed_turn: false,
            notice: None,
            flags: Vec::new(),
        };
        self.visits.insert(visit.clone(), Arc::new(record));
        self.waiting.push(visit.clone());
    }

    pub(super) fn route(&mut self, header: &Header, event: &Event) {
        let Event::VisitRouted { decision, named, named_arrival, returning, ring, assist_next, made_owner, .. } = event
        else {
            return;
        };
        let id = &decision.visit;
        for flag in &decision.flags {
            self.flag(id, *flag, header.at);
        }
        let turn = ring.as_ref().and_then(|ring| self.ring_turn(ring));
        if let Some(ring) = ring {
            self.turn_ring(decision, ring);
        }
        if assist_next.is_some() {
            self.assist_next.clone_from(assist_next);
        }
        self.with_visit(id, |v| {
            v.path = decision.path;
            v.named.clone_from(named);
            v.named_arrival = *named_arrival;
            v.returning = *returning;
            v.receiver.clone_from(&decision.receiver);
            v.counted = decision.counted;
            v.makeup = decision.makeup;
            v.assist = decision.assist;
            v.made_owner.clone_from(made_owner);
            if decision.path == Path::Rotation {
                v.turn = turn;
            }
            if decision.receiver.is_some() {
                v.given_to.clone_from(&decision.receiver);
            }
        });
        if decision.receiver.is_some() {
            self.start(id, header.at);
        }
        if let Some(notice) = &decision.notice {
            self.open_notice(id, notice.clone(), header.at);
        }
    }

    pub(super) fn start(&mut self, id: &VisitId, at: Timestamp) {
        self.waiting.retain(|other| other != id);
        self.receiving.push(id.clone());
        self.with_visit(id, |v| {
            v.state = VisitState::Receiving;
            v.started_at = Some(at);
        });
    }

    pub(super) fn open_notice(&mut self, visit: &VisitId, of: NoticeOf, at: Timestamp) {
        self.with_visit(visit, |v| v.notice = Some(Notice { of, opened_at: at, overdue: false, end: None }));
    }

    pub(super) fn ring_turn(&self, ring: &RingMove) -> Option<VisitTurn> {
        let makeup = match ring.kind {
            TurnKind::Outside => return None,
            TurnKind::Turn => None,
            TurnKind::MakeUp => self.owed.iter().find(|owed| owed.staff == ring.taker).cloned(),
        };
        Some(VisitTurn { staff: ring.taker.clone(), makeup, given_back: false })
    }

    pub(super) fn turn_ring(&mut self, decision: &Decision, ring: &RingMove) {
        for skip in &decision.skips {
            let staff = &skip.staff;
            match skip.outcome {
                SkipOutcome::Forfeited => self.remove_owed(staff),
                SkipOutcome::Owed => {
                    let granted = self.date.or(self.last_date).unwrap_or_default();
                    self.owed.push_back(Owed { staff: staff.clone(), granted, visits: Vec::new() });
                }
                _ => {}
            }
            self.with_person(staff, |p| {
                let tally = &mut p.tally;
                match skip.outcome {
                    SkipOutcome::Forfeited => {
                        tally.forfeited += 1;
                        return;
                    }
                    SkipOutcome::Owed => tally.owed_granted += 1,
                    SkipOutcome::Consumed => tally.consumed += 1,
                    SkipOutcome::Capped => tally.capped += 1,
                    SkipOutcome::Taken => {
                        tally.taken += 1;
                        if !p.prepaid.is_empty() {
                            p.prepaid.remove(0);
                        }
                    }
                }
                p.tally.passed += 1;
            });
        }
        for (_, visit) in &ring.consumed_by {
            self.with_visit(visit, |v| v.consumed_turn = true);
        }
        match ring.kind {
            TurnKind::MakeUp => {
                self.remove_owed(&ring.taker);
                self.with_person(&ring.taker, |p| p.tally.made_up += 1);
            }
            TurnKind::Turn => {
                self.with_person(&ring.taker, |p| {
                    p.tally.passed += 1;
                    p.tally.taken += 1;
                });
                self.next.clone_from(&ring.next);
            }
            TurnKind::Outside => {}
        }
        self.rotation_trail.push((ring.taker.clone(), ring.kind == TurnKind::MakeUp));
    }

    pub(super) fn remove_owed(&mut self, staff: &StaffId) {
        if let Some(place) = self.owed.iter().position(|owed| owed.staff == *staff) {
            self.owed.remove(place);
        }
    }

    pub(super) fn finish(&mut self, visit: &VisitId, seen_off: bool, at: Timestamp) {
        self.receiving.retain(|other| other != visit);
        self.with_visit(visit, |v| {
            v.state = VisitState::Finished;
            v.ended_at = Some(at);
        });
        if !seen_off {
            self.raise(ItemKind::NotSeenOff, visit.as_str(), None, at);
        }
    }

    pub(super) fn leave(&mut self, visit: &VisitId, at: Timestamp) {
        self.waiting.retain(|other| other != visit);
        self.with_visit(visit, |v| {
            v.state = VisitState::Left;
            v.ended_at = Some(at);
        });
    }

    pub(super) fn take(&mut self, header: &Header, event: &Event) {
        let Event::VisitTaken { visit, staff, path, named, assist, effect, made_owner, started, .. } = event else {
            return;
        };
        self.settle_turn(visit, effect);
        if *started {
            self.start(visit, header.at);
        }
        self.with_visit(visit, |v| {
            v.receiver = Some(staff.clone());
            v.assist = *assist;
            v.made_owner.clone_from(made_owner);
            if *started {
                v.path = *path;
                v.named.clone_from(named);
                v.given_to.get_or_insert_with(|| staff.clone());
            }
            if effect.unprepaid.is_some() {
                v.prepaid = None;
            }
            if effect.prepaid.is_some() {
                v.prepaid.clone_from(&effect.prepaid);
            }
        });
    }

    pub(super) fn settle_turn(&mut self, visit: &VisitId, effect: &TakeEffect) {
        if let Some(staff) = &effect.unprepaid {
            self.with_person(staff, |p| {
                if let Some(place) = p.prepaid.iter().position(|other| other == visit) {
                    p.prepaid.remove(place);
                }
            });
        }
        if let Some(staff) = &effect.prepaid {
            self.with_person(staff, |p| p.prepaid.push(visit.clone()));
        }
        let Some(turn) = self.visit(visit).and_then(|v| v.turn.clone()) else { return };
        if effect.owed_front {
            let granted = self.date.or(self.last_date).unwrap_or_default();
            let fresh = || Owed { staff: turn.staff.clone(), granted, visits: Vec::new() };
            let mut entry = turn.makeup.clone().unwrap_or_else(fresh);
            entry.visits.push(visit.clone());
            self.owed.push_front(entry);
            self.move_turn(&turn, 1);
            self.with_visit(visit, |v| v.turn = v.turn.take().map(|t| VisitTurn { given_back: true, ..t }));
        }
        if effect.owed_withdrawn {
            self.owed.retain(|owed| !owed.visits.contains(visit));
            self.move_turn(&turn, -1);
            self.with_visit(visit, |v| v.turn = v.turn.take().map(|t| VisitTurn { given_back: false, ..t }));
        }
    }

    /// Books a turn as owed instead of used (+1), or as used again (-1).
    pub(super) fn move_turn(&mut self, turn: &VisitTurn, by: i64) {
        self.with_person(&turn.staff, |p| {
            if turn.makeup.is_some() {
                p.tally.made_up -= by;
            } else {
                p.tally.taken -= by;
                p.tally.owed_granted += by;
            }
        });
    }
}

fn close_notice(visit: &mut Visit, end: NoticeEnd) {
    if let Some(notice) = visit.notice.as_mut().filter(|notice| notice.end.is_none()) {
        notice.end = Some(end);
    }
}
