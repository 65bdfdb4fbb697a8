//! Who was last known to be here within a span of time: found by the days of visits, so that neither an
//! arrival nor the opening of a day pays for it.

use crate::rules::id::ClientId;
use crate::rules::time::Timestamp;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// A visit belongs to the day it was made on, which may have been opened under another date.
const SLACK: i64 = 2 * 86_400_000_000;

/// Clients by the days of their visits; only whoever did not come again is kept.
const CAME: &str = "SELECT DISTINCT coalesce(c.merged_into, c.id) FROM visits v JOIN clients c ON c.id = v.client
    WHERE v.date BETWEEN ?1 AND ?2 AND c.last_visit_at > ?3 AND c.last_visit_at <= ?4";
/// Clients of a register kept elsewhere came without their visits.
const ELSEWHERE: &str = "SELECT id FROM clients WHERE seen_elsewhere_at > ?1 AND seen_elsewhere_at <= ?2
    AND last_visit_at > ?1 AND last_visit_at <= ?2 AND merged_into IS NULL";
const GIVEN: &str = "SELECT id FROM clients WHERE transferred_at > ?1 AND transferred_at <= ?2";
/// Of those who were merged by hand each household sees its own name's visits: they are few, and all looked at.
const MERGED: &str = "SELECT client FROM merges UNION SELECT into_client FROM merges";
const RELATIVES: &str = "SELECT r.id FROM clients c JOIN clients r ON r.household = c.household WHERE c.id = ?1
    UNION SELECT r.id FROM clients c JOIN clients r ON r.company = c.company WHERE c.id = ?1";

/// The clients seen after one time and until another, with the members of their groups.
pub(super) fn between(conn: &Connection, after: Timestamp, until: Timestamp) -> rusqlite::Result<Vec<ClientId>> {
    let day = |micros: i64| Timestamp::from_micros(micros, 0).date(chrono_tz::UTC).to_string();
    let (from, to) = (day(after.micros().saturating_sub(SLACK)), day(until.micros().saturating_add(SLACK)));
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut statement = conn.prepare_cached(CAME)?;
    let came = statement.query_map(params![from, to, after.micros(), until.micros()], |row| row.get(0))?;
    found.extend(came.collect::<Result<Vec<String>, _>>()?);
    for sql in [GIVEN, ELSEWHERE] {
        let mut statement = conn.prepare_cached(sql)?;
        let more = statement.query_map([after.micros(), until.micros()], |row| row.get(0))?;
        found.extend(more.collect::<Result<Vec<String>, _>>()?);
    }
    let mut statement = conn.prepare_cached(MERGED)?;
    found.extend(statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?);
    let mut statement = conn.prepare_cached(RELATIVES)?;
    let mut relatives = BTreeSet::new();
    for client in &found {
        let rows = statement.query_map([client], |row| row.get(0))?;
        relatives.extend(rows.collect::<Result<Vec<String>, _>>()?);
    }
    found.extend(relatives);
    Ok(found.into_iter().map(ClientId::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn who_was_seen_is_found_by_index() {
        for sql in [CAME, GIVEN, ELSEWHERE, RELATIVES] {
            assert_bounded(sql, &[]);
        }
    }
}
