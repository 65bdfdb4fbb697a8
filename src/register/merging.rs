//! Merges by hand as the rules ask for them: a client as they would be without, and what a merge moved.

use super::column::{id, key, time};
use crate::rules::event::ByHand;
use crate::rules::facts::{ClientFacts, Merge};
use crate::rules::id::{ClientId, GroupId, StaffId, VisitId};
use crate::rules::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A client's own columns, with whether others were merged into them.
pub(super) fn client_facts(row: &Row) -> rusqlite::Result<ClientFacts> {
    Ok(ClientFacts {
        id: key(row, 0)?,
        serial: row.get(1)?,
        owner: id(row, 2)?,
        moved_by: id(row, 3)?,
        transferred: time(row, 11)?,
        first_contact: time(row, 4)?,
        household: id(row, 5)?,
        company: id(row, 6)?,
        last_visit: time(row, 7)?.filter(|at| at.micros() != 0),
        receptions: row.get(8)?,
        purchases: row.get(9)?,
        shares: row.get::<_, Option<String>>(10)?.and_then(|json| serde_json::from_str(&json).ok()),
        is_merged: row.get(12)?,
        phones: Vec::new(),
        poachers: Vec::new(),
    })
}

const OWN_ROW: &str = "SELECT c.id, c.serial, c.owner, c.moved_by, c.first_contact_at, c.household, c.company,
        c.last_visit_at, c.receptions, c.purchases, c.shares, c.transferred_at,
        EXISTS (SELECT 1 FROM merges m WHERE m.into_client = c.id)
    FROM clients c WHERE c.id = ?1 AND (c.merged_into IS NULL OR c.id IN (SELECT client FROM merges))";

/// Merges into a client, the latest first.
const INTO: &str = "SELECT owner, moved_by, first_contact_at, last_visit_at, gave FROM merges
    WHERE into_client = ?1 ORDER BY seq DESC";

/// What of a client's visits is not another name's.
const OWN_VISITS: &str = "SELECT min(started_at), max(arrived_at) FROM visits WHERE
        (client = ?1 OR id IN (SELECT value FROM merges m, json_each(m.moved, '$.visits') WHERE m.client = ?1))
    AND id NOT IN (SELECT value FROM merges m, json_each(m.moved, '$.visits') WHERE m.into_client = ?1)";

/// The deposits that stand and are not another name's.
const OWN_PURCHASES: &str = "SELECT count(*) FROM deposits WHERE state <> 'refunded' AND
        (client = ?1 OR id IN (SELECT value FROM merges m, json_each(m.moved, '$.deposits') WHERE m.client = ?1))
    AND id NOT IN (SELECT value FROM merges m, json_each(m.moved, '$.deposits') WHERE m.into_client = ?1)";

/// Who poached a client, at another name's visits or not.
const POACHERS: &str = "SELECT staff FROM violations WHERE kind = 'poaching' AND voided = 0 AND
        (client = ?1 AND id NOT IN
            (SELECT value FROM merges m, json_each(m.moved, '$.violations') WHERE m.into_client = ?1)
         OR id IN (SELECT value FROM merges m, json_each(m.moved, '$.violations') WHERE m.client = ?1))
    ORDER BY seq, id";

struct Before {
    owner: Option<StaffId>,
    moved_by: Option<GroupId>,
    first_contact: Option<Timestamp>,
    last_visit: Option<Timestamp>,
    gave: Option<StaffId>,
}

/// A client as they would be without the merges by hand; nothing for one that a late match made another's name.
pub(super) fn apart(conn: &Connection, client: &ClientId) -> rusqlite::Result<Option<ClientFacts>> {
    let own = conn.prepare_cached(OWN_ROW)?.query_row([client.as_str()], client_facts).optional()?;
    let Some(mut facts) = own else { return Ok(None) };
    let mut statement = conn.prepare_cached(INTO)?;
    let merges = statement.query_map([client.as_str()], |row| {
        Ok(Before {
            owner: id(row, 0)?,
            moved_by: id(row, 1)?,
            first_contact: time(row, 2)?,
            last_visit: time(row, 3)?,
            gave: id(row, 4)?,
        })
    })?;
    let merges = merges.collect::<Result<Vec<_>, _>>()?;
    for before in &merges {
        if before.gave.is_some() && before.gave == facts.owner {
            facts.owner.clone_from(&before.owner);
            facts.moved_by.clone_from(&before.moved_by);
        }
    }
    if let Some(first) = merges.last() {
        let (started, arrived) =
            conn.prepare_cached(OWN_VISITS)?.query_row([client.as_str()], |row| Ok((time(row, 0)?, time(row, 1)?)))?;
        facts.first_contact = first.first_contact.or(started);
        facts.last_visit = first.last_visit.max(arrived);
    }
    facts.purchases = conn.prepare_cached(OWN_PURCHASES)?.query_row([client.as_str()], |row| row.get(0))?;
    let mut statement = conn.prepare_cached(POACHERS)?;
    facts.poachers = statement.query_map([client.as_str()], |row| key(row, 0))?.collect::<Result<_, _>>()?;
    Ok(Some(facts))
}

const MERGE: &str = "SELECT m.into_client, m.open_visit, m.gave, m.owner, m.moved_by,
        CASE WHEN c.merged_into <> m.into_client THEN m.into_client ELSE
            (SELECT l.client FROM merges l WHERE l.into_client = m.into_client AND l.seq > m.seq
             ORDER BY l.seq DESC LIMIT 1) END
    FROM merges m JOIN clients c ON c.id = m.client WHERE m.client = ?1";

/// The merge by hand that made a client another's name.
pub(super) fn merge(conn: &Connection, client: &ClientId) -> rusqlite::Result<Option<Merge>> {
    let mut statement = conn.prepare_cached(MERGE)?;
    let found = statement.query_row([client.as_str()], |row| {
        let open: Option<String> = row.get(1)?;
        let open = open.and_then(|json| serde_json::from_str::<(VisitId, ByHand)>(&json).ok());
        let before = (id(row, 3)?, id(row, 4)?);
        Ok(Merge { into: key(row, 0)?, held_by: id(row, 5)?, visits: Vec::new(), open, gave: id(row, 2)?, before })
    });
    let Some(mut merge) = found.optional()? else { return Ok(None) };
    let sql = "SELECT value FROM merges m, json_each(m.moved, '$.visits') WHERE m.client = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    merge.visits = statement.query_map(params![client.as_str()], |row| key(row, 0))?.collect::<Result<_, _>>()?;
    Ok(Some(merge))
}
