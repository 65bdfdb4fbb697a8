//! The floor as the rules say it must be: a second, small reading of sections 2 to 6.
//! Holds only what this replay can bring about: six salespeople who are never out, default
//! policies, no takes, no prepayments, no deposits. It must never be told by the program.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value, json};

/// How many make-ups in a row one person may have (policy `makeup_run`).
const MAKEUP_RUN: usize = 2;

/// How a visit is routed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// To whoever holds the turn.
    Rotation,
    /// To the owner.
    Own,
    /// To the one asked for.
    Named,
}

impl Path {
    /// The program's word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Rotation => "rotation",
            Self::Own => "own",
            Self::Named => "named",
        }
    }
}

/// One person's turns of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Books {
    pub(super) passed: u64,
    pub(super) taken: u64,
    pub(super) made_up: u64,
    pub(super) consumed: u64,
    pub(super) owed_granted: u64,
    pub(super) forfeited: u64,
    pub(super) expired: u64,
    pub(super) carried: u64,
}

/// One person on the floor.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) sales: bool,
    pub(super) base: &'static str,
    pub(super) visits: BTreeSet<String>,
    pub(super) calls: BTreeSet<String>,
    pub(super) books: Books,
}

/// One client.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    pub(super) owner: Option<String>,
    pub(super) has_phone: bool,
    pub(super) open_visit: Option<String>,
    pub(super) received_count: u32,
}

/// One visit.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "they are plain facts of a visit, not states of one")]
pub(super) struct Visit {
    pub(super) client: String,
    pub(super) path: Path,
    /// The owner on the own path, the one asked for on the named path.
    pub(super) wanted: Option<String>,
    /// Somebody who may receive was asked for, on either path.
    pub(super) named: bool,
    pub(super) referred: bool,
    pub(super) phoned: bool,
    pub(super) says_been_before: bool,
    pub(super) arrived_seconds: u32,
    pub(super) service_seconds: u32,
    pub(super) receiver: Option<String>,
    /// A reception of the receiver's own returning client: a turn passed over it is consumed.
    pub(super) counts: bool,
    pub(super) consumed: bool,
}

/// A turn given, and what became of the turns passed on the way.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    pub(super) taker: String,
    pub(super) makeup: bool,
    pub(super) skips: Vec<Skip>,
}

/// A turn passed over: who, what became of it, why.
#[derive(Clone, Debug)]
pub(super) struct Skip {
    pub(super) staff: String,
    pub(super) outcome: &'static str,
    pub(super) why: &'static str,
}

/// What a visit must get now.
pub(super) struct Expected {
    pub(super) receiver: Option<String>,
    pub(super) assist: bool,
    pub(super) turn: Option<Turn>,
}

/// The whole floor.
#[derive(Default)]
pub(super) struct Shadow {
    pub(super) staff: BTreeMap<String, Person>,
    pub(super) clients: BTreeMap<String, Client>,
    pub(super) visits: BTreeMap<String, Visit>,
    pub(super) waiting: Vec<String>,
    pub(super) order: Vec<String>,
    pub(super) next: usize,
    pub(super) call_next: usize,
    pub(super) owed: VecDeque<String>,
    /// The day's rotation clients: who took each, and whether as a make-up.
    pub(super) given: Vec<(String, bool)>,
}

impl Shadow {
    /// Adds one person.
    pub(super) fn hire(&mut self, id: &str, sales: bool) {
        let person = Person {
            sales,
            base: "available",
            visits: BTreeSet::new(),
            calls: BTreeSet::new(),
            books: Books::default(),
        };
        self.staff.insert(id.to_owned(), person);
    }

    /// Opens a day; at a new week what was owed expires.
    pub(super) fn open(&mut self, order: Vec<String>, new_week: bool) {
        for (id, person) in &mut self.staff {
            let carried = self.owed.iter().filter(|owed| *owed == id).count() as u64;
            person.books = Books { carried, expired: if new_week { carried } else { 0 }, ..Books::default() };
        }
        if new_week {
            self.owed.clear();
        }
        self.order = order;
        self.next = 0;
        self.call_next = 0;
        self.given.clear();
    }

    /// Whether this person may receive or answer.
    pub(super) fn free(&self, id: &str) -> bool {
        self.staff
            .get(id)
            .is_some_and(|person| person.base == "available" && person.visits.is_empty() && person.calls.is_empty())
    }

    /// The order, once round from a cursor.
    fn round(&self, from: usize) -> impl Iterator<Item = &String> {
        self.order.iter().cycle().skip(from).take(self.order.len())
    }

    /// The line: the owed, each once, then the order from the cursor on.
    pub(super) fn line(&self) -> Vec<&String> {
        let mut line: Vec<&String> = Vec::new();
        for id in self.owed.iter().chain(self.round(self.next)) {
            if !line.contains(&id) {
                line.push(id);
            }
        }
        line
    }

    /// The first free person of the office, lowest id first.
    pub(super) fn office_free(&self) -> Option<&String> {
        self.staff.iter().find(|(id, person)| !person.sales && self.free(id)).map(|(id, _)| id)
    }

    /// Why a turn passes this person over, and what it becomes.
    fn skip(&self, id: &str) -> Skip {
        let staff = id.to_owned();
        let (outcome, why) = match self.staff.get(id) {
            Some(person) if person.base == "private" => ("consumed", "private"),
            Some(person) if self.counted_reception(person).is_some() => ("consumed", "counted"),
            _ => ("owed", "business"),
        };
        Skip { staff, outcome, why }
    }

    /// The reception that consumes a turn passed over this person.
    fn counted_reception<'a>(&'a self, person: &'a Person) -> Option<&'a String> {
        let visit = |id: &String| self.visits.get(id);
        let all_own = person.visits.iter().all(|id| visit(id).is_some_and(|visit| visit.counts));
        let first = person.visits.iter().find(|id| visit(id).is_some_and(|visit| !visit.consumed));
        first.filter(|_| all_own && person.calls.is_empty())
    }

    /// Whom the ring would give a client, and the turns passed on the way.
    pub(super) fn ring(&self) -> Option<Turn> {
        let mut private: Vec<&String> = Vec::new();
        let mut seen: Vec<&String> = Vec::new();
        let run = self.given.len().checked_sub(MAKEUP_RUN);
        for id in &self.owed {
            let run_full =
                run.is_some_and(|from| self.given[from..].iter().all(|(taker, makeup)| taker == id && *makeup));
            if seen.contains(&id) || run_full {
                continue;
            }
            seen.push(id);
            if self.free(id) {
                return Some(Turn {
                    taker: id.clone(),
                    makeup: true,
                    skips: private.into_iter().map(|id| forfeit(id)).collect(),
                });
            }
            if self.staff.get(id).is_some_and(|one| one.base == "private") {
                private.push(id);
            }
        }
        let taker = self.round(self.next).find(|id| self.free(id))?;
        let passed: Vec<Skip> = self.round(self.next).take_while(|id| *id != taker).map(|id| self.skip(id)).collect();
        private.retain(|id| !passed.iter().any(|skip| skip.staff == **id && skip.outcome == "consumed"));
        Some(Turn {
            taker: taker.clone(),
            makeup: false,
            skips: private.into_iter().map(|id| forfeit(id)).chain(passed).collect(),
        })
    }

    /// Enters a turn in the books.
    pub(super) fn give(&mut self, turn: &Turn) {
        for skip in &turn.skips {
            let counted = self
                .staff
                .get(&skip.staff)
                .filter(|_| skip.why == "counted")
                .and_then(|person| self.counted_reception(person))
                .cloned();
            if let Some(visit) = counted.and_then(|id| self.visits.get_mut(&id)) {
                visit.consumed = true;
            }
            let books = self.staff.get_mut(&skip.staff).map(|one| &mut one.books);
            match (skip.outcome, books) {
                ("forfeited", Some(books)) => {
                    books.forfeited += 1;
                    self.settle_owed(&skip.staff);
                }
                ("consumed", Some(books)) => {
                    books.passed += 1;
                    books.consumed += 1;
                }
                (_, Some(books)) => {
                    books.passed += 1;
                    books.owed_granted += 1;
                    self.owed.push_back(skip.staff.clone());
                }
                (_, None) => {}
            }
        }
        self.given.push((turn.taker.clone(), turn.makeup));
        if turn.makeup {
            self.settle_owed(&turn.taker);
        } else if let Some(at) = self.order.iter().position(|id| *id == turn.taker) {
            self.next = (at + 1) % self.order.len();
        }
        if let Some(person) = self.staff.get_mut(&turn.taker) {
            let books = &mut person.books;
            if turn.makeup {
                books.made_up += 1;
            } else {
                books.passed += 1;
                books.taken += 1;
            }
        }
    }

    /// Takes this person's first entry off what is owed.
    fn settle_owed(&mut self, id: &str) {
        if let Some(at) = self.owed.iter().position(|owed| owed == id) {
            self.owed.remove(at);
        }
    }

    /// Who must receive this visit now.
    pub(super) fn expect(&self, visit: &Visit) -> Expected {
        let given = |receiver: Option<String>, assist: bool| Expected {
            assist: assist && receiver.is_some(),
            receiver,
            turn: None,
        };
        match &visit.wanted {
            None => {
                let turn = self.ring();
                Expected { receiver: turn.as_ref().map(|turn| turn.taker.clone()), assist: false, turn }
            }
            Some(wanted) if self.free(wanted) => given(Some(wanted.clone()), false),
            Some(_) => {
                let office = self.office_free().filter(|_| visit.path == Path::Named);
                let last = self.line().into_iter().rfind(|id| self.free(id));
                given(office.or(last).cloned(), true)
            }
        }
    }

    /// The waiting visit that must be let in next.
    pub(super) fn first_to_go(&self) -> Option<&String> {
        let visit = |id: &String| self.visits.get(id);
        let wanted = self
            .waiting
            .iter()
            .find(|id| visit(id).is_some_and(|visit| visit.wanted.as_ref().is_some_and(|id| self.free(id))));
        wanted.or_else(|| {
            self.waiting.iter().find(|id| visit(id).is_some_and(|visit| self.expect(visit).receiver.is_some()))
        })
    }

    /// The rules a decision must cite, in ascending order.
    pub(super) fn rules(&self, visit: &Visit, expected: &Expected) -> Vec<u32> {
        let office = expected.receiver.as_ref().and_then(|id| self.staff.get(id)).is_some_and(|person| !person.sales);
        let owner_receiving =
            visit.wanted.as_ref().and_then(|id| self.staff.get(id)).is_some_and(|person| !person.visits.is_empty());
        let mut rules = match visit.path {
            Path::Rotation => vec![1, 9],
            Path::Own => vec![12],
            Path::Named => vec![11],
        };
        let mut cite = |rule: u32, when: bool| rules.extend(Some(rule).filter(|_| when));
        let rotation = visit.path == Path::Rotation;
        cite(12, rotation && visit.says_been_before);
        cite(13, visit.path != Path::Own && visit.referred);
        cite(22, rotation && visit.phoned);
        if expected.assist {
            let how = match visit.path {
                Path::Own if owner_receiving => 9,
                Path::Named if office => 2,
                _ => 20,
            };
            cite(how, true);
        }
        rules.sort_unstable();
        rules
    }

    /// Who must answer a call, and whether the ring's cursor gave it.
    pub(super) fn answerer(&self, asks_for: Option<&str>) -> (Option<String>, bool) {
        if let Some(asked) = asks_for.filter(|id| self.free(id)) {
            return (Some(asked.to_owned()), false);
        }
        match self.round(self.call_next).find(|id| self.free(id)) {
            Some(id) => (Some(id.clone()), true),
            None => (self.office_free().cloned(), false),
        }
    }

    /// Starts a reception: the client's owner, the receiver's engagement.
    pub(super) fn receive(&mut self, id: &str, receiver: &str) {
        let Some(visit) = self.visits.get_mut(id) else {
            return;
        };
        self.waiting.retain(|waiting| waiting != id);
        visit.receiver = Some(receiver.to_owned());
        if let Some(client) = self.clients.get_mut(&visit.client) {
            let first_owner = visit.wanted.as_deref().unwrap_or(receiver);
            let owner = client.owner.get_or_insert_with(|| first_owner.to_owned());
            visit.counts = owner == receiver && client.received_count > 0;
            client.received_count += 1;
        }
        if let Some(person) = self.staff.get_mut(receiver) {
            person.visits.insert(id.to_owned());
        }
    }

    /// Ends a reception.
    pub(super) fn finish(&mut self, id: &str) {
        let Some(visit) = self.visits.get(id) else {
            return;
        };
        if let Some(client) = self.clients.get_mut(&visit.client) {
            client.open_visit = None;
        }
        if let Some(person) = visit.receiver.as_ref().and_then(|id| self.staff.get_mut(id)) {
            person.visits.remove(id);
        }
    }
}

impl Visit {
    /// A visit that wants nobody yet.
    pub(super) fn new(client: &str, arrived_seconds: u32, service_seconds: u32) -> Self {
        Self {
            client: client.to_owned(),
            path: Path::Rotation,
            wanted: None,
            named: false,
            referred: false,
            phoned: false,
            says_been_before: false,
            arrived_seconds,
            service_seconds,
            receiver: None,
            counts: false,
            consumed: false,
        }
    }

    /// Routes the visit: whom the client wants, and whose they are.
    pub(super) fn want(&mut self, wants: Option<&str>, owner: Option<&str>) {
        self.named = wants.is_some();
        self.wanted = wants.or(owner).map(str::to_owned);
        self.path = match (wants, owner) {
            (None, None) => Path::Rotation,
            (None, Some(_)) => Path::Own,
            (wants, owner) if wants == owner => Path::Own,
            _ => Path::Named,
        };
    }
}

impl Skip {
    /// As the program writes it.
    pub(super) fn value(&self) -> Value {
        json!({"staff": self.staff, "outcome": self.outcome, "why": self.why})
    }
}

/// A make-up forfeited.
fn forfeit(id: &str) -> Skip {
    Skip { staff: id.to_owned(), outcome: "forfeited", why: "private" }
}
