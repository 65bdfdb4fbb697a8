//! The rulebook's words: a change in one sentence, why a change cannot be, what a part says.

use super::{Lang, policies, screen, words};
use crate::rules::book::{Book, BookFault, kind_of};
use crate::rules::command::{BookPart, Command};
use crate::rules::floor::Floor;
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

/// A part as a book has it, in one line; a dash where it has none.
#[must_use]
pub fn describe(lang: Lang, book: &Book, of: BookPart, key: &str) -> String {
    let pick = |words: &Bilingual| lang.pick(&words.zh, &words.en).to_owned();
    let said = match of {
        BookPart::Rule => key.parse().ok().and_then(|number| book.rule(number)).map(|rule| {
            let colon = lang.pick("：", ": ");
            format!("{}{colon}{}", pick(&rule.title), pick(&rule.text))
        }),
        BookPart::Violation => kind_of(key).map(|kind| {
            let name = book.violation_name(kind).map_or_else(|| key.to_owned(), pick);
            format!("{name} {}", screen::penalty(lang, &book.penalty(kind)))
        }),
        BookPart::Absence => {
            book.absence(key).map(|reason| format!("{} {}", pick(&reason.label), becomes(lang, reason.becomes)))
        }
    };
    said.unwrap_or_else(|| "—".to_owned())
}

/// What a change makes of a part: before → after.
#[must_use]
pub fn before_and_after(lang: Lang, floor: &Floor, command: &Command) -> Option<String> {
    match command {
        Command::SetPolicy(c) => Some(policy_change(lang, &c.key, &floor.policies.get(&c.key), &c.value)),
        Command::SetRulebook(c) => {
            let after = floor.book.with(c.part, &c.key, &c.value).ok()?;
            let said = [&floor.book, &after].map(|book| describe(lang, book, c.part, &c.key));
            Some(said.join(" → "))
        }
        _ => None,
    }
}

/// A penalty's word, by its code without days.
#[must_use]
pub fn penalty_word(lang: Lang, code: &str) -> &'static str {
    match code {
        "demerit" => lang.pick("记过", "demerit"),
        "major_demerit" => lang.pick("记大过", "major demerit"),
        "suspension" => lang.pick("停牌", "suspension"),
        _ => lang.pick("警告", "warning"),
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

super::phrases! {
    /// A part that differs from the shipped one.
    Changed: "本案场改过" "changed by the site",
    /// A shipped part that the site removed.
    Removed: "本案场已删去" "removed by the site",
    /// What applies a site's own rule.
    PeoplesOwn: "本案场自定，由人遵守，程序不过问。" "The site's own; people keep it, the program does not ask.",
    /// Title of the rules.
    Rules: "规则" "Rules",
    /// Title of the policies.
    Policies: "政策" "Policies",
    /// Title of the violations.
    Penalties: "违规与处罚" "Penalties",
    /// Title of what is read.
    Reading: "全文" "In full",
    /// What applies a rule.
    Applied: "程序：" "Applied: ",
    /// Values that a policy takes.
    Allowed: "可选：" "Allowed: ",
    /// A policy's shipped value.
    Default: "原值：" "Default: ",
    /// Who is away for a reason now.
    AwayNow: "此刻在外：" "Away now: ",
    /// Title of the changes.
    Changes: "改动" "Changes",
    /// No change was made.
    NeverChanged: "没有改过" "never changed",
    /// Title of the question before a part goes.
    RemoveTitle: "删去这一项？" "Remove this?",
    /// Title of the question before a part comes back.
    RestoreTitle: "恢复原样？" "As shipped again?",
    /// Nothing to take away.
    AsShipped: "这一项本来就是原样。" "This is as shipped already.",
    /// Violations that no written rule covers.
    Violations: "条文之外的违规" "Violations beyond the rules",
    /// The absence table.
    Absences: "离岗原因" "Absence reasons",
    /// A file that is no text.
    NotUtf8: "文件不是 UTF-8 文本，请另存为 UTF-8。" "The file is no UTF-8 text. Save it as UTF-8.",
    /// Nothing to load.
    NoDifference: "与现行规则没有差别。" "It does not differ from the rulebook in force.",
    /// Nothing was entered.
    DryRun: "以上只是预览，没有记入；加 --apply 才生效。" "This is a preview: nothing was entered. Add --apply to enter it.",
    /// Everything was entered.
    Entered: "已全部记入，从现在起生效。" "All of it is entered and in force from now on.",
    /// Nobody received a visit.
    Nobody: "无人" "nobody",
    /// Head of the turns.
    Turns: "轮次" "Turns",
    /// Turns that passed.
    Passed: "轮到" "passed",
    /// Turns taken.
    Taken: "已接" "taken",
    /// Turns made up.
    MadeUp: "补接" "made up",
    /// Turns used.
    Consumed: "已用" "consumed",
    /// Turns owed.
    OwedGranted: "记欠补" "owed",
}

/// A book without faults.
#[must_use]
pub const fn clean_book(lang: Lang) -> &'static str {
    lang.pick("没有问题，可以使用。", "Nothing is wrong with it: it can be used.")
}

/// A fault with its line.
#[must_use]
pub fn at_line(lang: Lang, line: Option<usize>, what: &str) -> String {
    match (lang, line) {
        (Lang::Zh, Some(line)) => format!("第 {line} 行：{what}"),
        (Lang::En, Some(line)) => format!("line {line}: {what}"),
        (Lang::Zh, None) => format!("全文：{what}"),
        (Lang::En, None) => format!("the book: {what}"),
    }
}

/// How many faults there are, and what to do.
#[must_use]
pub fn faults_found(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("共 {count} 处问题，请改好再试。"),
        Lang::En => format!("{count} faults. Correct them and try again."),
    }
}

/// A policy that is given another value.
#[must_use]
pub fn policy_change(lang: Lang, key: &str, before: &Value, after: &Value) -> String {
    let (before, after) = (policies::value(lang, key, before), policies::value(lang, key, after));
    let name = policies::name(lang, key);
    match lang {
        Lang::Zh => format!("政策 {name}（{key}）：{before} → {after}"),
        Lang::En => format!("policy {name} ({key}): {before} → {after}"),
    }
}

/// Commands that could not be given any more.
#[must_use]
pub fn trial_refused(lang: Lang, command: &str, code: &str, count: usize) -> String {
    match lang {
        Lang::Zh => format!("{command}：{count} 笔不能再记（{code}）"),
        Lang::En => format!("{command}: {count} could no longer be given ({code})"),
    }
}

/// How a trial ended.
#[must_use]
pub fn trial_end(lang: Lang, visits: usize, moved: usize, refused: usize, left_out: usize) -> String {
    match lang {
        Lang::Zh if moved == 0 && refused == 0 => format!("来访 {visits} 批，谁接谁都不变。"),
        Lang::En if moved == 0 && refused == 0 => format!("{visits} visits: nobody would have received another."),
        Lang::Zh => format!(
            "来访 {visits} 批，其中 {moved} 批会换人接；{refused} 笔不能再记；其间改规则的 {left_out} 笔未计入。"
        ),
        Lang::En => format!(
            "{visits} visits, {moved} of them with another receiver; {refused} commands could not be given; \
             {left_out} changes of the rulebook were left out."
        ),
    }
}
