//! Why, as data: who stood in the line, who was passed over, how the receiver was found, under
//! which policies. `text` makes the sentences.

use super::id::StaffId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How someone stood when a decision was made (section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 空闲.
    Free,
    /// 私事: a turn passed is consumed.
    Private,
    /// 接待自己的未成交老客户: a turn passed is consumed by that reception.
    Counted,
    /// 公务或接待中: a turn passed is owed.
    Business,
    /// 未到.
    Off,
    /// 请假.
    Leave,
    /// 停牌.
    Suspended,
    /// Not in today's order.
    Absent,
}

/// One place in the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Who.
    pub staff: StaffId,
    /// How they stood.
    pub standing: Standing,
    /// How many turns they were owed.
    pub owed: u32,
    /// How many turns they had prepaid.
    pub prepaid: u32,
    /// The reason they had given for being away, a code of the absence table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<String>,
}

/// How the receiver was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// By an owed turn.
    MakeUp,
    /// By their turn in the order.
    Turn,
    /// Outside the order, only prepaid people being free.
    Outside,
    /// Doubled up by an owed turn.
    DoubledMakeUp,
    /// Doubled up by their turn.
    DoubledTurn,
    /// The one wanted was free.
    Wanted,
    /// The one wanted is suspended but may receive own clients.
    WantedSuspended,
    /// The last free person in the line, the one wanted receiving somebody (rule 9).
    LastFreeForEngaged,
    /// The last free person in the line, the one wanted being away or busy (rule 20).
    LastFree,
    /// The assist ring, the one wanted being off duty (rule 26).
    AssistRing,
    /// Office staff (rule 2).
    Office,
    /// Nobody: the client waits.
    Nobody,
}

/// Why a visit went where it went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The line and then the others in today's order, as they stood just before.
    pub line: Vec<Place>,
    /// Whom the path leads to: the owner on `own`, the one named on `named`.
    pub wanted: Option<StaffId>,
    /// How they stood.
    pub wanted_standing: Option<Standing>,
    /// Who would have received had nobody been named.
    pub turn_holder: Option<StaffId>,
    /// How the receiver was found.
    pub found: Found,
    /// The policies that bore on it, with their values of that moment.
    pub policies: BTreeMap<String, Value>,
}
