//! One thing to see: its line in the list, what is known of it, and the commands that settle it.

use super::discipline::violation_facts;
use super::{moment, request};
use crate::desk::{NotDone, ask};
use crate::register::fault::Fault;
use crate::register::{board, discipline, phone_log, query};
use crate::rules::command::{AcknowledgeItem, AcknowledgeNotice, Answer, Command, FailNotice, ReturnCall};
use crate::rules::facts::DepositState;
use crate::rules::floor::{Item, ItemKind, Notice};
use crate::rules::fold::clean_name;
use crate::rules::id::{CallId, ClientId, DepositId, StaffId, ViolationId, VisitId};
use crate::rules::phone::mask;
use crate::rules::refusal::Code;
use crate::rules::time::Timestamp;
use crate::text::inbox::{self, Phrase, cited, must_tell};
use crate::text::{because, client, figures, money, refusal, words};
use crate::ui::action::{Action, Task};
use crate::ui::app::App;
use crate::ui::approval;
use crate::ui::effect::Effect;
use crate::ui::keymap::Context;
use crate::ui::subject::Subject;
use crate::ui::task;
use crate::ui::widget::facts::{Deed, Fact};

/// Open calls looked through for the one to return.
const CALLS_MAX: u32 = 500;

/// A row of the list.
#[derive(Debug)]
pub struct Row {
    /// The item.
    pub item: Item,
    /// What it is about.
    pub what: String,
    /// What tasks begun on it are about.
    pub subject: Subject,
}

impl Row {
    /// Whether it must not wait.
    pub const fn is_grave(&self) -> bool {
        matches!(self.item.kind, ItemKind::NoticeOverdue | ItemKind::Violation | ItemKind::PinFailures)
    }
}

/// What is known of the item gone to.
#[derive(Debug, Default)]
pub struct Known {
    /// One line for each thing.
    pub facts: Vec<Fact>,
    /// What can be done.
    pub deeds: Vec<Deed>,
    /// Since when it is late.
    pub late_since: Option<Timestamp>,
}

/// Reads an item's row.
///
/// # Errors
/// When the register cannot be read.
pub fn read(app: &App, item: &Item) -> Result<Row, Fault> {
    let mut subject = Subject { item: Some(item.id.clone()), ..Subject::default() };
    let about = item.about.as_str();
    let what = match item.kind {
        ItemKind::Deposit => {
            subject.deposit = Some(DepositId::from(about));
            let found = board::deposit(app.register(), about)?;
            subject.client = found.as_ref().map(|found| found.client.clone());
            found.map_or_else(String::new, |found| {
                let amount = figures::amount(app.lang(), found.amount_fen);
                joined(&[&found.unit, &amount, &staff_name(app, found.taken_by.as_deref())])
            })
        }
        ItemKind::Violation => {
            let id = ViolationId::from(about);
            let found = discipline::violation(app.register(), &id)?;
            subject.violation = Some(id);
            found.map_or_else(String::new, |found| {
                let penalty = inbox::penalty(app.lang(), &found.penalty);
                let who = because::name(app.floor(), &found.staff).to_owned();
                let what = joined(&[&who, &words::violation(app.lang(), app.floor(), found.kind), &penalty]);
                subject.staff = Some(found.staff);
                subject.visit = found.visit;
                subject.client = found.client;
                what
            })
        }
        ItemKind::CallBack => {
            let call = CallId::from(about);
            let phone = board::call_phone(app.register(), &call)?;
            subject.call = Some(call);
            joined(&[phone.as_deref().map(mask).as_deref().unwrap_or(Phrase::None.get(app.lang())), about])
        }
        ItemKind::Request => request::read(app, item, &mut subject)?,
        ItemKind::PinFailures => {
            subject.staff = Some(StaffId::from(about));
            staff_name(app, Some(about))
        }
        ItemKind::NoticeOverdue | ItemKind::Flag | ItemKind::NotSeenOff => {
            let visit = VisitId::from(about);
            let what = visit_line(app, item, &visit, &mut subject)?;
            subject.visit = Some(visit);
            what
        }
    };
    Ok(Row { item: item.clone(), what, subject })
}

pub(super) fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("  ")
}

fn staff_name(app: &App, id: Option<&str>) -> String {
    id.map(StaffId::from).map_or_else(String::new, |id| because::name(app.floor(), &id).to_owned())
}

fn visit_line(app: &App, item: &Item, visit: &VisitId, subject: &mut Subject) -> Result<String, Fault> {
    let (lang, floor) = (app.lang(), app.floor());
    subject.client = board::client_of_visit(app.register(), visit)?;
    let card = subject.client.as_ref().map(|id| query::client_card(app.register(), id)).transpose()?.flatten();
    let client = client::name(lang, card.as_ref().and_then(|card| card.name.as_deref()));
    if let Some(notice) = notice(app, item) {
        subject.staff = Some(notice.of.holder.clone());
        let telling = must_tell(lang, because::name(floor, &notice.of.holder), because::name(floor, &notice.of.named));
        return Ok(joined(&[&telling, &client, visit.as_str()]));
    }
    let row = query::visit(app.register(), visit)?;
    let receiver = row.and_then(|row| row.receiver);
    subject.staff = receiver.as_deref().map(StaffId::from);
    let flag = item.flag.map_or("", |flag| words::flag(lang, flag));
    Ok(joined(&[flag, &client, &staff_name(app, receiver.as_deref()), visit.as_str()]))
}

/// The notice that an overdue one is about, while the floor knows it.
fn notice<'a>(app: &'a App, item: &Item) -> Option<&'a Notice> {
    if item.kind != ItemKind::NoticeOverdue {
        return None;
    }
    app.floor().visit(&VisitId::from(item.about.as_str()))?.notice.as_ref()
}

/// The command with which an item is done, and what that is called.
fn accept(app: &App, item: &Item) -> (Phrase, Command) {
    let is_untold = notice(app, item).is_some_and(|notice| notice.end.is_none());
    match item.kind {
        ItemKind::CallBack => {
            (Phrase::CalledBack, ReturnCall { call: CallId::from(item.about.as_str()), note: None }.into())
        }
        ItemKind::NoticeOverdue if is_untold => {
            (Phrase::Told, AcknowledgeNotice { visit: VisitId::from(item.about.as_str()) }.into())
        }
        ItemKind::Request => (Phrase::Grant, Answer { item: item.id.clone(), grant: true, reason: None }.into()),
        _ => (Phrase::Seen, AcknowledgeItem { item: item.id.clone() }.into()),
    }
}

/// Does what a key asks of an item.
pub fn settle(app: &mut App, item: &Item, action: Action) -> Option<Effect> {
    match (action, item.kind) {
        (Action::Accept, ItemKind::Request) => {
            approval::open_grant(app, item);
            None
        }
        (Action::Failed, ItemKind::Request) => {
            approval::open_refuse(app, item.id.clone());
            None
        }
        (Action::Accept, _) => {
            let (_, command) = accept(app, item);
            Some(Effect::Submit(Box::new(app.submission(command))))
        }
        (Action::Failed, ItemKind::NoticeOverdue) => task::open_not_told(app, VisitId::from(item.about.as_str())),
        _ => None,
    }
}

fn deeds(app: &App, item: &Item) -> Vec<Deed> {
    let (word, command) = accept(app, item);
    let lang = app.lang();
    let mut deeds = vec![deed(app, Action::Accept, word.get(lang), command)];
    if word == Phrase::Told {
        let failed = FailNotice { visit: VisitId::from(item.about.as_str()) };
        deeds.push(deed(app, Action::Failed, Phrase::NotTold.get(lang), failed.into()));
    }
    if word == Phrase::Grant {
        let reason = Some(Phrase::Refuse.get(lang).to_owned());
        let refuse = Answer { item: item.id.clone(), grant: false, reason };
        deeds.push(deed(app, Action::Failed, Phrase::Refuse.get(lang), refuse.into()));
    }
    deeds
}

/// What a key would do, and whether the rules would refuse it.
pub fn deed(app: &App, action: Action, word: &'static str, command: Command) -> Deed {
    let lang = app.lang();
    let barred = match app.preview(&app.submission(command)) {
        Err(NotDone::Refused(why)) if why.code == Code::NeedsManager => Some(inbox::managers_only(
            lang,
            &app.options.keymap.key_of(lang, Context::Inbox, Action::Open(Task::Actor)),
        )),
        Err(NotDone::Refused(why)) => Some(refusal::sentence(lang, app.floor(), &why)),
        _ => None,
    };
    Deed { key: app.options.keymap.key_of(lang, Context::Inbox, action), word, action, barred }
}

/// Collects what is known, leaving out what is not.
pub(super) struct Facts<'a> {
    pub(super) app: &'a App,
    facts: Vec<Fact>,
}

impl Facts<'_> {
    pub(super) fn add(&mut self, label: Phrase, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.facts.push(Fact { label: label.get(self.app.lang()), value, style: self.app.theme().text });
        }
    }

    pub(super) fn add_staff(&mut self, label: Phrase, id: Option<&StaffId>) {
        self.add(label, id.map_or("", |id| because::name(self.app.floor(), id)));
    }

    /// A client's name and number as far as whoever is at the keys may read them, and the owner.
    pub(super) fn add_client(&mut self, id: &ClientId) -> Result<(), Fault> {
        let owner = ask::owner_of(&self.app.desk, id)?;
        let card = query::client_card(self.app.register(), id)?.unwrap_or_default();
        let is_open = self.app.may_read(owner.as_ref());
        let name = match card.name.as_deref() {
            Some(name) if is_open => clean_name(name),
            name => client::name(self.app.lang(), name),
        };
        let phone = card.phone.map_or_else(String::new, |phone| if is_open { phone } else { mask(&phone) });
        self.add(Phrase::Client, joined(&[&name, &phone]));
        let owner = owner.map(|owner| because::name(self.app.floor(), &owner).to_owned());
        self.add(Phrase::Owner, owner.as_deref().unwrap_or(Phrase::None.get(self.app.lang())));
        Ok(())
    }
}

/// Reads what is known of an item.
///
/// # Errors
/// When the register cannot be read.
pub fn look(app: &App, row: &Row) -> Result<Known, Fault> {
    let (lang, item) = (app.lang(), &row.item);
    let mut known = Facts { app, facts: Vec::new() };
    known.add(Phrase::Means, inbox::meaning(lang, item.kind, item.flag));
    match item.kind {
        ItemKind::Deposit => add_deposit(&mut known, &item.about)?,
        ItemKind::CallBack => add_call(&mut known, &item.about)?,
        ItemKind::Violation => {
            if let Some(line) = discipline::violation(app.register(), &ViolationId::from(item.about.as_str()))? {
                known.facts.extend(violation_facts(app, &line)?);
            }
        }
        ItemKind::Request => request::add(&mut known, item)?,
        ItemKind::PinFailures => known.add_staff(Phrase::Who, row.subject.staff.as_ref()),
        ItemKind::NoticeOverdue | ItemKind::Flag | ItemKind::NotSeenOff => add_visit(&mut known, item)?,
    }
    known.add(Phrase::Rule, cited(lang, app.floor(), inbox::rules_of(item.kind, item.flag)));
    let untold = notice(app, item).filter(|notice| notice.end.is_none());
    let minutes_max = i64::from(app.floor().policies.notify_minutes);
    let late_since = untold.map(|notice| notice.opened_at.plus_seconds(minutes_max * 60));
    Ok(Known { facts: known.facts, deeds: deeds(app, item), late_since })
}

fn add_visit(known: &mut Facts, item: &Item) -> Result<(), Fault> {
    let app = known.app;
    let visit = VisitId::from(item.about.as_str());
    if let Some(notice) = notice(app, item) {
        let (holder, named) = (&notice.of.holder, &notice.of.named);
        let telling = must_tell(app.lang(), because::name(app.floor(), holder), because::name(app.floor(), named));
        known.add(Phrase::MustTell, telling);
        known.add(Phrase::Ended, notice.end.map_or("", |end| words::notice_end(app.lang(), end)));
    }
    if let Some(client) = board::client_of_visit(app.register(), &visit)? {
        known.add_client(&client)?;
    }
    let Some(row) = query::visit(app.register(), &visit)? else { return Ok(()) };
    known.add_staff(Phrase::Receiver, row.receiver.map(StaffId::from).as_ref());
    known.add_staff(Phrase::AsksFor, row.asks_for.map(StaffId::from).as_ref());
    let state = words::visit_state(app.lang(), &row.state);
    known.add(Phrase::Visit, joined(&[visit.as_str(), &moment(app, row.arrived_at), state]));
    Ok(())
}

fn add_deposit(known: &mut Facts, id: &str) -> Result<(), Fault> {
    let app = known.app;
    let Some(found) = board::deposit(app.register(), id)? else { return Ok(()) };
    let refunded = if found.state == DepositState::Refunded { Phrase::Refunded.get(app.lang()) } else { "" };
    known.add(Phrase::Unit, joined(&[&found.unit, refunded]));
    known.add(Phrase::Amount, figures::amount(app.lang(), found.amount_fen));
    known.add(Phrase::Capitals, money::capitals(found.amount_fen));
    known.add_client(&found.client)?;
    known.add_staff(Phrase::TakenBy, found.taken_by.map(StaffId::from).as_ref());
    Ok(())
}

fn add_call(known: &mut Facts, id: &str) -> Result<(), Fault> {
    let app = known.app;
    let calls = phone_log::open_calls(app.register(), CALLS_MAX)?;
    let Some(call) = calls.into_iter().find(|call| call.id.as_str() == id) else { return Ok(()) };
    let caller = crate::ui::screen::calls::Caller::of(app, &call)?;
    known.add(Phrase::Number, caller.shown(app));
    known.add(Phrase::Caller, caller.name.as_str());
    known.add_staff(Phrase::Owner, caller.owner.as_ref());
    known.add_staff(Phrase::AsksFor, call.asks_for.as_ref());
    let private = |text: Option<String>| match text {
        Some(_) if !caller.is_open => Phrase::Hidden.get(app.lang()).to_owned(),
        text => text.unwrap_or_default(),
    };
    known.add(Phrase::Project, private(call.project));
    known.add(Phrase::Needs, private(call.needs));
    known.add(Phrase::At, moment(app, call.at));
    Ok(())
}
