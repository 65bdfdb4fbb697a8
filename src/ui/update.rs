//! What an action changes, and what it asks for.

use super::action::{Action, Edit};
use super::app::App;
use super::effect::Effect;
use super::form::{self, Form, Received};
use super::keymap::{self, BINDINGS, Context};
use super::modal::palette::Search;
use super::modal::picker::{Picker, Purpose};
use super::modal::{Confirm, Modal, Reading, Then};
use super::task;
use crate::rules::command::{
    AcknowledgeItem, AcknowledgeNotice, Command, EndCall, FinishReception, LeaveWaiting, MoveTo, OpenDay, ReorderDay,
    ReturnCall, SetPresence, Undo,
};
use crate::rules::id::{CallId, ItemId, StaffId, VisitId};
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::screen::Phrase;

/// How many rows a page has.
const PAGE_ROWS: isize = 8;

/// Changes the app as the action says; what must be done beyond the screen is given back.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Open(what) => return task::open(app, what),
        Action::Quit => return Some(Effect::Leave),
        Action::Help => open_help(app),
        Action::Mouse => {
            app.mouse = !app.mouse;
            let text = if app.mouse { Phrase::MouseOn } else { Phrase::MouseOff };
            app.say(text.get(app.lang()));
        }
        Action::Palette => app.modals.push(Modal::Palette(Search::default())),
        _ => {
            let Some(top) = app.modals.pop() else { return on_board(app, action) };
            return on_modal(app, top, action);
        }
    }
    None
}

fn on_board(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Up => step_plate(app, -1),
        Action::Down => step_plate(app, 1),
        Action::PageUp => step_plate(app, -PAGE_ROWS),
        Action::PageDown => step_plate(app, PAGE_ROWS),
        Action::Digit(digit) => choose_plate(app, digit),
        Action::Cancel => {
            app.selected = None;
            app.status = None;
            app.number = 0;
        }
        Action::Presence(to) => {
            let Some(staff) = app.selected.clone() else {
                app.warn(Phrase::ChoosePlate.get(app.lang()));
                return None;
            };
            return Some(submit(app, SetPresence { staff, to }));
        }
        _ => {}
    }
    None
}

fn step_plate(app: &mut App, rows: isize) {
    let (line, rest) = app.plates();
    let plates: Vec<StaffId> = line.into_iter().chain(rest).collect();
    let at = app.selected.as_ref().and_then(|staff| plates.iter().position(|other| other == staff));
    let last = plates.len().saturating_sub(1);
    let to = at.map_or(if rows > 0 { 0 } else { last }, |at| at.saturating_add_signed(rows).min(last));
    app.selected = plates.get(to).cloned();
    app.number = 0;
}

/// Chooses the plate of a number; a second digit may follow.
fn choose_plate(app: &mut App, digit: u8) {
    let plates = app.numbered();
    let count = plates.len();
    let mut number = app.number * 10 + usize::from(digit);
    if number > count {
        number = usize::from(digit);
    }
    let chosen = number.checked_sub(1).and_then(|at| plates.get(at)).cloned();
    app.number = if chosen.is_some() { number } else { 0 };
    app.selected = chosen.or(app.selected.take());
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
            let effect = (action == Action::Accept).then(|| {
                let (list, off) = (order.order(), order.not_in());
                if order.opens {
                    submit(app, OpenDay { date: None, order: Some(list), off })
                } else {
                    submit(app, ReorderDay { order: list, reason: None })
                }
            });
            app.modals.push(Modal::Order(order));
            effect
        }
        Modal::Confirm(confirm) => on_confirm(app, confirm, action),
        Modal::Reading(reading) => {
            on_reading(app, reading, action);
            None
        }
        Modal::Palette(search) => on_palette(app, search, action),
    }
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
    let lang = app.lang();
    match action {
        Action::Cancel => return None,
        Action::Accept => {
            let chosen = search.found(lang).get(search.at).map(|(_, task)| *task);
            return chosen.and_then(|chosen| task::open(app, chosen));
        }
        Action::Up => search.step(lang, -1),
        Action::Down => search.step(lang, 1),
        Action::PageUp => search.step(lang, -PAGE_ROWS),
        Action::PageDown => search.step(lang, PAGE_ROWS),
        Action::Insert(c) => {
            search.line.insert(c);
            search.at = 0;
        }
        Action::Edit(edit) => {
            search.line.edit(edit);
            search.at = 0;
        }
        _ => {}
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
    let effect = if action == Action::Accept { send(app, &mut form) } else { None };
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
fn send(app: &App, form: &mut Form) -> Option<Effect> {
    let is_partial = form.title == FormTitle::Arrival && form.picked.is_none() && !form.matches.is_empty();
    match form.command(app) {
        Ok((command, by)) => {
            let mut submission = app.submission(command);
            submission.by = by.or(submission.by);
            Some(Effect::Submit(Box::new(submission)))
        }
        // Digits that are no whole number yet: the only client whom they name is chosen, never one of several.
        Err((name, Trouble::NotAPhone)) if is_partial && name == FieldName::Phone => {
            if form.matches.len() == 1 {
                form.picked = Some(0);
            } else {
                form.complain((name, Trouble::PartOfNumber));
            }
            None
        }
        Err(wrong) => {
            form.complain(wrong);
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
        Action::Insert(c) => picker.type_char(c),
        Action::Answer(yes) => {
            picker.at = usize::from(yes);
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
    if !done {
        app.modals.push(Modal::Picker(picker));
        return None;
    }
    picked(app, picker)
}

fn picked(app: &mut App, picker: Picker) -> Option<Effect> {
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
        Purpose::Inbox => AcknowledgeItem { item: ItemId::from(text.as_str()) }.into(),
        Purpose::Presence(staff) => SetPresence { staff: staff.clone(), to: task::move_of(&text)? }.into(),
        Purpose::Actor => {
            switch_actor(app, value.map(StaffId::from));
            return None;
        }
        Purpose::BeenBefore => {
            return answer_first(app, text == "y");
        }
        Purpose::ReceivedBy => {
            return answer(app, true, Some(value.map_or(Received::Forgotten, |id| Received::By(StaffId::from(id)))));
        }
    };
    if picker.purpose == Purpose::Inbox {
        app.modals.push(Modal::Picker(picker));
    }
    Some(submit(app, command))
}

fn switch_actor(app: &mut App, actor: Option<StaffId>) {
    let lang = app.lang();
    let name = actor
        .as_ref()
        .map_or(Phrase::Desk.get(lang), |staff| crate::text::because::name(app.floor(), staff))
        .to_owned();
    app.options.actor = actor;
    let read = app.refresh();
    app.keep(read);
    app.say(format!("{} {name}", Phrase::NowActing.get(lang)));
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

/// The keys of where one is, then those of the board.
fn open_help(app: &mut App) {
    let lang = app.lang();
    let here = app.context();
    let mut lines = Vec::new();
    let contexts = if here == Context::Board { vec![here] } else { vec![here, Context::Board] };
    for context in contexts {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        for binding in BINDINGS.iter().filter(|binding| binding.contexts.contains(&context)) {
            if binding.action == Action::Edit(Edit::Left) || !matches!(binding.action, Action::Edit(_)) {
                let keys: Vec<String> = binding.keys.iter().map(|key| keymap::name(lang, *key)).collect();
                let keys = crate::text::width::fit(&keys.join(" "), 18);
                let label = crate::text::width::fit(binding.words.label(lang), 12);
                lines.push(format!("{keys} {label} {}", binding.words.help(lang)));
            }
        }
    }
    let title = Phrase::HelpTitle.get(lang).to_owned();
    app.modals.push(Modal::Reading(Reading::new(title, lines)));
}
