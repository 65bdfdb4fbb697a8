//! Labelled lines: what is known of the row gone to, and what can be done about it.

use super::paint::{Pen, cells};
use crate::text::width::{width, wrap};
use crate::ui::action::Action;
use crate::ui::app::Hit;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells between a label and what it stands before.
const GAP_CELLS: usize = 2;

/// One thing known.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is called.
    pub label: &'static str,
    /// What it is.
    pub value: String,
    /// How it stands out.
    pub style: Style,
}

/// One thing that can be done.
#[derive(Clone, Debug)]
pub struct Deed {
    /// The key.
    pub key: String,
    /// What it does.
    pub word: &'static str,
    /// What it means.
    pub action: Action,
    /// Why it would be refused.
    pub barred: Option<String>,
}

/// Draws facts one under the other, what is too long wrapped; gives the first row left free.
pub fn draw(buffer: &mut Buffer, area: Rect, facts: &[Fact], theme: Theme) -> u16 {
    let label_cells = facts.iter().map(|fact| width(fact.label)).max().unwrap_or(0) + GAP_CELLS;
    let room = usize::from(area.width).saturating_sub(label_cells);
    let mut row = 0;
    for fact in facts {
        for (at, line) in wrap(&fact.value, room).iter().enumerate() {
            let label = if at == 0 { fact.label } else { "" };
            Pen::new(buffer, area, row).put_in(label, label_cells, theme.dim).put(line, fact.style);
            row += 1;
        }
    }
    row.min(area.height)
}

/// Draws what can be done along one row, and in the next why something cannot; gives where each stands.
pub fn draw_deeds(buffer: &mut Buffer, area: Rect, deeds: &[Deed], theme: Theme) -> Vec<(Rect, Hit)> {
    let mut hits = Vec::new();
    let mut pen = Pen::new(buffer, area, 0);
    for deed in deeds {
        let deed_cells = width(&deed.key) + 1 + width(deed.word);
        let x = area.right().saturating_sub(cells(pen.room()));
        hits.push((Rect { x, width: cells(deed_cells), height: 1, ..area }, Hit::Key(deed.action)));
        let (key, word) = if deed.barred.is_some() { (theme.dim, theme.dim) } else { (theme.accent, theme.text) };
        pen.put(&deed.key, key).skip(1).put(deed.word, word).skip(3);
    }
    if let Some(why) = deeds.iter().find_map(|deed| deed.barred.as_ref()) {
        let room = pen.room();
        if width(why) <= room {
            pen.put(why, theme.dim);
        } else {
            Pen::new(buffer, area, 1).put(why, theme.dim);
        }
    }
    hits
}
