//! The names of households and companies, each kept once for all its members.

use super::FoundBy;
use super::column::{self, Column};
use super::letters;
use super::segments::{Part, Reader, Writer};
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

    /// Writes all of it down.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn keep(&self, writer: &Writer) -> Result<(), Fault> {
        writer.bytes(Part::GroupNames, self.names.text())?;
        writer.numbers(Part::GroupStarts, self.names.starts())?;
        writer.numbers(Part::LedTo, &self.led_to)?;
        let kinds: Vec<u8> = self.kinds.iter().map(|kind| u8::from(*kind == GroupKind::Household)).collect();
        writer.bytes(Part::Kinds, &kinds)?;
        // A line for every number; one that was forgotten has none.
        let mut ids = vec![""; self.kinds.len()];
        for (id, number) in &self.numbers {
            if let Some(place) = ids.get_mut(*number as usize) {
                *place = id;
            }
        }
        writer.bytes(Part::GroupIds, ids.join("\n").as_bytes())
    }

    /// Reads what was written down; nothing where the parts do not fit together.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn read_kept(reader: &Reader) -> Result<Option<Self>, Fault> {
        let led_to = reader.numbers(Part::LedTo)?;
        let (text, starts) = (reader.bytes(Part::GroupNames)?, reader.numbers(Part::GroupStarts)?);
        let Some(names) = Column::of_pieces(text, starts, led_to.len()) else { return Ok(None) };
        let is_household = reader.bytes(Part::Kinds)?.into_iter().map(|kind| kind != 0);
        let kinds: Vec<GroupKind> =
            is_household.map(|is| if is { GroupKind::Household } else { GroupKind::Company }).collect();
        let ids = String::from_utf8(reader.bytes(Part::GroupIds)?).unwrap_or_default();
        let numbers = ids.split('\n').zip(0..).filter(|(id, _)| !id.is_empty()).map(|(id, at)| (id.into(), at));
        let numbers: HashMap<Box<str>, u32> = numbers.collect();
        Ok(Some(Self { names, led_to, kinds, numbers }))
    }

    /// How many bytes the names keep in memory, about.
    pub fn bytes(&self) -> usize {
        self.names.bytes() + self.led_to.capacity() * 4 + self.numbers.len() * 48
    }
}
