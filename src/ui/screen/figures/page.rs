//! The fairness statement and the report as pages of the figures: the same lines that are printed, of
//! the span that is shown. Counts nothing.

use crate::register::fairness::statement;
use crate::register::fault::Fault;
use crate::register::figures::Span;
use crate::register::report::report;
use crate::rules::floor::Floor;
use crate::text::width::width;
use crate::text::{fairness, report as words};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::widget::paint::Pen;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::cell::Cell;

const PAGE_ROWS: usize = 10;

/// What a page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The fairness statement.
    Fairness,
    /// The report.
    Report,
}

/// The page being read.
#[derive(Debug)]
pub(super) struct Page {
    kind: Kind,
    lines: Vec<String>,
    top: usize,
    /// The furthest that it may go, known once it is drawn.
    last_top: Cell<usize>,
    adds_up: bool,
}

impl Page {
    const fn new(kind: Kind) -> Self {
        Self { kind, lines: Vec::new(), top: 0, last_top: Cell::new(0), adds_up: true }
    }
}

/// Opens a page, or closes it where it is open.
pub(super) fn toggle(app: &mut App, kind: Kind) {
    let state = &mut app.screens.figures;
    let is_open = state.page.as_ref().is_some_and(|page| page.kind == kind);
    state.page = if is_open { None } else { Some(Page::new(kind)) };
}

/// Reads again what the page holds while it is open; `floor` has the clock of now.
///
/// # Errors
/// When the register cannot be read.
pub(super) fn refresh(app: &mut App, floor: &Floor, days: Span) -> Result<(), Fault> {
    let Some(kind) = app.screens.figures.page.as_ref().map(|page| page.kind) else { return Ok(()) };
    let (lines, adds_up) = match kind {
        Kind::Fairness => {
            let made = statement(app.register(), days)?;
            (fairness::print(app.lang(), floor, &made), made.adds_up())
        }
        Kind::Report => {
            let made = report(app.register(), floor, days)?;
            (words::print(app.lang(), floor, &made), made.statement.adds_up())
        }
    };
    if let Some(page) = &mut app.screens.figures.page {
        page.top = page.top.min(lines.len().saturating_sub(1));
        page.last_top.set(lines.len());
        page.lines = lines;
        page.adds_up = adds_up;
    }
    Ok(())
}

/// Goes through the lines, or leaves the page; tells whether the key was meant for it.
pub(super) fn update(app: &mut App, action: Action) -> bool {
    let state = &mut app.screens.figures;
    let Some(page) = &mut state.page else { return false };
    page.top = match action {
        Action::Up => page.top.saturating_sub(1),
        Action::Down => page.top + 1,
        Action::PageUp => page.top.saturating_sub(PAGE_ROWS),
        Action::PageDown => page.top + PAGE_ROWS,
        Action::First => 0,
        Action::Last => page.last_top.get(),
        Action::Cancel => {
            state.page = None;
            return true;
        }
        _ => return false,
    }
    .min(page.last_top.get());
    true
}

/// Draws as many lines as there is room for: no frame, so that a line of print has its whole width.
pub(super) fn draw(app: &App, buffer: &mut Buffer, area: Rect, page: &Page) {
    let theme = app.theme();
    let rows = usize::from(area.height);
    page.last_top.set(page.lines.len().saturating_sub(rows));
    let top = page.top.min(page.last_top.get());
    for (row, line) in (0..area.height).zip(page.lines.iter().skip(top)) {
        let is_head = !line.starts_with(' ');
        let style = match (page.adds_up, is_head) {
            (true, true) => theme.title,
            (true, false) => theme.text,
            (false, _) => theme.warn,
        };
        Pen::new(buffer, area, row).put(line, style);
    }
    if page.last_top.get() > 0 {
        let position = format!(" {}/{} ", (top + rows).min(page.lines.len()), page.lines.len());
        Pen::new(buffer, area, 0).last(width(&position)).put(&position, theme.accent);
    }
}
