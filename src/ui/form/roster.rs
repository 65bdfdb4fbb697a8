//! The reason for a change of what was published; the rest of the publication is the week's draft.

use super::{Form, Wrong, line};
use crate::rules::command::Command;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::ui::app::App;
use crate::ui::screen::roster;

pub fn open() -> Form {
    Form::new(FormTitle::PublishRoster, vec![(FieldName::Reason, line())])
}

pub fn command(form: &Form, app: &App) -> Result<Command, Wrong> {
    let reason = form.needed(FieldName::Reason)?;
    // A draft that another terminal has published meanwhile has nothing left to publish.
    roster::command(app, Some(reason)).ok_or((FieldName::Reason, Trouble::NothingLeft))
}
