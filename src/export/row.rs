//! The rows of the client log (来访客户登记表): which cell each column holds. Knows no format and keeps no row.

use super::{Cell, Privacy, Sink};
use crate::register::Register;
use crate::register::discipline::{self, ViolationLine};
use crate::register::fault::Fault;
use crate::register::figures::Span;
use crate::register::phone_log::{self, CallLine, CallState};
use crate::register::query::{self, VisitRow};
use crate::register::sheet::{self, DepositRow};
use crate::register::turns::{self, DayTurns};
use crate::rules::command::SheetKind;
use crate::rules::facts::DepositState;
use crate::rules::floor::Floor;
use crate::rules::id::{ClientId, StaffId, VisitId};
use crate::rules::time::Timestamp;
use crate::rules::{fold, phone};
use crate::text::{Lang, calls, receipt, screen, words};
use std::borrow::Cow;

/// What every row is written with.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'f> {
    /// The people's names, the time zone, the open day's turns.
    pub floor: &'f Floor,
    /// The language of words.
    pub lang: Lang,
    /// Whether clients can be told.
    pub privacy: Privacy,
}

impl Writer<'_> {
    /// Writes a sheet, and tells `wrote` of every row.
    ///
    /// # Errors
    /// When the register cannot be read or the sink fails.
    pub fn write(
        self,
        register: &Register,
        sheet: SheetKind,
        span: Span,
        sink: &mut dyn Sink,
        wrote: &mut dyn FnMut(),
    ) -> Result<(), Fault> {
        sink.begin(sheet)?;
        let mut put = |cells: &[Cell]| {
            wrote();
            sink.row(cells)
        };
        match sheet {
            SheetKind::Visits => query::each_visit(register, span, |visit| put(&self.visit(&visit))),
            SheetKind::Calls => phone_log::each_call(register, span, |call| put(&self.call(&call))),
            SheetKind::Deposits => sheet::each_deposit(register, span, |deposit| put(&self.deposit(&deposit))),
            SheetKind::Turns => turns::each_day(register, self.floor, span, |day| put(&self.turns(&day))),
            SheetKind::Violations => {
                discipline::each_violation(
                    register,
                    span,
                    self.floor.zone,
                    |violation| put(&self.violation(&violation)),
                )
            }
            SheetKind::Clients => sheet::each_client(register, |client| self.client(client, &mut put)),
        }
    }

    fn visit<'r>(&'r self, visit: &'r VisitRow) -> [Cell<'r>; 19] {
        let received = visit.receiver.is_some() && visit.started_at.is_some();
        let flag = |is_so| if received { Cell::Flag(is_so) } else { Cell::Empty };
        [
            Cell::Day(visit.date),
            self.clock(visit.arrived_at),
            text(&visit.id),
            text(&visit.client),
            self.name(visit.name.as_deref()),
            self.phone(visit.phone.as_deref()),
            Cell::number(visit.party),
            Cell::text(visit.source.as_deref()),
            visit.path.as_deref().map_or(Cell::Empty, |path| word(path, words::path_code(self.lang, path))),
            self.staff(visit.asks_for.as_deref()),
            self.staff(visit.receiver.as_deref()),
            flag(visit.counted),
            flag(visit.makeup),
            flag(visit.assist),
            self.staff(visit.owner.as_deref()),
            minutes(Some(visit.arrived_at), visit.started_at),
            minutes(visit.started_at, visit.ended_at),
            word(&visit.state, words::visit_state(self.lang, &visit.state)),
            visit.rules.as_deref().map_or(Cell::Empty, rules),
        ]
    }

    fn call<'r>(&'r self, call: &'r CallLine) -> [Cell<'r>; 13] {
        let was_answered = call.answered_by.is_some();
        let state = match call.state {
            CallState::Running => "running",
            CallState::Missed => "missed",
            CallState::Ended => "ended",
            CallState::Returned => "returned",
        };
        [
            Cell::Day(call.date.unwrap_or_else(|| call.at.date(self.floor.zone))),
            self.clock(call.at),
            text(call.id.as_str()),
            self.phone(call.phone.as_deref()),
            self.name(call.name.as_deref()),
            Cell::text(call.client.as_ref().map(ClientId::as_str)),
            self.staff(call.asks_for.as_ref().map(StaffId::as_str)),
            self.staff(call.answered_by.as_ref().map(StaffId::as_str)),
            word(state, calls::state(self.lang, call.state)),
            if was_answered { minutes(Some(call.at), call.ended_at) } else { Cell::Empty },
            Cell::text(call.project.as_deref()),
            self.words(call.needs.as_deref()),
            self.words(call.note.as_deref()),
        ]
    }

    fn deposit<'r>(&'r self, deposit: &'r DepositRow) -> [Cell<'r>; 12] {
        let state = match deposit.state {
            DepositState::Active => "active",
            DepositState::Refunded => "refunded",
            DepositState::Signed => "signed",
        };
        [
            Cell::Text(receipt::number(deposit.number).into()),
            Cell::Day(deposit.date.unwrap_or_else(|| deposit.at.date(self.floor.zone))),
            self.clock(deposit.at),
            text(deposit.id.as_str()),
            text(deposit.unit.as_str()),
            text(deposit.client.as_str()),
            self.name(deposit.name.as_deref()),
            self.phone(deposit.phone.as_deref()),
            Cell::Fen(deposit.amount_fen),
            self.staff(deposit.taken_by.as_ref().map(StaffId::as_str)),
            word(state, receipt::state(self.lang, deposit.state)),
            deposit.refunded_on.map_or(Cell::Empty, Cell::Day),
        ]
    }

    fn turns<'r>(&'r self, day: &'r DayTurns) -> [Cell<'r>; 14] {
        let turns = &day.turns;
        let tally = &turns.tally;
        let [passed, taken, made_up, consumed, owed_granted, capped, forfeited, expired, carried, still_owed, prepaid] =
            [
                tally.passed,
                tally.taken,
                tally.made_up,
                tally.consumed,
                tally.owed_granted,
                tally.capped,
                tally.forfeited,
                tally.expired,
                tally.carried,
                turns.still_owed,
                turns.prepaid,
            ]
            .map(Cell::Number);
        let (date, staff) = (Cell::Day(day.date), self.staff(Some(day.staff.as_str())));
        [
            date,
            staff,
            Cell::Flag(day.on_duty),
            passed,
            taken,
            made_up,
            consumed,
            owed_granted,
            capped,
            forfeited,
            expired,
            carried,
            still_owed,
            prepaid,
        ]
    }

    fn violation<'r>(&'r self, violation: &'r ViolationLine) -> [Cell<'r>; 13] {
        let kind = violation.kind.code();
        let voided = violation.voided.as_ref();
        [
            Cell::Day(violation.at.date(self.floor.zone)),
            self.clock(violation.at),
            text(violation.id.as_str()),
            self.staff(Some(violation.staff.as_str())),
            Cell::Word(kind.into(), words::violation(self.lang, self.floor, violation.kind).into()),
            Cell::Word(violation.penalty.to_string().into(), screen::penalty(self.lang, &violation.penalty).into()),
            Cell::text(violation.visit.as_ref().map(VisitId::as_str)),
            Cell::text(violation.client.as_ref().map(ClientId::as_str)),
            Cell::Flag(violation.raised),
            self.staff(violation.by.as_ref().map(StaffId::as_str)),
            self.words(violation.note.as_deref()),
            voided.map_or(Cell::Empty, |voided| Cell::Day(voided.at.date(self.floor.zone))),
            self.words(voided.and_then(|voided| voided.reason.as_deref())),
        ]
    }

    pub(super) fn clock<'r>(self, at: Timestamp) -> Cell<'r> {
        Cell::Clock(at.in_zone(self.floor.zone).time())
    }

    pub(super) fn name(self, name: Option<&str>) -> Cell<'_> {
        let Some(name) = name else { return Cell::Empty };
        Cell::Text(match self.privacy {
            Privacy::Masked => fold::mask_name(name).into(),
            Privacy::Open => name.into(),
        })
    }

    pub(super) fn number(self, number: &str) -> Cow<'_, str> {
        match self.privacy {
            Privacy::Masked => phone::mask(number).into(),
            Privacy::Open => number.into(),
        }
    }

    fn phone(self, number: Option<&str>) -> Cell<'_> {
        number.map_or(Cell::Empty, |number| Cell::Phone(self.number(number)))
    }

    /// What somebody wrote: it may name a client.
    fn words(self, words: Option<&str>) -> Cell<'_> {
        match self.privacy {
            Privacy::Masked => Cell::text(words.map(|_| "**")),
            Privacy::Open => Cell::text(words),
        }
    }

    pub(super) fn staff<'r>(&'r self, id: Option<&'r str>) -> Cell<'r> {
        let Some(id) = id else { return Cell::Empty };
        word(id, self.floor.staff.get(id).map_or(id, |person| person.name.as_str()))
    }
}

/// The rules that decided, as the register keeps them.
fn rules<'r>(json: &str) -> Cell<'r> {
    Cell::Rules(serde_json::from_str(json).unwrap_or_default())
}

fn text(words: &str) -> Cell<'_> {
    Cell::Text(words.into())
}

fn word<'r>(code: &'r str, shown: &'r str) -> Cell<'r> {
    Cell::Word(code.into(), shown.into())
}

/// Whole minutes from one time to another, when both are known.
fn minutes<'r>(from: Option<Timestamp>, to: Option<Timestamp>) -> Cell<'r> {
    let minutes = from.zip(to).map(|(from, to)| to.seconds_since(from).div_euclid(60));
    Cell::number(minutes)
}
