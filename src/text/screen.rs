//! The words of the home screen and of what stands over it.

use super::Lang;
use crate::rules::rulebook::Penalty;
use crate::rules::time::{Date, Timestamp};
use chrono::{Datelike, Timelike, Weekday};
use chrono_tz::Tz;

super::phrases! {
    /// The program.
    Program: "轮牌" "lunpai",
    /// The desk as an actor.
    Desk: "前台" "desk",
    /// Visits today.
    Visits: "来访" "visits",
    /// Receptions running.
    Talking: "在谈" "now",
    /// Clients waiting.
    Waiting: "等候" "waiting",
    /// Title of those who wait.
    WaitingTitle: "等候" "Waiting",
    /// Deposits today.
    Deposits: "定金" "deposits",
    /// The inbox.
    Inbox: "待办" "inbox",
    /// The plates.
    Line: "候接顺序" "The line",
    /// Those without a turn.
    OutOfLine: "不在轮次" "not in the line",
    /// The receptions.
    Receptions: "接待中" "Receptions",
    /// The last decision.
    Last: "方才" "Just now",
    /// Notices and calls.
    Notices: "转告与来电" "Notices and calls",
    /// An owed mark.
    OwedMark: "补" "ow",
    /// Free.
    Free: "空闲" "free",
    /// Receiving.
    Receiving: "接待" "with",
    /// On a call.
    OnCall: "接电话" "on a call",
    /// Suspended.
    Suspended: "停牌" "suspended",
    /// Not on duty today.
    Absent: "不当班" "off duty",
    /// Turns taken.
    Taken: "接" "got",
    /// Turns owed.
    Owed: "欠" "ow",
    /// Turns used without a client.
    Consumed: "过" "used",
    /// Turns prepaid.
    Prepaid: "抵" "paid",
    /// Nobody is received.
    NoReceptions: "现在没有人在接待" "nobody is being received",
    /// Nobody waits.
    NoWaiting: "没有人等候" "nobody waits",
    /// No decision yet.
    NoDecision: "今天还没有来访" "no arrival yet",
    /// Nothing to tell.
    NoNotices: "没有要转告的事" "nothing to tell",
    /// Nothing for a manager to see.
    NothingToSee: "没有要经理过目的事" "nothing for a manager to see",
    /// No day is open.
    DayClosed: "还没有开班" "No day is open",
    /// How to open it.
    PressOpen: "按 o 定顺序并开班" "press o to set the order and open the day",
    /// Nobody is on the staff.
    NoStaff: "还没有销售员；经理按 + 加人员" "no salespeople yet; a manager adds them with +",
    /// Assisting.
    Assist: "代接" "assists",
    /// Own client.
    Own: "本人" "own",
    /// A make-up.
    MakeUp: "补接" "make-up",
    /// Asked for.
    Wants: "要" "wants",
    /// A missed call.
    Missed: "待回电" "call back",
    /// Overdue.
    Overdue: "超时" "overdue",
    /// The screen is too small.
    TooSmall: "窗口太小：至少要 80 列 24 行" "Too small: at least 80 by 24 needed",
    /// Who would receive the next client.
    NextClient: "下一位新客" "next client",
    /// Who answers the next call.
    NextCall: "下一个接听" "next call",
    /// Title of the help.
    HelpTitle: "按键" "Keys",
    /// Title of the palette.
    PaletteTitle: "命令" "Commands",
    /// Title of the reasons.
    ReasonsTitle: "理由" "Why",
    /// Title of the presence list.
    PresenceTitle: "在哪里" "Where",
    /// Title of the finish list.
    FinishTitle: "送走哪一位" "Who has been received",
    /// Title of the waiting list.
    LeaveTitle: "哪一位不等了" "Who has given up",
    /// Title of the notice list.
    NoticeTitle: "已转告哪一件" "Which one was told",
    /// Title of the running calls.
    EndCallTitle: "哪一通挂断了" "Which call is over",
    /// Title of the missed calls.
    ReturnTitle: "哪一通已回电" "Which call was returned",
    /// Title of the actors.
    ActorTitle: "谁在操作" "Who is at the keys",
    /// Title of a list of the staff.
    WhoTitle: "是谁" "Who",
    /// Asks to open the new day.
    NewDayAsk: "今天还没有开班。现在定顺序并开班吗？" "Today is not open yet. Set the order and open it now?",
    /// Nothing is found.
    NothingFound: "没有找到" "nothing found",
    /// Title of a departure.
    DepartTitle: "登记离职" "Has left the company",
    /// Title of the opening.
    OpenTitle: "开班：今天的接待顺序" "Open the day: today's order",
    /// Title of the reordering.
    ReorderTitle: "调整今天的接待顺序" "Change today's order",
    /// In the order.
    OnDuty: "当班" "on duty",
    /// In the order, not in yet.
    NotIn: "未到" "not in yet",
    /// Not in the order.
    OffDuty: "不排" "left out",
    /// Nothing to do of this kind.
    NothingHere: "眼下没有这样的事可办" "nothing to do this with now",
    /// What was chosen is gone: a row must be chosen first.
    ChooseRow: "请先用上下键选一行" "choose a row first, with Up or Down",
    /// Asks before undoing.
    UndoAsk: "要撤回的是：" "This will be taken back:",
    /// Title of the undoing.
    UndoTitle: "撤销" "Undo",
    /// Asks before closing.
    CloseAsk: "收班后今天不能再开。确定收班吗？" "Once closed, today cannot be opened again. Close the day?",
    /// Asks before closing with force.
    ForceAsk: "还有客户在场或在通话。经理强制收班：等候的作离开，接待和通话作结束。"
        "Somebody still waits, is received or is on a call. Force: those waiting leave, receptions and calls end.",
    /// Title of the closing.
    CloseTitle: "收班" "Close the day",
    /// Title of the confirmation of a deposit.
    DepositTitle: "请核对定金" "Check the deposit",
    /// The mouse was given back.
    MouseOff: "鼠标可以选取文字了，Ctrl-T 收回" "the mouse selects text now, Ctrl-T takes it back",
    /// The mouse is used again.
    MouseOn: "鼠标可以点选了" "the mouse is used again",
    /// Title of the day's digest.
    DigestTitle: "已收班 · 当日校验码" "The day is closed · its digest",
    /// What to do with it.
    DigestCopy: "请把校验码抄在收班单上：" "Write this digest on the closing sheet:",
    /// Nobody could answer.
    NobodyFree: "无人可接" "nobody",
    /// Title of a notice not given.
    NotToldTitle: "没有转告" "Not told",
    /// A unit with a deposit on it.
    UnitTaken: "已定" "deposit",
    /// A unit held for someone.
    UnitHeld: "保留" "held",
    /// A unit sold.
    UnitSold: "已售" "sold",
    /// The unit of an amount.
    Yuan: "元" "yuan",
    /// Empty list.
    Empty: "没有" "nothing",
    /// How to let a manager do it.
    SwitchActor: "（按 m 换操作人）" " (m changes who is at the keys)",
    /// Someone new at the keys.
    NowActing: "现在操作的是" "now at the keys:",
}

/// Asks before someone is entered as having left.
#[must_use]
pub fn departs(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Zh => format!("{name}离职：欠补作废，名下客户再来时归新的接待人。确定吗？"),
        Lang::En => format!("{name} has left: owed turns end, clients go to whoever receives them next. Enter it?"),
    }
}

/// Says that a day before today is still open.
#[must_use]
pub fn still_open(lang: Lang, date: Date) -> String {
    let date = date.format("%m-%d");
    match lang {
        Lang::Zh => format!("{date} 还没有收班。现在收班，再开今天的班吗？"),
        Lang::En => format!("{date} is still open. Close it now, and then open today?"),
    }
}

/// Says in the header that a day before today is still open.
#[must_use]
pub fn not_closed(lang: Lang, date: Date) -> String {
    let date = date.format("%m-%d");
    match lang {
        Lang::Zh => format!("{date} 未收班"),
        Lang::En => format!("{date} not closed"),
    }
}

/// The title of a new day.
#[must_use]
pub fn new_day(lang: Lang, date: Date) -> String {
    let day = weekday(lang, date.weekday());
    match lang {
        Lang::Zh => format!("新的一天 · {} {day}", date.format("%m-%d")),
        Lang::En => format!("A new day · {day} {}", date.format("%m-%d")),
    }
}

/// A penalty.
#[must_use]
pub fn penalty(lang: Lang, penalty: &Penalty) -> String {
    match (penalty, lang) {
        (Penalty::Warning, _) => lang.pick("警告", "a warning").to_owned(),
        (Penalty::Demerit, _) => lang.pick("记过", "a demerit").to_owned(),
        (Penalty::MajorDemerit, _) => lang.pick("记大过", "a major demerit").to_owned(),
        (Penalty::Suspension(days), Lang::Zh) => format!("停牌 {days} 天"),
        (Penalty::Suspension(days), Lang::En) => format!("suspension for {days} duty days"),
    }
}

/// Asks before a notice is entered as not given.
#[must_use]
pub fn not_told(lang: Lang, staff: &str, charge: &Penalty) -> String {
    let charge = penalty(lang, charge);
    match lang {
        Lang::Zh => format!("{staff}没有转告：记{staff}抢单，处罚：{charge}。确定吗？"),
        Lang::En => format!("{staff} did not tell: poaching is recorded, with {charge}. Enter it?"),
    }
}

/// How a unit stands that is not free, by its code in the register.
#[must_use]
pub fn unit_state(lang: Lang, code: &str) -> &'static str {
    match code {
        "held" => Phrase::UnitHeld,
        "signed" => Phrase::UnitSold,
        _ => Phrase::UnitTaken,
    }
    .get(lang)
}

/// The weekday of a date.
#[must_use]
pub const fn weekday(lang: Lang, day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => lang.pick("周一", "Mon"),
        Weekday::Tue => lang.pick("周二", "Tue"),
        Weekday::Wed => lang.pick("周三", "Wed"),
        Weekday::Thu => lang.pick("周四", "Thu"),
        Weekday::Fri => lang.pick("周五", "Fri"),
        Weekday::Sat => lang.pick("周六", "Sat"),
        Weekday::Sun => lang.pick("周日", "Sun"),
    }
}

/// The time of day.
#[must_use]
pub fn time_of_day(now: Timestamp, zone: Tz) -> String {
    now.in_zone(zone).format("%H:%M").to_string()
}

/// A date without its year, and a time. Written by hand: a list says it on every row.
#[must_use]
pub fn day_and_time(at: Timestamp, zone: Tz) -> String {
    let at = at.in_zone(zone);
    format!("{:02}-{:02} {:02}:{:02}", at.month(), at.day(), at.hour(), at.minute())
}

/// Date, weekday and time of day; without the year where there is little room.
#[must_use]
pub fn moment(lang: Lang, now: Timestamp, zone: Tz, is_wide: bool) -> String {
    let time = now.in_zone(zone);
    let date = time.format(if is_wide { "%Y-%m-%d" } else { "%m-%d" });
    format!("{date} {} {}", weekday(lang, time.weekday()), time.format("%H:%M"))
}

/// From this many minutes on, hours are told.
const HOURS_FROM_MINUTES: i64 = 600;

/// How long since then: whole minutes, and hours where it is very long.
#[must_use]
pub fn elapsed(lang: Lang, since: Timestamp, now: Timestamp) -> String {
    let minutes = now.seconds_since(since).max(0) / 60;
    match (lang, minutes) {
        (Lang::Zh, HOURS_FROM_MINUTES..) => format!("{}时", minutes / 60),
        (Lang::En, HOURS_FROM_MINUTES..) => format!("{}h", minutes / 60),
        (Lang::Zh, _) => format!("{minutes}分"),
        (Lang::En, _) => format!("{minutes}m"),
    }
}

/// How many minutes a notice has left, or that it is overdue.
#[must_use]
pub fn left(lang: Lang, opened_at: Timestamp, minutes_max: u32, now: Timestamp) -> (String, bool) {
    let left = i64::from(minutes_max) * 60 - now.seconds_since(opened_at);
    if left <= 0 {
        return (Phrase::Overdue.get(lang).to_owned(), true);
    }
    let minutes = (left + 59) / 60;
    let text = match lang {
        Lang::Zh => format!("还有 {minutes}分"),
        Lang::En => format!("{minutes}m left"),
    };
    (text, false)
}
