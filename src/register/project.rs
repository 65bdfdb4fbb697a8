//! Projections: the tables that are made from the log. Never decides; the same entries always make
//! the same tables, bit for bit.

mod groups;
mod imported;
mod mentions;
mod merging;

pub(super) use mentions::done_by_grant;
pub use mentions::mention_struck;

use super::fault::Fault;
use crate::rules::command::{AddUnit, Command, RegisterArrival};
use crate::rules::decision::Decision;
use crate::rules::event::{Entry, Event, Header, OwnerCause};
use crate::rules::facts::given_phone;
use crate::rules::fold;
use crate::rules::id::{ClientId, GroupId, StaffId, VisitId};
use crate::rules::time::Date;
use rusqlite::{Connection, Params, params};
use serde::Serialize;

/// Whether an entry can be taken back still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undoing {
    /// It can: how is noted.
    Possible,
    /// It is of a day that is over.
    Over,
}

/// Writes what an entry means into the tables. `date` is the day it belongs to.
///
/// A statement that fails need not be taken back by itself: whoever wrote it takes the whole entry back. So it says
/// `OR FAIL`, and SQLite keeps no copies of the pages it changes.
///
/// # Errors
/// When SQLite fails, a unique index among the reasons.
pub fn project(conn: &Connection, entry: &Entry, date: Date, undoing: Undoing) -> Result<(), Fault> {
    let projection = Projection { conn, header: &entry.header, date };
    if let Some(request) = &entry.header.request {
        projection
            .run("INSERT OR FAIL INTO requests(request, seq) VALUES (?1, ?2)", params![request, entry.header.seq])?;
    }
    // Before the facts are written: what is looked up for a mention is how things stood when they happened.
    mentions::mention(conn, entry, undoing)?;
    if let Command::ImportClients(import) = &entry.header.command {
        return projection.import(import, &entry.events);
    }
    entry.events.iter().try_for_each(|event| projection.event(event))
}

struct Projection<'a> {
    conn: &'a Connection,
    header: &'a Header,
    date: Date,
}

/// Writes a value that is text in JSON (an enum, a list) as it stands in the log.
fn json(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn text(id: Option<&StaffId>) -> Option<&str> {
    id.map(StaffId::as_str)
}

impl Projection<'_> {
    fn run(&self, sql: &str, params: impl Params) -> Result<(), Fault> {
        self.conn.prepare_cached(sql)?.execute(params)?;
        Ok(())
    }

    fn at(&self) -> i64 {
        self.header.at.micros()
    }

    fn event(&self, event: &Event) -> Result<(), Fault> {
        match event {
            Event::ClientRegistered { client } => self.register_client(client),
            Event::ClientDetailed { client } => self.detail_client(client),
            Event::GroupJoined { client, group, group_kind } => self.join_group(client, group.as_str(), *group_kind),
            Event::ClientsLinked { group, group_kind, joined } => {
                self.link_clients(group.as_str(), *group_kind, joined)
            }
            Event::OwnerChanged { to, cause, reached, .. } => self.change_owner(to.as_ref(), *cause, reached),
            Event::ClientsMerged { from, into, by_hand: None, .. } => self.merge(from.as_str(), into.as_str()),
            Event::ClientsMerged { from, into, visit, by_hand: Some(stood), .. } => {
                let open = visit.as_ref().map(|visit| (visit, stood));
                self.merge_by_hand(from.as_str(), into.as_str(), open)
            }
            Event::ClientsParted { client, from, .. } => self.part(client.as_str(), from.as_str()),
            Event::HintDismissed { client, with } => self.dismiss(client, with),
            Event::VisitArrived { .. }
            | Event::VisitRouted { .. }
            | Event::VisitDetailed { .. }
            | Event::VisitFinished { .. }
            | Event::VisitLeft { .. }
            | Event::VisitTaken { .. } => self.visit_event(event),
            Event::UnitAdded { .. }
            | Event::UnitHeld { .. }
            | Event::UnitReleased { .. }
            | Event::DepositTaken { .. }
            | Event::DepositRefunded { .. }
            | Event::ContractSigned { .. }
            | Event::CommissionAgreed { .. } => self.sale_event(event),
            Event::ReceiptPrinted { deposit, copy, .. } => self.print_receipt(deposit.as_str(), *copy),
            Event::CallStarted { .. } => self.start_call(event),
            Event::CallEnded { call } => self.end_call(call.as_str(), "ended"),
            Event::CallReturned { call } => self.end_call(call.as_str(), "returned"),
            Event::ViolationRecorded { .. } => self.record_violation(event),
            Event::ViolationVoided { violation } => {
                self.run("UPDATE OR FAIL violations SET voided = 1 WHERE id = ?1", params![violation.as_str()])
            }
            Event::Undone { entry } => {
                self.run("INSERT OR FAIL INTO struck(seq, by_seq) VALUES (?1, ?2)", params![entry, self.header.seq])
            }
            Event::ClientImported(_)
            | Event::ClientMatched(_)
            | Event::VisitImported(_)
            | Event::StaffAdded { .. }
            | Event::StaffDeparted { .. }
            | Event::PolicyChanged { .. }
            | Event::RulebookChanged { .. }
            | Event::DaysPlanned { .. }
            | Event::LeaveGranted { .. }
            | Event::LeaveCancelled { .. }
            | Event::DayOpened { .. }
            | Event::OrderChanged { .. }
            | Event::DayClosed { .. }
            | Event::PresenceChanged { .. }
            | Event::ProtectionLapsed { .. }
            | Event::VisitFlagged { .. }
            | Event::NoticeOpened { .. }
            | Event::NoticeClosed { .. }
            | Event::ProjectAdded {}
            | Event::GroupOwned { .. }
            | Event::RequestMade { .. }
            | Event::RequestAnswered { .. }
            | Event::CaseRuled { .. }
            | Event::LogExported { .. }
            | Event::PinSet { .. }
            | Event::PinFailed { .. }
            | Event::ItemAcknowledged { .. } => Ok(()),
        }
    }

    fn print_receipt(&self, deposit: &str, copies: u32) -> Result<(), Fault> {
        self.run(
            "INSERT OR FAIL INTO receipts(deposit, copies) VALUES (?1, ?2)
             ON CONFLICT DO UPDATE SET copies = excluded.copies",
            params![deposit, copies],
        )
    }

    fn start_call(&self, event: &Event) -> Result<(), Fault> {
        let Event::CallStarted { call, answered_by, .. } = event else { return Ok(()) };
        self.run(
            "INSERT OR FAIL INTO calls(id, seq, at, phone, answered_by, state, date) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                call.as_str(),
                self.header.seq,
                self.at(),
                given_phone(self.header.done()),
                text(answered_by.as_ref()),
                if answered_by.is_some() { "running" } else { "missed" },
                self.date.to_string(),
            ],
        )
    }

    fn record_violation(&self, event: &Event) -> Result<(), Fault> {
        let Event::ViolationRecorded { violation, staff, violation_kind, visit, client, penalty, raised, .. } = event
        else {
            return Ok(());
        };
        self.run(
            "INSERT OR FAIL INTO violations(id, seq, at, staff, kind, visit, client, penalty, raised)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                violation.as_str(),
                self.header.seq,
                self.at(),
                staff.as_str(),
                violation_kind.code(),
                visit.as_ref().map(VisitId::as_str),
                client.as_ref().map(ClientId::as_str),
                penalty.to_string(),
                raised,
            ],
        )
    }

    fn register_client(&self, client: &ClientId) -> Result<(), Fault> {
        let sql = "INSERT OR FAIL INTO clients(id, serial, name) VALUES (?1, ?2, ?3)";
        self.run(sql, params![client.as_str(), self.header.seq, self.name_given()])?;
        self.add_phone(client)
    }

    fn name_given(&self) -> Option<String> {
        let name = match self.header.done() {
            Command::RegisterArrival(arrival) => arrival.name.as_deref(),
            Command::RegisterDetails(details) => details.name.as_deref(),
            _ => None,
        };
        name.map(fold::clean_name).filter(|name| !name.is_empty())
    }

    /// Adds what the command says of a client. A name given at a later arrival does not replace the
    /// one on record; one given to `register` does.
    fn detail_client(&self, client: &ClientId) -> Result<(), Fault> {
        if let Some(name) = self.name_given() {
            let sql = if matches!(self.header.done(), Command::RegisterDetails(_)) {
                "UPDATE OR FAIL clients SET name = ?2 WHERE id = ?1"
            } else {
                "UPDATE OR FAIL clients SET name = ?2 WHERE id = ?1 AND name IS NULL"
            };
            self.run(sql, params![client.as_str(), name])?;
        }
        self.add_phone(client)
    }

    fn add_phone(&self, client: &ClientId) -> Result<(), Fault> {
        if let Some(phone) = given_phone(self.header.done()) {
            self.run(
                "INSERT OR FAIL INTO client_phones(phone, client, serial) SELECT ?1, id, serial FROM clients WHERE id = ?2
                 ON CONFLICT DO NOTHING",
                params![phone, client.as_str()],
            )?;
        }
        self.tie(client)
    }

    fn change_owner(
        &self,
        to: Option<&StaffId>,
        cause: OwnerCause,
        reached: &[(ClientId, Option<GroupId>)],
    ) -> Result<(), Fault> {
        for (client, through) in reached {
            self.run(
                "UPDATE OR FAIL clients SET owner = ?2, moved_by = ?3 WHERE id = ?1",
                params![client.as_str(), text(to), through.as_ref().map(GroupId::as_str)],
            )?;
            if cause == OwnerCause::Transfer {
                self.run(
                    "UPDATE OR FAIL clients SET transferred_at = ?2 WHERE id = ?1",
                    params![client.as_str(), self.at()],
                )?;
            }
        }
        match cause {
            OwnerCause::Merged => self.note_given(to)?,
            OwnerCause::Parted => {}
            _ => self.note_kept(reached)?,
        }
        let (Some(owner), Some((client, _)), OwnerCause::FirstContact | OwnerCause::Group) =
            (to, reached.first(), cause)
        else {
            return Ok(());
        };
        let source = match self.header.done() {
            Command::RegisterArrival(RegisterArrival { source, .. }) => source.as_deref(),
            _ => None,
        };
        self.run(
            "INSERT OR FAIL INTO first_owners(client, owner, at, source) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            params![client.as_str(), owner.as_str(), self.at(), source],
        )
    }

    fn receive(&self, client: &str) -> Result<(), Fault> {
        self.run(
            "UPDATE OR FAIL clients SET receptions = receptions + 1, first_contact_at = coalesce(first_contact_at, ?2) WHERE id = ?1",
            params![client, self.at()],
        )
    }

    fn arrive(&self, visit: &VisitId, client: &ClientId) -> Result<(), Fault> {
        let Command::RegisterArrival(arrival) = self.header.done() else { return Ok(()) };
        self.run("UPDATE OR FAIL clients SET last_visit_at = ?2 WHERE id = ?1", params![client.as_str(), self.at()])?;
        self.run(
            "INSERT OR FAIL INTO visits(id, seq, date, client, arrived_at, state, asks_for, party, source)
             VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?7, ?8)",
            params![
                visit.as_str(),
                self.header.seq,
                self.date.to_string(),
                client.as_str(),
                self.at(),
                text(arrival.asks_for.as_ref()),
                arrival.party,
                arrival.source,
            ],
        )
    }

    fn route(&self, decision: &Decision) -> Result<(), Fault> {
        let started = decision.receiver.is_some();
        self.run(
            "UPDATE OR FAIL visits SET path = ?2, receiver = ?3, counted = ?4, makeup = ?5, assist = ?6, owner = ?7, rules = ?8,
                 state = ?9, started_at = ?10 WHERE id = ?1",
            params![
                decision.visit.as_str(),
                json(&decision.path),
                text(decision.receiver.as_ref()),
                decision.counted,
                decision.makeup,
                decision.assist,
                text(decision.owner.as_ref()),
                json(&decision.rules),
                if started { "receiving" } else { "waiting" },
                started.then(|| self.at()),
            ],
        )?;
        if started { self.receive(decision.client.as_str()) } else { Ok(()) }
    }

    fn visit_event(&self, event: &Event) -> Result<(), Fault> {
        match event {
            Event::VisitArrived { visit, client, .. } => self.arrive(visit, client),
            Event::VisitRouted { decision, .. } => self.route(decision),
            Event::VisitTaken { visit, staff, path, assist, owner, started, .. } => {
                self.run(
                    "UPDATE OR FAIL visits SET receiver = ?2, assist = ?3, owner = ?4, state = 'receiving',
                         started_at = coalesce(started_at, ?5), path = coalesce(?6, path) WHERE id = ?1",
                    params![
                        visit.as_str(),
                        staff.as_str(),
                        assist,
                        text(owner.as_ref()),
                        self.at(),
                        started.then(|| json(path)),
                    ],
                )?;
                if *started {
                    self.run(
                        "UPDATE OR FAIL clients SET receptions = receptions + 1, first_contact_at = coalesce(first_contact_at, ?2)
                         WHERE id = (SELECT client FROM visits WHERE id = ?1)",
                        params![visit.as_str(), self.at()],
                    )?;
                }
                Ok(())
            }
            // A day that is over keeps its rows: what is learnt later stands in the log on its own day.
            Event::VisitDetailed { visit, owner, .. } => self.run(
                "UPDATE OR FAIL visits SET owner = ?2 WHERE id = ?1 AND date = ?3",
                params![visit.as_str(), text(owner.as_ref()), self.date.to_string()],
            ),
            Event::VisitFinished { visit, .. } => self.end_visit(visit.as_str(), "finished"),
            Event::VisitLeft { visit } => self.end_visit(visit.as_str(), "left"),
            _ => Ok(()),
        }
    }

    fn end_visit(&self, visit: &str, state: &str) -> Result<(), Fault> {
        self.run("UPDATE OR FAIL visits SET state = ?2, ended_at = ?3 WHERE id = ?1", params![visit, state, self.at()])
    }

    fn end_call(&self, call: &str, state: &str) -> Result<(), Fault> {
        self.run("UPDATE OR FAIL calls SET state = ?2, ended_at = ?3 WHERE id = ?1", params![call, state, self.at()])
    }

    fn sale_event(&self, event: &Event) -> Result<(), Fault> {
        match event {
            Event::UnitAdded { unit, price_fen, area_cm2 } => {
                let layout = match self.header.done() {
                    Command::AddUnit(AddUnit { layout, .. }) => layout.as_deref(),
                    _ => None,
                };
                self.run(
                    "INSERT OR FAIL INTO units(id, seq, price_fen, layout, area_cm2) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![unit.as_str(), self.header.seq, price_fen, layout, area_cm2],
                )
            }
            Event::UnitHeld { unit, client, until } => {
                self.end_hold(unit.as_str())?; // a lapsed one, if any
                self.run(
                    "INSERT OR FAIL INTO holds(seq, unit, client, until, offset) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![self.header.seq, unit.as_str(), client.as_str(), until.micros(), until.offset_seconds()],
                )
            }
            Event::UnitReleased { unit } => self.end_hold(unit.as_str()),
            Event::DepositTaken { deposit, unit, client, amount_fen, shares } => {
                self.end_hold(unit.as_str())?;
                self.run(
                    "UPDATE OR FAIL clients SET purchases = purchases + 1 WHERE id = ?1",
                    params![client.as_str()],
                )?;
                self.run(
                    "INSERT OR FAIL INTO deposits(id, seq, unit, client, amount_fen, at, offset, taken_by, state, shares, date, number)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'active', ?9, ?10,
                         (SELECT coalesce(max(number), 0) + 1 FROM deposits))",
                    params![
                        deposit.as_str(),
                        self.header.seq,
                        unit.as_str(),
                        client.as_str(),
                        amount_fen,
                        self.at(),
                        self.header.at.offset_seconds(),
                        text(self.header.by.as_ref()),
                        json(shares),
                        self.date.to_string(),
                    ],
                )
            }
            Event::DepositRefunded { deposit, client, .. } => {
                self.run(
                    "UPDATE OR FAIL clients SET purchases = purchases - 1 WHERE id = ?1",
                    params![client.as_str()],
                )?;
                self.run(
                    "UPDATE OR FAIL deposits SET state = 'refunded', refunded_on = ?2 WHERE id = ?1",
                    params![deposit.as_str(), self.date.to_string()],
                )
            }
            Event::ContractSigned { deposit, .. } => {
                self.run("UPDATE OR FAIL deposits SET state = 'signed' WHERE id = ?1", params![deposit.as_str()])
            }
            Event::CommissionAgreed { client, shares } => {
                self.run("UPDATE OR FAIL clients SET shares = ?2 WHERE id = ?1", params![client.as_str(), json(shares)])
            }
            _ => Ok(()),
        }
    }

    fn end_hold(&self, unit: &str) -> Result<(), Fault> {
        self.run("UPDATE OR FAIL holds SET ended = 1 WHERE unit = ?1 AND ended = 0", params![unit])
    }
}
