//! How a form is drawn: fields one under the other, what is wrong beside them, clients that match
//! under the number.

use super::lookup::By;
use super::{Body, Choice, Field, Form, Lookup, Match, order};
use crate::text::clients;
use crate::text::form::{FormTitle, Word};
use crate::text::units::{self, UnitWord};
use crate::text::width::{width, wrap};
use crate::ui::app::App;
use crate::ui::widget::list::{Cursor, seen};
use crate::ui::widget::paint::{Pen, cells, fill, tint};
use crate::ui::widget::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const WIDTH: u16 = 72;
const LABEL_CELLS: usize = 10;
const VALUE_CELLS: usize = 30;
const MESSAGE_ROWS: u16 = 2;
/// Rows for what a change of the order does to the line.
const LINE_ROWS: u16 = 9;
const MATCHES_ROWS: u16 = 6;
/// Cells of an owner with the day since when, and of how long ago a client was here.
const OWNED_CELLS: usize = 26;
const AGO_CELLS: usize = 8;

/// Draws a form; gives where its cursor stands.
pub fn draw(app: &App, form: &Form, buffer: &mut Buffer, whole: Rect) -> Option<Position> {
    let (lang, theme) = (app.lang(), app.theme());
    let count = cells(form.fields.len());
    let lookups = form.fields.iter().filter(|field| has_matches(field)).count();
    let notes = u16::try_from(form.notes.len()).unwrap_or(0);
    // The field typed in has room for all who match; another shows only whom it chose.
    let matches_rows = if lookups > 0 { MATCHES_ROWS } else { 0 };
    let message_rows = message_rows(form);
    let height = count + notes + matches_rows + message_rows + 3;
    let inside = popup::open(buffer, whole, (WIDTH, height), form.title.get(lang), theme, theme.accent);
    let mut row = u16::from(inside.height > count + notes + matches_rows + message_rows);
    let mut cursor = None;
    let shown = form.fields.iter().position(has_matches);
    let shown = if form.focused().is_some_and(has_matches) { Some(form.focus) } else { shown };
    for (at, field) in form.fields.iter().enumerate() {
        let place = Rect { y: inside.y + row, height: 1.min(inside.height.saturating_sub(row)), ..inside };
        let column = draw_field(app, field, at == form.focus, buffer, place);
        if at == form.focus {
            cursor = column.map(|x| Position { x, y: place.y });
        }
        if at == form.focus && form.offers_projects() {
            draw_projects(app, form, buffer, place);
        }
        row += 1;
        if let Some(note) = form.note(field.name) {
            let note_x = 2 + u16::try_from(LABEL_CELLS).unwrap_or(0);
            let mut pen = Pen::new(buffer, inside, row);
            pen.skip(note_x);
            let room = pen.room();
            pen.put_in(note, room, theme.text);
            row += 1;
        }
        if shown == Some(at) {
            let height = matches_rows.min(inside.height.saturating_sub(row));
            let area = Rect { y: inside.y + row, height, ..inside };
            match &field.body {
                Body::Client(lookup) => {
                    draw_matches(app, form, lookup, buffer, area);
                    draw_hint(app, form, lookup.matches.len(), buffer, area);
                }
                Body::Choice(choice) => draw_found(app, choice, buffer, area),
                _ => {}
            }
            row += matches_rows;
        }
    }
    draw_message(app, form, buffer, inside);
    cursor
}

/// Whether what is typed in a field is looked for, and what is found is shown below it.
fn has_matches(field: &Field) -> bool {
    match &field.body {
        Body::Client(_) => true,
        Body::Choice(choice) => choice.typed().is_some(),
        _ => false,
    }
}

const fn message_rows(form: &Form) -> u16 {
    if order::changes_order(form.title) { LINE_ROWS } else { MESSAGE_ROWS }
}

/// Why it was refused, else what sending it would do.
fn draw_message(app: &App, form: &Form, buffer: &mut Buffer, inside: Rect) {
    let theme = app.theme();
    let message = match (&form.refusal, &form.outlook) {
        (Some(refusal), _) => Some((refusal.as_str(), theme.bad)),
        (None, Some(outlook)) => Some((outlook.text.as_str(), if outlook.refused { theme.warn } else { theme.good })),
        (None, None) => None,
    };
    let Some((text, style)) = message else { return };
    let lines = wrap(text, usize::from(inside.width));
    let rows = message_rows(form).min(inside.height);
    for (at, line) in (0..rows).zip(&lines) {
        let row = inside.height - rows + at;
        Pen::new(buffer, inside, row).put(line, style);
    }
}

fn draw_field(app: &App, field: &Field, is_focused: bool, buffer: &mut Buffer, area: Rect) -> Option<u16> {
    let (lang, theme) = (app.lang(), app.theme());
    let label = if is_focused { theme.accent } else { theme.dim };
    let mut pen = Pen::new(buffer, area, 0);
    pen.put_in(if is_focused { ">" } else { " " }, 2, label).put_in(field.name.get(lang), LABEL_CELLS, label);
    let value_x = area.x + 2 + u16::try_from(LABEL_CELLS).unwrap_or(0);
    let style = if is_focused { theme.field } else { theme.text };
    let cursor = match &field.body {
        Body::Text(line) => {
            let (text, column) = line.window(VALUE_CELLS);
            pen.put_in(&text, VALUE_CELLS, style);
            value_x + u16::try_from(column).unwrap_or(0)
        }
        Body::Client(lookup) => {
            // Once chosen and left, whom it is says more than what was typed.
            let is_said = lookup.by == By::Anything && (!is_focused || lookup.line.value().is_empty());
            let chosen = lookup.chosen().filter(|_| is_said);
            let (text, column) = lookup.line.window(VALUE_CELLS);
            let text = chosen.map_or(text, |found| format!("{} {}", found.name, found.phone));
            pen.put_in(&text, VALUE_CELLS, style);
            value_x + u16::try_from(column).unwrap_or(0)
        }
        Body::Secret(line) => {
            let stars = "*".repeat(line.digits().len());
            pen.put_in(&stars, VALUE_CELLS, style);
            value_x + cells(stars.len())
        }
        Body::Choice(choice) if is_focused && choice.typed().is_some() => {
            let typed = choice.typed().unwrap_or_default();
            let chosen = choice.chosen().filter(|option| option.value.is_some());
            let text = chosen.map_or(typed, |option| option.label.as_str());
            pen.put_in(text, VALUE_CELLS, style);
            value_x + u16::try_from(width(typed).min(VALUE_CELLS - 1)).unwrap_or(0)
        }
        Body::Choice(choice) => {
            let label = choice.chosen().map_or("", |option| option.label.as_str());
            let text = if is_focused { format!("< {label} >") } else { label.to_owned() };
            pen.put_in(&text, VALUE_CELLS, style);
            value_x + 2
        }
        Body::Flag(on) => {
            let word = if *on { Word::Yes } else { Word::No }.get(lang);
            let text = if is_focused { format!("< {word} >") } else { word.to_owned() };
            pen.put_in(&text, VALUE_CELLS, style);
            value_x
        }
    };
    if let Some(trouble) = field.error {
        pen.skip(1);
        let room = pen.room();
        pen.put_in(trouble.get(lang), room, theme.bad);
    }
    is_focused.then_some(cursor)
}

/// The projects that can be chosen, beside the field.
fn draw_projects(app: &App, form: &Form, buffer: &mut Buffer, area: Rect) {
    let text = format!("{}  {}", Word::DownChooses.get(app.lang()), form.projects.join("  "));
    let mut pen = Pen::new(buffer, area, 0);
    pen.skip(cells(2 + LABEL_CELLS + VALUE_CELLS + 1));
    let room = pen.room();
    pen.put_in(&text, room, app.theme().dim);
}

fn draw_matches(app: &App, form: &Form, lookup: &Lookup, buffer: &mut Buffer, area: Rect) {
    let (lang, theme) = (app.lang(), app.theme());
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    if lookup.matches.is_empty() {
        let typed = lookup.line.value();
        let is_new = lookup.by == By::Number && crate::rules::phone::normalise(typed).is_some();
        let note = if is_new { Some(Word::NoMatch) } else { (typed.trim().len() > 2).then_some(Word::NobodyYet) };
        if let Some(note) = note {
            Pen::new(buffer, area, 0).put(note.get(lang), theme.dim);
        }
        return;
    }
    let hint = if lookup.picked.is_some() && form.title == FormTitle::Arrival {
        Word::EnterAgain
    } else if lookup.matches.iter().any(|found| found.exact) && form.title == FormTitle::Arrival {
        Word::EnterRegisters
    } else {
        Word::DownChooses
    };
    let mut pen = Pen::new(buffer, area, 0);
    pen.put(Word::Matches.get(lang), theme.dim).last(width(hint.get(lang))).put(hint.get(lang), theme.dim);
    for (at, found) in lookup.matches.iter().enumerate() {
        let row = cells(at + 1);
        draw_match(app, found, buffer, area, row);
        if lookup.picked == Some(at) {
            tint(buffer, area, row, theme.selected);
        }
    }
}

/// Whom what is typed looks like, below those who match.
fn draw_hint(app: &App, form: &Form, matches: usize, buffer: &mut Buffer, area: Rect) {
    let Some(hint) = &form.hint else { return };
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    let lines = wrap(hint, usize::from(area.width));
    let first = cells(1 + matches).min(area.height.saturating_sub(cells(lines.len())));
    for (row, line) in (first..area.height).zip(&lines) {
        fill(buffer, Rect { y: area.y + row, height: 1, ..area }, app.theme().text);
        Pen::new(buffer, area, row).put(line, app.theme().warn);
    }
}

/// Draws the options that what is typed may mean, with the one chosen among them.
fn draw_found(app: &App, choice: &Choice, buffer: &mut Buffer, area: Rect) {
    let (lang, theme) = (app.lang(), app.theme());
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    let found = choice.found();
    let typed = choice.typed().unwrap_or_default();
    if found.is_empty() {
        Pen::new(buffer, area, 0).put(UnitWord::NoSuchUnit.get(lang), theme.bad);
        return;
    }
    let hint = if typed.is_empty() { UnitWord::TypeUnit } else { UnitWord::DownChooses }.get(lang);
    let count = units::found(lang, found.len());
    Pen::new(buffer, area, 0).put(&count, theme.dim).last(width(hint)).put(hint, theme.dim);
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let chosen = found.iter().position(|at| *at == choice.at);
    for (item, row) in seen(Cursor { at: chosen.unwrap_or(0) }, rows.height, found.len()) {
        if let Some(option) = choice.options.get(found[item]) {
            Pen::new(buffer, rows, row).skip(2).put(&option.label, theme.text);
        }
        if chosen == Some(item) {
            tint(buffer, rows, row, theme.selected);
        }
    }
}

fn draw_match(app: &App, found: &Match, buffer: &mut Buffer, area: Rect, row: u16) {
    let (lang, theme) = (app.lang(), app.theme());
    let zone = app.floor().zone;
    let owner = match &found.owner {
        Some(owner) => clients::owned(lang, owner, found.since.map(|at| clients::day(at, app.now, zone)).as_deref()),
        None => Word::NoOwner.get(lang).to_owned(),
    };
    let (last, last_style) = match found.last {
        _ if found.here => (Word::Here.get(lang).to_owned(), theme.warn),
        Some(last) => (clients::ago(lang, last, app.now, zone), theme.dim),
        None => (String::new(), theme.dim),
    };
    let mut pen = Pen::new(buffer, area, row);
    pen.put_in(if found.exact { "=" } else { " " }, 2, theme.good);
    pen.put_in(&found.phone, 12, theme.text).skip(1).put_in(&found.name, 8, theme.text).skip(1);
    pen.put_in(&owner, OWNED_CELLS, if found.owner.is_some() { theme.accent } else { theme.dim }).skip(1);
    pen.put_in(&last, AGO_CELLS, last_style).skip(1);
    if found.closed {
        pen.put(Word::Closed.get(lang), theme.good);
    }
}
