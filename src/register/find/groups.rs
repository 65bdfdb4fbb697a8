//! The names of households and companies, each kept once for all its members.

use super::FoundBy;
use super::column::Column;
use super::letters;
use super::segments::{Part, Reader, Writer};
use crate::register::fault::Fault;
use crate::rules::command::GroupKind;
use rusqlite::{Connection, Row, params};
use std::collections::HashMap;

/// The groups by number, and every name that leads to one.
#[derive(Debug, Default)]
pub struct Groups {
    names: Column,
    /// The group that each name leads to.
    led_to: Vec<u32>,
    kinds: Vec<GroupKind>,
    ids: Ids,
}

/// Which number a group has.
#[derive(Debug, Default)]
struct Ids {
    /// Those read in one go, by number.
    settled: Column,
    /// Their numbers, in the order of their ids.
    order: Vec<u32>,
    /// Those that came since.
    new: HashMap<Box<str>, u32>,
}

impl Ids {
    fn get(&self, id: &str) -> Option<u32> {
        self.new.get(id).copied().or_else(|| self.place(id).ok().and_then(|place| self.order.get(place).copied()))
    }

    fn place(&self, id: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|number| self.settled_id(*number).cmp(id))
    }

    fn settled_id(&self, number: u32) -> &str {
        self.settled.keys(number as usize).next().unwrap_or_default()
    }

    fn forget(&mut self, id: &str) {
        self.new.remove(id);
        if let Ok(place) = self.place(id) {
            self.order.remove(place);
        }
    }

    /// A line for every one of so many numbers; one that was forgotten has none.
    fn lines(&self, count: usize) -> Vec<&str> {
        let mut lines = vec![""; count];
        let settled = self.order.iter().map(|number| (self.settled_id(*number), number));
        for (id, number) in settled.chain(self.new.iter().map(|(id, number)| (&**id, number))) {
            if let Some(line) = lines.get_mut(*number as usize) {
                *line = id;
            }
        }
        lines
    }

    /// Those of lines, in little room.
    fn settled<'l>(lines: impl Iterator<Item = &'l str>) -> Self {
        let (mut ids, mut order) = (Self::default(), Vec::new());
        for (number, line) in (0_u32..).zip(lines) {
            ids.settled.push([line]);
            if !line.is_empty() {
                order.push(number);
            }
        }
        // Ids are numbered as they come: nearly in order already.
        order.sort_by(|a, b| ids.settled_id(*a).cmp(ids.settled_id(*b)));
        ids.order = order;
        ids
    }
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
    /// Keeps what was read in little room: what comes from now on is little.
    pub fn settled(mut self) -> Self {
        self.ids = Ids::settled(self.ids.lines(self.kinds.len()).into_iter());
        self
    }

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
        if let Some(number) = self.ids.get(id) {
            return number;
        }
        let number = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        self.kinds.push(kind);
        self.ids.new.insert(id.into(), number);
        number
    }

    /// A group's number, read when it is not known yet.
    pub fn number(&mut self, conn: &Connection, id: &str) -> Result<Option<u32>, Fault> {
        if self.ids.get(id).is_none() {
            self.read(conn, id)?;
        }
        Ok(self.ids.get(id))
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
        self.ids.forget(id);
    }

    /// How the groups with a name in which this stands find their members, by number; no group stands for itself.
    pub fn find(&self, folded: &str) -> Vec<Option<FoundBy>> {
        let mut found = Vec::new();
        if folded.is_empty() {
            return found;
        }
        let by = |group: usize| match self.kinds.get(group) {
            Some(GroupKind::Household) => FoundBy::Household,
            _ => FoundBy::Company,
        };
        self.names.each_entry(&self.names.needle(folded), |name| {
            let Some(group) = self.led_to.get(name).map(|group| *group as usize) else { return };
            if found.is_empty() {
                found.resize(self.kinds.len(), None);
            }
            if let Some(found) = found.get_mut(group) {
                *found = Some(by(group));
            }
        });
        found
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
        writer.bytes(Part::GroupIds, self.ids.lines(self.kinds.len()).join("\n").as_bytes())
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
        Ok(Some(Self { names, led_to, kinds, ids: Ids::settled(ids.split('\n')) }))
    }

    /// How many bytes the names keep in memory, about.
    pub fn bytes(&self) -> usize {
        let ids = self.ids.settled.bytes() + self.ids.order.capacity() * 4 + self.ids.new.len() * 48;
        self.names.bytes() + self.led_to.capacity() * 4 + ids
    }
}
