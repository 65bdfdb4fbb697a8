//! The policies (rules.md section 12): where sites read a rule differently, they differ here and
//! nowhere in the code. Pure values; a change is an entry in the log.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Whether the register's own match is enough to recognise a client (rule 12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterMatch {
    /// A client found by phone or group goes to the owner.
    Owner,
    /// Rule 12 to the letter: somebody must recognise the client.
    Rotation,
}

/// What happens to an arrival when nobody is free (rule 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenAllBusy {
    /// The client waits.
    Wait,
    /// The first in the line who may hold one more takes them as well.
    DoubleUp,
}

/// What receiving a client who asked for you costs when it was your turn (rules 1, 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedOnTurn {
    /// Nothing: the turn stays.
    Free,
    /// The turn.
    Counts,
}

/// How long an owed turn lives (rule 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MakeupExpires {
    /// Until the end of its ISO week.
    Week,
    /// Until the end of its day.
    Day,
    /// Until made up.
    Never,
}

/// Where someone who comes in late stands (rule 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateArrival {
    /// At the end of the order.
    End,
    /// Where the day's order had them.
    Keep,
}

/// When a suspension begins (rule 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspensionStart {
    /// On the next day in the order.
    NextDutyDay,
    /// At once: the rest of today is the first day.
    Today,
}

/// The policies in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policies {
    /// `register_match` (rule 12).
    pub register_match: RegisterMatch,
    /// `when_all_busy` (rule 16).
    pub when_all_busy: WhenAllBusy,
    /// `makeup_cap` (rule 1): most turns one person may be owed at once; 0: no cap.
    pub makeup_cap: u32,
    /// `makeup_run` (rule 1): most make-ups in a row to one person; 0: no limit.
    pub makeup_run: u32,
    /// `double_up_max` (rule 16): most receptions one person may hold.
    pub double_up_max: u32,
    /// `named_on_turn` (rules 1, 11).
    pub named_on_turn: NamedOnTurn,
    /// `makeup_expires` (rule 1).
    pub makeup_expires: MakeupExpires,
    /// `late_arrival` (rule 2).
    pub late_arrival: LateArrival,
    /// `suspension_start` (rule 11).
    pub suspension_start: SuspensionStart,
    /// `suspended_serves_own` (rule 11).
    pub suspended_serves_own: bool,
    /// `notify_minutes` (rule 11): minutes after which a notice is overdue, 1 to 60.
    pub notify_minutes: u32,
    /// `protection_days` (rule 3): days without a visit after which ownership lapses; 0: never.
    pub protection_days: u32,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            register_match: RegisterMatch::Owner,
            when_all_busy: WhenAllBusy::Wait,
            makeup_cap: 0,
            makeup_run: 2,
            double_up_max: 2,
            named_on_turn: NamedOnTurn::Free,
            makeup_expires: MakeupExpires::Week,
            late_arrival: LateArrival::End,
            suspension_start: SuspensionStart::NextDutyDay,
            suspended_serves_own: true,
            notify_minutes: 5,
            protection_days: 0,
        }
    }
}

impl Policies {
    /// The keys of all policies, in the order of the table.
    pub const KEYS: &[&str] = &[
        "register_match",
        "when_all_busy",
        "makeup_cap",
        "makeup_run",
        "double_up_max",
        "named_on_turn",
        "makeup_expires",
        "late_arrival",
        "suspension_start",
        "suspended_serves_own",
        "notify_minutes",
        "protection_days",
    ];

    /// The value of a policy; null for a key that is none.
    #[must_use]
    pub fn get(&self, key: &str) -> Value {
        let word = |value: serde_json::Result<Value>| value.unwrap_or_default();
        match key {
            "register_match" => word(serde_json::to_value(self.register_match)),
            "when_all_busy" => word(serde_json::to_value(self.when_all_busy)),
            "makeup_cap" => self.makeup_cap.into(),
            "makeup_run" => self.makeup_run.into(),
            "double_up_max" => self.double_up_max.into(),
            "named_on_turn" => word(serde_json::to_value(self.named_on_turn)),
            "makeup_expires" => word(serde_json::to_value(self.makeup_expires)),
            "late_arrival" => word(serde_json::to_value(self.late_arrival)),
            "suspension_start" => word(serde_json::to_value(self.suspension_start)),
            "suspended_serves_own" => self.suspended_serves_own.into(),
            "notify_minutes" => self.notify_minutes.into(),
            "protection_days" => self.protection_days.into(),
            _ => Value::Null,
        }
    }

    /// The same policies with one changed; nothing when the key or its value is not one of the table's.
    #[must_use]
    pub fn with(&self, key: &str, value: &Value) -> Option<Self> {
        if !Self::KEYS.contains(&key) {
            return None;
        }
        let mut all = serde_json::to_value(self).unwrap_or_else(|_| json!({}));
        *all.get_mut(key)? = value.clone();
        let changed: Self = serde_json::from_value(all).ok()?;
        let in_range = (1..=60).contains(&changed.notify_minutes) && changed.double_up_max >= 1;
        in_range.then_some(changed)
    }
}
