//! A line of text that is being typed, measured in cells.

use super::action::Edit;
use crate::rules::fold::{half_width, is_invisible};
use crate::rules::pin::PIN_DIGITS_MAX;
use crate::text::width::width;
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

/// A line of digits that nobody may read: not on the screen, and not where it is printed for engineers.
#[derive(Clone, Default)]
pub struct SecretLine(String);

impl SecretLine {
    /// What was typed.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Types a digit; anything else is left out.
    pub fn insert(&mut self, c: char) {
        let c = half_width(c);
        if c.is_ascii_digit() && self.0.len() < PIN_DIGITS_MAX {
            self.0.push(c);
        }
    }

    /// Takes the last digit back, or all.
    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Backspace => {
                self.0.pop();
            }
            Edit::Clear | Edit::DeleteWord => self.clear(),
            _ => {}
        }
    }

    /// Takes all back.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl std::fmt::Debug for SecretLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretLine(…)")
    }
}

/// The most characters a line holds.
const CHARACTERS_MAX: usize = 200;

/// A line of text with its cursor.
#[derive(Clone, Debug, Default)]
pub struct TextLine(Input);

impl TextLine {
    /// What was typed.
    pub fn value(&self) -> &str {
        self.0.value()
    }

    /// Types a character; an invisible one is left out. A space after `U+20BB7` makes the letter of that
    /// number, for terminals that lose letters beyond the first plane.
    pub fn insert(&mut self, c: char) {
        if let (' ', Some((letter, count))) = (c, self.letter_by_number()) {
            (0..count).for_each(|_| self.edit(Edit::Backspace));
            self.0.handle(InputRequest::InsertChar(letter));
            return;
        }
        if !is_invisible(c) && self.value().chars().count() < CHARACTERS_MAX {
            self.0.handle(InputRequest::InsertChar(c));
        }
    }

    /// The letter whose number stands before the cursor, and of how many characters that number is.
    fn letter_by_number(&self) -> Option<(char, usize)> {
        let before: String = self.value().chars().take(self.0.cursor()).collect();
        let (_, digits) = before.rsplit_once("U+").or_else(|| before.rsplit_once("u+"))?;
        let is_number = (4..=6).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit());
        let letter = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
        (is_number && !is_invisible(letter)).then_some((letter, digits.len() + 2))
    }

    /// Changes the line.
    pub fn edit(&mut self, edit: Edit) {
        self.0.handle(match edit {
            Edit::Left => InputRequest::GoToPrevChar,
            Edit::Right => InputRequest::GoToNextChar,
            Edit::Home => InputRequest::GoToStart,
            Edit::End => InputRequest::GoToEnd,
            Edit::Backspace => InputRequest::DeletePrevChar,
            Edit::Delete => InputRequest::DeleteNextChar,
            Edit::DeleteWord => InputRequest::DeletePrevWord,
            Edit::Clear => InputRequest::DeleteLine,
        });
    }

    /// The part that fits into `cells` with the cursor in it, and the cursor's column there.
    pub fn window(&self, cells: usize) -> (String, usize) {
        let before: String = self.value().chars().take(self.0.cursor()).collect();
        let mut shown: Vec<&str> = before.graphemes(true).collect();
        // The cursor needs a cell of its own.
        while !shown.is_empty() && shown.iter().map(|letter| width(letter)).sum::<usize>() + 1 > cells {
            shown.remove(0);
        }
        let mut text: String = shown.concat();
        let column = width(&text);
        let after: String = self.value().chars().skip(self.0.cursor()).collect();
        for letter in after.graphemes(true) {
            if width(&text) + width(letter) > cells {
                break;
            }
            text.push_str(letter);
        }
        (text, column.min(cells.saturating_sub(1)))
    }
}
