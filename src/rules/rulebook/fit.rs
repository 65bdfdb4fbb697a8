//! Whether the entries of a rulebook fit together, and fit what the program itself fixes.
//!
//! Owns those faults alone. It must never look at the text.

use std::collections::BTreeSet;

use super::read::{Entries, Faults, Placed};
use super::{Bilingual, Rulebook, SITE_RULES};

/// Everything that entries ask of each other.
pub(super) fn together(entries: &Entries, faults: &mut Faults) {
    unique(entries.rules.iter().map(|(at, r)| (*at, r.number.to_string())), ("第 ", " 条"), ("rule ", ""), faults);
    unique(entries.policies.iter().map(|(at, p)| (*at, p.key.clone())), ("政策“", "”"), ("policy \"", "\""), faults);
    unique(
        entries.violations.iter().map(|(at, v)| (*at, v.kind.clone())),
        ("违规“", "”"),
        ("violation \"", "\""),
        faults,
    );
    unique(
        entries.absences.iter().map(|(at, a)| (*at, a.code.clone())),
        ("离岗原因“", "”"),
        ("absence \"", "\""),
        faults,
    );
    values(entries, faults);
    references(entries, faults);
}

fn unique(keys: impl Iterator<Item = Placed<String>>, zh: (&str, &str), en: (&str, &str), faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (at, key) in keys {
        let shown = super::shown(&key);
        if !seen.insert(key) {
            faults.tell(
                at,
                format!("{}{shown}{}写了两遍", zh.0, zh.1),
                format!("{}{shown}{} is given twice", en.0, en.1),
            );
        }
    }
}

fn values(entries: &Entries, faults: &mut Faults) {
    for (at, policy) in &entries.policies {
        let key = super::shown(&policy.key);
        let given = [("默认值", "default", Some(&policy.default)), ("值", "value", policy.value.as_ref())];
        for (zh, en, value) in given {
            let Some(value) = value.filter(|value| !policy.allowed.admits(value)) else { continue };
            let value = super::shown(&value.to_string());
            faults.tell(
                *at,
                format!("政策“{key}”的{zh}“{value}”不在它允许的值里"),
                format!("policy \"{key}\" does not allow its own {en}, \"{value}\""),
            );
        }
    }
}

/// Rules and policies must name each other; violations may only name rules that exist.
fn references(entries: &Entries, faults: &mut Faults) {
    let numbers: BTreeSet<u8> = entries.rules.iter().map(|(_, rule)| rule.number).collect();
    let is_broken = |key: &str| entries.broken.contains(key);
    for (at, rule) in &entries.rules {
        let number = rule.number;
        for key in rule.policies.iter().filter(|key| !is_broken(key)) {
            if !entries.policies.iter().any(|(_, policy)| policy.key == *key && policy.rules.contains(&number)) {
                let key = super::shown(key);
                faults.tell(
                    *at,
                    format!("第 {number} 条提到政策“{key}”，政策里却没有写第 {number} 条"),
                    format!("rule {number} names policy \"{key}\", which does not name it"),
                );
            }
        }
    }
    for (at, policy) in &entries.policies {
        for number in policy.rules.iter().filter(|number| !is_broken(&number.to_string())) {
            if !entries.rules.iter().any(|(_, rule)| rule.number == *number && rule.policies.contains(&policy.key)) {
                let key = super::shown(&policy.key);
                faults.tell(
                    *at,
                    format!("政策“{key}”写着第 {number} 条，那一条却没有提到它"),
                    format!("policy \"{key}\" names rule {number}, which does not name it"),
                );
            }
        }
    }
    for (at, entry) in &entries.violations {
        let missing = |number: &&u8| !numbers.contains(number) && !is_broken(&number.to_string());
        for number in entry.rules.iter().filter(missing) {
            let kind = super::shown(&entry.kind);
            faults.tell(
                *at,
                format!("违规“{kind}”写着第 {number} 条，没有这一条"),
                format!("violation \"{kind}\" names rule {number}, and there is no such rule"),
            );
        }
    }
}

/// What a site's whole book must have as shipped: the rules' numbers and what applies them, the
/// policies, the kinds of violation. What is lacking has no line.
pub(super) fn against_shipped(entries: &Entries, faults: &mut Faults, lacking: &mut Vec<Bilingual>) {
    let shipped = Rulebook::standard();
    let mut lacks = |key: &str, zh: String, en: String| {
        if !entries.broken.contains(key) {
            lacking.push(Bilingual { zh, en });
        }
    };
    for rule in &shipped.rules {
        let number = rule.number;
        if !entries.rules.iter().any(|(_, other)| other.number == number) {
            lacks(&number.to_string(), format!("缺第 {number} 条"), format!("rule {number} is missing"));
        }
    }
    for policy in &shipped.policies {
        let key = &policy.key;
        if !entries.policies.iter().any(|(_, other)| other.key == *key) {
            lacks(key, format!("缺政策“{key}”"), format!("policy \"{key}\" is missing"));
        }
    }
    for entry in &shipped.violations {
        let kind = &entry.kind;
        if !entries.violations.iter().any(|(_, other)| other.kind == *kind) {
            lacks(kind, format!("缺违规“{kind}”"), format!("violation \"{kind}\" is missing"));
        }
    }
    fixed_parts(entries, shipped, faults);
}

/// What the program fixes in the entries that are there.
fn fixed_parts(entries: &Entries, shipped: &Rulebook, faults: &mut Faults) {
    let mut fixed = |at: usize, is_same: bool, zh: String, en: String| {
        if !is_same {
            faults.tell(at, format!("{zh}由程序定，不能改"), format!("{en} is the program's and cannot be changed"));
        }
    };
    for (at, rule) in &entries.rules {
        let number = rule.number;
        let Some(known) = shipped.rule(number) else {
            let (zh, en) = ("：自定条文的编号须是 28 到 99，这", ": the site's own rules are 28 to 99, and this");
            let is_own = SITE_RULES.contains(&number);
            fixed(*at, is_own, format!("第 {number} 条{zh}"), format!("rule {number}{en}"));
            continue;
        };
        let of = |name: &str| (format!("第 {number} 条的“{name}”"), format!("\"{name}\" of rule {number}"));
        let (zh, en) = of("applied");
        fixed(*at, known.applied == rule.applied, zh, en);
        let (zh, en) = of("policies");
        fixed(*at, known.policies == rule.policies, zh, en);
    }
    for (at, policy) in &entries.policies {
        let key = super::shown(&policy.key);
        let known = shipped.policy(&policy.key);
        let is_same = known.is_some_and(|known| {
            known.default == policy.default
                && known.rules == policy.rules
                && known.allowed == policy.allowed
                && known.meaning == policy.meaning
        });
        fixed(*at, is_same, format!("政策“{key}”除 value 外的各项"), format!("all of policy \"{key}\" but its value"));
    }
    for (at, entry) in &entries.violations {
        let kind = super::shown(&entry.kind);
        let is_same = shipped.violation(&entry.kind).is_some_and(|known| known.rules == entry.rules);
        fixed(
            *at,
            is_same,
            format!("违规“{kind}”的种类和条文号"),
            format!("the kind and the rules of violation \"{kind}\""),
        );
    }
}
