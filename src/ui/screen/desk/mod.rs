//! The home screen: plates on the left; receptions, waiting, the last decision and what must be told
//! on the right.

mod decision;
mod notices;
mod plates;
mod receptions;

use super::Drawn;
use crate::rules::id::StaffId;
use crate::text::because;
use crate::text::screen::Phrase;
use crate::ui::action::Action;
use crate::ui::app::{App, Hit};
use crate::ui::effect::Effect;
use crate::ui::scene::Scene;
use crate::ui::task;
use crate::ui::widget::list::{Cursor, step};
use crate::ui::widget::paint::{cells, frame, padded};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// From so many rows on the board has room for the inbox.
const INBOX_FROM_ROWS: u16 = 28;

/// Does what a key asks on the board.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Presence(to) => task::open_moving(app, to),
        Action::Cancel => {
            app.selected = None;
            app.status = None;
        }
        _ => {
            let plates = plates_in_order(app.scene());
            let at = app.selected.as_ref().and_then(|staff| plates.iter().position(|other| other == staff));
            let mut cursor = Cursor { at: at.unwrap_or(0) };
            // The first key down only shows where one is.
            if at.is_some() || action != Action::Down {
                cursor.update(action, plates.len());
            }
            if step(action).is_some() {
                app.selected = plates.get(cursor.at).cloned();
            }
        }
    }
    None
}

/// The plate of a row is chosen.
pub fn choose(app: &mut App, item: usize) {
    app.selected = plates_in_order(app.scene()).get(item).cloned();
}

fn plates_in_order(scene: Scene) -> Vec<StaffId> {
    let (line, rest) = scene.plates();
    line.into_iter().chain(rest).collect()
}

/// Draws the board; gives where each plate stands.
pub fn draw(scene: Scene, buffer: &mut Buffer, area: Rect) -> Drawn {
    let theme = scene.theme;
    let left_width = (area.width * 2 / 5).clamp(35, 48);
    let left = Rect { width: left_width, ..area };
    let right = Rect { x: area.x + left_width, width: area.width.saturating_sub(left_width), ..area };
    let next = scene.board.next_receiver.as_ref().map(|staff| because::name(scene.floor, staff));
    let next = next.map_or_else(String::new, |name| format!(" · {} {name}", Phrase::NextClient.get(scene.lang)));
    let title = format!("{}{next}", Phrase::Line.get(scene.lang));
    let insides = frame(buffer, left, &[(title.as_str(), left.height)], theme.frame, theme.title);
    let hits: Vec<(Rect, Hit)> = insides.first().map_or_else(Vec::new, |inside| plates::draw(scene, buffer, *inside));
    draw_right(scene, buffer, right);
    Drawn { hits, cursor: None }
}

fn draw_right(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let (lang, theme, floor) = (scene.lang, scene.theme, scene.floor);
    let reasons = decision::lines(scene, usize::from(area.width.saturating_sub(4)));
    let open: notices::Open = floor.open_notices().collect();
    let rows = area.height.saturating_sub(5);
    let notices_rows = cells(notices::count(scene, &open)).clamp(1, (rows / 5).max(1));
    let waiting_rows = cells(floor.waiting.len()).clamp(1, (rows / 3).max(1));
    // Where there is room what a manager must see stands there too; elsewhere its count is enough.
    let has_inbox = area.height >= INBOX_FROM_ROWS;
    let inbox_rows = if has_inbox { cells(scene.board.inbox.len()).clamp(1, (rows / 6).max(1)) } else { 0 };
    let shared = rows.saturating_sub(notices_rows + waiting_rows + inbox_rows + u16::from(has_inbox));
    // What the receptions leave empty is the decision's.
    let unused = shared.saturating_sub(cells(floor.receiving.len()).max(1));
    let last_rows = cells(reasons.len()).min(unused.max(rows / 3)).max(2);
    let receptions_rows = shared.saturating_sub(last_rows);
    let telling = format!("{}{}", Phrase::Notices.get(lang), answers_next(scene));
    let sections = [
        (Phrase::Receptions.get(lang), receptions_rows),
        (Phrase::WaitingTitle.get(lang), waiting_rows),
        (Phrase::Last.get(lang), last_rows),
        (telling.as_str(), notices_rows),
        (Phrase::Inbox.get(lang), inbox_rows),
    ];
    let sections = &sections[..if has_inbox { 5 } else { 4 }];
    let insides = frame(buffer, area, sections, theme.frame, theme.title);
    for (at, inside) in insides.into_iter().map(padded).enumerate() {
        match at {
            0 => receptions::draw(scene, buffer, inside),
            1 => receptions::draw_waiting(scene, buffer, inside),
            2 => decision::draw(scene, buffer, inside, &reasons),
            3 => notices::draw(scene, buffer, inside, &open),
            _ => notices::draw_inbox(scene, buffer, inside),
        }
    }
}

/// Who would answer a call now.
fn answers_next(scene: Scene) -> String {
    let (lang, floor) = (scene.lang, scene.floor);
    if floor.date.is_none() {
        return String::new();
    }
    let in_line = floor.round(floor.call_next.as_ref()).find(|staff| floor.is_free(staff));
    let who = in_line.or_else(|| floor.free_office());
    let who = who.map_or(Phrase::NobodyFree.get(lang), |staff| because::name(floor, staff));
    format!(" · {} {who}", Phrase::NextCall.get(lang))
}
