//! Imported clients and visits in the tables. They come by the thousand, so nothing is looked up that
//! the fact itself says, and nothing is noted of how to take them back: no undo reaches behind an
//! import.

use super::Projection;
use crate::register::fault::Fault;
use crate::register::images;
use crate::rules::command::{GroupKind, ImportClients};
use crate::rules::event::{Event, ImportedClient, MatchedClient, PastVisit};
use crate::rules::facts::group_key;
use crate::rules::id::GroupId;
use crate::rules::time::{Date, Timestamp};
use chrono_tz::Tz;
use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, params};
use std::collections::HashSet;

impl Projection<'_> {
    /// Writes what an import brought, and how far its file was gone through.
    pub(super) fn import(&self, command: &ImportClients, events: &[Event]) -> Result<(), Fault> {
        // The triggers note how a change is taken back.
        self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        let done = self.write_import(command, events);
        self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
        done?;
        images::forget(self.conn)
    }

    fn write_import(&self, command: &ImportClients, events: &[Event]) -> Result<(), Fault> {
        if let Some(part) = &command.file {
            self.run(
                "INSERT OR FAIL INTO imports(digest, through) VALUES (?1, ?2)
                 ON CONFLICT(digest) DO UPDATE SET through = max(through, excluded.through)",
                params![part.digest, part.through],
            )?;
        }
        let mut writer = Writer::new(self.conn, self.at())?;
        for (seq, event) in (self.header.seq + 1..).zip(events) {
            match event {
                Event::ClientImported(client) => writer.client(seq, client)?,
                Event::VisitImported(visit) => writer.visit(seq, visit)?,
                Event::ClientMatched(matched) => {
                    let serial = self.match_client(matched)?;
                    writer.phones(serial, matched.client.as_str(), &matched.words.phones)?;
                    writer.mention(seq, matched.client.as_str())?;
                }
                other => self.event(other)?,
            }
        }
        Ok(())
    }

    /// Writes what another row said of a client; gives their place in the register.
    fn match_client(&self, matched: &MatchedClient) -> Result<u64, Fault> {
        let (id, words) = (matched.client.as_str(), &matched.words);
        self.run(
            "UPDATE OR FAIL clients SET name = coalesce(name, ?2), first_contact_at = coalesce(?3, first_contact_at),
                 seen_elsewhere_at = iif(last_visit_at IS NULL, ?3, seen_elsewhere_at),
                 last_visit_at = coalesce(last_visit_at, ?3), receptions = max(receptions, ?3 IS NOT NULL) WHERE id = ?1",
            params![id, words.name, matched.first_contact_at],
        )?;
        if let Some(owner) = &matched.owner {
            self.run(
                "UPDATE OR FAIL clients SET owner = ?2, moved_by = NULL WHERE id = ?1",
                params![id, owner.as_str()],
            )?;
            self.run(
                "INSERT OR FAIL INTO first_owners(client, owner, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT(client) DO UPDATE SET owner = excluded.owner, at = excluded.at",
                params![id, owner.as_str(), matched.owned_since_at.unwrap_or(self.at())],
            )?;
        }
        let mut statement = self.conn.prepare_cached("SELECT serial FROM clients WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0))?)
    }
}

/// Writes clients and visits one after the other.
struct Writer<'c, 'e> {
    client: CachedStatement<'c>,
    first_owner: CachedStatement<'c>,
    phone: CachedStatement<'c>,
    mention: CachedStatement<'c>,
    visit: CachedStatement<'c>,
    group: CachedStatement<'c>,
    /// Groups that are there for sure.
    formed: HashSet<&'e str>,
    zone: Tz,
    /// When the import was given, UTC microseconds.
    given_at: i64,
    /// The last date written, and as text: visits are many a day.
    date: (Date, String),
}

impl<'c, 'e> Writer<'c, 'e> {
    fn new(conn: &'c Connection, given_at: i64) -> Result<Self, Fault> {
        let zone: String = conn.query_row("SELECT value FROM site WHERE key = 'zone'", [], |row| row.get(0))?;
        Ok(Self {
            client: conn.prepare_cached(
                "INSERT OR FAIL INTO clients(id, serial, name, owner, first_contact_at, household, company, last_visit_at, seen_elsewhere_at,
                     receptions)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
            )?,
            first_owner: conn
                .prepare_cached("INSERT OR FAIL INTO first_owners(client, owner, at, source) VALUES (?1, ?2, ?3, ?4)")?,
            phone: conn.prepare_cached(
                "INSERT OR FAIL INTO client_phones(phone, client, serial) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?,
            mention: conn.prepare_cached("INSERT OR FAIL INTO mentions(subject, seq) VALUES (?1, ?2)")?,
            visit: conn.prepare_cached(
                "INSERT OR FAIL INTO visits(id, seq, date, client, arrived_at, state, receiver)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'finished', ?6)",
            )?,
            group: conn.prepare_cached(
                "INSERT OR FAIL INTO groups(id, kind, name_key, name) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?,
            formed: HashSet::new(),
            zone: zone.parse().map_err(|_| Fault::BadZone)?,
            given_at,
            date: (Date::MIN, String::new()),
        })
    }

    fn client(&mut self, seq: u64, client: &'e ImportedClient) -> Result<(), Fault> {
        let (id, words) = (client.client.as_str(), &client.words);
        self.form(GroupKind::Company, client.company.as_ref(), words.company.as_deref())?;
        self.form(GroupKind::Household, client.household.as_ref(), words.household.as_deref())?;
        let owner = super::text(client.owner.as_ref());
        self.client.execute(params![
            id,
            seq,
            words.name,
            owner,
            client.first_contact_at,
            client.household.as_ref().map(GroupId::as_str),
            client.company.as_ref().map(GroupId::as_str),
            client.last_visit_at,
            client.receptions,
        ])?;
        if owner.is_some() {
            let since = client.first_contact_at.unwrap_or(self.given_at);
            self.first_owner.execute(params![id, owner, since, words.source])?;
        }
        self.phones(seq, id, &words.phones)?;
        self.mention(seq, id)
    }

    fn form(&mut self, kind: GroupKind, group: Option<&'e GroupId>, name: Option<&str>) -> Result<(), Fault> {
        if let Some(group) = group
            && self.formed.insert(group.as_str())
        {
            self.group.execute(params![
                group.as_str(),
                super::json(&kind),
                name.map(|name| group_key(kind, name)),
                name
            ])?;
        }
        Ok(())
    }

    /// A number leads to the client at their place, beside whoever has it too.
    fn phones(&mut self, serial: u64, client: &str, phones: &[String]) -> Result<(), Fault> {
        for phone in phones {
            self.phone.execute(params![phone, client, serial])?;
        }
        Ok(())
    }

    /// A client leads to the fact that brought them, for the entry has thousands.
    fn mention(&mut self, seq: u64, client: &str) -> Result<(), Fault> {
        self.mention.execute(params![format!("c:{client}"), seq])?;
        Ok(())
    }

    fn visit(&mut self, seq: u64, visit: &PastVisit) -> Result<(), Fault> {
        let date = Timestamp::from_micros(visit.at, 0).date(self.zone);
        if date != self.date.0 {
            self.date = (date, date.to_string());
        }
        self.visit.execute(params![
            visit.visit.as_str(),
            seq,
            self.date.1,
            visit.client.as_str(),
            visit.at,
            super::text(visit.receiver.as_ref()),
        ])?;
        Ok(())
    }
}
