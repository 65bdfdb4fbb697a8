//! Fitting text to terminal cells: measuring, cutting, padding and wrapping.
//!
//! Owns how many cells a text takes: the sum over its graphemes, a wide character two. What it
//! returns holds no invisible characters and no line ends. It must never split a grapheme.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::rules::fold::is_invisible;

const ELLIPSIS: &str = "…";
/// Marks that may not begin a line.
const CLOSING: &str = "。，、；：？！）」』】》〉〕〗”’…·～％‰℃.,;:?!)]}%";
/// Marks that may not end a line.
const OPENING: &str = "（「『【《〈〔〖“‘([{￥¥$#";

/// Measures a text in terminal cells.
#[must_use]
pub fn width(text: &str) -> usize {
    plain_width(text).unwrap_or_else(|| whole_width(text))
}

/// The cells of a text in which every character stands for itself: plain Latin, lines, common Chinese;
/// nothing of any other text. Nearly all that is drawn is such, and this is much the faster way.
#[must_use]
pub fn plain_width(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |cells, c| Some(cells + plain_cells(c)?))
}

/// The cells of a character that stands for itself in whatever plain text it is; nothing of any other.
#[must_use]
pub const fn plain_cells(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '─'..='▟' | '·' | '–'..='—' | '…' | '→' => Some(1),
        '一'..='鿿' | '、'..='〠' | '！'..='｠' => Some(2),
        _ => None,
    }
}

fn whole_width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Fits a text to exactly `cells` cells, left-aligned: cut with … where it is too long, padded
/// with spaces where it is too short.
#[must_use]
pub fn fit(text: &str, cells: usize) -> String {
    if let Some(gap) = plain_width(text).and_then(|used| cells.checked_sub(used)) {
        let mut out = String::with_capacity(text.len() + gap);
        out.push_str(text);
        out.extend(std::iter::repeat_n(' ', gap));
        return out;
    }
    let mut out = cut(text, cells);
    let gap = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', gap));
    settled(out, cells)
}

/// Fits a text to exactly `cells` cells, right-aligned: cut with … at its end where it is too
/// long, padded with spaces before it where it is too short.
#[must_use]
pub fn fit_right(text: &str, cells: usize) -> String {
    if let Some(gap) = plain_width(text).and_then(|used| cells.checked_sub(used)) {
        let mut out = String::with_capacity(text.len() + gap);
        out.extend(std::iter::repeat_n(' ', gap));
        out.push_str(text);
        return out;
    }
    let kept = cut(text, cells);
    let mut out = " ".repeat(cells.saturating_sub(width(&kept)));
    out.push_str(&kept);
    settled(out, cells)
}

/// Breaks a text into lines of at most `cells` cells. Chinese breaks anywhere, words at spaces;
/// no line begins with a closing mark or ends with an opening one, unless nothing else fits. A
/// word longer than a line is broken; a character wider than a line becomes …. Line ends in the
/// text are kept. No cells, no lines.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    if cells == 0 {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let is_trimmed = !paragraph.starts_with(' ') && !paragraph.ends_with(' ');
        match plain_width(paragraph) {
            Some(width) if width <= cells && is_trimmed => lines.push(paragraph.to_owned()),
            Some(_) => wrap_paragraph(paragraph, cells, &mut lines),
            None => wrap_paragraph(&shown(paragraph), cells, &mut lines),
        }
    }
    lines
}

/// Wraps a line as [`wrap`] does and begins every line with the spaces that the first one has.
#[must_use]
pub fn wrap_indented(line: &str, cells: usize) -> Vec<String> {
    if width(line) <= cells {
        return vec![line.to_owned()];
    }
    let text = line.trim_start_matches(' ');
    let indent = &line[..line.len() - text.len()];
    let lines = wrap(text, cells.saturating_sub(indent.len()));
    lines.into_iter().map(|part| format!("{indent}{part}")).collect()
}

/// Drops invisible characters and makes line ends and tabs spaces.
fn shown(text: &str) -> String {
    text.chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            _ => c,
        })
        .collect()
}

/// The text where it fits, else its beginning and …; at most `cells` wide.
fn cut(text: &str, cells: usize) -> String {
    let text = shown(text);
    if width(&text) <= cells {
        return text;
    }
    let Some(room) = cells.checked_sub(width(ELLIPSIS)) else {
        return String::new();
    };
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        out.push_str(grapheme);
    }
    out.push_str(ELLIPSIS);
    out
}

/// Blanks a text that came out another width after all: some scripts join a mark with the space
/// beside it.
fn settled(text: String, cells: usize) -> String {
    if width(&text) == cells { text } else { " ".repeat(cells) }
}

/// A piece that is not broken unless it is longer than a line.
struct Piece<'t> {
    /// Spaces before it; they vanish where it begins a line.
    spaces: usize,
    text: Cow<'t, str>,
    /// Whether another grapheme must join it: it ends with an opening mark.
    open: bool,
    /// Whether its last grapheme belongs to a word of narrow letters.
    word: bool,
}

/// A line that grows. What is plain is added up; anything else is measured as a whole, since its parts may
/// grow together.
struct Line {
    text: String,
    plain: Option<usize>,
}

impl Line {
    const fn new() -> Self {
        Self { text: String::new(), plain: Some(0) }
    }

    fn width(&self) -> usize {
        self.plain.unwrap_or_else(|| whole_width(&self.text))
    }

    fn push(&mut self, text: &str) {
        self.plain = self.plain.and_then(|before| Some(before + plain_width(text)?));
        self.text.push_str(text);
    }

    fn push_spaces(&mut self, spaces: usize) {
        self.plain = self.plain.map(|before| before + spaces);
        self.text.extend(std::iter::repeat_n(' ', spaces));
    }
}

fn wrap_paragraph(text: &str, cells: usize, lines: &mut Vec<String>) {
    let mut line = Line::new();
    for piece in pieces(text) {
        let (spaces, length) = (piece.spaces, width(&piece.text));
        if !line.text.is_empty() && line.width() + spaces + length <= cells {
            line.push_spaces(spaces);
            line.push(&piece.text);
            continue;
        }
        if !line.text.is_empty() {
            lines.push(std::mem::replace(&mut line, Line::new()).text);
        }
        if length <= cells {
            line.push(&piece.text);
            continue;
        }
        for grapheme in piece.text.graphemes(true) {
            let grapheme = if width(grapheme) > cells { ELLIPSIS } else { grapheme };
            if line.width() + width(grapheme) > cells {
                lines.push(std::mem::replace(&mut line, Line::new()).text);
            }
            line.push(grapheme);
        }
    }
    lines.push(line.text);
}

/// Whether a grapheme is one of these marks. Letters are none, and need no search.
fn is_among(marks: &str, grapheme: &str) -> bool {
    let is_letter = |c| matches!(c, '0'..='9' | 'A'..='Z' | 'a'..='z' | '一'..='鿿');
    !grapheme.starts_with(is_letter) && marks.contains(grapheme)
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut spaces = 0;
    // Where in the text the last piece begins.
    let mut start = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if grapheme.chars().all(char::is_whitespace) {
            spaces += width(grapheme);
            continue;
        }
        let closing = is_among(CLOSING, grapheme);
        let open = is_among(OPENING, grapheme);
        let word = !closing && !open && width(grapheme) < 2;
        let joins = |last: &&mut Piece| closing || (spaces == 0 && (last.open || (word && last.word)));
        if let Some(last) = pieces.last_mut().filter(joins) {
            match &mut last.text {
                Cow::Borrowed(text_so_far) if spaces == 0 => *text_so_far = &text[start..at + grapheme.len()],
                text_so_far => {
                    let text_so_far = text_so_far.to_mut();
                    text_so_far.extend(std::iter::repeat_n(' ', spaces));
                    text_so_far.push_str(grapheme);
                }
            }
            last.open = open;
            // "3.5" and "10,000" stay whole: a narrow mark inside a word goes on with it.
            last.word = word || (closing && last.word && width(grapheme) < 2);
        } else {
            start = at;
            pieces.push(Piece { spaces, text: Cow::Borrowed(grapheme), open, word });
        }
        spaces = 0;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_texts_are_as_wide_as_they_are_measured() {
        for c in '\u{20}'..='\u{FFFF}' {
            let text = format!("a{c}{c}国");
            if let Some(cells) = plain_width(&text) {
                assert_eq!(cells, whole_width(&text), "U+{:04X}", u32::from(c));
                assert!(!is_invisible(c) && text.graphemes(true).count() == 4, "U+{:04X}", u32::from(c));
            }
        }
        assert_eq!((plain_width("张伟 ─ab！"), plain_width("é"), plain_width("\u{301}")), (Some(10), None, None));
    }

    #[test]
    fn fits_wide_text() {
        assert_eq!(fit("张伟", 6), "张伟  ");
        assert_eq!(fit("欧阳娜娜", 5), "欧阳…");
        assert_eq!(fit("欧阳娜娜", 6), "欧阳… ");
        assert_eq!(fit("欧阳", 1), "…");
        assert_eq!(fit("欧阳", 0), "");
        assert_eq!(fit("a\u{200B}b\nc", 5), "ab c ");
        assert_eq!(fit("e\u{301}clair", 3), "e\u{301}c…");
        assert_eq!(fit_right("1,234.00", 10), "  1,234.00");
        assert_eq!(fit_right("壹拾万", 5), "壹拾…");
        assert_eq!(width("👨‍👩‍👧 一家"), 7);
    }

    #[test]
    fn wraps_chinese() {
        assert_eq!(wrap("客户归张伟，代接", 10), ["客户归张", "伟，代接"]);
        assert_eq!(wrap("他说（今天）来", 6), ["他说", "（今", "天）来"]);
        assert_eq!(wrap("第 9 条 F9 看理由", 8), ["第 9 条", "F9 看理", "由"]);
        assert_eq!(wrap("按 10,000 元算", 9), ["按 10,000", "元算"]);
        assert_eq!(wrap("一\n\n二", 4), ["一", "", "二"]);
        assert_eq!(wrap("abcdefg", 3), ["abc", "def", "g"]);
        assert_eq!(wrap("长", 1), ["…"]);
        assert_eq!(wrap("x", 0), Vec::<String>::new());
        assert_eq!(wrap("", 5), Vec::<String>::new());
    }

    #[test]
    fn an_indent_is_kept() {
        assert_eq!(wrap_indented("  客户归张伟", 8), ["  客户归", "  张伟"]);
        assert_eq!(wrap_indented("  张伟", 8), ["  张伟"]);
        assert_eq!(wrap_indented("客户归张伟", 8), ["客户归张", "伟"]);
    }

    proptest! {
        #[test]
        fn fits_exactly(text in any::<String>(), cells in 0_usize..40) {
            prop_assert_eq!(width(&fit(&text, cells)), cells);
            prop_assert_eq!(width(&fit_right(&text, cells)), cells);
        }

        #[test]
        fn fits_names_exactly(text in "[一-龥a-z０-９（），。·👩🏽\u{200D}\u{FE0F}\u{301}\u{600} ]{0,30}", cells in 0_usize..40) {
            prop_assert_eq!(width(&fit(&text, cells)), cells);
            prop_assert_eq!(width(&fit_right(&text, cells)), cells);
        }

        #[test]
        fn wrapped_lines_fit(text in any::<String>(), cells in 1_usize..30) {
            for line in wrap(&text, cells) {
                prop_assert!(width(&line) <= cells);
            }
        }

        #[test]
        fn wrapping_loses_nothing(text in "([一-龥]{1,6}[，。、）]?|[a-z]{1,9}| |（[一-龥]|\\n){0,30}", cells in 12_usize..30) {
            let lines = wrap(&text, cells);
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
            for line in &lines {
                prop_assert!(!line.starts_with(|c| CLOSING.contains(c)), "{:?}", lines);
            }
        }
    }
}
