//! The rows of the lists that tasks begin with: who or what there is to choose now. Reads the floor;
//! never opens anything.

use crate::rules::command::MoveTo;
use crate::rules::floor::Floor;
use crate::rules::id::{StaffId, VisitId};
use crate::text::form::Word;
use crate::text::screen::{Phrase, elapsed};
use crate::text::width::{fit, fit_right};
use crate::text::{Lang, because, words};
use crate::ui::app::App;
use crate::ui::form::Opt;

/// Cells of an id in a list.
pub const ID_CELLS: usize = 8;
const NAME_CELLS: usize = 10;
const STAFF_CELLS: usize = 8;
const TIME_CELLS: usize = 6;
/// Where someone can be, each by its letter.
const MOVES: [(&str, MoveTo); 4] =
    [("a", MoveTo::Available), ("p", MoveTo::Private), ("b", MoveTo::Business), ("l", MoveTo::Leave)];

/// The figures that an id made by the program ends with, without leading zeros.
pub fn short_id(id: &str) -> &str {
    id.trim_start_matches(|c: char| !matches!(c, '1'..='9'))
}

/// A row of a list: what it stands for and what it says.
pub fn row(value: &impl ToString, label: String) -> Opt {
    let value = value.to_string();
    let search = vec![value.clone(), short_id(&value).to_owned()];
    Opt { value: Some(value), label, search }
}

/// Visits that are received now.
pub fn receiving(app: &App) -> Vec<Opt> {
    visits(app, &app.floor().receiving)
}

/// Visits that wait.
pub fn waiting(app: &App) -> Vec<Opt> {
    visits(app, &app.floor().waiting)
}

fn visits(app: &App, ids: &[VisitId]) -> Vec<Opt> {
    let floor = app.floor();
    let rows = ids.iter().filter_map(|id| {
        let visit = floor.visit(id)?;
        let receiver = visit.receiver.as_ref().map_or("", |staff| because::name(floor, staff));
        let since = elapsed(app.lang(), visit.started_at.unwrap_or(visit.arrived_at), app.now);
        let (name, receiver) = (fit(&app.scene().client_of(id), NAME_CELLS), fit(receiver, STAFF_CELLS));
        Some(row(id, format!("{}{name} {receiver} {}", fit(id.as_str(), ID_CELLS), fit_right(&since, TIME_CELLS))))
    });
    rows.collect()
}

/// Notices that somebody was not yet given.
pub fn notices(app: &App) -> Vec<Opt> {
    let floor = app.floor();
    let rows = floor.open_notices().map(|(id, notice)| {
        let (holder, named) = (because::name(floor, &notice.of.holder), because::name(floor, &notice.of.named));
        let name = fit(&app.scene().client_of(id), NAME_CELLS);
        row(id, format!("{}{name} {holder} → {named}", fit(id.as_str(), ID_CELLS)))
    });
    rows.collect()
}

/// Who may give commands: the desk itself, then managers, then the others.
pub fn actors(app: &App) -> Vec<Opt> {
    let floor = app.floor();
    let desk = Opt { value: None, label: Phrase::Desk.get(app.lang()).to_owned(), search: vec!["desk".to_owned()] };
    let staff = floor.staff.iter().filter(|(_, person)| !person.departed).map(|(id, person)| {
        let opt = Opt::staff(floor, id);
        let name = fit(&person.name, NAME_CELLS);
        Opt { label: format!("{name} {}", words::role(app.lang(), person.role)), ..opt }
    });
    let mut rows: Vec<Opt> = std::iter::once(desk).chain(staff).collect();
    // Managers first: it is for them that the desk is left.
    rows.sort_by_key(|opt| match &opt.value {
        None => 0,
        Some(id) if floor.is_manager(Some(&StaffId::from(id.as_str()))) => 1,
        Some(_) => 2,
    });
    rows
}

/// Those who have a plate number, as rows in the order of the numbers.
pub fn numbered(app: &App) -> Vec<Opt> {
    let floor = app.floor();
    let rows = app.scene().numbered();
    let name = |id: &StaffId| fit(because::name(floor, id), NAME_CELLS);
    rows.iter()
        .map(|id| {
            let label = format!("{}{}", name(id), words::whereabouts(app.lang(), floor, id));
            Opt { label, ..Opt::staff(floor, id) }
        })
        .collect()
}

/// A row that its letter chooses.
fn lettered(letter: &str, text: &str) -> Opt {
    Opt { value: Some(letter.to_owned()), label: format!("{letter}  {text}"), search: vec![letter.to_owned()] }
}

/// Where someone can be: the plain states, each by its letter, then the site's reasons for being away.
pub fn presence(lang: Lang, floor: &Floor) -> Vec<Opt> {
    let plain = MOVES.iter().map(|(letter, to)| lettered(letter, words::base(lang, to.base())));
    let reasons = floor.book.absences().map(|reason| {
        let label = words::base_because(lang, floor, reason.becomes.moves_to().base(), Some(&reason.code));
        let search = vec![reason.code.clone(), reason.label.zh.clone(), reason.label.en.clone()];
        Opt { value: Some(reason.code.clone()), label: format!("   {label}"), search }
    });
    plain.chain(reasons).collect()
}

/// How many plain states the presence list begins with.
pub const PLAIN_STATES: usize = MOVES.len();

/// The move that a letter of the presence list stands for.
pub fn move_of(letter: &str) -> Option<MoveTo> {
    MOVES.iter().find(|(of, _)| *of == letter).map(|(_, to)| *to)
}

/// The answers to whether a visitor has been here before.
pub fn first_answers(lang: Lang) -> Vec<Opt> {
    [("n", Word::Never), ("y", Word::Been)].map(|(letter, word)| lettered(letter, word.get(lang))).to_vec()
}

/// The answers to who received a visitor before: today's order, the other salespeople, forgotten.
pub fn second_answers(app: &App) -> Vec<Opt> {
    let (lang, floor) = (app.lang(), app.floor());
    let others = floor.salespeople().filter(|id| !floor.in_order(id));
    let named = floor
        .order
        .iter()
        .chain(others)
        .map(|id| Opt { label: because::name(floor, id).to_owned(), ..Opt::staff(floor, id) });
    let forgotten = Opt { label: Word::Forgotten.get(lang).to_owned(), ..Opt::none(lang) };
    named.chain(std::iter::once(forgotten)).collect()
}
