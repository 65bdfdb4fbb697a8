//! `client.import`: clients of a register kept elsewhere come in, each once. The earliest first contact
//! says to whom a client belongs (rule 3), in whatever order the rows come.

use super::command::{ClientRow, GroupKind, ImportClients};
use super::decide::{Draft, NUMBER_DIGITS, fresh, numbered};
use super::event::{ClientWords, Event, ImportedClient, MatchedClient, PastVisit};
use super::facts::Facts;
use super::id::{self, ClientId, GroupId, StaffId, VisitId};
use super::refusal::{Code, Refusal};
use super::time::Timestamp;
use super::{fold, phone};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Longest text of a row, in bytes.
const TEXT_BYTES_MAX: usize = 16_384;
/// Hexadecimal digits of a file's digest.
const DIGEST_DIGITS: usize = 64;

/// What is wrong with a row by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowFault {
    /// Neither a telephone number nor an id: nothing tells the client from others.
    NothingToKnowBy,
    /// A telephone number that is none.
    BadPhone,
    /// An id that cannot be one.
    BadId,
    /// A text longer than any field holds.
    TooLong,
    /// A time that has not come yet.
    InTheFuture,
}

/// Judges a row by itself and gives its normalised telephone numbers.
///
/// # Errors
/// What is wrong with it.
pub fn check_row(row: &ClientRow, now: Timestamp) -> Result<Vec<String>, RowFault> {
    if row.words().any(|text| text.len() > TEXT_BYTES_MAX) {
        return Err(RowFault::TooLong);
    }
    if row.client.as_ref().is_some_and(|client| !id::is_valid(client.as_str())) {
        return Err(RowFault::BadId);
    }
    let mut phones: Vec<String> = Vec::with_capacity(row.phones.len());
    for text in &row.phones {
        let number = phone::normalise(text).ok_or(RowFault::BadPhone)?;
        if !phones.contains(&number) {
            phones.push(number);
        }
    }
    if (phones.is_empty() || row.apart) && row.client.is_none() {
        return Err(RowFault::NothingToKnowBy);
    }
    check_times(row, now)?;
    Ok(phones)
}

/// Judges the times of a row alone.
///
/// # Errors
/// When one has not come yet.
pub fn check_times(row: &ClientRow, now: Timestamp) -> Result<(), RowFault> {
    if row.latest().is_some_and(|at| at > now) { Err(RowFault::InTheFuture) } else { Ok(()) }
}

/// What no state could make right about the command.
pub(super) fn check(command: &ImportClients, now: Timestamp) -> Result<(), Refusal> {
    let rows = command.rows.given();
    if rows.is_empty() {
        return Err(Refusal::bad_input("`rows` must hold a client"));
    }
    let is_hexadecimal = |digest: &str| digest.len() == DIGEST_DIGITS && digest.bytes().all(|b| b.is_ascii_hexdigit());
    if command.file.as_ref().is_some_and(|part| !is_hexadecimal(&part.digest)) {
        return Err(Refusal::bad_input("`digest` has 64 hexadecimal digits"));
    }
    for (place, row) in (1..).zip(rows) {
        check_row(row, now).map_err(|fault| refuse(fault, row.row.unwrap_or(place)))?;
    }
    Ok(())
}

fn refuse(fault: RowFault, row: u64) -> Refusal {
    let what = match fault {
        RowFault::BadPhone => return Refusal::new(Code::BadPhone).about(&row),
        RowFault::NothingToKnowBy => "has neither a telephone number nor a client id",
        RowFault::BadId => "has an id that cannot be one",
        RowFault::TooLong => "has a text that is too long",
        RowFault::InTheFuture => "has a time that has not come yet",
    };
    Refusal::bad_input(format!("row {row} {what}"))
}

/// A client known while rows are gone through: from the register, or from an earlier row.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who; nothing for a client of an earlier row who has no id yet.
    pub client: Option<ClientId>,
    /// The row that they first came from; nothing: they were in the register.
    pub row: Option<u64>,
    /// Their first contact.
    pub first_contact: Option<Timestamp>,
    owner: Option<StaffId>,
    owned_since: Option<Timestamp>,
    /// Whether no row changes the owner: a manager gave them, or they have bought.
    is_settled: bool,
    poachers: Vec<StaffId>,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Place of the client among those known.
    pub at: u32,
    /// Whether the client was not known before it.
    pub is_new: bool,
    /// The earlier first contact that it brings to a known client.
    pub first_contact: Option<Timestamp>,
    /// To whom the client belongs by it, and since when.
    pub owner: Option<(StaffId, Option<Timestamp>)>,
    /// Numbers not known before; of a new client all.
    pub phones: Vec<String>,
}

impl Fate {
    /// Whether the row brings anything.
    #[must_use]
    pub fn has_effect(&self) -> bool {
        self.is_new || self.first_contact.is_some() || self.owner.is_some() || !self.phones.is_empty()
    }
}

/// A normalised number as one: up to sixteen signs, four bits each. There may be millions.
fn phone_key(phone: &str) -> u64 {
    let sign = |byte: u8| if byte == b'+' { 11 } else { u64::from(byte.wrapping_sub(b'0') & 0xf) + 1 };
    phone.bytes().fold(0, |key, byte| key << 4 | sign(byte))
}

/// Says row after row which client it is, remembering the rows before.
#[derive(Debug, Default)]
pub struct Judge {
    known: Vec<Known>,
    /// Whose a number is; nothing: nobody's, as was looked up.
    by_phone: HashMap<u64, Option<u32>>,
    by_id: HashMap<ClientId, u32>,
}

impl Judge {
    /// A client known so far, by their place.
    #[must_use]
    pub fn known(&self, at: u32) -> Option<&Known> {
        self.known.get(at as usize)
    }

    /// Looks up whose the numbers of coming rows are, all in one go: one by one, that takes longer than all else
    /// about them. The rows may be judged without it.
    pub fn look_up<'p>(&mut self, facts: &dyn Facts, phones: impl Iterator<Item = &'p str>) {
        let mut phones: Vec<&str> = phones
            .filter(|phone| match self.by_phone.entry(phone_key(phone)) {
                Entry::Vacant(unasked) => {
                    unasked.insert(None);
                    true
                }
                Entry::Occupied(_) => false,
            })
            .collect();
        // In the order of the index that they are looked up in.
        phones.sort_unstable();
        for (place, client) in facts.clients_by_phone(&phones) {
            let at = self.find_by_id(facts, &client);
            if let Some(phone) = phones.get(place) {
                self.by_phone.insert(phone_key(phone), at);
            }
        }
    }

    /// Judges a row with its normalised numbers. Id before numbers, the first number known before others.
    pub fn judge(&mut self, facts: &dyn Facts, row: &ClientRow, number: u64, phones: Vec<String>) -> Fate {
        let found = row.client.as_ref().and_then(|id| self.find_by_id(facts, id));
        let found = if row.apart {
            found
        } else {
            found.or_else(|| phones.iter().find_map(|phone| self.find_by_phone(facts, phone)))
        };
        let Some(at) = found else { return self.take_in(row, number, phones) };
        let fresh: Vec<String> =
            phones.into_iter().filter(|phone| self.find_by_phone(facts, phone).is_none()).collect();
        for phone in &fresh {
            self.by_phone.insert(phone_key(phone), Some(at));
        }
        let Some(known) = self.known.get_mut(at as usize) else {
            return Fate { at, is_new: false, first_contact: None, owner: None, phones: fresh };
        };
        let earliest = row.earliest();
        let is_before = |then: Option<Timestamp>| earliest.is_some_and(|at| then.is_none_or(|then| at < then));
        let first_contact = earliest.filter(|_| is_before(known.first_contact));
        let may_own = |owner: &&StaffId| !known.is_settled && !known.poachers.contains(owner);
        let owner =
            row.owner.as_ref().filter(may_own).filter(|_| known.owner.is_none() || is_before(known.owned_since));
        let owner = owner.map(|owner| (owner.clone(), earliest));
        known.first_contact = first_contact.or(known.first_contact);
        if let Some((owner, since)) = &owner {
            known.owner = Some(owner.clone());
            known.owned_since = *since;
        }
        Fate { at, is_new: false, first_contact, owner, phones: fresh }
    }

    fn take_in(&mut self, row: &ClientRow, number: u64, phones: Vec<String>) -> Fate {
        let first_contact = row.earliest();
        let at = self.remember(Known {
            client: row.client.clone(),
            row: Some(number),
            first_contact,
            owner: row.owner.clone(),
            owned_since: first_contact.filter(|_| row.owner.is_some()),
            is_settled: false,
            poachers: Vec::new(),
        });
        for phone in &phones {
            self.by_phone.entry(phone_key(phone)).or_insert(None).get_or_insert(at);
        }
        let owner = row.owner.clone().map(|owner| (owner, first_contact));
        Fate { at, is_new: true, first_contact, owner, phones }
    }

    fn remember(&mut self, known: Known) -> u32 {
        let at = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        if let Some(id) = &known.client {
            self.by_id.insert(id.clone(), at);
        }
        self.known.push(known);
        at
    }

    /// Gives the client at a place their id.
    fn name(&mut self, at: u32, client: &ClientId) {
        if let Some(known) = self.known.get_mut(at as usize) {
            known.client = Some(client.clone());
            self.by_id.insert(client.clone(), at);
        }
    }

    fn find_by_phone(&mut self, facts: &dyn Facts, phone: &str) -> Option<u32> {
        let key = phone_key(phone);
        if let Some(at) = self.by_phone.get(&key) {
            return *at;
        }
        let at = facts.client_by_phone(phone).and_then(|client| self.find_by_id(facts, &client));
        self.by_phone.insert(key, at);
        at
    }

    fn find_by_id(&mut self, facts: &dyn Facts, id: &ClientId) -> Option<u32> {
        if let Some(at) = self.by_id.get(id) {
            return Some(*at);
        }
        if !facts.client_exists(id) {
            return None;
        }
        let client = facts.client(id)?;
        if let Some(at) = self.by_id.get(&client.id) {
            return Some(*at); // another name of theirs
        }
        Some(self.remember(Known {
            owned_since: facts.owned_since(&client.id).or(client.first_contact),
            is_settled: client.is_closed() || client.transferred.is_some(),
            client: Some(client.id),
            row: None,
            first_contact: client.first_contact,
            owner: client.owner,
            poachers: client.poachers,
        }))
    }
}

/// `client.import`.
pub(super) fn import(draft: &mut Draft, command: &ImportClients) -> Result<(), Refusal> {
    let rows = command.rows.given();
    for row in rows {
        if let Some(owner) = &row.owner {
            draft.known_salesperson(owner)?;
        }
        for visit in &row.visits {
            draft.check_staff_known(visit.receiver.as_ref())?;
        }
    }
    let (clients, visits) = (new_clients(draft, rows), past_visits(draft, rows));
    let group_serial = draft.floor.serials.group;
    let judge = Judge::default();
    let mut import = Import { judge, groups: HashMap::new(), group_serial, clients, visits, visit_serial: 0 };
    let mut checked = Vec::with_capacity(rows.len());
    for (place, row) in (1..).zip(rows) {
        let number = row.row.unwrap_or(place);
        let phones = check_row(row, draft.header.at).map_err(|fault| refuse(fault, number))?;
        checked.push((number, row, phones));
    }
    let facts = draft.facts.base();
    import.judge.look_up(facts, checked.iter().flat_map(|(.., phones)| phones).map(String::as_str));
    for (number, row, phones) in checked {
        let fate = import.judge.judge(facts, row, number, phones);
        if fate.is_new {
            import.take_in(draft, row, number, fate);
        } else if fate.has_effect() {
            import.complete(draft, row, number, fate);
        }
    }
    Ok(())
}

/// How new ids of a kind are found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NewIds {
    /// None of the coming numbers is taken.
    Free,
    /// Each must be looked at.
    Looked,
}

/// Whether any of the ids that new clients of these rows would get is in use; rows that give some may give those.
fn new_clients(draft: &Draft, rows: &[ClientRow]) -> NewIds {
    let from = draft.floor.serials.client.saturating_add(1);
    let to = from.saturating_add(u64::try_from(rows.len()).unwrap_or(u64::MAX));
    // Of one length, numbers and their texts have one order.
    let is_taken = |length: u32| {
        let (least, most) = (10_u64.saturating_pow(length - 1), 10_u64.saturating_pow(length) - 1);
        let least = if length == NUMBER_DIGITS { 0 } else { least };
        draft.facts.base().has_clients_between(&numbered("c-", from.max(least)), &numbered("c-", to.min(most)))
    };
    let length = |number: u64| (number.ilog10() + 1).max(NUMBER_DIGITS);
    let is_free = rows.iter().all(|row| row.client.is_none()) && !(length(from)..=length(to)).any(is_taken);
    if is_free { NewIds::Free } else { NewIds::Looked }
}

/// Whether any of the ids that the visits of these rows would get is in use.
fn past_visits(draft: &Draft, rows: &[ClientRow]) -> NewIds {
    let count: usize = rows.iter().map(|row| row.visits.len()).sum();
    let from = draft.floor.serials.past_visit + 1;
    let to = from.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
    let fits = to < 10_u64.pow(VISIT_DIGITS);
    let is_free = count == 0 || fits && !draft.facts.base().has_visits_between(&visit_id(from), &visit_id(to));
    if is_free { NewIds::Free } else { NewIds::Looked }
}

/// Digits of the numbers in the ids of past visits, so that their order as text is that of the numbers.
const VISIT_DIGITS: u32 = 7;

fn visit_id(number: u64) -> VisitId {
    VisitId::from(format!("p-{number:0width$}", width = VISIT_DIGITS as usize))
}

/// An import under way.
struct Import {
    judge: Judge,
    /// Groups by their folded names, as they are met.
    groups: HashMap<(GroupKind, String), GroupId>,
    /// Number of the last group made.
    group_serial: u64,
    clients: NewIds,
    visits: NewIds,
    /// Number of the last visit whose id was looked for.
    visit_serial: u64,
}

impl Import {
    fn take_in(&mut self, draft: &mut Draft, row: &ClientRow, number: u64, fate: Fate) {
        let exists = |id: &ClientId| draft.facts.base().client_exists(id) || self.judge.by_id.contains_key(id);
        let serial = draft.floor.serials.client;
        let client = match self.clients {
            NewIds::Free => numbered("c-", serial + 1),
            NewIds::Looked => fresh(row.client.as_ref(), "c-", serial, exists),
        };
        self.judge.name(fate.at, &client);
        let receptions = u32::try_from(row.visits.len()).unwrap_or(u32::MAX);
        let micros = |at: Option<Timestamp>| at.map(Timestamp::micros);
        let imported = ImportedClient {
            client: client.clone(),
            company: self.group(draft, GroupKind::Company, row.company.as_deref()),
            first_contact_at: micros(fate.first_contact),
            household: self.group(draft, GroupKind::Household, row.household.as_deref()),
            last_visit_at: micros(row.latest()),
            owner: fate.owner.map(|(owner, _)| owner),
            receptions: receptions.max(u32::from(fate.first_contact.is_some())),
            row: number,
            words: ClientWords { phones: fate.phones, ..words(row) },
        };
        record(draft, Event::ClientImported(Box::new(imported)));
        for visit in &row.visits {
            let id = match self.visits {
                NewIds::Free => visit_id(draft.floor.serials.past_visit + 1),
                NewIds::Looked => self.free_visit(draft),
            };
            let (at, receiver) = (visit.at.micros(), visit.receiver.clone());
            record(draft, Event::VisitImported(PastVisit { at, client: client.clone(), receiver, visit: id }));
        }
    }

    /// An id for a visit of the past that neither the register nor a row before has.
    fn free_visit(&mut self, draft: &Draft) -> VisitId {
        self.visit_serial = self.visit_serial.max(draft.floor.serials.past_visit);
        loop {
            self.visit_serial = self.visit_serial.saturating_add(1);
            let id = visit_id(self.visit_serial);
            if draft.facts.base().visit(&id).is_none() {
                break id;
            }
        }
    }

    fn complete(&self, draft: &mut Draft, row: &ClientRow, number: u64, fate: Fate) {
        let Some(client) = self.judge.known(fate.at).and_then(|known| known.client.clone()) else { return };
        let (owner, owned_since) = fate.owner.unzip();
        let name = words(row).name;
        let matched = MatchedClient {
            client,
            first_contact_at: fate.first_contact.map(Timestamp::micros),
            owned_since_at: owned_since.flatten().map(Timestamp::micros),
            owner,
            row: number,
            words: ClientWords { name, phones: fate.phones, ..ClientWords::default() },
        };
        record(draft, Event::ClientMatched(Box::new(matched)));
    }

    /// The group of a name, a new one where there is none yet.
    fn group(&mut self, draft: &Draft, kind: GroupKind, name: Option<&str>) -> Option<GroupId> {
        let key = super::facts::group_key(kind, name?);
        if key.is_empty() {
            return None;
        }
        let facts = draft.facts.base();
        if let Some(group) = self.groups.get(&(kind, key.clone())) {
            return Some(group.clone());
        }
        let group = facts.group(kind, &key).unwrap_or_else(|| {
            loop {
                self.group_serial = self.group_serial.saturating_add(1);
                let group = numbered("g-", self.group_serial);
                if !facts.group_exists(&group) {
                    break group;
                }
            }
        });
        self.groups.insert((kind, key), group.clone());
        Some(group)
    }
}

fn words(row: &ClientRow) -> ClientWords {
    let cleaned = |text: &Option<String>| text.as_deref().map(fold::clean).filter(|text| !text.is_empty());
    ClientWords {
        company: cleaned(&row.company),
        household: cleaned(&row.household),
        name: row.name.as_deref().map(fold::clean_name).filter(|name| !name.is_empty()),
        note: cleaned(&row.note),
        phones: Vec::new(),
        source: cleaned(&row.source),
    }
}

/// Records a fact. The register after it is asked only by those who wait, so it is kept only for them.
fn record(draft: &mut Draft, event: Event) {
    if draft.floor.waiting.is_empty() {
        draft.floor.apply(&draft.header, &event);
        draft.events.push(event);
    } else {
        draft.record(event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_has_a_key_of_its_own(number in "(1[3-9][0-9]{9}|0[0-9]{9,11}|[48]00[0-9]{7}|\\+[1-9][0-9]{6,14})") {
            let number = phone::normalise(&number).unwrap_or(number);
            let key = phone_key(&number);
            let signs = (0..16).rev().map(|place| (key >> (4 * place)) & 0xf).skip_while(|sign| *sign == 0);
            let back: String = signs.map(|sign| if sign == 11 { '+' } else { char::from(b'0' + u8::try_from(sign - 1).unwrap()) }).collect();
            prop_assert_eq!(back, number);
        }
    }
}
