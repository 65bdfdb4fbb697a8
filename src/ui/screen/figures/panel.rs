//! Arrivals by the hour and by the day; waiting, deposits, calls.

use super::{Shown, TREND_DAYS, WEEK_DAYS, WIDE_CELLS, framed, latest};
use crate::register::figures::Extent;
use crate::text::clients;
use crate::text::figures::{Column, Heading, Short, minutes, people, sum};
use crate::text::screen::weekday;
use crate::text::width::width;
use crate::ui::app::App;
use crate::ui::widget::chart;
use crate::ui::widget::paint::{Pen, cells};
use chrono::{Datelike, Timelike};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Hours that always stand in the chart.
const HOURS: (usize, usize) = (9, 17);
/// Cells of a column at most.
const SLOT_CELLS: u16 = 8;
/// Cells of the part with the sums, with its frame.
const SUMS_CELLS: u16 = 41;
/// Cells of the part with the days, with its frame: on a wide screen, and on a very wide one.
const DAYS_CELLS: (u16, u16) = (39, 60);
/// From this width on a screen is very wide.
const VERY_WIDE_CELLS: u16 = 170;
/// Cells of what a line of sums is about, in Chinese and in English.
const LABEL_CELLS: (usize, usize) = (7, 9);
const GAP_CELLS: usize = 2;

/// A few words of a line, never broken.
type Piece = (String, Style);

/// Draws the parts side by side; where there is room for one chart only, a day shows its hours and
/// what is longer its days.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect, shown: &Shown) {
    let is_day = app.screens.figures.extent == Extent::Day;
    let days_cells = match area.width {
        VERY_WIDE_CELLS.. => DAYS_CELLS.1,
        WIDE_CELLS.. => DAYS_CELLS.0,
        _ if !is_day => area.width.saturating_sub(SUMS_CELLS),
        _ => 0,
    };
    let hours_cells = area.width.saturating_sub(SUMS_CELLS + days_cells);
    let mut x = area.x;
    let mut part = |cells: u16| {
        let part = Rect { x, width: cells, ..area };
        x = part.right();
        part
    };
    let (hours_area, days_area, sums_area) = (part(hours_cells), part(days_cells), part(SUMS_CELLS));
    if hours_cells > 0 {
        hours(app, buffer, hours_area, shown);
    }
    if days_cells > 0 {
        days(app, buffer, days_area, shown);
    }
    sums(app, buffer, sums_area, shown);
}

fn hours(app: &App, buffer: &mut Buffer, area: Rect, shown: &Shown) {
    let (lang, theme) = (app.lang(), app.theme());
    let by_hour = &shown.figures.arrivals_by_hour;
    let title = format!("{} · {}", Heading::ByHour.get(lang), people(lang, shown.figures.arrivals()));
    let inside = framed(app, buffer, area, &title);
    let first = by_hour.iter().position(|count| *count > 0).unwrap_or(HOURS.0).min(HOURS.0);
    let last = by_hour.iter().rposition(|count| *count > 0).unwrap_or(HOURS.1).max(HOURS.1);
    let is_now = |hour: usize| {
        shown.figures.span.contains(app.today) && app.now.in_zone(app.floor().zone).hour() as usize == hour
    };
    let column = |hour: usize| chart::Column {
        label: format!("{hour:02}"),
        value: by_hour.get(hour).copied().unwrap_or(0),
        style: theme.busy,
        label_style: if is_now(hour) { theme.accent } else { theme.dim },
    };
    let columns: Vec<chart::Column> = (first..=last).map(column).collect();
    chart::columns(buffer, inside, &columns, theme.text, SLOT_CELLS);
}

/// The days of the week or the month, or the last ones up to the day shown.
fn days(app: &App, buffer: &mut Buffer, area: Rect, shown: &Shown) {
    let (lang, theme) = (app.lang(), app.theme());
    let extent = app.screens.figures.extent;
    let is_day = extent == Extent::Day;
    let shown_days = if is_day {
        let from = shown.trend.len().saturating_sub(usize::try_from(WEEK_DAYS).unwrap_or(0));
        shown.trend.get(from..).unwrap_or_default().to_vec()
    } else {
        shown.figures.arrivals_by_day()
    };
    let count: u32 = shown_days.iter().map(|(_, count)| count).sum();
    let name = if is_day { Short::SevenDays.get(lang) } else { Heading::ByDay.get(lang) };
    let inside = framed(app, buffer, area, &format!("{name} · {}", people(lang, count)));
    let is_shown = |date| if is_day { shown.figures.span.contains(date) } else { date == latest(app) };
    let columns: Vec<chart::Column> = shown_days
        .iter()
        .map(|(date, count)| chart::Column {
            label: match extent {
                Extent::Month => date.day().to_string(),
                _ => weekday(lang, date.weekday()).to_owned(),
            },
            value: *count,
            style: theme.busy,
            label_style: if is_shown(*date) { theme.accent } else { theme.dim },
        })
        .collect();
    chart::columns(buffer, inside, &columns, theme.text, SLOT_CELLS);
}

/// Waiting, deposits, calls and how clients came, and the line of the last weeks below.
fn sums(app: &App, buffer: &mut Buffer, area: Rect, shown: &Shown) {
    let (lang, theme) = (app.lang(), app.theme());
    let inside = framed(app, buffer, area, Short::Sums.get(lang));
    let label_cells = lang.pick_cells(LABEL_CELLS);
    let mut parts = vec![
        (Heading::Waiting.get(lang), waiting(app, shown)),
        (Heading::Deposits.get(lang), deposits(app, shown)),
        (Heading::Calls.get(lang), calls(app, shown)),
    ];
    // On a small screen the last row may find no room: it is not the one that asks for something to be done.
    if app.floor().policies.protection_days > 0 {
        parts.push((Short::Lapsing.get(lang), lapsing(app)));
    }
    parts.push((Short::Paths.get(lang), paths(app, shown)));
    let room = usize::from(inside.width).saturating_sub(label_cells);
    let mut row = 0;
    for (label, pieces) in parts {
        for (at, line) in lines(pieces, room).into_iter().enumerate() {
            let mut pen = Pen::new(buffer, inside, row);
            pen.put_in(if at == 0 { label } else { "" }, label_cells, theme.dim);
            for (text, style) in line {
                pen.put(&text, style).skip(cells(GAP_CELLS));
            }
            row += 1;
        }
    }
    if row < inside.height {
        Pen::new(buffer, inside, row).put_in(Short::FourWeeks.get(lang), label_cells, theme.dim);
        let skipped = cells(label_cells).min(inside.width);
        let width = (inside.width - skipped).min(u16::try_from(TREND_DAYS).unwrap_or(u16::MAX));
        let place = Rect { x: inside.x + skipped, y: inside.y + row, width, height: 1 };
        let values: Vec<u32> = shown.trend.iter().map(|(_, count)| *count).collect();
        chart::line(buffer, place, &values, theme.busy);
    }
}

/// Puts pieces into lines of so many cells.
fn lines(pieces: Vec<Piece>, room: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut used = 0;
    for piece in pieces {
        let needed = width(&piece.0);
        if let Some(line) = lines.last_mut().filter(|_| used + GAP_CELLS + needed <= room) {
            used += GAP_CELLS + needed;
            line.push(piece);
        } else {
            used = needed;
            lines.push(vec![piece]);
        }
    }
    lines
}

fn waiting(app: &App, shown: &Shown) -> Vec<Piece> {
    let (lang, theme) = (app.lang(), app.theme());
    let waiting = &shown.figures.waiting;
    let (Some(median), Some(longest)) = (waiting.median_seconds, waiting.longest_seconds) else {
        return vec![(Heading::NobodyWaited.get(lang).to_owned(), theme.dim)];
    };
    let mut pieces = vec![
        (people(lang, waiting.waited), theme.text),
        (format!("{} {}", Column::Median.get(lang), minutes(lang, median)), theme.text),
        (format!("{} {}", Short::Longest.get(lang), minutes(lang, longest)), theme.text),
    ];
    for (word, count) in [(Short::Left.get(lang), waiting.left), (Column::StillWaiting.get(lang), waiting.still)] {
        if count > 0 {
            pieces.push((format!("{word} {count}"), theme.warn));
        }
    }
    pieces
}

fn deposits(app: &App, shown: &Shown) -> Vec<Piece> {
    let (lang, theme) = (app.lang(), app.theme());
    let deposits = &shown.figures.deposits;
    let mut pieces = Vec::new();
    for (word, total, style) in
        [(Short::Took, &deposits.taken, theme.good), (Short::GaveBack, &deposits.refunded, theme.warn)]
    {
        if total.count > 0 {
            pieces.push((format!("{} {}", word.get(lang), sum(lang, total)), style));
        }
    }
    if pieces.is_empty() {
        pieces.push((Heading::NoDeposits.get(lang).to_owned(), theme.dim));
    }
    pieces
}

/// How many clients owners are about to lose, and how many of them whoever is at the keys.
fn lapsing(app: &App) -> Vec<Piece> {
    let (lang, theme) = (app.lang(), app.theme());
    let ending = &app.screens.figures.lapsing;
    let count = u32::try_from(ending.len()).unwrap_or(u32::MAX);
    let mut pieces = vec![(people(lang, count), if count == 0 { theme.dim } else { theme.text })];
    let own = app.own_of(ending);
    if own > 0 {
        pieces.push((format!("{} {own}", clients::Phrase::Yours.get(lang)), theme.warn));
    }
    pieces
}

fn calls(app: &App, shown: &Shown) -> Vec<Piece> {
    let calls = &shown.figures.calls;
    counted(
        app,
        [
            (Column::CallsAnswered.get(app.lang()), calls.answered),
            (Column::CallsMissed.get(app.lang()), calls.missed),
            (Column::CallsReturned.get(app.lang()), calls.returned),
        ],
    )
}

fn paths(app: &App, shown: &Shown) -> Vec<Piece> {
    let (lang, paths) = (app.lang(), &shown.figures.paths);
    counted(
        app,
        [
            (Column::Rotation.get(lang), paths.rotation),
            (Short::Owned.get(lang), paths.own),
            (Column::Named.get(lang), paths.named),
        ],
    )
}

fn counted<const N: usize>(app: &App, counts: [(&str, u32); N]) -> Vec<Piece> {
    let theme = app.theme();
    counts
        .into_iter()
        .map(|(word, count)| (format!("{word} {count}"), if count == 0 { theme.dim } else { theme.text }))
        .collect()
}
