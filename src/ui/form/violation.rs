//! A violation recorded or taken back by a manager (section 7).

use super::{Body, Choice, Form, Opt, Wrong, everybody, filled, line, open_visits, with_none};
use crate::register::fault::Fault;
use crate::register::query;
use crate::rules::command::{Command, RecordViolation, ViolationKind, VoidViolation};
use crate::rules::floor::ItemKind;
use crate::rules::id::{StaffId, ViolationId, VisitId};
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::{because, client, words};
use crate::ui::app::App;
use crate::ui::subject::Subject;
use crate::ui::task::short_id;

/// The form of a violation, filled in with what the screen has chosen.
///
/// # Errors
/// When the register cannot be read.
pub fn open(app: &App) -> Result<Form, Fault> {
    let lang = app.lang();
    let kinds = ViolationKind::ALL.iter().map(|kind| Opt {
        value: Some(kind.code().to_owned()),
        label: words::violation(lang, app.floor(), *kind),
        search: vec![kind.code().to_owned(), words::violation(lang, app.floor(), *kind)],
    });
    let subject = app.subject();
    let staff = Choice::new(with_none(lang, everybody(app.floor()))).with(subject.staff.as_ref().map(StaffId::as_str));
    let mut visits = open_visits(app);
    if let Some(visit) = &subject.visit
        && !visits.iter().any(|opt| opt.value.as_deref() == Some(visit.as_str()))
    {
        visits.insert(0, past_visit(app, visit)?);
    }
    let visit = Choice::new(with_none(lang, visits)).with(subject.visit.as_ref().map(VisitId::as_str));
    let kind = Choice::new(kinds.collect()).with(kind_of(app, &subject).map(ViolationKind::code));
    let focus = if subject.staff.is_some() { FieldName::Kind } else { FieldName::Staff };
    let form = Form::new(
        FormTitle::Record,
        vec![
            (FieldName::Staff, Body::Choice(staff)),
            (FieldName::Kind, Body::Choice(kind)),
            (FieldName::Visit, Body::Choice(visit)),
            (FieldName::Note, line()),
        ],
    );
    Ok(form.at(focus))
}

/// A visit that is over, as an option.
fn past_visit(app: &App, visit: &VisitId) -> Result<Opt, Fault> {
    let row = query::visit(app.register(), visit)?;
    let name = client::name(app.lang(), row.as_ref().and_then(|row| row.name.as_deref()));
    let receiver = row.and_then(|row| row.receiver).map(StaffId::from);
    let receiver = receiver.as_ref().map_or("—", |staff| because::name(app.floor(), staff));
    Ok(Opt {
        value: Some(visit.to_string()),
        label: format!("{visit} {name} {receiver}"),
        search: vec![visit.to_string(), short_id(visit.as_str()).to_owned()],
    })
}

/// The violation that the chosen item of the inbox speaks of.
fn kind_of(app: &App, subject: &Subject) -> Option<ViolationKind> {
    let item = app.floor().inbox.iter().find(|item| subject.item.as_ref() == Some(&item.id))?;
    (item.kind == ItemKind::NotSeenOff).then_some(ViolationKind::NotSeenOff)
}

/// A violation.
pub fn command(form: &Form) -> Result<Command, Wrong> {
    let staff = StaffId::from(form.needed(FieldName::Staff)?);
    let code = form.needed(FieldName::Kind)?;
    let kind = ViolationKind::ALL.iter().find(|kind| kind.code() == code);
    let kind = *kind.ok_or((FieldName::Kind, Trouble::Needed))?;
    let visit = form.text(FieldName::Visit).map(VisitId::from);
    Ok(Command::RecordViolation(RecordViolation { id: None, staff, kind, visit, note: form.text(FieldName::Note) }))
}

/// The form that takes the chosen violation back.
pub fn open_void(app: &App) -> Form {
    let violation = app.subject().violation.map_or_else(String::new, |violation| violation.to_string());
    let focus = if violation.is_empty() { FieldName::Violation } else { FieldName::Reason };
    let fields = vec![(FieldName::Violation, filled(&violation)), (FieldName::Reason, line())];
    Form::new(FormTitle::Void, fields).at(focus)
}

/// Takes it back.
pub fn void(form: &Form) -> Result<Command, Wrong> {
    let violation = ViolationId::from(form.needed(FieldName::Violation)?);
    Ok(Command::VoidViolation(VoidViolation { violation, reason: form.needed(FieldName::Reason)? }))
}
