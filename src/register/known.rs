//! The register's answers to the rules: [`Facts`] read from the tables. A failure of SQLite is kept
//! and handed over after the decision, so that the rules never see one.

use super::column::{deposit_state, id, time};
use super::fault::Fault;
use super::merging;
use crate::rules::command::{GroupKind, ViolationKind};
use crate::rules::facts::{ClientFacts, DepositFacts, Facts, Merge, Request, UnitStatus, ViolationFacts};
use crate::rules::id::{CallId, ClientId, DepositId, GroupId, StaffId, UnitId, ViolationId, VisitId};
use crate::rules::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use std::cell::RefCell;

/// As for one number, for each of a list: one statement for all of them.
const CLIENTS_BY_PHONE: &str = "SELECT asked.key, p.client, min(p.serial)
    FROM json_each(?1) asked CROSS JOIN client_phones p ON p.phone = asked.value GROUP BY asked.key";

/// The register as the rules know it.
pub struct Known<'c> {
    conn: &'c Connection,
    fault: RefCell<Option<Fault>>,
}

impl<'c> Known<'c> {
    /// The register behind a connection.
    #[must_use]
    pub const fn new(conn: &'c Connection) -> Self {
        Self { conn, fault: RefCell::new(None) }
    }

    /// The first failure that happened while the rules asked.
    ///
    /// # Errors
    /// That failure.
    pub fn check(&self) -> Result<(), Fault> {
        self.fault.borrow_mut().take().map_or(Ok(()), Err)
    }

    fn keep<T: Default>(&self, result: rusqlite::Result<T>) -> T {
        result.unwrap_or_else(|error| {
            self.fault.borrow_mut().get_or_insert(error.into());
            T::default()
        })
    }

    fn one<T>(&self, sql: &str, params: impl Params, read: impl FnOnce(&Row) -> rusqlite::Result<T>) -> Option<T> {
        let found =
            self.conn.prepare_cached(sql).and_then(|mut statement| statement.query_row(params, read).optional());
        self.keep(found)
    }

    fn all<T>(&self, sql: &str, params: impl Params, read: impl FnMut(&Row) -> rusqlite::Result<T>) -> Vec<T> {
        let rows = self
            .conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(params, read).and_then(Iterator::collect));
        self.keep(rows)
    }

    fn exists(&self, sql: &str, params: impl Params) -> bool {
        self.one(sql, params, |_| Ok(())).is_some()
    }
}

impl Facts for Known<'_> {
    fn client(&self, id_asked: &ClientId) -> Option<ClientFacts> {
        let sql =
            "SELECT c.id, c.serial, c.owner, c.moved_by, c.first_contact_at, c.household, c.company, c.last_visit_at,
                c.receptions, c.purchases, c.shares,
                CASE WHEN EXISTS (SELECT 1 FROM merges m WHERE m.into_client = c.id)
                    THEN (SELECT max(n.transferred_at) FROM clients n WHERE n.id = c.id
                        OR n.merged_into = c.id AND n.id IN (SELECT client FROM merges))
                    ELSE c.transferred_at END,
                EXISTS (SELECT 1 FROM merges m WHERE m.into_client = c.id)
            FROM clients a JOIN clients c ON c.id = coalesce(a.merged_into, a.id) WHERE a.id = ?1";
        let mut facts = self.one(sql, [id_asked.as_str()], merging::client_facts)?;
        let client = facts.id.as_str();
        facts.phones =
            self.all("SELECT phone FROM client_phones WHERE client = ?1 ORDER BY phone", [client], |row| row.get(0));
        facts.poachers = self.all(
            "SELECT staff FROM violations WHERE client = ?1 AND kind = 'poaching' AND voided = 0 ORDER BY seq, id",
            [client],
            |row| Ok(StaffId::from(row.get::<_, String>(0)?)),
        );
        Some(facts)
    }

    fn client_exists(&self, id: &ClientId) -> bool {
        self.exists("SELECT 1 FROM clients WHERE id = ?1", [id.as_str()])
    }

    fn has_clients_between(&self, from: &ClientId, to: &ClientId) -> bool {
        let sql = "SELECT 1 FROM clients WHERE id BETWEEN ?1 AND ?2 AND length(id) = length(?1) LIMIT 1";
        self.exists(sql, [from.as_str(), to.as_str()])
    }

    fn owned_since(&self, id: &ClientId) -> Option<Timestamp> {
        self.one("SELECT at FROM first_owners WHERE client = ?1", [id.as_str()], |row| time(row, 0)).flatten()
    }

    fn entered_at(&self, serial: u64) -> Option<Timestamp> {
        self.one("SELECT at, offset FROM events WHERE seq = ?1", [serial], |row| super::column::moment_there(row, 0))
    }

    fn apart(&self, id: &ClientId) -> Option<ClientFacts> {
        let apart = merging::apart(self.conn, id);
        self.keep(apart)
    }

    fn merge(&self, id: &ClientId) -> Option<Merge> {
        let merge = merging::merge(self.conn, id);
        self.keep(merge)
    }

    fn is_dismissed(&self, one: &ClientId, other: &ClientId) -> bool {
        let (one, other) = if one < other { (one, other) } else { (other, one) };
        let sql = "SELECT 1 FROM hint_dismissals WHERE client = ?1 AND other = ?2";
        self.exists(sql, [one.as_str(), other.as_str()])
    }

    fn seen_between(&self, after: Timestamp, until: Timestamp) -> Vec<ClientId> {
        let seen = super::seen::between(self.conn, after, until);
        self.keep(seen)
    }

    fn client_by_phone(&self, phone: &str) -> Option<ClientId> {
        // Beside min() SQLite gives the columns of the row that has it. An order would be sorted in a table made for it.
        let sql = "SELECT client, min(serial) FROM client_phones WHERE phone = ?1";
        self.one(sql, [phone], |row| id(row, 0)).flatten()
    }

    fn clients_by_phone(&self, phones: &[&str]) -> Vec<(usize, ClientId)> {
        // A list of texts can always be written.
        let asked = serde_json::to_string(phones).unwrap_or_default();
        self.all(CLIENTS_BY_PHONE, [asked], |row| Ok((row.get(0)?, ClientId::from(row.get::<_, String>(1)?))))
    }

    fn phoned(&self, phone: &str) -> bool {
        self.exists("SELECT 1 FROM calls WHERE phone = ?1 LIMIT 1", [phone])
    }

    fn group(&self, kind: GroupKind, name_key: &str) -> Option<GroupId> {
        let kind = match kind {
            GroupKind::Company => "company",
            GroupKind::Household => "household",
        };
        let sql = "SELECT coalesce(joined_to, id) FROM groups WHERE kind = ?1 AND name_key = ?2";
        self.one(sql, params![kind, name_key], |row| Ok(GroupId::from(row.get::<_, String>(0)?)))
    }

    fn group_exists(&self, id: &GroupId) -> bool {
        self.exists("SELECT 1 FROM groups WHERE id = ?1", [id.as_str()])
    }

    fn members(&self, group: &GroupId) -> Vec<ClientId> {
        let sql = "SELECT id FROM clients WHERE household = ?1 UNION SELECT id FROM clients WHERE company = ?1";
        self.all(sql, [group.as_str()], |row| Ok(ClientId::from(row.get::<_, String>(0)?)))
    }

    fn visit(&self, id: &VisitId) -> Option<ClientId> {
        let sql = "SELECT client FROM visits WHERE id = ?1";
        self.one(sql, [id.as_str()], |row| Ok(ClientId::from(row.get::<_, String>(0)?)))
    }

    fn has_visits_between(&self, from: &VisitId, to: &VisitId) -> bool {
        self.exists("SELECT 1 FROM visits WHERE id BETWEEN ?1 AND ?2 LIMIT 1", [from.as_str(), to.as_str()])
    }

    fn receiver(&self, visit: &VisitId) -> Option<StaffId> {
        self.one("SELECT receiver FROM visits WHERE id = ?1", [visit.as_str()], |row| id(row, 0)).flatten()
    }

    fn unit(&self, unit: &UnitId) -> Option<UnitStatus> {
        if !self.exists("SELECT 1 FROM units WHERE id = ?1", [unit.as_str()]) {
            return None;
        }
        let deposit = self.one(
            "SELECT id, client, at, offset, taken_by, state FROM deposits WHERE unit = ?1 AND state <> 'refunded'",
            [unit.as_str()],
            |row| {
                let deposit = DepositId::from(row.get::<_, String>(0)?);
                let client = ClientId::from(row.get::<_, String>(1)?);
                let at = Timestamp::from_micros(row.get(2)?, row.get(3)?);
                let by = id(row, 4)?;
                Ok(match row.get::<_, String>(5)?.as_str() {
                    "signed" => UnitStatus::Sold { deposit, client, at, by },
                    _ => UnitStatus::Reserved { deposit, client, at, by },
                })
            },
        );
        let held = || {
            self.one("SELECT client, until, offset FROM holds WHERE unit = ?1 AND ended = 0", [unit.as_str()], |row| {
                let client = ClientId::from(row.get::<_, String>(0)?);
                Ok(UnitStatus::Held { client, until: Timestamp::from_micros(row.get(1)?, row.get(2)?) })
            })
        };
        Some(deposit.or_else(held).unwrap_or(UnitStatus::Available))
    }

    fn holds_ending(&self, after: Timestamp, before: Timestamp) -> Vec<UnitId> {
        let sql = "SELECT unit FROM holds WHERE ended = 0 AND until >= ?1 AND until < ?2
            AND NOT EXISTS (SELECT 1 FROM deposits d WHERE d.unit = holds.unit AND d.state <> 'refunded') ORDER BY unit";
        self.all(sql, [after.micros(), before.micros()], |row| Ok(UnitId::from(row.get::<_, String>(0)?)))
    }

    fn deposit(&self, id: &DepositId) -> Option<DepositFacts> {
        let sql = "SELECT unit, client, state, number, coalesce((SELECT copies FROM receipts WHERE deposit = d.id), 0)
            FROM deposits d WHERE id = ?1";
        self.one(sql, [id.as_str()], |row| {
            Ok(DepositFacts {
                unit: UnitId::from(row.get::<_, String>(0)?),
                client: ClientId::from(row.get::<_, String>(1)?),
                state: deposit_state(row, 2)?,
                number: row.get(3)?,
                receipts: row.get(4)?,
            })
        })
    }

    fn call_exists(&self, id: &CallId) -> bool {
        self.exists("SELECT 1 FROM calls WHERE id = ?1", [id.as_str()])
    }

    fn violation(&self, violation: &ViolationId) -> Option<ViolationFacts> {
        self.one("SELECT staff, kind, visit, voided FROM violations WHERE id = ?1", [violation.as_str()], |row| {
            let code: String = row.get(1)?;
            let kind = ViolationKind::ALL.iter().find(|kind| kind.code() == code);
            Ok(ViolationFacts {
                staff: StaffId::from(row.get::<_, String>(0)?),
                kind: kind.copied().unwrap_or(ViolationKind::Grabbing),
                visit: id(row, 2)?,
                voided: row.get(3)?,
            })
        })
    }

    fn request(&self, seq: u64) -> Option<Request> {
        super::log::request(self.conn, seq).unwrap_or_else(|fault| {
            self.fault.borrow_mut().get_or_insert(fault);
            None
        })
    }

    fn has_poached(&self, visit: &VisitId, staff: &StaffId) -> bool {
        self.exists(
            "SELECT 1 FROM violations WHERE visit = ?1 AND staff = ?2 AND kind = 'poaching' AND voided = 0",
            params![visit.as_str(), staff.as_str()],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;
    use crate::register::schema;

    #[test]
    fn numbers_are_looked_up_in_their_index() {
        assert_bounded(CLIENTS_BY_PHONE, &[]);
    }

    #[test]
    fn many_numbers_are_whose_each_of_them_is() {
        let conn = schema::blank().unwrap();
        let insert = "INSERT INTO client_phones(phone, client, serial) VALUES (?1, ?2, ?3)";
        for (phone, client, serial) in
            [("1", "late", 9), ("1", "early", 2), ("1", "middle", 5), ("2", "two", 3), ("+4", "four", 4)]
        {
            conn.execute(insert, params![phone, client, serial]).unwrap();
        }
        let facts = Known::new(&conn);
        let phones = ["3", "1", "+4", "1", "2", "\"", ""];
        let mut found = facts.clients_by_phone(&phones);
        found.sort();
        let one_by_one = phones.iter().enumerate().filter_map(|(at, phone)| Some((at, facts.client_by_phone(phone)?)));
        assert_eq!(found, one_by_one.collect::<Vec<_>>());
        assert_eq!(found.len(), 4);
        assert!(facts.clients_by_phone(&[]).is_empty() && facts.check().is_ok());
    }
}
