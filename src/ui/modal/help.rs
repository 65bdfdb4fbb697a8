//! The keys of where one is, searched while typing.

use crate::register::spelling;
use crate::rules::fold::key;
use crate::text::Lang;
use crate::text::keys::Label;
use crate::ui::action::{Action, Edit};
use crate::ui::app::App;
use crate::ui::input::TextLine;
use crate::ui::keymap::{self, Bound, Context};
use crate::ui::widget::list::Cursor;

/// A line of the help.
#[derive(Clone, Debug)]
pub struct Line {
    /// The keys, as they are written.
    pub keys: String,
    /// What they are called.
    pub label: &'static str,
    /// What they do.
    pub help: &'static str,
    found_by: Vec<String>,
}

/// The keys of a context.
#[derive(Clone, Debug)]
pub struct Help {
    /// What was typed.
    pub line: TextLine,
    /// The row gone to.
    pub cursor: Cursor,
    lines: Vec<Line>,
}

impl Help {
    /// The keys that work where one is.
    pub fn over(app: &App) -> Self {
        let here = app.context();
        let mut lines: Vec<Line> = own(app, here).collect();
        if !here.is_screen() {
            // What stands over a screen is left again: its keys come after.
            lines.extend(own(app, crate::ui::screen::context(app)).filter(|line| !line.keys.is_empty()));
        }
        Self { line: TextLine::default(), cursor: Cursor::default(), lines }
    }

    /// The lines that what was typed may mean.
    pub fn found(&self) -> Vec<&Line> {
        let typed = key(self.line.value());
        self.lines.iter().filter(|line| line.found_by.iter().any(|text| text.contains(&typed))).collect()
    }

    /// Does what a key asks; tells whether it stays.
    pub fn update(&mut self, action: Action) -> bool {
        match action {
            Action::Cancel => return false,
            Action::Insert(c) => self.line.insert(c),
            Action::Edit(edit) => self.line.edit(edit),
            _ => {
                let count = self.found().len();
                self.cursor.update(action, count);
                return true;
            }
        }
        self.cursor = Cursor::default();
        true
    }
}

fn own(app: &App, context: Context) -> impl Iterator<Item = Line> {
    let lang = app.lang();
    // Of the keys that move in a text one line is enough.
    let is_shown = |bound: &&Bound| {
        !matches!(bound.binding.action, Action::Edit(edit) if edit != Edit::Left) && !bound.keys.is_empty()
    };
    // On another screen than the board its own keys come first.
    let is_first = move |bound: &&Bound| context == Context::Board || bound.binding.contexts.contains(&context);
    let first = app.options.keymap.here(context).filter(is_first);
    let then = app.options.keymap.here(context).filter(move |bound| !is_first(bound));
    first.chain(then).filter(is_shown).filter_map(move |bound| {
        let keys: Vec<String> =
            app.options.keymap.keys_here(context, bound).map(|key| keymap::name(lang, key)).collect();
        (!keys.is_empty()).then(|| line(lang, keys.join(" "), bound.binding.words))
    })
}

fn line(lang: Lang, keys: String, words: &'static Label) -> Line {
    let (label, help) = (words.label(lang), words.help(lang));
    let mut found_by = spelling::keys(label);
    found_by.extend([key(label), key(help), key(&keys)]);
    Line { keys, label, help, found_by }
}
