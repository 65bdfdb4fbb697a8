//! Forms about something that stands open already: a request to make, a request to refuse, a ruling.
//! Each asks for words alone.

use super::{Form, Wrong, line};
use crate::rules::asked::Asked;
use crate::rules::command::{Answer, Ask, Command, RuleCase};
use crate::rules::id::{ItemId, ViolationId, VisitId};
use crate::text::approval;
use crate::text::form::{FieldName, FormTitle};
use crate::ui::app::App;

/// What a form is about besides its fields.
#[derive(Clone, Debug)]
pub enum Pending {
    /// A command that a manager is asked for.
    Ask(Box<Command>),
    /// A request that is refused.
    Refuse(ItemId),
    /// A visit that is ruled on.
    Rule(VisitId),
}

impl Form {
    /// The form about something that stands open.
    pub fn pending(about: Pending) -> Self {
        let (title, fields) = match &about {
            Pending::Ask(_) => (FormTitle::Ask, vec![(FieldName::Reason, line())]),
            Pending::Refuse(_) => (FormTitle::Refuse, vec![(FieldName::Reason, line())]),
            Pending::Rule(_) => (FormTitle::Rule, vec![(FieldName::Ruling, line()), (FieldName::Violation, line())]),
        };
        let mut form = Self::new(title, fields);
        form.about = Some(about);
        form
    }

    /// The command of such a form.
    pub(super) fn about_command(&self) -> Result<Command, Wrong> {
        match &self.about {
            Some(Pending::Ask(command)) => {
                let command = Asked::from((**command).clone());
                Ok(Ask { command, reason: self.text(FieldName::Reason) }.into())
            }
            Some(Pending::Refuse(item)) => {
                let reason = Some(self.needed(FieldName::Reason)?);
                Ok(Answer { item: item.clone(), grant: false, reason }.into())
            }
            Some(Pending::Rule(visit)) => Ok(RuleCase {
                visit: visit.clone(),
                ruling: self.needed(FieldName::Ruling)?,
                violation: self.text(FieldName::Violation).map(ViolationId::from),
            }
            .into()),
            None => Err((FieldName::Reason, crate::text::form::Trouble::Needed)),
        }
    }

    /// What the form is about, in one line.
    pub(super) fn about_line(&self, app: &App) -> Option<String> {
        match self.about.as_ref()? {
            Pending::Ask(command) => Some(approval::asked(app.lang(), app.floor(), command)),
            Pending::Refuse(item) => crate::ui::approval::wanted(app, item),
            Pending::Rule(visit) => Some(visit.to_string()),
        }
    }
}
