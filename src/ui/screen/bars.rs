//! The line at the top, the screens, what was just done, and the hints at the bottom.

use crate::text::screen::{Phrase, moment, not_closed, time_of_day};
use crate::text::width::{width, wrap};
use crate::text::{backup, because, pins};
use crate::ui::action::{Action, Place, Task};
use crate::ui::app::{App, Hit};
use crate::ui::keymap::{self, Bound, Context, Key};
use crate::ui::widget::paint::{Pen, cells, fill};
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
    let who = &at_the_keys(app);
    let mut time = moment(lang, app.now, floor.zone, area.width >= 100);
    if width(&time) + width(&counts) + width(who) + width(Phrase::Program.get(lang)) + 7 > usize::from(area.width) {
        time = time_of_day(app.now, floor.zone);
    }
    if let Some(open) = floor.date.filter(|open| *open < app.today) {
        // A day that nobody closed: what is entered counts there. Closing it makes a backup, too.
        time = format!("{} · {}", time_of_day(app.now, floor.zone), not_closed(lang, open));
    } else if app.is_backup_due {
        let due = backup::Phrase::Due.get(lang);
        let room =
            usize::from(area.width).saturating_sub(width(&counts) + width(who) + width(Phrase::Program.get(lang)) + 7);
        let whole = format!("{time} · {due}");
        let clock = app.now.in_zone(floor.zone).format("%H:%M");
        time = if width(&whole) <= room { whole } else { format!("{clock} {due}") };
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

/// Who is at the keys; where PINs are asked for, whether they have proven it.
fn at_the_keys(app: &App) -> String {
    let (lang, floor) = (app.lang(), app.floor());
    let Some(staff) = app.actor() else { return Phrase::Desk.get(lang).to_owned() };
    let name = because::name(floor, staff);
    let must_prove = floor.pin_of(staff).is_some() || (floor.asks_for_pins() && floor.is_manager(Some(staff)));
    let mark = if app.is_proven(staff) { pins::Phrase::Proven } else { pins::Phrase::Unproven };
    if must_prove { format!("{name} {}", mark.get(lang)) } else { name.to_owned() }
}

/// The screens, each with its key; the one that is shown stands out.
pub fn places(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme) = (app.lang(), app.theme());
    let gap: u16 = if area.width < 100 { 1 } else { 2 };
    let mut pen = Pen::new(buffer, area, 0);
    pen.skip(1);
    let mut hits = Vec::new();
    let places: Vec<(Place, &Bound, String)> = app
        .options
        .keymap
        .here(Context::Global)
        .filter_map(|bound| {
            let Action::Go(place) = bound.binding.action else { return None };
            // The inbox has a task key of its own; its number stands here.
            let key = bound.keys.first().filter(|key| !matches!(key, Key::F(_)))?;
            let text = format!("{} {}", keymap::name(lang, *key), bound.binding.words.label(lang));
            Some((place, bound, text))
        })
        .collect();
    // Where they would not all fit, what is not shown has no room of its own on the right.
    let whole: usize = places.iter().map(|(_, _, text)| width(text) + 1 + usize::from(gap)).sum();
    let after = if whole + 1 > usize::from(area.width) { "" } else { " " };
    for (place, bound, text) in places {
        let is_here = place == app.place;
        let mark = if is_here { ("[", "]") } else { (" ", after) };
        let text = format!("{}{text}{}", mark.0, mark.1);
        if is_here && after.is_empty() && !hits.is_empty() {
            pen.skip(1);
        }
        let x = area.right().saturating_sub(cells(pen.room()));
        hits.push((Rect { x, width: cells(width(&text)), ..area }, Hit::Key(bound.binding.action)));
        pen.put(&text, if is_here { theme.accent } else { theme.dim }).skip(gap - 1);
    }
    hits
}

/// What was just done or refused, right above the hints; as many rows as it needs.
pub fn toast(app: &App, buffer: &mut Buffer, area: Rect) {
    let theme = app.theme();
    let Some(status) = &app.status else { return };
    let (mark, style) = if status.refused { ("! ", theme.bad) } else { ("", theme.good) };
    let lines = wrap(&format!("{mark}{}", status.text), usize::from(area.width.saturating_sub(2)));
    let rows = cells(lines.len()).min(area.height);
    let place = Rect { y: area.bottom() - rows, height: rows, ..area };
    fill(buffer, place, theme.text);
    for (row, line) in (0..rows).zip(&lines) {
        let mut pen = Pen::new(buffer, place, row);
        pen.skip(1).put(line, style);
    }
}

/// The hints of where one is, as many as fit; help always.
pub fn footer(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme, context) = (app.lang(), app.theme(), app.context());
    let gap: u16 = if area.width < 100 { 1 } else { 2 };
    let opens = |bound: &Bound| bound.binding.action == Action::Open(Task::OpenDay);
    let is_hinted = |bound: &&Bound| !opens(bound);
    let mut hints: Vec<(&Bound, String)> = app
        .options
        .keymap
        .hints(context)
        .filter(is_hinted)
        .filter_map(|bound| Some((bound, keymap::name(lang, app.options.keymap.keys_here(context, bound).next()?))))
        .collect();
    // Without a day nothing else can begin.
    let opening = app.options.keymap.here(context).find(|bound| opens(bound)).filter(|_| app.floor().date.is_none());
    if let Some(bound) = opening.filter(|_| app.modals.is_empty())
        && let Some(key) = app.options.keymap.keys_here(context, bound).next()
    {
        hints.insert(0, (bound, keymap::name(lang, key)));
    }
    let size =
        |(bound, key): &(&Bound, String)| width(key) + 1 + width(bound.binding.words.label(lang)) + usize::from(gap);
    let is_help = |bound: &Bound| bound.binding.action == Action::Help;
    let reserved: usize = hints.iter().filter(|(bound, _)| is_help(bound)).map(size).sum();
    let mut pen = Pen::new(buffer, area, 0);
    let mut places = Vec::new();
    pen.skip(1);
    let (help, others): (Vec<_>, Vec<_>) = hints.iter().partition(|(bound, _)| is_help(bound));
    for hint in others.into_iter().chain(help) {
        let (bound, key) = hint;
        let needed = size(hint) + if is_help(bound) { 0 } else { reserved };
        if needed > pen.room() + usize::from(gap) {
            continue;
        }
        let barred = bound.binding.task().is_some_and(|task| app.is_barred(task));
        let place = Rect { x: area.right().saturating_sub(cells(pen.room())), width: cells(size(hint)), ..area };
        places.push((place, Hit::Key(bound.binding.action)));
        let (key_style, word_style) = if barred { (theme.dim, theme.dim) } else { (theme.accent, theme.text) };
        pen.put(key, key_style).put(" ", word_style).put(bound.binding.words.label(lang), word_style).skip(gap);
    }
    places
}
