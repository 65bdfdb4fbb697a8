//! Who is being received by whom and for how long, and who waits for whom.

use crate::rules::decision::Path;
use crate::rules::floor::Visit;
use crate::rules::id::VisitId;
use crate::rules::time::Timestamp;
use crate::text::screen::{Phrase, elapsed};
use crate::text::width::width;
use crate::text::{Lang, because, words};
use crate::ui::board::Shown;
use crate::ui::scene::Scene;
use crate::ui::widget::paint::{Pen, cells};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

const ID_CELLS: usize = 5;
const NAME_CELLS: usize = 8;
const PHONE_CELLS: usize = 11;
const TAIL_CELLS: usize = 4;
/// Cells of a name on the staff: three characters, or four where one has so many.
const STAFF_CELLS: (usize, usize) = (6, 8);
/// Cells of a time with the mark of a long one before it.
const TIME_CELLS: usize = 6;
/// From so many minutes on a reception is long, and so is a wait.
const LONG_RECEPTION_MINUTES: i64 = 90;
const LONG_WAIT_MINUTES: i64 = 10;
/// From this width on whole numbers are shown, below it their last four digits.
const WIDE_CELLS: u16 = 56;

/// Draws the receptions.
pub fn draw(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let staff_cells = staff_cells(scene);
    rows(scene, buffer, area, &scene.floor.receiving, Phrase::NoReceptions, |pen, id, visit| {
        reception(scene, pen, (id, visit), staff_cells);
    });
}

/// Draws those who wait.
pub fn draw_waiting(scene: Scene, buffer: &mut Buffer, area: Rect) {
    rows(scene, buffer, area, &scene.floor.waiting, Phrase::NoWaiting, |pen, id, visit| waiting(scene, pen, id, visit));
}

fn rows(
    scene: Scene,
    buffer: &mut Buffer,
    area: Rect,
    ids: &[VisitId],
    none: Phrase,
    draw: impl Fn(&mut Pen, &VisitId, &Visit),
) {
    let theme = scene.theme;
    if ids.is_empty() {
        Pen::new(buffer, area, 0).put(none.get(scene.lang), theme.dim);
    }
    let height = usize::from(area.height);
    let shown = if ids.len() > height { height.saturating_sub(1) } else { height };
    for (row, id) in ids.iter().take(shown).enumerate() {
        let mut pen = Pen::new(buffer, area, cells(row));
        if let Some(visit) = scene.floor.visit(id) {
            draw(&mut pen, id, visit);
        }
    }
    if ids.len() > shown {
        let more = format!("… +{}", ids.len() - shown);
        Pen::new(buffer, area, cells(shown)).put(&more, theme.dim);
    }
}

/// The visit's number, the client's name and telephone number.
fn client(scene: Scene, pen: &mut Pen, id: &VisitId, visit: &Visit) {
    let theme = scene.theme;
    let shown = scene.board.clients.get(&visit.client);
    let (name, phone) = shown.map_or(("", ""), |Shown { name, phone, .. }| (name, phone));
    let is_wide = pen.room() >= usize::from(WIDE_CELLS);
    pen.put_in(id.as_str(), ID_CELLS, theme.dim).put_in(name, NAME_CELLS, theme.text).skip(1);
    if is_wide {
        pen.put_in(phone, PHONE_CELLS, theme.dim).skip(2);
    } else {
        let count = phone.chars().count();
        let tail: String = phone.chars().skip(count.saturating_sub(TAIL_CELLS)).collect();
        pen.put_in(&tail, TAIL_CELLS, theme.dim).skip(1);
    }
}

fn reception(scene: Scene, pen: &mut Pen, (id, visit): (&VisitId, &Visit), staff_cells: usize) {
    let (lang, theme, floor) = (scene.lang, scene.theme, scene.floor);
    let gap = if pen.room() >= usize::from(WIDE_CELLS) { 2 } else { 1 };
    client(scene, pen, id, visit);
    let receiver = visit.receiver.as_ref().map_or("", |staff| because::name(floor, staff));
    pen.put_in(receiver, staff_cells, theme.busy).skip(gap);
    let how = match (visit.assist, visit.makeup, visit.path) {
        (true, ..) => match whose(scene, visit) {
            // Where there is little room a Chinese name follows without a space.
            Some(whose) if gap == 1 && lang == Lang::Zh => format!("{}{whose}", Phrase::Assist.get(lang)),
            Some(whose) => format!("{} {whose}", Phrase::Assist.get(lang)),
            None => Phrase::Assist.get(lang).to_owned(),
        },
        (_, true, _) => Phrase::MakeUp.get(lang).to_owned(),
        (_, _, Path::Own) => Phrase::Own.get(lang).to_owned(),
        (_, _, path) => words::path(lang, path).to_owned(),
    };
    let room = pen.room().saturating_sub(TIME_CELLS);
    pen.put_in(&how, room, theme.text).last(TIME_CELLS);
    put_time(scene, pen, visit.started_at.unwrap_or(visit.arrived_at), LONG_RECEPTION_MINUTES, theme.dim);
}

/// As many cells as the longest name of those who receive needs.
fn staff_cells(scene: Scene) -> usize {
    let receivers = scene.visits(&scene.floor.receiving).filter_map(|(_, visit)| visit.receiver.as_ref());
    let longest = receivers.map(|staff| width(because::name(scene.floor, staff))).max().unwrap_or(0);
    longest.clamp(STAFF_CELLS.0, STAFF_CELLS.1)
}

/// For whom an assistant receives: the one asked for, else the owner.
fn whose(scene: Scene, visit: &Visit) -> Option<String> {
    let named = visit.named.as_ref().filter(|_| visit.path == Path::Named);
    let owner = || scene.board.clients.get(&visit.client).and_then(|shown| shown.owner.as_ref());
    named.or_else(owner).map(|staff| because::name(scene.floor, staff).to_owned())
}

fn waiting(scene: Scene, pen: &mut Pen, id: &VisitId, visit: &Visit) {
    let (lang, theme, floor) = (scene.lang, scene.theme, scene.floor);
    client(scene, pen, id, visit);
    let named =
        visit.named.as_ref().map(|staff| format!("{} {}", Phrase::Wants.get(lang), because::name(floor, staff)));
    let owner = || scene.board.clients.get(&visit.client).and_then(|shown| shown.owner.as_ref());
    let wish = named.unwrap_or_else(|| match owner().filter(|_| visit.path == Path::Own) {
        Some(owner) => format!("{} {}", words::path(lang, visit.path), because::name(floor, owner)),
        None => words::path(lang, visit.path).to_owned(),
    });
    let room = pen.room().saturating_sub(TIME_CELLS + 1);
    pen.put_in(&wish, room, theme.text).last(TIME_CELLS);
    put_time(scene, pen, visit.arrived_at, LONG_WAIT_MINUTES, theme.warn);
}

/// Writes how long it has been; a mark and another colour stand with what has been long.
fn put_time(scene: Scene, pen: &mut Pen, since: Timestamp, long_minutes: i64, style: Style) {
    let is_long = scene.now.seconds_since(since) >= long_minutes * 60;
    let (mark, style) = if is_long { ("!", scene.theme.bad) } else { ("", style) };
    pen.put_right(&format!("{mark}{}", elapsed(scene.lang, since, scene.now)), TIME_CELLS, style);
}
