//! Policies by what people call them, and their values in words. Keys and values of the command
//! language stand beside, never alone.

use super::{Lang, words};
use serde_json::Value;

/// What people call a policy; its key where it has no name.
#[must_use]
pub fn name(lang: Lang, key: &str) -> &str {
    match key {
        "register_match" => lang.pick("老客户怎么认", "recognising clients"),
        "when_all_busy" => lang.pick("全都忙时", "when all are busy"),
        "makeup_cap" => lang.pick("欠补上限", "most turns owed"),
        "makeup_run" => lang.pick("连着补接上限", "make-ups in a row"),
        "double_up_max" => lang.pick("兼接上限", "most receptions at once"),
        "named_on_turn" => lang.pick("点名正好轮到", "named on one's turn"),
        "makeup_expires" => lang.pick("欠补留到", "owed turns last"),
        "late_arrival" => lang.pick("迟到的人", "late arrivals"),
        "suspension_start" => lang.pick("停牌起算", "suspensions begin"),
        "suspended_serves_own" => lang.pick("停牌时接自己的客户", "own clients when suspended"),
        "notify_minutes" => lang.pick("转告时限", "time to tell"),
        "protection_days" => lang.pick("客户保护期", "protection of clients"),
        other => other,
    }
}

/// A value in words, with its unit.
#[must_use]
pub fn value(lang: Lang, key: &str, value: &Value) -> String {
    let plain = words::value(value);
    if let Some(word) = word(lang, key, &plain) {
        return word.to_owned();
    }
    let unit = match key {
        "makeup_cap" => lang.pick(" 轮", " turns"),
        "makeup_run" => lang.pick(" 次", " make-ups"),
        "double_up_max" => lang.pick(" 拨", " clients"),
        "notify_minutes" => lang.pick(" 分钟", " minutes"),
        "protection_days" => lang.pick(" 天", " days"),
        _ => "",
    };
    format!("{plain}{unit}")
}

/// The word for a value that is no plain number.
fn word(lang: Lang, key: &str, value: &str) -> Option<&'static str> {
    Some(match (key, value) {
        ("register_match", "owner") => lang.pick("登记对上就算", "a match in the register"),
        ("register_match", "rotation") => lang.pick("要有人当面认出", "somebody in person"),
        ("when_all_busy", "wait") => lang.pick("先等", "the client waits"),
        ("when_all_busy", "double_up") => lang.pick("兼接", "somebody doubles up"),
        ("makeup_cap" | "makeup_run", "0") => lang.pick("不限", "no limit"),
        ("named_on_turn", "free") => lang.pick("不占轮次", "on top"),
        ("named_on_turn", "counts") => lang.pick("算一轮", "counts as the turn"),
        ("makeup_expires", "week") => lang.pick("本周末", "to the week's end"),
        ("makeup_expires", "day") => lang.pick("当天", "to the day's end"),
        ("makeup_expires", "never") => lang.pick("一直留着", "for good"),
        ("late_arrival", "end") => lang.pick("排到末位", "join at the end"),
        ("late_arrival", "keep") => lang.pick("留在原位", "keep their place"),
        ("suspension_start", "next_duty_day") => lang.pick("下一个班日", "on the next duty day"),
        ("suspension_start", "today") => lang.pick("当天", "today"),
        ("suspended_serves_own", "true") => lang.pick("可以", "yes"),
        ("suspended_serves_own", "false") => lang.pick("不可以", "no"),
        ("protection_days", "0") => lang.pick("一直不放", "never lapses"),
        _ => return None,
    })
}

/// A policy and its value: what people call it, and how the command language writes it.
#[must_use]
pub fn stated(lang: Lang, key: &str, now: &Value) -> String {
    let (name, value, plain) = (name(lang, key), value(lang, key, now), words::value(now));
    match lang {
        Lang::Zh => format!("{name}：{value}（{key} = {plain}）"),
        Lang::En => format!("{name}: {value} ({key} = {plain})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rulebook::{Allowed, Rulebook};

    #[test]
    fn every_policy_has_a_name_and_every_choice_a_word() {
        for lang in [Lang::Zh, Lang::En] {
            for doc in &Rulebook::standard().policies {
                assert_ne!(name(lang, &doc.key), doc.key);
                let choices = match &doc.allowed {
                    Allowed::Flag => vec!["true".to_owned(), "false".to_owned()],
                    Allowed::Choice(names) => names.clone(),
                    Allowed::Number(_) => continue,
                };
                for choice in choices {
                    assert!(word(lang, &doc.key, &choice).is_some(), "{} {choice}", doc.key);
                }
            }
        }
    }
}
