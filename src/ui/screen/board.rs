//! The home screen: plates on the left; receptions, waiting, the last decision and what must be told
//! on the right.

use super::{bars, decision, notices, plates, receptions};
use crate::text::because;
use crate::text::screen::Phrase;
use crate::ui::app::{App, Hit};
use crate::ui::widget::paint::frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the board; gives where each plate stands.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let lang = app.lang();
    let theme = app.theme();
    bars::header(app, buffer, Rect { height: 1, ..area });
    bars::status(app, buffer, Rect { y: area.bottom() - 2, height: 1, ..area });
    let mut hits = bars::footer(app, buffer, Rect { y: area.bottom() - 1, height: 1, ..area });
    let main = Rect { y: area.y + 1, height: area.height - 3, ..area };
    let left_width = (main.width * 2 / 5).clamp(35, 48);
    let left = Rect { width: left_width, ..main };
    let right = Rect { x: main.x + left_width, width: main.width - left_width, ..main };
    let insides = frame(buffer, left, &[(Phrase::Line.get(lang), left.height)], theme.frame, theme.title);
    if let Some(inside) = insides.first() {
        hits.extend(plates::draw(app, buffer, *inside));
    }
    draw_right(app, buffer, right);
    hits
}

fn draw_right(app: &App, buffer: &mut Buffer, area: Rect) {
    let lang = app.lang();
    let theme = app.theme();
    let cells = usize::from(area.width.saturating_sub(4));
    let reasons = decision::lines(app, cells);
    let rows = area.height.saturating_sub(5);
    let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let notices_rows = count(notices::count(app)).clamp(1, rows / 5);
    let waiting_rows = count(app.floor().waiting.len()).clamp(1, rows / 5);
    let shared = rows.saturating_sub(notices_rows + waiting_rows);
    // What the receptions leave empty is the decision's.
    let unused = shared.saturating_sub(count(app.floor().receiving.len()).max(1));
    let last_rows = count(reasons.len()).min(unused.max(rows / 3)).max(2);
    let receptions_rows = shared.saturating_sub(last_rows);
    let telling = format!("{}{}", Phrase::Notices.get(lang), answers_next(app));
    let sections = [
        (Phrase::Receptions.get(lang), receptions_rows),
        (Phrase::WaitingTitle.get(lang), waiting_rows),
        (Phrase::Last.get(lang), last_rows),
        (telling.as_str(), notices_rows),
    ];
    let insides = frame(buffer, area, &sections, theme.frame, theme.title);
    let padded =
        insides.iter().map(|inside| Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..*inside });
    for (at, inside) in padded.enumerate() {
        match at {
            0 => receptions::draw(app, buffer, inside),
            1 => receptions::draw_waiting(app, buffer, inside),
            2 => decision::draw(app, buffer, inside, &reasons),
            _ => notices::draw(app, buffer, inside),
        }
    }
}

/// Who would answer a call now.
fn answers_next(app: &App) -> String {
    let (lang, floor) = (app.lang(), app.floor());
    if floor.date.is_none() {
        return String::new();
    }
    let in_line = floor.round(floor.call_next.as_ref()).find(|staff| floor.is_free(staff));
    let who = in_line.or_else(|| floor.free_office());
    let who = who.map_or(Phrase::NobodyFree.get(lang), |staff| because::name(floor, staff));
    format!(" · {} {who}", Phrase::NextCall.get(lang))
}
