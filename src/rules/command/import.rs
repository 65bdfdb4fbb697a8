//! The rows of `client.import`: clients of a register kept elsewhere. They come in whole; of the
//! command the log keeps how many there were, and each client as a fact of its own.

use crate::rules::id::{ClientId, StaffId};
use crate::rules::time::Timestamp;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A client of a register kept elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientRow {
    /// Number of the row in its file, from 1; its place in the command when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The client's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Telephone numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Household.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<String>,
    /// To whom the client belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// When they were first received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_contact: Option<Timestamp>,
    /// When they were last here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_visit: Option<Timestamp>,
    /// Where they had heard of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// A note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the id alone tells the client from others: a number shared with them makes no double.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub apart: bool,
    /// Visits of the past, when each is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<PastVisit>,
}

impl ClientRow {
    /// The free words in it.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let single = [&self.name, &self.company, &self.household, &self.source, &self.note];
        single.into_iter().flatten().chain(&self.phones).map(String::as_str)
    }

    /// When they were first here, as far as the row says.
    #[must_use]
    pub fn earliest(&self) -> Option<Timestamp> {
        self.visits.iter().map(|visit| visit.at).chain(self.first_contact).min()
    }

    /// When they were last here, as far as the row says.
    #[must_use]
    pub fn latest(&self) -> Option<Timestamp> {
        self.visits.iter().map(|visit| visit.at).chain(self.first_contact).chain(self.last_visit).max()
    }
}

/// A visit that was over before the register began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastVisit {
    /// When.
    pub at: Timestamp,
    /// Who received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<StaffId>,
}

/// The part of a file that the rows are of: what tells whether a file was taken in, and how far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilePart {
    /// What tells the file from others: 64 hexadecimal digits.
    pub digest: String,
    /// Number of the last row that was gone through.
    pub through: u64,
}

/// The rows of a command, or what the log keeps of them.
#[derive(Clone, Debug)]
pub enum Rows {
    /// As they were given.
    Given(Arc<Vec<ClientRow>>),
    /// What the log keeps: how many, and of a command with a `request` what tells them from others.
    Kept {
        /// How many there were.
        count: u64,
        /// SHA-256 of them, in hexadecimal; among the private words.
        digest: Option<String>,
    },
}

impl Rows {
    /// The rows, while they are at hand.
    #[must_use]
    pub fn given(&self) -> &[ClientRow] {
        match self {
            Self::Given(rows) => rows,
            Self::Kept { .. } => &[],
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::Given(rows) => u64::try_from(rows.len()).unwrap_or(u64::MAX),
            Self::Kept { count, .. } => *count,
        }
    }

    /// What the log keeps of them; `with_digest` when the same command may be given again.
    #[must_use]
    pub fn kept(&self, with_digest: bool) -> Self {
        Self::Kept { count: self.count(), digest: if with_digest { self.digest() } else { None } }
    }

    fn digest(&self) -> Option<String> {
        match self {
            Self::Given(rows) => Some(hexadecimal(&Sha256::digest(serde_json::to_vec(&**rows).ok()?))),
            Self::Kept { digest, .. } => digest.clone(),
        }
    }
}

/// Bytes as digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    text.extend(halves.filter_map(|half| char::from_digit(half.into(), 16)));
    text
}

impl From<Vec<ClientRow>> for Rows {
    fn from(rows: Vec<ClientRow>) -> Self {
        Self::Given(rows.into())
    }
}

/// Rows are the same when they were given the same, whether they are still at hand or not.
impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Given(a), Self::Given(b)) => a == b,
            _ => self.count() == other.count() && self.digest() == other.digest(),
        }
    }
}

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Given(rows) => rows.serialize(serializer),
            Self::Kept { count, digest: None } => json!({ "count": count }).serialize(serializer),
            Self::Kept { count, digest } => json!({ "count": count, "digest": digest }).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(kept) => Ok(Self::Kept {
                count: kept.get("count").and_then(Value::as_u64).unwrap_or(0),
                digest: kept.get("digest").and_then(Value::as_str).map(str::to_owned),
            }),
            rows => serde_json::from_value::<Vec<ClientRow>>(rows)
                .map(Self::from)
                // The parser's own words may quote what was given.
                .map_err(|_| D::Error::custom("`rows` holds what is no client")),
        }
    }
}
