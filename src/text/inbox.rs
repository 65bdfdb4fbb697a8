//! The words of the inbox (待办) and of discipline (纪律): what each thing to see means, by which
//! rule, and what can be done about it. Knows what to say, never whether it may be done.

use super::Lang;
use super::words::rules;
use crate::rules::command::ViolationKind;
use crate::rules::decision::Flag;
use crate::rules::event::Penalty;
use crate::rules::floor::{Floor, ItemKind};
use crate::rules::rulebook::Rulebook;

super::phrases! {
    /// Title of the inbox.
    Inbox: "待办" "Inbox",
    /// Title of discipline.
    Discipline: "纪律" "Discipline",
    /// Title of the one gone to.
    Chosen: "这一件" "This one",
    /// Title of the suspensions.
    People: "停牌与本月处罚" "Suspensions, penalties this month",
    /// Goes to discipline.
    ToDiscipline: "看纪律" "discipline",
    /// Goes to the inbox.
    ToInbox: "看待办" "inbox",
    /// The inbox is empty.
    NothingToSee: "没有待办，都处理完了" "nothing left to see to",
    /// No violation on record.
    NoViolations: "没有违规记录" "no violation on record",
    /// Nobody is punished.
    AllClean: "没有人停牌，本月没有处罚" "nobody is suspended, no penalty this month",
    /// Since when.
    At: "时间" "When",
    /// What it is.
    Means: "说明" "What it is",
    /// By which rule.
    Rule: "依据" "Rule",
    /// The client.
    Client: "客户" "Client",
    /// The visit.
    Visit: "来访" "Visit",
    /// Who received.
    Receiver: "接待人" "Received by",
    /// To whom the client belongs.
    Owner: "归属人" "Owner",
    /// Whom the client asked for.
    AsksFor: "指定" "Asked for",
    /// Who must tell whom.
    MustTell: "转告" "Notice",
    /// How late.
    Late: "超时" "Late by",
    /// How the notice ended.
    Ended: "结果" "Outcome",
    /// A unit.
    Unit: "房号" "Unit",
    /// An amount.
    Amount: "金额" "Amount",
    /// An amount in capital figures.
    Capitals: "大写" "In capitals",
    /// Who took a deposit.
    TakenBy: "经手人" "Taken by",
    /// Given back since.
    Refunded: "已退定" "given back since",
    /// Who called.
    Caller: "来电人" "Caller",
    /// A number.
    Number: "电话" "Number",
    /// Another project.
    Project: "问的楼盘" "Project",
    /// What a caller looks for.
    Needs: "需求" "Looking for",
    /// Who committed it.
    Who: "人员" "Who",
    /// What they did.
    Kind: "违规" "Violation",
    /// What it costs.
    Penalty: "处罚" "Penalty",
    /// Who recorded it.
    RecordedBy: "记录" "Recorded by",
    /// The program itself.
    Program: "程序" "program",
    /// The nameless desk.
    Desk: "前台" "desk",
    /// A note.
    Note: "备注" "Note",
    /// A note that only some may read.
    Hidden: "（经理可看）" "(for managers)",
    /// A violation taken back.
    Voided: "撤销" "Taken back",
    /// Mark of a violation taken back.
    VoidedMark: "已撤" "voided",
    /// No reason is on record.
    NoReason: "没有缘由" "no reason on record",
    /// None.
    None: "无" "none",
    /// A manager has seen it.
    Seen: "已过目" "seen",
    /// A missed call was returned.
    CalledBack: "已回电" "called back",
    /// The one named was told.
    Told: "已转告" "told",
    /// The one named was not told.
    NotTold: "没有转告" "not told",
    /// All that stands against somebody.
    History: "这个人的记录" "this person",
    /// Grants a request.
    Grant: "批准" "grant",
    /// Refuses a request.
    Refuse: "不批准" "refuse",
    /// Who asked.
    AskedBy: "申请人" "Asked by",
    /// What is asked for.
    Wanted: "申请" "Asks for",
    /// Why.
    Reason: "缘由" "Reason",
    /// What would come of granting it.
    Outcome: "批准后" "If granted",
    /// How long the hold asked for would last.
    Left: "离到期" "Runs out in",
    /// Suspended today.
    SuspendedToday: "今日停牌" "suspended today",
}

/// What there is to see, in a sentence.
#[must_use]
pub const fn meaning(lang: Lang, kind: ItemKind, flagged: Option<Flag>) -> &'static str {
    match (kind, flagged) {
        (ItemKind::Flag, Some(what)) => flag(lang, what),
        (ItemKind::Flag, None) => lang.pick("这次来访请经理过目。", "A manager must look at this visit."),
        (ItemKind::NoticeOverdue, _) => lang.pick(
            "客户指定了人，轮到的人须去转告；过了时限还没有登记。",
            "The client asked for somebody, whose turn it was must tell them; in time nothing was entered.",
        ),
        (ItemKind::NotSeenOff, _) => {
            lang.pick("接待结束时登记的是没有送客。", "The reception ended without seeing the client off.")
        }
        (ItemKind::Deposit, _) => lang.pick("收了一笔定金，请核对。", "A deposit was taken: please check it."),
        (ItemKind::CallBack, _) => lang.pick("当时没有人能接，须回电。", "Nobody could answer then: call back."),
        (ItemKind::Violation, _) => {
            lang.pick("程序按规则自动记下的违规。", "The program recorded this violation by itself.")
        }
        (ItemKind::Request, _) => {
            lang.pick("有人申请做一件要经理来定的事。", "Somebody asks for what only a manager may do.")
        }
        (ItemKind::PinFailures, _) => lang.pick(
            "有人连续输错这位经理的 PIN；若不是本人，请换一个。",
            "Wrong PINs were given as this manager's, several in a row. If it was not them, set a new one.",
        ),
    }
}

const fn flag(lang: Lang, flag: Flag) -> &'static str {
    match flag {
        Flag::UnrecognisedReturn => lang.pick(
            "登记本里有归属人，但到场时没有认出，按轮接安排；归属不变。",
            "The client has an owner but was not recognised and went to the rotation; the owner stays.",
        ),
        Flag::UnregisteredReturn => lang.pick(
            "客户说以前有人接待过，登记本里没有归属，按客户的话安排。",
            "The client names who received them before; the register has no owner. Their word was followed.",
        ),
        Flag::ClaimContradictsRegister => lang.pick(
            "客户说的接待人和登记本不一样，以登记本为准。",
            "The client names somebody else than the register does. The register was followed.",
        ),
        Flag::NamedDeparted => lang.pick(
            "客户指定的人已经离职，按没有指定安排。",
            "The client asked for somebody who has left: treated as if nobody was asked for.",
        ),
        Flag::AskedForOther => lang.pick(
            "客户指定的不是销售员，按没有指定安排。",
            "The client asked for somebody who does not sell: treated as if nobody was asked for.",
        ),
        Flag::NamedOtherThanOwner => lang.pick(
            "客户有归属人，却指定了别人；归属不变。",
            "The client has an owner but asked for somebody else; the owner stays.",
        ),
        Flag::LateMatch => lang.pick(
            "接待开始以后才发现是别人的客户：这次接待和轮次不变，客户仍归原归属人。",
            "Found only later to be another's client: reception and turn stand, the client stays with the owner.",
        ),
    }
}

/// The rules that a thing to see comes from; none where no written rule asks for it.
#[must_use]
pub const fn rules_of(kind: ItemKind, flagged: Option<Flag>) -> &'static [u8] {
    match (kind, flagged) {
        (ItemKind::Flag, Some(Flag::UnrecognisedReturn | Flag::UnregisteredReturn)) => &[12],
        (ItemKind::Flag, Some(Flag::LateMatch)) => &[3, 12],
        (ItemKind::Flag, Some(Flag::ClaimContradictsRegister)) | (ItemKind::CallBack, _) => &[3],
        (ItemKind::Flag | ItemKind::NoticeOverdue, _) => &[11],
        (ItemKind::NotSeenOff, _) => &[21],
        (ItemKind::Deposit, _) => &[25],
        (ItemKind::Violation | ItemKind::Request | ItemKind::PinFailures, _) => &[],
    }
}

/// The rules that a violation breaks.
#[must_use]
pub fn rules_broken(kind: ViolationKind) -> &'static [u8] {
    Rulebook::standard().violation(kind.code()).map_or(&[], |doc| doc.rules.as_slice())
}

/// Rules by number, with what the first of them is called.
#[must_use]
pub fn cited(lang: Lang, floor: &Floor, numbers: &[u8]) -> String {
    let first = numbers.first().and_then(|number| floor.book.rule(*number));
    let title = first.as_ref().map_or("", |rule| lang.pick(&rule.title.zh, &rule.title.en));
    format!("{}  {title}", rules(lang, numbers)).trim_end().to_owned()
}

/// A penalty, short enough for a column.
#[must_use]
pub fn penalty(lang: Lang, penalty: &Penalty) -> String {
    match (penalty, lang) {
        (Penalty::Warning, _) => lang.pick("警告", "warning").to_owned(),
        (Penalty::Demerit, _) => lang.pick("记过", "demerit").to_owned(),
        (Penalty::MajorDemerit, _) => lang.pick("记大过", "major demerit").to_owned(),
        (Penalty::Suspension(days), Lang::Zh) => format!("停牌 {days} 天"),
        (Penalty::Suspension(1), Lang::En) => "suspended 1 day".to_owned(),
        (Penalty::Suspension(days), Lang::En) => format!("suspended {days} days"),
    }
}

/// So many penalties of a kind.
#[must_use]
pub fn counted(lang: Lang, name: &Penalty, count: usize) -> String {
    let name = match name {
        Penalty::Suspension(_) => lang.pick("停牌", "suspension").to_owned(),
        other => penalty(lang, other),
    };
    match (lang, count) {
        (Lang::Zh, _) => format!("{name} {count} 次"),
        (Lang::En, 1) => format!("1 {name}"),
        (Lang::En, _) => format!("{count} {name}s"),
    }
}

/// How many duty days of suspension are still to serve.
#[must_use]
pub fn to_serve(lang: Lang, days: u32) -> String {
    match (lang, days) {
        (Lang::Zh, _) => format!("还须停 {days} 天"),
        (Lang::En, 1) => "1 duty day to serve".to_owned(),
        (Lang::En, _) => format!("{days} duty days to serve"),
    }
}

/// Who must tell whom.
#[must_use]
pub fn must_tell(lang: Lang, holder: &str, named: &str) -> String {
    match lang {
        Lang::Zh => format!("{holder} 须告知 {named}"),
        Lang::En => format!("{holder} must tell {named}"),
    }
}

/// When a violation was taken back, and by whom.
#[must_use]
pub fn voided(lang: Lang, at: &str, by: &str) -> String {
    match lang {
        Lang::Zh => format!("{at} 由{by}撤销"),
        Lang::En => format!("{at} by {by}"),
    }
}

/// Whether somebody must change at the keys first, and with which key.
#[must_use]
pub fn managers_only(lang: Lang, key: &str) -> String {
    match lang {
        Lang::Zh => format!("要经理来做：按 {key} 换操作人"),
        Lang::En => format!("for a manager: {key} changes who is at the keys"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_names_the_rule() {
        let floor = Floor::new(chrono_tz::Asia::Shanghai);
        assert!(cited(Lang::Zh, &floor, &[11]).starts_with("第 11 条  "));
        assert!(cited(Lang::En, &floor, rules_broken(ViolationKind::Picking)).starts_with("rules 9, 15  "));
        assert_eq!(cited(Lang::Zh, &floor, rules_broken(ViolationKind::DataLeak)), "");
    }
}
