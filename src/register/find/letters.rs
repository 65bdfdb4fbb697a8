//! Letters as finding sees them: width, case and traditional forms folded, and the readings of each
//! Chinese character. Owns what counts as the same letter; it must never touch what is stored.

use super::names::{self, Sign};
use crate::register::spelling;
use crate::rules::fold;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Where the Chinese characters begin that stand in one table, and where they end.
pub const HAN_FIRST: u32 = 0x3400;
const HAN_END: u32 = 0xA000;
/// The planes of rare characters.
const RARE: std::ops::RangeInclusive<char> = '\u{20000}'..='\u{323AF}';
/// Characters that share a reading have one number; 0 is for those without a reading.
pub type ReadingSet = u16;

static LETTERS: LazyLock<Letters> = LazyLock::new(Letters::new);

/// The tables, the same for every register.
struct Letters {
    simplified: HashMap<char, char>,
    common: Vec<ReadingSet>,
    /// In the order of characters.
    rare: Vec<(char, ReadingSet)>,
    sets: Sets,
    /// By reading set.
    signs: Vec<Sign>,
    /// By first letter: the readings, each with a set that it is one of.
    readings: BTreeMap<char, Vec<(ReadingSet, String)>>,
}

/// The different sets of readings, numbered.
#[derive(Default)]
struct Sets {
    all: Vec<Vec<String>>,
    numbers: HashMap<Vec<String>, ReadingSet>,
    /// Of characters with but one reading: most of them.
    only: HashMap<&'static str, ReadingSet>,
}

impl Sets {
    /// The number of a character's readings.
    fn number_of(&mut self, c: char) -> ReadingSet {
        let only = spelling::only_reading(c);
        if let Some(number) = only.and_then(|only| self.only.get(only)) {
            return *number;
        }
        let number = self.number(spelling::readings_of(c));
        self.only.extend(only.map(|only| (only, number)));
        number
    }

    fn number(&mut self, readings: Vec<String>) -> ReadingSet {
        *self.numbers.entry(readings).or_insert_with_key(|readings| {
            self.all.push(readings.clone());
            ReadingSet::try_from(self.all.len() - 1).unwrap_or(0)
        })
    }

    fn get(&self, number: ReadingSet) -> &[String] {
        self.all.get(usize::from(number)).map_or(&[], Vec::as_slice)
    }
}

impl Letters {
    fn new() -> Self {
        let mut sets = Sets::default();
        sets.number(Vec::new());
        let mut set = |c: Option<char>| c.map_or(0, |c| sets.number_of(c));
        let common = (HAN_FIRST..HAN_END).map(|code| set(char::from_u32(code))).collect();
        let rare = ['〇'].into_iter().chain(RARE).map(|c| (c, set(Some(c)))).filter(|(_, set)| *set != 0).collect();
        let mut letters =
            Self { simplified: simplified(), common, rare, sets, signs: Vec::new(), readings: BTreeMap::new() };
        letters.share_readings();
        (letters.sets.numbers, letters.sets.only) = (HashMap::new(), HashMap::new());
        letters.signs = names::signs_of_sets(&letters.sets.all);
        for (set, readings) in (0..).zip(&letters.sets.all) {
            for reading in readings {
                let first = reading.chars().next().unwrap_or_default();
                letters.readings.entry(first).or_default().push((set, reading.clone()));
            }
        }
        letters
    }

    /// A simplified character is read in every way that one of its traditional forms is.
    fn share_readings(&mut self) {
        let pairs: BTreeMap<char, char> = self.simplified.iter().map(|(from, to)| (*from, *to)).collect();
        for (from, to) in pairs {
            let mut readings = self.sets.get(self.set(to)).to_vec();
            readings.extend_from_slice(self.sets.get(self.set(from)));
            readings.sort_unstable();
            readings.dedup();
            let number = self.sets.number(readings);
            if let Some(set) = common_place(to).and_then(|place| self.common.get_mut(place)) {
                *set = number;
                continue;
            }
            // A rare simplified form may have no reading of its own.
            match self.rare.binary_search_by_key(&to, |(c, _)| *c) {
                Ok(at) => self.rare.get_mut(at).into_iter().for_each(|(_, set)| *set = number),
                Err(at) => self.rare.insert(at, (to, number)),
            }
        }
    }

    fn set(&self, c: char) -> ReadingSet {
        if let Some(place) = common_place(c) {
            return self.common.get(place).copied().unwrap_or(0);
        }
        let at = self.rare.binary_search_by_key(&c, |(c, _)| *c);
        at.ok().and_then(|at| self.rare.get(at)).map_or(0, |(_, set)| *set)
    }
}

/// Every traditional character and the simplified one that stands for it, chains followed.
fn simplified() -> HashMap<char, char> {
    let only = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let pairs = hanconv::RawDictionary::TSCharacters.iter();
    let once: HashMap<char, char> = pairs.filter_map(|(from, to)| Some((only(from)?, only(to)?))).collect();
    let settled = |from: char| {
        let mut to = from;
        for _ in 0..4 {
            to = once.get(&to).copied().unwrap_or(to);
        }
        to
    };
    once.keys().map(|from| (*from, settled(*from))).filter(|(from, to)| from != to).collect()
}

/// Makes the tables now rather than at the first key press.
pub fn make_ready() {
    LazyLock::force(&LETTERS);
}

/// A common character's place in the table.
#[inline]
pub fn common_place(c: char) -> Option<usize> {
    let code = u32::from(c);
    (HAN_FIRST..HAN_END).contains(&code).then(|| (code - HAN_FIRST) as usize)
}

/// The reading sets of the common characters, by [`common_place`].
pub fn common_sets() -> &'static [ReadingSet] {
    &LETTERS.common
}

/// The sets of readings, by number.
pub fn sets() -> &'static [Vec<String>] {
    &LETTERS.sets.all
}

/// The readings that begin with a letter, each with a set that it is one of.
pub fn readings_from(letter: char) -> &'static [(ReadingSet, String)] {
    LETTERS.readings.get(&letter).map_or(&[], Vec::as_slice)
}

/// The sign of a reading set.
pub fn sign_of(set: ReadingSet) -> Sign {
    LETTERS.signs.get(usize::from(set)).copied().unwrap_or(0)
}

/// The set of a folded character's readings; none where it is not Chinese.
pub fn set_of(c: char) -> Option<ReadingSet> {
    if c.is_ascii() {
        return None;
    }
    Some(LETTERS.set(c)).filter(|set| *set != 0)
}

/// The form in which names are compared when finding: cleaned, width and case folded, characters
/// simplified, one kind of dot. Never holds a control character.
pub fn folded(text: &str) -> String {
    let letters = &*LETTERS;
    let simple = |c: char| letters.simplified.get(&c).copied().unwrap_or(c);
    if text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) {
        return text.chars().map(simple).collect(); // nothing else to fold in these
    }
    let dot = |c: char| if matches!(c, '•' | '・' | '‧' | '∙' | '⋅') { '·' } else { c };
    fold::key(text).chars().map(simple).map(dot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_and_wide_letters_meet_plain_ones() {
        for (typed, plain) in [
            ("張偉", "张伟"),
            ("單雄信", "单雄信"),
            ("歐陽 ＡＢＣ", "欧阳 abc"),
            ("熱・曼", "热·曼"),
            ("李　娜", "李 娜"),
        ] {
            assert_eq!(folded(typed), plain);
        }
    }

    #[test]
    fn folding_settles() {
        for c in (HAN_FIRST..HAN_END).filter_map(char::from_u32).chain(RARE) {
            let once = folded(&c.to_string());
            assert_eq!(folded(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn every_reading_is_kept() {
        for c in ['单', '解', '曾', '仇', '乐', '區', '乾', '吕', '騼', '魵'] {
            let folded: Vec<char> = folded(&c.to_string()).chars().collect();
            let set = set_of(folded[0]).unwrap();
            for reading in spelling::readings_of(c) {
                assert!(sets()[usize::from(set)].contains(&reading), "{c} {reading}");
            }
        }
        assert_eq!(set_of('a'), None);
        assert_eq!(set_of('。'), None);
    }
}
