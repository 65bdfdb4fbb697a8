//! How the commission on a client is shared: the owner and one other.

use super::{Body, Choice, Form, Lookup, Wrong, line, salespeople, with_none};
use crate::desk::ask;
use crate::register::fault::Fault;
use crate::rules::command::{AgreeCommission, Command};
use crate::rules::id::StaffId;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::ui::app::App;
use std::collections::BTreeMap;

/// Basis points of a whole commission, and of one percent of it.
const WHOLE_POINTS: i64 = 10_000;
const PERCENT_POINTS: i64 = 100;

/// The form.
///
/// # Errors
/// When the register cannot be read.
pub fn open(app: &App) -> Result<Form, Fault> {
    let client = app.subject().client;
    let focus = if client.is_some() { FieldName::With } else { FieldName::Client };
    let staff = || Choice::new(with_none(app.lang(), salespeople(app.floor())));
    // The owner is one of the two: nobody need say so.
    let owner = client.as_ref().map(|client| ask::owner_of(&app.desk, client)).transpose()?.flatten();
    let owner = staff().with(owner.as_ref().map(StaffId::as_str));
    let form = Form::new(
        FormTitle::Agree,
        vec![
            (FieldName::Client, Body::Client(Lookup::client(app, client.as_ref())?)),
            (FieldName::Owner, Body::Choice(owner)),
            (FieldName::With, Body::Choice(staff())),
            (FieldName::Share, line()),
        ],
    );
    Ok(form.at(focus))
}

/// The agreement: with nobody chosen beside them, the owner has it all.
pub fn command(form: &Form) -> Result<Command, Wrong> {
    let client = form.client(FieldName::Client)?;
    let owner = StaffId::from(form.needed(FieldName::Owner)?);
    let Some(other) = form.staff(FieldName::With) else {
        return Ok(Command::AgreeCommission(AgreeCommission {
            client,
            shares: BTreeMap::from([(owner, WHOLE_POINTS)]),
        }));
    };
    if other == owner {
        return Err((FieldName::With, Trouble::OwnerAgain));
    }
    let percent = form.needed(FieldName::Share)?;
    let percent = percent.trim_end_matches('%').trim().parse::<i64>().ok().filter(|percent| (1..100).contains(percent));
    let points = percent.ok_or((FieldName::Share, Trouble::NotAShare))? * PERCENT_POINTS;
    let shares = BTreeMap::from([(owner, WHOLE_POINTS - points), (other, points)]);
    Ok(Command::AgreeCommission(AgreeCommission { client, shares }))
}
