//! Someone new on the staff.

use super::{Body, Choice, Form, Opt, Wrong, line};
use crate::rules::command::{AddStaff, Command, Role};
use crate::text::form::{FieldName, FormTitle};
use crate::text::words;
use crate::ui::app::App;

const ROLES: [(Role, &str); 3] = [(Role::Sales, "s"), (Role::Office, "o"), (Role::Manager, "m")];

pub fn open(app: &App) -> Form {
    let roles = ROLES.map(|(role, code)| Opt {
        value: Some(code.to_owned()),
        label: words::role(app.lang(), role).to_owned(),
        search: vec![code.to_owned(), words::role(app.lang(), role).to_owned()],
    });
    let roles = Choice::new(roles.to_vec());
    Form::new(FormTitle::AddStaff, vec![(FieldName::Name, line()), (FieldName::Role, Body::Choice(roles))])
}

pub fn command(form: &Form, app: &App) -> Result<Command, Wrong> {
    let name = form.needed(FieldName::Name)?;
    let code = form.needed(FieldName::Role)?;
    let role = ROLES.iter().find(|(_, other)| *other == code).map_or(Role::Sales, |(role, _)| *role);
    Ok(Command::AddStaff(AddStaff { id: app.fresh_staff_id(&code), name, role, grade: None }))
}
