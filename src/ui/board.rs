//! What the board shows beyond the floor itself, and what a number being typed may mean: read from
//! the register, never decided here.

use super::action::Task;
use super::app::App;
use super::form::{Match, order};
use super::screen;
use crate::desk::ask;
use crate::register::dossier::owned_since;
use crate::register::fault::Fault;
use crate::register::query::ClientCard;
use crate::register::{Register, board, query};
use crate::rules::command::{Command, OpenDay, RegisterArrival, StartCall, Undo};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::id::{CallId, ClientId, StaffId};
use crate::rules::phone::mask;
use crate::text::screen::Phrase;
use crate::text::{Lang, because, client, clients};
use std::collections::BTreeMap;

/// A client as the board shows them.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Surname and honorific, or a masked name.
    pub name: String,
    /// Masked number.
    pub phone: String,
    /// The owner written beside them.
    pub owner: Option<StaffId>,
}

/// What the board shows beyond the floor itself; read again when something was entered.
#[derive(Debug, Default)]
pub struct Board {
    /// The last entry that routed a visit.
    pub last: Option<Entry>,
    /// Visits of the day.
    pub visits: u32,
    /// Deposits of the day.
    pub deposits: u32,
    /// Names and numbers of the clients on the floor, as the screen shows them.
    pub clients: BTreeMap<ClientId, Shown>,
    /// Numbers of calls, masked.
    pub calls: BTreeMap<CallId, String>,
    /// Who would receive somebody new who walked in now.
    pub next_receiver: Option<StaffId>,
    /// What a manager must see, oldest first, one line each, and whether it must not wait.
    pub inbox: Vec<(String, bool)>,
}

impl Board {
    /// Reads what a board shows beside a floor, with the last entry that routed a visit there.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn read(register: &Register, floor: &Floor, last: Option<Entry>, lang: Lang) -> Result<Self, Fault> {
        let (visits, deposits) = match floor.date.or(floor.last_date) {
            Some(date) => query::day_counts(register, date)?,
            None => (0, 0),
        };
        let noticed = floor.open_notices().map(|(id, _)| id);
        let open = floor.receiving.iter().chain(&floor.waiting).chain(noticed);
        let mut here: Vec<ClientId> = open.filter_map(|id| floor.visit(id)).map(|visit| visit.client.clone()).collect();
        here.extend(last.iter().flat_map(routed_clients));
        let mut clients = BTreeMap::new();
        for client in here {
            if let Some(card) = query::client_card(register, &client)? {
                clients.insert(client, shown(lang, &card));
            }
        }
        let mut calls = BTreeMap::new();
        for id in floor.calls.keys() {
            calls.insert(id.clone(), board::call_phone(register, id)?.as_deref().map(mask).unwrap_or_default());
        }
        Ok(Self { last, visits, deposits, clients, calls, next_receiver: None, inbox: Vec::new() })
    }
}

/// A client as a screen shows them to anybody.
pub fn shown(lang: Lang, card: &ClientCard) -> Shown {
    Shown {
        name: client::name(lang, card.name.as_deref()),
        phone: card.phone.as_deref().map(mask).unwrap_or_default(),
        owner: card.owner.as_deref().map(StaffId::from),
    }
}

impl App {
    /// Reads again what is shown, all of it as it stands at one moment.
    pub(super) fn refresh(&mut self) -> Result<(), Fault> {
        let is_begun = self.desk.register().begin_reading()?;
        let read = self.read_again();
        if is_begun {
            self.desk.register().end_reading();
        }
        read
    }

    fn read_again(&mut self) -> Result<(), Fault> {
        let register = self.desk.register();
        let last = board::last_routed(register, None)?;
        self.board = Board::read(register, self.desk.floor(), last, self.lang())?;
        self.board.inbox = screen::inbox::summary(self, &self.floor().inbox)?;
        // One arrival shows both: who would receive it, and whether any can be registered.
        let arrival = RegisterArrival { been_before: Some(false), ..RegisterArrival::default() };
        let arrival = self.desk.preview(&self.submission(arrival)).ok();
        self.board.next_receiver = arrival.as_ref().and_then(next_receiver);
        self.barred = self.barred(arrival.is_some());
        screen::refresh(self)
    }

    /// What the rules would refuse now, asked of the rules themselves.
    fn barred(&self, takes_arrivals: bool) -> Vec<Task> {
        let everybody = self.floor().salespeople().cloned().collect();
        let asked: [(Task, Command); 3] = [
            (Task::Call, StartCall::default().into()),
            (Task::Undo, Undo {}.into()),
            (Task::OpenDay, OpenDay { date: None, order: Some(everybody), off: Vec::new() }.into()),
        ];
        let refused = |command| self.preview(&self.submission(command)).is_err();
        let mut barred: Vec<Task> =
            asked.into_iter().filter(|(_, command)| refused(command.clone())).map(|(task, _)| task).collect();
        let floor = self.floor();
        let has_open_visit = !floor.receiving.is_empty() || !floor.waiting.is_empty();
        let empty = [
            (Task::Arrival, !takes_arrivals),
            (Task::Finish, floor.receiving.is_empty()),
            (Task::Presence, floor.date.is_none()),
            (Task::Take, !has_open_visit),
            (Task::Reassign, !has_open_visit),
            (Task::Details, !has_open_visit),
            (Task::LeaveWaiting, floor.waiting.is_empty()),
            (Task::Notice, floor.open_notices().next().is_none()),
            (Task::EndCall, !floor.calls.values().any(|call| call.answered_by.is_some())),
            (Task::ReturnCall, !floor.calls.values().any(|call| call.answered_by.is_none())),
            (Task::Reorder, floor.date.is_none()),
            (Task::CallIn, order::candidates(self, Task::CallIn).is_empty()),
            (Task::SendHome, order::candidates(self, Task::SendHome).is_empty()),
            (Task::EndLeave, order::candidates(self, Task::EndLeave).is_empty()),
            (Task::CloseDay, floor.date.is_none()),
        ];
        barred.extend(empty.into_iter().filter(|(_, is_empty)| *is_empty).map(|(task, _)| task));
        barred
    }

    /// Whether the rules would refuse a task now, as far as is known before it begins.
    pub(super) fn is_barred(&self, task: Task) -> bool {
        // What a client says later goes with a visit of theirs, of whatever day.
        let has_visit = task == Task::Details && self.floor().date.is_some() && self.subject().visit.is_some();
        self.barred.contains(&task) && !has_visit
    }

    /// Says that a task has nothing to be done with, when it has nothing.
    pub(super) fn nothing_for(&self, task: Task) -> Option<&'static str> {
        let subject = self.subject();
        if task == Task::Details && subject.client.is_some() && subject.visit.is_none() {
            return Some(clients::Phrase::NoVisit.get(self.lang()));
        }
        let is_bare = matches!(task, Task::Take | Task::Reassign | Task::Details) && self.is_barred(task);
        is_bare.then(|| Phrase::NothingHere.get(self.lang()))
    }

    /// These clients, as a list to choose from shows them.
    pub(super) fn matches_of(&self, clients: Vec<ClientId>) -> Result<Vec<Match>, Fault> {
        self.matches(clients, None, "")
    }

    /// The clients on the floor now.
    pub(super) fn clients_here(&self) -> Result<Vec<Match>, Fault> {
        let floor = self.floor();
        let open = floor.receiving.iter().chain(&floor.waiting);
        self.matches(open.filter_map(|id| floor.visit(id)).map(|visit| visit.client.clone()).collect(), None, "")
    }

    /// These clients as a list to choose from shows them; one of them has the very number typed. Of those
    /// found by digits that are masked for whoever looks, only that there is somebody.
    pub(super) fn matches(
        &self,
        clients: Vec<ClientId>,
        exact: Option<&ClientId>,
        typed: &str,
    ) -> Result<Vec<Match>, Fault> {
        let floor = self.floor();
        let mut matches = Vec::new();
        for client in clients {
            let Some(card) = query::client_card(self.register(), &client)? else { continue };
            let owner = ask::owner_of(&self.desk, &client)?;
            let Shown { mut name, mut phone, .. } = shown(self.lang(), &card);
            let is_whole = self.may_read(owner.as_ref());
            if !is_whole && exact != Some(&client) && ask::is_veiled(&self.desk, &client, typed)? {
                matches.push(Match::veiled(self.lang(), client, owner.is_some(), typed));
                continue;
            }
            if is_whole {
                name = card.name.clone().unwrap_or(name);
                phone = card.phone.clone().unwrap_or(phone);
            }
            let mut open = floor.receiving.iter().chain(&floor.waiting).filter_map(|id| floor.visit(id));
            matches.push(Match {
                name,
                phone,
                since: owner.as_ref().map_or(Ok(None), |owner| owned_since(self.register(), &client, owner))?,
                owner: owner.map(|owner| because::name(floor, &owner).to_owned()),
                last: card.last_visit(),
                closed: card.purchases > 0,
                exact: exact == Some(&client),
                here: open.any(|visit| visit.client == client),
                client,
            });
        }
        Ok(matches)
    }
}

/// Who receives the visit that an arrival's entry routed last: its own.
fn next_receiver(entry: &Entry) -> Option<StaffId> {
    let routed = entry.events.iter().rev().find_map(|event| match event {
        Event::VisitRouted { decision, .. } => Some(decision),
        _ => None,
    });
    routed.and_then(|decision| decision.receiver.clone())
}

fn routed_clients(entry: &Entry) -> Vec<ClientId> {
    let routed = entry.events.iter().filter_map(|event| match event {
        Event::VisitRouted { decision, .. } => Some(decision.client.clone()),
        _ => None,
    });
    routed.collect()
}
