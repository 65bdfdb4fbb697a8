//! What only a manager may do, at the screen: the two ways that are offered to anybody else, and how
//! a manager answers what was asked for. Asks the desk what is possible; never judges it.

use super::action::Task;
use super::app::App;
use super::form::{Form, Opt, Pending};
use super::modal::picker::{Picker, Purpose};
use super::modal::{Confirm, Modal, Then};
use super::task;
use crate::desk::NotDone;
use crate::register::board;
use crate::rules::asked::Asked;
use crate::rules::command::{Answer, Ask, Command, Submission};
use crate::rules::floor::{Item, ItemKind};
use crate::rules::id::ItemId;
use crate::text::approval::{self, Phrase};
use crate::text::{refusal, told};

/// The row of the list of ways that leads to a request.
const BY_REQUEST: &str = "ask";
const BY_MANAGER: &str = "manager";
/// The most lines of what a close would end: a window of 24 rows holds them.
const ENDED_LINES_MAX: usize = 10;

/// A command was refused: when a manager may be asked for it, the two ways are offered.
pub fn offer(app: &mut App, refused: &Submission) {
    let Some(command) = may_be_asked(app, &refused.command) else { return };
    let lang = app.lang();
    let ways = [(BY_REQUEST, Phrase::ByRequest), (BY_MANAGER, Phrase::ByManager)];
    let rows = ways.map(|(way, label)| task::row(&way, label.get(lang).to_owned()));
    let title = Phrase::Ways.get(lang).to_owned();
    app.modals.push(Modal::Picker(Picker::new(Purpose::Ways(Box::new(command)), title, rows.to_vec())));
}

/// The row of a list of confirming managers that leads to a request instead; nothing when a manager
/// cannot be asked for it.
pub fn row_of_request(app: &App, submission: &Submission) -> Option<Opt> {
    may_be_asked(app, &submission.command)?;
    Some(task::row(&BY_REQUEST, Phrase::ByRequest.get(app.lang()).to_owned()))
}

/// Whether the row picked leads to a request.
pub fn is_by_request(way: &str) -> bool {
    way == BY_REQUEST
}

/// The command, when whoever is at the keys may ask a manager for it.
fn may_be_asked(app: &App, command: &Command) -> Option<Command> {
    // What a manager has seen is a manager's to say: to ask for it would only fill the inbox.
    if matches!(command, Command::AcknowledgeItem(_)) {
        return None;
    }
    let ask = Ask { command: Asked::from(command.clone()), reason: None };
    app.desk.preview(&app.submission(ask)).is_ok().then(|| command.clone())
}

/// One of the two ways was picked. A manager who comes to the keys finds what was typed.
pub fn go(app: &mut App, command: Command, way: &str) {
    if way == BY_REQUEST {
        let mut form = Form::pending(Pending::Ask(Box::new(command)));
        form.foresee(app);
        app.modals.push(Modal::Form(Box::new(form)));
    } else {
        task::open(app, Task::Actor);
    }
}

/// The request that an item of the inbox is, as it was made.
fn request(app: &mut App, item: &Item) -> Option<Command> {
    let found = board::request(app.register(), item.asked?);
    Some(app.keep(found)??.command)
}

/// Says what is asked for and what would come of it, and asks whether it is granted.
pub fn open_grant(app: &mut App, item: &Item) {
    let Some(wanted) = request(app, item) else { return };
    let lang = app.lang();
    let submission = app.submission(Answer { item: item.id.clone(), grant: true, reason: None });
    let mut lines = vec![approval::asked(lang, app.floor(), &wanted)];
    lines.push(outcome(app, &submission));
    lines.extend(ended_by_close(app, &wanted));
    app.modals.push(Modal::Confirm(Confirm {
        title: Phrase::GrantTitle.get(lang).to_owned(),
        lines,
        then: Then::Submit(Box::new(submission)),
        grave: matches!(wanted, Command::CloseDay(_) | Command::DepartStaff(_)),
    }));
}

/// What would come of a command, or why it would be refused.
pub fn outcome(app: &App, submission: &Submission) -> String {
    let (lang, floor) = (app.lang(), app.floor());
    match app.preview(submission) {
        Ok(entry) => {
            let would = told::told(lang, floor, &entry);
            let would = would.strip_prefix(approval::granted(lang)).unwrap_or(&would);
            format!("{}{would}", Phrase::Would.get(lang))
        }
        Err(NotDone::Refused(why)) => refusal::sentence(lang, floor, &why),
        Err(NotDone::Fault(_)) => String::new(),
    }
}

/// What a forced close would end, one line each.
pub fn ended_by_close(app: &App, command: &Command) -> Vec<String> {
    if !matches!(command, Command::CloseDay(_)) {
        return Vec::new();
    }
    let (lang, floor, scene) = (app.lang(), app.floor(), app.scene());
    let calls = floor.calls.iter().filter(|(_, call)| call.answered_by.is_some());
    let waiting = floor.waiting.iter().map(|visit| approval::leaves(lang, visit.as_str(), &scene.client_of(visit)));
    let receiving = floor.receiving.iter().map(|visit| {
        let receiver = floor.visit(visit).and_then(|visit| visit.receiver.as_ref());
        let receiver = receiver.map_or("", |staff| crate::text::because::name(floor, staff));
        approval::finishes(lang, visit.as_str(), &scene.client_of(visit), receiver)
    });
    let calls = calls.map(|(call, _)| approval::hangs_up(lang, call.as_str()));
    let mut lines: Vec<String> = waiting.chain(receiving).chain(calls).collect();
    if lines.len() > ENDED_LINES_MAX {
        let more = lines.split_off(ENDED_LINES_MAX - 1).len();
        lines.push(format!("… +{more}"));
    }
    lines
}

/// Asks for the reason of refusing a request.
pub fn open_refuse(app: &mut App, item: ItemId) {
    let mut form = Form::pending(Pending::Refuse(item));
    form.foresee(app);
    app.modals.push(Modal::Form(Box::new(form)));
}

/// What a request asks for, for the form that answers it.
pub fn wanted(app: &App, item: &ItemId) -> Option<String> {
    let item = app.floor().inbox.iter().find(|other| other.id == *item && other.kind == ItemKind::Request)?;
    let found = board::request(app.register(), item.asked?).ok()??;
    Some(approval::asked(app.lang(), app.floor(), &found.command))
}
