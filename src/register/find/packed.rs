//! A register's keys, newest clients first, and the scans over them. Knows nothing of SQL, nor of
//! what was entered since.

use super::FoundBy;
use super::column::Column;
use super::column::Place;
use super::groups::Groups;
use super::names::Names;
use super::query::Query;
use super::segments::{Part, Reader, Writer};
use super::spelled::{Spelt, Wanted};
use crate::register::fault::Fault;
use crate::rules::id::ClientId;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// When a client was last seen: last visit, seconds since 1970, then the number of the entry that
/// registered them.
pub type Seen = (u32, u32);

/// A client's keys, one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The client's id, and the ids merged into it.
    pub ids: Vec<String>,
    /// Names, folded.
    pub names: Vec<String>,
    /// Telephone numbers, digits only.
    pub phones: Vec<String>,
    /// When the client was last seen.
    pub seen: Seen,
    /// Household and company.
    pub groups: Vec<u32>,
}

/// Where a client stands among all, the newest first: the place among those loaded, those changed since before the
/// one loaded there, and the order of those.
pub type Rank = (u32, bool, u32);

/// The keys of many clients.
#[derive(Debug, Default)]
pub struct Packed {
    ids: Column,
    names: Names,
    phones: Column,
    /// When they were last seen, until they are in that order.
    seen: Vec<Seen>,
    /// Of clients changed since loading, before which of those loaded each stands.
    places: Vec<u32>,
    /// Entry and group, of the few clients who have one.
    groups: Vec<(u32, u32)>,
}

/// The clients found so far, of every kind no more than `limit`.
pub struct Hits<'p> {
    packed: &'p Packed,
    limit: usize,
    is_stale: &'p dyn Fn(&str) -> bool,
    by: BTreeMap<FoundBy, Vec<u32>>,
}

impl Packed {
    /// Adds a client.
    pub fn push(&mut self, row: &Row) {
        let entry = u32::try_from(self.len()).unwrap_or(u32::MAX);
        self.ids.push(row.ids.iter().map(String::as_str));
        self.names.push(row.names.iter().map(String::as_str));
        self.phones.push(row.phones.iter().map(String::as_str));
        self.seen.push(row.seen);
        self.groups.extend(row.groups.iter().map(|group| (entry, *group)));
    }

    /// Adds a client changed since loading, who stands before the one loaded at `place`; newest first.
    pub fn push_changed(&mut self, row: &Row, place: u32) {
        self.push(row);
        self.seen.clear();
        self.places.push(place);
    }

    /// The same clients, newest first.
    pub fn newest_first(mut self) -> Self {
        let count = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..count).collect();
        let seen = |entry: u32| self.seen.get(entry as usize).copied().unwrap_or_default();
        order.sort_by_key(|entry| Reverse(seen(*entry)));
        self.seen = Vec::new();
        // One column after the other, so that only one is there twice.
        self.ids = self.ids.ordered(&order);
        self.names = self.names.ordered(&order);
        self.phones = self.phones.ordered(&order);
        if !self.groups.is_empty() {
            let mut place = vec![0; order.len()];
            for (at, entry) in (0_u32..).zip(&order) {
                if let Some(place) = place.get_mut(*entry as usize) {
                    *place = at;
                }
            }
            for (entry, _) in &mut self.groups {
                *entry = place.get(*entry as usize).copied().unwrap_or(u32::MAX);
            }
            self.groups.sort_unstable();
            self.groups.shrink_to_fit();
        }
        self
    }

    /// How many bytes the keys keep in memory.
    pub fn bytes(&self) -> usize {
        let columns = self.ids.bytes() + self.names.bytes() + self.phones.bytes();
        columns + self.groups.capacity() * size_of::<(u32, u32)>()
    }

    /// How many clients there are.
    pub const fn len(&self) -> usize {
        self.ids.len()
    }

    /// Writes all of it down.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn keep(&self, writer: &Writer) -> Result<(), Fault> {
        writer.numbers(Part::Signs, &self.names.signs)?;
        writer.bytes(Part::Lengths, &self.names.lengths)?;
        writer.pairs(Part::Members, &self.groups)?;
        writer.bytes(Part::Ids, self.ids.text())?;
        writer.numbers(Part::IdStarts, self.ids.starts())?;
        writer.bytes(Part::Names, self.names.column.text())?;
        writer.numbers(Part::NameStarts, self.names.column.starts())?;
        writer.bytes(Part::Phones, self.phones.text())?;
        writer.numbers(Part::PhoneStarts, self.phones.starts())
    }

    /// Reads what was written down; nothing where the parts do not fit together.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn read(reader: &Reader) -> Result<Option<Self>, Fault> {
        let (signs, lengths) = (reader.numbers(Part::Signs)?, reader.bytes(Part::Lengths)?);
        let len = signs.len();
        if lengths.len() != len {
            return Ok(None);
        }
        let groups = reader.pairs(Part::Members)?;
        let column = |text: Part, starts: Part| -> Result<Option<Column>, Fault> {
            Ok(Column::of_pieces(reader.bytes(text)?, reader.numbers(starts)?, len))
        };
        let ids = column(Part::Ids, Part::IdStarts)?;
        let names = column(Part::Names, Part::NameStarts)?;
        let phones = column(Part::Phones, Part::PhoneStarts)?;
        Ok(ids.zip(names).zip(phones).map(|((ids, column), phones)| Self {
            ids,
            names: Names { column, signs, lengths },
            phones,
            groups,
            ..Self::default()
        }))
    }

    /// The id of the client at a place.
    pub fn id(&self, entry: u32) -> &str {
        self.ids.keys(entry as usize).next().unwrap_or_default()
    }

    /// The clients that a query finds, of every kind at most `limit`, those left out that `is_stale`
    /// says are known better elsewhere.
    pub fn find(
        &self,
        query: &Query,
        groups: &Groups,
        limit: usize,
        is_stale: &dyn Fn(&str) -> bool,
    ) -> Vec<(FoundBy, Rank, ClientId)> {
        let mut hits = Hits { packed: self, limit, is_stale, by: BTreeMap::new() };
        if query.is_empty() {
            (0..self.len()).map_while(|entry| u32::try_from(entry).ok()).all(|entry| hits.add(FoundBy::Recent, entry));
            return hits.all();
        }
        let scans = [Hits::by_phone, Hits::by_name, Hits::by_spelling, Hits::by_group, Hits::by_id];
        for scan in scans {
            scan(&mut hits, query, groups);
            if hits.count() >= limit {
                break;
            }
        }
        hits.all()
    }
}

impl Hits<'_> {
    /// Takes a client in; false when no more of this kind are wanted.
    fn add(&mut self, by: FoundBy, entry: u32) -> bool {
        let found = self.by.entry(by).or_default();
        if found.len() < self.limit && found.last() != Some(&entry) && !(self.is_stale)(self.packed.id(entry)) {
            found.push(entry);
        }
        found.len() < self.limit
    }

    fn is_full(&self, by: FoundBy) -> bool {
        self.by.get(&by).is_some_and(|found| found.len() >= self.limit)
    }

    /// How many clients there are, each counted once.
    fn count(&self) -> usize {
        let mut all: Vec<u32> = self.by.values().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    }

    fn all(self) -> Vec<(FoundBy, Rank, ClientId)> {
        let rank = |entry: u32| match self.packed.places.get(entry as usize) {
            Some(place) => (*place, false, entry),
            None => (entry, true, 0),
        };
        let each = self.by.iter().flat_map(|(by, entries)| entries.iter().map(|entry| (*by, *entry)));
        each.map(|(by, entry)| (by, rank(entry), ClientId::from(self.packed.id(entry)))).collect()
    }

    /// Goes through a column for one piece of text; `kind` says by what a place finds, and the scan
    /// ends when there are enough of the `best` kind.
    fn scan(&mut self, column: &Column, text: &str, best: FoundBy, kind: impl Fn(Place) -> FoundBy) {
        let needle = column.needle(text);
        column.each(&needle, |place| {
            let by = kind(place);
            if !self.is_full(by) {
                self.add(by, entry(column, place.at));
            }
            if self.is_full(best) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    }

    fn by_phone(&mut self, query: &Query, _: &Groups) {
        for digits in &query.digits {
            let has_tail = digits.len() >= 4;
            let best = if has_tail { FoundBy::Phone } else { FoundBy::PhonePart };
            self.scan(&self.packed.phones, digits, best, |place| match (place.first, place.last) {
                (true, true) => FoundBy::Phone,
                (false, true) if has_tail => FoundBy::PhoneTail,
                _ => FoundBy::PhonePart,
            });
        }
    }

    fn by_name(&mut self, query: &Query, _: &Groups) {
        if query.folded.is_empty() {
            return;
        }
        self.scan(&self.packed.names.column, &query.folded, FoundBy::Name, |place| match (place.first, place.last) {
            (true, true) => FoundBy::Name,
            (true, false) => FoundBy::NamePrefix,
            _ => FoundBy::NamePart,
        });
    }

    fn by_spelling(&mut self, query: &Query, _: &Groups) {
        let Some(typed) = &query.typed else { return };
        self.packed.names.each_spelt(typed, |entry, spelt, first| {
            let by = match spelt {
                Spelt::Syllables if first => FoundBy::Pinyin,
                Spelt::Initials if first => FoundBy::Initials,
                _ => FoundBy::Spelling,
            };
            if !self.is_full(by) {
                self.add(by, entry);
            }
            if self.is_full(FoundBy::Pinyin) {
                Wanted::Nothing
            } else if self.is_full(FoundBy::Spelling) {
                Wanted::Beginnings
            } else {
                Wanted::All
            }
        });
    }

    fn by_group(&mut self, query: &Query, groups: &Groups) {
        let found = groups.find(&query.folded);
        if found.is_empty() {
            return;
        }
        for (entry, group) in &self.packed.groups {
            if let Some(Some(by)) = found.get(*group as usize)
                && !self.is_full(*by)
            {
                self.add(*by, *entry);
            }
            if self.is_full(FoundBy::Company) {
                break;
            }
        }
    }

    fn by_id(&mut self, query: &Query, _: &Groups) {
        if query.id.is_empty() {
            return;
        }
        self.scan(&self.packed.ids, &query.id, FoundBy::Id, |place| match (place.first, place.last) {
            (true, true) => FoundBy::Id,
            _ => FoundBy::IdPart,
        });
    }
}

fn entry(column: &Column, at: usize) -> u32 {
    u32::try_from(column.entry_at(at)).unwrap_or(u32::MAX)
}
