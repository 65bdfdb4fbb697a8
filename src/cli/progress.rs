//! A bar that shows how far a long task is: on a terminal only, on standard error.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of this length.
#[must_use]
pub fn bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    // Without its own style the bar is the plain one.
    match ProgressStyle::with_template("{bar:40} {percent:>3}% {elapsed_precise} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
