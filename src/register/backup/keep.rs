//! Which backups are kept: the newest of each of the last days, weeks and months that have any. Pure.

use chrono::{Datelike, NaiveDateTime};
use std::collections::BTreeSet;

/// How many days keep their newest backup.
pub const DAYS: usize = 7;
/// How many weeks, Monday to Sunday.
pub const WEEKS: usize = 8;
/// How many months.
pub const MONTHS: usize = 24;

/// The places in `taken` of the backups that are kept. Counts days, weeks and months that have a backup, so
/// that a site which stands still for a year loses none. Of several taken at once the last is kept.
#[must_use]
pub fn kept(taken: &[NaiveDateTime]) -> BTreeSet<usize> {
    let mut newest_first: Vec<usize> = (0..taken.len()).collect();
    newest_first.sort_by_key(|place| std::cmp::Reverse((taken[*place], *place)));
    let day = |at: NaiveDateTime| (at.year(), at.ordinal());
    let week = |at: NaiveDateTime| (at.iso_week().year(), at.iso_week().week());
    let month = |at: NaiveDateTime| (at.year(), at.month());
    let mut places = newest_of_each(&newest_first, DAYS, |place| day(taken[place]));
    places.extend(newest_of_each(&newest_first, WEEKS, |place| week(taken[place])));
    places.extend(newest_of_each(&newest_first, MONTHS, |place| month(taken[place])));
    places
}

fn newest_of_each<P: Ord>(newest_first: &[usize], count: usize, period: impl Fn(usize) -> P) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    newest_first.iter().copied().filter(|place| seen.insert(period(*place))).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeDelta};
    use proptest::prelude::*;

    fn at(day: i64, minute: i64) -> NaiveDateTime {
        let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
        first + TimeDelta::days(day) + TimeDelta::minutes(minute)
    }

    #[test]
    fn two_years_of_evenings_leave_days_weeks_and_months() {
        let taken: Vec<NaiveDateTime> = (0..730).map(|day| at(day, 1_110)).collect();
        let kept: Vec<String> = kept(&taken).iter().map(|place| taken[*place].date().to_string()).collect();
        // 2026-12-31 is a Thursday: the days since Friday 25th, the Sundays before, and the ends of months before.
        let newest = ["2026-12-25", "2026-12-26", "2026-12-27", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31"];
        assert_eq!(kept[kept.len() - 7..], newest);
        assert!(kept.contains(&"2026-11-15".to_owned()) && !kept.contains(&"2026-11-08".to_owned()), "{kept:?}");
        assert_eq!(kept[0], "2025-01-31");
        assert_eq!(kept.len(), 7 + 6 + 23, "{kept:?}");
    }

    proptest! {
        #[test]
        fn what_is_kept_is_little_new_and_stays(
            mut taken in prop::collection::vec((0_i64..900, 0_i64..1_440).prop_map(|(day, minute)| at(day, minute)), 1..160),
        ) {
            let places = kept(&taken);
            let newest = *taken.iter().max().unwrap();
            prop_assert!(places.iter().any(|place| taken[*place] == newest), "the newest is kept");
            prop_assert!(places.len() <= DAYS + WEEKS + MONTHS);
            let days: BTreeSet<_> = taken.iter().map(NaiveDateTime::date).collect();
            for day in days.iter().rev().take(DAYS) {
                let last = taken.iter().filter(|at| at.date() == *day).max().unwrap();
                prop_assert!(places.iter().any(|place| taken[*place] == *last), "the last of {day} is kept");
            }
            let months: BTreeSet<_> = taken.iter().map(|at| (at.year(), at.month())).collect();
            let have: BTreeSet<_> = places.iter().map(|place| (taken[*place].year(), taken[*place].month())).collect();
            prop_assert!(months.iter().rev().take(MONTHS).all(|month| have.contains(month)));
            let rest: Vec<NaiveDateTime> = places.iter().map(|place| taken[*place]).collect();
            prop_assert_eq!(kept(&rest).len(), rest.len(), "a second pruning takes nothing more");
            // Pruning after every backup leaves what pruning at the end would leave.
            taken.sort();
            taken.dedup();
            let at_the_end: Vec<NaiveDateTime> = kept(&taken).iter().map(|place| taken[*place]).collect();
            let mut one_by_one: Vec<NaiveDateTime> = Vec::new();
            for at in taken {
                one_by_one.push(at);
                one_by_one = kept(&one_by_one).iter().map(|place| one_by_one[*place]).collect();
            }
            prop_assert_eq!(one_by_one, at_the_end);
        }
    }
}
