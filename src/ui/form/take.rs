//! Who really took a visit.

use super::{Body, Choice, Form, Wrong, everybody, line, open_visits, with_none};
use crate::rules::asked::Asked;
use crate::rules::command::{Ask, Command, TakeVisit};
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

/// The form of a visit that a manager gives to somebody else, or is asked to.
pub fn open_reassign(app: &App) -> Form {
    let mut form = open(app);
    form.title = FormTitle::Reassign;
    form.fields.retain(|field| field.name != FieldName::Agreed);
    form
}

/// A reassignment; whoever is no manager asks for it.
pub fn reassign(form: &Form, app: &App) -> Result<Command, Wrong> {
    let take = TakeVisit {
        visit: VisitId::from(form.needed(FieldName::Visit)?),
        staff: StaffId::from(form.needed(FieldName::Staff)?),
        agreed: false,
        reason: Some(form.needed(FieldName::Reason)?),
    };
    let command = Command::from(take);
    Ok(if app.is_manager() { command } else { Ask { command: Asked::from(command), reason: None }.into() })
}

pub fn command(form: &Form) -> Result<Command, Wrong> {
    Ok(Command::TakeVisit(TakeVisit {
        visit: VisitId::from(form.needed(FieldName::Visit)?),
        staff: StaffId::from(form.needed(FieldName::Staff)?),
        agreed: form.flag(FieldName::Agreed),
        reason: form.text(FieldName::Reason),
    }))
}
