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
    /// Whether there are so many that what is typed narrows them, and only the last one left is chosen.
    narrows: bool,
}

impl Choice {
    /// A choice with its first option chosen.
    pub const fn new(options: Vec<Opt>) -> Self {
        Self { options, at: 0, typed: String::new(), narrows: false }
    }

    /// A choice among many: what is typed narrows them; the first option is the choice of nothing.
    pub const fn narrowed(options: Vec<Opt>) -> Self {
        Self { options, at: 0, typed: String::new(), narrows: true }
    }

    /// The same choice with `value` chosen, when it is among the options.
    pub fn with(mut self, value: Option<&str>) -> Self {
        self.choose(value);
        self
    }

    /// Chooses `value`, when it is among the options.
    pub fn choose(&mut self, value: Option<&str>) {
        self.at = self.options.iter().position(|option| option.value.as_deref() == value).unwrap_or(self.at);
    }

    /// The option chosen.
    pub fn chosen(&self) -> Option<&Opt> {
        self.options.get(self.at)
    }

    /// What is typed to narrow the options; nothing for a choice among few.
    pub fn typed(&self) -> Option<&str> {
        self.narrows.then_some(self.typed.as_str())
    }

    /// The options that what is typed may mean, by their places; without anything typed, all but that
    /// of nothing.
    pub fn found(&self) -> Vec<usize> {
        let is_meant = |at: &usize| self.options.get(*at).is_some_and(|option| option.answers(&self.typed));
        let is_something = |at: &usize| self.options.get(*at).is_some_and(|option| option.value.is_some());
        (0..self.options.len()).filter(|at| is_something(at) && (self.typed.is_empty() || is_meant(at))).collect()
    }

    /// Goes to the next option or the one before, among those that what is typed may mean.
    pub fn step(&mut self, forward: bool) {
        if self.narrows {
            let found = self.found();
            let next = match found.iter().position(|at| *at == self.at) {
                Some(here) if forward => (here + 1) % found.len(),
                Some(here) => (here + found.len() - 1) % found.len(),
                None if forward => 0,
                None => found.len().saturating_sub(1),
            };
            self.at = found.get(next).copied().unwrap_or(self.at);
            return;
        }
        let count = self.options.len().max(1);
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
        self.typed.clear();
    }

    /// Takes back the last letter typed where that narrows, else goes back to the first option.
    pub fn erase(&mut self) {
        if self.narrows && self.typed.pop().is_some() {
            self.narrow();
        } else {
            self.reset();
        }
    }

    /// Goes back to the first option.
    pub fn reset(&mut self) {
        self.at = 0;
        self.typed.clear();
    }

    /// Goes to the first option that the letters typed so far may mean; among many, to the only one.
    pub fn type_char(&mut self, c: char) {
        self.typed.push(half_width(c));
        if self.narrows {
            self.narrow();
            return;
        }
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

    /// Chooses the one that is typed whole, else the only one left, else nothing.
    fn narrow(&mut self) {
        let found = if self.typed.is_empty() { Vec::new() } else { self.found() };
        let typed = key(&self.typed);
        let is_whole = |at: &&usize| self.options[**at].search.iter().any(|word| key(word) == typed);
        let only = if let [only] = found.as_slice() { Some(*only) } else { None };
        self.at = found.iter().find(is_whole).copied().or(only).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Choice {
        let opt = |id: &str| Opt { value: Some(id.to_owned()), label: id.to_owned(), search: vec![id.to_owned()] };
        let units = ["1-1201", "1-1202", "1-12", "2-0301"].map(opt);
        Choice::narrowed(std::iter::once(Opt::none(Lang::Zh)).chain(units).collect())
    }

    fn typed(text: &str) -> Choice {
        let mut choice = units();
        text.chars().for_each(|c| choice.type_char(c));
        choice
    }

    fn chosen(choice: &Choice) -> Option<&str> {
        choice.chosen()?.value.as_deref()
    }

    #[test]
    fn many_are_narrowed_and_never_guessed() {
        assert_eq!(chosen(&typed("1-1")), None);
        assert_eq!(typed("1-1").found(), [1, 2, 3]);
        assert_eq!(chosen(&typed("1-12")), Some("1-12"), "typed whole");
        assert_eq!(chosen(&typed("1-1202")), Some("1-1202"));
        assert_eq!(chosen(&typed("１－１２０１")), Some("1-1201"));
        assert_eq!(chosen(&typed("2")), Some("2-0301"), "the only one");
        assert_eq!(chosen(&typed("1-1209")), None, "there is none, and none is guessed");
        assert_eq!(typed("1-1209").typed(), Some("1-1209"));
    }

    #[test]
    fn arrows_stay_among_those_found() {
        let mut choice = typed("1-1");
        choice.step(true);
        assert_eq!(chosen(&choice), Some("1-1201"));
        choice.step(false);
        assert_eq!(chosen(&choice), Some("1-12"));
        choice.erase();
        assert_eq!((choice.typed(), chosen(&choice)), (Some("1-"), None));
        choice.reset();
        assert_eq!(choice.found().len(), 4);
    }
}
