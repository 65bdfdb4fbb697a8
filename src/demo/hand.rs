//! The hand at the demo's desk: knows what time it is there, gives commands as anyone would, and
//! counts those that the rules refuse. Enters nothing behind the rules' back.

use super::cast::{Cast, MANAGER, OFFICE};
use super::dice::Dice;
use crate::desk::{Desk, NotDone, Outcome};
use crate::register::fault::Fault;
use crate::rules::command::{Command, Submission};
use crate::rules::event::Entry;
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::Timestamp;

/// Fits a stretch of story before a moment into the time that there is.
#[derive(Clone, Copy, Debug)]
pub struct Squeeze {
    /// The moment at which the story ends.
    pub end: Timestamp,
    /// How long it would take, in microseconds.
    pub length_micros: i64,
    /// How long it may take, in microseconds.
    pub room_micros: i64,
}

impl Squeeze {
    /// When something of the story really happens.
    #[must_use]
    pub fn real(&self, story: Timestamp) -> Timestamp {
        if self.room_micros >= self.length_micros {
            return story;
        }
        let before = i128::from(self.end.micros_since(story).max(0));
        let squeezed = before * i128::from(self.room_micros.max(0)) / i128::from(self.length_micros.max(1));
        let micros = self.end.micros().saturating_sub(i64::try_from(squeezed).unwrap_or(i64::MAX));
        Timestamp::from_micros(micros, story.offset_seconds())
    }
}

/// Gives the demo's commands.
#[derive(Debug)]
pub struct Hand<'d> {
    desk: &'d mut Desk,
    /// The demo's chance.
    pub dice: Dice,
    /// Who may come.
    pub cast: Cast,
    /// The time in the story; never goes back.
    pub at: Timestamp,
    /// How the story's time becomes the register's.
    pub squeeze: Option<Squeeze>,
    /// How many commands the rules refused.
    pub refused: u32,
}

impl<'d> Hand<'d> {
    /// A hand at a desk, at a time.
    #[must_use]
    pub fn new(desk: &'d mut Desk, dice: Dice, at: Timestamp) -> Self {
        Self { desk, dice, cast: Cast::default(), at, squeeze: None, refused: 0 }
    }

    /// The floor as it stands.
    #[must_use]
    pub const fn floor(&self) -> &Floor {
        self.desk.floor()
    }

    /// Moves on to a time; not back.
    pub fn wait_until(&mut self, at: Timestamp) {
        self.at = self.at.max(at);
    }

    /// Gives a command from the desk; nothing when the rules refuse it.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn give(&mut self, command: impl Into<Command>) -> Result<Option<Outcome>, Fault> {
        self.submit(None, command.into())
    }

    /// Gives a command as the manager.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn manage(&mut self, command: impl Into<Command>) -> Result<Option<Outcome>, Fault> {
        self.submit(Some(StaffId::from(MANAGER)), command.into())
    }

    /// Gives a large command as the manager, durable by itself: what was given before it is so first.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn manage_alone(&mut self, command: impl Into<Command>) -> Result<(), Fault> {
        self.manage(command)?;
        self.desk.commit()?;
        self.desk.begin()
    }

    /// Gives a command as the office.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn file(&mut self, command: impl Into<Command>) -> Result<Option<Outcome>, Fault> {
        self.submit(Some(StaffId::from(OFFICE)), command.into())
    }

    /// What a command from the desk would enter; nothing when the rules would refuse it.
    #[must_use]
    pub fn preview(&self, command: impl Into<Command>) -> Option<Entry> {
        self.desk.preview(&self.submission(None, command.into())).ok()
    }

    fn submission(&self, by: Option<StaffId>, command: Command) -> Submission {
        let at = self.squeeze.map_or(self.at, |squeeze| squeeze.real(self.at));
        Submission { at: Some(at), by, ..Submission::desk(command) }
    }

    fn submit(&mut self, by: Option<StaffId>, command: Command) -> Result<Option<Outcome>, Fault> {
        let submission = self.submission(by, command);
        match self.desk.submit(&submission) {
            Ok(outcome) => Ok(Some(outcome)),
            Err(NotDone::Refused(_)) => {
                self.refused += 1;
                Ok(None)
            }
            Err(NotDone::Fault(fault)) => Err(fault),
        }
    }
}
