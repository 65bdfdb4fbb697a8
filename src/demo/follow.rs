//! What one thing at the demo's desk brings with it: a reception ends and may end in a deposit, a
//! notice is given, a missed call is returned, somebody comes back to their place.

use super::day::{Day, Due};
use crate::register::fault::Fault;
use crate::rules::command::{FinishReception, MoveTo, RegisterArrival, SetPresence, StartCall, TakeDeposit, TakeVisit};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::{Base, VisitState};
use crate::rules::id::{StaffId, VisitId};

const OUTCOMES: &[&str] = &["已看样板房", "再考虑", "约周末再来", "意向强", "只是了解", "嫌价高", "要与家人商量"];

/// What a deposit of the site comes to: 100,000 yuan in fen.
const DEPOSIT_FEN: i64 = 10_000_000;

/// The company's other project, which has a sales office of its own.
pub const OTHER_PROJECT: &str = "云台里";

impl Day<'_, '_> {
    /// Notes what an entry will bring later.
    pub fn follow(&mut self, entry: &Entry) {
        for event in &entry.events {
            match event {
                Event::VisitRouted { decision, .. } if decision.waiting => {
                    self.note_in(35, Due::LoseHeart(decision.visit.clone()));
                }
                Event::VisitRouted { decision, .. } => {
                    let visit = &decision.visit;
                    let minutes = self.hand.dice.between(12, 65);
                    self.note_in(minutes, Due::Finish(visit.clone()));
                    if self.book.known_of(visit).is_none() {
                        let minutes = self.hand.dice.between(3, 9);
                        self.note_in(minutes, Due::Details(visit.clone()));
                    }
                    if decision.notice.is_some() && self.hand.dice.chance(80) {
                        let minutes = self.hand.dice.between(0, 3);
                        self.note_in(minutes, Due::Told(visit.clone()));
                    }
                }
                Event::CallStarted { call, answered_by: Some(_), .. } => {
                    let minutes = self.hand.dice.between(2, 8);
                    self.note_in(minutes, Due::HangUp(call.clone()));
                }
                Event::CallStarted { call, answered_by: None, .. } => {
                    let minutes = self.hand.dice.between(10, 30);
                    self.note_in(minutes, Due::CallBack(call.clone()));
                }
                _ => {}
            }
        }
    }

    /// A reception ends; an own client's may end in a deposit.
    pub(super) fn finish(&mut self, visit: &VisitId) -> Result<(), Fault> {
        if !self.is(visit, VisitState::Receiving) {
            return Ok(());
        }
        let buyer = self.book.known_of(visit).filter(|known| known.owner.is_some() && !known.has_bought).cloned();
        let sold = match (buyer, self.to_sell.first()) {
            (Some(buyer), Some(unit)) => Some((buyer, unit.clone())),
            _ => None,
        };
        let outcome = if sold.is_some() { "交定金" } else { self.hand.dice.word(OUTCOMES) };
        if let Some((buyer, unit)) = sold {
            self.to_sell.remove(0);
            let deposit = TakeDeposit { deposit: None, unit, client: buyer.id, amount_fen: DEPOSIT_FEN };
            if let Some(taken) = self.hand.file(deposit)? {
                self.book.read(&taken.entry);
            }
        }
        let seen_off = !self.hand.dice.chance(4);
        let entry = self.give(FinishReception {
            visit: visit.clone(),
            seen_off,
            outcome: Some(outcome.to_owned()),
            note: None,
        })?;
        if let Some(entry) = entry {
            self.follow(&entry);
        }
        Ok(())
    }

    /// The telephone rings: a new inquiry, or one about the other project.
    pub(super) fn ring(&mut self) -> Result<Option<Entry>, Fault> {
        let caller = self.hand.cast.visitor(&mut self.hand.dice);
        let mut call =
            StartCall { phone: Some(caller.phone.clone()), name: Some(caller.name.clone()), ..StartCall::default() };
        if self.hand.dice.chance(15) {
            call.project = Some(OTHER_PROJECT.to_owned());
            call.needs = Some("问价格和交房时间".to_owned());
        } else {
            self.book.leads.push(caller);
        }
        self.give(call)
    }

    /// Somebody free goes somewhere and comes back after a while; or comes back.
    pub(super) fn go(&mut self, staff: StaffId, to: MoveTo) -> Result<Option<Entry>, Fault> {
        let base = self.hand.floor().base(&staff);
        let minutes = match to {
            MoveTo::Available if matches!(base, Base::Available | Base::Leave) => return Ok(None),
            MoveTo::Available | MoveTo::Leave => None,
            MoveTo::Private | MoveTo::Business if !self.hand.floor().is_free(&staff) => return Ok(None),
            MoveTo::Private => Some(self.hand.dice.between(6, 20)),
            MoveTo::Business => Some(self.hand.dice.between(25, 70)),
        };
        if let Some(minutes) = minutes {
            self.note_in(minutes, Due::Go(staff.clone(), MoveTo::Available));
        }
        self.give(SetPresence::plain(staff, to))
    }

    /// Somebody new asks for another than `staff`, who takes them without a word: tried again later
    /// when it does not come to that.
    pub(super) fn poach(&mut self, staff: StaffId) -> Result<(), Fault> {
        let others: Vec<StaffId> = self.hand.floor().order.iter().filter(|id| **id != staff).cloned().collect();
        let Some(named) = self.hand.dice.pick(&others).cloned() else { return Ok(()) };
        if !self.hand.floor().is_free(&staff) {
            self.note_in(10, Due::Poach(staff));
            return Ok(());
        }
        let visitor = self.hand.cast.visitor(&mut self.hand.dice);
        let arrival = RegisterArrival {
            name: Some(visitor.name.clone()),
            phone: Some(visitor.phone.clone()),
            been_before: Some(false),
            asks_for: Some(named),
            source: Some(visitor.source.to_owned()),
            ..RegisterArrival::default()
        };
        let Some(entry) = self.give(arrival)? else { return Ok(()) };
        self.follow(&entry);
        let decision = entry.events.iter().find_map(|event| match event {
            Event::VisitRouted { decision, .. } => Some(decision),
            _ => None,
        });
        let Some(decision) = decision else { return Ok(()) };
        self.book.remember(&decision.client, visitor, decision.owner.clone());
        if decision.waiting || decision.receiver.as_ref() == Some(&staff) {
            self.note_in(15, Due::Poach(staff));
            return Ok(());
        }
        let visit = decision.visit.clone();
        if let Some(entry) = self.give(TakeVisit { visit, staff, agreed: false, reason: None })? {
            self.follow(&entry);
        }
        Ok(())
    }
}
