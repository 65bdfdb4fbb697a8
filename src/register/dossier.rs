//! Everything the clients screen (客户) shows of one client, read at once. Reads only; to whom the
//! client belongs now is the rules' to say.

use super::column::{Words, deposit_state, id, json, key, known_word, moment, moment_there, time, word, words_done};
use super::discipline::{ViolationLine, Whose, violations};
use super::fault::Fault;
use super::phone_log::{self, CallLine};
use super::{Register, query};
use crate::rules::command::GroupKind;
use crate::rules::decision::Path;
use crate::rules::event::OwnerCause;
use crate::rules::facts::DepositState;
use crate::rules::floor::VisitState;
use crate::rules::id::{ClientId, DepositId, GroupId, StaffId, UnitId, VisitId};
use crate::rules::time::{Date, Timestamp};
use rusqlite::{OptionalExtension, Params, Row, params};
use std::collections::BTreeMap;

/// A list that was cut where the screen asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    /// The lines, in the order of the list.
    pub lines: Vec<T>,
    /// Whether there are more.
    pub has_more: bool,
}

impl<T> Listed<T> {
    /// Cuts a list that was read one line further than asked.
    fn cut(mut lines: Vec<T>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = lines.len() > limit;
        lines.truncate(limit);
        Self { lines, has_more }
    }
}

/// A client as the register keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// The id under which the register keeps them: of a client merged into an earlier one, the earlier's.
    pub id: ClientId,
    /// Other ids that lead to them, earliest first.
    pub also: Vec<ClientId>,
    /// Name, when one was given.
    pub name: Option<String>,
    /// Telephone numbers, normalised.
    pub phones: Vec<String>,
    /// The owner written beside them; whether that owner still counts, the rules say.
    pub written_owner: Option<StaffId>,
    /// Their first owner, for good (rule 3).
    pub first_owner: Option<FirstOwner>,
    /// When they were first received.
    pub first_contact: Option<Timestamp>,
    /// When they last arrived.
    pub last_visit: Option<Timestamp>,
    /// How many of their visits were received.
    pub receptions: u32,
    /// How many active deposits and contracts they have.
    pub purchases: u32,
    /// The agreed sharing of commission, in basis points; empty when none was agreed (rule 5).
    pub shares: BTreeMap<StaffId, i64>,
    /// Their household.
    pub household: Option<Group>,
    /// Their company.
    pub company: Option<Group>,
    /// Changes of owner, newest first.
    pub owners: Listed<OwnerLine>,
    /// Visits, newest first.
    pub visits: Listed<VisitLine>,
    /// Calls from any of their numbers, newest first.
    pub calls: Listed<CallLine>,
    /// Deposits, newest first.
    pub deposits: Listed<DepositLine>,
    /// Holds for them, newest first.
    pub holds: Listed<HoldLine>,
    /// Violations about them, newest first.
    pub violations: Listed<ViolationLine>,
}

/// Who owned a client first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstOwner {
    /// Who.
    pub owner: StaffId,
    /// Since when.
    pub at: Timestamp,
    /// Where the client had heard of the site.
    pub source: Option<String>,
}

/// A household or a company (rule 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Id.
    pub id: GroupId,
    /// The names it goes by, its own first; none when it was made by a link.
    pub names: Vec<String>,
    /// Its members, the client too, earliest first.
    pub members: Listed<Member>,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Id.
    pub id: ClientId,
    /// Name, when one was given.
    pub name: Option<String>,
    /// The owner written beside them.
    pub written_owner: Option<StaffId>,
}

/// A change of owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerLine {
    /// When.
    pub at: Timestamp,
    /// To whom; nobody: the client belongs to none since.
    pub to: Option<StaffId>,
    /// Why, as the rules name it.
    pub cause: OwnerCause,
    /// The group through which it reached them.
    pub through: Option<GroupId>,
    /// Who gave the command; nobody: the desk.
    pub by: Option<StaffId>,
    /// The reason given, when there was one.
    pub reason: Option<String>,
    /// Number of the entry.
    pub seq: u64,
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitLine {
    /// Id.
    pub id: VisitId,
    /// The duty day.
    pub date: Date,
    /// When they came.
    pub arrived_at: Timestamp,
    /// When the reception began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Who received.
    pub receiver: Option<StaffId>,
    /// Whom they asked for.
    pub asks_for: Option<StaffId>,
    /// The way it went.
    pub path: Option<Path>,
    /// How far it has come.
    pub state: VisitState,
    /// Whether it was received for somebody else.
    pub assist: bool,
    /// How many people came.
    pub party: Option<u32>,
    /// What was noted when they came.
    pub note: Option<String>,
    /// What came of it, as it was written at the end.
    pub outcome: Option<String>,
    /// What was noted at the end.
    pub end_note: Option<String>,
}

/// A deposit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositLine {
    /// Id.
    pub id: DepositId,
    /// On which unit.
    pub unit: UnitId,
    /// How much, fen.
    pub amount_fen: i64,
    /// How far it has come.
    pub state: DepositState,
    /// When it was taken.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<StaffId>,
    /// How its commission is shared, in basis points.
    pub shares: BTreeMap<StaffId, i64>,
}

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldLine {
    /// Of which unit.
    pub unit: UnitId,
    /// Since when.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// By which manager.
    pub by: Option<StaffId>,
    /// Whether it was ended: released, or followed by a deposit or another hold.
    pub ended: bool,
}

impl HoldLine {
    /// Whether it keeps the unit at `now`.
    #[must_use]
    pub fn stands_at(&self, now: Timestamp) -> bool {
        !self.ended && now < self.until
    }
}

const HEAD: &str =
    "SELECT name, owner, first_contact_at, last_visit_at, receptions, purchases, shares, household, company
    FROM clients WHERE id = ?1";
const ALSO: &str = "SELECT id FROM clients WHERE merged_into = ?1 ORDER BY serial";
const PHONES: &str = "SELECT phone FROM client_phones WHERE client = ?1 ORDER BY phone";
/// A client's own row, else that of another name of theirs.
const FIRST_OWNER: &str = "SELECT owner, at, source FROM first_owners
    WHERE client IN (SELECT ?1 UNION ALL SELECT id FROM clients WHERE merged_into = ?1)
    ORDER BY client <> ?1, at LIMIT 1";
const GROUP_NAMES: &str =
    "SELECT name FROM groups WHERE (id = ?1 OR joined_to = ?1) AND name IS NOT NULL ORDER BY id <> ?1, id";
const HOUSEHOLD: &str = "SELECT id, name, owner FROM clients WHERE household = ?1 ORDER BY serial, id LIMIT ?2";
const COMPANY: &str = "SELECT id, name, owner FROM clients WHERE company = ?1 ORDER BY serial, id LIMIT ?2";
/// One entry may change the owners of several clients: only what reached this one counts.
const OWNERS: &str = concat!(
    "SELECT e.at, e.offset, json_extract(e.body, '$.to'), json_extract(e.body, '$.cause'), r.value ->> 1, e.actor, ",
    words_done!("e.command", "p.words"),
    ", e.command
    FROM (SELECT DISTINCT seq FROM mentions WHERE subject IN
            (SELECT 'c:' || ?1 UNION ALL SELECT 'c:' || id FROM clients WHERE merged_into = ?1)) m
    CROSS JOIN events e ON e.command = m.seq AND e.kind = 'owner_changed'
    CROSS JOIN json_each(e.body, '$.reached') r
    LEFT JOIN people p ON p.seq = e.command
    WHERE r.value ->> 0 IN (SELECT ?1 UNION ALL SELECT id FROM clients WHERE merged_into = ?1)
    ORDER BY e.seq DESC LIMIT ?2"
);
/// What registers kept elsewhere said of the owner: the fact itself is what the client leads to.
const IMPORTED_OWNERS: &str = "SELECT e.at, e.offset, json_extract(e.body, '$.owner'), e.actor, e.command
    FROM mentions m CROSS JOIN events e ON e.seq = m.seq
    WHERE m.subject IN (SELECT 'c:' || ?1 UNION ALL SELECT 'c:' || id FROM clients WHERE merged_into = ?1)
        AND e.kind IN ('client_imported', 'client_matched') AND json_extract(e.body, '$.owner') IS NOT NULL
    ORDER BY e.seq DESC LIMIT ?2";
const VISITS: &str =
    "SELECT v.id, v.date, v.arrived_at, v.started_at, v.ended_at, v.receiver, v.asks_for, v.path, v.state,
        v.assist, v.party, p.words,
        (SELECT q.words FROM mentions m CROSS JOIN events e ON e.seq = m.seq JOIN people q ON q.seq = e.seq
         WHERE m.subject = 'v:' || v.id AND e.kind = 'finish')
    FROM visits v LEFT JOIN people p ON p.seq = v.seq
    WHERE v.client = ?1 ORDER BY v.seq DESC LIMIT ?2";
const DEPOSITS: &str = "SELECT id, unit, amount_fen, state, at, offset, taken_by, shares
    FROM deposits WHERE client = ?1 ORDER BY seq DESC LIMIT ?2";
const HOLDS: &str = "SELECT h.unit, e.at, e.offset, h.until, h.offset, e.actor, h.ended
    FROM holds h JOIN events e ON e.seq = h.seq WHERE h.client = ?1 ORDER BY h.seq DESC LIMIT ?2";

/// A client with all that the register has about them, each list at most `limit` lines long; nothing
/// when there is no such client. A merged id gives the client it became.
///
/// # Errors
/// When the register cannot be read.
pub fn dossier(register: &Register, asked: &ClientId, limit: u32) -> Result<Option<Dossier>, Fault> {
    let Some(client) = query::client_id(register, asked)? else { return Ok(None) };
    let desk = Reader { register, client: client.as_str(), limit };
    let mut head = register.conn().prepare_cached(HEAD)?;
    let head = head.query_row([client.as_str()], Head::read)?;
    Ok(Some(Dossier {
        also: desk.all(ALSO, [desk.client], |row| key(row, 0))?,
        name: head.name,
        phones: desk.all(PHONES, [desk.client], |row| row.get(0))?,
        written_owner: head.owner,
        first_owner: desk.first_owner()?,
        first_contact: head.first_contact,
        last_visit: head.last_visit,
        receptions: head.receptions,
        purchases: head.purchases,
        shares: head.shares,
        household: desk.group(GroupKind::Household, head.household)?,
        company: desk.group(GroupKind::Company, head.company)?,
        owners: desk.owners()?,
        visits: desk.listed(VISITS, visit_line)?,
        calls: Listed::cut(phone_log::lines(register, phone_log::OF_CLIENT, (desk.client, desk.one_more()))?, limit),
        deposits: desk.listed(DEPOSITS, deposit_line)?,
        holds: desk.listed(HOLDS, hold_line)?,
        violations: desk.violations(&client)?,
        id: client,
    }))
}

/// The most changes of owner that are gone through for the one that counts.
const CHANGES_MAX: u32 = 12;

/// Since when a client belongs to an owner of theirs; nothing where the owner is a group's.
///
/// # Errors
/// When the register cannot be read.
pub fn owned_since(register: &Register, client: &ClientId, owner: &StaffId) -> Result<Option<Timestamp>, Fault> {
    let reader = Reader { register, client: client.as_str(), limit: CHANGES_MAX };
    Ok(since(&reader.owners()?.lines, reader.first_owner()?.as_ref(), owner))
}

/// The last change that gave them the client; an import tells of a contact long before it.
fn since(changes: &[OwnerLine], first: Option<&FirstOwner>, owner: &StaffId) -> Option<Timestamp> {
    let first = first.filter(|first| first.owner == *owner).map(|first| first.at);
    match changes.iter().find(|line| line.to.as_ref() == Some(owner)) {
        Some(line) if line.cause == OwnerCause::Imported => first.or(Some(line.at)),
        Some(line) => Some(line.at),
        None => first,
    }
}

impl Dossier {
    /// Since when they belong to an owner of theirs; nothing where the owner is a group's.
    #[must_use]
    pub fn owned_since(&self, owner: &StaffId) -> Option<Timestamp> {
        since(&self.owners.lines, self.first_owner.as_ref(), owner)
    }
}

/// The client's own row.
struct Head {
    name: Option<String>,
    owner: Option<StaffId>,
    first_contact: Option<Timestamp>,
    last_visit: Option<Timestamp>,
    receptions: u32,
    purchases: u32,
    shares: BTreeMap<StaffId, i64>,
    household: Option<GroupId>,
    company: Option<GroupId>,
}

impl Head {
    fn read(row: &Row) -> rusqlite::Result<Self> {
        Ok(Self {
            name: row.get(0)?,
            owner: id(row, 1)?,
            first_contact: time(row, 2)?,
            // Zero: neither of two merged clients had arrived.
            last_visit: time(row, 3)?.filter(|at| at.micros() != 0),
            receptions: row.get(4)?,
            purchases: row.get(5)?,
            shares: json(row, 6)?.unwrap_or_default(),
            household: id(row, 7)?,
            company: id(row, 8)?,
        })
    }
}

/// Reads the lists of one client.
struct Reader<'a> {
    register: &'a Register,
    client: &'a str,
    limit: u32,
}

impl Reader<'_> {
    const fn one_more(&self) -> u32 {
        self.limit.saturating_add(1)
    }

    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Fault> {
        let mut statement = self.register.conn().prepare_cached(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn listed<T>(&self, sql: &str, read: fn(&Row) -> rusqlite::Result<T>) -> Result<Listed<T>, Fault> {
        Ok(Listed::cut(self.all(sql, params![self.client, self.one_more()], read)?, self.limit))
    }

    fn owners(&self) -> Result<Listed<OwnerLine>, Fault> {
        let mut lines = self.all(OWNERS, params![self.client, self.one_more()], owner_line)?;
        lines.extend(self.all(IMPORTED_OWNERS, params![self.client, self.one_more()], imported_owner_line)?);
        lines.sort_by_key(|line| std::cmp::Reverse(line.seq));
        Ok(Listed::cut(lines, self.limit))
    }

    fn first_owner(&self) -> Result<Option<FirstOwner>, Fault> {
        let mut statement = self.register.conn().prepare_cached(FIRST_OWNER)?;
        let first = |row: &Row| Ok(FirstOwner { owner: key(row, 0)?, at: moment(row, 1)?, source: row.get(2)? });
        Ok(statement.query_row([self.client], first).optional()?)
    }

    fn group(&self, kind: GroupKind, group: Option<GroupId>) -> Result<Option<Group>, Fault> {
        let Some(group) = group else { return Ok(None) };
        let sql = match kind {
            GroupKind::Household => HOUSEHOLD,
            GroupKind::Company => COMPANY,
        };
        let member = |row: &Row| Ok(Member { id: key(row, 0)?, name: row.get(1)?, written_owner: id(row, 2)? });
        let names = self.all(GROUP_NAMES, [group.as_str()], |row| row.get(0))?;
        let members = Listed::cut(self.all(sql, params![group.as_str(), self.one_more()], member)?, self.limit);
        Ok(Some(Group { id: group, names, members }))
    }

    fn violations(&self, client: &ClientId) -> Result<Listed<ViolationLine>, Fault> {
        let [ever, never] = [i64::MIN, i64::MAX].map(|micros| Timestamp::from_micros(micros, 0));
        let lines = violations(self.register, Whose::Client(client), ever, never, self.one_more())?;
        Ok(Listed::cut(lines, self.limit))
    }
}

fn owner_line(row: &Row) -> rusqlite::Result<OwnerLine> {
    Ok(OwnerLine {
        at: moment_there(row, 0)?,
        to: id(row, 2)?,
        cause: known_word(row, 3)?,
        through: id(row, 4)?,
        by: id(row, 5)?,
        reason: Words::read(row, 6)?.get("reason"),
        seq: row.get(7)?,
    })
}

fn imported_owner_line(row: &Row) -> rusqlite::Result<OwnerLine> {
    Ok(OwnerLine {
        at: moment_there(row, 0)?,
        to: id(row, 2)?,
        cause: OwnerCause::Imported,
        through: None,
        by: id(row, 3)?,
        reason: None,
        seq: row.get(4)?,
    })
}

fn visit_line(row: &Row) -> rusqlite::Result<VisitLine> {
    let end = Words::read(row, 12)?;
    Ok(VisitLine {
        id: key(row, 0)?,
        date: known_word(row, 1)?,
        arrived_at: moment(row, 2)?,
        started_at: time(row, 3)?,
        ended_at: time(row, 4)?,
        receiver: id(row, 5)?,
        asks_for: id(row, 6)?,
        path: word(row, 7)?,
        state: known_word(row, 8)?,
        assist: row.get(9)?,
        party: row.get(10)?,
        note: Words::read(row, 11)?.get("note"),
        outcome: end.get("outcome"),
        end_note: end.get("note"),
    })
}

fn deposit_line(row: &Row) -> rusqlite::Result<DepositLine> {
    Ok(DepositLine {
        id: key(row, 0)?,
        unit: key(row, 1)?,
        amount_fen: row.get(2)?,
        state: deposit_state(row, 3)?,
        at: moment_there(row, 4)?,
        by: id(row, 6)?,
        shares: json(row, 7)?.unwrap_or_default(),
    })
}

fn hold_line(row: &Row) -> rusqlite::Result<HoldLine> {
    Ok(HoldLine {
        unit: key(row, 0)?,
        at: moment_there(row, 1)?,
        until: moment_there(row, 3)?,
        by: id(row, 5)?,
        ended: row.get(6)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn a_client_is_found_by_index_everywhere() {
        for sql in
            [HEAD, ALSO, PHONES, FIRST_OWNER, IMPORTED_OWNERS, GROUP_NAMES, HOUSEHOLD, COMPANY, VISITS, DEPOSITS, HOLDS]
        {
            assert_bounded(sql, &[]);
        }
        assert_bounded(OWNERS, &["SCAN m"]); // the entries that mention the client, found by index themselves
    }

    #[test]
    fn a_list_says_that_it_was_cut() {
        assert_eq!(Listed::cut(vec![1, 2, 3], 2), Listed { lines: vec![1, 2], has_more: true });
        assert_eq!(Listed::cut(vec![1, 2], 2), Listed { lines: vec![1, 2], has_more: false });
    }
}
