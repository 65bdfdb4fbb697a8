//! Clients who may be one, or belong together: found when somebody looks, by what the tables have anyway,
//! so that no arrival pays for it. Only hints: nothing is decided here.

use super::column::{id, key};
use super::fault::Fault;
use super::{Register, query};
use crate::rules::id::ClientId;
use crate::rules::likeness::{self, Likeness};
use rusqlite::{Connection, Params, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A client who looks like another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The client.
    pub client: ClientId,
    /// Whom they look like.
    pub other: ClientId,
    /// Why, the strongest first.
    pub reasons: BTreeSet<Likeness>,
}

impl Hint {
    /// Whether they may be one person.
    #[must_use]
    pub fn speaks_for_one(&self) -> bool {
        self.reasons.iter().any(|reason| reason.speaks_for_one())
    }
}

/// A pair and why; the earlier id of the pair first.
type Pairs = BTreeMap<(ClientId, ClientId), BTreeSet<Likeness>>;

const OWN: &str = "SELECT name, household FROM clients WHERE id = ?1";
const PHONES: &str = "SELECT phone FROM client_phones WHERE client = ?1";
const TIES: &str = "SELECT kind, key FROM client_ties
    WHERE client IN (SELECT ?1 UNION ALL SELECT id FROM clients WHERE merged_into = ?1)";
const GIVEN_TIES: &str = "SELECT kind, value FROM client_ties
    WHERE client IN (SELECT ?1 UNION ALL SELECT id FROM clients WHERE merged_into = ?1)";
const MERGED: &str = "SELECT client FROM merges WHERE into_client = ?1 ORDER BY seq DESC";
const BY_PHONE: &str = "SELECT k.id, k.name, k.household FROM client_phones p JOIN clients c ON c.id = p.client
    JOIN clients k ON k.id = coalesce(c.merged_into, c.id) WHERE p.phone = ?1";
const BY_TIE: &str = "SELECT k.id, k.name, k.household FROM client_ties t JOIN clients c ON c.id = t.client
    JOIN clients k ON k.id = coalesce(c.merged_into, c.id) WHERE t.kind = ?1 AND t.key = ?2";
const DISMISSED: &str = "SELECT 1 FROM hint_dismissals WHERE client = ?1 AND other = ?2";

/// Somebody who might be meant.
struct Candidate {
    id: ClientId,
    name: Option<String>,
    household: Option<String>,
}

fn candidates(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<Candidate>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement
        .query_map(params, |row| Ok(Candidate { id: key(row, 0)?, name: row.get(1)?, household: id(row, 2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn texts(conn: &Connection, sql: &str, client: &str) -> Result<Vec<String>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([client], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whom a client looks like, pairs that were dismissed left out; the strongest reasons first.
///
/// # Errors
/// When the register cannot be read.
pub fn of_client(register: &Register, asked: &ClientId) -> Result<Vec<Hint>, Fault> {
    let Some(client) = query::client_id(register, asked)? else { return Ok(Vec::new()) };
    let conn = register.conn();
    let own = candidate(conn, &client)?;
    let mut found: BTreeMap<ClientId, BTreeSet<Likeness>> = BTreeMap::new();
    let mut add = |like: Candidate, reason: Likeness| {
        if like.id != client && fits(&own, &like, reason) {
            found.entry(like.id).or_default().insert(reason);
        }
    };
    for phone in texts(conn, PHONES, client.as_str())? {
        if own.name.is_some() {
            for slip in likeness::slips(&phone) {
                for like in candidates(conn, BY_PHONE, [&slip])? {
                    add(like, Likeness::NearPhone);
                }
            }
        }
        for like in candidates(conn, BY_TIE, ["companion", &phone])? {
            add(like, Likeness::CompanionIsClient);
        }
    }
    for (kind, tie) in ties(conn, &client)? {
        let alike = candidates(conn, BY_TIE, [&kind, &tie])?;
        if kind == "address" {
            for like in alike {
                add(like, Likeness::Address);
            }
        } else {
            for like in alike {
                let reason = companions(&own, &like);
                add(like, reason);
            }
            for like in candidates(conn, BY_PHONE, [&tie])? {
                add(like, Likeness::CompanionIsClient);
            }
        }
    }
    let mut hints = Vec::new();
    for (other, reasons) in found {
        if !is_dismissed(conn, &client, &other)? {
            hints.push(Hint { client: client.clone(), other, reasons });
        }
    }
    hints.sort_by_key(|hint| hint.reasons.first().copied());
    Ok(hints)
}

/// The names merged by hand into a client, the latest first.
///
/// # Errors
/// When the register cannot be read.
pub fn merged_names(register: &Register, client: &ClientId) -> Result<Vec<ClientId>, Fault> {
    let mut statement = register.conn().prepare_cached(MERGED)?;
    let rows = statement.query_map([client.as_str()], |row| key(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A client's addresses and companions' numbers as they were given, each with its kind.
///
/// # Errors
/// When the register cannot be read.
pub fn ties_of(register: &Register, client: &ClientId) -> Result<Vec<(String, String)>, Fault> {
    let mut statement = register.conn().prepare_cached(GIVEN_TIES)?;
    let rows = statement.query_map([client.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn candidate(conn: &Connection, client: &ClientId) -> Result<Candidate, Fault> {
    let mut statement = conn.prepare_cached(OWN)?;
    Ok(statement.query_row([client.as_str()], |row| {
        Ok(Candidate { id: client.clone(), name: row.get(0)?, household: row.get(1)? })
    })?)
}

fn ties(conn: &Connection, client: &ClientId) -> Result<Vec<(String, String)>, Fault> {
    let mut statement = conn.prepare_cached(TIES)?;
    let rows = statement.query_map([client.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn companions(one: &Candidate, other: &Candidate) -> Likeness {
    if same_surname(one, other) { Likeness::CompanionAndSurname } else { Likeness::Companion }
}

fn same_surname(one: &Candidate, other: &Candidate) -> bool {
    let surname = |candidate: &Candidate| {
        candidate.name.as_deref().map(likeness::surname_of).filter(|surname| !surname.is_empty())
    };
    surname(one).is_some_and(|own| Some(own) == surname(other))
}

/// Whether a reason holds of two: names may not contradict it, and of one household it says nothing new.
fn fits(one: &Candidate, other: &Candidate, reason: Likeness) -> bool {
    let is_family = one.household.is_some() && one.household == other.household;
    match reason {
        Likeness::NearPhone => match (&one.name, &other.name) {
            (Some(one), Some(other)) => likeness::may_be_one_name(one, other),
            _ => false,
        },
        Likeness::Address => !is_family && same_surname(one, other),
        Likeness::CompanionAndSurname | Likeness::Companion | Likeness::CompanionIsClient => !is_family,
    }
}

fn is_dismissed(conn: &Connection, client: &ClientId, other: &ClientId) -> Result<bool, Fault> {
    let (one, other) = if client < other { (client, other) } else { (other, client) };
    Ok(conn.prepare_cached(DISMISSED)?.exists([one.as_str(), other.as_str()])?)
}

/// Pairs of the whole register that look alike, the strongest reasons first, at most `limit`; whether there
/// are more. Reads every number once.
///
/// # Errors
/// When the register cannot be read.
pub fn all(register: &Register, limit: usize) -> Result<(Vec<Hint>, bool), Fault> {
    let conn = register.conn();
    let mut pairs = Pairs::new();
    near_phones(conn, &mut pairs)?;
    tied(conn, &mut pairs)?;
    let mut hints = Vec::new();
    for ((client, other), reasons) in pairs {
        if !is_dismissed(conn, &client, &other)? {
            hints.push(Hint { client, other, reasons });
        }
    }
    hints.sort_by_key(|hint| hint.reasons.first().copied());
    let has_more = hints.len() > limit;
    hints.truncate(limit);
    Ok((hints, has_more))
}

/// A number with whose it is.
struct Numbered {
    surname: String,
    id: String,
    name: String,
    phone: String,
}

/// Every number with a name, in the order of clients.
const NUMBERS: &str = "SELECT c.id, c.name, p.phone FROM clients c JOIN client_phones p ON p.client = c.id
    WHERE c.merged_into IS NULL AND c.name IS NOT NULL";

fn near_phones(conn: &Connection, pairs: &mut Pairs) -> Result<(), Fault> {
    let mut statement = conn.prepare(NUMBERS)?;
    let rows = statement.query_map([], |row| {
        let name: String = row.get(1)?;
        Ok(Numbered { surname: likeness::surname_of(&name), id: row.get(0)?, name, phone: row.get(2)? })
    })?;
    let mut numbered: Vec<Numbered> = rows.collect::<Result<_, _>>()?;
    numbered.sort_by(|a, b| a.surname.cmp(&b.surname));
    // Only people of one surname are compared, so that what is kept at once stays small.
    for same in numbered.chunk_by(|a, b| a.surname == b.surname) {
        compare(same, pairs);
    }
    Ok(())
}

/// Two numbers one slip apart are the same once the right digit is left out of one or both.
fn compare(same: &[Numbered], pairs: &mut Pairs) {
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, one) in same.iter().enumerate() {
        let left_out = (0..one.phone.len()).filter_map(|at| {
            let (head, tail) = (one.phone.get(..at)?, one.phone.get(at + 1..)?);
            Some(format!("{head}{tail}"))
        });
        let keys: BTreeSet<String> = left_out.chain([one.phone.clone()]).collect();
        for key in keys {
            alike.entry(key).or_default().push(place);
        }
    }
    for places in alike.into_values().filter(|places| places.len() > 1) {
        for (at, one) in places.iter().enumerate() {
            for other in &places[at + 1..] {
                let (Some(one), Some(other)) = (same.get(*one), same.get(*other)) else { continue };
                let is_pair = one.id != other.id
                    && likeness::is_slip(&one.phone, &other.phone)
                    && likeness::may_be_one_name(&one.name, &other.name);
                if is_pair {
                    note(pairs, &one.id, &other.id, Likeness::NearPhone);
                }
            }
        }
    }
}

fn note(pairs: &mut Pairs, one: &str, other: &str, reason: Likeness) {
    let (one, other) = if one < other { (one, other) } else { (other, one) };
    let pair = (ClientId::from(one), ClientId::from(other));
    pairs.entry(pair).or_default().insert(reason);
}

/// Everything that ties two clients, and companions who are clients themselves.
const TIED: &str = "SELECT a.kind, k.id, k.name, k.household, l.id, l.name, l.household
    FROM client_ties a JOIN client_ties b ON b.kind = a.kind AND b.key = a.key AND b.client > a.client
    JOIN clients c ON c.id = a.client JOIN clients k ON k.id = coalesce(c.merged_into, c.id)
    JOIN clients d ON d.id = b.client JOIN clients l ON l.id = coalesce(d.merged_into, d.id)
    UNION ALL
    SELECT 'client', k.id, k.name, k.household, l.id, l.name, l.household
    FROM client_ties a JOIN client_phones p ON p.phone = a.key
    JOIN clients c ON c.id = a.client JOIN clients k ON k.id = coalesce(c.merged_into, c.id)
    JOIN clients d ON d.id = p.client JOIN clients l ON l.id = coalesce(d.merged_into, d.id)
    WHERE a.kind = 'companion'";

fn tied(conn: &Connection, pairs: &mut Pairs) -> Result<(), Fault> {
    let mut statement = conn.prepare(TIED)?;
    let mut rows = statement.query(params![])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let one = Candidate { id: key(row, 1)?, name: row.get(2)?, household: row.get(3)? };
        let other = Candidate { id: key(row, 4)?, name: row.get(5)?, household: row.get(6)? };
        let reason = match kind.as_str() {
            "address" => Likeness::Address,
            "client" => Likeness::CompanionIsClient,
            _ => companions(&one, &other),
        };
        if one.id != other.id && fits(&one, &other, reason) {
            note(pairs, one.id.as_str(), other.id.as_str(), reason);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn whom_a_client_looks_like_is_found_by_index() {
        for sql in [OWN, PHONES, TIES, GIVEN_TIES, MERGED, BY_PHONE, BY_TIE, DISMISSED] {
            assert_bounded(sql, &[]);
        }
    }
}
