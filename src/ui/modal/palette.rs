//! The search over everything that can be begun from where one is.

use crate::register::spelling;
use crate::rules::fold::key;
use crate::text::Lang;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::input::TextLine;
use crate::ui::keymap::{Bound, Context};
use crate::ui::screen;
use crate::ui::widget::list::Cursor;

/// What is searched for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What was typed.
    pub line: TextLine,
    /// The row gone to.
    pub cursor: Cursor,
}

impl Search {
    /// The bindings that what was typed may mean: those of the screen first, then every other task,
    /// each once.
    pub fn found<'a>(&self, app: &'a App) -> Vec<&'a Bound> {
        let (lang, typed) = (app.lang(), key(self.line.value()));
        let here = screen::context(app);
        let elsewhere =
            [Context::Board, Context::Clients, Context::Calls, Context::Units, Context::Roster, Context::Inbox];
        let others = elsewhere.into_iter().filter(|other| *other != here).flat_map(|other| app.keymap.here(other));
        let mut found: Vec<&Bound> = Vec::new();
        for bound in app.keymap.here(here).chain(others) {
            let is_known = found.iter().any(|other| other.binding.action == bound.binding.action);
            if is_task(bound.binding.action) && !is_known && answers(lang, bound, &typed) {
                found.push(bound);
            }
        }
        found
    }
}

const fn is_task(action: Action) -> bool {
    matches!(action, Action::Open(_) | Action::Go(_) | Action::Help | Action::Mouse | Action::Quit)
}

fn answers(lang: Lang, bound: &Bound, typed: &str) -> bool {
    let (label, help) = (bound.binding.words.label(lang), bound.binding.words.help(lang));
    typed.is_empty()
        || key(label).contains(typed)
        || key(help).contains(typed)
        || spelling::keys(label).iter().any(|spelt| spelt.starts_with(typed))
}
