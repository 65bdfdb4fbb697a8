//! Publishing the draft: what it changes, what is asked before, and the one command that it becomes.

use crate::rules::calendar::week_name;
use crate::rules::command::{Command, PublishRoster};
use crate::rules::id::StaffId;
use crate::rules::leave::changes_published;
use crate::rules::time::Date;
use crate::text::because;
use crate::text::roster::{self as words, Phrase};
use crate::ui::action::Task;
use crate::ui::app::App;
use crate::ui::form::Form;
use crate::ui::modal::{Confirm, Modal, Then};
use std::collections::BTreeMap;

/// The command that publishes what the draft changes; nothing when it changes nothing.
pub fn command(app: &App, reason: Option<String>) -> Option<Command> {
    let floor = app.floor();
    let draft = app.screens.roster.draft.as_ref()?;
    let has_new_leave = |date: &Date| {
        let drafted = draft.leave.get(date);
        drafted.is_some_and(|drafted| {
            let granted = floor.leave.iter().filter(|(_, dates)| dates.contains(date)).map(|(staff, _)| staff);
            !granted.eq(drafted)
        })
    };
    let is_new = |date: &Date, order: &Vec<StaffId>| floor.plan.get(date) != Some(order) || has_new_leave(date);
    let planned = draft.orders.iter().filter(|(_, order)| !order.is_empty());
    let orders: BTreeMap<Date, Vec<StaffId>> =
        planned.filter(|(date, order)| is_new(date, order)).map(|(date, order)| (*date, order.clone())).collect();
    if orders.is_empty() {
        return None;
    }
    let mut leave: BTreeMap<StaffId, Vec<Date>> = BTreeMap::new();
    for (date, people) in draft.leave.iter().filter(|(date, _)| orders.contains_key(date)) {
        for staff in people {
            leave.entry(staff.clone()).or_default().push(*date);
        }
    }
    let changes_leave = orders.keys().any(has_new_leave);
    let week = week_name(super::monday(app));
    Some(PublishRoster { week, orders, leave: changes_leave.then_some(leave), reason }.into())
}

/// Which published days the draft changes, and who is named in spite of leave.
pub fn change_note(app: &App) -> String {
    let Some(Command::PublishRoster(publication)) = command(app, None) else { return String::new() };
    let plan = &app.floor().plan;
    let changed: Vec<Date> = publication
        .orders
        .iter()
        .filter(|(date, order)| changes_published(plan, &BTreeMap::from([(**date, (*order).clone())])))
        .map(|(date, _)| *date)
        .collect();
    words::changes(app.lang(), &changed)
}

/// Asks before the draft is published: for a reason where it changes what is published, else whether to.
pub fn open(app: &mut App) {
    let lang = app.lang();
    let Some(command) = command(app, None) else {
        app.warn(Phrase::NothingChanged.get(lang));
        return;
    };
    let Command::PublishRoster(publication) = &command else { return };
    if changes_published(&app.floor().plan, &publication.orders) {
        let form = Form::open(app, Task::PublishRoster);
        if let Some(Some(form)) = app.keep(form) {
            app.modals.push(Modal::Form(Box::new(form)));
        }
        return;
    }
    let mut lines = vec![words::publish(lang, &publication.week, publication.orders.len())];
    let on_leave = named_on_leave(app, &publication.orders);
    if !on_leave.is_empty() {
        lines.push(format!("{}{}", Phrase::NamedOnLeave.get(lang), on_leave.join(lang.pick("、", ", "))));
    }
    let shown = app.screens.roster.shown();
    lines.extend(words::fairness(lang, &shown.four_weeks(), shown.clients_milli.is_some()));
    let then = Then::Submit(Box::new(app.submission(command)));
    let title = Phrase::PublishTitle.get(lang).to_owned();
    app.modals.push(Modal::Confirm(Confirm { title, lines, then, grave: false }));
}

/// Who stands in an order in spite of leave that day.
fn named_on_leave(app: &App, orders: &BTreeMap<Date, Vec<StaffId>>) -> Vec<String> {
    let named = orders.iter().flat_map(|(date, order)| order.iter().map(move |staff| (*date, staff)));
    named
        .filter(|(date, staff)| super::has_leave(app, staff, *date))
        .map(|(date, staff)| format!("{} {}", because::name(app.floor(), staff), date.format("%m-%d")))
        .collect()
}
