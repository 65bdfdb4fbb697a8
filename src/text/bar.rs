//! Bars made of block characters, for lines of print and for the screen.

use super::width::fit;

/// A bar that lies: as much of `cells` as `value` is of `most`, in halves of a cell; something is never
/// nothing.
#[must_use]
pub fn lying(value: u32, most: u32, cells: usize) -> String {
    let halves = (value as usize * cells * 2).checked_div(most as usize).unwrap_or(0);
    let halves = halves.max(usize::from(value > 0)).min(cells * 2);
    let mut bar = "█".repeat(halves / 2);
    if halves % 2 == 1 {
        bar.push('▌');
    }
    fit(&bar, cells)
}
