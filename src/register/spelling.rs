//! How a Chinese name may be typed in Latin letters: full pinyin and initials.
//!
//! Owns the spellings that searching compares with. It must never be used to tell people apart:
//! many names share a spelling.

use std::collections::VecDeque;

use pinyin::ToPinyinMulti;
use unicode_normalization::UnicodeNormalization;

use crate::rules::{fold, surname};

/// The most readings of one name that are spelled out.
pub const READINGS_MAX: usize = 16;

/// Gives the spellings of a name, lower-case ASCII, each once, the likeliest first: of every
/// reading the full pinyin and then the initials (`zengxiaoxian`, `zxx`). A surname's own reading
/// comes before the character's others; ü is spelled `v`, then `yu`. Letters and digits stay,
/// a Latin word's initial is its first letter; anything else is left out.
#[must_use]
pub fn keys(name: &str) -> Vec<String> {
    let units = units(name);
    let mut keys: Vec<String> = Vec::new();
    for reading in readings(&units) {
        let full: String = reading.concat();
        let initials: String = reading.iter().filter_map(|syllable| syllable.chars().next()).collect();
        for key in [full, initials] {
            if !key.is_empty() && !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

/// The ways to spell each character or word of a name, likeliest first, never none.
fn units(name: &str) -> Vec<Vec<String>> {
    let name = fold::clean_name(name);
    let (fixed, length): (&[&'static str], usize) =
        surname::compound(&name).map_or((&[], 0), |(_, readings)| (readings, readings.len()));
    let mut units: Vec<Vec<String>> = Vec::new();
    let mut in_word = false;
    for (at, c) in name.chars().enumerate() {
        let custom = if at < length {
            fixed.get(at).copied()
        } else if at == 0 {
            surname::single(c)
        } else {
            None
        };
        let spellings = character(c, custom);
        if !spellings.is_empty() {
            units.push(spellings);
            in_word = false;
            continue;
        }
        let letters = latin(c);
        if letters.is_empty() {
            in_word = false;
            continue;
        }
        match units.last_mut().and_then(|word| word.first_mut()) {
            Some(word) if in_word => word.push_str(&letters),
            _ => units.push(vec![letters]),
        }
        in_word = true;
    }
    units
}

/// The readings of a Chinese character wherever it stands in a name, its reading as a surname among
/// them; none for any other character.
#[must_use]
pub fn readings_of(c: char) -> Vec<String> {
    character(c, surname::single(c))
}

/// The reading of a character that has but one, as the dictionary writes it.
#[must_use]
pub fn only_reading(c: char) -> Option<&'static str> {
    let mut readings = c.to_pinyin_multi()?.into_iter().map(pinyin::Pinyin::plain);
    let only = readings.next()?;
    (readings.next().is_none() && surname::single(c).is_none()).then_some(only)
}

/// The readings of a Chinese character, `custom` first; none for any other character.
fn character(c: char, custom: Option<&'static str>) -> Vec<String> {
    let Some(multi) = c.to_pinyin_multi() else {
        return custom.map(str::to_owned).into_iter().collect();
    };
    let mut spellings: Vec<String> = Vec::new();
    let known = multi.into_iter().map(pinyin::Pinyin::plain);
    for reading in custom.into_iter().chain(known) {
        for letter in ["v", "yu"] {
            let spelling = reading.replace(['ü', 'v'], letter);
            if spelling.bytes().all(|b| b.is_ascii_lowercase()) && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    spellings
}

/// The ASCII letters and digits that a character amounts to: `Ａ` is `a`, `é` is `e`.
#[must_use]
pub fn latin(c: char) -> String {
    c.nfkd().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Up to [`READINGS_MAX`] ways to read the whole, those that leave the likeliest readings least
/// first.
fn readings(units: &[Vec<String>]) -> Vec<Vec<&str>> {
    let mut out = Vec::new();
    // Each choice is raised only from its last raised place on, so each comes up once.
    let mut queue = VecDeque::from([(vec![0_usize; units.len()], 0_usize)]);
    while let Some((choice, from)) = queue.pop_front() {
        if out.len() == READINGS_MAX {
            break;
        }
        out.push(
            units.iter().zip(&choice).filter_map(|(spellings, at)| spellings.get(*at).map(String::as_str)).collect(),
        );
        for (place, spellings) in units.iter().enumerate().skip(from) {
            let mut next = choice.clone();
            if let Some(at) = next.get_mut(place)
                && *at + 1 < spellings.len()
            {
                *at += 1;
                queue.push_back((next, place));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn first(name: &str, full: &str, initials: &str) {
        let keys = keys(name);
        assert_eq!(keys.first().map(String::as_str), Some(full), "{name}");
        assert_eq!(keys.get(1).map(String::as_str), Some(initials), "{name}");
    }

    #[test]
    fn surnames_are_read_as_surnames() {
        first("单雄信", "shanxiongxin", "sxx");
        first("解晓东", "xiexiaodong", "xxd");
        first("曾小贤", "zengxiaoxian", "zxx");
        first("仇英", "qiuying", "qy");
        first("查良镛", "zhaliangyong", "zly");
        first("尉迟恭", "yuchigong", "ycg");
        first("万俟卨", "moqixie", "mqx");
        first("欧阳娜娜", "ouyangnana", "oynn");
        first("任我行", "renwoxing", "rwx");
        first("区丽华", "oulihua", "olh");
        first("张伟", "zhangwei", "zw");
    }

    #[test]
    fn other_readings_follow() {
        let keys = keys("单乐");
        for key in ["shanle", "shanyue", "danle", "dl", "sy"] {
            assert!(keys.contains(&key.to_owned()), "{key} in {keys:?}");
        }
        let keys = super::keys("吕布");
        assert!(keys.starts_with(&["lvbu".into(), "lb".into(), "lyubu".into()]), "{keys:?}");
    }

    #[test]
    fn latin_names_and_mixtures() {
        first("John Smith", "johnsmith", "js");
        first("Ａ座 王", "azuowang", "azw");
        first("阿不都·热合曼", "abudoureheman", "abdrhm");
        first("José", "jose", "j");
        assert!(keys("").is_empty());
        assert!(keys("，。").is_empty());
    }

    proptest! {
        #[test]
        fn spellings_are_plain(name in any::<String>(), han in "[一-龥]{0,60}") {
            for name in [name, han] {
                let keys = keys(&name);
                prop_assert!(keys.len() <= 2 * READINGS_MAX);
                for key in &keys {
                    prop_assert!(key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
                }
            }
        }
    }
}
