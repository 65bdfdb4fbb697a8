//! Keys as they are written: on the screen, and in the configuration.

use super::Key::{self, Char, Code, Ctrl, Digit, F, Shift};
use crate::text::Lang;
use ratatui::crossterm::event::KeyCode;

/// The keys that have a name, Chinese and English.
const NAMED: &[(KeyCode, &str, &str)] = &[
    (KeyCode::Char(' '), "空格", "Space"),
    (KeyCode::Enter, "回车", "Enter"),
    (KeyCode::Esc, "Esc", "Esc"),
    (KeyCode::Tab, "Tab", "Tab"),
    (KeyCode::BackTab, "Shift-Tab", "Shift-Tab"),
    (KeyCode::Up, "上", "Up"),
    (KeyCode::Down, "下", "Down"),
    (KeyCode::Left, "左", "Left"),
    (KeyCode::Right, "右", "Right"),
    (KeyCode::PageUp, "PgUp", "PgUp"),
    (KeyCode::PageDown, "PgDn", "PgDn"),
    (KeyCode::Home, "Home", "Home"),
    (KeyCode::End, "End", "End"),
    (KeyCode::Backspace, "退格", "Backspace"),
    (KeyCode::Delete, "Del", "Del"),
    (KeyCode::Insert, "Ins", "Ins"),
];

/// A key as it is written on a keyboard.
#[must_use]
pub fn name(lang: Lang, key: Key) -> String {
    match key {
        Char(' ') => code_name(lang, KeyCode::Char(' ')),
        Char(c) => c.to_string(),
        Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
        F(n) => format!("F{n}"),
        Digit => lang.pick("数字", "digit").to_owned(),
        Code(code) => code_name(lang, code),
        Shift(code) => format!("Shift-{}", code_name(lang, code)),
    }
}

fn code_name(lang: Lang, code: KeyCode) -> String {
    let named = NAMED.iter().find(|(other, ..)| *other == code);
    named.map_or_else(|| code.to_string(), |(_, zh, en)| lang.pick(zh, en).to_owned())
}

/// Reads a key as [`name`] writes it, in either language and in any case; nothing when there is no such key.
#[must_use]
pub fn read(text: &str) -> Option<Key> {
    let text = text.trim();
    let mut letters = text.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return (!only.is_control() && only.is_ascii()).then(|| Char(only.to_ascii_lowercase())).or_else(|| code(text));
    }
    if let Some(named) = code(text) {
        return Some(named);
    }
    let (first, rest) = text.split_once('-').unwrap_or(("", text));
    match first.to_ascii_lowercase().as_str() {
        "ctrl" => rest.chars().next().filter(|_| rest.chars().count() == 1).map(|c| Ctrl(c.to_ascii_lowercase())),
        "shift" => match code(rest)? {
            Code(code) => Some(Shift(code)),
            _ => None,
        },
        "" => {
            let number = rest.strip_prefix(['F', 'f'])?.parse().ok()?;
            (1..=12).contains(&number).then_some(F(number))
        }
        _ => None,
    }
}

fn code(text: &str) -> Option<Key> {
    let is_named = |(_, zh, en): &&(KeyCode, &str, &str)| *zh == text || en.eq_ignore_ascii_case(text);
    match NAMED.iter().find(is_named)?.0 {
        KeyCode::Char(c) => Some(Char(c)),
        code => Some(Code(code)),
    }
}
