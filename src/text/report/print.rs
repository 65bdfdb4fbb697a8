//! The report as lines of 80 cells, fit to be printed and read on the screen.

use super::{COLUMNS, STEPS, Word, days, heading, percent, permille, person, return_days, source};
use crate::register::figures::Sum;
use crate::register::report::{Report, Share};
use crate::rules::calendar::week_name;
use crate::rules::floor::Floor;
use crate::rules::time::Date;
use crate::text::bar::lying;
use crate::text::fairness::{LINE_CELLS, chances, check, difference, tables};
use crate::text::figures::{amount, minutes, people};
use crate::text::screen::weekday;
use crate::text::width::{fit, fit_right, width, wrap_indented};
use crate::text::{Lang, because, money};
use chrono::Datelike;

const LABEL_CELLS: usize = 16;
const NUMBER_CELLS: usize = 8;
const BAR_CELLS: usize = 38;
/// Cells that a bar beside a row of numbers has.
const RATE_BAR_CELLS: usize = 7;
/// Spans longer than this are shown by the week.
const DAYS_MAX: usize = 14;

/// The whole report, line by line.
#[must_use]
pub fn print(lang: Lang, floor: &Floor, report: &Report) -> Vec<String> {
    let days = report.span();
    let mut lines = vec![heading(lang, &days, report.has_open_day())];
    if report.by_source.is_empty() && report.statement.people.is_empty() {
        lines.extend([String::new(), Word::Nothing.get(lang).to_owned()]);
        return lines;
    }
    let sections = [
        conversion(lang, report),
        arrivals(lang, report),
        shares(lang, Word::BySource, report.by_source.iter().map(|(key, share)| (source(lang, key), share))),
        shares(
            lang,
            Word::ByPerson,
            report.by_person.iter().map(|(key, share)| (person(lang, floor, key.as_ref()), share)),
        ),
        returns(lang, report),
        waiting(lang, report),
        fairness(lang, floor, report),
        deposits(lang, floor, report),
        vec![format!("  {}", Word::Meaning.get(lang))],
    ];
    for section in sections.into_iter().filter(|section| !section.is_empty()) {
        lines.push(String::new());
        lines.extend(section);
    }
    lines.iter().flat_map(|line| wrapped(line)).collect()
}

fn wrapped(line: &str) -> Vec<String> {
    let line = line.trim_end();
    if line.is_empty() { vec![String::new()] } else { wrap_indented(line, LINE_CELLS) }
}

/// A line with a bar: what it is about, how much, and the bar.
fn barred(label: &str, value: u32, most: u32, after: &str) -> String {
    let number = fit_right(&value.to_string(), 6);
    format!("  {}{number}  {} {after}", fit(label, LABEL_CELLS), lying(value, most, BAR_CELLS))
}

fn conversion(lang: Lang, report: &Report) -> Vec<String> {
    let all = &report.all;
    let mut lines = vec![Word::Conversion.get(lang).to_owned()];
    for (word, count) in STEPS {
        let value = count(all);
        let share = if matches!(word, Word::Clients) { String::new() } else { percent(value, all.clients) };
        lines.push(barred(word.get(lang), value, all.clients, &fit_right(&share, 7)));
    }
    lines
}

/// Arrivals of each day, of a longer span those of each week.
fn arrivals(lang: Lang, report: &Report) -> Vec<String> {
    let by_day = report.figures.arrivals_by_day();
    let is_long = by_day.len() > DAYS_MAX;
    let mut rows: Vec<(String, u32)> = Vec::new();
    for (date, count) in by_day {
        let label = if is_long { week_name(date) } else { day(lang, date) };
        match rows.last_mut().filter(|(last, _)| *last == label) {
            Some((_, sum)) => *sum += count,
            None => rows.push((label, count)),
        }
    }
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let word = if is_long { Word::ByWeek } else { Word::ByDay };
    let head = format!("{} · {}", word.get(lang), people(lang, report.figures.arrivals()));
    std::iter::once(head).chain(rows.iter().map(|(label, count)| barred(label, *count, most, ""))).collect()
}

fn day(lang: Lang, date: Date) -> String {
    format!("{} {}", date.format("%m-%d"), weekday(lang, date.weekday()))
}

fn shares<'r>(lang: Lang, title: Word, rows: impl Iterator<Item = (&'r str, &'r Share)>) -> Vec<String> {
    let rows: Vec<(&str, &Share)> = rows.filter(|(_, share)| share.visits > 0).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = COLUMNS.iter().map(|(word, _)| word.get(lang)).chain([Word::Rate.get(lang)]);
    let heads: String = heads.map(|head| fit_right(head, NUMBER_CELLS)).collect();
    let mut lines = vec![format!("{}{heads}", fit(title.get(lang), LABEL_CELLS))];
    let rate = |share: &Share| permille(share.deposited, share.clients).unwrap_or(0);
    let most = rows.iter().map(|(_, share)| rate(share)).max().unwrap_or(0);
    for (label, share) in rows {
        let numbers: String =
            COLUMNS.iter().map(|(_, count)| fit_right(&count(share).to_string(), NUMBER_CELLS)).collect();
        let rate_text = fit_right(&percent(share.deposited, share.clients), NUMBER_CELLS);
        let bar = lying(rate(share), most, RATE_BAR_CELLS);
        lines.push(format!("  {}{numbers}{rate_text} {bar}", fit(label, LABEL_CELLS - 2)));
    }
    lines
}

fn returns(lang: Lang, report: &Report) -> Vec<String> {
    let made = &report.returns;
    let count = match lang {
        Lang::Zh => format!("{} 次 · {} 位客户", made.visits, made.clients),
        Lang::En => format!("{} by {} clients", made.visits, made.clients),
    };
    let mut head = format!("{}  {count}", Word::Returns.get(lang));
    let (Some(median), Some(p90)) = (made.median_days, made.p90_days) else { return vec![head] };
    let (median, p90) = (days(lang, median), days(lang, p90));
    let since = match lang {
        Lang::Zh => format!("，距上次来访：中位 {median}，九成不超过 {p90}"),
        Lang::En => format!("; since the visit before: median {median}, nine of ten within {p90}"),
    };
    head.push_str(&since);
    let most = made.by_days.iter().copied().max().unwrap_or(0);
    let rows = made.by_days.iter().enumerate();
    std::iter::once(head).chain(rows.map(|(at, count)| barred(&return_days(lang, at), *count, most, ""))).collect()
}

fn waiting(lang: Lang, report: &Report) -> Vec<String> {
    let all = &report.figures.waiting;
    let mut head = vec![Word::Waiting.get(lang).to_owned()];
    let times =
        [(Word::Median, all.median_seconds), (Word::NineOfTen, all.p90_seconds), (Word::Longest, all.longest_seconds)];
    head.push(if all.waited == 0 { Word::NobodyWaited.get(lang).to_owned() } else { people(lang, all.waited) });
    for (word, seconds) in times {
        head.extend(seconds.map(|seconds| format!("{} {}", word.get(lang), minutes(lang, seconds))));
    }
    for (word, count) in [(Word::Left, all.left), (Word::Still, all.still)] {
        head.extend((count > 0).then(|| format!("{} {}", word.get(lang), people(lang, count))));
    }
    let by_hour = &report.figures.waiting_by_hour;
    let most = by_hour.iter().map(|hour| hour.waited).max().unwrap_or(0);
    let rows = by_hour.iter().enumerate().filter(|(_, hour)| hour.waited > 0).map(|(at, hour)| {
        let middle = minutes(lang, hour.median_seconds.unwrap_or(0));
        barred(&format!("{at:02}:00"), hour.waited, most, &format!("{} {middle}", Word::Median.get(lang)))
    });
    std::iter::once(head.join(" · ")).chain(rows).collect()
}

/// The tables of the fairness statement, how everyone differs from whoever had most, and the checks.
fn fairness(lang: Lang, floor: &Floor, report: &Report) -> Vec<String> {
    let statement = &report.statement;
    let Some(leader) = statement.leader() else { return Vec::new() };
    let mut lines = vec![Word::Fairness.get(lang).to_owned()];
    lines.extend(tables(lang, floor, statement));
    lines.extend([String::new(), Word::Differences.get(lang).to_owned()]);
    for person in statement.people.iter().filter(|person| person.holds_turns()) {
        let name = because::name(floor, &person.staff);
        lines.push(format!("  {}  {}", fit(name, width(name).max(8)), difference(lang, floor, person, leader)));
    }
    lines.push(String::new());
    lines.extend(check(lang, floor, statement));
    lines.push(String::new());
    lines.extend(chances(lang, floor, &statement.chances));
    lines
}

fn deposits(lang: Lang, floor: &Floor, report: &Report) -> Vec<String> {
    let all = &report.all;
    let sums = [(Word::Taken, all.taken), (Word::Refunded, all.refunded), (Word::Contracts, all.contracts)];
    if sums.iter().all(|(_, sum)| sum.count == 0) {
        return vec![format!("{}  {}", Word::Deposits.get(lang), Word::NoDeposits.get(lang))];
    }
    let mut lines = vec![Word::Deposits.get(lang).to_owned()];
    lines.extend(sums.map(|(word, sum)| {
        let label = format!("  {}{}", fit(word.get(lang), LABEL_CELLS), fit_right(&sum.count.to_string(), 6));
        format!("{label}  {}  {}", fit_right(&amount(lang, sum.fen), 20), money::capitals(sum.fen))
    }));
    lines.push(String::new());
    let rows = report.by_person.iter().map(|(key, share)| (person(lang, floor, key.as_ref()), share));
    lines.extend(amounts(lang, Word::ByPerson, rows));
    lines.push(String::new());
    let rows = report.by_source.iter().map(|(key, share)| (source(lang, key), share));
    lines.extend(amounts(lang, Word::BySource, rows));
    lines
}

/// Amounts by somebody or something: taken, given back, contracts.
fn amounts<'r>(lang: Lang, title: Word, rows: impl Iterator<Item = (&'r str, &'r Share)>) -> Vec<String> {
    let head = |word: Word, cells: usize| fit_right(word.get(lang), cells);
    let yuan = || fit_right(Word::Yuan.get(lang), 15);
    let mut lines = vec![format!(
        "{}{}{}{}{}{}",
        fit(title.get(lang), LABEL_CELLS),
        head(Word::Taken, 8),
        yuan(),
        head(Word::Refunded, 11),
        yuan(),
        head(Word::Contracts, 11)
    )];
    let of = |sum: &Sum| if sum.count == 0 { "—".to_owned() } else { money::figures(sum.fen) };
    for (label, share) in rows.filter(|(_, share)| share.taken.count + share.refunded.count + share.contracts.count > 0)
    {
        lines.push(format!(
            "  {}{}{}{}{}{}",
            fit(label, LABEL_CELLS - 2),
            fit_right(&share.taken.count.to_string(), 8),
            fit_right(&of(&share.taken), 15),
            fit_right(&share.refunded.count.to_string(), 11),
            fit_right(&of(&share.refunded), 15),
            fit_right(&share.contracts.count.to_string(), 11)
        ));
    }
    lines
}
