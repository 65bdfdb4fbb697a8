//! Another project, and where its callers are sent (rule 23).

use super::{Form, Wrong, line};
use crate::rules::command::{AddProject, Command};
use crate::text::form::{FieldName, FormTitle};

pub fn open() -> Form {
    Form::new(FormTitle::AddProject, vec![(FieldName::Project, line()), (FieldName::ReferTo, line())])
}

pub fn command(form: &Form) -> Result<Command, Wrong> {
    let name = form.needed(FieldName::Project)?;
    Ok(Command::AddProject(AddProject { name, refer_to: form.text(FieldName::ReferTo) }))
}
