//! The demo sales office: a register with a week behind it and today half done, all of it made by
//! giving real commands to the desk. The same seed tells the same story. Must never write to a
//! register that somebody else has made.

mod arrivals;
mod book;
mod building;
mod cast;
mod crowd;
mod day;
mod dice;
mod follow;
mod hand;
pub mod population;
mod today;
mod week;

pub use cast::{MANAGER, SITE_NAME};

use crate::desk::Desk;
use crate::register::fault::Fault;
use crate::register::find;
use crate::rules::time::Timestamp;
use book::Book;
use chrono_tz::Tz;
use dice::Dice;
use hand::Hand;
use std::path::Path;

/// A demo made.
#[derive(Debug)]
pub struct Demo {
    /// Its desk, open, with today half done.
    pub desk: Desk,
    /// How many commands the rules refused on the way.
    pub refused: u32,
}

/// Makes the demo's register at `path`, where there is no file yet, with its last command just
/// before `now`.
///
/// # Errors
/// When there is something at `path`, or the register cannot be written.
pub fn make(path: &Path, seed: u64, zone: Tz, now: Timestamp) -> Result<Demo, Fault> {
    make_with(path, seed, (zone, now), 0, &|_| {})
}

/// As [`make`], with a crowd of so many clients from before the week; `progress` hears how many are in.
///
/// # Errors
/// As [`make`].
pub fn make_with(
    path: &Path,
    seed: u64,
    (zone, now): (Tz, Timestamp),
    clients: usize,
    progress: &dyn Fn(usize),
) -> Result<Demo, Fault> {
    if path.exists() {
        return Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists).into());
    }
    let mut desk = Desk::open(path, Some(zone))?;
    desk.begin()?;
    let refused = tell(&mut desk, seed, (zone, now), clients, progress)?;
    desk.commit()?;
    find::keep_of_many(desk.register())?;
    desk.leave()?;
    Ok(Demo { desk, refused })
}

fn tell(
    desk: &mut Desk,
    seed: u64,
    (zone, now): (Tz, Timestamp),
    clients: usize,
    progress: &dyn Fn(usize),
) -> Result<u32, Fault> {
    let mut plot = week::Plot::of(now.date(zone));
    let mut book = Book::default();
    let begin = plot.dates.first().map_or(now, |date| week::on(zone, *date, 8, 0));
    let mut hand = Hand::new(desk, Dice::new(seed), begin);
    week::set_up(&mut hand, &mut plot)?;
    crowd::bring(&mut hand, seed, clients, progress)?;
    week::hold(&mut hand, &mut book, &mut plot, zone)?;
    today::hold(&mut hand, &mut book, &plot, zone, now)?;
    Ok(hand.refused)
}
