//! A deposit on a unit, and its way back.

use super::{Body, Choice, Form, Lookup, Opt, Wrong, filled, line, salespeople, unit_id, with_none};
use crate::register::fault::Fault;
use crate::register::{board, query};
use crate::rules::command::{Command, RefundDeposit, Submission, TakeDeposit};
use crate::rules::id::{DepositId, StaffId, UnitId};
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
    let subject = app.subject();
    let unit = Choice::new(with_none(app.lang(), units.collect())).with(subject.unit.as_ref().map(UnitId::as_str));
    let handler = Choice::new(with_none(app.lang(), salespeople(app.floor())));
    let handler = handler.with(app.actor().map(StaffId::as_str));
    Ok(Form::new(
        FormTitle::Deposit,
        vec![
            (FieldName::Client, Body::Client(Lookup::client(app, subject.client.as_ref())?)),
            (FieldName::Unit, Body::Choice(unit)),
            (FieldName::Amount, line()),
            (FieldName::Handler, Body::Choice(handler)),
        ],
    ))
}

pub fn command(form: &Form) -> Result<(Command, Option<StaffId>), Wrong> {
    let client = form.client(FieldName::Client)?;
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

/// The form of a refund.
pub fn open_refund(app: &App) -> Form {
    let deposit = app.subject().deposit.map_or_else(String::new, |deposit| deposit.to_string());
    Form::new(FormTitle::Refund, vec![(FieldName::Deposit, filled(&deposit)), (FieldName::Reason, line())])
        .at(if deposit.is_empty() { FieldName::Deposit } else { FieldName::Reason })
}

/// A refund.
pub fn refund(form: &Form) -> Result<Command, Wrong> {
    let deposit = DepositId::from(form.needed(FieldName::Deposit)?);
    Ok(Command::RefundDeposit(RefundDeposit { deposit, reason: form.needed(FieldName::Reason)? }))
}
