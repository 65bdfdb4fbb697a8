//! A unit for sale.

use super::{Form, Wrong, line, unit_id};
use crate::rules::command::{AddUnit, Command};
use crate::rules::id::is_valid;
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::money;

pub fn open() -> Form {
    let fields = vec![(FieldName::Unit, line()), (FieldName::Price, line()), (FieldName::Layout, line())];
    Form::new(FormTitle::AddUnit, fields)
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
    let layout = form.text(FieldName::Layout);
    Ok(Command::AddUnit(AddUnit { unit: unit_id(&unit), price_fen, layout, area_cm2: None }))
}
