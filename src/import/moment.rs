//! Dates as people and spreadsheets write them.
//!
//! Reads a date or a date with a time; never guesses a year that was not written out. Of `3/5/2024` the
//! month comes first, as in spreadsheets, unless it cannot be one.

use crate::rules::fold::half_width;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::ops::RangeInclusive;

/// Years that a register may speak of.
const YEARS: RangeInclusive<i32> = 1980..=2200;
/// Day numbers of spreadsheets that fall into these years.
const SERIALS: RangeInclusive<f64> = 29_221.0..=109_939.0;
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SECONDS_PER_DAY: f64 = 86_400.0;

/// Reads a date, with midnight where no time is written; nothing when it is none.
#[must_use]
pub fn read(text: &str) -> Option<NaiveDateTime> {
    let text: String = text.trim().chars().map(half_width).collect();
    let text = text.trim();
    if let Ok(serial) = text.parse::<f64>() {
        return of_number(text, serial);
    }
    let (date, rest) = split_date(text)?;
    let time = if rest.is_empty() { NaiveTime::MIN } else { read_time(rest)? };
    Some(date.and_time(time))
}

/// A number: `20240305`, or the days that a spreadsheet counts from the end of 1899.
fn of_number(text: &str, serial: f64) -> Option<NaiveDateTime> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: u32 = text.parse().ok()?;
        let year = i32::try_from(number / 10_000).ok()?;
        return date(year, number / 100 % 100, number % 100).map(|date| date.and_time(NaiveTime::MIN));
    }
    of_serial(serial)
}

/// The time of a spreadsheet's day number, to the second.
#[must_use]
pub fn of_serial(serial: f64) -> Option<NaiveDateTime> {
    if !SERIALS.contains(&serial) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, reason = "within the range just looked at")]
    let seconds = (serial * SECONDS_PER_DAY).round() as i64;
    let begin = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
    begin.checked_add_signed(TimeDelta::try_seconds(seconds)?)
}

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    if YEARS.contains(&year) { NaiveDate::from_ymd_opt(year, month, day) } else { None }
}

/// The date at the beginning of a text, and what follows it.
fn split_date(text: &str) -> Option<(NaiveDate, &str)> {
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return split_named_month(text);
    }
    let (first, rest) = number(text)?;
    let (separator, rest) = separator(rest)?;
    let (second, rest) = number(rest)?;
    let (again, rest) = self::separator(rest)?;
    let (third, rest) = number(rest)?;
    let is_named = separator == '年' && again == '月';
    if !is_named && separator != again {
        return None;
    }
    let rest = rest.strip_prefix('日').or_else(|| rest.strip_prefix('号')).unwrap_or(rest);
    let rest = rest.strip_prefix('T').unwrap_or(rest).trim_start();
    // A weekday behind it says nothing new.
    let rest = rest.trim_start_matches(|c| "星期周一二三四五六日天()".contains(c)).trim_start();
    let (whole, part) = (i32::try_from(first).ok()?, i32::try_from(third).ok()?);
    let date = if YEARS.contains(&whole) {
        date(whole, second, third)
    } else {
        date(part, first, second).or_else(|| date(part, second, first))
    };
    Some((date?, rest))
}

/// As databases print one: `Dec  3 2022  5:10PM`.
fn split_named_month(text: &str) -> Option<(NaiveDate, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, rest) = text.split_at(end);
    let name = name.get(..3)?.to_ascii_lowercase();
    let month = (1..).zip(MONTHS).find(|(_, known)| **known == name)?.0;
    let (day, rest) = number(rest.trim_start_matches('.'))?;
    let (year, rest) = number(rest.trim_start_matches(','))?;
    Some((date(i32::try_from(year).ok()?, month, day)?, rest.trim_start()))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

fn separator(text: &str) -> Option<(char, &str)> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    "-/.年月".contains(first).then(|| (first, text.get(first.len_utf8()..).unwrap_or_default()))
}

/// A time of a day: `14:20`, `2:20:05 PM`, `下午2:20`, `14时20分`.
fn read_time(text: &str) -> Option<NaiveTime> {
    let upper = text.to_uppercase();
    let is_afternoon = ["下午", "晚上", "晚", "PM", "P.M."].iter().any(|word| upper.contains(word));
    let is_morning = ["上午", "早上", "早", "AM", "A.M."].iter().any(|word| upper.contains(word));
    let plain: String = upper
        .chars()
        .map(|c| if "时点分".contains(c) { ':' } else { c })
        .filter(|c| !"上下午早晚秒APM.Z ".contains(*c) || *c == '.')
        .collect();
    let plain = plain.split(['.', '+']).next().unwrap_or_default().trim_matches(':');
    let mut parts = plain.split(':');
    let mut next = || parts.next().map_or(Some(0), |part| part.parse::<u32>().ok());
    let (hour, minute, second) = (next()?, next()?, next()?);
    if parts.next().is_some() {
        return None;
    }
    let hour = match hour {
        12 if is_morning => 0,
        1..=11 if is_afternoon => hour + 12,
        hour => hour,
    };
    if hour == 24 && minute == 0 && second == 0 {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(spelling: &str, meant: &str) {
        let read = read(spelling).map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string());
        assert_eq!(read.as_deref(), Some(meant), "{spelling}");
    }

    #[test]
    fn spellings_of_one_day() {
        for spelling in [
            "2024-03-05",
            "2024/3/5",
            "2024.3.5",
            "2024年3月5日",
            "2024年03月05号",
            "20240305",
            "3/5/2024",
            "45356",
            "２０２４－０３－０５",
            " 2024-3-5 ",
            "2024-03-05 00:00:00",
            "2024年3月5日 星期二",
            "45356.0",
            "Mar  5 2024",
            "March 5, 2024",
        ] {
            reads(spelling, "2024-03-05 00:00:00");
        }
        reads("25/3/2024", "2024-03-25 00:00:00");
    }

    #[test]
    fn spellings_of_one_time() {
        for spelling in [
            "2024-03-05 14:20",
            "3/5/2024 14:20",
            "2024/3/5 2:20 PM",
            "2024年3月5日下午2:20",
            "2024年3月5日 14时20分",
            "2024-03-05T14:20:00+08:00",
            "2024-03-05 14:20:00.000",
            "2024-3-5 下午 2：20",
            "Mar  5 2024  2:20PM",
            "45356.597222222",
        ] {
            reads(spelling, "2024-03-05 14:20:00");
        }
        reads("2024-03-05 12:05 AM", "2024-03-05 00:05:00");
    }

    #[test]
    fn the_rest_is_no_date() {
        for text in [
            "",
            "昨天",
            "2024",
            "2024-13-05",
            "2024-02-30",
            "3/5/24",
            "1/2",
            "0",
            "-1",
            "1e9",
            "NaN",
            "2024-03/05",
            "2024-03-05 25:00",
            "2024-03-05 下午",
            "13812345678",
            "0000-00-00",
            "1899-12-30",
            "2024-03-05 14:20:00:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn near_dates_are_safe(text in "[0-9年月日/.:-]{0,20}( ?[上下午APM0-9:时分+.]{0,12})") {
            let _ = read(&text);
        }

        #[test]
        fn what_is_written_is_read(seconds in 315_532_800_i64..7_258_118_400, form in 0_usize..5) {
            let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
            let form = ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒",
                "%Y年%m月%d日 %p%I:%M:%S"][form];
            prop_assert_eq!(read(&at.format(form).to_string()), Some(at), "{}", at.format(form));
        }

        #[test]
        fn day_numbers_are_read_to_the_second(days in 29_221_u32..109_938, second in 0_u32..86_400) {
            let at = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap() + Days::new(days.into());
            let at = at.and_time(NaiveTime::MIN) + TimeDelta::seconds(second.into());
            prop_assert_eq!(of_serial(f64::from(days) + f64::from(second) / SECONDS_PER_DAY), Some(at));
        }
    }
}
