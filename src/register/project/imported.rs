//! Imported clients and visits in the tables. They come by the thousand, so nothing is looked up that
//! the fact itself says, and nothing is noted of how to take them back: no undo reaches behind an
//! import.

use super::Projection;
use crate::register::fault::Fault;
use crate::register::images;
use crate::register::many::{Insert, insert};
use crate::rules::command::{GroupKind, ImportClients};
use crate::rules::event::{Event, ImportedClient, MatchedClient, PastVisit};
use crate::rules::facts::group_key;
use crate::rules::id::GroupId;
use crate::rules::time::{Date, Timestamp};
use chrono_tz::Tz;
use rusqlite::config::DbConfig;
use rusqlite::params;
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
        let (mut clients, mut visits, mut doubles, mut others) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (seq, event) in (self.header.seq + 1..).zip(events) {
            match event {
                Event::ClientImported(client) => clients.push((seq, &**client)),
                Event::VisitImported(visit) => visits.push((seq, visit)),
                Event::ClientMatched(matched) => doubles.push((seq, &**matched)),
                other => others.push(other),
            }
        }
        self.write_clients(&clients)?;
        self.write_visits(&visits)?;
        // Each is of a client who was there before, be it by an earlier row of the same import.
        let (mut phones, mut mentions): (Vec<Number>, Vec<(u64, &str)>) = (Vec::new(), Vec::new());
        for (seq, client) in clients {
            let id = client.client.as_str();
            phones.extend(numbers(seq, id, &client.words.phones));
            mentions.push((seq, id));
        }
        for (seq, matched) in doubles {
            let (serial, id) = (self.match_client(matched)?, matched.client.as_str());
            phones.extend(numbers(serial, id, &matched.words.phones));
            mentions.push((seq, id));
        }
        // In the order of their tree, so that each of its pages is come to once.
        phones.sort_unstable();
        PHONES.all(self.conn, &phones, |(phone, client, serial), row| row.row(params![phone, client, serial]))?;
        MENTIONS.all(self.conn, &mentions, |(seq, client), row| row.row(params![client, seq]))?;
        others.into_iter().try_for_each(|event| self.event(event))
    }

    fn write_clients(&self, clients: &[(u64, &ImportedClient)]) -> Result<(), Fault> {
        self.form_groups(clients)?;
        CLIENTS.all(self.conn, clients, |(seq, client), row| {
            row.row(params![
                client.client.as_str(),
                seq,
                client.words.name,
                super::text(client.owner.as_ref()),
                client.first_contact_at,
                client.household.as_ref().map(GroupId::as_str),
                client.company.as_ref().map(GroupId::as_str),
                client.last_visit_at,
                client.last_visit_at,
                client.receptions,
            ])
        })?;
        let owned: Vec<(&str, &ImportedClient)> =
            clients.iter().filter_map(|(_, client)| Some((client.owner.as_ref()?.as_str(), *client))).collect();
        FIRST_OWNERS.all(self.conn, &owned, |(owner, client), row| {
            let since = client.first_contact_at.unwrap_or(self.at());
            row.row(params![client.client.as_str(), owner, since, client.words.source])
        })
    }

    /// Makes the groups that are named for the first time.
    fn form_groups(&self, clients: &[(u64, &ImportedClient)]) -> Result<(), Fault> {
        let mut formed = HashSet::new();
        for (_, client) in clients {
            for (kind, group, name) in [
                (GroupKind::Company, &client.company, &client.words.company),
                (GroupKind::Household, &client.household, &client.words.household),
            ] {
                let Some(group) = group.as_ref().map(GroupId::as_str).filter(|group| formed.insert(*group)) else {
                    continue;
                };
                self.run(
                    "INSERT OR FAIL INTO groups(id, kind, name_key, name) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                    params![group, super::json(&kind), name.as_deref().map(|name| group_key(kind, name)), name],
                )?;
            }
        }
        Ok(())
    }

    fn write_visits(&self, visits: &[(u64, &PastVisit)]) -> Result<(), Fault> {
        let zone: String = self.conn.query_row("SELECT value FROM site WHERE key = 'zone'", [], |row| row.get(0))?;
        let zone: Tz = zone.parse().map_err(|_| Fault::BadZone)?;
        // The last date, and as text: visits are many a day.
        let mut last = (Date::MIN, String::new());
        VISITS.all(self.conn, visits, |(seq, visit), row| {
            let date = Timestamp::from_micros(visit.at, 0).date(zone);
            if date != last.0 {
                last = (date, date.to_string());
            }
            row.row(params![
                visit.visit.as_str(),
                seq,
                last.1,
                visit.client.as_str(),
                visit.at,
                super::text(visit.receiver.as_ref()),
            ])
        })
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

/// A number, the client it leads to, and their place in the register.
type Number<'e> = (&'e str, &'e str, u64);

fn numbers<'e>(serial: u64, client: &'e str, phones: &'e [String]) -> impl Iterator<Item = Number<'e>> {
    phones.iter().map(move |phone| (phone.as_str(), client, serial))
}

const CLIENTS: Insert = insert!(
    "INSERT OR FAIL INTO clients(id, serial, name, owner, first_contact_at, household, company, last_visit_at,
        seen_elsewhere_at, receptions)",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
);
const FIRST_OWNERS: Insert = insert!("INSERT OR FAIL INTO first_owners(client, owner, at, source)", "(?, ?, ?, ?)");
/// A number leads to the client at their place, beside whoever has it too.
const PHONES: Insert =
    insert!("INSERT OR FAIL INTO client_phones(phone, client, serial)", "(?, ?, ?)", "ON CONFLICT DO NOTHING");
/// A client leads to the fact that brought them, for the entry has thousands.
const MENTIONS: Insert = insert!("INSERT OR FAIL INTO mentions(subject, seq)", "('c:' || ?, ?)");
const VISITS: Insert = insert!(
    "INSERT OR FAIL INTO visits(id, seq, date, client, arrived_at, state, receiver)",
    "(?, ?, ?, ?, ?, 'finished', ?)"
);
