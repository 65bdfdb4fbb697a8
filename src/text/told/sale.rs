//! Clients' owners and groups, units, deposits, contracts and commission, each in one sentence.

use crate::rules::command::{
    AgreeCommission, GroupKind, HoldUnit, LinkClients, RefundDeposit, SignContract, TakeDeposit, TransferClient,
};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::id::{StaffId, UnitId};
use crate::text::because::name;
use crate::text::screen::day_and_time;
use crate::text::{Lang, money};
use std::collections::BTreeMap;

pub(super) fn transfer(lang: Lang, floor: &Floor, entry: &Entry, command: &TransferClient) -> String {
    let reached = entry.events.iter().find_map(|event| match event {
        Event::OwnerChanged { reached, .. } => Some(reached.len()),
        _ => None,
    });
    let (client, to) = (&command.client, name(floor, &command.to));
    match (lang, reached.unwrap_or(0)) {
        (Lang::Zh, 0 | 1) => format!("客户 {client} 转归{to}"),
        (Lang::En, 0 | 1) => format!("client {client} now belongs to {to}"),
        (Lang::Zh, all) => format!("客户 {client} 转归{to}，连同一家共 {all} 位"),
        (Lang::En, all) => format!("client {client} now belongs to {to}, with the group {all} in all"),
    }
}

pub(super) fn link(lang: Lang, command: &LinkClients) -> String {
    let (client, with) = (&command.client, &command.with);
    match (lang, command.kind) {
        (Lang::Zh, GroupKind::Household) => format!("客户 {client} 与 {with} 记为同一家庭"),
        (Lang::Zh, GroupKind::Company) => format!("客户 {client} 与 {with} 记为同一公司"),
        (Lang::En, GroupKind::Household) => format!("clients {client} and {with} are one household"),
        (Lang::En, GroupKind::Company) => format!("clients {client} and {with} are of one company"),
    }
}

pub(super) fn hold(lang: Lang, floor: &Floor, command: &HoldUnit) -> String {
    let until = day_and_time(command.until, floor.zone);
    let (unit, client) = (&command.unit, &command.client);
    match lang {
        Lang::Zh => format!("房源 {unit} 为客户 {client} 保留到 {until}"),
        Lang::En => format!("unit {unit} is held for client {client} until {until}"),
    }
}

pub(super) fn deposit(lang: Lang, command: &TakeDeposit) -> String {
    let (unit, amount) = (&command.unit, money::figures(command.amount_fen));
    match lang {
        Lang::Zh => format!("房源 {unit} 已收定金 {amount} 元"),
        Lang::En => format!("deposit of {amount} yuan on {unit}"),
    }
}

pub(super) fn refund(lang: Lang, entry: &Entry, command: &RefundDeposit) -> String {
    let unit = unit_of(entry);
    match lang {
        Lang::Zh => format!("房源 {unit} 的定金 {} 已退", command.deposit),
        Lang::En => format!("deposit {} on {unit} is given back", command.deposit),
    }
}

pub(super) fn sign(lang: Lang, entry: &Entry, command: &SignContract) -> String {
    let unit = unit_of(entry);
    match lang {
        Lang::Zh => format!("房源 {unit} 已签合同（定金 {}）", command.deposit),
        Lang::En => format!("contract signed for {unit} (deposit {})", command.deposit),
    }
}

/// The unit that a deposit's facts name.
fn unit_of(entry: &Entry) -> &str {
    let unit = entry.events.iter().find_map(|event| match event {
        Event::DepositRefunded { unit, .. } | Event::ContractSigned { unit, .. } => Some(unit),
        _ => None,
    });
    unit.map_or("", UnitId::as_str)
}

pub(super) fn commission(lang: Lang, floor: &Floor, command: &AgreeCommission) -> String {
    let (client, shares) = (&command.client, shares(lang, floor, &command.shares));
    match lang {
        Lang::Zh => format!("客户 {client} 的分成：{shares}"),
        Lang::En => format!("commission for client {client}: {shares}"),
    }
}

/// Who gets how much of a commission; shares in basis points.
pub(in crate::text) fn shares(lang: Lang, floor: &Floor, shares: &BTreeMap<StaffId, i64>) -> String {
    let part = |(staff, share): (&StaffId, &i64)| {
        let (whole, rest) = (share / 100, share % 100);
        let rest = if rest == 0 { String::new() } else { format!(".{rest:02}") };
        format!("{} {whole}{rest}%", name(floor, staff))
    };
    shares.iter().map(part).collect::<Vec<_>>().join(lang.pick("、", ", "))
}
