//! Two clients who are one in the tables: what a merge moves to the client who stands, and what taking
//! it apart gives back.

use super::{Projection, json};
use crate::register::fault::Fault;
use crate::rules::event::ByHand;
use crate::rules::facts::given_companion;
use crate::rules::id::{ClientId, GroupId, StaffId, VisitId};
use crate::rules::likeness;
use rusqlite::params;

/// What is a name's own, as JSON; `shared` are the numbers that the other client has as well, `waiting` the
/// visits not received yet, `active` how many deposits stand.
const MOVED: &str = "SELECT json_object(
    'names', json((SELECT json_group_array(id) FROM
        (SELECT id FROM clients WHERE merged_into = ?1 ORDER BY serial, id))),
    'visits', json((SELECT json_group_array(id) FROM (SELECT id FROM visits WHERE client = ?1 ORDER BY seq, id))),
    'waiting', json((SELECT json_group_array(id) FROM
        (SELECT id FROM visits WHERE client = ?1 AND started_at IS NULL ORDER BY seq, id))),
    'deposits', json((SELECT json_group_array(id) FROM (SELECT id FROM deposits WHERE client = ?1 ORDER BY seq, id))),
    'active', (SELECT count(*) FROM deposits WHERE client = ?1 AND state <> 'refunded'),
    'holds', json((SELECT json_group_array(seq) FROM (SELECT seq FROM holds WHERE client = ?1 ORDER BY seq))),
    'violations', json((SELECT json_group_array(id) FROM
        (SELECT id FROM violations WHERE client = ?1 ORDER BY seq, id))),
    'phones', json((SELECT json_group_array(phone) FROM
        (SELECT phone FROM client_phones WHERE client = ?1 ORDER BY phone))),
    'shared', json((SELECT json_group_array(phone) FROM (SELECT p.phone FROM client_phones p
        JOIN client_phones q ON q.phone = p.phone AND q.client = ?2 WHERE p.client = ?1 ORDER BY p.phone))))";

/// Values of a list in a row of `merges`.
macro_rules! moved {
    ($list:literal) => {
        concat!("(SELECT value FROM merges, json_each(moved, '$.", $list, "') WHERE merges.client = ?1)")
    };
}

/// Gives back what was moved: `?1` the name, `?2` the client it was merged into.
const PART: &[&str] = &[
    concat!("UPDATE OR FAIL clients SET merged_into = ?1 WHERE merged_into = ?2 AND id IN ", moved!("names")),
    concat!("UPDATE OR FAIL visits SET client = ?1 WHERE client = ?2 AND id IN ", moved!("visits")),
    concat!("UPDATE OR FAIL deposits SET client = ?1 WHERE client = ?2 AND id IN ", moved!("deposits")),
    concat!("UPDATE OR FAIL holds SET client = ?1 WHERE client = ?2 AND seq IN ", moved!("holds")),
    concat!(
        "UPDATE OR FAIL violations SET client = ?1 WHERE client = ?2 AND (id IN ",
        moved!("violations"),
        " OR visit IN ",
        moved!("visits"),
        ")"
    ),
    concat!(
        "DELETE FROM client_phones WHERE client = ?2 AND phone IN ",
        moved!("phones"),
        " AND phone NOT IN ",
        moved!("shared")
    ),
    concat!(
        "INSERT OR FAIL INTO client_phones(phone, client, serial) SELECT p.value, c.id, c.serial FROM ",
        moved!("phones"),
        " p, clients c WHERE c.id = ?1 AND ?2 IS NOT NULL ON CONFLICT DO NOTHING"
    ),
    // What became of the name's visits and deposits since.
    concat!(
        "UPDATE OR FAIL clients SET merged_into = NULL,
            receptions = receptions + (SELECT count(*) FROM visits WHERE started_at IS NOT NULL AND id IN ",
        moved!("waiting"),
        "),
            first_contact_at = coalesce(first_contact_at,
                (SELECT min(started_at) FROM visits WHERE id IN ",
        moved!("waiting"),
        ")),
            purchases = purchases + (SELECT count(*) FROM deposits WHERE client = ?1 AND state <> 'refunded')
                - (SELECT moved ->> '$.active' FROM merges WHERE client = ?1)
         WHERE id = ?1 AND ?2 IS NOT NULL"
    ),
    "UPDATE OR FAIL clients SET
         receptions = receptions - (SELECT receptions FROM clients WHERE id = ?1),
         purchases = purchases - (SELECT purchases FROM clients WHERE id = ?1),
         first_contact_at = coalesce((SELECT first_contact_at FROM merges WHERE client = ?1),
             (SELECT min(started_at) FROM visits WHERE client = ?2)),
         last_visit_at = nullif(max(
             coalesce((SELECT last_visit_at FROM merges WHERE client = ?1), 0),
             coalesce((SELECT max(arrived_at) FROM visits WHERE client = ?2), 0)), 0),
         name = CASE WHEN (SELECT name_taken FROM merges WHERE client = ?1)
             THEN nullif(name, (SELECT name FROM clients WHERE id = ?1)) ELSE name END
     WHERE id = ?2",
    "DELETE FROM merges WHERE client = ?1 AND into_client = ?2",
];

impl Projection<'_> {
    /// A late match: the other name keeps nothing of its own.
    pub(super) fn merge(&self, from: &str, into: &str) -> Result<(), Fault> {
        let first = "coalesce(first_contact_at, (SELECT first_contact_at FROM clients WHERE id = ?1))";
        self.take_over(from, into, first)?;
        self.run("UPDATE OR FAIL clients SET household = NULL, company = NULL WHERE id = ?1", params![from])
    }

    /// A merge by hand: the other name keeps its household and company, and what it was is remembered.
    pub(super) fn merge_by_hand(&self, from: &str, into: &str, open: Option<(&VisitId, &ByHand)>) -> Result<(), Fault> {
        self.run(
            &format!(
                "INSERT OR FAIL INTO merges(client, into_client, seq, moved, name_taken, owner, moved_by, first_contact_at,
                     last_visit_at, open_visit)
                 SELECT ?1, c.id, ?3, ({MOVED}), c.name IS NULL, c.owner, c.moved_by, c.first_contact_at,
                     c.last_visit_at, ?4 FROM clients c WHERE c.id = ?2"
            ),
            params![from, into, self.header.seq, open.map(|open| json(&open))],
        )?;
        let first = "coalesce(min(first_contact_at, (SELECT first_contact_at FROM clients WHERE id = ?1)),
            first_contact_at, (SELECT first_contact_at FROM clients WHERE id = ?1))";
        self.take_over(from, into, first)
    }

    fn take_over(&self, from: &str, into: &str, first_contact: &str) -> Result<(), Fault> {
        self.run(
            &format!(
                "UPDATE OR FAIL clients SET
                     receptions = receptions + (SELECT receptions FROM clients WHERE id = ?1),
                     purchases = purchases + (SELECT purchases FROM clients WHERE id = ?1),
                     last_visit_at = nullif(max(coalesce(last_visit_at, 0),
                         coalesce((SELECT last_visit_at FROM clients WHERE id = ?1), 0)), 0),
                     first_contact_at = {first_contact},
                     name = coalesce(name, (SELECT name FROM clients WHERE id = ?1))
                 WHERE id = ?2"
            ),
            params![from, into],
        )?;
        self.run("UPDATE OR FAIL clients SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1", params![from, into])?;
        self.run(
            "INSERT OR FAIL INTO client_phones(phone, client, serial)
                 SELECT p.phone, c.id, c.serial FROM client_phones p, clients c WHERE p.client = ?1 AND c.id = ?2
             ON CONFLICT DO NOTHING",
            params![from, into],
        )?;
        self.run("DELETE FROM client_phones WHERE client = ?1", params![from])?;
        for table in ["visits", "deposits", "holds", "violations"] {
            self.run(&format!("UPDATE OR FAIL {table} SET client = ?2 WHERE client = ?1"), params![from, into])?;
        }
        Ok(())
    }

    /// Whom the merge of this entry made the owner.
    pub(super) fn note_given(&self, to: Option<&StaffId>) -> Result<(), Fault> {
        self.run("UPDATE OR FAIL merges SET gave = ?2 WHERE seq = ?1", params![self.header.seq, super::text(to)])
    }

    /// Whoever became an owner since the merges into them is the owner whatever is taken apart.
    pub(super) fn note_kept(&self, reached: &[(ClientId, Option<GroupId>)]) -> Result<(), Fault> {
        reached.iter().try_for_each(|(client, _)| {
            self.run(
                "UPDATE OR FAIL merges SET gave = NULL WHERE into_client = ?1 AND gave IS NOT NULL",
                params![client.as_str()],
            )
        })
    }

    pub(super) fn part(&self, client: &str, from: &str) -> Result<(), Fault> {
        PART.iter().try_for_each(|sql| self.run(sql, params![client, from]))
    }

    pub(super) fn dismiss(&self, client: &ClientId, with: &ClientId) -> Result<(), Fault> {
        let (one, other) = if client < with { (client, with) } else { (with, client) };
        self.run(
            "INSERT OR FAIL INTO hint_dismissals(client, other, seq) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![one.as_str(), other.as_str(), self.header.seq],
        )
    }

    /// What ties a client to others: an address, a companion's number.
    pub(super) fn tie(&self, client: &ClientId) -> Result<(), Fault> {
        let Some((address, companion)) = given_companion(self.header.done()) else { return Ok(()) };
        let address = address.map(|text| (likeness::address_key(text), crate::rules::fold::clean(text)));
        let companion = companion.map(|phone| (phone.clone(), phone));
        for (kind, tie) in [("address", address), ("companion", companion)] {
            if let Some((key, value)) = tie.filter(|(key, _)| !key.is_empty()) {
                self.run(
                    "INSERT OR FAIL INTO client_ties(kind, key, client, value) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                    params![kind, key, client.as_str(), value],
                )?;
            }
        }
        Ok(())
    }
}
