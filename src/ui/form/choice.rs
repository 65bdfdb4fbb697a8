//! A choice among options, made by typing or by going through them.

use crate::register::spelling;
use crate::rules::floor::Floor;
use crate::rules::fold::{half_width, key};
use crate::rules::id::StaffId;
use crate::text::form::Word;
use crate::text::{Lang, because};

/// Something that can be chosen in a field.
#[derive(Clone, Debug)]
pub struct Opt {
    /// What is entered; nothing for "none".
    pub value: Option<String>,
    /// What is shown.
    pub label: String,
    /// What typing it may look like.
    pub search: Vec<String>,
}

impl Opt {
    /// The choice of nothing.
    pub fn none(lang: Lang) -> Self {
        Self { value: None, label: Word::None.get(lang).to_owned(), search: Vec::new() }
    }

    /// Someone on the staff, found by plate number, id, name or its spelling.
    pub fn staff(floor: &Floor, id: &StaffId) -> Self {
        let name = because::name(floor, id).to_owned();
        let mut search = spelling::keys(&name);
        search.extend([id.as_str().to_owned(), name.clone()]);
        search.extend(floor.order.iter().position(|other| other == id).map(|at| (at + 1).to_string()));
        let number =
            floor.order.iter().position(|other| other == id).map_or(String::new(), |at| format!("{} ", at + 1));
        Self { value: Some(id.to_string()), label: format!("{number}{name}"), search }
    }

    /// Whether typing `text` means this one.
    pub fn answers(&self, text: &str) -> bool {
        let text = key(text);
        self.search.iter().any(|word| key(word).starts_with(&text))
    }
}

/// A choice among options.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The options.
    pub options: Vec<Opt>,
    /// Which one is chosen.
    pub at: usize,
    typed: String,
}

impl Choice {
    /// A choice with its first option chosen.
    pub const fn new(options: Vec<Opt>) -> Self {
        Self { options, at: 0, typed: String::new() }
    }

    /// The same choice with `value` chosen, when it is among the options.
    pub fn with(mut self, value: Option<&str>) -> Self {
        self.at = self.options.iter().position(|option| option.value.as_deref() == value).unwrap_or(self.at);
        self
    }

    /// The option chosen.
    pub fn chosen(&self) -> Option<&Opt> {
        self.options.get(self.at)
    }

    /// Goes to the next option or the one before.
    pub fn step(&mut self, forward: bool) {
        let count = self.options.len().max(1);
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
        self.typed.clear();
    }

    /// Goes back to the first option.
    pub fn reset(&mut self) {
        self.at = 0;
        self.typed.clear();
    }

    /// Goes to the first option that the letters typed so far may mean.
    pub fn type_char(&mut self, c: char) {
        self.typed.push(half_width(c));
        let found = self.options.iter().position(|option| option.answers(&self.typed));
        match found {
            Some(at) => self.at = at,
            None if self.typed.chars().count() > 1 => {
                self.typed.clear();
                self.type_char(c);
            }
            None => self.typed.clear(),
        }
    }
}
