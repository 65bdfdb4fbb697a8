//! Whom an entry is about: `c:` clients, `v:` visits, `s:` staff, `u:` units of requests; `k:` what a
//! granted request did. The list of the log is filtered by
//! these. A struck entry keeps those that stand in the entry itself.

use super::Undoing;
use crate::register::fault::Fault;
use crate::register::images;
use crate::rules::decision::Decision;
use crate::rules::event::{Entry, Event};
use crate::rules::id::{ClientId, StaffId, VisitId};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

const UNDOABLE: &str = "INSERT OR IGNORE INTO mentions(subject, seq) VALUES (?1, ?2)";
const KEPT: &str = "INSERT OR IGNORE INTO kept_mentions(subject, seq) VALUES (?1, ?2)";

/// Notes whom an entry is about; to be called before its facts are in the tables.
pub(super) fn mention(conn: &Connection, entry: &Entry, undoing: Undoing) -> Result<(), Fault> {
    let mut subjects = subjects(entry);
    for event in &entry.events {
        look_up(conn, event, &mut subjects)?;
    }
    if entry.events.iter().any(|event| matches!(event, Event::Undone { .. })) {
        return write(conn, KEPT, entry, &subjects);
    }
    write(conn, UNDOABLE, entry, &subjects)?;
    if undoing == Undoing::Possible { images::note_mentions(conn, entry.header.seq, &subjects) } else { Ok(()) }
}

/// Notes whom an entry was about that is struck out.
///
/// # Errors
/// When SQLite fails.
pub fn mention_struck(conn: &Connection, entry: &Entry) -> Result<(), Fault> {
    write(conn, KEPT, entry, &subjects(entry))
}

fn write(conn: &Connection, sql: &str, entry: &Entry, subjects: &BTreeSet<String>) -> Result<(), Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    for subject in subjects {
        statement.execute(params![subject, entry.header.seq])?;
    }
    Ok(())
}

/// Subjects as they are gathered.
struct Gathered(BTreeSet<String>);

impl Gathered {
    fn clients<'s>(&mut self, clients: impl IntoIterator<Item = &'s ClientId>) -> &mut Self {
        self.0.extend(clients.into_iter().map(|id| format!("c:{id}")));
        self
    }

    fn visits<'s>(&mut self, visits: impl IntoIterator<Item = &'s VisitId>) -> &mut Self {
        self.0.extend(visits.into_iter().map(|id| format!("v:{id}")));
        self
    }

    fn staff<'s>(&mut self, staff: impl IntoIterator<Item = &'s StaffId>) -> &mut Self {
        self.0.extend(staff.into_iter().map(|id| format!("s:{id}")));
        self
    }
}

/// Whom an entry names: who gave it, and everyone its facts are about.
fn subjects(entry: &Entry) -> BTreeSet<String> {
    let mut found = Gathered(BTreeSet::new());
    found.staff(&entry.header.by);
    for event in &entry.events {
        gather(event, &mut found);
    }
    // An answer that did something is found among what it did as well.
    if let Some(answered) = entry.header.answered.as_ref().filter(|answered| answered.granted) {
        found.0.insert(done_by_grant(answered.command.name()));
    }
    found.0
}

/// The subject under which granted commands of a name are found.
pub(in crate::register) fn done_by_grant(command: &str) -> String {
    format!("k:{command}")
}

fn gather(event: &Event, found: &mut Gathered) {
    match event {
        Event::StaffAdded { .. }
        | Event::StaffDeparted { .. }
        | Event::PresenceChanged { .. }
        | Event::PinSet { .. }
        | Event::PinFailed { .. }
        | Event::LeaveGranted { .. }
        | Event::LeaveCancelled { .. }
        | Event::DayOpened { .. }
        | Event::OrderChanged { .. } => gather_staff(event, found),
        Event::RequestMade { .. } | Event::RequestAnswered { .. } => gather_request(event, found),
        Event::VisitRouted { decision, named, .. } => gather_decision(decision, named.as_ref(), found),
        Event::VisitTaken { .. } | Event::NoticeOpened { .. } | Event::ViolationRecorded { .. } => {
            gather_dispute(event, found);
        }
        Event::OwnerChanged { to, reached, .. } => {
            found.staff(to).clients(reached.iter().map(|(client, _)| client));
        }
        Event::VisitDetailed { visit, client, owner } => {
            found.visits([visit]).clients([client]).staff(owner);
        }
        Event::DepositTaken { client, shares, .. } | Event::CommissionAgreed { client, shares } => {
            found.clients([client]).staff(shares.keys());
        }
        Event::VisitArrived { visit, client, .. } | Event::CaseRuled { visit, client, .. } => {
            found.visits([visit]).clients([client]);
        }
        Event::ClientsMerged { .. }
        | Event::ClientsParted { .. }
        | Event::HintDismissed { .. }
        | Event::ProtectionLapsed { .. }
        | Event::ClientsLinked { .. } => gather_clients(event, found),
        Event::ClientRegistered { client }
        | Event::ClientDetailed { client }
        | Event::GroupJoined { client, .. }
        | Event::UnitHeld { client, .. }
        | Event::DepositRefunded { client, .. } => {
            found.clients([client]);
        }
        Event::VisitFlagged { visit, .. }
        | Event::VisitFinished { visit, .. }
        | Event::VisitLeft { visit }
        | Event::NoticeClosed { visit, .. } => {
            found.visits([visit]);
        }
        Event::GroupOwned { owner: staff, .. } | Event::CallStarted { answered_by: staff, .. } => {
            found.staff(staff);
        }
        // Thousands in one entry: each client is found by the fact itself, not by the entry.
        Event::ClientImported(_)
        | Event::ClientMatched(_)
        | Event::VisitImported(_)
        | Event::PolicyChanged { .. }
        | Event::RulebookChanged { .. }
        | Event::DaysPlanned { .. }
        | Event::DayClosed { .. }
        | Event::ViolationVoided { .. }
        | Event::UnitAdded { .. }
        | Event::UnitReleased { .. }
        | Event::ContractSigned { .. }
        | Event::CallEnded { .. }
        | Event::CallReturned { .. }
        | Event::ProjectAdded {}
        | Event::ItemAcknowledged { .. }
        | Event::LogExported { .. }
        | Event::ReceiptPrinted { .. }
        | Event::Undone { .. } => {}
    }
}

/// Whom a fact names over which people may dispute.
fn gather_dispute(event: &Event, found: &mut Gathered) {
    match event {
        Event::VisitTaken { visit, from, staff, owner, .. } => {
            found.visits([visit]).staff([staff]).staff(from).staff(owner);
        }
        Event::NoticeOpened { visit, holder, named } => {
            found.visits([visit]).staff([holder, named]);
        }
        Event::ViolationRecorded { staff, visit, client, .. } => {
            found.staff([staff]).visits(visit).clients(client);
        }
        _ => {}
    }
}

/// Whom a fact about several clients names.
fn gather_clients(event: &Event, found: &mut Gathered) {
    match event {
        Event::ClientsMerged { from, into, visit, .. } => {
            found.clients([from, into]).visits(visit);
        }
        Event::ClientsParted { client, from, .. } => {
            found.clients([client, from]);
        }
        Event::HintDismissed { client, with } => {
            found.clients([client, with]);
        }
        Event::ProtectionLapsed { lapsed } => {
            found.clients(lapsed.iter().map(|(client, _)| client)).staff(lapsed.iter().map(|(_, owner)| owner));
        }
        Event::ClientsLinked { joined, .. } => {
            found.clients(joined);
        }
        _ => {}
    }
}

/// Whom a fact about staff names: who comes, goes or is away, and who serves a suspension.
fn gather_staff(event: &Event, found: &mut Gathered) {
    match event {
        Event::StaffAdded { staff, .. }
        | Event::StaffDeparted { staff }
        | Event::PresenceChanged { staff, .. }
        | Event::PinSet { staff }
        | Event::PinFailed { staff, .. } => {
            found.staff([staff]);
        }
        Event::LeaveGranted { leave } | Event::LeaveCancelled { leave } => {
            found.staff(leave.keys());
        }
        Event::DayOpened { suspended, .. } | Event::OrderChanged { suspended, .. } => {
            found.staff(suspended.iter().map(|served| &served.staff));
        }
        _ => {}
    }
}

/// Whom a request concerns, and who made it.
fn gather_request(event: &Event, found: &mut Gathered) {
    let (by, concern) = match event {
        Event::RequestMade { concern, .. } => (None, concern),
        Event::RequestAnswered { by, concern, .. } => (by.as_ref(), concern),
        _ => return,
    };
    found.staff(by).staff(&concern.staff).clients(&concern.client).visits(&concern.visit);
    found.0.extend(concern.unit.as_ref().map(|unit| format!("u:{unit}")));
}

/// Whoever receives, is asked for or is passed over, and to whom the client belongs.
fn gather_decision(decision: &Decision, named: Option<&StaffId>, found: &mut Gathered) {
    found.visits([&decision.visit]).clients([&decision.client]);
    found.staff(&decision.receiver).staff(&decision.owner).staff(named);
    found.staff(decision.skips.iter().map(|skip| &skip.staff));
    found.staff(decision.notice.iter().flat_map(|notice| [&notice.holder, &notice.named]));
}

/// Adds whom the tables know a fact to be about that names but a visit, a call, a deposit …
fn look_up(conn: &Connection, event: &Event, subjects: &mut BTreeSet<String>) -> Result<(), Fault> {
    let (sql, id) = match event {
        Event::VisitFinished { visit, .. } | Event::VisitLeft { visit } | Event::NoticeClosed { visit, .. } => {
            ("SELECT 's:' || receiver, 'c:' || client FROM visits WHERE id = ?1", visit.as_str())
        }
        Event::CallEnded { call } | Event::CallReturned { call } => {
            ("SELECT 's:' || answered_by, NULL FROM calls WHERE id = ?1", call.as_str())
        }
        Event::ContractSigned { deposit, .. }
        | Event::DepositRefunded { deposit, .. }
        | Event::ReceiptPrinted { deposit, .. } => {
            ("SELECT 's:' || taken_by, 'c:' || client FROM deposits WHERE id = ?1", deposit.as_str())
        }
        Event::ViolationVoided { violation } => {
            ("SELECT 's:' || staff, 'c:' || client FROM violations WHERE id = ?1", violation.as_str())
        }
        Event::UnitReleased { unit } => {
            ("SELECT NULL, 'c:' || client FROM holds WHERE unit = ?1 AND ended = 0", unit.as_str())
        }
        _ => return Ok(()),
    };
    let mut statement = conn.prepare_cached(sql)?;
    let found: Option<[Option<String>; 2]> =
        statement.query_row([id], |row| Ok([row.get(0)?, row.get(1)?])).optional()?;
    subjects.extend(found.into_iter().flatten().flatten());
    Ok(())
}
