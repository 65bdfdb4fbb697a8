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
        let elsewhere = [
            Context::Board,
            Context::Clients,
            Context::Calls,
            Context::Units,
            Context::Roster,
            Context::Inbox,
            Context::Figures,
        ];
        let others =
            elsewhere.into_iter().filter(|other| *other != here).flat_map(|other| app.options.keymap.here(other));
        let mut found: Vec<(Nearness, &Bound)> = Vec::new();
        for bound in app.options.keymap.here(here).chain(others) {
            let is_known = found.iter().any(|(_, other)| other.binding.action == bound.binding.action);
            if is_task(bound.binding.action) && !is_known {
                found.extend(nearness(lang, bound, &typed).map(|near| (near, bound)));
            }
        }
        found.sort_by_key(|(near, _)| *near);
        found.into_iter().map(|(_, bound)| bound).collect()
    }
}

/// How near what was typed is to a name, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// It begins so, or is spelt so.
    Begins,
    /// It stands in the name.
    Within,
    /// It stands in what the task does.
    Does,
    /// Its letters stand in the name in this order.
    Scattered,
}

const fn is_task(action: Action) -> bool {
    matches!(action, Action::Open(_) | Action::Go(_) | Action::Help | Action::Mouse | Action::Quit)
}

fn nearness(lang: Lang, bound: &Bound, typed: &str) -> Option<Nearness> {
    let label = key(bound.binding.words.label(lang));
    let spelt = spelling::keys(&label);
    if label.starts_with(typed) || spelt.iter().any(|spelt| spelt.starts_with(typed)) {
        Some(Nearness::Begins)
    } else if label.contains(typed) {
        Some(Nearness::Within)
    } else if key(bound.binding.words.help(lang)).contains(typed) {
        Some(Nearness::Does)
    } else {
        let is_scattered = std::iter::once(&label).chain(&spelt).any(|name| has_letters(name, typed));
        is_scattered.then_some(Nearness::Scattered)
    }
}

/// Whether the letters typed stand in a name in their order, with others between them.
fn has_letters(name: &str, typed: &str) -> bool {
    let mut letters = name.chars();
    typed.chars().all(|wanted| letters.any(|letter| letter == wanted))
}
