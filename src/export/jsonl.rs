//! Rows as JSON, one object a line with English keys and the sheet's name: for programs, so codes and ids
//! stand in it where people read words, and amounts are whole fen.

use super::{Cell, Sink};
use crate::register::fault::Fault;
use crate::rules::command::SheetKind;
use crate::text::export::{self, Column};
use serde::Serialize;
use std::io::Write;

/// Lines being written.
pub struct Jsonl<W: Write> {
    output: W,
    sheet: &'static str,
    columns: &'static [Column],
    line: Vec<u8>,
}

impl<W: Write> Jsonl<W> {
    /// Lines in a stream.
    #[must_use]
    pub const fn new(output: W) -> Self {
        Self { output, sheet: "", columns: &[], line: Vec::new() }
    }

    /// The stream, with everything in it.
    ///
    /// # Errors
    /// When it fails.
    pub fn done(mut self) -> std::io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }

    fn put(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Fault> {
        Ok(serde_json::to_writer(&mut self.line, value).map_err(std::io::Error::from)?)
    }

    fn spell(&mut self, cell: &Cell) -> Result<(), Fault> {
        match cell {
            Cell::Empty => self.put(&()),
            Cell::Text(words) => self.put(&**words),
            Cell::Word(code, _) => self.put(&**code),
            Cell::Rules(numbers) => self.put(numbers),
            Cell::Phone(number) => self.put(&**number),
            Cell::Phones(numbers) => self.put(&numbers.iter().map(|number| &**number).collect::<Vec<_>>()),
            Cell::Number(number) | Cell::Fen(number) => self.put(number),
            Cell::Flag(is_so) => self.put(is_so),
            Cell::Day(date) => self.put(date),
            Cell::Clock(time) => self.put(&time.format("%H:%M:%S").to_string()),
            Cell::Moment(moment) => self.put(&moment.to_rfc3339()),
        }
    }
}

impl<W: Write> Sink for Jsonl<W> {
    fn begin(&mut self, sheet: SheetKind) -> Result<(), Fault> {
        (self.sheet, self.columns) = (sheet.code(), export::columns(sheet));
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Fault> {
        self.line.clear();
        self.line.extend_from_slice(b"{\"sheet\":");
        self.put(self.sheet)?;
        for (column, cell) in self.columns.iter().zip(cells) {
            self.line.push(b',');
            self.put(column.key)?;
            self.line.push(b':');
            self.spell(cell)?;
        }
        self.line.extend_from_slice(b"}\n");
        Ok(self.output.write_all(&self.line)?)
    }
}
