//! The order of the day, being arranged.

use crate::rules::id::StaffId;

/// How someone comes into the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// In the order and in.
    On,
    /// In the order, not in yet.
    NotIn,
    /// Not in the order.
    Off,
}

/// The order being arranged.
#[derive(Clone, Debug)]
pub struct OrderList {
    /// Whether it opens the day; else it changes it.
    pub opens: bool,
    /// Everybody, in order.
    pub rows: Vec<(StaffId, Duty)>,
    /// The row gone to.
    pub at: usize,
    /// Why the command was refused.
    pub refusal: Option<String>,
}

impl OrderList {
    /// Goes up or down by so many rows.
    pub fn step(&mut self, rows: isize) {
        self.at = self.at.saturating_add_signed(rows).min(self.rows.len().saturating_sub(1));
    }

    /// Carries the row with it.
    pub fn carry(&mut self, rows: isize) {
        let from = self.at;
        self.step(rows);
        if from < self.rows.len() && self.at < self.rows.len() {
            self.rows.swap(from, self.at);
        }
        self.refusal = None;
    }

    /// On duty, not in yet, left out.
    pub fn toggle(&mut self) {
        let opens = self.opens;
        if let Some((_, duty)) = self.rows.get_mut(self.at) {
            *duty = match duty {
                Duty::On if opens => Duty::NotIn,
                Duty::On | Duty::NotIn => Duty::Off,
                Duty::Off => Duty::On,
            };
        }
        self.refusal = None;
    }

    /// Those on duty, in order.
    pub fn order(&self) -> Vec<StaffId> {
        self.rows.iter().filter(|(_, duty)| *duty != Duty::Off).map(|(staff, _)| staff.clone()).collect()
    }

    /// Those not in yet.
    pub fn not_in(&self) -> Vec<StaffId> {
        self.rows.iter().filter(|(_, duty)| *duty == Duty::NotIn).map(|(staff, _)| staff.clone()).collect()
    }
}
