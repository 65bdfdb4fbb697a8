//! Times and dates as people type them.

use crate::rules::fold::half_width;
use crate::rules::time::{Date, Timestamp};
use chrono::{Datelike, Days, NaiveTime, TimeZone};
use chrono_tz::Tz;

/// Words before a time of day, with the days that they are ahead.
const DAYS_AHEAD: &[(&str, u64)] =
    &[("今天", 0), ("today", 0), ("明天", 1), ("tomorrow", 1), ("后天", 2), ("今日", 0), ("明日", 1)];
/// When a day ends that is named without a time.
const END_OF_DAY: (u32, u32) = (18, 0);

/// Reads a time to come: `18:00`, `明天 12:00`, `11-25 9:30`, `11-25`, `3天`, `3d`, `2小时`, `2h`, `30分`. A
/// day without a time is meant to its end at six in the evening; nothing when it is no time.
#[must_use]
pub fn read(text: &str, now: Timestamp, zone: Tz) -> Option<Timestamp> {
    let text = plain(text);
    if text.is_empty() {
        return None;
    }
    if let Some(seconds) = duration_seconds(&text) {
        return Some(now.plus_seconds(seconds));
    }
    let today = now.in_zone(zone).date_naive();
    let words = |(word, days): &(&str, u64)| Some((text.strip_prefix(word)?.trim().to_owned(), *days));
    let (day, rest) = match DAYS_AHEAD.iter().find_map(words) {
        Some((rest, days)) => (today.checked_add_days(Days::new(days))?, rest),
        None => match text.split_once(' ') {
            Some((date, time)) => (date_near(date, today, true)?, time.trim().to_owned()),
            None => match date_near(&text, today, true) {
                Some(date) => (date, String::new()),
                None => (today, text.clone()),
            },
        },
    };
    let time = if rest.is_empty() {
        NaiveTime::from_hms_opt(END_OF_DAY.0, END_OF_DAY.1, 0)?
    } else {
        NaiveTime::parse_from_str(&rest, "%H:%M").ok()?
    };
    let at = zone.from_local_datetime(&day.and_time(time)).earliest()?;
    Some(Timestamp::from(at.fixed_offset()))
}

/// Reads a date that is past or today: `2026-11-23`, `11-23`, `今天`, `昨天`; nothing when it is none.
#[must_use]
pub fn read_date(text: &str, today: Date) -> Option<Date> {
    let text = plain(text);
    match text.as_str() {
        "今天" | "today" => Some(today),
        "昨天" | "yesterday" => today.pred_opt(),
        _ => date_near(&text, today, false),
    }
}

fn plain(text: &str) -> String {
    let folded: String = text.chars().map(half_width).map(|c| if c == '：' { ':' } else { c }).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase()
}

fn duration_seconds(text: &str) -> Option<i64> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at(digits);
    let count: i64 = count.parse().ok().filter(|count| (1..=1_000).contains(count))?;
    match unit.trim() {
        "天" | "日" | "d" | "day" | "days" => Some(count * 86_400),
        "小时" | "时" | "h" | "hours" => Some(count * 3_600),
        "分" | "分钟" | "m" | "min" => Some(count * 60),
        _ => None,
    }
}

/// A date, with or without its year; without one, the next such day from today on, or the last one.
fn date_near(text: &str, today: Date, is_to_come: bool) -> Option<Date> {
    let text = text.replace(['/', '.', '月'], "-");
    let text = text.trim_end_matches(['日', '号']);
    let parts: Vec<u32> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [year, month, day] => Date::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
        [month, day] => {
            let this_year = Date::from_ymd_opt(today.year(), *month, *day)?;
            let years = match is_to_come {
                true if this_year < today => 1,
                false if this_year > today => -1,
                _ => 0,
            };
            Date::from_ymd_opt(today.year() + years, *month, *day)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<String> {
        let zone = chrono_tz::Asia::Shanghai;
        let now = Timestamp::parse("2026-11-23T10:00:00+08:00").unwrap();
        let time = read(text, now, zone)?.in_zone(zone);
        let shape = if time.year() == 2026 { "%m-%d %H:%M" } else { "%Y-%m-%d %H:%M" };
        Some(time.format(shape).to_string())
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        for (text, expected) in [
            ("18:00", "11-23 18:00"),
            ("１８：３０", "11-23 18:30"),
            ("明天", "11-24 18:00"),
            ("明天 12:00", "11-24 12:00"),
            ("tomorrow 9:05", "11-24 09:05"),
            ("11-25", "11-25 18:00"),
            ("11月25日 09:30", "11-25 09:30"),
            ("2026-12-01 10:00", "12-01 10:00"),
            ("3天", "11-26 10:00"),
            ("1-5 10:00", "2027-01-05 10:00"),
            ("2h", "11-23 12:00"),
            ("30分", "11-23 10:30"),
        ] {
            assert_eq!(at(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "25:00", "soon", "13-45", "0天", "1-2-3-4"] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        let today = "2026-11-23".parse().unwrap();
        let read = |text: &str| read_date(text, today).map(|date| date.to_string());
        assert_eq!(read("昨天").as_deref(), Some("2026-11-22"));
        assert_eq!(read("11/20").as_deref(), Some("2026-11-20"));
        assert_eq!(read("12-31").as_deref(), Some("2025-12-31"), "no day to come is looked for");
        assert_eq!(read("2025-12-31").as_deref(), Some("2025-12-31"));
        assert_eq!(read("soon"), None);
    }
}
