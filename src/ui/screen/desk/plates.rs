//! The plates: whose turn it is, who is owed, who is where and for how long.

use crate::rules::command::Role;
use crate::rules::floor::{Base, Visit};
use crate::rules::id::{StaffId, VisitId};
use crate::text::screen::{Phrase, elapsed};
use crate::text::width::width;
use crate::text::{because, words};
use crate::ui::app::Hit;
use crate::ui::scene::Scene;
use crate::ui::widget::paint::{Pen, padded, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::line as lines;

const MARK_CELLS: usize = 2;
const NUMBER_CELLS: usize = 2;
/// Cells of a name: three characters at least, four where there is room.
const NAME_CELLS: (usize, usize) = (6, 8);
/// From this width on there is room for how long a reception has run.
const WIDE_CELLS: u16 = 40;

/// A plate in words.
struct Plate<'a> {
    staff: &'a StaffId,
    mark: (&'static str, Style),
    number: Option<usize>,
    name: &'a str,
    name_style: Style,
    state: String,
    style: Style,
    counts: String,
}

/// Draws the plates; gives where each stands.
pub fn draw(scene: Scene, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme) = (scene.lang, scene.theme);
    let (line, rest) = scene.plates();
    let area = padded(area);
    let mut hits = Vec::new();
    let mut row = 0;
    if scene.floor.date.is_none() {
        row = draw_closed(scene, buffer, area, rest.is_empty());
    }
    let plates = plates(scene, line.iter().chain(&rest), area.width >= WIDE_CELLS);
    let name_cells = name_cells(area, &plates);
    let first = first_row(scene, &line, &rest, area.height.saturating_sub(row));
    let is_open = scene.floor.date.is_some();
    let divider = (is_open && !rest.is_empty()).then_some(None);
    let (line, rest) = plates.split_at(line.len());
    let rows = line.iter().map(Some).chain(divider).chain(rest.iter().map(Some));
    let mut item = rows.clone().take(first).flatten().count();
    for plate in rows.skip(first) {
        if row >= area.height {
            break;
        }
        if let Some(plate) = plate {
            let place = Rect { y: area.y + row, height: 1, ..area };
            draw_plate(scene, buffer, place, plate, name_cells);
            if scene.selected == Some(plate.staff) {
                let whole = Rect { x: place.x - 1, width: place.width + 2, ..place };
                tint(buffer, whole, 0, theme.selected);
            }
            hits.push((place, Hit::Item(item)));
            item += 1;
        } else {
            let name = format!("── {} ", Phrase::OutOfLine.get(lang));
            let mut pen = Pen::new(buffer, area, row);
            let rest = pen.put(&name, theme.dim).room();
            pen.put_each(lines::HORIZONTAL, rest, theme.frame);
        }
        row += 1;
    }
    hits
}

/// The plates of these people in words: what they share is looked up once for all of them.
fn plates<'a>(scene: Scene<'a>, people: impl Iterator<Item = &'a StaffId>, is_wide: bool) -> Vec<Plate<'a>> {
    let (lang, theme, floor) = (scene.lang, scene.theme, scene.floor);
    // Who would receive a client who walked in now; with nobody free, or in the past, whose turn it is.
    let has_turn = || floor.round(floor.next.as_ref()).find(|other| !floor.is_out(other));
    let next = scene.board.next_receiver.as_ref().or_else(has_turn).filter(|_| floor.date.is_some());
    let numbered = scene.numbered();
    let receiving: Vec<(&VisitId, &Visit)> = scene.visits(&floor.receiving).collect();
    people
        .map(|staff| {
            let is_next = next == Some(staff);
            let mark = match (floor.owed_to(staff), is_next) {
                (_, true) => (">>", theme.accent),
                (1.., _) if floor.in_order(staff) => (Phrase::OwedMark.get(lang), theme.warn),
                _ => ("", theme.text),
            };
            let number = numbered.iter().position(|other| other == staff).map(|at| at + 1);
            let (state, style) = state(scene, staff, &receiving, is_wide);
            let name_style = match style {
                _ if is_next => theme.accent,
                style if style == theme.dim => theme.dim,
                _ => theme.text,
            };
            let (name, counts) = (because::name(floor, staff), counts(scene, staff));
            Plate { staff, mark, number, name, name_style, state, style, counts }
        })
        .collect()
}

/// As many cells as the longest name needs, when every plate then has room for what follows it.
fn name_cells(area: Rect, plates: &[Plate]) -> usize {
    let (mut longest, mut rest) = (0, 0);
    for plate in plates {
        longest = longest.max(width(plate.name));
        rest = rest.max(width(&plate.state) + width(&plate.counts) + 1);
    }
    let free = usize::from(area.width).saturating_sub(MARK_CELLS + NUMBER_CELLS + 3 + rest);
    let most = if area.width >= WIDE_CELLS { NAME_CELLS.1 } else { NAME_CELLS.1.min(free) };
    longest.min(most).max(NAME_CELLS.0)
}

/// Scrolls so that the plate chosen can be seen.
fn first_row(scene: Scene, line: &[StaffId], rest: &[StaffId], height: u16) -> usize {
    let chosen = scene.selected.and_then(|staff| line.iter().chain(rest).position(|other| other == staff));
    let chosen = chosen.map_or(0, |at| if at >= line.len() { at + 1 } else { at });
    (chosen + 1).saturating_sub(usize::from(height))
}

fn draw_closed(scene: Scene, buffer: &mut Buffer, area: Rect, is_empty: bool) -> u16 {
    let (lang, theme) = (scene.lang, scene.theme);
    Pen::new(buffer, area, 1).put(Phrase::DayClosed.get(lang), theme.warn);
    let hint = if is_empty { Phrase::NoStaff } else { Phrase::PressOpen };
    let mut row = 2;
    for line in crate::text::width::wrap(hint.get(lang), usize::from(area.width)) {
        Pen::new(buffer, area, row).put(&line, theme.accent);
        row += 1;
    }
    row + 1
}

fn draw_plate(scene: Scene, buffer: &mut Buffer, area: Rect, plate: &Plate, name_cells: usize) {
    let theme = scene.theme;
    let number = plate.number.map_or_else(String::new, |number| number.to_string());
    let counts_cells = width(&plate.counts);
    let mut pen = Pen::new(buffer, area, 0);
    pen.put_in(plate.mark.0, MARK_CELLS, plate.mark.1).skip(1);
    pen.put_right(&number, NUMBER_CELLS, theme.dim).skip(1);
    pen.put_in(plate.name, name_cells, plate.name_style).skip(1);
    let room = pen.room().saturating_sub(counts_cells + 1);
    pen.put_in(&plate.state, room, plate.style).last(counts_cells);
    pen.put(&plate.counts, theme.dim);
}

/// Where someone is, and for how long; `receiving` are all receptions that run.
fn state(scene: Scene, staff: &StaffId, receiving: &[(&VisitId, &Visit)], is_wide: bool) -> (String, Style) {
    let (lang, theme, floor) = (scene.lang, scene.theme, scene.floor);
    let Some(person) = floor.person(staff).filter(|_| floor.date.is_some()) else {
        return (String::new(), theme.text);
    };
    if !floor.in_order(staff) && person.role != Role::Office {
        let has_leave = floor.date.is_some_and(|today| floor.has_leave(staff, today));
        let word = if has_leave { words::base(lang, Base::Leave) } else { Phrase::Absent.get(lang) };
        return (word.to_owned(), theme.dim);
    }
    let own: Vec<&(&VisitId, &Visit)> =
        receiving.iter().filter(|(_, visit)| visit.receiver.as_ref() == Some(staff)).collect();
    if !own.is_empty() {
        let visits: Vec<&str> = own.iter().map(|(id, _)| id.as_str()).collect();
        let since = own.iter().find_map(|(_, visit)| visit.started_at).filter(|_| is_wide);
        let since = since.map_or(String::new(), |since| format!("  {}", elapsed(lang, since, scene.now)));
        let receiving = format!("{} {}{since}", Phrase::Receiving.get(lang), visits.join(" "));
        // Where they are decides what a passed turn becomes: it is shown while they receive, too.
        return match floor.base(staff) {
            Base::Private | Base::Business | Base::Leave => {
                (format!("{} {receiving}", words::whereabouts(lang, floor, staff)), theme.warn)
            }
            Base::Available | Base::Off => (receiving, theme.busy),
        };
    }
    if floor.calls_of(staff).next().is_some() {
        return (Phrase::OnCall.get(lang).to_owned(), theme.busy);
    }
    if person.is_suspended() {
        return (Phrase::Suspended.get(lang).to_owned(), theme.bad);
    }
    let base = floor.base(staff);
    let word = words::whereabouts(lang, floor, staff);
    let since = person.base_since.map(|since| elapsed(lang, since, scene.now)).unwrap_or_default();
    match base {
        Base::Available if person.role == Role::Office => {
            (format!("{} {}", words::role(lang, Role::Office), Phrase::Free.get(lang)), theme.good)
        }
        Base::Available => (Phrase::Free.get(lang).to_owned(), theme.good),
        Base::Private | Base::Business => (format!("{word} {since}"), theme.warn),
        Base::Off | Base::Leave => (word.to_owned(), theme.dim),
    }
}

/// Clients received, turns owed, used and prepaid.
fn counts(scene: Scene, staff: &StaffId) -> String {
    let (lang, floor) = (scene.lang, scene.floor);
    let Some(person) = floor.person(staff).filter(|_| floor.date.is_some() && floor.in_order(staff)) else {
        return String::new();
    };
    let tally = &person.tally;
    let owed = floor.owed_to(staff);
    let mut parts = Vec::new();
    if owed > 0 {
        parts.push(format!("{}{owed}", Phrase::Owed.get(lang)));
    }
    if !person.prepaid.is_empty() {
        parts.push(format!("{}{}", Phrase::Prepaid.get(lang), person.prepaid.len()));
    }
    if tally.consumed > 0 {
        parts.push(format!("{}{}", Phrase::Consumed.get(lang), tally.consumed));
    }
    parts.push(format!("{}{}", Phrase::Taken.get(lang), tally.taken + tally.made_up));
    parts.join(" ")
}
