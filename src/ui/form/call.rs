//! A telephone call.

use super::{Body, Choice, Form, Lookup, Wrong, line, salespeople, with_none};
use crate::register::fault::Fault;
use crate::register::phone_log;
use crate::rules::command::{Command, StartCall};
use crate::rules::fold::key;
use crate::text::form::{FieldName, FormTitle};
use crate::ui::app::App;

/// The form of a call; the projects that the register knows are offered for an inquiry (rule 23).
///
/// # Errors
/// When the register cannot be read.
pub fn open(app: &App) -> Result<Form, Fault> {
    let staff = Body::Choice(Choice::new(with_none(app.lang(), salespeople(app.floor()))));
    let projects = phone_log::projects(app.register())?;
    let form = Form::new(
        FormTitle::Call,
        vec![
            (FieldName::Phone, Body::Client(Lookup::number())),
            (FieldName::Name, line()),
            (FieldName::AsksFor, staff),
            (FieldName::Project, line()),
            (FieldName::Needs, line()),
        ],
    );
    Ok(Form { projects: projects.into_iter().map(|project| project.name).collect(), ..form })
}

impl Form {
    /// Whether the field typed in asks for a project, and some are known.
    pub fn offers_projects(&self) -> bool {
        !self.projects.is_empty() && self.focused().is_some_and(|field| field.name == FieldName::Project)
    }

    /// Puts a known project into the field: the one that what was typed begins, else the next one.
    pub(super) fn offer_project(&mut self, forward: bool) {
        let typed = key(&self.text(FieldName::Project).unwrap_or_default());
        let count = self.projects.len();
        let step = if forward { 1 } else { count - 1 };
        let at = self.projects.iter().position(|name| key(name) == typed).map(|at| (at + step) % count);
        let begun = || self.projects.iter().position(|name| key(name).starts_with(&typed));
        if let Some(name) = self.projects.get(at.or_else(begun).unwrap_or(0)).cloned() {
            self.fill(FieldName::Project, &name);
        }
    }
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
