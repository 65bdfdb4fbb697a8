//! The demo's crowd: thousands or millions of clients with a past, who came in by an import before the
//! story begins. Bounded memory: one batch at a time.

use super::cast;
use super::hand::Hand;
use super::population::{self, Person};
use crate::register::fault::Fault;
use crate::rules::command::{ClientRow, ImportClients, PastVisit};
use crate::rules::id::{ClientId, StaffId};
use crate::rules::time::Timestamp;

/// How many clients are entered at a time.
const BATCH: usize = 20_000;

/// Brings so many people in; `progress` hears how many are in.
///
/// # Errors
/// When the register cannot be written.
pub fn bring(hand: &mut Hand, seed: u64, count: usize, progress: &dyn Fn(usize)) -> Result<(), Fault> {
    let sales = cast::sales();
    let until = hand.at;
    let mut people = population::people(seed, count, sales.len(), until.micros());
    let mut number = 0;
    loop {
        let rows: Vec<ClientRow> = people
            .by_ref()
            .take(BATCH)
            .map(|person| {
                number += 1;
                row(number, person, &sales, until)
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        hand.manage_alone(ImportClients { rows: rows.into(), file: None })?;
        progress(number);
    }
}

/// A person as a row. Families share numbers, so an id tells each of them apart.
fn row(number: usize, person: Person, sales: &[StaffId], until: Timestamp) -> ClientRow {
    let time = |micros: i64| Timestamp::from_micros(micros, until.offset_seconds());
    let visits = person.visits.iter();
    ClientRow {
        row: u64::try_from(number).ok(),
        client: Some(ClientId::from(format!("c-{number:07}"))),
        name: Some(person.name),
        phones: person.phones,
        company: person.company,
        household: person.household,
        owner: sales.get(person.owner).cloned(),
        first_contact: Some(time(person.first_contact)),
        source: person.source,
        apart: true,
        visits: visits.map(|(at, who)| PastVisit { at: time(*at), receiver: sales.get(*who).cloned() }).collect(),
        ..ClientRow::default()
    }
}
