//! Answers as JSON: the results of `interface.md`, made from what was entered. The same entry always
//! makes the same answer.

use crate::desk::Outcome;
use crate::register::people;
use crate::rules::command::Command;
use crate::rules::decision::{Decision, Flag};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::id::{ViolationId, VisitId};
use crate::rules::reason::Reason;
use crate::text::{Lang, because};
use serde_json::{Map, Value, json};

/// The fields of an accepted answer, `ok` and `line` apart.
#[must_use]
pub fn accepted(lang: Lang, floor: &Floor, outcome: &Outcome) -> Map<String, Value> {
    let mut fields = result(lang, floor, outcome);
    fields.insert("seq".to_owned(), outcome.seq().into());
    fields.insert("assigned".to_owned(), Value::Array(assigned(lang, floor, outcome)));
    fields
}

/// A decision with its sentence.
#[must_use]
pub fn decision(lang: Lang, floor: &Floor, decision: &Decision, reason: &Reason) -> Map<String, Value> {
    let mut fields = match serde_json::to_value(decision) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    fields.insert("because".to_owned(), because::because(lang, floor, decision, reason).into());
    fields
}

/// The visit that the command itself routed.
fn arrived(outcome: &Outcome) -> Option<&VisitId> {
    outcome.entry.events.iter().find_map(|event| match event {
        Event::VisitArrived { visit, .. } => Some(visit),
        _ => None,
    })
}

/// The waiting visits that the command let in.
fn assigned(lang: Lang, floor: &Floor, outcome: &Outcome) -> Vec<Value> {
    let own = arrived(outcome);
    let routed = outcome.entry.events.iter().filter_map(|event| match event {
        Event::VisitRouted { decision, reason, .. } if Some(&decision.visit) != own => Some((decision, reason)),
        _ => None,
    });
    routed.map(|(made, reason)| Value::Object(decision(lang, floor, made, reason))).collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn result(lang: Lang, floor: &Floor, outcome: &Outcome) -> Map<String, Value> {
    let mut fields = done(lang, floor, outcome);
    if let Some(answered) = &outcome.entry.header.answered {
        fields.insert("granted".to_owned(), answered.granted.into());
    }
    fields
}

fn done(lang: Lang, floor: &Floor, outcome: &Outcome) -> Map<String, Value> {
    let events = &outcome.entry.events;
    match outcome.entry.header.done() {
        Command::Ask(_) => first(events, request_fact),
        Command::RegisterArrival(_) => own_decision(lang, floor, outcome),
        Command::PlanWeek(_) | Command::PublishRoster(_) | Command::OpenDay(_) | Command::ReorderDay(_) => {
            first(events, day_fact)
        }
        Command::GrantLeave(_) | Command::CancelLeave(_) => {
            let mut fields = first(events, day_fact);
            fields.extend(first(events, leave_fact));
            fields
        }
        Command::CloseDay(_) => object(json!({ "digest": outcome.head.hash.to_string() })),
        Command::RegisterDetails(_) => {
            let flags: Vec<_> = events.iter().filter_map(flag_of).collect();
            let mut fields = first(events, details_fact);
            fields.insert("flags".to_owned(), json!(flags));
            fields
        }
        Command::TakeVisit(_) => {
            let mut fields = first(events, client_fact);
            fields.insert("violation".to_owned(), json!(violation(events).map(|(id, _)| id)));
            fields
        }
        Command::AcknowledgeNotice(_) | Command::FailNotice(_) => {
            object(json!({ "violation": violation(events).map(|(id, _)| id) }))
        }
        Command::RecordViolation(_) => {
            let (id, penalty) = violation(events).unzip();
            object(json!({ "violation": id, "penalty": penalty }))
        }
        Command::TransferClient(_) => first(events, client_fact),
        Command::LinkClients(_) => first(events, group_fact),
        Command::ImportClients(_) => import_facts(events),
        Command::TakeDeposit(_) | Command::AgreeCommission(_) | Command::PrintReceipt(_) => first(events, sale_fact),
        Command::MergeClients(_) | Command::SplitClient(_) => first(events, merge_fact),
        Command::StartCall(_) => first(events, call_fact),
        Command::Undo(_) => object(json!({ "undone": outcome.undone.as_deref().map(taken_back) })),
        _ => Map::new(),
    }
}

fn first(events: &[Event], pick: impl Fn(&Event) -> Option<Value>) -> Map<String, Value> {
    object(events.iter().find_map(pick).unwrap_or_default())
}

fn own_decision(lang: Lang, floor: &Floor, outcome: &Outcome) -> Map<String, Value> {
    let own = arrived(outcome);
    let made = outcome.entry.events.iter().find_map(|event| match event {
        Event::VisitRouted { decision: made, reason, .. } if Some(&made.visit) == own => {
            Some(decision(lang, floor, made, reason))
        }
        _ => None,
    });
    made.unwrap_or_default()
}

fn day_fact(event: &Event) -> Option<Value> {
    match event {
        Event::DaysPlanned { days } => Some(json!({ "days": days })),
        Event::DayOpened { date, order, suspended, .. } => {
            let suspended: Vec<_> = suspended.iter().map(|served| &served.staff).collect();
            Some(json!({ "date": date, "order": order, "suspended": suspended }))
        }
        Event::OrderChanged { order, next, .. } => Some(json!({ "order": order, "next": next })),
        _ => None,
    }
}

fn leave_fact(event: &Event) -> Option<Value> {
    match event {
        Event::LeaveGranted { leave } | Event::LeaveCancelled { leave } => Some(json!({ "leave": leave })),
        _ => None,
    }
}

fn details_fact(event: &Event) -> Option<Value> {
    match event {
        Event::VisitDetailed { client, owner, .. } => Some(json!({ "client": client, "owner": owner })),
        _ => None,
    }
}

fn client_fact(event: &Event) -> Option<Value> {
    match event {
        Event::VisitTaken { owner, .. } => Some(json!({ "owner": owner })),
        Event::OwnerChanged { to, .. } => Some(json!({ "owner": to })),
        _ => None,
    }
}

fn import_facts(events: &[Event]) -> Map<String, Value> {
    let imported = events.iter().filter_map(|event| match event {
        Event::ClientImported(one) => Some(json!({ "row": one.row, "client": one.client })),
        _ => None,
    });
    let matched = events.iter().filter_map(|event| match event {
        Event::ClientMatched(one) => Some(json!({ "row": one.row, "client": one.client, "owner": one.owner })),
        _ => None,
    });
    let visits = events.iter().filter(|event| matches!(event, Event::VisitImported(_))).count();
    object(json!({
        "imported": imported.collect::<Vec<_>>(),
        "matched": matched.collect::<Vec<_>>(),
        "visits": visits,
    }))
}

fn merge_fact(event: &Event) -> Option<Value> {
    match event {
        Event::ClientsMerged { into, owner, .. } => Some(json!({ "client": into, "owner": owner })),
        Event::ClientsParted { client, from, .. } => Some(json!({ "client": client, "from": from })),
        _ => None,
    }
}

fn group_fact(event: &Event) -> Option<Value> {
    match event {
        Event::GroupOwned { group, owner } => Some(json!({ "group": group, "owner": owner })),
        _ => None,
    }
}

fn sale_fact(event: &Event) -> Option<Value> {
    match event {
        Event::DepositTaken { deposit, shares, .. } => Some(json!({ "deposit": deposit, "commission": shares })),
        Event::CommissionAgreed { shares, .. } => Some(json!({ "commission": shares })),
        Event::ReceiptPrinted { number, copy, .. } => Some(json!({ "number": number, "copy": copy })),
        _ => None,
    }
}

fn request_fact(event: &Event) -> Option<Value> {
    match event {
        Event::RequestMade { item, .. } => Some(json!({ "item": item })),
        _ => None,
    }
}

fn call_fact(event: &Event) -> Option<Value> {
    let Event::CallStarted { call, answered_by, refer_to, .. } = event else { return None };
    let mut fields = json!({ "call": call, "answered_by": answered_by, "missed": answered_by.is_none() });
    if let (Value::Object(fields), Some(place)) = (&mut fields, refer_to) {
        fields.insert("refer_to".to_owned(), place.clone().into());
    }
    Some(fields)
}

fn flag_of(event: &Event) -> Option<Flag> {
    match event {
        Event::VisitFlagged { flag, .. } => Some(*flag),
        _ => None,
    }
}

fn violation(events: &[Event]) -> Option<(ViolationId, String)> {
    events.iter().find_map(|event| match event {
        Event::ViolationRecorded { violation, penalty, .. } => Some((violation.clone(), penalty.to_string())),
        _ => None,
    })
}

/// The command taken back, without what it said of people.
fn taken_back(entry: &Entry) -> Value {
    let mut command = entry.header.command.fields();
    people::take_words(&mut command);
    command.insert("do".to_owned(), entry.header.command.name().into());
    command.insert("at".to_owned(), entry.header.at.to_rfc3339().into());
    command.insert("by".to_owned(), json!(entry.header.by));
    command.insert("seq".to_owned(), entry.header.seq.into());
    Value::Object(command)
}
