//! The rulebook: the written rules in plain words, the policies that settle how a site reads
//! them, the violations with their penalties, and the reasons for being away.
//!
//! Owns the reading and checking of a rulebook text. It explains rules; it must never decide by
//! them, read a file, or hold a policy's value of the moment.

use std::fmt;
use std::sync::LazyLock;

use super::book::Book;
use super::command::{Command, MoveTo, ViolationKind};
use super::policy::Policies;
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod diff;
mod fit;
mod read;
mod write;

/// Numbers that a site may give rules of its own.
pub const SITE_RULES: std::ops::RangeInclusive<u8> = 28..=99;

/// Most duty days that a suspension may last.
pub const SUSPENSION_DAYS_MAX: u32 = 365;

/// The standard rulebook's text, as shipped.
const STANDARD: &str = include_str!("../../assets/rulebooks/default.toml");

/// The same words in both languages of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Whether both languages have words, in one line and of at most so many characters.
    #[must_use]
    pub fn fits(&self, chars_max: usize) -> bool {
        let fits = |text: &str| text.chars().count() <= chars_max && !text.contains(char::is_control);
        !self.is_blank() && fits(&self.zh) && fits(&self.en)
    }

    fn is_blank(&self) -> bool {
        self.zh.trim().is_empty() || self.en.trim().is_empty()
    }
}

/// One written rule, in the program's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The rule's number, from 1; the standard book has no 10.
    pub number: u8,
    /// A few words to name it by.
    pub title: Bilingual,
    /// What it asks of people.
    pub text: Bilingual,
    /// Which command, screen or decision of the program applies it; blank for a site's own rule.
    #[serde(default)]
    pub applied: Bilingual,
    /// Keys of the policies that bear on it.
    #[serde(default)]
    pub policies: Vec<String>,
}

/// A policy's value: one of its named choices, a whole number, or yes and no.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum PolicyValue {
    /// Yes or no.
    Flag(bool),
    /// A whole number; its unit is the policy's (turns, minutes, days).
    Number(u32),
    /// One of the policy's named choices.
    Choice(String),
}

impl PolicyValue {
    /// A value as the command language writes it; nothing for what no policy can be.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            Value::Number(number) => number.as_u64().and_then(|n| u32::try_from(n).ok()).map(Self::Number),
            Value::String(name) => Some(Self::Choice(name.clone())),
            _ => None,
        }
    }

    /// The value as the command language writes it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Flag(flag) => (*flag).into(),
            Self::Number(number) => (*number).into(),
            Self::Choice(name) => name.as_str().into(),
        }
    }
}

impl fmt::Display for PolicyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Choice(value) => f.write_str(value),
        }
    }
}

/// The values a policy may take.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    /// `true` or `false`.
    Flag,
    /// One of these names.
    Choice(Vec<String>),
    /// A whole number in this range.
    Number(NumberRange),
}

/// A range of whole numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberRange {
    /// The least value.
    pub min: u32,
    /// The greatest value; none where there is no upper end.
    pub max: Option<u32>,
}

impl Allowed {
    /// Says whether `value` is one the policy may take.
    #[must_use]
    pub fn admits(&self, value: &PolicyValue) -> bool {
        match (self, value) {
            (Self::Flag, PolicyValue::Flag(_)) => true,
            (Self::Choice(names), PolicyValue::Choice(name)) => names.contains(name),
            (Self::Number(range), PolicyValue::Number(number)) => {
                range.min <= *number && range.max.is_none_or(|max| *number <= max)
            }
            _ => false,
        }
    }
}

/// What a policy means and which values it takes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyDoc {
    /// The key by which it is set.
    pub key: String,
    /// Its value until a manager sets another.
    pub default: PolicyValue,
    /// Its value at the site, when the book is a site's.
    #[serde(default)]
    pub value: Option<PolicyValue>,
    /// Numbers of the rules it bears on.
    pub rules: Vec<u8>,
    /// The values it may take.
    pub allowed: Allowed,
    /// What it settles, in one sentence.
    pub meaning: Bilingual,
}

/// What a violation costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Penalty {
    /// A warning (警告).
    Warning,
    /// A demerit (记过).
    Demerit,
    /// A major demerit (记大过).
    MajorDemerit,
    /// Out of the rotation for this many duty days (停牌), at least 1.
    Suspension(u32),
}

impl TryFrom<String> for Penalty {
    type Error = String;

    /// Reads `warning`, `demerit`, `major_demerit` or `suspension N`; anything else is an error
    /// that says so.
    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "warning" => Ok(Self::Warning),
            "demerit" => Ok(Self::Demerit),
            "major_demerit" => Ok(Self::MajorDemerit),
            other => other
                .strip_prefix("suspension ")
                .and_then(|days| days.parse().ok())
                .filter(|days| *days > 0)
                .map(Self::Suspension)
                .ok_or_else(|| {
                    format!(
                        "unknown penalty \"{text}\", expected \"warning\", \"demerit\", \
                         \"major_demerit\" or \"suspension N\""
                    )
                }),
        }
    }
}

impl From<Penalty> for String {
    fn from(penalty: Penalty) -> Self {
        penalty.to_string()
    }
}

impl fmt::Display for Penalty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Warning => f.write_str("warning"),
            Self::Demerit => f.write_str("demerit"),
            Self::MajorDemerit => f.write_str("major_demerit"),
            Self::Suspension(days) => write!(f, "suspension {days}"),
        }
    }
}

/// A kind of violation and its penalty at this site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViolationKindDoc {
    /// The kind as commands name it.
    pub kind: String,
    /// Numbers of the rules it breaks, the main one first; empty where no written rule covers it.
    #[serde(default)]
    pub rules: Vec<u8>,
    /// What it costs.
    pub penalty: Penalty,
    /// What people call it.
    pub name: Bilingual,
}

/// The presence that an absence puts a person in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Becomes {
    /// A private absence: a turn that passes is used.
    Private,
    /// Away for the company: a turn that passes is owed.
    Business,
    /// Leave for the rest of the day: no turns at all.
    Leave,
}

impl Becomes {
    /// Its name in a rulebook.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Business => "business",
            Self::Leave => "leave",
        }
    }

    /// Where it moves a person to.
    #[must_use]
    pub const fn moves_to(self) -> MoveTo {
        match self {
            Self::Private => MoveTo::Private,
            Self::Business => MoveTo::Business,
            Self::Leave => MoveTo::Leave,
        }
    }
}

/// A reason for being away from the floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsenceReason {
    /// Its short code.
    pub code: String,
    /// The presence it means.
    pub becomes: Becomes,
    /// What people call it.
    pub label: Bilingual,
}

/// A site's rulebook: rules, policies, violations and absence reasons, each in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rulebook {
    /// The written rules.
    pub rules: Vec<Rule>,
    /// The policies and their defaults.
    pub policies: Vec<PolicyDoc>,
    /// The kinds of violation and their penalties.
    pub violations: Vec<ViolationKindDoc>,
    /// The reasons for being away.
    pub absences: Vec<AbsenceReason>,
}

/// Why a rulebook text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulebookFault {
    /// The line it stands at, from 1; none where no single line is to blame.
    pub line: Option<usize>,
    /// What is wrong, in plain words.
    pub what: Bilingual,
}

impl fmt::Display for RulebookFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.what.en),
            None => f.write_str(&self.what.en),
        }
    }
}

impl std::error::Error for RulebookFault {}

impl Rulebook {
    /// Gives the rulebook that ships with the program. Its text is part of the binary and a test
    /// holds that it parses; were it ever wrong, the book would be empty rather than the program
    /// stopped.
    #[must_use]
    pub fn standard() -> &'static Self {
        static BOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::parse(STANDARD).unwrap_or_default());
        &BOOK
    }

    /// Reads a rulebook and checks that it fits together.
    ///
    /// # Errors
    ///
    /// The first fault found, with its line: not valid TOML, a field missing, unknown or of the
    /// wrong kind, something given twice, words left blank, a default its policy does not allow,
    /// or a rule and a policy that do not name each other.
    pub fn parse(text: &str) -> Result<Self, RulebookFault> {
        let (book, mut faults) = read::book(text);
        if faults.is_empty() { Ok(book) } else { Err(faults.swap_remove(0)) }
    }

    /// Reads a site's whole book, and says everything that is wrong with it, in the order of its lines:
    /// also what lacks, and what is changed that no site can change.
    #[must_use]
    pub fn check(text: &str) -> (Self, Vec<RulebookFault>) {
        read::site_book(text)
    }

    /// The text of this book, as [`Rulebook::check`] reads it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        write::text(self)
    }

    /// The commands that make a site's book and policies into this one; each is an entry of its own.
    #[must_use]
    pub fn changes_from(&self, book: &Book, policies: &Policies) -> Vec<Command> {
        diff::changes(self, book, policies)
    }

    /// Finds a rule by its number.
    #[must_use]
    pub fn rule(&self, number: u8) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.number == number)
    }

    /// Finds a policy by its key.
    #[must_use]
    pub fn policy(&self, key: &str) -> Option<&PolicyDoc> {
        self.policies.iter().find(|policy| policy.key == key)
    }

    /// Gives the penalty of a kind of violation; a warning where the rulebook names none.
    #[must_use]
    pub fn penalty(&self, kind: ViolationKind) -> Penalty {
        self.violation(kind.code()).map_or(Penalty::Warning, |doc| doc.penalty)
    }

    /// Finds a kind of violation.
    #[must_use]
    pub fn violation(&self, kind: &str) -> Option<&ViolationKindDoc> {
        self.violations.iter().find(|entry| entry.kind == kind)
    }

    /// Finds an absence reason by its code.
    #[must_use]
    pub fn absence(&self, code: &str) -> Option<&AbsenceReason> {
        self.absences.iter().find(|entry| entry.code == code)
    }
}

/// A word of the file as a sentence may show it: in one line, and not too long.
fn shown(word: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 40;
    super::fold::clean(word).chars().take(SHOWN_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests;
