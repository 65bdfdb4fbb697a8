//! Households and companies in the tables: who joins which, and what a link does to their names.

use super::{Projection, json};
use crate::register::fault::Fault;
use crate::rules::command::{Command, GroupKind};
use crate::rules::facts::{group_given, group_name};
use crate::rules::fold;
use crate::rules::id::ClientId;
use rusqlite::params;

impl Projection<'_> {
    fn form_group(&self, group: &str, kind: GroupKind) -> Result<(), Fault> {
        let (name, key) = match self.header.done() {
            Command::LinkClients(_) => (None, None),
            command => (group_given(command, kind).map(fold::clean), group_name(command, kind)),
        };
        // Names that are one today may have made two groups once: the earlier answers to it.
        self.run(
            "INSERT OR FAIL INTO groups(id, kind, name_key, name)
             SELECT ?1, ?2, CASE WHEN EXISTS (SELECT 1 FROM groups WHERE kind = ?2 AND name_key = ?3) THEN NULL ELSE ?3 END, ?4
             WHERE NOT EXISTS (SELECT 1 FROM groups WHERE id = ?1)",
            params![group, json(&kind), key, name],
        )
    }

    pub(super) fn join_group(&self, client: &ClientId, group: &str, kind: GroupKind) -> Result<(), Fault> {
        self.form_group(group, kind)?;
        self.set_group(client, group, kind)
    }

    fn set_group(&self, client: &ClientId, group: &str, kind: GroupKind) -> Result<(), Fault> {
        let sql = match kind {
            GroupKind::Household => "UPDATE OR FAIL clients SET household = ?2 WHERE id = ?1",
            GroupKind::Company => "UPDATE OR FAIL clients SET company = ?2 WHERE id = ?1",
        };
        self.run(sql, params![client.as_str(), group])
    }

    pub(super) fn link_clients(&self, group: &str, kind: GroupKind, joined: &[ClientId]) -> Result<(), Fault> {
        self.form_group(group, kind)?;
        for client in joined {
            self.join_groups(client, group, kind)?;
            self.set_group(client, group, kind)?;
        }
        Ok(())
    }

    /// The group that a linked client was in leads to the other from now on, by its name too.
    fn join_groups(&self, client: &ClientId, group: &str, kind: GroupKind) -> Result<(), Fault> {
        let column = match kind {
            GroupKind::Household => "household",
            GroupKind::Company => "company",
        };
        let gone = format!("(SELECT {column} FROM clients WHERE id = ?1)");
        self.run(
            &format!("UPDATE OR FAIL groups SET joined_to = ?2 WHERE id <> ?2 AND (id = {gone} OR joined_to = {gone})"),
            params![client.as_str(), group],
        )?;
        self.run(
            &format!("UPDATE OR FAIL clients SET moved_by = ?2 WHERE id = ?1 AND moved_by = {column}"),
            params![client.as_str(), group],
        )
    }
}
