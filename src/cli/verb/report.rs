//! `lunpai report`: the report of a week, a month or any span, as lines with bars, as JSON, or as one
//! page of HTML.

use super::{Site, complain, say};
use crate::export::place::{is_register, replace};
use crate::export::report_html;
use crate::register::fault::Fault;
use crate::register::figures::{Span, Sum, Waiting};
use crate::register::report::{RETURN_DAYS_MAX, Report, Share, Source, report};
use crate::rules::calendar;
use crate::rules::floor::Floor;
use crate::rules::time::Date;
use crate::text::report::{permille, person, print, source};
use crate::text::{Lang, money};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Arguments of `report`.
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// A week, as 2026-W48; that of the open day, else of the last one, when nothing is named.
    #[arg(long, value_parser = week, conflicts_with_all = ["month", "from", "to"])]
    week: Option<Date>,
    /// A month, as 2026-11.
    #[arg(long, value_parser = month, conflicts_with_all = ["from", "to"])]
    month: Option<Date>,
    /// The first day of a span.
    #[arg(long, requires = "to")]
    from: Option<Date>,
    /// The last day of a span.
    #[arg(long, requires = "from")]
    to: Option<Date>,
    /// As JSON.
    #[arg(long, conflicts_with = "html")]
    json: bool,
    /// As one page of HTML with charts, ready for print.
    #[arg(long)]
    html: bool,
    /// The file to write; standard output when left out.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Reads an ISO week.
pub(super) fn week(text: &str) -> Result<Date, String> {
    calendar::parse_week(text).ok_or_else(|| "an ISO week is written as 2026-W48".to_owned())
}

fn month(text: &str) -> Result<Date, String> {
    calendar::parse_month(text).ok_or_else(|| "a month is written as 2026-11".to_owned())
}

/// Prints or writes the report; 1 when there is no day to speak of, the numbers do not add up, or the
/// file is the register's own.
///
/// # Errors
/// When the register cannot be read or the file cannot be written.
pub fn run(site: &Site, args: &ReportArgs) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let floor = desk.floor();
    let last = floor.date.or(floor.last_date);
    let span = match (args.week, args.month, args.from, args.to) {
        (Some(monday), ..) => Some(Span::week_of(monday)),
        (_, Some(first), ..) => Some(Span::month_of(first)),
        (_, _, Some(from), Some(to)) => Some(Span { from, to }),
        _ => last.map(Span::week_of),
    };
    let Some(span) = span.filter(|span| span.from <= span.to) else {
        complain(site.lang.pick(
            "没有可报告的日子：还没有开过班，或起止日期颠倒。",
            "There is no day to report on: none was opened yet, or the span ends before it begins.",
        ));
        return Ok(1);
    };
    let report = report(desk.register(), floor, span)?;
    let text = if args.html {
        report_html::page(site.lang, floor, &report)
    } else if args.json {
        as_json(site.lang, floor, &report).to_string()
    } else {
        print(site.lang, floor, &report).join("\n")
    };
    match &args.out {
        None => say(text)?,
        Some(out) if is_register(desk.register().path(), out) => {
            complain(site.lang.pick(
                "不能写到登记本自己的文件里，请换一个文件名。",
                "That is the register's own file. Name another.",
            ));
            return Ok(1);
        }
        Some(out) => replace(out, format!("{text}\n").as_bytes())?,
    }
    Ok(u8::from(!report.statement.adds_up()))
}

fn as_json(lang: Lang, floor: &Floor, report: &Report) -> Value {
    let by_source = report.by_source.iter().map(|(key, share)| {
        let kind = match key {
            Source::Named(_) => "named",
            Source::Other => "other",
            Source::Unsaid => "not_told",
        };
        with(part(share), &[("source", json!(source(lang, key))), ("kind", json!(kind))])
    });
    let by_person = report.by_person.iter().map(|(staff, share)| {
        with(part(share), &[("staff", json!(staff)), ("name", json!(person(lang, floor, staff.as_ref())))])
    });
    let days = report.figures.span.days().map(|date| {
        let day = report.figures.day(date);
        json!({
            "date": date, "arrivals": day.arrivals, "receptions": day.receptions, "left": day.left,
            "deposits": sum(&day.deposits), "refunds": sum(&day.refunds),
        })
    });
    let hours = report.figures.waiting_by_hour.iter().zip(report.figures.arrivals_by_hour).enumerate();
    let by_hour = hours
        .filter(|(_, (_, arrivals))| *arrivals > 0)
        .map(|(hour, (waits, arrivals))| with(waiting(waits), &[("hour", json!(hour)), ("arrivals", json!(arrivals))]));
    json!({
        "from": report.span().from,
        "to": report.span().to,
        "day_still_open": report.has_open_day(),
        "all": part(&report.all),
        "by_source": by_source.collect::<Vec<_>>(),
        "by_person": by_person.collect::<Vec<_>>(),
        "days": days.collect::<Vec<_>>(),
        "returns": returns(report),
        "waiting": with(waiting(&report.figures.waiting), &[("by_hour", by_hour.collect())]),
        "fairness": fairness(lang, floor, report),
    })
}

/// An object with more fields.
fn with(mut value: Value, fields: &[(&str, Value)]) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.extend(fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    }
    value
}

fn part(share: &Share) -> Value {
    json!({
        "visits": share.visits,
        "clients": share.clients,
        "new_clients": share.new_clients,
        "returned": share.returned,
        "deposited": share.deposited,
        "signed": share.signed,
        "conversion_permille": permille(share.deposited, share.clients),
        "deposits": with(sum(&share.taken), &[("capitals", json!(money::capitals(share.taken.fen)))]),
        "refunds": sum(&share.refunded),
        "contracts": sum(&share.contracts),
    })
}

fn sum(sum: &Sum) -> Value {
    json!({ "count": sum.count, "fen": sum.fen })
}

fn waiting(waiting: &Waiting) -> Value {
    json!({
        "waited": waiting.waited,
        "left": waiting.left,
        "still_waiting": waiting.still,
        "median_seconds": waiting.median_seconds,
        "p90_seconds": waiting.p90_seconds,
        "longest_seconds": waiting.longest_seconds,
    })
}

fn returns(report: &Report) -> Value {
    let made = &report.returns;
    let bounds = RETURN_DAYS_MAX.iter().map(|most| json!(most)).chain([Value::Null]);
    let by_days: Vec<Value> =
        bounds.zip(made.by_days).map(|(most, visits)| json!({ "days_max": most, "visits": visits })).collect();
    json!({
        "visits": made.visits,
        "clients": made.clients,
        "median_days": made.median_days,
        "p90_days": made.p90_days,
        "by_days": by_days,
    })
}

fn fairness(lang: Lang, floor: &Floor, report: &Report) -> Value {
    let statement = &report.statement;
    let people = statement.people.iter().map(|one| {
        let turns = &one.terms.tally;
        json!({
            "staff": one.staff,
            "name": person(lang, floor, Some(&one.staff)),
            "days_on_duty": one.days_on_duty,
            "passed": turns.passed,
            "taken": turns.taken,
            "made_up": turns.made_up,
            "consumed": turns.consumed,
            "owed_granted": turns.owed_granted,
            "capped": turns.capped,
            "still_owed": one.terms.still_owed,
            "receptions": one.receptions.total(),
            "rotation": one.receptions.rotation,
        })
    });
    json!({
        "people": people.collect::<Vec<_>>(),
        "most": statement.leader().map(|person| &person.staff),
        "equal_chance_kept": statement.chances.iter().all(crate::rules::fairness::Chance::is_kept),
        "adds_up": statement.adds_up(),
    })
}
