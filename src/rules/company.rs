//! The form by which company names are compared: what every company is called is left out (有限公司,
//! 集团, Co., Ltd. …), and so are brackets and punctuation. Must never leave nothing of a name.

use super::fold;

/// What Chinese company names end with; the longest that fits is taken off.
const ENDINGS: &[&str] = &[
    "股份有限责任公司",
    "股份有限責任公司",
    "有限责任公司",
    "有限責任公司",
    "股份有限公司",
    "集团有限公司",
    "集團有限公司",
    "集团公司",
    "集團公司",
    "有限公司",
    "股份公司",
    "集团",
    "集團",
    "公司",
];

/// What other company names end with, as whole words.
const WORDS: &[&str] = &[
    "co",
    "company",
    "corp",
    "corporation",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "limited",
    "llc",
    "llp",
    "ltd",
    "plc",
];

/// Gives the form by which companies are compared. Two names are the same company's when their keys are.
/// A name that is nothing but such endings stays as it is.
#[must_use]
pub fn key(text: &str) -> String {
    let mut current = bare(text);
    // A mark left out can leave something to compose; a few rounds settle it.
    for _ in 0..3 {
        let next = bare(&current);
        if next == current {
            break;
        }
        current = next;
    }
    current
}

fn bare(text: &str) -> String {
    let folded = fold::key(text);
    let mut current = without_marks(&folded);
    if current.is_empty() {
        return folded;
    }
    while let Some(shorter) = without_ending(&current) {
        current = shorter;
    }
    current
}

/// Punctuation parts words or, within one, is left out; spaces stay between letters of the alphabet only.
fn without_marks(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    let mut gap = false;
    for c in folded.chars() {
        match mark(c) {
            Mark::Silent => {}
            Mark::Parting => gap = true,
            Mark::None => {
                let parts_words = |other: char| other.is_alphanumeric() && !is_han(other);
                if gap && parts_words(c) && out.chars().next_back().is_some_and(parts_words) {
                    out.push(' ');
                }
                gap = false;
                out.push(c);
            }
        }
    }
    out
}

enum Mark {
    /// Dots and apostrophes: `A.B.C.` is `abc`.
    Silent,
    /// White space, brackets, all other punctuation.
    Parting,
    /// A character of the name.
    None,
}

fn mark(c: char) -> Mark {
    match c {
        '.' | '\'' | '’' | '‘' | '·' | '・' | '•' => Mark::Silent,
        // Significant in names: A&B is not AB. Iteration marks and the zero of dates are letters.
        '&' | '+' | '@' | '#' | '々' | '〇' | '〆' => Mark::None,
        c if c.is_whitespace() || c.is_ascii_punctuation() => Mark::Parting,
        '\u{2010}'..='\u{205E}' | '\u{3001}'..='\u{301F}' | '\u{FE10}'..='\u{FE6F}' | '«' | '»' | '¡' | '¿' => {
            Mark::Parting
        }
        _ => Mark::None,
    }
}

const fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// The name without its last ending; nothing when it has none, or is nothing else.
fn without_ending(name: &str) -> Option<String> {
    if let Some(ending) = ENDINGS.iter().find(|ending| name.ends_with(**ending)) {
        let rest = name.strip_suffix(ending)?.trim_end();
        return (!rest.is_empty()).then(|| rest.to_owned());
    }
    let start = name.char_indices().rev().take_while(|(_, c)| c.is_ascii_alphanumeric()).last().map(|(at, _)| at)?;
    let (rest, word) = name.split_at(start);
    let rest = rest.trim_end();
    (WORDS.contains(&word) && !rest.is_empty()).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn endings_are_left_out() {
        for (spelling, expected) in [
            ("江湾科技有限公司", "江湾科技"),
            ("江湾科技股份有限公司", "江湾科技"),
            ("江湾科技有限责任公司", "江湾科技"),
            ("江湾（集团）有限公司", "江湾"),
            ("江湾集团", "江湾"),
            ("江湾公司", "江湾"),
            ("江湾（上海）有限公司", "江湾上海"),
            ("江湾(上海)有限公司", "江湾上海"),
            ("江湾 科技", "江湾科技"),
            ("ＡＢＣ Co., Ltd.", "abc"),
            ("A.B.C. Company Limited", "abc"),
            ("abc", "abc"),
            ("ABC贸易Co.,Ltd", "abc贸易"),
            ("Acme Holdings, Inc.", "acme"),
            ("A&B Ltd", "a&b"),
            ("Red Star", "red star"),
            ("Costco", "costco"),
        ] {
            assert_eq!(key(spelling), expected, "{spelling}");
        }
    }

    #[test]
    fn a_name_of_endings_alone_stays() {
        for (spelling, expected) in [
            ("有限公司", "有限公司"),
            ("集团有限公司", "集团有限公司"),
            ("Group Ltd.", "group"),
            ("——", "——"),
            (" ", ""),
        ] {
            assert_eq!(key(spelling), expected, "{spelling}");
        }
    }

    fn name() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            proptest::sample::select(ENDINGS).prop_map(str::to_owned),
            proptest::sample::select(WORDS).prop_map(|word| format!(" {word}")),
            proptest::sample::select(&["江湾", "（", "）", ".", ",", " ", "A", "科技", "·", "々", "&"][..])
                .prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
        ];
        proptest::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn keys_settle(text in name()) {
            let once = key(&text);
            prop_assert_eq!(&key(&once), &once);
            prop_assert_eq!(once.is_empty(), fold::key(&text).is_empty());
        }

        #[test]
        fn endings_and_marks_make_no_other_company(text in name()) {
            let plain = key(&text);
            prop_assume!(!plain.is_empty() && !without_marks(&fold::key(&text)).is_empty());
            prop_assert_eq!(key(&format!("（{text}）有限公司")), key(&format!("{text} 有限公司")));
        }
    }
}
