//! The units one under the other: all, or those that are free.

use super::{View, by, client_name, standing, style};
use crate::register::sales::{Sale, UnitLine, UnitState};
use crate::text::because;
use crate::text::units::{self, Standing, UnitWord};
use crate::text::width::{fit, fit_right, width};
use crate::ui::app::{App, Hit};
use crate::ui::widget::list::{Cursor, hit, seen};
use crate::ui::widget::paint::{Pen, frame, padded, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells of the longest state, in Chinese and in English.
const STATE_CELLS: (usize, usize) = (4, 9);
const LAYOUT_CELLS: usize = 12;
const AREA_CELLS: usize = 7;
const PRICE_CELLS: usize = 10;
const CLIENT_CELLS: usize = 8;
const WHO_CELLS: usize = 6;
const WHEN_CELLS: usize = 11;

/// Draws the list; gives where its rows stand.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (state, lang, theme) = (&app.screens.units, app.lang(), app.theme());
    let listed = state.listed(app.now);
    let word = if state.view == View::Free { UnitWord::FreeList } else { UnitWord::List };
    let counts = state.counts(0..state.units.len(), app.now);
    let title = format!("{} · {}", word.get(lang), units::counts(lang, counts));
    let insides = frame(buffer, area, &[(&title, area.height)], theme.frame, theme.title);
    let Some(inside) = insides.first().copied().map(padded) else { return Vec::new() };
    let id_cells = state.units.iter().map(|unit| width(unit.id.as_str())).max().unwrap_or(0).clamp(6, 12);
    let state_cells = lang.pick_cells(STATE_CELLS);
    let first_cells = (id_cells, state_cells);
    let heads = [UnitWord::Unit, UnitWord::State, UnitWord::Layout, UnitWord::AreaIn, UnitWord::PriceIn]
        .map(|word| (word.get(lang).to_owned(), theme.dim));
    let after = [UnitWord::Client, UnitWord::Who, UnitWord::When].map(|word| (word.get(lang).to_owned(), theme.dim));
    row(buffer, inside, 0, first_cells, heads.into_iter().chain(after));
    if state.view == View::Free && counts[0] == 0 {
        Pen::new(buffer, inside, 2).put(UnitWord::NoneFree.get(lang), theme.dim);
    }
    let rows = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    let cursor = Cursor { at: listed.iter().position(|unit| *unit == state.at).unwrap_or(0) };
    let mut hits = Vec::new();
    for (item, y) in seen(cursor, rows.height, listed.len()) {
        let unit = listed[item];
        row(buffer, rows, y, first_cells, cells(app, &state.units[unit]));
        if unit == state.at {
            tint(buffer, rows, y, theme.selected);
        }
        hits.push(hit(rows, y, unit));
    }
    hits
}

/// Writes a row: figures to the right, words to the left.
fn row(
    buffer: &mut Buffer,
    area: Rect,
    y: u16,
    (id_cells, state_cells): (usize, usize),
    texts: impl Iterator<Item = (String, Style)>,
) {
    let columns = [
        (id_cells, false),
        (state_cells, false),
        (LAYOUT_CELLS, false),
        (AREA_CELLS, true),
        (PRICE_CELLS, true),
        (CLIENT_CELLS, false),
        (WHO_CELLS, false),
        (WHEN_CELLS, false),
    ];
    let mut pen = Pen::new(buffer, area, y);
    for ((text, style), (cells, is_figure)) in texts.zip(columns) {
        let text = if is_figure { fit_right(&text, cells) } else { fit(&text, cells) };
        pen.put(&text, style).skip(1);
    }
}

fn cells(app: &App, unit: &UnitLine) -> impl Iterator<Item = (String, Style)> {
    let (lang, theme, zone) = (app.lang(), app.theme(), app.floor().zone);
    let stands = standing(&unit.state, app.now);
    let standing = Standing::of(stands);
    let staff = by(stands);
    let name = stands.client().map_or_else(String::new, |of| client_name(app, of, &app.screens.units.readable));
    let when = match stands {
        UnitState::Available => None,
        UnitState::Held { until, .. } => Some(*until),
        UnitState::Reserved(Sale { at, .. }) | UnitState::Sold(Sale { at, .. }) => Some(*at),
    };
    [
        (unit.id.to_string(), theme.text),
        (standing.marked(lang), style(theme, standing)),
        (unit.layout.clone().unwrap_or_default(), theme.text),
        (unit.area_cm2.map(units::square_metres).unwrap_or_default(), theme.text),
        (unit.price_fen.map(units::short_figures).unwrap_or_default(), theme.text),
        (name, theme.text),
        (staff.map_or_else(String::new, |staff| because::name(app.floor(), staff).to_owned()), theme.text),
        (when.map(|at| units::moment(at, app.now, zone)).unwrap_or_default(), theme.dim),
    ]
    .into_iter()
}
