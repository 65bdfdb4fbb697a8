//! The search over everything the board can begin.

use crate::register::spelling;
use crate::rules::fold::key;
use crate::text::Lang;
use crate::ui::action::{Action, Task};
use crate::ui::input::TextLine;
use crate::ui::keymap::{BINDINGS, Binding, Context};

/// What is searched for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What was typed.
    pub line: TextLine,
    /// The row gone to.
    pub at: usize,
}

impl Search {
    /// The tasks that what was typed may mean.
    pub fn found(&self, lang: Lang) -> Vec<(&'static Binding, Task)> {
        let typed = key(self.line.value());
        let tasks = BINDINGS.iter().filter(|binding| binding.contexts == [Context::Board]);
        let tasks = tasks.filter_map(|binding| match binding.action {
            Action::Open(task) => Some((binding, task)),
            _ => None,
        });
        tasks.filter(|(binding, _)| typed.is_empty() || answers(lang, binding, &typed)).collect()
    }

    /// Goes up or down by so many rows.
    pub fn step(&mut self, lang: Lang, rows: isize) {
        self.at = self.at.saturating_add_signed(rows).min(self.found(lang).len().saturating_sub(1));
    }
}

fn answers(lang: Lang, binding: &Binding, typed: &str) -> bool {
    let (label, help) = (binding.words.label(lang), binding.words.help(lang));
    key(label).contains(typed)
        || key(help).contains(typed)
        || spelling::keys(label).iter().any(|spelt| spelt.starts_with(typed))
}
