//! One day at the demo's desk: an agenda of what is due when, and what each thing brings with it.

use super::arrivals::{self, Kind};
use super::book::Book;
use super::dice::Dice;
use super::hand::Hand;
use crate::register::fault::Fault;
use crate::rules::command::{AcknowledgeItem, AcknowledgeNotice, Command, EndCall, LeaveWaiting, MoveTo, ReturnCall};
use crate::rules::event::Entry;
use crate::rules::floor::{Base, ItemKind, VisitState};
use crate::rules::id::{CallId, StaffId, UnitId, VisitId};
use crate::rules::time::Timestamp;
use std::collections::BTreeMap;

/// Something due.
#[derive(Clone, Debug)]
pub enum Due {
    /// Somebody comes.
    Arrive(Kind),
    /// A shy visitor says who they are.
    Details(VisitId),
    /// A reception ends.
    Finish(VisitId),
    /// Somebody who waits goes away.
    LoseHeart(VisitId),
    /// The turn-holder has told.
    Told(VisitId),
    /// The telephone rings.
    Ring,
    /// A call ends.
    HangUp(CallId),
    /// A missed call is returned.
    CallBack(CallId),
    /// Somebody goes somewhere.
    Go(StaffId, MoveTo),
    /// Somebody asks for another than this one, who takes the client all the same.
    Poach(StaffId),
}

/// A day's agenda with what it works on.
#[derive(Debug)]
pub struct Day<'a, 'd> {
    /// The hand.
    pub hand: &'a mut Hand<'d>,
    /// The memory.
    pub book: &'a mut Book,
    /// Flats to be sold today, first one first.
    pub to_sell: Vec<UnitId>,
    /// When the last reception must be over.
    pub last: Timestamp,
    agenda: BTreeMap<(i64, u32), Due>,
    noted: u32,
}

impl<'a, 'd> Day<'a, 'd> {
    /// A day with nothing due, to be over by `last`.
    #[must_use]
    pub fn new(hand: &'a mut Hand<'d>, book: &'a mut Book, last: Timestamp) -> Self {
        Self { hand, book, to_sell: Vec::new(), last, agenda: BTreeMap::new(), noted: 0 }
    }

    /// Notes that something is due.
    pub fn note(&mut self, at: Timestamp, due: Due) {
        self.noted += 1;
        self.agenda.insert((at.micros(), self.noted), due);
    }

    /// Notes something due in so many minutes, at the latest when the day must be over.
    pub(super) fn note_in(&mut self, minutes: i64, due: Due) {
        let seconds = minutes * 60 + self.hand.dice.between(0, 59);
        let at = self.hand.at.plus_seconds(seconds).min(self.last);
        self.note(at, due);
    }

    /// Fills the agenda with a usual day's comings and goings between two times.
    pub fn fill(&mut self, from: Timestamp, to: Timestamp, visitors: i64) {
        let seconds = to.seconds_since(from);
        let some_time = |dice: &mut Dice| from.plus_seconds(dice.between(0, seconds));
        for _ in 0..visitors {
            let (at, kind) = (some_time(&mut self.hand.dice), arrivals::kind(self.hand));
            self.note(at, Due::Arrive(kind));
        }
        for _ in 0..visitors.div_euclid(4) {
            let at = some_time(&mut self.hand.dice);
            self.note(at, Due::Ring);
        }
        let order = self.hand.floor().order.clone();
        for _ in 0..visitors.div_euclid(5) {
            let at = some_time(&mut self.hand.dice);
            let to = if self.hand.dice.chance(65) { MoveTo::Private } else { MoveTo::Business };
            if let Some(staff) = self.hand.dice.pick(&order).cloned() {
                self.note(at, Due::Go(staff, to));
            }
        }
    }

    /// Does what is due until a time.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn run(&mut self, until: Timestamp) -> Result<(), Fault> {
        while let Some(entry) = self.agenda.first_entry() {
            let at = entry.key().0;
            if at > until.micros() {
                break;
            }
            let due = entry.remove();
            self.hand.wait_until(Timestamp::from_micros(at, until.offset_seconds()));
            self.act(due)?;
        }
        self.hand.wait_until(until);
        Ok(())
    }

    /// Ends everything that runs: nobody waits, is received or is on a call afterwards.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn settle(&mut self) -> Result<(), Fault> {
        let end = self.last;
        self.run(end)?;
        while let Some(visit) = self.hand.floor().receiving.first().cloned() {
            self.finish(&visit)?;
        }
        for visit in self.hand.floor().waiting.clone() {
            self.act(Due::LoseHeart(visit))?;
        }
        let running: Vec<CallId> = self.hand.floor().calls.keys().cloned().collect();
        for call in running {
            self.act(Due::HangUp(call))?;
        }
        let away: Vec<StaffId> = self.hand.floor().order.clone();
        for staff in away {
            if matches!(self.hand.floor().base(&staff), Base::Private | Base::Business) {
                self.act(Due::Go(staff, MoveTo::Available))?;
            }
        }
        self.agenda.clear();
        Ok(())
    }

    /// The manager works the inbox off, calls to return apart.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn clear_inbox(&mut self) -> Result<(), Fault> {
        let items = self.hand.floor().inbox.clone();
        for item in items.into_iter().filter(|item| item.kind != ItemKind::CallBack) {
            self.hand.manage(AcknowledgeItem { item: item.id })?;
        }
        Ok(())
    }

    /// Does one thing, if it can still be done.
    pub(super) fn act(&mut self, due: Due) -> Result<(), Fault> {
        let entry = match due {
            Due::Arrive(kind) => arrivals::arrive(self.hand, self.book, kind)?,
            Due::Details(visit) if self.is(&visit, VisitState::Receiving) => {
                arrivals::details(self.hand, self.book, &visit)?
            }
            Due::Finish(visit) => return self.finish(&visit),
            Due::LoseHeart(visit) if self.is(&visit, VisitState::Waiting) => self.give(LeaveWaiting { visit })?,
            Due::Told(visit) if self.has_notice(&visit) => self.give(AcknowledgeNotice { visit })?,
            Due::Ring => self.ring()?,
            Due::HangUp(call) if self.hand.floor().calls.get(&call).is_some_and(|c| c.answered_by.is_some()) => {
                self.give(EndCall { call, note: None })?
            }
            Due::CallBack(call) if self.hand.floor().calls.get(&call).is_some_and(|c| c.answered_by.is_none()) => {
                self.give(ReturnCall { call, note: Some("已回电".to_owned()) })?
            }
            Due::Go(staff, to) => self.go(staff, to)?,
            Due::Poach(staff) => return self.poach(staff),
            _ => None,
        };
        if let Some(entry) = entry {
            self.follow(&entry);
        }
        Ok(())
    }

    pub(super) fn is(&self, visit: &VisitId, state: VisitState) -> bool {
        self.hand.floor().visit(visit).is_some_and(|visit| visit.state == state)
    }

    fn has_notice(&self, visit: &VisitId) -> bool {
        self.hand.floor().visit(visit).is_some_and(|visit| visit.open_notice().is_some())
    }

    pub(super) fn give(&mut self, command: impl Into<Command>) -> Result<Option<Entry>, Fault> {
        let entry = self.hand.give(command)?.map(|outcome| outcome.entry);
        if let Some(entry) = &entry {
            self.book.read(entry);
        }
        Ok(entry)
    }
}
