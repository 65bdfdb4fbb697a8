//! The names of households and companies, each kept once for all its members.

use super::FoundBy;
use super::column::{self, Column};
use super::letters;
use crate::register::fault::Fault;
use crate::rules::command::GroupKind;
use rusqlite::{Connection, Row, params};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

/// The groups by number, and every name that leads to one.
#[derive(Debug, Default)]
pub struct Groups {
    names: Column,
    /// The group that each name leads to.
    led_to: Vec<u32>,
    kinds: Vec<GroupKind>,
    numbers: HashMap<Box<str>, u32>,
}

const NAMED: &str = "SELECT id, kind, name, joined_to FROM groups";

/// Id, kind, name, and the group joined.
type Named = (String, GroupKind, Option<String>, Option<String>);

fn named(row: &Row) -> rusqlite::Result<Named> {
    let kind: String = row.get(1)?;
    let kind = if kind == "company" { GroupKind::Company } else { GroupKind::Household };
    Ok((row.get(0)?, kind, row.get(2)?, row.get(3)?))
}

impl Groups {
    /// Reads all of them.
    pub fn load(conn: &Connection) -> Result<Self, Fault> {
        let mut groups = Self::default();
        let mut statement = conn.prepare(NAMED)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            groups.take(named(row)?);
        }
        Ok(groups)
    }

    /// A group's name leads to it, and to the group that it was joined to.
    fn take(&mut self, (id, kind, name, joined_to): Named) {
        let own = self.number_or_new(&id, kind);
        let joined = joined_to.map(|joined| self.number_or_new(&joined, kind));
        let Some(name) = name.map(|name| letters::folded(&name)).filter(|name| !name.is_empty()) else { return };
        for group in [Some(own), joined].into_iter().flatten() {
            self.names.push([name.as_str()]);
            self.led_to.push(group);
        }
    }

    fn number_or_new(&mut self, id: &str, kind: GroupKind) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        self.kinds.push(kind);
        self.numbers.insert(id.into(), number);
        number
    }

    /// A group's number, read when it is not known yet.
    pub fn number(&mut self, conn: &Connection, id: &str) -> Result<Option<u32>, Fault> {
        if !self.numbers.contains_key(id) {
            self.read(conn, id)?;
        }
        Ok(self.numbers.get(id).copied())
    }

    /// Takes in every name that leads to a group since a link.
    pub fn read(&mut self, conn: &Connection, id: &str) -> Result<(), Fault> {
        let mut statement = conn.prepare_cached(&format!("{NAMED} WHERE id = ?1 OR joined_to = ?1"))?;
        let found: Vec<Named> = statement.query_map(params![id], named)?.collect::<Result<_, _>>()?;
        for named in found {
            self.take(named);
        }
        Ok(())
    }

    /// Forgets a group whose making was taken back: its id may be given again.
    pub fn forget(&mut self, id: &str) {
        self.numbers.remove(id);
    }

    /// The groups with a name in which this stands, and how that finds their members.
    pub fn find(&self, folded: &str) -> HashMap<u32, FoundBy> {
        let mut found = HashSet::new();
        if !folded.is_empty() {
            self.names.each(&column::needle(folded), |place| {
                found.extend(self.led_to.get(self.names.entry_at(place.at)));
                ControlFlow::Continue(())
            });
        }
        let by = |group: u32| match self.kinds.get(group as usize) {
            Some(GroupKind::Household) => FoundBy::Household,
            _ => FoundBy::Company,
        };
        found.into_iter().map(|group| (group, by(group))).collect()
    }

    /// How many bytes the names keep in memory, about.
    pub fn bytes(&self) -> usize {
        self.names.bytes() + self.led_to.capacity() * 4 + self.numbers.len() * 48
    }
}
