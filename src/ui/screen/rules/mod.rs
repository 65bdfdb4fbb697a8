//! The rulebook (规则): rules, policies, penalties and absence reasons as the site has them, with who
//! changed what. Shows, and begins changes; whether one is allowed is the rules' to say.

mod pane;

use super::Drawn;
use crate::register::amendments::amendments;
use crate::register::fault::Fault;
use crate::rules::book::kind_of;
use crate::rules::command::{BookPart, Command, SetPolicy, SetRulebook};
use crate::rules::event::Header;
use crate::rules::rulebook::Rulebook;
use crate::text::rulebook::{Phrase, becomes};
use crate::text::{inbox, policies};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::widget::list::{Cursor, hit, seen};
use crate::ui::widget::paint::{Pen, frame, padded, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the list; what is left is for reading.
const LIST_CELLS: (u16, u16) = (34, 44);
/// From this width on the list is wide.
const WIDE_CELLS: u16 = 110;
const KEY_CELLS: usize = 3;

/// A part of the book that the screen lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// 规则: the written rules.
    #[default]
    Rules,
    /// 政策: how the site reads them.
    Policies,
    /// 违规与处罚.
    Violations,
    /// 离岗原因.
    Absences,
}

impl Section {
    const ALL: [Self; 4] = [Self::Rules, Self::Policies, Self::Violations, Self::Absences];

    const fn word(self) -> Phrase {
        match self {
            Self::Rules => Phrase::Rules,
            Self::Policies => Phrase::Policies,
            Self::Violations => Phrase::Penalties,
            Self::Absences => Phrase::Absences,
        }
    }

    /// The section so many further on, round and round.
    fn beside(self, step: usize) -> Self {
        let at = Self::ALL.iter().position(|section| *section == self).unwrap_or(0);
        Self::ALL[(at + step) % Self::ALL.len()]
    }
}

/// A part that can be changed: a policy, or a part of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A policy, by its key.
    Policy(String),
    /// A part of the book, by its key.
    Book(BookPart, String),
}

/// One line of the list.
#[derive(Debug)]
struct Row {
    part: Part,
    /// A number or nothing, and what it is called.
    label: (String, String),
    /// What stands at the right.
    value: String,
    /// Whether it differs from the shipped one.
    changed: bool,
}

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    section: Section,
    cursor: Cursor,
    rows: Vec<Row>,
    changes: Vec<Header>,
}

impl State {
    /// The part gone to.
    pub fn part(&self) -> Option<&Part> {
        self.rows.get(self.cursor.at).map(|row| &row.part)
    }

    /// The section that is shown.
    pub const fn section(&self) -> Section {
        self.section
    }

    /// Goes to a row.
    pub const fn choose(&mut self, item: usize) {
        self.cursor.at = item;
        self.cursor.keep_within(self.rows.len());
    }

    /// The changes of the part gone to, newest first.
    fn changes_of(&self, part: &Part) -> impl Iterator<Item = &Header> {
        self.changes.iter().filter(move |header| match (&header.command, part) {
            (Command::SetPolicy(SetPolicy { key, .. }), Part::Policy(of)) => key == of,
            (Command::SetRulebook(SetRulebook { part, key, .. }), Part::Book(is, of)) => part == is && key == of,
            _ => false,
        })
    }
}

/// Reads what is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let changes = amendments(app.register())?;
    let chosen = app.screens.rules.part().cloned();
    let rows = rows(app, app.screens.rules.section);
    let state = &mut app.screens.rules;
    state.changes = changes;
    state.rows = rows;
    let found = chosen.and_then(|part| state.rows.iter().position(|row| row.part == part));
    state.cursor.at = found.unwrap_or(state.cursor.at);
    state.cursor.keep_within(state.rows.len());
    Ok(())
}

fn rows(app: &App, section: Section) -> Vec<Row> {
    let (lang, floor) = (app.lang(), app.floor());
    let book = floor.book.whole(&floor.policies);
    let pick = |words: &crate::rules::rulebook::Bilingual| lang.pick(&words.zh, &words.en).to_owned();
    let row = |part: BookPart, key: &str, label: (String, String), value: String| Row {
        changed: floor.book.differs(part, key),
        part: Part::Book(part, key.to_owned()),
        label,
        value,
    };
    match section {
        Section::Rules => {
            let of = |rule: &crate::rules::rulebook::Rule| {
                let key = rule.number.to_string();
                row(BookPart::Rule, &key, (key.clone(), pick(&rule.title)), String::new())
            };
            book.rules.iter().map(of).collect()
        }
        Section::Policies => {
            let of = |doc: &crate::rules::rulebook::PolicyDoc| Row {
                part: Part::Policy(doc.key.clone()),
                label: (String::new(), policies::name(lang, &doc.key).to_owned()),
                value: policies::value(lang, &doc.key, &floor.policies.get(&doc.key)),
                changed: doc.value.as_ref().is_some_and(|value| *value != doc.default),
            };
            book.policies.iter().map(of).collect()
        }
        Section::Violations => {
            let of = |doc: &crate::rules::rulebook::ViolationKindDoc| {
                let value = inbox::penalty(lang, &doc.penalty);
                row(BookPart::Violation, &doc.kind, (String::new(), pick(&doc.name)), value)
            };
            book.violations.iter().filter(|doc| kind_of(&doc.kind).is_some()).map(of).collect()
        }
        Section::Absences => {
            let of = |reason: &crate::rules::rulebook::AbsenceReason| {
                let value = becomes(lang, reason.becomes).to_owned();
                row(BookPart::Absence, &reason.code, (String::new(), pick(&reason.label)), value)
            };
            book.absences.iter().map(of).collect()
        }
    }
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let count = app.screens.rules.rows.len();
    let to = match action {
        Action::Switch | Action::Right => 1,
        Action::Left => Section::ALL.len() - 1,
        _ => {
            app.screens.rules.cursor.update(action, count);
            return None;
        }
    };
    let state = &mut app.screens.rules;
    state.section = state.section.beside(to);
    state.cursor = Cursor::default();
    state.rows.clear();
    let read = refresh(app);
    app.keep(read);
    None
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.rules);
    let list_cells = if area.width >= WIDE_CELLS { LIST_CELLS.1 } else { LIST_CELLS.0 };
    let left = Rect { width: list_cells.min(area.width), ..area };
    let right = Rect { x: area.x + left.width, width: area.width - left.width, ..area };
    let at = Section::ALL.iter().position(|section| *section == state.section).unwrap_or(0) + 1;
    let title = format!("{} {at}/{}", state.section.word().get(lang), Section::ALL.len());
    let title = format!("{title} · v {}", state.section.beside(1).word().get(lang));
    let lists = frame(buffer, left, &[(&title, left.height)], theme.frame, theme.title);
    let mut hits = Vec::new();
    if let Some(list) = lists.first() {
        let list = padded(*list);
        for (item, row) in seen(state.cursor, list.height, state.rows.len()) {
            draw_row(app, buffer, list, row, &state.rows[item]);
            if item == state.cursor.at {
                tint(buffer, list, row, theme.selected);
            }
            hits.push(hit(list, row, item));
        }
    }
    pane::draw(app, buffer, right);
    Drawn { hits, cursor: None }
}

fn draw_row(app: &App, buffer: &mut Buffer, area: Rect, row: u16, line: &Row) {
    let theme = app.theme();
    let value_cells = crate::text::width::width(&line.value);
    let mut pen = Pen::new(buffer, area, row);
    if !line.label.0.is_empty() {
        pen.put_in(&line.label.0, KEY_CELLS, theme.dim);
    }
    pen.put(if line.changed { "* " } else { "  " }, theme.warn);
    let room = pen.room().saturating_sub(value_cells + 1);
    pen.put_in(&line.label.1, room, if line.changed { theme.accent } else { theme.text });
    pen.last(value_cells).put(&line.value, theme.dim);
}

/// The number that a new rule of the site's own gets.
pub fn next_rule(app: &App) -> Option<u8> {
    crate::rules::rulebook::SITE_RULES.into_iter().find(|number| app.floor().book.rule(*number).is_none())
}

/// Whether a part is a shipped one: taking it away brings it back instead, absence reasons apart.
pub fn is_shipped(part: &Part) -> bool {
    match part {
        Part::Policy(_) | Part::Book(BookPart::Violation, _) => true,
        Part::Book(BookPart::Rule, key) => key.parse().is_ok_and(|number| Rulebook::standard().rule(number).is_some()),
        Part::Book(BookPart::Absence, _) => false,
    }
}
