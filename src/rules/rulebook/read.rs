//! Reading a rulebook text: every entry's shape, then whether the entries fit together.
//!
//! Owns the faults and where they stand, all of them. It must never mend a text, nor judge what a rule says.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::fit;
use super::{
    AbsenceReason, Allowed, Becomes, Bilingual, Penalty, PolicyDoc, PolicyValue, Rule, Rulebook, RulebookFault,
    SITE_RULES, SUSPENSION_DAYS_MAX, ViolationKindDoc,
};
use crate::rules::book::{NAME_CHARS_MAX, TEXT_CHARS_MAX, is_code};

/// An entry with the byte at which it stands.
pub(super) type Placed<T> = (usize, T);

/// What could be read of a book: the entries without a fault of their own.
#[derive(Default)]
pub(super) struct Entries {
    pub rules: Vec<Placed<Rule>>,
    pub policies: Vec<Placed<PolicyDoc>>,
    pub violations: Vec<Placed<ViolationKindDoc>>,
    pub absences: Vec<Placed<AbsenceReason>>,
    /// Keys of entries that have a fault: what names them is not blamed for it.
    pub broken: BTreeSet<String>,
}

/// Collects faults, each with the byte at which it stands.
#[derive(Default)]
pub(super) struct Faults(Vec<Placed<Bilingual>>);

impl Faults {
    pub fn tell(&mut self, at: usize, zh: impl Into<String>, en: impl Into<String>) {
        self.0.push((at, Bilingual { zh: zh.into(), en: en.into() }));
    }

    fn count(&self) -> usize {
        self.0.len()
    }

    fn with_lines(mut self, text: &str) -> Vec<RulebookFault> {
        self.0.sort_by_key(|(at, _)| *at);
        self.0.into_iter().map(|(at, what)| RulebookFault { line: Some(line_at(text, at)), what }).collect()
    }
}

/// Reads a text: the book as far as it can be read, and every fault in the order of the lines.
pub(super) fn book(text: &str) -> (Rulebook, Vec<RulebookFault>) {
    let (entries, faults) = entries(text);
    (entries.into_book(), faults.with_lines(text))
}

/// Reads a text that is to be a site's whole book: what no site can change must be as shipped.
pub(super) fn site_book(text: &str) -> (Rulebook, Vec<RulebookFault>) {
    let (entries, mut faults) = entries(text);
    let mut lacking = Vec::new();
    fit::against_shipped(&entries, &mut faults, &mut lacking);
    let mut faults = faults.with_lines(text);
    faults.extend(lacking.into_iter().map(|what| RulebookFault { line: None, what }));
    (entries.into_book(), faults)
}

fn entries(text: &str) -> (Entries, Faults) {
    let (root, broken) = DeTable::parse_recoverable(text);
    let mut faults = Faults::default();
    for error in &broken {
        let detail = error.message().trim().replace('\n', "; ");
        let at = error.span().map_or(0, |span| span.start);
        faults.tell(at, format!("不合 TOML 的写法：{detail}"), format!("not valid TOML: {detail}"));
    }
    let mut entries = Entries::default();
    for (name, value) in root.get_ref() {
        entries.take(name, value, &mut faults);
    }
    if broken.is_empty() {
        fit::together(&entries, &mut faults);
    }
    (entries, faults)
}

/// The line, from 1, that holds the byte at `offset`.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

type Found<'v, 'i> = &'v Spanned<DeValue<'i>>;

/// What a field must be.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    Numbers,
    Word,
    Code,
    Words(usize),
    Keys,
    Value,
    Allowed,
    Penalty,
    Becomes,
}

/// A field of an entry, and whether it must be there.
type FieldSpec = (&'static str, Kind, bool);

const RULE: &[FieldSpec] = &[
    ("number", Kind::Number, true),
    ("title", Kind::Words(NAME_CHARS_MAX), true),
    ("text", Kind::Words(TEXT_CHARS_MAX), true),
    ("applied", Kind::Words(TEXT_CHARS_MAX), true),
    ("policies", Kind::Keys, true),
];
/// A site's own rule is people's alone: the program does not apply it.
const OWN_RULE: &[FieldSpec] = &[
    ("number", Kind::Number, true),
    ("title", Kind::Words(NAME_CHARS_MAX), true),
    ("text", Kind::Words(TEXT_CHARS_MAX), true),
];
const POLICY: &[FieldSpec] = &[
    ("key", Kind::Word, true),
    ("default", Kind::Value, true),
    ("value", Kind::Value, false),
    ("rules", Kind::Numbers, true),
    ("allowed", Kind::Allowed, true),
    ("meaning", Kind::Words(TEXT_CHARS_MAX), true),
];
const VIOLATION: &[FieldSpec] = &[
    ("kind", Kind::Word, true),
    ("rules", Kind::Numbers, false),
    ("penalty", Kind::Penalty, true),
    ("name", Kind::Words(NAME_CHARS_MAX), true),
];
const ABSENCE: &[FieldSpec] =
    &[("code", Kind::Code, true), ("becomes", Kind::Becomes, true), ("label", Kind::Words(NAME_CHARS_MAX), true)];

impl Entries {
    fn take(&mut self, key: &Spanned<toml::de::DeString<'_>>, value: Found, faults: &mut Faults) {
        let part: &str = key.get_ref();
        let broken = &mut self.broken;
        match part {
            "rule" => self.rules = read(("第", "rule"), RULE, value, faults, broken),
            "policy" => self.policies = read(("政策", "policy"), POLICY, value, faults, broken),
            "violation" => self.violations = read(("违规", "violation"), VIOLATION, value, faults, broken),
            "absence" => self.absences = read(("离岗原因", "absence"), ABSENCE, value, faults, broken),
            _ => {
                let name = super::shown(part);
                faults.tell(
                    key.span().start,
                    format!("没有“{name}”这一部分；只有 rule、policy、violation、absence"),
                    format!("there is no part \"{name}\": only rule, policy, violation and absence"),
                );
            }
        }
    }

    fn into_book(self) -> Rulebook {
        fn plain<T>(entries: Vec<Placed<T>>) -> Vec<T> {
            entries.into_iter().map(|(_, entry)| entry).collect()
        }
        Rulebook {
            rules: plain(self.rules),
            policies: plain(self.policies),
            violations: plain(self.violations),
            absences: plain(self.absences),
        }
    }
}

/// Reads the entries of one part, each with its place; those with a fault are left out.
fn read<T: DeserializeOwned>(
    part: (&str, &str),
    specs: &[FieldSpec],
    value: Found,
    faults: &mut Faults,
    broken: &mut BTreeSet<String>,
) -> Vec<Placed<T>> {
    let mut entries = Vec::new();
    let DeValue::Array(list) = value.get_ref() else {
        let (zh, en) = ("这一部分须写成 [[…]] 一条一条的", "this part is written as entries, [[…]]");
        faults.tell(value.span().start, zh, en);
        return entries;
    };
    for entry in list {
        let before = faults.count();
        let at = check_entry(part, specs, entry, faults, broken);
        if faults.count() > before {
            continue;
        }
        match T::deserialize(ValueDeserializer::from(entry.clone())) {
            Ok(read) => entries.push((at, read)),
            Err(error) => {
                let detail = error.message().trim().replace('\n', "; ");
                faults.tell(at, format!("写法有误：{detail}"), detail);
            }
        }
    }
    entries
}

/// What an entry is called: its key, the first of its fields.
fn title(part: (&str, &str), key: &str) -> (String, String) {
    let key = super::shown(key);
    match part {
        ("第", _) => (format!("第 {key} 条"), format!("rule {key}")),
        (zh, en) => (format!("{zh}“{key}”"), format!("{en} \"{key}\"")),
    }
}

/// Checks the fields of an entry; gives the byte at which it stands.
fn check_entry(
    part: (&str, &str),
    specs: &[FieldSpec],
    entry: Found,
    faults: &mut Faults,
    broken: &mut BTreeSet<String>,
) -> usize {
    let at = entry.span().start;
    let DeValue::Table(fields) = entry.get_ref() else {
        faults.tell(at, "这里须是一条一条的内容", "an entry with fields is needed here");
        return at;
    };
    let before = faults.count();
    let key = specs.first().and_then(|(name, ..)| fields.get(*name)).map_or("", |value| plain(value));
    let is_own_rule = part.1 == "rule" && key.parse().is_ok_and(|number: u8| SITE_RULES.contains(&number));
    let specs = if is_own_rule { OWN_RULE } else { specs };
    let (zh, en) = title(part, if key.is_empty() { "?" } else { key });
    for (name, _) in fields {
        let text: &str = name.get_ref();
        if !specs.iter().any(|(known, ..)| *known == text) {
            let name_shown = super::shown(text);
            let (zh, en) = (format!("{zh}没有“{name_shown}”这一项"), format!("{en} has no field \"{name_shown}\""));
            faults.tell(name.span().start, zh, en);
        }
    }
    for (name, kind, is_needed) in specs {
        match fields.get(*name) {
            None if *is_needed => faults.tell(at, format!("{zh}缺“{name}”"), format!("{en} lacks \"{name}\"")),
            None => {}
            Some(value) => {
                if let Err((place, (zh_must, en_must))) = check_value(*kind, value) {
                    let place = if place < at { at } else { place };
                    faults.tell(place, format!("{zh}的“{name}”{zh_must}"), format!("\"{name}\" of {en} {en_must}"));
                }
            }
        }
    }
    if faults.count() > before {
        broken.insert(key.to_owned());
    }
    at
}

/// A text or a number as it is written; nothing for anything else.
fn plain<'v>(value: &'v Spanned<DeValue<'_>>) -> &'v str {
    match value.get_ref() {
        DeValue::String(text) => text,
        DeValue::Integer(number) => number.as_str(),
        _ => "",
    }
}

/// What a value must be, and where it is not.
type Must = (usize, (String, String));

fn check_value(kind: Kind, value: Found) -> Result<(), Must> {
    let is = |right: bool, zh: &str, en: &str| {
        if right { Ok(()) } else { Err((value.span().start, (zh.to_owned(), en.to_owned()))) }
    };
    match kind {
        Kind::Number => is(
            as_a::<u8>(value).is_some_and(|n| (1..=99).contains(&n)),
            "须是 1 到 99 的整数",
            "must be a whole number from 1 to 99",
        ),
        Kind::Numbers => is(
            as_a::<Vec<u8>>(value).is_some(),
            "须是条文号的列表，如 [1, 11]",
            "must be a list of rule numbers, such as [1, 11]",
        ),
        Kind::Word => is(
            as_a::<String>(value).is_some_and(|w| !w.trim().is_empty()),
            "须是文字，不能空着",
            "must be text, not blank",
        ),
        Kind::Code => is(
            as_a::<String>(value).is_some_and(|code| is_code(&code)),
            "须是 2 到 32 个小写字母、数字或下划线，以字母开头",
            "must be 2 to 32 small letters, digits or underscores, beginning with a letter",
        ),
        Kind::Words(chars_max) => check_words(value, chars_max),
        Kind::Keys => is(as_a::<Vec<String>>(value).is_some(), "须是政策名的列表", "must be a list of policy keys"),
        Kind::Value => is(
            as_a::<PolicyValue>(value).is_some(),
            "须是 true、false、不小于零的整数或一个选项名",
            "must be true, false, a whole number from zero up, or the name of a choice",
        ),
        Kind::Allowed => is(
            as_a::<Allowed>(value).is_some(),
            "须是 \"flag\"、{ choice = [...] } 或 { number = { min, max } }",
            "must be \"flag\", { choice = [...] } or { number = { min, max } }",
        ),
        Kind::Penalty => is(
            as_a::<Penalty>(value)
                .is_some_and(|p| !matches!(p, Penalty::Suspension(days) if days > SUSPENSION_DAYS_MAX)),
            "须是 warning、demerit、major_demerit 或 suspension N（1 到 365 个班日）",
            "must be warning, demerit, major_demerit or suspension N (1 to 365 duty days)",
        ),
        Kind::Becomes => is(
            as_a::<Becomes>(value).is_some(),
            "须是 private、business 或 leave",
            "must be private, business or leave",
        ),
    }
}

fn as_a<T: DeserializeOwned>(value: Found) -> Option<T> {
    T::deserialize(ValueDeserializer::from(value.clone())).ok()
}

/// Words in both languages, in one line each.
fn check_words(value: Found, chars_max: usize) -> Result<(), Must> {
    let must = |at: usize, zh: String, en: String| Err((at, (zh, en)));
    let DeValue::Table(fields) = value.get_ref() else {
        let (zh, en) = ("须写成 zh 和 en 两种文字", "must have words as zh and en");
        return must(value.span().start, zh.to_owned(), en.to_owned());
    };
    let first = fields.iter().map(|(name, _)| name.span().start).min().unwrap_or_else(|| value.span().start);
    for (name, said) in fields {
        let text: &str = name.get_ref();
        if text != "zh" && text != "en" {
            let name_shown = super::shown(text);
            return must(
                name.span().start,
                format!("只有 zh 和 en，没有“{name_shown}”"),
                format!("has zh and en alone, no \"{name_shown}\""),
            );
        }
        let fits = as_a::<String>(said).is_some_and(|said| Bilingual { zh: said.clone(), en: said }.fits(chars_max));
        if !fits {
            return must(
                said.span().start,
                format!("的 {text} 须有文字，写成一行，不超过 {chars_max} 字"),
                format!("needs words for {text}, in one line of at most {chars_max} characters"),
            );
        }
    }
    for name in ["zh", "en"] {
        if !fields.contains_key(name) {
            return must(first, format!("缺 {name} 的文字"), format!("lacks the words for {name}"));
        }
    }
    Ok(())
}
