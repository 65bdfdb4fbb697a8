//! The folded names of clients, with a sign beside each by which nearly all that cannot be spelt by
//! what was typed are passed over unread. Knows nothing of what names belong to.

use super::column::{Column, STRIDE};
use super::letters;
use super::spelled::{Spelt, Typed, Unit, Units, Wanted};

/// The letters with which the syllables of a name begin, a bit each, and all letters of its Latin
/// words; above them how many syllables there are, a word as many as can be told; above that whether two syllables
/// begin with the same letter, which a word may stand for.
pub type Sign = u32;

const LETTERS: u32 = 26;
const COUNT_MAX: u32 = 7;
const TWICE: Sign = 1 << (LETTERS + COUNT_MAX.count_ones());
/// Entries in a block of the column's index.
#[allow(clippy::cast_possible_truncation, reason = "a few dozen")]
const STRIDE_ENTRIES: u32 = STRIDE as u32;
/// Lets everything pass.
const ANY: Sign = u32::MAX;
/// Letters that stand within syllables too; any other letter begins one.
const WITHIN: &str = "aeiouvnghr";
/// The length of a line that is too long to be told.
const LONG: u8 = u8::MAX;

/// The bit of a letter; none for anything else.
pub const fn bit(letter: char) -> Sign {
    if letter.is_ascii_lowercase() { 1 << (letter as u32 - 'a' as u32) } else { 0 }
}

/// What a letter typed asks of the names that it spells, wherever it stands.
fn asked(letter: char, is_first: bool) -> Sign {
    if is_first || !WITHIN.contains(letter) { bit(letter) } else { 0 }
}

/// Whether a letter typed must begin a syllable of its own.
fn begins(letter: char) -> bool {
    letter.is_ascii_lowercase() && !WITHIN.contains(letter)
}

/// What is asked of a name: these letters, one of them perhaps twice, so many syllables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    letters: Sign,
    count: u32,
}

impl Asked {
    #[inline]
    const fn is_met(self, sign: Sign) -> bool {
        sign & self.letters == self.letters && (sign >> LETTERS) & COUNT_MAX >= self.count
    }

    /// What the names must have that some letters and digits spell.
    pub fn by(tokens: &[char]) -> Self {
        let (mut letters, mut count) = (0, 0);
        for (at, token) in tokens.iter().enumerate() {
            let is_first = at == 0;
            if is_first || begins(*token) {
                count += 1;
                letters |= if letters & bit(*token) == 0 { 0 } else { TWICE };
            }
            letters |= asked(*token, is_first);
        }
        // Digits stand in words only.
        let has_word = tokens.iter().any(char::is_ascii_digit);
        Self { letters, count: if has_word { COUNT_MAX } else { count.min(COUNT_MAX) } }
    }
}

/// The signs of reading sets, by number.
pub fn signs_of_sets(sets: &[Vec<String>]) -> Vec<Sign> {
    let within = |reading: &str| reading.chars().skip(1).all(|letter| WITHIN.contains(letter));
    let sign = |readings: &Vec<String>| {
        if !readings.iter().all(|reading| within(reading)) {
            return ANY; // hm, hng: no sign tells such a syllable from several
        }
        readings.iter().filter_map(|reading| reading.chars().next()).fold(0, |sign, first| sign | bit(first))
    };
    sets.iter().map(sign).collect()
}

/// The sign of a folded name.
fn sign(name: &str) -> Sign {
    let (mut sign, mut count) = (0, 0);
    for unit in Units::of(name) {
        match unit {
            Unit::Character(_, set) => {
                let read = letters::sign_of(set);
                if read == ANY {
                    return ANY;
                }
                sign |= read | if sign & read == 0 { 0 } else { TWICE };
                count += 1;
            }
            Unit::Word(word) => {
                sign |= word.chars().fold(TWICE, |sign, letter| sign | bit(letter));
                count = COUNT_MAX;
            }
        }
    }
    sign | count.min(COUNT_MAX) << LETTERS
}

/// What either of two names meets.
const fn both(one: Sign, other: Sign) -> Sign {
    let (a, b) = ((one >> LETTERS) & COUNT_MAX, (other >> LETTERS) & COUNT_MAX);
    let count = if a > b { a } else { b };
    (one | other) & !(COUNT_MAX << LETTERS) | count << LETTERS
}

/// The names of many clients, entry by entry.
#[derive(Debug, Default)]
pub struct Names {
    pub(super) column: Column,
    pub(super) signs: Vec<Sign>,
    /// Bytes of each entry's line in the column.
    pub(super) lengths: Vec<u8>,
}

impl Names {
    /// Adds the next entry with its names.
    pub fn push<'k>(&mut self, names: impl IntoIterator<Item = &'k str> + Clone) {
        let before = self.column.text().len();
        self.column.push(names.clone());
        let length = self.column.text().len() - before;
        self.lengths.push(u8::try_from(length).unwrap_or(LONG));
        self.signs.push(names.into_iter().map(sign).fold(0, both));
    }

    /// The same entries in another order.
    pub fn ordered(&self, order: &[u32]) -> Self {
        let at = |entry: &u32| *entry as usize;
        Self {
            column: self.column.ordered(order),
            signs: order.iter().filter_map(|entry| self.signs.get(at(entry)).copied()).collect(),
            lengths: order.iter().filter_map(|entry| self.lengths.get(at(entry)).copied()).collect(),
        }
    }

    /// How many bytes they keep in memory.
    pub fn bytes(&self) -> usize {
        self.column.bytes() + self.signs.capacity() * size_of::<Sign>() + self.lengths.capacity()
    }

    /// Hands on the entries with a name that may be spelt by what was typed, with how, and whether the
    /// name begins there; in order. `take` says what is wanted from there on.
    pub fn each_spelt(&self, typed: &Typed, mut take: impl FnMut(u32, Spelt, bool) -> Wanted) {
        let (text, asked) = (self.column.text(), typed.asked());
        let mut wanted = Wanted::All;
        let blocks = self.signs.chunks(STRIDE).zip(self.lengths.chunks(STRIDE)).zip(self.column.starts());
        for (block, ((signs, lengths), start)) in (0_u32..).zip(blocks) {
            // Judged together they are judged several at once; most blocks have nobody.
            if !signs.iter().fold(false, |any, sign| any | asked.is_met(*sign)) {
                continue;
            }
            let mut at = *start as usize;
            for (entry, (length, sign)) in (block * STRIDE_ENTRIES..).zip(lengths.iter().zip(signs)) {
                let length = if *length < LONG { usize::from(*length) } else { Column::line_length(text, at) };
                if asked.is_met(*sign)
                    && let Some(line) = text.get(at..at + length)
                {
                    wanted = typed.each_in(line, wanted, |spelt, first| take(entry, spelt, first));
                    if wanted == Wanted::Nothing {
                        return;
                    }
                }
                at += length;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_tell_initials_and_how_many() {
        let letters = |text: &str| text.chars().fold(0, |sign, letter| sign | bit(letter));
        assert_eq!(sign("张伟"), letters("zw") | 2 << LETTERS);
        assert_eq!(sign("单") & letters("sdc"), letters("sdc"));
        assert_eq!(sign("li 雷"), letters("li") | COUNT_MAX << LETTERS | TWICE);
        assert_eq!(sign("王文") & TWICE, TWICE);
        assert_eq!(sign(""), 0);
        assert_eq!(both(sign("张"), sign("伟明")), letters("zwm") | 2 << LETTERS);
    }

    proptest! {
        #[test]
        fn a_sign_passes_over_nothing_that_is_spelt(
            name in "[单解曾乐一-龥]{1,4}|[a-z]{1,4}[一-龥][a-z]{0,3}",
            typed in "[a-z]{1,5}",
            own in any::<prop::sample::Index>(),
        ) {
            let folded = letters::folded(&name);
            let keys = crate::register::spelling::keys(&name);
            let own = keys.get(own.index(keys.len().max(1))).cloned();
            for typed in [Some(typed), own].into_iter().flatten().filter_map(|typed| Typed::new(&typed)) {
                if typed.spells(&folded).is_some() {
                    prop_assert!(typed.asked().is_met(sign(&folded)), "{}", name);
                }
            }
        }
    }
}
