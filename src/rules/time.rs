//! Points in time as the log keeps them. Holds no clock: the time always comes in as an argument.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date in the site's calendar.
pub type Date = NaiveDate;

/// A point in time: microseconds since 1970-01-01T00:00:00Z, shown with the offset it was given in.
#[derive(Clone, Copy, Debug)]
pub struct Timestamp {
    micros: i64,
    offset_seconds: i32,
}

impl Timestamp {
    /// Makes a point in time of UTC microseconds, shown at an offset east of UTC in seconds.
    #[must_use]
    pub const fn from_micros(micros: i64, offset_seconds: i32) -> Self {
        Self { micros, offset_seconds }
    }

    /// Reads an RFC 3339 time with its offset; nothing when it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(Self::from)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.micros
    }

    /// Offset east of UTC, in seconds.
    #[must_use]
    pub const fn offset_seconds(self) -> i32 {
        self.offset_seconds
    }

    /// The date in `zone`.
    #[must_use]
    pub fn date(self, zone: Tz) -> Date {
        self.in_zone(zone).date_naive()
    }

    /// The time in `zone`.
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> DateTime<Tz> {
        zone.timestamp_micros(self.micros).single().unwrap_or_else(|| DateTime::UNIX_EPOCH.with_timezone(&zone))
    }

    /// The time at its own offset, as RFC 3339.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        FixedOffset::east_opt(self.offset_seconds)
            .and_then(|offset| offset.timestamp_micros(self.micros).single())
            .map(|time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            .unwrap_or_default()
    }

    /// Microseconds from `earlier` to this; negative when `earlier` is later.
    #[must_use]
    pub const fn micros_since(self, earlier: Self) -> i64 {
        self.micros.saturating_sub(earlier.micros)
    }

    /// Whole seconds from `earlier` to this, rounded down.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.micros_since(earlier).div_euclid(1_000_000)
    }

    /// The time so many seconds later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self { micros: self.micros.saturating_add(seconds.saturating_mul(1_000_000)), ..self }
    }
}

impl From<DateTime<FixedOffset>> for Timestamp {
    fn from(time: DateTime<FixedOffset>) -> Self {
        Self { micros: time.timestamp_micros(), offset_seconds: time.offset().local_minus_utc() }
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.micros == other.micros
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.micros.cmp(&other.micros)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_rfc3339())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time with an offset"))
    }
}
