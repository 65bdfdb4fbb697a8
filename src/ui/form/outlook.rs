//! What sending a form would do, asked of the rules while it is filled in.

use super::{Form, deposit, order};
use crate::desk::NotDone;
use crate::rules::event::{Entry, Event};
use crate::rules::refusal::Code;
use crate::text::form::{FieldName, FormTitle, Word};
use crate::text::{calls, refusal, rulebook, told};
use crate::ui::app::App;

/// What would come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// A line, or several one below the other.
    pub text: String,
    /// Whether it would be refused.
    pub refused: bool,
}

impl Form {
    /// Asks the rules what sending the form as it stands would do. A form that is not filled in yet
    /// has no outlook.
    pub fn foresee(&mut self, app: &App) {
        self.outlook = self.outlook_now(app);
    }

    fn outlook_now(&self, app: &App) -> Option<Outlook> {
        if matches!(self.title, FormTitle::Filter | FormTitle::SetPin) {
            return None;
        }
        if let Some(text) = self.about_line(app) {
            return Some(Outlook { text, refused: false });
        }
        if order::changes_order(self.title) {
            return order::outlook(self, app);
        }
        let (command, by) = self.command(app).ok().or_else(|| deposit::supposed(self, app))?;
        let mut submission = app.submission(command);
        submission.by = by.or(submission.by);
        let lang = app.lang();
        match app.preview(&submission) {
            Ok(entry) if rulebook::before_and_after(lang, app.floor(), &entry.header.command).is_some() => {
                let text = rulebook::before_and_after(lang, app.floor(), &entry.header.command)?;
                Some(Outlook { text, refused: false })
            }
            Ok(entry) => {
                let has_consequence = has_consequence(&entry);
                let text = format!("{}{}", Word::Would.get(lang), told::told(lang, app.floor(), &entry));
                has_consequence.then_some(Outlook { text, refused: false })
            }
            Err(NotDone::Refused(why)) if why.code == Code::IncompleteInquiry => {
                Some(Outlook { text: calls::lacks(lang, &self.lacking()), refused: true })
            }
            Err(NotDone::Refused(why)) if why.code != Code::QuestionsUnanswered => {
                Some(Outlook { text: refusal::sentence(lang, app.floor(), &why), refused: true })
            }
            // A fault is said by the one place that gives commands; the questions are asked then.
            Err(_) => None,
        }
    }
}

impl Form {
    /// What an inquiry sheet still lacks (rule 23).
    fn lacking(&self) -> Vec<FieldName> {
        let sheet = [FieldName::Phone, FieldName::Name, FieldName::Needs];
        sheet.into_iter().filter(|name| self.text(*name).is_none()).collect()
    }
}

/// Whether somebody is given a client or a call by it, or charged: only then is there anything to foresee.
fn has_consequence(entry: &Entry) -> bool {
    entry.events.iter().any(|event| {
        matches!(
            event,
            Event::VisitRouted { .. }
                | Event::CallStarted { .. }
                | Event::ViolationRecorded { .. }
                | Event::OwnerChanged { .. }
                | Event::RequestMade { .. }
        )
    })
}
