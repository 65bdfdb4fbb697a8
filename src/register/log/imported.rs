//! Rows of imported clients and visits in the log: written and read without a detour, for there are
//! millions of them. Their words stand beside each row.

use super::Head;
use crate::register::chain::{Hash, Sealed};
use crate::register::fault::Fault;
use crate::register::people::{self, SealedWords};
use crate::rules::event::{ClientWords, Event, Header, ImportedClient, MatchedClient, PastVisit};
use crate::rules::id::StaffId;
use rusqlite::{Connection, params};
use serde::Serialize;

/// Facts sealed in one go: while some are written, the next are sealed.
const CHUNK: usize = 512;

/// A row about to be written.
struct Ready<'e> {
    seq: u64,
    kind: &'static str,
    body: String,
    prev: Hash,
    hash: Hash,
    words: Option<(&'e str, SealedWords)>,
}

/// Appends the facts of an import after `head` and says where the log ends then. One thread seals, the
/// other writes.
///
/// # Errors
/// When SQLite fails, or the system gives no random bytes.
pub(super) fn append(conn: &Connection, head: Head, header: &Header, events: &[Event]) -> Result<Head, Fault> {
    let (at, offset, actor) = (header.at.micros(), header.at.offset_seconds(), header.by.as_ref().map(StaffId::as_str));
    let write = |ready: &[Ready]| -> Result<(), Fault> {
        super::ROWS.all(conn, ready, |Ready { seq, kind, body, prev, hash, .. }, row| {
            row.row(params![seq, at, offset, actor, header.seq, kind, body, &prev.0[..], &hash.0[..]])
        })?;
        let sealed: Vec<_> = ready.iter().filter_map(|ready| Some((ready.seq, ready.words.as_ref()?))).collect();
        super::WORDS.all(conn, &sealed, |(seq, (subject, sealed)), row| {
            row.row(params![seq, subject, &sealed.salt[..], sealed.words])
        })
    };
    let mut last = head;
    std::thread::scope(|scope| {
        let (give, take) = std::sync::mpsc::sync_channel(4);
        scope.spawn(move || {
            let mut sealer = Sealer { header, head, salts: Salts::default() };
            for chunk in events.chunks(CHUNK) {
                let ready: Result<Vec<Ready>, Fault> = chunk.iter().map(|event| sealer.seal(event)).collect();
                let is_over = ready.is_err();
                // Nobody takes any more when writing has failed.
                if give.send(ready).is_err() || is_over {
                    return;
                }
            }
        });
        for chunk in take {
            let ready = chunk?;
            write(&ready)?;
            last = ready.last().map_or(last, |row| Head { seq: row.seq, hash: row.hash });
        }
        Ok(last)
    })
}

/// Seals one fact after the other.
struct Sealer<'h> {
    header: &'h Header,
    head: Head,
    salts: Salts,
}

impl Sealer<'_> {
    fn seal<'e>(&mut self, event: &'e Event) -> Result<Ready<'e>, Fault> {
        let words = match event.words() {
            Some(words) => Some(people::seal_words_with(self.salts.next()?, json(words)?)),
            None => None,
        };
        let body = body(event, words.as_ref())?;
        let prev = self.head.hash;
        let sealed = Sealed {
            seq: self.head.seq + 1,
            at: self.header.at.micros(),
            offset: self.header.at.offset_seconds(),
            actor: self.header.by.as_ref().map(StaffId::as_str),
            command: self.header.seq,
            kind: event.kind(),
            body: &body,
        };
        self.head = Head { seq: sealed.seq, hash: sealed.link(&prev) };
        let words = subject(event).zip(words);
        Ok(Ready { seq: self.head.seq, kind: event.kind(), body, prev, hash: self.head.hash, words })
    }
}

/// Random bytes, asked for by the hundred.
#[derive(Default)]
struct Salts(Vec<[u8; 16]>);

impl Salts {
    fn next(&mut self) -> Result<[u8; 16], Fault> {
        if self.0.is_empty() {
            let mut bytes = vec![0; 16 * 256];
            getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
            self.0.extend(bytes.as_chunks::<16>().0);
        }
        self.0.pop().ok_or_else(|| std::io::Error::other("no random bytes").into())
    }
}

/// Whom they are about.
fn subject(event: &Event) -> Option<&str> {
    match event {
        Event::ClientImported(client) => Some(client.client.as_str()),
        Event::ClientMatched(client) => Some(client.client.as_str()),
        _ => None,
    }
}

/// The content of a row, with the commitment to its words.
fn body(event: &Event, sealed: Option<&SealedWords>) -> Result<String, Fault> {
    let body = match event {
        Event::ClientImported(client) => json(&**client)?,
        Event::ClientMatched(client) => json(&**client)?,
        Event::VisitImported(visit) => json(visit)?,
        // Those who waited may be let in.
        other => super::body(other)?,
    };
    Ok(match sealed {
        Some(sealed) => with_commitment(&body, &sealed.commitment),
        None => body,
    })
}

/// Puts the commitment where the order of names has it: before `receptions` or `row`, both after `private`.
fn with_commitment(body: &str, commitment: &str) -> String {
    let place = body.find("\"receptions\":").or_else(|| body.rfind("\"row\":")).unwrap_or(1);
    let (before, after) = body.split_at(place);
    format!("{before}\"private\":\"{commitment}\",{after}")
}

fn json(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| std::io::Error::other(error.to_string()).into())
}

/// Reads such a row back: nothing when it is of another kind, nothing within when it cannot be read.
#[allow(clippy::option_option, reason = "another kind and an unreadable row are two things")]
pub(super) fn event(kind: &str, body: &str, words: Option<&str>) -> Option<Option<Event>> {
    // Erased words are empty ones.
    let words = || words.map_or_else(|| Some(ClientWords::default()), |words| serde_json::from_str(words).ok());
    let client = || {
        let mut client: ImportedClient = serde_json::from_str(body).ok()?;
        client.words = words()?;
        Some(Event::ClientImported(Box::new(client)))
    };
    let matched = || {
        let mut matched: MatchedClient = serde_json::from_str(body).ok()?;
        matched.words = words()?;
        Some(Event::ClientMatched(Box::new(matched)))
    };
    let visit = || serde_json::from_str::<PastVisit>(body).ok().map(Event::VisitImported);
    match kind {
        "client_imported" => Some(client()),
        "client_matched" => Some(matched()),
        "visit_imported" => Some(visit()),
        _ => None,
    }
}
