//! `lunpai roster show`: a week of the roster as a table, as JSON, or as calendar files.

use super::{Site, complain, say};
use crate::clock;
use crate::desk::Desk;
use crate::export::calendar::{self, Edition};
use crate::export::place;
use crate::register::fault::Fault;
use crate::register::week::Sheet;
use crate::rules::calendar::{monday_of, parse_week, week_name};
use crate::rules::chances::{Chances, spread, spread_of_equals};
use crate::rules::floor::Floor;
use crate::rules::holiday;
use crate::rules::id::StaffId;
use crate::rules::time::{Date, Timestamp};
use crate::text::because::name;
use crate::text::roster::{self, Phrase, column};
use crate::text::width::{fit, fit_right, width};
use chrono::Datelike;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const NAME_CELLS: usize = 8;
const DAY_CELLS: usize = 6;
/// Cells of duty days, first positions and expected turns.
const COUNT_CELLS: [usize; 3] = [4, 4, 6];

/// What to do with the roster.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// Shows a week: who is on duty in which place, and what everyone is given.
    Show(ShowArgs),
}

/// Arguments of `roster show`.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The week, as 2026-W48; this week when left out.
    #[arg(long)]
    week: Option<String>,
    /// As JSON.
    #[arg(long, conflicts_with = "ics")]
    json: bool,
    /// Write a calendar file for each person, and one for the site, into this folder.
    #[arg(long, value_name = "DIR")]
    ics: Option<PathBuf>,
}

/// Prints the week, or writes its calendars; 1 when there is no such week.
///
/// # Errors
/// When the register cannot be read or a file cannot be written.
pub fn run(site: &Site, what: &What) -> Result<u8, Fault> {
    let What::Show(args) = what;
    let desk = site.desk()?;
    let today = clock::now(desk.floor().zone).date(desk.floor().zone);
    let asked = args.week.as_deref().map_or(Some(monday_of(today)), parse_week);
    let Some(monday) = asked else {
        complain(
            site.lang.pick("没有这一周，请写成 2026-W48 这样。", "There is no such week. Write it like 2026-W48."),
        );
        return Ok(1);
    };
    let sheet = Sheet::read(desk.register(), desk.floor(), monday, today)?;
    match &args.ics {
        Some(folder) => write_calendars(site, &desk, &sheet, folder)?,
        None if args.json => say(as_json(desk.floor(), &sheet))?,
        None => print(site, desk.floor(), &sheet)?,
    }
    Ok(0)
}

fn write_calendars(site: &Site, desk: &Desk, sheet: &Sheet, folder: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(folder)?;
    let head = desk.register().head()?;
    let edition = Edition {
        site: desk.register().mark()?,
        sequence: head.seq,
        at: desk.floor().clock.unwrap_or_else(|| Timestamp::from_micros(0, 0)),
    };
    for file in calendar::files(site.lang, desk.floor(), sheet, &edition) {
        place::replace(&folder.join(&file.name), file.text.as_bytes())?;
        say(file.name)?;
    }
    Ok(())
}

fn print(site: &Site, floor: &Floor, sheet: &Sheet) -> Result<(), Fault> {
    let lang = site.lang;
    let monday = sheet.days.first().copied().unwrap_or_default();
    say(roster::sheet(lang, &week_name(monday)))?;
    let columns: Vec<(String, String)> = sheet.days.iter().map(|date| column(lang, *date)).collect();
    let counts: usize = COUNT_CELLS.iter().sum();
    let spans = [Phrase::ThisWeek, Phrase::FourWeeks].map(|span| fit_right(span.get(lang), counts)).concat();
    say(line("", columns.iter().map(|(weekday, _)| weekday.as_str()), &spans))?;
    let heads = [Phrase::Days, Phrase::Firsts, Phrase::Turns];
    let heads: String = heads.iter().zip(COUNT_CELLS).map(|(head, cells)| fit_right(head.get(lang), cells)).collect();
    say(line(Phrase::People.get(lang), columns.iter().map(|(_, day)| day.as_str()), &heads.repeat(2)))?;
    let (week, four_weeks) = (sheet.week(), sheet.four_weeks());
    for staff in &sheet.people {
        let cells: Vec<String> = sheet.days.iter().map(|date| place(site, floor, sheet, staff, *date)).collect();
        let counted = [&week, &four_weeks].map(|counted| figures(counted, staff, sheet.clients_milli.is_some()));
        say(line(name(floor, staff), cells.iter().map(String::as_str), &counted.concat()))?;
    }
    for date in &sheet.days {
        if let Some(day) = holiday::on(*date) {
            say(format!("{} {}", date.format("%m-%d"), roster::holiday(lang, day, true)))?;
        }
    }
    let years: BTreeSet<i32> = sheet.days.iter().map(Datelike::year).collect();
    for year in years.into_iter().filter(|year| !holiday::is_announced(*year)) {
        say(roster::not_announced(lang, year))?;
    }
    for sentence in roster::fairness(lang, &four_weeks, sheet.clients_milli.is_some()) {
        say(sentence)?;
    }
    Ok(())
}

/// A row of the table, without blanks at its end.
fn line<'c>(name: &str, days: impl Iterator<Item = &'c str>, counts: &str) -> String {
    let days: String = days.map(|day| fit_right(day, DAY_CELLS)).collect();
    let name_cells = NAME_CELLS.max(width(name).min(NAME_CELLS));
    format!("{}{days}{counts}", fit(name, name_cells)).trim_end().to_owned()
}

fn place(site: &Site, floor: &Floor, sheet: &Sheet, staff: &StaffId, date: Date) -> String {
    let away = floor.has_leave(staff, date).then(|| Phrase::Leave.get(site.lang).to_owned());
    match sheet.place(staff, date) {
        Some(0) => away.unwrap_or_else(|| Phrase::Rest.get(site.lang).to_owned()),
        Some(place) if away.is_some() => format!("{place}!"),
        Some(place) => place.to_string(),
        None => away.unwrap_or_else(|| Phrase::Unplanned.get(site.lang).to_owned()),
    }
}

fn figures(counted: &BTreeMap<StaffId, Chances>, staff: &StaffId, has_clients: bool) -> String {
    let chances = counted.get(staff).copied().unwrap_or_default();
    let turns = if has_clients { roster::turns(chances.turns_milli) } else { "—".to_owned() };
    let values = [chances.duty_days.to_string(), chances.firsts.to_string(), turns];
    values.iter().zip(COUNT_CELLS).map(|(value, cells)| fit_right(value, cells)).collect()
}

fn as_json(floor: &Floor, sheet: &Sheet) -> Value {
    let (week, four_weeks) = (sheet.week(), sheet.four_weeks());
    let days: Vec<Value> = sheet.days.iter().map(|date| day(floor, sheet, *date)).collect();
    let chances = |counted: &BTreeMap<StaffId, Chances>, staff: &StaffId| {
        let of = counted.get(staff).copied().unwrap_or_default();
        let turns_milli = sheet.clients_milli.map(|_| of.turns_milli);
        json!({ "days": of.duty_days, "firsts": of.firsts, "expected_turns_milli": turns_milli })
    };
    let people = sheet.people.iter().map(|staff| {
        let of = json!({ "name": name(floor, staff), "week": chances(&week, staff), "four_weeks": chances(&four_weeks, staff) });
        (staff.to_string(), of)
    });
    let people: Map<String, Value> = people.collect();
    let firsts = |chances: &Chances| chances.firsts;
    json!({
        "week": sheet.days.first().map(|monday| week_name(*monday)),
        "days": days,
        "people": people,
        "clients_a_day_milli": sheet.clients_milli,
        "firsts_apart": spread(four_weeks.values().map(firsts)),
        "firsts_apart_of_equal_days": spread_of_equals(&four_weeks, firsts),
    })
}

fn day(floor: &Floor, sheet: &Sheet, date: Date) -> Value {
    let order = sheet.orders.get(&date);
    let leave: Vec<&StaffId> = sheet.people.iter().filter(|staff| floor.has_leave(staff, date)).collect();
    let holiday = holiday::on(date).map(|day| json!({ "name": day.name, "off": day.is_off }));
    json!({
        "date": date,
        "opened": sheet.opened.contains(&date),
        "order": order,
        "leave": leave,
        "holiday": holiday,
        "holidays_announced": holiday::is_announced(date.year()),
    })
}
