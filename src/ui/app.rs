//! The app: the desk, the screen that is shown, and what stands over it. Works without a terminal:
//! events go in, a frame comes out.

use super::Options;
use super::action::{Action, Place, Task};
use super::board::Board;
use super::effect;
use super::finder::Keys;
use super::guard::{self, Guard};
use super::keep;
use super::keymap::Context;
use super::lapsing::Lapsing;
use super::modal::Modal;
use super::scene::Scene;
use super::screen::{self, Screens};
use super::subject::Subject;
use super::task;
use super::theme::Theme;
use super::update::update;
use crate::clock;
use crate::desk::Desk;
use crate::register::Register;
use crate::register::fault::Fault;
use crate::rules::command::{Command, Submission};
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, StaffId};
use crate::rules::time::{Date, Timestamp};
use crate::text::Lang;
use ratatui::Frame;
use ratatui::crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
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
    /// The same as a key.
    Key(Action),
    /// A row of the list over the screen.
    Row(usize),
    /// An item of the screen: a plate, a row, a unit.
    Item(usize),
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
    pub(super) place: Place,
    pub(super) screens: Screens,
    pub(super) board: Board,
    /// By which clients are found.
    pub(super) keys: Keys,
    /// Whose protection is about to end.
    pub(super) lapsing: Lapsing,
    /// Tasks that the rules would refuse now.
    pub(super) barred: Vec<Task>,
    pub(super) selected: Option<StaffId>,
    /// Who was last said to look like somebody, when they were entered.
    pub(super) hinted: Option<ClientId>,
    pub(super) modals: Vec<Modal>,
    pub(super) status: Option<Status>,
    pub(super) leaving: bool,
    pub(super) mouse: bool,
    pub(super) hits: Vec<(Rect, Hit)>,
    /// The item of the screen on which the mouse button was pressed.
    pressed: Option<usize>,
    pub(super) fault: Option<Fault>,
    pub(super) must_clear: bool,
    pub(super) has_entered: bool,
    /// What is shown is read again after a command given here, not after another terminal's.
    pub(super) is_own_entry: bool,
    /// The date that the desk was last seen at.
    pub(super) today: Date,
    /// The date has changed, and nobody was asked about the new day yet.
    pub(super) must_ask_day: bool,
    /// The newest backup is too old, or there is none.
    pub(super) is_backup_due: bool,
    /// Who is at the keys, proven.
    pub(super) guard: Guard,
    pub(super) dirty: bool,
}

impl App {
    /// The desk's screen over a register.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn new(desk: Desk, options: Options) -> Result<Self, Fault> {
        let now = clock::now(desk.floor().zone);
        let version = desk.register().data_version()?;
        let today = now.date(desk.floor().zone);
        // A day that nobody closed is asked about at once.
        let must_ask_day = desk.floor().date.is_some_and(|open| open < today);
        let mut app = Self {
            desk,
            now,
            fixed: false,
            version,
            place: Place::default(),
            screens: Screens::default(),
            board: Board::default(),
            keys: Keys::default(),
            lapsing: Lapsing::default(),
            barred: Vec::new(),
            selected: None,
            hinted: None,
            modals: Vec::new(),
            status: None,
            leaving: false,
            mouse: options.mouse,
            hits: Vec::new(),
            pressed: None,
            fault: None,
            must_clear: false,
            has_entered: false,
            is_own_entry: false,
            today,
            must_ask_day,
            is_backup_due: false,
            guard: Guard::new(now),
            dirty: true,
            options,
        };
        app.refresh()?;
        keep::look(&mut app);
        Ok(app)
    }

    /// Stops the clock at a time: it is the time of everything entered and shown from now on.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn stop_clock(&mut self, now: Timestamp) -> Result<(), Fault> {
        if !std::mem::replace(&mut self.fixed, true) {
            // From here on this is today, whatever the clock said.
            self.today = now.date(self.floor().zone);
            self.must_ask_day = self.floor().date.is_some_and(|open| open < self.today);
            self.guard.touch(now);
            self.now = now;
            keep::look(self);
        }
        self.now = now;
        self.desk.stop_clock(now);
        self.dirty = true;
        self.refresh()?;
        guard::watch(self);
        self.turn_page()
    }

    /// A night has passed: what is shown of today is read again, and the new day is asked about as soon as nothing
    /// else is.
    fn turn_page(&mut self) -> Result<(), Fault> {
        let today = self.now.date(self.floor().zone);
        if std::mem::replace(&mut self.today, today) != today {
            self.must_ask_day = true;
            keep::look(self);
            self.refresh()?;
        }
        if self.must_ask_day && self.modals.is_empty() {
            self.must_ask_day = false;
            self.dirty = true;
            task::ask_new_day(self);
        }
        Ok(())
    }

    /// Looks at the clock and at what other processes have entered.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn tick(&mut self) -> Result<(), Fault> {
        if !self.fixed {
            let now = clock::now(self.floor().zone);
            let is_new_minute = now.micros() / 60_000_000 != self.now.micros() / 60_000_000;
            // A wait for a PIN is counted down; nothing else runs with the second.
            self.dirty |= matches!(self.modals.last(), Some(Modal::Pin(prompt))
                if prompt.seconds_left(now) != prompt.seconds_left(self.now));
            self.now = now;
            if is_new_minute {
                self.dirty = true;
                screen::pass_time(self)?;
            }
        }
        let version = self.desk.register().data_version()?;
        if version != self.version {
            self.version = version;
            // A refused command may have caught up already: what is shown is read again in any case.
            self.desk.catch_up()?;
            self.refresh()?;
            effect::look_again(self);
            self.dirty = true;
        }
        guard::watch(self);
        if self.keys.have_come() {
            screen::refresh(self)?;
            self.dirty = true;
        }
        self.turn_page()
    }

    /// Nobody presses a key: what was entered since is tended to.
    ///
    /// # Errors
    /// When the register fails.
    pub fn idle(&mut self) -> Result<(), Fault> {
        if std::mem::take(&mut self.has_entered) {
            self.desk.tend()?;
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
        if !matches!(event, Event::Mouse(MouseEvent { kind: MouseEventKind::Moved, .. }) | Event::Resize(..)) {
            // A key that comes too late is nobody's any more.
            guard::watch(self);
            self.guard.touch(self.now);
        }
        match event {
            Event::Key(key) => {
                if let Some(action) = self.options.keymap.resolve(self.context(), *key) {
                    self.act(action);
                }
            }
            Event::Resize(..) => self.must_clear = true,
            Event::Paste(text) => self.paste(text),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => self.click(mouse.column, mouse.row),
                MouseEventKind::Up(MouseButton::Left) => self.let_go(mouse.column, mouse.row),
                MouseEventKind::ScrollDown => self.act(Action::Down),
                MouseEventKind::ScrollUp => self.act(Action::Up),
                _ => {}
            },
            _ => {}
        }
        let turned = self.turn_page();
        self.fault.take().map_or(turned, Err)
    }

    /// A line of a spreadsheet fills a form; anything else is typed where letters are.
    fn paste(&mut self, text: &str) {
        if let Some(Modal::Form(form)) = self.modals.last_mut()
            && form.paste_cells(text)
        {
            self.act(Action::Edit(super::action::Edit::End));
            return;
        }
        if matches!(self.context(), Context::Field | Context::Palette | Context::Finder | Context::Help | Context::Pin)
        {
            let text = crate::rules::fold::clean(text);
            text.chars().for_each(|c| self.act(Action::Insert(c)));
        }
    }

    pub(super) fn act(&mut self, action: Action) {
        if let Some(asked) = update(self, action) {
            effect::perform(self, asked);
        }
    }

    fn hit(&self, column: u16, row: u16) -> Option<Hit> {
        let at = Position { x: column, y: row };
        self.hits.iter().rev().find(|(area, _)| area.contains(at)).map(|(_, hit)| hit.clone())
    }

    /// An item of the screen was pressed and the button let go over another one.
    fn let_go(&mut self, column: u16, row: u16) {
        if let (Some(from), Some(Hit::Item(to))) = (self.pressed.take(), self.hit(column, row))
            && from != to
            && self.modals.is_empty()
        {
            screen::pull(self, from, to);
        }
    }

    fn click(&mut self, column: u16, row: u16) {
        let hit = self.hit(column, row);
        self.pressed = match hit {
            Some(Hit::Item(item)) if self.modals.is_empty() => Some(item),
            _ => None,
        };
        match hit {
            Some(Hit::Key(action)) => self.act(action),
            Some(Hit::Row(at)) => {
                let is_picked = self.modals.last_mut().is_some_and(|top| top.go_to(at));
                if is_picked {
                    self.act(Action::Accept);
                }
            }
            Some(Hit::Item(item)) if self.modals.is_empty() => screen::choose(self, item),
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

    /// The board as it stands.
    pub(super) const fn scene(&self) -> Scene<'_> {
        Scene {
            floor: self.desk.floor(),
            board: &self.board,
            now: self.now,
            selected: self.selected.as_ref(),
            lang: self.lang(),
            theme: self.theme(),
        }
    }

    pub(super) fn context(&self) -> Context {
        self.modals.last().map_or_else(|| screen::context(self), Modal::context)
    }

    /// What a task begun now is about.
    pub(super) fn subject(&self) -> Subject {
        screen::subject(self)
    }

    /// Whether whoever is at the keys is a manager: what is masked for others is shown to them.
    pub(super) fn is_manager(&self) -> bool {
        self.floor().has_authority(self.actor(), self.guard.proof.as_ref())
    }

    /// Whether whoever is at the keys may read what a client of this owner said of themselves: a manager
    /// may, and the owner.
    pub(super) fn may_read(&self, owner: Option<&StaffId>) -> bool {
        let is_theirs = |owner: &StaffId| self.actor() == Some(owner) && self.is_known(owner);
        self.is_manager() || owner.is_some_and(is_theirs)
    }

    /// Whether nothing speaks against somebody at the keys being who they say: they have no PIN, or gave it.
    fn is_known(&self, staff: &StaffId) -> bool {
        self.floor().pin_of(staff).is_none() || self.is_proven(staff)
    }

    /// A command as whoever is at the keys gives it.
    pub(super) fn submission(&self, command: impl Into<Command>) -> Submission {
        let at = self.fixed.then_some(self.now);
        let (by, proof) = (self.options.actor.clone(), self.guard.proof.clone());
        Submission { at, by, proof, ..Submission::desk(command.into()) }
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

    /// An id for someone new: the letter and the first number not in use.
    pub(super) fn fresh_staff_id(&self, letter: &str) -> StaffId {
        let ids = (1_u32..).map(|number| StaffId::from(format!("{letter}{number}")));
        let mut free = ids.filter(|id| self.floor().person(id).is_none());
        free.next().unwrap_or_else(|| StaffId::from(letter))
    }
}
