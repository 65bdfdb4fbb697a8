//! `lunpai protection`: the clients whose protection is about to end, as lines to print or as JSON.

use super::{Site, complain, say};
use crate::cli::read;
use crate::desk::ask::about_to_lapse;
use crate::register::fault::Fault;
use crate::register::query;
use crate::rules::id::StaffId;
use crate::rules::phone::mask;
use crate::text::because::name;
use crate::text::client;
use crate::text::hints::{Phrase, days_left};
use serde_json::{Value, json};

/// Arguments of `protection`.
#[derive(Debug, clap::Args)]
pub struct ProtectionArgs {
    /// Whose protection ends within so many days; the last quarter, a week at most, when left out.
    #[arg(long)]
    days: Option<u32>,
    /// Only one owner's clients; a staff id.
    #[arg(long)]
    by: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Prints them, whoever is lost first at the top; 1 when somebody named is not on the staff.
///
/// # Errors
/// When the register cannot be read.
pub fn run(site: &Site, args: &ProtectionArgs) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let (lang, floor) = (site.lang, desk.floor());
    let by = args.by.as_deref().map(StaffId::from);
    if by.as_ref().is_some_and(|by| floor.person(by).is_none()) {
        complain(lang.pick("没有这个人员，请核对编号。", "Nobody on the staff has this id. Check it."));
        return Ok(1);
    }
    let found = about_to_lapse(&desk, args.days, by.as_ref())?;
    if args.json {
        let clients: Vec<Value> = found
            .iter()
            .map(|(id, protection)| json!({ "client": id, "protection": read::protected(floor, protection) }))
            .collect();
        say(json!({ "protection_days": floor.policies.protection_days, "clients": clients }))?;
        return Ok(0);
    }
    if found.is_empty() {
        let is_off = floor.policies.protection_days == 0;
        say(if is_off { Phrase::ProtectionOff } else { Phrase::NobodyLapses }.get(lang))?;
    }
    for (id, protection) in &found {
        let card = query::client_card(desk.register(), id)?.unwrap_or_default();
        let (who, phone) = (client::name(lang, card.name.as_deref()), card.phone.as_deref().map(mask));
        let until = protection.until.in_zone(floor.zone).format("%Y-%m-%d %H:%M").to_string();
        let left = days_left(lang, protection.days_left, &until);
        say(format!("{id} {who} {}  {}  {left}", phone.unwrap_or_default(), name(floor, &protection.owner)))?;
    }
    Ok(0)
}
