//! The one door of the rules: a command, the floor, the register and the time go in; an entry and
//! the floor after it come out, or a refusal. Each chapter decides its own commands; this file holds
//! the order of the checks that all commands share.

use super::command::{CancelLeave, Command, GrantLeave, Role, Submission};
use super::event::{Entry, Event, Header};
use super::facts::{ClientFacts, Facts, Overlay};
use super::floor::{Floor, Visit, VisitState};
use super::id::{self, ClientId, GroupId, StaffId, VisitId};
use super::pin::{self, Pin, Proof};
use super::refusal::{Code, Refusal};
use super::time::Timestamp;
use super::{
    approval, calls, closing, correction, discipline, import, leave, merging, notice, ownership, paper, presence,
    reception, roster, routing, sale, waiting,
};

/// A command being decided: the floor and the register as they will stand after the facts recorded
/// so far.
pub struct Draft<'a> {
    /// The floor after the facts recorded so far.
    pub floor: Floor,
    /// The register after them.
    pub facts: Overlay<'a>,
    /// The command.
    pub header: Header,
    /// That whoever gives it has proven who they are.
    pub proof: Option<Proof>,
    /// The facts.
    pub events: Vec<Event>,
    /// Whether it is judged as a manager's, whoever gives it: a request is tried out so.
    pub as_manager: bool,
}

/// Decides a command. `now` is the time it is given (`at`, or the clock's), `seq` the number that
/// its entry would have.
///
/// # Errors
/// The refusal, by the first check in the order of `interface.md` that fails. Nothing has changed.
pub fn decide(
    floor: &Floor,
    facts: &dyn Facts,
    submission: &Submission,
    now: Timestamp,
    seq: u64,
) -> Result<(Entry, Floor), Refusal> {
    let command = &submission.command;
    check_input(floor, command, submission.by.as_ref(), now)?;
    if floor.clock.is_some_and(|clock| now < clock) {
        return Err(Refusal::new(Code::ClockBackwards).with(|detail| detail.at = floor.clock));
    }
    check_by(floor, submission)?;
    check_day(floor, command)?;
    pin::check_authority(floor, submission, needs_manager(floor, command))?;
    let header = Header {
        seq,
        at: now,
        at_given: submission.at.is_some(),
        by: submission.by.clone(),
        request: submission.request.clone(),
        command: command.clone(),
        policy_version: floor.policy_version,
        answered: None,
    };
    let proof = submission.proof.clone();
    let facts = Overlay::new(facts);
    let mut draft = Draft { floor: floor.clone(), facts, header, proof, events: Vec::new(), as_manager: false };
    draft.floor.begin(&draft.header);
    chapter(&mut draft, command, submission.new_pin.as_ref())?;
    if !command.is_passed_over() || matches!(command, Command::SetPin(_)) {
        waiting::settle(&mut draft);
    }
    draft.floor.end(&draft.header);
    Ok((Entry { header: draft.header, events: draft.events }, draft.floor))
}

pub(super) fn chapter(draft: &mut Draft, command: &Command, new_pin: Option<&Pin>) -> Result<(), Refusal> {
    match command {
        Command::AddStaff(c) => roster::add_staff(draft, c),
        Command::DepartStaff(c) => roster::depart_staff(draft, c),
        Command::SetPolicy(c) => roster::set_policy(draft, c),
        Command::SetRulebook(c) => roster::set_rulebook(draft, c),
        Command::PlanWeek(c) => roster::plan_week(draft, c),
        Command::SetRoster(c) => roster::set_roster(draft, c),
        Command::PublishRoster(c) => leave::publish(draft, c),
        Command::GrantLeave(c) => leave::grant(draft, c),
        Command::CancelLeave(c) => leave::cancel(draft, c),
        Command::OpenDay(c) => roster::open_day(draft, c),
        Command::ReorderDay(c) => roster::reorder_day(draft, c),
        Command::CloseDay(c) => closing::close_day(draft, c),
        Command::SetPresence(c) => presence::set(draft, c),
        Command::RegisterArrival(c) => routing::arrive(draft, c),
        Command::RegisterDetails(c) => reception::register(draft, c),
        Command::FinishReception(c) => reception::finish(draft, c),
        Command::LeaveWaiting(c) => reception::leave(draft, c),
        Command::TakeVisit(c) => notice::take(draft, c),
        Command::AcknowledgeNotice(c) => notice::acknowledge(draft, c),
        Command::FailNotice(c) => notice::fail(draft, c),
        Command::RecordViolation(c) => discipline::record(draft, c),
        Command::VoidViolation(c) => discipline::void(draft, c),
        Command::TransferClient(c) => ownership::transfer(draft, c),
        Command::LinkClients(c) => ownership::link(draft, c),
        Command::ImportClients(c) => import::import(draft, c),
        Command::MergeClients(c) => merging::merge(draft, c),
        Command::SplitClient(c) => merging::split(draft, c),
        Command::DismissHint(c) => merging::dismiss(draft, c),
        Command::AddUnit(c) => sale::add_unit(draft, c),
        Command::HoldUnit(c) => sale::hold(draft, c),
        Command::ReleaseUnit(c) => sale::release(draft, c),
        Command::TakeDeposit(c) => sale::take_deposit(draft, c),
        Command::RefundDeposit(c) => sale::refund(draft, c),
        Command::SignContract(c) => sale::sign(draft, c),
        Command::AgreeCommission(c) => sale::agree_commission(draft, c),
        Command::StartCall(c) => calls::start(draft, c),
        Command::EndCall(c) => calls::end(draft, c),
        Command::ReturnCall(c) => calls::returned(draft, c),
        Command::AddProject(_) => {
            calls::add_project(draft);
            Ok(())
        }
        Command::AcknowledgeItem(c) => correction::acknowledge_item(draft, c),
        Command::Ask(c) => approval::ask(draft, c),
        Command::Answer(c) => approval::answer(draft, c),
        Command::RuleCase(c) => discipline::rule_case(draft, c),
        Command::SetPin(c) => pin::set(draft, c, new_pin),
        Command::FailPin(c) => pin::fail(draft, c),
        Command::ExportLog(c) => {
            paper::export(draft, c);
            Ok(())
        }
        Command::PrintReceipt(c) => paper::receipt(draft, c),
        Command::Undo(_) => correction::undo(draft),
    }
}

/// What no state could make right: ids that cannot be, blank words, a hold that ends before it begins.
pub(super) fn check_input(
    floor: &Floor,
    command: &Command,
    by: Option<&StaffId>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let new_ids: &[Option<&str>] = match command {
        Command::AddStaff(c) => &[Some(c.id.as_str())],
        Command::RegisterArrival(c) => {
            &[c.visit.as_ref().map(VisitId::as_str), c.new_client.as_ref().map(ClientId::as_str)]
        }
        Command::RecordViolation(c) => &[c.id.as_ref().map(super::id::ViolationId::as_str)],
        Command::AddUnit(c) => &[Some(c.unit.as_str())],
        Command::TakeDeposit(c) => &[c.deposit.as_ref().map(super::id::DepositId::as_str)],
        Command::StartCall(c) => &[c.call.as_ref().map(super::id::CallId::as_str)],
        _ => &[],
    };
    if new_ids.iter().flatten().any(|text| !id::is_valid(text)) {
        return Err(Refusal::bad_input("a new id has 1 to 64 letters, digits, `-` or `_`"));
    }
    let words: Option<&str> = match command {
        Command::AddStaff(c) => Some(&c.name),
        Command::VoidViolation(c) => Some(&c.reason),
        Command::TransferClient(c) => Some(&c.reason),
        Command::MergeClients(c) => Some(&c.reason),
        Command::SplitClient(c) => Some(&c.reason),
        Command::RefundDeposit(c) => Some(&c.reason),
        Command::AddProject(c) => Some(&c.name),
        Command::RuleCase(c) => Some(&c.ruling),
        Command::Answer(c) if !c.grant => Some(c.reason.as_deref().unwrap_or("")),
        _ => None,
    };
    if words.is_some_and(|text| super::fold::clean(text).is_empty()) {
        return Err(Refusal::bad_input("a name, reason or ruling must not be blank"));
    }
    match command {
        Command::TakeDeposit(_) if by.is_none() => Err(Refusal::bad_input("`deposit.take` needs `by`")),
        Command::HoldUnit(c) if c.until <= now => Err(Refusal::bad_input("`until` must be later than now")),
        Command::PlanWeek(c) => roster::check_week(c),
        Command::CloseDay(c) => closing::check(c),
        Command::ImportClients(c) => import::check(c, now),
        Command::ExportLog(c) => paper::check(c),
        Command::SetPresence(c) => presence::check(floor, c).map(|_| ()),
        Command::PublishRoster(c) => leave::check_publication(c),
        Command::GrantLeave(GrantLeave { dates, .. }) | Command::CancelLeave(CancelLeave { dates, .. })
            if dates.is_empty() =>
        {
            Err(Refusal::bad_input("`dates` must name a day"))
        }
        Command::AddUnit(c) if c.price_fen.is_some_and(|p| p < 0) || c.area_cm2.is_some_and(|a| a < 0) => {
            Err(Refusal::bad_input("a price or area must not be below zero"))
        }
        _ => Ok(()),
    }
}

fn check_by(floor: &Floor, submission: &Submission) -> Result<(), Refusal> {
    let Some(by) = &submission.by else { return Ok(()) };
    // The first person of an empty register may enter themselves.
    let enters_self = floor.staff.is_empty() && matches!(&submission.command, Command::AddStaff(c) if c.id == *by);
    if floor.employed(by).is_some() || enters_self {
        return Ok(());
    }
    Err(Refusal::new(Code::UnknownStaff).of(by))
}

pub(super) fn check_day(floor: &Floor, command: &Command) -> Result<(), Refusal> {
    let works_without_a_day = matches!(
        command,
        Command::AddStaff(_)
            | Command::DepartStaff(_)
            | Command::SetPolicy(_)
            | Command::SetRulebook(_)
            | Command::PlanWeek(_)
            | Command::SetRoster(_)
            | Command::PublishRoster(_)
            | Command::GrantLeave(_)
            | Command::CancelLeave(_)
            | Command::OpenDay(_)
            | Command::AddUnit(_)
            | Command::HoldUnit(_)
            | Command::ReleaseUnit(_)
            | Command::TakeDeposit(_)
            | Command::RefundDeposit(_)
            | Command::SignContract(_)
            | Command::AgreeCommission(_)
            | Command::TransferClient(_)
            | Command::LinkClients(_)
            | Command::ImportClients(_)
            | Command::MergeClients(_)
            | Command::SplitClient(_)
            | Command::DismissHint(_)
            | Command::AddProject(_)
            | Command::RecordViolation(_)
            | Command::VoidViolation(_)
            | Command::AcknowledgeItem(_)
            | Command::Ask(_)
            | Command::Answer(_)
            | Command::RuleCase(_)
            | Command::SetPin(_)
            | Command::FailPin(_)
            | Command::ExportLog(_)
            | Command::PrintReceipt(_)
    );
    match floor.date {
        None if !works_without_a_day => Err(Refusal::new(Code::DayNotOpen)),
        Some(date) if matches!(command, Command::OpenDay(_)) => {
            Err(Refusal::new(Code::DayAlreadyOpen).with(|detail| detail.date = Some(date)))
        }
        _ => Ok(()),
    }
}

/// Whether only a manager may give this command. What depends on the ids named in it is judged later.
pub(super) fn needs_manager(floor: &Floor, command: &Command) -> bool {
    match command {
        Command::AddStaff(c) => !floor.staff.is_empty() || c.role != Role::Manager,
        Command::CloseDay(c) => c.force,
        Command::ExportLog(c) => !c.masked,
        Command::DepartStaff(_)
        | Command::SetPolicy(_)
        | Command::SetRulebook(_)
        | Command::PlanWeek(_)
        | Command::SetRoster(_)
        | Command::PublishRoster(_)
        | Command::GrantLeave(_)
        | Command::CancelLeave(_)
        | Command::ReorderDay(_)
        | Command::FailNotice(_)
        | Command::RecordViolation(_)
        | Command::VoidViolation(_)
        | Command::TransferClient(_)
        | Command::ImportClients(_)
        | Command::MergeClients(_)
        | Command::SplitClient(_)
        | Command::HoldUnit(_)
        | Command::ReleaseUnit(_)
        | Command::RefundDeposit(_)
        | Command::AcknowledgeItem(_)
        | Command::Answer(_)
        | Command::RuleCase(_) => true,
        _ => false,
    }
}

impl Draft<'_> {
    /// Records a fact: floor and register stand after it.
    pub fn record(&mut self, event: Event) {
        self.facts.apply(&self.header, &event);
        self.floor.apply(&self.header, &event);
        self.events.push(event);
    }

    /// Whether the command is given with a manager's authority.
    ///
    /// # Errors
    /// `needs_manager` of a manager who must prove who they are and has not: what they ask for is
    /// never silently done as if somebody else had asked.
    pub fn is_by_manager(&self) -> Result<bool, Refusal> {
        if self.as_manager {
            return Ok(true);
        }
        self.floor.authority(self.header.by.as_ref(), self.proof.as_ref())
    }

    /// A client that must be known.
    ///
    /// # Errors
    /// `unknown_client`.
    pub fn known_client(&self, id: &ClientId) -> Result<ClientFacts, Refusal> {
        self.facts.client(id).ok_or_else(|| Refusal::new(Code::UnknownClient).about(id))
    }

    /// Someone, who must at least have worked here.
    ///
    /// # Errors
    /// `unknown_staff`.
    pub fn check_staff_known(&self, id: Option<&StaffId>) -> Result<(), Refusal> {
        match id {
            Some(id) if self.floor.person(id).is_none() => Err(Refusal::new(Code::UnknownStaff).of(id)),
            _ => Ok(()),
        }
    }

    /// Someone who must work here now.
    ///
    /// # Errors
    /// `unknown_staff`.
    pub fn known_staff(&self, id: &StaffId) -> Result<StaffId, Refusal> {
        self.floor.employed(id).map(|_| id.clone()).ok_or_else(|| Refusal::new(Code::UnknownStaff).of(id))
    }

    /// Someone who must work here as a salesperson.
    ///
    /// # Errors
    /// `unknown_staff`; `wrong_state` for office staff and managers.
    pub fn known_salesperson(&self, id: &StaffId) -> Result<StaffId, Refusal> {
        let id = self.known_staff(id)?;
        if self.is_salesperson(&id) { Ok(id) } else { Err(Refusal::new(Code::WrongState).of(&id)) }
    }

    /// Whether someone is a salesperson.
    #[must_use]
    pub fn is_salesperson(&self, id: &StaffId) -> bool {
        self.floor.person(id).is_some_and(|p| p.role == Role::Sales)
    }

    /// A visit of today, which must be known.
    ///
    /// # Errors
    /// `unknown_visit`; `past` for a visit of an earlier day.
    pub fn known_visit(&self, id: &VisitId, past: Code) -> Result<Visit, Refusal> {
        if let Some(visit) = self.floor.visit(id) {
            return Ok(visit.clone());
        }
        let code = if self.facts.base().visit(id).is_some() { past } else { Code::UnknownVisit };
        Err(Refusal::new(code).about(id))
    }

    /// The open visit of a client.
    #[must_use]
    pub fn open_visit_of(&self, client: &ClientId) -> Option<(VisitId, &Visit)> {
        let open = self.floor.waiting.iter().chain(&self.floor.receiving);
        open.filter_map(|id| Some((id.clone(), self.floor.visit(id)?))).find(|(_, visit)| {
            visit.client == *client && matches!(visit.state, VisitState::Waiting | VisitState::Receiving)
        })
    }

    /// Checks that a visit id given is new.
    ///
    /// # Errors
    /// `duplicate_id`.
    pub fn check_new_visit(&self, id: Option<&VisitId>) -> Result<(), Refusal> {
        Self::check_new(id, |id| self.has_visit(id))
    }

    /// Checks that a client id given is new.
    ///
    /// # Errors
    /// `duplicate_id`.
    pub fn check_new_client(&self, id: Option<&ClientId>) -> Result<(), Refusal> {
        Self::check_new(id, |id| self.facts.client(id).is_some())
    }

    /// Checks that an id given is new.
    ///
    /// # Errors
    /// `duplicate_id`.
    pub fn check_new<T: ToString>(id: Option<&T>, exists: impl Fn(&T) -> bool) -> Result<(), Refusal> {
        match id {
            Some(id) if exists(id) => Err(Refusal::new(Code::DuplicateId).about(id)),
            _ => Ok(()),
        }
    }

    fn has_visit(&self, id: &VisitId) -> bool {
        self.floor.visit(id).is_some() || self.facts.base().visit(id).is_some()
    }

    /// The visit id given, or a new one.
    #[must_use]
    pub fn fresh_visit(&self, given: Option<&VisitId>) -> VisitId {
        fresh(given, "", self.floor.serials.visit, |id| self.has_visit(id))
    }

    /// The client id given, or a new one.
    #[must_use]
    pub fn fresh_client(&self, given: Option<&ClientId>) -> ClientId {
        fresh(given, "c-", self.floor.serials.client, |id| self.facts.client(id).is_some())
    }

    /// A new group id.
    #[must_use]
    pub fn fresh_group(&self) -> GroupId {
        fresh(None, "g-", self.floor.serials.group, |id| self.facts.base().group_exists(id))
    }
}

/// Fewest digits of the number in an id made here.
pub const NUMBER_DIGITS: u32 = 4;

/// The id of a number, of a kind.
#[must_use]
pub fn numbered<T: From<String>>(prefix: &str, number: u64) -> T {
    T::from(format!("{prefix}{number:0width$}", width = NUMBER_DIGITS as usize))
}

/// The id given, or the next free one of a kind.
#[must_use]
pub fn fresh<T: From<String> + Clone>(given: Option<&T>, prefix: &str, serial: u64, exists: impl Fn(&T) -> bool) -> T {
    if let Some(given) = given {
        return given.clone();
    }
    let mut number = serial.saturating_add(1);
    loop {
        let id = numbered(prefix, number);
        if !exists(&id) {
            return id;
        }
        number = number.saturating_add(1);
    }
}
