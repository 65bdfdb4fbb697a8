//! `lunpai rules`: the rulebook in our words.

use super::{Site, complain, say};
use crate::register::fault::Fault;
use crate::rules::rulebook::{Rule, Rulebook};
use crate::text::Lang;

/// Prints every rule, or one; 1 when there is no such rule.
///
/// # Errors
/// When the stream fails.
pub fn run(site: &Site, number: Option<u32>) -> Result<u8, Fault> {
    let book = Rulebook::standard();
    let lang = site.lang;
    let Some(number) = number else {
        for rule in &book.rules {
            print(lang, book, rule)?;
        }
        return Ok(0);
    };
    let Some(rule) = u8::try_from(number).ok().and_then(|number| book.rule(number)) else {
        complain(match lang {
            Lang::Zh => format!("没有第 {number} 条；条文是第 1 到 27 条，缺第 10 条。"),
            Lang::En => format!("There is no rule {number}. The rules are 1 to 27, without 10."),
        });
        return Ok(1);
    };
    print(lang, book, rule)?;
    Ok(0)
}

fn print(lang: Lang, book: &Rulebook, rule: &Rule) -> Result<(), Fault> {
    let of = |text: &crate::rules::rulebook::Bilingual| lang.pick(&text.zh, &text.en).to_owned();
    match lang {
        Lang::Zh => say(format!("第 {} 条　{}", rule.number, of(&rule.title)))?,
        Lang::En => say(format!("Rule {}: {}", rule.number, of(&rule.title)))?,
    }
    say(format!("  {}", of(&rule.text)))?;
    say(format!("  {}{}", lang.pick("程序：", "Applied: "), of(&rule.applied)))?;
    for key in &rule.policies {
        if let Some(policy) = book.policy(key) {
            match lang {
                Lang::Zh => say(format!("  规定：{key}（{}）", of(&policy.meaning)))?,
                Lang::En => say(format!("  Policy: {key} ({})", of(&policy.meaning)))?,
            }
        }
    }
    say("")
}
