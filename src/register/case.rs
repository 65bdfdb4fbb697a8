//! A case file (案卷): all that the register holds of a disputed visit and of its client, read at once.
//! Reads only; what a manager holds of it stands in the log as rulings.

use super::dossier::{Dossier, dossier};
use super::fault::Fault;
use super::journal::{self, Filter, Line};
use super::log::Head;
use super::query::{self, VisitRow};
use super::{Register, discipline};
use crate::rules::command::Command;
use crate::rules::event::Event;
use crate::rules::id::{ClientId, StaffId, ViolationId, VisitId};
use crate::rules::time::Timestamp;
use chrono_tz::Tz;

/// The most lines of one kind that a case file holds.
const LINES_MAX: u32 = 2_000;

/// A manager's ruling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Number of its entry.
    pub seq: u64,
    /// When it was given.
    pub at: Timestamp,
    /// By which manager.
    pub by: Option<StaffId>,
    /// What was ruled; a dash when the words were erased.
    pub words: String,
    /// The violation it is about.
    pub violation: Option<ViolationId>,
}

/// A visit with everything that a dispute about it asks for.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The visit.
    pub visit: VisitRow,
    /// Its client.
    pub client: Dossier,
    /// Every entry about the client, oldest first, struck ones too.
    pub lines: Vec<Line>,
    /// Violations at this visit, oldest first.
    pub violations: Vec<discipline::ViolationLine>,
    /// What managers ruled, oldest first; those taken back are among the entries only.
    pub rulings: Vec<Ruling>,
    /// Where the log ended when it was read.
    pub head: Head,
}

impl CaseFile {
    /// The facts of entries that were not taken back, each with its entry, oldest first.
    pub fn facts(&self) -> impl Iterator<Item = (&Line, &Event)> {
        let standing = self.lines.iter().filter(|line| !line.is_struck());
        standing.flat_map(|line| line.entry.events.iter().map(move |event| (line, event)))
    }
}

/// Reads a case file; nothing when there is no such visit.
///
/// # Errors
/// When the register cannot be read.
pub fn case_file(register: &Register, zone: Tz, visit: &VisitId) -> Result<Option<CaseFile>, Fault> {
    let Some(row) = query::visit(register, visit)? else { return Ok(None) };
    let Some(client) = dossier(register, &ClientId::from(row.client.as_str()), LINES_MAX)? else { return Ok(None) };
    let filter = Filter { client: Some(client.id.clone()), ..Filter::default() };
    let mut lines = journal::page(register, zone, &filter, None, usize::try_from(LINES_MAX).unwrap_or(usize::MAX))?;
    lines.reverse();
    let mut violations = client.violations.lines.clone();
    violations.retain(|violation| violation.visit.as_ref() == Some(visit));
    violations.reverse();
    let rulings = lines.iter().filter(|line| !line.is_struck()).filter_map(|line| ruling(line, visit)).collect();
    Ok(Some(CaseFile { visit: row, client, lines, violations, rulings, head: register.head()? }))
}

fn ruling(line: &Line, visit: &VisitId) -> Option<Ruling> {
    let header = &line.entry.header;
    match header.done() {
        Command::RuleCase(rule) if rule.visit == *visit => Some(Ruling {
            seq: header.seq,
            at: header.at,
            by: header.by.clone(),
            words: rule.ruling.clone(),
            violation: rule.violation.clone(),
        }),
        _ => None,
    }
}
