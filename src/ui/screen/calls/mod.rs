//! The phone (来电): whose turn it is, running calls, calls to return, the day's calls, inquiries about
//! other projects (rule 23). Must never know who answers: the desk is asked.

mod caller;
mod view;

use super::Drawn;
use crate::register::fault::Fault;
use crate::register::phone_log::{self, CallLine, CallState, ProjectLine};
use crate::rules::command::{Command, EndCall, ReturnCall, StartCall};
use crate::rules::event::Event;
use crate::rules::id::{CallId, StaffId};
use crate::text::screen::{Phrase, elapsed};
use crate::text::width::{fit, fit_right};
use crate::text::{because, calls};
use crate::ui::action::{Action, Task};
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::form::Opt;
use crate::ui::keymap::Context;
use crate::ui::modal::picker::Purpose;
use crate::ui::subject::Subject;
use crate::ui::task::{ID_CELLS, pick, row};
use crate::ui::widget::facts::{Deed, Fact};
use crate::ui::widget::list::Hand;
pub use caller::Caller;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// The most open calls listed.
const OPEN_MAX: u32 = 500;
const PHONE_CELLS: usize = 13;
const STAFF_CELLS: usize = 8;
const TIME_CELLS: usize = 6;

/// Who would answer now.
#[derive(Debug, Default)]
enum Next {
    /// No day is open.
    #[default]
    Nothing,
    /// Nobody could.
    Nobody,
    /// They would.
    Staff(StaffId),
}

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    hand: Hand,
    /// Running ones, those to return, the day's others.
    calls: Vec<CallLine>,
    /// Inquiries of which whoever is at the keys may read what was asked.
    readable: BTreeSet<CallId>,
    projects: Vec<ProjectLine>,
    next: Next,
    facts: Vec<Fact>,
    deeds: Vec<Deed>,
}

impl State {
    fn chosen(&self) -> Option<&CallLine> {
        self.calls.get(self.hand.chosen()?)
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        let Some(call) = self.chosen() else { return Subject::default() };
        Subject {
            call: Some(call.id.clone()),
            client: call.client.clone(),
            staff: call.answered_by.clone(),
            ..Subject::default()
        }
    }
}

/// Reads what is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let floor = app.floor();
    let date = floor.date.unwrap_or_else(|| app.now.date(floor.zone));
    let mut calls = phone_log::open_calls(app.register(), OPEN_MAX)?;
    calls.sort_by_key(|call| call.state != CallState::Running);
    let is_over = |call: &CallLine| matches!(call.state, CallState::Ended | CallState::Returned);
    calls.extend(phone_log::calls_on(app.register(), date)?.into_iter().filter(is_over));
    let projects = phone_log::projects(app.register())?;
    let next = next(app);
    let readable = readable(app, &calls)?;
    let (is_own, state) = (app.is_own_entry, &mut app.screens.calls);
    // What others end must not put another call under the hand.
    let chosen = state.chosen().map(|call| call.id.clone());
    let at = calls.iter().position(|call| Some(&call.id) == chosen.as_ref());
    state.hand.follow(chosen.is_some(), at, calls.len(), is_own);
    (state.calls, state.readable, state.projects, state.next) = (calls, readable, projects, next);
    look(app)
}

/// The inquiries of which whoever is at the keys may read what was asked.
fn readable(app: &App, calls: &[CallLine]) -> Result<BTreeSet<CallId>, Fault> {
    let mut readable = BTreeSet::new();
    for call in calls.iter().filter(|call| call.is_inquiry()) {
        if Caller::of(app, call)?.is_open {
            readable.insert(call.id.clone());
        }
    }
    Ok(readable)
}

/// Who would answer a call now, as the rules have it.
fn next(app: &App) -> Next {
    let Ok(entry) = app.desk.preview(&app.submission(StartCall::default())) else { return Next::Nothing };
    let answered = entry.events.into_iter().find_map(|event| match event {
        Event::CallStarted { answered_by, .. } => answered_by,
        _ => None,
    });
    answered.map_or(Next::Nobody, Next::Staff)
}

/// Reads what is known of the one gone to.
fn look(app: &mut App) -> Result<(), Fault> {
    let chosen = app.screens.calls.chosen();
    let facts = chosen.map_or_else(|| Ok(Vec::new()), |call| caller::facts(app, call))?;
    let deeds = chosen.map_or_else(Vec::new, |call| deeds(app, call));
    let state = &mut app.screens.calls;
    (state.facts, state.deeds) = (facts, deeds);
    Ok(())
}

/// What can be done with a call.
fn deeds(app: &App, call: &CallLine) -> Vec<Deed> {
    let lang = app.lang();
    let word = match call.state {
        CallState::Running => calls::Phrase::HangUp,
        CallState::Missed => calls::Phrase::CalledBack,
        CallState::Ended | CallState::Returned => return Vec::new(),
    };
    let key = app.options.keymap.key_of(lang, Context::Calls, Action::Accept);
    vec![Deed { key, word: word.get(lang), action: Action::Accept, barred: None }]
}

/// The command that is done with a call as it stands.
fn settling(call: &CallLine) -> Option<Command> {
    match call.state {
        CallState::Running => Some(EndCall { call: call.id.clone(), note: None }.into()),
        CallState::Missed => Some(ReturnCall { call: call.id.clone(), note: None }.into()),
        CallState::Ended | CallState::Returned => None,
    }
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let count = app.screens.calls.calls.len();
    if app.screens.calls.hand.update(action, count) {
        let read = look(app);
        app.keep(read);
        return None;
    }
    match action {
        Action::Cancel => app.status = None,
        Action::Accept => {
            let Some(call) = app.screens.calls.chosen() else {
                super::ask_for_a_row(app, count);
                return None;
            };
            let command = settling(call);
            if command.is_none() {
                app.warn(Phrase::NothingHere.get(app.lang()));
            }
            return Some(Effect::Submit(Box::new(app.submission(command?))));
        }
        _ => {}
    }
    None
}

/// The row of the list is gone to.
pub fn choose(app: &mut App, item: usize) {
    app.screens.calls.hand.choose(item);
    let read = look(app);
    app.keep(read);
}

/// A call is over, or was returned: the one gone to when it is such a call, else one from a list.
pub fn end(app: &mut App, task: Task) -> Option<Effect> {
    let is_running = task == Task::EndCall;
    let chosen: Option<CallId> = app.subject().call.filter(|call| is_open(app, call, is_running));
    let Some(call) = chosen else {
        let (purpose, title) = if is_running {
            (Purpose::EndCall, Phrase::EndCallTitle)
        } else {
            (Purpose::ReturnCall, Phrase::ReturnTitle)
        };
        pick(app, purpose, title, |app| open_calls(app, is_running));
        return None;
    };
    let command: Command =
        if is_running { EndCall { call, note: None }.into() } else { ReturnCall { call, note: None }.into() };
    Some(Effect::Submit(Box::new(app.submission(command))))
}

fn is_open(app: &App, call: &CallId, is_running: bool) -> bool {
    app.floor().calls.get(call).is_some_and(|call| call.answered_by.is_some() == is_running)
}

/// Running calls, or those to return, as rows to pick from.
fn open_calls(app: &App, is_running: bool) -> Vec<Opt> {
    let floor = app.floor();
    let calls = floor.calls.iter().filter(|(id, _)| is_open(app, id, is_running));
    let rows = calls.map(|(id, call)| {
        let who = call.answered_by.as_ref().map_or("", |staff| because::name(floor, staff));
        let phone = app.board.calls.get(id).map_or("", String::as_str);
        let since = elapsed(app.lang(), call.at, app.now);
        let (phone, who) = (fit(phone, PHONE_CELLS), fit(who, STAFF_CELLS));
        row(id, format!("{}{phone} {who} {}", fit(id.as_str(), ID_CELLS), fit_right(&since, TIME_CELLS)))
    });
    rows.collect()
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    Drawn { hits: view::draw(app, buffer, area), cursor: None }
}
