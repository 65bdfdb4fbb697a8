//! Writing a rulebook as a file that can be edited, checked and loaded again.
//!
//! Owns the layout; it must write whatever `read` reads, to the letter.

use super::{Allowed, Bilingual, PolicyValue, Rulebook};
use std::fmt::Write;

/// The text of a book.
pub(super) fn text(book: &Rulebook) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(book, &mut out);
    out
}

fn write(book: &Rulebook, out: &mut String) -> std::fmt::Result {
    for rule in &book.rules {
        writeln!(out, "[[rule]]\nnumber = {}", rule.number)?;
        words(out, "title", &rule.title)?;
        words(out, "text", &rule.text)?;
        if !rule.applied.is_blank() {
            words(out, "applied", &rule.applied)?;
            writeln!(out, "policies = {}", list(rule.policies.iter().map(|key| quoted(key))))?;
        }
        writeln!(out)?;
    }
    for policy in &book.policies {
        writeln!(out, "[[policy]]\nkey = {}\ndefault = {}", quoted(&policy.key), value(&policy.default))?;
        if let Some(of_site) = &policy.value {
            writeln!(out, "value = {}", value(of_site))?;
        }
        writeln!(out, "rules = {}", list(policy.rules.iter().map(ToString::to_string)))?;
        writeln!(out, "allowed = {}", allowed(&policy.allowed))?;
        words(out, "meaning", &policy.meaning)?;
        writeln!(out)?;
    }
    for entry in &book.violations {
        writeln!(out, "[[violation]]\nkind = {}", quoted(&entry.kind))?;
        if !entry.rules.is_empty() {
            writeln!(out, "rules = {}", list(entry.rules.iter().map(ToString::to_string)))?;
        }
        writeln!(out, "penalty = {}", quoted(&entry.penalty.to_string()))?;
        words(out, "name", &entry.name)?;
        writeln!(out)?;
    }
    for reason in &book.absences {
        let becomes = reason.becomes.code();
        writeln!(out, "[[absence]]\ncode = {}\nbecomes = {}", quoted(&reason.code), quoted(becomes))?;
        words(out, "label", &reason.label)?;
        writeln!(out)?;
    }
    Ok(())
}

fn words(out: &mut String, name: &str, words: &Bilingual) -> std::fmt::Result {
    writeln!(out, "{name}.zh = {}\n{name}.en = {}", quoted(&words.zh), quoted(&words.en))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn value(value: &PolicyValue) -> String {
    match value {
        PolicyValue::Choice(name) => quoted(name),
        other => other.to_string(),
    }
}

fn allowed(allowed: &Allowed) -> String {
    match allowed {
        Allowed::Flag => quoted("flag"),
        Allowed::Choice(names) => format!("{{ choice = {} }}", list(names.iter().map(|name| quoted(name)))),
        Allowed::Number(range) => {
            let max = range.max.map_or_else(String::new, |max| format!(", max = {max}"));
            format!("{{ number = {{ min = {}{max} }} }}", range.min)
        }
    }
}
