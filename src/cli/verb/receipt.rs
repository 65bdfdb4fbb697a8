//! `lunpai receipt`: prints the receipt of a deposit. Every print is an entry; from the second on it says so.

use super::{Site, complain, config, say};
use crate::cli::credentials::{Credentials, PinSource};
use crate::desk::{Desk, NotDone};
use crate::export::place::{is_register, replace};
use crate::export::receipt::html;
use crate::register::fault::Fault;
use crate::register::receipt::{Receipt, receipt};
use crate::rules::command::{PrintReceipt, Submission};
use crate::rules::event::Event;
use crate::rules::id::{DepositId, StaffId};
use crate::text::receipt::{Phrase, Slip, number};
use crate::text::{money, refusal};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Arguments of `receipt`.
#[derive(Debug, clap::Args)]
pub struct ReceiptArgs {
    /// The deposit's id.
    deposit: String,
    /// As a page of HTML, ready for print.
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// As JSON, to look at: nothing is printed and nothing entered.
    #[arg(long)]
    json: bool,
    /// The file to write; standard output when left out.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Who prints it: a staff id. The client's name stands in full for whoever took the deposit, and for a manager.
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
    #[command(flatten)]
    source: PinSource,
}

/// Prints it; 1 when there is none or it may not be printed as asked.
///
/// # Errors
/// When the register cannot be used or the file cannot be written.
pub fn run(site: &Site, args: &ReceiptArgs) -> Result<u8, Fault> {
    let mut desk = site.desk()?;
    let lang = site.lang;
    let deposit = DepositId::from(args.deposit.as_str());
    let Some(found) = receipt(desk.register(), &deposit)? else { return Ok(refuse(Phrase::Unknown.get(lang))) };
    if args.out.as_deref().is_some_and(|out| is_register(desk.register().path(), out)) {
        return Ok(refuse(Phrase::OwnFile.get(lang)));
    }
    let mut credentials = args.source.read(lang)?;
    let by = args.by.as_deref().map(StaffId::from);
    let is_open = match may_read(&mut desk, &mut credentials, by.as_ref(), &found) {
        Ok(is_open) => is_open,
        Err(NotDone::Refused(why)) => return Ok(refuse(refusal::sentence(lang, desk.floor(), &why))),
        Err(NotDone::Fault(fault)) => return Err(fault),
    };
    if args.json {
        return give(args, &as_json(&found, is_open).to_string()).map(|()| 0);
    }
    let Some(config) = config::load(site)? else { return Ok(2) };
    let copy = match print(&mut desk, &mut credentials, by, deposit) {
        Ok(copy) => copy,
        Err(NotDone::Refused(why)) => return Ok(refuse(refusal::sentence(lang, desk.floor(), &why))),
        Err(NotDone::Fault(fault)) => return Err(fault),
    };
    // A register that was named by hand names its site.
    let stem = site.db.as_ref().and_then(|db| db.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    let site_name = config.site_name.or(stem).unwrap_or_default();
    let slip = Slip { lang, floor: desk.floor(), site: &site_name, receipt: &found, copy, is_open };
    let text = if args.html { html(&slip) } else { slip.lines().join("\n") };
    give(args, text.trim_end())?;
    Ok(0)
}

fn refuse(why: impl std::fmt::Display) -> u8 {
    complain(why);
    1
}

/// Whoever took the deposit knows the client; a manager may know everyone.
fn may_read(
    desk: &mut Desk,
    credentials: &mut Credentials,
    by: Option<&StaffId>,
    found: &Receipt,
) -> Result<bool, NotDone> {
    if desk.floor().is_manager(by) {
        return credentials.has_authority(desk, by);
    }
    Ok(by.is_some() && by == found.taken_by.as_ref())
}

/// Enters the print; tells which it is.
fn print(
    desk: &mut Desk,
    credentials: &mut Credentials,
    by: Option<StaffId>,
    deposit: DepositId,
) -> Result<u32, NotDone> {
    let submission = Submission::desk(PrintReceipt { deposit }.into()).by(by);
    let submission = Submission { at: Some(desk.now_or_later()), ..submission };
    let outcome = credentials.submit(desk, submission)?;
    let copy = outcome.entry.events.iter().find_map(|event| match event {
        Event::ReceiptPrinted { copy, .. } => Some(*copy),
        _ => None,
    });
    Ok(copy.unwrap_or(1))
}

fn give(args: &ReceiptArgs, text: &str) -> Result<(), Fault> {
    match &args.out {
        None => say(text),
        Some(out) => replace(out, format!("{text}\n").as_bytes()),
    }
}

fn as_json(found: &Receipt, is_open: bool) -> Value {
    json!({
        "number": number(found.number),
        "deposit": found.deposit,
        "printed": found.copies,
        "unit": found.unit,
        "client": found.client,
        "name": found.name.as_ref().filter(|_| is_open),
        "amount_fen": found.amount_fen,
        "capitals": money::capitals(found.amount_fen),
        "at": found.at,
        "taken_by": found.taken_by,
        "refunded_on": found.refunded_on,
    })
}
