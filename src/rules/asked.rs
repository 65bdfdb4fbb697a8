//! Commands inside a request: how one is spelt within another, what it concerns, and which a
//! manager may be asked for. Never decides whether one would be granted.

use super::command::{Command, TEXT_BYTES_MAX};
use super::id::{ClientId, DepositId, StaffId, UnitId, VisitId};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// How a message about a wrapped command begins.
pub(super) const INNER: &str = "in `command`: ";

/// A command that somebody asks a manager for, spelt as in the command language with its own `do`.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked(pub Box<Command>);

impl From<Command> for Asked {
    fn from(command: Command) -> Self {
        Self(Box::new(command))
    }
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = self.0.fields();
        fields.insert("do".to_owned(), self.0.name().into());
        fields.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Asked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        if fields.values().any(|value| value.as_str().is_some_and(|text| text.len() > TEXT_BYTES_MAX)) {
            return Err(D::Error::custom(format!("{INNER}a text is too long")));
        }
        let Some(Value::String(name)) = fields.remove("do") else {
            return Err(D::Error::custom(format!("{INNER}`do` must name a command")));
        };
        let command = Command::from_parts(&name, fields);
        command.map(Self::from).map_err(|message| D::Error::custom(format!("{INNER}{message}")))
    }
}

/// What a request concerns, as far as it names something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// Someone on the staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// A client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// A visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// A unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// A deposit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<DepositId>,
}

impl Concern {
    /// What a command names.
    #[must_use]
    pub fn of(command: &Command) -> Self {
        let mut concern = Self::default();
        match command {
            Command::DepartStaff(c) => concern.staff = Some(c.id.clone()),
            Command::SetPresence(c) => concern.staff = Some(c.staff.clone()),
            Command::RecordViolation(c) => {
                concern.staff = Some(c.staff.clone());
                concern.visit.clone_from(&c.visit);
            }
            Command::TakeVisit(c) => {
                concern.visit = Some(c.visit.clone());
                concern.staff = Some(c.staff.clone());
            }
            Command::FailNotice(c) => concern.visit = Some(c.visit.clone()),
            Command::TransferClient(c) => {
                concern.client = Some(c.client.clone());
                concern.staff = Some(c.to.clone());
            }
            Command::LinkClients(c) => concern.client = Some(c.client.clone()),
            Command::MergeClients(c) => concern.client = Some(c.client.clone()),
            Command::SplitClient(c) => concern.client = Some(c.client.clone()),
            Command::HoldUnit(c) => {
                concern.unit = Some(c.unit.clone());
                concern.client = Some(c.client.clone());
            }
            Command::ReleaseUnit(c) => concern.unit = Some(c.unit.clone()),
            Command::RefundDeposit(c) => concern.deposit = Some(c.deposit.clone()),
            _ => {}
        }
        concern
    }

    /// What a command is about above all, as the inbox names it: a unit, a deposit, a visit, a client or
    /// somebody; else what it names instead: a violation, an item, a date, a week, a policy.
    #[must_use]
    pub fn about(command: &Command) -> String {
        match command {
            Command::SetPolicy(c) => c.key.clone(),
            Command::SetRulebook(c) => c.key.clone(),
            Command::PlanWeek(c) => c.week.clone(),
            Command::SetRoster(c) => c.date.to_string(),
            Command::VoidViolation(c) => c.violation.to_string(),
            Command::AcknowledgeItem(c) => c.item.to_string(),
            command => {
                let concern = Self::of(command);
                let unit = concern.unit.map(|id| id.to_string());
                unit.or_else(|| concern.deposit.map(|id| id.to_string()))
                    .or_else(|| concern.visit.map(|id| id.to_string()))
                    .or_else(|| concern.client.map(|id| id.to_string()))
                    .or_else(|| concern.staff.map(|id| id.to_string()))
                    .unwrap_or_default()
            }
        }
    }
}
