//! Clients who look alike, and owners about to lose theirs, in words. Knows what to say, never who may see it.

use super::Lang;
use crate::rules::likeness::Likeness;
use std::collections::BTreeSet;

super::phrases! {
    /// They look like somebody.
    Alike: "疑似" "Alike",
    /// Two may be one person.
    MayBeOne: "可能是同一人" "may be the same person",
    /// Two may belong together.
    MayBelong: "可能相关" "may belong together",
    /// Whom one may be.
    AlikeTitle: "与谁比对" "Compare with whom",
    /// A comparison.
    CompareTitle: "比对" "Compare",
    /// Nobody looks alike.
    NobodyAlike: "没有疑似同一人的客户" "nobody looks like this client",
    /// Why.
    Because: "依据" "Because",
    /// A merge of two.
    Merge: "合并为一人" "one person",
    /// A household.
    Household: "记为同一家庭" "one household",
    /// A company.
    Company: "记为同一公司" "one company",
    /// Two people.
    Dismiss: "不是同一人，不再提示" "two people: no more hints",
    /// A merge taken apart.
    Split: "拆开" "take apart",
    /// The words under which a merge is taken apart on the screen.
    SplitReason: "核对后不是同一人" "looked again: two people",
    /// How long an owner keeps the client.
    Protection: "保护期" "Protected",
    /// The owner is about to lose the client.
    ProtectionSoon: "保护期快到" "protection ends soon",
    /// Nobody's protection is about to end.
    NobodyLapses: "没有快到保护期的客户" "nobody's protection is about to end",
    /// The policy is off.
    ProtectionOff: "本案场没有设保护期（protection_days 为 0）" "protection is off (protection_days is 0)",
    /// Name.
    Name: "姓名" "Name",
    /// The address.
    Address: "地址" "Address",
    /// The companion's number.
    Companion: "同来电话" "Companion",
    /// Visits.
    Visits: "来访" "Visits",
    /// Ids.
    Id: "编号" "Id",
    /// Not the owner and not a manager.
    Masked: "号码和姓名归属人和经理可看全" "names and numbers are for owner and managers",
}

/// A reason.
#[must_use]
pub const fn reason(lang: Lang, likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::NearPhone => lang.pick("同名，号码只差一处", "same name, numbers one slip apart"),
        Likeness::Address => lang.pick("同姓，地址相同", "same surname, same address"),
        Likeness::CompanionAndSurname => lang.pick("同姓，同来的人相同", "same surname, same companion"),
        Likeness::Companion => lang.pick("同来的人相同", "same companion"),
        Likeness::CompanionIsClient => lang.pick("一方是另一方的同来人", "one came with the other"),
    }
}

/// All reasons of a pair.
#[must_use]
pub fn reasons(lang: Lang, of: &BTreeSet<Likeness>) -> String {
    of.iter().map(|likeness| reason(lang, *likeness)).collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// How long an owner keeps a client.
#[must_use]
pub fn days_left(lang: Lang, days: i64, until: &str) -> String {
    match (lang, days) {
        (Lang::Zh, 0) => format!("已过（{until}）"),
        (Lang::En, 0) => format!("ended {until}"),
        (Lang::Zh, _) => format!("还剩 {days} 天（到 {until}）"),
        (Lang::En, 1) => format!("1 day left (until {until})"),
        (Lang::En, _) => format!("{days} days left (until {until})"),
    }
}

/// Said to an owner who comes to the keys: how many clients they are about to lose, and the keys that list them.
#[must_use]
pub fn own_lapsing(lang: Lang, count: usize, [screen, list]: &[String; 2]) -> String {
    match lang {
        Lang::Zh => format!("；有 {count} 位客户保护期快到，{screen} 再按 {list} 看"),
        Lang::En if count == 1 => format!("; one client's protection ends soon: {screen}, then {list}"),
        Lang::En => format!("; protection of {count} clients ends soon: {screen}, then {list}"),
    }
}

/// More pairs than are shown.
#[must_use]
pub fn more(lang: Lang, shown: usize) -> String {
    match lang {
        Lang::Zh => format!("只列出前 {shown} 对，用 --limit 看更多"),
        Lang::En => format!("only the first {shown} pairs: --limit shows more"),
    }
}

/// Said before an arrival is sent: whom it looks like, where that may be told.
#[must_use]
pub fn before_arrival(lang: Lang, who: Option<(&str, &str)>, why: Likeness, key: &str) -> String {
    let why = reason(lang, why);
    match (lang, who) {
        (Lang::Zh, Some((name, phone))) => format!("疑似 {name} {phone}（{why}）；登记后按 {key} 比对"),
        (Lang::Zh, None) => format!("疑似一位客户（{why}），请核对；登记后按 {key} 比对"),
        (Lang::En, Some((name, phone))) => format!("may be {name} {phone} ({why}); then {key} compares"),
        (Lang::En, None) => format!("may be a client ({why}): ask again; then {key} compares"),
    }
}

/// Said after an arrival: whom the new client looks like.
#[must_use]
pub fn after_arrival(lang: Lang, other: &str, of: &BTreeSet<Likeness>, key: &str) -> String {
    let reasons = reasons(lang, of);
    match lang {
        Lang::Zh => format!("；疑似 {other}（{reasons}），按 {key} 比对"),
        Lang::En => format!("; may be {other} ({reasons}): {key} compares"),
    }
}
