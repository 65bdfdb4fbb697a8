//! Time travel: the board as it stood right after an entry of the log. It shows; nothing is done there.

use super::{Drawn, desk, inbox, log};
use crate::register::fault::Fault;
use crate::register::past::floor_at;
use crate::rules::floor::Floor;
use crate::rules::time::Timestamp;
use crate::text::log::Phrase;
use crate::text::screen::Phrase as Shared;
use crate::text::{because, told};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::board::Board;
use crate::ui::effect::Effect;
use crate::ui::scene::Scene;
use crate::ui::widget::paint::{Pen, fill};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The board that is looked at.
#[derive(Debug)]
pub struct State {
    floor: Floor,
    board: Board,
    at: Timestamp,
    title: String,
}

/// Opens the board as it stood at the entry gone to in the log.
pub fn open(app: &mut App) {
    let read = read(app);
    if let Some(past) = app.keep(read) {
        app.screens.past = past;
    }
}

fn read(app: &App) -> Result<Option<State>, Fault> {
    let Some(line) = app.screens.log.line() else { return Ok(None) };
    let header = &line.entry.header;
    let lang = app.lang();
    let floor = floor_at(app.register(), header.seq)?;
    let last = log::last_decision(app, header.seq)?;
    let inbox = inbox::summary(app, &floor.inbox)?;
    let board = Board { inbox, ..Board::read(app.register(), &floor, last, lang)? };
    let by = header.by.as_ref().map_or(Shared::Desk.get(lang), |staff| because::name(&floor, staff));
    let time = header.at.in_zone(floor.zone).format("%m-%d %H:%M:%S");
    let what = told::told_of(lang, &floor, &line.entry, line.undone.as_deref());
    let title = format!("{} · {time}  {by}  {what}", Phrase::Past.get(lang));
    Ok(Some(State { floor, board, at: header.at, title }))
}

/// Does what a key asks: goes to the entry before or after, or back to the log.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let is_newer = match action {
        Action::Cancel => {
            app.screens.past = None;
            app.status = None;
            return None;
        }
        Action::Back | Action::Left | Action::Down => false,
        Action::Forward | Action::Right | Action::Up => true,
        _ => return None,
    };
    if log::step(app, is_newer) {
        app.status = None;
        open(app);
    } else {
        app.say(Phrase::NoFurther.get(app.lang()));
    }
    None
}

/// Draws it, under a line that says that this is not now.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let Some(past) = &app.screens.past else { return Drawn::default() };
    let theme = app.theme();
    let banner = Rect { height: 1.min(area.height), ..area };
    fill(buffer, banner, theme.alert);
    let mut pen = Pen::new(buffer, banner, 0);
    pen.skip(1);
    let room = pen.room();
    pen.put_in(&past.title, room, theme.alert);
    let scene = Scene { floor: &past.floor, board: &past.board, now: past.at, selected: None, ..app.scene() };
    let below = Rect { y: area.y + banner.height, height: area.height.saturating_sub(banner.height), ..area };
    desk::draw(scene, buffer, below);
    // A plate of the past cannot be chosen.
    Drawn::default()
}
