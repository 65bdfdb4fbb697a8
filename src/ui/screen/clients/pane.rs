//! How the one gone to is drawn beside the list: what is known in short lines, then as many of their
//! visits, calls and deposits as there is room for.

use super::page::{Page, Section};
use crate::text::Lang;
use crate::text::clients::Phrase;
use crate::text::width::{fit, width, wrap};
use crate::ui::app::App;
use crate::ui::theme::Theme;
use crate::ui::widget::paint::{Pen, frame, padded};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells of the name of a fact, in Chinese and in English.
const LABEL_CELLS: (usize, usize) = (5, 10);

/// A row of the pane: pieces one after the other.
type Row = Vec<(String, Style)>;

/// Draws it.
pub fn draw(app: &App, page: Option<&Page>, buffer: &mut Buffer, area: Rect) {
    let (lang, theme) = (app.lang(), app.theme());
    let title = page.map_or("", |page| page.name.as_str());
    let insides = frame(buffer, area, &[(title, area.height)], theme.frame, theme.title);
    let Some(inside) = insides.first().copied().map(padded) else { return };
    let Some(page) = page else {
        let note = if app.screens.clients.is_veiled() { Phrase::VeiledNote } else { Phrase::NobodyChosen };
        for (row, line) in (0..inside.height).zip(wrap(note.get(lang), usize::from(inside.width))) {
            Pen::new(buffer, inside, row).put(&line, theme.dim);
        }
        return;
    };
    for (row, pieces) in (0..inside.height).zip(rows(page, lang, theme, inside)) {
        let mut pen = Pen::new(buffer, inside, row);
        for (text, style) in pieces {
            pen.put(&text, style);
        }
    }
}

/// What there is room for: every kind of line gets its share, and what is left out is said.
fn rows(page: &Page, lang: Lang, theme: Theme, area: Rect) -> Vec<Row> {
    let (cells, height) = (usize::from(area.width), usize::from(area.height));
    let mut rows: Vec<Row> = Vec::new();
    let marks = page.marks.join("  ");
    let marks = if width(&marks) > cells { page.marks.clone() } else { vec![marks] };
    let marks = marks.into_iter().filter(|mark| !mark.is_empty());
    rows.extend(marks.map(|mark| vec![(fit(&mark, cells), theme.good)]));
    for (label, text) in &page.facts {
        rows.extend(fact(label.get(lang), text, lang, theme, cells));
    }
    let note: Vec<Row> = match page.note {
        Some(note) => wrap(note, cells).into_iter().map(|line| vec![(line, theme.dim)]).collect(),
        None => Vec::new(),
    };
    let room = height.saturating_sub(rows.len() + note.len());
    let more = vec![(fit(Phrase::More.get(lang), cells), theme.dim)];
    rows.extend(share(&page.sections, room, more, theme, cells));
    rows.truncate(height.saturating_sub(note.len()));
    rows.extend(note);
    rows
}

fn fact(label: &str, text: &str, lang: Lang, theme: Theme, cells: usize) -> Vec<Row> {
    let label_cells = lang.pick_cells(LABEL_CELLS);
    let lines = wrap(text, cells.saturating_sub(label_cells)).into_iter().enumerate();
    let row = |(at, line): (usize, String)| {
        let label = if at == 0 { label } else { "" };
        vec![(fit(label, label_cells), theme.dim), (line, theme.text)]
    };
    lines.map(row).collect()
}

/// The sections with as many lines of each as leave room for every other one; where lines are left
/// out, the last row says so.
fn share(sections: &[Section], room: usize, more: Row, theme: Theme, cells: usize) -> Vec<Row> {
    let rows_with = |most: usize| sections.iter().map(|section| 1 + section.lines.len().min(most)).sum::<usize>();
    let longest = sections.iter().map(|section| section.lines.len()).max().unwrap_or(0);
    let is_whole = rows_with(longest) <= room;
    let most = if is_whole { longest } else { (1..=longest).rev().find(|most| rows_with(*most) < room).unwrap_or(1) };
    let mut rows: Vec<Row> = Vec::new();
    for section in sections {
        let rule = "─".repeat(cells.saturating_sub(width(&section.title) + 1));
        rows.push(vec![(section.title.clone(), theme.title), (" ".to_owned(), theme.text), (rule, theme.frame)]);
        rows.extend(section.lines.iter().take(most).map(|line| vec![(fit(line, cells), theme.text)]));
    }
    if !is_whole || sections.iter().any(|section| section.has_more) {
        rows.truncate(room.saturating_sub(1));
        rows.push(more);
    }
    rows
}
