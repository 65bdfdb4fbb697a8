//! The roster as calendar files (RFC 5545): one for each person and one for the site. Makes text; it
//! writes no file and knows no screen.

use crate::register::week::Sheet;
use crate::rules::calendar::week_name;
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::{Date, Timestamp};
use crate::text::roster::{self, Phrase};
use crate::text::{Lang, because};
use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

const PRODUCT: &str = "-//lunpai//roster//ZH";

/// As of which entry a calendar is: a calendar made later takes the place of one made before.
#[derive(Clone, Debug)]
pub struct Edition {
    /// What no other site has: part of every event's id, so that calendars of two sites do not meet.
    pub site: String,
    /// Number of the register's last entry.
    pub sequence: u64,
    /// When it was entered.
    pub at: Timestamp,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// The week as calendar files: the site's first, then one for each person.
///
/// Every planned day is one all-day event of each person, with the same id whenever it is made: their place
/// in the order, or that they rest or have leave. So a calendar read in again changes what was read before,
/// and leaves nothing of it standing.
#[must_use]
pub fn files(lang: Lang, floor: &Floor, sheet: &Sheet, edition: &Edition) -> Vec<CalendarFile> {
    let week = sheet.days.first().map_or_else(String::new, |monday| week_name(*monday));
    let title = roster::sheet(lang, &week);
    let planned = || sheet.days.iter().filter_map(|date| Some((*date, sheet.orders.get(date)?)));
    let planned = || planned().filter(|(_, order)| !order.is_empty());
    let mut site = calendar(&title, floor);
    for (date, order) in planned() {
        let lines: Vec<String> =
            (1..).zip(order).map(|(place, staff)| format!("{place} {}", because::name(floor, staff))).collect();
        let summary =
            format!("{}{}{}", Phrase::Duty.get(lang), lang.pick("：", ": "), because::names(lang, floor, order));
        let mut day = event(edition, date, "site", &summary);
        day.description(&lines.join("\n"));
        site.push(day);
    }
    let mut files = vec![CalendarFile { name: format!("{week}.ics"), text: site.to_string() }];
    for staff in &sheet.people {
        let name = because::name(floor, staff);
        let mut own = calendar(&format!("{title} {name}"), floor);
        for (date, order) in planned() {
            own.push(duty(lang, floor, edition, staff, (date, order)));
        }
        files.push(CalendarFile { name: format!("{week}-{staff}.ics"), text: own.to_string() });
    }
    files
}

/// What somebody does on a day.
fn duty(lang: Lang, floor: &Floor, edition: &Edition, staff: &StaffId, day: (Date, &Vec<StaffId>)) -> Event {
    let (date, order) = day;
    let id = format!("s-{staff}");
    if let Some(at) = order.iter().position(|other| other == staff) {
        return event(edition, date, &id, &roster::duty(lang, at + 1, order.len()));
    }
    let why = if floor.has_leave(staff, date) { Phrase::OnLeave } else { Phrase::Resting };
    let mut rest = event(edition, date, &id, why.get(lang));
    rest.add_property("TRANSP", "TRANSPARENT");
    rest
}

fn calendar(name: &str, floor: &Floor) -> Calendar {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name(name).append_property(Property::new("X-WR-TIMEZONE", floor.zone.name()));
    calendar
}

fn event(edition: &Edition, date: Date, whose: &str, summary: &str) -> Event {
    let mut event = Event::new();
    let stamp: DateTime<Utc> = DateTime::from_timestamp_micros(edition.at.micros()).unwrap_or_default();
    event
        .uid(&format!("{date}-{whose}-{}@lunpai", edition.site))
        .sequence(u32::try_from(edition.sequence).unwrap_or(u32::MAX))
        .timestamp(stamp)
        .summary(summary)
        // A day ends where the next one begins.
        .starts(date)
        .ends(date.succ_opt().unwrap_or(date));
    event
}
