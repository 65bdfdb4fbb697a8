//! A telephone call.

use super::{Body, Choice, Form, Lookup, Wrong, line, salespeople, with_none};
use crate::rules::command::{Command, StartCall};
use crate::text::form::{FieldName, FormTitle};
use crate::ui::app::App;

pub fn open(app: &App) -> Form {
    let staff = Body::Choice(Choice::new(with_none(app.lang(), salespeople(app.floor()))));
    Form::new(
        FormTitle::Call,
        vec![
            (FieldName::Phone, Body::Client(Lookup::number())),
            (FieldName::Name, line()),
            (FieldName::AsksFor, staff),
            (FieldName::Project, line()),
            (FieldName::Needs, line()),
        ],
    )
}

pub fn command(form: &Form) -> Result<Command, Wrong> {
    Ok(Command::StartCall(StartCall {
        call: None,
        phone: form.phone()?,
        name: form.text(FieldName::Name),
        asks_for: form.staff(FieldName::AsksFor),
        project: form.text(FieldName::Project),
        needs: form.text(FieldName::Needs),
    }))
}
