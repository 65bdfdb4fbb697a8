//! How lists, questions and readings are drawn.

use super::help::Help;
use super::order::{Duty, OrderList};
use super::palette::Search;
use super::picker::Picker;
use super::{Confirm, Modal, Reading};
use crate::rules::floor::Base;
use crate::text::because;
use crate::text::screen::Phrase;
use crate::text::width::{fit_right, width, wrap, wrap_indented};
use crate::text::words;
use crate::ui::action::Action;
use crate::ui::app::{App, Hit};
use crate::ui::input::TextLine;
use crate::ui::keymap;
use crate::ui::widget::list::seen;
use crate::ui::widget::paint::{Pen, cells, tint};
use crate::ui::widget::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

const LIST_WIDTH: u16 = 60;
const READING_WIDTH: u16 = 100;
const CONFIRM_WIDTH: u16 = 56;
const SEARCH_WIDTH: u16 = 72;
const KEYS_CELLS: usize = 13;
const HELP_KEYS_CELLS: usize = 17;
const LABEL_CELLS: usize = 14;

/// Draws everything but forms and the palette; gives where its rows stand.
pub fn draw(app: &App, modal: &Modal, buffer: &mut Buffer, whole: Rect) -> Vec<(Rect, Hit)> {
    match modal {
        Modal::Picker(picker) => draw_picker(app, picker, buffer, whole),
        Modal::Order(order) => draw_order(app, order, buffer, whole),
        Modal::Confirm(confirm) => {
            draw_confirm(app, confirm, buffer, whole);
            Vec::new()
        }
        Modal::Reading(reading) => {
            draw_reading(app, reading, buffer, whole);
            Vec::new()
        }
        Modal::Steps(steps) => super::steps::draw(app, steps, buffer, whole),
        Modal::Form(_) | Modal::Palette(_) | Modal::Help(_) | Modal::Pin(_) => Vec::new(),
    }
}

/// Where the rows of a list stand, from row `start` on.
fn row_hits(list: Rect, start: usize, count: usize) -> Vec<(Rect, Hit)> {
    let shown = (start..count).take(usize::from(list.height)).enumerate();
    shown.map(|(row, at)| (Rect { y: list.y + cells(row), height: 1, ..list }, Hit::Row(at))).collect()
}

/// The first row shown, so that row `at` can be seen.
fn first(at: usize, height: u16) -> usize {
    (at + 1).saturating_sub(usize::from(height))
}

fn draw_picker(app: &App, picker: &Picker, buffer: &mut Buffer, whole: Rect) -> Vec<(Rect, Hit)> {
    let theme = app.theme();
    let longest = picker.rows.iter().map(|row| width(&row.label)).max().unwrap_or(0).max(width(&picker.title));
    let wanted = cells(longest + 12).clamp(30, LIST_WIDTH.max(cells(longest + 12)));
    let size = (wanted, cells(picker.rows.len()).saturating_add(2));
    // A number that may go on is shown, and that it may.
    let pending = picker.pending().map_or_else(String::new, |number| format!(" · {number}_"));
    let title = format!("{}{pending}", picker.title);
    let inside = popup::open(buffer, whole, size, &title, theme, theme.accent);
    let start = first(picker.at, inside.height);
    for (row, (at, opt)) in picker.rows.iter().enumerate().skip(start).take(usize::from(inside.height)).enumerate() {
        let mut pen = Pen::new(buffer, inside, cells(row));
        pen.put(&fit_right(&(at + 1).to_string(), 2), theme.accent).skip(2);
        let room = pen.room();
        pen.put_in(&opt.label, room, theme.text);
        if at == picker.at && !picker.must_choose {
            tint(buffer, inside, cells(row), theme.selected);
        }
    }
    row_hits(inside, start, picker.rows.len())
}

fn draw_order(app: &App, order: &OrderList, buffer: &mut Buffer, whole: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme) = (app.lang(), app.theme());
    let title = if order.opens { Phrase::OpenTitle } else { Phrase::ReorderTitle }.get(lang);
    let size = (50, cells(order.rows.len()).saturating_add(5));
    let inside = popup::open(buffer, whole, size, title, theme, theme.accent);
    let list = Rect { height: inside.height.saturating_sub(2), ..inside };
    let start = first(order.at, list.height);
    let mut number = order.rows.iter().take(start).filter(|(_, duty)| *duty != Duty::Off).count();
    for (row, (at, (staff, duty))) in
        order.rows.iter().enumerate().skip(start).take(usize::from(list.height)).enumerate()
    {
        let (word, style) = match duty {
            Duty::On => (Phrase::OnDuty, theme.good),
            Duty::NotIn => (Phrase::NotIn, theme.warn),
            Duty::Off => (Phrase::OffDuty, theme.dim),
        };
        let mut shown = String::new();
        if *duty != Duty::Off {
            number += 1;
            shown = number.to_string();
        }
        let name_style = if *duty == Duty::Off { theme.dim } else { theme.text };
        let mut pen = Pen::new(buffer, list, cells(row));
        pen.put(&fit_right(&shown, 2), theme.accent).skip(2);
        pen.put_in(because::name(app.floor(), staff), 14, name_style).put(word.get(lang), style);
        if app.floor().has_leave(staff, app.today) {
            // Whoever names them all the same is told so.
            let mark = if *duty == Duty::Off { " " } else { " ! " };
            pen.put(mark, theme.warn).put(words::base(lang, Base::Leave), theme.warn);
        }
        if at == order.at {
            tint(buffer, list, cells(row), theme.selected);
        }
    }
    if let Some(refusal) = &order.refusal {
        for (at, line) in wrap(refusal, usize::from(inside.width)).iter().take(2).enumerate() {
            Pen::new(buffer, inside, inside.height.saturating_sub(2) + cells(at)).put(line, theme.bad);
        }
    }
    row_hits(list, start, order.rows.len())
}

fn draw_confirm(app: &App, confirm: &Confirm, buffer: &mut Buffer, whole: Rect) {
    let (lang, theme) = (app.lang(), app.theme());
    let room = usize::from(CONFIRM_WIDTH - 4);
    let lines: Vec<String> = confirm.lines.iter().flat_map(|line| wrap(line, room)).collect();
    let edge = if confirm.grave { theme.bad } else { theme.accent };
    let size = (CONFIRM_WIDTH, cells(lines.len()).saturating_add(5));
    let inside = popup::open(buffer, whole, size, &confirm.title, theme, edge);
    for (row, line) in lines.iter().enumerate() {
        Pen::new(buffer, inside, cells(row + 1)).put(line, theme.text);
    }
    let mut pen = Pen::new(buffer, inside, inside.height.saturating_sub(1));
    for hint in app.options.keymap.hints(keymap::Context::Confirm).filter(|hint| hint.binding.action != Action::Help) {
        let key = hint.keys.first().map(|key| keymap::name(lang, *key)).unwrap_or_default();
        pen.put(&key, theme.accent).put(" ", theme.text).put(hint.binding.words.label(lang), theme.text).skip(3);
    }
}

fn draw_reading(app: &App, reading: &Reading, buffer: &mut Buffer, whole: Rect) {
    let theme = app.theme();
    let size_width = READING_WIDTH.min(whole.width.saturating_sub(4));
    let room = usize::from(size_width.saturating_sub(4));
    let lines: Vec<String> = reading.lines.iter().flat_map(|line| wrap_indented(line, room)).collect();
    let size = (size_width, cells(lines.len()).saturating_add(2).min(whole.height));
    let inside = popup::open(buffer, whole, size, &reading.title, theme, theme.accent);
    reading.last_top.set(lines.len().saturating_sub(usize::from(inside.height)));
    let top = reading.top.min(reading.last_top.get());
    for (row, line) in lines.iter().skip(top).take(usize::from(inside.height)).enumerate() {
        let style: Style = if line.starts_with(' ') { theme.text } else { theme.title };
        Pen::new(buffer, inside, cells(row)).put(line, style);
    }
    if reading.last_top.get() > 0 {
        let last = (top + usize::from(inside.height)).min(lines.len());
        let down = if top < reading.last_top.get() { "↓ PgDn" } else { "↑ PgUp" };
        let position = format!(" {last}/{} {down} ", lines.len());
        let edge = Rect { y: inside.bottom(), height: 1, ..inside };
        Pen::new(buffer, edge, 0).last(width(&position)).put(&position, theme.accent);
    }
}

/// Draws the search over all tasks; gives where its cursor stands.
pub fn palette(app: &App, search: &Search, buffer: &mut Buffer, whole: Rect) -> (Position, Vec<(Rect, Hit)>) {
    let (lang, theme) = (app.lang(), app.theme());
    let (found, here) = (search.found(app), crate::ui::screen::context(app));
    let title = Phrase::PaletteTitle.get(lang);
    let (list, at) = searched(app, &search.line, title, buffer, whole);
    let mut hits = Vec::new();
    for (item, row) in seen(search.cursor, list.height, found.len()) {
        let binding = found[item].binding;
        let is_barred = binding.task().is_some_and(|task| app.is_barred(task));
        let (key_style, style) = if is_barred { (theme.dim, theme.dim) } else { (theme.accent, theme.text) };
        // A task of another screen has no key here.
        let works_here = app.options.keymap.here(here).any(|bound| bound.binding.action == binding.action);
        let keys = app.options.keymap.keys_here(here, found[item]).filter(|_| works_here);
        let keys: Vec<String> = keys.map(|key| keymap::name(lang, key)).collect();
        let mut pen = Pen::new(buffer, list, row);
        pen.put_in(&keys.join(" "), KEYS_CELLS, key_style).put_in(binding.words.label(lang), LABEL_CELLS, style);
        let room = pen.room();
        pen.put_in(binding.words.help(lang), room, theme.dim);
        if item == search.cursor.at {
            tint(buffer, list, row, theme.selected);
        }
        hits.push((Rect { y: list.y + row, height: 1, ..list }, Hit::Row(item)));
    }
    (at, hits)
}

/// Draws the keys of where one is; gives where its cursor stands.
pub fn help(app: &App, help: &Help, buffer: &mut Buffer, whole: Rect) -> Position {
    let theme = app.theme();
    let found = help.found();
    let (list, at) = searched(app, &help.line, Phrase::HelpTitle.get(app.lang()), buffer, whole);
    if found.is_empty() {
        Pen::new(buffer, list, 0).put(Phrase::NothingFound.get(app.lang()), theme.dim);
    }
    for (item, row) in seen(help.cursor, list.height, found.len()) {
        let line = found[item];
        let mut pen = Pen::new(buffer, list, row);
        pen.put_in(&line.keys, HELP_KEYS_CELLS, theme.accent).skip(1);
        pen.put_in(line.label, LABEL_CELLS, theme.text).skip(1);
        let room = pen.room();
        pen.put_in(line.help, room, theme.dim);
        if item == help.cursor.at {
            tint(buffer, list, row, theme.selected);
        }
    }
    at
}

/// A window with a line to type in and a list below it.
fn searched(app: &App, line: &TextLine, title: &str, buffer: &mut Buffer, whole: Rect) -> (Rect, Position) {
    let theme = app.theme();
    let size = (SEARCH_WIDTH, whole.height.min(24));
    let inside = popup::open(buffer, whole, size, title, theme, theme.accent);
    let (text, column) = line.window(usize::from(inside.width.saturating_sub(2)));
    let mut pen = Pen::new(buffer, inside, 0);
    pen.put(": ", theme.accent);
    let room = pen.room();
    pen.put_in(&text, room, theme.field);
    let list = Rect { y: inside.y + 1.min(inside.height), height: inside.height.saturating_sub(1), ..inside };
    let x = inside.x + 2 + u16::try_from(column).unwrap_or(0);
    (list, Position { x, y: inside.y })
}
