//! Questions that need the rules and the register together, and change nothing.

use super::Desk;
use crate::register::fault::Fault;
use crate::register::{find, query};
use crate::rules::command::{Command, Undo};
use crate::rules::decide::Draft;
use crate::rules::event::Header;
use crate::rules::facts::{Facts, Overlay};
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, StaffId};
use crate::rules::ownership;
use crate::rules::phone;
use crate::rules::protection::{self, Protection};
use crate::rules::time::Timestamp;

/// A draft that nothing is recorded in: the rules' own view of the register, for reading.
fn reading<'a>(floor: &Floor, facts: &'a dyn Facts) -> Draft<'a> {
    let at = floor.clock.unwrap_or_else(|| Timestamp::from_micros(0, 0));
    let command = Command::Undo(Undo {});
    let header = Header {
        seq: 0,
        at,
        at_given: true,
        by: None,
        request: None,
        command,
        policy_version: floor.policy_version,
        answered: None,
    };
    Draft {
        floor: floor.clone(),
        facts: Overlay::new(facts),
        header,
        proof: None,
        events: Vec::new(),
        as_manager: false,
    }
}

/// To whom a client belongs, as the rules see it now.
///
/// # Errors
/// When the register cannot be read.
pub fn owner_of(desk: &Desk, id: &ClientId) -> Result<Option<StaffId>, Fault> {
    let facts = desk.register().facts();
    let owner = facts.client(id).and_then(|client| {
        let draft = reading(desk.floor(), &facts);
        ownership::owner_of(&draft, &client, None).owner
    });
    facts.check()?;
    Ok(owner)
}

/// To whom each of these clients belongs, as the rules see it now.
///
/// # Errors
/// When the register cannot be read.
pub fn owners_of(desk: &Desk, ids: &[ClientId]) -> Result<Vec<Option<StaffId>>, Fault> {
    let facts = desk.register().facts();
    let draft = reading(desk.floor(), &facts);
    let owner = |id: &ClientId| ownership::owner_of(&draft, &facts.client(id)?, None).owner;
    let owners = ids.iter().map(owner).collect();
    facts.check()?;
    Ok(owners)
}

/// Whether somebody who may not read a client's numbers must not be shown that this client was found:
/// digits were typed that the numbers hold, and that would tell what is masked, piece by piece.
///
/// # Errors
/// When the register cannot be read.
pub fn is_veiled(desk: &Desk, id: &ClientId, typed: &str) -> Result<bool, Fault> {
    let readings = find::digits_typed(typed);
    if readings.is_empty() {
        return Ok(false);
    }
    let phones = query::phones_of(desk.register(), id)?;
    let mut held = phones.iter().flat_map(|phone| readings.iter().map(move |typed| (phone, typed)));
    let mut is_held = false;
    let is_told = held.any(|(phone, typed)| {
        is_held |= phone::digits(phone).contains(typed.as_str());
        phone::may_confirm(phone, typed)
    });
    Ok(is_held && !is_told)
}

/// The client who has this number, to the last digit.
///
/// # Errors
/// When the register cannot be read.
pub fn client_of_phone(desk: &Desk, text: &str) -> Result<Option<ClientId>, Fault> {
    let Some(phone) = phone::normalise(text) else { return Ok(None) };
    let facts = desk.register().facts();
    let found = facts.client_by_phone(&phone);
    facts.check()?;
    Ok(found)
}

/// A client's protection, where it can lapse.
///
/// # Errors
/// When the register cannot be read.
pub fn protection_of(desk: &Desk, id: &ClientId) -> Result<Option<Protection>, Fault> {
    if desk.floor().policies.protection_days == 0 {
        return Ok(None);
    }
    let facts = desk.register().facts();
    let draft = reading(desk.floor(), &facts);
    let found = facts.client(id).and_then(|client| protection::protection(&draft, &client));
    facts.check()?;
    Ok(found)
}

/// The clients whose protection ends within so many days (the last stretch, when nothing is said), the
/// next one first; of one owner, when one is named.
///
/// # Errors
/// When the register cannot be read.
pub fn about_to_lapse(
    desk: &Desk,
    days: Option<u32>,
    by: Option<&StaffId>,
) -> Result<Vec<(ClientId, Protection)>, Fault> {
    let facts = desk.register().facts();
    let draft = reading(desk.floor(), &facts);
    let mut found: Vec<(ClientId, Protection)> = protection::candidates(&draft, days)
        .into_iter()
        .filter_map(|id| {
            let client = facts.client(&id).filter(|client| client.id == id)?;
            let protection = protection::protection(&draft, &client)?;
            let is_wanted = !protection.has_lapsed()
                && days.map_or(protection.is_soon, |days| protection.days_left <= i64::from(days))
                && by.is_none_or(|by| *by == protection.owner);
            is_wanted.then_some((id, protection))
        })
        .collect();
    facts.check()?;
    found.sort_by_key(|(id, protection)| (protection.until, id.clone()));
    Ok(found)
}
