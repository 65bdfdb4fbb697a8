//! Arrivals, receptions, presence and calls, each in one sentence.

use crate::rules::command::{FinishReception, SetPresence, TakeVisit};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::id::VisitId;
use crate::text::because::name;
use crate::text::{Lang, words};

pub(super) fn arrival(lang: Lang, floor: &Floor, entry: &Entry) -> String {
    let arrived = entry.events.iter().find_map(|event| match event {
        Event::VisitArrived { visit, .. } => Some(visit),
        _ => None,
    });
    let decision = entry.events.iter().find_map(|event| match event {
        Event::VisitRouted { decision, .. } if Some(&decision.visit) == arrived => Some(decision),
        _ => None,
    });
    let Some(decision) = decision else { return lang.pick("来访已登记", "arrival entered").to_owned() };
    match &decision.receiver {
        Some(staff) => format!("{} → {}", decision.visit, name(floor, staff)),
        None => format!("{} {}", decision.visit, lang.pick("先等候", "waits")),
    }
}

/// Who was let in by something else than their own arrival.
pub(super) fn assigned(lang: Lang, floor: &Floor, entry: &Entry) -> String {
    let mut text = String::new();
    for event in &entry.events {
        if let Event::VisitRouted { decision, .. } = event
            && let Some(staff) = &decision.receiver
        {
            let gap = lang.pick("；", "; ");
            text = format!("{text}{gap}{} → {}", decision.visit, name(floor, staff));
        }
    }
    text
}

pub(super) fn finish(lang: Lang, floor: &Floor, entry: &Entry, command: &FinishReception) -> String {
    let ended = if command.seen_off {
        lang.pick("已送客", "seen off")
    } else {
        lang.pick("接待结束，未送客", "ended, not seen off")
    };
    format!("{} {ended}{}", command.visit, assigned(lang, floor, entry))
}

pub(super) fn take(lang: Lang, floor: &Floor, entry: &Entry, command: &TakeVisit) -> String {
    let how = entry.events.iter().find_map(|event| match event {
        Event::VisitTaken { take, .. } => Some(words::take(lang, *take)),
        _ => None,
    });
    let (who, how) = (name(floor, &command.staff), how.unwrap_or_default());
    let let_in = assigned(lang, floor, entry);
    match lang {
        Lang::Zh => format!("{} 实由{who}接待：{how}{let_in}", command.visit),
        Lang::En => format!("{} taken by {who}: {how}{let_in}", command.visit),
    }
}

pub(super) fn details(lang: Lang, floor: &Floor, entry: &Entry, visit: &VisitId) -> String {
    let mut text = format!("{visit} {}", lang.pick("已补登记", "details entered"));
    for event in &entry.events {
        let more = match event {
            Event::ClientsMerged { from, into, .. } => match lang {
                Lang::Zh => format!("；{from} 与 {into} 是同一位客户"),
                Lang::En => format!("; {from} and {into} are one client"),
            },
            Event::VisitFlagged { .. } => {
                lang.pick("；原是他人客户，已提示经理", "; another's client, the manager will see").to_owned()
            }
            _ => continue,
        };
        text.push_str(&more);
    }
    text + &assigned(lang, floor, entry)
}

pub(super) fn presence(lang: Lang, floor: &Floor, entry: &Entry, command: &SetPresence) -> String {
    let moved = entry.events.iter().find_map(|event| match event {
        Event::PresenceChanged { to, reason, .. } => {
            Some(words::base_because(lang, floor, to.base(), reason.as_deref()))
        }
        _ => None,
    });
    let base = moved.unwrap_or_default();
    let why = if command.note.is_some() { lang.pick("（已写明缘由）", " (with a reason)") } else { "" };
    format!("{} {base}{why}{}", name(floor, &command.staff), assigned(lang, floor, entry))
}

pub(super) fn call(lang: Lang, floor: &Floor, entry: &Entry) -> String {
    let started = entry.events.iter().find_map(|event| match event {
        Event::CallStarted { call, answered_by, refer_to, .. } => Some((call, answered_by, refer_to)),
        _ => None,
    });
    let Some((call, answered_by, refer_to)) = started else {
        return lang.pick("来电已登记", "call entered").to_owned();
    };
    let mut text = match (lang, answered_by) {
        (Lang::Zh, Some(staff)) => format!("来电 {call} 由{}接听", name(floor, staff)),
        (Lang::En, Some(staff)) => format!("call {call}: {} answers", name(floor, staff)),
        (Lang::Zh, None) => format!("来电 {call} 没有人能接，记为待回电"),
        (Lang::En, None) => format!("call {call}: nobody can answer, to be returned"),
    };
    if let Some(place) = refer_to {
        text.push_str(lang.pick("；请转 ", "; refer to "));
        text.push_str(place);
    }
    text
}
