//! A deposit on a unit.

use super::{Body, Choice, Form, Opt, Wrong, line, salespeople, unit_id, with_none};
use crate::register::fault::Fault;
use crate::register::{board, query};
use crate::rules::command::{Command, Submission, TakeDeposit};
use crate::rules::id::StaffId;
use crate::rules::phone::mask;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::screen::{self, Phrase};
use crate::text::{because, client, money};
use crate::ui::app::App;

pub fn open(app: &App) -> Result<Form, Fault> {
    let states = board::units_not_free(app.register(), app.now)?;
    let units = query::units(app.register())?.into_iter().map(|unit| Opt {
        label: [
            Some(unit.id.to_string()),
            states.get(&unit.id).map(|state| screen::unit_state(app.lang(), state).to_owned()),
            unit.price_fen.map(money::figures),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("  "),
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

/// What must be read before a deposit is taken, for it cannot be undone.
///
/// # Errors
/// When the register cannot be read.
pub fn check(app: &App, submission: &Submission) -> Result<Option<Vec<String>>, Fault> {
    let Command::TakeDeposit(deposit) = &submission.command else { return Ok(None) };
    let lang = app.lang();
    let yuan = Phrase::Yuan.get(lang);
    let card = query::client_card(app.register(), &deposit.client)?;
    let name = client::name(lang, card.as_ref().and_then(|card| card.name.as_deref()));
    let phone = card.and_then(|card| card.phone).map(|phone| mask(&phone)).unwrap_or_default();
    let units = query::units(app.register())?;
    let price = units.iter().find(|unit| unit.id == deposit.unit).and_then(|unit| unit.price_fen);
    let price = price.map(|price| format!("{} {} {yuan}", FieldName::Price.get(lang), money::figures(price)));
    let handler = submission.by.as_ref().map(|staff| because::name(app.floor(), staff));
    let handler = handler.map(|name| format!("{} {name}", FieldName::Handler.get(lang)));
    let amount = money::figures(deposit.amount_fen);
    let lines = [
        Some(format!("{}  {name} {phone}", deposit.unit)),
        price,
        Some(format!("{} {amount} {yuan}", FormTitle::Deposit.get(lang))),
        Some(money::capitals(deposit.amount_fen)),
        handler,
    ];
    Ok(Some(lines.into_iter().flatten().collect()))
}
