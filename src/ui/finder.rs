//! Finding clients from the screens. Owns the keys by which they are found: read by a thread of its
//! own while the screen is used already, and caught up whenever something is looked for. Never says
//! what is shown of a client.

use super::app::App;
use super::form::Match;
use crate::desk::ask;
use crate::register::fault::Fault;
use crate::register::find::{Finder, Found, FoundBy};
use crate::register::{Register, board, query};
use crate::rules::id::ClientId;
use crate::rules::phone;
use std::cell::RefCell;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;

/// The most clients that a form shows for what is being typed.
const MATCHES_MAX: usize = 5;
/// Fewer digits than this name too many clients.
const DIGITS_MIN: usize = 3;
/// From so many digits on, numbers are searched in the middle too while the keys are being read.
const DIGITS_INSIDE_MIN: usize = 4;

/// The keys by which clients are found.
#[derive(Debug, Default)]
pub struct Keys(RefCell<State>);

#[derive(Debug, Default)]
enum State {
    /// They are read when they are first needed.
    #[default]
    Unread,
    /// A thread reads them.
    Underway(Receiver<Result<Finder, Fault>>),
    /// They are here.
    Ready(Box<Finder>),
}

impl State {
    /// Takes what the thread has read, once it is done. Where it could not read, somebody who looks for
    /// a client is told why.
    fn take_in(&mut self) -> bool {
        let Self::Underway(thread) = self else { return false };
        *self = match thread.try_recv() {
            Err(TryRecvError::Empty) => return false,
            Ok(Ok(finder)) => Self::Ready(Box::new(finder)),
            Ok(Err(_)) | Err(TryRecvError::Disconnected) => Self::Unread,
        };
        true
    }
}

impl Keys {
    /// Reads the keys of a register in a thread of its own, over a connection of its own.
    pub fn read_beside(&self, register: &Register) {
        let path = register.path().to_owned();
        let (sender, receiver) = channel();
        let read = move || {
            let register = match Register::open(&path, None) {
                Ok(register) => register,
                // The receiver may be gone with the desk: nobody waits then.
                Err(fault) => return drop(sender.send(Err(fault))),
            };
            let finder = Finder::load(&register);
            let keeper = finder.as_ref().ok().and_then(Finder::keeper);
            let _ = sender.send(finder);
            if let Some(keeper) = keeper {
                // Where it cannot be written the next start reads the tables again.
                let _ = keeper.keep(&register);
            }
        };
        // Where there can be no thread they are read when they are needed.
        let thread = Builder::new().name("finder".to_owned()).spawn(read);
        *self.0.borrow_mut() = thread.map_or(State::Unread, |_| State::Underway(receiver));
    }

    /// Whether the thread has just come to its end.
    pub fn have_come(&self) -> bool {
        self.0.borrow_mut().take_in()
    }

    /// Whether everything can be looked for now.
    pub fn are_here(&self) -> bool {
        !matches!(*self.0.borrow(), State::Underway(_))
    }

    /// Finds clients, the closest first; nothing while the keys are still being read.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn find(&self, register: &Register, typed: &str, limit: usize) -> Result<Option<Vec<Found>>, Fault> {
        let mut state = self.0.borrow_mut();
        state.take_in();
        if matches!(*state, State::Unread) {
            *state = State::Ready(Box::new(Finder::load(register)?));
        }
        let State::Ready(finder) = &mut *state else { return Ok(None) };
        finder.catch_up(register)?;
        Ok(Some(finder.find(typed, limit)))
    }
}

impl App {
    /// Clients that a text may mean, by number, name or its spelling, company, the closest first;
    /// nothing typed: who came last. While the keys are being read, numbers only.
    pub(super) fn find_clients(&self, typed: &str, limit: usize) -> Result<Vec<Found>, Fault> {
        if let Some(found) = self.keys.find(self.register(), typed, limit)? {
            return Ok(found);
        }
        let exact = ask::client_of_phone(&self.desk, typed)?;
        let mut found = self.by_number(typed, exact.as_ref(), limit)?;
        found.truncate(limit);
        let by = |client: &ClientId| if exact.as_ref() == Some(client) { FoundBy::Phone } else { FoundBy::PhonePart };
        Ok(found.into_iter().map(|client| Found { by: by(&client), client }).collect())
    }

    /// Clients whose number has the digits typed: the whole number, its beginning, any part of it.
    pub(super) fn clients_like(&self, typed: &str) -> Result<Vec<Match>, Fault> {
        let exact = ask::client_of_phone(&self.desk, typed)?;
        let mut found = self.by_number(typed, exact.as_ref(), MATCHES_MAX)?;
        let digits = phone::digits(typed);
        if digits.len() >= DIGITS_MIN
            && found.len() < MATCHES_MAX
            && let Some(inside) = self.keys.find(self.register(), &digits, MATCHES_MAX)?
        {
            let inside = inside.into_iter().filter(|found| is_by_number(found.by)).map(|found| found.client);
            let inside: Vec<ClientId> = inside.filter(|client| !found.contains(client)).collect();
            found.extend(inside);
        }
        found.truncate(MATCHES_MAX);
        self.matches(found, exact.as_ref(), typed)
    }

    /// Clients that a text may mean: by number, name or its spelling, company.
    pub(super) fn clients_found(&self, typed: &str) -> Result<Vec<Match>, Fault> {
        let exact = ask::client_of_phone(&self.desk, typed)?;
        let found = self.find_clients(typed, MATCHES_MAX)?;
        self.matches(found.into_iter().map(|found| found.client).collect(), exact.as_ref(), typed)
    }

    /// Whose number it is, and whose begins with it; without the keys also whose has it inside.
    fn by_number(&self, typed: &str, exact: Option<&ClientId>, limit: usize) -> Result<Vec<ClientId>, Fault> {
        let digits = phone::normalise(typed).map_or_else(|| phone::digits(typed), |number| phone::digits(&number));
        if digits.len() < DIGITS_MIN {
            return Ok(Vec::new());
        }
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let mut found: Vec<ClientId> = exact.into_iter().cloned().collect();
        for client in board::clients_by_prefix(self.register(), &digits, limit)? {
            if !found.contains(&client) {
                found.push(client);
            }
        }
        if found.is_empty() && digits.len() >= DIGITS_INSIDE_MIN && !self.keys.are_here() {
            let inside = query::clients_by_digits(self.register(), &digits, limit)?;
            found.extend(inside.into_iter().map(|card| ClientId::from(card.id)));
        }
        Ok(found)
    }
}

const fn is_by_number(by: FoundBy) -> bool {
    matches!(by, FoundBy::Phone | FoundBy::PhoneTail | FoundBy::PhonePart)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn may_cross_threads<T: Send>() {}

    #[test]
    fn keys_read_beside_the_screen_are_those_of_the_register() {
        const { may_cross_threads::<Finder>() }
        let folder = tempfile::TempDir::new().unwrap();
        let register = Register::open(&folder.path().join("t.lunpai"), Some(chrono_tz::Asia::Shanghai)).unwrap();
        let keys = Keys::default();
        keys.read_beside(&register);
        let came = (0..500).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(10));
            keys.have_come()
        });
        assert!(came && keys.are_here());
        assert_eq!(keys.find(&register, "", 5).unwrap(), Some(Vec::new()));
    }
}
