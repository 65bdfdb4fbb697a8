//! The report of a week, a month or any span: how far the clients of the span came, by source and by
//! person, who came again, waiting, turns, deposits. Reads only the span. It must never name a client,
//! nor repeat words that may be about one: see [`Source`].

mod sale;
mod source;

pub use source::Source;

use super::Register;
use super::fairness::{Statement, statement};
use super::fault::Fault;
use super::figures::{self, Figures, Span, Sum, each, median, p90};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use rusqlite::Row;
use source::{Said, Sources};
use std::collections::BTreeMap;

/// What fell to one source or one person, or all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Visits of the span.
    pub visits: u32,
    /// Clients who made them.
    pub clients: u32,
    /// Of these, those whose first visit lies in the span.
    pub new_clients: u32,
    /// Of the clients, those who came again: one of the visits was not their first.
    pub returned: u32,
    /// Of the clients, those who made a deposit in the span that was not given back by its end.
    pub deposited: u32,
    /// Of the clients, those who signed a contract in the span.
    pub signed: u32,
    /// Deposits taken in the span, whoever made them.
    pub taken: Sum,
    /// Deposits given back in the span, whenever they were taken.
    pub refunded: Sum,
    /// Contracts signed in the span, with the amounts of their deposits.
    pub contracts: Sum,
}

impl Share {
    fn count(&mut self, client: &Client) {
        self.visits += client.visits;
        self.clients += u32::from(client.visits > 0);
        self.new_clients += u32::from(client.is_new);
        self.returned += u32::from(client.has_returned);
        self.deposited += u32::from(client.visits > 0 && client.has_deposited);
        self.signed += u32::from(client.visits > 0 && client.has_signed);
    }

    const fn pay(&mut self, sale: &Sale) {
        match sale.kind {
            SaleKind::Taken { .. } => self.taken.add(sale.fen),
            SaleKind::Refunded => self.refunded.add(sale.fen),
            SaleKind::Signed => self.contracts.add(sale.fen),
        }
    }
}

/// Days since the visit before, at most: the bounds between which return visits are counted. What is
/// longer stands last.
pub const RETURN_DAYS_MAX: [i64; 5] = [1, 3, 7, 14, 30];

/// Visits that were not their client's first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returns {
    /// How many.
    pub visits: u32,
    /// Who made them.
    pub clients: u32,
    /// How many came within so many days of the visit before, by [`RETURN_DAYS_MAX`].
    pub by_days: [u32; RETURN_DAYS_MAX.len() + 1],
    /// The middle of these days.
    pub median_days: Option<i64>,
    /// The fewest that nine of ten did not exceed.
    pub p90_days: Option<i64>,
}

/// The report of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The figures of the span.
    pub figures: Figures,
    /// Turns and what became of them.
    pub statement: Statement,
    /// All together.
    pub all: Share,
    /// By what brought the client, most clients first; sources told by one client only are one row.
    pub by_source: Vec<(Source, Share)>,
    /// By person, most clients first. Clients count for whose they were at their last visit of the span,
    /// money for whoever has the larger share of its commission, without one for whoever took it;
    /// nobody's stand last.
    pub by_person: Vec<(Option<StaffId>, Share)>,
    /// Who came again.
    pub returns: Returns,
}

impl Report {
    /// The span.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.figures.span
    }

    /// Whether one of its days is still open.
    #[must_use]
    pub const fn has_open_day(&self) -> bool {
        self.statement.has_open_day
    }
}

/// Makes the report of a span, up to the last entry; who still waits is counted up to the floor's clock.
///
/// # Errors
/// When the register cannot be read.
pub fn report(register: &Register, floor: &Floor, span: Span) -> Result<Report, Fault> {
    let mut count = Count::new();
    each(register, VISITS, span.bounds(), |row| count.visit(row))?;
    let sales = sale::of_span(register, floor, span)?;
    for sale in &sales {
        count.sale(sale);
    }
    let figures = figures::figures(register, floor, span)?;
    Ok(count.done(&sales, figures, statement(register, span)?))
}

/// What one client did in the span.
#[derive(Debug, Default)]
struct Client {
    source: Option<Said>,
    person: Option<StaffId>,
    visits: u32,
    is_new: bool,
    has_returned: bool,
    has_deposited: bool,
    has_signed: bool,
}

/// A deposit, a refund or a contract of the span.
#[derive(Debug)]
struct Sale {
    kind: SaleKind,
    client: String,
    source: Option<String>,
    staff: Option<StaffId>,
    fen: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SaleKind {
    Taken { stands: bool },
    Refunded,
    Signed,
}

const VISITS: &str = "SELECT v.client, v.date, coalesce(v.owner, v.receiver),
        (SELECT p.date FROM visits p WHERE p.client = v.client AND p.seq < v.seq ORDER BY p.seq DESC LIMIT 1),
        (SELECT p.source FROM visits p WHERE p.client = v.client AND p.source IS NOT NULL AND p.date <= ?2
            ORDER BY p.seq LIMIT 1)
    FROM visits v WHERE v.date BETWEEN ?1 AND ?2 ORDER BY v.date, v.seq";

struct Count {
    clients: BTreeMap<String, Client>,
    return_days: Vec<i64>,
}

impl Count {
    const fn new() -> Self {
        Self { clients: BTreeMap::new(), return_days: Vec::new() }
    }

    fn visit(&mut self, row: &Row) -> rusqlite::Result<()> {
        let date = figures::date(row, 1)?;
        let before: Option<Date> =
            if row.get_ref(3)? == rusqlite::types::ValueRef::Null { None } else { Some(figures::date(row, 3)?) };
        let client = self.clients.entry(row.get(0)?).or_default();
        client.visits += 1;
        client.person = figures::staff(row, 2)?.or_else(|| client.person.take());
        client.source = row.get::<_, Option<String>>(4)?.as_deref().and_then(Said::of);
        match before {
            None => client.is_new = true,
            Some(before) => {
                client.has_returned = true;
                self.return_days.push(date.signed_duration_since(before).num_days().max(0));
            }
        }
        Ok(())
    }

    fn sale(&mut self, sale: &Sale) {
        let client = self.clients.entry(sale.client.clone()).or_default();
        if client.visits == 0 {
            client.source = sale.source.as_deref().and_then(Said::of);
        }
        client.has_deposited |= sale.kind == SaleKind::Taken { stands: true };
        client.has_signed |= sale.kind == SaleKind::Signed;
    }

    fn done(mut self, sales: &[Sale], figures: Figures, statement: Statement) -> Report {
        let sources = Sources::of(self.clients.values().filter_map(|client| client.source.as_ref()));
        let mut all = Share::default();
        let mut by_source: BTreeMap<Source, Share> = BTreeMap::new();
        let mut by_person: BTreeMap<Option<StaffId>, Share> = BTreeMap::new();
        for client in self.clients.values() {
            let source = sources.name(client.source.as_ref());
            all.count(client);
            by_source.entry(source).or_default().count(client);
            // Who came to pay only is nobody's client of the span.
            if client.visits > 0 {
                by_person.entry(client.person.clone()).or_default().count(client);
            }
        }
        for sale in sales {
            let client = self.clients.get(&sale.client);
            let source = sources.name(client.and_then(|client| client.source.as_ref()));
            all.pay(sale);
            by_source.entry(source).or_default().pay(sale);
            by_person.entry(sale.staff.clone()).or_default().pay(sale);
        }
        let returned = all.returned;
        self.return_days.sort_unstable();
        Report {
            figures,
            statement,
            all,
            by_source: ranked(by_source, |source| !source.is_named()),
            by_person: ranked(by_person, Option::is_none),
            returns: returns(&self.return_days, returned),
        }
    }
}

/// Most clients first, then most money; whatever `goes_last` says, last.
fn ranked<K: Clone + Ord>(shares: BTreeMap<K, Share>, goes_last: fn(&K) -> bool) -> Vec<(K, Share)> {
    let mut rows: Vec<(K, Share)> = shares.into_iter().collect();
    rows.sort_by_key(|(key, share)| {
        let most = std::cmp::Reverse((share.clients, share.visits, share.taken.fen));
        (goes_last(key), most, key.clone())
    });
    rows
}

fn returns(days: &[i64], clients: u32) -> Returns {
    let mut by_days = [0; RETURN_DAYS_MAX.len() + 1];
    for day in days {
        by_days[RETURN_DAYS_MAX.partition_point(|most| most < day)] += 1;
    }
    Returns {
        visits: u32::try_from(days.len()).unwrap_or(u32::MAX),
        clients,
        by_days,
        median_days: median(days),
        p90_days: p90(days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::plan::assert_bounded;

    #[test]
    fn the_report_reads_the_span_only() {
        for sql in [VISITS, sale::TAKEN, sale::REFUNDED, sale::SIGNED, sale::DEPOSIT] {
            assert_bounded(sql, &[]);
        }
    }

    #[test]
    fn days_fall_within_their_bounds() {
        let made = returns(&[0, 1, 2, 3, 7, 8, 30, 31, 400], 5);
        assert_eq!((made.by_days, made.visits, made.clients), ([2, 2, 1, 1, 1, 2], 9, 5));
        assert_eq!((made.median_days, made.p90_days), (Some(7), Some(400)));
        assert_eq!(returns(&[], 0), Returns::default());
    }
}
