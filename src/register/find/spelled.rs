//! Names as they may be typed in Latin letters: full pinyin, initials, the beginnings of syllables,
//! and these mixed with characters. Judges one name at a time; keeps no spelling in memory.

use super::column::Column;
use super::letters::{self, ReadingSet};
use super::names::Asked;
use crate::register::spelling;

/// The most letters that are compared as a spelling: a state is a set of places in one number.
const LETTERS_MAX: usize = 63;

/// How what was typed spells a name, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelt {
    /// Whole syllables from the first, the last one perhaps begun only.
    Syllables,
    /// One letter a syllable.
    Initials,
    /// Beginnings of syllables, in a row.
    Mixed,
}

/// Ways through what was typed: bit `i` says that its first `i` letters are used up.
type Ways = u64;

/// What was typed, ready to be compared with names.
pub struct Typed {
    tokens: Vec<char>,
    /// By reading set and place: what a beginning of a reading leads to.
    begun: Vec<Ways>,
    /// By reading set and place: what a whole reading leads to.
    whole: Vec<Ways>,
    /// By reading set: whether a name may match from a character of it on.
    starts: Vec<bool>,
    /// The reading sets of the common characters.
    sets: &'static [ReadingSet],
    asked: Asked,
}

impl Typed {
    /// Makes ready what was typed, folded; nothing when it holds no Latin letter.
    pub fn new(folded: &str) -> Option<Self> {
        let mut tokens = Vec::new();
        for c in folded.chars() {
            match letters::set_of(c) {
                Some(_) => tokens.push(c),
                None => tokens.extend(spelling::latin(c).chars()),
            }
        }
        if tokens.len() > LETTERS_MAX || !tokens.iter().any(char::is_ascii_lowercase) {
            return None;
        }
        let sets = letters::sets().len();
        let places = tokens.len();
        let mut typed = Self {
            begun: vec![0; sets * places],
            whole: vec![0; sets * places],
            starts: Vec::new(),
            sets: letters::common_sets(),
            asked: Asked::by(&tokens),
            tokens,
        };
        for place in 0..places {
            let Some(letter) = typed.tokens.get(place) else { break };
            for (set, reading) in letters::readings_from(*letter) {
                let shared = typed.shared(place, reading.chars());
                let at = usize::from(*set) * places + place;
                typed.begun[at] |= run(place, shared);
                if shared == reading.len() {
                    typed.whole[at] |= 1 << (place + shared);
                }
            }
        }
        // What nothing is known to spell is passed over: a name may begin with it.
        typed.starts = (0..sets).map(|set| set == 0 || typed.begun[set * places] != 0).collect();
        Some(typed)
    }

    /// How many letters typed from `place` on agree with `letters`.
    fn shared(&self, place: usize, letters: impl Iterator<Item = char>) -> usize {
        self.tokens.iter().skip(place).zip(letters).take_while(|(typed, letter)| *typed == letter).count()
    }

    /// How a name, from its first character on, is spelt by what was typed.
    pub fn spells(&self, name: &str) -> Option<Spelt> {
        let end: Ways = 1 << self.tokens.len();
        let mut best: Option<Spelt> = None;
        let (mut begun, mut whole, mut initials): (Ways, Ways, Ways) = (1, 1, 1);
        let mut units = Units::of(name);
        while begun != 0
            && let Some(unit) = units.next()
        {
            let last = self.step(&unit, whole, Step::Begun);
            begun = self.step(&unit, begun, Step::Begun);
            whole = self.step(&unit, whole, Step::Whole);
            initials = self.step(&unit, initials, Step::Initial);
            let found = [(last, Spelt::Syllables), (initials, Spelt::Initials), (begun, Spelt::Mixed)];
            let found = found.into_iter().find(|(ways, _)| ways & end != 0).map(|(_, spelt)| spelt);
            best = best.into_iter().chain(found).min();
            if best == Some(Spelt::Syllables) {
                break;
            }
        }
        best
    }

    /// Where a unit leads from each of the ways.
    fn step(&self, unit: &Unit, ways: Ways, step: Step) -> Ways {
        let places = self.tokens.len();
        let mut next = 0;
        for place in (0..places).filter(|place| ways & (1 << place) != 0) {
            next |= match unit {
                Unit::Character(c, set) => {
                    let table = if step == Step::Whole { &self.whole } else { &self.begun };
                    let read = table.get(usize::from(*set) * places + place).copied().unwrap_or(0);
                    let read = if step == Step::Initial { read & (1 << (place + 1)) } else { read };
                    let same = if self.tokens.get(place) == Some(c) { 1 << (place + 1) } else { 0 };
                    read | same
                }
                Unit::Word(word) => {
                    let shared = self.shared(place, word.chars());
                    match step {
                        Step::Begun => run(place, shared),
                        Step::Whole if shared == word.len() => 1 << (place + shared),
                        Step::Initial if shared > 0 => 1 << (place + 1),
                        Step::Whole | Step::Initial => 0,
                    }
                }
            };
        }
        next
    }

    /// Hands on the places in an entry's line of folded names where one may be spelt by what was typed,
    /// with how, and whether the name begins there; in order. `take` says what is wanted from there on.
    pub fn each_in(&self, line: &[u8], mut wanted: Wanted, mut take: impl FnMut(Spelt, bool) -> Wanted) -> Wanted {
        let (mut at, mut first, mut in_word) = (0, true, false);
        while let Some(byte) = line.get(at).copied() {
            if Column::is_end(byte) {
                (first, in_word) = (true, false);
                at += 1;
                continue;
            }
            let (c, width) = decode(line, at, byte);
            let is_letter = c.is_ascii_alphanumeric();
            let is_first_token = self.tokens.first() == Some(&c);
            let may_start = match letters::common_place(c).and_then(|place| self.sets.get(place)) {
                Some(set) => is_first_token || self.starts.get(usize::from(*set)).copied().unwrap_or(false),
                None if c.is_ascii() => is_letter && !in_word && is_first_token,
                None => true,
            };
            if may_start
                && (first || wanted == Wanted::All)
                && self.may_spell(line, at)
                && let Some(spelt) = rest(line, at).and_then(|name| self.spells(name))
            {
                wanted = take(spelt, first);
                if wanted == Wanted::Nothing {
                    break;
                }
            }
            first = false;
            in_word = is_letter;
            at += width;
        }
        wanted
    }

    /// What is asked of a name's sign.
    pub const fn asked(&self) -> Asked {
        self.asked
    }

    /// Whether the name from `at` on can be spelt so: a quick look that knows common characters only
    /// and says yes at anything else.
    fn may_spell(&self, text: &[u8], mut at: usize) -> bool {
        let places = self.tokens.len();
        let mut ways: Ways = 1;
        while ways != 0 {
            if ways & (1 << places) != 0 {
                return true;
            }
            let Some(byte) = text.get(at).copied().filter(|byte| !Column::is_end(*byte)) else { return false };
            let (c, width) = decode(text, at, byte);
            let Some(set) = letters::common_place(c).and_then(|place| self.sets.get(place)).filter(|set| **set != 0)
            else {
                return true;
            };
            let row = self.begun.get(usize::from(*set) * places..).unwrap_or_default();
            let mut next = 0;
            while ways != 0 {
                let place = ways.trailing_zeros() as usize;
                ways &= ways - 1;
                next |= row.get(place).copied().unwrap_or(0);
                next |= Ways::from(self.tokens.get(place) == Some(&c)) << (place + 1);
            }
            ways = next;
            at += width;
        }
        false
    }
}

/// What a search still wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every place.
    All,
    /// Beginnings of names only.
    Beginnings,
    /// No more.
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Begun,
    Whole,
    Initial,
}

/// The ways that the first to the last of `shared` letters after `place` lead to.
const fn run(place: usize, shared: usize) -> Ways {
    ((1 << shared) - 1) << (place + 1)
}

/// What is spelt as one: a character by one of its readings, or a word as it stands.
pub enum Unit {
    /// A character and its readings.
    Character(char, ReadingSet),
    /// Letters and digits.
    Word(String),
}

/// The units of a folded name.
pub struct Units<'n> {
    rest: &'n str,
}

impl<'n> Units<'n> {
    /// The units of a name.
    pub const fn of(name: &'n str) -> Self {
        Self { rest: name }
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let mut word = String::new();
        let mut chars = self.rest.chars();
        loop {
            let before = chars.as_str();
            let Some(c) = chars.next() else {
                self.rest = "";
                break;
            };
            if let Some(set) = letters::set_of(c) {
                self.rest = if word.is_empty() { chars.as_str() } else { before };
                if word.is_empty() {
                    return Some(Unit::Character(c, set));
                }
                break;
            }
            let letters = spelling::latin(c);
            if letters.is_empty() && !word.is_empty() {
                self.rest = chars.as_str();
                break;
            }
            word.push_str(&letters);
        }
        (!word.is_empty()).then_some(Unit::Word(word))
    }
}

/// The character that begins at a byte of well-formed text, and its width in bytes.
#[inline]
fn decode(text: &[u8], at: usize, lead: u8) -> (char, usize) {
    let low = |byte: u8| u32::from(byte & 0x3F);
    let lead32 = u32::from(lead);
    let (code, width) = match (lead, text.get(at + 1..).unwrap_or_default()) {
        (0xE0..=0xEF, [b, c, ..]) => ((lead32 & 0xF) << 12 | low(*b) << 6 | low(*c), 3),
        (0..=0x7F, _) => (lead32, 1),
        (0xF0.., [b, c, d, ..]) => ((lead32 & 7) << 18 | low(*b) << 12 | low(*c) << 6 | low(*d), 4),
        (_, [b, ..]) => ((lead32 & 0x1F) << 6 | low(*b), 2),
        _ => (0x20, 1),
    };
    (char::from_u32(code).unwrap_or(' '), width)
}

/// The rest of the key from a byte on.
fn rest(text: &[u8], at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let end = rest.iter().position(|byte| Column::is_end(*byte)).unwrap_or(rest.len());
    std::str::from_utf8(rest.get(..end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::names::Names;
    use super::*;
    use proptest::prelude::*;

    fn spelt(typed: &str, name: &str) -> Option<Spelt> {
        Typed::new(&letters::folded(typed)).and_then(|typed| typed.spells(&letters::folded(name)))
    }

    #[test]
    fn syllables_initials_and_mixtures() {
        for (typed, name, expected) in [
            ("zhangwei", "张伟", Some(Spelt::Syllables)),
            ("zhang wei", "張偉", Some(Spelt::Syllables)),
            ("zhangw", "张伟", Some(Spelt::Syllables)),
            ("zha", "张伟", Some(Spelt::Syllables)),
            ("zw", "张伟", Some(Spelt::Initials)),
            ("ZW", "张伟", Some(Spelt::Initials)),
            ("zhw", "张伟", Some(Spelt::Mixed)),
            ("zwei", "张伟", Some(Spelt::Mixed)),
            ("张w", "张伟", Some(Spelt::Syllables)),
            ("zhangweii", "张伟", None),
            ("wz", "张伟", None),
            ("shan", "单雄信", Some(Spelt::Syllables)),
            ("danxx", "单雄信", Some(Spelt::Mixed)),
            ("chan", "单雄信", Some(Spelt::Syllables)),
            ("xiexd", "解晓东", Some(Spelt::Mixed)),
            ("jiexiaodong", "解晓东", Some(Spelt::Syllables)),
            ("zxx", "曾小贤", Some(Spelt::Initials)),
            ("cxx", "曾小贤", Some(Spelt::Initials)),
            ("qiuying", "仇英", Some(Spelt::Syllables)),
            ("chouying", "仇英", Some(Spelt::Syllables)),
            ("lvbu", "吕布", Some(Spelt::Syllables)),
            ("lyubu", "吕布", Some(Spelt::Syllables)),
            ("johns", "John Smith", Some(Spelt::Syllables)),
            ("js", "John Smith", Some(Spelt::Initials)),
            ("jose", "José", Some(Spelt::Syllables)),
            ("azw", "Ａ座 王", Some(Spelt::Initials)),
            ("abdrhm", "阿不都·热合曼", Some(Spelt::Initials)),
            ("张", "张伟", None),
        ] {
            assert_eq!(spelt(typed, name), expected, "{typed} {name}");
        }
    }

    fn is_spelt(c: char) -> bool {
        c.is_ascii() || spelling::readings_of(c).iter().any(|reading| reading.is_ascii())
    }

    #[test]
    fn a_letter_without_a_spelling_hides_nothing() {
        assert!(!is_spelt('瓧') && !is_spelt('兙') && is_spelt('一'));
        for (typed, name) in [("yi", "瓧一"), ("zy", "张瓧一"), ("zhangyi", "张兙一"), ("z", "兙瓧张")] {
            assert!(spelt(typed, name).is_some());
            let mut names = Names::default();
            names.push([name]);
            let mut found = Vec::new();
            names.each_spelt(&Typed::new(typed).unwrap(), |entry, _, first| {
                found.push((entry, first));
                Wanted::All
            });
            assert!(found.contains(&(0, true)), "{typed} {name}");
        }
    }

    proptest! {
        #[test]
        fn every_spelling_spells(name in "[单解曾仇查区乐朴繁一-龥]{1,5}|(欧阳|尉迟|万俟|单于|长孙|令狐|澹台|亓官)[一-龥]{1,2}|[A-Z][a-z]{1,5} [A-Z][a-z]{1,5}") {
            let folded = letters::folded(&name);
            let keys = spelling::keys(&name);
            for key in keys.iter().filter(|key| key.bytes().any(|b| b.is_ascii_lowercase())) {
                prop_assert!(spelt(key, &name).is_some(), "{} {}", key, name);
                prop_assert!(spelt(&key[..1], &name).is_some() || key.as_bytes()[0].is_ascii_digit());
            }
            let mut names = Names::default();
            names.push([folded.as_str()]);
            for key in keys {
                let mut found = Vec::new();
                if let Some(typed) = Typed::new(&key) {
                    names.each_spelt(&typed, |_, spelt, first| { found.push((spelt, first)); Wanted::All });
                    prop_assert!(found.iter().any(|(_, first)| *first), "{} {}", key, name);
                }
            }
        }

        #[test]
        fn any_text_is_safe(typed in any::<String>(), name in any::<String>()) {
            let _ = spelt(&typed, &name);
            let mut names = Names::default();
            let folded = letters::folded(&name);
            prop_assert!(!folded.chars().any(char::is_control));
            names.push([folded.as_str()]);
            if let Some(typed) = Typed::new(&letters::folded(&typed)) {
                names.each_spelt(&typed, |_, _, _| Wanted::All);
            }
        }
    }
}
