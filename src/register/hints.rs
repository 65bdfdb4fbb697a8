//! Clients who may be one, or belong together: found when somebody looks, by what the tables have anyway,
//! so that no arrival pays for it. Only hints: nothing is decided here.

use super::column::{id, key};
use super::fault::Fault;
use super::{Register, query};
use crate::rules::id::ClientId;
use crate::rules::likeness::{self, Likeness};
use crate::rules::phone::normalise;
use rusqlite::{Connection, Params};
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
/// Whose numbers are among those of a JSON list: one seek a number, in one statement.
const BY_PHONES: &str = "SELECT k.id, k.name, k.household, p.phone FROM json_each(?1) j
    CROSS JOIN client_phones p ON p.phone = j.value JOIN clients c ON c.id = p.client
    JOIN clients k ON k.id = coalesce(c.merged_into, c.id)";
const DISMISSED: &str = "SELECT 1 FROM hint_dismissals WHERE client = ?1 AND other = ?2";

/// Somebody who might be meant.
#[derive(Clone, Debug)]
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
            for (like, _) in near(conn, &phone)? {
                add(like, Likeness::NearPhone);
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

/// Whose number is one slip away from this one, with that number.
fn near(conn: &Connection, phone: &str) -> Result<Vec<(Candidate, String)>, Fault> {
    // No number is kept that is none: most slips need not be looked for.
    let slips = likeness::slips(phone).into_iter().filter(|slip| normalise(slip).as_deref() == Some(slip));
    let slips = serde_json::to_string(&slips.collect::<Vec<_>>()).unwrap_or_default();
    let mut statement = conn.prepare_cached(BY_PHONES)?;
    let rows = statement.query_map([slips], |row| {
        Ok((Candidate { id: key(row, 0)?, name: row.get(1)?, household: id(row, 2)? }, row.get(3)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whoever may be near a number that is only typed yet: read once a number, whatever name is typed with it.
#[derive(Clone, Debug)]
pub struct Around {
    /// The number.
    pub phone: String,
    near: Vec<(Candidate, String)>,
    companions: Vec<Candidate>,
}

/// A client whom somebody not entered yet looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likely {
    /// The client.
    pub client: ClientId,
    /// Why.
    pub reason: Likeness,
    /// Their number that is one slip away.
    pub number: Option<String>,
    /// Whether the names are the same to the last letter.
    pub has_same_name: bool,
}

impl Around {
    /// Looks around a number that nobody has; a few seeks by index.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn of(register: &Register, phone: &str) -> Result<Self, Fault> {
        let conn = register.conn();
        let mut near = near(conn, phone)?;
        // Of a number that goes on, what was typed is the beginning, not a slip.
        near.retain(|(_, number)| !number.starts_with(phone));
        let companions = candidates(conn, BY_TIE, ["companion", phone])?;
        Ok(Self { phone: phone.to_owned(), near, companions })
    }

    /// Whom somebody of this name and the number looks like, the strongest reason first.
    #[must_use]
    pub fn alike(&self, name: Option<&str>) -> Vec<Likely> {
        let own = Candidate { id: ClientId::from(""), name: name.map(str::to_owned), household: None };
        let key = name.map(likeness::name_key);
        let near = self.near.iter().filter(|(like, _)| fits(&own, like, Likeness::NearPhone));
        let near = near.map(|(like, number)| Likely {
            client: like.id.clone(),
            reason: Likeness::NearPhone,
            number: Some(number.clone()),
            has_same_name: like.name.as_deref().map(likeness::name_key) == key,
        });
        let companions = self.companions.iter().map(|like| Likely {
            client: like.id.clone(),
            reason: Likeness::CompanionIsClient,
            number: None,
            has_same_name: false,
        });
        near.chain(companions).collect()
    }
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

/// The pairs that are listed: of all that were noted the strongest, so that what is kept stays small however
/// many look alike.
struct Best<'c> {
    conn: &'c Connection,
    limit: usize,
    has_more: bool,
    /// Each pair by its strongest reason.
    ranked: BTreeSet<(Likeness, Pair)>,
    reasons: BTreeMap<Pair, BTreeSet<Likeness>>,
}

/// Two clients, the earlier id first.
type Pair = (ClientId, ClientId);

impl<'c> Best<'c> {
    const fn new(conn: &'c Connection, limit: usize) -> Self {
        Self { conn, limit, has_more: false, ranked: BTreeSet::new(), reasons: BTreeMap::new() }
    }

    /// Notes that two look alike; the strongest reasons must come first.
    fn note(&mut self, one: &str, other: &str, reason: Likeness) -> Result<(), Fault> {
        let (one, other) = if one < other { (one, other) } else { (other, one) };
        let pair = (ClientId::from(one), ClientId::from(other));
        if let Some(reasons) = self.reasons.get_mut(&pair) {
            reasons.insert(reason);
            return Ok(());
        }
        let ranked = (reason, pair);
        let is_beyond = self.ranked.len() >= self.limit && self.ranked.last().is_none_or(|last| *last < ranked);
        if is_beyond && self.has_more {
            return Ok(());
        }
        if is_dismissed(self.conn, &ranked.1.0, &ranked.1.1)? {
            return Ok(());
        }
        self.reasons.insert(ranked.1.clone(), BTreeSet::from([reason]));
        self.ranked.insert(ranked);
        if self.ranked.len() > self.limit
            && let Some((_, pair)) = self.ranked.pop_last()
        {
            self.reasons.remove(&pair);
            self.has_more = true;
        }
        Ok(())
    }

    fn into_hints(self) -> (Vec<Hint>, bool) {
        let Self { ranked, mut reasons, has_more, .. } = self;
        let hint = |(_, pair): (Likeness, Pair)| {
            let reasons = reasons.remove(&pair).unwrap_or_default();
            Hint { client: pair.0, other: pair.1, reasons }
        };
        (ranked.into_iter().map(hint).collect(), has_more)
    }
}

/// Pairs of the whole register that look alike, the strongest reasons first, at most `limit`; whether there
/// are more. Goes through every number a few times, and keeps a part of them at once, however many there are.
///
/// # Errors
/// When the register cannot be read.
pub fn all(register: &Register, limit: usize) -> Result<(Vec<Hint>, bool), Fault> {
    let conn = register.conn();
    let mut best = Best::new(conn, limit);
    near_phones(conn, &mut best)?;
    tied(conn, &mut best)?;
    Ok(best.into_hints())
}

/// A number with whose it is.
struct Numbered {
    id: String,
    name: String,
    phone: String,
}

/// Two numbers one slip apart have this much of their beginning or this much of their end in common, as every
/// number is longer than both and one sign more: abroad from eight signs on, else from ten.
const BEGINNING: usize = 5;
const BEGINNING_ABROAD: usize = 3;
const ENDING: usize = 4;
/// So many numbers are kept at once, about.
const NUMBERS_AT_ONCE: u64 = 40_000;
/// Numbers are told apart by their last digits into so many slices.
const SLICES: u64 = 100;

const COUNT: &str = "SELECT count(*) FROM client_phones";
/// Every number with a name, in the order of numbers.
const IN_ORDER: &str = "SELECT c.id, c.name, p.phone FROM client_phones p CROSS JOIN clients c ON c.id = p.client
    WHERE c.merged_into IS NULL AND c.name IS NOT NULL ORDER BY p.phone";
/// Those of some slices.
const OF_SLICES: &str = "SELECT c.id, c.name, p.phone FROM client_phones p CROSS JOIN clients c ON c.id = p.client
    WHERE CAST(substr(p.phone, -2) AS INTEGER) BETWEEN ?1 AND ?2
        AND c.merged_into IS NULL AND c.name IS NOT NULL";

fn numbered(row: &rusqlite::Row) -> rusqlite::Result<Numbered> {
    Ok(Numbered { id: row.get(0)?, name: row.get(1)?, phone: row.get(2)? })
}

/// Numbers one slip apart begin alike or end alike. Those that begin alike stand together in the order of
/// numbers; those that end alike are of one slice.
fn near_phones(conn: &Connection, best: &mut Best) -> Result<(), Fault> {
    let mut statement = conn.prepare(IN_ORDER)?;
    let mut rows = statement.query([])?;
    let mut alike: Vec<Numbered> = Vec::new();
    while let Some(row) = rows.next()? {
        let next = numbered(row)?;
        if alike.last().is_some_and(|last| beginning(&last.phone) != beginning(&next.phone)) {
            compare(&std::mem::take(&mut alike), best)?;
        }
        alike.push(next);
    }
    compare(&alike, best)?;
    let count: u64 = conn.query_row(COUNT, [], |row| row.get(0))?;
    let at_once = (SLICES * NUMBERS_AT_ONCE / count.max(1)).clamp(1, SLICES);
    let mut statement = conn.prepare(OF_SLICES)?;
    for from in (0..SLICES).step_by(usize::try_from(at_once).unwrap_or(1)) {
        let rows = statement.query_map([from, from + at_once - 1], numbered)?;
        let mut slice: Vec<Numbered> = rows.collect::<Result<_, _>>()?;
        slice.sort_by(|a, b| ending(&a.phone).cmp(ending(&b.phone)));
        for alike in slice.chunk_by(|a, b| ending(&a.phone) == ending(&b.phone)) {
            compare(alike, best)?;
        }
    }
    Ok(())
}

fn beginning(phone: &str) -> &str {
    let signs = if phone.starts_with('+') { BEGINNING_ABROAD } else { BEGINNING };
    phone.get(..signs).unwrap_or(phone)
}

fn ending(phone: &str) -> &str {
    phone.get(phone.len().saturating_sub(ENDING)..).unwrap_or(phone)
}

/// Two numbers one slip apart are the same once the right digit is left out of one or both.
fn compare(numbers: &[Numbered], best: &mut Best) -> Result<(), Fault> {
    if numbers.len() < 2 {
        return Ok(());
    }
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, one) in numbers.iter().enumerate() {
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
                let (Some(one), Some(other)) = (numbers.get(*one), numbers.get(*other)) else { continue };
                let is_pair = one.id != other.id
                    && likeness::is_slip(&one.phone, &other.phone)
                    && likeness::may_be_one_name(&one.name, &other.name);
                if is_pair {
                    best.note(&one.id, &other.id, Likeness::NearPhone)?;
                }
            }
        }
    }
    Ok(())
}

/// Clients tied by an address or by a companion's number.
const TIED: &str = "SELECT k.id, k.name, k.household, l.id, l.name, l.household
    FROM client_ties a CROSS JOIN client_ties b ON b.kind = a.kind AND b.key = a.key AND b.client > a.client
    JOIN clients c ON c.id = a.client JOIN clients k ON k.id = coalesce(c.merged_into, c.id)
    JOIN clients d ON d.id = b.client JOIN clients l ON l.id = coalesce(d.merged_into, d.id)
    WHERE a.kind = ?1";
/// Companions who are clients themselves.
const COMPANIONS: &str = "SELECT k.id, k.name, k.household, l.id, l.name, l.household
    FROM client_ties a CROSS JOIN client_phones p ON p.phone = a.key
    JOIN clients c ON c.id = a.client JOIN clients k ON k.id = coalesce(c.merged_into, c.id)
    JOIN clients d ON d.id = p.client JOIN clients l ON l.id = coalesce(d.merged_into, d.id)
    WHERE a.kind = ?1";

/// Notes who is tied to whom, the strongest ties first.
fn tied(conn: &Connection, best: &mut Best) -> Result<(), Fault> {
    let address = |_: &Candidate, _: &Candidate| Likeness::Address;
    let is_client = |_: &Candidate, _: &Candidate| Likeness::CompanionIsClient;
    tied_by(conn, (TIED, "address"), address, best)?;
    tied_by(conn, (TIED, "companion"), companions, best)?;
    tied_by(conn, (COMPANIONS, "companion"), is_client, best)
}

fn tied_by(
    conn: &Connection,
    (sql, kind): (&str, &str),
    reason: impl Fn(&Candidate, &Candidate) -> Likeness,
    best: &mut Best,
) -> Result<(), Fault> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([kind])?;
    while let Some(row) = rows.next()? {
        let one = Candidate { id: key(row, 0)?, name: row.get(1)?, household: row.get(2)? };
        let other = Candidate { id: key(row, 3)?, name: row.get(4)?, household: row.get(5)? };
        let reason = reason(&one, &other);
        if one.id != other.id && fits(&one, &other, reason) {
            best.note(one.id.as_str(), other.id.as_str(), reason)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;
    use proptest::prelude::*;

    #[test]
    fn whom_a_client_looks_like_is_found_by_index() {
        for sql in [OWN, PHONES, TIES, GIVEN_TIES, MERGED, BY_PHONE, BY_TIE, DISMISSED] {
            assert_bounded(sql, &[]);
        }
        assert_bounded(BY_PHONES, &["SCAN j"]); // the numbers asked for, a hundred or so
    }
    proptest! {
        #[test]
        fn a_slip_leaves_the_beginning_or_the_end(
            number in "1[3-9][0-9]{9}|0(10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}|[48]00[0-9]{7}|\\+[1-9][0-9]{6,14}",
        ) {
            for slip in likeness::slips(&number).into_iter().filter(|slip| normalise(slip).as_ref() == Some(slip)) {
                let is_met = beginning(&slip) == beginning(&number) || ending(&slip) == ending(&number);
                prop_assert!(is_met, "{} {}", number, slip);
            }
        }
    }
}
