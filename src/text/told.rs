//! What an entry did, in one short sentence: for the status line and for what an undo takes back.

use super::Lang;
use super::because::name;
use super::words;
use crate::rules::command::{Command, GroupKind, MoveTo};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::{Base, Floor};
use crate::rules::id::StaffId;

/// Says what an entry did. Names nobody but the staff.
#[must_use]
pub fn told(lang: Lang, floor: &Floor, entry: &Entry) -> String {
    let who = |staff: &StaffId| name(floor, staff).to_owned();
    match &entry.header.command {
        Command::RegisterArrival(_) => arrival(lang, floor, entry),
        Command::StartCall(_) => call(lang, floor, entry),
        Command::OpenDay(_) => lang.pick("已开班", "the day is open").to_owned(),
        Command::CloseDay(_) => lang.pick("已收班", "the day is closed").to_owned(),
        Command::ReorderDay(_) => lang.pick("顺序已调整", "the order is changed").to_owned(),
        Command::SetPresence(c) => format!("{} {}", who(&c.staff), words::base(lang, base_of(c.to))),
        Command::FinishReception(c) if c.seen_off => {
            format!("{} {}{}", c.visit, lang.pick("已送客", "seen off"), assigned(lang, floor, entry))
        }
        Command::FinishReception(c) => {
            let ended = lang.pick("接待结束，未送客", "ended, not seen off");
            format!("{} {ended}{}", c.visit, assigned(lang, floor, entry))
        }
        Command::LeaveWaiting(c) => format!("{} {}", c.visit, lang.pick("等候中离开", "left while waiting")),
        Command::TakeVisit(c) => {
            let how = entry.events.iter().find_map(|event| match event {
                Event::VisitTaken { take, .. } => Some(words::take(lang, *take)),
                _ => None,
            });
            let how = how.unwrap_or("");
            match lang {
                Lang::Zh => format!("{} 实由{}接待：{how}", c.visit, who(&c.staff)),
                Lang::En => format!("{} taken by {}: {how}", c.visit, who(&c.staff)),
            }
        }
        Command::AcknowledgeNotice(c) => format!("{} {}", c.visit, lang.pick("已转告", "told")),
        Command::FailNotice(c) => format!("{} {}", c.visit, lang.pick("未转告，已记抢单", "not told: poaching")),
        Command::RegisterDetails(c) => details(lang, entry, c.visit.as_str()),
        Command::TakeDeposit(c) => match lang {
            Lang::Zh => format!("房源 {} 已收定金 {} 元", c.unit, super::money::figures(c.amount_fen)),
            Lang::En => format!("deposit of {} yuan on {}", super::money::figures(c.amount_fen), c.unit),
        },
        Command::EndCall(c) => format!("{} {}", c.call, lang.pick("已挂断", "hung up")),
        Command::ReturnCall(c) => format!("{} {}", c.call, lang.pick("已回电", "called back")),
        Command::AcknowledgeItem(_) => lang.pick("已过目", "seen").to_owned(),
        Command::AddStaff(c) => format!("{} {}", lang.pick("已加人员", "added to the staff:"), c.name),
        Command::AddUnit(c) => format!("{} {}", lang.pick("已加房源", "unit added:"), c.unit),
        Command::TransferClient(c) => format!("{}{}", lang.pick("客户已转给", "the client is given to "), who(&c.to)),
        Command::LinkClients(c) => match c.kind {
            GroupKind::Household => lang.pick("已并为一家人", "linked as one household").to_owned(),
            GroupKind::Company => lang.pick("已并为同一公司", "linked as one company").to_owned(),
        },
        Command::AgreeCommission(_) => lang.pick("分佣已约定", "the commission is agreed").to_owned(),
        Command::Undo(_) => lang.pick("已撤回上一笔", "the last entry is taken back").to_owned(),
        other => format!("{} {}", lang.pick("已登记", "entered:"), other.name()),
    }
}

const fn base_of(to: MoveTo) -> Base {
    match to {
        MoveTo::Available => Base::Available,
        MoveTo::Private => Base::Private,
        MoveTo::Business => Base::Business,
        MoveTo::Leave => Base::Leave,
    }
}

fn arrival(lang: Lang, floor: &Floor, entry: &Entry) -> String {
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
fn assigned(lang: Lang, floor: &Floor, entry: &Entry) -> String {
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

fn call(lang: Lang, floor: &Floor, entry: &Entry) -> String {
    let started = entry.events.iter().find_map(|event| match event {
        Event::CallStarted { call, answered_by, refer_to, .. } => Some((call, answered_by, refer_to)),
        _ => None,
    });
    let Some((call, answered_by, refer_to)) = started else { return String::new() };
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

fn details(lang: Lang, entry: &Entry, visit: &str) -> String {
    let late = entry.events.iter().any(|event| matches!(event, Event::VisitFlagged { .. }));
    let done = lang.pick("已补登记", "details entered");
    let flag = if late {
        lang.pick("；原是他人客户，已提示经理", "; another's client, the manager will see")
    } else {
        ""
    };
    format!("{visit} {done}{flag}")
}
