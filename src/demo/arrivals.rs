//! Who comes to the demo's door, and what they say there: every kind of arrival that the rules know.

use super::book::{Book, Known};
use super::cast::{Visitor, household_of};
use super::hand::Hand;
use crate::register::fault::Fault;
use crate::rules::command::{RegisterArrival, RegisterDetails};
use crate::rules::event::{Entry, Event};
use crate::rules::id::{StaffId, VisitId};

const COMPANIES: &[&str] = &["云阶设计工作室", "海门小贸易行", "北岸茶业", "青禾文具", "双桥物流"];
const NEEDS: &[&str] =
    &["想看三房", "要高楼层", "改善，要四房", "问学位", "给父母看", "预算四百万以内", "投资，要小户型"];

/// A kind of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody new who gives name and number.
    New,
    /// Somebody new who says more only while received.
    Shy,
    /// A client who comes again and gives the number.
    Returning,
    /// A client who asks for their owner.
    AsksForOwner,
    /// Somebody new who asks for a salesperson by name.
    Named,
    /// A client who asks for somebody else than their owner.
    AsksForOther,
    /// Somebody new whom a client sent.
    Referred,
    /// Somebody who phoned before.
    Lead,
    /// One more of a household.
    Household,
    /// One more of a company.
    Company,
    /// Says they were received before, but the register knows nothing.
    Unregistered,
}

/// How often of a hundred each kind comes.
const SHARES: &[(Kind, i64)] = &[
    (Kind::New, 30),
    (Kind::Shy, 9),
    (Kind::Returning, 24),
    (Kind::AsksForOwner, 6),
    (Kind::Named, 8),
    (Kind::AsksForOther, 3),
    (Kind::Referred, 5),
    (Kind::Lead, 6),
    (Kind::Household, 4),
    (Kind::Company, 3),
    (Kind::Unregistered, 2),
];

/// Throws for a kind.
pub fn kind(hand: &mut Hand) -> Kind {
    let mut thrown = hand.dice.between(1, 100);
    for (kind, share) in SHARES {
        thrown -= share;
        if thrown <= 0 {
            return *kind;
        }
    }
    Kind::New
}

/// Somebody of a kind comes to the door. Gives what was entered; nothing when it was refused.
///
/// # Errors
/// When the register cannot be written.
pub fn arrive(hand: &mut Hand, book: &mut Book, kind: Kind) -> Result<Option<Entry>, Fault> {
    let order = hand.floor().order.clone();
    let somebody = hand.dice.pick(&order).cloned();
    match kind {
        Kind::New | Kind::Shy => greet(hand, book, kind, |_| {}),
        Kind::Named => greet(hand, book, kind, |arrival| arrival.asks_for = somebody),
        Kind::Unregistered => greet(hand, book, kind, |arrival| {
            arrival.been_before = Some(true);
            arrival.received_by = Some(somebody);
        }),
        Kind::Referred => {
            let friend = book.away(&mut hand.dice, |_| true).map(|known| known.id);
            greet(hand, book, kind, |arrival| arrival.referred_by = friend)
        }
        Kind::Lead => match book.leads.pop() {
            Some(lead) => welcome(hand, book, lead, |_| {}),
            None => greet(hand, book, kind, |_| {}),
        },
        Kind::Household => family(hand, book),
        Kind::Company => colleague(hand, book),
        Kind::Returning | Kind::AsksForOwner | Kind::AsksForOther => {
            match book.away(&mut hand.dice, |known| known.owner.is_some()) {
                Some(known) => again(hand, book, &known, kind, somebody),
                None => greet(hand, book, Kind::New, |_| {}),
            }
        }
    }
}

/// A remembered client comes again.
///
/// # Errors
/// When the register cannot be written.
pub fn again(
    hand: &mut Hand,
    book: &mut Book,
    known: &Known,
    kind: Kind,
    somebody: Option<StaffId>,
) -> Result<Option<Entry>, Fault> {
    let asks_for = match kind {
        Kind::AsksForOwner => known.owner.clone(),
        Kind::AsksForOther => somebody,
        _ => None,
    };
    let arrival = RegisterArrival {
        phone: Some(known.visitor.phone.clone()),
        party: party(hand),
        asks_for,
        ..RegisterArrival::default()
    };
    enter(hand, book, arrival)
}

/// Somebody new comes, asking for `named` when that is said.
///
/// # Errors
/// When the register cannot be written.
pub fn newcomer(hand: &mut Hand, book: &mut Book, named: Option<StaffId>) -> Result<Option<Entry>, Fault> {
    greet(hand, book, Kind::New, |arrival| arrival.asks_for = named)
}

fn greet(
    hand: &mut Hand,
    book: &mut Book,
    kind: Kind,
    say: impl FnOnce(&mut RegisterArrival),
) -> Result<Option<Entry>, Fault> {
    let visitor = hand.cast.visitor(&mut hand.dice);
    if kind != Kind::Shy {
        return welcome(hand, book, visitor, say);
    }
    let arrival = RegisterArrival { been_before: Some(false), party: party(hand), ..RegisterArrival::default() };
    enter(hand, book, arrival)
}

fn welcome(
    hand: &mut Hand,
    book: &mut Book,
    visitor: Visitor,
    say: impl FnOnce(&mut RegisterArrival),
) -> Result<Option<Entry>, Fault> {
    let mut arrival = RegisterArrival {
        name: Some(visitor.name.clone()),
        phone: Some(visitor.phone.clone()),
        party: party(hand),
        been_before: Some(false),
        source: Some(visitor.source.to_owned()),
        note: hand.dice.chance(25).then(|| hand.dice.word(NEEDS).to_owned()),
        ..RegisterArrival::default()
    };
    say(&mut arrival);
    let (household, company) = (arrival.household.clone(), arrival.company.clone());
    let entry = enter(hand, book, arrival)?;
    if let Some((client, owner)) = entry.as_ref().and_then(routed) {
        book.remember(&client, visitor, owner);
        book.change(&client, |known| (known.household, known.company) = (household, company));
    }
    Ok(entry)
}

fn family(hand: &mut Hand, book: &mut Book) -> Result<Option<Entry>, Fault> {
    let household = book.away(&mut hand.dice, |known| known.household.is_some()).and_then(|known| known.household);
    let visitor = hand.cast.visitor(&mut hand.dice);
    let household = household.unwrap_or_else(|| household_of(&visitor));
    welcome(hand, book, visitor, |arrival| arrival.household = Some(household))
}

fn colleague(hand: &mut Hand, book: &mut Book) -> Result<Option<Entry>, Fault> {
    let company = hand.dice.word(COMPANIES).to_owned();
    let visitor = hand.cast.visitor(&mut hand.dice);
    welcome(hand, book, visitor, |arrival| arrival.company = Some(company))
}

/// A shy visitor gives name and number after all; now and then it is somebody else's client.
///
/// # Errors
/// When the register cannot be written.
pub fn details(hand: &mut Hand, book: &mut Book, visit: &VisitId) -> Result<Option<Entry>, Fault> {
    let earlier = book.away(&mut hand.dice, |known| known.owner.is_some()).filter(|_| hand.dice.chance(20));
    let visitor = match &earlier {
        Some(known) => known.visitor.clone(),
        None => hand.cast.visitor(&mut hand.dice),
    };
    let entry = hand
        .give(RegisterDetails {
            visit: visit.clone(),
            name: Some(visitor.name.clone()),
            phone: Some(visitor.phone.clone()),
            company: None,
            household: None,
            note: None,
            companion_phone: None,
            address: None,
        })?
        .map(|outcome| outcome.entry);
    if let Some(entry) = &entry {
        let detailed = entry.events.iter().find_map(|event| match event {
            Event::VisitDetailed { client, owner, .. } => Some((client, owner)),
            _ => None,
        });
        if let Some((client, owner)) = detailed {
            book.remember(client, visitor, owner.clone());
        }
        book.read(entry);
    }
    Ok(entry)
}

fn enter(hand: &mut Hand, book: &mut Book, arrival: RegisterArrival) -> Result<Option<Entry>, Fault> {
    let entry = hand.give(arrival)?.map(|outcome| outcome.entry);
    if let Some(entry) = &entry {
        book.read(entry);
    }
    Ok(entry)
}

/// Whose visit an entry routed first, and to whom they belong now.
fn routed(entry: &Entry) -> Option<(crate::rules::id::ClientId, Option<StaffId>)> {
    entry.events.iter().find_map(|event| match event {
        Event::VisitRouted { decision, .. } => Some((decision.client.clone(), decision.owner.clone())),
        _ => None,
    })
}

fn party(hand: &mut Hand) -> Option<u32> {
    u32::try_from(hand.dice.between(1, 4)).ok()
}
