//! Who really took a visit.

use super::{Body, Choice, Form, Wrong, everybody, line, open_visits, with_none};
use crate::rules::command::{Command, TakeVisit};
use crate::rules::id::{StaffId, VisitId};
use crate::text::form::{FieldName, FormTitle};
use crate::ui::action::Place;
use crate::ui::app::App;

pub fn open(app: &App) -> Form {
    let floor = app.floor();
    let staff = everybody(floor);
    let subject = app.subject();
    // On another screen someone stands beside the visit who has it, not who took it.
    let chosen = subject.staff.filter(|_| app.place == Place::Desk);
    let visit = subject.visit;
    Form::new(
        FormTitle::Take,
        vec![
            (FieldName::Visit, Body::Choice(Choice::new(open_visits(app)).with(visit.as_ref().map(VisitId::as_str)))),
            (
                FieldName::Staff,
                Body::Choice(Choice::new(with_none(app.lang(), staff)).with(chosen.as_ref().map(StaffId::as_str))),
            ),
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
