//! Staff, policies, the day and discipline, each in one sentence.

use crate::rules::command::{
    AddProject, AddStaff, CloseDay, DepartStaff, FailPin, ImportClients, RecordViolation, ReorderDay, SetPin, SetPolicy,
};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::text::because::{name, names};
use crate::text::{Lang, policies, screen, words};

/// Of a client's own fact, that client; else the whole command.
pub(super) fn import(lang: Lang, entry: &Entry, command: &ImportClients) -> String {
    let count = command.rows.count();
    match (lang, entry.events.as_slice()) {
        (Lang::Zh, [Event::ClientImported(one)]) => format!("客户 {} 由导入而来", one.client),
        (Lang::En, [Event::ClientImported(one)]) => format!("client {} was imported", one.client),
        (Lang::Zh, [Event::ClientMatched(one)]) => format!("客户 {} 由导入补全", one.client),
        (Lang::En, [Event::ClientMatched(one)]) => format!("client {} was completed by an import", one.client),
        (Lang::Zh, _) => format!("已导入客户资料 {count} 行"),
        (Lang::En, _) => format!("{count} rows of clients imported"),
    }
}

pub(super) fn add_staff(lang: Lang, command: &AddStaff) -> String {
    let role = words::role(lang, command.role);
    match lang {
        Lang::Zh => format!("已加人员 {}（{role}）", command.name),
        Lang::En => format!("added to the staff: {} ({role})", command.name),
    }
}

pub(super) fn depart(lang: Lang, floor: &Floor, command: &DepartStaff) -> String {
    let who = name(floor, &command.id);
    match lang {
        Lang::Zh => format!("{who}已离职"),
        Lang::En => format!("{who} has left the company"),
    }
}

pub(super) fn policy(lang: Lang, command: &SetPolicy) -> String {
    format!("{}{}", lang.pick("政策已改：", "policy changed: "), policies::stated(lang, &command.key, &command.value))
}

pub(super) fn open_day(lang: Lang, floor: &Floor, entry: &Entry) -> String {
    let mut text = lang.pick("已开班", "the day is open").to_owned();
    for event in &entry.events {
        if let Event::DayOpened { order, suspended, .. } = event {
            text.push_str(lang.pick("，顺序：", ", the order: "));
            text.push_str(&names(lang, floor, order));
            if !suspended.is_empty() {
                text.push_str(lang.pick("；停牌：", "; suspended: "));
                text.push_str(&names(lang, floor, suspended.iter().map(|served| &served.staff)));
            }
        }
    }
    let lapsed: usize = entry.events.iter().map(lapsed).sum();
    if lapsed > 0 {
        let ended = match lang {
            Lang::Zh => format!("；{lapsed} 位客户的保护期已过"),
            Lang::En => format!("; {lapsed} clients' protection has ended"),
        };
        text.push_str(&ended);
    }
    text + &super::reception::assigned(lang, floor, entry)
}

fn lapsed(event: &Event) -> usize {
    match event {
        Event::ProtectionLapsed { lapsed } => lapsed.len(),
        _ => 0,
    }
}

pub(super) fn reorder(lang: Lang, floor: &Floor, entry: &Entry, command: &ReorderDay) -> String {
    let changed = lang.pick("顺序已调整：", "the order is changed: ");
    let order = names(lang, floor, &command.order);
    let why = if command.reason.is_some() { lang.pick("（已写明缘由）", " (with a reason)") } else { "" };
    format!("{changed}{order}{why}{}", super::reception::assigned(lang, floor, entry))
}

pub(super) fn close_day(lang: Lang, command: &CloseDay) -> String {
    let text = if command.force {
        lang.pick("已收班，没办完的一并了结", "the day is closed, with all that was still open")
    } else {
        lang.pick("已收班", "the day is closed")
    };
    match (lang, command.carried.as_ref().map_or(0, Vec::len)) {
        (_, 0) => text.to_owned(),
        (Lang::Zh, count) => format!("{text}，结转 {count} 件"),
        (Lang::En, count) => format!("{text}, {count} carried over"),
    }
}

pub(super) fn violation(lang: Lang, floor: &Floor, entry: &Entry, command: &RecordViolation) -> String {
    let penalty = entry.events.iter().find_map(|event| match event {
        Event::ViolationRecorded { penalty, .. } => Some(screen::penalty(lang, penalty)),
        _ => None,
    });
    let (who, what) = (name(floor, &command.staff), words::violation(lang, floor, command.kind));
    let penalty = penalty.unwrap_or_default();
    match lang {
        Lang::Zh => format!("已记{who}违规：{what}，处罚：{penalty}"),
        Lang::En => format!("recorded of {who}: {what}, with {penalty}"),
    }
}

pub(super) fn set_pin(lang: Lang, floor: &Floor, command: &SetPin) -> String {
    let who = name(floor, &command.staff);
    match lang {
        Lang::Zh => format!("{who}的 PIN 已设好"),
        Lang::En => format!("{who} has a new PIN"),
    }
}

pub(super) fn fail_pin(lang: Lang, floor: &Floor, command: &FailPin) -> String {
    let (who, count) = (name(floor, &command.staff), command.in_a_row);
    match lang {
        Lang::Zh => format!("有人输错{who}的 PIN，连续第 {count} 次"),
        Lang::En => format!("a wrong PIN was given as {who}'s, {count} in a row"),
    }
}

pub(super) fn project(lang: Lang, command: &AddProject) -> String {
    let refer = command.refer_to.as_ref().map(|place| format!("{}{place}", lang.pick("，来询请转 ", ", refer to ")));
    let refer = refer.unwrap_or_default();
    format!("{} {}{refer}", lang.pick("已加楼盘", "other project added:"), command.name)
}
