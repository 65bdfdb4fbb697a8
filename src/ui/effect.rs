//! The one place where what a key asked for is done.

use super::app::App;
use super::guard;
use super::keep;
use super::modal::Modal;
use super::screen;
use super::task;
use super::{alike, approval, case, closing, handout};
use crate::closing::{Closed, Written, close};
use crate::desk::{NotDone, Outcome};
use crate::register::fault::Fault;
use crate::register::figures::Span;
use crate::register::journal::Filter;
use crate::rules::command::{Command, Submission};
use crate::rules::event::Event;
use crate::rules::pin::Proof;
use crate::rules::refusal::{Code, Refusal};
use crate::text::screen::Phrase;
use crate::text::{fault, refusal, told, words};

/// What an action asks for beyond the screen.
#[derive(Debug)]
pub enum Effect {
    /// Give a command; a PIN is asked for where one is called for.
    Submit(Box<Submission>),
    /// Give a command that somebody has just confirmed with their PIN.
    Confirmed(Box<Submission>),
    /// Show other entries of the log.
    Filter(Box<Filter>),
    /// Carry something over to another day with a word.
    Carry(String),
    /// Hand out the client log of these days.
    Export(Span),
    /// Leave.
    Leave,
}

/// Does it.
pub fn perform(app: &mut App, effect: Effect) {
    match effect {
        Effect::Leave => app.leaving = true,
        Effect::Carry(word) => {
            app.modals.pop();
            closing::carry(app, &word);
        }
        Effect::Export(span) => handout::export(app, span),
        Effect::Filter(filter) => {
            app.modals.clear();
            screen::log::filter(app, *filter);
        }
        Effect::Submit(submission) => {
            // Whoever has left the keys since it was filled in has proven nothing any more.
            let proof = app.guard.proof.clone();
            let submission = Submission { proof, ..*submission };
            match give(app, &submission) {
                Err(NotDone::Refused(why)) => {
                    if let Some(why) = guard::ask(app, &submission, why) {
                        refused(app, &submission, &why);
                    }
                }
                done => answered(app, &submission, done),
            }
        }
        Effect::Confirmed(submission) => {
            let done = give(app, &submission);
            answered(app, &submission, done);
        }
    }
}

/// Gives a command; with one that closes the day, all that belongs to it is written, or it is not closed.
fn give(app: &mut App, submission: &Submission) -> Result<(Outcome, Option<Written>), NotDone> {
    if matches!(submission.command, Command::CloseDay(_)) {
        let plan = closing::plan(app);
        let Closed { outcome, written } = close(&mut app.desk, submission, &plan)?;
        return Ok((outcome, Some(written)));
    }
    Ok((app.desk.submit(submission)?, None))
}

fn answered(app: &mut App, submission: &Submission, done: Result<(Outcome, Option<Written>), NotDone>) {
    match done {
        Ok((outcome, written)) => accepted(app, &outcome, written),
        Err(NotDone::Refused(why)) => refused(app, submission, &why),
        Err(NotDone::Fault(what)) if matches!(submission.command, Command::CloseDay(_)) => {
            closing::not_closed(app, what);
        }
        Err(NotDone::Fault(what)) => failed(app, what),
    }
}

/// Nothing was entered, or nobody knows: another process in the way is waited for, anything else
/// ends the desk with a plain sentence.
pub fn failed(app: &mut App, what: Fault) {
    if what.is_busy() {
        let text = fault::sentence(app.lang(), &what);
        app.warn(text);
    } else {
        app.fault = Some(what);
    }
}

fn accepted(app: &mut App, outcome: &Outcome, written: Option<Written>) {
    app.has_entered = true;
    let header = &outcome.entry.header;
    if let Command::SetPin(set) = &header.command
        && app.actor() == Some(&set.staff)
    {
        // Who has just typed their new PIN is not asked for it.
        app.guard.proof = Some(Proof { staff: set.staff.clone(), set_by: header.seq });
    }
    if matches!(header.command, Command::PublishRoster(_)) {
        app.screens.roster.drop_draft();
    }
    app.is_own_entry = true;
    let read = app.refresh();
    app.is_own_entry = false;
    app.keep(read);
    let lang = app.lang();
    let text = told::told_of(lang, app.floor(), &outcome.entry, outcome.undone.as_deref());
    let hint = alike::after(app, &outcome.entry);
    app.say(text + &hint);
    app.modals.clear();
    if let Command::RuleCase(rule) = &outcome.entry.header.command {
        case::open_again(app, &rule.visit);
    }
    let printed = outcome.entry.events.iter().find_map(|event| match event {
        Event::ReceiptPrinted { deposit, copy, .. } => Some((deposit, *copy)),
        _ => None,
    });
    if let Some((deposit, copy)) = printed {
        handout::show_receipt(app, deposit, copy);
    }
    if matches!(outcome.entry.header.done(), Command::CloseDay(_)) {
        // A day closed after its night: the new one is asked about next.
        app.must_ask_day = app.floor().last_date.is_some_and(|closed| closed < app.today);
        if let Some(written) = written.or_else(|| closing::write_files(app)) {
            let result = closing::result(app, &written);
            app.modals.push(Modal::Reading(result));
        }
        keep::look(app);
    }
    closing::come_back(app);
}

/// A refusal stands where the command was made; nothing typed is lost.
fn refused(app: &mut App, submission: &Submission, why: &Refusal) {
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
        Some(Modal::Form(form)) => form.refusal = Some(text),
        Some(Modal::Order(order)) => order.refusal = Some(text),
        Some(Modal::Steps(steps)) => steps.refusal = Some(text),
        _ => app.warn(text),
    }
    look_again(app);
    approval::offer(app, submission);
}

/// Something was entered since the form on top was filled in: what it says of the register is read again.
pub fn look_again(app: &mut App) {
    if let Some(Modal::Form(mut form)) = app.modals.pop_if(|top| matches!(top, Modal::Form(_))) {
        let looked = form.look_again(app);
        app.modals.push(Modal::Form(form));
        app.keep(looked);
    }
}
