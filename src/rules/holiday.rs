//! National days off and make-up workdays, as announced each autumn for the year to come: read once
//! from the data files in `assets/holidays`. A year without days has not been announced; nothing here
//! may guess at it.

use super::time::Date;
use chrono::Datelike;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The years at hand, as NateScarlet/holiday-cn publishes them.
const YEARS: &[&str] = &[
    include_str!("../../assets/holidays/2024.json"),
    include_str!("../../assets/holidays/2025.json"),
    include_str!("../../assets/holidays/2026.json"),
    include_str!("../../assets/holidays/2027.json"),
];

/// A day that is no plain workday or weekend.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Holiday {
    /// Which holiday it belongs to, in Chinese.
    pub name: String,
    date: Date,
    /// Whether it is off; else it is a make-up workday.
    #[serde(rename = "isOffDay")]
    pub is_off: bool,
}

#[derive(Deserialize)]
struct Year {
    days: Vec<Holiday>,
}

static HOLIDAYS: LazyLock<BTreeMap<Date, Holiday>> = LazyLock::new(|| {
    let years = YEARS.iter().filter_map(|text| serde_json::from_str::<Year>(text).ok());
    years.flat_map(|year| year.days).map(|day| (day.date, day)).collect()
});

/// What a day is, when it is a day off or a make-up workday.
#[must_use]
pub fn on(date: Date) -> Option<&'static Holiday> {
    HOLIDAYS.get(&date)
}

/// Whether the holidays of a year are known.
#[must_use]
pub fn is_announced(year: i32) -> bool {
    HOLIDAYS.keys().any(|date| date.year() == year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_read_whole() {
        let listed: usize = YEARS.iter().map(|text| text.matches("\"isOffDay\"").count()).sum();
        assert_eq!(HOLIDAYS.len(), listed);
        let years: BTreeSet<i32> = (2020..2035).filter(|year| is_announced(*year)).collect();
        assert_eq!(years, BTreeSet::from([2024, 2025, 2026]));
    }

    #[test]
    fn days_off_and_workdays_are_told_apart() {
        let on = |date: &str| on(date.parse().unwrap()).map(|day| (day.name.as_str(), day.is_off));
        assert_eq!(on("2026-10-01"), Some(("国庆节", true)));
        assert_eq!(on("2026-10-10"), Some(("国庆节", false)));
        assert_eq!(on("2026-11-23"), None);
    }
}
