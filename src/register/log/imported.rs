//! Rows of imported clients and visits in the log: written and read without a detour, for there are
//! millions of them. Their words stand beside each row.

use crate::register::fault::Fault;
use crate::register::people::{self, SealedWords};
use crate::rules::event::{Event, ImportedClient, MatchedClient, PastVisit};
use serde::Serialize;

/// Seals the words of a fact that has words of its own.
///
/// # Errors
/// When the system gives no random bytes.
pub(super) fn seal(event: &Event) -> Result<Option<SealedWords>, Fault> {
    match event.words() {
        Some(words) => people::seal_words(json(words)?).map(Some),
        None => Ok(None),
    }
}

/// Whom they are about.
pub(super) fn subject(event: &Event) -> Option<&str> {
    match event {
        Event::ClientImported(client) => Some(client.client.as_str()),
        Event::ClientMatched(client) => Some(client.client.as_str()),
        _ => None,
    }
}

/// The content of such a row, with the commitment to its words; nothing for other facts.
pub(super) fn body(event: &Event, sealed: Option<&SealedWords>) -> Option<Result<String, Fault>> {
    let body = match event {
        Event::ClientImported(client) => json(&**client),
        Event::ClientMatched(client) => json(&**client),
        Event::VisitImported(visit) => json(visit),
        _ => return None,
    };
    Some(body.map(|body| match sealed {
        Some(sealed) => with_commitment(&body, &sealed.commitment),
        None => body,
    }))
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
    let words = || words.map_or(Some(Default::default()), |words| serde_json::from_str(words).ok());
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
