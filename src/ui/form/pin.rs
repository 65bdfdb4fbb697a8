//! Somebody's new PIN, typed twice and shown never.

use super::{Body, Choice, Form, Wrong, everybody};
use crate::rules::command::{Command, SetPin};
use crate::rules::id::StaffId;
use crate::rules::pin::Pin;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::ui::app::App;
use crate::ui::input::SecretLine;

/// The form of a PIN: of whoever the screen has chosen, else of whoever is at the keys.
pub fn open(app: &App) -> Form {
    let chosen = app.subject().staff.or_else(|| app.actor().cloned());
    let staff = Choice::new(everybody(app.floor())).with(chosen.as_ref().map(StaffId::as_str));
    let secret = || Body::Secret(SecretLine::default());
    let fields =
        vec![(FieldName::Staff, Body::Choice(staff)), (FieldName::NewPin, secret()), (FieldName::PinAgain, secret())];
    let focus = if chosen.is_some() { FieldName::NewPin } else { FieldName::Staff };
    Form::new(FormTitle::SetPin, fields).at(focus)
}

/// Sets it; the desk without anybody at the keys sets it as the person themself.
pub fn command(form: &Form, app: &App) -> Result<(Command, Option<StaffId>), Wrong> {
    let staff = StaffId::from(form.needed(FieldName::Staff)?);
    let pin = form.new_pin().filter(Pin::is_sound).ok_or((FieldName::NewPin, Trouble::NotAPin))?;
    if form.pin(FieldName::PinAgain) != Some(pin) {
        return Err((FieldName::PinAgain, Trouble::NotTheSame));
    }
    let by = app.actor().is_none().then(|| staff.clone());
    Ok((SetPin { staff }.into(), by))
}

impl Form {
    /// The new PIN typed in the form.
    pub fn new_pin(&self) -> Option<Pin> {
        self.pin(FieldName::NewPin)
    }

    fn pin(&self, name: FieldName) -> Option<Pin> {
        match &self.field(name)?.body {
            Body::Secret(line) => Some(Pin::typed(line.digits())),
            _ => None,
        }
    }
}
