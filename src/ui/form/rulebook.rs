//! A part of the rulebook changed, or a new one: words, a policy's value, a penalty, an absence reason.

use super::{Body, Choice, Form, Opt, Wrong, filled, line};
use crate::rules::command::{BookPart, Command, SetPolicy, SetRulebook};
use crate::rules::rulebook::{Allowed, Becomes, Penalty, Rulebook};
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::{policies, rulebook, words};
use crate::ui::app::App;
use crate::ui::screen::rules::{Part, Section, next_rule};
use serde_json::{Value, json};

const PENALTIES: [&str; 4] = ["warning", "demerit", "major_demerit", "suspension"];
const STATES: [Becomes; 3] = [Becomes::Private, Becomes::Business, Becomes::Leave];

/// The form of the part gone to.
pub fn open(app: &App) -> Option<Form> {
    let mut form = match app.screens.rules.part()? {
        Part::Policy(key) => policy(app, key)?,
        Part::Book(BookPart::Rule, key) => rule(app, key),
        Part::Book(BookPart::Violation, key) => violation(app, key)?,
        Part::Book(BookPart::Absence, key) => absence(app, Some(key)),
    };
    form.part = app.screens.rules.part().cloned();
    Some(form)
}

/// The form of a new part: an absence reason where those are listed, else a rule of the site's own.
pub fn open_new(app: &App) -> Option<Form> {
    if app.screens.rules.section() == Section::Absences {
        return Some(absence(app, None));
    }
    let key = next_rule(app)?.to_string();
    let mut form = rule(app, &key);
    form.part = Some(Part::Book(BookPart::Rule, key));
    Some(form)
}

fn rule(app: &App, key: &str) -> Form {
    let rule = key.parse().ok().and_then(|number| app.floor().book.rule(number)).unwrap_or_default();
    let fields = vec![
        (FieldName::TitleZh, filled(&rule.title.zh)),
        (FieldName::TitleEn, filled(&rule.title.en)),
        (FieldName::TextZh, filled(&rule.text.zh)),
        (FieldName::TextEn, filled(&rule.text.en)),
    ];
    Form::new(FormTitle::RuleWords, fields)
}

fn opt(value: &str, label: String) -> Opt {
    Opt { value: Some(value.to_owned()), search: vec![value.to_owned(), label.clone()], label }
}

fn policy(app: &App, key: &str) -> Option<Form> {
    let doc = Rulebook::standard().policy(key)?;
    let now = words::value(&app.floor().policies.get(key));
    let is_flag = matches!(doc.allowed, Allowed::Flag);
    let choice = |names: Vec<String>| {
        let label = |name: &String| {
            let value = if is_flag { Value::Bool(name == "true") } else { name.as_str().into() };
            policies::value(app.lang(), key, &value)
        };
        let options = names.iter().map(|name| opt(name, label(name))).collect();
        Body::Choice(Choice::new(options).with(Some(&now)))
    };
    let body = match &doc.allowed {
        Allowed::Flag => choice(vec!["true".to_owned(), "false".to_owned()]),
        Allowed::Choice(names) => choice(names.clone()),
        Allowed::Number(_) => filled(&now),
    };
    Some(Form::new(FormTitle::PolicyValue, vec![(FieldName::Value, body)]))
}

fn violation(app: &App, kind: &str) -> Option<Form> {
    let penalty = app.floor().book.penalty(crate::rules::book::kind_of(kind)?);
    let (code, days) = match penalty {
        Penalty::Suspension(days) => ("suspension".to_owned(), days.to_string()),
        other => (other.to_string(), String::new()),
    };
    let lang = app.lang();
    let options = PENALTIES.map(|code| opt(code, rulebook::penalty_word(lang, code).to_owned()));
    let choice = Choice::new(options.to_vec()).with(Some(&code));
    let fields = vec![(FieldName::Penalty, Body::Choice(choice)), (FieldName::Days, filled(&days))];
    Some(Form::new(FormTitle::ViolationTerms, fields))
}

fn absence(app: &App, code: Option<&String>) -> Form {
    let lang = app.lang();
    let known = code.and_then(|code| app.floor().book.absence(code));
    let options = STATES.map(|state| opt(state.code(), rulebook::becomes(lang, state).to_owned()));
    let choice = Choice::new(options.to_vec()).with(known.map(|reason| reason.becomes.code()));
    let mut fields = vec![
        (FieldName::LabelZh, filled(known.map_or("", |reason| &reason.label.zh))),
        (FieldName::LabelEn, filled(known.map_or("", |reason| &reason.label.en))),
        (FieldName::Becomes, Body::Choice(choice)),
    ];
    if code.is_none() {
        fields.insert(0, (FieldName::Code, line()));
    }
    Form::new(FormTitle::AbsenceReason, fields)
}

/// The command of one of these forms.
pub fn command(form: &Form) -> Result<Command, Wrong> {
    let set = |part: BookPart, key: String, value: Value| Command::from(SetRulebook { part, key, value });
    let both = |zh: FieldName, en: FieldName| -> Result<Value, Wrong> {
        Ok(json!({ "zh": form.needed(zh)?, "en": form.needed(en)? }))
    };
    match (form.title, &form.part) {
        (FormTitle::RuleWords, Some(Part::Book(BookPart::Rule, key))) => {
            let title = both(FieldName::TitleZh, FieldName::TitleEn)?;
            let text = both(FieldName::TextZh, FieldName::TextEn)?;
            Ok(set(BookPart::Rule, key.clone(), json!({ "title": title, "text": text })))
        }
        (FormTitle::PolicyValue, Some(Part::Policy(key))) => {
            let typed = form.needed(FieldName::Value)?;
            let value = match Rulebook::standard().policy(key).map(|doc| &doc.allowed) {
                Some(Allowed::Flag) => Value::Bool(typed == "true"),
                Some(Allowed::Number(_)) => {
                    let number: u32 = typed.parse().map_err(|_| (FieldName::Value, Trouble::NotANumber))?;
                    number.into()
                }
                _ => typed.into(),
            };
            Ok(SetPolicy { key: key.clone(), value }.into())
        }
        (FormTitle::ViolationTerms, Some(Part::Book(BookPart::Violation, key))) => {
            let code = form.needed(FieldName::Penalty)?;
            let penalty = if code == "suspension" {
                let days: u32 =
                    form.needed(FieldName::Days)?.parse().map_err(|_| (FieldName::Days, Trouble::NotANumber))?;
                Penalty::Suspension(days).to_string()
            } else {
                code
            };
            Ok(set(BookPart::Violation, key.clone(), json!({ "penalty": penalty })))
        }
        _ => {
            let code = match &form.part {
                Some(Part::Book(BookPart::Absence, code)) => code.clone(),
                _ => form.needed(FieldName::Code)?,
            };
            let label = both(FieldName::LabelZh, FieldName::LabelEn)?;
            let becomes = form.needed(FieldName::Becomes)?;
            Ok(set(BookPart::Absence, code, json!({ "becomes": becomes, "label": label })))
        }
    }
}
