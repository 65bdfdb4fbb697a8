//! Imported clients and visits in the tables. They come by the thousand, so nothing is looked up that
//! the fact itself says.

use super::Projection;
use crate::register::fault::Fault;
use crate::rules::command::ImportClients;
use crate::rules::event::{Event, ImportedClient, MatchedClient, PastVisit};
use crate::rules::fold;
use crate::rules::id::GroupId;
use crate::rules::time::Timestamp;
use chrono_tz::Tz;
use rusqlite::params;
use std::collections::HashSet;

impl Projection<'_> {
    /// Writes what an import brought, and how far its file was gone through.
    pub(super) fn import(&self, command: &ImportClients, events: &[Event]) -> Result<(), Fault> {
        if let Some(part) = &command.file {
            self.run(
                "INSERT INTO imports(digest, through) VALUES (?1, ?2)
                 ON CONFLICT(digest) DO UPDATE SET through = max(through, excluded.through)",
                params![part.digest, part.through],
            )?;
        }
        let zone: String = self.conn.query_row("SELECT value FROM site WHERE key = 'zone'", [], |row| row.get(0))?;
        let zone: Tz = zone.parse().map_err(|_| Fault::BadZone)?;
        let mut formed = HashSet::new();
        for (seq, event) in (self.header.seq + 1..).zip(events) {
            match event {
                Event::ClientImported(client) => self.import_client(seq, client, &mut formed)?,
                Event::ClientMatched(matched) => self.match_client(seq, matched)?,
                Event::VisitImported(visit) => self.import_visit(seq, visit, zone)?,
                other => self.event(other)?,
            }
        }
        Ok(())
    }

    fn import_client<'e>(
        &self,
        seq: u64,
        client: &'e ImportedClient,
        formed: &mut HashSet<&'e str>,
    ) -> Result<(), Fault> {
        let (id, words) = (client.client.as_str(), &client.words);
        let groups = [("company", &client.company, &words.company), ("household", &client.household, &words.household)];
        for (kind, group, name) in groups {
            if let Some(group) = group
                && formed.insert(group.as_str())
            {
                let key = name.as_deref().map(fold::key);
                self.run(
                    "INSERT INTO groups(id, kind, name_key, name) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                    params![group.as_str(), kind, key, name],
                )?;
            }
        }
        let group = |group: &'e Option<GroupId>| group.as_ref().map(GroupId::as_str);
        let owner = super::text(client.owner.as_ref());
        self.run(
            "INSERT INTO clients(id, serial, name, owner, first_contact_at, household, company, last_visit_at, receptions)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                id,
                seq,
                words.name,
                owner,
                client.first_contact_at,
                group(&client.household),
                group(&client.company),
                client.last_visit_at,
                client.receptions,
            ],
        )?;
        if owner.is_some() {
            let since = client.first_contact_at.unwrap_or(self.at());
            self.run(
                "INSERT INTO first_owners(client, owner, at, source) VALUES (?1, ?2, ?3, ?4)",
                params![id, owner, since, words.source],
            )?;
        }
        self.take_phones(seq, id, &words.phones)?;
        self.mention_client(seq, id)
    }

    /// A new number finds the client as the earlier ones do.
    fn match_client(&self, seq: u64, matched: &MatchedClient) -> Result<(), Fault> {
        let (id, words) = (matched.client.as_str(), &matched.words);
        self.run(
            "UPDATE clients SET name = coalesce(name, ?2), first_contact_at = coalesce(?3, first_contact_at),
                 last_visit_at = coalesce(last_visit_at, ?3),
                 receptions = max(receptions, ?3 IS NOT NULL) WHERE id = ?1",
            params![id, words.name, matched.first_contact_at],
        )?;
        if let Some(owner) = &matched.owner {
            let since = matched.owned_since_at.unwrap_or(self.at());
            self.run(
                "UPDATE clients SET owner = ?2, moved_by = NULL WHERE id = ?1",
                params![id, owner.as_str()],
            )?;
            self.run(
                "INSERT INTO first_owners(client, owner, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT(client) DO UPDATE SET owner = excluded.owner, at = excluded.at",
                params![id, owner.as_str(), since],
            )?;
        }
        let mut statement = self.conn.prepare_cached("SELECT serial FROM clients WHERE id = ?1")?;
        let serial: u64 = statement.query_row([id], |row| row.get(0))?;
        self.take_phones(serial, id, &words.phones)?;
        self.mention_client(seq, id)
    }

    fn take_phones(&self, serial: u64, client: &str, phones: &[String]) -> Result<(), Fault> {
        phones.iter().try_for_each(|phone| {
            self.run(
                "INSERT INTO client_phones(phone, client, serial) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                params![phone, client, serial],
            )
        })
    }

    /// A client leads to the fact that brought them, for the entry has thousands.
    fn mention_client(&self, seq: u64, client: &str) -> Result<(), Fault> {
        self.run("INSERT INTO mentions(subject, seq) VALUES (?1, ?2)", params![format!("c:{client}"), seq])
    }

    fn import_visit(&self, seq: u64, visit: &PastVisit, zone: Tz) -> Result<(), Fault> {
        let date = Timestamp::from_micros(visit.at, 0).date(zone);
        self.run(
            "INSERT INTO visits(id, seq, date, client, arrived_at, state, receiver)
             VALUES (?1, ?2, ?3, ?4, ?5, 'finished', ?6)",
            params![
                visit.visit.as_str(),
                seq,
                date.to_string(),
                visit.client.as_str(),
                visit.at,
                super::text(visit.receiver.as_ref()),
            ],
        )
    }
}
