//! What a change of today's order does to the line, in short lines to read before it is confirmed.

use super::Lang;
use super::because::{name, names};
use crate::rules::floor::Floor;
use crate::rules::id::{StaffId, VisitId};

/// The line before and after.
#[must_use]
pub fn line(lang: Lang, floor: &Floor, before: &[StaffId], after: &[StaffId]) -> Vec<String> {
    let (was, is) = (names(lang, floor, before), names(lang, floor, after));
    if before == after {
        return vec![format!("{}{is}", lang.pick("候接顺序不变：", "the line stays: "))];
    }
    vec![
        format!("{}{was}", lang.pick("候接顺序原为：", "the line now:   ")),
        format!("{}{is}", lang.pick("候接顺序改为：", "the line after: ")),
    ]
}

fn someone<'f>(lang: Lang, floor: &'f Floor, staff: Option<&'f StaffId>) -> &'f str {
    staff.map_or(lang.pick("无人", "nobody"), |staff| name(floor, staff))
}

fn change(lang: Lang, floor: &Floor, (before, after): (Option<&StaffId>, Option<&StaffId>)) -> String {
    let (was, is) = (someone(lang, floor, before), someone(lang, floor, after));
    match (lang, before == after) {
        (Lang::Zh, true) => format!("{is}（不变）"),
        (Lang::En, true) => format!("{is} (as before)"),
        (_, false) => format!("{was} → {is}"),
    }
}

/// Whose turn it is, before and after.
#[must_use]
pub fn turn(lang: Lang, floor: &Floor, both: (Option<&StaffId>, Option<&StaffId>)) -> String {
    format!("{}{}", lang.pick("轮到：", "whose turn: "), change(lang, floor, both))
}

/// Who would receive somebody new, before and after.
#[must_use]
pub fn next_client(lang: Lang, floor: &Floor, both: (Option<&StaffId>, Option<&StaffId>)) -> String {
    format!("{}{}", lang.pick("下一位新客：", "next new client: "), change(lang, floor, both))
}

/// Someone leaves the order with turns owed.
#[must_use]
pub fn kept(lang: Lang, floor: &Floor, staff: &StaffId, count: usize) -> String {
    let who = name(floor, staff);
    match lang {
        Lang::Zh => format!("{who}的 {count} 个欠补不作废，留到下次当班"),
        Lang::En => format!("{who} keeps {count} owed turns for the next day on duty"),
    }
}

/// Someone loses turns owed.
#[must_use]
pub fn forfeited(lang: Lang, floor: &Floor, staff: &StaffId, count: usize) -> String {
    let who = name(floor, staff);
    match lang {
        Lang::Zh => format!("{who}的 {count} 个欠补作废"),
        Lang::En => format!("{who} loses {count} owed turns"),
    }
}

/// A waiting client would be received.
#[must_use]
pub fn let_in(lang: Lang, floor: &Floor, visit: &VisitId, receiver: &StaffId) -> String {
    let who = name(floor, receiver);
    match lang {
        Lang::Zh => format!("等候的 {visit} 由{who}接待"),
        Lang::En => format!("{visit}, who waits, is received by {who}"),
    }
}

/// Someone would serve a day of suspension.
#[must_use]
pub fn suspended(lang: Lang, floor: &Floor, staff: &StaffId) -> String {
    let who = name(floor, staff);
    match lang {
        Lang::Zh => format!("{who}今日停牌，不参加轮次"),
        Lang::En => format!("{who} is suspended today and holds no turn"),
    }
}
