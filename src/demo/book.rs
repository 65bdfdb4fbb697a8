//! What the demo's storyteller remembers of clients, to send them back later. A memory of answers
//! that the register gave; the register alone is right.

use super::cast::Visitor;
use super::dice::Dice;
use crate::rules::event::{Entry, Event};
use crate::rules::id::{ClientId, DepositId, StaffId, VisitId};
use std::collections::BTreeMap;

/// A client who gave name and number.
#[derive(Clone, Debug)]
pub struct Known {
    /// Their id.
    pub id: ClientId,
    /// What they are called and how to phone them.
    pub visitor: Visitor,
    /// To whom they belong.
    pub owner: Option<StaffId>,
    /// Whether they are on the site now.
    pub is_here: bool,
    /// Whether they have bought.
    pub has_bought: bool,
    /// The household's name, when they gave one.
    pub household: Option<String>,
    /// The company's name, when they gave one.
    pub company: Option<String>,
}

/// The clients remembered, and who is on the site.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Clients in the order in which they first came.
    pub known: Vec<Known>,
    /// People who phoned and have not come yet.
    pub leads: Vec<Visitor>,
    /// Deposits taken, oldest first.
    pub deposits: Vec<DepositId>,
    visits: BTreeMap<VisitId, ClientId>,
}

impl Book {
    /// Takes down who came, went and belongs to whom.
    pub fn read(&mut self, entry: &Entry) {
        for event in &entry.events {
            match event {
                Event::VisitArrived { visit, client, .. } | Event::VisitDetailed { visit, client, .. } => {
                    self.visits.insert(visit.clone(), client.clone());
                    self.set_here(client, true);
                }
                Event::VisitRouted { decision, .. } => self.set_owner(&decision.client, decision.owner.as_ref()),
                Event::VisitFinished { visit, .. } | Event::VisitLeft { visit } => {
                    if let Some(client) = self.visits.get(visit).cloned() {
                        self.set_here(&client, false);
                    }
                }
                Event::OwnerChanged { to, reached, .. } => {
                    for (client, _) in reached {
                        self.set_owner(client, to.as_ref());
                    }
                }
                Event::DepositTaken { deposit, client, .. } => {
                    self.deposits.push(deposit.clone());
                    self.change(client, |known| known.has_bought = true);
                }
                _ => {}
            }
        }
    }

    /// Remembers a client who gave name and number.
    pub fn remember(&mut self, id: &ClientId, visitor: Visitor, owner: Option<StaffId>) {
        if self.known.iter().all(|known| known.id != *id) {
            self.known.push(Known {
                id: id.clone(),
                visitor,
                owner,
                is_here: true,
                has_bought: false,
                household: None,
                company: None,
            });
        }
    }

    /// Changes what is remembered of a client.
    pub fn change(&mut self, id: &ClientId, change: impl FnOnce(&mut Known)) {
        if let Some(known) = self.known.iter_mut().find(|known| known.id == *id) {
            change(known);
        }
    }

    /// The client of a visit.
    #[must_use]
    pub fn client_of(&self, visit: &VisitId) -> Option<&ClientId> {
        self.visits.get(visit)
    }

    /// A client of a visit, as remembered.
    #[must_use]
    pub fn known_of(&self, visit: &VisitId) -> Option<&Known> {
        let client = self.client_of(visit)?;
        self.known.iter().find(|known| known.id == *client)
    }

    /// Somebody who is not on the site and fits.
    pub fn away(&self, dice: &mut Dice, fits: impl Fn(&Known) -> bool) -> Option<Known> {
        let fitting: Vec<&Known> = self.known.iter().filter(|known| !known.is_here && fits(known)).collect();
        dice.pick(&fitting).map(|known| (*known).clone())
    }

    fn set_here(&mut self, client: &ClientId, is_here: bool) {
        self.change(client, |known| known.is_here = is_here);
    }

    fn set_owner(&mut self, client: &ClientId, owner: Option<&StaffId>) {
        self.change(client, |known| known.owner = owner.cloned());
    }
}
