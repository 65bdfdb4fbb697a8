//! `lunpai case VISIT`: the case file of a disputed visit, for paper or as JSON. Names, numbers and
//! free words stand in it whole only for a manager or the client's owner.

use super::{Site, complain, config, say};
use crate::desk::{Desk, ask};
use crate::register::case::{CaseFile, case_file};
use crate::register::fault::Fault;
use crate::rules::event::Event;
use crate::rules::id::{ClientId, StaffId, VisitId};
use crate::text::case::{self, Reader};
use serde_json::{Value, json};

/// Arguments of `case`.
#[derive(Debug, clap::Args)]
pub struct CaseArgs {
    /// The visit's id.
    visit: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Write names, numbers and words in full; needs the `--by` of a manager or of the client's owner.
    #[arg(long)]
    unmasked: bool,
    /// Who asks for it: a staff id.
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
}

/// Prints the case file; 1 when there is no such visit or it may not be shown as asked.
///
/// # Errors
/// When the register cannot be read.
pub fn run(site: &Site, args: &CaseArgs) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let zone = desk.floor().zone;
    let Some(found) = case_file(desk.register(), zone, &VisitId::from(args.visit.as_str()))? else {
        complain(site.lang.pick("没有这次来访，请核对编号。", "There is no such visit. Check the id."));
        return Ok(1);
    };
    if args.unmasked && !may_read(&desk, args.by.as_deref(), &found.client.id)? {
        complain(site.lang.pick(
            "只有经理和归属人可以看完整的姓名、电话和文字，请用 --by 写明编号。",
            "Only a manager or the owner may read names, numbers and words in full. Say with --by who asks.",
        ));
        return Ok(1);
    }
    if args.json {
        say(as_json(&found, args.unmasked))?;
        return Ok(0);
    }
    let Some(config) = config::load(site)? else { return Ok(2) };
    // A register that was named by hand names its site.
    let stem = site.db.as_ref().and_then(|db| db.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    let site_name = config.site_name.or(stem).unwrap_or_default();
    let reader = Reader { lang: site.lang, floor: desk.floor(), site: &site_name, is_open: args.unmasked };
    case::lines(reader, &found).iter().try_for_each(say)?;
    Ok(0)
}

fn may_read(desk: &Desk, by: Option<&str>, client: &ClientId) -> Result<bool, Fault> {
    let Some(by) = by.map(StaffId::from) else { return Ok(false) };
    let owner = ask::owner_of(desk, client)?;
    Ok(desk.floor().is_manager(Some(&by)) || owner == Some(by))
}

fn as_json(case: &CaseFile, is_open: bool) -> Value {
    let hidden = |text: &str| is_open.then(|| text.to_owned());
    let visit = case.visit.id.as_str();
    let entries = case.lines.iter().map(|line| {
        let header = &line.entry.header;
        let events: Vec<&str> = line.entry.events.iter().map(Event::kind).collect();
        json!({ "seq": header.seq, "at": header.at, "by": header.by, "do": header.command.name(), "events": events,
            "struck_by": line.struck_by })
    });
    let owners = case.client.owners.lines.iter().rev().map(|line| {
        json!({ "seq": line.seq, "at": line.at, "to": line.to, "cause": line.cause, "by": line.by,
            "reason": line.reason.as_deref().and_then(hidden) })
    });
    let of_visit = |wanted: fn(&Event) -> Option<&VisitId>| {
        let facts = case.facts().filter(move |(_, event)| wanted(event).is_some_and(|id| id.as_str() == visit));
        facts
            .map(|(line, event)| json!({ "seq": line.entry.header.seq, "at": line.entry.header.at, "fact": event }))
            .collect::<Vec<_>>()
    };
    let calls = case.client.calls.lines.iter().rev().filter(|call| call.at <= case.visit.arrived_at);
    let calls = calls.map(|call| json!({ "call": call.id, "at": call.at, "answered_by": call.answered_by }));
    let violations = case.violations.iter().map(|line| {
        json!({ "violation": line.id, "at": line.at, "staff": line.staff, "kind": line.kind, "penalty": line.penalty.to_string(),
            "voided": line.voided.is_some(), "note": line.note.as_deref().and_then(hidden) })
    });
    let rulings = case.rulings.iter().map(|ruling| {
        json!({ "seq": ruling.seq, "at": ruling.at, "by": ruling.by, "ruling": hidden(&ruling.words),
            "violation": ruling.violation })
    });
    json!({
        "visit": visit,
        "client": case.client.id,
        "arrived_at": case.visit.arrived_at,
        "receiver": case.visit.receiver,
        "asks_for": case.visit.asks_for,
        "path": case.visit.path,
        "owner": case.visit.owner,
        "owners": owners.collect::<Vec<_>>(),
        "entries": entries.collect::<Vec<_>>(),
        "notices": of_visit(notice_of),
        "takes": of_visit(take_of),
        "calls": calls.collect::<Vec<_>>(),
        "decisions": of_visit(decision_of),
        "violations": violations.collect::<Vec<_>>(),
        "rulings": rulings.collect::<Vec<_>>(),
        "head": { "seq": case.head.seq, "hash": case.head.hash.to_string() },
    })
}

const fn notice_of(event: &Event) -> Option<&VisitId> {
    match event {
        Event::NoticeOpened { visit, .. } | Event::NoticeClosed { visit, .. } => Some(visit),
        _ => None,
    }
}

const fn take_of(event: &Event) -> Option<&VisitId> {
    match event {
        Event::VisitTaken { visit, .. } => Some(visit),
        _ => None,
    }
}

const fn decision_of(event: &Event) -> Option<&VisitId> {
    match event {
        Event::VisitRouted { decision, .. } => Some(&decision.visit),
        _ => None,
    }
}
