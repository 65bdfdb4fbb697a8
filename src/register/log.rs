//! The log: entries in, entries out. Appends only; never decides and never projects.

mod imported;

use super::chain::{Hash, Sealed};
use super::fault::Fault;
use super::many::{Insert, insert};
use super::people::{self, SealedWords};
use crate::rules::command::{Command, ImportClients};
use crate::rules::event::{Answered, Entry, Event, Header};
use crate::rules::facts::Request;
use crate::rules::id::{ClientId, StaffId};
use crate::rules::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

/// The command that may bring thousands of facts.
const IMPORT: &str = "client.import";
/// How many of them a list shows.
const FACTS_SHOWN: usize = 16;

/// The end of the log: number and hash of its last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the last row; 0 when the log is empty.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// Where the log ends.
///
/// # Errors
/// When SQLite fails.
pub fn head(conn: &Connection) -> Result<Head, Fault> {
    let mut statement = conn.prepare_cached("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")?;
    let last = statement.query_row([], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, Vec<u8>>(1)?))).optional()?;
    match last {
        None => Ok(Head { seq: 0, hash: Hash::NONE }),
        Some((seq, bytes)) => Ok(Head { seq, hash: Hash::from_bytes(&bytes).ok_or(Fault::Unreadable(seq))? }),
    }
}

/// Appends an entry after `head` and says where the log ends then.
///
/// # Errors
/// When SQLite fails, or somebody else has appended since `head` was read.
pub fn append(conn: &Connection, head: Head, entry: &Entry) -> Result<Head, Fault> {
    let header = &entry.header;
    let mut fields = match &header.command {
        // The clients stand in the log one by one, each in a row of its own.
        Command::ImportClients(import) => {
            let rows = import.rows.kept(header.request.is_some());
            Command::from(ImportClients { rows, file: import.file.clone() }).fields()
        }
        command => command.fields(),
    };
    let sealed = people::seal(&mut fields)?;
    let content = json!({
        "fields": fields,
        "private": sealed.as_ref().map(|sealed| &sealed.commitment),
        "request": header.request,
        "at_given": header.at_given,
        "policy_version": header.policy_version,
    });
    let mut head = append_row(conn, head, header, header.command.name(), &content.to_string())?;
    if let Some(sealed) = sealed {
        keep_words(conn, header.seq, subject(entry), &sealed)?;
    }
    if let Command::ImportClients(_) = &header.command {
        return imported::append(conn, head, header, &entry.events);
    }
    for event in &entry.events {
        head = append_row(conn, head, header, event.kind(), &body(event)?)?;
    }
    Ok(head)
}

const WORDS: Insert = insert!("INSERT OR FAIL INTO people(seq, subject, salt, words)", "(?, ?, ?, ?)");
const ROWS: Insert = insert!(
    "INSERT OR FAIL INTO events(seq, at, offset, actor, command, kind, body, prev, hash)",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
);

fn keep_words(conn: &Connection, seq: u64, subject: Option<&str>, sealed: &SealedWords) -> Result<(), Fault> {
    WORDS.one(conn, params![seq, subject, &sealed.salt[..], sealed.words])
}

/// The client that an entry's private words are about.
fn subject(entry: &Entry) -> Option<&str> {
    entry.events.iter().find_map(|event| match event {
        Event::VisitArrived { client, .. } | Event::VisitDetailed { client, .. } | Event::CaseRuled { client, .. } => {
            Some(client.as_str())
        }
        Event::RequestMade { concern, .. } | Event::RequestAnswered { concern, .. } => {
            concern.client.as_ref().map(ClientId::as_str)
        }
        _ => None,
    })
}

/// An event is written as its kind and its body: the row has a column for the kind.
fn body(event: &Event) -> Result<String, Fault> {
    let mut text = serde_json::to_string(event).map_err(|error| std::io::Error::other(error.to_string()))?;
    let before = "{\"kind\":\"\",\"body\":".len() + event.kind().len();
    text.pop();
    Ok(text.split_off(before.min(text.len())))
}

fn append_row(conn: &Connection, head: Head, header: &Header, kind: &str, body: &str) -> Result<Head, Fault> {
    let sealed = Sealed {
        seq: head.seq + 1,
        at: header.at.micros(),
        offset: header.at.offset_seconds(),
        actor: header.by.as_ref().map(StaffId::as_str),
        command: header.seq,
        kind,
        body,
    };
    let hash = sealed.link(&head.hash);
    ROWS.one(
        conn,
        params![
            sealed.seq,
            sealed.at,
            sealed.offset,
            sealed.actor,
            sealed.command,
            kind,
            body,
            &head.hash.0[..],
            &hash.0[..]
        ],
    )?;
    Ok(Head { seq: sealed.seq, hash })
}

/// A row of the log as it is stored, with the private words of a command's own row.
struct LogRow {
    seq: u64,
    at: Timestamp,
    actor: Option<String>,
    command: u64,
    kind: String,
    body: String,
    words: Option<String>,
}

impl LogRow {
    const COLUMNS: &str = "e.seq, e.at, e.offset, e.actor, e.command, e.kind, e.body, p.words
        FROM events e LEFT JOIN people p ON p.seq = e.seq";

    fn read(row: &Row) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            at: Timestamp::from_micros(row.get(1)?, row.get(2)?),
            actor: row.get(3)?,
            command: row.get(4)?,
            kind: row.get(5)?,
            body: row.get(6)?,
            words: row.get(7)?,
        })
    }

    fn header(self) -> Result<Header, Fault> {
        let unreadable = Fault::Unreadable(self.seq);
        let Ok(Value::Object(mut body)) = serde_json::from_str(&self.body) else { return Err(unreadable) };
        let Some(Value::Object(mut fields)) = body.remove("fields") else { return Err(unreadable) };
        match &self.words {
            Some(words) => people::unseal(&mut fields, words),
            None if body.get("private").is_some_and(|private| !private.is_null()) => erase(&self.kind, &mut fields),
            None => {}
        }
        let Ok(command) = Command::from_parts(&self.kind, fields) else { return Err(unreadable) };
        Ok(Header {
            seq: self.seq,
            at: self.at,
            at_given: body.get("at_given") == Some(&Value::Bool(true)),
            by: self.actor.map(StaffId::from),
            request: body.get("request").and_then(Value::as_str).map(str::to_owned),
            command,
            policy_version: body
                .get("policy_version")
                .and_then(Value::as_u64)
                .and_then(|n| u32::try_from(n).ok())
                .unwrap_or(0),
            answered: None,
        })
    }

    fn event(&self) -> Result<Event, Fault> {
        if let Some(event) = imported::event(&self.kind, &self.body, self.words.as_deref()) {
            return event.ok_or(Fault::Unreadable(self.seq));
        }
        // Kinds are plain words: nothing in them needs to be escaped.
        let event = format!("{{\"kind\":\"{}\",\"body\":{}}}", self.kind, self.body);
        serde_json::from_str(&event).map_err(|_| Fault::Unreadable(self.seq))
    }
}

/// Stands in for words that were erased, where a command cannot be without them.
fn erase(kind: &str, fields: &mut Map<String, Value>) {
    let needed: &[&str] = match kind {
        "staff.add" | "project.add" => &["name"],
        "violation.void" | "client.transfer" | "client.merge" | "client.split" | "deposit.refund" => &["reason"],
        "case.rule" => &["ruling"],
        // Only a refusal needs its reason; a grant may have one.
        "answer" if fields.get("grant") == Some(&Value::Bool(false)) => &["reason"],
        _ => &[],
    };
    for name in needed {
        fields.insert((*name).to_owned(), Value::String("—".to_owned()));
    }
    if let Some(Value::Object(wrapped)) = fields.get_mut(people::WRAPPED_FIELD)
        && let Some(Value::String(kind)) = wrapped.get("do").cloned()
    {
        erase(&kind, wrapped);
    }
}

/// Hands every entry from row `from` on to `take`, in order.
///
/// # Errors
/// When SQLite fails, a row cannot be read, or `take` fails.
pub fn each_entry(conn: &Connection, from: u64, take: impl FnMut(Entry) -> Result<(), Fault>) -> Result<(), Fault> {
    each_entry_to(conn, from, i64::MAX.unsigned_abs(), take)
}

/// Hands every entry from row `from` to row `last`, that one included, on to `take`, in order.
///
/// # Errors
/// As [`each_entry`].
pub fn each_entry_to(
    conn: &Connection,
    from: u64,
    last: u64,
    mut take: impl FnMut(Entry) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let sql = format!("SELECT {} WHERE e.seq BETWEEN ?1 AND ?2 ORDER BY e.seq", LogRow::COLUMNS);
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([from, last])?;
    let mut open: Option<Entry> = None;
    while let Some(row) = rows.next()? {
        let row = LogRow::read(row)?;
        if row.seq == row.command {
            if let Some(entry) = open.take() {
                take(entry)?;
            }
            open = Some(Entry { header: row.header()?, events: Vec::new() });
        } else {
            match &mut open {
                Some(entry) if entry.header.seq == row.command => take_in(conn, entry, row.event()?)?,
                _ => return Err(Fault::Unreadable(row.seq)),
            }
        }
    }
    open.map_or(Ok(()), take)
}

/// One entry as a list shows it, by the number of its command's row: of an import only its first facts.
/// By the number of one of its facts, an import with that fact alone; no other entry goes by a fact's number.
///
/// # Errors
/// When SQLite fails or a row cannot be read.
pub fn glance(conn: &Connection, seq: u64) -> Result<Option<Entry>, Fault> {
    let sql = format!("SELECT {} WHERE e.seq = ?1", LogRow::COLUMNS);
    let row = |seq: u64| conn.prepare_cached(&sql)?.query_row([seq], LogRow::read).optional();
    let Some(found) = row(seq)? else { return Ok(None) };
    if found.seq == found.command {
        return if found.kind == IMPORT { read_entry(conn, seq, FACTS_SHOWN) } else { entry(conn, seq) };
    }
    let command = row(found.command)?.ok_or(Fault::Unreadable(found.command))?;
    if command.kind != IMPORT {
        return Ok(None);
    }
    let mut entry = Entry { header: command.header()?, events: Vec::new() };
    take_in(conn, &mut entry, found.event()?)?;
    Ok(Some(entry))
}

/// One entry, by the number of its command's row.
///
/// # Errors
/// When SQLite fails or a row cannot be read.
pub fn entry(conn: &Connection, seq: u64) -> Result<Option<Entry>, Fault> {
    read_entry(conn, seq, usize::MAX)
}

fn read_entry(conn: &Connection, seq: u64, facts_max: usize) -> Result<Option<Entry>, Fault> {
    let mut statement = conn.prepare_cached(&format!("SELECT {} WHERE e.seq >= ?1 ORDER BY e.seq", LogRow::COLUMNS))?;
    let mut rows = statement.query([seq])?;
    let mut found: Option<Entry> = None;
    while let Some(row) = rows.next()? {
        let row = LogRow::read(row)?;
        match &mut found {
            _ if row.command != seq => break,
            Some(entry) if entry.events.len() >= facts_max => break,
            None => found = Some(Entry { header: row.header()?, events: Vec::new() }),
            Some(entry) => take_in(conn, entry, row.event()?)?,
        }
    }
    Ok(found)
}

/// Adds a fact to its entry; the request that an answer answers is read with it.
fn take_in(conn: &Connection, of: &mut Entry, event: Event) -> Result<(), Fault> {
    if let Event::RequestAnswered { granted, asked, by, .. } = &event {
        let request = request(conn, *asked)?.ok_or(Fault::Unreadable(*asked))?;
        let (by, granted) = (by.clone(), *granted);
        of.header.answered = Some(Box::new(Answered { seq: *asked, by, command: request.command, granted }));
    }
    of.events.push(event);
    Ok(())
}

/// The request made by the entry of a number; nothing when that is none.
///
/// # Errors
/// When SQLite fails or a row cannot be read.
pub fn request(conn: &Connection, seq: u64) -> Result<Option<Request>, Fault> {
    let asking = entry(conn, seq)?.map(|entry| entry.header);
    Ok(asking.and_then(|header| match header.command {
        Command::Ask(ask) => Some(Request { by: header.by, command: *ask.command.0 }),
        _ => None,
    }))
}

/// The head as it was when row `seq` was the last.
///
/// # Errors
/// When SQLite fails or there is no such row.
pub fn head_at(conn: &Connection, seq: u64) -> Result<Head, Fault> {
    let mut statement = conn.prepare_cached("SELECT hash FROM events WHERE seq = ?1")?;
    let bytes: Option<Vec<u8>> = statement.query_row([seq], |row| row.get(0)).optional()?;
    let hash = bytes.as_deref().and_then(Hash::from_bytes).ok_or(Fault::Unreadable(seq))?;
    Ok(Head { seq, hash })
}
