//! Somebody's discipline in words: what stands against them, and each violation in a line.

use super::because::name;
use super::{Lang, inbox, words};
use crate::register::discipline::{Standing, ViolationLine};
use crate::rules::event::Penalty;
use crate::rules::floor::Floor;
use crate::rules::time::Date;

super::phrases! {
    /// The program itself.
    Program: "程序" "program",
    /// The nameless desk.
    Desk: "前台" "desk",
    /// Taken back.
    Voided: "已撤销" "voided",
    /// Nothing counts.
    Clean: "没有记着的处罚" "no penalty stands",
}

/// What stands against somebody: how many penalties of each kind, and days of suspension.
#[must_use]
pub fn head(lang: Lang, who: &str, found: &Standing, days_to_serve: u32) -> String {
    let counts = &found.counts;
    let kinds = [
        (Penalty::Suspension(1), counts.suspensions),
        (Penalty::MajorDemerit, counts.major_demerits),
        (Penalty::Demerit, counts.demerits),
        (Penalty::Warning, counts.warnings),
    ];
    let mut parts: Vec<String> =
        kinds.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| inbox::counted(lang, kind, *count)).collect();
    if parts.is_empty() {
        parts.push(Phrase::Clean.get(lang).to_owned());
    }
    if !found.served.is_empty() {
        parts.push(served(lang, &found.served));
    }
    if days_to_serve > 0 {
        parts.push(inbox::to_serve(lang, days_to_serve));
    }
    format!("{who}  {}", parts.join("  "))
}

fn served(lang: Lang, days: &[Date]) -> String {
    let dates: Vec<String> = days.iter().map(|day| day.format("%m-%d").to_string()).collect();
    match lang {
        Lang::Zh => format!("已停 {} 天（{}）", days.len(), dates.join("、")),
        Lang::En => format!("served {} ({})", days.len(), dates.join(", ")),
    }
}

/// A violation in a line.
#[must_use]
pub fn line(lang: Lang, floor: &Floor, line: &ViolationLine) -> String {
    let by = match &line.by {
        _ if line.raised => Phrase::Program.get(lang),
        Some(by) => name(floor, by),
        None => Phrase::Desk.get(lang),
    };
    let parts = [
        line.at.in_zone(floor.zone).format("%Y-%m-%d %H:%M").to_string(),
        line.id.to_string(),
        words::violation(lang, floor, line.kind),
        inbox::penalty(lang, &line.penalty),
        line.visit.as_ref().map_or_else(String::new, ToString::to_string),
        by.to_owned(),
        line.voided.as_ref().map_or_else(String::new, |_| Phrase::Voided.get(lang).to_owned()),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}
