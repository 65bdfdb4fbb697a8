//! Who really took a visit.

use super::{Body, Choice, Form, Wrong, everybody, line, open_visits, with_none};
use crate::rules::command::{Command, TakeVisit};
use crate::rules::id::{StaffId, VisitId};
use crate::text::form::{FieldName, FormTitle};
use crate::ui::app::App;

pub fn open(app: &App) -> Form {
    let floor = app.floor();
    let staff = everybody(floor);
    let chosen = app.selected.as_ref().map(StaffId::as_str);
    let visit = app.subject().visit;
    Form::new(
        FormTitle::Take,
        vec![
            (FieldName::Visit, Body::Choice(Choice::new(open_visits(app)).with(visit.as_ref().map(VisitId::as_str)))),
            (FieldName::Staff, Body::Choice(Choice::new(with_none(app.lang(), staff)).with(chosen))),
            (FieldName::Agreed, Body::Flag(false)),
            (FieldName::Reason, line()),
        ],
    )
}

pub fn command(form: &Form) -> Result<Command, Wrong> {
    Ok(Command::TakeVisit(TakeVisit {
        visit: VisitId::from(form.needed(FieldName::Visit)?),
        staff: StaffId::from(form.needed(FieldName::Staff)?),
        agreed: form.flag(FieldName::Agreed),
        reason: form.text(FieldName::Reason),
    }))
}
