//! The four ways in which a manager changes today's order, each with its reason: another order,
//! somebody called in, sent home, or back from leave. What it does to the line is shown before.

use super::{Body, Choice, Form, Opt, Outlook, Wrong, line};
use crate::desk::NotDone;
use crate::desk::consequence::{Consequences, look_ahead};
use crate::rules::command::{Command, MoveTo, ReorderDay, SetPresence};
use crate::rules::floor::Base;
use crate::rules::id::StaffId;
use crate::text::form::{FieldName, FormTitle};
use crate::text::{order, refusal};
use crate::ui::action::Task;
use crate::ui::app::App;

/// Whom a change of the order can be about.
pub fn candidates(app: &App, task: Task) -> Vec<StaffId> {
    let floor = app.floor();
    let all: Vec<&StaffId> = match task {
        _ if floor.date.is_none() => Vec::new(),
        Task::CallIn => floor.salespeople().filter(|id| !floor.in_order(id)).collect(),
        Task::EndLeave => floor.order.iter().filter(|id| floor.base(id) == Base::Leave).collect(),
        _ => floor.order.iter().collect(),
    };
    all.into_iter().cloned().collect()
}

/// The form that calls somebody in, sends somebody home or ends a leave.
pub fn open(app: &App, task: Task) -> Form {
    let title = match task {
        Task::CallIn => FormTitle::CallIn,
        Task::SendHome => FormTitle::SendHome,
        _ => FormTitle::EndLeave,
    };
    let staff: Vec<Opt> = candidates(app, task).iter().map(|id| Opt::staff(app.floor(), id)).collect();
    let staff = Choice::new(staff).with(app.subject().staff.as_ref().map(StaffId::as_str));
    Form::new(title, vec![(FieldName::Staff, Body::Choice(staff)), (FieldName::Reason, line())])
}

/// The form that asks why the order is changed to this one.
pub fn reorder(app: &App, order: Vec<StaffId>) -> Form {
    let mut form = Form::new(FormTitle::Reorder, vec![(FieldName::Reason, line())]);
    form.order = order;
    form.foresee(app);
    form
}

/// Whether a form changes today's order.
pub const fn changes_order(title: FormTitle) -> bool {
    matches!(title, FormTitle::Reorder | FormTitle::CallIn | FormTitle::SendHome | FormTitle::EndLeave)
}

/// The command; its reason is demanded.
pub fn command(form: &Form, app: &App) -> Result<Command, Wrong> {
    let reason = form.needed(FieldName::Reason)?;
    change(form, app, Some(reason))
}

fn change(form: &Form, app: &App, reason: Option<String>) -> Result<Command, Wrong> {
    let today = &app.floor().order;
    let order = match form.title {
        FormTitle::Reorder => form.order.clone(),
        FormTitle::EndLeave => {
            let staff = StaffId::from(form.needed(FieldName::Staff)?);
            return Ok(SetPresence { note: reason, ..SetPresence::plain(staff, MoveTo::Available) }.into());
        }
        title => {
            let staff = StaffId::from(form.needed(FieldName::Staff)?);
            let mut order: Vec<StaffId> = today.iter().filter(|other| **other != staff).cloned().collect();
            if title == FormTitle::CallIn {
                order.push(staff);
            }
            order
        }
    };
    Ok(ReorderDay { order, reason }.into())
}

/// What the change would do to the line, whether or not its reason has been typed yet.
pub fn outlook(form: &Form, app: &App) -> Option<Outlook> {
    let submission = app.submission(change(form, app, None).ok()?);
    match look_ahead(&app.desk, &app.as_confirmed(&submission)) {
        Ok(consequences) => Some(Outlook { text: said(app, &consequences).join("\n"), refused: false }),
        Err(NotDone::Refused(why)) => {
            Some(Outlook { text: refusal::sentence(app.lang(), app.floor(), &why), refused: true })
        }
        // A fault is said by the one place that gives commands.
        Err(NotDone::Fault(_)) => None,
    }
}

fn said(app: &App, consequences: &Consequences) -> Vec<String> {
    let (lang, floor) = (app.lang(), app.floor());
    let Consequences { before, after, kept, forfeited, let_in, suspended, .. } = consequences;
    let mut lines = order::line(lang, floor, &before.line, &after.line);
    lines.push(order::turn(lang, floor, (before.next.as_ref(), after.next.as_ref())));
    lines.push(order::next_client(lang, floor, (before.receiver.as_ref(), after.receiver.as_ref())));
    lines.extend(let_in.iter().map(|(visit, receiver)| order::let_in(lang, floor, visit, receiver)));
    lines.extend(kept.iter().map(|(staff, count)| order::kept(lang, floor, staff, *count)));
    lines.extend(forfeited.iter().map(|(staff, count)| order::forfeited(lang, floor, staff, *count)));
    lines.extend(suspended.iter().map(|staff| order::suspended(lang, floor, staff)));
    lines
}
