//! What the log is to show: a person, a client, a kind of entry, a day.

use super::{Body, Choice, Form, Lookup, Wrong, filled, salespeople, with_none};
use crate::register::fault::Fault;
use crate::rules::id::StaffId;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::moment;
use crate::ui::app::App;
use crate::ui::screen::log::Filter;

/// The form, filled in with what the log shows now.
///
/// # Errors
/// When the register cannot be read.
pub fn open(app: &App) -> Result<Form, Fault> {
    let filter = &app.screens.log.filter;
    let staff = Choice::new(with_none(app.lang(), salespeople(app.floor())));
    let day = filter.date.map_or_else(String::new, |date| date.to_string());
    Ok(Form::new(
        FormTitle::Filter,
        vec![
            (FieldName::Staff, Body::Choice(staff.with(filter.staff.as_ref().map(StaffId::as_str)))),
            (FieldName::Client, Body::Client(Lookup::client(app, filter.client.as_ref())?)),
            (FieldName::Day, filled(&day)),
        ],
    ))
}

impl Form {
    /// What the log is to show.
    ///
    /// # Errors
    /// The first field that is not right.
    pub fn filter(&self, app: &App) -> Result<Filter, Wrong> {
        let today = app.now.date(app.floor().zone);
        let date = match self.text(FieldName::Day) {
            Some(text) => Some(moment::read_date(&text, today).ok_or((FieldName::Day, Trouble::NotADate))?),
            None => None,
        };
        let client = self.lookup(FieldName::Client).and_then(Lookup::chosen).map(|found| found.client.clone());
        if client.is_none() && self.text(FieldName::Client).is_some() {
            return Err((FieldName::Client, Trouble::NoClient));
        }
        Ok(Filter { staff: self.staff(FieldName::Staff), client, date })
    }
}
