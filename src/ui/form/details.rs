//! What a visitor says of themselves later.

use super::{Body, Choice, Form, Opt, Wrong, line, open_visits, visit_option};
use crate::register::fault::Fault;
use crate::register::query;
use crate::rules::command::{Command, RegisterDetails};
use crate::rules::id::{ClientId, VisitId};
use crate::text::form::{FieldName, FormTitle};
use crate::ui::app::App;
use crate::ui::board::shown;

/// The form: about a client that the screen has chosen, with their last visit, of whatever day.
///
/// # Errors
/// When the register cannot be read.
pub fn open(app: &App) -> Result<Form, Fault> {
    let subject = app.subject();
    let (visits, focus) = match (subject.client, subject.visit) {
        (Some(client), Some(visit)) => (vec![last_visit(app, &client, &visit)?], FieldName::Phone),
        _ => (open_visits(app), FieldName::Visit),
    };
    let form = Form::new(
        FormTitle::Details,
        vec![
            (FieldName::Visit, Body::Choice(Choice::new(visits))),
            (FieldName::Phone, line()),
            (FieldName::Name, line()),
            (FieldName::Company, line()),
            (FieldName::Household, line()),
            (FieldName::Note, line()),
        ],
    );
    Ok(form.at(focus))
}

fn last_visit(app: &App, client: &ClientId, visit: &VisitId) -> Result<Opt, Fault> {
    let receiver = app.floor().visit(visit).and_then(|visit| visit.receiver.as_ref());
    let option = visit_option(app, visit, receiver);
    let card = query::client_card(app.register(), client)?;
    let name = card.map(|card| shown(app.lang(), &card).name).unwrap_or_default();
    Ok(Opt { label: format!("{visit} {name}"), ..option })
}

pub fn command(form: &Form) -> Result<Command, Wrong> {
    Ok(Command::RegisterDetails(RegisterDetails {
        visit: VisitId::from(form.needed(FieldName::Visit)?),
        name: form.text(FieldName::Name),
        phone: form.phone()?,
        company: form.text(FieldName::Company),
        household: form.text(FieldName::Household),
        note: form.text(FieldName::Note),
        companion_phone: None,
        address: None,
    }))
}
