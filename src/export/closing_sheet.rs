//! The closing sheet (收班单): one page about a closed day, to be printed and signed. What stands on it is a
//! [`Paper`], which knows no format; it is written as text or as HTML ready for print.

mod html;

use crate::register::closing::{ClosedDay, DepositLine, PersonDay, ViolationLine};
use crate::rules::closing::Open;
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::Timestamp;
use crate::text::closing::{self as closing_text, Phrase};
use crate::text::screen::{penalty, weekday};
use crate::text::width::{fit, fit_right, width, wrap};
use crate::text::{Lang, because, money, words};
use chrono::Datelike;
pub use html::html;

/// Cells of a line of the text.
const LINE_CELLS: usize = 80;
/// How a digest is written down.
const DIGITS_A_GROUP: usize = 4;
const GROUPS_A_LINE: usize = 8;
const SIGNATURES_A_LINE: usize = 3;

/// A table of the sheet; columns of numbers stand at the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: &'static str,
    /// The headings, each with whether its column holds numbers.
    pub columns: Vec<(&'static str, bool)>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// What stands below them.
    pub below: Vec<String>,
}

/// A sheet without a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The language.
    pub lang: Lang,
    /// The title.
    pub title: String,
    /// What is said of the whole day.
    pub facts: Vec<(&'static str, String)>,
    /// The tables.
    pub sections: Vec<Section>,
    /// The digest in groups of four, by line.
    pub digest: Vec<String>,
    /// Who signs.
    pub signatures: Vec<String>,
}

/// A digest in groups of four digits, so many groups a line.
#[must_use]
pub fn groups(digest: &str) -> Vec<String> {
    let digits: Vec<char> = digest.chars().collect();
    let groups: Vec<String> = digits.chunks(DIGITS_A_GROUP).map(|group| group.iter().collect()).collect();
    groups.chunks(GROUPS_A_LINE).map(|line| line.join(" ")).collect()
}

/// What stands on the sheet of a day. `site` is the sales office's name; blank: none is known.
#[must_use]
pub fn paper(lang: Lang, site: &str, day: &ClosedDay) -> Paper {
    let writer = Writer { lang, floor: &day.floor, day };
    let mut sections = vec![writer.people(), writer.deposits(Phrase::Deposits, &day.deposits)];
    if !day.refunds.is_empty() {
        sections.push(writer.deposits(Phrase::Refunds, &day.refunds));
    }
    sections.push(writer.violations());
    if !day.voided.is_empty() {
        sections.push(writer.voided());
    }
    sections.push(writer.carried());
    let title = Phrase::SheetTitle.get(lang);
    Paper {
        lang,
        title: if site.is_empty() { title.to_owned() } else { format!("{site} · {title}") },
        facts: writer.facts(),
        sections,
        digest: groups(&day.head.hash.to_string()),
        signatures: writer.signatures(),
    }
}

struct Writer<'d> {
    lang: Lang,
    floor: &'d Floor,
    day: &'d ClosedDay,
}

impl Writer<'_> {
    fn name(&self, staff: Option<&StaffId>) -> String {
        staff.map_or(Phrase::Desk.get(self.lang), |staff| because::name(self.floor, staff)).to_owned()
    }

    /// The time of day, with the date where it is another one.
    fn time(&self, at: Timestamp) -> String {
        let there = at.in_zone(self.floor.zone);
        let same = at.date(self.floor.zone) == self.day.date;
        there.format(if same { "%H:%M" } else { "%m-%d %H:%M" }).to_string()
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let (lang, day) = (self.lang, self.day);
        let date = format!("{} {}", day.date, weekday(lang, day.date.weekday()));
        let forced = if day.forced { Phrase::Forced.get(lang) } else { "" };
        let opened = day.opened_at.map(|at| self.time(at)).unwrap_or_default();
        let closed = format!("{} {}{forced}", self.time(day.closed_at), self.name(day.closed_by.as_ref()));
        vec![
            (Phrase::Day.get(lang), date),
            (Phrase::OpenedAt.get(lang), opened),
            (Phrase::ClosedAt.get(lang), closed),
            (Phrase::OnDuty.get(lang), because::names(lang, self.floor, &day.order)),
            (Phrase::Arrivals.get(lang), closing_text::arrivals(lang, day.arrivals, day.received, day.left)),
            (Phrase::Calls.get(lang), closing_text::calls(lang, day.calls_answered, day.calls_missed)),
        ]
    }

    fn section(&self, title: Phrase, columns: &[(Phrase, bool)]) -> Section {
        let columns = columns.iter().map(|(phrase, number)| (phrase.get(self.lang), *number)).collect();
        Section { title: title.get(self.lang), columns, rows: Vec::new(), below: Vec::new() }
    }

    fn people(&self) -> Section {
        use Phrase::{Assist, Consumed, Grabbed, MadeUp, Name, Named, Owed, Own, Passed, Receptions, Rotation, Taken};
        let numbers = [Receptions, Rotation, Own, Named, Assist, Grabbed, Passed, Taken, Consumed, MadeUp, Owed]
            .map(|p| (p, true));
        let columns: Vec<_> = std::iter::once((Name, false)).chain(numbers).collect();
        let mut section = self.section(Phrase::People, &columns);
        section.rows = self.day.people.iter().map(|(staff, person)| self.person(staff, person)).collect();
        section
    }

    fn person(&self, staff: &StaffId, person: &PersonDay) -> Vec<String> {
        let (kinds, tally) = (&person.receptions, &person.turns.tally);
        let counts =
            [kinds.total(), kinds.rotation, kinds.own, kinds.named, kinds.assist, kinds.grabbed].map(i64::from);
        let turns = [tally.passed, tally.taken, tally.consumed, tally.made_up, person.turns.still_owed];
        let numbers = counts.into_iter().chain(turns).map(|number| number.to_string());
        std::iter::once(self.name(Some(staff))).chain(numbers).collect()
    }

    fn deposits(&self, title: Phrase, lines: &[DepositLine]) -> Section {
        use Phrase::{Amount, Capitals, Client, Deposit, TakenBy, Time, Unit};
        let columns = [Deposit, Time, Unit, Client, TakenBy].map(|p| (p, false));
        let amounts = [(Amount, true), (Capitals, false)];
        let mut section = self.section(title, &[&columns[..], &amounts[..]].concat());
        section.rows = lines
            .iter()
            .map(|line| {
                vec![
                    line.deposit.to_string(),
                    self.time(line.at),
                    line.unit.to_string(),
                    line.client.to_string(),
                    self.name(line.by.as_ref()),
                    money::figures(line.amount_fen),
                    money::capitals(line.amount_fen),
                ]
            })
            .collect();
        if !lines.is_empty() {
            let sum = ClosedDay::total(lines);
            section.below.push(format!(
                "{} {}  {}  {}",
                Phrase::Total.get(self.lang),
                closing_text::count(self.lang, sum.count),
                money::figures(sum.fen),
                money::capitals(sum.fen)
            ));
        }
        section
    }

    fn violations(&self) -> Section {
        use Phrase::{Penalty, Time, Visit, What, Who};
        let mut section = self.section(Phrase::Violations, &[Time, Who, What, Visit, Penalty].map(|p| (p, false)));
        section.rows = self.day.violations.iter().map(|line| self.violation(line)).collect();
        section
    }

    fn violation(&self, line: &ViolationLine) -> Vec<String> {
        let lang = self.lang;
        let penalty = if line.voided { Phrase::Voided.get(lang).to_owned() } else { penalty(lang, &line.penalty) };
        vec![
            self.time(line.at),
            self.name(Some(&line.staff)),
            words::violation(lang, self.floor, line.kind),
            line.visit.as_ref().map_or_else(|| "—".to_owned(), ToString::to_string),
            penalty,
        ]
    }

    fn voided(&self) -> Section {
        let mut section = self.section(Phrase::VoidedEarlier, &[(Phrase::Time, false), (Phrase::Deposit, false)]);
        section.rows =
            self.day.voided.iter().map(|(violation, at)| vec![self.time(*at), violation.to_string()]).collect();
        section
    }

    fn carried(&self) -> Section {
        let mut section = self.section(Phrase::Carried, &[(Phrase::What, false), (Phrase::Word, false)]);
        let what = |about: &str| match Open::read(about) {
            Some(open) => closing_text::what(self.lang, self.floor, &open),
            None => about.to_owned(),
        };
        let rows = self.day.carried.iter();
        section.rows =
            rows.map(|carried| vec![what(&carried.about), crate::rules::fold::clean(&carried.word)]).collect();
        section
    }

    /// The manager, whoever closed the day, and everyone who was on duty.
    fn signatures(&self) -> Vec<String> {
        let lang = self.lang;
        let closer = format!("{} {}", Phrase::Closer.get(lang), self.name(self.day.closed_by.as_ref()));
        let mut signatures = vec![Phrase::Manager.get(lang).to_owned(), closer];
        signatures.extend(self.day.order.iter().map(|staff| self.name(Some(staff))));
        signatures
    }
}

impl Paper {
    /// The sheet as text, in lines of at most 80 cells where what is in it allows that.
    #[must_use]
    pub fn text(&self) -> String {
        let lang = self.lang;
        let mut lines = vec![self.title.clone(), "=".repeat(LINE_CELLS)];
        let widest = self.facts.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
        for (label, value) in &self.facts {
            let room = LINE_CELLS.saturating_sub(widest + 2);
            for (at, part) in wrap(value, room).into_iter().enumerate() {
                lines.push(format!("{}  {part}", fit(if at == 0 { label } else { "" }, widest)));
            }
        }
        for section in &self.sections {
            lines.push(String::new());
            lines.push(format!("{} {}", section.title, "-".repeat(LINE_CELLS - 1 - width(section.title))));
            section.write(lang, &mut lines);
        }
        lines.push(String::new());
        lines.push(format!(
            "{} {}",
            Phrase::Digest.get(lang),
            "-".repeat(LINE_CELLS - 1 - width(Phrase::Digest.get(lang)))
        ));
        lines.extend(self.digest.iter().map(|line| format!("  {line}")));
        lines.push(format!("  {}", Phrase::Check.get(lang)));
        lines.push(String::new());
        lines.push(format!(
            "{} {}",
            Phrase::Signatures.get(lang),
            "-".repeat(LINE_CELLS - 1 - width(Phrase::Signatures.get(lang)))
        ));
        let cell = (LINE_CELLS - 2) / SIGNATURES_A_LINE;
        for line in self.signatures.chunks(SIGNATURES_A_LINE) {
            let cells = line.iter().map(|who| {
                let rule = "_".repeat(cell.saturating_sub(width(who) + 3).max(6));
                fit(&format!("{who} {rule}"), cell)
            });
            lines.push(String::new());
            lines.push(format!("  {}", cells.collect::<String>().trim_end()));
        }
        let mut text = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
        text.push('\n');
        text
    }
}

impl Section {
    fn write(&self, lang: Lang, lines: &mut Vec<String>) {
        if self.rows.is_empty() {
            lines.push(format!("  {}", Phrase::Nothing.get(lang)));
            return;
        }
        let cell = |column: usize| {
            let rows = self.rows.iter().filter_map(|row| row.get(column)).map(|text| width(text));
            rows.chain(self.columns.get(column).map(|(heading, _)| width(heading))).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(cell).collect();
        let last = self.columns.len().saturating_sub(1);
        let write = |texts: &[&str], lines: &mut Vec<String>| {
            let mut line = String::from(" ");
            let before: usize = widths.iter().take(last).map(|width| width + 2).sum::<usize>() + 1;
            let room = LINE_CELLS.saturating_sub(before + 1).max(12);
            let parts = texts.get(last).map(|text| wrap(text, room)).unwrap_or_default();
            for (at, text) in texts.iter().enumerate() {
                let is_number = self.columns.get(at).is_some_and(|(_, number)| *number);
                line.push(' ');
                match at {
                    _ if is_number => line.push_str(&fit_right(text, widths[at])),
                    _ if at == last => line.push_str(parts.first().map_or("", String::as_str)),
                    _ => line.push_str(&fit(text, widths[at])),
                }
                if at != last {
                    line.push(' ');
                }
            }
            lines.push(line);
            if !self.columns.get(last).is_some_and(|(_, number)| *number) {
                lines.extend(parts.iter().skip(1).map(|part| format!("{}{part}", " ".repeat(before + 1))));
            }
        };
        let headings: Vec<&str> = self.columns.iter().map(|(heading, _)| *heading).collect();
        write(&headings, lines);
        for row in &self.rows {
            write(&row.iter().map(String::as_str).collect::<Vec<_>>(), lines);
        }
        lines.extend(self.below.iter().map(|line| format!("  {line}")));
    }
}
