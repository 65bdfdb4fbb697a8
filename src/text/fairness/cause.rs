//! One line of a fairness statement in one sentence: what became of a turn, and why.

use crate::rules::fairness::{Busy, Cause, Loss, Out};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::{Date, Timestamp};
use crate::text::because::name;
use crate::text::{Lang, words};

/// The hour and minute of a time at the site.
pub(super) fn clock(floor: &Floor, at: Timestamp) -> String {
    at.in_zone(floor.zone).format("%H:%M").to_string()
}

/// Month and day.
pub(super) fn short(date: Date) -> String {
    date.format("%m-%d").to_string()
}

/// Since when someone was away, and for which reason, when one was given.
fn absence(lang: Lang, floor: &Floor, since: Option<Timestamp>, reason: Option<&str>) -> String {
    let since = since.map(|at| clock(floor, at)).unwrap_or_default();
    let reason = reason.map(|code| format!("{}{}", words::absence(lang, floor, code), lang.pick("，", ", ")));
    let reason = reason.unwrap_or_default();
    match lang {
        Lang::Zh => format!("{reason}{since} 起"),
        Lang::En => format!("{reason}since {since}"),
    }
}

/// Says why a number of `staff` changed.
pub(super) fn said(lang: Lang, floor: &Floor, staff: &StaffId, cause: &Cause) -> String {
    match cause {
        Cause::Taken => lang.pick("轮到，接一位", "on turn: received a client").to_owned(),
        Cause::MadeUp { granted } => {
            let since = granted.map(short).unwrap_or_default();
            match lang {
                Lang::Zh => format!("补接一位（{since} 的欠补）"),
                Lang::En => format!("made up a turn owed since {since}"),
            }
        }
        Cause::PrepaidUsed { paid_by } => {
            let visit = paid_by.as_ref().map_or("", |visit| visit.as_str());
            match lang {
                Lang::Zh => format!("轮到，先前接过的 {visit} 抵掉这个名额"),
                Lang::En => format!("on turn: paid for by {visit}, received out of turn before"),
            }
        }
        Cause::ConsumedPrivate { since, reason } => {
            let since = absence(lang, floor, *since, reason.as_deref());
            match lang {
                Lang::Zh => format!("轮到时私事离开（{since}），算一个名额"),
                Lang::En => format!("on turn, but away privately ({since}): turn used"),
            }
        }
        Cause::ConsumedCounted { reception } => {
            let visit = reception.as_ref().map_or("", |visit| visit.as_str());
            match lang {
                Lang::Zh => format!("轮到时正接待自己的老客户（{visit}），算一个名额"),
                Lang::En => format!("on turn, but with an own returning client ({visit}): turn used"),
            }
        }
        Cause::Granted(busy) => kept(lang, floor, busy, ("记欠补", "owed a turn")),
        Cause::Capped(busy) => kept(lang, floor, busy, ("欠补已满，不再记", "no more turns owed")),
        Cause::Forfeited { why, granted } => forfeited(lang, *why, *granted),
        Cause::Expired { granted } => match lang {
            Lang::Zh => format!("{} 的欠补过期", short(*granted)),
            Lang::En => format!("the turn owed since {} expired", short(*granted)),
        },
        _ => changed_hands(lang, floor, staff, cause),
    }
}

fn forfeited(lang: Lang, why: Loss, granted: Date) -> String {
    let why = match why {
        Loss::Private => lang.pick("补接时私事离开", "away privately when it was due"),
        Loss::Leave => lang.pick("请假", "went on leave"),
        Loss::Departed => lang.pick("离职", "left the company"),
    };
    match lang {
        Lang::Zh => format!("{why}，{} 的欠补作废", short(granted)),
        Lang::En => format!("{why}: the turn owed since {} is lost", short(granted)),
    }
}

fn kept(lang: Lang, floor: &Floor, busy: &Busy, then: (&str, &str)) -> String {
    let busy = match busy {
        Busy::Away { since, reason } => {
            let since = absence(lang, floor, *since, reason.as_deref());
            match lang {
                Lang::Zh => format!("在办公务（{since}）"),
                Lang::En => format!("away for the company ({since})"),
            }
        }
        Busy::Receiving { reception } => format!("{} {reception}", lang.pick("在接待", "receiving")),
        Busy::OnCall { call } => format!("{} {call}", lang.pick("在接电话", "on call")),
    };
    match lang {
        Lang::Zh => format!("轮到时{busy}，{}", then.0),
        Lang::En => format!("on turn, but {busy}: {}", then.1),
    }
}

/// What a visit that went from one to another did to the books.
fn changed_hands(lang: Lang, floor: &Floor, staff: &StaffId, cause: &Cause) -> String {
    match cause {
        Cause::Lost { to, take, .. } => {
            let (to, take) = (name(floor, to), words::take(lang, *take));
            match lang {
                Lang::Zh => format!("客户改由{to}接待（{take}），退回欠补，排在最前"),
                Lang::En => format!("the client went to {to} ({take}): owed again, first in the line"),
            }
        }
        Cause::CameBack { .. } => {
            lang.pick("客户回到自己手里，名额照算", "the client came back: the turn is used after all").to_owned()
        }
        Cause::Prepaid { take } => {
            let take = words::take(lang, *take);
            match lang {
                Lang::Zh => format!("接过别人的轮接客户（{take}），预抵下一个名额"),
                Lang::En => format!("took another's rotation client ({take}): the next turn is paid for"),
            }
        }
        Cause::Unprepaid => lang.pick("这位客户转走了，不再预抵", "that client went on: nothing is prepaid").to_owned(),
        Cause::Elsewhere { receiver, .. } if receiver == staff => {
            lang.pick("名额用在自己的或指定的客户上", "the turn was used for an own client or one who asked").to_owned()
        }
        Cause::Elsewhere { receiver, .. } => {
            let receiver = name(floor, receiver);
            match lang {
                Lang::Zh => format!("名额已用，客户由{receiver}接待"),
                Lang::En => format!("the turn is used, {receiver} received the client"),
            }
        }
        Cause::WithoutTurn { take: Some(take), from } => {
            let from = from.as_ref().map_or(lang.pick("等候处", "the waiting"), |from| name(floor, from));
            let take = words::take(lang, *take);
            match lang {
                Lang::Zh => format!("从{from}那里接过一位轮接客户（{take}），不占名额"),
                Lang::En => format!("a rotation client from {from} ({take}), without a turn"),
            }
        }
        Cause::WithoutTurn { take: None, .. } => lang
            .pick("空闲的人都有名额要抵，轮次外接一位", "all free were prepaid: a client outside the order")
            .to_owned(),
        _ => String::new(),
    }
}

/// Why someone held no turn.
pub(super) const fn out(lang: Lang, out: Out) -> &'static str {
    match out {
        Out::NotIn => lang.pick("未到", "not in yet"),
        Out::Leave => lang.pick("请假", "on leave"),
        Out::Suspended => lang.pick("停牌", "suspended"),
        Out::NotInOrder => lang.pick("不在顺序里", "not in the order"),
        Out::Departed => lang.pick("已离职", "has left the company"),
    }
}
