//! What a visitor says of themselves later.

use super::{Body, Choice, Form, Wrong, line, open_visits};
use crate::rules::command::{Command, RegisterDetails};
use crate::rules::id::VisitId;
use crate::text::form::{FieldName, FormTitle};
use crate::ui::app::App;

pub fn open(app: &App) -> Form {
    Form::new(
        FormTitle::Details,
        vec![
            (FieldName::Visit, Body::Choice(Choice::new(open_visits(app)))),
            (FieldName::Phone, line()),
            (FieldName::Name, line()),
            (FieldName::Company, line()),
            (FieldName::Household, line()),
            (FieldName::Note, line()),
        ],
    )
}

pub fn command(form: &Form) -> Result<Command, Wrong> {
    Ok(Command::RegisterDetails(RegisterDetails {
        visit: VisitId::from(form.needed(FieldName::Visit)?),
        name: form.text(FieldName::Name),
        phone: form.phone()?,
        company: form.text(FieldName::Company),
        household: form.text(FieldName::Household),
        note: form.text(FieldName::Note),
    }))
}
