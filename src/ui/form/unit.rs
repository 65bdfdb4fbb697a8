//! A unit for sale, and its hold for a client.

use super::{Body, Form, Lookup, Wrong, deposit, line, unit_id};
use crate::register::fault::Fault;
use crate::rules::command::{AddUnit, Command, HoldUnit};
use crate::rules::id::is_valid;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::{moment, money, units};
use crate::ui::app::App;

pub fn open() -> Form {
    let names = [FieldName::Unit, FieldName::Price, FieldName::Layout, FieldName::Area];
    Form::new(FormTitle::AddUnit, names.map(|name| (name, line())).to_vec())
}

pub fn command(form: &Form) -> Result<Command, Wrong> {
    let unit = form.needed(FieldName::Unit)?;
    if !is_valid(&unit) {
        return Err((FieldName::Unit, Trouble::NotAnId));
    }
    let price_fen = match form.text(FieldName::Price) {
        Some(text) => Some(money::parse_yuan(&text).ok_or((FieldName::Price, Trouble::NotAnAmount))?),
        None => None,
    };
    let area_cm2 = match form.text(FieldName::Area) {
        Some(text) => Some(units::read_area(&text).ok_or((FieldName::Area, Trouble::NotAnArea))?),
        None => None,
    };
    let layout = form.text(FieldName::Layout);
    Ok(Command::AddUnit(AddUnit { unit: unit_id(&unit), price_fen, layout, area_cm2 }))
}

/// The form of a hold.
///
/// # Errors
/// When the register cannot be read.
pub fn open_hold(app: &App) -> Result<Form, Fault> {
    let subject = app.subject();
    let focus = if subject.unit.is_none() { FieldName::Unit } else { FieldName::Client };
    let form = Form::new(
        FormTitle::Hold,
        vec![
            (FieldName::Unit, deposit::unit_choice(app, subject.unit.as_ref())?),
            (FieldName::Client, Body::Client(Lookup::client(app, subject.client.as_ref())?)),
            (FieldName::Until, line()),
        ],
    );
    Ok(form.at(focus))
}

/// A hold.
pub fn hold(form: &Form, app: &App) -> Result<Command, Wrong> {
    let unit = unit_id(&form.needed(FieldName::Unit)?);
    let client = form.client(FieldName::Client)?;
    let until = form.needed(FieldName::Until)?;
    let until = moment::read(&until, app.now, app.floor().zone).ok_or((FieldName::Until, Trouble::NotATime))?;
    Ok(Command::HoldUnit(HoldUnit { unit, client, until }))
}
