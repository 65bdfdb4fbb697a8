//! A deposit on a unit, and its way back.

use super::{Body, Choice, Form, Lookup, Opt, Wrong, filled, line, salespeople, unit_id, with_none};
use crate::register::fault::Fault;
use crate::register::query;
use crate::register::sales::UnitLine;
use crate::rules::command::{Command, RefundDeposit, Submission, TakeDeposit};
use crate::rules::id::{DepositId, StaffId, UnitId};
use crate::rules::phone::mask;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::screen::Phrase;
use crate::text::units::{Standing, UnitWord};
use crate::text::{because, client, money};
use crate::ui::app::App;
use std::collections::BTreeMap;

pub fn open(app: &App) -> Result<Form, Fault> {
    let subject = app.subject();
    let handler = Choice::new(with_none(app.lang(), salespeople(app.floor())));
    let handler = handler.with(app.actor().map(StaffId::as_str));
    let form = Form::new(
        FormTitle::Deposit,
        vec![
            (FieldName::Client, Body::Client(Lookup::client(app, subject.client.as_ref())?)),
            (FieldName::Unit, unit_choice(app, subject.unit.as_ref())?),
            (FieldName::Amount, line()),
            (FieldName::Handler, Body::Choice(handler)),
        ],
    );
    let focus = match (&subject.client, &subject.unit) {
        (None, _) => FieldName::Client,
        (Some(_), None) => FieldName::Unit,
        (Some(_), Some(_)) => FieldName::Amount,
    };
    Ok(form.at(focus))
}

/// A field in which a unit is chosen, by typing how its id begins.
///
/// # Errors
/// When the register cannot be read.
pub fn unit_choice(app: &App, unit: Option<&UnitId>) -> Result<Body, Fault> {
    let units = query::units(app.register())?.into_iter().map(|unit| {
        let id = unit.id.to_string();
        Opt { value: Some(id.clone()), label: id.clone(), search: vec![id] }
    });
    let choice = Choice::narrowed(with_none(app.lang(), units.collect()));
    Ok(Body::Choice(choice.with(unit.map(UnitId::as_str))))
}

/// Says beside each unit of the form how it stands now, and its price.
pub fn relabel(form: &mut Form, app: &App, board: &[UnitLine]) {
    let Some(field) = form.fields.iter_mut().find(|field| field.name == FieldName::Unit) else { return };
    let Body::Choice(choice) = &mut field.body else { return };
    let lines: BTreeMap<&str, &UnitLine> = board.iter().map(|unit| (unit.id.as_str(), unit)).collect();
    for option in &mut choice.options {
        let Some(unit) = option.value.as_deref().and_then(|id| lines.get(id)) else { continue };
        let word = Standing::of(&unit.state).word(app.lang());
        let price = unit.price_fen.map_or_else(String::new, |fen| format!("  {}", money::figures(fen)));
        option.label = format!("{}  {word}{price}", unit.id);
    }
}

/// The deposit that a form not filled in whole would be: the rules are asked about its client and unit.
pub fn supposed(form: &Form, app: &App) -> Option<(Command, Option<StaffId>)> {
    if form.title != FormTitle::Deposit {
        return None;
    }
    let client = form.client(FieldName::Client).ok()?;
    let unit = unit_id(&form.text(FieldName::Unit)?);
    // Whoever takes it, and however much it is: the unit and the client are what is asked about.
    let handler = form.staff(FieldName::Handler).or_else(|| app.floor().salespeople().next().cloned());
    Some((Command::TakeDeposit(TakeDeposit { deposit: None, unit, client, amount_fen: 1 }), handler))
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
        Some(format!("{} {}", UnitWord::Capitals.get(lang), money::capitals(deposit.amount_fen))),
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
