//! How facts change the floor. Total: it never fails and never decides; applying the same entries
//! always gives the same floor.

use super::command::{Command, MoveTo, Role};
use super::decision::{Decision, Flag, SkipOutcome};
use super::decision::{NoticeOf, Path};
use super::event::{
    Entry, Event, Header, NoticeEnd, Owed, OwnerCause, Penalty, RingMove, Served, TakeEffect, TurnKind,
};
use super::floor::{Base, Call, Floor, Item, ItemKind, Notice, Person, Stamp, Tally, Visit, VisitState, VisitTurn};
use super::id::{ItemId, StaffId, ViolationId, VisitId};
use super::time::{Date, Timestamp};
use std::sync::Arc;

/// Days that a planned order is remembered for, so that the planner can be fair over four weeks.
const PLAN_DAYS_KEPT: i64 = 35;

impl Floor {
    /// Applies a whole entry.
    pub fn apply_entry(&mut self, entry: &Entry) {
        self.begin(&entry.header);
        for event in &entry.events {
            self.apply(&entry.header, event);
        }
        self.end(&entry.header);
    }

    /// Takes in that a command was accepted: time passes.
    pub fn begin(&mut self, header: &Header) {
        self.pass_time(header.at);
    }

    /// Takes in that a command is done.
    pub fn end(&mut self, header: &Header) {
        self.pass_time(header.at);
        if self.date.is_some() && !matches!(header.command, Command::Undo(_)) {
            let barrier = matches!(header.command, Command::OpenDay(_) | Command::TakeDeposit(_));
            let by_manager = self.is_manager(header.by.as_ref());
            self.stamps.push(Stamp { seq: header.seq, at: header.at, by_manager, barrier });
        }
    }

    /// What the passing of time does by itself: notices become overdue. Holds and protection are
    /// judged against the clock where they are read.
    pub fn pass_time(&mut self, now: Timestamp) {
        self.clock = self.clock.max(Some(now));
        let limit = i64::from(self.policies.notify_minutes) * 60_000_000;
        let overdue: Vec<VisitId> = self
            .open_notices()
            .filter(|(_, notice)| !notice.overdue && now.micros_since(notice.opened_at) > limit)
            .map(|(id, _)| id.clone())
            .collect();
        for visit in overdue {
            self.with_visit(&visit, |v| {
                if let Some(notice) = &mut v.notice {
                    notice.overdue = true;
                }
            });
            self.raise(ItemKind::NoticeOverdue, visit.as_str(), None, now);
        }
    }

    /// Applies one fact.
    pub fn apply(&mut self, header: &Header, event: &Event) {
        match event {
            Event::StaffAdded { staff, role, grade } => self.add_staff(header, staff, *role, *grade),
            Event::StaffDeparted { staff } => self.depart(staff),
            Event::PolicyChanged { key, value } => self.change_policy(key, value),
            Event::DaysPlanned { days } => self.plan.extend(days.clone()),
            Event::DayOpened { .. } | Event::OrderChanged { .. } => self.arrange(header, event),
            Event::DayClosed { .. } => self.close_day(),
            Event::PresenceChanged { staff, to } => self.move_to(staff, *to, header.at),
            Event::ClientRegistered { .. } => self.serials.client += 1,
            Event::GroupJoined { .. } | Event::ClientsLinked { .. } => self.serials.group += 1,
            Event::VisitArrived { .. } => self.arrive(header, event),
            Event::VisitRouted { .. } => self.route(header, event),
            Event::VisitTaken { .. } => self.take(header, event),
            Event::VisitFlagged { .. }
            | Event::ClientsMerged { .. }
            | Event::VisitFinished { .. }
            | Event::VisitLeft { .. }
            | Event::NoticeOpened { .. }
            | Event::NoticeClosed { .. }
            | Event::OwnerChanged { .. } => self.change_visit(header, event),
            Event::ViolationRecorded { violation, staff, penalty, raised, served_today, .. } => {
                self.punish(staff, violation, *penalty, *served_today);
                if *raised {
                    self.raise(ItemKind::Violation, violation.as_str(), None, header.at);
                }
            }
            Event::ViolationVoided { violation } => self.lift(violation),
            Event::DepositTaken { deposit, .. } => {
                self.serials.deposit += 1;
                self.raise(ItemKind::Deposit, deposit.as_str(), None, header.at);
            }
            Event::CallStarted { .. } => self.start_call(header, event),
            Event::CallEnded { call } => {
                self.calls.remove(call);
            }
            Event::CallReturned { call } => {
                self.calls.remove(call);
                self.inbox.retain(|item| item.kind != ItemKind::CallBack || item.about != call.as_str());
            }
            Event::ProjectAdded {} => {
                if let Command::AddProject(project) = &header.command {
                    self.projects.insert(super::fold::key(&project.name), project.refer_to.clone());
                }
            }
            Event::ItemAcknowledged { item } => self.inbox.retain(|other| other.id != *item),
            Event::ClientDetailed { .. }
            | Event::VisitDetailed { .. }
            | Event::UnitAdded { .. }
            | Event::UnitHeld { .. }
            | Event::UnitReleased { .. }
            | Event::DepositRefunded { .. }
            | Event::ContractSigned { .. }
            | Event::CommissionAgreed { .. }
            | Event::Undone { .. } => {}
        }
    }

    fn change_policy(&mut self, key: &str, value: &serde_json::Value) {
        if let Some(changed) = self.policies.with(key, value) {
            self.policies = changed;
        }
        self.policy_version += 1;
    }

    fn arrange(&mut self, header: &Header, event: &Event) {
        match event {
            Event::DayOpened { date, order, off, still_owed, suspended } => {
                self.open_day(*date, order, off, still_owed, header.at);
                self.serve(suspended);
            }
            Event::OrderChanged { order, next, call_next, assist_next, suspended } => {
                self.take_order(order, header.at);
                self.next.clone_from(next);
                self.call_next.clone_from(call_next);
                self.assist_next.clone_from(assist_next);
                self.serve(suspended);
            }
            _ => {}
        }
    }

    fn change_visit(&mut self, header: &Header, event: &Event) {
        match event {
            Event::VisitFlagged { visit, flag } => self.flag(visit, *flag, header.at),
            Event::ClientsMerged { from, into, visit, returning } => {
                for open in self.visits.values_mut().filter(|v| v.client == *from) {
                    Arc::make_mut(open).client = into.clone();
                }
                self.with_visit(visit, |v| v.returning = *returning);
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

    fn start_call(&mut self, header: &Header, event: &Event) {
        let Event::CallStarted { call, answered_by, next, .. } = event else { return };
        self.serials.call += 1;
        self.calls.insert(call.clone(), Call { answered_by: answered_by.clone(), at: header.at });
        self.call_next = next.clone().or_else(|| self.call_next.take());
        if answered_by.is_none() {
            self.raise(ItemKind::CallBack, call.as_str(), None, header.at);
        }
    }

    fn with_visit(&mut self, id: &VisitId, change: impl FnOnce(&mut Visit)) {
        if let Some(visit) = self.visits.get_mut(id) {
            change(Arc::make_mut(visit));
        }
    }

    fn with_person(&mut self, id: &StaffId, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.staff.get_mut(id) {
            change(person);
        }
    }

    fn raise(&mut self, kind: ItemKind, about: &str, flag: Option<Flag>, at: Timestamp) {
        self.serials.item += 1;
        let id = ItemId::from(format!("i-{:04}", self.serials.item));
        self.inbox.push(Item { id, kind, about: about.to_owned(), flag, at });
    }

    fn flag(&mut self, visit: &VisitId, flag: Flag, at: Timestamp) {
        if self.visit(visit).is_some_and(|v| !v.flags.contains(&flag)) {
            self.with_visit(visit, |v| v.flags.push(flag));
            self.raise(ItemKind::Flag, visit.as_str(), Some(flag), at);
        }
    }

    fn add_staff(&mut self, header: &Header, staff: &StaffId, role: Role, grade: Option<super::command::Grade>) {
        let name = match &header.command {
            Command::AddStaff(added) => super::fold::clean_name(&added.name),
            _ => String::new(),
        };
        let base = if role == Role::Office && self.date.is_some() { Base::Available } else { Base::Off };
        let person = Person {
            role,
            grade,
            name,
            departed: false,
            base,
            base_since: Some(header.at),
            suspended_for: None,
            to_serve: Vec::new(),
            on_duty_today: false,
            prepaid: Vec::new(),
            tally: Tally::default(),
        };
        self.staff.insert(staff.clone(), person);
    }

    fn depart(&mut self, staff: &StaffId) {
        self.forfeit_all(staff);
        self.with_person(staff, |p| {
            p.departed = true;
            p.base = Base::Off;
            p.prepaid.clear();
            p.to_serve.clear();
            p.suspended_for = None;
        });
    }

    fn forfeit_all(&mut self, staff: &StaffId) {
        let before = self.owed.len();
        self.owed.retain(|owed| owed.staff != *staff);
        let lost = i64::try_from(before - self.owed.len()).unwrap_or(i64::MAX);
        self.with_person(staff, |p| p.tally.forfeited += lost);
    }

    fn open_day(&mut self, date: Date, order: &[StaffId], off: &[StaffId], still_owed: &[Owed], at: Timestamp) {
        self.date = Some(date);
        self.last_date = Some(date);
        self.plan.retain(|day, _| date.signed_duration_since(*day).num_days() <= PLAN_DAYS_KEPT);
        self.plan.insert(date, order.to_vec());
        self.visits.retain(|_, visit| visit.open_notice().is_some());
        self.rotation_trail.clear();
        self.stamps.clear();
        for (id, person) in &mut self.staff {
            let carried = self.owed.iter().filter(|owed| owed.staff == *id).count();
            let kept = still_owed.iter().filter(|owed| owed.staff == *id).count();
            person.tally = Tally {
                carried: i64::try_from(carried).unwrap_or(i64::MAX),
                expired: i64::try_from(carried.saturating_sub(kept)).unwrap_or(i64::MAX),
                ..Tally::default()
            };
            person.suspended_for = None;
            person.on_duty_today = false;
            let present = person.role == Role::Office || order.contains(id);
            person.base = if present && !off.contains(id) && !person.departed { Base::Available } else { Base::Off };
            person.base_since = Some(at);
        }
        self.owed = still_owed.iter().cloned().collect();
        self.order.clear();
        let bases: Vec<(StaffId, Base)> = self.staff.iter().map(|(id, p)| (id.clone(), p.base)).collect();
        self.take_order(order, at);
        for (id, base) in bases {
            self.with_person(&id, |p| p.base = base);
        }
        self.next = order.first().cloned();
        self.call_next.clone_from(&self.next);
        self.assist_next.clone_from(&self.next);
    }

    /// Sets the order; whoever it adds comes `available`, whoever it drops is off the floor.
    fn take_order(&mut self, order: &[StaffId], at: Timestamp) {
        let before = std::mem::replace(&mut self.order, order.to_vec());
        for id in order.iter().filter(|id| !before.contains(id)) {
            self.with_person(id, |p| {
                p.base = Base::Available;
                p.base_since = Some(at);
                p.on_duty_today = true;
            });
        }
    }

    fn serve(&mut self, suspended: &[Served]) {
        for Served { staff, violation } in suspended {
            self.with_person(staff, |p| {
                p.suspended_for = Some(violation.clone());
                for (_, days) in p.to_serve.iter_mut().filter(|(id, _)| id == violation).take(1) {
                    *days = days.saturating_sub(1);
                }
                p.to_serve.retain(|(_, days)| *days > 0);
            });
        }
    }

    fn close_day(&mut self) {
        self.date = None;
        self.order.clear();
        self.next = None;
        self.call_next = None;
        self.assist_next = None;
        self.stamps.clear();
        for person in self.staff.values_mut() {
            person.base = Base::Off;
            person.suspended_for = None;
        }
    }

    fn move_to(&mut self, staff: &StaffId, to: MoveTo, at: Timestamp) {
        let base = match to {
            MoveTo::Available => Base::Available,
            MoveTo::Private => Base::Private,
            MoveTo::Business => Base::Business,
            MoveTo::Leave => Base::Leave,
        };
        if base == Base::Leave {
            self.forfeit_all(staff);
        }
        self.with_person(staff, |p| {
            p.base = base;
            p.base_since = Some(at);
        });
    }

    fn arrive(&mut self, header: &Header, event: &Event) {
        let (
            Event::VisitArrived { visit, client, matched, phoned_before, prior_visit },
            Command::RegisterArrival(arrival),
        ) = (event, &header.command)
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

    fn route(&mut self, header: &Header, event: &Event) {
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

    fn start(&mut self, id: &VisitId, at: Timestamp) {
        self.waiting.retain(|other| other != id);
        self.receiving.push(id.clone());
        self.with_visit(id, |v| {
            v.state = VisitState::Receiving;
            v.started_at = Some(at);
        });
    }

    fn open_notice(&mut self, visit: &VisitId, of: NoticeOf, at: Timestamp) {
        self.with_visit(visit, |v| v.notice = Some(Notice { of, opened_at: at, overdue: false, end: None }));
    }

    fn ring_turn(&self, ring: &RingMove) -> Option<VisitTurn> {
        let makeup = match ring.kind {
            TurnKind::Outside => return None,
            TurnKind::Turn => None,
            TurnKind::MakeUp => self.owed.iter().find(|owed| owed.staff == ring.taker).cloned(),
        };
        Some(VisitTurn { staff: ring.taker.clone(), makeup, given_back: false })
    }

    fn turn_ring(&mut self, decision: &Decision, ring: &RingMove) {
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

    fn remove_owed(&mut self, staff: &StaffId) {
        if let Some(place) = self.owed.iter().position(|owed| owed.staff == *staff) {
            self.owed.remove(place);
        }
    }

    fn finish(&mut self, visit: &VisitId, seen_off: bool, at: Timestamp) {
        self.receiving.retain(|other| other != visit);
        self.with_visit(visit, |v| {
            v.state = VisitState::Finished;
            v.ended_at = Some(at);
        });
        if !seen_off {
            self.raise(ItemKind::NotSeenOff, visit.as_str(), None, at);
        }
    }

    fn leave(&mut self, visit: &VisitId, at: Timestamp) {
        self.waiting.retain(|other| other != visit);
        self.with_visit(visit, |v| {
            v.state = VisitState::Left;
            v.ended_at = Some(at);
        });
    }

    fn take(&mut self, header: &Header, event: &Event) {
        let Event::VisitTaken { visit, staff, assist, effect, made_owner, started, .. } = event else { return };
        self.settle_turn(visit, effect);
        if *started {
            self.start(visit, header.at);
        }
        self.with_visit(visit, |v| {
            v.receiver = Some(staff.clone());
            v.assist = *assist;
            v.made_owner.clone_from(made_owner);
            if *started {
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

    fn settle_turn(&mut self, visit: &VisitId, effect: &TakeEffect) {
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
    fn move_turn(&mut self, turn: &VisitTurn, by: i64) {
        self.with_person(&turn.staff, |p| {
            if turn.makeup.is_some() {
                p.tally.made_up -= by;
            } else {
                p.tally.taken -= by;
                p.tally.owed_granted += by;
            }
        });
    }

    fn punish(&mut self, staff: &StaffId, violation: &ViolationId, penalty: Penalty, served_today: bool) {
        self.serials.violation += 1;
        if let Penalty::Suspension(days) = penalty {
            self.with_person(staff, |p| p.to_serve.push((violation.clone(), days)));
            if served_today {
                self.serve(&[Served { staff: staff.clone(), violation: violation.clone() }]);
            }
        }
    }

    fn lift(&mut self, violation: &ViolationId) {
        for person in self.staff.values_mut() {
            person.to_serve.retain(|(id, _)| id != violation);
            if person.suspended_for.as_ref() == Some(violation) {
                person.suspended_for = None;
            }
        }
    }
}

fn close_notice(visit: &mut Visit, end: NoticeEnd) {
    if let Some(notice) = visit.notice.as_mut().filter(|notice| notice.end.is_none()) {
        notice.end = Some(end);
    }
}
