//! Finding clients while one types: by telephone number, name, pinyin, group or id, in memory.
//!
//! Owns packed keys, newest clients first, and no connection. It must never decide whether two
//! clients are one, nor show anything: names, numbers and ids stay in it, only client ids leave.

mod column;
mod groups;
mod letters;
mod names;
mod packed;
mod query;
mod read;
mod segments;
mod spelled;

use super::fault::Fault;
use super::log::Head;
use super::{Register, log};
use crate::rules::event::{Entry, Event};
use crate::rules::id::ClientId;
use groups::Groups;
use packed::{Packed, Row, Seen};
use query::Query;
use read::{Merged, Read};
use rusqlite::Connection;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use query::digits as digits_typed;

/// So many clients are kept apart as changed since loading; with more, all are read again.
const CHANGED_MAX: usize = 4_096;
/// So many rows of the log are gone through for what changed; with more, all are read again.
const ROWS_BEHIND_MAX: u64 = 50_000;

/// The keys of fewer clients are read from the tables in a moment: they are not kept.
const KEPT_CLIENTS_MIN: usize = 20_000;
/// So many rows of the log may follow the keys kept before they are made again.
const KEPT_BEHIND_MAX: u64 = 10_000;

/// By what a client was found, the closest kinds first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoundBy {
    /// By nothing: nothing was asked, and they came lately.
    Recent,
    /// By a whole telephone number.
    Phone,
    /// By the end of a number, four digits or more.
    PhoneTail,
    /// By three digits or more anywhere in a number.
    PhonePart,
    /// By the whole name.
    Name,
    /// By the beginning of the name.
    NamePrefix,
    /// By a part of the name.
    NamePart,
    /// By the pinyin of the name from its beginning, the last syllable perhaps begun only.
    Pinyin,
    /// By the initials of the name from its beginning.
    Initials,
    /// By beginnings of syllables, or by the spelling of a later part of the name.
    Spelling,
    /// By a part of the company's name.
    Company,
    /// By a part of the household's name.
    Household,
    /// By the whole client id, or that of a client merged into them.
    Id,
    /// By a part of the client id.
    IdPart,
}

/// A client found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The client; of merged ones the client that they lead to.
    pub client: ClientId,
    /// By what, the closest kind where there are several.
    pub by: FoundBy,
}

/// The keys by which a register's clients are found.
#[derive(Debug)]
pub struct Finder {
    /// The clients as they were when all were read.
    loaded: Arc<Packed>,
    /// The keys of clients changed since, and before whom of those loaded they stand; nothing for those who are
    /// gone or lead to another.
    changed: BTreeMap<String, Option<(Row, u32)>>,
    /// The changed ones, packed.
    recent: Packed,
    groups: Groups,
    merged: Merged,
    /// Where the log ended when the keys were read.
    head: Head,
    /// Where the log ended when the keys kept in the file were made.
    kept_at: Option<u64>,
}

impl Finder {
    /// Reads the keys of all clients: those kept in the file, with what was entered since; else from the
    /// tables, which takes about two seconds for a million: to be done away from the screen.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn load(register: &Register) -> Result<Self, Fault> {
        let conn = register.conn();
        let _held = register.hold()?;
        let Some((loaded, groups, merged, head)) = segments::read(conn)? else { return Self::read(conn) };
        letters::make_ready();
        let mut finder = Self::of(loaded, groups, merged, head);
        finder.kept_at = Some(head.seq);
        finder.catch_up(register)?;
        Ok(finder)
    }

    /// Reads the keys of all clients from the tables.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn read_tables(register: &Register) -> Result<Self, Fault> {
        let _held = register.hold()?;
        Self::read(register.conn())
    }

    fn of(loaded: Packed, groups: Groups, merged: Merged, head: Head) -> Self {
        let (changed, recent) = (BTreeMap::new(), Packed::default());
        Self { loaded: Arc::new(loaded), changed, recent, groups, merged, head, kept_at: None }
    }

    /// Who keeps the keys in the file, when that is worth while: there are many clients, and no keys are
    /// kept or much has been entered since.
    #[must_use]
    pub fn keeper(&self) -> Option<Keeper> {
        let is_behind = self.kept_at.is_none_or(|kept| self.head.seq.abs_diff(kept) > KEPT_BEHIND_MAX);
        let is_worth_while = is_behind && self.loaded.len() >= KEPT_CLIENTS_MIN;
        // What is as it was read is shared, not copied.
        let is_as_read = self.changed.is_empty();
        is_worth_while.then(|| Keeper { as_read: is_as_read.then(|| (Arc::clone(&self.loaded), self.head)) })
    }

    fn read(conn: &Connection) -> Result<Self, Fault> {
        letters::make_ready();
        let head = log::head(conn)?;
        let mut groups = Groups::load(conn)?;
        let (loaded, merged) = read::all(conn, &mut groups)?;
        Ok(Self::of(loaded, groups.settled(), merged, head))
    }

    /// Takes in what was entered or taken back since; true when something that finds has changed.
    ///
    /// # Errors
    /// When the register cannot be read; the keys are then as before, but for those of groups.
    pub fn catch_up(&mut self, register: &Register) -> Result<bool, Fault> {
        let conn = register.conn();
        let _held = register.hold()?;
        let head = log::head(conn)?;
        if head == self.head {
            return Ok(false);
        }
        let behind = head.seq.checked_sub(self.head.seq).is_some_and(|rows| rows <= ROWS_BEHIND_MAX);
        let is_same_log = self.head.seq == 0 || log::head_at(conn, self.head.seq).is_ok_and(|then| then == self.head);
        if !behind || !is_same_log {
            *self = Self::read(conn)?;
            return Ok(true);
        }
        let mut since = Since::default();
        log::each_entry(conn, self.head.seq + 1, |entry| {
            since.enter(&entry);
            Ok(())
        })?;
        for seq in std::mem::take(&mut since.struck) {
            let struck = log::entry(conn, seq)?.ok_or(Fault::Unreadable(seq))?;
            since.strike(&struck);
        }
        if since.reload || self.changed.len() + since.clients.len() > CHANGED_MAX {
            *self = Self::read(conn)?;
            return Ok(true);
        }
        let has_changed = !since.clients.is_empty();
        self.take(conn, since)?;
        self.head = head;
        Ok(has_changed)
    }

    /// Reads again what the entries since touched.
    fn take(&mut self, conn: &Connection, since: Since) -> Result<(), Fault> {
        if since.clients.is_empty() {
            return Ok(());
        }
        since.unformed.iter().for_each(|group| self.groups.forget(group));
        let mut clients = since.clients;
        for group in &since.linked {
            self.groups.read(conn, group)?;
            clients.extend(read::members(conn, group)?);
        }
        for (from, into) in &since.merged {
            self.merged.iter_mut().filter(|(_, led_to)| led_to == from).for_each(|(_, led_to)| led_to.clone_from(into));
            self.merged.push((from.clone(), into.clone()));
        }
        let mut read = Vec::new();
        while let Some(client) = clients.pop_first() {
            let row = match read::one(conn, &mut self.groups, &self.merged, &client)? {
                Read::Client(row) => Some(row),
                Read::Gone => None,
                Read::Merged(into) => {
                    clients.insert(into);
                    None
                }
            };
            // Known as changed before a place is looked for: the tables say of those loaded how they were loaded.
            self.changed.insert(client.clone(), None);
            read.extend(row.map(|row| (client, row)));
        }
        for (client, row) in read {
            let place = self.place(conn, row.seen)?;
            self.changed.insert(client, Some((row, place)));
        }
        let mut newest: Vec<&(Row, u32)> = self.changed.values().flatten().collect();
        newest.sort_by_key(|(row, _)| Reverse(row.seen));
        let mut recent = Packed::default();
        for (row, place) in newest {
            recent.push_changed(row, *place);
        }
        self.recent = recent;
        Ok(())
    }

    /// Before whom of those loaded somebody stands who was seen then.
    fn place(&self, conn: &Connection, seen: Seen) -> Result<u32, Fault> {
        let count = u32::try_from(self.loaded.len()).unwrap_or(u32::MAX);
        let (mut from, mut to) = (0, count);
        while from < to {
            let middle = from + (to - from) / 2;
            // Of those changed since, nobody knows any more when they were seen before.
            let known = (middle..to).find(|entry| !self.changed.contains_key(self.loaded.id(*entry)));
            let other = match known {
                Some(entry) => read::seen_of(conn, self.loaded.id(entry))?.map(|seen| (entry, seen)),
                None => None,
            };
            match other {
                Some((entry, other)) if other > seen => from = entry + 1,
                _ => to = middle,
            }
        }
        Ok(from)
    }

    /// Finds clients, the closest first and of those the newest, each once, at most `limit`. Nothing
    /// typed finds those who came last.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<Found> {
        let query = Query::new(query);
        let mut found = self.recent.find(&query, &self.groups, limit, &|_| false);
        found.extend(self.loaded.find(&query, &self.groups, limit, &|id| self.changed.contains_key(id)));
        found.sort_unstable();
        let mut taken = BTreeSet::new();
        let once = found.into_iter().filter(|(_, _, client)| taken.insert(client.clone()));
        once.take(limit).map(|(by, _, client)| Found { client, by }).collect()
    }

    /// How many bytes the keys keep in memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.loaded.bytes() + self.recent.bytes() + self.groups.bytes()
    }
}

/// Keeps a register's keys in its file for the next start.
#[derive(Debug)]
pub struct Keeper {
    /// The keys of clients as they were read, and where the log ended then.
    as_read: Option<(Arc<Packed>, Head)>,
}

impl Keeper {
    /// Keeps the keys of a register, whatever is kept already.
    #[must_use]
    pub const fn anew() -> Self {
        Self { as_read: None }
    }

    /// Writes the keys, piece by piece: others may write between two of them.
    ///
    /// # Errors
    /// When the register cannot be read or written; nobody finds less for it.
    pub fn keep(self, register: &Register) -> Result<(), Fault> {
        let conn = register.conn();
        let reading = register.hold()?;
        let head = log::head(conn)?;
        let (packed, groups, merged) = match self.as_read {
            Some((packed, then)) if then == head => {
                let (groups, merged) = (Groups::load(conn)?, read::merged(conn)?);
                (packed, groups, merged)
            }
            _ => {
                let Finder { loaded, groups, merged, .. } = Finder::read(conn)?;
                (loaded, groups, merged)
            }
        };
        drop(reading);
        conn.pragma_update(None, "synchronous", "NORMAL")?;
        let kept = segments::keep(conn, &packed, &groups, &merged, head);
        conn.pragma_update(None, "synchronous", "FULL")?;
        kept
    }
}

/// Makes and keeps the keys of a register to which many clients came at once, so that nobody waits for them at the
/// next start; of fewer clients they are not worth keeping.
///
/// # Errors
/// When the register cannot be read or written.
pub fn keep_of_many(register: &Register) -> Result<(), Fault> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM clients LIMIT ?1)";
    let count: usize = register.conn().query_row(sql, [KEPT_CLIENTS_MIN], |row| row.get(0))?;
    if count < KEPT_CLIENTS_MIN { Ok(()) } else { Keeper::anew().keep(register) }
}

/// Forgets the keys kept in the file: those made from tables that were wrong.
///
/// # Errors
/// When SQLite fails.
pub(super) fn forget(conn: &Connection) -> Result<(), Fault> {
    segments::forget(conn)
}

/// What entries since the last look mean for finding.
#[derive(Debug, Default)]
struct Since {
    /// Clients to be read again.
    clients: BTreeSet<String>,
    /// Groups to which new names may lead.
    linked: BTreeSet<String>,
    /// Groups that may be no more.
    unformed: BTreeSet<String>,
    /// Clients that lead to others, in the order of merging.
    merged: Vec<(String, String)>,
    /// Entries taken back.
    struck: BTreeSet<u64>,
    /// Whether all must be read again.
    reload: bool,
}

impl Since {
    fn enter(&mut self, entry: &Entry) {
        for event in &entry.events {
            self.touch(event);
            match event {
                Event::ClientsMerged { from, into, .. } => self.merged.push((from.to_string(), into.to_string())),
                Event::ClientsLinked { group, .. } => {
                    self.linked.insert(group.to_string());
                }
                // What led to the other before the merge is known to the tables only.
                Event::ClientsParted { .. } => self.reload = true,
                Event::Undone { entry } => {
                    self.struck.insert(*entry);
                }
                _ => {}
            }
        }
    }

    /// What led to another before a merge or a link is known to the tables only.
    fn strike(&mut self, entry: &Entry) {
        for event in &entry.events {
            self.touch(event);
            match event {
                Event::ClientsMerged { .. }
                | Event::ClientsParted { .. }
                | Event::ClientsLinked { .. }
                | Event::Undone { .. } => self.reload = true,
                Event::GroupJoined { group, .. } => {
                    self.unformed.insert(group.to_string());
                }
                _ => {}
            }
        }
    }

    fn touch(&mut self, event: &Event) {
        match event {
            Event::ClientRegistered { client }
            | Event::ClientDetailed { client }
            | Event::GroupJoined { client, .. }
            | Event::VisitArrived { client, .. } => {
                self.clients.insert(client.to_string());
            }
            Event::ClientsMerged { from, into, .. } => {
                self.clients.extend([from.to_string(), into.to_string()]);
            }
            Event::ClientImported(imported) => {
                self.clients.insert(imported.client.to_string());
            }
            Event::ClientMatched(matched) => {
                self.clients.insert(matched.client.to_string());
            }
            Event::ClientsLinked { joined, .. } => self.clients.extend(joined.iter().map(ClientId::to_string)),
            _ => {}
        }
    }
}
