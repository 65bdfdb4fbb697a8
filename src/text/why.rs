//! The decision in full, in plain lines: who was in the line, who was passed over and why, which rule
//! and which policy of that moment decided.

use super::because::{because, name};
use super::{Lang, words};
use crate::rules::event::{Event, Header};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::reason::Place;
use crate::rules::rulebook::Rulebook;

/// What a fact says about a visit, in plain lines.
#[must_use]
pub fn lines(lang: Lang, floor: &Floor, header: &Header, event: &Event, visit: &str) -> Vec<String> {
    let at = header.at.in_zone(floor.zone).format("%m-%d %H:%M:%S").to_string();
    let who = |staff: &Option<StaffId>| staff.as_ref().map_or("—".to_owned(), |id| name(floor, id).to_owned());
    match event {
        Event::VisitRouted { decision, reason, .. } if decision.visit.as_str() == visit => {
            let mut lines = vec![format!("{at}  {}", because(lang, floor, decision, reason))];
            lines.push(format!("  {}", lang.pick("当时的候接顺序：", "The line then:")));
            lines.extend(reason.line.iter().map(|place| format!("    {}", place_line(lang, floor, place))));
            for flag in &decision.flags {
                lines.push(format!("  {}{}", lang.pick("提示：", "Flag: "), words::flag(lang, *flag)));
            }
            for number in &decision.rules {
                if let Some(rule) = Rulebook::standard().rule(*number) {
                    let (title, text) =
                        (lang.pick(&rule.title.zh, &rule.title.en), lang.pick(&rule.text.zh, &rule.text.en));
                    let colon = lang.pick("：", ": ");
                    lines.push(format!("  {} {title}{colon}{text}", words::rules(lang, &[*number])));
                }
            }
            lines.push(format!("  {}", lang.pick("当时的规定：", "Policies then:")));
            lines.extend(reason.policies.iter().map(|(key, value)| policy_line(lang, key, value)));
            lines
        }
        Event::VisitTaken { visit: taken, from, staff, take, .. } if taken.as_str() == visit => {
            let (from, to, how) = (who(from), name(floor, staff), words::take(lang, *take));
            vec![format!("{at}  {from} → {to}{}{how}", lang.pick("：", ": "))]
        }
        Event::NoticeClosed { visit: closed, end } if closed.as_str() == visit => {
            vec![format!("{at}  {}", words::notice_end(lang, *end))]
        }
        Event::VisitFlagged { visit: flagged, flag } if flagged.as_str() == visit => {
            vec![format!("{at}  {}", words::flag(lang, *flag))]
        }
        Event::ViolationRecorded { staff, violation_kind, visit: Some(at_visit), .. } if at_visit.as_str() == visit => {
            let colon = lang.pick("：", ": ");
            vec![format!("{at}  {}{colon}{}", name(floor, staff), words::violation(lang, *violation_kind))]
        }
        Event::VisitFinished { visit: ended, .. } if ended.as_str() == visit => {
            vec![format!("{at}  {}", lang.pick("接待结束", "the reception ended"))]
        }
        Event::VisitLeft { visit: left } if left.as_str() == visit => {
            vec![format!("{at}  {}", lang.pick("客户等候中离开", "the client left while waiting"))]
        }
        _ => Vec::new(),
    }
}

/// A policy with its value and what it settles.
fn policy_line(lang: Lang, key: &str, value: &serde_json::Value) -> String {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let meaning = Rulebook::standard().policy(key).map_or("", |doc| lang.pick(&doc.meaning.zh, &doc.meaning.en));
    format!("    {key} = {value}{}{meaning}", lang.pick("　", "  "))
}

fn place_line(lang: Lang, floor: &Floor, place: &Place) -> String {
    let mut line = format!("{}  {}", name(floor, &place.staff), words::standing(lang, place.standing));
    if place.owed > 0 {
        line = format!("{line}  {} {}", lang.pick("欠补", "owed"), place.owed);
    }
    if place.prepaid > 0 {
        line = format!("{line}  {} {}", lang.pick("已预抵", "prepaid"), place.prepaid);
    }
    line
}
