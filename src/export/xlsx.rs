//! Rows as a workbook for spreadsheets, in constant memory: a row is on its way to the disk as soon as the
//! next one comes. Headings stay in sight and can be filtered; days, times and amounts are what they are;
//! ids and telephone numbers are text.

use super::{Cell, Sink, csv};
use crate::register::fault::Fault;
use crate::rules::command::SheetKind;
use crate::text::export::{self, Column};
use crate::text::width::width;
use crate::text::{Lang, money};
use rust_xlsxwriter::{Color, Format, IgnoreError, Workbook, Worksheet, XlsxError};
use std::io::{Seek, Write};
use std::path::Path;

/// Rows of a sheet, its headings among them: no program reads more.
const ROWS_MAX: u32 = 1_048_576;
/// Rows that a column's width is taken from.
const ROWS_MEASURED: u32 = 2_000;
/// How hard the workbook is compressed: as Excel itself does it, a third less work than the library's 6 for a file
/// some twentieth larger.
const COMPRESSION: u8 = 3;
/// The widest column, in characters.
const WIDTH_MAX: usize = 48;
/// Below this an amount in yuan is exact to the fen in the numbers of a spreadsheet.
const FEN_EXACT_MAX: u64 = 1_000_000_000_000_000;

/// How cells look.
pub(super) struct Look {
    pub(super) heading: Format,
    day: Format,
    clock: Format,
    moment: Format,
    pub(super) yuan: Format,
}

impl Look {
    fn new() -> Self {
        let number = |shown: &str| Format::new().set_num_format(shown);
        Self {
            heading: Format::new().set_bold().set_background_color(Color::RGB(0x00E8_EDF3)),
            day: number("yyyy-mm-dd"),
            clock: number("hh:mm"),
            moment: number("yyyy-mm-dd hh:mm"),
            yuan: number("#,##0.00"),
        }
    }
}

/// A workbook being written.
pub struct Book {
    pub(super) workbook: Workbook,
    pub(super) look: Look,
    lang: Lang,
    columns: &'static [Column],
    sheet: Option<SheetKind>,
    /// Which sheet of its kind it is: more rows than one holds go on in another.
    part: u32,
    row: u32,
    widths: Vec<usize>,
}

impl Book {
    /// A workbook that keeps what it cannot hold in `scratch`, a folder.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn new(lang: Lang, scratch: &Path) -> Result<Self, Fault> {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        workbook.set_tempdir(scratch).map_err(fault)?;
        let (look, columns, widths) = (Look::new(), &[], Vec::new());
        Ok(Self { workbook, look, lang, columns, sheet: None, part: 1, row: 0, widths })
    }

    /// Writes the whole workbook.
    ///
    /// # Errors
    /// When the stream or the scratch folder fails.
    pub fn done(mut self, output: impl Write + Seek + Send) -> Result<(), Fault> {
        self.end_sheet()?;
        self.workbook.save_to_writer(output).map_err(fault)
    }

    fn begin_sheet(&mut self, sheet: SheetKind) -> Result<(), XlsxError> {
        let name = export::sheet(self.lang, sheet);
        let name = if self.part == 1 { name.to_owned() } else { format!("{name} ({})", self.part) };
        let page = self.workbook.add_worksheet_with_constant_memory()?;
        page.set_name(name)?;
        page.set_freeze_panes(1, 0)?;
        self.widths.clear();
        for (column, at) in self.columns.iter().zip(0..) {
            let heading = column.heading(self.lang);
            page.write_string_with_format(0, at, heading, &self.look.heading)?;
            // Two cells for the button of the filter.
            self.widths.push(width(heading) + 2);
        }
        self.row = 1;
        Ok(())
    }

    /// Sets what is known of a sheet when its rows are written.
    fn end_sheet(&mut self) -> Result<(), Fault> {
        if self.sheet.is_none() {
            return Ok(());
        }
        let (widths, last) = (std::mem::take(&mut self.widths), self.row.saturating_sub(1));
        finish(self.page()?, &widths, last).map_err(fault)
    }

    fn page(&mut self) -> Result<&mut Worksheet, Fault> {
        let last = self.workbook.worksheets().len().saturating_sub(1);
        self.workbook.worksheet_from_index(last).map_err(fault)
    }
}

/// Widths as people see them (an automatic fit counts Chinese as narrow), filters over the rows, and no warning
/// that numbers stand as text.
fn finish(page: &mut Worksheet, widths: &[usize], last: u32) -> Result<(), XlsxError> {
    for (cells, at) in widths.iter().zip(0..) {
        page.set_column_width(at, u32::try_from((cells + 2).min(WIDTH_MAX)).unwrap_or(20))?;
    }
    let last_column = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(0);
    page.autofilter(0, 0, last, last_column)?;
    page.ignore_error_range(0, 0, last, last_column, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

impl Sink for Book {
    fn begin(&mut self, sheet: SheetKind) -> Result<(), Fault> {
        self.end_sheet()?;
        (self.sheet, self.columns, self.part) = (Some(sheet), export::columns(sheet), 1);
        self.begin_sheet(sheet).map_err(fault)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Fault> {
        if let Some(sheet) = self.sheet.filter(|_| self.row >= ROWS_MAX) {
            self.end_sheet()?;
            self.part += 1;
            self.begin_sheet(sheet).map_err(fault)?;
        }
        let (lang, row) = (self.lang, self.row);
        let is_measured = row <= ROWS_MEASURED;
        let last = self.workbook.worksheets().len().saturating_sub(1);
        let page = self.workbook.worksheet_from_index(last).map_err(fault)?;
        for (cell, at) in cells.iter().zip(0_u16..) {
            let cells = write(page, &self.look, lang, (row, at), cell, is_measured).map_err(fault)?;
            if let Some(widest) = self.widths.get_mut(usize::from(at)) {
                *widest = cells.max(*widest);
            }
        }
        self.row += 1;
        Ok(())
    }
}

/// Writes a cell and tells how wide it is, where that is asked for.
fn write(
    page: &mut Worksheet,
    look: &Look,
    lang: Lang,
    (row, column): (u32, u16),
    cell: &Cell,
    is_measured: bool,
) -> Result<usize, XlsxError> {
    let wide = |words: &str| if is_measured { width(words) } else { 0 };
    Ok(match cell {
        Cell::Empty => 0,
        Cell::Text(words) | Cell::Word(_, words) | Cell::Phone(words) => {
            page.write_string(row, column, &**words)?;
            wide(words)
        }
        Cell::Rules(numbers) => {
            let words = export::rules(lang, numbers);
            page.write_string(row, column, &words)?;
            wide(&words)
        }
        Cell::Phones(numbers) => {
            let words = numbers.join("; ");
            page.write_string(row, column, &words)?;
            wide(&words)
        }
        Cell::Number(number) => {
            #[allow(clippy::cast_precision_loss, reason = "counts and minutes are small")]
            page.write_number(row, column, *number as f64)?;
            if is_measured { number.to_string().len() } else { 0 }
        }
        Cell::Fen(fen) => write_yuan(page, look, (row, column), *fen)?,
        Cell::Flag(is_so) => {
            page.write_string(row, column, csv::flag(lang, *is_so))?;
            3
        }
        Cell::Day(date) => {
            page.write_datetime_with_format(row, column, date, &look.day)?;
            10
        }
        Cell::Clock(time) => {
            page.write_datetime_with_format(row, column, time, &look.clock)?;
            5
        }
        Cell::Moment(moment) => {
            page.write_datetime_with_format(row, column, moment.naive_local(), &look.moment)?;
            16
        }
    })
}

/// An amount in yuan as a number that is exact; one too large for that as text.
pub(super) fn write_yuan(
    page: &mut Worksheet,
    look: &Look,
    (row, column): (u32, u16),
    fen: i64,
) -> Result<usize, XlsxError> {
    if fen.unsigned_abs() < FEN_EXACT_MAX {
        #[allow(clippy::cast_precision_loss, reason = "below the limit there is none")]
        page.write_number_with_format(row, column, fen as f64 / 100.0, &look.yuan)?;
    } else {
        page.write_string(row, column, money::figures(fen))?;
    }
    Ok(money::figures(fen).len())
}

/// What went wrong with a workbook; its own messages may hold what was written, so they are not passed on.
pub(super) fn fault(error: XlsxError) -> Fault {
    match error {
        XlsxError::IoError(error) => Fault::Io(error),
        XlsxError::ZipError(zip) => Fault::Io(std::io::Error::other(zip.to_string())),
        _ => Fault::Io(std::io::Error::other("the workbook could not be made")),
    }
}
