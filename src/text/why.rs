//! An entry in full, in plain lines: what followed from it, and for every decision who was in the
//! line, who was passed over and why, which rule and which policy of that moment decided.

use super::because::{because, name};
use super::{Lang, facts, told, words};
use crate::rules::decision::Decision;
use crate::rules::event::{Entry, Event, Header};
use crate::rules::floor::Floor;
use crate::rules::reason::{Place, Reason};

/// What a fact says about a visit, in plain lines.
#[must_use]
pub fn lines(lang: Lang, floor: &Floor, header: &Header, event: &Event, visit: &str) -> Vec<String> {
    let about = match event {
        Event::VisitRouted { decision, .. } => Some(&decision.visit),
        Event::ViolationRecorded { visit, .. } => visit.as_ref(),
        Event::VisitTaken { visit, .. }
        | Event::NoticeClosed { visit, .. }
        | Event::VisitFlagged { visit, .. }
        | Event::VisitFinished { visit, .. }
        | Event::VisitLeft { visit } => Some(visit),
        _ => None,
    };
    if about.is_none_or(|about| about.as_str() != visit) {
        return Vec::new();
    }
    let mut lines = match event {
        Event::VisitRouted { decision, reason, .. } => decided(lang, floor, decision, reason),
        _ => facts::said(lang, floor, event),
    };
    if let Some(first) = lines.first_mut() {
        *first = format!("{}  {first}", header.at.in_zone(floor.zone).format("%m-%d %H:%M:%S"));
    }
    lines
}

/// An entry in full: when, who and what, then everything that followed, and every decision with its
/// reasons. `undone` is what an undo took back, when that is at hand.
#[must_use]
pub fn entry_lines(lang: Lang, floor: &Floor, entry: &Entry, undone: Option<&Entry>) -> Vec<String> {
    let header = &entry.header;
    let at = header.at.in_zone(floor.zone).format("%Y-%m-%d %H:%M:%S");
    let by = header.by.as_ref().map_or(lang.pick("前台", "the desk"), |staff| name(floor, staff));
    let mut lines = vec![format!("{at}  {by}  {}", told::told_of(lang, floor, entry, undone))];
    for event in &entry.events {
        match event {
            Event::VisitRouted { decision, reason, .. } => {
                let to = decision
                    .receiver
                    .as_ref()
                    .map_or_else(|| lang.pick("等候", "waits").to_owned(), |staff| format!("→ {}", name(floor, staff)));
                lines.push(format!("{} {to}", decision.visit));
                lines.extend(decided(lang, floor, decision, reason).into_iter().map(|line| format!("  {line}")));
            }
            _ => lines.extend(facts::said(lang, floor, event)),
        }
    }
    lines
}

/// A decision in full: the sentence, the line as it stood, flags, rules and policies.
fn decided(lang: Lang, floor: &Floor, decision: &Decision, reason: &Reason) -> Vec<String> {
    let mut lines = vec![because(lang, floor, decision, reason)];
    lines.push(format!("  {}", lang.pick("当时的候接顺序：", "The line then:")));
    lines.extend(reason.line.iter().map(|place| format!("    {}", place_line(lang, floor, place))));
    for flag in &decision.flags {
        lines.push(format!("  {}{}", lang.pick("提示：", "Flag: "), words::flag(lang, *flag)));
    }
    for number in &decision.rules {
        if let Some(rule) = floor.book.rule(*number) {
            let (title, text) = (lang.pick(&rule.title.zh, &rule.title.en), lang.pick(&rule.text.zh, &rule.text.en));
            let colon = lang.pick("：", ": ");
            lines.push(format!("  {} {title}{colon}{text}", words::rules(lang, &[*number])));
        }
    }
    lines.push(format!("  {}", lang.pick("当时的政策：", "Policies then:")));
    lines.extend(reason.policies.iter().map(|(key, value)| format!("    {}", facts::policy(lang, key, value))));
    lines
}

fn place_line(lang: Lang, floor: &Floor, place: &Place) -> String {
    let mut line = format!("{}  {}", name(floor, &place.staff), words::standing(lang, place.standing));
    if let Some(code) = &place.absence {
        line = format!("{line}  {}", words::absence(lang, floor, code));
    }
    if place.owed > 0 {
        line = format!("{line}  {} {}", lang.pick("欠补", "owed"), place.owed);
    }
    if place.prepaid > 0 {
        line = format!("{line}  {} {}", lang.pick("已预抵", "prepaid"), place.prepaid);
    }
    line
}
