//! `lunpai fairness`: everyone's turns and receptions of a week, a day or a span, with the reason
//! for every difference, as lines to print or as JSON.

use super::report::week;
use super::{Site, complain, say};
use crate::register::fairness::{PersonStatement, Statement, statement};
use crate::register::fault::Fault;
use crate::register::figures::Span;
use crate::rules::floor::Floor;
use crate::rules::time::Date;
use crate::text::because::name;
use crate::text::fairness::{difference, print};
use serde_json::{Map, Value, json};

/// Arguments of `fairness`.
#[derive(Debug, clap::Args)]
pub struct FairnessArgs {
    /// A week, as 2026-W48; that of the open day, else of the last one, when nothing is named.
    #[arg(long, value_parser = week, conflicts_with_all = ["day", "from", "to"])]
    week: Option<Date>,
    /// A day, as 2026-11-23.
    #[arg(long, conflicts_with_all = ["from", "to"])]
    day: Option<Date>,
    /// The first day of a span.
    #[arg(long, requires = "to")]
    from: Option<Date>,
    /// The last day of a span.
    #[arg(long, requires = "from")]
    to: Option<Date>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Prints the statement; 1 when its numbers do not add up, or there is no day to speak of.
///
/// # Errors
/// When the register cannot be read.
pub fn run(site: &Site, args: &FairnessArgs) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let floor = desk.floor();
    let last = floor.date.or(floor.last_date);
    let span = match (args.week, args.day, args.from, args.to) {
        (Some(monday), ..) => Some(Span::week_of(monday)),
        (_, Some(day), ..) => Some(Span::day(day)),
        (_, _, Some(from), Some(to)) => Some(Span { from, to }),
        _ => last.map(Span::week_of),
    };
    let Some(span) = span.filter(|span| span.from <= span.to) else {
        complain(site.lang.pick(
            "没有可说明的日子：还没有开过班，或起止日期颠倒。",
            "There is no day to speak of: none was opened yet, or the span ends before it begins.",
        ));
        return Ok(1);
    };
    let statement = statement(desk.register(), span)?;
    if args.json {
        say(as_json(site, floor, &statement))?;
    } else {
        for line in print(site.lang, floor, &statement) {
            say(line.trim_end())?;
        }
    }
    Ok(u8::from(!statement.adds_up()))
}

fn as_json(site: &Site, floor: &Floor, statement: &Statement) -> Value {
    let leader = statement.leader();
    let people = statement.people.iter().map(|person| {
        let mut value = part(floor, person);
        if let (Some(fields), Some(leader)) = (value.as_object_mut(), leader) {
            let beyond: Map<String, Value> = person
                .terms
                .beyond(&leader.terms)
                .into_iter()
                .filter_map(|(term, number)| Some((json!(term).as_str()?.to_owned(), json!(number))))
                .collect();
            fields.insert("beyond_most".to_owned(), json!(beyond));
            fields.insert("difference".to_owned(), json!(difference(site.lang, floor, person, leader)));
        }
        value
    });
    let days: Map<String, Value> = statement
        .days
        .iter()
        .map(|(date, people)| (date.to_string(), people.iter().map(|person| part(floor, person)).collect()))
        .collect();
    let chances: Vec<Value> = statement.chances.iter().map(chance).collect();
    json!({
        "from": statement.span.from,
        "to": statement.span.to,
        "day_still_open": statement.has_open_day,
        "people": people.collect::<Vec<_>>(),
        "most": leader.map(|person| &person.staff),
        "days": days,
        "lines": statement.lines,
        "out": statement.spells,
        "reorders": statement.reorders.iter().map(|(date, reorder)| json!({ "date": date, "reorder": reorder })).collect::<Vec<_>>(),
        "equal_chance": chances,
        "adds_up": statement.adds_up(),
        "mismatches": statement.mismatches,
    })
}

fn part(floor: &Floor, person: &PersonStatement) -> Value {
    let (t, kinds, terms) = (&person.terms.tally, &person.receptions, &person.terms);
    json!({
        "staff": person.staff,
        "name": name(floor, &person.staff),
        "days_on_duty": person.days_on_duty,
        "passed": t.passed,
        "taken": t.taken,
        "made_up": t.made_up,
        "consumed": t.consumed,
        "owed_granted": t.owed_granted,
        "forfeited": t.forfeited,
        "expired": t.expired,
        "capped": t.capped,
        "carried": t.carried,
        "still_owed": terms.still_owed,
        "prepaid_used": terms.prepaid_used,
        "prepaid": person.prepaid,
        "used_elsewhere": terms.elsewhere,
        "without_turn": terms.without_turn,
        "receptions": {
            "all": kinds.total(),
            "rotation": kinds.rotation,
            "named": kinds.named,
            "own": kinds.own,
            "assist": kinds.assist,
            "grabbed": kinds.grabbed,
        },
    })
}

fn chance(chance: &crate::rules::fairness::Chance) -> Value {
    let largest = chance.largest().map(|(most, least, by)| json!({ "most": most, "least": least, "by": by }));
    let covered: Vec<Value> =
        chance.covered.iter().map(|(staff, passed)| json!({ "staff": staff, "passed": passed })).collect();
    let uncovered: Vec<Value> =
        chance.uncovered.iter().map(|(staff, why)| json!({ "staff": staff, "because": why })).collect();
    json!({
        "date": chance.date,
        "pairs": chance.pairs(),
        "largest": largest,
        "kept": chance.is_kept(),
        "covered": covered,
        "not_covered": uncovered,
        "changed": chance.changed,
    })
}
