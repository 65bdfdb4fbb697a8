//! What each fact of an entry says, in a plain line or a few. Names nobody but the staff; a decision
//! is told in full by `why`.

use super::because::{name, names};
use super::told::shares;
use super::{Lang, money, policies, roster, screen, words};
use crate::rules::command::GroupKind;
use crate::rules::event::{Event, Match, Owed, Served, TakeEffect};
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, StaffId};
use crate::rules::rulebook::Rulebook;
use serde_json::Value;

/// So many of those whose protection ended are named; the list of `protection` has them all.
const LAPSED_SHOWN: usize = 20;

/// What a fact says; nothing where the entry's own sentence has said it.
#[must_use]
pub fn said(lang: Lang, floor: &Floor, event: &Event) -> Vec<String> {
    let colon = lang.pick("：", ": ");
    let who = |staff: &StaffId| name(floor, staff).to_owned();
    let line = match event {
        Event::DayOpened { .. }
        | Event::OrderChanged { .. }
        | Event::DaysPlanned { .. }
        | Event::LeaveGranted { .. }
        | Event::LeaveCancelled { .. }
        | Event::DayClosed { .. }
        | Event::PresenceChanged { .. } => return day(lang, floor, event),
        Event::UnitAdded { .. }
        | Event::UnitHeld { .. }
        | Event::UnitReleased { .. }
        | Event::DepositTaken { .. }
        | Event::DepositRefunded { .. }
        | Event::ContractSigned { .. }
        | Event::CommissionAgreed { .. } => return sale(lang, floor, event),
        Event::VisitArrived { .. }
        | Event::OwnerChanged { .. }
        | Event::ClientsMerged { .. }
        | Event::ClientsParted { .. }
        | Event::HintDismissed { .. }
        | Event::ProtectionLapsed { .. }
        | Event::GroupJoined { .. }
        | Event::ClientsLinked { .. }
        | Event::GroupOwned { .. } => return client(lang, floor, event),
        Event::VisitTaken { from, staff, take, effect, .. } => {
            let from = from.as_ref().map_or("—".to_owned(), who);
            let how = words::take(lang, *take);
            let mut lines = vec![format!("{from} → {}{colon}{how}", who(staff))];
            lines.extend(taken(lang, floor, effect).into_iter().map(|effect| format!("  {effect}")));
            return lines;
        }
        Event::NoticeOpened { .. }
        | Event::ViolationRecorded { .. }
        | Event::PolicyChanged { .. }
        | Event::RulebookChanged { .. }
        | Event::NoticeClosed { .. }
        | Event::VisitFlagged { .. }
        | Event::VisitFinished { .. }
        | Event::VisitLeft { .. }
        | Event::CallEnded { .. }
        | Event::StaffDeparted { .. } => plain(lang, floor, event),
        Event::StaffAdded { .. }
        | Event::ClientRegistered { .. }
        | Event::ClientImported(_)
        | Event::ClientMatched(_)
        | Event::VisitImported(_)
        | Event::ClientDetailed { .. }
        | Event::VisitRouted { .. }
        | Event::VisitDetailed { .. }
        | Event::ViolationVoided { .. }
        | Event::CallStarted { .. }
        | Event::CallReturned { .. }
        | Event::ProjectAdded {}
        | Event::ItemAcknowledged { .. }
        | Event::RequestMade { .. }
        | Event::RequestAnswered { .. }
        | Event::CaseRuled { .. }
        | Event::LogExported { .. }
        | Event::ReceiptPrinted { .. }
        | Event::PinSet { .. }
        | Event::PinFailed { .. }
        | Event::Undone { .. } => return Vec::new(),
    };
    vec![line]
}

/// A fact that takes one line.
fn plain(lang: Lang, floor: &Floor, event: &Event) -> String {
    let who = |staff: &StaffId| name(floor, staff).to_owned();
    match event {
        Event::ViolationRecorded { staff, violation_kind, penalty, .. } => {
            let (kind, penalty) = (words::violation(lang, floor, *violation_kind), screen::penalty(lang, penalty));
            match lang {
                Lang::Zh => format!("{}：{kind}，处罚：{penalty}", who(staff)),
                Lang::En => format!("{}: {kind}, with {penalty}", who(staff)),
            }
        }
        Event::NoticeOpened { holder, named, .. } => match lang {
            Lang::Zh => format!("{}须转告{}", who(holder), who(named)),
            Lang::En => format!("{} must tell {}", who(holder), who(named)),
        },
        Event::PolicyChanged { key, value } => policy(lang, key, value),
        Event::RulebookChanged { part, key, value } => super::rulebook::change(lang, *part, key, value),
        Event::NoticeClosed { end, .. } => words::notice_end(lang, *end).to_owned(),
        Event::VisitFlagged { flag, .. } => words::flag(lang, *flag).to_owned(),
        Event::VisitFinished { .. } => lang.pick("接待结束", "the reception ended").to_owned(),
        Event::VisitLeft { .. } => lang.pick("客户等候中离开", "the client left while waiting").to_owned(),
        Event::CallEnded { call } => format!("{call} {}", lang.pick("已挂断", "hung up")),
        Event::StaffDeparted { .. } => {
            let text = ("欠补作废，名下客户不再算有归属", "owed turns lapse; their clients count as nobody's");
            lang.pick(text.0, text.1).to_owned()
        }
        _ => String::new(),
    }
}

/// A policy with its value and what it settles.
#[must_use]
pub fn policy(lang: Lang, key: &str, value: &Value) -> String {
    let meaning = Rulebook::standard().policy(key).map_or("", |doc| lang.pick(&doc.meaning.zh, &doc.meaning.en));
    format!("{}{}{meaning}", policies::stated(lang, key, value), lang.pick("　", "  "))
}

fn client(lang: Lang, floor: &Floor, event: &Event) -> Vec<String> {
    let colon = lang.pick("：", ": ");
    let owner = |staff: &Option<StaffId>| {
        staff.as_ref().map_or(lang.pick("无", "nobody"), |staff| name(floor, staff)).to_owned()
    };
    let line = match event {
        Event::OwnerChanged { to, cause, reached, .. } => {
            let clients = clients(lang, reached.iter().map(|(client, _)| client));
            let cause = words::owner_cause(lang, *cause);
            match lang {
                Lang::Zh => format!("客户 {clients} 归属：{}（{cause}）", owner(to)),
                Lang::En => format!("client {clients} belongs to {} ({cause})", owner(to)),
            }
        }
        Event::VisitArrived { client, matched, .. } => {
            format!("{} {client}{colon}{}", lang.pick("客户", "client"), found_by(lang, *matched))
        }
        Event::ClientsMerged { from, into, .. } => match lang {
            Lang::Zh => format!("客户 {from} 与 {into} 是同一位，以后记在 {into} 名下"),
            Lang::En => format!("clients {from} and {into} are one, kept as {into}"),
        },
        Event::ClientsParted { client, from, visits, .. } => match lang {
            Lang::Zh => format!("客户 {client} 与 {from} 分开，各记各的（当日来访 {} 批归还）", visits.len()),
            Lang::En => format!("clients {client} and {from} are two again ({} of today's visits back)", visits.len()),
        },
        Event::ProtectionLapsed { lapsed } => {
            let colon = lang.pick("保护期已过：", "protection has ended: ");
            let told = lapsed.iter().take(LAPSED_SHOWN).map(|(client, owner)| match lang {
                Lang::Zh => format!("{client}（{}）", name(floor, owner)),
                Lang::En => format!("{client} ({})", name(floor, owner)),
            });
            let told = told.collect::<Vec<_>>().join(lang.pick("、", ", "));
            match (lang, lapsed.len().saturating_sub(LAPSED_SHOWN)) {
                (_, 0) => format!("{colon}{told}"),
                (Lang::Zh, more) => format!("{colon}{told}，另 {more} 位"),
                (Lang::En, more) => format!("{colon}{told}, and {more} more"),
            }
        }
        Event::HintDismissed { client, with } => match lang {
            Lang::Zh => format!("客户 {client} 与 {with} 不是同一人"),
            Lang::En => format!("clients {client} and {with} are two people"),
        },
        Event::GroupJoined { client, group, group_kind } => {
            joined(lang, std::slice::from_ref(client), group.as_str(), *group_kind)
        }
        Event::ClientsLinked { group, group_kind, joined: clients } => {
            joined(lang, clients, group.as_str(), *group_kind)
        }
        Event::GroupOwned { group, owner: to } => match lang {
            Lang::Zh => format!("{group} 归属：{}", owner(to)),
            Lang::En => format!("{group} belongs to {}", owner(to)),
        },
        _ => return Vec::new(),
    };
    vec![line]
}

fn day(lang: Lang, floor: &Floor, event: &Event) -> Vec<String> {
    let colon = lang.pick("：", ": ");
    match event {
        Event::DayOpened { date, order, off, still_owed, suspended } => {
            let mut lines = vec![format!("{date} {}{}", lang.pick("顺序：", "order: "), names(lang, floor, order))];
            if !off.is_empty() {
                lines.push(format!("{}{}", lang.pick("休息：", "off: "), names(lang, floor, off)));
            }
            if !still_owed.is_empty() {
                let owed = names(lang, floor, still_owed.iter().map(|Owed { staff, .. }| staff));
                lines.push(format!("{}{owed}", lang.pick("仍欠补：", "still owed: ")));
            }
            lines.extend(suspended_today(lang, floor, suspended));
            lines
        }
        Event::OrderChanged { before, order, suspended, .. } => {
            let mut lines = Vec::new();
            if !before.is_empty() {
                lines.push(format!("{}{}", lang.pick("原顺序：", "order before: "), names(lang, floor, before)));
            }
            lines.push(format!("{}{}", lang.pick("新顺序：", "new order: "), names(lang, floor, order)));
            lines.extend(suspended_today(lang, floor, suspended));
            lines
        }
        Event::DaysPlanned { days } => {
            days.iter().map(|(date, order)| format!("{date}{colon}{}", names(lang, floor, order))).collect()
        }
        Event::LeaveGranted { leave } => {
            vec![format!("{}{}", lang.pick("请假：", "on leave: "), roster::leave(lang, floor, leave))]
        }
        Event::LeaveCancelled { leave } => {
            vec![format!("{}{}", lang.pick("不再请假：", "no longer on leave: "), roster::leave(lang, floor, leave))]
        }
        Event::PresenceChanged { staff, to, reason } => {
            let base = words::base_because(lang, floor, to.base(), reason.as_deref());
            vec![format!("{}{colon}{base}", name(floor, staff))]
        }
        _ => Vec::new(),
    }
}

fn suspended_today(lang: Lang, floor: &Floor, suspended: &[Served]) -> Option<String> {
    let names = names(lang, floor, suspended.iter().map(|served| &served.staff));
    (!suspended.is_empty()).then(|| format!("{}{names}", lang.pick("今日停牌：", "suspended today: ")))
}

fn sale(lang: Lang, floor: &Floor, event: &Event) -> Vec<String> {
    match event {
        Event::UnitAdded { price_fen: Some(price), .. } => {
            vec![format!("{}{}", lang.pick("总价（元）：", "price in yuan: "), money::figures(*price))]
        }
        Event::DepositTaken { deposit, client, amount_fen, shares: parts, .. } => {
            let (words, parts) = (money::capitals(*amount_fen), shares(lang, floor, parts));
            match lang {
                Lang::Zh => vec![format!("定金 {deposit}，客户 {client}，{words}"), format!("提成：{parts}")],
                Lang::En => vec![format!("deposit {deposit} of client {client}"), format!("commission: {parts}")],
            }
        }
        Event::DepositRefunded { client, .. } => vec![format!("{} {client}", lang.pick("客户", "client"))],
        _ => Vec::new(),
    }
}

/// What a take does to turns and prepayments.
fn taken(lang: Lang, floor: &Floor, effect: &TakeEffect) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |zh: String, en: String| lines.push(lang.pick(&zh, &en).to_owned());
    if effect.owed_front {
        add("原轮到的人记一次欠补，排在最前".to_owned(), "whose turn it was is owed one, first in line".to_owned());
    }
    if effect.owed_withdrawn {
        add("客户回来了，那次欠补取消".to_owned(), "the client came back: that owed turn is withdrawn".to_owned());
    }
    if let Some(staff) = effect.prepaid.as_ref().map(|staff| name(floor, staff)) {
        add(format!("{staff}下一轮已预抵"), format!("{staff}'s next turn is prepaid"));
    }
    if let Some(staff) = effect.unprepaid.as_ref().map(|staff| name(floor, staff)) {
        add(format!("{staff}的预抵取消"), format!("{staff}'s prepaid turn is withdrawn"));
    }
    lines
}

const fn found_by(lang: Lang, matched: Match) -> &'static str {
    match matched {
        Match::Id => lang.pick("前台已认出", "known to the desk"),
        Match::Phone => lang.pick("电话在登记里", "the number is on record"),
        Match::Group => lang.pick("新客户，家庭或公司在登记里", "new, of a household or company on record"),
        Match::None => lang.pick("新客户", "a new client"),
    }
}

fn joined(lang: Lang, joined: &[ClientId], group: &str, kind: GroupKind) -> String {
    let joined = clients(lang, joined);
    match (lang, kind) {
        (Lang::Zh, GroupKind::Household) => format!("客户 {joined} 归入家庭 {group}"),
        (Lang::Zh, GroupKind::Company) => format!("客户 {joined} 归入公司 {group}"),
        (Lang::En, GroupKind::Household) => format!("client {joined} joins household {group}"),
        (Lang::En, GroupKind::Company) => format!("client {joined} joins company {group}"),
    }
}

fn clients<'c>(lang: Lang, clients: impl IntoIterator<Item = &'c ClientId>) -> String {
    clients.into_iter().map(ClientId::as_str).collect::<Vec<_>>().join(lang.pick("、", ", "))
}
