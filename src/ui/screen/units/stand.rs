//! Where units stand on the grid, and going from one to the next. Pure; knows no unit's state.

use crate::register::sales::UnitLine;
use crate::register::tower::{Tower, towers};
use crate::ui::action::Action;
use crate::ui::widget::list::step;

/// How many units without a floor stand in one row.
const LOOSE_COLUMNS: usize = 6;

/// A building on the grid.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its name; empty when its units' ids name none.
    pub building: String,
    /// Whether its units stand on floors.
    pub has_floors: bool,
    /// Its rows, top floor first.
    pub rows: Vec<Row>,
    /// How many columns a row has.
    pub columns: usize,
}

/// A floor, or a part of the units that stand on none.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number; empty without a floor.
    pub level: String,
    /// For each column, its unit's place in the list given.
    pub units: Vec<Option<usize>>,
}

/// Where a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Which building.
    pub block: usize,
    /// Which of its rows.
    pub row: usize,
    /// Which column.
    pub column: usize,
}

impl Block {
    /// Its units, top floor first.
    pub fn units(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().flat_map(|row| row.units.iter().flatten().copied())
    }

    /// The unit of a row that stands nearest to a column.
    fn nearest(&self, row: usize, column: usize) -> Option<usize> {
        let row = self.rows.get(row)?;
        let standing = row.units.iter().enumerate().filter_map(|(at, unit)| Some((at, (*unit)?)));
        standing.min_by_key(|(at, _)| at.abs_diff(column)).map(|(_, unit)| unit)
    }
}

/// The buildings of a site.
pub fn blocks(units: &[UnitLine]) -> Vec<Block> {
    towers(units).into_iter().map(block).collect()
}

fn block(tower: Tower) -> Block {
    let has_floors = tower.has_floors();
    let rows: Vec<Row> = if has_floors {
        let row = |floor: crate::register::tower::Floor| Row {
            level: floor.level.map(|level| level.to_string()).unwrap_or_default(),
            units: floor.units,
        };
        tower.floors.into_iter().map(row).collect()
    } else {
        let loose: Vec<Option<usize>> = tower.units().map(Some).collect();
        loose.chunks(LOOSE_COLUMNS).map(|units| Row { level: String::new(), units: units.to_vec() }).collect()
    };
    let columns = rows.iter().map(|row| row.units.len()).max().unwrap_or(0);
    Block { building: tower.building, has_floors, rows, columns }
}

/// What a unit's cell says: its id without the building's name.
pub fn label<'u>(building: &str, id: &'u str) -> &'u str {
    let rest = id.strip_prefix(building).unwrap_or(id).trim_start_matches(['-', '_']);
    if rest.is_empty() { id } else { rest }
}

/// Where a unit stands.
pub fn seat(blocks: &[Block], unit: usize) -> Option<Seat> {
    blocks.iter().enumerate().find_map(|(block, found)| {
        found.rows.iter().enumerate().find_map(|(row, of)| {
            let column = of.units.iter().position(|there| *there == Some(unit))?;
            Some(Seat { block, row, column })
        })
    })
}

/// The unit that an action goes to from another; nothing when it is no action that moves.
pub fn go(blocks: &[Block], from: usize, action: Action) -> Option<usize> {
    let at = seat(blocks, from)?;
    let block = blocks.get(at.block)?;
    if let Some(rows) = step(action) {
        let row = at.row.saturating_add_signed(rows).min(block.rows.len().saturating_sub(1));
        return block.nearest(row, at.column);
    }
    match action {
        Action::Right => {
            let rest = block.rows.get(at.row)?.units.iter().skip(at.column + 1);
            rest.flatten().next().copied().or_else(|| enter(blocks, at, at.block + 1, 0)).or(Some(from))
        }
        Action::Left => {
            let before = block.rows.get(at.row)?.units.iter().take(at.column);
            let beside = || enter(blocks, at, at.block.checked_sub(1)?, usize::MAX);
            before.rev().flatten().next().copied().or_else(beside).or(Some(from))
        }
        Action::Forward => enter(blocks, at, (at.block + 1) % blocks.len(), at.column),
        Action::Back => enter(blocks, at, (at.block + blocks.len() - 1) % blocks.len(), at.column),
        _ => None,
    }
}

/// Comes into another building on the floor of a seat, or as far above the ground.
fn enter(blocks: &[Block], from: Seat, to: usize, column: usize) -> Option<usize> {
    let (here, there) = (blocks.get(from.block)?, blocks.get(to)?);
    let level = here.rows.get(from.row).map(|row| row.level.as_str()).filter(|level| !level.is_empty());
    let same = level.and_then(|level| there.rows.iter().position(|row| row.level == level));
    let above_ground = here.rows.len().saturating_sub(from.row);
    there.nearest(same.unwrap_or_else(|| there.rows.len().saturating_sub(above_ground)), column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::sales::UnitState;
    use crate::rules::id::UnitId;

    fn units(ids: &[&str]) -> Vec<UnitLine> {
        let line = |id: &&str| UnitLine {
            id: UnitId::from(*id),
            price_fen: None,
            layout: None,
            area_cm2: None,
            state: UnitState::Available,
        };
        ids.iter().map(line).collect()
    }

    #[test]
    fn arrows_go_from_unit_to_unit_and_over_gaps() {
        let ids = ["1-0301", "1-0302", "1-0303", "1-0401", "1-0403", "2-0301", "2-0402", "V-1"];
        let blocks = blocks(&units(&ids));
        let go = |from: &str, action| {
            let from = ids.iter().position(|id| *id == from).unwrap();
            super::go(&blocks, from, action).map(|to| ids[to])
        };
        assert_eq!(go("1-0302", Action::Up), Some("1-0401"));
        assert_eq!(go("1-0401", Action::Right), Some("1-0403"));
        assert_eq!(go("1-0403", Action::Right), Some("2-0402"));
        assert_eq!(go("2-0402", Action::Left), Some("1-0403"));
        assert_eq!(go("1-0301", Action::Left), Some("1-0301"));
        assert_eq!(go("1-0303", Action::Forward), Some("2-0301"));
        assert_eq!(go("1-0303", Action::Back), Some("V-1"));
        assert_eq!(go("V-1", Action::Forward), Some("1-0301"));
        assert_eq!(go("1-0303", Action::First), Some("1-0403"));
        assert_eq!(go("1-0403", Action::Last), Some("1-0303"));
        assert_eq!(go("1-0403", Action::Switch), None);
    }

    #[test]
    fn cells_say_the_room() {
        assert_eq!(label("1", "1-0303"), "0303");
        assert_eq!(label("B", "B1203"), "1203");
        assert_eq!(label("3-2", "3-2-1203"), "1203");
        assert_eq!(label("", "B2-017"), "B2-017");
        assert_eq!(label("-", "-"), "-");
    }
}
