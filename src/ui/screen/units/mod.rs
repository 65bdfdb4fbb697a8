//! The sales-control board (销控表): buildings, floors and rooms by state, and the same as a list.
//! Shows where units stand and begins what is done with them; never says whether it is allowed.

mod grid;
mod history;
mod list;
mod pane;
mod stand;

use super::Drawn;
use crate::desk::ask;
use crate::register::fault::Fault;
use crate::register::query;
use crate::register::sales::{self, Buyer, Sale, UnitLine, UnitState};
use crate::rules::id::{ClientId, StaffId};
use crate::rules::time::Timestamp;
use crate::text::client;
use crate::text::units::{Standing, UnitWord};
use crate::ui::action::{Action, Task};
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::subject::Subject;
use crate::ui::task;
use crate::ui::theme::Theme;
use crate::ui::widget::list::Cursor;
use crate::ui::widget::paint::{Pen, frame};
pub use history::history;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use stand::Block;
use std::collections::BTreeSet;

/// From so many columns on, the unit gone to stands beside the list too.
const LIST_WITH_PANE_WIDTH: u16 = 116;
/// How many units stand how, in the order of [`Standing`].
type Counts = [usize; 4];

/// How the units are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    /// As they stand in their buildings.
    #[default]
    Grid,
    /// One under the other.
    List,
    /// Only those that are free.
    Free,
}

/// What is known of the client of the unit gone to.
#[derive(Debug)]
struct About {
    client: ClientId,
    phone: Option<String>,
    owner: Option<StaffId>,
}

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    view: View,
    units: Vec<UnitLine>,
    blocks: Vec<Block>,
    /// The unit gone to, by its place in `units`.
    at: usize,
    about: Option<About>,
    /// The clients whose names whoever is at the keys may read.
    readable: BTreeSet<ClientId>,
}

impl State {
    /// The unit gone to.
    fn unit(&self) -> Option<&UnitLine> {
        self.units.get(self.at)
    }

    /// The units that the list shows, building by building. The one gone to stays, whatever it is.
    fn listed(&self, now: Timestamp) -> Vec<usize> {
        let is_shown = |unit: &usize| self.view != View::Free || *unit == self.at || self.is_free(*unit, now);
        self.blocks.iter().flat_map(Block::units).filter(is_shown).collect()
    }

    fn is_free(&self, unit: usize, now: Timestamp) -> bool {
        self.units.get(unit).is_some_and(|unit| *standing(&unit.state, now) == UnitState::Available)
    }

    /// How the units among these stand.
    fn counts(&self, units: impl Iterator<Item = usize>, now: Timestamp) -> Counts {
        let mut counts = [0; 4];
        for unit in units {
            counts[Standing::of(standing(&self.units[unit].state, now)) as usize] += 1;
        }
        counts
    }

    /// What is chosen: the unit, the deposit on it, and whose it is.
    pub fn subject(&self) -> Subject {
        let Some(unit) = self.unit() else { return Subject::default() };
        let deposit = match &unit.state {
            UnitState::Reserved(sale) | UnitState::Sold(sale) => Some(sale.deposit.clone()),
            UnitState::Available | UnitState::Held { .. } => None,
        };
        let client = unit.state.client().map(|client| client.id.clone());
        Subject { unit: Some(unit.id.clone()), deposit, client, ..Subject::default() }
    }
}

/// A unit's state at a time: a hold whose end has come since it was read is none.
fn standing(state: &UnitState, now: Timestamp) -> &UnitState {
    match state {
        UnitState::Held { until, .. } if *until <= now => &UnitState::Available,
        state => state,
    }
}

/// The colour of a state; its mark stands beside it.
const fn style(theme: Theme, standing: Standing) -> Style {
    match standing {
        Standing::Free => theme.good,
        Standing::Held => theme.warn,
        Standing::Reserved => theme.busy,
        Standing::Sold => theme.dim,
    }
}

/// Who put a unit into its state.
const fn by(state: &UnitState) -> Option<&StaffId> {
    match state {
        UnitState::Available => None,
        UnitState::Held { by, .. } | UnitState::Reserved(Sale { by, .. }) | UnitState::Sold(Sale { by, .. }) => {
            by.as_ref()
        }
    }
}

/// A client's name: whole when it is one of those that may be read, else masked.
fn client_name(app: &App, buyer: &Buyer, readable: &BTreeSet<ClientId>) -> String {
    let name = buyer.name.as_deref().filter(|name| !name.trim().is_empty());
    match name {
        Some(name) if readable.contains(&buyer.id) => crate::rules::fold::clean(name),
        _ => client::name(app.lang(), name),
    }
}

/// Those of the clients of whom whoever is at the keys may read what is personal.
fn readable<'b>(app: &App, buyers: impl Iterator<Item = &'b Buyer>) -> Result<BTreeSet<ClientId>, Fault> {
    let clients: BTreeSet<ClientId> = buyers.map(|buyer| buyer.id.clone()).collect();
    // A manager reads everybody and the desk nobody, whoever the owners are.
    if app.may_read(None) {
        return Ok(clients);
    }
    if app.actor().is_none() {
        return Ok(BTreeSet::new());
    }
    let clients: Vec<ClientId> = clients.into_iter().collect();
    let owners = ask::owners_of(&app.desk, &clients)?;
    let read = clients.into_iter().zip(owners).filter(|(_, owner)| app.may_read(owner.as_ref()));
    Ok(read.map(|(client, _)| client).collect())
}

/// Reads what is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let units = sales::board(app.register(), app.now)?;
    let readable = readable(app, units.iter().filter_map(|unit| unit.state.client()))?;
    let state = &mut app.screens.units;
    let was_at = state.unit().map(|unit| unit.id.clone());
    state.blocks = stand::blocks(&units);
    let found = was_at.and_then(|id| units.iter().position(|unit| unit.id == id));
    let first = || state.blocks.first().and_then(|block| block.units().next()).unwrap_or(0);
    state.at = found.unwrap_or_else(first);
    (state.units, state.readable) = (units, readable);
    look(app)
}

/// Reads what is known of the client of the unit gone to.
fn look(app: &mut App) -> Result<(), Fault> {
    let client = app.screens.units.subject().client;
    app.screens.units.about = match client {
        Some(client) => {
            let phone = query::client_card(app.register(), &client)?.and_then(|card| card.phone);
            let owner = ask::owner_of(&app.desk, &client)?;
            Some(About { client, phone, owner })
        }
        None => None,
    };
    Ok(())
}

fn go_to(app: &mut App, unit: usize) {
    app.screens.units.at = unit;
    let read = look(app);
    app.keep(read);
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    if action == Action::Switch {
        switch(app);
        return None;
    }
    let (state, now) = (&app.screens.units, app.now);
    let to = match state.view {
        View::Grid => stand::go(&state.blocks, state.at, action),
        View::List | View::Free => step_in_list(state, now, action),
    };
    if let Some(to) = to {
        go_to(app, to);
    }
    None
}

/// The grid, the list, the free units, and round again.
fn switch(app: &mut App) {
    let state = &mut app.screens.units;
    state.view = match state.view {
        View::Grid => View::List,
        View::List => View::Free,
        View::Free => View::Grid,
    };
    let (state, now) = (&app.screens.units, app.now);
    if state.view == View::Free && !state.is_free(state.at, now) {
        let listed = state.listed(now);
        let from = listed.iter().position(|unit| *unit == state.at).unwrap_or(0);
        let next =
            listed.iter().skip(from).chain(listed.iter().take(from)).copied().find(|unit| state.is_free(*unit, now));
        if let Some(next) = next {
            go_to(app, next);
        }
    }
}

fn step_in_list(state: &State, now: Timestamp, action: Action) -> Option<usize> {
    let listed = state.listed(now);
    if matches!(action, Action::Back | Action::Forward) {
        let seat = stand::seat(&state.blocks, stand::go(&state.blocks, state.at, action)?)?;
        let there: Vec<usize> = state.blocks.get(seat.block)?.units().collect();
        return listed.into_iter().find(|unit| there.contains(unit));
    }
    let mut cursor = Cursor { at: listed.iter().position(|unit| *unit == state.at).unwrap_or(0) };
    cursor.update(action, listed.len()).then(|| listed.get(cursor.at).copied())?
}

/// A unit or a building was clicked; a unit already gone to shows what happened to it.
pub fn choose(app: &mut App, item: usize) {
    let state = &app.screens.units;
    let count = state.units.len();
    if item == state.at && item < count {
        task::open(app, Task::History);
        return;
    }
    let unit = match item.checked_sub(count) {
        Some(block) => state.blocks.get(block).and_then(|block| block.units().next()),
        None => Some(item),
    };
    if let Some(unit) = unit {
        go_to(app, unit);
    }
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let (state, theme, lang) = (&app.screens.units, app.theme(), app.lang());
    if state.units.is_empty() {
        let title = UnitWord::Grid.get(lang);
        for inside in frame(buffer, area, &[(title, area.height)], theme.frame, theme.title) {
            Pen::new(buffer, inside, 1).skip(2).put(UnitWord::NoUnits.get(lang), theme.dim);
        }
        return Drawn::default();
    }
    let mut hits = grid::tabs(app, buffer, Rect { height: 1, ..area });
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let has_pane = state.view == View::Grid || body.width >= LIST_WITH_PANE_WIDTH;
    let pane_width = if has_pane { pane::width(body.width) } else { 0 };
    let main = Rect { width: body.width - pane_width, ..body };
    hits.extend(match state.view {
        View::Grid => grid::draw(app, buffer, main),
        View::List | View::Free => list::draw(app, buffer, main),
    });
    if has_pane {
        pane::draw(app, buffer, Rect { x: main.right(), width: pane_width, ..body });
    }
    Drawn { hits, cursor: None }
}
