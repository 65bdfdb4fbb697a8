//! The demo's today: a morning like any other, then an hour told minute by minute, which ends with
//! everyone engaged or away, clients waiting, and a last decision worth explaining.

use super::arrivals::{self, Kind};
use super::book::Book;
use super::day::{Day, Due};
use super::hand::{Hand, Squeeze};
use super::week::{Plot, on};
use crate::register::fault::Fault;
use crate::rules::command::{FinishReception, HoldUnit, MoveTo, OpenDay, SetPresence, StartCall};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::id::{StaffId, VisitId};
use crate::rules::time::Timestamp;
use chrono_tz::Tz;

/// How long today has been at least, in the story, in minutes.
const MINUTES_MIN: i64 = 120;
/// How long when the demo is opened outside office hours, where there is time.
const MINUTES_NIGHT: i64 = 280;
/// How long at most: nobody works longer.
const MINUTES_MAX: i64 = 9 * 60;

/// Holds today up to `now`. When the day is too young for the story, the story goes faster.
///
/// # Errors
/// When the register cannot be written.
pub fn hold(hand: &mut Hand, book: &mut Book, plot: &Plot, zone: Tz, now: Timestamp) -> Result<(), Fault> {
    let midnight = on(zone, plot.today(), 0, 0);
    let since_morning = now.seconds_since(on(zone, plot.today(), 8, 40)) / 60;
    let is_daytime = (MINUTES_MIN..=MINUTES_MAX).contains(&since_morning);
    let room_micros = now.micros_since(midnight).saturating_sub(1_000_000).max(0);
    let minutes = if is_daytime { since_morning } else { (room_micros / 60_000_000).clamp(MINUTES_MIN, MINUTES_NIGHT) };
    hand.squeeze = Some(Squeeze { end: now, length_micros: minutes * 60_000_000, room_micros });
    let before = |minutes: i64| now.plus_seconds(-minutes * 60);
    // The story's own clock may stand before midnight here: only the register's may not.
    hand.at = before(minutes);
    hand.manage(OpenDay { date: Some(plot.today()), order: None, off: Vec::new() })?;

    let mut day = Day::new(hand, book, before(70));
    day.to_sell = plot.to_sell.iter().take(1).cloned().collect();
    let visitors = ((minutes - 100) / 18).clamp(3, 18);
    let (from, to) = (before(minutes - 5), before(90));
    day.fill(from, to, visitors);
    for kind in [Kind::Returning, Kind::AsksForOwner] {
        day.note(from, Due::Arrive(kind));
    }
    if let Some(staff) = off_duty(day.hand.floor()) {
        day.note(from, Due::Go(staff, MoveTo::Leave));
    }
    day.settle()?;
    let Day { hand, book, .. } = day;
    if let (Some(unit), Some(client)) = (plot.to_sell.get(1), book.away(&mut hand.dice, |known| !known.has_bought)) {
        let until = now.plus_seconds(26 * 3_600);
        hand.manage(HoldUnit { unit: unit.clone(), client: client.id, until })?;
    }
    Hour { hand, book, now }.tell()
}

/// Who asks for leave: the last of the order who is not suspended.
fn off_duty(floor: &Floor) -> Option<StaffId> {
    let mut order = floor.order.iter().rev();
    order.find(|id| floor.person(id).is_some_and(|person| !person.is_suspended())).cloned()
}

/// The last hour.
struct Hour<'a, 'd> {
    hand: &'a mut Hand<'d>,
    book: &'a mut Book,
    now: Timestamp,
}

impl Hour<'_, '_> {
    fn tell(mut self) -> Result<(), Fault> {
        // The longest reception.
        self.at(64, 0);
        let first = self.comes(None)?;
        // Somebody is away for the company when the turn comes to them: it is owed.
        self.at(58, 0);
        let at_the_bank = self.next_free();
        self.goes(at_the_bank.as_ref(), MoveTo::Business)?;
        self.at(47, 20);
        self.comes(None)?;
        // A client of somebody engaged: the last in the line assists.
        self.at(31, 10);
        if let Some(busy) = self.engaged() {
            self.comes_again(&busy)?;
        }
        // Asks for somebody engaged: the office receives, and nobody tells.
        self.at(21, 40);
        let engaged = self.engaged();
        self.comes(engaged)?;
        // All but one are engaged from here on.
        self.fill_up()?;
        self.at(6, 10);
        let holder = self.next_free();
        self.comes(first)?;
        self.at(5, 50);
        self.goes(holder.as_ref(), MoveTo::Private)?;
        self.wait_and_decide(at_the_bank, holder)
    }

    /// Clients begin to wait; a call is missed; a reception ends and lets one of them in.
    fn wait_and_decide(&mut self, at_the_bank: Option<StaffId>, away: Option<StaffId>) -> Result<(), Fault> {
        self.at(5, 20);
        self.comes(None)?;
        self.at(4, 30);
        let caller = self.hand.cast.visitor(&mut self.hand.dice);
        let call = StartCall { phone: Some(caller.phone.clone()), name: Some(caller.name), ..StartCall::default() };
        self.hand.give(call)?;
        self.at(3, 40);
        self.comes(at_the_bank)?;
        self.at(2, 5);
        match away {
            Some(away) => self.comes_again(&away)?,
            None => self.comes(None)?,
        };
        self.at(0, 50);
        let Some(visit) = self.most_telling() else { return Ok(()) };
        if let Some(done) = self.hand.give(ending(visit))? {
            self.book.read(&done.entry);
        }
        Ok(())
    }

    fn at(&mut self, minutes: i64, seconds: i64) {
        let at = self.now.plus_seconds(-minutes * 60 - seconds);
        self.hand.wait_until(at);
    }

    /// Somebody new comes, asking for `named` when that is said. Gives who receives them.
    fn comes(&mut self, named: Option<StaffId>) -> Result<Option<StaffId>, Fault> {
        Ok(arrivals::newcomer(self.hand, self.book, named)?.as_ref().and_then(receiver))
    }

    /// A client of somebody comes again; somebody new when there is none.
    fn comes_again(&mut self, owner: &StaffId) -> Result<Option<StaffId>, Fault> {
        let theirs = self.book.away(&mut self.hand.dice, |known| known.owner.as_ref() == Some(owner));
        let entry = match theirs {
            Some(known) => arrivals::again(self.hand, self.book, &known, Kind::Returning, None)?,
            None => arrivals::newcomer(self.hand, self.book, None)?,
        };
        Ok(entry.as_ref().and_then(receiver))
    }

    fn goes(&mut self, staff: Option<&StaffId>, to: MoveTo) -> Result<(), Fault> {
        if let Some(staff) = staff.cloned() {
            self.hand.give(SetPresence::plain(staff, to))?;
        }
        Ok(())
    }

    /// The first in the line who is free.
    fn next_free(&self) -> Option<StaffId> {
        let floor = self.hand.floor();
        floor.line().into_iter().find(|staff| floor.is_free(staff))
    }

    /// The salesperson who has been receiving longest.
    fn engaged(&self) -> Option<StaffId> {
        let floor = self.hand.floor();
        let receivers = floor.receiving.iter().filter_map(|visit| floor.visit(visit)?.receiver.clone());
        receivers.into_iter().find(|staff| floor.in_order(staff))
    }

    /// The reception whose end would pass over most people on the way to who waits.
    fn most_telling(&self) -> Option<VisitId> {
        let floor = self.hand.floor();
        let by_sales = |visit: &&VisitId| {
            floor.visit(visit).and_then(|visit| visit.receiver.as_ref()).is_some_and(|staff| floor.in_order(staff))
        };
        let passed_over = |visit: &VisitId| {
            let entry = self.hand.preview(ending(visit.clone()))?;
            entry.events.iter().rev().find_map(|event| match event {
                Event::VisitRouted { decision, .. } => Some(decision.skips.len()),
                _ => None,
            })
        };
        // Of equals the longest: the earliest comes last here, and the last of equals is the greatest.
        floor.receiving.iter().rev().filter(by_sales).max_by_key(|visit| passed_over(visit)).cloned()
    }

    /// Newcomers take everyone who is free but one.
    fn fill_up(&mut self) -> Result<(), Fault> {
        for minutes in [19, 15, 11, 9] {
            let floor = self.hand.floor();
            if floor.order.iter().filter(|staff| floor.is_free(staff)).count() <= 1 {
                break;
            }
            self.at(minutes, 30);
            self.comes(None)?;
        }
        Ok(())
    }
}

/// Who receives the visit that an entry routed.
fn receiver(entry: &Entry) -> Option<StaffId> {
    entry.events.iter().find_map(|event| match event {
        Event::VisitRouted { decision, .. } => decision.receiver.clone(),
        _ => None,
    })
}

fn ending(visit: VisitId) -> FinishReception {
    FinishReception { visit, seen_off: true, outcome: Some("意向强，约周末再来".to_owned()), note: None }
}
