//! `lunpai rules`: the site's rulebook as it stands, in our words.

use super::{Site, complain, rulebook, say};
use crate::register::fault::Fault;
use crate::rules::command::BookPart;
use crate::rules::floor::Floor;
use crate::rules::rulebook::{Bilingual, PolicyDoc, Rule, Rulebook, SITE_RULES, ViolationKindDoc};
use crate::text::rulebook::{Phrase, becomes};
use crate::text::screen::penalty;
use crate::text::{Lang, policies};

/// Prints every rule with penalties and absence reasons, or one rule; 1 when there is no such rule.
///
/// # Errors
/// When the register cannot be used, or the stream fails.
pub fn run(site: &Site, number: Option<u32>) -> Result<u8, Fault> {
    let floor = rulebook::floor(site)?;
    let book = floor.book.whole(&floor.policies);
    let shown = Shown { lang: site.lang, floor: &floor, book: &book };
    let Some(number) = number else {
        for rule in &book.rules {
            shown.rule(rule)?;
        }
        shown.tables()?;
        return Ok(0);
    };
    let Some(rule) = u8::try_from(number).ok().and_then(|number| book.rule(number)) else {
        let (first, last) = (SITE_RULES.start(), SITE_RULES.end());
        complain(match site.lang {
            Lang::Zh => {
                format!("没有第 {number} 条；条文是第 1 到 27 条，缺第 10 条；自定的是第 {first} 到 {last} 条。")
            }
            Lang::En => {
                format!(
                    "There is no rule {number}. The rules are 1 to 27, without 10; the site's own {first} to {last}."
                )
            }
        });
        return Ok(1);
    };
    shown.rule(rule)?;
    Ok(0)
}

/// The book as it is shown.
struct Shown<'f> {
    lang: Lang,
    floor: &'f Floor,
    book: &'f Rulebook,
}

impl Shown<'_> {
    fn of<'w>(&self, words: &'w Bilingual) -> &'w str {
        self.lang.pick(&words.zh, &words.en)
    }

    /// What stands behind a part that differs from the shipped one.
    fn mark(&self, part: BookPart, key: &str) -> String {
        if self.floor.book.differs(part, key) { self.changed() } else { String::new() }
    }

    fn changed(&self) -> String {
        format!(" * {}", Phrase::Changed.get(self.lang))
    }

    fn rule(&self, rule: &Rule) -> Result<(), Fault> {
        let (number, title) = (rule.number, self.of(&rule.title));
        let mark = self.mark(BookPart::Rule, &number.to_string());
        match self.lang {
            Lang::Zh => say(format!("第 {number} 条　{title}{mark}"))?,
            Lang::En => say(format!("Rule {number}: {title}{mark}"))?,
        }
        say(format!("  {}", self.of(&rule.text)))?;
        let applied =
            if SITE_RULES.contains(&number) { Phrase::PeoplesOwn.get(self.lang) } else { self.of(&rule.applied) };
        say(format!("  {}{applied}", self.lang.pick("程序：", "Applied: ")))?;
        for policy in rule.policies.iter().filter_map(|key| self.book.policy(key)) {
            self.policy(policy)?;
        }
        for violation in self.book.violations.iter().filter(|entry| entry.rules.contains(&number)) {
            self.violation(violation)?;
        }
        say("")
    }

    fn policy(&self, policy: &PolicyDoc) -> Result<(), Fault> {
        let value = policy.value.as_ref().unwrap_or(&policy.default);
        let mark = if *value == policy.default { String::new() } else { self.changed() };
        let stated = policies::stated(self.lang, &policy.key, &value.to_json());
        let head = self.lang.pick("政策：", "Policy: ");
        say(format!("  {head}{stated}{mark}"))?;
        say(format!("    {}", self.of(&policy.meaning)))
    }

    fn violation(&self, entry: &ViolationKindDoc) -> Result<(), Fault> {
        let (kind, name, costs) = (&entry.kind, self.of(&entry.name), penalty(self.lang, &entry.penalty));
        let mark = self.mark(BookPart::Violation, kind);
        match self.lang {
            Lang::Zh => say(format!("  违规：{name}（{kind}）：{costs}{mark}")),
            Lang::En => say(format!("  Violation: {name} ({kind}): {costs}{mark}")),
        }
    }

    /// Violations that no rule names, and the absence reasons.
    fn tables(&self) -> Result<(), Fault> {
        say(Phrase::Violations.get(self.lang))?;
        for entry in self.book.violations.iter().filter(|entry| entry.rules.is_empty()) {
            self.violation(entry)?;
        }
        say("")?;
        say(Phrase::Absences.get(self.lang))?;
        for reason in &self.book.absences {
            let (code, label) = (&reason.code, self.of(&reason.label));
            let mark = self.mark(BookPart::Absence, code);
            say(format!("  {code}  {label}  {}{mark}", becomes(self.lang, reason.becomes)))?;
        }
        for reason in Rulebook::standard().absences.iter().filter(|reason| self.book.absence(&reason.code).is_none()) {
            say(format!("  {}  {} * {}", reason.code, self.of(&reason.label), Phrase::Removed.get(self.lang)))?;
        }
        Ok(())
    }
}
