//! Equal chance (section 3): whom the promise covers on a day, whether it was kept, and why it does
//! not cover the others.

use super::{Out, Reorder, Spell};
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use serde::Serialize;

/// Why the promise does not cover someone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Uncovered {
    /// They joined the day after it opened.
    JoinedLater,
    /// They held no turn for a while.
    WasOut {
        /// Why.
        out: Out,
    },
}

/// The promise on one day: turns passed to any two who stood in the order since the day opened, and
/// never held none, differ by at most one, unless a manager changed the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chance {
    /// The day.
    pub date: Date,
    /// The manager's first change of the order: the promise ends with it.
    pub changed: Option<Reorder>,
    /// Whom it covers, with the turns that passed to each, in the order of the opening.
    pub covered: Vec<(StaffId, i64)>,
    /// Whom it does not cover, and why.
    pub uncovered: Vec<(StaffId, Uncovered)>,
}

impl Chance {
    /// Judges a day: its opening order, everyone on duty with the turns passed to them, and when who was out.
    #[must_use]
    pub fn of(
        date: Date,
        opening: &[StaffId],
        passed: &[(StaffId, i64)],
        spells: &[Spell],
        changed: Option<Reorder>,
    ) -> Self {
        let mut chance = Self { date, changed, covered: Vec::new(), uncovered: Vec::new() };
        let place = |staff: &StaffId| opening.iter().position(|other| other == staff);
        let mut everyone: Vec<&(StaffId, i64)> = passed.iter().collect();
        everyone.sort_by_key(|(staff, _)| place(staff).unwrap_or(usize::MAX));
        for (staff, turns) in everyone {
            let spell = spells.iter().find(|spell| spell.date == date && spell.staff == *staff);
            match (place(staff), spell) {
                (None, _) => chance.uncovered.push((staff.clone(), Uncovered::JoinedLater)),
                (_, Some(spell)) => chance.uncovered.push((staff.clone(), Uncovered::WasOut { out: spell.out })),
                (Some(_), None) => chance.covered.push((staff.clone(), *turns)),
            }
        }
        chance
    }

    /// How many pairs it covers.
    #[must_use]
    pub const fn pairs(&self) -> usize {
        match self.changed {
            Some(_) => 0,
            None => self.covered.len() * self.covered.len().saturating_sub(1) / 2,
        }
    }

    /// The two covered people furthest apart, the one with more turns first, and by how many turns.
    #[must_use]
    pub fn largest(&self) -> Option<(&StaffId, &StaffId, i64)> {
        let most = self.covered.iter().rev().max_by_key(|(_, turns)| *turns)?;
        let least = self.covered.iter().min_by_key(|(_, turns)| *turns)?;
        (self.pairs() > 0).then_some((&most.0, &least.0, most.1 - least.1))
    }

    /// Whether the promise was kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.largest().is_none_or(|(_, _, difference)| difference <= 1)
    }
}
