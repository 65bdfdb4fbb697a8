//! The sentence that explains a decision.

use super::{Lang, words};
use crate::rules::decision::{Decision, Path, Skip};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::reason::{Found, Reason};

/// Someone's name, or the id of someone unknown.
#[must_use]
pub fn name<'f>(floor: &'f Floor, staff: &'f StaffId) -> &'f str {
    floor.person(staff).map(|person| person.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(staff.as_str())
}

/// Several people's names, in order.
#[must_use]
pub fn names<'f>(lang: Lang, floor: &'f Floor, staff: impl IntoIterator<Item = &'f StaffId>) -> String {
    let names: Vec<&str> = staff.into_iter().map(|id| name(floor, id)).collect();
    if names.is_empty() { "—".to_owned() } else { names.join(lang.pick("、", ", ")) }
}

/// Why a visit went where it went, in one sentence with the rules that decided.
#[must_use]
pub fn because(lang: Lang, floor: &Floor, decision: &Decision, reason: &Reason) -> String {
    let rules = words::rules(lang, &decision.rules);
    let main = main_clause(lang, floor, decision, reason);
    let skips: Vec<String> = decision.skips.iter().map(|skip| skipped(lang, floor, skip)).collect();
    let notice = decision.notice.as_ref().map(|notice| {
        let (holder, named) = (name(floor, &notice.holder), name(floor, &notice.named));
        match lang {
            Lang::Zh => format!("，{holder}须转告{named}"),
            Lang::En => format!("; {holder} must tell {named}"),
        }
    });
    let notice = notice.unwrap_or_default();
    match lang {
        Lang::Zh => {
            let skips =
                if skips.is_empty() { String::new() } else { format!("；先前轮过：{}", skips.join("，")) };
            format!("{main}{notice}（{rules}）{skips}。")
        }
        Lang::En => {
            let skips = if skips.is_empty() { String::new() } else { format!("; passed over: {}", skips.join(", ")) };
            format!("{main}{notice} ({rules}){skips}.")
        }
    }
}

fn skipped(lang: Lang, floor: &Floor, skip: &Skip) -> String {
    let (staff, why, outcome) =
        (name(floor, &skip.staff), words::why(lang, skip.why), words::outcome(lang, skip.outcome));
    match lang {
        Lang::Zh => format!("{staff}{why}，{outcome}"),
        Lang::En => format!("{staff} {why}: {outcome}"),
    }
}

fn main_clause(lang: Lang, floor: &Floor, decision: &Decision, reason: &Reason) -> String {
    let receiver = decision.receiver.as_ref().map_or("", |staff| name(floor, staff));
    let cost = if decision.counted {
        lang.pick("计一个名额", "one turn used")
    } else {
        lang.pick("不计名额", "no turn used")
    };
    match &reason.wanted {
        Some(wanted) => wanted_clause(lang, floor, decision, reason, name(floor, wanted), cost),
        None => match (lang, reason.found) {
            (Lang::Zh, Found::MakeUp) => format!("{receiver}有欠补，先补接，{cost}"),
            (Lang::En, Found::MakeUp) => format!("{receiver} is owed a turn and makes it up, {cost}"),
            (Lang::Zh, Found::Turn) => format!("按顺序轮到{receiver}，{cost}"),
            (Lang::En, Found::Turn) => format!("it is {receiver}'s turn, {cost}"),
            (Lang::Zh, Found::Outside) => format!("空闲的人都有名额要抵，由{receiver}在轮次外接待，{cost}"),
            (Lang::En, Found::Outside) => {
                format!("everyone free has a turn prepaid: {receiver} receives outside the order, {cost}")
            }
            (Lang::Zh, Found::DoubledMakeUp | Found::DoubledTurn) => {
                format!("没有人空闲，由{receiver}兼顾接待，{cost}")
            }
            (Lang::En, Found::DoubledMakeUp | Found::DoubledTurn) => {
                format!("nobody is free: {receiver} takes one more, {cost}")
            }
            (Lang::Zh, _) => "此刻没有人空闲，客户先等候".to_owned(),
            (Lang::En, _) => "nobody is free now, the client waits".to_owned(),
        },
    }
}

fn wanted_clause(lang: Lang, floor: &Floor, decision: &Decision, reason: &Reason, wanted: &str, cost: &str) -> String {
    let receiver = decision.receiver.as_ref().map_or("", |staff| name(floor, staff));
    let whose = match (lang, decision.path) {
        (Lang::Zh, Path::Named) => format!("客户指定{wanted}"),
        (Lang::Zh, _) => format!("客户归{wanted}"),
        (Lang::En, Path::Named) => format!("the client asked for {wanted}"),
        (Lang::En, _) => format!("the client belongs to {wanted}"),
    };
    let standing = reason.wanted_standing.map_or("", |standing| words::standing(lang, standing));
    match (lang, reason.found) {
        (Lang::Zh, Found::Wanted) => format!("{whose}，由{wanted}本人接待，{cost}"),
        (Lang::En, Found::Wanted) => format!("{whose}, who receives them, {cost}"),
        (Lang::Zh, Found::WantedSuspended) => format!("{whose}，{wanted}停牌中仍可接自己的客户，{cost}"),
        (Lang::En, Found::WantedSuspended) => format!("{whose}, who is suspended but may still receive them, {cost}"),
        (Lang::Zh, Found::LastFreeForEngaged) => {
            format!("{whose}，{wanted}正在接待，由排在最后的空闲者{receiver}代接，{cost}")
        }
        (Lang::En, Found::LastFreeForEngaged) => {
            format!("{whose}, who is receiving somebody: {receiver}, last of the free, assists, {cost}")
        }
        (Lang::Zh, Found::LastFree) => format!("{whose}，{wanted}{standing}，由排在最后的空闲者{receiver}代接，{cost}"),
        (Lang::En, Found::LastFree) => {
            format!("{whose}, who is {standing}: {receiver}, last of the free, assists, {cost}")
        }
        (Lang::Zh, Found::AssistRing) => format!("{whose}，{wanted}{standing}，按协助顺序由{receiver}代接，{cost}"),
        (Lang::En, Found::AssistRing) => {
            format!("{whose}, who is {standing}: {receiver}, next of the assist ring, assists, {cost}")
        }
        (Lang::Zh, Found::Office) => format!("{whose}，{wanted}{standing}，由内勤{receiver}接待，{cost}"),
        (Lang::En, Found::Office) => {
            format!("{whose}, who is {standing}: {receiver} of the office receives them, {cost}")
        }
        (Lang::Zh, _) => format!("{whose}，{wanted}{standing}，也没有人可以代接，客户先等候"),
        (Lang::En, _) => format!("{whose}, who is {standing}, and nobody can assist: the client waits"),
    }
}
