//! Weeks, months and weekdays in words. A week is an ISO week: it begins on Monday.
//!
//! Owns the reading and writing of `2026-W48` and `2026-11`. It must never ask what day it is.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Reads an ISO week such as `2026-W48` and gives its Monday; `None` where the text has another
/// shape or the year no such week.
#[must_use]
pub fn parse_week(text: &str) -> Option<NaiveDate> {
    let (year, week) = text.split_once("-W")?;
    let year = number(year, 4)?;
    let week = number(week, 2)?;
    NaiveDate::from_isoywd_opt(i32::try_from(year).ok()?, week, Weekday::Mon)
}

/// Reads a month such as `2026-11` and gives its first day; `None` where the text has another shape
/// or the year no such month.
#[must_use]
pub fn parse_month(text: &str) -> Option<NaiveDate> {
    let (year, month) = text.split_once('-')?;
    NaiveDate::from_ymd_opt(i32::try_from(number(year, 4)?).ok()?, number(month, 2)?, 1)
}

/// Writes the month that a date falls in: `2026-11`.
#[must_use]
pub fn month_name(date: NaiveDate) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// Writes the ISO week that a date falls in: `2026-W48`.
#[must_use]
pub fn week_name(date: NaiveDate) -> String {
    let week = date.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Gives the Monday of the week that a date falls in.
#[must_use]
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    date.week(Weekday::Mon).checked_first_day().unwrap_or(date)
}

/// Gives the seven days of the week that a date falls in, Monday first.
#[must_use]
pub fn week_days(date: NaiveDate) -> Vec<NaiveDate> {
    let monday = monday_of(date);
    (0..7).filter_map(|days| monday.checked_add_days(Days::new(days))).collect()
}

/// Names a weekday in Chinese: 周一.
#[must_use]
pub const fn weekday_zh(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

/// Names a weekday in English, short: `Mon`.
#[must_use]
pub const fn weekday_en(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Mon",
        Weekday::Tue => "Tue",
        Weekday::Wed => "Wed",
        Weekday::Thu => "Thu",
        Weekday::Fri => "Fri",
        Weekday::Sat => "Sat",
        Weekday::Sun => "Sun",
    }
}

/// Reads exactly `length` ASCII digits.
fn number(text: &str, length: usize) -> Option<u32> {
    let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_read_and_written() {
        assert_eq!(parse_month("2026-11"), Some(day("2026-11-01")));
        assert_eq!(month_name(day("2026-02-28")), "2026-02");
        for wrong in ["2026-13", "2026-00", "2026-1", "26-11", "2026-W48", "2026-11-23", "2026", ""] {
            assert_eq!(parse_month(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn weeks_at_the_turn_of_a_year() {
        assert_eq!(parse_week("2026-W48"), Some(day("2026-11-23")));
        assert_eq!(parse_week("2026-W01"), Some(day("2025-12-29")));
        assert_eq!(parse_week("2026-W53"), Some(day("2026-12-28")));
        assert_eq!(week_name(day("2027-01-03")), "2026-W53");
        for text in [
            "",
            "2026",
            "2026-48",
            "2026-w48",
            "2025-W53",
            "2026-W00",
            "2026-W54",
            "2026-W1",
            "26-W48",
            "+026-W48",
            "2026-W+8",
            "2026-W48 ",
            "２０２６-W48",
        ] {
            assert_eq!(parse_week(text), None, "{text}");
        }
    }

    #[test]
    fn weekdays() {
        let names: Vec<_> = week_days(day("2026-11-25")).iter().map(|date| weekday_zh(date.weekday())).collect();
        assert_eq!(names.concat(), "周一周二周三周四周五周六周日");
        assert_eq!(weekday_en(day("2026-11-23").weekday()), "Mon");
        assert!(week_days(NaiveDate::MAX).len() <= 7);
        assert!(monday_of(NaiveDate::MIN) <= day("0001-01-01"));
    }

    proptest! {
        #[test]
        fn names_read_back(days in 0_i64..3_000_000) {
            let date = day("0001-01-01") + chrono::Duration::days(days);
            prop_assert_eq!(parse_week(&week_name(date)), Some(monday_of(date)));
            prop_assert!(week_days(date).contains(&date));
        }

        #[test]
        fn any_text_is_safe(text in any::<String>()) {
            let _ = parse_week(&text);
        }
    }
}
