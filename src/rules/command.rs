//! What someone wants: the command language of `interface.md`, one struct a command. Parsing is
//! strict (unknown fields are errors); whether a command is allowed is never decided here.

pub mod import;
mod kinds;

pub use import::{ClientRow, FilePart, PastVisit, Rows};
pub use kinds::{BookPart, ExportFormat, Grade, GroupKind, MoveTo, Role, SheetKind, ViolationKind};

use super::asked::{Asked, INNER};
pub use super::closing::Carried;
use super::id::{CallId, ClientId, DepositId, ItemId, StaffId, UnitId, ViolationId, VisitId};
use super::pin::{Pin, Proof};
use super::time::{Date, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Longest text a field may hold, in bytes.
pub(super) const TEXT_BYTES_MAX: usize = 16_384;

/// A command with who gave it and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// When it was given; the clock's time when left out.
    pub at: Option<Timestamp>,
    /// Who gave it; the desk when left out.
    pub by: Option<StaffId>,
    /// The caller's key: the same key again gets the first answer and enters nothing.
    pub request: Option<String>,
    /// What is wanted.
    pub command: Command,
    /// That `by` has proven who they are. Not part of the language or of the log.
    pub proof: Option<Proof>,
    /// The new PIN of `pin.set`: it travels beside the command and never enters the log.
    pub new_pin: Option<Pin>,
}

impl Submission {
    /// A command from the desk, now.
    #[must_use]
    pub const fn desk(command: Command) -> Self {
        Self { at: None, by: None, request: None, command, proof: None, new_pin: None }
    }

    /// The same command, given by `staff`.
    #[must_use]
    pub fn by(mut self, staff: Option<StaffId>) -> Self {
        self.by = staff;
        self
    }

    /// Reads one JSON object of the command language.
    ///
    /// # Errors
    /// What is wrong with it, in English, without repeating any value given.
    pub fn from_json(value: Value) -> Result<Self, String> {
        let Value::Object(mut fields) = value else { return Err("a command is a JSON object".to_owned()) };
        if fields.values().any(|value| value.as_str().is_some_and(|text| text.len() > TEXT_BYTES_MAX)) {
            return Err("a text is too long".to_owned());
        }
        let Some(Value::String(name)) = fields.remove("do") else { return Err("`do` must name a command".to_owned()) };
        let at = match text_field(&mut fields, "at")? {
            Some(text) => Some(Timestamp::parse(&text).ok_or("`at` must be an RFC 3339 time with an offset")?),
            None => None,
        };
        let by = text_field(&mut fields, "by")?.filter(|by| by != "desk").map(StaffId::from);
        let request = text_field(&mut fields, "request")?;
        if request.as_ref().is_some_and(|key| key.chars().count() > 64) {
            return Err("`request` may have up to 64 characters".to_owned());
        }
        if Command::OWN.contains(&name.as_str()) {
            return Err(UNKNOWN_COMMAND.to_owned());
        }
        let new_pin = if name == Command::SET_PIN { Some(new_pin(&mut fields)?) } else { None };
        let command = Command::from_parts(&name, fields)?;
        Ok(Self { at, by, request, command, proof: None, new_pin })
    }
}

const UNKNOWN_COMMAND: &str = "`do` names no command";

fn new_pin(fields: &mut Map<String, Value>) -> Result<Pin, String> {
    let text = text_field(fields, "pin")?;
    text.map(|text| Pin::typed(&text)).ok_or_else(|| format!("`{}` needs `pin`", Command::SET_PIN))
}

fn text_field(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{name}` must be text")),
    }
}

/// Keeps "given as null" apart from "left out".
#[allow(clippy::option_option, reason = "`received_by: null` is an answer: the client does not remember")]
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A key given as text, or as the number it is.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Key {
        Text(String),
        Number(u64),
    }
    Ok(match Key::deserialize(deserializer)? {
        Key::Text(text) => text,
        Key::Number(number) => number.to_string(),
    })
}

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $([$derive:ident])? { $($(#[$field_attr:meta])* $field:ident: $type:ty,)* })*) => {
        /// What someone wants.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[allow(clippy::large_enum_variant)] // a command lives for one decision
        pub enum Command {
            $($(#[$doc])* #[serde(rename = $name)] $variant($variant),)*
        }

        impl Command {
            /// The names of all commands, in the order of the interface.
            pub const NAMES: &[&str] = &[$($name),*];

            /// The command's name in the command language.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),* }
            }

            /// The command's fields, without those left out.
            #[must_use]
            pub fn fields(&self) -> Map<String, Value> {
                let value = match self { $(Self::$variant(body) => serde_json::to_value(body)),* };
                match value { Ok(Value::Object(fields)) => fields, _ => Map::new() }
            }
        }

        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize $(, $derive)?)]
            #[serde(deny_unknown_fields)]
            #[allow(missing_docs, reason = "fields are named and described in the interface")]
            pub struct $variant { $($(#[$field_attr])* pub $field: $type,)* }

            impl From<$variant> for Command {
                fn from(body: $variant) -> Self {
                    Self::$variant(body)
                }
            }
        )*
    };
}

impl Command {
    /// The name of the command whose PIN is taken out before it is a command.
    const SET_PIN: &str = "pin.set";
    /// Commands that only the program itself enters: the command language does not know them.
    pub const OWN: &[&str] = &["pin.fail"];

    /// Whether an undo passes over it. Whoever tries PINs, takes a copy or prints a receipt must not stand in
    /// the way of one; and what was handed out cannot be taken back.
    #[must_use]
    pub const fn is_passed_over(&self) -> bool {
        matches!(self, Self::Undo(_) | Self::SetPin(_) | Self::FailPin(_) | Self::ExportLog(_) | Self::PrintReceipt(_))
    }

    /// Builds a command from its name and fields.
    ///
    /// # Errors
    /// What is wrong, in English, without repeating any value given.
    pub fn from_parts(name: &str, fields: Map<String, Value>) -> Result<Self, String> {
        if !Self::NAMES.contains(&name) {
            return Err(UNKNOWN_COMMAND.to_owned());
        }
        let mut tagged = Map::new();
        tagged.insert(name.to_owned(), Value::Object(fields));
        serde_json::from_value(Value::Object(tagged)).map_err(|error| plain(name, &error.to_string()))
    }
}

/// Makes serde's message fit to print: it names fields but may quote what was given in them.
fn plain(command: &str, message: &str) -> String {
    let quoted = |after: &str| message.split_once(after).and_then(|(_, rest)| rest.split('`').next());
    if message.starts_with(INNER) {
        message.to_owned()
    } else if let Some(field) = quoted("missing field `") {
        format!("`{command}` needs `{field}`")
    } else if message.starts_with("unknown field") {
        format!("`{command}` has a field that it does not know")
    } else {
        format!("a field of `{command}` has a value of the wrong kind")
    }
}

commands! {
    /// Adds someone to the staff.
    AddStaff = "staff.add" {
        id: StaffId,
        name: String,
        role: Role,
        #[serde(skip_serializing_if = "Option::is_none")] grade: Option<Grade>,
    }
    /// Records that someone has left the company.
    DepartStaff = "staff.depart" { id: StaffId, }
    /// Changes a policy (rules.md section 12).
    SetPolicy = "policy.set" { key: String, value: Value, }
    /// Changes one part of the site's rulebook; null brings the shipped one back, or removes it.
    SetRulebook = "rulebook.set" {
        part: BookPart,
        #[serde(deserialize_with = "text_or_number")] key: String,
        value: Value,
    }
    /// Plans a week's orders (section 10).
    PlanWeek = "roster.plan" {
        week: String,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")] rest: BTreeMap<StaffId, Vec<Date>>,
    }
    /// Sets one day's order in the plan.
    SetRoster = "roster.set" {
        date: Date,
        order: Vec<StaffId>,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// Publishes the orders of days to come, with the leave on them.
    PublishRoster = "roster.publish" {
        week: String,
        orders: BTreeMap<Date, Vec<StaffId>>,
        #[serde(skip_serializing_if = "Option::is_none")] leave: Option<BTreeMap<StaffId, Vec<Date>>>,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// Grants leave on days to come.
    GrantLeave = "leave.grant" {
        staff: StaffId,
        dates: Vec<Date>,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// Takes granted leave back.
    CancelLeave = "leave.cancel" { staff: StaffId, dates: Vec<Date>, }
    /// Opens the day.
    OpenDay = "day.open" {
        #[serde(skip_serializing_if = "Option::is_none")] date: Option<Date>,
        #[serde(skip_serializing_if = "Option::is_none")] order: Option<Vec<StaffId>>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] off: Vec<StaffId>,
    }
    /// Changes today's order.
    ReorderDay = "day.reorder" {
        order: Vec<StaffId>,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// Closes the day.
    CloseDay = "day.close" [Default] {
        #[serde(default)] force: bool,
        #[serde(skip_serializing_if = "Option::is_none")] carried: Option<Vec<Carried>>,
    }
    /// Says where someone is.
    SetPresence = "presence" {
        staff: StaffId,
        #[serde(skip_serializing_if = "Option::is_none")] to: Option<MoveTo>,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] note: Option<String>,
    }
    /// Registers an arrival.
    RegisterArrival = "arrive" [Default] {
        #[serde(skip_serializing_if = "Option::is_none")] visit: Option<VisitId>,
        #[serde(skip_serializing_if = "Option::is_none")] name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] company: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] household: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] party: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")] client: Option<ClientId>,
        #[serde(skip_serializing_if = "Option::is_none")] new_client: Option<ClientId>,
        #[serde(skip_serializing_if = "Option::is_none")] been_before: Option<bool>,
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        received_by: Option<Option<StaffId>>,
        #[serde(skip_serializing_if = "Option::is_none")] asks_for: Option<StaffId>,
        #[serde(skip_serializing_if = "Option::is_none")] recognised_by: Option<StaffId>,
        #[serde(skip_serializing_if = "Option::is_none")] referred_by: Option<ClientId>,
        #[serde(skip_serializing_if = "Option::is_none")] source: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] note: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] companion_phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] address: Option<String>,
    }
    /// Writes down what a visitor says of themselves later.
    RegisterDetails = "register" {
        visit: VisitId,
        #[serde(skip_serializing_if = "Option::is_none")] name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] company: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] household: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] note: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] companion_phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] address: Option<String>,
    }
    /// Ends a reception.
    FinishReception = "finish" {
        visit: VisitId,
        #[serde(default = "yes")] seen_off: bool,
        #[serde(skip_serializing_if = "Option::is_none")] outcome: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] note: Option<String>,
    }
    /// Records that a waiting client went away.
    LeaveWaiting = "visit.leave" { visit: VisitId, }
    /// Records who really took a visit.
    TakeVisit = "visit.take" {
        visit: VisitId,
        staff: StaffId,
        #[serde(default)] agreed: bool,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// Confirms that a named salesperson was told.
    AcknowledgeNotice = "notice.ack" { visit: VisitId, }
    /// Records that a named salesperson was not told.
    FailNotice = "notice.fail" { visit: VisitId, }
    /// Records a violation.
    RecordViolation = "violation.record" {
        #[serde(skip_serializing_if = "Option::is_none")] id: Option<ViolationId>,
        staff: StaffId,
        kind: ViolationKind,
        #[serde(skip_serializing_if = "Option::is_none")] visit: Option<VisitId>,
        #[serde(skip_serializing_if = "Option::is_none")] note: Option<String>,
    }
    /// Takes a violation back.
    VoidViolation = "violation.void" { violation: ViolationId, reason: String, }
    /// Gives a client to another salesperson.
    TransferClient = "client.transfer" { client: ClientId, to: StaffId, reason: String, }
    /// Makes two clients one household or one company.
    LinkClients = "client.link" { client: ClientId, with: ClientId, kind: GroupKind, }
    /// Takes in clients of a register kept elsewhere; `file`: which part of which file they are.
    ImportClients = "client.import" {
        rows: Rows,
        #[serde(skip_serializing_if = "Option::is_none")] file: Option<FilePart>,
    }
    /// Makes one client another name of another: they are one person.
    MergeClients = "client.merge" { client: ClientId, into: ClientId, reason: String, }
    /// Takes a merge by hand apart again.
    SplitClient = "client.split" { client: ClientId, reason: String, }
    /// Says that two clients who look alike are two people.
    DismissHint = "hint.dismiss" {
        client: ClientId,
        with: ClientId,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// Puts a unit up for sale.
    AddUnit = "unit.add" {
        unit: UnitId,
        #[serde(skip_serializing_if = "Option::is_none")] price_fen: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")] layout: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] area_cm2: Option<i64>,
    }
    /// Holds a unit for a client.
    HoldUnit = "unit.hold" { unit: UnitId, client: ClientId, until: Timestamp, }
    /// Ends a hold.
    ReleaseUnit = "unit.release" { unit: UnitId, }
    /// Takes a deposit on a unit.
    TakeDeposit = "deposit.take" {
        #[serde(skip_serializing_if = "Option::is_none")] deposit: Option<DepositId>,
        unit: UnitId,
        client: ClientId,
        amount_fen: i64,
    }
    /// Gives a deposit back.
    RefundDeposit = "deposit.refund" { deposit: DepositId, reason: String, }
    /// Signs the contract that follows a deposit.
    SignContract = "contract.sign" { deposit: DepositId, }
    /// Agrees how a client's commission is shared.
    AgreeCommission = "commission.agree" { client: ClientId, shares: BTreeMap<StaffId, i64>, }
    /// A telephone call comes in.
    StartCall = "call.start" [Default] {
        #[serde(skip_serializing_if = "Option::is_none")] call: Option<CallId>,
        #[serde(skip_serializing_if = "Option::is_none")] phone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] asks_for: Option<StaffId>,
        #[serde(skip_serializing_if = "Option::is_none")] project: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] needs: Option<String>,
    }
    /// A telephone call is over.
    EndCall = "call.end" {
        call: CallId,
        #[serde(skip_serializing_if = "Option::is_none")] note: Option<String>,
    }
    /// A missed call was returned.
    ReturnCall = "call.returned" {
        call: CallId,
        #[serde(skip_serializing_if = "Option::is_none")] note: Option<String>,
    }
    /// Names another project of the company and where its inquiries go.
    AddProject = "project.add" {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")] refer_to: Option<String>,
    }
    /// A manager has seen an inbox item.
    AcknowledgeItem = "inbox.ack" { item: ItemId, }
    /// Asks a manager for a command that only a manager may give.
    Ask = "ask" {
        command: Asked,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// A manager grants what was asked for, which does it, or refuses.
    Answer = "answer" {
        item: ItemId,
        grant: bool,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// A manager's ruling on a disputed visit.
    RuleCase = "case.rule" {
        visit: VisitId,
        ruling: String,
        #[serde(skip_serializing_if = "Option::is_none")] violation: Option<ViolationId>,
    }
    /// Gives someone a PIN; the PIN itself is no field of it.
    SetPin = "pin.set" { staff: StaffId, }
    /// A wrong PIN was given as someone's, the last of so many in a row.
    FailPin = "pin.fail" { staff: StaffId, in_a_row: u32, }
    /// Notes that sheets of the register were handed out: which days, in which form, how many rows of each.
    ExportLog = "export.log" {
        #[serde(skip_serializing_if = "Option::is_none")] from: Option<Date>,
        #[serde(skip_serializing_if = "Option::is_none")] to: Option<Date>,
        format: ExportFormat,
        #[serde(default = "yes")] masked: bool,
        rows: BTreeMap<SheetKind, u64>,
        #[serde(skip_serializing_if = "Option::is_none")] reason: Option<String>,
    }
    /// Prints the receipt of a deposit.
    PrintReceipt = "receipt.print" { deposit: DepositId, }
    /// Takes back the last command of the day.
    Undo = "undo" {}
}

impl SetPresence {
    /// Someone goes somewhere, for no reason of the absence table.
    #[must_use]
    pub const fn plain(staff: StaffId, to: MoveTo) -> Self {
        Self { staff, to: Some(to), reason: None, note: None }
    }

    /// Someone goes away for a reason of the absence table.
    #[must_use]
    pub const fn because(staff: StaffId, reason: String) -> Self {
        Self { staff, to: None, reason: Some(reason), note: None }
    }
}

impl TakeVisit {
    /// Whether a reason is given that says something.
    #[must_use]
    pub fn has_reason(&self) -> bool {
        self.reason.as_deref().is_some_and(|reason| !super::fold::clean(reason).is_empty())
    }
}

const fn yes() -> bool {
    true
}
