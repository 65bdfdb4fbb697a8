//! Both equations of section 3 and the receptions as one: of what someone's rotation clients are
//! made up. Two people differ by what their terms differ by, and by nothing else.

use crate::rules::floor::Tally;
use serde::Serialize;

/// One term of a person's rotation clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Turns that passed.
    Passed,
    /// Owed turns brought along.
    Carried,
    /// Clients received without a turn.
    WithoutTurn,
    /// Turns used without a client.
    Consumed,
    /// Turns not granted beyond the cap.
    Capped,
    /// Owed turns lost.
    Forfeited,
    /// Owed turns that ended.
    Expired,
    /// Turns still owed.
    StillOwed,
    /// Turns that a prepayment paid for.
    PrepaidUsed,
    /// Turns used for a visit that is no rotation client of theirs.
    Elsewhere,
}

/// What someone's rotation clients are made up of, in turns and clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The books.
    pub tally: Tally,
    /// Turns owed at the end.
    pub still_owed: i64,
    /// Turns that a prepayment paid for.
    pub prepaid_used: i64,
    /// Turns used for a visit that is no rotation client of theirs.
    pub elsewhere: i64,
    /// Rotation clients received without a turn.
    pub without_turn: i64,
}

impl Terms {
    /// Every term with its sign, those that add first.
    #[must_use]
    pub const fn signed(&self) -> [(Term, i64); 10] {
        let t = &self.tally;
        [
            (Term::Passed, t.passed),
            (Term::Carried, t.carried),
            (Term::WithoutTurn, self.without_turn),
            (Term::Consumed, -t.consumed),
            (Term::Capped, -t.capped),
            (Term::Forfeited, -t.forfeited),
            (Term::Expired, -t.expired),
            (Term::StillOwed, -self.still_owed),
            (Term::PrepaidUsed, -self.prepaid_used),
            (Term::Elsewhere, -self.elsewhere),
        ]
    }

    /// The rotation clients that they make up.
    #[must_use]
    pub fn rotation(&self) -> i64 {
        self.signed().iter().map(|(_, number)| number).sum()
    }

    /// By what someone has more (or less, below zero) than another; what is the same is left out.
    #[must_use]
    pub fn beyond(&self, other: &Self) -> Vec<(Term, i64)> {
        let both = self.signed().into_iter().zip(other.signed());
        both.map(|((term, ours), (_, theirs))| (term, ours - theirs)).filter(|(_, number)| *number != 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_people_differ_by_what_their_terms_differ_by() {
        let tally = Tally { passed: 6, taken: 3, consumed: 1, owed_granted: 2, made_up: 1, ..Tally::default() };
        let one = Terms { tally, still_owed: 1, elsewhere: 1, ..Terms::default() };
        let tally = Tally { passed: 5, taken: 5, ..Tally::default() };
        let other = Terms { tally, prepaid_used: 1, without_turn: 2, ..Terms::default() };
        assert_eq!((one.rotation(), other.rotation()), (3, 6));
        let differences = one.beyond(&other);
        assert_eq!(differences.iter().map(|(_, number)| number).sum::<i64>(), -3);
        assert_eq!(
            differences,
            [
                (Term::Passed, 1),
                (Term::WithoutTurn, -2),
                (Term::Consumed, -1),
                (Term::StillOwed, -1),
                (Term::PrepaidUsed, 1),
                (Term::Elsewhere, -1),
            ]
        );
    }
}
