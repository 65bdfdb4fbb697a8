//! A table as CSV for spreadsheets: UTF-8 with a byte-order mark, so that Excel reads Chinese; lines
//! end in CR LF; a cell is quoted where it must be.
//!
//! Words that a spreadsheet would run as a formula get a leading apostrophe. Telephone numbers are
//! written in groups with dashes (`138-0013-8000`, `0755-12345678`): no spreadsheet takes that for a
//! number, so no zero is lost and no `1.38E+10` appears; every program reads it as the text it is,
//! and this one reads it back as the same number.

use super::{Cell, Table};
use crate::rules::fold;
use std::io::Write;

/// What tells spreadsheets that the file is UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes a table.
///
/// # Errors
/// When the stream fails.
pub fn write(table: &Table, mut output: impl Write) -> std::io::Result<()> {
    output.write_all(BYTE_ORDER_MARK)?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(output);
    writer.write_record(&table.headings)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(spell))?;
    }
    writer.flush()
}

fn spell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(words) => harmless(words),
        Cell::Phone(number) => harmless(&grouped(number)),
        Cell::Number(number) => number.to_string(),
    }
}

/// Words that no spreadsheet runs: those that begin like a formula get a leading apostrophe.
#[must_use]
pub fn harmless(words: &str) -> String {
    let begins_formula = |c: char| matches!(fold::half_width(c), '=' | '+' | '-' | '@' | '\t' | '\r' | '\n');
    // What stands before the first visible character may be dropped by whoever reads the file.
    let first = words.chars().find(|c| !fold::is_invisible(*c) && *c != ' ');
    let is_formula = words.chars().next().is_some_and(begins_formula) || first.is_some_and(begins_formula);
    if is_formula || first.is_some_and(looks_like_sign) { format!("'{words}") } else { words.to_owned() }
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
        let table = Table {
            headings: vec!["姓名", "n"],
            rows: vec![vec![Cell::Text("a \"b\",\nc".into()), Cell::Number(-3)], vec![Cell::Empty, Cell::Empty]],
        };
        let mut bytes = Vec::new();
        write(&table, &mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "\u{feff}姓名,n\r\n\"a \"\"b\"\",\nc\",-3\r\n,\r\n");
    }
}
