//! What a command would do to the line: the floor now beside the floor after it. Changes nothing.

use super::{Desk, NotDone};
use crate::rules::command::{RegisterArrival, Submission};
use crate::rules::decide::decide;
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::id::{StaffId, VisitId};

/// The line, and who would receive somebody new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineUp {
    /// Who is reached first, and so on.
    pub line: Vec<StaffId>,
    /// Whose turn it is.
    pub next: Option<StaffId>,
    /// Who would receive the next new client; nobody: the client would wait.
    pub receiver: Option<StaffId>,
}

/// What a command would do to the line.
#[derive(Clone, Debug)]
pub struct Consequences {
    /// Before it.
    pub before: LineUp,
    /// After it.
    pub after: LineUp,
    /// Who leaves the order with turns owed: they keep so many for their next day.
    pub kept: Vec<(StaffId, usize)>,
    /// Who loses so many owed turns.
    pub forfeited: Vec<(StaffId, usize)>,
    /// Waiting clients who would be received at once, and by whom.
    pub let_in: Vec<(VisitId, StaffId)>,
    /// Who would serve a day of suspension.
    pub suspended: Vec<StaffId>,
    /// The entry that would be made.
    pub entry: Entry,
}

/// Looks ahead: previews a command and sets the line after it beside the line now.
///
/// # Errors
/// The refusal or fault that giving the command would bring.
pub fn look_ahead(desk: &Desk, submission: &Submission) -> Result<Consequences, NotDone> {
    let entry = desk.preview(submission)?;
    let before = desk.floor();
    let mut after = before.clone();
    after.apply_entry(&entry);
    let mut consequences = Consequences {
        before: line_up(desk, before, submission)?,
        after: line_up(desk, &after, submission)?,
        kept: Vec::new(),
        forfeited: Vec::new(),
        let_in: Vec::new(),
        suspended: Vec::new(),
        entry,
    };
    for staff in before.staff.keys() {
        let (had, has) = (before.owed_to(staff), after.owed_to(staff));
        let lost = |floor: &Floor| floor.person(staff).map_or(0, |person| person.tally.forfeited);
        if let Ok(lost @ 1..) = usize::try_from(lost(&after) - lost(before)) {
            consequences.forfeited.push((staff.clone(), lost));
        }
        if had > 0 && has > 0 && before.in_order(staff) && !after.in_order(staff) {
            consequences.kept.push((staff.clone(), has));
        }
    }
    for event in &consequences.entry.events {
        match event {
            Event::VisitRouted { decision, .. } => {
                let received = decision.receiver.clone().map(|receiver| (decision.visit.clone(), receiver));
                consequences.let_in.extend(received);
            }
            Event::OrderChanged { suspended, .. } => {
                consequences.suspended.extend(suspended.iter().map(|served| served.staff.clone()));
            }
            _ => {}
        }
    }
    Ok(consequences)
}

fn line_up(desk: &Desk, floor: &Floor, submission: &Submission) -> Result<LineUp, NotDone> {
    let arrival = RegisterArrival { been_before: Some(false), ..RegisterArrival::default() };
    let arrival = Submission::desk(arrival.into());
    let facts = desk.register().facts();
    let now = desk.time_of(submission).max(floor.clock.unwrap_or_else(|| desk.time_of(submission)));
    let decided = decide(floor, &facts, &arrival, now, desk.head.seq + 1);
    facts.check()?;
    let receiver = decided.ok().and_then(|(entry, _)| {
        entry.events.iter().rev().find_map(|event| match event {
            Event::VisitRouted { decision, .. } => Some(decision.receiver.clone()),
            _ => None,
        })?
    });
    Ok(LineUp { line: floor.line(), next: floor.next.clone(), receiver })
}
