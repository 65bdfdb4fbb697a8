//! `lunpai discipline [STAFF]`: violations, what they cost, days of suspension served and to serve.
//! What was written of a violation is not printed.

use super::{Site, complain, say};
use crate::desk::Desk;
use crate::register::discipline::{Standing, ViolationLine, standing};
use crate::register::fault::Fault;
use crate::rules::id::StaffId;
use crate::text::because::name;
use crate::text::discipline;
use serde_json::{Value, json};

/// Prints what stands against one person, or against everybody; 1 when there is nobody of that id.
///
/// # Errors
/// When the register cannot be read.
pub fn run(site: &Site, staff: Option<&str>, as_json: bool) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let floor = desk.floor();
    let asked = staff.map(StaffId::from);
    if asked.as_ref().is_some_and(|id| floor.person(id).is_none()) {
        complain(site.lang.pick("没有这个人，请核对编号。", "There is nobody of that id. Check it."));
        return Ok(1);
    }
    let mut people = Vec::new();
    for id in floor.staff.keys().filter(|id| asked.as_ref().is_none_or(|asked| asked == *id)) {
        let found = standing(desk.register(), id, floor.zone)?;
        if asked.is_some() || !found.lines.is_empty() {
            people.push((id.clone(), found));
        }
    }
    if as_json {
        say(Value::Array(people.iter().map(|(id, found)| person(&desk, id, found)).collect()))?;
        return Ok(0);
    }
    if people.is_empty() {
        say(site.lang.pick("没有违规记录。", "No violation is on record."))?;
    }
    for (id, found) in &people {
        let to_serve = floor.person(id).map_or(0, crate::rules::floor::Person::suspension_days);
        say(discipline::head(site.lang, name(floor, id), found, to_serve))?;
        found
            .lines
            .iter()
            .map(|line| discipline::line(site.lang, floor, line))
            .try_for_each(|line| say(format!("  {line}")))?;
    }
    Ok(0)
}

fn person(desk: &Desk, id: &StaffId, found: &Standing) -> Value {
    let person = desk.floor().person(id);
    json!({
        "staff": id,
        "suspensions": found.counts.suspensions,
        "major_demerits": found.counts.major_demerits,
        "demerits": found.counts.demerits,
        "warnings": found.counts.warnings,
        "suspended": person.is_some_and(crate::rules::floor::Person::is_suspended),
        "days_to_serve": person.map_or(0, crate::rules::floor::Person::suspension_days),
        "days_served": found.served,
        "violations": found.lines.iter().map(violation).collect::<Vec<_>>(),
    })
}

fn violation(line: &ViolationLine) -> Value {
    let voided = line.voided.as_ref().map(|voided| json!({ "at": voided.at, "by": voided.by }));
    json!({
        "violation": line.id, "at": line.at, "kind": line.kind, "penalty": line.penalty.to_string(), "visit": line.visit,
        "raised": line.raised, "by": line.by, "voided": voided,
    })
}
