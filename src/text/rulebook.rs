//! The rulebook's words: a change in one sentence, why a change cannot be, what a part says.

use super::{Lang, screen, words};
use crate::rules::book::BookFault;
use crate::rules::command::BookPart;
use crate::rules::rulebook::{Becomes, Bilingual, Penalty, Rulebook, SITE_RULES, SUSPENSION_DAYS_MAX};
use serde_json::Value;

/// A part of the rulebook, by what people call it.
#[must_use]
pub fn part(lang: Lang, part: BookPart, key: &str) -> String {
    match part {
        BookPart::Rule => match lang {
            Lang::Zh => format!("第 {key} 条"),
            Lang::En => format!("rule {key}"),
        },
        BookPart::Violation => {
            let doc = Rulebook::standard().violation(key);
            let name = doc.map_or(key, |doc| lang.pick(&doc.name.zh, &doc.name.en));
            format!("{} {name}", lang.pick("违规", "violation"))
        }
        BookPart::Absence => format!("{} {key}", lang.pick("离岗原因", "absence reason")),
    }
}

/// A change of one part, in one sentence.
#[must_use]
pub fn change(lang: Lang, of: BookPart, key: &str, value: &Value) -> String {
    let head = part(lang, of, key);
    if value.is_null() {
        let is_shipped = match of {
            BookPart::Rule => key.parse().is_ok_and(|number| Rulebook::standard().rule(number).is_some()),
            BookPart::Violation => true,
            BookPart::Absence => false,
        };
        let end = if is_shipped {
            lang.pick("已恢复原样", "is as shipped again")
        } else {
            lang.pick("已删去", "was removed")
        };
        return format!("{head} {end}");
    }
    let said = match of {
        BookPart::Rule => [bilingual(lang, value.get("title")), bilingual(lang, value.get("text"))],
        BookPart::Violation => [bilingual(lang, value.get("name")), penalty_of(lang, value)],
        BookPart::Absence => [bilingual(lang, value.get("label")), becomes_of(lang, value)],
    };
    let said: Vec<String> = said.into_iter().flatten().collect();
    format!("{head} {}{}", lang.pick("已改：", "changed: "), said.join(lang.pick("，", ", ")))
}

fn bilingual(lang: Lang, value: Option<&Value>) -> Option<String> {
    let words: Bilingual = serde_json::from_value(value?.clone()).ok()?;
    Some(lang.pick(&words.zh, &words.en).to_owned())
}

fn penalty_of(lang: Lang, value: &Value) -> Option<String> {
    let penalty = Penalty::try_from(value.get("penalty")?.as_str()?.to_owned()).ok()?;
    Some(screen::penalty(lang, &penalty))
}

fn becomes_of(lang: Lang, value: &Value) -> Option<String> {
    let becomes: Becomes = serde_json::from_value(value.get("becomes")?.clone()).ok()?;
    Some(self::becomes(lang, becomes).to_owned())
}

/// The state that an absence puts a person in.
#[must_use]
pub const fn becomes(lang: Lang, becomes: Becomes) -> &'static str {
    words::base(lang, becomes.moves_to().base())
}

/// Why a part cannot be changed so, and what would do.
#[must_use]
pub fn fault(lang: Lang, of: BookPart, key: &str, fault: &BookFault) -> String {
    let (first, last) = (SITE_RULES.start(), SITE_RULES.end());
    let head = part(lang, of, key);
    let (zh, en) = match fault {
        BookFault::NoSuchRule => (
            format!("没有第 {key} 条；自定的条文请用 {first} 到 {last}。"),
            format!("There is no rule {key}. The site's own rules are {first} to {last}."),
        ),
        BookFault::NotTheSites => {
            (format!("{head}并没有，不用删。"), format!("There is no {head}: nothing to remove."))
        }
        BookFault::NoSuchViolation => (
            format!("没有 {key} 这种违规；种类由程序定，请用 lunpai rules 查看。"),
            format!("There is no violation {key}. The kinds are the program's: see `lunpai rules`."),
        ),
        BookFault::NoSuchAbsence => {
            (format!("离岗原因里没有 {key}，不用删。"), format!("There is no absence reason {key}: nothing to remove."))
        }
        BookFault::BadCode => (
            "离岗原因的代码须是 2 到 32 个小写字母、数字或下划线，以字母开头。".to_owned(),
            "The code of an absence reason has 2 to 32 small letters, digits or underscores, and begins with a letter."
                .to_owned(),
        ),
        BookFault::NotAnObject => (
            format!("{head}的值须是一个对象，或用 null 恢复、删去。"),
            format!("The value of {head} must be an object, or null to bring it back or remove it."),
        ),
        BookFault::UnknownField(name) => {
            let name = crate::rules::fold::clean(name);
            (format!("{head}没有“{name}”这一项。"), format!("{head} has no field \"{name}\"."))
        }
        BookFault::Missing(name) => (format!("{head}缺“{name}”。"), format!("{head} needs \"{name}\".")),
        BookFault::BadWords(name) => (
            format!("{head}的“{name}”须中英文都有（zh、en），写成一行，且不能太长。"),
            format!("\"{name}\" of {head} needs words in Chinese and English (zh, en), in one line and not too long."),
        ),
        BookFault::BadPenalty => (
            format!(
                "{head}的处罚须是 warning、demerit、major_demerit 或 suspension N（1 到 {SUSPENSION_DAYS_MAX} 个班日）。"
            ),
            format!(
                "The penalty of {head} must be warning, demerit, major_demerit or suspension N (1 to {SUSPENSION_DAYS_MAX} duty days)."
            ),
        ),
        BookFault::BadBecomes => (
            format!("{head}的“becomes”须是 private、business 或 leave。"),
            format!("\"becomes\" of {head} must be private, business or leave."),
        ),
    };
    lang.pick(&zh, &en).to_owned()
}
