//! The report as one page of HTML, ready for print: charts as SVG in it, nothing loaded from elsewhere.
//! Counts nothing; what it says of people is what the report says.

mod chart;

use crate::export::html::escaped;
use crate::register::figures::{Sum, Waiting as Waits};
use crate::register::report::{Report, Share};
use crate::rules::floor::Floor;
use crate::text::figures::{Column, Heading, Short, amount, minutes, people};
use crate::text::report::{COLUMNS, STEPS, Word, days, heading, percent, person, return_days, source, title};
use crate::text::{Lang, fairness, money};
use chrono::Datelike;
use std::fmt::Write;

const STYLE: &str = include_str!("../../../assets/report/report.css");

/// The page.
#[must_use]
pub fn page(lang: Lang, floor: &Floor, report: &Report) -> String {
    let name = title(lang, &report.span());
    let head = heading(lang, &report.span(), report.has_open_day());
    let sections = [
        summary(lang, report),
        conversion(lang, floor, report),
        arrivals(lang, report),
        returns(lang, report),
        waiting(lang, report),
        turns(lang, floor, report),
        deposits(lang, floor, report),
    ];
    let code = lang.pick("zh-CN", "en");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>\n{}<p class=\"note\">{}</p>\n</body>\n</html>",
        escaped(&name),
        escaped(&head),
        sections.concat(),
        escaped(Word::Meaning.get(lang)),
    )
}

fn section(title: &str, body: &str) -> String {
    format!("<section>\n<h2>{}</h2>\n{body}</section>\n", escaped(title))
}

fn figure(caption: &str, svg: &str) -> String {
    format!("<figure>\n<figcaption>{}</figcaption>\n{svg}</figure>\n", escaped(caption))
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escaped(text))
}

/// A row of a table, each cell between `tag`s.
fn row<'t>(tag: &str, texts: impl IntoIterator<Item = &'t str>) -> String {
    let cells = texts.into_iter().fold(String::new(), |mut line, text| {
        // Writing to a text cannot fail.
        let _ = write!(line, "<{tag}>{}</{tag}>", escaped(text));
        line
    });
    format!("<tr>{cells}</tr>\n")
}

/// A table; the first column holds words, the others numbers.
fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let head = row("th", heads.iter().copied());
    let body: String = rows.iter().map(|cells| row("td", cells.iter().map(String::as_str))).collect();
    format!("<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>\n")
}

fn fact(word: &str, value: &str) -> String {
    format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(word), escaped(value))
}

fn item(name: &str, said: &str) -> String {
    format!("<li>{} — {}</li>\n", escaped(name), escaped(said))
}

/// The numbers that are asked for first.
fn summary(lang: Lang, report: &Report) -> String {
    let all = &report.all;
    let mut facts: Vec<(&str, String)> =
        COLUMNS.iter().map(|(word, count)| (word.get(lang), count(all).to_string())).collect();
    facts.push((Word::Rate.get(lang), percent(all.deposited, all.clients)));
    facts.push((Word::Deposits.get(lang), amount(lang, all.taken.fen)));
    let facts: String = facts.iter().map(|(word, value)| fact(word, value)).collect();
    format!("<dl>\n{facts}</dl>\n")
}

fn conversion(lang: Lang, floor: &Floor, report: &Report) -> String {
    let all = &report.all;
    let steps: Vec<(String, u64, String)> = STEPS
        .iter()
        .map(|(word, count)| {
            let value = count(all);
            (word.get(lang).to_owned(), value.into(), format!("{value} · {}", percent(value, all.clients)))
        })
        .collect();
    let by_source: Vec<(&str, &Share)> =
        report.by_source.iter().map(|(key, share)| (source(lang, key), share)).collect();
    let by_person: Vec<(&str, &Share)> =
        report.by_person.iter().map(|(key, share)| (person(lang, floor, key.as_ref()), share)).collect();
    let charted: Vec<(String, u64, String)> = came(&by_source)
        .map(|(name, share)| {
            let rate = percent(share.deposited, share.clients);
            let after = format!("{} · {} {rate}", share.clients, Word::Rate.get(lang));
            ((*name).to_owned(), share.clients.into(), after)
        })
        .collect();
    let mut body = figure(Word::Steps.get(lang), &chart::lying(&steps));
    if !charted.is_empty() {
        body += &figure(Word::BySource.get(lang), &chart::lying(&charted));
    }
    body += &shares(lang, Word::Source, &by_source);
    body += &shares(lang, Word::Person, &by_person);
    section(Word::Conversion.get(lang), &body)
}

/// Those of whom somebody came.
fn came<'r, 's>(rows: &'r [(&'s str, &'s Share)]) -> impl Iterator<Item = &'r (&'s str, &'s Share)> {
    rows.iter().filter(|(_, share)| share.visits > 0)
}

fn shares(lang: Lang, first: Word, rows: &[(&str, &Share)]) -> String {
    let heads: Vec<&str> = [first]
        .into_iter()
        .chain(COLUMNS.map(|(word, _)| word))
        .chain([Word::Rate])
        .map(|word| word.get(lang))
        .collect();
    let rows: Vec<Vec<String>> = came(rows)
        .map(|(name, share)| {
            let numbers = COLUMNS.iter().map(|(_, count)| count(share).to_string());
            let rate = percent(share.deposited, share.clients);
            std::iter::once((*name).to_owned()).chain(numbers).chain([rate]).collect()
        })
        .collect();
    if rows.is_empty() { String::new() } else { table(&heads, &rows) }
}

fn arrivals(lang: Lang, report: &Report) -> String {
    let by_day: Vec<(String, u32)> = report
        .figures
        .arrivals_by_day()
        .into_iter()
        .map(|(date, count)| (format!("{}-{:02}", date.month(), date.day()), count))
        .collect();
    let by_hour = &report.figures.arrivals_by_hour;
    let first = by_hour.iter().position(|count| *count > 0).unwrap_or(0);
    let last = by_hour.iter().rposition(|count| *count > 0).unwrap_or(0);
    let by_hour: Vec<(String, u32)> =
        (first..=last).filter_map(|hour| Some((hour.to_string(), *by_hour.get(hour)?))).collect();
    let total = people(lang, report.figures.arrivals());
    let body = figure(Word::ByDay.get(lang), &chart::columns(&by_day))
        + &figure(Heading::ByHour.get(lang), &chart::columns(&by_hour));
    section(&format!("{} · {total}", Word::Visits.get(lang)), &body)
}

fn returns(lang: Lang, report: &Report) -> String {
    let made = &report.returns;
    let (Some(median), Some(p90)) = (made.median_days, made.p90_days) else { return String::new() };
    let rows: Vec<(String, u32)> =
        made.by_days.iter().enumerate().map(|(at, count)| (return_days(lang, at), *count)).collect();
    let facts = format!(
        "{} {} · {} {} · {} {} · {} {}",
        Word::Visits.get(lang),
        made.visits,
        Word::Clients.get(lang),
        made.clients,
        Word::Median.get(lang),
        days(lang, median),
        Word::NineOfTen.get(lang),
        days(lang, p90)
    );
    section(Word::Returns.get(lang), &(paragraph(&facts) + &figure(Word::Apart.get(lang), &chart::columns(&rows))))
}

fn waiting(lang: Lang, report: &Report) -> String {
    let all = &report.figures.waiting;
    if all.waited == 0 {
        return section(Word::Waiting.get(lang), &paragraph(Word::NobodyWaited.get(lang)));
    }
    let time = |seconds: Option<i64>| seconds.map_or_else(|| "—".to_owned(), |seconds| minutes(lang, seconds));
    let of = |name: String, hour: &Waits| {
        let times = [hour.median_seconds, hour.p90_seconds, hour.longest_seconds].map(time);
        let counts = [hour.left, hour.still].map(|count| count.to_string());
        [vec![name, hour.waited.to_string()], times.into(), counts.into()].concat()
    };
    let by_hour = report.figures.waiting_by_hour.iter().enumerate().filter(|(_, hour)| hour.waited > 0);
    let rows: Vec<Vec<String>> = by_hour
        .map(|(hour, waits)| of(format!("{hour:02}:00"), waits))
        .chain([of(Heading::Total.get(lang).to_owned(), all)])
        .collect();
    let heads = [
        Word::WaitingByHour.get(lang),
        Word::Clients.get(lang),
        Word::Median.get(lang),
        Word::NineOfTen.get(lang),
        Word::Longest.get(lang),
        Word::Left.get(lang),
        Word::Still.get(lang),
    ];
    section(Word::Waiting.get(lang), &table(&heads, &rows))
}

fn turns(lang: Lang, floor: &Floor, report: &Report) -> String {
    let statement = &report.statement;
    let people: Vec<_> = statement.people.iter().filter(|person| person.holds_turns()).collect();
    let Some(leader) = statement.leader().filter(|_| !people.is_empty()) else { return String::new() };
    let name = |staff| person(lang, floor, Some(staff)).to_owned();
    let charted: Vec<(String, u64, String)> = people
        .iter()
        .map(|one| {
            let passed = one.terms.tally.passed;
            (name(&one.staff), passed.try_into().unwrap_or(0), passed.to_string())
        })
        .collect();
    let heads = [
        Column::Person.get(lang),
        Column::DaysOnDuty.get(lang),
        Column::Passed.get(lang),
        Column::Taken.get(lang),
        Column::Consumed.get(lang),
        Short::Granted.get(lang),
        Column::MadeUp.get(lang),
        Short::StillOwed.get(lang),
        Short::Rotation.get(lang),
        Column::Received.get(lang),
    ];
    let rows: Vec<Vec<String>> = people
        .iter()
        .map(|one| {
            let t = &one.terms.tally;
            let turns = [t.passed, t.taken, t.consumed, t.owed_granted, t.made_up, one.terms.still_owed];
            let receptions = [one.receptions.rotation, one.receptions.total()];
            let first = [name(&one.staff), one.days_on_duty.to_string()].into_iter();
            first.chain(turns.map(|n| n.to_string())).chain(receptions.map(|n| n.to_string())).collect()
        })
        .collect();
    let differences: String =
        people.iter().map(|one| item(&name(&one.staff), &fairness::difference(lang, floor, one, leader))).collect();
    let checked: String = fairness::check(lang, floor, statement)
        .iter()
        .chain(&fairness::chances(lang, floor, &statement.chances))
        .map(|line| paragraph(line.trim()))
        .collect();
    let body = figure(Word::Turns.get(lang), &chart::lying(&charted)) + &table(&heads, &rows);
    let body = format!("{body}<h3>{}</h3>\n<ul>\n{differences}</ul>\n{checked}", escaped(Word::Differences.get(lang)));
    section(Word::Fairness.get(lang), &body)
}

fn deposits(lang: Lang, floor: &Floor, report: &Report) -> String {
    let all = &report.all;
    let sums = [(Word::Taken, all.taken), (Word::Refunded, all.refunded), (Word::Contracts, all.contracts)];
    if sums.iter().all(|(_, sum)| sum.count == 0) {
        return section(Word::Deposits.get(lang), &paragraph(Word::NoDeposits.get(lang)));
    }
    let mut body: String = sums
        .iter()
        .map(|(word, sum)| {
            let capitals = money::capitals(sum.fen);
            paragraph(&format!("{} {} · {} · {capitals}", word.get(lang), sum.count, amount(lang, sum.fen)))
        })
        .collect();
    let by_person: Vec<(&str, &Share)> =
        report.by_person.iter().map(|(key, share)| (person(lang, floor, key.as_ref()), share)).collect();
    let by_source: Vec<(&str, &Share)> =
        report.by_source.iter().map(|(key, share)| (source(lang, key), share)).collect();
    let charted: Vec<(String, u64, String)> = by_person
        .iter()
        .filter(|(_, share)| share.taken.count > 0)
        .map(|(name, share)| {
            ((*name).to_owned(), share.taken.fen.try_into().unwrap_or(0), amount(lang, share.taken.fen))
        })
        .collect();
    if !charted.is_empty() {
        body += &figure(Word::ByPerson.get(lang), &chart::lying(&charted));
    }
    body += &amounts(lang, Word::Person, &by_person);
    body += &amounts(lang, Word::Source, &by_source);
    section(Word::Deposits.get(lang), &body)
}

fn amounts(lang: Lang, first: Word, rows: &[(&str, &Share)]) -> String {
    let heads = [first, Word::Taken, Word::Yuan, Word::Refunded, Word::Yuan, Word::Contracts, Word::Yuan];
    let heads = heads.map(|word| word.get(lang));
    let of = |sum: &Sum| [sum.count.to_string(), money::figures(sum.fen)];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .filter(|(_, share)| share.taken.count + share.refunded.count + share.contracts.count > 0)
        .map(|(name, share)| {
            let sums = [&share.taken, &share.refunded, &share.contracts].into_iter().flat_map(of);
            std::iter::once((*name).to_owned()).chain(sums).collect()
        })
        .collect();
    table(&heads, &rows)
}
