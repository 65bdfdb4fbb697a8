//! What facts do to people and to the day: staff, orders, presence, suspensions.

use super::PLAN_DAYS_KEPT;
use crate::rules::command::{BookPart, Command, MoveTo, Role};
use crate::rules::event::{Event, Header, Owed, Penalty, Served};
use crate::rules::floor::{Base, Floor, Person, Tally};
use crate::rules::id::{StaffId, ViolationId};
use crate::rules::time::{Date, Timestamp};
use std::collections::BTreeMap;

impl Floor {
    pub(super) fn change_policy(&mut self, key: &str, value: &serde_json::Value) {
        if let Some(changed) = self.policies.with(key, value) {
            self.policies = changed;
        }
        self.policy_version += 1;
    }

    pub(super) fn change_book(&mut self, part: BookPart, key: &str, value: &serde_json::Value) {
        if let Ok(changed) = self.book.with(part, key, value) {
            self.book = changed;
        }
        self.policy_version += 1;
    }

    pub(super) fn arrange(&mut self, header: &Header, event: &Event) {
        match event {
            Event::DayOpened { date, order, off, still_owed, suspended } => {
                self.open_day(*date, order, off, still_owed, header.at);
                self.serve(suspended);
            }
            Event::OrderChanged { order, next, call_next, assist_next, suspended, .. } => {
                self.take_order(order, header.at);
                self.next.clone_from(next);
                self.call_next.clone_from(call_next);
                self.assist_next.clone_from(assist_next);
                self.serve(suspended);
            }
            _ => {}
        }
    }

    pub(super) fn add_staff(
        &mut self,
        header: &Header,
        staff: &StaffId,
        role: Role,
        grade: Option<crate::rules::command::Grade>,
    ) {
        let name = match header.done() {
            Command::AddStaff(added) => crate::rules::fold::clean_name(&added.name),
            _ => String::new(),
        };
        let person = Person {
            role,
            grade,
            name,
            departed: false,
            base: Base::Off,
            base_since: Some(header.at),
            absence: None,
            suspended_for: None,
            to_serve: Vec::new(),
            on_duty_today: false,
            prepaid: Vec::new(),
            tally: Tally::default(),
            pin: None,
        };
        self.staff.insert(staff.clone(), person);
    }

    pub(super) fn grant_leave(&mut self, leave: &BTreeMap<StaffId, Vec<Date>>) {
        for (staff, dates) in leave {
            self.leave.entry(staff.clone()).or_default().extend(dates);
        }
    }

    pub(super) fn cancel_leave(&mut self, leave: &BTreeMap<StaffId, Vec<Date>>) {
        for (staff, dates) in leave {
            if let Some(granted) = self.leave.get_mut(staff) {
                granted.retain(|date| !dates.contains(date));
            }
        }
        self.leave.retain(|_, dates| !dates.is_empty());
    }

    pub(super) fn depart(&mut self, staff: &StaffId) {
        self.forfeit_all(staff);
        self.leave.remove(staff);
        self.with_person(staff, |p| {
            p.departed = true;
            p.stand(Base::Off);
            p.prepaid.clear();
            p.to_serve.clear();
            p.suspended_for = None;
        });
    }

    pub(super) fn forfeit_all(&mut self, staff: &StaffId) {
        let before = self.owed.len();
        self.owed.retain(|owed| owed.staff != *staff);
        let lost = i64::try_from(before - self.owed.len()).unwrap_or(i64::MAX);
        self.with_person(staff, |p| p.tally.forfeited += lost);
    }

    pub(super) fn open_day(
        &mut self,
        date: Date,
        order: &[StaffId],
        off: &[StaffId],
        still_owed: &[Owed],
        at: Timestamp,
    ) {
        self.date = Some(date);
        self.last_date = Some(date);
        self.plan.retain(|day, _| date.signed_duration_since(*day).num_days() <= PLAN_DAYS_KEPT);
        self.plan.insert(date, order.to_vec());
        for dates in self.leave.values_mut() {
            dates.retain(|granted| *granted >= date);
        }
        self.leave.retain(|_, dates| !dates.is_empty());
        self.visits.retain(|_, visit| visit.open_notice().is_some());
        for visit in self.visits.values_mut() {
            // What a visit of an earlier day did stands.
            std::sync::Arc::make_mut(visit).made_owner = None;
        }
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
            person.stand(if present && !off.contains(id) && !person.departed { Base::Available } else { Base::Off });
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
    pub(super) fn take_order(&mut self, order: &[StaffId], at: Timestamp) {
        let before = std::mem::replace(&mut self.order, order.to_vec());
        for id in order.iter().filter(|id| !before.contains(id)) {
            self.with_person(id, |p| {
                p.stand(Base::Available);
                p.base_since = Some(at);
                p.on_duty_today = true;
            });
        }
    }

    pub(super) fn serve(&mut self, suspended: &[Served]) {
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

    pub(super) fn close_day(&mut self) {
        self.date = None;
        self.order.clear();
        self.next = None;
        self.call_next = None;
        self.assist_next = None;
        self.stamps.clear();
        for person in self.staff.values_mut() {
            person.stand(Base::Off);
            person.suspended_for = None;
        }
    }

    pub(super) fn move_to(&mut self, staff: &StaffId, to: MoveTo, reason: Option<&String>, at: Timestamp) {
        let base = to.base();
        if base == Base::Leave {
            self.forfeit_all(staff);
        }
        self.with_person(staff, |p| {
            p.base = base;
            p.base_since = Some(at);
            p.absence = reason.cloned();
        });
    }

    pub(super) fn punish(&mut self, staff: &StaffId, violation: &ViolationId, penalty: Penalty, served_today: bool) {
        self.serials.violation += 1;
        if let Penalty::Suspension(days) = penalty {
            self.with_person(staff, |p| p.to_serve.push((violation.clone(), days)));
            if served_today {
                self.serve(&[Served { staff: staff.clone(), violation: violation.clone() }]);
            }
        }
    }

    pub(super) fn lift(&mut self, violation: &ViolationId) {
        for person in self.staff.values_mut() {
            person.to_serve.retain(|(id, _)| id != violation);
            if person.suspended_for.as_ref() == Some(violation) {
                person.suspended_for = None;
            }
        }
    }
}
