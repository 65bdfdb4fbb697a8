//! Discipline (纪律): violations newest first with what each costs, suspensions served today and to
//! serve, and everybody's penalties of the month. Shows; what a violation costs is the rules' to say.

use super::item::deed;
use super::{corner, draw_known, moment, split};
use crate::register::discipline::{ViolationLine, Whose, standing, violations};
use crate::register::fault::Fault;
use crate::register::{board, query};
use crate::rules::command::{RecordViolation, ViolationKind, VoidViolation};
use crate::rules::event::Penalty;
use crate::rules::floor::Person;
use crate::rules::id::{StaffId, ViolationId};
use crate::rules::time::Timestamp;
use crate::text::discipline as text;
use crate::text::inbox::{self, Phrase};
use crate::text::width::width;
use crate::text::{because, client, keys, words};
use crate::ui::action::{Action, Task};
use crate::ui::app::{App, Hit};
use crate::ui::keymap::Context;
use crate::ui::modal::{Modal, Reading};
use crate::ui::subject::Subject;
use crate::ui::widget::facts::{Deed, Fact};
use crate::ui::widget::list::{Hand, hit, seen};
use crate::ui::widget::paint::{Pen, tint};
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The most violations listed.
const LINES_MAX: u32 = 300;
/// No month is longer.
const MONTH_SECONDS: i64 = 31 * 86_400;
const AT_CELLS: usize = 11;
const NAME_CELLS: usize = 8;
/// Cells of a kind and of a penalty, in Chinese and in English.
const KIND_CELLS: (usize, usize) = (14, 20);
const PENALTY_CELLS: (usize, usize) = (9, 15);
const MARK_CELLS: usize = 8;

/// Someone with a suspension or a penalty of the month.
#[derive(Debug)]
struct Punished {
    staff: StaffId,
    suspended_for: Option<ViolationId>,
    days_to_serve: u32,
    penalties: Vec<(Penalty, usize)>,
}

/// What the pane keeps.
#[derive(Debug, Default)]
pub struct State {
    hand: Hand,
    lines: Vec<ViolationLine>,
    facts: Vec<Fact>,
    deeds: Vec<Deed>,
    people: Vec<Punished>,
}

impl State {
    fn chosen(&self) -> Option<&ViolationLine> {
        self.lines.get(self.hand.chosen()?)
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        let Some(line) = self.chosen() else { return Subject::default() };
        Subject {
            violation: Some(line.id.clone()),
            staff: Some(line.staff.clone()),
            visit: line.visit.clone(),
            client: line.client.clone(),
            ..Subject::default()
        }
    }
}

/// Reads what is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let [ever, never] = [i64::MIN, i64::MAX].map(|micros| Timestamp::from_micros(micros, 0));
    let lines = violations(app.register(), Whose::Everybody, ever, never, LINES_MAX)?;
    let since = app.now.plus_seconds(-MONTH_SECONDS);
    let recent = violations(app.register(), Whose::Everybody, since, never, u32::MAX)?;
    let people = punished(app, &recent);
    let (is_own, state) = (app.is_own_entry, &mut app.screens.inbox.discipline);
    let chosen = state.chosen().map(|line| line.id.clone());
    let at = lines.iter().position(|line| Some(&line.id) == chosen.as_ref());
    state.hand.follow(chosen.is_some(), at, lines.len(), is_own);
    state.lines = lines;
    state.people = people;
    look(app)
}

/// Those with a suspension or a penalty of this month: who is suspended first.
fn punished(app: &App, recent: &[ViolationLine]) -> Vec<Punished> {
    let zone = app.floor().zone;
    let month = |at: Timestamp| (at.date(zone).year(), at.date(zone).month());
    let counts: Vec<&ViolationLine> =
        recent.iter().filter(|line| line.voided.is_none() && month(line.at) == month(app.now)).collect();
    let employed = app.floor().staff.iter().filter(|(_, person)| !person.departed);
    let mut people: Vec<Punished> = employed
        .map(|(staff, person)| Punished {
            staff: staff.clone(),
            suspended_for: person.suspended_for.clone(),
            days_to_serve: person.suspension_days(),
            penalties: counted(counts.iter().filter(|line| line.staff == *staff).map(|line| line.penalty)),
        })
        .filter(|one| one.suspended_for.is_some() || one.days_to_serve > 0 || !one.penalties.is_empty())
        .collect();
    let weight = |one: &Punished| one.penalties.iter().map(|(_, count)| count).sum::<usize>();
    people.sort_by_key(|one| std::cmp::Reverse((one.suspended_for.is_some(), one.days_to_serve, weight(one))));
    people
}

/// How many penalties there are of each kind, the gravest first.
fn counted(penalties: impl Iterator<Item = Penalty>) -> Vec<(Penalty, usize)> {
    let mut counts =
        [(Penalty::Suspension(1), 0), (Penalty::MajorDemerit, 0), (Penalty::Demerit, 0), (Penalty::Warning, 0)];
    for penalty in penalties {
        let at = match penalty {
            Penalty::Suspension(_) => 0,
            Penalty::MajorDemerit => 1,
            Penalty::Demerit => 2,
            Penalty::Warning => 3,
        };
        counts[at].1 += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

fn look(app: &mut App) -> Result<(), Fault> {
    let line = app.screens.inbox.discipline.chosen();
    let facts = line.map_or_else(|| Ok(Vec::new()), |line| violation_facts(app, line))?;
    let deeds = deeds(app);
    let state = &mut app.screens.inbox.discipline;
    (state.facts, state.deeds) = (facts, deeds);
    Ok(())
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) {
    let count = app.screens.inbox.discipline.lines.len();
    if app.screens.inbox.discipline.hand.update(action, count) {
        let read = look(app);
        app.keep(read);
    } else if action == Action::Accept {
        let read = history(app);
        if let Some(Some(reading)) = app.keep(read) {
            app.modals.push(Modal::Reading(reading));
        }
    }
}

/// Everything that stands against whoever the chosen violation is of.
fn history(app: &App) -> Result<Option<Reading>, Fault> {
    let Some(staff) = app.screens.inbox.discipline.chosen().map(|line| line.staff.clone()) else { return Ok(None) };
    let (lang, floor) = (app.lang(), app.floor());
    let found = standing(app.register(), &staff, floor.zone)?;
    let to_serve = floor.person(&staff).map_or(0, Person::suspension_days);
    let name = because::name(floor, &staff);
    let mut lines = vec![text::head(lang, name, &found, to_serve), String::new()];
    lines.extend(found.lines.iter().map(|line| format!("  {}", text::line(lang, floor, line))));
    Ok(Some(Reading::new(format!("{} · {name}", Phrase::Discipline.get(lang)), lines)))
}

/// The row of the list is gone to.
pub fn choose(app: &mut App, item: usize) -> Result<(), Fault> {
    app.screens.inbox.discipline.hand.choose(item);
    look(app)
}

/// Everything known of a violation. What was written of it is for managers.
///
/// # Errors
/// When the register cannot be read.
pub fn violation_facts(app: &App, line: &ViolationLine) -> Result<Vec<Fact>, Fault> {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let mut facts = Vec::new();
    let mut add = |label: Phrase, value: String| {
        if !value.is_empty() {
            facts.push(Fact { label: label.get(lang), value, style: theme.text });
        }
    };
    let words_for = |text: Option<&String>| match text {
        Some(text) if app.is_manager() => text.clone(),
        Some(_) => Phrase::Hidden.get(lang).to_owned(),
        None => String::new(),
    };
    add(Phrase::Who, because::name(floor, &line.staff).to_owned());
    let penalty = inbox::penalty(lang, &line.penalty);
    add(Phrase::Kind, format!("{}  {}", words::violation(lang, app.floor(), line.kind), line.id));
    add(Phrase::Penalty, penalty);
    add(Phrase::Rule, inbox::cited(lang, app.floor(), inbox::rules_broken(line.kind)));
    if let Some(visit) = &line.visit {
        let client = match board::client_of_visit(app.register(), visit)? {
            Some(id) => query::client_card(app.register(), &id)?.unwrap_or_default().name,
            None => None,
        };
        add(Phrase::Visit, format!("{visit}  {}", client::name(lang, client.as_deref())));
    }
    let by = recorded_by(app, line);
    add(Phrase::RecordedBy, format!("{}  {by}", moment(app, line.at)));
    add(Phrase::Note, words_for(line.note.as_ref()));
    if let Some(voided) = &line.voided {
        let by = voided.by.as_ref().map_or(Phrase::Desk.get(lang), |by| because::name(floor, by));
        let reason = words_for(voided.reason.as_ref());
        let reason = if reason.is_empty() { Phrase::NoReason.get(lang).to_owned() } else { reason };
        let when = inbox::voided(lang, &moment(app, voided.at), by);
        facts.push(Fact { label: Phrase::Voided.get(lang), value: format!("{when}  {reason}"), style: theme.warn });
    }
    Ok(facts)
}

fn recorded_by<'a>(app: &'a App, line: &'a ViolationLine) -> &'a str {
    match &line.by {
        _ if line.raised => Phrase::Program.get(app.lang()),
        Some(by) => because::name(app.floor(), by),
        None => Phrase::Desk.get(app.lang()),
    }
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.inbox.discipline);
    let people_rows = u16::try_from(state.people.len().max(1)).unwrap_or(u16::MAX);
    let rows = area.height.saturating_sub(4);
    let is_wide = area.width >= super::WIDE_CELLS;
    let people_rows = people_rows.min(if is_wide { rows / 2 } else { rows / 4 });
    let list_rows = (rows - people_rows) * 2 / 5;
    let chosen_rows = if is_wide { rows.saturating_add(1) } else { rows - list_rows } - people_rows;
    let title = format!("{} {}", Phrase::Discipline.get(lang), state.lines.len());
    let parts =
        [(title.as_str(), list_rows), (Phrase::Chosen.get(lang), chosen_rows), (Phrase::People.get(lang), people_rows)];
    let parts = split(app, buffer, area, &parts);
    let mut hits = vec![corner(app, buffer, area, Phrase::ToInbox)];
    let [list, below, people] = parts.as_slice() else { return hits };
    if state.lines.is_empty() {
        Pen::new(buffer, *list, 0).put(Phrase::NoViolations.get(lang), theme.good);
    }
    for (at, row) in seen(state.hand.cursor(), list.height, state.lines.len()) {
        draw_line(app, buffer, *list, row, &state.lines[at]);
        if Some(at) == state.hand.chosen() {
            tint(buffer, *list, row, theme.selected);
        }
        hits.push(hit(*list, row, at));
    }
    hits.extend(draw_known(app, buffer, *below, &state.facts, &state.deeds));
    draw_people(app, buffer, *people);
    hits
}

fn draw_line(app: &App, buffer: &mut Buffer, area: Rect, row: u16, line: &ViolationLine) {
    let (lang, theme) = (app.lang(), app.theme());
    let (kind_cells, penalty_cells) = (lang.pick_cells(KIND_CELLS), lang.pick_cells(PENALTY_CELLS));
    // What was taken back is struck out, and says so.
    let struck = theme.dim.add_modifier(Modifier::CROSSED_OUT);
    let (plain, costs) = match (&line.voided, line.penalty) {
        (Some(_), _) => (struck, struck),
        (None, Penalty::Warning) => (theme.text, theme.warn),
        (None, _) => (theme.text, theme.bad),
    };
    let (mark, style) = match &line.voided {
        Some(_) => (Phrase::VoidedMark.get(lang), theme.warn),
        None => (recorded_by(app, line), theme.dim),
    };
    let mut pen = Pen::new(buffer, area, row);
    pen.put_in(&moment(app, line.at), AT_CELLS, theme.dim).skip(1);
    let cell = |pen: &mut Pen, text: &str, cells: usize, style| {
        // Only the words are struck out, not the blanks after them.
        let used = width(text).min(cells);
        pen.put_in(text, used, style).put_in("", cells - used, theme.text).skip(1);
    };
    cell(&mut pen, because::name(app.floor(), &line.staff), NAME_CELLS, plain);
    cell(&mut pen, &words::violation(lang, app.floor(), line.kind), kind_cells, plain);
    cell(&mut pen, &inbox::penalty(lang, &line.penalty), penalty_cells, costs);
    pen.put_in(mark, MARK_CELLS, style).skip(1);
    let visit = line.visit.as_ref().map_or("", |visit| visit.as_str());
    if pen.room() >= width(visit) {
        pen.put(visit, theme.dim);
    }
}

fn draw_people(app: &App, buffer: &mut Buffer, area: Rect) {
    let (lang, theme, people) = (app.lang(), app.theme(), &app.screens.inbox.discipline.people);
    if people.is_empty() {
        Pen::new(buffer, area, 0).put(Phrase::AllClean.get(lang), theme.good);
    }
    let height = usize::from(area.height);
    let shown = if people.len() > height { height.saturating_sub(1) } else { height };
    for (row, one) in (0..area.height).zip(people.iter().take(shown)) {
        let mut pen = Pen::new(buffer, area, row);
        pen.put_in(because::name(app.floor(), &one.staff), NAME_CELLS, theme.text).skip(1);
        if let Some(violation) = &one.suspended_for {
            let today = format!("{} {violation}", Phrase::SuspendedToday.get(lang));
            pen.put(&today, theme.bad).skip(2);
        }
        if one.days_to_serve > 0 {
            pen.put(&inbox::to_serve(lang, one.days_to_serve), theme.warn).skip(2);
        }
        let penalties: Vec<String> =
            one.penalties.iter().map(|(penalty, count)| inbox::counted(lang, penalty, *count)).collect();
        let room = pen.room();
        pen.put_in(&penalties.join("  "), room, theme.dim);
    }
    if people.len() > shown {
        let more = format!("… +{}", people.len() - shown);
        Pen::new(buffer, area, u16::try_from(shown).unwrap_or(u16::MAX)).put(&more, theme.dim);
    }
}

/// What can be done: record one, and take the one gone to back.
fn deeds(app: &App) -> Vec<Deed> {
    let (lang, chosen) = (app.lang(), app.screens.inbox.discipline.chosen());
    // Nobody is called so: the rules look at who gives the command first.
    let staff = chosen.map_or_else(|| StaffId::from("x"), |line| line.staff.clone());
    let kind = ViolationKind::Gossip;
    let record = RecordViolation { id: None, staff, kind, visit: None, note: None };
    let key = app.options.keymap.key_of(lang, Context::Inbox, Action::Accept);
    let word = Phrase::History.get(lang);
    let mut deeds = Vec::new();
    deeds.extend(chosen.map(|_| Deed { key, word, action: Action::Accept, barred: None }));
    deeds.push(deed(app, Action::Open(Task::Record), keys::RECORD.label(lang), record.into()));
    if let Some(line) = chosen.filter(|line| line.voided.is_none()) {
        let void = VoidViolation { violation: line.id.clone(), reason: Phrase::Voided.get(lang).to_owned() };
        deeds.push(deed(app, Action::Open(Task::Void), keys::VOID.label(lang), void.into()));
    }
    deeds
}
