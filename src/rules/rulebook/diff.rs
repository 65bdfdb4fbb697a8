//! How one book becomes another: the commands that enter the differences.
//!
//! Pure: it asks nobody whether the commands are allowed.

use super::{Bilingual, Rulebook};
use crate::rules::book::{Book, kind_of};
use crate::rules::command::{BookPart, Command, SetPolicy, SetRulebook};
use crate::rules::policy::Policies;
use serde_json::{Value, json};

/// The commands that make `from` with `policies` into `to`.
pub(super) fn changes(to: &Rulebook, from: &Book, policies: &Policies) -> Vec<Command> {
    let mut commands = Vec::new();
    for doc in &to.policies {
        let wanted = doc.value.as_ref().unwrap_or(&doc.default).to_json();
        if policies.get(&doc.key) != wanted {
            commands.push(SetPolicy { key: doc.key.clone(), value: wanted }.into());
        }
    }
    let mut set = |part, key: String, value| commands.push(SetRulebook { part, key, value }.into());
    let now = from.whole(policies);
    for rule in &to.rules {
        let before = now.rule(rule.number);
        if before.is_none_or(|before| before.title != rule.title || before.text != rule.text) {
            let value = json!({ "title": rule.title, "text": rule.text });
            set(BookPart::Rule, rule.number.to_string(), value);
        }
    }
    for rule in now.rules.iter().filter(|rule| to.rule(rule.number).is_none()) {
        set(BookPart::Rule, rule.number.to_string(), Value::Null);
    }
    for doc in &to.violations {
        let before = now.violation(&doc.kind);
        if kind_of(&doc.kind).is_some() && before.is_none_or(|b| b.penalty != doc.penalty || b.name != doc.name) {
            let name: &Bilingual = &doc.name;
            set(BookPart::Violation, doc.kind.clone(), json!({ "penalty": doc.penalty, "name": name }));
        }
    }
    for reason in &to.absences {
        if now.absence(&reason.code) != Some(reason) {
            let value = json!({ "becomes": reason.becomes, "label": reason.label });
            set(BookPart::Absence, reason.code.clone(), value);
        }
    }
    for reason in now.absences.iter().filter(|reason| to.absence(&reason.code).is_none()) {
        set(BookPart::Absence, reason.code.clone(), Value::Null);
    }
    commands
}
