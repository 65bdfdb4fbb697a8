//! Reads the entries of days one after the other and writes down, for everybody, why their books
//! changed. Counts by itself, from the facts, so that the floor's own counting can be held against it.

use super::{Busy, Cause, Chance, Line, Loss, Out, Spell};
use crate::rules::command::Command;
use crate::rules::decision::{Decision, Path, Skip, SkipOutcome, SkipWhy};
use crate::rules::event::{Entry, Event, Header, RingMove, TakeKind, TurnKind};
use crate::rules::floor::{Base, Floor, Person};
use crate::rules::id::{StaffId, VisitId};
use crate::rules::time::{Date, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

/// A change of today's order by a manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reorder {
    /// When.
    pub at: Timestamp,
    /// Number of the entry.
    pub seq: u64,
    /// By whom.
    pub by: Option<StaffId>,
    /// The order before.
    pub before: Vec<StaffId>,
    /// The order after.
    pub after: Vec<StaffId>,
}

/// How a visit of the day came to its receiver.
#[derive(Clone, Debug, Default)]
struct Given {
    /// The entry that gave it to them, and when.
    by: Option<(u64, Timestamp)>,
    /// Whose turn an own or named client used (policy `named_on_turn`).
    on_turn: Option<StaffId>,
    /// How it was taken over last, and from whom.
    taken: Option<(TakeKind, Option<StaffId>)>,
}

/// Days being read.
#[derive(Clone, Debug)]
pub struct Ledger {
    floor: Floor,
    lines: Vec<Line>,
    spells: Vec<Spell>,
    chances: Vec<Chance>,
    reorders: Vec<(Date, Reorder)>,
    opening: Vec<StaffId>,
    /// Who holds no turn now, with the entry since which.
    out_now: BTreeMap<StaffId, (u64, Spell)>,
    visits: BTreeMap<VisitId, Given>,
}

impl Ledger {
    /// Begins with a floor. The days that were opened before are not explained.
    #[must_use]
    pub const fn new(floor: Floor) -> Self {
        Self {
            floor,
            lines: Vec::new(),
            spells: Vec::new(),
            chances: Vec::new(),
            reorders: Vec::new(),
            opening: Vec::new(),
            out_now: BTreeMap::new(),
            visits: BTreeMap::new(),
        }
    }

    /// The floor after what was read.
    #[must_use]
    pub const fn floor(&self) -> &Floor {
        &self.floor
    }

    /// Every line, oldest first.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Every time in which someone on duty held no turn, by day.
    #[must_use]
    pub fn spells(&self) -> &[Spell] {
        &self.spells
    }

    /// The promise of equal chance, a day each.
    #[must_use]
    pub fn chances(&self) -> &[Chance] {
        &self.chances
    }

    /// Every change of a day's order by a manager.
    #[must_use]
    pub fn reorders(&self) -> &[(Date, Reorder)] {
        &self.reorders
    }

    /// Reads an entry that stands.
    pub fn read(&mut self, entry: &Entry) {
        let header = &entry.header;
        self.floor.begin(header);
        for event in &entry.events {
            self.explain(header, event);
            self.floor.apply(header, event);
            self.begin_day(header, event);
            self.see_who_is_out(header);
        }
        self.floor.end(header);
    }

    /// Reads an entry that was taken back: only its time has passed.
    pub fn read_struck(&mut self, entry: &Entry) {
        self.floor.pass_time(entry.header.at);
    }

    /// Ends the reading; a day that is still open is counted as far as it went.
    pub fn finish(&mut self) {
        if self.floor.date.is_some() {
            self.end_day();
        }
        self.lines.sort_by_key(|line| (line.date, line.at, line.seq));
    }

    fn write(&mut self, header: &Header, staff: &StaffId, visit: Option<&VisitId>, cause: Cause) {
        let date = self.booking_date(header);
        let (at, seq, staff) = (header.at, header.seq, staff.clone());
        self.lines.push(Line { date, at, seq, staff, visit: visit.cloned(), cause });
    }

    /// The open day; between two days the date of the entry, but never one before the last day.
    fn booking_date(&self, header: &Header) -> Date {
        let date = header.at.date(self.floor.zone);
        self.floor.date.unwrap_or_else(|| self.floor.last_date.map_or(date, |last| last.max(date)))
    }

    /// Writes down what an event does to the books, before it does.
    fn explain(&mut self, header: &Header, event: &Event) {
        match event {
            Event::DayOpened { date, still_owed, .. } => {
                let mut kept = still_owed.clone();
                for owed in self.floor.owed.clone() {
                    if let Some(place) = kept.iter().position(|other| *other == owed) {
                        kept.remove(place);
                        continue;
                    }
                    let cause = Cause::Expired { granted: owed.granted };
                    let (at, seq, staff) = (header.at, header.seq, owed.staff);
                    self.lines.push(Line { date: *date, at, seq, staff, visit: None, cause });
                }
            }
            Event::DayClosed { .. } => self.end_day(),
            Event::PresenceChanged { staff, to, .. } if *to == crate::rules::command::MoveTo::Leave => {
                self.forfeit(header, staff, Loss::Leave);
            }
            Event::StaffDeparted { staff } => self.forfeit(header, staff, Loss::Departed),
            Event::OrderChanged { order, .. } => self.note_reorder(header, order),
            Event::VisitArrived { visit, .. } => {
                self.visits.insert(visit.clone(), Given::default());
            }
            Event::VisitRouted { decision, ring, .. } => {
                if let Some(ring) = ring {
                    self.explain_turn(header, decision, ring);
                }
                let taker = ring.as_ref().filter(|ring| ring.kind != TurnKind::Outside).map(|ring| ring.taker.clone());
                let given = self.visits.entry(decision.visit.clone()).or_default();
                given.by = Some((header.seq, header.at));
                given.on_turn = taker.filter(|_| decision.path != Path::Rotation);
            }
            Event::VisitTaken { .. } => self.explain_take(header, event),
            _ => {}
        }
    }

    fn forfeit(&mut self, header: &Header, staff: &StaffId, why: Loss) {
        for owed in self.floor.owed.clone().iter().filter(|owed| owed.staff == *staff) {
            self.write(header, staff, None, Cause::Forfeited { why, granted: owed.granted });
        }
    }

    fn note_reorder(&mut self, header: &Header, order: &[StaffId]) {
        if !matches!(header.done(), Command::ReorderDay(_)) || self.floor.order == order {
            return;
        }
        let (before, after) = (self.floor.order.clone(), order.to_vec());
        let reorder = Reorder { at: header.at, seq: header.seq, by: header.by.clone(), before, after };
        self.reorders.push((self.booking_date(header), reorder));
    }

    fn explain_turn(&mut self, header: &Header, decision: &Decision, ring: &RingMove) {
        let visit = Some(&decision.visit);
        for skip in &decision.skips {
            let cause = self.cause_of(skip, ring);
            self.write(header, &skip.staff, visit, cause);
        }
        match ring.kind {
            TurnKind::Turn => {
                self.count_passed_over(&ring.taker);
                self.write(header, &ring.taker, visit, Cause::Taken);
            }
            TurnKind::MakeUp => {
                let granted = self.first_owed(&ring.taker);
                self.write(header, &ring.taker, visit, Cause::MadeUp { granted });
            }
            TurnKind::Outside => {}
        }
    }

    fn first_owed(&self, staff: &StaffId) -> Option<Date> {
        self.floor.owed.iter().find(|owed| owed.staff == *staff).map(|owed| owed.granted)
    }

    fn cause_of(&self, skip: &Skip, ring: &RingMove) -> Cause {
        let staff = &skip.staff;
        let since = self.floor.person(staff).and_then(|person| person.base_since);
        let reason = self.floor.absence_of(staff).map(str::to_owned);
        match (skip.outcome, skip.why) {
            (SkipOutcome::Taken, _) => {
                let paid_by = self.floor.person(staff).and_then(|person| person.prepaid.first().cloned());
                Cause::PrepaidUsed { paid_by }
            }
            (SkipOutcome::Consumed, SkipWhy::Counted) => {
                let mut counted = ring.consumed_by.iter().filter(|(other, _)| other == staff);
                Cause::ConsumedCounted { reception: counted.next().map(|(_, visit)| visit.clone()) }
            }
            (SkipOutcome::Consumed, _) => Cause::ConsumedPrivate { since, reason },
            (SkipOutcome::Owed, _) => Cause::Granted(self.busy(staff)),
            (SkipOutcome::Capped, _) => Cause::Capped(self.busy(staff)),
            (SkipOutcome::Forfeited, _) => {
                let granted = self.first_owed(staff).or(self.floor.date).unwrap_or_default();
                Cause::Forfeited { why: Loss::Private, granted }
            }
        }
    }

    fn busy(&self, staff: &StaffId) -> Busy {
        let person = self.floor.person(staff);
        let reason = self.floor.absence_of(staff).map(str::to_owned);
        let away = Busy::Away { since: person.and_then(|person| person.base_since), reason };
        if person.is_some_and(|person| person.base == Base::Business) {
            return away;
        }
        let reception = self.floor.receptions(staff).next().map(|(id, _)| Busy::Receiving { reception: id.clone() });
        let call = || self.floor.calls_of(staff).next().map(|id| Busy::OnCall { call: id.clone() });
        reception.or_else(call).unwrap_or(away)
    }

    /// The order goes on from the cursor to the taker, past those who hold no turn.
    fn count_passed_over(&mut self, taker: &StaffId) {
        for staff in self.floor.round(self.floor.next.as_ref()).take_while(|staff| *staff != taker) {
            if let Some((_, spell)) = self.out_now.get_mut(staff) {
                spell.passed_over += 1;
            }
        }
    }

    fn explain_take(&mut self, header: &Header, event: &Event) {
        let Event::VisitTaken { visit, from, staff, take, effect, .. } = event else { return };
        let turn = self.floor.visit(visit).and_then(|v| v.turn.clone());
        if let Some(loser) = &effect.unprepaid {
            self.write(header, loser, Some(visit), Cause::Unprepaid);
        }
        if let Some(payer) = &effect.prepaid {
            self.write(header, payer, Some(visit), Cause::Prepaid { take: *take });
        }
        if let Some(turn) = turn {
            let makeup = turn.makeup.is_some();
            if effect.owed_front {
                let cause = Cause::Lost { to: staff.clone(), take: *take, makeup };
                self.write(header, &turn.staff, Some(visit), cause);
            }
            if effect.owed_withdrawn {
                self.write(header, &turn.staff, Some(visit), Cause::CameBack { makeup });
            }
        }
        let given = self.visits.entry(visit.clone()).or_default();
        given.by = Some((header.seq, header.at));
        given.taken = Some((*take, from.clone()));
    }

    fn begin_day(&mut self, header: &Header, event: &Event) {
        if let Event::DayOpened { order, .. } = event {
            self.opening.clone_from(order);
            self.visits.clear();
            self.out_now.clear();
            self.see_who_is_out(header);
        }
    }

    /// Writes down who holds no turn from now on, and who holds one again.
    fn see_who_is_out(&mut self, header: &Header) {
        let (Some(date), at) = (self.floor.date, header.at) else { return };
        for (staff, person) in &self.floor.staff {
            let out = out_of(&self.floor, staff, person);
            let before = self.out_now.get(staff).map(|(_, spell)| spell.out);
            if out == before {
                continue;
            }
            // What an entry passes through on its way is no time of its own.
            if let Some((_, spell)) = self.out_now.remove(staff).filter(|(since, _)| *since != header.seq) {
                self.spells.push(Spell { until: Some(at), ..spell });
            }
            if let Some(out) = out {
                let reason = person.absence.clone();
                let spell = Spell { date, staff: staff.clone(), out, reason, from: at, until: None, passed_over: 0 };
                self.out_now.insert(staff.clone(), (header.seq, spell));
            }
        }
    }

    /// Counts the day's receptions as they stand at its end, and judges the promise of equal chance.
    fn end_day(&mut self) {
        let Some(date) = self.floor.date else { return };
        self.spells.extend(std::mem::take(&mut self.out_now).into_values().map(|(_, spell)| spell));
        let on_duty = |staff: &StaffId| self.floor.person(staff).is_some_and(|person| person.on_duty_today);
        self.spells.retain(|spell| spell.date != date || on_duty(&spell.staff));
        self.spells.sort_by_key(|spell| (spell.date, spell.from));
        for (visit, given) in std::mem::take(&mut self.visits) {
            self.count_reception(date, &visit, &given);
        }
        let everyone = self.floor.staff.iter().filter(|(_, person)| person.on_duty_today);
        let passed: Vec<(StaffId, i64)> =
            everyone.map(|(staff, person)| (staff.clone(), person.tally.passed)).collect();
        let changed = self.reorders.iter().find(|(day, _)| *day == date).map(|(_, reorder)| reorder.clone());
        self.chances.push(Chance::of(date, &self.opening, &passed, &self.spells, changed));
    }

    fn count_reception(&mut self, date: Date, id: &VisitId, given: &Given) {
        let Some(visit) = self.floor.visit(id) else { return };
        let (Some(receiver), Some(started_at)) = (visit.receiver.clone(), visit.started_at) else { return };
        let (seq, at) = given.by.unwrap_or((0, started_at));
        let kept = visit.turn.as_ref().filter(|turn| !turn.given_back).map(|turn| turn.staff.clone());
        let holder = kept.or_else(|| given.on_turn.clone());
        let (path, assist) = (visit.path, visit.assist);
        let is_rotation = path == Path::Rotation && !assist;
        let is_on_turn = is_rotation && holder.as_ref() == Some(&receiver);
        let mut write = |staff: &StaffId, cause| {
            let (staff, visit) = (staff.clone(), Some(id.clone()));
            self.lines.push(Line { date, at, seq, staff, visit, cause });
        };
        write(&receiver, Cause::Received { path, assist });
        if let Some(holder) = holder.filter(|_| !is_on_turn) {
            write(&holder, Cause::Elsewhere { receiver: receiver.clone(), path });
        }
        if is_rotation && !is_on_turn {
            let (take, from) = given.taken.clone().map_or((None, None), |(take, from)| (Some(take), from));
            write(&receiver, Cause::WithoutTurn { take, from });
        }
    }
}

/// Why someone holds no turn now; nothing when they do, or are nobody whom the order could hold.
fn out_of(floor: &Floor, staff: &StaffId, person: &Person) -> Option<Out> {
    if person.role != crate::rules::command::Role::Sales {
        return None;
    }
    if person.departed {
        return Some(Out::Departed);
    }
    if !floor.in_order(staff) {
        return Some(Out::NotInOrder);
    }
    match person.base {
        _ if person.is_suspended() => Some(Out::Suspended),
        Base::Off => Some(Out::NotIn),
        Base::Leave => Some(Out::Leave),
        Base::Available | Base::Private | Base::Business => None,
    }
}
