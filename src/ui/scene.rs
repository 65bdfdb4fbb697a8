//! What the board is drawn from: a floor, what the register says beside it, and a time. The same
//! drawing serves the board as it stands and the board as it stood.

use super::board::Board;
use super::theme::Theme;
use crate::rules::command::Role;
use crate::rules::floor::{Floor, Visit};
use crate::rules::id::{StaffId, VisitId};
use crate::rules::time::Timestamp;
use crate::text::Lang;

/// A board to draw.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The floor.
    pub floor: &'a Floor,
    /// What the register says beside it.
    pub board: &'a Board,
    /// The time that it is seen at.
    pub now: Timestamp,
    /// The plate gone to.
    pub selected: Option<&'a StaffId>,
    /// The language.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
}

impl<'a> Scene<'a> {
    /// Visits by their ids, without those that the floor does not know.
    pub fn visits(&self, ids: &'a [VisitId]) -> impl Iterator<Item = (&'a VisitId, &'a Visit)> {
        let floor = self.floor;
        ids.iter().filter_map(|id| Some((id, floor.visit(id)?)))
    }

    /// The client of a visit, as the screen names them.
    pub fn client_of(&self, visit: &VisitId) -> String {
        let client = self.floor.visit(visit).map(|visit| &visit.client);
        client.and_then(|client| self.board.clients.get(client)).map_or_else(String::new, |shown| shown.name.clone())
    }

    /// Whether a time is of the day that is open, or of today.
    pub fn is_today(&self, at: Timestamp) -> bool {
        let zone = self.floor.zone;
        // A day that nobody closed goes on after midnight.
        let date = at.date(zone);
        date == self.now.date(zone) || Some(date) == self.floor.date
    }

    /// The plates as they stand on the board: the line, then those of the order without a turn.
    pub fn plates(&self) -> (Vec<StaffId>, Vec<StaffId>) {
        let floor = self.floor;
        if floor.date.is_none() {
            return (Vec::new(), floor.salespeople().cloned().collect());
        }
        let line = floor.line();
        let mut rest: Vec<StaffId> = floor.order.iter().filter(|id| !line.contains(id)).cloned().collect();
        rest.extend(self.office().cloned());
        rest.extend(floor.salespeople().filter(|id| !floor.in_order(id)).cloned());
        (line, rest)
    }

    fn office(&self) -> impl Iterator<Item = &StaffId> {
        let office = self.floor.staff.iter().filter(|(_, person)| person.role == Role::Office && !person.departed);
        office.map(|(id, _)| id)
    }

    /// Those who have a number: today's order, then the office. A number changes only with the order.
    pub fn numbered(&self) -> Vec<StaffId> {
        if self.floor.date.is_none() {
            return Vec::new();
        }
        self.floor.order.iter().chain(self.office()).cloned().collect()
    }
}
