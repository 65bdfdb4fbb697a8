//! The demo's week before today: the site is set up, then six days are held, each with something of
//! its own to remember.

use super::book::Book;
use super::building;
use super::cast;
use super::day::{Day, Due};
use super::follow::OTHER_PROJECT;
use super::hand::Hand;
use crate::register::fault::Fault;
use crate::rules::calendar;
use crate::rules::command::{
    AddProject, AgreeCommission, CloseDay, MoveTo, OpenDay, PlanWeek, RecordViolation, RegisterArrival, SetPolicy,
    SignContract, TransferClient, Undo, ViolationKind,
};
use crate::rules::event::Event;
use crate::rules::id::{StaffId, UnitId};
use crate::rules::time::{Date, Timestamp};
use chrono::{Datelike, Days, NaiveTime, Offset, TimeZone, Weekday};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// How many days there were before today.
pub const DAYS: u64 = 6;

/// A time of a day on the site's clock.
#[must_use]
pub fn on(zone: Tz, date: Date, hour: u32, minute: u32) -> Timestamp {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    let local = date.and_time(time);
    // A time that a change of the clocks leaves out is read as if it were UTC's: only the demo's story minds.
    let at = zone.from_local_datetime(&local).earliest().unwrap_or_else(|| zone.from_utc_datetime(&local));
    Timestamp::from_micros(at.timestamp_micros(), at.offset().fix().local_minus_utc())
}

/// The story's own people: what happens to them was settled before the week began.
#[derive(Clone, Debug)]
pub struct Plot {
    /// The days before today, then today.
    pub dates: Vec<Date>,
    /// Who rests on each of these days.
    pub rests: Vec<StaffId>,
    /// Who poaches two days before today, rests yesterday, and is suspended today.
    pub poacher: StaffId,
    /// Flats that will be sold, in this order.
    pub to_sell: Vec<UnitId>,
}

impl Plot {
    /// The plot of the days up to `today`.
    #[must_use]
    pub fn of(today: Date) -> Self {
        let dates: Vec<Date> = (0..=DAYS).rev().filter_map(|back| today.checked_sub_days(Days::new(back))).collect();
        let sales = cast::sales();
        let rests: Vec<StaffId> = sales.iter().take(dates.len()).cloned().collect();
        let poacher = rests.iter().rev().nth(1).or(rests.first()).cloned().unwrap_or_else(|| StaffId::from(""));
        Self { dates, rests, poacher, to_sell: Vec::new() }
    }

    /// Today.
    #[must_use]
    pub fn today(&self) -> Date {
        self.dates.last().copied().unwrap_or_default()
    }
}

/// Sets the site up: people, policies, flats and the plan of the weeks that the story touches.
///
/// # Errors
/// When the register cannot be written.
pub fn set_up(hand: &mut Hand, plot: &mut Plot) -> Result<(), Fault> {
    for (number, member) in cast::staff().into_iter().enumerate() {
        if number == 0 {
            hand.give(member)?
        } else {
            hand.manage(member)?
        };
    }
    hand.manage(SetPolicy { key: "notify_minutes".to_owned(), value: 8.into() })?;
    let refer_to = Some("滨江大道 66 号售楼处".to_owned());
    hand.manage(AddProject { name: OTHER_PROJECT.to_owned(), refer_to })?;
    let units = building::units(&mut hand.dice);
    for _ in 0..6 {
        plot.to_sell.extend(hand.dice.pick(&units).map(|unit| unit.unit.clone()));
    }
    plot.to_sell.sort();
    plot.to_sell.dedup();
    for unit in units {
        hand.manage(unit)?;
    }
    plan(hand, plot)
}

fn plan(hand: &mut Hand, plot: &Plot) -> Result<(), Fault> {
    let mut weeks: BTreeMap<Date, BTreeMap<StaffId, Vec<Date>>> = BTreeMap::new();
    for (date, staff) in plot.dates.iter().zip(&plot.rests) {
        weeks.entry(calendar::monday_of(*date)).or_default().entry(staff.clone()).or_default().push(*date);
    }
    for (monday, rest) in weeks {
        hand.manage(PlanWeek { week: calendar::week_name(monday), rest })?;
    }
    Ok(())
}

/// Holds the days before today.
///
/// # Errors
/// When the register cannot be written.
pub fn hold(hand: &mut Hand, book: &mut Book, plot: &mut Plot, zone: Tz) -> Result<(), Fault> {
    let dates = plot.dates.clone();
    for (number, date) in (0_u64..DAYS).zip(dates) {
        hand.wait_until(on(zone, date, 8, 41));
        hand.manage(OpenDay { date: None, order: None, off: late(plot, number) })?;
        let mut day = Day::new(hand, book, on(zone, date, 17, 50));
        let is_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let visitors = if is_weekend { day.hand.dice.between(34, 42) } else { day.hand.dice.between(18, 26) };
        day.fill(on(zone, date, 9, 0), on(zone, date, 16, 50), visitors);
        if number != 0 && number != 3 && !plot.to_sell.is_empty() {
            day.to_sell.push(plot.to_sell.remove(0));
        }
        for staff in late(plot, number) {
            day.note(on(zone, date, 9, 25), Due::Go(staff, MoveTo::Available));
        }
        if number + 2 == DAYS {
            day.note(on(zone, date, 14, 40), Due::Poach(plot.poacher.clone()));
        }
        day.run(on(zone, date, 16, 30))?;
        happen(&mut day, number)?;
        day.settle()?;
        day.clear_inbox()?;
        day.hand.wait_until(on(zone, date, 18, 5));
        day.hand.manage(CloseDay { force: false, carried: None })?;
    }
    Ok(())
}

/// Who comes late on a day: one person, once.
fn late(plot: &Plot, number: u64) -> Vec<StaffId> {
    if number == 3 { plot.rests.first().cloned().into_iter().collect() } else { Vec::new() }
}

/// What a day is remembered for.
fn happen(day: &mut Day, number: u64) -> Result<(), Fault> {
    let hand = &mut *day.hand;
    match number {
        0 => {
            // Written down twice by mistake, and taken back.
            let note = Some("误登".to_owned());
            let arrival = RegisterArrival { been_before: Some(false), note, ..RegisterArrival::default() };
            if hand.give(arrival)?.is_some() {
                hand.give(Undo {})?;
            }
        }
        1 => {
            let staff = hand.floor().order.last().cloned();
            if let Some(staff) = staff {
                let note = Some("给同事的客户递名片".to_owned());
                let kind = ViolationKind::CardHanding;
                hand.manage(RecordViolation { id: None, staff, kind, visit: None, note })?;
            }
        }
        2 => share_commission(day)?,
        3 => sign_first(day)?,
        5 => transfer(day)?,
        _ => {}
    }
    Ok(())
}

fn share_commission(day: &mut Day) -> Result<(), Fault> {
    let bought = day.book.known.iter().find(|known| known.has_bought).cloned();
    let Some((client, owner)) = bought.and_then(|known| Some((known.id, known.owner?))) else { return Ok(()) };
    let second = day.hand.floor().salespeople().find(|id| **id != owner).cloned();
    let Some(second) = second else { return Ok(()) };
    let shares = BTreeMap::from([(owner, 7_000), (second, 3_000)]);
    day.hand.manage(AgreeCommission { client, shares })?;
    Ok(())
}

fn sign_first(day: &mut Day) -> Result<(), Fault> {
    if let Some(deposit) = day.book.deposits.first().cloned() {
        day.hand.manage(SignContract { deposit })?;
    }
    Ok(())
}

fn transfer(day: &mut Day) -> Result<(), Fault> {
    let from = day.hand.floor().order.first().cloned();
    let to = day.hand.floor().order.last().cloned();
    let client = day.book.away(&mut day.hand.dice, |known| known.owner == from && known.household.is_none());
    if let (Some(client), Some(to)) = (client, to) {
        let reason = "客户要求换人".to_owned();
        if let Some(done) = day.hand.manage(TransferClient { client: client.id, to, reason })? {
            let moved = done.entry.events.iter().any(|event| matches!(event, Event::OwnerChanged { .. }));
            debug_assert!(moved, "a transfer moves somebody");
            day.book.read(&done.entry);
        }
    }
    Ok(())
}
