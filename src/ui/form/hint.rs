//! Whom an arrival looks like, said while it is filled in: the same name with a number one slip away, or a
//! number of which a client's companion is known. Nobody learns more by it than the mask shows.

use super::{Form, Lookup};
use crate::desk::ask;
use crate::register::fault::Fault;
use crate::register::hints::{Around, Likely};
use crate::rules::phone;
use crate::text::form::FieldName;
use crate::text::hints;
use crate::ui::action::{Action, Task};
use crate::ui::app::App;
use crate::ui::keymap::Context;

impl Form {
    /// Looks again whom what is typed looks like. Nothing is looked for before the number is whole, nor where
    /// it is a client's already; the register is asked once a number, not at every letter.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub(super) fn hint(&mut self, app: &App) -> Result<(), Fault> {
        self.hint = None;
        let lookup = self.lookup(FieldName::Phone).filter(|lookup| lookup.chosen().is_none());
        let Some(typed) = lookup.and_then(|lookup: &Lookup| phone::normalise(lookup.line.value())) else {
            return Ok(());
        };
        if self.around.as_ref().is_none_or(|around| around.phone != typed) {
            self.around = Some(Around::of(app.register(), &typed)?);
        }
        let name = self.text(FieldName::Name);
        let alike = self.around.as_ref().map(|around| around.alike(name.as_deref())).unwrap_or_default();
        for likely in alike {
            self.hint = said(app, &likely, &typed)?;
            if self.hint.is_some() {
                break;
            }
        }
        Ok(())
    }
}

/// What may be said of a client to whoever is at the keys. To somebody who may not read their number, a slip
/// among its masked digits tells only that there is somebody of the very name, not who.
fn said(app: &App, likely: &Likely, typed: &str) -> Result<Option<String>, Fault> {
    let lang = app.lang();
    let owner = ask::owner_of(&app.desk, &likely.client)?;
    let knows_number = likely.number.as_deref().is_none_or(|number| phone::knows_hidden(number, typed));
    let is_named = app.may_read(owner.as_ref()) || knows_number;
    if !is_named && !likely.has_same_name {
        return Ok(None);
    }
    let shown = if is_named { app.matches_of(vec![likely.client.clone()])?.pop() } else { None };
    let who = shown.as_ref().map(|shown| (shown.name.as_str(), shown.phone.as_str()));
    let key = app.options.keymap.key_of(lang, Context::Board, Action::Open(Task::Alike));
    Ok(Some(hints::before_arrival(lang, who, likely.reason, &key)))
}
