//! One plain sentence for every refusal, and what to do next.

use super::Lang;
use super::because::name;
use super::rulebook;
use super::words as words_of;
use crate::rules::command::MoveTo;
use crate::rules::floor::Floor;
use crate::rules::refusal::{AbsenceFault, Code, PinTrouble, Refusal};

/// Says why a command was refused and what to do. Never repeats what a client said of themselves.
#[must_use]
pub fn sentence(lang: Lang, floor: &Floor, refusal: &Refusal) -> String {
    let about = refusal.detail.about.as_deref().unwrap_or("");
    let staff = refusal.detail.staff.as_ref().map_or("", |staff| name(floor, staff));
    let at =
        refusal.detail.at.map(|at| at.in_zone(floor.zone).format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    let date = refusal.detail.date.map(|date| date.to_string()).unwrap_or_default();
    let (zh, en) = words(refusal.code);
    match refusal.code {
        Code::BadInput if refusal.detail.absence.is_some() => {
            refusal.detail.absence.map(|fault| absence(lang, about, fault)).unwrap_or_default()
        }
        Code::BadInput => {
            let what = refusal.detail.input.as_deref().unwrap_or("");
            format!("{}{}", lang.pick(zh, en), if what.is_empty() { String::new() } else { format!(" ({what})") })
        }
        Code::BadRulebook => refusal
            .detail
            .book
            .as_deref()
            .map_or_else(|| lang.pick(zh, en).to_owned(), |(part, fault)| rulebook::fault(lang, *part, about, fault)),
        Code::UnitTaken => match lang {
            Lang::Zh => format!("房源 {about} 已由{staff}于 {at} 收了定金，请另选一套。"),
            Lang::En => format!("Unit {about} has been taken: deposit by {staff} at {at}. Choose another unit."),
        },
        Code::UnitHeld => match lang {
            Lang::Zh => format!("房源 {about} 为别的客户保留到 {at}，请另选一套或请经理解除保留。"),
            Lang::En => format!(
                "Unit {about} is held for another client until {at}. Choose another, or ask a manager to release it."
            ),
        },
        Code::DayNotClear if refusal.detail.about.is_some() => match lang {
            Lang::Zh => format!("{about} 还没有了结，请先处理，或写一句话结转。"),
            Lang::En => format!("{about} is still open. Settle it, or carry it over with a word."),
        },
        Code::NeedsManager if refusal.detail.pin.is_some() => unproven(lang, staff, refusal.detail.pin),
        _ => lang
            .pick(zh, en)
            .replace("{about}", about)
            .replace("{staff}", staff)
            .replace("{at}", &at)
            .replace("{date}", &date),
    }
}

/// Why a reason for being away does not do.
fn absence(lang: Lang, code: &str, fault: AbsenceFault) -> String {
    let word = |to: MoveTo| words_of::base(lang, to.base());
    match (lang, fault.means, fault.to.map(word)) {
        (Lang::Zh, Some(means), to) => {
            format!("离岗原因 {code} 算“{}”，不是“{}”，请改其中一个。", word(means), to.unwrap_or_default())
        }
        (Lang::En, Some(means), to) => format!(
            "The absence reason {code} means \"{}\", not \"{}\". Change one of them.",
            word(means),
            to.unwrap_or_default()
        ),
        (Lang::Zh, None, _) => format!("离岗原因里没有 {code}，请用 lunpai rules 查看本案场的原因。"),
        (Lang::En, None, _) => format!("There is no absence reason {code}. See `lunpai rules` for the site's."),
    }
}

/// Says why somebody named has not the authority that they claim.
fn unproven(lang: Lang, staff: &str, trouble: Option<PinTrouble>) -> String {
    match (trouble, lang) {
        (Some(PinTrouble::Wait(seconds)), Lang::Zh) => {
            format!("{staff}的 PIN 连续输错，请等 {seconds} 秒再试。")
        }
        (Some(PinTrouble::Wait(seconds)), Lang::En) => {
            format!("Wrong PINs were given as {staff}'s. Wait {seconds} seconds and try again.")
        }
        (Some(PinTrouble::Wrong), Lang::Zh) => format!("{staff}的 PIN 不对，请核对后再试。"),
        (Some(PinTrouble::Wrong), Lang::En) => format!("That is not {staff}'s PIN. Check it and try again."),
        (Some(PinTrouble::NoneSet), Lang::Zh) => {
            format!("{staff}还没有 PIN，不能这样做；请已有 PIN 的经理代为设置。")
        }
        (Some(PinTrouble::NoneSet), Lang::En) => {
            format!("{staff} has no PIN and cannot do this. Ask a manager who has one to set it.")
        }
        (_, Lang::Zh) => format!("要先用{staff}的 PIN 证明是本人；命令行用 --pin-file 或 LUNPAI_PIN 给出。"),
        (_, Lang::En) => {
            format!("The PIN of {staff} is missing: give it first (--pin-file or LUNPAI_PIN on the command line).")
        }
    }
}

/// The sentences: Chinese, English.
#[must_use]
#[allow(clippy::too_many_lines, reason = "a table, one row a code")]
pub const fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::RequestReused => (
            "这个请求号已用于别的内容，请换一个新的请求号。",
            "This request key was used for something else. Use a new key.",
        ),
        Code::BadInput => {
            ("这条命令写得不对，请改正后再发。", "This command is not right. Correct it and send it again.")
        }
        Code::ClockBackwards => {
            ("时间早于上一笔（{at}），请核对时钟。", "The time is before the last entry ({at}). Check the clock.")
        }
        Code::UnknownStaff => {
            ("没有 {staff} 这个在职人员，请核对编号。", "Nobody called {staff} is on the staff. Check the id.")
        }
        Code::DayNotOpen => ("今天还没有开班，请先开班。", "No day is open. Open the day first."),
        Code::DayAlreadyOpen => {
            ("{date} 已经开过班，不能再开。", "The day {date} has been opened before and cannot be opened again.")
        }
        Code::NeedsManager => ("这件事要由经理来做，请经理操作。", "This is a manager's to do. Ask a manager."),
        Code::DuplicateId => ("编号 {about} 已被使用，请换一个。", "The id {about} is in use. Choose another."),
        Code::UnknownClient => {
            ("登记本里没有客户 {about}，请核对编号。", "The register has no client {about}. Check the id.")
        }
        Code::UnknownVisit => ("没有来访 {about}，请核对编号。", "There is no visit {about}. Check the id."),
        Code::UnknownUnit => ("没有房源 {about}，请核对房号。", "There is no unit {about}. Check the number."),
        Code::UnknownDeposit => ("没有定金 {about}，请核对编号。", "There is no deposit {about}. Check the id."),
        Code::UnknownCall => ("没有来电 {about}，请核对编号。", "There is no call {about}. Check the id."),
        Code::UnknownViolation => {
            ("没有违规记录 {about}，请核对编号。", "There is no violation {about}. Check the id.")
        }
        Code::UnknownItem => {
            ("待办里没有 {about}，可能已经处理。", "The inbox has no item {about}. It may have been dealt with.")
        }
        Code::DayNotClear => (
            "还有客户在等候、在接待或在通话，请先处理，或由经理强制收班。",
            "Somebody still waits, is received or is on a call. Settle them first, or let a manager force the close.",
        ),
        Code::QuestionsUnanswered => (
            "请先问清两件事：是否来过、由谁接待过。",
            "Ask the two questions first: been here before, and received by whom.",
        ),
        Code::NotWaiting => ("来访 {about} 不在等候中，请核对编号。", "Visit {about} is not waiting. Check the id."),
        Code::AlreadyFinished => {
            ("{about} 已经结束，如需更正请另记一笔。", "{about} is over. Make a new entry to correct it.")
        }
        Code::NotInOrder => (
            "{staff}不在今天的接待顺序里，请经理先调整顺序。",
            "{staff} is not in today's order. Ask a manager to change the order first.",
        ),
        Code::OnLeave => {
            ("{staff}今天已请假，只有经理可以召回。", "{staff} is on leave today. Only a manager can bring them back.")
        }
        Code::BadOrder => (
            "接待顺序不对：须是在职销售员，每人一次，不能为空。",
            "This is no order: salespeople on the staff, each once, and not empty.",
        ),
        Code::BadShares => (
            "分成不对：最多两人，归属人必须在内，合计 10000。",
            "These shares are not right: at most two people, the owner one of them, 10,000 in all.",
        ),
        Code::BadAmount => ("金额不对，须大于零。", "This is no amount. It must be above zero."),
        Code::UnitTaken => ("这套房已收定金。", "This unit has been taken."),
        Code::UnitHeld => ("这套房为别的客户保留着。", "This unit is held for another client."),
        Code::UnitNotHeld => {
            ("房源 {about} 没有被保留，无须解除。", "Unit {about} is not held. There is nothing to release.")
        }
        Code::NoNotice => (
            "来访 {about} 没有待转告的事，请看板上的转告一栏。",
            "Visit {about} has no open notice. Look at the notices on the board.",
        ),
        Code::IncompleteInquiry => (
            "咨询其他楼盘须填姓名、电话、楼盘和需求，请补齐。",
            "An inquiry about another project needs name, phone, project and needs. Fill them in.",
        ),
        Code::BadPhone => (
            "电话号码不对，请核对位数；座机请带区号。",
            "This is no telephone number. Check the digits; give landlines with the area code.",
        ),
        Code::BadPolicy => (
            "没有这项政策，或不能设成这个值；请用 lunpai rules 查看。",
            "There is no such policy, or it cannot have this value. See `lunpai rules`.",
        ),
        Code::NothingToUndo => (
            "没有可以撤销的一笔；要更正请另记一笔。",
            "There is nothing that can be taken back. Make a new entry to correct it.",
        ),
        Code::UndoTooLate => (
            "上一笔（{at}）已超过十分钟，请经理撤销。",
            "The last entry ({at}) is more than ten minutes old. Ask a manager to take it back.",
        ),
        Code::PoacherExcluded => (
            "{staff}抢过这位客户的单，不能再得这位客户；请换人，或由经理撤销违规。",
            "{staff} poached this client and can have no part in them. Name another, or let a manager void the violation.",
        ),
        Code::WrongState => (
            "{about}{staff} 目前的状态不能这样做（可能已经做过，或还没到这一步），请看板上的现状。",
            "{about}{staff} cannot be dealt with this way as things stand (done already, or not yet). Look at the board.",
        ),
        Code::AlreadyHere => (
            "这位客户已经在场（来访 {about}），不用再登记。",
            "This client is here already (visit {about}). No new arrival is needed.",
        ),
        Code::BadRulebook => {
            ("规则不能改成这样；请用 lunpai rules 查看。", "The rulebook cannot be changed so. See `lunpai rules`.")
        }
        Code::BadPin => (
            "PIN 须为 4 到 12 位数字，不能全部相同，也不能是 1234 这样的顺号，请换一个。",
            "A PIN has 4 to 12 digits, not all the same and no run such as 1234. Choose another.",
        ),
    }
}
