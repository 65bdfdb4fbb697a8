//! Rows as CSV for spreadsheets: UTF-8 with a byte-order mark, so that Excel reads Chinese; lines
//! end in CR LF; a cell is quoted where it must be.
//!
//! Words that a spreadsheet would run as a formula get a leading apostrophe. Telephone numbers are
//! written in groups with dashes (`138-0013-8000`, `0755-12345678`): no spreadsheet takes that for a
//! number, so no zero is lost and no `1.38E+10` appears; every program reads it as the text it is,
//! and this one reads it back as the same number.

use super::{Cell, Sink};
use crate::register::fault::Fault;
use crate::rules::command::SheetKind;
use crate::rules::fold;
use crate::rules::time::Date;
use crate::text::{Lang, export};
use chrono::{Datelike, NaiveTime, Timelike};
use std::io::Write;

/// What tells spreadsheets that the file is UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A table being written. A million rows go through here: a line is put together in place, in bytes.
pub struct Csv<W: Write> {
    lang: Lang,
    output: W,
    line: Vec<u8>,
}

impl<W: Write> Csv<W> {
    /// A table in a stream.
    #[must_use]
    pub const fn new(lang: Lang, output: W) -> Self {
        Self { lang, output, line: Vec::new() }
    }

    /// The stream, with everything in it.
    ///
    /// # Errors
    /// When it fails.
    pub fn done(mut self) -> std::io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }

    fn end_line(&mut self) -> Result<(), Fault> {
        self.line.extend_from_slice(b"\r\n");
        self.output.write_all(&self.line)?;
        self.line.clear();
        Ok(())
    }

    fn spell(&mut self, cell: &Cell) {
        let line = &mut self.line;
        match cell {
            Cell::Empty => {}
            Cell::Text(words) | Cell::Word(_, words) => push_harmless(line, words),
            Cell::Rules(numbers) => push_harmless(line, &export::rules(self.lang, numbers)),
            Cell::Phone(number) => push_phone(line, number),
            Cell::Phones(numbers) => {
                for (at, number) in numbers.iter().enumerate() {
                    if at > 0 {
                        line.extend_from_slice(b"; ");
                    }
                    // Only what begins a cell can make a formula of it.
                    if at == 0 { push_phone(line, number) } else { line.extend(grouped(number).bytes()) }
                }
            }
            Cell::Number(number) => push_number(line, *number),
            Cell::Fen(fen) => push_yuan(line, *fen),
            Cell::Flag(is_so) => line.extend_from_slice(flag(self.lang, *is_so).as_bytes()),
            Cell::Day(date) => push_day(line, *date),
            Cell::Clock(time) => push_clock(line, *time),
            Cell::Moment(moment) => {
                push_day(line, moment.date_naive());
                line.push(b' ');
                push_clock(line, moment.time());
            }
        }
    }
}

impl<W: Write> Sink for Csv<W> {
    fn begin(&mut self, sheet: SheetKind) -> Result<(), Fault> {
        self.line.extend_from_slice(BYTE_ORDER_MARK);
        for (at, column) in export::columns(sheet).iter().enumerate() {
            if at > 0 {
                self.line.push(b',');
            }
            push_harmless(&mut self.line, column.heading(self.lang));
        }
        self.end_line()
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Fault> {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.line.push(b',');
            }
            self.spell(cell);
        }
        self.end_line()
    }
}

/// Yes or no.
#[must_use]
pub const fn flag(lang: Lang, is_so: bool) -> &'static str {
    if is_so { lang.pick("是", "yes") } else { lang.pick("否", "no") }
}

fn push_number(line: &mut Vec<u8>, number: i64) {
    line.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// An amount in yuan, to the fen, without separators.
fn push_yuan(line: &mut Vec<u8>, fen: i64) {
    let size = fen.unsigned_abs();
    if fen < 0 {
        line.push(b'-');
    }
    line.extend_from_slice(itoa::Buffer::new().format(size / 100).as_bytes());
    line.push(b'.');
    push_two(line, u32::try_from(size % 100).unwrap_or(0));
}

fn push_two(line: &mut Vec<u8>, number: u32) {
    let digit = |number: u32| b'0' + u8::try_from(number % 10).unwrap_or(0);
    line.extend_from_slice(&[digit(number / 10), digit(number)]);
}

fn push_day(line: &mut Vec<u8>, date: Date) {
    match u32::try_from(date.year()) {
        Ok(year @ 0..=9999) => {
            push_two(line, year / 100);
            push_two(line, year % 100);
            line.push(b'-');
            push_two(line, date.month());
            line.push(b'-');
            push_two(line, date.day());
        }
        _ => line.extend_from_slice(date.to_string().as_bytes()),
    }
}

fn push_clock(line: &mut Vec<u8>, time: NaiveTime) {
    push_two(line, time.hour());
    line.push(b':');
    push_two(line, time.minute());
}

fn push_phone(line: &mut Vec<u8>, number: &str) {
    push_harmless(line, &grouped(number));
}

fn push_harmless(line: &mut Vec<u8>, words: &str) {
    // Most begin with a letter or a digit, and nothing that begins so is a formula.
    if words.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        push_quoted(line, "", words);
    } else {
        push_quoted(line, if is_formula(words) { "'" } else { "" }, words);
    }
}

/// A cell, quoted where it must be.
fn push_quoted(line: &mut Vec<u8>, before: &str, words: &str) {
    let bytes = words.as_bytes();
    let is_plain = memchr::memchr3(b',', b'"', b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_none();
    if is_plain {
        line.extend_from_slice(before.as_bytes());
        line.extend_from_slice(bytes);
        return;
    }
    line.push(b'"');
    line.extend_from_slice(before.as_bytes());
    for (at, part) in words.split('"').enumerate() {
        if at > 0 {
            line.extend_from_slice(b"\"\"");
        }
        line.extend_from_slice(part.as_bytes());
    }
    line.push(b'"');
}

/// Words that no spreadsheet runs: those that begin like a formula get a leading apostrophe.
#[must_use]
pub fn harmless(words: &str) -> String {
    if is_formula(words) { format!("'{words}") } else { words.to_owned() }
}

fn is_formula(words: &str) -> bool {
    let begins_formula = |c: char| matches!(fold::half_width(c), '=' | '+' | '-' | '@' | '\t' | '\r' | '\n');
    // What stands before the first visible character may be dropped by whoever reads the file.
    let first = words.chars().find(|c| !fold::is_invisible(*c) && *c != ' ');
    words.chars().next().is_some_and(begins_formula)
        || first.is_some_and(begins_formula)
        || first.is_some_and(looks_like_sign)
}

/// Small and mathematical forms of the signs, which some programs fold as well.
const fn looks_like_sign(c: char) -> bool {
    matches!(c, '﹢' | '﹣' | '﹦' | '﹫' | '\u{2212}')
}

/// A stored number in groups; anything else as it is.
#[must_use]
pub fn grouped(number: &str) -> String {
    let is_plain = number.bytes().all(|b| b.is_ascii_digit());
    let cuts: &[usize] = match (number.len(), number.as_bytes()) {
        _ if !is_plain => &[],
        (11, [b'1', ..]) => &[3, 7],
        (10, [b'4' | b'8', ..]) => &[3, 6],
        (10.., [b'0', b'1' | b'2', ..]) => &[3],
        (11.., [b'0', ..]) => &[4],
        _ => &[],
    };
    let mut out = String::with_capacity(number.len() + cuts.len());
    for (at, c) in number.chars().enumerate() {
        if cuts.contains(&at) {
            out.push('-');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::phone;
    use crate::rules::time::Timestamp;
    use crate::text::money;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_made_harmless() {
        for words in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "\u{200B}=1", " =1", "−1"]
        {
            assert_eq!(harmless(words), format!("'{words}"));
        }
        for words in ["", "王芳", "a=b", "1-2", "'", "“=”", "·"] {
            assert_eq!(harmless(words), words);
        }
    }

    #[test]
    fn phones_are_no_numbers_and_read_back() {
        for (stored, written) in [
            ("13800138000", "138-0013-8000"),
            ("01012345678", "010-12345678"),
            ("02112345678", "021-12345678"),
            ("075512345678", "0755-12345678"),
            ("07551234567", "0755-1234567"),
            ("4001234567", "400-123-4567"),
            ("+85291234567", "+85291234567"),
            ("138****8000", "138****8000"),
        ] {
            assert_eq!(grouped(stored), written);
            if !stored.contains('*') {
                assert_eq!(phone::normalise(written).as_deref(), Some(stored));
            }
        }
    }

    #[test]
    fn a_table_is_marked_and_ends_its_lines() {
        let mut csv = Csv::new(Lang::En, Vec::new());
        csv.begin(SheetKind::Clients).unwrap();
        let phones = ["13800138000".into(), "138****8000".into()];
        let moment = Timestamp::parse("2026-11-23T01:05:00Z").unwrap().in_zone(chrono_tz::Asia::Shanghai);
        csv.row(&[Cell::Text("a \"b\",\nc".into()), Cell::Number(-3), Cell::Phones(&phones), Cell::Fen(-12_345)])
            .unwrap();
        csv.row(&[Cell::Empty, Cell::Flag(true), Cell::Moment(moment), Cell::Text("=1,2".into()), Cell::Empty])
            .unwrap();
        let text = String::from_utf8(csv.done().unwrap()).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}client,name,phones,"));
        assert_eq!(lines[1], "\"a \"\"b\"\",\nc\",-3,138-0013-8000; 138****8000,-123.45");
        assert_eq!(lines[2], ",yes,2026-11-23 09:05,\"'=1,2\",");
        assert_eq!(lines[3..], [""]);
    }

    proptest! {
        /// Whatever is written is read back by the csv crate, but for the apostrophe of a formula.
        #[test]
        fn words_are_read_back(words in "[ -~，=＝\n\r\t\"',王芳\u{200B}]{0,12}", number in any::<i64>(), fen in any::<i64>()) {
            let mut csv = Csv::new(Lang::Zh, Vec::new());
            csv.row(&[Cell::Text(words.as_str().into()), Cell::Number(number), Cell::Fen(fen)]).unwrap();
            let bytes = csv.done().unwrap();
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
            let row = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(&row[0], harmless(&words));
            prop_assert_eq!(&row[1], number.to_string());
            prop_assert_eq!(&row[2], money::figures(fen).replace(',', ""));
        }
    }
}
