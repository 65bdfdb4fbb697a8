//! The reading commands as JSON: `state`, `client`, `unit`, exactly as `interface.md` has them.

use crate::desk::Desk;
use crate::desk::ask::{owner_of, protection_of};
use crate::register::fault::Fault;
use crate::register::query;
use crate::rules::command::GroupKind;
use crate::rules::event::Event;
use crate::rules::facts::{Facts, UnitStatus};
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, StaffId, UnitId};
use crate::rules::protection::Protection;
use serde_json::{Map, Value, json};

/// `lunpai state --json`.
#[must_use]
pub fn state(floor: &Floor) -> Value {
    let is_open = floor.date.is_some();
    let owed: Vec<_> = if is_open { floor.owed.iter().map(|owed| &owed.staff).collect() } else { Vec::new() };
    let staff: Map<String, Value> = floor.staff.keys().map(|id| (id.to_string(), person(floor, id))).collect();
    let inbox: Vec<Value> = floor
        .inbox
        .iter()
        .map(|item| json!({ "item": item.id, "kind": item.kind.code(), "about": item.about, "flag": item.flag.map(crate::rules::decision::Flag::code) }))
        .collect();
    json!({
        "date": floor.date,
        "order": floor.order,
        "next": floor.next,
        "call_next": floor.call_next,
        "assist_next": floor.assist_next,
        "owed": owed,
        "line": floor.line(),
        "waiting": floor.waiting,
        "staff": staff,
        "inbox": inbox,
    })
}

fn person(floor: &Floor, id: &StaffId) -> Value {
    let Some(person) = floor.person(id) else { return Value::Null };
    let tally = &person.tally;
    json!({
        "base": floor.base(id),
        "receiving": floor.receptions(id).map(|(visit, _)| visit).collect::<Vec<_>>(),
        "calls": floor.calls_of(id).collect::<Vec<_>>(),
        "suspended": person.is_suspended(),
        "suspension_days": person.suspension_days(),
        "passed": tally.passed,
        "taken": tally.taken,
        "made_up": tally.made_up,
        "consumed": tally.consumed,
        "owed_granted": tally.owed_granted,
        "capped": tally.capped,
        "forfeited": tally.forfeited,
        "expired": tally.expired,
        "carried": tally.carried,
        "prepaid": person.prepaid.len(),
    })
}

/// `lunpai client ID --json`; nothing for a client that is unknown.
///
/// # Errors
/// When the register cannot be read.
pub fn client(desk: &Desk, id: &ClientId) -> Result<Option<Value>, Fault> {
    let register = desk.register();
    let facts = register.facts();
    let found = facts.client(id);
    facts.check()?;
    let Some(client) = found else { return Ok(None) };
    let mut history = Vec::new();
    for entry in query::entries_about(register, &format!("c:{}", client.id))? {
        let events: Vec<&str> = entry.events.iter().map(Event::kind).collect();
        history.push(json!({
            "seq": entry.header.seq,
            "at": entry.header.at,
            "by": entry.header.by,
            "do": entry.header.command.name(),
            "events": events,
        }));
    }
    let zone = desk.floor().zone;
    let first_contact = client.first_contact.map(|at| at.in_zone(zone).to_rfc3339());
    let household = client.group(GroupKind::Household);
    let company = client.group(GroupKind::Company);
    let mut shown = json!({
        "client": client.id,
        "owner": owner_of(desk, &client.id)?,
        "first_contact": first_contact,
        "group": household.or(company),
        "household": household,
        "company": company,
        "closed": client.is_closed(),
        "visits": query::visits_of(register, &client.id)?,
        "history": history,
    });
    if let (Value::Object(fields), Some(protection)) = (&mut shown, protection_of(desk, &client.id)?) {
        fields.insert("protection".to_owned(), protected(desk.floor(), &protection));
    }
    Ok(Some(shown))
}

/// A client's protection as JSON.
#[must_use]
pub fn protected(floor: &Floor, protection: &Protection) -> Value {
    json!({
        "owner": protection.owner,
        "seen": protection.seen.in_zone(floor.zone).to_rfc3339(),
        "until": protection.until.in_zone(floor.zone).to_rfc3339(),
        "days_left": protection.days_left,
        "soon": protection.is_soon,
    })
}

/// `lunpai unit ID --json`; nothing for a unit that is unknown.
///
/// # Errors
/// When the register cannot be read.
pub fn unit(desk: &Desk, id: &UnitId) -> Result<Option<Value>, Fault> {
    let facts = desk.register().facts();
    let status = facts.unit(id);
    facts.check()?;
    let now = desk.floor().clock;
    Ok(status.map(|status| {
        let (word, deposit, client, held_until) = match status {
            UnitStatus::Held { client, until } if now.is_none_or(|now| until > now) => {
                ("held", None, Some(client), Some(until.in_zone(desk.floor().zone).to_rfc3339()))
            }
            UnitStatus::Available | UnitStatus::Held { .. } => ("available", None, None, None),
            UnitStatus::Reserved { deposit, client, .. } => ("reserved", Some(deposit), Some(client), None),
            UnitStatus::Sold { deposit, client, .. } => ("sold", Some(deposit), Some(client), None),
        };
        json!({ "unit": id, "status": word, "deposit": deposit, "client": client, "held_until": held_until })
    }))
}
