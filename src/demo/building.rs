//! The demo's flats. The proportions are those of a real filing of this kind: three towers of thirty
//! floors, four or six flats a floor, two to three sizes in a tower, a price a square metre that
//! rises by one step a floor but for the floors whose number has a four. Every figure is made here.

use super::dice::Dice;
use crate::rules::command::AddUnit;
use crate::rules::id::UnitId;

const FLOOR_LOWEST: i64 = 3;
/// What the price of a square metre rises by from floor to floor, in fen.
const STEP_FEN: i64 = 12_000;
/// What it is on the lowest floor, in fen.
const BASE_FEN: i64 = 3_680_000;

/// A size of flat: rooms, and area in square centimetres before the tower's own variation.
struct Layout {
    name: &'static str,
    area_cm2: i64,
}

const SMALL: Layout = Layout { name: "三室两厅一卫", area_cm2: 892_000 };
const MEDIUM: Layout = Layout { name: "三室两厅两卫", area_cm2: 971_000 };
const LARGE: Layout = Layout { name: "四室两厅两卫", area_cm2: 1_268_000 };

struct Tower {
    number: i64,
    floor_highest: i64,
    rooms: &'static [Layout],
}

const TOWERS: &[Tower] = &[
    Tower { number: 1, floor_highest: 31, rooms: &[LARGE, LARGE, MEDIUM, MEDIUM] },
    Tower { number: 2, floor_highest: 32, rooms: &[MEDIUM, MEDIUM, SMALL, SMALL, SMALL, SMALL] },
    Tower { number: 3, floor_highest: 32, rooms: &[LARGE, LARGE, MEDIUM, MEDIUM] },
];

/// All flats of the site, tower by tower, upwards.
#[must_use]
pub fn units(dice: &mut Dice) -> Vec<AddUnit> {
    TOWERS.iter().flat_map(|tower| tower_units(tower, dice)).collect()
}

fn tower_units(tower: &Tower, dice: &mut Dice) -> Vec<AddUnit> {
    let tower_fen = BASE_FEN + dice.between(-3, 3) * 20_000;
    // Flats of one column share their area and their distance from the tower's price.
    let columns: Vec<(i64, i64)> = tower
        .rooms
        .iter()
        .map(|layout| (layout.area_cm2 + dice.between(-9, 9) * 100, dice.between(-6, 6) * 10_000))
        .collect();
    let mut units = Vec::new();
    let mut steps = 0;
    for floor in FLOOR_LOWEST..=tower.floor_highest {
        let is_disliked = floor % 10 == 4;
        if floor > FLOOR_LOWEST && !is_disliked && floor != tower.floor_highest {
            steps += 1;
        }
        for ((room, layout), (area_cm2, apart_fen)) in (1..).zip(tower.rooms).zip(&columns) {
            let square_metre_fen = tower_fen + apart_fen + steps * STEP_FEN;
            let yuan = square_metre_fen * area_cm2 / 10_000 / 100;
            units.push(AddUnit {
                unit: UnitId::from(format!("{}-{floor:02}{room:02}", tower.number)),
                price_fen: Some(yuan * 100),
                layout: Some(layout.name.to_owned()),
                area_cm2: Some(*area_cm2),
            });
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::id;

    #[test]
    fn proportions_are_a_real_sites() {
        let units = units(&mut Dice::new(1));
        assert_eq!(units.len(), 116 + 180 + 120);
        for unit in &units {
            assert!(id::is_valid(unit.unit.as_str()));
            let (price, area) = (unit.price_fen.unwrap(), unit.area_cm2.unwrap());
            // 85 to 130 m², 3 to 6 million yuan.
            assert!((850_000..1_300_000).contains(&area), "{area}");
            assert!((300_000_000..600_000_000).contains(&price), "{price}");
        }
    }

    #[test]
    fn higher_is_never_cheaper() {
        let units = units(&mut Dice::new(2));
        let column: Vec<_> = units.iter().filter(|u| u.unit.as_str().starts_with("2-")).step_by(6).collect();
        assert!(column.is_sorted_by_key(|unit| unit.price_fen));
    }
}
