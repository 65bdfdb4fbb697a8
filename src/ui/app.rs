//! The app: the desk, what the board shows of it, and what stands over the board. Works without a
//! terminal: events go in, a frame comes out.

use super::Options;
use super::action::Action;
use super::board::Board;
use super::effect;
use super::keymap::{Context, resolve};
use super::modal::Modal;
use super::theme::Theme;
use super::update::update;
use crate::clock;
use crate::desk::Desk;
use crate::register::Register;
use crate::register::fault::Fault;
use crate::rules::command::{Command, Role, Submission};
use crate::rules::floor::Floor;
use crate::rules::id::{StaffId, VisitId};
use crate::rules::time::Timestamp;
use crate::text::Lang;
use ratatui::Frame;
use ratatui::crossterm::event::{Event, MouseButton, MouseEventKind};
use ratatui::layout::{Position, Rect};

/// A line about what was just done or refused.
#[derive(Clone, Debug)]
pub(super) struct Status {
    /// The line.
    pub text: String,
    /// Whether it was refused.
    pub refused: bool,
}

/// What a click means.
#[derive(Clone, Debug)]
pub(super) enum Hit {
    /// A plate is chosen.
    Plate(StaffId),
    /// The same as a key.
    Key(Action),
    /// A row of the list over the board.
    Row(usize),
}

/// The desk's screen.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a plain state of its own")]
pub struct App {
    pub(super) desk: Desk,
    pub(super) options: Options,
    pub(super) now: Timestamp,
    fixed: bool,
    version: i64,
    pub(super) board: Board,
    pub(super) selected: Option<StaffId>,
    pub(super) number: usize,
    pub(super) modals: Vec<Modal>,
    pub(super) status: Option<Status>,
    pub(super) leaving: bool,
    pub(super) mouse: bool,
    pub(super) hits: Vec<(Rect, Hit)>,
    pub(super) fault: Option<Fault>,
    pub(super) must_clear: bool,
    pub(super) has_entered: bool,
    dirty: bool,
}

impl App {
    /// The desk's screen over a register.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn new(desk: Desk, options: Options) -> Result<Self, Fault> {
        let now = clock::now(desk.floor().zone);
        let version = desk.register().data_version()?;
        let mut app = Self {
            desk,
            options,
            now,
            fixed: false,
            version,
            board: Board::default(),
            selected: None,
            number: 0,
            modals: Vec::new(),
            status: None,
            leaving: false,
            mouse: true,
            hits: Vec::new(),
            fault: None,
            must_clear: false,
            has_entered: false,
            dirty: true,
        };
        app.refresh()?;
        Ok(app)
    }

    /// Stops the clock at a time: it is the time of everything entered and shown from now on.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn stop_clock(&mut self, now: Timestamp) -> Result<(), Fault> {
        self.fixed = true;
        self.now = now;
        self.dirty = true;
        self.refresh()
    }

    /// Looks at the clock and at what other processes have entered.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn tick(&mut self) -> Result<(), Fault> {
        if !self.fixed {
            let now = clock::now(self.floor().zone);
            self.dirty |= now.micros() / 60_000_000 != self.now.micros() / 60_000_000;
            self.now = now;
        }
        let version = self.desk.register().data_version()?;
        if version != self.version {
            self.version = version;
            // A refused command may have caught up already: what is shown is read again in any case.
            self.desk.catch_up()?;
            self.refresh()?;
            self.dirty = true;
        }
        Ok(())
    }

    /// Nobody presses a key: what was entered goes from the write-ahead log into the file.
    ///
    /// # Errors
    /// When the register fails.
    pub fn idle(&mut self) -> Result<(), Fault> {
        if std::mem::take(&mut self.has_entered) {
            self.desk.register().checkpoint()?;
        }
        Ok(())
    }

    /// Takes in one event of the terminal.
    ///
    /// # Errors
    /// When the register fails.
    pub fn handle(&mut self, event: &Event) -> Result<(), Fault> {
        // A mouse that only moves changes nothing.
        self.dirty |= !matches!(event, Event::Mouse(mouse) if matches!(mouse.kind, MouseEventKind::Moved));
        match event {
            Event::Key(key) => {
                if let Some(action) = resolve(self.context(), *key) {
                    self.act(action);
                }
            }
            Event::Resize(..) => self.must_clear = true,
            Event::Paste(text) => {
                if matches!(self.context(), Context::Field | Context::Palette) {
                    let text = crate::rules::fold::clean(text);
                    text.chars().for_each(|c| self.act(Action::Insert(c)));
                }
            }
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => self.click(mouse.column, mouse.row),
                MouseEventKind::ScrollDown => self.act(Action::Down),
                MouseEventKind::ScrollUp => self.act(Action::Up),
                _ => {}
            },
            _ => {}
        }
        self.fault.take().map_or(Ok(()), Err)
    }

    fn act(&mut self, action: Action) {
        if let Some(asked) = update(self, action) {
            effect::perform(self, asked);
        }
    }

    fn click(&mut self, column: u16, row: u16) {
        let at = Position { x: column, y: row };
        match self.hits.iter().rev().find(|(area, _)| area.contains(at)).map(|(_, hit)| hit.clone()) {
            Some(Hit::Key(action)) => self.act(action),
            Some(Hit::Row(at)) => {
                let is_picked = self.modals.last_mut().is_some_and(|top| top.go_to(at));
                if is_picked {
                    self.act(Action::Accept);
                }
            }
            Some(Hit::Plate(staff)) if self.modals.is_empty() => self.selected = Some(staff),
            _ => {}
        }
    }

    /// Draws everything.
    pub fn draw(&mut self, frame: &mut Frame) {
        super::view::draw(self, frame);
        self.dirty = false;
    }

    /// Whether something has changed since it was last drawn.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.dirty
    }

    /// Whether the desk has been left.
    #[must_use]
    pub const fn is_leaving(&self) -> bool {
        self.leaving
    }

    /// Whether the mouse is used by the screen.
    #[must_use]
    pub const fn uses_mouse(&self) -> bool {
        self.mouse
    }

    /// The floor as it stands.
    #[must_use]
    pub const fn floor(&self) -> &Floor {
        self.desk.floor()
    }

    pub(super) const fn register(&self) -> &Register {
        self.desk.register()
    }

    pub(super) const fn lang(&self) -> Lang {
        self.options.lang
    }

    pub(super) const fn theme(&self) -> Theme {
        self.options.theme
    }

    pub(super) const fn actor(&self) -> Option<&StaffId> {
        self.options.actor.as_ref()
    }

    pub(super) const fn selected(&self) -> Option<&StaffId> {
        self.selected.as_ref()
    }

    pub(super) fn context(&self) -> Context {
        self.modals.last().map_or(Context::Board, Modal::context)
    }

    /// A command as whoever is at the keys gives it.
    pub(super) fn submission(&self, command: impl Into<Command>) -> Submission {
        let at = self.fixed.then_some(self.now);
        Submission { at, by: self.options.actor.clone(), request: None, command: command.into() }
    }

    /// Keeps a fault for whoever runs the app.
    pub(super) fn keep<T>(&mut self, done: Result<T, Fault>) -> Option<T> {
        match done {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.status = Some(Status { text: text.into(), refused: false });
    }

    pub(super) fn warn(&mut self, text: impl Into<String>) {
        self.status = Some(Status { text: text.into(), refused: true });
    }

    /// The client of a visit, as the screen names them.
    pub(super) fn client_of(&self, visit: &VisitId) -> String {
        let client = self.floor().visit(visit).map(|visit| &visit.client);
        client.and_then(|client| self.board.clients.get(client)).map_or_else(String::new, |shown| shown.name.clone())
    }

    /// Whether a time is of the day that is open, or of today.
    pub(super) fn is_today(&self, at: Timestamp) -> bool {
        let floor = self.floor();
        at.date(floor.zone) == floor.date.unwrap_or_else(|| self.now.date(floor.zone))
    }

    /// An id for someone new: the letter and the first number not in use.
    pub(super) fn fresh_staff_id(&self, letter: &str) -> StaffId {
        let ids = (1_u32..).map(|number| StaffId::from(format!("{letter}{number}")));
        let mut free = ids.filter(|id| self.floor().person(id).is_none());
        free.next().unwrap_or_else(|| StaffId::from(letter))
    }

    /// The plates as they stand on the board: the line, then those of the order without a turn.
    pub(super) fn plates(&self) -> (Vec<StaffId>, Vec<StaffId>) {
        let floor = self.floor();
        if floor.date.is_none() {
            return (Vec::new(), floor.salespeople().cloned().collect());
        }
        let line = floor.line();
        let mut rest: Vec<StaffId> = floor.order.iter().filter(|id| !line.contains(id)).cloned().collect();
        rest.extend(self.office().cloned());
        rest.extend(floor.salespeople().filter(|id| !floor.in_order(id)).cloned());
        (line, rest)
    }

    fn office(&self) -> impl Iterator<Item = &StaffId> {
        let office = self.floor().staff.iter().filter(|(_, person)| person.role == Role::Office && !person.departed);
        office.map(|(id, _)| id)
    }

    /// Those who have a number: today's order, then the office. A number changes only with the order.
    pub(super) fn numbered(&self) -> Vec<StaffId> {
        if self.floor().date.is_none() {
            return Vec::new();
        }
        self.floor().order.iter().chain(self.office()).cloned().collect()
    }
}
