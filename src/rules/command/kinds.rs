//! The closed sets of words that commands are made of: roles, grades, kinds of violation and the like. Codes
//! are those of the command language; what follows from them is decided elsewhere.

use crate::rules::floor::Base;
use serde::{Deserialize, Serialize};

/// What someone does for the site; decides what the rules let them do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 销售员: stands in the order, owns clients.
    Sales,
    /// 内勤: receives named clients and calls when nobody else may.
    Office,
    /// 销售经理: plans, settles, answers for deposits.
    Manager,
}

/// A salesperson's grade (职级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 见习.
    Trainee,
    /// 二级.
    Second,
    /// 一级.
    First,
    /// 高级.
    Senior,
}

/// Where someone is said to be by `presence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveTo {
    /// 在位.
    Available,
    /// 私事.
    Private,
    /// 公务.
    Business,
    /// 请假.
    Leave,
}

impl MoveTo {
    /// Where someone is who has gone there.
    #[must_use]
    pub const fn base(self) -> Base {
        match self {
            Self::Available => Base::Available,
            Self::Private => Base::Private,
            Self::Business => Base::Business,
            Self::Leave => Base::Leave,
        }
    }
}

/// A part of the rulebook that a site may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookPart {
    /// A written rule's words, by its number.
    Rule,
    /// A violation's penalty and name, by its kind.
    Violation,
    /// A reason for being away, by its code.
    Absence,
}

impl BookPart {
    /// The part's name in the command language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Violation => "violation",
            Self::Absence => "absence",
        }
    }
}

/// What makes a group one client (rule 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// 同一公司.
    Company,
    /// 同一家庭.
    Household,
}

macro_rules! violation_kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What someone did against the rules (section 7).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ViolationKind { $($(#[$doc])* $variant,)* }

        impl ViolationKind {
            /// Every kind, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The kind's code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

violation_kinds! {
    /// 抢单 (rule 11).
    Poaching = "poaching",
    /// 抢接 (rule 9).
    Grabbing = "grabbing",
    /// 挑客 (rules 9, 15).
    Picking = "picking",
    /// 漏问 (rule 14).
    QuestionsSkipped = "questions_skipped",
    /// 中断接待 (rule 16).
    Interrupting = "interrupting",
    /// 当客争执 (rule 17).
    Disputing = "disputing",
    /// 插话 (rule 18).
    CuttingIn = "cutting_in",
    /// 递名片 (rule 19).
    CardHanding = "card_handing",
    /// 拒绝协助 (rules 20, 26, 27).
    RefusingAssist = "refusing_assist",
    /// 未送客 (rule 21).
    NotSeenOff = "not_seen_off",
    /// 议论客户 (rule 21).
    Gossip = "gossip",
    /// 私自留房 (rule 24).
    UnapprovedHold = "unapproved_hold",
    /// 未核房源 (rule 25).
    UncheckedDeposit = "unchecked_deposit",
    /// 泄露客户信息.
    DataLeak = "data_leak",
}

/// A form in which sheets are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Text with commas, for spreadsheets.
    Csv,
    /// A workbook.
    Xlsx,
    /// One JSON object a row.
    Jsonl,
}

impl ExportFormat {
    /// Every form.
    pub const ALL: &[Self] = &[Self::Csv, Self::Xlsx, Self::Jsonl];

    /// The code, which is how such a file's name ends.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
        }
    }
}

/// A sheet of the register that can be handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// 来访.
    Visits,
    /// 来电.
    Calls,
    /// 定金.
    Deposits,
    /// 轮次: everyone's books of each day.
    Turns,
    /// 违规.
    Violations,
    /// 客户: the whole register, of no span.
    Clients,
}

impl SheetKind {
    /// Every sheet, in the order in which they are handed out.
    pub const ALL: &[Self] = &[Self::Visits, Self::Calls, Self::Deposits, Self::Turns, Self::Violations, Self::Clients];
    /// The sheets of the client log: those of a span of days.
    pub const LOG: &[Self] = &[Self::Visits, Self::Calls, Self::Deposits, Self::Turns, Self::Violations];

    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Calls => "calls",
            Self::Deposits => "deposits",
            Self::Turns => "turns",
            Self::Violations => "violations",
            Self::Clients => "clients",
        }
    }

    /// The sheet of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|sheet| sheet.code() == code)
    }
}
