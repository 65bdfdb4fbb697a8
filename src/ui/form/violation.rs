//! A violation recorded or taken back by a manager (section 7).

use super::{Body, Choice, Form, Opt, Wrong, filled, line, open_visits, salespeople, with_none};
use crate::register::fault::Fault;
use crate::rules::command::{Command, RecordViolation, ViolationKind, VoidViolation};
use crate::rules::id::{StaffId, ViolationId, VisitId};
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::words;
use crate::ui::app::App;

/// The form of a violation.
pub fn open(app: &App) -> Form {
    let lang = app.lang();
    let kinds = ViolationKind::ALL.iter().map(|kind| Opt {
        value: Some(kind.code().to_owned()),
        label: words::violation(lang, *kind),
        search: vec![kind.code().to_owned(), words::violation(lang, *kind)],
    });
    let subject = app.subject();
    let staff =
        Choice::new(with_none(lang, salespeople(app.floor()))).with(subject.staff.as_ref().map(StaffId::as_str));
    let visit = Choice::new(with_none(lang, open_visits(app))).with(subject.visit.as_ref().map(VisitId::as_str));
    Form::new(
        FormTitle::Record,
        vec![
            (FieldName::Staff, Body::Choice(staff)),
            (FieldName::Kind, Body::Choice(Choice::new(kinds.collect()))),
            (FieldName::Visit, Body::Choice(visit)),
            (FieldName::Note, line()),
        ],
    )
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
///
/// # Errors
/// When the register cannot be read.
pub fn open_void(app: &App) -> Result<Form, Fault> {
    let violation = app.subject().violation.map_or_else(String::new, |violation| violation.to_string());
    let focus = if violation.is_empty() { FieldName::Violation } else { FieldName::Reason };
    let fields = vec![(FieldName::Violation, filled(&violation)), (FieldName::Reason, line())];
    Ok(Form::new(FormTitle::Void, fields).at(focus))
}

/// Takes it back.
pub fn void(form: &Form) -> Result<Command, Wrong> {
    let violation = ViolationId::from(form.needed(FieldName::Violation)?);
    Ok(Command::VoidViolation(VoidViolation { violation, reason: form.needed(FieldName::Reason)? }))
}
