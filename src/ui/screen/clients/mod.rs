//! The register of clients (客户): found while typing, with everything known of the one gone to.
//! Shows names, numbers and notes whole to the owner and to managers only.

mod hits;
mod page;
mod pane;

use super::Drawn;
use crate::register::fault::Fault;
use crate::register::query;
use crate::rules::id::ClientId;
use crate::text::clients::Phrase;
use crate::text::hints;
use crate::text::width::width;
use crate::ui::action::{Action, Edit, Place, Task};
use crate::ui::app::{App, Hit};
use crate::ui::effect::Effect;
use crate::ui::input::TextLine;
use crate::ui::keymap::Context;
use crate::ui::modal::Reading;
use crate::ui::subject::Subject;
use crate::ui::task;
use crate::ui::widget::list::{Cursor, step};
use crate::ui::widget::paint::{Pen, fill};
use hits::Hits;
use page::Page;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The most lines of each kind that the pane beside the list asks for.
const PANE_LINES_MAX: u32 = 12;
/// The most lines of each kind that are read of one client.
const LINES_MAX: u32 = 1_000;
/// The share of a wide screen that the list takes, in percent, and its least and most cells.
const LIST_PERCENT: u16 = 44;
const LIST_CELLS: (u16, u16) = (42, 72);

/// What the list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum List {
    /// Who was found by what was typed.
    #[default]
    Found,
    /// Whose protection is about to end, whatever was typed.
    Lapsing,
}

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    line: TextLine,
    is_typing: bool,
    /// What stands in the line was typed before the screen was left: the next letter replaces it.
    is_left_over: bool,
    /// Somebody went to a row; else the first one is shown.
    has_moved: bool,
    list: List,
    hits: Hits,
    cursor: Cursor,
    page: Option<Page>,
}

impl State {
    /// Whether what is looked for is being typed.
    pub const fn is_typing(&self) -> bool {
        self.is_typing
    }

    /// The line is typed in.
    pub fn begin_typing(&mut self) {
        self.is_typing = true;
        self.list = List::Found;
        self.is_left_over = !self.line.value().is_empty();
        self.has_moved = false;
    }

    /// What is chosen: the client gone to, and the last visit of theirs. Nobody is while nothing was
    /// typed and no row was gone to.
    pub fn subject(&self) -> Subject {
        let is_nobody = self.is_typing && !self.has_moved && self.typed().is_empty();
        let page = self.page.as_ref().filter(|_| !is_nobody);
        Subject {
            client: page.map(|page| page.client.clone()),
            visit: page.and_then(|page| page.visit.clone()),
            ..Subject::default()
        }
    }

    fn typed(&self) -> &str {
        self.line.value().trim()
    }

    /// Whether the row gone to does not tell whose it is.
    pub fn is_veiled(&self) -> bool {
        self.hits.rows.get(self.cursor.at).is_some_and(|row| row.is_veiled)
    }

    fn chosen(&self) -> Option<&ClientId> {
        self.hits.rows.get(self.cursor.at).filter(|row| !row.is_veiled).map(|row| &row.client)
    }

    /// Changes the line; what was left over in it goes as if it were selected.
    fn change(&mut self, action: Action) {
        let replaces = matches!(action, Action::Insert(_) | Action::Edit(Edit::Backspace | Edit::Delete));
        if std::mem::take(&mut self.is_left_over) && replaces {
            self.line = TextLine::default();
        }
        match action {
            Action::Insert(c) => self.line.insert(c),
            Action::Edit(edit) => self.line.edit(edit),
            _ => {}
        }
    }
}

/// Reads what is shown. The client gone to stays chosen, under whatever id they are kept now.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let state = &app.screens.clients;
    let hits = match state.list {
        List::Found => Hits::read(app, state.typed())?,
        List::Lapsing => Hits::lapsing(app)?,
    };
    let state = &app.screens.clients;
    let at = match state.chosen().filter(|_| state.has_moved || !state.is_typing) {
        Some(client) => {
            let kept = query::client_id(app.register(), client)?;
            let at = hits.rows.iter().position(|row| Some(&row.client) == kept.as_ref());
            at.unwrap_or(state.cursor.at)
        }
        None => 0,
    };
    let state = &mut app.screens.clients;
    state.cursor = Cursor { at };
    state.cursor.keep_within(hits.rows.len());
    state.hits = hits;
    read_page(app)
}

/// Reads the one gone to.
fn read_page(app: &mut App) -> Result<(), Fault> {
    let page = match app.screens.clients.chosen() {
        Some(client) => Page::read(app, client, PANE_LINES_MAX)?,
        None => None,
    };
    app.screens.clients.page = page;
    Ok(())
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let read = change(app, action);
    app.keep(read);
    None
}

fn change(app: &mut App, action: Action) -> Result<(), Fault> {
    let state = &mut app.screens.clients;
    match action {
        Action::Search => {
            state.begin_typing();
            return refresh(app);
        }
        Action::Insert(_) | Action::Edit(_) => {
            let before = state.typed().to_owned();
            state.change(action);
            // Whoever was gone to stays chosen as long as the same is looked for.
            if state.typed() != before {
                state.has_moved = false;
                return refresh(app);
            }
        }
        // Where nobody was found there is nobody to choose.
        Action::Accept => state.is_typing = state.hits.rows.is_empty(),
        Action::Cancel if state.is_typing && !state.line.value().is_empty() => {
            state.line = TextLine::default();
            state.is_left_over = false;
            state.has_moved = false;
            return refresh(app);
        }
        Action::Cancel => {
            state.is_typing = false;
            app.status = None;
            if std::mem::take(&mut app.screens.clients.list) == List::Lapsing {
                return refresh(app);
            }
        }
        _ if step(action).is_some() => {
            let count = state.hits.rows.len();
            state.has_moved = true;
            state.cursor.update(action, count);
            return read_page(app);
        }
        _ => {}
    }
    Ok(())
}

/// Lists whose protection is about to end; again, the clients as before.
pub fn show_lapsing(app: &mut App) {
    let was_lapsing = app.place == Place::Clients && app.screens.clients.list == List::Lapsing;
    if app.place != Place::Clients {
        super::go(app, Place::Clients);
    }
    let state = &mut app.screens.clients;
    state.list = if was_lapsing { List::Found } else { List::Lapsing };
    state.is_typing = false;
    state.has_moved = false;
    // Whoever was gone to in the other list stays behind there.
    state.hits = Hits::default();
    state.cursor = Cursor::default();
    let read = refresh(app);
    app.keep(read);
}

/// What an owner who comes to the keys is told: how many clients they are about to lose.
///
/// # Errors
/// When the register cannot be read.
pub fn warning(app: &App) -> Result<Option<String>, Fault> {
    if app.actor().is_none() {
        return Ok(None);
    }
    let count = app.own_of(&app.ending()?);
    let lang = app.lang();
    let key = |context, action| app.options.keymap.key_of(lang, context, action);
    let keys = [key(Context::Global, Action::Go(Place::Clients)), key(Context::Finder, Action::Open(Task::Lapsing))];
    Ok((count > 0).then(|| hints::own_lapsing(lang, count, &keys)))
}

/// A row was clicked: it is gone to; the one gone to already is read in full.
pub fn choose(app: &mut App, item: usize) {
    let state = &mut app.screens.clients;
    if !state.is_typing && state.cursor.at == item {
        task::open(app, Task::History);
        return;
    }
    state.is_typing = false;
    state.has_moved = true;
    state.cursor.at = item;
    let read = read_page(app);
    app.keep(read);
}

/// Everything about the one chosen.
///
/// # Errors
/// When the register cannot be read.
pub fn history(app: &App) -> Result<Option<Reading>, Fault> {
    let Some(client) = app.screens.clients.chosen() else { return Ok(None) };
    let page = Page::read(app, client, LINES_MAX)?;
    Ok(page.map(|page| page.reading(app.lang())))
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let line = Rect { height: 1.min(area.height), ..area };
    let cursor = draw_line(app, buffer, line);
    let mut found = vec![(line, Hit::Key(Action::Search))];
    let panes = Rect { y: area.y + line.height, height: area.height - line.height, ..area };
    let (least, most) = LIST_CELLS;
    let cells = (u32::from(area.width) * u32::from(LIST_PERCENT) / 100).try_into().unwrap_or(most);
    let list = Rect { width: cells.clamp(least, most).min(area.width), ..panes };
    found.extend(hits::draw(app, buffer, list));
    let beside = Rect { x: list.right(), width: area.width - list.width, ..panes };
    pane::draw(app, app.screens.clients.page.as_ref(), buffer, beside);
    Drawn { hits: found, cursor }
}

/// The line typed in; gives where its cursor stands.
fn draw_line(app: &App, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.clients);
    let label = Phrase::Find.get(lang);
    let mut pen = Pen::new(buffer, area, 0);
    let label_style = if state.is_typing { theme.accent } else { theme.dim };
    pen.put(if state.is_typing { ">" } else { " " }, label_style).put(label, label_style).skip(1);
    let room = pen.room().saturating_sub(1);
    let x = area.right().saturating_sub(u16::try_from(room + 1).unwrap_or(u16::MAX));
    let field = Rect { x, width: u16::try_from(room).unwrap_or(u16::MAX), ..area };
    fill(buffer, field, if state.is_typing { theme.field } else { theme.text });
    let style = if state.is_typing { theme.field } else { theme.text };
    let (text, column) = state.line.window(room);
    let mut pen = Pen::new(buffer, field, 0);
    if text.is_empty() {
        // The hint keeps the ground of the field.
        let hint = Style { bg: style.bg, ..theme.dim };
        pen.put(Phrase::FindBy.get(lang), hint);
    } else {
        pen.put(&text, style);
        if state.is_left_over && state.is_typing {
            let over = Rect { width: u16::try_from(width(&text)).unwrap_or(u16::MAX), ..field };
            buffer.set_style(over.intersection(field), theme.selected);
        }
    }
    let column = u16::try_from(column).unwrap_or(0);
    state.is_typing.then_some(Position { x: field.x + column, y: field.y })
}
