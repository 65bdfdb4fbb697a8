//! A list to pick one row from: by its number, by typing, or by going there.

use crate::rules::command::{Command, MoveTo};
use crate::rules::fold::half_width;
use crate::rules::id::{ClientId, StaffId};
use crate::ui::alike::Pair;
use crate::ui::form::Opt;
use crate::ui::modal::pin::Goal;

/// What the picked row is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// A reception that ends; whether the client was seen off.
    Finish,
    /// A waiting client who leaves.
    LeaveWaiting,
    /// A notice given.
    Notice,
    /// A call that is over.
    EndCall,
    /// A missed call returned.
    ReturnCall,
    /// Who is at the keys.
    Actor,
    /// Where someone is.
    Presence(StaffId),
    /// Who is there now.
    Moving(MoveTo),
    /// Of whom it is to be said where they are.
    Whereabouts,
    /// The first question.
    BeenBefore,
    /// The second question.
    ReceivedBy,
    /// What can be done when only a manager may.
    Ways(Box<Command>),
    /// The manager who confirms something.
    Confirm(Goal),
    /// With whom a client is compared.
    Alike(ClientId),
    /// What becomes of two who look alike.
    Compare(Pair),
}

/// A list to pick from.
#[derive(Clone, Debug)]
pub struct Picker {
    /// What for.
    pub purpose: Purpose,
    /// Its title.
    pub title: String,
    /// Lines that stand above the rows.
    pub above: Vec<String>,
    /// The rows.
    pub rows: Vec<Opt>,
    /// The row gone to.
    pub at: usize,
    /// Whether nothing is chosen until a row is gone to: a question has no answer of its own.
    pub must_choose: bool,
    /// Rows up to this number are certain by one figure, whatever could follow it.
    sure: usize,
    number: usize,
    typed: String,
}

impl Picker {
    /// A list at its first row.
    pub const fn new(purpose: Purpose, title: String, rows: Vec<Opt>) -> Self {
        Self {
            purpose,
            title,
            above: Vec::new(),
            rows,
            at: 0,
            must_choose: false,
            sure: 0,
            number: 0,
            typed: String::new(),
        }
    }

    /// The same list below some lines to read.
    pub fn below(mut self, above: Vec<String>) -> Self {
        self.above = above;
        self
    }

    /// The same list with nothing chosen yet.
    pub const fn without_default(mut self) -> Self {
        self.must_choose = true;
        self
    }

    /// The same list, whose first rows are chosen by one figure.
    pub const fn sure_up_to(mut self, rows: usize) -> Self {
        self.sure = rows;
        self
    }

    /// The same list at the row of this value, when it has one.
    pub fn at_value(mut self, value: Option<&str>) -> Self {
        let is_wanted = |row: &Opt| value.is_some() && row.value.as_deref() == value;
        self.at = self.rows.iter().position(is_wanted).unwrap_or(self.at);
        self
    }

    /// The letters typed so far mean nothing any more.
    pub fn forget_typed(&mut self) {
        self.number = 0;
        self.typed.clear();
    }

    /// The digits of a row's number that may go on.
    pub const fn pending(&self) -> Option<usize> {
        if self.number > 0 { Some(self.number) } else { None }
    }

    /// The row gone to.
    pub fn chosen(&self) -> Option<&Opt> {
        self.rows.get(self.at).filter(|_| !self.must_choose)
    }

    /// Goes up or down by so many rows.
    pub fn step(&mut self, rows: isize) {
        if std::mem::take(&mut self.must_choose) {
            return;
        }
        let last = self.rows.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(rows).min(last);
        self.number = 0;
        self.typed.clear();
    }

    /// Takes a digit of a row's number; tells whether the row is certain now.
    pub fn digit(&mut self, digit: u8) -> bool {
        let count = self.rows.len();
        let mut number = self.number * 10 + usize::from(digit);
        if number > count {
            number = usize::from(digit);
        }
        let Some(at) = number.checked_sub(1).filter(|at| *at < count) else {
            self.number = 0;
            return false;
        };
        self.at = at;
        self.must_choose = false;
        self.number = number;
        number * 10 > count || number <= self.sure
    }

    /// Goes to the first row that the letters typed so far may mean.
    pub fn type_char(&mut self, c: char) {
        self.typed.push(half_width(c));
        match self.rows.iter().position(|row| row.answers(&self.typed)) {
            Some(at) => self.at = at,
            None if self.typed.chars().count() > 1 => {
                self.typed.clear();
                self.type_char(c);
            }
            None => self.typed.clear(),
        }
    }
}
