//! What the log is to show: a person, a client, a kind of entry, a day.

use super::{Body, Choice, Form, Lookup, Opt, Wrong, everybody, filled, with_none};
use crate::register::fault::Fault;
use crate::register::journal::{Filter, Kind};
use crate::register::spelling;
use crate::rules::id::StaffId;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::{moment, told};
use crate::ui::app::App;

/// The form, filled in with what the log shows now.
///
/// # Errors
/// When the register cannot be read.
pub fn open(app: &App) -> Result<Form, Fault> {
    let (lang, filter) = (app.lang(), &app.screens.log.filter);
    let staff = Choice::new(with_none(lang, everybody(app.floor())));
    let kinds = Kind::ALL.iter().enumerate().map(|(at, kind)| Opt {
        value: Some(at.to_string()),
        label: told::kind(lang, *kind).to_owned(),
        search: std::iter::once(told::kind(lang, *kind).to_owned())
            .chain(spelling::keys(told::kind(lang, *kind)))
            .collect(),
    });
    let kinds = Choice::new(with_none(lang, kinds.collect()));
    let kind = filter.kind.and_then(|kind| Kind::ALL.iter().position(|other| *other == kind));
    let day = filter.date.map_or_else(String::new, |date| date.to_string());
    Ok(Form::new(
        FormTitle::Filter,
        vec![
            (FieldName::Staff, Body::Choice(staff.with(filter.staff.as_ref().map(StaffId::as_str)))),
            (FieldName::Client, Body::Client(Lookup::client(app, filter.client.as_ref())?)),
            (FieldName::Kind, Body::Choice(kinds.with(kind.map(|at| at.to_string()).as_deref()))),
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
        let kind = self.text(FieldName::Kind).and_then(|at| Kind::ALL.get(at.parse::<usize>().ok()?).copied());
        Ok(Filter { staff: self.staff(FieldName::Staff), client, kind, date })
    }
}
