//! Single words that several screens and answers share: the glossary of rules.md section 1.

use super::Lang;
use crate::rules::command::{Role, ViolationKind};
use crate::rules::decision::{Flag, Path, SkipOutcome, SkipWhy};
use crate::rules::event::{NoticeEnd, OwnerCause, TakeKind};
use crate::rules::floor::{Base, Floor, ItemKind};
use crate::rules::id::StaffId;
use crate::rules::reason::Standing;
use serde_json::Value;

/// The way an arrival goes.
#[must_use]
pub const fn path(lang: Lang, path: Path) -> &'static str {
    match path {
        Path::Rotation => lang.pick("轮接", "rotation"),
        Path::Own => lang.pick("归属", "own"),
        Path::Named => lang.pick("指定", "named"),
    }
}

/// How someone stood when a decision was made.
#[must_use]
pub const fn standing(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Free => lang.pick("空闲", "free"),
        Standing::Private => lang.pick("私事", "on a private absence"),
        Standing::Counted => lang.pick("接待自己的老客户", "with an own returning client"),
        Standing::Business => lang.pick("公务或正忙", "busy for the company"),
        Standing::Off => lang.pick("未到", "not in yet"),
        Standing::Leave => lang.pick("请假", "on leave"),
        Standing::Suspended => lang.pick("停牌", "suspended"),
        Standing::Absent => lang.pick("今日不当班", "off duty today"),
    }
}

/// Where someone is.
#[must_use]
pub const fn base(lang: Lang, base: Base) -> &'static str {
    match base {
        Base::Off => lang.pick("未到", "not in"),
        Base::Available => lang.pick("在位", "in"),
        Base::Private => lang.pick("私事", "private"),
        Base::Business => lang.pick("公务", "business"),
        Base::Leave => lang.pick("请假", "leave"),
    }
}

/// What a reason for being away is called at this site; the code itself when nobody knows it.
#[must_use]
pub fn absence<'f>(lang: Lang, floor: &'f Floor, code: &'f str) -> &'f str {
    floor.book.absence_label(code).map_or(code, |label| lang.pick(&label.zh, &label.en))
}

/// Where someone is: the reason they gave for being away, else the bare state.
#[must_use]
pub fn whereabouts<'f>(lang: Lang, floor: &'f Floor, staff: &StaffId) -> &'f str {
    let state = floor.base(staff);
    let away = matches!(state, Base::Private | Base::Business | Base::Leave);
    let given = floor.absence_of(staff).filter(|_| away);
    given.map_or(base(lang, state), |code| absence(lang, floor, code))
}

/// A state with the reason given for it: "会议（公务）".
#[must_use]
pub fn base_because(lang: Lang, floor: &Floor, state: Base, reason: Option<&str>) -> String {
    let word = base(lang, state);
    let Some(code) = reason else { return word.to_owned() };
    let label = absence(lang, floor, code);
    match lang {
        Lang::Zh => format!("{label}（{word}）"),
        Lang::En => format!("{label} ({word})"),
    }
}

/// What became of a turn that passed.
#[must_use]
pub const fn outcome(lang: Lang, outcome: SkipOutcome) -> &'static str {
    match outcome {
        SkipOutcome::Owed => lang.pick("记欠补", "owed a turn"),
        SkipOutcome::Consumed => lang.pick("算一个名额", "turn used"),
        SkipOutcome::Forfeited => lang.pick("欠补作废", "make-up forfeited"),
        SkipOutcome::Capped => lang.pick("欠补已满，不再记", "no more turns owed"),
        SkipOutcome::Taken => lang.pick("抵掉一个名额", "turn prepaid"),
    }
}

/// Why a turn passed.
#[must_use]
pub const fn why(lang: Lang, why: SkipWhy) -> &'static str {
    match why {
        SkipWhy::Business => lang.pick("正忙公事", "busy for the company"),
        SkipWhy::Private => lang.pick("私事离开", "away privately"),
        SkipWhy::Counted => lang.pick("正接待自己的老客户", "with an own returning client"),
        SkipWhy::Prepaid => lang.pick("先前已接过一位", "had a client out of turn before"),
    }
}

/// Someone's role.
#[must_use]
pub const fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Sales => lang.pick("销售员", "sales"),
        Role::Office => lang.pick("内勤", "office"),
        Role::Manager => lang.pick("经理", "manager"),
    }
}

/// What a manager must see about a visit.
#[must_use]
pub const fn flag(lang: Lang, flag: Flag) -> &'static str {
    match flag {
        Flag::UnrecognisedReturn => lang.pick("老客户未认出", "returning client not recognised"),
        Flag::UnregisteredReturn => lang.pick("自称来过，登记本没有归属", "says they were here, no owner on record"),
        Flag::ClaimContradictsRegister => lang.pick("说法与登记不符", "their word differs from the register"),
        Flag::NamedDeparted => lang.pick("指定的人已离职", "asked for someone who has left"),
        Flag::AskedForOther => lang.pick("指定的不是销售员", "asked for someone who is no salesperson"),
        Flag::NamedOtherThanOwner => lang.pick("指定的不是归属人", "asked for somebody else than the owner"),
        Flag::LateMatch => lang.pick("接待后才认出是他人客户", "found out later to be another's client"),
    }
}

/// A kind of inbox item.
#[must_use]
pub const fn item(lang: Lang, kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::NoticeOverdue => lang.pick("转告超时", "notice overdue"),
        ItemKind::Flag => lang.pick("需过目", "to be looked at"),
        ItemKind::NotSeenOff => lang.pick("未送客", "not seen off"),
        ItemKind::Deposit => lang.pick("定金", "deposit"),
        ItemKind::CallBack => lang.pick("待回电", "call to return"),
        ItemKind::Violation => lang.pick("违规", "violation"),
        ItemKind::Request => lang.pick("申请", "request"),
        ItemKind::PinFailures => lang.pick("PIN 连错", "wrong PINs"),
    }
}

/// A kind of violation, by the name it has in the site's rulebook.
#[must_use]
pub fn violation(lang: Lang, floor: &Floor, kind: ViolationKind) -> String {
    floor.book.violation_name(kind).map_or(kind.code(), |name| lang.pick(&name.zh, &name.en)).to_owned()
}

/// "Rule 9", "rules 1 and 9".
#[must_use]
pub fn rules(lang: Lang, numbers: &[u8]) -> String {
    let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    match (lang, numbers.len()) {
        (_, 0) => String::new(),
        (Lang::Zh, _) => format!("第 {} 条", list.join("、")),
        (Lang::En, 1) => format!("rule {}", list.join("")),
        (Lang::En, _) => format!("rules {}", list.join(", ")),
    }
}

/// A policy's value as people read it.
#[must_use]
pub fn value(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Why a client's owner changed.
#[must_use]
pub const fn owner_cause(lang: Lang, cause: OwnerCause) -> &'static str {
    match cause {
        OwnerCause::FirstContact => lang.pick("首次接待", "first contact"),
        OwnerCause::Departed => lang.pick("原归属人已离职", "the owner before has left"),
        OwnerCause::Lapsed => lang.pick("保护期已过", "the protection had lapsed"),
        OwnerCause::Transfer => lang.pick("经理转移", "transferred by a manager"),
        OwnerCause::Group => lang.pick("同一家庭或公司已有归属", "the household or company has an owner"),
        OwnerCause::Link => lang.pick("关联到同一家庭或公司", "linked to a household or company"),
        OwnerCause::Reassigned => lang.pick("经理改派", "reassigned by a manager"),
        OwnerCause::Imported => lang.pick("由导入的登记而来", "by an imported register"),
        OwnerCause::Merged => lang.pick("并户后以最早接待为准", "merged: the earliest contact counts"),
        OwnerCause::Parted => lang.pick("拆户后恢复", "as before the merge, which was taken apart"),
    }
}

/// How a visit changed hands.
#[must_use]
pub const fn take(lang: Lang, kind: TakeKind) -> &'static str {
    match kind {
        TakeKind::Agreed => lang.pick("经同意协助接待", "assists by agreement"),
        TakeKind::Poached => lang.pick("抢单", "poaching"),
        TakeKind::Assisted => lang.pick("已转告，协助接待", "assists, the notice being given"),
        TakeKind::Grabbed => lang.pick("抢客", "grabbing"),
        TakeKind::Reclaimed => lang.pick("本人接回", "takes back what is theirs"),
        TakeKind::Reassigned => lang.pick("经理改派", "reassigned by a manager"),
    }
}

/// How a notice ended.
#[must_use]
pub const fn notice_end(lang: Lang, end: NoticeEnd) -> &'static str {
    match end {
        NoticeEnd::Acknowledged => lang.pick("已转告", "told"),
        NoticeEnd::Received => lang.pick("被指定人已亲自接待", "the one named received the client"),
        NoticeEnd::Failed => lang.pick("未转告", "not told"),
    }
}

/// The way an arrival goes, by its code in the register.
#[must_use]
pub fn path_code(lang: Lang, code: &str) -> &str {
    match code {
        "rotation" => path(lang, Path::Rotation),
        "own" => path(lang, Path::Own),
        "named" => path(lang, Path::Named),
        other => other,
    }
}

/// How far a visit has come, by its code in the register.
#[must_use]
pub fn visit_state(lang: Lang, code: &str) -> &str {
    match code {
        "waiting" => lang.pick("等候", "waiting"),
        "receiving" => lang.pick("接待中", "in reception"),
        "finished" => lang.pick("已送客", "seen off"),
        "left" => lang.pick("等候中离开", "left waiting"),
        other => other,
    }
}

/// What a command did, by its name in the command language.
#[must_use]
pub fn command(lang: Lang, name: &str) -> &str {
    match name {
        "staff.add" => lang.pick("加人员", "staff added"),
        "staff.depart" => lang.pick("离职", "left the company"),
        "policy.set" => lang.pick("改政策", "policy changed"),
        "rulebook.set" => lang.pick("改规则", "rulebook changed"),
        "roster.plan" => lang.pick("排周班", "week planned"),
        "roster.set" => lang.pick("定当日顺序", "day's order planned"),
        "roster.publish" => lang.pick("公布轮值", "roster published"),
        "leave.grant" => lang.pick("准假", "leave granted"),
        "leave.cancel" => lang.pick("取消请假", "leave taken back"),
        "day.open" => lang.pick("开班", "day opened"),
        "day.reorder" => lang.pick("调顺序", "order changed"),
        "day.close" => lang.pick("收班", "day closed"),
        "presence" => lang.pick("动态", "presence"),
        "arrive" => lang.pick("来访", "arrived"),
        "register" => lang.pick("补登记", "details taken down"),
        "finish" => lang.pick("送客", "reception ended"),
        "visit.leave" => lang.pick("等候中离开", "left while waiting"),
        "visit.take" => lang.pick("谁接了", "taken by somebody else"),
        "notice.ack" => lang.pick("已转告", "notice given"),
        "notice.fail" => lang.pick("未转告", "notice not given"),
        "violation.record" => lang.pick("记违规", "violation recorded"),
        "violation.void" => lang.pick("撤违规", "violation voided"),
        "client.transfer" => lang.pick("转移归属", "transferred"),
        "client.import" => lang.pick("导入客户", "clients imported"),
        "client.link" => lang.pick("关联客户", "linked"),
        "client.merge" => lang.pick("合并客户", "merged"),
        "client.split" => lang.pick("拆开客户", "merge taken apart"),
        "hint.dismiss" => lang.pick("不是同一人", "two people"),
        "unit.add" => lang.pick("加房源", "unit added"),
        "unit.hold" => lang.pick("保留房源", "unit held"),
        "unit.release" => lang.pick("解除保留", "unit released"),
        "deposit.take" => lang.pick("收定金", "deposit taken"),
        "deposit.refund" => lang.pick("退定金", "deposit refunded"),
        "contract.sign" => lang.pick("签合同", "contract signed"),
        "commission.agree" => lang.pick("商定分成", "commission agreed"),
        "call.start" => lang.pick("来电", "call"),
        "call.end" => lang.pick("挂断", "call ended"),
        "call.returned" => lang.pick("已回电", "call returned"),
        "project.add" => lang.pick("加楼盘", "project added"),
        "inbox.ack" => lang.pick("过目", "seen by a manager"),
        "ask" => lang.pick("申请", "manager asked"),
        "answer" => lang.pick("答复申请", "request answered"),
        "case.rule" => lang.pick("裁定", "ruling"),
        "pin.set" => lang.pick("设 PIN", "PIN set"),
        "pin.fail" => lang.pick("PIN 输错", "wrong PIN"),
        "export.log" => lang.pick("导出", "exported"),
        "receipt.print" => lang.pick("打收据", "receipt printed"),
        "undo" => lang.pick("撤销", "undone"),
        other => other,
    }
}

/// The state of a unit, by its name in the command language.
#[must_use]
pub fn unit_status(lang: Lang, status: &str) -> &str {
    match status {
        "available" => lang.pick("可售", "available"),
        "held" => lang.pick("保留", "held"),
        "reserved" => lang.pick("已定", "reserved"),
        "sold" => lang.pick("已售", "sold"),
        other => other,
    }
}
