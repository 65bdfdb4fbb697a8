//! What leaves the register for other programs: rows that know no format, and the formats they are
//! written in, a row at a time. Reads only; must never decide who may see a name, which its caller has settled.

pub mod calendar;
mod clients;
pub mod closing_sheet;
pub mod csv;
mod html;
pub mod jsonl;
mod overview;
pub mod place;
pub mod receipt;
pub mod report_html;
mod row;
pub mod span;
pub mod xlsx;

use crate::register::fault::Fault;
use crate::rules::command::SheetKind;
use crate::rules::time::Date;
use chrono::{DateTime, NaiveTime};
use chrono_tz::Tz;
use std::borrow::Cow;

/// Whether clients can be told from what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Names, numbers and free words are masked.
    Masked,
    /// Names, numbers and words stand in full.
    Open,
}

/// What stands in one place of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'t> {
    /// Nothing is known.
    Empty,
    /// Words.
    Text(Cow<'t, str>),
    /// A word of the program's, as it is shown, and its code for programs.
    Word(Cow<'t, str>, Cow<'t, str>),
    /// Numbers of rules.
    Rules(Vec<u8>),
    /// A telephone number in its stored form, or masked.
    Phone(Cow<'t, str>),
    /// Several of them.
    Phones(&'t [Cow<'t, str>]),
    /// A whole number.
    Number(i64),
    /// An amount, fen.
    Fen(i64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Date),
    /// A time of the day.
    Clock(NaiveTime),
    /// A day and a time, at the site.
    Moment(DateTime<Tz>),
}

impl<'t> Cell<'t> {
    /// Words, or nothing.
    #[must_use]
    pub fn text(words: Option<impl Into<Cow<'t, str>>>) -> Self {
        words.map_or(Self::Empty, |words| Self::Text(words.into()))
    }

    /// A number, or nothing.
    #[must_use]
    pub fn number(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.into()))
    }
}

/// A format that rows are written in: sheet after sheet, row after row, none kept.
pub trait Sink {
    /// A sheet begins.
    ///
    /// # Errors
    /// When it cannot be written.
    fn begin(&mut self, sheet: SheetKind) -> Result<(), Fault>;
    /// A row of it, as wide as its columns.
    ///
    /// # Errors
    /// When it cannot be written.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Fault>;
}
