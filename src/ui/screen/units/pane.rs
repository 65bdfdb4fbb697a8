//! The unit gone to, beside the grid: what it is, what it costs, for whom it stands and until when.

use super::{client_name, standing, style};
use crate::register::sales::{Sale, UnitLine, UnitState};
use crate::rules::id::StaffId;
use crate::rules::phone::mask;
use crate::text::units::{self, Standing, UnitWord};
use crate::text::width::wrap;
use crate::text::{because, money};
use crate::ui::app::App;
use crate::ui::widget::paint::{Pen, frame, padded};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

const WIDTH: u16 = 30;
const WIDTH_COMFORTABLE: u16 = 40;
/// From so many columns on there is room for more.
const COMFORTABLE_FROM: u16 = 110;
const LABEL_CELLS: u16 = 9;

/// How wide it is on a screen of so many columns.
pub const fn width(screen: u16) -> u16 {
    let wanted = if screen < COMFORTABLE_FROM { WIDTH } else { WIDTH_COMFORTABLE };
    if wanted < screen { wanted } else { screen }
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) {
    let (theme, lang) = (app.theme(), app.lang());
    let Some(unit) = app.screens.units.unit() else { return };
    let insides = frame(buffer, area, &[(unit.id.as_str(), area.height)], theme.frame, theme.title);
    let Some(inside) = insides.first().copied().map(padded) else { return };
    let room = usize::from(inside.width.saturating_sub(LABEL_CELLS));
    let mut row = 0;
    for (label, value, look) in lines(app, unit) {
        Pen::new(buffer, inside, row).put(label.get(lang), theme.dim);
        for text in wrap(&value, room) {
            Pen::new(buffer, inside, row).skip(LABEL_CELLS).put(&text, look);
            row += 1;
        }
    }
}

type Line = (UnitWord, String, Style);

/// What is told of a unit.
fn lines(app: &App, unit: &UnitLine) -> Vec<Line> {
    let (theme, lang) = (app.theme(), app.lang());
    let stands = standing(&unit.state, app.now);
    let standing = Standing::of(stands);
    let mut lines = vec![(UnitWord::State, standing.marked(lang), style(theme, standing))];
    lines.extend(unit.layout.clone().map(|layout| (UnitWord::Layout, layout, theme.text)));
    lines.extend(unit.area_cm2.map(|area| (UnitWord::Area, units::area(lang, area), theme.text)));
    let price = unit.price_fen.map_or_else(|| UnitWord::NoPrice.get(lang).to_owned(), |fen| units::yuan(lang, fen));
    lines.push((UnitWord::Price, price, theme.text));
    match stands {
        UnitState::Available => {
            // A hold that has just come to its end by itself.
            if let UnitState::Held { until, .. } = &unit.state {
                lines.push((UnitWord::Left, units::hold_left(lang, *until, app.now), theme.warn));
            }
        }
        UnitState::Held { since, until, by, .. } => {
            lines.extend(client(app, stands));
            let until_then = units::moment(*until, app.now, app.floor().zone);
            lines.push((UnitWord::Until, until_then, theme.text));
            let is_near = units::in_last_quarter(*since, *until, app.now);
            let (mark, look) = if is_near { ("! ", theme.bad) } else { ("", theme.warn) };
            lines.push((UnitWord::Left, format!("{mark}{}", units::countdown(lang, *until, app.now)), look));
            lines.extend(staff(app, UnitWord::HeldBy, by.as_ref()));
        }
        UnitState::Reserved(sale) | UnitState::Sold(sale) => {
            lines.extend(client(app, stands));
            lines.extend(deposit(app, sale));
        }
    }
    lines
}

/// Whose unit it is, as far as whoever is at the keys may see.
fn client(app: &App, stands: &UnitState) -> Vec<Line> {
    let theme = app.theme();
    let Some(buyer) = stands.client() else { return Vec::new() };
    let about = app.screens.units.about.as_ref().filter(|about| about.client == buyer.id);
    let owner = about.and_then(|about| about.owner.as_ref());
    let readable = &app.screens.units.readable;
    let mut lines = vec![(UnitWord::Client, client_name(app, buyer, readable), theme.text)];
    if let Some(phone) = about.and_then(|about| about.phone.as_deref()) {
        let shown = if readable.contains(&buyer.id) { phone.to_owned() } else { mask(phone) };
        lines.push((UnitWord::Phone, shown, theme.text));
    }
    if let Some(owner) = owner {
        lines.push((UnitWord::Owner, because::name(app.floor(), owner).to_owned(), theme.text));
    }
    lines
}

fn deposit(app: &App, sale: &Sale) -> Vec<Line> {
    let (theme, lang) = (app.theme(), app.lang());
    let when = units::moment(sale.at, app.now, app.floor().zone);
    let mut lines = vec![
        (UnitWord::Deposit, units::yuan(lang, sale.amount_fen), theme.text),
        (UnitWord::Capitals, money::capitals(sale.amount_fen), theme.text),
    ];
    lines.extend(staff(app, UnitWord::By, sale.by.as_ref()));
    lines.push((UnitWord::When, when, theme.text));
    lines
}

fn staff(app: &App, label: UnitWord, id: Option<&StaffId>) -> Option<Line> {
    id.map(|id| (label, because::name(app.floor(), id).to_owned(), app.theme().text))
}
