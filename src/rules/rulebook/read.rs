//! Reading a rulebook text: its shape, then whether its parts fit together.
//!
//! Owns the faults and where they stand. It must never mend a text, nor judge what a rule says.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{AbsenceReason, Bilingual, PolicyDoc, Rule, Rulebook, RulebookFault, ViolationKindDoc};

/// Reads a text into a rulebook, or says the first fault.
pub(super) fn book(text: &str) -> Result<Rulebook, RulebookFault> {
    let raw: RawBook = toml::from_str(text).map_err(|error| {
        let detail = error.message().trim().replace('\n', "; ");
        RulebookFault {
            line: error.span().map(|span| line_at(text, span.start)),
            what: Bilingual { zh: format!("写法有误：{detail}"), en: detail },
        }
    })?;
    raw.check().map_err(|(span, what)| RulebookFault { line: Some(line_at(text, span.start)), what })?;
    Ok(raw.into_book())
}

/// The line, from 1, that holds the byte at `offset`.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The file as written, each entry with its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBook {
    #[serde(default)]
    rule: Vec<Spanned<Rule>>,
    #[serde(default)]
    policy: Vec<Spanned<PolicyDoc>>,
    #[serde(default)]
    violation: Vec<Spanned<ViolationKindDoc>>,
    #[serde(default)]
    absence: Vec<Spanned<AbsenceReason>>,
}

/// A fault of meaning, at the place of its entry.
type Misfit = (Range<usize>, Bilingual);

impl RawBook {
    fn into_book(self) -> Rulebook {
        fn plain<T>(entries: Vec<Spanned<T>>) -> Vec<T> {
            entries.into_iter().map(Spanned::into_inner).collect()
        }
        Rulebook {
            rules: plain(self.rule),
            policies: plain(self.policy),
            violations: plain(self.violation),
            absences: plain(self.absence),
        }
    }

    fn check(&self) -> Result<(), Misfit> {
        check_each(&self.rule, |rule| {
            (
                format!("第 {} 条", rule.number),
                format!("rule {}", rule.number),
                if super::SITE_RULES.contains(&rule.number) {
                    vec![&rule.title, &rule.text]
                } else {
                    vec![&rule.title, &rule.text, &rule.applied]
                },
            )
        })?;
        check_each(&self.policy, |policy| {
            let (zh, en) = quoted("政策", "policy", &policy.key);
            (zh, en, vec![&policy.meaning])
        })?;
        check_each(&self.violation, |entry| {
            let (zh, en) = quoted("违规", "violation", &entry.kind);
            (zh, en, vec![&entry.name])
        })?;
        check_each(&self.absence, |entry| {
            let (zh, en) = quoted("离岗原因", "absence", &entry.code);
            (zh, en, vec![&entry.label])
        })?;
        self.check_defaults()?;
        self.check_references()
    }

    fn check_defaults(&self) -> Result<(), Misfit> {
        for entry in &self.policy {
            let policy = entry.get_ref();
            if !policy.allowed.admits(&policy.default) {
                let (key, value) = (&policy.key, &policy.default);
                return Err(misfit(
                    entry,
                    format!("政策“{key}”的默认值“{value}”不在它允许的值里"),
                    format!("policy \"{key}\" does not allow its own default, \"{value}\""),
                ));
            }
        }
        Ok(())
    }

    /// Rules and policies must name each other; violations may only name rules that exist.
    fn check_references(&self) -> Result<(), Misfit> {
        let numbers: BTreeSet<u8> = self.rule.iter().map(|r| r.get_ref().number).collect();
        let from_rules: BTreeSet<(u8, &str)> = self
            .rule
            .iter()
            .map(Spanned::get_ref)
            .flat_map(|rule| rule.policies.iter().map(|key| (rule.number, key.as_str())))
            .collect();
        let from_policies: BTreeSet<(u8, &str)> = self
            .policy
            .iter()
            .map(Spanned::get_ref)
            .flat_map(|policy| policy.rules.iter().map(|n| (*n, policy.key.as_str())))
            .collect();
        for entry in &self.rule {
            let number = entry.get_ref().number;
            for key in &entry.get_ref().policies {
                if !from_policies.contains(&(number, key.as_str())) {
                    return Err(misfit(
                        entry,
                        format!("第 {number} 条提到政策“{key}”，政策里却没有写第 {number} 条"),
                        format!("rule {number} names policy \"{key}\", which does not name it"),
                    ));
                }
            }
        }
        for entry in &self.policy {
            let key = &entry.get_ref().key;
            for number in &entry.get_ref().rules {
                if !from_rules.contains(&(*number, key.as_str())) {
                    return Err(misfit(
                        entry,
                        format!("政策“{key}”写着第 {number} 条，那一条却没有提到它"),
                        format!("policy \"{key}\" names rule {number}, which does not name it"),
                    ));
                }
            }
        }
        for entry in &self.violation {
            let kind = &entry.get_ref().kind;
            if let Some(number) = entry.get_ref().rules.iter().find(|n| !numbers.contains(n)) {
                return Err(misfit(
                    entry,
                    format!("违规“{kind}”写着第 {number} 条，没有这一条"),
                    format!("violation \"{kind}\" names rule {number}, and there is no such rule"),
                ));
            }
        }
        Ok(())
    }
}

fn quoted(zh: &str, en: &str, key: &str) -> (String, String) {
    (format!("{zh}“{key}”"), format!("{en} \"{key}\""))
}

fn misfit<T>(entry: &Spanned<T>, zh: String, en: String) -> Misfit {
    (entry.span(), Bilingual { zh, en })
}

/// Checks that no entry is given twice and that none leaves its words blank. `describe` gives an
/// entry's name in both languages and its words.
fn check_each<T>(
    entries: &[Spanned<T>],
    describe: impl Fn(&T) -> (String, String, Vec<&Bilingual>),
) -> Result<(), Misfit> {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let (zh, en, words) = describe(entry.get_ref());
        if words.iter().any(|words| words.is_blank()) {
            return Err(misfit(
                entry,
                format!("{zh}缺中文或英文的文字"),
                format!("{en} has no words in Chinese or in English"),
            ));
        }
        if !seen.insert(en.clone()) {
            return Err(misfit(entry, format!("{zh}写了两遍"), format!("{en} is given twice")));
        }
    }
    Ok(())
}
