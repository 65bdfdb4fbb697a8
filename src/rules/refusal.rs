//! Why a command is not done: one code a reason, the same name in code, docs and tests. The
//! sentences are in `text`.

use super::book::BookFault;
use super::command::{BookPart, MoveTo};
use super::id::StaffId;
use super::time::{Date, Timestamp};
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The name of a refusal, in the order in which they are checked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code's name in the command language.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

codes! {
    /// The same request with other content.
    RequestReused = "request_reused",
    /// Not a command, or a value that cannot be.
    BadInput = "bad_input",
    /// Older than the last accepted command.
    ClockBackwards = "clock_backwards",
    /// Nobody of that id is on the staff.
    UnknownStaff = "unknown_staff",
    /// No day is open.
    DayNotOpen = "day_not_open",
    /// A day is open, or that date was opened before.
    DayAlreadyOpen = "day_already_open",
    /// Only a manager may.
    NeedsManager = "needs_manager",
    /// The id is in use.
    DuplicateId = "duplicate_id",
    /// No client of that id.
    UnknownClient = "unknown_client",
    /// No visit of that id.
    UnknownVisit = "unknown_visit",
    /// No unit of that id.
    UnknownUnit = "unknown_unit",
    /// No deposit of that id.
    UnknownDeposit = "unknown_deposit",
    /// No call of that id.
    UnknownCall = "unknown_call",
    /// No violation of that id.
    UnknownViolation = "unknown_violation",
    /// No such item in the inbox.
    UnknownItem = "unknown_item",
    /// Somebody waits, is received or is on a call.
    DayNotClear = "day_not_clear",
    /// The two questions of rule 14 are open.
    QuestionsUnanswered = "questions_unanswered",
    /// The visit does not wait.
    NotWaiting = "not_waiting",
    /// The visit or call is over.
    AlreadyFinished = "already_finished",
    /// Not in today's order.
    NotInOrder = "not_in_order",
    /// On leave today.
    OnLeave = "on_leave",
    /// Not an order of salespeople.
    BadOrder = "bad_order",
    /// Not a sharing that rule 5 allows.
    BadShares = "bad_shares",
    /// Not an amount.
    BadAmount = "bad_amount",
    /// The unit has a deposit or a contract.
    UnitTaken = "unit_taken",
    /// The unit is held.
    UnitHeld = "unit_held",
    /// The unit is not held.
    UnitNotHeld = "unit_not_held",
    /// No open notice for that visit.
    NoNotice = "no_notice",
    /// The inquiry sheet lacks something (rule 23).
    IncompleteInquiry = "incomplete_inquiry",
    /// Not a telephone number.
    BadPhone = "bad_phone",
    /// Not a policy, or not a value of it.
    BadPolicy = "bad_policy",
    /// Nothing that may be taken back.
    NothingToUndo = "nothing_to_undo",
    /// Too old to be taken back.
    UndoTooLate = "undo_too_late",
    /// A poacher gets nothing of that client (rule 11).
    PoacherExcluded = "poacher_excluded",
    /// Not possible as things stand.
    WrongState = "wrong_state",
    /// The client is here already.
    AlreadyHere = "already_here",
    /// Not a part of the rulebook, or not a value of it.
    BadRulebook = "bad_rulebook",
    /// Not a PIN, or one that is guessed at once.
    BadPin = "bad_pin",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why somebody who needs to has not proven who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinTrouble {
    /// No PIN was given.
    Missing,
    /// They have no PIN, and others have.
    NoneSet,
    /// It was the wrong one.
    Wrong,
    /// After wrong ones none is looked at for so many seconds.
    Wait(u64),
}

/// What the sentence about a refusal needs to know beyond its code. Never personal data of clients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// The thing it is about, by its id as the register knows it.
    pub about: Option<String>,
    /// Who is meant.
    pub staff: Option<StaffId>,
    /// When it happened.
    pub at: Option<Timestamp>,
    /// The date it is about.
    pub date: Option<Date>,
    /// What was amiss with the PIN (only with [`Code::NeedsManager`]).
    pub pin: Option<PinTrouble>,
    /// What is wrong with the input, in English (only with [`Code::BadInput`]).
    pub input: Option<String>,
    /// What is wrong with the reason of an absence; `about` is its code.
    pub absence: Option<AbsenceFault>,
    /// What is wrong with a part of the rulebook; `about` is its key.
    pub book: Option<Box<(BookPart, BookFault)>>,
}

/// Why a reason does not go with an absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsenceFault {
    /// What it means in the site's table; nothing: it is not in there.
    pub means: Option<MoveTo>,
    /// What the command says.
    pub to: Option<MoveTo>,
}

/// A command that is not done, and why. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: Code,
    /// The rule that forbids it, when a rule does.
    pub rule: Option<u8>,
    /// What the sentence needs.
    pub detail: Box<Detail>,
}

impl Refusal {
    /// A refusal for a plain reason.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, rule: None, detail: Box::default() }
    }

    /// A refusal by a numbered rule.
    #[must_use]
    pub fn by_rule(code: Code, rule: u8) -> Self {
        Self { rule: Some(rule), ..Self::new(code) }
    }

    /// Input that cannot be, with what is wrong in English.
    #[must_use]
    pub fn bad_input(what: impl Into<String>) -> Self {
        Self::new(Code::BadInput).with(|detail| detail.input = Some(what.into()))
    }

    /// The same refusal with its detail filled in.
    #[must_use]
    pub fn with(mut self, fill: impl FnOnce(&mut Detail)) -> Self {
        fill(&mut self.detail);
        self
    }

    /// The same refusal, about a thing of this id.
    #[must_use]
    pub fn about(self, id: &impl ToString) -> Self {
        let id = id.to_string();
        self.with(|detail| detail.about = Some(id))
    }

    /// The same refusal, about this person.
    #[must_use]
    pub fn of(self, staff: &StaffId) -> Self {
        let staff = staff.clone();
        self.with(|detail| detail.staff = Some(staff))
    }
}
