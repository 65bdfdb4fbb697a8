//! What the desk decided about one arrival, and the data that explains it. Values only: the
//! sentence itself is made by `text`.

use super::id::{ClientId, StaffId, VisitId};
use serde::{Deserialize, Serialize};

/// The way an arrival goes (section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Path {
    /// 轮接: to the ring.
    Rotation,
    /// 归属: to the client's owner.
    Own,
    /// 指定: to whom the client asked for.
    Named,
}

/// What became of a turn that passed (section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipOutcome {
    /// 欠补: to be made up.
    Owed,
    /// 算一个名额: used without a client.
    Consumed,
    /// 作废: an owed turn lost.
    Forfeited,
    /// 封顶: not granted beyond the cap.
    Capped,
    /// 已抵: paid with a prepayment.
    Taken,
}

/// Why a turn passed (section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipWhy {
    /// Away or engaged for the company.
    Business,
    /// A private absence.
    Private,
    /// Receiving an own, open, returning client: that reception counts as the turn.
    Counted,
    /// A client was taken out of turn before.
    Prepaid,
}

/// One turn passed over, or one make-up forfeited, on the way to the receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Whose turn.
    pub staff: StaffId,
    /// What became of it.
    pub outcome: SkipOutcome,
    /// Why.
    pub why: SkipWhy,
}

/// Who must tell whom that a client asked for them (rule 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeOf {
    /// The turn-holder, who must tell.
    pub holder: StaffId,
    /// The one asked for, who must be told.
    pub named: StaffId,
}

/// Something about a visit that a manager must see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// In the register, but nobody recognised them (rule 12).
    UnrecognisedReturn,
    /// Says who received them, but the register has no owner (rule 12).
    UnregisteredReturn,
    /// Says somebody else received them than the register does (rule 3).
    ClaimContradictsRegister,
    /// Asked for somebody who has left.
    NamedDeparted,
    /// Asked for someone who is no salesperson.
    AskedForOther,
    /// Asked for somebody else than their owner (rule 11).
    NamedOtherThanOwner,
    /// Turned out later to be somebody else's client (rules 3, 12).
    LateMatch,
}

impl Flag {
    /// The flag's name in the command language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnrecognisedReturn => "unrecognised_return",
            Self::UnregisteredReturn => "unregistered_return",
            Self::ClaimContradictsRegister => "claim_contradicts_register",
            Self::NamedDeparted => "named_departed",
            Self::AskedForOther => "asked_for_other",
            Self::NamedOtherThanOwner => "named_other_than_owner",
            Self::LateMatch => "late_match",
        }
    }
}

/// Where a visit goes, and what that costs whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "they are the interface's fields")]
pub struct Decision {
    /// The visit.
    pub visit: VisitId,
    /// The client.
    pub client: ClientId,
    /// The way it goes.
    pub path: Path,
    /// Who receives; nobody while it waits.
    pub receiver: Option<StaffId>,
    /// Whether it waits.
    pub waiting: bool,
    /// Whether a turn or a make-up of the receiver was used.
    pub counted: bool,
    /// Whether it was a make-up.
    pub makeup: bool,
    /// Whether it is received for somebody else.
    pub assist: bool,
    /// To whom the client belongs.
    pub owner: Option<StaffId>,
    /// The rules that decided, in ascending order.
    pub rules: Vec<u8>,
    /// Make-ups forfeited, then turns passed over, in the order reached.
    pub skips: Vec<Skip>,
    /// The notice opened.
    pub notice: Option<NoticeOf>,
    /// What a manager must see.
    pub flags: Vec<Flag>,
}
