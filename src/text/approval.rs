//! The words of requests (申请) and of a manager's answers: what is asked for, in one short sentence.
//! Names nobody but the staff; clients appear by their ids.

use super::because::{name, names};
use super::screen::day_and_time;
use super::{Lang, words};
use crate::rules::command::{Command, GroupKind};
use crate::rules::event::Answered;
use crate::rules::floor::Floor;

super::phrases! {
    /// Title of what can be done when only a manager may.
    Ways: "这件事要经理来定" "This is a manager's to decide",
    /// A manager comes to the keys.
    ByManager: "经理确认：换经理来操作" "a manager confirms: change who is at the keys",
    /// A request is made.
    ByRequest: "提交申请：经理在待办里答复" "ask: a manager answers in the inbox",
    /// Title of granting.
    GrantTitle: "批准申请" "Grant the request",
    /// Before what would come of granting.
    Would: "批准后：" "granted, it is done: ",
    /// Grants.
    Grant: "批准" "grant",
    /// Refuses.
    Refuse: "不批准" "refuse",
    /// Who asked.
    AskedBy: "申请人" "Asked by",
    /// What is asked for.
    Wanted: "申请" "Asks for",
    /// What would come of granting it.
    Outcome: "批准后" "If granted",
    /// When a hold asked for would end.
    Left: "还剩" "Left",
    /// Its end has passed.
    Ended: "已到期" "expired",
}

/// What a command asks for, before it is done.
#[must_use]
pub fn wanted(lang: Lang, floor: &Floor, command: &Command) -> String {
    let who = |id| name(floor, id);
    match (lang, command) {
        (_, Command::HoldUnit(c)) => {
            let until = day_and_time(c.until, floor.zone);
            match lang {
                Lang::Zh => format!("房源 {} 为客户 {} 保留到 {until}", c.unit, c.client),
                Lang::En => format!("hold unit {} for client {} until {until}", c.unit, c.client),
            }
        }
        (Lang::Zh, Command::ReleaseUnit(c)) => format!("解除房源 {} 的保留", c.unit),
        (Lang::En, Command::ReleaseUnit(c)) => format!("end the hold of unit {}", c.unit),
        (Lang::Zh, Command::RefundDeposit(c)) => format!("退还定金 {}", c.deposit),
        (Lang::En, Command::RefundDeposit(c)) => format!("give deposit {} back", c.deposit),
        (Lang::Zh, Command::TransferClient(c)) => format!("客户 {} 转给{}", c.client, who(&c.to)),
        (Lang::En, Command::TransferClient(c)) => format!("give client {} to {}", c.client, who(&c.to)),
        (_, Command::LinkClients(c)) => {
            let (client, with) = (&c.client, &c.with);
            match (lang, c.kind) {
                (Lang::Zh, GroupKind::Household) => format!("客户 {client} 与 {with} 记为同一家庭"),
                (Lang::Zh, GroupKind::Company) => format!("客户 {client} 与 {with} 记为同一公司"),
                (Lang::En, GroupKind::Household) => format!("clients {client} and {with} as one household"),
                (Lang::En, GroupKind::Company) => format!("clients {client} and {with} as of one company"),
            }
        }
        (Lang::Zh, Command::MergeClients(c)) => format!("客户 {} 并入 {}", c.client, c.into),
        (Lang::En, Command::MergeClients(c)) => format!("client {} as another name of {}", c.client, c.into),
        (Lang::Zh, Command::SplitClient(c)) => format!("客户 {} 从合并中拆开", c.client),
        (Lang::En, Command::SplitClient(c)) => format!("client {} apart from whom they were merged into", c.client),
        (Lang::Zh, Command::TakeVisit(c)) => format!("来访 {} 改由{}接待", c.visit, who(&c.staff)),
        (Lang::En, Command::TakeVisit(c)) => format!("give visit {} to {}", c.visit, who(&c.staff)),
        (_, Command::SetPresence(c)) => {
            let reason = c.reason.as_deref().and_then(|code| floor.book.absence(code));
            let to = c.to.or_else(|| reason.map(|absence| absence.becomes.moves_to()));
            let base = to.map_or("", |to| words::base(lang, to.base()));
            match lang {
                Lang::Zh => format!("{}改为{base}", who(&c.staff)),
                Lang::En => format!("{} to be {base}", who(&c.staff)),
            }
        }
        (Lang::Zh, Command::CloseDay(_)) => "强制收班，没办完的一并了结".to_owned(),
        (Lang::En, Command::CloseDay(_)) => "force the day's close, ending all that is still open".to_owned(),
        (Lang::Zh, Command::ReorderDay(c)) => format!("顺序调整为：{}", names(lang, floor, &c.order)),
        (Lang::En, Command::ReorderDay(c)) => format!("change the order: {}", names(lang, floor, &c.order)),
        (_, Command::RecordViolation(c)) => {
            let kind = words::violation(lang, floor, c.kind);
            match lang {
                Lang::Zh => format!("记{}违规：{kind}", who(&c.staff)),
                Lang::En => format!("record of {}: {kind}", who(&c.staff)),
            }
        }
        (Lang::Zh, Command::VoidViolation(c)) => format!("撤销违规 {}", c.violation),
        (Lang::En, Command::VoidViolation(c)) => format!("take violation {} off the record", c.violation),
        (Lang::Zh, Command::FailNotice(c)) => format!("来访 {} 记为未转告", c.visit),
        (Lang::En, Command::FailNotice(c)) => format!("record that {} was not told", c.visit),
        (_, command) => {
            let about = crate::rules::asked::Concern::about(command);
            format!("{} {about}", words::command(lang, command.name())).trim_end().to_owned()
        }
    }
}

/// That something was asked for.
#[must_use]
pub fn asked(lang: Lang, floor: &Floor, command: &Command) -> String {
    format!("{}{}", lang.pick("申请：", "request: "), wanted(lang, floor, command))
}

/// That a request was refused.
#[must_use]
pub fn refused(lang: Lang, floor: &Floor, answered: &Answered) -> String {
    format!("{}{}", lang.pick("未批准：", "not granted: "), wanted(lang, floor, &answered.command))
}

/// That a request was granted, before what was done.
#[must_use]
pub const fn granted(lang: Lang) -> &'static str {
    lang.pick("批准：", "granted: ")
}

/// That a request stands in the inbox.
#[must_use]
pub fn stands(lang: Lang, item: &str) -> String {
    match lang {
        Lang::Zh => format!("；在经理待办里（{item}）"),
        Lang::En => format!("; in the manager's inbox ({item})"),
    }
}

/// A waiting client leaves with the day.
#[must_use]
pub fn leaves(lang: Lang, visit: &str, client: &str) -> String {
    format!("{visit} {client} {}", lang.pick("等候中离开", "leaves, still waiting"))
}

/// A reception ends with the day.
#[must_use]
pub fn finishes(lang: Lang, visit: &str, client: &str, receiver: &str) -> String {
    format!("{visit} {client} {receiver} {}", lang.pick("接待结束", "reception ends"))
}

/// A call ends with the day.
#[must_use]
pub fn hangs_up(lang: Lang, call: &str) -> String {
    format!("{call} {}", lang.pick("来电挂断", "call ends"))
}
