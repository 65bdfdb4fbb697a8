//! The line at the top, the line about what was just done, and the hints at the bottom.

use crate::text::because;
use crate::text::screen::{Phrase, moment, time_of_day};
use crate::text::width::width;
use crate::ui::action::{Action, Task};
use crate::ui::app::{App, Hit};
use crate::ui::keymap::{self, Binding};
use crate::ui::widget::paint::{Pen, fill};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Site, date and time, counts.
pub fn header(app: &App, buffer: &mut Buffer, area: Rect) {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    fill(buffer, area, theme.header);
    let counts = [
        (Phrase::Visits, app.board.visits as usize),
        (Phrase::Talking, floor.receiving.len()),
        (Phrase::Waiting, floor.waiting.len()),
        (Phrase::Deposits, app.board.deposits as usize),
        (Phrase::Inbox, floor.inbox.len()),
    ];
    let sep = if area.width < 100 { " " } else { "  " };
    let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{} {count}", name.get(lang))).collect();
    let to_see = counts.last().cloned().unwrap_or_default();
    let counts = format!("{} ", counts.join(sep));
    let who = app.actor().map_or(Phrase::Desk.get(lang), |staff| because::name(floor, staff));
    let mut time = moment(lang, app.now, floor.zone, area.width >= 100);
    if width(&time) + width(&counts) + width(who) + width(Phrase::Program.get(lang)) + 7 > usize::from(area.width) {
        time = time_of_day(app.now, floor.zone);
    }
    let site = &app.options.site_name;
    let mut pen = Pen::new(buffer, area, 0);
    pen.put(" ", theme.header).put(Phrase::Program.get(lang), theme.header);
    let free = pen.room().saturating_sub(width(&counts) + width(&time) + width(who) + 7);
    let site = if site.is_empty() { String::new() } else { format!(" · {site}") };
    pen.put_in(&site, width(&site).min(free), theme.header);
    pen.put("  ", theme.header).put(&time, theme.header).put("  [", theme.header).put(who, theme.header);
    pen.put("]", theme.header).last(width(&counts)).put(&counts, theme.header);
    if !floor.inbox.is_empty() {
        Pen::new(buffer, area, 0).last(width(&to_see) + 1).put(&to_see, theme.alert);
    }
}

/// What was just done or refused.
pub fn status(app: &App, buffer: &mut Buffer, area: Rect) {
    let theme = app.theme();
    let Some(status) = &app.status else { return };
    let (mark, style) = if status.refused { ("! ", theme.bad) } else { ("", theme.good) };
    let mut pen = Pen::new(buffer, area, 0);
    pen.put(" ", theme.text).put(mark, style);
    let room = pen.room();
    pen.put_in(&status.text, room, style);
}

/// The hints of where one is, as many as fit; help always.
pub fn footer(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let lang = app.lang();
    let theme = app.theme();
    let gap: u16 = if area.width < 100 { 1 } else { 2 };
    let hints: Vec<(&Binding, String)> = keymap::hints(app.context())
        .filter(|binding| binding.action != Action::Open(Task::OpenDay) || app.floor().date.is_none())
        .filter_map(|binding| Some((binding, keymap::name(lang, *binding.keys.first()?))))
        .collect();
    let size =
        |(binding, key): &(&Binding, String)| width(key) + 1 + width(binding.words.label(lang)) + usize::from(gap);
    let is_help = |binding: &Binding| binding.action == Action::Help;
    let reserved: usize = hints.iter().filter(|(binding, _)| is_help(binding)).map(size).sum();
    let mut pen = Pen::new(buffer, area, 0);
    let mut places = Vec::new();
    pen.skip(1);
    let (help, mut others): (Vec<_>, Vec<_>) = hints.iter().partition(|(binding, _)| is_help(binding));
    others.sort_by_key(|(binding, _)| binding.action != Action::Open(Task::OpenDay));
    for hint in others.into_iter().chain(help) {
        let (binding, key) = hint;
        let needed = size(hint) + if is_help(binding) { 0 } else { reserved };
        if needed > pen.room() + usize::from(gap) {
            continue;
        }
        let barred = matches!(binding.action, Action::Open(task) if app.board.barred.contains(&task));
        let place = Rect { x: area.right().saturating_sub(cells(pen.room())), width: cells(size(hint)), ..area };
        places.push((place, Hit::Key(binding.action)));
        let (key_style, word_style) = if barred { (theme.dim, theme.dim) } else { (theme.accent, theme.text) };
        pen.put(key, key_style).put(" ", word_style).put(binding.words.label(lang), word_style).skip(gap);
    }
    places
}

fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
