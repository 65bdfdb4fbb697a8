//! What is entered about a client of the register: a link to another, a transfer.

use super::{Body, Choice, Form, Lookup, Opt, Wrong, line, salespeople, with_none};
use crate::register::fault::Fault;
use crate::rules::command::{Command, GroupKind, LinkClients, TransferClient};
use crate::rules::id::StaffId;
use crate::text::form::{FieldName, FormTitle, Word};
use crate::ui::app::App;

const HOUSEHOLD: &str = "household";
const COMPANY: &str = "company";

fn about(app: &App) -> Result<(Body, bool), Fault> {
    let client = app.subject().client;
    Ok((Body::Client(Lookup::client(app, client.as_ref())?), client.is_some()))
}

/// The form of a link.
///
/// # Errors
/// When the register cannot be read.
pub fn open_link(app: &App) -> Result<Form, Fault> {
    let (client, is_known) = about(app)?;
    let kinds = [(HOUSEHOLD, Word::Household), (COMPANY, Word::Company)].map(|(code, word)| Opt {
        value: Some(code.to_owned()),
        label: word.get(app.lang()).to_owned(),
        search: vec![code.to_owned(), word.get(app.lang()).to_owned()],
    });
    let form = Form::new(
        FormTitle::Link,
        vec![
            (FieldName::Client, client),
            (FieldName::With, Body::Client(Lookup::client(app, None)?)),
            (FieldName::GroupKind, Body::Choice(Choice::new(kinds.to_vec()))),
        ],
    );
    Ok(form.at(if is_known { FieldName::With } else { FieldName::Client }))
}

/// A link.
pub fn link(form: &Form) -> Result<Command, Wrong> {
    let (client, with) = (form.client(FieldName::Client)?, form.client(FieldName::With)?);
    let is_household = form.needed(FieldName::GroupKind)? == HOUSEHOLD;
    let kind = if is_household { GroupKind::Household } else { GroupKind::Company };
    Ok(Command::LinkClients(LinkClients { client, with, kind }))
}

/// The form of a transfer.
///
/// # Errors
/// When the register cannot be read.
pub fn open_transfer(app: &App) -> Result<Form, Fault> {
    let (client, is_known) = about(app)?;
    let staff = Body::Choice(Choice::new(with_none(app.lang(), salespeople(app.floor()))));
    let form = Form::new(
        FormTitle::Transfer,
        vec![(FieldName::Client, client), (FieldName::To, staff), (FieldName::Reason, line())],
    );
    Ok(form.at(if is_known { FieldName::To } else { FieldName::Client }))
}

/// A transfer.
pub fn transfer(form: &Form) -> Result<Command, Wrong> {
    Ok(Command::TransferClient(TransferClient {
        client: form.client(FieldName::Client)?,
        to: StaffId::from(form.needed(FieldName::To)?),
        reason: form.needed(FieldName::Reason)?,
    }))
}
