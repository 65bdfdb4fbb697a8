//! The screens: which one is shown, what a key means on it, what it has chosen, how it is drawn. Each
//! screen keeps its own state and knows no other.

mod bars;
pub mod calls;
pub mod clients;
pub mod desk;
pub mod figures;
pub mod inbox;
pub mod log;
pub mod past;
pub mod roster;
pub mod rules;
pub mod units;

use super::action::{Action, Place};
use super::app::{App, Hit};
use super::effect::Effect;
use super::keymap::Context;
use super::subject::Subject;
use crate::register::fault::Fault;
use crate::text::screen::Phrase;
use crate::ui::widget::paint::Pen;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Where the parts of a drawn screen stand.
#[derive(Debug, Default)]
pub struct Drawn {
    /// What a click means where.
    pub hits: Vec<(Rect, Hit)>,
    /// Where letters are typed.
    pub cursor: Option<Position>,
}

/// What each screen keeps while another is shown.
#[derive(Debug, Default)]
pub struct Screens {
    /// The register of clients.
    pub clients: clients::State,
    /// The phone.
    pub calls: calls::State,
    /// The sales-control board.
    pub units: units::State,
    /// The week.
    pub roster: roster::State,
    /// The inbox and discipline.
    pub inbox: inbox::State,
    /// The log.
    pub log: log::State,
    /// The board as it stood, while it is looked at.
    pub past: Option<past::State>,
    /// The figures.
    pub figures: figures::State,
    /// The rulebook.
    pub rules: rules::State,
    /// The steps of closing the day, while something is settled elsewhere.
    pub closing: super::closing::Draft,
}

/// Where keys are pressed while nothing stands over the screen.
pub fn context(app: &App) -> Context {
    match app.place {
        Place::Clients if app.screens.clients.is_typing() => Context::Finder,
        Place::Log if app.screens.past.is_some() => Context::Past,
        place => Context::of(place),
    }
}

/// Reads again what the screen shows: it was gone to, or something was entered.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    match app.place {
        Place::Desk => Ok(()),
        Place::Clients => clients::refresh(app),
        Place::Calls => calls::refresh(app),
        Place::Units => units::refresh(app),
        Place::Roster => roster::refresh(app),
        Place::Inbox => inbox::refresh(app),
        Place::Log => log::refresh(app),
        Place::Figures => figures::refresh(app),
        Place::Rules => rules::refresh(app),
    }
}

/// A key was meant for a row, and none is chosen.
fn ask_for_a_row(app: &mut App, count: usize) {
    if count > 0 {
        app.warn(Phrase::ChooseRow.get(app.lang()));
    }
}

/// A minute has passed: figures that run with the clock are read again.
///
/// # Errors
/// When the register cannot be read.
pub fn pass_time(app: &mut App) -> Result<(), Fault> {
    match app.place {
        Place::Figures => figures::refresh(app),
        // How long a hold that is asked for would last is said there.
        Place::Inbox => inbox::refresh(app),
        _ => Ok(()),
    }
}

/// Goes to a screen.
pub fn go(app: &mut App, place: Place) {
    app.place = place;
    app.status = None;
    app.screens.past = None;
    if place == Place::Clients {
        app.screens.clients.begin_typing();
    }
    let read = refresh(app);
    app.keep(read);
}

/// Does what a key asks on the screen that is shown.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    match app.place {
        Place::Desk => desk::update(app, action),
        Place::Clients => clients::update(app, action),
        Place::Calls => calls::update(app, action),
        Place::Units => units::update(app, action),
        Place::Roster => roster::update(app, action),
        Place::Inbox => inbox::update(app, action),
        Place::Log if app.screens.past.is_some() => past::update(app, action),
        Place::Log => log::update(app, action),
        Place::Figures => figures::update(app, action),
        Place::Rules => rules::update(app, action),
    }
}

/// The item of a list or grid was clicked.
pub fn choose(app: &mut App, item: usize) {
    match app.place {
        Place::Desk => desk::choose(app, item),
        Place::Clients => clients::choose(app, item),
        Place::Calls => calls::choose(app, item),
        Place::Units => units::choose(app, item),
        Place::Roster => app.screens.roster.choose(item),
        Place::Inbox => inbox::choose(app, item),
        Place::Log => log::choose(app, item),
        Place::Figures => app.screens.figures.choose(item),
        Place::Rules => app.screens.rules.choose(item),
    }
}

/// An item was pulled onto another with the mouse.
pub fn pull(app: &mut App, from: usize, to: usize) {
    if app.place == Place::Roster {
        roster::pull(app, from, to);
    }
}

/// What the screen has chosen: what a task begun there is about.
pub fn subject(app: &App) -> Subject {
    match app.place {
        Place::Desk => Subject { staff: app.selected.clone(), ..Subject::default() },
        Place::Clients => app.screens.clients.subject(),
        Place::Calls => app.screens.calls.subject(),
        Place::Units => app.screens.units.subject(),
        Place::Roster => app.screens.roster.subject(),
        Place::Inbox => app.screens.inbox.subject(),
        Place::Log => app.screens.log.subject(),
        Place::Figures => app.screens.figures.subject(),
        // Nothing that a task of the floor could be about.
        Place::Rules => Subject::default(),
    }
}

/// Draws header, screens, the screen that is shown, what was just done, and the hints.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let row = |y: u16| Rect { y, height: 1, ..area };
    bars::header(app, buffer, row(area.y));
    let mut hits = bars::places(app, buffer, row(area.y + 1));
    let main = inside(area);
    let drawn = match app.place {
        Place::Desk => desk::draw(app.scene(), buffer, main),
        Place::Clients => clients::draw(app, buffer, main),
        Place::Calls => calls::draw(app, buffer, main),
        Place::Units => units::draw(app, buffer, main),
        Place::Roster => roster::draw(app, buffer, main),
        Place::Inbox => inbox::draw(app, buffer, main),
        Place::Log if app.screens.past.is_some() => past::draw(app, buffer, main),
        Place::Log => log::draw(app, buffer, main),
        Place::Figures => figures::draw(app, buffer, main),
        Place::Rules => rules::draw(app, buffer, main),
    };
    bars::toast(app, buffer, Rect { height: area.height - 1, ..area });
    hits.extend(bars::footer(app, buffer, row(area.bottom() - 1)));
    hits.extend(drawn.hits);
    Drawn { hits, cursor: drawn.cursor }
}

/// What the header, the screens, the line about what was done and the hints leave of the screen.
pub fn inside(area: Rect) -> Rect {
    Rect { y: area.y + 2, height: area.height.saturating_sub(4), ..area }
}

/// Says that there is nothing to show.
fn draw_nothing(app: &App, buffer: &mut Buffer, area: Rect) {
    Pen::new(buffer, area, 0).put(Phrase::Empty.get(app.lang()), app.theme().dim);
}
