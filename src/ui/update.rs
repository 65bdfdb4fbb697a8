//! What an action changes, and what it asks for.

use super::action::Action;
use super::app::App;
use super::effect::Effect;
use super::form::{self, Form, Received};
use super::guard;
use super::modal::help::Help;
use super::modal::palette::Search;
use super::modal::picker::{Picker, Purpose};
use super::modal::pin::{Goal, PinPrompt};
use super::modal::{Confirm, Modal, Reading, Then};
use super::widget::list::Cursor;
use super::{approval, closing, screen, task};
use crate::rules::command::{
    AcknowledgeNotice, Command, EndCall, FinishReception, LeaveWaiting, MoveTo, OpenDay, ReturnCall, SetPresence, Undo,
};
use crate::rules::id::{CallId, StaffId, VisitId};
use crate::text::form::FormTitle;
use crate::text::screen::Phrase;

/// How many rows a page of something to read has.
const PAGE_ROWS: isize = 8;

/// Changes the app as the action says; what must be done beyond the screen is given back.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Open(what) => return task::open(app, what),
        Action::Go(place) => screen::go(app, place),
        Action::NextPlace => screen::go(app, app.place.beside(true)),
        Action::PrevPlace => screen::go(app, app.place.beside(false)),
        Action::Quit => return Some(Effect::Leave),
        Action::Help => app.modals.push(Modal::Help(Help::over(app))),
        Action::Mouse => {
            app.mouse = !app.mouse;
            let text = if app.mouse { Phrase::MouseOn } else { Phrase::MouseOff };
            app.say(text.get(app.lang()));
        }
        Action::Palette => app.modals.push(Modal::Palette(Search::default())),
        _ => {
            let Some(top) = app.modals.pop() else { return screen::update(app, action) };
            return on_modal(app, top, action);
        }
    }
    None
}

fn submit(app: &App, command: impl Into<Command>) -> Effect {
    Effect::Submit(Box::new(app.submission(command)))
}

/// The topmost thing was taken off; it is put back unless it is done with.
fn on_modal(app: &mut App, top: Modal, action: Action) -> Option<Effect> {
    match top {
        Modal::Form(form) => on_form(app, form, action),
        Modal::Picker(picker) => on_picker(app, picker, action),
        Modal::Order(mut order) => {
            match action {
                Action::Up => order.step(-1),
                Action::Down => order.step(1),
                Action::PageUp => order.step(-PAGE_ROWS),
                Action::PageDown => order.step(PAGE_ROWS),
                Action::CarryUp => order.carry(-1),
                Action::CarryDown => order.carry(1),
                Action::Toggle => order.toggle(),
                Action::Cancel => return None,
                _ => {}
            }
            let (list, off) = (order.order(), order.not_in());
            let opens = order.opens;
            app.modals.push(Modal::Order(order));
            match action {
                Action::Accept if opens => Some(submit(app, OpenDay { date: None, order: Some(list), off })),
                Action::Accept => {
                    // What it does to the line is read, and why it is done is said, before it is done.
                    let form = form::order::reorder(app, list);
                    app.modals.push(Modal::Form(Box::new(form)));
                    None
                }
                _ => None,
            }
        }
        Modal::Confirm(confirm) => on_confirm(app, confirm, action),
        Modal::Reading(reading) => {
            on_reading(app, reading, action);
            None
        }
        Modal::Palette(search) => on_palette(app, search, action),
        Modal::Pin(prompt) => on_pin(app, prompt, action),
        Modal::Steps(steps) => closing::update(app, steps, action),
        Modal::Help(mut help) => {
            if help.update(action) {
                app.modals.push(Modal::Help(help));
            }
            None
        }
    }
}

fn on_pin(app: &mut App, mut prompt: Box<PinPrompt>, action: Action) -> Option<Effect> {
    match action {
        Action::Cancel => return None,
        Action::Accept if !prompt.line.digits().is_empty() => return guard::prove(app, prompt),
        Action::Insert(c) => prompt.line.insert(c),
        Action::Edit(edit) => prompt.line.edit(edit),
        _ => {}
    }
    app.modals.push(Modal::Pin(prompt));
    None
}

fn on_confirm(app: &mut App, confirm: Confirm, action: Action) -> Option<Effect> {
    match (action, &confirm.then) {
        (Action::Cancel, _) => None,
        (Action::Accept, Then::Undo(seq)) => {
            let caught_up = app.desk.catch_up();
            app.keep(caught_up);
            // Somebody may have entered something since: then it is asked again.
            if task::undoes(app) == Some(*seq) { Some(submit(app, Undo {})) } else { task::open_undo(app) }
        }
        (Action::Accept, Then::Begin(next)) => task::open(app, *next),
        (Action::Accept, Then::Submit(submission)) => {
            let effect = Effect::Submit(submission.clone());
            app.modals.push(Modal::Confirm(confirm));
            Some(effect)
        }
        _ => {
            app.modals.push(Modal::Confirm(confirm));
            None
        }
    }
}

fn on_reading(app: &mut App, mut reading: Reading, action: Action) {
    let step = match action {
        Action::Cancel => return,
        Action::Up => -1,
        Action::Down => 1,
        Action::PageUp => -PAGE_ROWS,
        Action::PageDown => PAGE_ROWS,
        _ => 0,
    };
    reading.top = reading.top.saturating_add_signed(step).min(reading.last_top.get());
    app.modals.push(Modal::Reading(reading));
}

fn on_palette(app: &mut App, mut search: Search, action: Action) -> Option<Effect> {
    let count = search.found(app).len();
    match action {
        Action::Cancel => return None,
        Action::Accept => {
            let chosen = search.found(app).get(search.cursor.at).map(|bound| bound.binding.action);
            return chosen.and_then(|chosen| update(app, chosen));
        }
        Action::Insert(c) => {
            search.line.insert(c);
            search.cursor = Cursor::default();
        }
        Action::Edit(edit) => {
            search.line.edit(edit);
            search.cursor = Cursor::default();
        }
        _ => {
            search.cursor.update(action, count);
        }
    }
    app.modals.push(Modal::Palette(search));
    None
}

fn on_form(app: &mut App, mut form: Box<Form>, action: Action) -> Option<Effect> {
    match action {
        Action::Cancel => return None,
        Action::NextField => form.walk(true),
        Action::PrevField => form.walk(false),
        Action::Up => form.choose(false),
        Action::Down => form.choose(true),
        Action::Toggle => form.type_char(' '),
        Action::Insert(c) => form.type_char(c),
        Action::Edit(edit) => form.edit(edit),
        _ => {}
    }
    if matches!(action, Action::Insert(_) | Action::Edit(_)) {
        let looked_up = form.suggest(app);
        app.keep(looked_up);
    }
    let looked = form.look(app);
    app.keep(looked);
    let sends = action == Action::Accept && !form.settle_client();
    let effect = if sends { send(app, &mut form) } else { None };
    let check = match &effect {
        Some(Effect::Submit(submission)) => {
            let check = form::deposit::check(app, submission);
            app.keep(check).flatten()
        }
        _ => None,
    };
    app.modals.push(Modal::Form(form));
    match (effect, check) {
        (Some(Effect::Submit(submission)), Some(lines)) => {
            app.modals.push(Modal::Confirm(Confirm {
                title: Phrase::DepositTitle.get(app.lang()).to_owned(),
                lines,
                then: Then::Submit(submission),
                grave: true,
            }));
            None
        }
        (effect, _) => effect,
    }
}

/// The command of a form; a form that is not right shows what is wrong.
fn send(app: &mut App, form: &mut Form) -> Option<Effect> {
    if form.title == FormTitle::Filter {
        return match form.filter(app) {
            Ok(filter) => Some(Effect::Filter(Box::new(filter))),
            Err(wrong) => {
                form.complain(wrong);
                None
            }
        };
    }
    if form.title == FormTitle::Carry {
        return match form.carry_word() {
            Ok(word) => Some(Effect::Carry(word)),
            Err(wrong) => {
                form.complain(wrong);
                None
            }
        };
    }
    match form.command(app) {
        Ok((command, by)) => {
            let mut submission = app.submission(command);
            submission.by = by.or(submission.by);
            submission.new_pin = form.new_pin();
            Some(Effect::Submit(Box::new(submission)))
        }
        Err(wrong) => {
            // Digits that are no whole number yet: the only client whom they name is chosen, never one of several.
            if !form.choose_only_match(wrong) {
                form.complain(wrong);
            }
            None
        }
    }
}

fn on_picker(app: &mut App, mut picker: Picker, action: Action) -> Option<Effect> {
    let mut done = action == Action::Accept;
    match action {
        Action::Cancel => return None,
        Action::Up => picker.step(-1),
        Action::Down => picker.step(1),
        Action::PageUp => picker.step(-PAGE_ROWS),
        Action::PageDown => picker.step(PAGE_ROWS),
        Action::Digit(digit) => done = picker.digit(digit),
        // The key that changes who is at the keys does so here, too.
        Action::Insert('m') if matches!(picker.purpose, Purpose::Ways(_)) => {
            picker.at = 1;
            done = true;
        }
        Action::Insert(c) => picker.type_char(c),
        Action::Edit(_) => picker.forget_typed(),
        Action::Answer(yes) => {
            picker.at = usize::from(yes);
            picker.must_choose = false;
            done = true;
        }
        Action::Presence(to) => {
            picker.at = match to {
                MoveTo::Available => 0,
                MoveTo::Private => 1,
                MoveTo::Business => 2,
                MoveTo::Leave => 3,
            };
            done = true;
        }
        Action::Failed => {
            let visit = picker.chosen().and_then(|row| row.value.clone()).map(VisitId::from)?;
            let is_finish = picker.purpose == Purpose::Finish;
            app.modals.push(Modal::Picker(picker));
            if !is_finish {
                return task::open_not_told(app, visit);
            }
            return Some(submit(app, FinishReception { visit, seen_off: false, outcome: None, note: None }));
        }
        _ => {}
    }
    if !done || picker.chosen().is_none() {
        app.modals.push(Modal::Picker(picker));
        return None;
    }
    picked(app, &picker)
}

fn picked(app: &mut App, picker: &Picker) -> Option<Effect> {
    let value = picker.chosen()?.value.clone();
    let text = value.clone().unwrap_or_default();
    let visit = VisitId::from(text.as_str());
    let call = CallId::from(text.as_str());
    let command: Command = match &picker.purpose {
        Purpose::Finish => FinishReception { visit, seen_off: true, outcome: None, note: None }.into(),
        Purpose::LeaveWaiting => LeaveWaiting { visit }.into(),
        Purpose::Notice => AcknowledgeNotice { visit }.into(),
        Purpose::EndCall => EndCall { call, note: None }.into(),
        Purpose::ReturnCall => ReturnCall { call, note: None }.into(),
        Purpose::Presence(staff) => match task::move_of(&text) {
            Some(to) => SetPresence::plain(staff.clone(), to).into(),
            None => SetPresence::because(staff.clone(), text).into(),
        },
        Purpose::Moving(to) => SetPresence::plain(StaffId::from(text.as_str()), *to).into(),
        Purpose::Whereabouts => {
            task::open_presence(app, StaffId::from(text.as_str()));
            return None;
        }
        Purpose::Actor => {
            guard::switch_actor(app, value.map(StaffId::from));
            return None;
        }
        Purpose::Confirm(Goal::Give(submission, _)) if approval::is_by_request(&text) => {
            approval::go(app, submission.command.clone(), &text);
            return None;
        }
        Purpose::Confirm(goal) => {
            let prompt = PinPrompt::new(StaffId::from(text.as_str()), goal.clone());
            app.modals.push(Modal::Pin(Box::new(prompt)));
            return None;
        }
        Purpose::Ways(wanted) => {
            approval::go(app, (**wanted).clone(), &text);
            return None;
        }
        Purpose::BeenBefore => {
            return answer_first(app, text == "y");
        }
        Purpose::ReceivedBy => {
            return answer(app, true, Some(value.map_or(Received::Forgotten, |id| Received::By(StaffId::from(id)))));
        }
    };
    Some(submit(app, command))
}

fn answer_first(app: &mut App, been: bool) -> Option<Effect> {
    if been {
        task::ask_second_question(app);
        return None;
    }
    answer(app, false, None)
}

/// Both questions are answered: the form beneath is sent again.
fn answer(app: &mut App, been: bool, received_by: Option<Received>) -> Option<Effect> {
    let Some(Modal::Form(mut form)) = app.modals.pop() else { return None };
    form.been_before = Some(been);
    form.received_by = received_by;
    let effect = send(app, &mut form);
    app.modals.push(Modal::Form(form));
    effect
}
