//! What a day leaves behind when it closes (section 10): what is still open, what of it may be carried
//! over with a word, and what must end first.

use super::command::CloseDay;
use super::decide::Draft;
use super::event::Event;
use super::facts::Facts;
use super::floor::{Floor, ItemKind};
use super::id::{CallId, ItemId, StaffId, UnitId, VisitId};
use super::reception;
use super::refusal::{Code, Refusal};
use super::time::{Date, Timestamp};
use chrono::{NaiveTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something that is carried over to another day, and the word that goes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// What, as [`Open`] writes it: `inbox:i-0003`, `owed:s3`.
    pub about: String,
    /// Why, or what is to be done.
    pub word: String,
}

/// Something that is still open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Open {
    /// A client waits.
    Waiting(VisitId),
    /// A client is received.
    Receiving(VisitId),
    /// A call runs.
    Running(CallId),
    /// A missed call was not returned.
    CallBack(CallId),
    /// Somebody was not told yet that a client asked for them.
    Notice(VisitId),
    /// Something a manager must look at.
    Item(ItemId),
    /// A hold ended today, or ends before tomorrow.
    Hold(UnitId),
    /// Somebody is owed turns.
    Owed(StaffId),
}

impl Open {
    /// Whether it must end before the day can: only a manager's force ends it with the day.
    #[must_use]
    pub const fn must_end(&self) -> bool {
        matches!(self, Self::Waiting(_) | Self::Receiving(_) | Self::Running(_))
    }
}

impl Open {
    /// Reads what [`Open`] writes; nothing when it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        Some(match kind {
            "waiting" => Self::Waiting(id.into()),
            "receiving" => Self::Receiving(id.into()),
            "running" => Self::Running(id.into()),
            "call" => Self::CallBack(id.into()),
            "notice" => Self::Notice(id.into()),
            "inbox" => Self::Item(id.into()),
            "hold" => Self::Hold(id.into()),
            "owed" => Self::Owed(id.into()),
            _ => return None,
        })
    }
}

impl std::fmt::Display for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Waiting(visit) => write!(f, "waiting:{visit}"),
            Self::Receiving(visit) => write!(f, "receiving:{visit}"),
            Self::Running(call) => write!(f, "running:{call}"),
            Self::CallBack(call) => write!(f, "call:{call}"),
            Self::Notice(visit) => write!(f, "notice:{visit}"),
            Self::Item(item) => write!(f, "inbox:{item}"),
            Self::Hold(unit) => write!(f, "hold:{unit}"),
            Self::Owed(staff) => write!(f, "owed:{staff}"),
        }
    }
}

/// All that is still open on the floor at a time, in the order in which it is gone through. A missed call
/// and an overdue notice stand here once, not again as what the inbox says of them.
#[must_use]
pub fn still_open(floor: &Floor, facts: &dyn Facts, now: Timestamp) -> Vec<Open> {
    let Some(date) = floor.date else { return Vec::new() };
    let (running, missed): (Vec<_>, Vec<_>) = floor.calls.iter().partition(|(_, call)| call.answered_by.is_some());
    let stands_elsewhere = |kind: ItemKind, about: &str| match kind {
        ItemKind::CallBack => floor.calls.contains_key(&CallId::from(about)),
        ItemKind::NoticeOverdue => floor.open_notices().any(|(visit, _)| visit.as_str() == about),
        _ => false,
    };
    let mut open: Vec<Open> = Vec::new();
    open.extend(floor.waiting.iter().cloned().map(Open::Waiting));
    open.extend(floor.receiving.iter().cloned().map(Open::Receiving));
    open.extend(running.into_iter().map(|(id, _)| Open::Running(id.clone())));
    open.extend(missed.into_iter().map(|(id, _)| Open::CallBack(id.clone())));
    open.extend(floor.open_notices().map(|(visit, _)| Open::Notice(visit.clone())));
    let items = floor.inbox.iter().filter(|item| !stands_elsewhere(item.kind, &item.about));
    open.extend(items.map(|item| Open::Item(item.id.clone())));
    if let (Some(from), Some(to)) = (midnight(date, floor.zone), tomorrow(floor, date, now)) {
        open.extend(facts.holds_ending(from, to).into_iter().map(Open::Hold));
    }
    let owed: BTreeSet<&StaffId> = floor.owed.iter().map(|owed| &owed.staff).collect();
    open.extend(owed.into_iter().cloned().map(Open::Owed));
    open
}

/// When the day after the open one begins; after a night, the day after that.
fn tomorrow(floor: &Floor, date: Date, now: Timestamp) -> Option<Timestamp> {
    midnight(date.max(now.date(floor.zone)).succ_opt()?, floor.zone)
}

/// When a date begins at the site.
fn midnight(date: Date, zone: Tz) -> Option<Timestamp> {
    // Where clocks are put forward at midnight, the day begins later.
    let mut hours = (0..24).filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
    let begins = hours.find_map(|time| zone.from_local_datetime(&date.and_time(time)).earliest())?;
    Some(Timestamp::from(begins.fixed_offset()))
}

/// What no state of the day could make right: blank words, the same thing twice.
pub(super) fn check(command: &CloseDay) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for Carried { about, word } in command.carried.iter().flatten() {
        if super::fold::clean(word).is_empty() {
            return Err(Refusal::bad_input("what is carried over needs a word"));
        }
        if !seen.insert(about) {
            return Err(Refusal::bad_input("the same thing is carried over twice"));
        }
    }
    Ok(())
}

/// `day.close`. Without `carried` nothing is asked about what the day leaves behind; with it, all that
/// could be carried over must be named.
pub(super) fn close_day(draft: &mut Draft, command: &CloseDay) -> Result<(), Refusal> {
    let open = match &command.carried {
        Some(_) => still_open(&draft.floor, draft.facts.base(), draft.header.at),
        None => Vec::new(),
    };
    let names: BTreeSet<String> = open.iter().filter(|open| !open.must_end()).map(Open::to_string).collect();
    let carried: Vec<String> = command.carried.iter().flatten().map(|carried| carried.about.clone()).collect();
    if let Some(unknown) = carried.iter().find(|about| !names.contains(*about)) {
        return Err(Refusal::new(Code::UnknownItem).about(unknown));
    }
    let calls: Vec<_> =
        draft.floor.calls.iter().filter(|(_, call)| call.answered_by.is_some()).map(|(id, _)| id.clone()).collect();
    let is_clear = draft.floor.waiting.is_empty() && draft.floor.receiving.is_empty() && calls.is_empty();
    if !is_clear && !command.force {
        return Err(Refusal::new(Code::DayNotClear));
    }
    if let Some(left) = names.iter().find(|about| !carried.contains(about)) {
        return Err(Refusal::new(Code::DayNotClear).about(left));
    }
    for visit in draft.floor.waiting.clone() {
        draft.record(Event::VisitLeft { visit });
    }
    for id in draft.floor.receiving.clone() {
        if let Some(visit) = draft.floor.visit(&id).cloned() {
            reception::end_reception(draft, &id, &visit, true);
        }
    }
    for call in calls {
        draft.record(Event::CallEnded { call });
    }
    let date = draft.floor.date.unwrap_or_default();
    draft.record(Event::DayClosed { date, carried });
    Ok(())
}
