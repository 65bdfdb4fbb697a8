//! An arrival.

use super::{Body, Choice, Form, Lookup, Received, Wrong, line, salespeople, with_none};
use crate::desk::ask::client_of_phone;
use crate::register::fault::Fault;
use crate::rules::command::{Command, RegisterArrival};
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::ui::action::Place;
use crate::ui::app::App;

pub fn open(app: &App) -> Result<Form, Fault> {
    // A client chosen on the screen has come again: they need not be looked for. Elsewhere the row gone to
    // was not gone to for the sake of its client.
    let chosen_there = matches!(app.place, Place::Clients | Place::Calls);
    let client = app.subject().client.filter(|_| chosen_there);
    let lookup = match &client {
        Some(client) => Lookup { by: super::lookup::By::Number, ..Lookup::client(app, Some(client))? },
        None => Lookup::number(),
    };
    let staff = || Body::Choice(Choice::new(with_none(app.lang(), salespeople(app.floor()))));
    Ok(Form::new(
        FormTitle::Arrival,
        vec![
            (FieldName::Phone, Body::Client(lookup)),
            (FieldName::Name, line()),
            (FieldName::AsksFor, staff()),
            (FieldName::RecognisedBy, staff()),
            (FieldName::Referrer, line()),
            (FieldName::Company, line()),
            (FieldName::Household, line()),
            (FieldName::Party, line()),
            (FieldName::Source, line()),
            (FieldName::Note, line()),
        ],
    ))
}

pub fn command(form: &Form, app: &App) -> Result<Command, Wrong> {
    let lookup = form.lookup(FieldName::Phone);
    let picked = lookup.and_then(|lookup| lookup.picked.and_then(|at| lookup.matches.get(at)));
    let client = picked.map(|found| found.client.clone());
    // The digits that found a chosen client need not be a whole number.
    let phone = if client.is_some() { form.phone().unwrap_or(None) } else { form.phone()? };
    let party = match form.text(FieldName::Party) {
        Some(text) => Some(text.parse().map_err(|_| (FieldName::Party, Trouble::NotANumber))?),
        None => None,
    };
    let referred_by = match form.text(FieldName::Referrer) {
        // A register that cannot be read says so when the command is given.
        Some(text) => {
            let found = client_of_phone(&app.desk, &text).ok().flatten();
            Some(found.ok_or((FieldName::Referrer, Trouble::UnknownNumber))?)
        }
        None => None,
    };
    Ok(Command::RegisterArrival(RegisterArrival {
        name: form.text(FieldName::Name),
        phone,
        company: form.text(FieldName::Company),
        household: form.text(FieldName::Household),
        party,
        client,
        been_before: form.been_before,
        received_by: form.received_by.as_ref().map(|received| match received {
            Received::By(staff) => Some(staff.clone()),
            Received::Forgotten => None,
        }),
        asks_for: form.staff(FieldName::AsksFor),
        recognised_by: form.staff(FieldName::RecognisedBy),
        referred_by,
        source: form.text(FieldName::Source),
        note: form.text(FieldName::Note),
        ..RegisterArrival::default()
    }))
}
