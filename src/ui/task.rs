//! How each task begins: what is asked first. What the lists hold stands in `list`.

mod list;

use super::action::{Place, Task};
use super::app::App;
use super::effect::Effect;
use super::form::{self, Form, Opt};
use super::guard;
use super::keep;
use super::modal::order::{Duty, OrderList};
use super::modal::picker::{Picker, Purpose};
use super::modal::{Confirm, Modal, Reading, Then};
use super::screen;
use super::{alike, case, closing, handout};
use crate::desk::NotDone;
use crate::register::{board, query};
use crate::rules::calendar::week_name;
use crate::rules::command::{
    AddStaff, BookPart, Command, DepartStaff, FailNotice, HoldUnit, MoveTo, PublishRoster, RecordViolation,
    RefundDeposit, ReleaseUnit, ReorderDay, Role, SetPolicy, SetRulebook, SignContract, TransferClient, Undo,
    ViolationKind, VoidViolation,
};
use crate::rules::event::{Event, Penalty};
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, DepositId, StaffId, UnitId, ViolationId, VisitId};
use crate::rules::refusal::Code;
use crate::rules::rulebook::Rulebook;
use crate::text::form::Word;
use crate::text::screen::{self as screen_text, Phrase};
use crate::text::{because, refusal, rulebook, told, why, words};
pub use list::{ID_CELLS, move_of, row, short_id};
use serde_json::Value;
use std::collections::BTreeMap;

/// Begins a task.
pub fn open(app: &mut App, task: Task) -> Option<Effect> {
    app.status = None;
    if !goes_on_as_request(task)
        && let Some(text) = refused_to_actor(app, task)
    {
        app.warn(text);
        return None;
    }
    match task {
        Task::Finish => pick(app, Purpose::Finish, Phrase::FinishTitle, list::receiving),
        Task::LeaveWaiting => pick(app, Purpose::LeaveWaiting, Phrase::LeaveTitle, list::waiting),
        Task::Notice => pick(app, Purpose::Notice, Phrase::NoticeTitle, list::notices),
        Task::EndCall | Task::ReturnCall => return screen::calls::end(app, task),
        Task::Actor => pick(app, Purpose::Actor, Phrase::ActorTitle, list::actors),
        Task::Presence => match app.subject().staff {
            Some(staff) => open_presence(app, staff),
            None => pick(app, Purpose::Whereabouts, Phrase::WhoTitle, list::numbered),
        },
        Task::Reasons => open_reasons(app),
        Task::History => open_history(app),
        Task::Undo => return open_undo(app),
        Task::OpenDay => open_order(app, true),
        Task::Reorder => open_order(app, false),
        Task::CallIn | Task::SendHome | Task::EndLeave if form::order::candidates(app, task).is_empty() => {
            app.warn(if app.floor().date.is_none() { not_open(app) } else { Phrase::NothingHere.get(app.lang()) });
        }
        Task::Fairness => screen::figures::open_page(app, screen::figures::PageKind::Fairness),
        Task::Report => screen::figures::open_page(app, screen::figures::PageKind::Report),
        Task::CloseDay => closing::open(app),
        Task::Carry | Task::CarryAll => closing::ask_word(app, task == Task::CarryAll),
        Task::Export => return Some(Effect::Export(screen::figures::days(app))),
        Task::Receipt => return handout::begin_receipt(app),
        Task::Backup => keep::write(app),
        Task::DepartStaff => open_departure(app),
        Task::Release | Task::Sign => return give_about(app, task),
        Task::RemovePart => open_removal(app),
        Task::TimeTravel => screen::past::open(app),
        Task::Propose | Task::ToggleRest | Task::ToggleLeave | Task::PublishRoster | Task::DropDraft => {
            return screen::roster::begin(app, task);
        }
        Task::Case => case::open(app),
        Task::Alike => alike::open(app),
        Task::Lapsing => screen::clients::show_lapsing(app),
        Task::Rule => case::open_ruling(app),
        Task::Lock => guard::lock(app),
        _ => open_form(app, task),
    }
    None
}

/// Why a task is a manager's and not for whoever is at the keys; nothing when it is for them.
pub fn refused_to_actor(app: &App, task: Task) -> Option<String> {
    match app.preview(&app.submission(managers_only(app, task)?)) {
        Err(NotDone::Refused(why)) if why.code == Code::NeedsManager => {
            let lang = app.lang();
            Some(format!("{}{}", refusal::sentence(lang, app.floor(), &why), Phrase::SwitchActor.get(lang)))
        }
        _ => None,
    }
}

/// Whether whoever may not do it can still fill it in, and then ask a manager for it.
const fn goes_on_as_request(task: Task) -> bool {
    matches!(task, Task::Hold | Task::Release | Task::Refund | Task::Transfer)
}

/// The command of a task that needs nothing but what the screen has chosen.
fn give_about(app: &mut App, task: Task) -> Option<Effect> {
    let subject = app.subject();
    let command: Option<Command> = match task {
        Task::Release => subject.unit.map(|unit| ReleaseUnit { unit }.into()),
        _ => subject.deposit.map(|deposit| SignContract { deposit }.into()),
    };
    if command.is_none() {
        app.warn(Phrase::NothingHere.get(app.lang()));
    }
    Some(Effect::Submit(Box::new(app.submission(command?))))
}

/// Asks before it is entered that someone has left the company.
fn open_departure(app: &mut App) {
    let lang = app.lang();
    let Some(id) = app.subject().staff else {
        app.warn(Phrase::NothingHere.get(lang));
        return;
    };
    let name = because::name(app.floor(), &id).to_owned();
    let submission = app.submission(DepartStaff { id });
    app.modals.push(Modal::Confirm(Confirm {
        title: Phrase::DepartTitle.get(lang).to_owned(),
        lines: vec![screen_text::departs(lang, &name)],
        then: Then::Submit(Box::new(submission)),
        grave: true,
    }));
}

/// Asks before a part of the rulebook goes, or comes back as it was shipped.
fn open_removal(app: &mut App) {
    let lang = app.lang();
    let Some(part) = app.screens.rules.part().cloned() else {
        app.warn(Phrase::NothingHere.get(lang));
        return;
    };
    let is_shipped = screen::rules::is_shipped(&part);
    let command: Command = match part {
        screen::rules::Part::Policy(key) => {
            let default = Rulebook::standard().policy(&key).map_or(Value::Null, |doc| doc.default.to_json());
            SetPolicy { key, value: default }.into()
        }
        screen::rules::Part::Book(part, key) => SetRulebook { part, key, value: Value::Null }.into(),
    };
    let text = rulebook::before_and_after(lang, app.floor(), &command).unwrap_or_default();
    let is_same = text.split_once(" → ").is_some_and(|(before, after)| before.ends_with(after));
    if is_shipped && is_same {
        app.warn(rulebook::Phrase::AsShipped.get(lang));
        return;
    }
    let title = if is_shipped { rulebook::Phrase::RestoreTitle } else { rulebook::Phrase::RemoveTitle };
    app.modals.push(Modal::Confirm(Confirm {
        title: title.get(lang).to_owned(),
        lines: vec![text],
        then: Then::Submit(Box::new(app.submission(command))),
        grave: false,
    }));
}

/// A night has passed: asks to close the day that is still open, or to open the new one.
pub fn ask_new_day(app: &mut App) {
    let (lang, floor) = (app.lang(), app.floor());
    if floor.salespeople().next().is_none() || floor.date.is_some_and(|open| open >= app.today) {
        return;
    }
    let (line, next) = match floor.date {
        Some(open) => (screen_text::still_open(lang, open), Task::CloseDay),
        None => (Phrase::NewDayAsk.get(lang).to_owned(), Task::OpenDay),
    };
    let title = screen_text::new_day(lang, app.today);
    app.modals.push(Modal::Confirm(Confirm { title, lines: vec![line], then: Then::Begin(next), grave: false }));
}

/// A command as a task would give it, to ask whether it takes a manager before anything is filled in.
fn managers_only(app: &App, task: Task) -> Option<Command> {
    // Nobody and nothing is called so: the rules look at who gives the command first.
    const ANY: &str = "x";
    let reason = || ANY.to_owned();
    let (staff, client, unit) = (|| StaffId::from(ANY), || ClientId::from(ANY), || UnitId::from(ANY));
    match task {
        Task::AddStaff => {
            Some(AddStaff { id: app.fresh_staff_id("s"), name: reason(), role: Role::Manager, grade: None }.into())
        }
        Task::DepartStaff => Some(DepartStaff { id: staff() }.into()),
        Task::Reorder | Task::CallIn | Task::SendHome | Task::EndLeave => {
            Some(ReorderDay { order: app.floor().order.clone(), reason: None }.into())
        }
        Task::PublishRoster | Task::Propose | Task::ToggleRest | Task::ToggleLeave => {
            let (week, orders) = (week_name(app.today), BTreeMap::from([(app.today, vec![staff()])]));
            Some(PublishRoster { week, orders, leave: None, reason: None }.into())
        }
        Task::Transfer => Some(TransferClient { client: client(), to: staff(), reason: reason() }.into()),
        Task::Hold => Some(HoldUnit { unit: unit(), client: client(), until: app.now.plus_seconds(60) }.into()),
        Task::Release => Some(ReleaseUnit { unit: unit() }.into()),
        Task::Refund => Some(RefundDeposit { deposit: DepositId::from(ANY), reason: reason() }.into()),
        Task::Record => {
            let kind = ViolationKind::Gossip;
            Some(RecordViolation { id: None, staff: staff(), kind, visit: None, note: None }.into())
        }
        Task::EditPart | Task::AddPart | Task::RemovePart => {
            Some(SetRulebook { part: BookPart::Absence, key: ANY.to_owned(), value: Value::Null }.into())
        }
        Task::Void => Some(VoidViolation { violation: ViolationId::from(ANY), reason: reason() }.into()),
        _ => None,
    }
}

fn open_form(app: &mut App, task: Task) {
    if app.floor().date.is_none() && app.barred.contains(&task) {
        app.warn(not_open(app));
        return;
    }
    if let Some(why) = app.nothing_for(task) {
        app.warn(why);
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

/// Asks who is there now: the plate chosen first, so that Enter is enough for it.
pub fn open_moving(app: &mut App, to: MoveTo) {
    let lang = app.lang();
    let title = format!("{} · {}", words::base(lang, to.base()), Phrase::WhoTitle.get(lang));
    let rows = list::numbered(app);
    if rows.is_empty() {
        app.warn(not_open(app));
        return;
    }
    let chosen = app.selected.as_ref().map(StaffId::as_str);
    let picker = Picker::new(Purpose::Moving(to), title, rows).at_value(chosen);
    app.modals.push(Modal::Picker(picker));
}

/// Asks where someone is.
pub fn open_presence(app: &mut App, staff: StaffId) {
    let lang = app.lang();
    let title = format!("{} · {}", because::name(app.floor(), &staff), Phrase::PresenceTitle.get(lang));
    let rows = list::presence(lang, app.floor());
    app.modals.push(Modal::Picker(Picker::new(Purpose::Presence(staff), title, rows).sure_up_to(list::PLAIN_STATES)));
}

/// Asks whether the visitor has been here before.
pub fn ask_first_question(app: &mut App) {
    let lang = app.lang();
    let title = Word::BeenBefore.get(lang).to_owned();
    let question = Picker::new(Purpose::BeenBefore, title, list::first_answers(lang));
    app.modals.push(Modal::Picker(question.without_default()));
}

/// Asks who received the visitor before.
pub fn ask_second_question(app: &mut App) {
    let lang = app.lang();
    let title = Word::ReceivedBy.get(lang).to_owned();
    app.modals.push(Modal::Picker(Picker::new(Purpose::ReceivedBy, title, list::second_answers(app))));
}

/// All reasons of what the screen has chosen: an entry of the log, else the last decision.
fn open_reasons(app: &mut App) {
    let lang = app.lang();
    if app.place == Place::Log {
        if let Some(reading) = screen::log::reading(app) {
            app.modals.push(Modal::Reading(reading));
        }
        return;
    }
    let Some(visit) = app.subject().visit.or_else(|| last_visit(app)) else {
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
    let title = format!("{} {visit} {}", Phrase::ReasonsTitle.get(lang), app.scene().client_of(&visit));
    app.modals.push(Modal::Reading(Reading::new(title, lines)));
}

/// Everything about what the screen has chosen.
fn open_history(app: &mut App) {
    let read = match app.place {
        Place::Clients => screen::clients::history(app),
        Place::Units => screen::units::history(app),
        _ => Ok(None),
    };
    if let Some(Some(reading)) = app.keep(read) {
        app.modals.push(Modal::Reading(reading));
    }
}

/// Says who would be charged with what when a notice was not given, and asks.
pub fn open_not_told(app: &mut App, visit: VisitId) -> Option<Effect> {
    let lang = app.lang();
    let submission = app.submission(FailNotice { visit });
    // A refusal is said by the one place that gives commands.
    let charged = app.preview(&submission).ok().and_then(|entry| charge(&entry.events));
    let Some((staff, penalty)) = charged else { return Some(Effect::Submit(Box::new(submission))) };
    app.modals.push(Modal::Confirm(Confirm {
        title: Phrase::NotToldTitle.get(lang).to_owned(),
        lines: vec![screen_text::not_told(lang, because::name(app.floor(), &staff), &penalty)],
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
pub fn last_visit(app: &App) -> Option<VisitId> {
    let entry = app.board.last.as_ref()?;
    entry.events.iter().find_map(|event| match event {
        Event::VisitRouted { decision, .. } => Some(decision.visit.clone()),
        _ => None,
    })
}

/// The entry that an undo would take back now.
pub fn undoes(app: &App) -> Option<u64> {
    let preview = app.preview(&app.submission(Undo {})).ok()?;
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
        None => everybody.into_iter().partition(|id| !floor.has_leave(id, date)),
    };
    let on = on.into_iter().map(|id| (id, Duty::On));
    on.chain(left_out.into_iter().map(|id| (id, Duty::Off))).collect()
}

fn not_open(app: &App) -> &'static str {
    let (zh, en) = refusal::words(Code::DayNotOpen);
    app.lang().pick(zh, en)
}
