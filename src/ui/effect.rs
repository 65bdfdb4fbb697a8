//! The one place where what a key asked for is done.

use super::app::App;
use super::form::Form;
use super::modal::Modal;
use super::modal::picker::Purpose;
use super::task;
use crate::desk::{NotDone, Outcome};
use crate::register::fault::Fault;
use crate::rules::command::{Command, Submission};
use crate::rules::refusal::{Code, Refusal};
use crate::text::screen::Phrase;
use crate::text::{fault, refusal, told, words};

/// What an action asks for beyond the screen.
#[derive(Debug)]
pub enum Effect {
    /// Give a command.
    Submit(Box<Submission>),
    /// Leave.
    Leave,
}

/// Does it.
pub fn perform(app: &mut App, effect: Effect) {
    match effect {
        Effect::Leave => app.leaving = true,
        Effect::Submit(submission) => match app.desk.submit(&submission) {
            Ok(outcome) => accepted(app, &outcome),
            Err(NotDone::Refused(why)) => refused(app, &why),
            Err(NotDone::Fault(what)) => failed(app, what),
        },
    }
}

/// Nothing was entered, or nobody knows: another process in the way is waited for, anything else
/// ends the desk with a plain sentence.
fn failed(app: &mut App, what: Fault) {
    if what.is_busy() {
        let text = fault::sentence(app.lang(), &what);
        app.warn(text);
    } else {
        app.fault = Some(what);
    }
}

fn accepted(app: &mut App, outcome: &Outcome) {
    app.has_entered = true;
    let read = app.refresh();
    app.keep(read);
    let lang = app.lang();
    let mut text = told::told(lang, app.floor(), &outcome.entry);
    if matches!(outcome.entry.header.command, Command::CloseDay(_)) {
        let hash = outcome.head.hash.to_string();
        let start: String = hash.chars().take(16).collect();
        text = format!("{text}  {} {start}…", Phrase::Digest.get(lang));
    }
    app.say(text);
    let in_inbox = matches!(app.modals.last(), Some(Modal::Picker(list)) if list.purpose == Purpose::Inbox);
    app.modals.clear();
    if in_inbox && !app.floor().inbox.is_empty() {
        task::open_inbox(app);
    }
}

/// A refusal stands where the command was made; nothing typed is lost.
fn refused(app: &mut App, why: &Refusal) {
    let lang = app.lang();
    let mut text = refusal::sentence(lang, app.floor(), why);
    if let Some(rule) = why.rule {
        text = format!("{text}（{}）", words::rules(lang, &[rule]));
    }
    if why.code == Code::NeedsManager {
        text = format!("{text}{}", Phrase::SwitchActor.get(lang));
    }
    while matches!(app.modals.last(), Some(Modal::Confirm(_) | Modal::Picker(_))) {
        app.modals.pop();
    }
    if why.code == Code::QuestionsUnanswered && matches!(app.modals.last(), Some(Modal::Form(_))) {
        task::ask_first_question(app);
        return;
    }
    match app.modals.last_mut() {
        Some(Modal::Form(form)) => show(form, text),
        Some(Modal::Order(order)) => order.refusal = Some(text),
        _ => app.warn(text),
    }
}

fn show(form: &mut Form, text: String) {
    form.refusal = Some(text);
}
