//! Where units stand: buildings, floors and rooms, read out of the units' ids, and the grid that a
//! sales-control board (销控表) is made of. Pure; knows no table, and never refuses an id.

use super::sales::UnitLine;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A floor as its number is written: `12`, `12A` (between 12 and 13), `B2` (below ground).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level {
    /// Its number; below ground, less than zero.
    pub number: i16,
    /// The letter of a floor that stands for one whose number is avoided.
    pub letter: Option<char>,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { number, .. } if *number < 0 => write!(f, "B{}", number.unsigned_abs()),
            Self { number, letter: Some(letter) } => write!(f, "{number}{letter}"),
            Self { number, letter: None } => write!(f, "{number}"),
        }
    }
}

/// A building, or the units of one that stand on no floor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tower {
    /// Its name as the ids have it; empty for units whose ids name none.
    pub building: String,
    /// Its floors, top floor first. Units without a floor stand in one row of a tower of their own.
    pub floors: Vec<Floor>,
    /// The columns' room numbers, ascending.
    pub rooms: Vec<String>,
}

/// A row of a tower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Which floor; nothing in a tower of units without one.
    pub level: Option<Level>,
    /// For each of the tower's rooms, the place of its unit in the list given.
    pub units: Vec<Option<usize>>,
}

impl Tower {
    /// Whether its units stand on floors.
    #[must_use]
    pub fn has_floors(&self) -> bool {
        self.floors.iter().any(|floor| floor.level.is_some())
    }

    /// Its units, top floor first, each floor's rooms ascending.
    pub fn units(&self) -> impl Iterator<Item = usize> {
        self.floors.iter().flat_map(|floor| floor.units.iter().flatten().copied())
    }
}

/// Where an id says that its unit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The building's name; empty when the id names none.
    pub building: String,
    /// The floor, when the id names one.
    pub level: Option<Level>,
    /// The room, or what is left of the id.
    pub room: String,
}

/// How many digits of a five-digit number are the room's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RoomWidth {
    /// `10001` is floor 100, room 01.
    Two,
    /// `12108` is floor 12, room 108.
    Three,
}

/// Reads a unit's id: `A-1201`, `B1203`, `3-2-1203`, `A-12-01`, `1-12A01`, `1-B1-017`. A number of
/// three or four digits ends with two for the room; one of five, with three.
#[must_use]
pub fn place(id: &str) -> Place {
    place_with(id, RoomWidth::Three)
}

fn place_with(id: &str, width: RoomWidth) -> Place {
    let (head, tail) = id.rsplit_once(['-', '_']).unwrap_or(("", id));
    let (before, level) = head.rsplit_once(['-', '_']).unwrap_or(("", head));
    let stands = |building: &str, level: Level, room: &str| Place {
        building: building.to_owned(),
        level: Some(level),
        room: room.to_owned(),
    };
    if let Some(level) = basement(level).filter(|_| !before.is_empty()) {
        return stands(before, level, tail);
    }
    if let Some((wing, level, room)) = numbered(tail, width).filter(|(wing, ..)| head.is_empty() || !is_parking(wing)) {
        let joint = if head.is_empty() || wing.is_empty() { "" } else { "-" };
        return stands(&format!("{head}{joint}{wing}"), level, room);
    }
    if let Some(level) = basement(level) {
        return stands(before, level, tail);
    }
    if let Some(level) = above_ground(level).filter(|_| !before.is_empty() && is_short_number(tail)) {
        return stands(before, level, tail);
    }
    if let Some((level, room)) = lettered(tail).filter(|_| !head.is_empty()) {
        return stands(head, level, room);
    }
    let room = if head.is_empty() { id } else { tail };
    Place { building: head.to_owned(), level: None, room: room.to_owned() }
}

/// `1201` after the letters or the number and letters of a wing: wing, floor, room.
fn numbered(tail: &str, width: RoomWidth) -> Option<(&str, Level, &str)> {
    let wing = tail.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &tail[wing.len()..];
    let room_digits = match (digits.len(), width) {
        (3 | 4, _) | (5, RoomWidth::Two) => 2,
        (5, RoomWidth::Three) => 3,
        _ => return None,
    };
    let (floor, room) = digits.split_at(digits.len() - room_digits);
    Some((wing, plain_level(floor)?, room))
}

/// `12A01`: a floor with a letter, and two digits for the room.
fn lettered(tail: &str) -> Option<(Level, &str)> {
    let (floor, room) = tail.split_at_checked(tail.len().checked_sub(2)?)?;
    let level = above_ground(floor).filter(|level| level.letter.is_some())?;
    is_short_number(room).then_some((level, room))
}

fn plain_level(digits: &str) -> Option<Level> {
    let number = digits.parse().ok().filter(|number| *number > 0)?;
    Some(Level { number, letter: None })
}

/// `12`, or `12A`.
fn above_ground(text: &str) -> Option<Level> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letter = text[digits.len()..].chars().next().map(|c| c.to_ascii_uppercase());
    let is_level =
        (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && text.len() <= digits.len() + 1;
    plain_level(digits).filter(|_| is_level).map(|level| Level { letter, ..level })
}

/// `B1` to `B9`.
fn basement(text: &str) -> Option<Level> {
    let digit = text.strip_prefix(['B', 'b']).filter(|digit| digit.len() == 1)?;
    plain_level(digit).map(|level| Level { number: -level.number, letter: None })
}

fn is_short_number(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether letters before a number mark parking spaces (车位), which stand on no floor unless their
/// id names one.
fn is_parking(letters: &str) -> bool {
    ["P", "PK", "CW"].iter().any(|mark| letters.eq_ignore_ascii_case(mark))
}

/// The first run of digits or of other characters as it is ordered, and the text after it.
fn run(text: &str) -> Option<((bool, usize, &str), &str)> {
    let is_digit = text.chars().next()?.is_ascii_digit();
    let end = text.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    let number = run.trim_start_matches('0');
    Some((if is_digit { (false, number.len(), number) } else { (true, 0, run) }, rest))
}

/// Orders text as people count: `2` before `10`, `A2` before `A10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    loop {
        match (run(a_rest), run(b_rest)) {
            (Some((x, after_x)), Some((y, after_y))) if x == y => (a_rest, b_rest) = (after_x, after_y),
            (Some((x, _)), Some((y, _))) => return x.cmp(&y),
            (None, None) => return a.cmp(b),
            (x, y) => return x.is_some().cmp(&y.is_some()),
        }
    }
}

/// Text in the order of [`natural`].
#[derive(Clone, Debug, PartialEq, Eq)]
struct Natural(String);

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(&self.0, &other.0)
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Towers in the order of the board: with floors before without, named before nameless.
type TowerKey = (bool, bool, Natural);
type Rows = BTreeMap<Option<Level>, BTreeMap<Natural, usize>>;

/// Lays units out as buildings, floors and rooms. Every unit stands exactly once; of two whose ids
/// name one place, the later stands with those that name none. Ids must differ.
#[must_use]
pub fn towers(units: &[UnitLine]) -> Vec<Tower> {
    lay_out(&units.iter().map(|unit| unit.id.as_str()).collect::<Vec<_>>())
}

fn lay_out(ids: &[&str]) -> Vec<Tower> {
    let two_digits = with_two_digit_rooms(ids);
    let mut towers: BTreeMap<TowerKey, Rows> = BTreeMap::new();
    for (unit, id) in ids.iter().enumerate() {
        let mut place = place(id);
        let wide = place_with(id, RoomWidth::Two);
        if two_digits.contains(&wide.building) {
            place = wide;
        }
        let is_taken = |place: &Place, towers: &BTreeMap<TowerKey, Rows>| {
            let row = towers.get(&key(place)).and_then(|rows| rows.get(&place.level));
            row.is_some_and(|row| row.contains_key(&Natural(place.room.clone())))
        };
        if is_taken(&place, &towers) {
            place = Place { building: String::new(), level: None, room: (*id).to_owned() };
        }
        let row = towers.entry(key(&place)).or_default().entry(place.level).or_default();
        row.insert(Natural(place.room), unit);
    }
    towers.into_iter().map(|((_, _, Natural(building)), rows)| tower(building, &rows)).collect()
}

/// Buildings that number rooms with two digits on floors below the hundredth: they do so above it too.
fn with_two_digit_rooms(ids: &[&str]) -> BTreeSet<String> {
    let places = ids.iter().map(|id| place(id));
    places.filter(|place| place.level.is_some() && place.room.len() == 2).map(|place| place.building).collect()
}

fn key(place: &Place) -> TowerKey {
    (place.level.is_none(), place.building.is_empty(), Natural(place.building.clone()))
}

fn tower(building: String, rows: &Rows) -> Tower {
    let rooms: BTreeSet<&Natural> = rows.values().flat_map(BTreeMap::keys).collect();
    let floor = |(level, row): (&Option<Level>, &BTreeMap<Natural, usize>)| Floor {
        level: *level,
        units: rooms.iter().map(|room| row.get(room).copied()).collect(),
    };
    let floors = rows.iter().rev().map(floor).collect();
    Tower { building, floors, rooms: rooms.iter().map(|room| room.0.clone()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(id: &str, building: &str, level: &str, room: &str) {
        let place = place(id);
        let floor = place.level.map(|level| level.to_string()).unwrap_or_default();
        assert_eq!((place.building.as_str(), floor.as_str(), place.room.as_str()), (building, level, room), "{id}");
    }

    #[test]
    fn ids_say_where_their_units_stand() {
        reads("A-1201", "A", "12", "01");
        reads("3-2-1203", "3-2", "12", "03");
        reads("1-0303", "1", "3", "03");
        reads("1-303", "1", "3", "03");
        reads("B1203", "B", "12", "03");
        reads("3B1203", "3B", "12", "03");
        reads("3-B1203", "3-B", "12", "03");
        reads("1201", "", "12", "01");
        reads("B2-1201", "B2", "12", "01");
        reads("A_12_01", "A", "12", "01");
        reads("A-12-1", "A", "12", "1");
        reads("3-2-12-03", "3-2", "12", "03");
    }

    #[test]
    fn floors_below_the_ground_between_two_and_far_above_it() {
        reads("B2-P017", "", "B2", "P017");
        reads("B2-017", "", "B2", "017");
        reads("1-B1-101", "1", "B1", "101");
        reads("1-12A01", "1", "12A", "01");
        reads("1-12A-01", "1", "12A", "01");
        reads("1-118-01", "1", "118", "01");
        reads("1-12108", "1", "12", "108");
        reads("1-03105", "1", "3", "105");
    }

    #[test]
    fn ids_without_a_pattern_have_no_floor() {
        reads("V-12", "V", "", "12");
        reads("12-01", "12", "", "01");
        reads("1-P117", "1", "", "P117");
        reads("shop", "", "", "shop");
        reads("A-0001", "A", "", "0001");
        reads("A-120101", "A", "", "120101");
        reads("u-c1", "u", "", "c1");
        reads("-A", "", "", "-A");
        reads("楼-号", "楼", "", "号");
    }

    /// A tower as text: each floor's label and the ids that stand there, `·` for none.
    fn drawn(ids: &[&str]) -> Vec<String> {
        let line = |floor: &Floor| {
            let label = floor.level.map(|level| level.to_string()).unwrap_or_default();
            let cells: Vec<&str> = floor.units.iter().map(|unit| unit.map_or("·", |unit| ids[unit])).collect();
            format!("{label}: {}", cells.join(" "))
        };
        let lines = |tower: Tower| {
            let head = format!("[{}] {}", tower.building, tower.rooms.join(" "));
            std::iter::once(head).chain(tower.floors.iter().map(line)).collect::<Vec<_>>()
        };
        lay_out(ids).into_iter().flat_map(lines).collect()
    }

    #[test]
    fn a_site_is_laid_out_as_it_stands() {
        let ids = ["10-0301", "2-0302", "2-0401", "2-B1-01", "V-2", "V-10", "2-302", "B1-P2", "2-0301"];
        let expected = [
            "[2] 01 02",
            "4: 2-0401 ·",
            "3: 2-0301 2-0302",
            "B1: 2-B1-01 ·",
            "[10] 01",
            "3: 10-0301",
            "[] P2",
            "B1: B1-P2",
            "[V] 2 10",
            ": V-2 V-10",
            "[] 2-302",
            ": 2-302",
        ];
        assert_eq!(drawn(&ids), expected);
    }

    #[test]
    fn a_building_numbers_its_rooms_with_as_many_digits_on_every_floor() {
        assert_eq!(drawn(&["1-9901", "1-10001"]), ["[1] 01", "100: 1-10001", "99: 1-9901"]);
        assert_eq!(drawn(&["1-09101", "1-10101"]), ["[1] 101", "10: 1-10101", "9: 1-09101"]);
    }

    #[test]
    fn nothing_is_no_tower() {
        assert!(towers(&[]).is_empty());
    }

    #[test]
    fn people_count_two_before_ten() {
        let mut texts = ["10", "A10", "2", "A2", "02", "", "A", "10B"];
        texts.sort_by(|a, b| natural(a, b));
        assert_eq!(texts, ["", "02", "2", "10", "10B", "A", "A2", "A10"]);
    }

    fn ids() -> impl Strategy<Value = Vec<String>> {
        let id = prop_oneof![
            "[1-3]-[0-2][0-9]0[1-4]",
            "[AB][1-9]0[1-3]",
            "[1-2]-[1-2]-[1-9][0-9]{2,4}",
            "(1-)?B[0-3]-P?[0-9]{1,3}",
            "[1-2]-[0-9]{1,2}A?-?[0-9]{2}",
            "[0-9A-Ca-c_-]{1,9}",
            "[-0-9A房]{0,4}",
        ];
        prop::collection::btree_set(id, 0..60).prop_map(|ids| ids.into_iter().collect::<Vec<_>>()).prop_shuffle()
    }

    proptest! {
        #[test]
        fn every_unit_stands_exactly_once(ids in ids()) {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let mut stood: Vec<usize> = lay_out(&ids).iter().flat_map(Tower::units).collect();
            stood.sort_unstable();
            prop_assert_eq!(stood, (0..ids.len()).collect::<Vec<_>>());
        }

        #[test]
        fn floors_descend_and_rooms_ascend(ids in ids()) {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            for tower in lay_out(&ids) {
                prop_assert!(tower.floors.is_sorted_by(|above, below| above.level > below.level), "{tower:?}");
                prop_assert!(tower.rooms.is_sorted_by(|a, b| natural(a, b) == Ordering::Less), "{tower:?}");
                prop_assert!(tower.has_floors() == tower.floors.iter().all(|floor| floor.level.is_some()));
                prop_assert!(tower.floors.iter().all(|floor| floor.units.len() == tower.rooms.len()));
                prop_assert!(tower.floors.iter().all(|floor| floor.units.iter().any(Option::is_some)));
            }
        }

        #[test]
        fn a_column_is_a_room_and_a_row_a_floor(ids in ids()) {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            for tower in lay_out(&ids) {
                for floor in &tower.floors {
                    for (room, unit) in tower.rooms.iter().zip(&floor.units) {
                        let Some(id) = unit.map(|unit| ids[unit]) else { continue };
                        let said = [place(id), place_with(id, RoomWidth::Two)];
                        let stands_there = said.iter().any(|place| {
                            (&place.building, place.level, &place.room) == (&tower.building, floor.level, room)
                        });
                        let is_left_over = tower.building.is_empty() && floor.level.is_none() && room == id;
                        prop_assert!(stands_there || is_left_over, "{} in {:?}", id, tower);
                    }
                }
            }
        }

        #[test]
        fn the_order_of_people_is_an_order(a in "[0-3A-B]{0,5}", b in "[0-3A-B]{0,5}", c in "[0-3A-B]{0,5}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b) == Ordering::Equal, a == b);
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }
    }
}
