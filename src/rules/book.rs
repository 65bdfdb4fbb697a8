//! The site's book: what managers changed in the shipped rulebook, and the rulebook that makes
//! together. Pure values; a change is an entry in the log. Policies' values stand in `policy`.

use super::command::{BookPart, ViolationKind};
use super::policy::Policies;
use super::rulebook::{
    AbsenceReason, Becomes, Bilingual, Penalty, PolicyValue, Rule, Rulebook, SITE_RULES, SUSPENSION_DAYS_MAX,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Most characters in a title, a name or a label.
pub const NAME_CHARS_MAX: usize = 60;
/// Most characters in a rule's text.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// Most characters in the code of an absence reason.
const CODE_CHARS_MAX: usize = 32;

/// Words that a site put in place of a rule's, or a rule of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct RuleWords {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Bilingual>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<Bilingual>,
}

/// What a site made of a kind of violation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ViolationTerms {
    penalty: Penalty,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Bilingual>,
}

/// A reason of the site's own, one it changed, or one it removed: what is still called so keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SiteAbsence {
    #[serde(flatten)]
    reason: AbsenceReason,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    removed: bool,
}

/// Why a change of the book cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookFault {
    /// No rule of the shipped book, and no number a site may give.
    NoSuchRule,
    /// The site has no such rule of its own to remove.
    NotTheSites,
    /// Not a kind of violation.
    NoSuchViolation,
    /// No absence reason of this code to remove.
    NoSuchAbsence,
    /// Not a code that an absence reason may have.
    BadCode,
    /// The value is neither an object nor null.
    NotAnObject,
    /// A field that the part does not have.
    UnknownField(String),
    /// A field that is needed.
    Missing(&'static str),
    /// Words missing in Chinese or in English, not text, or too long.
    BadWords(&'static str),
    /// Not a penalty.
    BadPenalty,
    /// Not a state that an absence can mean.
    BadBecomes,
}

/// What a site changed in the shipped rulebook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    rules: BTreeMap<u8, RuleWords>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    violations: BTreeMap<ViolationKind, ViolationTerms>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    absences: BTreeMap<String, SiteAbsence>,
}

impl Book {
    /// Whether nothing was changed.
    #[must_use]
    pub fn is_shipped(&self) -> bool {
        self.rules.is_empty() && self.violations.is_empty() && self.absences.is_empty()
    }

    /// Whether a part differs from the shipped one.
    #[must_use]
    pub fn differs(&self, part: BookPart, key: &str) -> bool {
        match part {
            BookPart::Rule => key.parse().is_ok_and(|number: u8| self.rules.contains_key(&number)),
            BookPart::Violation => kind_of(key).is_some_and(|kind| self.violations.contains_key(&kind)),
            BookPart::Absence => self.absences.contains_key(key),
        }
    }

    /// A reason for being away, by its code.
    #[must_use]
    pub fn absence(&self, code: &str) -> Option<&AbsenceReason> {
        match self.absences.get(code) {
            Some(site) => Some(&site.reason).filter(|_| !site.removed),
            None => Rulebook::standard().absence(code),
        }
    }

    /// What a reason is called, a removed one too.
    #[must_use]
    pub fn absence_label(&self, code: &str) -> Option<&Bilingual> {
        let site = self.absences.get(code).map(|site| &site.reason);
        site.or_else(|| Rulebook::standard().absence(code)).map(|reason| &reason.label)
    }

    /// The absence table: the shipped reasons as the site has them, then its own.
    pub fn absences(&self) -> impl Iterator<Item = &AbsenceReason> {
        let shipped = Rulebook::standard();
        let own = self.absences.iter().filter(|(code, site)| !site.removed && shipped.absence(code).is_none());
        shipped.absences.iter().filter_map(|reason| self.absence(&reason.code)).chain(own.map(|(_, site)| &site.reason))
    }

    /// What a kind of violation costs at this site.
    #[must_use]
    pub fn penalty(&self, kind: ViolationKind) -> Penalty {
        let site = self.violations.get(&kind).map(|terms| terms.penalty);
        site.unwrap_or_else(|| Rulebook::standard().penalty(kind))
    }

    /// What a kind of violation is called at this site.
    #[must_use]
    pub fn violation_name(&self, kind: ViolationKind) -> Option<&Bilingual> {
        let site = self.violations.get(&kind).and_then(|terms| terms.name.as_ref());
        site.or_else(|| Rulebook::standard().violation(kind.code()).map(|doc| &doc.name))
    }

    /// A rule as the site words it.
    #[must_use]
    pub fn rule(&self, number: u8) -> Option<Rule> {
        let shipped = Rulebook::standard().rule(number).cloned();
        let Some(words) = self.rules.get(&number) else { return shipped };
        let mut rule = shipped.unwrap_or_else(|| Rule { number, ..Rule::default() });
        if let Some(title) = &words.title {
            rule.title.clone_from(title);
        }
        if let Some(text) = &words.text {
            rule.text.clone_from(text);
        }
        Some(rule)
    }

    /// The site's whole rulebook, policies with their values of the moment.
    #[must_use]
    pub fn whole(&self, policies: &Policies) -> Rulebook {
        let shipped = Rulebook::standard();
        let own = self.rules.keys().copied().filter(|number| shipped.rule(*number).is_none());
        let mut policy_docs = shipped.policies.clone();
        for doc in &mut policy_docs {
            doc.value = PolicyValue::from_json(&policies.get(&doc.key));
        }
        let mut violations = shipped.violations.clone();
        for doc in &mut violations {
            if let Some(terms) = kind_of(&doc.kind).and_then(|kind| self.violations.get(&kind)) {
                doc.penalty = terms.penalty;
                doc.name = terms.name.clone().unwrap_or_else(|| doc.name.clone());
            }
        }
        Rulebook {
            rules: shipped.rules.iter().map(|rule| rule.number).chain(own).filter_map(|n| self.rule(n)).collect(),
            policies: policy_docs,
            violations,
            absences: self.absences().cloned().collect(),
        }
    }

    /// The same book with one part changed; null brings the shipped part back, or removes it.
    ///
    /// # Errors
    /// Why the part cannot be so.
    pub fn with(&self, part: BookPart, key: &str, value: &Value) -> Result<Self, BookFault> {
        let fields = match value {
            Value::Null => None,
            Value::Object(fields) => Some(fields),
            _ => return Err(BookFault::NotAnObject),
        };
        let mut book = self.clone();
        match part {
            BookPart::Rule => book.set_rule(key, fields)?,
            BookPart::Violation => book.set_violation(key, fields)?,
            BookPart::Absence => book.set_absence(key, fields)?,
        }
        Ok(book)
    }

    fn set_rule(&mut self, key: &str, fields: Option<&Map<String, Value>>) -> Result<(), BookFault> {
        let number = key.parse::<u8>().ok().filter(|number| number.to_string() == key).ok_or(BookFault::NoSuchRule)?;
        let shipped = Rulebook::standard().rule(number);
        if shipped.is_none() && !SITE_RULES.contains(&number) {
            return Err(BookFault::NoSuchRule);
        }
        let Some(fields) = fields else {
            let was_there = self.rules.remove(&number).is_some();
            return if was_there || shipped.is_some() { Ok(()) } else { Err(BookFault::NotTheSites) };
        };
        only(fields, &["title", "text"])?;
        let before = self.rules.remove(&number).unwrap_or_default();
        let mut title = words(fields, "title", NAME_CHARS_MAX)?.or(before.title);
        let mut text = words(fields, "text", TEXT_CHARS_MAX)?.or(before.text);
        match shipped {
            Some(shipped) => {
                title = title.filter(|title| *title != shipped.title);
                text = text.filter(|text| *text != shipped.text);
            }
            None if title.is_none() => return Err(BookFault::Missing("title")),
            None if text.is_none() => return Err(BookFault::Missing("text")),
            None => {}
        }
        if title.is_some() || text.is_some() {
            self.rules.insert(number, RuleWords { title, text });
        }
        Ok(())
    }

    fn set_violation(&mut self, key: &str, fields: Option<&Map<String, Value>>) -> Result<(), BookFault> {
        let kind = kind_of(key).ok_or(BookFault::NoSuchViolation)?;
        let before = self.violations.remove(&kind);
        let Some(fields) = fields else { return Ok(()) };
        only(fields, &["penalty", "name"])?;
        let penalty = fields.get("penalty").ok_or(BookFault::Missing("penalty"))?;
        let penalty = penalty.as_str().and_then(|text| Penalty::try_from(text.to_owned()).ok());
        let penalty = penalty.filter(|penalty| match penalty {
            Penalty::Suspension(days) => (1..=SUSPENSION_DAYS_MAX).contains(days),
            _ => true,
        });
        let penalty = penalty.ok_or(BookFault::BadPenalty)?;
        let shipped = Rulebook::standard().violation(key);
        let name = words(fields, "name", NAME_CHARS_MAX)?.or_else(|| before.and_then(|terms| terms.name));
        let name = name.filter(|name| shipped.is_none_or(|shipped| shipped.name != *name));
        if name.is_some() || shipped.is_none_or(|shipped| shipped.penalty != penalty) {
            self.violations.insert(kind, ViolationTerms { penalty, name });
        }
        Ok(())
    }

    fn set_absence(&mut self, key: &str, fields: Option<&Map<String, Value>>) -> Result<(), BookFault> {
        let Some(fields) = fields else {
            let reason = self.absence(key).cloned().ok_or(BookFault::NoSuchAbsence)?;
            self.absences.insert(key.to_owned(), SiteAbsence { reason, removed: true });
            return Ok(());
        };
        if !is_code(key) {
            return Err(BookFault::BadCode);
        }
        only(fields, &["becomes", "label"])?;
        let becomes = fields.get("becomes").ok_or(BookFault::Missing("becomes"))?;
        let becomes: Becomes = serde_json::from_value(becomes.clone()).map_err(|_| BookFault::BadBecomes)?;
        let label = words(fields, "label", NAME_CHARS_MAX)?.ok_or(BookFault::Missing("label"))?;
        let reason = AbsenceReason { code: key.to_owned(), becomes, label };
        if Rulebook::standard().absence(key) == Some(&reason) {
            self.absences.remove(key);
        } else {
            self.absences.insert(key.to_owned(), SiteAbsence { reason, removed: false });
        }
        Ok(())
    }
}

/// A kind of violation by its code.
#[must_use]
pub fn kind_of(code: &str) -> Option<ViolationKind> {
    ViolationKind::ALL.iter().copied().find(|kind| kind.code() == code)
}

/// Whether an absence reason may have this code. One letter alone means a plain state at the desk.
#[must_use]
pub fn is_code(code: &str) -> bool {
    (2..=CODE_CHARS_MAX).contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn only(fields: &Map<String, Value>, known: &[&str]) -> Result<(), BookFault> {
    let unknown = fields.keys().find(|name| !known.contains(&name.as_str()));
    unknown.map_or(Ok(()), |name| Err(BookFault::UnknownField(name.clone())))
}

/// Words in both languages; none where the field is left out or null.
fn words(fields: &Map<String, Value>, name: &'static str, chars_max: usize) -> Result<Option<Bilingual>, BookFault> {
    let Some(value) = fields.get(name).filter(|value| !value.is_null()) else { return Ok(None) };
    let words: Bilingual = serde_json::from_value(value.clone()).map_err(|_| BookFault::BadWords(name))?;
    if words.fits(chars_max) { Ok(Some(words)) } else { Err(BookFault::BadWords(name)) }
}
