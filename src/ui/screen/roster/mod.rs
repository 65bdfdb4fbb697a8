//! The week: who is on, who rests, who has leave, each day's order. What is published is read; a draft
//! of the days to come is made here and published with one command. Knows no rule: it asks the desk.

mod draft;
mod grid;
mod publish;

use super::Drawn;
use crate::register::fault::Fault;
use crate::register::week::Sheet;
use crate::rules::calendar::monday_of;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use crate::text::roster::Phrase;
use crate::ui::action::{Action, Place, Task};
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::modal::{Confirm, Modal, Then};
use crate::ui::subject::Subject;
use crate::ui::task;
use crate::ui::widget::list::Cursor;
use chrono::Days;
use draft::Draft;
pub use publish::{change_note, command, open as open_publication};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const DAYS_A_WEEK: usize = 7;

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    /// The Monday of the week shown; nothing: this week.
    monday: Option<Date>,
    /// The week as it stands in the register.
    sheet: Sheet,
    /// The days to come of the week shown, as they are being drafted.
    draft: Option<Draft>,
    cursor: Cursor,
    day: usize,
}

impl State {
    /// The cell gone to: a person's row and a day.
    pub const fn choose(&mut self, item: usize) {
        self.cursor.at = item / DAYS_A_WEEK;
        self.day = item % DAYS_A_WEEK;
        self.cursor.keep_within(self.sheet.people.len());
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        Subject { staff: self.person().cloned(), ..Subject::default() }
    }

    /// Forgets the draft: it was published or dropped.
    pub fn drop_draft(&mut self) {
        self.draft = None;
    }

    fn person(&self) -> Option<&StaffId> {
        self.sheet.people.get(self.cursor.at)
    }

    fn date(&self) -> Option<Date> {
        self.sheet.days.get(self.day).copied()
    }

    /// The week as it is shown: with the draft in it.
    fn shown(&self) -> Sheet {
        let mut sheet = self.sheet.clone();
        if let Some(draft) = &self.draft {
            sheet.orders.extend(draft.orders.clone());
        }
        sheet
    }
}

fn monday(app: &App) -> Date {
    app.screens.roster.monday.unwrap_or_else(|| monday_of(app.today))
}

/// Whether someone has leave on a day, by the draft where there is one.
fn has_leave(app: &App, staff: &StaffId, date: Date) -> bool {
    let drafted = app.screens.roster.draft.as_ref().and_then(|draft| draft.leave.get(&date));
    drafted.map_or_else(|| app.floor().has_leave(staff, date), |leave| leave.contains(staff))
}

/// Reads the week that is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let sheet = Sheet::read(app.register(), app.floor(), monday(app), app.today)?;
    let today = sheet.days.iter().position(|day| *day == app.today);
    let is_to_come: Vec<Date> = sheet.days.iter().copied().filter(|date| draft::is_to_come(app, *date)).collect();
    let state = &mut app.screens.roster;
    if state.sheet.days != sheet.days {
        state.day = today.unwrap_or(0);
    }
    if let Some(draft) = &mut state.draft {
        // A day that was opened meanwhile is no draft any more.
        draft.keep_only(&is_to_come);
    }
    state.cursor.keep_within(sheet.people.len());
    state.sheet = sheet;
    Ok(())
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let state = &mut app.screens.roster;
    let count = state.sheet.people.len();
    if state.cursor.update(action, count) {
        return None;
    }
    match action {
        Action::Left => state.day = state.day.saturating_sub(1),
        Action::Right => state.day = (state.day + 1).min(DAYS_A_WEEK - 1),
        Action::Back => step_week(app, false),
        Action::Forward => step_week(app, true),
        Action::CarryUp => draft::carry(app, true),
        Action::CarryDown => draft::carry(app, false),
        Action::Cancel if state.draft.is_some() => ask_to_drop(app),
        Action::Cancel => {
            state.monday = None;
            app.status = None;
            let read = refresh(app);
            app.keep(read);
        }
        _ => {}
    }
    None
}

/// Begins a task of the week, on its screen.
pub fn begin(app: &mut App, task: Task) -> Option<Effect> {
    if app.place != Place::Roster {
        super::go(app, Place::Roster);
    }
    match task {
        Task::Propose => draft::propose(app),
        Task::ToggleRest => draft::toggle_rest(app),
        Task::ToggleLeave => draft::toggle_leave(app),
        Task::DropDraft => {
            app.screens.roster.drop_draft();
            app.say(Phrase::Dropped.get(app.lang()));
        }
        _ => open_publication(app),
    }
    None
}

/// A cell was pulled onto another one of the same day: the person takes that one's place in the order.
pub fn pull(app: &mut App, from: usize, to: usize) {
    if from % DAYS_A_WEEK == to % DAYS_A_WEEK && from != to {
        app.screens.roster.choose(from);
        draft::take_place_of(app, to / DAYS_A_WEEK);
    }
}

fn ask_to_drop(app: &mut App) {
    let lang = app.lang();
    app.modals.push(Modal::Confirm(Confirm {
        title: Phrase::DropTitle.get(lang).to_owned(),
        lines: vec![Phrase::DropAsk.get(lang).to_owned()],
        then: Then::Begin(Task::DropDraft),
        grave: false,
    }));
}

fn step_week(app: &mut App, forward: bool) {
    if app.screens.roster.draft.is_some() {
        app.warn(Phrase::FinishDraft.get(app.lang()));
        return;
    }
    let week = Days::new(7);
    let monday = monday(app);
    let other = if forward { monday.checked_add_days(week) } else { monday.checked_sub_days(week) };
    app.screens.roster.monday = other.or(app.screens.roster.monday);
    let read = refresh(app);
    app.keep(read);
}

/// Whether whoever is at the keys may plan; says so when not.
fn may_plan(app: &mut App) -> bool {
    let refusal = task::refused_to_actor(app, Task::PublishRoster);
    let may = refusal.is_none();
    if let Some(text) = refusal {
        app.warn(text);
    }
    may
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    grid::draw(app, buffer, area)
}
