//! Answers as JSON: the results of `interface.md`, made from what was entered. The same entry always
//! makes the same answer.

use crate::desk::Outcome;
use crate::rules::command::Command;
use crate::rules::decision::Decision;
use crate::rules::event::Event;
use crate::rules::floor::Floor;
use crate::rules::id::VisitId;
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
    let events = &outcome.entry.events;
    let first = |pick: &dyn Fn(&Event) -> Option<Value>| object(events.iter().find_map(pick).unwrap_or_default());
    let violation = || {
        events.iter().find_map(|event| match event {
            Event::ViolationRecorded { violation, penalty, .. } => Some((violation.clone(), penalty.to_string())),
            _ => None,
        })
    };
    match &outcome.entry.header.command {
        Command::RegisterArrival(_) => {
            let own = arrived(outcome);
            events
                .iter()
                .find_map(|event| match event {
                    Event::VisitRouted { decision: made, reason, .. } if Some(&made.visit) == own => {
                        Some(decision(lang, floor, made, reason))
                    }
                    _ => None,
                })
                .unwrap_or_default()
        }
        Command::PlanWeek(_) => first(&|event| match event {
            Event::DaysPlanned { days } => Some(json!({ "days": days })),
            _ => None,
        }),
        Command::OpenDay(_) => first(&|event| match event {
            Event::DayOpened { date, order, suspended, .. } => {
                let suspended: Vec<_> = suspended.iter().map(|served| &served.staff).collect();
                Some(json!({ "date": date, "order": order, "suspended": suspended }))
            }
            _ => None,
        }),
        Command::ReorderDay(_) => first(&|event| match event {
            Event::OrderChanged { order, next, .. } => Some(json!({ "order": order, "next": next })),
            _ => None,
        }),
        Command::CloseDay(_) => object(json!({ "digest": outcome.head.hash.to_string() })),
        Command::RegisterDetails(_) => {
            let flags: Vec<_> = events
                .iter()
                .filter_map(|e| if let Event::VisitFlagged { flag, .. } = e { Some(flag) } else { None })
                .collect();
            first(&|event| match event {
                Event::VisitDetailed { client, owner, .. } => {
                    Some(json!({ "client": client, "owner": owner, "flags": flags }))
                }
                _ => None,
            })
        }
        Command::TakeVisit(_) => {
            let owner =
                events.iter().find_map(|e| if let Event::VisitTaken { owner, .. } = e { owner.clone() } else { None });
            object(json!({ "owner": owner, "violation": violation().map(|(id, _)| id) }))
        }
        Command::AcknowledgeNotice(_) | Command::FailNotice(_) => {
            object(json!({ "violation": violation().map(|(id, _)| id) }))
        }
        Command::RecordViolation(_) => {
            let (id, penalty) = violation().unzip();
            object(json!({ "violation": id, "penalty": penalty }))
        }
        Command::TransferClient(_) => first(&|event| match event {
            Event::OwnerChanged { to, .. } => Some(json!({ "owner": to })),
            _ => None,
        }),
        Command::LinkClients(_) => first(&|event| match event {
            Event::ClientsLinked { group, owner, .. } => Some(json!({ "group": group, "owner": owner })),
            _ => None,
        }),
        Command::TakeDeposit(_) => first(&|event| match event {
            Event::DepositTaken { deposit, shares, .. } => Some(json!({ "deposit": deposit, "commission": shares })),
            _ => None,
        }),
        Command::AgreeCommission(_) => first(&|event| match event {
            Event::CommissionAgreed { shares, .. } => Some(json!({ "commission": shares })),
            _ => None,
        }),
        Command::StartCall(_) => first(&|event| match event {
            Event::CallStarted { call, answered_by, refer_to, .. } => {
                let mut fields = json!({ "call": call, "answered_by": answered_by, "missed": answered_by.is_none() });
                if let (Value::Object(fields), Some(place)) = (&mut fields, refer_to) {
                    fields.insert("refer_to".to_owned(), place.clone().into());
                }
                Some(fields)
            }
            _ => None,
        }),
        Command::Undo(_) => {
            let undone = outcome.undone.as_ref().map(|entry| {
                let mut command = entry.header.command.fields();
                for private in crate::register::people::PRIVATE_FIELDS {
                    command.remove(*private);
                }
                command.insert("do".to_owned(), entry.header.command.name().into());
                command.insert("at".to_owned(), entry.header.at.to_rfc3339().into());
                command.insert("by".to_owned(), json!(entry.header.by));
                command.insert("seq".to_owned(), entry.header.seq.into());
                Value::Object(command)
            });
            object(json!({ "undone": undone }))
        }
        _ => Map::new(),
    }
}
