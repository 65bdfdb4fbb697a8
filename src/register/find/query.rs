//! What someone types to find a client, read in every way that it may be meant.

use super::letters;
use super::spelled::Typed;
use crate::rules::{fold, phone};

/// The fewest digits that are looked for in telephone numbers.
pub const DIGITS_MIN: usize = 3;

/// A search, ready to be compared with keys.
pub struct Query {
    /// Digits that a number may hold; more than one reading where a country code was typed.
    pub digits: Vec<String>,
    /// Part of a name, folded.
    pub folded: String,
    /// Part of an id.
    pub id: String,
    /// Letters that may spell a name.
    pub typed: Option<Typed>,
}

impl Query {
    /// Reads what was typed.
    pub fn new(text: &str) -> Self {
        let folded = letters::folded(text);
        let id = fold::clean(text).chars().map(fold::half_width).collect();
        Self { digits: digits(text), id, typed: Typed::new(&folded), folded }
    }

    /// Whether nothing was typed.
    pub const fn is_empty(&self) -> bool {
        self.folded.is_empty() && self.id.is_empty()
    }
}

/// The digits of what may be part of a number, in every way that it may be meant; none where anything else was typed.
pub fn digits(text: &str) -> Vec<String> {
    let plain: String = text.chars().filter(|c| !fold::is_invisible(*c)).map(fold::half_width).collect();
    if plain.chars().any(char::is_alphabetic) {
        return Vec::new();
    }
    let typed = phone::digits(text);
    let whole = phone::normalise(text).map(|stored| phone::digits(&stored));
    let mainland = if plain.trim_start().starts_with('+') { "86" } else { "0086" };
    let national = typed.strip_prefix(mainland);
    let mut readings = Vec::new();
    for reading in [whole, national.map(str::to_owned), Some(typed.clone())].into_iter().flatten() {
        if reading.len() >= DIGITS_MIN && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_with_and_without_country_code() {
        for (typed, read) in [
            ("138", &["138"][..]),
            ("１３８ 1234", &["1381234"]),
            ("+86 138 1234 5678", &["13812345678", "8613812345678"]),
            ("+86 138 12", &["13812", "8613812"]),
            ("0086138", &["138", "0086138"]),
            ("6554-1234", &["65541234"]),
            ("+852 1234 5678", &["85212345678"]),
            ("12", &[]),
            ("c-0012", &[]),
            ("王1234", &[]),
            ("", &[]),
        ] {
            assert_eq!(digits(typed), read, "{typed}");
        }
    }
}
