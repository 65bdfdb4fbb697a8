//! Spans of days: a day, a week, a month, or any other.

use crate::rules::calendar;
use crate::rules::time::Date;
use chrono::{Datelike, Days, Months, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// Days of the site, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Span {
    /// One day.
    #[must_use]
    pub const fn day(date: Date) -> Self {
        Self { from: date, to: date }
    }

    /// The ISO week that a date falls in, Monday to Sunday.
    #[must_use]
    pub fn week_of(date: Date) -> Self {
        let monday = calendar::monday_of(date);
        Self { from: monday, to: monday.checked_add_days(Days::new(6)).unwrap_or(monday) }
    }

    /// The month that a date falls in.
    #[must_use]
    pub fn month_of(date: Date) -> Self {
        let from = date.with_day(1).unwrap_or(date);
        let next = from.checked_add_months(Months::new(1));
        Self { from, to: next.and_then(|next| next.pred_opt()).unwrap_or(from) }
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(&self, date: Date) -> bool {
        (self.from..=self.to).contains(&date)
    }

    /// Its days, first to last; none where it ends before it begins.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.from.iter_days().take_while(move |date| *date <= self.to)
    }

    /// From the first moment of its first day in `zone` until before the first after its last, UTC microseconds.
    pub(in crate::register) fn micros(self, zone: Tz) -> [i64; 2] {
        let begins = |date: Date| {
            let midnight = date.and_time(NaiveTime::MIN);
            // Where the clock is put forward at midnight, the day begins an hour later.
            let there =
                [0, 1, 2].map(|hours| zone.from_local_datetime(&(midnight + TimeDelta::hours(hours))).earliest());
            there.into_iter().flatten().next().map_or(i64::MAX, |time| time.timestamp_micros())
        };
        [begins(self.from), self.to.succ_opt().map_or(i64::MAX, begins)]
    }

    pub(in crate::register) fn bounds(self) -> [String; 2] {
        [self.from.to_string(), self.to.to_string()]
    }
}

/// How long a span is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// One day.
    #[default]
    Day,
    /// An ISO week.
    Week,
    /// A month of the calendar.
    Month,
}

impl Extent {
    /// The span of this extent that a day lies in.
    #[must_use]
    pub fn around(self, date: Date) -> Span {
        match self {
            Self::Day => Span::day(date),
            Self::Week => Span::week_of(date),
            Self::Month => Span::month_of(date),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_both_its_ends() {
        let date = |day| Date::from_ymd_opt(2026, 11, day).unwrap();
        let week = Span::week_of(date(25));
        assert_eq!(week, Span { from: date(23), to: date(29) });
        assert_eq!(week.days().count(), 7);
        assert!(week.contains(date(23)) && week.contains(date(29)) && !week.contains(date(30)));
        let month = |year, month, day| Span::month_of(Date::from_ymd_opt(year, month, day).unwrap()).days().count();
        assert_eq!([month(2026, 2, 28), month(2028, 2, 1), month(2026, 11, 30), month(2026, 12, 31)], [28, 29, 30, 31]);
        assert_eq!(Span { from: date(2), to: date(1) }.days().count(), 0);
        assert_eq!(Span::day(date(1)).days().collect::<Vec<_>>(), [date(1)]);
    }
}
