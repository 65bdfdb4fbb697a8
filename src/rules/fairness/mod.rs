//! The fairness statement's law: what each line of someone's books is owed to, and how clients,
//! turns and make-ups hang together (section 3). Reads entries and a floor; decides nothing and
//! changes no book.

mod chance;
mod ledger;
mod terms;

pub use chance::{Chance, Uncovered};
pub use ledger::{Ledger, Reorder};
pub use terms::{Term, Terms};

use super::decision::Path;
use super::event::TakeKind;
use super::floor::Tally;
use super::id::{CallId, StaffId, VisitId};
use super::time::{Date, Timestamp};
use serde::Serialize;

/// What kept someone for the company when their turn came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "busy", rename_all = "snake_case")]
pub enum Busy {
    /// Away for the company, since when.
    Away {
        /// The beginning of the absence.
        since: Option<Timestamp>,
        /// The reason given for it, a code of the absence table.
        reason: Option<String>,
    },
    /// Receiving somebody.
    Receiving {
        /// The visit.
        reception: VisitId,
    },
    /// On the phone.
    OnCall {
        /// The call.
        call: CallId,
    },
}

/// Why an owed turn was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Away privately when it was due (rule 6).
    Private,
    /// Went on leave (rule 6).
    Leave,
    /// Left the company.
    Departed,
}

/// Why a number of someone's books or receptions changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// Their turn came, and a client with it.
    Taken,
    /// An owed turn was made up.
    MadeUp {
        /// The day it was granted on.
        granted: Option<Date>,
    },
    /// Their turn passed, paid for by a client taken before.
    PrepaidUsed {
        /// The visit that had paid.
        paid_by: Option<VisitId>,
    },
    /// Their turn passed while they were away privately.
    ConsumedPrivate {
        /// The beginning of the absence.
        since: Option<Timestamp>,
        /// The reason given for it, a code of the absence table.
        reason: Option<String>,
    },
    /// Their turn passed while they received an own client, and that reception is counted for it.
    ConsumedCounted {
        /// The reception.
        reception: Option<VisitId>,
    },
    /// Their turn passed while the company kept them: they are owed it.
    Granted(Busy),
    /// The same, beyond what one person may be owed.
    Capped(Busy),
    /// An owed turn was lost.
    Forfeited {
        /// Why.
        why: Loss,
        /// The day it was granted on.
        granted: Date,
    },
    /// An owed turn ended with its week or day.
    Expired {
        /// The day it was granted on.
        granted: Date,
    },
    /// A client whom the turn had brought was taken over by somebody else: the turn is owed again.
    Lost {
        /// By whom.
        to: StaffId,
        /// How.
        take: TakeKind,
        /// Whether the turn was a make-up.
        makeup: bool,
    },
    /// That client came back: the turn is used again.
    CameBack {
        /// Whether the turn was a make-up.
        makeup: bool,
    },
    /// A coming turn is paid for by a client taken over.
    Prepaid {
        /// How the client was taken.
        take: TakeKind,
    },
    /// The client who had paid for a coming turn went to somebody else.
    Unprepaid,
    /// A turn was used for a visit that is no rotation client of theirs.
    Elsewhere {
        /// Who received the visit in the end.
        receiver: StaffId,
        /// The way it went.
        path: Path,
    },
    /// A rotation client was received without a turn: outside the order, or taken over.
    WithoutTurn {
        /// How the client was taken over, when that is how.
        take: Option<TakeKind>,
        /// From whom.
        from: Option<StaffId>,
    },
    /// A client was received; the way they came, and whether it was for somebody else.
    Received {
        /// The way.
        path: Path,
        /// Whether they were received for somebody else.
        assist: bool,
    },
}

impl Cause {
    /// What it adds to the books of section 3, in turns.
    #[must_use]
    pub const fn booked(&self) -> Tally {
        let mut t = NOTHING;
        match self {
            Self::Taken | Self::PrepaidUsed { .. } => (t.passed, t.taken) = (1, 1),
            Self::MadeUp { .. } | Self::CameBack { makeup: true } => t.made_up = 1,
            Self::ConsumedPrivate { .. } | Self::ConsumedCounted { .. } => (t.passed, t.consumed) = (1, 1),
            Self::Granted(_) => (t.passed, t.owed_granted) = (1, 1),
            Self::Capped(_) => (t.passed, t.capped) = (1, 1),
            Self::Forfeited { .. } => t.forfeited = 1,
            Self::Expired { .. } => t.expired = 1,
            Self::Lost { makeup: true, .. } => t.made_up = -1,
            Self::Lost { makeup: false, .. } => (t.taken, t.owed_granted) = (-1, 1),
            Self::CameBack { makeup: false } => (t.taken, t.owed_granted) = (1, -1),
            Self::Prepaid { .. }
            | Self::Unprepaid
            | Self::Elsewhere { .. }
            | Self::WithoutTurn { .. }
            | Self::Received { .. } => {}
        }
        t
    }

    /// Whether it sets someone apart: a plain turn or reception needs no reason.
    #[must_use]
    pub const fn is_reason(&self) -> bool {
        !matches!(self, Self::Taken | Self::Received { .. })
    }
}

const NOTHING: Tally = Tally {
    passed: 0,
    taken: 0,
    made_up: 0,
    consumed: 0,
    owed_granted: 0,
    capped: 0,
    forfeited: 0,
    expired: 0,
    carried: 0,
};

/// One line of someone's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The duty day that it is booked on.
    pub date: Date,
    /// When.
    pub at: Timestamp,
    /// Number of the entry.
    pub seq: u64,
    /// Whose.
    pub staff: StaffId,
    /// At which visit: the one that took the turn on, or the client received.
    pub visit: Option<VisitId>,
    /// Why.
    #[serde(flatten)]
    pub cause: Cause,
}

/// Why someone on duty held no turn for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Out {
    /// Not in yet.
    NotIn,
    /// On leave.
    Leave,
    /// Suspended.
    Suspended,
    /// Not in the order: not called in yet, or sent home.
    NotInOrder,
    /// Left the company.
    Departed,
}

/// A time in which someone on duty that day held no turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spell {
    /// The duty day.
    pub date: Date,
    /// Whose.
    pub staff: StaffId,
    /// Why.
    pub out: Out,
    /// The reason given for it, a code of the absence table.
    pub reason: Option<String>,
    /// From when.
    pub from: Timestamp,
    /// Until when; nothing: to the end of the day, or until now.
    pub until: Option<Timestamp>,
    /// How often the order went on past their place.
    pub passed_over: u32,
}
