//! The client log of a span of days, handed out: counted, noted, written row by row, and only then put in
//! its place. Whoever gets names gets them after the entry that says so.

use super::csv::Csv;
use super::jsonl::Jsonl;
use super::place::{Draft, folder_of, make_folder};
use super::row::Writer;
use super::xlsx::Book;
use super::{Privacy, Sink};
use crate::register::fault::Fault;
use crate::register::figures::{Span, figures};
use crate::register::{Register, sheet, turns};
use crate::rules::command::{ExportFormat, ExportLog, SheetKind};
use crate::rules::floor::Floor;
use crate::text::{Lang, export};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

/// How much is written at a time.
const BUFFER_BYTES: usize = 256 * 1024;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Order {
    /// The days, both ends included.
    pub span: Span,
    /// The sheets, in order.
    pub sheets: Vec<SheetKind>,
    /// In which form.
    pub format: ExportFormat,
    /// Whether clients can be told.
    pub privacy: Privacy,
    /// The language of headings and words.
    pub lang: Lang,
    /// Why, when names stand in full.
    pub reason: Option<String>,
}

impl Order {
    /// The whole client log of a span, masked.
    #[must_use]
    pub fn log(span: Span, format: ExportFormat, lang: Lang) -> Self {
        Self { span, sheets: SheetKind::LOG.to_vec(), format, privacy: Privacy::Masked, lang, reason: None }
    }

    /// Whether anything in it is of the span, and not of the whole register.
    fn has_days(&self) -> bool {
        self.sheets.iter().any(|sheet| *sheet != SheetKind::Clients)
    }

    /// The files that it makes in a folder, each with its sheets.
    fn files(&self, folder: &Path) -> Vec<(PathBuf, Vec<SheetKind>)> {
        let Span { from, to } = self.span;
        let path = |of| folder.join(format!("{}.{}", export::file_name(self.lang, from, to, of), self.format.code()));
        match (self.format, &self.sheets[..]) {
            (ExportFormat::Xlsx, [one]) => vec![(path(Some(*one)), vec![*one])],
            (ExportFormat::Xlsx, _) => vec![(path(None), self.sheets.clone())],
            (ExportFormat::Csv | ExportFormat::Jsonl, sheets) => {
                sheets.iter().map(|sheet| (path(Some(*sheet)), vec![*sheet])).collect()
            }
        }
    }
}

/// Where it goes.
pub enum Place<'p> {
    /// Into one file.
    File(&'p Path),
    /// Into a folder, which is made where there is none: a file a sheet, or one workbook.
    Folder(&'p Path),
    /// Into a stream. What goes there first waits in a nameless file in the given folder.
    Stream(&'p mut dyn Write, &'p Path),
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where; nothing: a stream.
    pub path: Option<PathBuf>,
    /// The rows of each of its sheets.
    pub rows: Vec<(SheetKind, u64)>,
}

/// How far it has come: rows written, and rows in all.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64);

/// Writes the client log of a span as files in a folder, without noting it: the caller does.
///
/// # Errors
/// When the register cannot be read or a file cannot be written; no file is then left half written.
pub fn write(
    register: &Register,
    floor: &Floor,
    order: &Order,
    folder: &Path,
    progress: Progress,
) -> Result<(Vec<Written>, ExportLog), Fault> {
    let mut noted = None;
    let written = hand_out(register, floor, order, Place::Folder(folder), progress, |log| {
        noted = Some(log);
        Ok::<_, Fault>(())
    })?;
    let log = noted.ok_or_else(|| std::io::Error::other("an export is always noted"))?;
    Ok((written, log))
}

/// Hands the log out. `register` must not change meanwhile ([`Register::frozen`]). `enter` makes the entry: in
/// full, before the first byte is written, so that nobody gets names without a trace; masked, when everything
/// is written and nothing can be seen of it yet, so that no entry speaks of files that never came to be.
///
/// # Errors
/// When the register cannot be read, a file cannot be written or the entry cannot be made; no file is then
/// left half written.
pub fn hand_out<E: From<Fault>>(
    register: &Register,
    floor: &Floor,
    order: &Order,
    place: Place,
    progress: Progress,
    enter: impl FnOnce(ExportLog) -> Result<(), E>,
) -> Result<Vec<Written>, E> {
    let rows = count(register, floor, order)?;
    let days = order.has_days().then_some(order.span);
    let log = ExportLog {
        from: days.map(|span| span.from),
        to: days.map(|span| span.to),
        format: order.format,
        masked: order.privacy == Privacy::Masked,
        rows: rows.clone(),
        reason: order.reason.clone(),
    };
    let mut making = Making { register, floor, order, rows: &rows, done: 0, total: rows.values().sum(), progress };
    if order.privacy == Privacy::Open {
        enter(log)?;
        return Ok(making.make(place)?.keep()?);
    }
    let made = making.make(place)?;
    enter(log)?;
    Ok(made.keep()?)
}

/// How many rows each sheet will have.
fn count(register: &Register, floor: &Floor, order: &Order) -> Result<BTreeMap<SheetKind, u64>, Fault> {
    let count = |sheet| match sheet {
        SheetKind::Turns => {
            let mut days = 0;
            turns::each_day(register, floor, order.span, |_| {
                days += 1;
                Ok(())
            })?;
            Ok(days)
        }
        sheet => sheet::count(register, sheet, order.span, floor.zone),
    };
    order.sheets.iter().map(|sheet| Ok((*sheet, count(*sheet)?))).collect()
}

/// Files that are whole and not yet in their places.
enum Made<'p> {
    Files(Vec<(Draft, Vec<(SheetKind, u64)>)>),
    Stream(&'p mut dyn Write, File, Vec<(SheetKind, u64)>),
}

impl Made<'_> {
    fn keep(self) -> Result<Vec<Written>, Fault> {
        match self {
            Self::Files(files) => {
                let keep = |(draft, rows): (Draft, _)| Ok(Written { path: Some(draft.keep()?), rows });
                files.into_iter().map(keep).collect()
            }
            Self::Stream(stream, mut file, rows) => {
                file.rewind()?;
                std::io::copy(&mut file, stream)?;
                stream.flush()?;
                Ok(vec![Written { path: None, rows }])
            }
        }
    }
}

struct Making<'a> {
    register: &'a Register,
    floor: &'a Floor,
    order: &'a Order,
    rows: &'a BTreeMap<SheetKind, u64>,
    done: u64,
    total: u64,
    progress: Progress<'a>,
}

impl Making<'_> {
    fn make<'p>(&mut self, place: Place<'p>) -> Result<Made<'p>, Fault> {
        let all = self.order.sheets.clone();
        let files = match place {
            Place::Stream(stream, scratch) => {
                let file = tempfile::tempfile_in(scratch)?;
                self.file(&file, &all, scratch)?;
                return Ok(Made::Stream(stream, file, self.rows_of(&all)));
            }
            Place::File(path) => vec![(path.to_owned(), all)],
            Place::Folder(folder) => {
                make_folder(folder)?;
                self.order.files(folder)
            }
        };
        let mut made = Vec::with_capacity(files.len());
        for (path, sheets) in files {
            let draft = Draft::new(&path)?;
            self.file(draft.file(), &sheets, folder_of(&path))?;
            made.push((draft, self.rows_of(&sheets)));
        }
        Ok(Made::Files(made))
    }

    fn rows_of(&self, sheets: &[SheetKind]) -> Vec<(SheetKind, u64)> {
        sheets.iter().map(|sheet| (*sheet, self.rows.get(sheet).copied().unwrap_or(0))).collect()
    }

    /// Writes one file.
    fn file(&mut self, file: &File, sheets: &[SheetKind], scratch: &Path) -> Result<(), Fault> {
        let lang = self.order.lang;
        let output = BufWriter::with_capacity(BUFFER_BYTES, file);
        match self.order.format {
            ExportFormat::Csv => {
                let mut csv = Csv::new(lang, output);
                self.sheets(&mut csv, sheets)?;
                csv.done()?;
            }
            ExportFormat::Jsonl => {
                let mut jsonl = Jsonl::new(output);
                self.sheets(&mut jsonl, sheets)?;
                jsonl.done()?;
            }
            ExportFormat::Xlsx => {
                let mut book = Book::new(lang, scratch)?;
                if self.order.has_days() {
                    let found = figures(self.register, self.floor, self.order.span)?;
                    book.overview(lang, self.floor, self.order.privacy, &found)?;
                }
                self.sheets(&mut book, sheets)?;
                book.done(output)?;
            }
        }
        Ok(())
    }

    fn sheets(&mut self, sink: &mut dyn Sink, sheets: &[SheetKind]) -> Result<(), Fault> {
        let writer = Writer { floor: self.floor, lang: self.order.lang, privacy: self.order.privacy };
        for sheet in sheets {
            let (done, total, progress) = (&mut self.done, self.total, &mut *self.progress);
            writer.write(self.register, *sheet, self.order.span, sink, &mut || {
                *done += 1;
                progress(*done, total);
            })?;
        }
        Ok(())
    }
}
