//! Who is at the keys and whether they have proven it: what a manager must confirm is asked for with a
//! PIN, and a desk that nobody stands at belongs to nobody. Knows no rule: whether a PIN is called for
//! it learns from the refusal.

use super::app::App;
use super::approval;
use super::effect::{self, Effect};
use super::form::Opt;
use super::modal::picker::{Picker, Purpose};
use super::modal::pin::{Goal, PinPrompt};
use super::modal::{Confirm, Modal, Then};
use crate::desk::NotDone;
use crate::desk::prove::NotProven;
use crate::rules::command::{Command, Submission};
use crate::rules::event::{Entry, Event};
use crate::rules::id::StaffId;
use crate::rules::pin::{Pin, Proof};
use crate::rules::refusal::{Code, Refusal};
use crate::rules::time::Timestamp;
use crate::text::because;
use crate::text::pins::{self, Phrase};
use crate::text::screen;

/// After so long without a key or a click nobody is at the keys any more.
const IDLE_MICROS: i64 = 5 * 60 * 1_000_000;

/// What is known of whoever is at the keys.
#[derive(Debug)]
pub struct Guard {
    /// That they are who they say.
    pub proof: Option<Proof>,
    touched: Timestamp,
}

impl Guard {
    /// A desk that nobody has proven anything at.
    pub const fn new(now: Timestamp) -> Self {
        Self { proof: None, touched: now }
    }

    /// A key or a click: somebody is there.
    pub const fn touch(&mut self, now: Timestamp) {
        self.touched = now;
    }

    /// Whether nobody was there for five minutes. A clock that was put back begins to count anew.
    fn is_idle(&mut self, now: Timestamp) -> bool {
        if now < self.touched {
            self.touched = now;
        }
        now.micros_since(self.touched) >= IDLE_MICROS
    }
}

/// Whoever was at the keys is taken for gone after five minutes.
pub fn watch(app: &mut App) {
    let now = app.now;
    if !app.guard.is_idle(now) {
        return;
    }
    // A PIN half typed is nobody else's to finish.
    app.dirty |= app.modals.pop_if(|top| matches!(top, Modal::Pin(_))).is_some();
    if is_guarded(app) {
        back_to_desk(app, Phrase::Dropped);
    }
}

/// The desk is locked at once.
pub fn lock(app: &mut App) {
    let phrase = if app.actor().is_some() { Phrase::Locked } else { Phrase::NothingToLock };
    back_to_desk(app, phrase);
}

fn is_guarded(app: &App) -> bool {
    let floor = app.floor();
    app.actor().is_some_and(|actor| floor.asks_for_pins() || floor.pin_of(actor).is_some())
}

/// The desk is nobody's again: what only somebody may read is read no more, what was typed stays.
fn back_to_desk(app: &mut App, why: Phrase) {
    app.options.actor = None;
    app.guard.proof = None;
    app.modals.retain(|modal| !matches!(modal, Modal::Reading(_) | Modal::Pin(_)));
    let read = app.refresh();
    app.keep(read);
    mask_forms(app);
    effect::look_again(app);
    app.dirty = true;
    let text = why.get(app.lang());
    app.say(text);
}

/// Clients found in forms are shown as anybody may see them.
fn mask_forms(app: &mut App) {
    let mut modals = std::mem::take(&mut app.modals);
    for modal in &mut modals {
        if let Modal::Form(form) = modal {
            let read = form.read_matches(app);
            app.keep(read);
        }
    }
    app.modals = modals;
}

/// Goes to the keys as somebody; whoever has a PIN gives it first.
pub fn switch_actor(app: &mut App, actor: Option<StaffId>) {
    match actor {
        Some(staff) if app.floor().pin_of(&staff).is_some() && !app.is_proven(&staff) => {
            let prompt = PinPrompt::new(staff, Goal::Act);
            app.modals.push(Modal::Pin(Box::new(prompt)));
        }
        actor => act_as(app, actor),
    }
}

fn act_as(app: &mut App, actor: Option<StaffId>) {
    let lang = app.lang();
    let desk = screen::Phrase::Desk.get(lang);
    let name = actor.as_ref().map_or(desk, |staff| because::name(app.floor(), staff)).to_owned();
    if app.guard.proof.as_ref().map(|proof| &proof.staff) != actor.as_ref() {
        app.guard.proof = None;
    }
    app.options.actor = actor;
    let read = app.refresh();
    app.keep(read);
    let warning = super::screen::clients::warning(app);
    let warning = app.keep(warning).flatten().unwrap_or_default();
    app.say(format!("{} {name}{warning}", screen::Phrase::NowActing.get(lang)));
}

/// Whether a refusal is one that a manager could lift.
const fn is_liftable(code: Code) -> bool {
    matches!(code, Code::NeedsManager | Code::OnLeave | Code::UndoTooLate)
}

/// Who could confirm a command: whoever gives it themself, when all that is missing is their PIN, else
/// the managers who have one; at somebody's own PIN both.
fn confirmers(app: &App, submission: &Submission) -> Vec<StaffId> {
    let floor = app.floor();
    let by = submission.by.as_ref().filter(|by| floor.pin_of(by).is_some());
    match (by, &submission.command) {
        (Some(by), _) if floor.is_manager(Some(by)) => vec![by.clone()],
        (Some(by), Command::SetPin(set)) if set.staff == *by => {
            std::iter::once(by).chain(floor.managers_with_pin()).cloned().collect()
        }
        _ => floor.managers_with_pin().cloned().collect(),
    }
}

/// The same command as somebody with a PIN would give it. Only for asking what it would do.
fn supposed(app: &App, submission: &Submission, staff: &StaffId) -> Submission {
    Submission { proof: app.floor().supposed_proof(staff), by: Some(staff.clone()), ..submission.clone() }
}

impl App {
    /// Whether somebody has proven at these keys who they are.
    pub(super) fn is_proven(&self, staff: &StaffId) -> bool {
        self.floor().is_proven(Some(staff), self.guard.proof.as_ref())
    }

    /// What a command would do, given here: where a manager's PIN would let it through, what it would do
    /// then.
    pub(super) fn preview(&self, submission: &Submission) -> Result<Entry, NotDone> {
        let alone = self.desk.preview(submission);
        match self.confirmed(submission, &alone) {
            Some(confirmed) => self.desk.preview(&confirmed),
            None => alone,
        }
    }

    /// A command as it would be given: by a manager who confirms it, where that is what it takes. Only for
    /// asking what it would do.
    pub(super) fn as_confirmed(&self, submission: &Submission) -> Submission {
        let alone = self.desk.preview(submission);
        self.confirmed(submission, &alone).unwrap_or_else(|| submission.clone())
    }

    /// A command confirmed by a manager, where it takes one, as what it would do `alone` says.
    fn confirmed(&self, submission: &Submission, alone: &Result<Entry, NotDone>) -> Option<Submission> {
        match alone {
            Err(NotDone::Refused(why)) if is_liftable(why.code) => {
                confirmers(self, submission).first().map(|staff| supposed(self, submission, staff))
            }
            _ => None,
        }
    }
}

/// Asks for the PIN that a refused command calls for; gives the refusal back when there is none to ask
/// for, or when the rules would refuse it all the same.
pub fn ask(app: &mut App, submission: &Submission, why: Refusal) -> Option<Refusal> {
    let staff = if is_liftable(why.code) { confirmers(app, submission) } else { Vec::new() };
    let Some(first) = staff.first() else { return Some(why) };
    let foreseen = app.desk.preview(&supposed(app, submission, first));
    if let Err(NotDone::Refused(why)) = foreseen {
        return Some(why);
    }
    let undoes = foreseen.ok().as_ref().and_then(undone);
    let goal = Goal::Give(Box::new(submission.clone()), undoes);
    let by_request = approval::row_of_request(app, submission);
    if staff.len() == 1 && by_request.is_none() {
        app.modals.push(Modal::Pin(Box::new(PinPrompt::new(first.clone(), goal))));
    } else {
        let rows = staff.iter().map(|id| Opt::staff(app.floor(), id)).chain(by_request).collect();
        let title = Phrase::ConfirmTitle.get(app.lang()).to_owned();
        app.modals.push(Modal::Picker(Picker::new(Purpose::Confirm(goal), title, rows)));
    }
    None
}

fn undone(entry: &Entry) -> Option<u64> {
    match entry.events.first() {
        Some(Event::Undone { entry }) => Some(*entry),
        _ => None,
    }
}

/// The PIN is given: looks at it, and goes on with what it was asked for.
pub fn prove(app: &mut App, mut prompt: Box<PinPrompt>) -> Option<Effect> {
    let proven = app.desk.prove(&prompt.staff, &Pin::typed(prompt.line.digits()), None);
    let lang = app.lang();
    match proven {
        Ok(proof) => return go_on(app, *prompt, proof),
        Err(NotProven::Wrong { wait_seconds }) => {
            prompt.line.clear();
            prompt.trouble = Some(pins::wrong(lang).to_owned());
            prompt.wait(app.now, wait_seconds);
            // It stands in the log, and may stand in the inbox.
            let read = app.refresh();
            app.keep(read);
            app.has_entered = true;
        }
        Err(NotProven::Wait { wait_seconds }) => {
            prompt.trouble = None;
            prompt.wait(app.now, wait_seconds);
        }
        Err(NotProven::NoPin) => {
            app.warn(Phrase::Changed.get(lang));
            return None;
        }
        Err(NotProven::Fault(what)) => effect::failed(app, what),
    }
    app.modals.push(Modal::Pin(prompt));
    None
}

fn go_on(app: &mut App, prompt: PinPrompt, proof: Proof) -> Option<Effect> {
    let PinPrompt { staff, goal, .. } = prompt;
    let (submission, undoes) = match goal {
        Goal::Act => {
            app.guard.proof = Some(proof);
            act_as(app, Some(staff));
            return None;
        }
        Goal::Give(submission, undoes) => (submission, undoes),
    };
    if app.actor() == Some(&staff) {
        app.guard.proof = Some(proof.clone());
    }
    let submission = Submission { by: Some(staff), proof: Some(proof), ..*submission };
    // Somebody may have entered something since: then another entry would be taken back.
    if undoes.is_some() && app.desk.preview(&submission).ok().as_ref().and_then(undone) != undoes {
        app.modals.retain(|modal| !matches!(modal, Modal::Confirm(Confirm { then: Then::Undo(_), .. })));
        app.warn(Phrase::Changed.get(app.lang()));
        return None;
    }
    Some(Effect::Confirmed(Box::new(submission)))
}
