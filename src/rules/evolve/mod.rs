//! How facts change the floor. Total: it never fails and never decides; applying the same entries
//! always gives the same floor.

use crate::rules::command::Command;
use crate::rules::decision::Flag;
use crate::rules::event::{Entry, Event, Header};
use crate::rules::floor::{Call, Floor, Item, ItemKind, Person, Stamp, Visit};
use crate::rules::id::{ItemId, StaffId, VisitId};
use crate::rules::pin::TRIES_TO_SEE;
use crate::rules::time::Timestamp;
use serde_json::Value;
use std::sync::Arc;

/// Days that a planned order is remembered for, so that the planner can be fair over four weeks.
const PLAN_DAYS_KEPT: i64 = 35;

mod day;
mod visit;

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
        if self.date.is_some() && !header.command.is_passed_over() {
            let barrier =
                matches!(header.done(), Command::OpenDay(_) | Command::TakeDeposit(_) | Command::ImportClients(_));
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
            Event::PolicyChanged { key, value } => self.follow_policy(key, value, header.at),
            Event::RulebookChanged { part, key, value } => self.change_book(*part, key, value),
            Event::DaysPlanned { days } => self.plan.extend(days.clone()),
            Event::LeaveGranted { leave } => self.grant_leave(leave),
            Event::LeaveCancelled { leave } => self.cancel_leave(leave),
            Event::OrderChanged { .. } => self.arrange(header, event),
            Event::DayOpened { .. } => {
                self.arrange(header, event);
                self.lapses_seen = Some(header.at);
            }
            Event::DayClosed { .. } => self.close_day(),
            Event::PresenceChanged { staff, to, reason } => self.move_to(staff, *to, reason.as_ref(), header.at),
            Event::ClientRegistered { .. }
            | Event::ClientImported(_)
            | Event::VisitImported(_)
            | Event::GroupJoined { .. }
            | Event::ClientsLinked { .. } => self.count_clients(event),
            Event::VisitArrived { .. } => self.arrive(header, event),
            Event::VisitRouted { .. } => self.route(header, event),
            Event::VisitTaken { .. } => self.take(header, event),
            Event::VisitFlagged { .. }
            | Event::ClientsMerged { .. }
            | Event::ClientsParted { .. }
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
            Event::CallStarted { .. } | Event::CallEnded { .. } | Event::CallReturned { .. } => {
                self.call(header, event);
            }
            Event::ProjectAdded {} => self.add_project(header),
            Event::RequestMade { item, about, .. } => self.file_request(header, item, about),
            Event::ItemAcknowledged { item } | Event::RequestAnswered { item, .. } => {
                self.inbox.retain(|other| other.id != *item);
            }
            Event::PinSet { staff } => self.with_person(staff, |person| person.pin = Some(header.seq)),
            Event::PinFailed { staff, in_a_row } => self.count_failure(staff, *in_a_row, header.at),
            Event::ClientDetailed { .. }
            | Event::ClientMatched(_)
            | Event::HintDismissed { .. }
            | Event::ProtectionLapsed { .. }
            | Event::VisitDetailed { .. }
            | Event::UnitAdded { .. }
            | Event::UnitHeld { .. }
            | Event::UnitReleased { .. }
            | Event::DepositRefunded { .. }
            | Event::ContractSigned { .. }
            | Event::CommissionAgreed { .. }
            | Event::GroupOwned { .. }
            | Event::CaseRuled { .. }
            | Event::LogExported { .. }
            | Event::ReceiptPrinted { .. }
            | Event::Undone { .. } => {}
        }
    }

    /// Changes a policy; of protection the day's opening says who was lost since.
    fn follow_policy(&mut self, key: &str, value: &Value, at: Timestamp) {
        self.change_policy(key, value);
        if key == "protection_days" {
            self.lapses_seen = Some(at);
        }
    }

    fn count_clients(&mut self, event: &Event) {
        match event {
            Event::ClientRegistered { .. } => self.serials.client += 1,
            Event::ClientImported(imported) => {
                self.serials.client += 1;
                self.serials.group += u64::from(imported.company.is_some()) + u64::from(imported.household.is_some());
            }
            Event::VisitImported(_) => self.serials.past_visit += 1,
            Event::GroupJoined { .. } | Event::ClientsLinked { .. } => self.serials.group += 1,
            _ => {}
        }
    }

    fn call(&mut self, header: &Header, event: &Event) {
        match event {
            Event::CallStarted { .. } => self.start_call(header, event),
            Event::CallEnded { call } => {
                self.calls.remove(call);
            }
            Event::CallReturned { call } => {
                self.calls.remove(call);
                self.inbox.retain(|item| item.kind != ItemKind::CallBack || item.about != call.as_str());
            }
            _ => {}
        }
    }

    fn file_request(&mut self, header: &Header, item: &ItemId, about: &str) {
        self.serials.item += 1;
        let (id, about, asked) = (item.clone(), about.to_owned(), Some(header.seq));
        self.inbox.push(Item { id, kind: ItemKind::Request, about, flag: None, at: header.at, asked });
    }

    fn add_project(&mut self, header: &Header) {
        if let Command::AddProject(project) = header.done() {
            self.projects.insert(crate::rules::fold::key(&project.name), project.refer_to.clone());
        }
    }

    pub(super) fn start_call(&mut self, header: &Header, event: &Event) {
        let Event::CallStarted { call, answered_by, next, .. } = event else { return };
        self.serials.call += 1;
        self.calls.insert(call.clone(), Call { answered_by: answered_by.clone(), at: header.at });
        self.call_next = next.clone().or_else(|| self.call_next.take());
        if answered_by.is_none() {
            self.raise(ItemKind::CallBack, call.as_str(), None, header.at);
        }
    }

    /// Wrong PINs in a row on a manager's are one thing to see, however many follow.
    fn count_failure(&mut self, staff: &StaffId, in_a_row: u32, at: Timestamp) {
        let stands = |item: &Item| item.kind == ItemKind::PinFailures && item.about == staff.as_str();
        if in_a_row >= TRIES_TO_SEE && self.is_manager(Some(staff)) && !self.inbox.iter().any(stands) {
            self.raise(ItemKind::PinFailures, staff.as_str(), None, at);
        }
    }

    pub(super) fn with_visit(&mut self, id: &VisitId, change: impl FnOnce(&mut Visit)) {
        if let Some(visit) = self.visits.get_mut(id) {
            change(Arc::make_mut(visit));
        }
    }

    pub(super) fn with_person(&mut self, id: &StaffId, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.staff.get_mut(id) {
            change(person);
        }
    }

    pub(super) fn raise(&mut self, kind: ItemKind, about: &str, flag: Option<Flag>, at: Timestamp) {
        self.serials.item += 1;
        let id = ItemId::from(format!("i-{:04}", self.serials.item));
        self.inbox.push(Item { id, kind, about: about.to_owned(), flag, at, asked: None });
    }
}
