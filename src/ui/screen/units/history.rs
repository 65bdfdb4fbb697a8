//! Everything that happened to the unit gone to, in plain words.

use super::{client_name, readable};
use crate::register::fault::Fault;
use crate::register::query;
use crate::register::sales::{self, Buyer, UnitEntry, UnitStep};
use crate::rules::id::{ClientId, UnitId};
use crate::rules::time::Timestamp;
use crate::text::screen::Phrase;
use crate::text::units::{self, UnitWord};
use crate::text::width::{fit, width};
use crate::text::{because, told};
use crate::ui::app::App;
use crate::ui::modal::Reading;
use std::collections::BTreeSet;

/// Everything about the unit gone to.
///
/// # Errors
/// When the register cannot be read.
pub fn history(app: &App) -> Result<Option<Reading>, Fault> {
    let Some(unit) = app.screens.units.unit() else { return Ok(None) };
    let lang = app.lang();
    let entries = sales::unit_history(app.register(), &unit.id)?;
    let facts = [
        unit.layout.clone(),
        unit.area_cm2.map(|area| units::area(lang, area)),
        unit.price_fen.map(|fen| units::yuan(lang, fen)),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let mut lines = vec![facts.join("  "), String::new()];
    lines.retain(|line| !facts.is_empty() || !line.is_empty());
    let readable = readable(app, entries.iter().filter_map(|entry| buyer(&entry.step)))?;
    let mut told = told(app, &entries, &readable);
    told.extend(asked(app, &unit.id)?);
    told.sort_by_key(|line| line.at);
    let cells = told.iter().map(|line| width(&line.who)).max().unwrap_or(0);
    let line = |told: Told| {
        let at = units::moment(told.at, app.now, app.floor().zone);
        format!("{at}  {}  {}", fit(&told.who, cells), told.what)
    };
    lines.extend(told.into_iter().map(line));
    Ok(Some(Reading::new(unit.id.to_string(), lines)))
}

/// One line of a unit's history.
struct Told {
    at: Timestamp,
    who: String,
    what: String,
}

/// What a manager was asked for of a unit, and what was refused; what was granted is told as done.
fn asked(app: &App, unit: &UnitId) -> Result<Vec<Told>, Fault> {
    let (lang, floor) = (app.lang(), app.floor());
    let mut lines = Vec::new();
    for entry in query::entries_about(app.register(), &format!("u:{unit}"))? {
        let header = &entry.header;
        if header.answered.as_ref().is_some_and(|answered| answered.granted) {
            continue;
        }
        let who = header.by.as_ref().map_or(Phrase::Desk.get(lang), |staff| because::name(floor, staff));
        lines.push(Told { at: header.at, who: who.to_owned(), what: told::told(lang, floor, &entry) });
    }
    Ok(lines)
}

/// What happened, oldest first, with the holds that came to their end by themselves.
fn told(app: &App, entries: &[UnitEntry], readable: &BTreeSet<ClientId>) -> Vec<Told> {
    let lang = app.lang();
    let mut lines = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let who = entry.by.as_ref().map_or(Phrase::Desk.get(lang), |staff| because::name(app.floor(), staff));
        lines.push(Told { at: entry.at, who: who.to_owned(), what: what(app, entry, readable) });
        let next = entries.get(at + 1).map_or(app.now, |next| next.at);
        if let UnitStep::Held { until, .. } = &entry.step
            && *until <= next
        {
            lines.push(Told { at: *until, who: String::new(), what: UnitWord::Lapsed.get(lang).to_owned() });
        }
    }
    lines
}

/// The client whom a step was about.
const fn buyer(step: &UnitStep) -> Option<&Buyer> {
    match step {
        UnitStep::Held { client, .. } | UnitStep::Deposited { client, .. } | UnitStep::Refunded { client, .. } => {
            Some(client)
        }
        UnitStep::Added(_) | UnitStep::Released | UnitStep::Signed { .. } => None,
    }
}

fn what(app: &App, entry: &UnitEntry, readable: &BTreeSet<ClientId>) -> String {
    let lang = app.lang();
    let name = |client: &Buyer| client_name(app, client, readable);
    match &entry.step {
        UnitStep::Added(price_fen) => units::added(lang, *price_fen),
        UnitStep::Held { client, until } => {
            units::held(lang, &name(client), &units::moment(*until, app.now, app.floor().zone))
        }
        UnitStep::Released => units::released(lang).to_owned(),
        UnitStep::Deposited { client, amount_fen, .. } => units::deposited(lang, &name(client), *amount_fen),
        UnitStep::Refunded { client, reason, .. } => {
            let reason = reason.as_deref().filter(|_| readable.contains(&client.id));
            units::refunded(lang, &name(client), reason)
        }
        UnitStep::Signed { deposit } => units::signed(lang, deposit.as_str()),
    }
}
