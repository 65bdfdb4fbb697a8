//! The last decision and why.

use crate::rules::event::Event;
use crate::text::because::{because, name};
use crate::text::screen::Phrase;
use crate::text::width::{fit, width, wrap};
use crate::text::{keys, words};
use crate::ui::scene::Scene;
use crate::ui::widget::paint::{Pen, cells};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The lines about the last decision: the first says who receives whom.
pub fn lines(scene: Scene, cells: usize) -> Vec<String> {
    let (lang, floor) = (scene.lang, scene.floor);
    let Some(entry) = scene.board.last.as_ref().filter(|entry| scene.is_today(entry.header.at)) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for event in &entry.events {
        let Event::VisitRouted { decision, reason, .. } = event else { continue };
        let client = scene.board.clients.get(&decision.client).map_or("", |shown| shown.name.as_str());
        let to = match &decision.receiver {
            Some(staff) => format!("→ {}", name(floor, staff)),
            None => Phrase::Waiting.get(lang).to_owned(),
        };
        lines.push(format!("{} {client} {to}", decision.visit));
        lines.extend(wrap(&because(lang, floor, decision, reason), cells));
        lines.extend(decision.flags.iter().map(|flag| format!("! {}", words::flag(lang, *flag))));
    }
    lines
}

/// Draws them.
pub fn draw(scene: Scene, buffer: &mut Buffer, area: Rect, lines: &[String]) {
    let (lang, theme) = (scene.lang, scene.theme);
    if lines.is_empty() {
        Pen::new(buffer, area, 0).put(Phrase::NoDecision.get(lang), theme.dim);
        return;
    }
    for (row, line) in fitted(lines, area).iter().enumerate() {
        let style = match (row, line.starts_with('!')) {
            (0, _) => theme.accent,
            (_, true) => theme.warn,
            _ => theme.text,
        };
        let mut pen = Pen::new(buffer, area, cells(row));
        let room = pen.room();
        pen.put_in(line, room, style);
        let more = format!("F9 {}", keys::REASONS.label(lang));
        if row == 0 && width(line) + width(&more) < room {
            Pen::new(buffer, area, 0).last(width(&more)).put(&more, theme.dim);
        }
    }
}

/// The lines that there is room for: the flags stay, and a text that is cut ends with ….
fn fitted(lines: &[String], area: Rect) -> Vec<String> {
    let height = usize::from(area.height);
    if lines.len() <= height {
        return lines.to_vec();
    }
    let (flags, text): (Vec<&String>, Vec<&String>) = lines.iter().partition(|line| line.starts_with('!'));
    let flags_rows = flags.len().min(height.saturating_sub(2));
    let text_rows = height - flags_rows;
    let mut fitted: Vec<String> = text.iter().take(text_rows).map(ToString::to_string).collect();
    if let Some(last) = fitted.last_mut().filter(|_| text.len() > text_rows) {
        *last = fit(&format!("{last}…"), usize::from(area.width));
    }
    fitted.extend(flags.into_iter().take(flags_rows).cloned());
    fitted
}
