//! A deposit on a unit.

use super::{Body, Choice, Form, Opt, Wrong, line, salespeople, unit_id, with_none};
use crate::register::fault::Fault;
use crate::register::query;
use crate::rules::command::{Command, TakeDeposit};
use crate::rules::id::StaffId;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::money;
use crate::ui::app::App;

pub fn open(app: &App) -> Result<Form, Fault> {
    let units = query::units(app.register())?.into_iter().map(|unit| Opt {
        label: match unit.price_fen {
            Some(price) => format!("{}  {}", unit.id, money::figures(price)),
            None => unit.id.to_string(),
        },
        search: vec![unit.id.to_string()],
        value: Some(unit.id.to_string()),
    });
    let handler = Choice::new(with_none(app.lang(), salespeople(app.floor())));
    let handler = handler.with(app.actor().map(StaffId::as_str));
    Ok(Form::new(
        FormTitle::Deposit,
        vec![
            (FieldName::Phone, line()),
            (FieldName::Unit, Body::Choice(Choice::new(with_none(app.lang(), units.collect())))),
            (FieldName::Amount, line()),
            (FieldName::Handler, Body::Choice(handler)),
        ],
    ))
}

pub fn command(form: &Form) -> Result<(Command, Option<StaffId>), Wrong> {
    let only = match form.matches.as_slice() {
        [only] => Some(only),
        _ => form.matches.iter().find(|found| found.exact),
    };
    let client = form.picked_client().or(only).ok_or((FieldName::Phone, Trouble::NoClient))?.client.clone();
    let unit = unit_id(&form.needed(FieldName::Unit)?);
    let amount = form.needed(FieldName::Amount)?;
    let amount_fen = money::parse_yuan(&amount).ok_or((FieldName::Amount, Trouble::NotAnAmount))?;
    let handler = StaffId::from(form.needed(FieldName::Handler)?);
    Ok((Command::TakeDeposit(TakeDeposit { deposit: None, unit, client, amount_fen }), Some(handler)))
}
