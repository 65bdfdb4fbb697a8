//! Telephone numbers: one stored form for all the ways of writing one, a mask, and the digits to
//! search by.
//!
//! Owns what counts as a phone number. It must never say whether a number exists, nor guess a
//! number that was not written out. An extension is refused, not dropped: two people behind one
//! switchboard are not one client.

use super::refusal::{Code, Refusal};
use crate::rules::fold::{clean, half_width, is_invisible};

/// Gives the stored form of a phone number, or `None` where the text is none.
///
/// Full-width characters, spaces, dashes, dots, slashes and brackets are read or left out;
/// invisible characters are ignored. Accepted:
///
/// - a mainland mobile: 11 digits from `13` to `19`; stored so;
/// - a mainland landline: `010`, `02x` or `03xx`–`09xx`, then 7 or 8 digits; stored so;
/// - a service number: 10 digits beginning `400` or `800`; stored so;
/// - any of these after `+86` or `0086`, a landline there with or without its `0`; a mobile
///   also after a bare `86`;
/// - a number elsewhere: `+` or `00`, country code and number, 7 to 15 digits; stored as `+…`.
#[must_use]
pub fn normalise(text: &str) -> Option<String> {
    // Most numbers are mobiles in their stored form.
    if is_mobile(text) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    let compact = compact(text)?;
    let international = compact.strip_prefix('+').or_else(|| compact.strip_prefix("00"));
    let Some(number) = international else {
        return mainland(&compact).or_else(|| {
            let rest = compact.strip_prefix("86")?;
            is_mobile(rest).then(|| rest.to_owned())
        });
    };
    if let Some(national) = number.strip_prefix("86") {
        return mainland(national).or_else(|| mainland(&format!("0{national}")));
    }
    let plausible = (7..=15).contains(&number.len()) && !number.starts_with('0');
    plausible.then(|| format!("+{number}"))
}

/// Whether a text is a telephone number or may still become one as more digits are typed.
#[must_use]
pub fn may_become(text: &str) -> bool {
    let Some(compact) = compact(text) else { return false };
    let digits_max = match compact.as_bytes() {
        [b'+', ..] => 16,
        [b'0', b'0', ..] => 17,
        [b'8', b'6', ..] => 13,
        [b'0', ..] => 12,
        _ => 11,
    };
    normalise(text).is_some() || compact.len() < digits_max
}

/// Masks a number for the screen: `138****1234`. At least four characters are always hidden, and
/// everything where there are no more than four; any text may be given.
#[must_use]
pub fn mask(text: &str) -> String {
    let shown = normalise(text).unwrap_or_else(|| clean(text));
    let count = shown.chars().count();
    if count == 0 {
        return String::new();
    }
    let tail = count.saturating_sub(4).min(4);
    let head = count.saturating_sub(4 + tail).min(3);
    let byte = |place: usize| shown.char_indices().nth(place).map_or(shown.len(), |(byte, _)| byte);
    let (head, tail) = if shown.is_ascii() { (head, count - tail) } else { (byte(head), byte(count - tail)) };
    [shown.get(..head).unwrap_or_default(), "****", shown.get(tail..).unwrap_or_default()].concat()
}

/// Whether somebody who sees a number masked may be told that it holds these digits: they lie within
/// what the mask shows, or they hold everything that it hides, so that nothing was learnt bit by bit.
#[must_use]
pub fn may_confirm(number: &str, typed: &str) -> bool {
    let (masked, whole) = (mask(number), digits(number));
    let shown = |part: Option<&str>| part.map_or(0, |part| digits(part).len());
    let head = shown(masked.split("****").next());
    let tail = whole.len().saturating_sub(shown(masked.rsplit("****").next()));
    let is_fair = |from: usize| {
        let to = from + typed.len();
        to <= head || from >= tail || (from <= head && to >= tail)
    };
    !typed.is_empty() && (0..whole.len()).filter(|from| whole[*from..].starts_with(typed)).any(is_fair)
}

/// Whether what was typed, one slip away from a number, has in their places all the digits that its mask
/// hides: then the slip lies in what the mask shows, and naming whose number it is tells no masked digit.
#[must_use]
pub fn knows_hidden(number: &str, typed: &str) -> bool {
    let masked = mask(number);
    let (head, tail) = masked.split_once("****").unwrap_or_default();
    let hidden_to = number.len().saturating_sub(tail.len());
    let is_same = |one: Option<&str>, other: Option<&str>| one.is_some() && one == other;
    let is_so_up_to_tail = is_same(typed.get(..hidden_to), number.get(..hidden_to));
    let from_head = number.get(head.len()..);
    is_so_up_to_tail || from_head.is_some_and(|rest| !rest.is_empty() && typed.ends_with(rest))
}

/// Gives the digits of a text, full-width ones too, in order: what a partial search compares.
#[must_use]
pub fn digits(text: &str) -> String {
    text.chars().map(half_width).filter(char::is_ascii_digit).collect()
}

/// Leaves digits and one leading `+`; `None` where anything but separators stands between.
fn compact(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_invisible(*c)).map(half_width) {
        match c {
            '0'..='9' => out.push(c),
            '+' if out.is_empty() => out.push(c),
            _ if is_separator(c) => {}
            _ => return None,
        }
    }
    Some(out)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '.' | '/' | '(' | ')' | '[' | ']' | '·' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '【' | '】' | '〔' | '〕' | '。'
        )
}

fn mainland(number: &str) -> Option<String> {
    (is_mobile(number) || is_landline(number) || is_service(number)).then(|| number.to_owned())
}

fn is_mobile(number: &str) -> bool {
    number.len() == 11 && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..])
}

fn is_service(number: &str) -> bool {
    number.len() == 10 && (number.starts_with("400") || number.starts_with("800"))
}

fn is_landline(number: &str) -> bool {
    let area = match number.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return false,
    };
    (area + 7..=area + 8).contains(&number.len())
}

/// Reads a number given in a command: nothing when none or a blank one was given.
///
/// # Errors
/// `bad_phone` when it is not a telephone number.
pub fn given(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(text) = text.filter(|text| !clean(text).is_empty()) else { return Ok(None) };
    normalise(text).map(Some).ok_or_else(|| Refusal::new(Code::BadPhone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn masked_digits_are_not_told_one_by_one() {
        for (typed, may) in [
            ("138", true),
            ("38", true),
            ("5678", true),
            ("678", true),
            ("13812345678", true),
            ("1234", true),
            ("12345678", true),
            ("1381234", true),
            ("1381", false),
            ("812", false),
            ("45678", false),
            ("234567", false),
            ("123", false),
            ("999", false),
            ("", false),
        ] {
            assert_eq!(may_confirm("13812345678", typed), may, "{typed}");
        }
        // Where it stands twice, the place that the mask shows tells.
        assert!(may_confirm("13856785678", "5678"));
        assert!(may_confirm("12345", "5") && !may_confirm("12345", "45") && may_confirm("+85212345678", "85"));
    }

    #[test]
    fn a_slip_among_masked_digits_is_told_from_one_beside_them() {
        for (typed, knows) in [
            ("13812345679", true),
            ("13912345678", true),
            ("3812345678", true),
            ("138012345678", true),
            ("1381234567", true),
            ("13812845678", false),
            ("13821345678", false),
            ("1382345678", false),
            ("138123945678", false),
        ] {
            assert_eq!(knows_hidden("13812345678", typed), knows, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn every_beginning_of_a_number_may_become_one(number in "(1[3-9][0-9]{9}|0(10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}|\\+([1-79][0-9]|8[0-57-9])[0-9]{6,13}|\\+86(1[3-9][0-9]{9}|10[0-9]{8})|86 1[3-9][0-9]{9}|[48]00[0-9]{7})") {
            for end in 1..=number.len() {
                prop_assert!(may_become(&number[..end]), "{}", &number[..end]);
            }
            let longer = format!("{number}{}", "0".repeat(16));
            prop_assert!(!may_become(&longer), "{longer}");
        }
    }

    #[test]
    fn letters_never_become_a_number() {
        assert!(!may_become("138a"));
    }

    #[track_caller]
    fn reads(spelling: &str, stored: &str) {
        assert_eq!(normalise(spelling).as_deref(), Some(stored), "{spelling}");
    }

    #[test]
    fn mobiles_meet() {
        for spelling in [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "１３８１２３４５６７８",
            "+86 138 1234 5678",
            "＋８６－１３８１２３４５６７８",
            "(+86)13812345678",
            "008613812345678",
            "86 13812345678",
            "\u{202D}138\u{200B}12345678\u{202C}",
            "138—1234—5678",
        ] {
            reads(spelling, "13812345678");
        }
    }

    #[test]
    fn landlines_and_service_numbers_meet() {
        for spelling in [
            "010-65541234",
            "(010) 6554 1234",
            "（０１０）６５５４１２３４",
            "010/6554.1234",
            "+86 10 6554 1234",
            "+86 (0)10 6554 1234",
            "0086 010 65541234",
        ] {
            reads(spelling, "01065541234");
        }
        reads("0755 8234567", "07558234567");
        reads("0755-82345678", "075582345678");
        reads("021 5555 6666", "02155556666");
        reads("400-123-4567", "4001234567");
        reads("+86 400 123 4567", "4001234567");
        reads("800 820 1234", "8008201234");
    }

    #[test]
    fn foreign_numbers_keep_their_country() {
        reads("+852 1234 5678", "+85212345678");
        reads("00852-1234-5678", "+85212345678");
        reads("+1 (415) 555-2671", "+14155552671");
    }

    #[test]
    fn the_rest_is_no_number() {
        for text in [
            "",
            "+",
            "abc",
            "12345678",
            "12812345678",
            "1381234567",
            "138123456789",
            "65541234",
            "011 65541234",
            "0000000000",
            "+86 12345",
            "+0123456789",
            "+1234567890123456",
            "138+12345678",
            "++8613812345678",
            "010-65541234转801",
            "010-65541234-801",
            "13812345678/13987654321",
            "86 010 65541234",
            "١٣٨١٢٣٤٥٦٧٨",
        ] {
            assert_eq!(normalise(text), None, "{text}");
        }
    }

    #[test]
    fn masks() {
        assert_eq!(mask("138 1234 5678"), "138****5678");
        assert_eq!(mask("010-65541234"), "010****1234");
        assert_eq!(mask("400 123 4567"), "40****4567");
        assert_eq!(mask("+852 1234 5678"), "+85****5678");
        assert_eq!(mask("12345678"), "****5678");
        assert_eq!(mask("12345"), "****5");
        assert_eq!(mask("123"), "****");
        assert_eq!(mask(""), "");
        assert_eq!(mask("138****5678"), "138****5678");
    }

    #[test]
    fn digits_for_searching() {
        assert_eq!(digits("尾号 ５６-78"), "5678");
        assert_eq!(digits("无"), "");
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in any::<String>()) {
            if let Some(stored) = normalise(&text) {
                prop_assert_eq!(normalise(&stored), Some(stored));
            }
            prop_assert!(mask(&text).chars().filter(|c| *c != '*').count() <= 7);
            prop_assert!(digits(&text).bytes().all(|b| b.is_ascii_digit()));
        }

        #[test]
        fn near_numbers_are_safe(text in "[+0-9０-９ ()（）./\u{200B}-]{0,24}") {
            if let Some(stored) = normalise(&text) {
                prop_assert_eq!(normalise(&stored), Some(stored.clone()));
                prop_assert!(digits(&text).ends_with(stored.trim_start_matches(['+', '0'])));
            }
        }

        #[test]
        fn spellings_of_one_number_meet(
            number in "1[3-9][0-9]{9}|0(10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}|[48]00[0-9]{7}",
            prefix in prop::sample::select(vec!["", "+86", "0086", "＋８６ ", "(+86)"]),
            separator in prop::sample::select(vec!["", " ", "-", "－", ".", "\u{200B}", "　"]),
            every in 1_usize..6,
            wide in any::<bool>(),
        ) {
            let mut spelling = prefix.to_owned();
            for (at, c) in number.chars().enumerate() {
                if at % every == 0 {
                    spelling.push_str(separator);
                }
                let full = char::from_u32(u32::from(c) + 0xFEE0).unwrap();
                spelling.push(if wide { full } else { c });
            }
            prop_assert_eq!(normalise(&spelling), Some(number));
        }
    }
}
