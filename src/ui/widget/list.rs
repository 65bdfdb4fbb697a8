//! Going through the rows of a list.

use crate::ui::action::Action;
use crate::ui::app::Hit;
use ratatui::layout::Rect;

/// How many rows a page has.
const PAGE_ROWS: isize = 8;

/// The row gone to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Its number, from 0.
    pub at: usize,
}

/// By how many rows an action moves, when it is one that moves.
pub const fn step(action: Action) -> Option<isize> {
    match action {
        Action::Up => Some(-1),
        Action::Down => Some(1),
        Action::PageUp => Some(-PAGE_ROWS),
        Action::PageDown => Some(PAGE_ROWS),
        Action::First => Some(isize::MIN),
        Action::Last => Some(isize::MAX),
        _ => None,
    }
}

impl Cursor {
    /// Moves as the action says among so many rows; tells whether the action was one that moves.
    pub fn update(&mut self, action: Action, count: usize) -> bool {
        let Some(rows) = step(action) else { return false };
        self.at = self.at.saturating_add_signed(rows);
        self.keep_within(count);
        true
    }

    /// Stays among so many rows.
    pub const fn keep_within(&mut self, count: usize) {
        let last = count.saturating_sub(1);
        if self.at > last {
            self.at = last;
        }
    }

    /// The first row shown, so that the one gone to can be seen with some of what follows it.
    pub fn top(self, height: u16, count: usize) -> usize {
        let height = usize::from(height).max(1);
        let margin = 2.min(height.saturating_sub(1) / 2);
        let most = count.saturating_sub(height);
        (self.at + 1 + margin).saturating_sub(height).min(most)
    }
}

/// A cursor on rows that others may take away: what they take puts no other row under the hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hand {
    cursor: Cursor,
    /// What was chosen is gone, and nothing is chosen until somebody moves.
    is_empty: bool,
}

impl Hand {
    /// Where the list stands, whether or not something is chosen there.
    pub const fn cursor(self) -> Cursor {
        self.cursor
    }

    /// The row chosen.
    pub const fn chosen(self) -> Option<usize> {
        if self.is_empty { None } else { Some(self.cursor.at) }
    }

    /// Chooses a row.
    pub const fn choose(&mut self, at: usize) {
        *self = Self { cursor: Cursor { at }, is_empty: false };
    }

    /// Moves as the action says; tells whether the action was one that moves. Where nothing is chosen,
    /// one step takes up the row that has come in the place of what is gone.
    pub fn update(&mut self, action: Action, count: usize) -> bool {
        let takes_up = self.is_empty && matches!(action, Action::Up | Action::Down);
        let moves = takes_up || self.cursor.update(action, count);
        self.is_empty &= !moves;
        moves
    }

    /// The rows were read again, `count` of them: what was chosen now stands at `found`, or is gone.
    /// Whoever did away with it here goes on to the next one.
    pub fn follow(&mut self, was_chosen: bool, found: Option<usize>, count: usize, is_own: bool) {
        self.is_empty = (self.is_empty || was_chosen && found.is_none() && !is_own) && count > 0;
        self.cursor.at = found.unwrap_or(self.cursor.at);
        self.cursor.keep_within(count);
    }
}

/// The rows that are seen: each with the number of its row on the screen.
pub fn seen(cursor: Cursor, height: u16, count: usize) -> impl Iterator<Item = (usize, u16)> {
    let top = cursor.top(height, count);
    (top..count).zip(0..height)
}

/// What a click on a row of a screen means.
pub fn hit(area: Rect, row: u16, item: usize) -> (Rect, Hit) {
    (Rect { y: area.y.saturating_add(row), height: 1, ..area }, Hit::Item(item))
}
