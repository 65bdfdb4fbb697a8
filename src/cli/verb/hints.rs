//! `lunpai hints`: clients who may be one, or belong together, as lines to print or as JSON.

use super::{Site, complain, say};
use crate::register::fault::Fault;
use crate::register::hints::{Hint, all, of_client};
use crate::register::{Register, query};
use crate::rules::id::ClientId;
use crate::rules::likeness::Likeness;
use crate::rules::phone::mask;
use crate::text::hints::{Phrase, more, reasons};
use crate::text::{Lang, client};
use serde_json::{Value, json};

/// Arguments of `hints`.
#[derive(Debug, clap::Args)]
pub struct HintsArgs {
    /// A client's id: only whom they look like.
    client: Option<String>,
    /// The most pairs listed.
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Prints the pairs, the strongest reasons first; 1 when the client is unknown.
///
/// # Errors
/// When the register cannot be read.
pub fn run(site: &Site, args: &HintsArgs) -> Result<u8, Fault> {
    let register = site.register()?;
    let (hints, has_more) = match &args.client {
        None => all(&register, args.limit)?,
        Some(id) => {
            let id = ClientId::from(id.as_str());
            if query::client_id(&register, &id)?.is_none() {
                complain(
                    site.lang
                        .pick("登记本里没有这位客户，请核对编号。", "The register has no such client. Check the id."),
                );
                return Ok(1);
            }
            (of_client(&register, &id)?, false)
        }
    };
    if args.json {
        let pairs: Vec<Value> = hints.iter().map(pair).collect();
        say(json!({ "hints": pairs, "more": has_more }))?;
        return Ok(0);
    }
    if hints.is_empty() {
        say(Phrase::NobodyAlike.get(site.lang))?;
    }
    for hint in &hints {
        let sides = [&hint.client, &hint.other].map(|id| side(site.lang, &register, id));
        let [one, other] = sides;
        say(format!("{}  —  {}  {}", one?, other?, reasons(site.lang, &hint.reasons)))?;
    }
    if has_more {
        say(more(site.lang, hints.len()))?;
    }
    Ok(0)
}

fn pair(hint: &Hint) -> Value {
    let reasons: Vec<&str> = hint.reasons.iter().map(|likeness: &Likeness| likeness.code()).collect();
    json!({ "client": hint.client, "with": hint.other, "reasons": reasons, "one": hint.speaks_for_one() })
}

/// A client as anybody may see them.
fn side(lang: Lang, register: &Register, id: &ClientId) -> Result<String, Fault> {
    let card = query::client_card(register, id)?.unwrap_or_default();
    let phone = card.phone.as_deref().map(mask).unwrap_or_default();
    Ok(format!("{id} {} {phone}", client::name(lang, card.name.as_deref())))
}
