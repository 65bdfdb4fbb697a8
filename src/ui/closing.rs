//! Closing the day (收班), step by step: what is still open, settled where it is settled, or carried over with
//! a word; then the day is closed. Asks the rules what is open, and knows none.

use super::action::{Action, Place, Task};
use super::app::App;
use super::effect::Effect;
use super::form::Form;
use super::modal::{Modal, Reading};
use super::widget::list::Cursor;
use super::{screen, task};
use crate::closing::{self, Plan, Warning, Written, open_now};
use crate::desk::NotDone;
use crate::register::fault::Fault;
use crate::rules::closing::{Carried, Open};
use crate::rules::command::{CloseDay, Submission};
use crate::rules::refusal::Code;
use crate::rules::time::Timestamp;
use crate::text::closing::{self as words, Close, Guide};
use crate::text::screen::Phrase;
use crate::text::{fault, refusal};
use std::collections::BTreeMap;

/// How the digest of a day is written down.
const DIGITS_A_GROUP: usize = 4;
const GROUPS_A_LINE: usize = 8;
/// How long after going off to settle something the steps come back by themselves.
const COMES_BACK_SECONDS: i64 = 120;

/// What is kept of the steps while something is settled elsewhere.
#[derive(Debug, Default)]
pub struct Draft {
    /// The words given so far, by what they are about.
    words: BTreeMap<String, String>,
    /// How much was open when somebody went off to settle something, and when.
    left: Option<(usize, Timestamp)>,
}

/// The steps.
#[derive(Clone, Debug)]
pub struct Steps {
    /// What is open, with its words where it is carried over.
    pub rows: Vec<(Open, Option<String>)>,
    /// The row gone to; the one after the last closes the day.
    pub cursor: Cursor,
    /// Whether a manager ends by force what must end first.
    pub force: bool,
    /// Why the day was not closed.
    pub refusal: Option<String>,
    /// Whether the word asked for is for all that has none.
    for_all: bool,
}

impl Steps {
    /// Whether nothing of a row keeps the day open.
    pub const fn is_settled(&self, (open, word): &(Open, Option<String>)) -> bool {
        if open.must_end() { self.force } else { word.is_some() }
    }

    /// How many rows keep the day open.
    pub fn left(&self) -> usize {
        self.rows.iter().filter(|row| !self.is_settled(row)).count()
    }

    fn first_left(&self) -> usize {
        self.rows.iter().position(|row| !self.is_settled(row)).unwrap_or(self.rows.len())
    }
}

/// What a close writes, and where.
pub fn plan(app: &App) -> Plan {
    let options = &app.options;
    let (site, folder) = (options.site_name.clone(), options.day_folder.clone());
    Plan { lang: options.lang, site, folder, backup: options.backs_up }
}

/// Begins to close the day.
pub fn open(app: &mut App) {
    let plain = app.submission(CloseDay::default());
    match app.preview(&plain) {
        Err(NotDone::Refused(why)) if why.code != Code::DayNotClear => {
            let text = refusal::sentence(app.lang(), app.floor(), &why);
            app.warn(text);
            return;
        }
        Err(NotDone::Fault(fault)) => {
            app.fault = Some(fault);
            return;
        }
        _ => {}
    }
    let open = open_now(&app.desk, Some(app.now));
    let Some(open) = app.keep(open) else { return };
    let draft = &mut app.screens.closing;
    draft.left = None;
    draft.words.retain(|about, _| open.iter().any(|open| open.to_string() == *about));
    let rows = open.into_iter().map(|open| {
        let word = draft.words.get(&open.to_string()).cloned();
        (open, word)
    });
    let mut steps =
        Steps { rows: rows.collect(), cursor: Cursor::default(), force: false, refusal: None, for_all: false };
    steps.cursor.at = steps.first_left();
    app.modals.push(Modal::Steps(Box::new(steps)));
}

/// What a key does among the steps.
pub fn update(app: &mut App, mut steps: Box<Steps>, action: Action) -> Option<Effect> {
    match action {
        Action::Cancel => return None,
        Action::Toggle if steps.rows.iter().any(|(open, _)| open.must_end()) => {
            steps.force = !steps.force;
            steps.refusal = None;
            steps.cursor.at = steps.first_left();
        }
        Action::Accept => return accept(app, steps),
        _ => {
            let count = steps.rows.len() + 1;
            steps.cursor.update(action, count);
        }
    }
    app.modals.push(Modal::Steps(steps));
    None
}

fn accept(app: &mut App, mut steps: Box<Steps>) -> Option<Effect> {
    if let Some((open, _)) = steps.rows.get(steps.cursor.at).cloned() {
        if matches!(open, Open::Owed(_)) {
            app.modals.push(Modal::Steps(steps));
            ask_word(app, false);
            return None;
        }
        return settle(app, &open, steps.rows.len());
    }
    let left = steps.left();
    if left > 0 {
        steps.cursor.at = steps.first_left();
        steps.refusal = Some(words::left(app.lang(), left));
        app.modals.push(Modal::Steps(steps));
        return None;
    }
    let submission = close_command(app, &steps);
    app.modals.push(Modal::Steps(steps));
    Some(Effect::Submit(Box::new(submission)))
}

/// The command that the steps have come to.
fn close_command(app: &App, steps: &Steps) -> Submission {
    let named = steps.rows.iter().filter(|(open, _)| !open.must_end());
    let carried = named.filter_map(|(open, word)| Some(Carried { about: open.to_string(), word: word.clone()? }));
    app.submission(CloseDay { force: steps.force, carried: Some(carried.collect()) })
}

/// Goes where something is settled.
fn settle(app: &mut App, open: &Open, count: usize) -> Option<Effect> {
    app.modals.clear();
    app.screens.closing.left = Some((count, app.now));
    let (place, task) = match open {
        Open::Waiting(_) => (Place::Desk, Some(Task::LeaveWaiting)),
        Open::Receiving(_) => (Place::Desk, Some(Task::Finish)),
        Open::Running(_) => (Place::Calls, Some(Task::EndCall)),
        Open::CallBack(_) => (Place::Calls, Some(Task::ReturnCall)),
        Open::Notice(_) => (Place::Desk, Some(Task::Notice)),
        Open::Item(_) | Open::Owed(_) => (Place::Inbox, None),
        Open::Hold(_) => (Place::Units, None),
    };
    screen::go(app, place);
    task.and_then(|task| task::open(app, task))
}

/// Something was entered: the steps come back when it settled what somebody had gone off for.
pub fn come_back(app: &mut App) {
    let Some((before, at)) = app.screens.closing.left.take() else { return };
    if app.now.seconds_since(at) > COMES_BACK_SECONDS || !app.modals.is_empty() {
        return;
    }
    let open = open_now(&app.desk, Some(app.now));
    if app.keep(open).is_some_and(|open| open.len() < before) {
        self::open(app);
    }
}

/// Asks for the word with which a row, or all that have none, is carried over.
pub fn ask_word(app: &mut App, for_all: bool) {
    let lang = app.lang();
    let Some(Modal::Steps(steps)) = app.modals.last_mut() else { return };
    steps.refusal = None;
    let row = steps.rows.get(steps.cursor.at);
    let is_possible = if for_all {
        steps.rows.iter().any(|(open, word)| !open.must_end() && word.is_none())
    } else {
        row.is_some_and(|(open, _)| !open.must_end())
    };
    if !is_possible {
        steps.refusal = Some(Guide::CannotCarry.get(lang).to_owned());
        return;
    }
    steps.for_all = for_all;
    let given = row.filter(|_| !for_all).and_then(|(_, word)| word.clone()).unwrap_or_default();
    app.modals.push(Modal::Form(Box::new(Form::word(&given))));
}

/// Takes the word.
pub fn carry(app: &mut App, word: &str) {
    let Some(Modal::Steps(steps)) = app.modals.last_mut() else { return };
    let (at, for_all) = (steps.cursor.at, steps.for_all);
    for (row, (open, given)) in steps.rows.iter_mut().enumerate() {
        let is_meant = if for_all { given.is_none() } else { row == at };
        if is_meant && !open.must_end() {
            *given = Some(word.to_owned());
            app.screens.closing.words.insert(open.to_string(), word.to_owned());
        }
    }
    steps.cursor.at = steps.first_left();
}

/// The day is closed: what is written down and what was written.
pub fn result(app: &App, written: &Written) -> Reading {
    let lang = app.lang();
    let digits: Vec<char> = written.digest.chars().collect();
    let groups: Vec<String> = digits.chunks(DIGITS_A_GROUP).map(|group| group.iter().collect()).collect();
    let mut lines = vec![Phrase::DigestCopy.get(lang).to_owned(), String::new()];
    lines.extend(groups.chunks(GROUPS_A_LINE).map(|line| format!("  {}", line.join(" "))));
    lines.push(String::new());
    lines.push(format!("{}  {}", Close::FilesIn.get(lang), written.folder.display()));
    lines.extend(written.files.iter().map(|file| format!("  {file}")));
    if let Some(backup) = &written.backup {
        lines.push(format!("{}  {}", Close::BackupAt.get(lang), backup.display()));
    }
    for warning in &written.warnings {
        lines.push(String::new());
        lines.push(match warning {
            Warning::NotInPlace(folder) => words::not_in_place(lang, folder, written.date),
            Warning::BackupEndsBefore(backup) => words::backup_before(lang, backup),
        });
    }
    Reading::new(Phrase::DigestTitle.get(lang).to_owned(), lines)
}

/// The day was not closed for want of something: it is said where it was to be closed, and the day goes on.
pub fn not_closed(app: &mut App, what: Fault) {
    // Nobody knows, or the register is gone: the desk cannot go on.
    if matches!(what, Fault::UnknownCommit) || app.floor().date.is_none() {
        app.fault = Some(what);
        return;
    }
    let lang = app.lang();
    let text = format!("{}{}", fault::sentence(lang, &what), Close::Open.get(lang));
    app.modals.retain(|modal| matches!(modal, Modal::Steps(_)));
    match app.modals.last_mut() {
        Some(Modal::Steps(steps)) => steps.refusal = Some(text),
        _ => app.warn(text),
    }
}

/// The files of a day that was closed by a way that writes none, such as a request granted.
pub fn write_files(app: &mut App) -> Option<Written> {
    let date = app.floor().last_date?;
    let plan = plan(app);
    match closing::write_again(&mut app.desk, date, &plan, app.options.actor.clone()) {
        Ok(written) => written,
        Err(NotDone::Fault(what)) => {
            let text = fault::sentence(app.lang(), &what);
            app.warn(text);
            None
        }
        Err(NotDone::Refused(_)) => None,
    }
}
