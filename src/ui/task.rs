//! How each task begins: what is asked first.

use super::action::Task;
use super::app::App;
use super::effect::Effect;
use super::form::{Form, Opt};
use super::inbox;
use super::modal::order::{Duty, OrderList};
use super::modal::picker::{Picker, Purpose};
use super::modal::{Confirm, Modal, Reading, Then};
use crate::desk::NotDone;
use crate::register::{board, query};
use crate::rules::command::{AddStaff, CloseDay, Command, FailNotice, MoveTo, ReorderDay, Role, Undo};
use crate::rules::event::{Event, Penalty};
use crate::rules::floor::{Base, Floor};
use crate::rules::id::{StaffId, VisitId};
use crate::rules::refusal::Code;
use crate::text::form::Word;
use crate::text::screen::{self, Phrase, elapsed};
use crate::text::width::{fit, fit_right};
use crate::text::{because, refusal, told, why, words};

pub const ID_CELLS: usize = 8;
const NAME_CELLS: usize = 10;
const STAFF_CELLS: usize = 8;
const PHONE_CELLS: usize = 13;
const TIME_CELLS: usize = 6;

/// Begins a task.
pub fn open(app: &mut App, task: Task) -> Option<Effect> {
    app.status = None;
    if let Some(command) = managers_only(app, task)
        && let Err(NotDone::Refused(why)) = app.desk.preview(&app.submission(command))
        && why.code == Code::NeedsManager
    {
        let lang = app.lang();
        let text = format!("{}{}", refusal::sentence(lang, app.floor(), &why), Phrase::SwitchActor.get(lang));
        app.warn(text);
        return None;
    }
    match task {
        Task::Arrival | Task::Call | Task::Take | Task::Deposit | Task::Details | Task::AddStaff | Task::AddUnit => {
            open_form(app, task);
        }
        Task::Finish => pick(app, Purpose::Finish, Phrase::FinishTitle, receiving),
        Task::LeaveWaiting => pick(app, Purpose::LeaveWaiting, Phrase::LeaveTitle, waiting),
        Task::Notice => pick(app, Purpose::Notice, Phrase::NoticeTitle, notices),
        Task::EndCall => pick(app, Purpose::EndCall, Phrase::EndCallTitle, |app| calls(app, true)),
        Task::ReturnCall => pick(app, Purpose::ReturnCall, Phrase::ReturnTitle, |app| calls(app, false)),
        Task::Actor => pick(app, Purpose::Actor, Phrase::ActorTitle, actors),
        Task::Inbox => inbox::open(app),
        Task::Presence => open_presence(app),
        Task::Reasons => open_reasons(app),
        Task::Undo => return open_undo(app),
        Task::OpenDay => open_order(app, true),
        Task::Reorder => open_order(app, false),
        Task::CloseDay => open_close(app),
    }
    None
}

/// A command as a task would give it, to ask whether it takes a manager before anything is filled in.
fn managers_only(app: &App, task: Task) -> Option<Command> {
    match task {
        Task::AddStaff => {
            let name = Phrase::Desk.get(app.lang()).to_owned();
            let id = app.fresh_staff_id("s");
            Some(AddStaff { id, name, role: Role::Manager, grade: None }.into())
        }
        Task::Reorder => Some(ReorderDay { order: app.floor().order.clone(), reason: None }.into()),
        _ => None,
    }
}

fn open_form(app: &mut App, task: Task) {
    if app.floor().date.is_none() && app.board.barred.contains(&task) {
        let text = crate::text::refusal::words(Code::DayNotOpen);
        let text = app.lang().pick(text.0, text.1);
        app.warn(text);
        return;
    }
    if matches!(task, Task::Take | Task::Details) && app.board.barred.contains(&task) {
        let text = Phrase::NothingHere.get(app.lang());
        app.warn(text);
        return;
    }
    let form = Form::open(app, task);
    if let Some(Some(form)) = app.keep(form) {
        app.modals.push(Modal::Form(Box::new(form)));
    }
}

/// Opens a list, or says that there is nothing in it.
pub fn pick(app: &mut App, purpose: Purpose, title: Phrase, rows: impl FnOnce(&App) -> Vec<Opt>) {
    let rows = rows(app);
    let lang = app.lang();
    if rows.is_empty() {
        app.warn(Phrase::NothingHere.get(lang));
        return;
    }
    app.modals.push(Modal::Picker(Picker::new(purpose, title.get(lang).to_owned(), rows)));
}

/// The figures that an id made by the program ends with, without leading zeros.
pub fn short_id(id: &str) -> &str {
    id.trim_start_matches(|c: char| !matches!(c, '1'..='9'))
}

/// A row of a list: what it stands for and what it says.
pub fn row(value: &impl ToString, label: String) -> Opt {
    let value = value.to_string();
    let search = vec![value.clone(), short_id(&value).to_owned()];
    Opt { value: Some(value), label, search }
}

fn receiving(app: &App) -> Vec<Opt> {
    visits(app, &app.floor().receiving)
}

fn waiting(app: &App) -> Vec<Opt> {
    visits(app, &app.floor().waiting)
}

fn visits(app: &App, ids: &[VisitId]) -> Vec<Opt> {
    let floor = app.floor();
    let rows = ids.iter().filter_map(|id| {
        let visit = floor.visit(id)?;
        let receiver = visit.receiver.as_ref().map_or("", |staff| because::name(floor, staff));
        let since = elapsed(app.lang(), visit.started_at.unwrap_or(visit.arrived_at), app.now);
        let (name, receiver) = (fit(&app.client_of(id), NAME_CELLS), fit(receiver, STAFF_CELLS));
        Some(row(id, format!("{}{name} {receiver} {}", fit(id.as_str(), ID_CELLS), fit_right(&since, TIME_CELLS))))
    });
    rows.collect()
}

fn notices(app: &App) -> Vec<Opt> {
    let floor = app.floor();
    let rows = floor.open_notices().map(|(id, notice)| {
        let (holder, named) = (because::name(floor, &notice.of.holder), because::name(floor, &notice.of.named));
        let name = fit(&app.client_of(id), NAME_CELLS);
        row(id, format!("{}{name} {holder} → {named}", fit(id.as_str(), ID_CELLS)))
    });
    rows.collect()
}

fn calls(app: &App, running: bool) -> Vec<Opt> {
    let floor = app.floor();
    let calls = floor.calls.iter().filter(|(_, call)| call.answered_by.is_some() == running);
    let rows = calls.map(|(id, call)| {
        let who = call.answered_by.as_ref().map_or("", |staff| because::name(floor, staff));
        let phone = app.board.calls.get(id).map_or("", String::as_str);
        let since = elapsed(app.lang(), call.at, app.now);
        let (phone, who) = (fit(phone, PHONE_CELLS), fit(who, STAFF_CELLS));
        row(id, format!("{}{phone} {who} {}", fit(id.as_str(), ID_CELLS), fit_right(&since, TIME_CELLS)))
    });
    rows.collect()
}

fn actors(app: &App) -> Vec<Opt> {
    let floor = app.floor();
    let desk = Opt { value: None, label: Phrase::Desk.get(app.lang()).to_owned(), search: vec!["desk".to_owned()] };
    let staff = floor.staff.iter().filter(|(_, person)| !person.departed).map(|(id, person)| {
        let opt = Opt::staff(floor, id);
        let name = fit(&person.name, NAME_CELLS);
        Opt { label: format!("{name} {}", words::role(app.lang(), person.role)), ..opt }
    });
    let mut rows: Vec<Opt> = std::iter::once(desk).chain(staff).collect();
    // Managers first: it is for them that the desk is left.
    rows.sort_by_key(|opt| match &opt.value {
        None => 0,
        Some(id) if floor.is_manager(Some(&StaffId::from(id.as_str()))) => 1,
        Some(_) => 2,
    });
    rows
}

fn open_presence(app: &mut App) {
    let lang = app.lang();
    let Some(staff) = app.selected.clone() else {
        app.warn(Phrase::ChoosePlate.get(lang));
        return;
    };
    let title = format!("{} · {}", because::name(app.floor(), &staff), Phrase::PresenceTitle.get(lang));
    let bases = [("a", Base::Available), ("p", Base::Private), ("b", Base::Business), ("l", Base::Leave)];
    let rows = bases.map(|(letter, base)| Opt {
        value: Some(letter.to_owned()),
        label: format!("{letter}  {}", words::base(lang, base)),
        search: vec![letter.to_owned()],
    });
    app.modals.push(Modal::Picker(Picker::new(Purpose::Presence(staff), title, rows.to_vec())));
}

/// The move that a letter of the presence list stands for.
pub fn move_of(letter: &str) -> Option<MoveTo> {
    match letter {
        "a" => Some(MoveTo::Available),
        "p" => Some(MoveTo::Private),
        "b" => Some(MoveTo::Business),
        "l" => Some(MoveTo::Leave),
        _ => None,
    }
}

/// Asks whether the visitor has been here before.
pub fn ask_first_question(app: &mut App) {
    let lang = app.lang();
    let answers = [("n", Word::Never), ("y", Word::Been)];
    let rows = answers.map(|(letter, word)| Opt {
        value: Some(letter.to_owned()),
        label: format!("{letter}  {}", word.get(lang)),
        search: vec![letter.to_owned()],
    });
    let title = Word::BeenBefore.get(lang).to_owned();
    app.modals.push(Modal::Picker(Picker::new(Purpose::BeenBefore, title, rows.to_vec())));
}

/// Asks who received the visitor before.
pub fn ask_second_question(app: &mut App) {
    let lang = app.lang();
    let floor = app.floor();
    let others = floor.salespeople().filter(|id| !floor.in_order(id));
    let named = floor
        .order
        .iter()
        .chain(others)
        .map(|id| Opt { label: because::name(floor, id).to_owned(), ..Opt::staff(floor, id) });
    let mut rows: Vec<Opt> = named.collect();
    rows.push(Opt { label: Word::Forgotten.get(lang).to_owned(), ..Opt::none(lang) });
    let title = Word::ReceivedBy.get(lang).to_owned();
    app.modals.push(Modal::Picker(Picker::new(Purpose::ReceivedBy, title, rows)));
}

fn open_reasons(app: &mut App) {
    let lang = app.lang();
    let Some(visit) = last_visit(app) else {
        app.warn(Phrase::NoDecision.get(lang));
        return;
    };
    let entries = query::entries_about(app.register(), &format!("v:{visit}"));
    let Some(entries) = app.keep(entries) else { return };
    let mut lines = Vec::new();
    for entry in &entries {
        for event in &entry.events {
            lines.extend(why::lines(lang, app.floor(), &entry.header, event, visit.as_str()));
        }
    }
    let title = format!("{} {visit} {}", Phrase::ReasonsTitle.get(lang), app.client_of(&visit));
    app.modals.push(Modal::Reading(Reading::new(title, lines)));
}

/// Says who would be charged with what when a notice was not given, and asks.
pub fn open_not_told(app: &mut App, visit: VisitId) -> Option<Effect> {
    let lang = app.lang();
    let submission = app.submission(FailNotice { visit });
    // A refusal is said by the one place that gives commands.
    let charged = app.desk.preview(&submission).ok().and_then(|entry| charge(&entry.events));
    let Some((staff, penalty)) = charged else { return Some(Effect::Submit(Box::new(submission))) };
    app.modals.push(Modal::Confirm(Confirm {
        title: Phrase::NotToldTitle.get(lang).to_owned(),
        lines: vec![screen::not_told(lang, because::name(app.floor(), &staff), &penalty)],
        then: Then::Submit(Box::new(submission)),
        grave: true,
    }));
    None
}

fn charge(events: &[Event]) -> Option<(StaffId, Penalty)> {
    events.iter().find_map(|event| match event {
        Event::ViolationRecorded { staff, penalty, .. } => Some((staff.clone(), *penalty)),
        _ => None,
    })
}

/// The visit of the last decision.
fn last_visit(app: &App) -> Option<VisitId> {
    let entry = app.board.last.as_ref()?;
    entry.events.iter().find_map(|event| match event {
        Event::VisitRouted { decision, .. } => Some(decision.visit.clone()),
        _ => None,
    })
}

/// The entry that an undo would take back now.
pub fn undoes(app: &App) -> Option<u64> {
    let preview = app.desk.preview(&app.submission(Undo {})).ok()?;
    match preview.events.first() {
        Some(Event::Undone { entry }) => Some(*entry),
        _ => None,
    }
}

/// Says what would be taken back and asks.
pub fn open_undo(app: &mut App) -> Option<Effect> {
    let submission = app.submission(Undo {});
    // A refusal is said by the one place that gives commands.
    let Some(seq) = undoes(app) else { return Some(Effect::Submit(Box::new(submission))) };
    let entry = board::entry(app.register(), seq);
    let entry = app.keep(entry)??;
    let lang = app.lang();
    let at = entry.header.at.in_zone(app.floor().zone).format("%H:%M").to_string();
    let who = entry.header.by.as_ref().map_or(Phrase::Desk.get(lang), |staff| because::name(app.floor(), staff));
    let what = format!("{at}  {who}  {}", told::told(lang, app.floor(), &entry));
    app.modals.push(Modal::Confirm(Confirm {
        title: Phrase::UndoTitle.get(lang).to_owned(),
        lines: vec![Phrase::UndoAsk.get(lang).to_owned(), what],
        then: Then::Undo(seq),
        grave: false,
    }));
    None
}

fn open_order(app: &mut App, opens: bool) {
    let floor = app.floor();
    let lang = app.lang();
    if floor.date.is_some() == opens {
        let (code, date) = if opens { (Code::DayAlreadyOpen, floor.date) } else { (Code::DayNotOpen, None) };
        let why = crate::rules::refusal::Refusal::new(code).with(|detail| detail.date = date);
        let text = refusal::sentence(lang, floor, &why);
        app.warn(text);
        return;
    }
    let rows = order_rows(floor, if opens { None } else { Some(&floor.order) }, app.now.date(floor.zone));
    if rows.is_empty() {
        app.warn(Phrase::NoStaff.get(lang));
        return;
    }
    app.modals.push(Modal::Order(OrderList { opens, rows, at: 0, refusal: None }));
}

fn order_rows(floor: &Floor, today: Option<&Vec<StaffId>>, date: crate::rules::time::Date) -> Vec<(StaffId, Duty)> {
    let planned = today.or_else(|| floor.plan.get(&date));
    let everybody: Vec<StaffId> = floor.salespeople().cloned().collect();
    let (on, left_out): (Vec<StaffId>, Vec<StaffId>) = match planned {
        Some(order) => (order.clone(), everybody.into_iter().filter(|id| !order.contains(id)).collect()),
        None => (everybody, Vec::new()),
    };
    let on = on.into_iter().map(|id| (id, Duty::On));
    on.chain(left_out.into_iter().map(|id| (id, Duty::Off))).collect()
}

fn open_close(app: &mut App) {
    let lang = app.lang();
    let plain = app.submission(CloseDay { force: false });
    let (ask, submission) = match app.desk.preview(&plain) {
        Ok(_) => (Phrase::CloseAsk, plain),
        Err(NotDone::Refused(why)) if why.code == Code::DayNotClear => {
            (Phrase::ForceAsk, app.submission(Command::CloseDay(CloseDay { force: true })))
        }
        Err(NotDone::Refused(why)) => {
            let text = refusal::sentence(lang, app.floor(), &why);
            app.warn(text);
            return;
        }
        Err(NotDone::Fault(fault)) => {
            app.fault = Some(fault);
            return;
        }
    };
    app.modals.push(Modal::Confirm(Confirm {
        title: Phrase::CloseTitle.get(lang).to_owned(),
        lines: vec![ask.get(lang).to_owned()],
        then: Then::Submit(Box::new(submission)),
        grave: true,
    }));
}
