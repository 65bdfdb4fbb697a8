//! Files as rows of cells: CSV in UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs, read row
//! by row; spreadsheets through calamine. A file is known by a digest of its bytes.

use super::column::{Columns, MapFault, Mapping};
use super::moment;
use crate::rules::command::import::hexadecimal;
use calamine::{Data, DataType, Reader, Sheets, open_workbook_auto};
use chrono::NaiveTime;
use csv::StringRecord;
use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// How many rows may stand before the headings: titles, dates, blanks.
const ROWS_BEFORE_HEADINGS_MAX: usize = 10;
const CHUNK: usize = 64 * 1024;

/// Why a file cannot be read.
#[derive(Debug)]
pub enum TableFault {
    /// The file itself.
    Io(io::Error),
    /// A spreadsheet that cannot be read.
    BadSpreadsheet,
    /// There is no such sheet; those that there are.
    NoSuchSheet(Vec<String>),
    /// No encoding is called so.
    UnknownEncoding(String),
    /// No row has headings that are known.
    NoHeadings,
    /// A column that was mapped.
    Map(MapFault),
}

impl From<io::Error> for TableFault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A row of cells.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its number in the file, from 1.
    pub number: u64,
    /// How far into the file it is, in bytes of text or in rows: for a progress bar.
    pub place: u64,
    cells: StringRecord,
}

impl Record {
    /// The cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// A cell; empty beyond the last one.
    #[must_use]
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).unwrap_or_default()
    }
}

/// How a file is to be read.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// Its encoding, when the user says so.
    pub encoding: Option<String>,
    /// Its sheet, when it is not the first.
    pub sheet: Option<String>,
}

/// A file opened, past its headings.
pub struct Table {
    /// What tells the file from others, with what its columns mean: 64 hexadecimal digits.
    pub digest: String,
    /// The encoding of a text, the sheet of a spreadsheet.
    pub form: String,
    /// The number of the row with the headings.
    pub heading_row: u64,
    /// Its columns.
    pub columns: Columns,
    /// What a row's `place` will be at the end.
    pub length: u64,
    rows: Rows,
    begun: Vec<Record>,
}

enum Rows {
    Text(Box<csv::Reader<Decoding>>),
    Sheet(Box<dyn Iterator<Item = Record> + Send>),
}

impl Table {
    /// Opens a file and finds its headings.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(path: &Path, manner: &Manner, mappings: &[Mapping]) -> Result<Self, TableFault> {
        let scan = Scan::of(path)?;
        let (rows, form, length) = if scan.is_spreadsheet {
            sheet(path, manner.sheet.as_deref())?
        } else {
            let (encoding, delimiter) = scan.form(path, manner.encoding.as_deref())?;
            (text(path, encoding, delimiter)?, encoding.name().to_owned(), scan.length)
        };
        let mut table = Self {
            digest: String::new(),
            form,
            heading_row: 0,
            columns: Columns::default(),
            length,
            rows,
            begun: Vec::new(),
        };
        table.find_headings(mappings)?;
        let mut sha = scan.sha;
        for (field, places) in &table.columns.places {
            sha.update(format!("\n{} {places:?}", field.key()));
        }
        sha.update(format!("\n{} {}", table.form, table.heading_row));
        table.digest = hexadecimal(&sha.finalize());
        Ok(table)
    }

    /// The row of the first ten that has most headings in it, two at least or what is mapped; the rows after
    /// it are read again.
    fn find_headings(&mut self, mappings: &[Mapping]) -> Result<(), TableFault> {
        let mut first = Vec::new();
        while first.len() < ROWS_BEFORE_HEADINGS_MAX
            && let Some(record) = self.next()?
        {
            first.push(record);
        }
        let mut best: Option<(usize, Columns)> = None;
        let mut missing = None;
        for (place, record) in first.iter().enumerate() {
            let headings: Vec<&str> = record.cells().collect();
            match Columns::of(&headings, mappings) {
                Ok(columns) if best.as_ref().is_none_or(|(_, other)| columns.found() > other.found()) => {
                    best = Some((place, columns));
                }
                Ok(_) => {}
                Err(fault) => missing = Some(fault),
            }
        }
        let needed = if mappings.is_empty() { 2 } else { 1 };
        let Some((place, columns)) = best.filter(|(_, columns)| columns.found() >= needed) else {
            return Err(missing.map_or(TableFault::NoHeadings, TableFault::Map));
        };
        self.heading_row = first.get(place).map_or(1, |record| record.number);
        self.columns = columns;
        self.begun = first.split_off(place + 1);
        self.begun.reverse();
        Ok(())
    }

    /// The next row; nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read.
    #[allow(clippy::should_implement_trait, reason = "it may fail")]
    pub fn next(&mut self) -> Result<Option<Record>, TableFault> {
        if let Some(record) = self.begun.pop() {
            return Ok(Some(record));
        }
        match &mut self.rows {
            Rows::Sheet(rows) => Ok(rows.next()),
            Rows::Text(reader) => {
                let mut cells = StringRecord::new();
                if !reader.read_record(&mut cells).map_err(into_io)? {
                    return Ok(None);
                }
                let at = cells.position();
                let number = at.map_or(0, csv::Position::line);
                let place = at.map_or(0, csv::Position::byte);
                Ok(Some(Record { number, place, cells }))
            }
        }
    }
}

fn into_io(error: csv::Error) -> TableFault {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => TableFault::Io(error),
        _ => TableFault::Io(io::ErrorKind::InvalidData.into()),
    }
}

/// What reading a file once told.
struct Scan {
    sha: Sha256,
    length: u64,
    is_utf8: bool,
    is_spreadsheet: bool,
    begin: Vec<u8>,
}

impl Scan {
    fn of(path: &Path) -> Result<Self, TableFault> {
        let mut file = File::open(path)?;
        let mut scan = Self { sha: Sha256::new(), length: 0, is_utf8: true, is_spreadsheet: false, begin: Vec::new() };
        let mut decoder = UTF_8.new_decoder_without_bom_handling();
        let mut buffer = vec![0; CHUNK];
        let mut text = vec![0; CHUNK * 3];
        loop {
            let count = file.read(&mut buffer)?;
            let bytes = buffer.get(..count).unwrap_or_default();
            if scan.is_utf8 {
                let (result, ..) = decoder.decode_to_utf8_without_replacement(bytes, &mut text, count == 0);
                scan.is_utf8 = !matches!(result, encoding_rs::DecoderResult::Malformed(..));
            }
            if count == 0 {
                break;
            }
            scan.sha.update(bytes);
            if scan.begin.is_empty() {
                scan.begin = bytes.to_vec();
            }
            scan.length += u64::try_from(count).unwrap_or(0);
        }
        scan.is_spreadsheet =
            scan.begin.starts_with(b"PK\x03\x04") || scan.begin.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
        Ok(scan)
    }

    /// The encoding and the delimiter of a text.
    fn form(&self, path: &Path, asked: Option<&str>) -> Result<(&'static Encoding, u8), TableFault> {
        let encoding = match asked {
            Some(name) => Encoding::for_label(name.trim().as_bytes())
                .ok_or_else(|| TableFault::UnknownEncoding(name.to_owned()))?,
            None => match self.begin.as_slice() {
                [0xff, 0xfe, ..] => UTF_16LE,
                [0xfe, 0xff, ..] => UTF_16BE,
                _ if self.is_utf8 => UTF_8,
                _ => GB18030,
            },
        };
        // GBK and GB2312 are parts of it.
        let encoding = if encoding == encoding_rs::GBK { GB18030 } else { encoding };
        let mut begin = String::new();
        Decoding::open(path, encoding)?.take(16 * 1024).read_to_string(&mut begin).or_else(|error| {
            // The end may cut a letter in two.
            if error.kind() == io::ErrorKind::InvalidData { Ok(0) } else { Err(error) }
        })?;
        let count =
            |mark: char| begin.lines().take(ROWS_BEFORE_HEADINGS_MAX).map(|line| line.matches(mark).count()).max();
        let delimiter = [('\t', b'\t'), (';', b';')].into_iter().find(|(mark, _)| count(*mark) > count(','));
        Ok((encoding, delimiter.map_or(b',', |(_, byte)| byte)))
    }
}

fn text(path: &Path, encoding: &'static Encoding, delimiter: u8) -> Result<Rows, TableFault> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).buffer_capacity(CHUNK);
    Ok(Rows::Text(Box::new(builder.from_reader(Decoding::open(path, encoding)?))))
}

/// A file's text as UTF-8, without a byte order mark; what cannot be read becomes U+FFFD. Every line ends with
/// a line feed alone, so that lines can be counted.
struct Decoding {
    file: BufReader<File>,
    decoder: Decoder,
    text: Vec<u8>,
    given: usize,
    is_over: bool,
    /// Whether the last character was a carriage return, given on as a line feed.
    is_after_return: bool,
}

impl Decoding {
    fn open(path: &Path, encoding: &'static Encoding) -> io::Result<Self> {
        let file = BufReader::with_capacity(CHUNK, File::open(path)?);
        let decoder = encoding.new_decoder_with_bom_removal();
        Ok(Self { file, decoder, text: Vec::new(), given: 0, is_over: false, is_after_return: false })
    }

    fn fill(&mut self) -> io::Result<()> {
        while self.given == self.text.len() && !self.is_over {
            let bytes = self.file.fill_buf()?;
            let count = bytes.len();
            let room = self.decoder.max_utf8_buffer_length(count).unwrap_or(CHUNK * 3);
            self.text.resize(room, 0);
            self.given = 0;
            let (_, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.text, count == 0);
            self.text.truncate(written);
            self.file.consume(read);
            self.is_over = count == 0;
            self.end_lines();
        }
        Ok(())
    }

    fn end_lines(&mut self) {
        if !self.is_after_return && memchr::memchr(b'\r', &self.text).is_none() {
            return;
        }
        let mut after_return = self.is_after_return;
        self.text.retain_mut(|byte| {
            let is_second = after_return && *byte == b'\n';
            after_return = *byte == b'\r';
            if after_return {
                *byte = b'\n';
            }
            !is_second
        });
        self.is_after_return = after_return;
    }
}

impl Read for Decoding {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let rest = self.text.get(self.given..).unwrap_or_default();
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

fn sheet(path: &Path, asked: Option<&str>) -> Result<(Rows, String, u64), TableFault> {
    let mut book: Sheets<_> = open_workbook_auto(path).map_err(|_| TableFault::BadSpreadsheet)?;
    let names = book.sheet_names();
    let name = match asked {
        None => names.first().cloned(),
        Some(asked) => {
            let by_number = asked.parse::<usize>().ok().and_then(|number| names.get(number.checked_sub(1)?));
            names.iter().find(|name| name.as_str() == asked).or(by_number).cloned()
        }
    };
    let Some(name) = name else { return Err(TableFault::NoSuchSheet(names)) };
    let range = book.worksheet_range(&name).map_err(|_| TableFault::BadSpreadsheet)?;
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    let length = u64::try_from(range.height()).unwrap_or(0);
    let rows = (0..range.height()).map(move |place| {
        let mut cells = StringRecord::new();
        // The range begins at the first cell that is used; a row's places are those of the sheet.
        (0..first_column).for_each(|_| cells.push_field(""));
        for column in 0..range.width() {
            cells.push_field(&range.get((place, column)).map(cell).unwrap_or_default());
        }
        let place = u64::try_from(place).unwrap_or(0);
        Record { number: u64::from(first_row) + place + 1, place: place + 1, cells }
    });
    Ok((Rows::Sheet(Box::new(rows)), name, length))
}

/// A cell as it would stand in a text.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Data::DateTime(_) => {
            let serial = data.as_f64().unwrap_or(0.0);
            let at = moment::of_serial(serial).or_else(|| data.as_datetime());
            at.map_or_else(String::new, |at| {
                let form = if at.time() == NaiveTime::MIN { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" };
                at.format(form).to_string()
            })
        }
        other => other.to_string(),
    }
}
