//! What must be told to whom and by when, the calls that run, and those to return.

use crate::rules::floor::Notice;
use crate::rules::id::VisitId;
use crate::text::because::name;
use crate::text::screen::{Phrase, elapsed, left};
use crate::text::width::width;
use crate::ui::scene::Scene;
use crate::ui::widget::paint::{Pen, cells};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The notices that are open: all visits of the day are looked through for them.
pub type Open<'a> = Vec<(&'a VisitId, &'a Notice)>;

/// How many rows there are to show.
pub fn count(scene: Scene, open: &Open) -> usize {
    open.len() + scene.floor.calls.len()
}

/// Draws them.
pub fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, open: &Open) {
    let (lang, theme, floor) = (scene.lang, scene.theme, scene.floor);
    if count(scene, open) == 0 {
        Pen::new(buffer, area, 0).put(Phrase::NoNotices.get(lang), theme.dim);
        return;
    }
    let minutes_max = floor.policies.notify_minutes;
    let notices = open.iter().map(|(id, notice)| {
        let (time, is_over) = left(lang, notice.opened_at, minutes_max, scene.now);
        let (holder, named) = (name(floor, &notice.of.holder), name(floor, &notice.of.named));
        let text = format!("{holder} → {named}  {id} {}", scene.client_of(id));
        (text, time, if is_over || notice.overdue { theme.bad } else { theme.warn })
    });
    let calls = floor.calls.iter().map(|(id, call)| {
        let phone = scene.board.calls.get(id).map_or("", String::as_str);
        let (text, style) = match &call.answered_by {
            Some(staff) => (format!("{id} {phone} {} {}", name(floor, staff), Phrase::OnCall.get(lang)), theme.busy),
            None => (format!("{id} {phone} {}", Phrase::Missed.get(lang)), theme.warn),
        };
        (text, elapsed(lang, call.at, scene.now), style)
    });
    for (row, (text, time, style)) in notices.chain(calls).take(usize::from(area.height)).enumerate() {
        let mut pen = Pen::new(buffer, area, cells(row));
        let time_cells = width(&time);
        let room = pen.room().saturating_sub(time_cells + 1);
        pen.put_in(&text, room, style).last(time_cells).put(&time, style);
    }
}

/// Draws what a manager must see: the oldest first, and how many more there are.
pub fn draw_inbox(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let (lang, theme, inbox) = (scene.lang, scene.theme, &scene.board.inbox);
    if inbox.is_empty() {
        Pen::new(buffer, area, 0).put(Phrase::NothingToSee.get(lang), theme.dim);
        return;
    }
    let (count, height) = (scene.floor.inbox.len(), usize::from(area.height));
    let shown = if count > height { height.saturating_sub(1) } else { height }.min(inbox.len());
    for ((text, is_grave), row) in inbox.iter().take(shown).zip(0..) {
        let mut pen = Pen::new(buffer, area, row);
        let room = pen.room();
        pen.put_in(text, room, if *is_grave { theme.bad } else { theme.warn });
    }
    if count > shown {
        let row = cells(shown);
        Pen::new(buffer, area, row).put(&format!("… +{}", count - shown), theme.dim);
    }
}
