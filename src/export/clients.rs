//! The whole register of clients, a row each. A million of them are written: what a row needs is made in
//! place, and names of the staff are looked up once.

use super::Cell;
use super::row::Writer;
use crate::register::fault::Fault;
use crate::register::sheet::ClientRow;
use crate::rules::time::Timestamp;
use std::borrow::Cow;

impl Writer<'_> {
    /// A client's row.
    pub(super) fn client(
        &self,
        client: ClientRow<'_>,
        put: &mut dyn FnMut(&[Cell]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let moment = |micros: Option<i64>| {
            micros
                .map_or(Cell::Empty, |micros| Cell::Moment(Timestamp::from_micros(micros, 0).in_zone(self.floor.zone)))
        };
        let number = |at: usize| client.phones.get(at).map(|phone| self.number(phone));
        // Hardly anybody has more than two.
        let few: [Cow<str>; 2] = [number(0).unwrap_or_default(), number(1).unwrap_or_default()];
        let many: Vec<Cow<str>>;
        let count = client.phones.len();
        let phones = if let Some(few) = few.get(..count) {
            few
        } else {
            many = client.phones.iter().map(|phone| self.number(phone)).collect();
            &many
        };
        put(&[
            Cell::Text(client.id.into()),
            self.name(client.name),
            match phones {
                [] => Cell::Empty,
                phones => Cell::Phones(phones),
            },
            self.staff(client.owner),
            moment(client.first_contact_at),
            Cell::text(client.source),
            moment(client.last_visit_at),
            Cell::Number(client.receptions),
            Cell::Number(client.purchases),
            Cell::text(client.household),
            Cell::text(client.company),
            self.name(client.company_name),
        ])
    }
}
