//! Cleaning and folding of names: what is stored and shown, what is compared, what is masked.
//!
//! Owns which characters may stand in a text at all. It must never refuse an input and never
//! look anything up.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::rules::surname;

/// The most characters a stored name holds.
pub const NAME_CHARACTERS_MAX: usize = 50;

/// Whether a character is of those that most texts are made of, ASCII and the common ideographs: it shows, and
/// folding changes nothing but its letter case, whatever plain one it stands beside.
const fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{4E00}'..='\u{9FFF}')
}

/// Says whether a character never shows by itself: controls, zero-width and bidirectional marks,
/// fillers, variation selectors and tags. White space is not among them.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    if is_plain(c) || c.is_whitespace() {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Turns a full-width ASCII form into the ASCII character; leaves all others.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '\u{FFE5}' => '¥',
        _ => c,
    }
}

/// Makes a text fit to store and show: invisible characters out, every run of white space one
/// space, none at the ends. Case and width stay as typed.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            gap = !out.is_empty();
        } else {
            if gap {
                out.push(' ');
                gap = false;
            }
            out.push(c);
        }
    }
    out
}

/// Whether nothing of a text shows: cleaned it would be empty.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Cleans a name and keeps its first [`NAME_CHARACTERS_MAX`] characters, without cutting a letter
/// from its marks.
#[must_use]
pub fn clean_name(text: &str) -> String {
    let cleaned = clean(text);
    if cleaned.chars().count() <= NAME_CHARACTERS_MAX {
        return cleaned;
    }
    let mut count = 0;
    let mut out = String::new();
    for grapheme in cleaned.graphemes(true) {
        count += grapheme.chars().count();
        if count > NAME_CHARACTERS_MAX {
            break;
        }
        out.push_str(grapheme);
    }
    if out.is_empty() {
        out.extend(cleaned.chars().take(NAME_CHARACTERS_MAX));
    }
    clean(&out)
}

/// Gives the form by which companies and households are compared: cleaned, with width, letter
/// case and compatibility forms folded (NFKC). Two texts are the same name when their keys are.
#[must_use]
pub fn key(text: &str) -> String {
    let mut current = clean(text);
    if current.chars().all(|c| is_plain(c) || c == ' ') {
        current.make_ascii_lowercase();
        return current;
    }
    current = fold_once(&current);
    // Folding the case can leave something to compose, and the other way round. A few rounds
    // settle all of Unicode (a test goes through it).
    for _ in 0..3 {
        let next = fold_once(&current);
        if next == current {
            break;
        }
        current = next;
    }
    current
}

fn fold_once(text: &str) -> String {
    let folded: String = clean(text).nfkc().flat_map(char::to_lowercase).nfkc().collect();
    clean(&folded)
}

/// Masks a name for eyes that need not know it: the surname, compound ones whole, and two stars,
/// however long the rest (张**, 欧阳**). Of other names the first letter stays.
#[must_use]
pub fn mask_name(name: &str) -> String {
    // Most names are clean, and each of their letters stands alone.
    if name.chars().all(is_plain) {
        return masked(name, name.chars().next().and_then(|c| name.get(..c.len_utf8())));
    }
    let cleaned = clean(name);
    masked(&cleaned, cleaned.graphemes(true).next())
}

/// A clean name of which its surname is shown, or else its first letter.
fn masked(name: &str, first: Option<&str>) -> String {
    let shown = surname::compound(name).map(|(surname, _)| surname).or(first);
    shown.map_or_else(String::new, |shown| [shown, "**"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cleans_what_pasting_brings() {
        assert_eq!(clean("  张\u{200B}伟\u{FEFF}\t 先生\r\n"), "张伟 先生");
        assert_eq!(clean("\u{202E}王芳\u{202C}"), "王芳");
        assert_eq!(clean("葛\u{E0100}城"), "葛城");
        assert_eq!(clean("李\u{3000}\u{3000}娜"), "李 娜");
        assert_eq!(clean("阿不都·热合曼"), "阿不都·热合曼");
        assert_eq!(clean("𠮷野㐂"), "𠮷野㐂");
        assert_eq!(clean("\u{200B}\u{0}"), "");
    }

    #[test]
    fn limits_names() {
        assert_eq!(clean_name(&"长".repeat(60)), "长".repeat(50));
        assert_eq!(clean_name(&format!("{} x", "a".repeat(49))), "a".repeat(49));
        let marked = format!("{}e\u{301}", "a".repeat(49));
        assert_eq!(clean_name(&marked), "a".repeat(49));
        let heap = format!("e{}", "\u{301}".repeat(80));
        assert_eq!(clean_name(&heap).chars().count(), 50);
    }

    #[test]
    fn keys_meet() {
        for spelling in ["ＡＢＣ 科技", "abc　科技 ", "\u{200B}Abc   科技"] {
            assert_eq!(key(spelling), "abc 科技");
        }
        assert_eq!(key("江湾（上海）有限公司"), key("江湾(上海)有限公司"));
        assert_ne!(key("江湾科技"), key("江湾 科技"));
    }

    #[test]
    fn keys_of_every_character_are_settled() {
        // The planes with letters end here.
        for c in '\0'..='\u{323AF}' {
            let once = key(&c.to_string());
            assert!(!is_plain(c) || once == fold_once(&c.to_string()), "U+{:04X}", u32::from(c));
            assert_eq!(key(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn masks() {
        assert_eq!(mask_name("张伟"), "张**");
        assert_eq!(mask_name(" 欧阳娜娜"), "欧阳**");
        assert_eq!(mask_name("欧阳"), "欧**");
        assert_eq!(mask_name("John Smith"), "J**");
        assert_eq!(mask_name("龙"), "龙**");
        assert_eq!(mask_name(" \u{200B}"), "");
    }

    proptest! {
        #[test]
        fn cleaning_settles(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(&clean(&once), &once);
            prop_assert!(!once.chars().any(is_invisible));
            prop_assert_eq!(is_blank(&text), once.is_empty());
            prop_assert!(!once.contains("  ") && once.trim() == once);
            let name = clean_name(&text);
            prop_assert_eq!(&clean_name(&name), &name);
            prop_assert!(name.chars().count() <= NAME_CHARACTERS_MAX);
        }

        #[test]
        fn keys_settle(text in any::<String>()) {
            let once = key(&text);
            prop_assert_eq!(&key(&once), &once);
            prop_assert_eq!(key(&format!(" {text}\u{200B} ")), once);
        }

        #[test]
        fn plain_texts_are_folded_and_masked_as_any(text in "[ -~一-鿿]{0,12}") {
            prop_assert_eq!(key(&text), fold_once(&fold_once(&text)));
            let cleaned = clean(&text);
            prop_assert_eq!(mask_name(&text), masked(&cleaned, cleaned.graphemes(true).next()));
        }

        #[test]
        fn masks_settle(text in any::<String>()) {
            let once = mask_name(&text);
            prop_assert_eq!(&mask_name(&once), &once);
        }
    }
}
