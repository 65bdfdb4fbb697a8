//! The words of the clients screen (客户): headings, by what somebody was found, how long ago, and
//! what the register keeps of a client. Knows what to say, never who may see it.

use super::Lang;
use super::money;
use crate::register::find::FoundBy;
use crate::register::phone_log::CallState;
use crate::rules::event::OwnerCause;
use crate::rules::facts::DepositState;
use crate::rules::floor::VisitState;
use crate::rules::time::Timestamp;
use chrono::Datelike;
use chrono_tz::Tz;

super::phrases! {
    /// The line in which clients are looked for.
    Find: "查找" "Find",
    /// What may be typed there.
    FindBy: "电话任意几位、姓名、拼音或首字母、公司" "any digits of the number, name, pinyin or initials, company",
    /// Clients found.
    Found: "找到" "Found",
    /// Nothing is looked for: who was here lately.
    Lately: "最近来访" "Here lately",
    /// The keys of the register are still being read.
    Reading: "登记本正在读入；号码已经可以找" "the register is being read; digits work already",
    /// The owners of these are about to lose them.
    Lapsing: "保护期快到" "Protection ending",
    /// Of these, whoever is at the keys owns so many.
    Yours: "! 您的" "! yours",
    /// Head of a column: days left.
    LeftHead: "还剩" "left",
    /// Nobody is found.
    Nobody: "登记本里没有找到" "nobody found in the register",
    /// Nobody is in the register.
    NobodyYet: "登记本里还没有客户" "no clients in the register yet",
    /// More were found than are shown.
    TypeOn: "还有，请再输几个字" "more: type on",
    /// Head of a column: by what.
    ByWhat: "依据" "by",
    /// Head of a column: a name.
    NameHead: "姓名" "name",
    /// Head of a column: a number.
    PhoneHead: "电话" "number",
    /// Head of a column: to whom they belong.
    OwnerHead: "归属" "owner",
    /// Head of a column: when they were last here.
    LastHead: "最近" "last",
    /// Numbers of a client.
    Phones: "电话" "Phone",
    /// To whom they belong.
    Owner: "归属" "Owner",
    /// They belong to nobody.
    NoOwner: "无归属" "no owner",
    /// Whoever owned them has left.
    Departed: "已离职" "has left",
    /// The owner's protection is over.
    Lapsed: "保护期已过" "protection over",
    /// The first contact.
    First: "首次" "First",
    /// The last contact.
    Last: "最近" "Last",
    /// Never here.
    NeverHere: "没有来访" "never here",
    /// The client's ids.
    Id: "编号" "Id",
    /// The sharing of the commission.
    Shares: "分佣" "Shares",
    /// How long the owner keeps them.
    Protection: "保护" "Protected",
    /// Whom they look like.
    Alike: "疑似" "Alike",
    /// A household.
    Household: "家庭" "Household",
    /// A company.
    Company: "公司" "Company",
    /// Visits.
    Visits: "来访" "Visits",
    /// Calls.
    Calls: "来电" "Calls",
    /// Deposits.
    Deposits: "定金" "Deposits",
    /// Holds.
    Holds: "保留" "Holds",
    /// Changes of owner.
    Owners: "归属变更" "Owners",
    /// Violations about them.
    Violations: "违规" "Violations",
    /// Here now.
    Here: "在场" "here",
    /// Has bought.
    Closed: "已成交" "has bought",
    /// Received for somebody else.
    Assist: "代接" "assist",
    /// A hold or a violation that no longer stands.
    Over: "已解除" "over",
    /// A violation taken back.
    Voided: "已撤销" "voided",
    /// Until.
    Until: "到" "until",
    /// What others see of a client.
    Masked: "其余内容归属人和经理可看" "the rest is for owner and managers",
    /// Stands for the name of a client found by digits that are masked for whoever looks.
    Veiled: "未输全" "type on",
    /// Such a client is owned.
    Owned: "有归属" "owned",
    /// What to do about such a client.
    VeiledNote: "只输了号码的一段，所以不显示是哪一位；输全号码、尾号四位或姓名就能看到" "only part of the number was typed, so it is not shown whose it is: type all of it, its last four, or a name",
    /// More lines than fit.
    More: "… 回车看全部" "… Enter shows all",
    /// Nobody is chosen.
    NobodyChosen: "选一位客户，这里显示其登记" "choose a client to see what is known",
    /// A client without a visit.
    NoVisit: "这位客户没有来访记录，没有可以补登记的" "this client has no visit to add details to",
}

/// By what a client was found; nothing when nothing was looked for.
#[must_use]
pub const fn found_by(lang: Lang, by: FoundBy) -> &'static str {
    match by {
        FoundBy::Recent => "",
        FoundBy::Phone => lang.pick("电话", "number"),
        FoundBy::PhoneTail => lang.pick("尾号", "ending"),
        FoundBy::PhonePart => lang.pick("号段", "digits"),
        FoundBy::Name | FoundBy::NamePrefix | FoundBy::NamePart => lang.pick("姓名", "name"),
        FoundBy::Pinyin | FoundBy::Spelling => lang.pick("拼音", "pinyin"),
        FoundBy::Initials => lang.pick("简拼", "abbrev"),
        FoundBy::Company => lang.pick("公司", "firm"),
        FoundBy::Household => lang.pick("家庭", "family"),
        FoundBy::Id | FoundBy::IdPart => lang.pick("编号", "id"),
    }
}

const DAYS_A_MONTH: i64 = 30;
const DAYS_A_YEAR: i64 = 365;
/// From so many months on, years are told.
const MONTHS_MAX: i64 = 24;

/// How long since then, in few letters: days of the calendar, then months, then years.
#[must_use]
pub fn age(lang: Lang, then: Timestamp, now: Timestamp, zone: Tz) -> String {
    let days = now.date(zone).signed_duration_since(then.date(zone)).num_days();
    let (months, years) = (days / DAYS_A_MONTH, days / DAYS_A_YEAR);
    match (lang, days) {
        (_, ..=0) => lang.pick("今天", "today").to_owned(),
        (Lang::Zh, 1) => "昨天".to_owned(),
        (Lang::Zh, _) if days < DAYS_A_MONTH * 2 => format!("{days}天"),
        (Lang::En, _) if days < DAYS_A_MONTH * 2 => format!("{days}d"),
        (Lang::Zh, _) if months < MONTHS_MAX => format!("{months}月"),
        (Lang::En, _) if months < MONTHS_MAX => format!("{months}mo"),
        (Lang::Zh, _) => format!("{years}年"),
        (Lang::En, _) => format!("{years}y"),
    }
}

/// Days left, in few letters.
#[must_use]
pub fn days_left(lang: Lang, days: i64) -> String {
    match lang {
        Lang::Zh => format!("{days}天"),
        Lang::En => format!("{days}d"),
    }
}

/// How long ago, in words.
#[must_use]
pub fn ago(lang: Lang, then: Timestamp, now: Timestamp, zone: Tz) -> String {
    let age = age(lang, then, now, zone);
    match lang {
        Lang::Zh if age.ends_with('月') => format!("{}个月前", age.trim_end_matches('月')),
        Lang::Zh if age.starts_with(|c: char| c.is_ascii_digit()) => format!("{age}前"),
        Lang::En if age.starts_with(|c: char| c.is_ascii_digit()) => format!("{age} ago"),
        _ => age,
    }
}

/// A day, with its year unless that is this one.
#[must_use]
pub fn day(then: Timestamp, now: Timestamp, zone: Tz) -> String {
    let is_this_year = then.date(zone).year() == now.date(zone).year();
    then.in_zone(zone).format(if is_this_year { "%m-%d" } else { "%Y-%m-%d" }).to_string()
}

/// A day and the time of day.
#[must_use]
pub fn moment(then: Timestamp, now: Timestamp, zone: Tz) -> String {
    format!("{} {}", day(then, now, zone), then.in_zone(zone).format("%H:%M"))
}

/// Since when.
#[must_use]
pub fn since(lang: Lang, day: &str) -> String {
    match lang {
        Lang::Zh => format!("{day} 起"),
        Lang::En => format!("since {day}"),
    }
}

/// To whom a client belongs, and since when where that is known.
#[must_use]
pub fn owned(lang: Lang, owner: &str, day: Option<&str>) -> String {
    match (lang, day) {
        (Lang::Zh, Some(day)) => format!("归属 {owner} {day} 起"),
        (Lang::Zh, None) => format!("归属 {owner}"),
        (Lang::En, Some(day)) => format!("{owner} since {day}"),
        (Lang::En, None) => format!("owner {owner}"),
    }
}

/// How many times a client was received.
#[must_use]
pub fn received(lang: Lang, count: u32) -> String {
    match lang {
        Lang::Zh => format!("接待 {count} 次"),
        Lang::En if count == 1 => "received once".to_owned(),
        Lang::En => format!("received {count} times"),
    }
}

/// How many people a group has.
#[must_use]
pub fn people(lang: Lang, count: usize, has_more: bool) -> String {
    let more = if has_more { "+" } else { "" };
    match lang {
        Lang::Zh => format!("{count}{more} 人"),
        Lang::En => format!("{count}{more} people"),
    }
}

/// Numbers of a client beyond the first.
#[must_use]
pub fn more_numbers(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("等 {count} 个号码"),
        Lang::En => format!("and {} more", count.saturating_sub(1)),
    }
}

/// To whom they belonged, and why no more.
#[must_use]
pub fn belonged(lang: Lang, owner: &str, why: Phrase) -> String {
    let (nobody, why) = (Phrase::NoOwner.get(lang), why.get(lang));
    match lang {
        Lang::Zh => format!("{nobody}（原归{owner}，{why}）"),
        Lang::En => format!("{nobody} ({owner} {why})"),
    }
}

/// How far a visit has come.
#[must_use]
pub const fn visit_state(lang: Lang, state: VisitState) -> &'static str {
    match state {
        VisitState::Waiting => lang.pick("等候中", "waiting"),
        VisitState::Receiving => lang.pick("接待中", "in reception"),
        VisitState::Finished => lang.pick("已送客", "finished"),
        VisitState::Left => lang.pick("等候中离开", "left waiting"),
    }
}

/// How far a call has come.
#[must_use]
pub const fn call_state(lang: Lang, state: CallState) -> &'static str {
    match state {
        CallState::Running => lang.pick("通话中", "running"),
        CallState::Missed => lang.pick("未接", "missed"),
        CallState::Ended => lang.pick("已挂断", "ended"),
        CallState::Returned => lang.pick("已回电", "returned"),
    }
}

/// How far a deposit has come.
#[must_use]
pub const fn deposit_state(lang: Lang, state: DepositState) -> &'static str {
    match state {
        DepositState::Active => lang.pick("已收", "taken"),
        DepositState::Refunded => lang.pick("已退", "refunded"),
        DepositState::Signed => lang.pick("已签约", "contract"),
    }
}

/// Why a client's owner changed.
#[must_use]
pub const fn cause(lang: Lang, cause: OwnerCause) -> &'static str {
    match cause {
        OwnerCause::FirstContact => lang.pick("首次接待", "first contact"),
        OwnerCause::Departed => lang.pick("原归属人离职", "owner had left"),
        OwnerCause::Lapsed => lang.pick("保护期已过", "protection over"),
        OwnerCause::Transfer => lang.pick("经理转移", "transferred"),
        OwnerCause::Group => lang.pick("随家庭或公司", "by household or company"),
        OwnerCause::Link => lang.pick("并组", "linked"),
        OwnerCause::Reassigned => lang.pick("改派", "reassigned"),
        OwnerCause::Imported => lang.pick("导入", "imported"),
        OwnerCause::Merged => lang.pick("并户", "merged"),
        OwnerCause::Parted => lang.pick("拆户", "split again"),
    }
}

/// An amount.
#[must_use]
pub fn amount(lang: Lang, fen: i64) -> String {
    format!("{} {}", money::figures(fen), super::screen::Phrase::Yuan.get(lang))
}

/// Basis points as percent.
#[must_use]
pub fn percent(points: i64) -> String {
    let (whole, rest) = (points / 100, points % 100);
    if rest == 0 { format!("{whole}%") } else { format!("{whole}.{rest:02}%") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_years() {
        let zone = chrono_tz::Asia::Shanghai;
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let now = at("2026-11-23T09:00:00+08:00");
        for (then, zh, en) in [
            ("2026-11-23T08:00:00+08:00", "今天", "today"),
            ("2026-11-22T23:59:00+08:00", "昨天", "1d ago"),
            ("2026-11-02T10:00:00+08:00", "21天前", "21d ago"),
            ("2026-06-01T10:00:00+08:00", "5个月前", "5mo ago"),
            ("2023-11-01T10:00:00+08:00", "3年前", "3y ago"),
        ] {
            assert_eq!(ago(Lang::Zh, at(then), now, zone), zh);
            assert_eq!(ago(Lang::En, at(then), now, zone), en);
        }
        assert_eq!(day(at("2025-12-31T23:00:00+08:00"), now, zone), "2025-12-31");
        assert_eq!(moment(at("2026-01-01T00:30:00+08:00"), now, zone), "01-01 00:30");
    }

    #[test]
    fn shares_are_percents() {
        assert_eq!(percent(10_000), "100%");
        assert_eq!(percent(6_050), "60.50%");
    }
}
