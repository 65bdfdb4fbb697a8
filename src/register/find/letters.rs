//! Letters as finding sees them: width, case and traditional forms folded, and the readings of each
//! Chinese character. Owns what counts as the same letter; it must never touch what is stored.

use crate::register::spelling;
use crate::rules::fold;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Where the Chinese characters begin that stand in one table, and where they end.
const HAN_FIRST: u32 = 0x3400;
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
    rare: HashMap<char, ReadingSet>,
    sets: Vec<Vec<String>>,
}

impl Letters {
    fn new() -> Self {
        let simplified = simplified();
        let common = (HAN_FIRST..HAN_END).filter_map(char::from_u32);
        let mut readings: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for c in common.chain(RARE).chain(['〇']) {
            // A simplified character is read in every way that one of its traditional forms is.
            let known = readings.entry(simplified.get(&c).copied().unwrap_or(c)).or_default();
            for reading in spelling::readings_of(c) {
                if !known.contains(&reading) {
                    known.push(reading);
                }
            }
        }
        let mut letters = Self {
            simplified,
            common: vec![0; (HAN_END - HAN_FIRST) as usize],
            rare: HashMap::new(),
            sets: vec![Vec::new()],
        };
        let mut numbers: HashMap<Vec<String>, ReadingSet> = HashMap::new();
        for (c, readings) in readings.into_iter().filter(|(_, readings)| !readings.is_empty()) {
            let number = *numbers.entry(readings).or_insert_with_key(|readings| {
                letters.sets.push(readings.clone());
                ReadingSet::try_from(letters.sets.len() - 1).unwrap_or(0)
            });
            match common_place(c).and_then(|place| letters.common.get_mut(place)) {
                Some(set) => *set = number,
                None => drop(letters.rare.insert(c, number)),
            }
        }
        letters
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

/// A common character's place in the table.
pub fn common_place(c: char) -> Option<usize> {
    let code = u32::from(c);
    (HAN_FIRST..HAN_END).contains(&code).then(|| (code - HAN_FIRST) as usize)
}

/// The reading sets of the common characters, by [`common_place`].
pub fn common_sets() -> &'static [ReadingSet] {
    &LETTERS.common
}

/// The readings of a set.
pub fn sets() -> &'static [Vec<String>] {
    &LETTERS.sets
}

/// The set of a folded character's readings; none where it is not Chinese.
pub fn set_of(c: char) -> Option<ReadingSet> {
    let set = match common_place(c) {
        Some(place) => LETTERS.common.get(place).copied(),
        None => LETTERS.rare.get(&c).copied(),
    };
    set.filter(|set| *set != 0)
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
        for c in ['单', '解', '曾', '仇', '乐', '區', '乾', '吕'] {
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
