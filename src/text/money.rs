//! Amounts of money as text. An amount is a whole number of fen (分), a hundredth of a yuan.
//!
//! Owns the capital figures (大写), the figures with separators, and the reading of typed amounts.
//! It must never use floating point, nor round.

use std::fmt::Write;

use crate::rules::fold::{half_width, is_invisible};

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const FEN_PER_YUAN: u64 = 100;

/// Writes an amount of fen in capital figures, as on a receipt: 壹拾万柒仟元伍角叁分, 零元整.
/// A negative amount begins with 负.
#[must_use]
pub fn capitals(fen: i64) -> String {
    let size = fen.unsigned_abs();
    let (yuan, jiao, cent) = (size / FEN_PER_YUAN, size / 10 % 10, size % 10);
    let mut out = String::new();
    if fen < 0 {
        out.push('负');
    }
    if yuan > 0 || size == 0 {
        push_number(&mut out, yuan);
        out.push('元');
    }
    if jiao > 0 {
        out.push_str(digit(jiao));
        out.push('角');
    } else if cent > 0 && yuan > 0 {
        out.push('零');
    }
    if cent > 0 {
        out.push_str(digit(cent));
        out.push('分');
    } else if jiao == 0 {
        out.push('整');
    }
    out
}

/// Writes an amount of fen in figures of yuan: `1,234,567.00`, `-0.50`.
#[must_use]
pub fn figures(fen: i64) -> String {
    let size = fen.unsigned_abs();
    let yuan = (size / FEN_PER_YUAN).to_string();
    let mut out = String::new();
    if fen < 0 {
        out.push('-');
    }
    for (at, c) in yuan.chars().enumerate() {
        if at > 0 && (yuan.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    // Writing to a text cannot fail.
    let _ = write!(out, ".{:02}", size % FEN_PER_YUAN);
    out
}

/// Reads an amount of yuan as people type it, in fen: `50000`, `5万`, `5万元`, `1.2亿`,
/// `50,000.50`, `￥５万`, `-3.5`. A `w` stands for 万. Separators, where there are any, must stand
/// at every third digit.
///
/// `None` where the text is anything else, holds a fraction of a fen, or is too large.
#[must_use]
pub fn parse_yuan(text: &str) -> Option<i64> {
    let folded: String = text.chars().filter(|c| !is_invisible(*c)).map(half_width).collect();
    let rest = folded.trim();
    let (negative, rest) = match rest.strip_prefix(['-', '负', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, rest.strip_prefix('+').unwrap_or(rest)),
    };
    let rest =
        ["¥", "人民币", "RMB", "rmb"].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest).trim_start();
    let end = rest.find(|c: char| !matches!(c, '0'..='9' | ',' | '.')).unwrap_or(rest.len());
    let (number, unit) = rest.split_at_checked(end)?;
    let fen = scale(number, fen_per_unit(unit.trim())?)?;
    i64::try_from(if negative { -fen } else { fen }).ok()
}

/// How many fen the written unit is worth.
fn fen_per_unit(unit: &str) -> Option<i128> {
    let unit = unit.strip_suffix('整').unwrap_or(unit);
    match unit.strip_suffix(['元', '圆', '块']).unwrap_or(unit) {
        "" => Some(100),
        "万" | "萬" | "w" | "W" => Some(1_000_000),
        "亿" | "億" => Some(10_000_000_000),
        _ => None,
    }
}

/// The plain number `text` times `worth`, when that is whole.
fn scale(text: &str, worth: i128) -> Option<i128> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (text, ""),
    };
    let groups: Vec<&str> = whole.split(',').collect();
    let (first, others) = groups.split_first()?;
    let grouped = others.iter().all(|group| group.len() == 3);
    if first.is_empty() || !grouped || (!others.is_empty() && first.len() > 3) {
        return None;
    }
    let mut fen: i128 = groups.concat().parse::<i128>().ok()?.checked_mul(worth)?;
    let mut place = worth;
    for c in fraction.chars() {
        let value = i128::from(c.to_digit(10)?);
        if place % 10 == 0 {
            place /= 10;
            fen = fen.checked_add(value * place)?;
        } else if value > 0 {
            return None;
        }
    }
    Some(fen)
}

fn digit(value: u64) -> &'static str {
    usize::try_from(value).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or_default()
}

/// Writes a whole number by 亿, 万 and units; a zero is spoken where a place is skipped.
fn push_number(out: &mut String, number: u64) {
    const MYRIAD: u64 = 10_000;
    const YI: u64 = MYRIAD * MYRIAD;
    if number == 0 {
        out.push('零');
        return;
    }
    let (high, low) = (number / YI, number % YI);
    if high > 0 {
        push_number(out, high);
        out.push('亿');
        if low > 0 && low < YI / 10 {
            out.push('零');
        }
    }
    let (middle, units) = (low / MYRIAD, low % MYRIAD);
    if middle > 0 {
        push_section(out, middle);
        out.push('万');
        if units > 0 && units < MYRIAD / 10 {
            out.push('零');
        }
    }
    push_section(out, units);
}

/// Writes 1 to 9999; nothing for 0.
fn push_section(out: &mut String, section: u64) {
    let mut begun = false;
    let mut gap = false;
    for (place, unit) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let value = section / place % 10;
        if value == 0 {
            gap = begun;
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        out.push_str(digit(value));
        out.push_str(unit);
        begun = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads capitals back, in fen.
    fn read(text: &str) -> i128 {
        let (sign, text) = match text.strip_prefix('负') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (yuan, small) = match text.split_once('元') {
            Some((yuan, small)) => (read_number(yuan), small),
            None => (0, text),
        };
        let mut fen = yuan * 100;
        let mut value = 0;
        for c in small.chars() {
            match c {
                '角' => fen += value * 10,
                '分' => fen += value,
                '整' => {}
                _ => value = read_digit(c).unwrap(),
            }
        }
        sign * fen
    }

    fn read_digit(c: char) -> Option<i128> {
        let at = DIGITS.iter().position(|d| d.starts_with(c))?;
        i128::try_from(at).ok()
    }

    fn read_number(text: &str) -> i128 {
        if let Some((high, low)) = text.rsplit_once('亿') {
            return read_number(high) * 100_000_000 + read_number(low);
        }
        if let Some((high, low)) = text.split_once('万') {
            return read_number(high) * 10_000 + read_number(low);
        }
        let (mut sum, mut value) = (0, 0);
        for c in text.chars() {
            match c {
                '仟' => sum += std::mem::take(&mut value) * 1000,
                '佰' => sum += std::mem::take(&mut value) * 100,
                '拾' => sum += std::mem::take(&mut value) * 10,
                _ => value = read_digit(c).unwrap(),
            }
        }
        sum + value
    }

    #[test]
    fn golden_capitals() {
        for (fen, words) in [
            (10_001_000, "壹拾万零壹拾元整"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (1_000_005_005, "壹仟万零伍拾元零伍分"),
            (358_000_050, "叁佰伍拾捌万元伍角"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (2_000_000_100, "贰仟万零壹元整"),
            (0, "零元整"),
            (5, "伍分"),
            (50, "伍角"),
            (55, "伍角伍分"),
            (-150, "负壹元伍角"),
            (10_000, "壹佰元整"),
            (100_100, "壹仟零壹元整"),
            (10_000_500_000, "壹亿零伍仟元整"),
            (10_500_000_000, "壹亿零伍佰万元整"),
            (15_000_000_000, "壹亿伍仟万元整"),
            (1_000_000_000_000_000_000, "壹亿亿元整"),
        ] {
            assert_eq!(capitals(fen), words);
        }
        for fen in [i64::MAX, i64::MIN] {
            assert_eq!(read(&capitals(fen)), i128::from(fen));
        }
    }

    #[test]
    fn golden_figures() {
        assert_eq!(figures(123_456_700), "1,234,567.00");
        assert_eq!(figures(0), "0.00");
        assert_eq!(figures(-50), "-0.50");
        assert_eq!(figures(99_999), "999.99");
        assert_eq!(figures(i64::MIN), "-92,233,720,368,547,758.08");
    }

    #[test]
    fn typed_amounts() {
        for (text, fen) in [
            ("50000", 5_000_000),
            ("5万", 5_000_000),
            ("5 万元", 5_000_000),
            ("5w", 5_000_000),
            ("50,000.50", 5_000_050),
            ("５００００", 5_000_000),
            ("５０，０００．５", 5_000_050),
            ("￥5万元整", 5_000_000),
            ("人民币 358万元", 358_000_000),
            ("1.2345万", 1_234_500),
            ("1.2亿", 12_000_000_000),
            ("0.01", 1),
            ("0.010", 1),
            ("-3.5", -350),
            ("0", 0),
        ] {
            assert_eq!(parse_yuan(text), Some(fen), "{text}");
        }
        for text in [
            "",
            "元",
            "万",
            "五万",
            "5,00",
            "5,0000",
            "5000,000",
            "1.",
            ".5",
            "1.2.3",
            "0.001",
            "1.23456789万",
            "5万5",
            "5 0",
            "abc",
            "--5",
            "1,",
            ",500",
            "99999999999999999999",
            "9999999999亿",
            "1e5",
            "￥",
            "5千",
        ] {
            assert_eq!(parse_yuan(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn capitals_read_back(fen in any::<i64>()) {
            prop_assert_eq!(read(&capitals(fen)), i128::from(fen));
        }

        #[test]
        fn capitals_of_everyday_amounts_read_back(fen in 0_i64..100_000_000_000, zeros in 0_u32..9) {
            let fen = fen / 10_i64.pow(zeros) * 10_i64.pow(zeros);
            let words = capitals(fen);
            prop_assert_eq!(read(&words), i128::from(fen));
            prop_assert!(!words.contains("零零") && (fen == 0 || !words.contains("零元")));
        }

        #[test]
        fn figures_read_back(fen in any::<i64>()) {
            prop_assert_eq!(parse_yuan(&figures(fen)), Some(fen));
        }

        #[test]
        fn any_text_is_safe(text in any::<String>(), near in "[-+¥0-9０-９,.，万亿元整 ]{0,30}") {
            let _ = parse_yuan(&text);
            let _ = parse_yuan(&near);
        }
    }
}
