//! What leaves the register for other programs: rows that know no format, and the formats they are
//! written in. Reads only; must never decide who may see a name, which its caller has settled.

pub mod calendar;
pub mod client_log;
pub mod csv;
pub mod report_html;

/// What stands in one place of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words.
    Text(String),
    /// A telephone number in its stored form, or masked.
    Phone(String),
    /// A whole number.
    Number(i64),
}

impl Cell {
    /// Words, or nothing.
    #[must_use]
    pub fn text(words: Option<impl Into<String>>) -> Self {
        words.map_or(Self::Empty, |words| Self::Text(words.into()))
    }

    /// A number, or nothing.
    #[must_use]
    pub fn number(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.into()))
    }
}

/// A table with headings, without a format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// A heading a column.
    pub headings: Vec<&'static str>,
    /// The rows, each as wide as the headings.
    pub rows: Vec<Vec<Cell>>,
}
