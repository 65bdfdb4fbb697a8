//! How a form is drawn: fields one under the other, what is wrong beside them, clients that match
//! under the number.

use super::{Body, Field, Form, Match};
use crate::text::form::{FieldName, FormTitle, Word};
use crate::text::width::{width, wrap};
use crate::ui::app::App;
use crate::ui::widget::paint::{Pen, tint};
use crate::ui::widget::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const WIDTH: u16 = 72;
const LABEL_CELLS: usize = 10;
const VALUE_CELLS: usize = 30;
const REFUSAL_ROWS: u16 = 2;

/// Draws a form; gives where its cursor stands.
pub fn draw(app: &App, form: &Form, buffer: &mut Buffer, whole: Rect) -> Option<Position> {
    let (lang, theme) = (app.lang(), app.theme());
    let has_phone = form.title != FormTitle::Details && form.field(FieldName::Phone).is_some();
    let matches_rows = if has_phone { 6 } else { 0 };
    let count = u16::try_from(form.fields.len()).unwrap_or(u16::MAX);
    let height = count + matches_rows + REFUSAL_ROWS + 3;
    let inside = popup::open(buffer, whole, (WIDTH, height), form.title.get(lang), theme, theme.accent);
    let mut row = u16::from(inside.height > count + matches_rows + REFUSAL_ROWS);
    let mut cursor = None;
    for (at, field) in form.fields.iter().enumerate() {
        let place = Rect { y: inside.y + row, height: 1.min(inside.height.saturating_sub(row)), ..inside };
        let column = draw_field(app, field, at == form.focus, buffer, place);
        if at == form.focus {
            cursor = column.map(|x| Position { x, y: place.y });
        }
        row += 1;
        if field.name == FieldName::Phone && has_phone {
            let area =
                Rect { y: inside.y + row, height: matches_rows.min(inside.height.saturating_sub(row)), ..inside };
            draw_matches(app, form, buffer, area);
            row += matches_rows;
        }
    }
    if let Some(refusal) = &form.refusal {
        for (at, line) in wrap(refusal, usize::from(inside.width)).iter().take(usize::from(REFUSAL_ROWS)).enumerate() {
            let at = inside.height.saturating_sub(REFUSAL_ROWS) + u16::try_from(at).unwrap_or(0);
            Pen::new(buffer, inside, at).put(line, theme.bad);
        }
    }
    cursor
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

fn draw_matches(app: &App, form: &Form, buffer: &mut Buffer, area: Rect) {
    let (lang, theme) = (app.lang(), app.theme());
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    if form.matches.is_empty() {
        let typed = form.text(FieldName::Phone).unwrap_or_default();
        if crate::rules::phone::normalise(&typed).is_some() {
            Pen::new(buffer, area, 0).put(Word::NoMatch.get(lang), theme.dim);
        }
        return;
    }
    let hint = if form.picked.is_some() && form.title == FormTitle::Arrival {
        Word::EnterAgain
    } else if form.matches.iter().any(|found| found.exact) && form.title == FormTitle::Arrival {
        Word::EnterRegisters
    } else {
        Word::DownChooses
    };
    let mut pen = Pen::new(buffer, area, 0);
    pen.put(Word::Matches.get(lang), theme.dim).last(width(hint.get(lang))).put(hint.get(lang), theme.dim);
    for (at, found) in form.matches.iter().enumerate() {
        let row = u16::try_from(at + 1).unwrap_or(u16::MAX);
        draw_match(app, found, buffer, area, row);
        if form.picked == Some(at) {
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
