//! Facts of an import: clients and visits of a register kept elsewhere. Unlike other facts, a client
//! that was imported has words of its own: one command brings thousands of people, and each must be
//! erasable alone.

use crate::rules::id::{ClientId, GroupId, StaffId, VisitId};
use serde::{Deserialize, Serialize};

/// What a row said of a person: kept apart from the log, beside the fact it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientWords {
    /// Company, as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Household, as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Telephone numbers, normalised.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Where they had heard of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A client imported. Its fields stand in the log in this order, that of their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedClient {
    /// Id.
    pub client: ClientId,
    /// The company they were put into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<GroupId>,
    /// When they were first received, UTC microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_at: Option<i64>,
    /// The household they were put into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<GroupId>,
    /// When they were last here, UTC microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_visit_at: Option<i64>,
    /// To whom they belong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// How often they were received.
    pub receptions: u32,
    /// Number of the row that they came from.
    pub row: u64,
    /// What the row said of them; empty since they were erased.
    #[serde(skip)]
    pub words: ClientWords,
}

/// A row that is a client known already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchedClient {
    /// Who.
    pub client: ClientId,
    /// The earlier first contact that the row knows of, UTC microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_at: Option<i64>,
    /// Since when they belong to whom they belong by it, UTC microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_since_at: Option<i64>,
    /// To whom they belong by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// Number of the row.
    pub row: u64,
    /// The numbers that were not known before, and a name.
    #[serde(skip)]
    pub words: ClientWords,
}

/// A visit of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastVisit {
    /// When, UTC microseconds.
    pub at: i64,
    /// Whose.
    pub client: ClientId,
    /// Who received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<StaffId>,
    /// Id.
    pub visit: VisitId,
}
