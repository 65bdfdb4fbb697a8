//! What an entry did, in one short sentence: for the status line, for the list of the log, and for
//! what an undo takes back. Names nobody but the staff; clients appear by their ids.

mod client;
mod office;
mod paper;
mod plan;
mod reception;
mod sale;

pub(super) use sale::shares;

use super::{Lang, approval};
use crate::register::journal::Kind;
use crate::rules::command::Command;
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;

/// Says what an entry did.
#[must_use]
pub fn told(lang: Lang, floor: &Floor, entry: &Entry) -> String {
    told_of(lang, floor, entry, None)
}

/// Says what an entry did; of an undo, what it took back, when that entry is at hand.
#[must_use]
pub fn told_of(lang: Lang, floor: &Floor, entry: &Entry, undone: Option<&Entry>) -> String {
    match &entry.header.answered {
        Some(answered) if !answered.granted => approval::refused(lang, floor, answered),
        Some(_) => format!("{}{}", approval::granted(lang), done(lang, floor, entry, undone)),
        None => done(lang, floor, entry, undone),
    }
}

fn done(lang: Lang, floor: &Floor, entry: &Entry, undone: Option<&Entry>) -> String {
    match entry.header.done() {
        Command::RegisterArrival(_) => reception::arrival(lang, floor, entry),
        Command::RegisterDetails(c) => reception::details(lang, floor, entry, &c.visit),
        Command::FinishReception(c) => reception::finish(lang, floor, entry, c),
        Command::LeaveWaiting(c) => format!("{} {}", c.visit, lang.pick("等候中离开", "left while waiting")),
        Command::TakeVisit(c) => reception::take(lang, floor, entry, c),
        Command::AcknowledgeNotice(c) => format!("{} {}", c.visit, lang.pick("已转告", "told")),
        Command::FailNotice(c) => format!("{} {}", c.visit, lang.pick("未转告，已记抢单", "not told: poaching")),
        Command::SetPresence(c) => reception::presence(lang, floor, entry, c),
        Command::StartCall(_) => reception::call(lang, floor, entry),
        Command::EndCall(c) => {
            format!("{} {}{}", c.call, lang.pick("已挂断", "hung up"), reception::assigned(lang, floor, entry))
        }
        Command::ReturnCall(c) => format!("{} {}", c.call, lang.pick("已回电", "called back")),
        Command::AddStaff(c) => office::add_staff(lang, c),
        Command::DepartStaff(c) => office::depart(lang, floor, c),
        Command::SetPolicy(c) => office::policy(lang, c),
        Command::SetRulebook(c) => super::rulebook::change(lang, c.part, &c.key, &c.value),
        Command::PlanWeek(c) => plan::plan_week(lang, entry, c),
        Command::SetRoster(c) => plan::roster(lang, floor, c),
        Command::PublishRoster(c) => plan::publish(lang, floor, entry, c),
        Command::GrantLeave(c) => plan::grant(lang, floor, entry, c),
        Command::CancelLeave(c) => plan::cancel(lang, floor, c),
        Command::OpenDay(_) => office::open_day(lang, floor, entry),
        Command::ReorderDay(c) => office::reorder(lang, floor, entry, c),
        Command::CloseDay(c) => office::close_day(lang, c),
        Command::RecordViolation(c) => office::violation(lang, floor, entry, c),
        Command::VoidViolation(c) => match lang {
            Lang::Zh => format!("违规 {} 已撤销", c.violation),
            Lang::En => format!("violation {} taken off the record", c.violation),
        },
        Command::AddProject(c) => office::project(lang, c),
        Command::AcknowledgeItem(c) => format!("{} {}", lang.pick("已过目", "seen by a manager:"), c.item),
        Command::TransferClient(c) => sale::transfer(lang, floor, entry, c),
        Command::LinkClients(c) => sale::link(lang, c),
        Command::ImportClients(c) => office::import(lang, entry, c),
        Command::MergeClients(c) => client::merge(lang, floor, entry, c),
        Command::SplitClient(c) => client::split(lang, floor, entry, c),
        Command::DismissHint(c) => client::dismiss(lang, c),
        Command::AddUnit(c) => format!("{} {}", lang.pick("已加房源", "unit added:"), c.unit),
        Command::HoldUnit(c) => sale::hold(lang, floor, c),
        Command::ReleaseUnit(c) => match lang {
            Lang::Zh => format!("房源 {} 已解除保留", c.unit),
            Lang::En => format!("unit {} is no longer held", c.unit),
        },
        Command::TakeDeposit(c) => sale::deposit(lang, c),
        Command::RefundDeposit(c) => sale::refund(lang, entry, c),
        Command::SignContract(c) => sale::sign(lang, entry, c),
        Command::AgreeCommission(c) => sale::commission(lang, floor, c),
        Command::Ask(c) => {
            let item = entry.events.iter().find_map(|event| match event {
                Event::RequestMade { item, .. } => Some(approval::stands(lang, item.as_str())),
                _ => None,
            });
            format!("{}{}", approval::asked(lang, floor, &c.command.0), item.unwrap_or_default())
        }
        // Only an answer whose request cannot be read is told so.
        Command::Answer(c) => format!("{} {}", lang.pick("已答复申请", "a request is answered:"), c.item),
        Command::RuleCase(c) => format!("{} {}", c.visit, lang.pick("经理已裁定", "ruled on by a manager")),
        Command::SetPin(c) => office::set_pin(lang, floor, c),
        Command::FailPin(c) => office::fail_pin(lang, floor, c),
        Command::ExportLog(c) => paper::export(lang, c),
        Command::PrintReceipt(c) => paper::receipt(lang, entry, c),
        Command::Undo(_) => match undone {
            Some(undone) => format!("{}{}", lang.pick("已撤回：", "taken back: "), told(lang, floor, undone)),
            None => lang.pick("已撤回上一笔", "the last entry is taken back").to_owned(),
        },
    }
}

/// A group of commands, as the filter of the log names it.
#[must_use]
pub const fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Arrivals => lang.pick("来访", "arrivals"),
        Kind::Receptions => lang.pick("接待", "receptions"),
        Kind::Presence => lang.pick("动态", "presence"),
        Kind::Calls => lang.pick("来电", "calls"),
        Kind::Clients => lang.pick("客户", "clients"),
        Kind::Sales => lang.pick("销售", "sales"),
        Kind::Discipline => lang.pick("纪律", "discipline"),
        Kind::Days => lang.pick("班次", "days and order"),
        Kind::Settings => lang.pick("人员和政策", "staff and policies"),
        Kind::Exports => lang.pick("导出", "exports"),
        Kind::Requests => lang.pick("申请", "requests"),
        Kind::Undo => lang.pick("撤回", "taken back"),
    }
}
