//! How a form is drawn: fields one under the other, what is wrong beside them, clients that match
//! under the number.

use super::lookup::By;
use super::{Body, Field, Form, Lookup, Match};
use crate::text::form::{FormTitle, Word};
use crate::text::width::{width, wrap};
use crate::ui::app::App;
use crate::ui::widget::paint::{Pen, tint};
use crate::ui::widget::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const WIDTH: u16 = 72;
const LABEL_CELLS: usize = 10;
const VALUE_CELLS: usize = 30;
const MESSAGE_ROWS: u16 = 2;
const MATCHES_ROWS: u16 = 6;

/// Draws a form; gives where its cursor stands.
pub fn draw(app: &App, form: &Form, buffer: &mut Buffer, whole: Rect) -> Option<Position> {
    let (lang, theme) = (app.lang(), app.theme());
    let count = u16::try_from(form.fields.len()).unwrap_or(u16::MAX);
    let lookups = form.fields.iter().filter(|field| matches!(field.body, Body::Client(_))).count();
    // The field typed in has room for all who match; another shows only whom it chose.
    let matches_rows = if lookups > 0 { MATCHES_ROWS } else { 0 };
    let height = count + matches_rows + MESSAGE_ROWS + 3;
    let inside = popup::open(buffer, whole, (WIDTH, height), form.title.get(lang), theme, theme.accent);
    let mut row = u16::from(inside.height > count + matches_rows + MESSAGE_ROWS);
    let mut cursor = None;
    let shown = form.fields.iter().position(|field| matches!(field.body, Body::Client(_)));
    let shown =
        if matches!(form.focused(), Some(Field { body: Body::Client(_), .. })) { Some(form.focus) } else { shown };
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
        if let (Body::Client(lookup), true) = (&field.body, shown == Some(at)) {
            let height = matches_rows.min(inside.height.saturating_sub(row));
            draw_matches(app, form, lookup, buffer, Rect { y: inside.y + row, height, ..inside });
            row += matches_rows;
        }
    }
    draw_message(app, form, buffer, inside);
    cursor
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
    for (at, line) in (0..MESSAGE_ROWS).zip(&lines) {
        let row = inside.height.saturating_sub(MESSAGE_ROWS) + at;
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
            let chosen = lookup.chosen().filter(|_| lookup.by == By::Anything && lookup.line.value().is_empty());
            let (text, column) = lookup.line.window(VALUE_CELLS);
            let text = chosen.map_or(text, |found| format!("{} {}", found.name, found.phone));
            pen.put_in(&text, VALUE_CELLS, style);
            value_x + u16::try_from(column).unwrap_or(0)
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
    pen.skip(u16::try_from(2 + LABEL_CELLS + VALUE_CELLS + 1).unwrap_or(u16::MAX));
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
        let row = u16::try_from(at + 1).unwrap_or(u16::MAX);
        draw_match(app, found, buffer, area, row);
        if lookup.picked == Some(at) {
            tint(buffer, area, row, theme.selected);
        }
    }
}

fn draw_match(app: &App, found: &Match, buffer: &mut Buffer, area: Rect, row: u16) {
    let (lang, theme) = (app.lang(), app.theme());
    let owner = match &found.owner {
        Some(owner) => format!("{} {owner}", Word::Owner.get(lang)),
        None => Word::NoOwner.get(lang).to_owned(),
    };
    let visits = format!("{} {}", crate::text::screen::Phrase::Visits.get(lang), found.receptions);
    let mut pen = Pen::new(buffer, area, row);
    pen.put_in(if found.exact { "=" } else { " " }, 2, theme.good);
    pen.put_in(&found.phone, 12, theme.text).skip(1).put_in(&found.name, 8, theme.text).skip(1);
    pen.put_in(&owner, 13, if found.owner.is_some() { theme.accent } else { theme.dim }).skip(1);
    pen.put_in(&visits, 9, theme.dim);
    if found.closed {
        pen.put(Word::Closed.get(lang), theme.good).skip(1);
    }
    if found.here {
        pen.put(Word::Here.get(lang), theme.warn);
    }
}
