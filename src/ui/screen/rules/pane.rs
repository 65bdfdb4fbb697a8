//! What stands beside the list of the rulebook: the part gone to in full, and who changed it when.

use super::{Part, Section};
use crate::rules::command::Command;
use crate::rules::event::Header;
use crate::rules::rulebook::{Allowed, Bilingual, Rulebook, SITE_RULES};
use crate::text::rulebook::{self, Phrase};
use crate::text::screen::Phrase as Shared;
use crate::text::width::wrap_indented;
use crate::text::{because, policies, words};
use crate::ui::app::App;
use crate::ui::widget::paint::{Pen, frame, padded};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use serde_json::Value;

/// The most changes shown.
const CHANGES_SHOWN: usize = 6;

/// Draws it.
pub(super) fn draw(app: &App, buffer: &mut Buffer, area: Rect) {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.rules);
    let title = Phrase::Reading.get(lang);
    let insides = frame(buffer, area, &[(title, area.height)], theme.frame, theme.title);
    let (Some(inside), Some(part)) = (insides.first(), state.part()) else { return };
    let inside = padded(*inside);
    let lines = lines(app, part);
    let wrapped = lines.iter().flat_map(|(line, style)| {
        let rows = wrap_indented(line, usize::from(inside.width));
        rows.into_iter().map(|row| (row, *style)).collect::<Vec<_>>()
    });
    for (row, (line, style)) in (0..inside.height).zip(wrapped) {
        Pen::new(buffer, inside, row).put(&line, style);
    }
}

fn lines(app: &App, part: &Part) -> Vec<(String, Style)> {
    let (lang, theme) = (app.lang(), app.theme());
    let mut lines = match part {
        Part::Policy(key) => policy(app, key),
        Part::Book(_, key) => match app.screens.rules.section() {
            Section::Rules => rule(app, key),
            Section::Violations => violation(app, key),
            _ => absence(app, key),
        },
    };
    lines.push((String::new(), theme.text));
    lines.push((Phrase::Changes.get(lang).to_owned(), theme.title));
    let before = lines.len();
    for header in app.screens.rules.changes_of(part).take(CHANGES_SHOWN) {
        lines.push((change(app, header), theme.text));
    }
    if lines.len() == before {
        lines.push((Phrase::NeverChanged.get(lang).to_owned(), theme.dim));
    }
    lines
}

/// When, who, and what it was made.
fn change(app: &App, header: &Header) -> String {
    let (lang, floor) = (app.lang(), app.floor());
    let at = header.at.in_zone(floor.zone).format("%Y-%m-%d %H:%M");
    let by = header.by.as_ref().map_or(Shared::Desk.get(lang), |staff| because::name(floor, staff));
    let what = match &header.command {
        Command::SetPolicy(c) => format!("= {}", words::value(&c.value)),
        Command::SetRulebook(c) => rulebook::change(lang, c.part, &c.key, &c.value),
        _ => String::new(),
    };
    format!("{at} {by}  {what}")
}

fn rule(app: &App, key: &str) -> Vec<(String, Style)> {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let Some(rule) = key.parse().ok().and_then(|number| floor.book.rule(number)) else { return Vec::new() };
    let of = |words: &Bilingual| lang.pick(&words.zh, &words.en).to_owned();
    let head = format!("{}  {}", words::rules(lang, &[rule.number]), of(&rule.title));
    let mut lines = vec![(head, theme.accent), (of(&rule.text), theme.text)];
    let applied =
        if SITE_RULES.contains(&rule.number) { Phrase::PeoplesOwn.get(lang).to_owned() } else { of(&rule.applied) };
    lines.push((format!("{}{applied}", Phrase::Applied.get(lang)), theme.dim));
    for key in &rule.policies {
        lines.push((policies::stated(lang, key, &floor.policies.get(key)), theme.dim));
    }
    lines
}

fn policy(app: &App, key: &str) -> Vec<(String, Style)> {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let Some(doc) = Rulebook::standard().policy(key) else { return Vec::new() };
    let words_of = |names: Vec<Value>| {
        let said: Vec<String> = names.iter().map(|name| policies::value(lang, key, name)).collect();
        said.join(" / ")
    };
    let allowed = match &doc.allowed {
        Allowed::Flag => words_of(vec![true.into(), false.into()]),
        Allowed::Choice(names) => words_of(names.iter().map(|name| name.as_str().into()).collect()),
        Allowed::Number(range) => {
            format!("{} – {}", range.min, range.max.map_or_else(|| "…".to_owned(), |max| max.to_string()))
        }
    };
    vec![
        (policies::stated(lang, key, &floor.policies.get(key)), theme.accent),
        (lang.pick(&doc.meaning.zh, &doc.meaning.en).to_owned(), theme.text),
        (format!("{}{allowed}", Phrase::Allowed.get(lang)), theme.dim),
        (format!("{}{}", Phrase::Default.get(lang), policies::value(lang, key, &doc.default.to_json())), theme.dim),
        (words::rules(lang, &doc.rules), theme.dim),
    ]
}

fn violation(app: &App, kind: &str) -> Vec<(String, Style)> {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let Some(doc) = Rulebook::standard().violation(kind) else { return Vec::new() };
    vec![
        (rulebook::describe(lang, &floor.book, crate::rules::command::BookPart::Violation, kind), theme.accent),
        (kind.to_owned(), theme.dim),
        (words::rules(lang, &doc.rules), theme.dim),
    ]
}

fn absence(app: &App, code: &str) -> Vec<(String, Style)> {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let away = floor.staff.keys().filter(|id| floor.absence_of(id) == Some(code));
    let away: Vec<&str> = away.map(|id| because::name(floor, id)).collect();
    let mut lines = vec![
        (rulebook::describe(lang, &floor.book, crate::rules::command::BookPart::Absence, code), theme.accent),
        (code.to_owned(), theme.dim),
    ];
    if !away.is_empty() {
        lines.push((format!("{}{}", Phrase::AwayNow.get(lang), away.join(lang.pick("、", ", "))), theme.text));
    }
    lines
}
