//! What a roster gives each person: first positions, duty days, and the turns to be expected. Counts
//! orders as they are; it must never make one.

use super::id::StaffId;
use std::collections::BTreeMap;

/// A turn in the units in which expected turns are counted.
pub const TURN_MILLI: u64 = 1_000;

/// Chances of one person over some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chances {
    /// Days that they stand in an order.
    pub duty_days: u64,
    /// Days on which they are first.
    pub firsts: u64,
    /// Turns to be expected, in thousandths.
    pub turns_milli: u64,
}

/// Gives the turns, in thousandths, that fall to whoever stands at `place` (from 0) of an order of
/// `on_duty` people when `clients_milli` thousandths of a rotation client come in a day.
///
/// Turns go round: `clients` whole clients give everyone `clients / on_duty` turns and one more to each of
/// the first `clients % on_duty`; a part of a client is that part of the next one's turn.
#[must_use]
pub fn expected_turns_milli(place: u64, on_duty: u64, clients_milli: u64) -> u64 {
    let Some(rounds) = clients_milli.checked_div(on_duty.saturating_mul(TURN_MILLI)) else { return 0 };
    let last_round = clients_milli - rounds * on_duty * TURN_MILLI;
    rounds * TURN_MILLI + last_round.saturating_sub(place.saturating_mul(TURN_MILLI)).min(TURN_MILLI)
}

/// Counts what these orders give everyone who stands in one, when so many rotation clients come in a day.
#[must_use]
pub fn count<'o>(orders: impl IntoIterator<Item = &'o Vec<StaffId>>, clients_milli: u64) -> BTreeMap<StaffId, Chances> {
    let mut counted: BTreeMap<StaffId, Chances> = BTreeMap::new();
    for order in orders {
        let on_duty = u64::try_from(order.len()).unwrap_or(u64::MAX);
        for (place, staff) in (0..).zip(order) {
            let chances = counted.entry(staff.clone()).or_default();
            chances.duty_days += 1;
            chances.firsts += u64::from(place == 0);
            chances.turns_milli += expected_turns_milli(place, on_duty, clients_milli);
        }
    }
    counted
}

/// How far apart the one with most and the one with least are.
#[must_use]
pub fn spread(values: impl IntoIterator<Item = u64>) -> u64 {
    let (least, most) =
        values.into_iter().fold((u64::MAX, 0), |(least, most), value| (least.min(value), most.max(value)));
    most.saturating_sub(least)
}

/// How far apart two people with equally many duty days are at most, by a measure.
#[must_use]
pub fn spread_of_equals(counted: &BTreeMap<StaffId, Chances>, measure: impl Fn(&Chances) -> u64) -> u64 {
    let mut equals: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for chances in counted.values() {
        equals.entry(chances.duty_days).or_default().push(measure(chances));
    }
    equals.into_values().map(spread).max().unwrap_or(0)
}

/// Whether someone is further than `limit` from somebody with equally many duty days, by a measure.
#[must_use]
pub fn stands_apart(
    counted: &BTreeMap<StaffId, Chances>,
    staff: &StaffId,
    limit: u64,
    measure: impl Fn(&Chances) -> u64,
) -> bool {
    let Some(own) = counted.get(staff) else { return false };
    let equals = counted.values().filter(|other| other.duty_days == own.duty_days);
    equals.into_iter().any(|other| measure(other).abs_diff(measure(own)) > limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_clients_go_round() {
        let rows: [(u64, u64, [u64; 3]); 5] = [
            (3, 0, [0, 0, 0]),
            (3, 1_000, [1_000, 0, 0]),
            (3, 7_000, [3_000, 2_000, 2_000]),
            (3, 7_400, [3_000, 2_400, 2_000]),
            (3, 9_000, [3_000, 3_000, 3_000]),
        ];
        for (on_duty, clients, turns) in rows {
            assert_eq!([0, 1, 2].map(|place| expected_turns_milli(place, on_duty, clients)), turns, "{clients}");
        }
        assert_eq!(expected_turns_milli(0, 0, 5_000), 0);
    }

    #[test]
    fn equals_are_compared_with_equals() {
        let order = |ids: &[&str]| ids.iter().map(|id| StaffId::from(*id)).collect::<Vec<_>>();
        let orders = [order(&["a", "b"]), order(&["a", "b", "c"]), order(&["c", "a", "b"])];
        let counted = count(&orders, 4_000);
        assert_eq!(counted[&StaffId::from("a")], Chances { duty_days: 3, firsts: 2, turns_milli: 5_000 });
        assert_eq!(spread(counted.values().map(|c| c.firsts)), 2);
        assert_eq!(spread_of_equals(&counted, |c| c.firsts), 2);
        assert!(stands_apart(&counted, &StaffId::from("b"), 1, |c| c.firsts));
        assert!(!stands_apart(&counted, &StaffId::from("c"), 1, |c| c.firsts), "nobody has as many duty days");
    }

    proptest! {
        #[test]
        fn every_client_is_somebodys_turn(on_duty in 1_u64..20, clients in 0_u64..90_000) {
            let turns: Vec<u64> = (0..on_duty).map(|place| expected_turns_milli(place, on_duty, clients)).collect();
            prop_assert_eq!(turns.iter().sum::<u64>(), clients);
            prop_assert!(turns.is_sorted_by(|a, b| a >= b) && spread(turns) <= TURN_MILLI);
        }
    }
}
