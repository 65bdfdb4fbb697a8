//! The only place that reads the time.

use crate::rules::time::Timestamp;
use chrono::{Offset, Utc};
use chrono_tz::Tz;

/// The time now, shown in a site's zone.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the place")]
pub fn now(zone: Tz) -> Timestamp {
    let now = Utc::now();
    let offset = now.with_timezone(&zone).offset().fix().local_minus_utc();
    Timestamp::from_micros(now.timestamp_micros(), offset)
}
