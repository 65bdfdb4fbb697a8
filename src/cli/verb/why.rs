//! `lunpai why VISIT`: the decision in full: who was in the line, who was passed over and why, which
//! rule and which policy of that moment decided.

use super::{Site, complain, say};
use crate::register::fault::Fault;
use crate::register::query;
use crate::rules::event::Event;
use crate::rules::id::VisitId;
use crate::text::because::because;
use crate::text::why::lines;
use serde_json::json;

/// Explains every decision about a visit; 1 when there is none of that id.
///
/// # Errors
/// When the register cannot be read.
pub fn run(site: &Site, visit: &str, as_json: bool) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let entries = query::entries_about(desk.register(), &format!("v:{visit}"))?;
    if entries.is_empty() && query::visit(desk.register(), &VisitId::from(visit))?.is_some() {
        say(site.lang.pick(
            "这次来访由导入而来，没有经过派客，不存在理由。",
            "This visit was imported: nothing was decided about it here.",
        ))?;
        return Ok(0);
    }
    if entries.is_empty() {
        complain(site.lang.pick("没有这次来访，请核对编号。", "There is no such visit. Check the id."));
        return Ok(1);
    }
    for entry in &entries {
        for event in &entry.events {
            if as_json {
                if let Event::VisitRouted { decision, reason, .. } = event
                    && decision.visit.as_str() == visit
                {
                    let because = because(site.lang, desk.floor(), decision, reason);
                    say(
                        json!({ "seq": entry.header.seq, "at": entry.header.at, "decision": decision, "reason": reason, "because": because }),
                    )?;
                }
            } else {
                for line in lines(site.lang, desk.floor(), &entry.header, event, visit) {
                    say(line)?;
                }
            }
        }
    }
    Ok(0)
}
