//! Every key once: where it works, what it means, what it is called. Dispatch, the hints at the
//! bottom, the help, the palette, the mouse and the configuration all read this table.

mod spelt;
mod table;

use super::action::{Action, Place, Task};
use super::config::share_a_place;
use crate::rules::fold::half_width;
use crate::text::Lang;
use crate::text::keys::Label;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
pub use spelt::{name, read};
pub use table::BINDINGS;

/// Where a key is pressed: the top modal, else the line being typed in, else the screen. What a screen
/// does not know is looked up among what every screen knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Context {
    /// Every screen.
    Global,
    /// The home screen.
    Board,
    /// The register of clients.
    Clients,
    /// The line in which clients are looked for.
    Finder,
    /// The phone.
    Calls,
    /// The sales-control board.
    Units,
    /// The week.
    Roster,
    /// What a manager must see.
    Inbox,
    /// The log.
    Log,
    /// The board as it stood.
    Past,
    /// The figures.
    Figures,
    /// The rulebook.
    Rules,
    /// A line of text in a form.
    Field,
    /// A choice in a form.
    Choice,
    /// A list to pick from.
    Picker,
    /// Where someone is.
    Presence,
    /// Yes or no.
    Question,
    /// The notices not yet given.
    Notices,
    /// The receptions that may end.
    Finishing,
    /// The order of the day.
    Order,
    /// Something that asks to be confirmed.
    Confirm,
    /// Lines to read.
    Reading,
    /// A case file.
    Case,
    /// The search over all tasks.
    Palette,
    /// The keys, searched.
    Help,
    /// A PIN.
    Pin,
    /// The steps of closing the day.
    Closing,
}

impl Context {
    /// The context of a screen.
    pub const fn of(place: Place) -> Self {
        match place {
            Place::Desk => Self::Board,
            Place::Clients => Self::Clients,
            Place::Calls => Self::Calls,
            Place::Units => Self::Units,
            Place::Roster => Self::Roster,
            Place::Inbox => Self::Inbox,
            Place::Log => Self::Log,
            Place::Figures => Self::Figures,
            Place::Rules => Self::Rules,
        }
    }

    /// Whether it is a screen: what every screen knows works there too.
    pub fn is_screen(self) -> bool {
        table::SCREENS.contains(&self) || self == Self::Finder
    }

    /// Whether what every screen knows works there: nothing is done in the past, one only leaves it.
    fn reaches(self, global: Action) -> bool {
        let leaves = matches!(
            global,
            Action::Go(_) | Action::NextPlace | Action::PrevPlace | Action::Help | Action::Mouse | Action::Quit
        );
        self.is_screen() && (self != Self::Past || leaves)
    }

    /// Whether letters are typed there.
    const fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Field | Self::Choice | Self::Picker | Self::Palette | Self::Finder | Self::Help | Self::Pin
        )
    }
}

/// A key as the table names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Char(char),
    /// A character with Ctrl.
    Ctrl(char),
    /// A function key.
    F(u8),
    /// Any digit; the action receives it.
    Digit,
    /// Any other key.
    Code(KeyCode),
    /// Any other key with Shift.
    Shift(KeyCode),
}

/// Whether a binding stands among the hints at the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Wherever it works.
    Always,
    /// On the board.
    Board,
    /// Nowhere.
    Never,
}

/// One line of the table.
#[derive(Debug)]
pub struct Binding {
    /// Where it works.
    pub contexts: &'static [Context],
    /// The keys; the first is shown.
    pub keys: &'static [Key],
    /// What they mean.
    pub action: Action,
    /// What it is called.
    pub words: &'static Label,
    /// Whether it stands among the hints at the bottom.
    pub hint: Hint,
}

impl Binding {
    /// The task that it begins.
    pub const fn task(&self) -> Option<Task> {
        match self.action {
            Action::Open(task) => Some(task),
            _ => None,
        }
    }
}

/// A line of the table with the keys that it has here.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The line.
    pub binding: &'static Binding,
    /// The keys; the first is shown.
    pub keys: Vec<Key>,
}

/// The table as it is used: the shipped one, with the keys that the site chose.
#[derive(Clone, Debug)]
pub struct Keymap(Vec<Bound>);

impl Default for Keymap {
    fn default() -> Self {
        Self(BINDINGS.iter().map(|binding| Bound { binding, keys: binding.keys.to_vec() }).collect())
    }
}

impl Keymap {
    /// Gives the binding called `id` other keys; tells whether there is one.
    pub fn rebind(&mut self, id: &str, keys: &[Key]) -> bool {
        let Some(at) = self.0.iter().position(|bound| is_configurable(bound) && bound.binding.words.id() == id) else {
            return false;
        };
        self.0[at].keys = keys.to_vec();
        true
    }

    /// The lines whose keys a site may choose: those of the screens, each name once.
    pub fn configurable(&self) -> impl Iterator<Item = &Bound> {
        self.0
            .iter()
            .enumerate()
            .filter(|(at, bound)| {
                let named_before =
                    self.0[..*at].iter().any(|other| other.binding.words.id() == bound.binding.words.id());
                is_configurable(bound) && !named_before
            })
            .map(|(_, bound)| bound)
    }

    /// A key that means two things in one place, with both.
    #[must_use]
    pub fn conflict(&self) -> Option<(Key, &Bound, &Bound)> {
        self.0.iter().enumerate().find_map(|(at, second)| {
            self.0[..at].iter().filter(|first| share_a_place(first, second)).find_map(|first| {
                let key = first.keys.iter().find(|key| second.keys.contains(key))?;
                Some((*key, first, second))
            })
        })
    }

    /// The lines that work in a context, in the order of the table: its own, and those of every screen.
    pub fn here(&self, context: Context) -> impl Iterator<Item = &Bound> {
        self.0.iter().filter(move |bound| {
            let contexts = bound.binding.contexts;
            contexts.contains(&context)
                || (contexts.contains(&Context::Global) && context.reaches(bound.binding.action))
        })
    }

    /// What a key means in a context: the only look-up there is.
    #[must_use]
    pub fn resolve(&self, context: Context, key: KeyEvent) -> Option<Action> {
        if key.kind == KeyEventKind::Release {
            return None;
        }
        let key = KeyEvent { code: folded(key.code), ..key };
        let lower = KeyEvent { code: lowered(key.code), ..key };
        let own = self.find(context, key).or_else(|| self.find(context, lower)).or_else(|| typed(context, key));
        let global = || self.find(Context::Global, key).or_else(|| self.find(Context::Global, lower));
        own.or_else(|| global().filter(|action| context.reaches(*action)))
    }

    fn find(&self, context: Context, key: KeyEvent) -> Option<Action> {
        let mut here = self.0.iter().filter(|bound| bound.binding.contexts.contains(&context));
        here.find_map(|bound| meaning(bound, key))
    }

    /// The bindings that stand among the hints of a context: its own first, but on the board the tasks of
    /// the day come before its own.
    pub fn hints(&self, context: Context) -> impl Iterator<Item = &Bound> {
        let is_first = move |bound: &&Bound| match context {
            Context::Board => bound.binding.contexts.contains(&Context::Global),
            _ => bound.binding.contexts.contains(&context),
        };
        let hinted = move || {
            self.here(context).filter(move |bound| match bound.binding.hint {
                Hint::Always => true,
                Hint::Board => context == Context::Board,
                Hint::Never => false,
            })
        };
        hinted().filter(is_first).chain(hinted().filter(move |bound| !is_first(bound)))
    }

    /// What the first key is called that means an action in a context; nothing where none does.
    #[must_use]
    pub fn key_of(&self, lang: Lang, context: Context, action: Action) -> String {
        let bound = self.here(context).find(|bound| bound.binding.action == action);
        let key = bound.and_then(|bound| self.keys_here(context, bound).next());
        key.map_or_else(String::new, |key| name(lang, key))
    }

    /// A binding's keys in a context, without those that mean something else there.
    pub fn keys_here<'k>(&'k self, context: Context, bound: &'k Bound) -> impl Iterator<Item = Key> + 'k {
        let is_own = bound.binding.contexts.contains(&context);
        let own = move |key: &Key| {
            self.0.iter().any(|other| other.binding.contexts.contains(&context) && other.keys.contains(key))
        };
        let typed = move |key: &Key| context.takes_text() && matches!(key, Key::Char(_));
        bound.keys.iter().filter(move |key| is_own || !(own(key) || typed(key))).copied()
    }
}

/// Going through lists and typing are the same everywhere.
fn is_configurable(bound: &Bound) -> bool {
    let is_on_screen = bound.binding.contexts.iter().any(|context| context.is_screen() || *context == Context::Global);
    let is_motion = matches!(
        bound.binding.action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last
            | Action::Left
            | Action::Right
            | Action::Accept
            | Action::Cancel
            | Action::Edit(_)
    );
    is_on_screen && !is_motion
}

fn meaning(bound: &Bound, key: KeyEvent) -> Option<Action> {
    bound.keys.iter().find_map(|wanted| match (wanted, key.code) {
        (Key::Digit, KeyCode::Char(c)) if !is_command(key) => {
            Some(Action::Digit(u8::try_from(c.to_digit(10)?).unwrap_or(0)))
        }
        _ => matches(*wanted, key).then_some(bound.binding.action),
    })
}

fn matches(wanted: Key, key: KeyEvent) -> bool {
    let is_shifted = key.modifiers.contains(KeyModifiers::SHIFT);
    match wanted {
        Key::Char(c) => key.code == KeyCode::Char(c) && !is_command(key),
        Key::Ctrl(c) => key.code == KeyCode::Char(c) && key.modifiers.contains(KeyModifiers::CONTROL),
        Key::F(n) => key.code == KeyCode::F(n),
        Key::Code(code) => key.code == code && !is_command(key) && (!is_shifted || code == KeyCode::BackTab),
        Key::Shift(code) => key.code == code && is_shifted,
        Key::Digit => false,
    }
}

fn is_command(key: KeyEvent) -> bool {
    key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SUPER)
}

/// Letters, digits and marks that an input method made full-width are the same keys.
fn folded(code: KeyCode) -> KeyCode {
    match code {
        KeyCode::Char('【' | '「') => KeyCode::Char('['),
        KeyCode::Char('】' | '」') => KeyCode::Char(']'),
        KeyCode::Char('、') => KeyCode::Char('/'),
        KeyCode::Char('。') => KeyCode::Char('.'),
        KeyCode::Char(c) => KeyCode::Char(half_width(c)),
        other => other,
    }
}

fn lowered(code: KeyCode) -> KeyCode {
    match code {
        KeyCode::Char(c) => KeyCode::Char(c.to_ascii_lowercase()),
        other => other,
    }
}

fn typed(context: Context, key: KeyEvent) -> Option<Action> {
    match key.code {
        KeyCode::Char(c) if context.takes_text() && !is_command(key) => Some(Action::Insert(c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use table::ALL;

    fn pressed(context: Context, c: char) -> Option<Action> {
        Keymap::default().resolve(context, KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in ALL {
            let mut seen: Vec<(Key, Action)> = Vec::new();
            for binding in BINDINGS.iter().filter(|binding| binding.contexts.contains(context)) {
                for key in binding.keys {
                    let other = seen.iter().find(|(other, _)| other == key);
                    assert!(other.is_none(), "{context:?}: {key:?} is {other:?} and {:?}", binding.action);
                    seen.push((*key, binding.action));
                }
            }
        }
    }

    #[test]
    fn every_place_can_be_left_and_explains_itself() {
        let keymap = Keymap::default();
        for context in ALL {
            let has = |action| keymap.here(*context).any(|bound| bound.binding.action == action);
            assert!(has(Action::Cancel) && has(Action::Quit), "{context:?}");
            assert!(has(Action::Help) || *context == Context::Help, "{context:?}");
        }
    }

    #[test]
    fn every_task_of_the_day_has_a_key_that_no_input_method_eats() {
        use Task::{Arrival, Call, Deposit, Finish, Presence, Reasons, Take};
        for task in [Arrival, Call, Finish, Presence, Take, Deposit, Reasons] {
            let bound = BINDINGS.iter().find(|b| b.action == Action::Open(task)).unwrap();
            assert!(bound.keys.iter().any(|key| matches!(key, Key::F(_))), "{task:?}");
        }
        let f10 = KeyEvent::new(KeyCode::F(10), KeyModifiers::NONE);
        assert_eq!(Keymap::default().resolve(Context::Board, f10), Some(Action::Palette));
    }

    #[test]
    fn letters_are_typed_where_text_is_asked_for() {
        assert_eq!(pressed(Context::Field, 'n'), Some(Action::Insert('n')));
        assert_eq!(pressed(Context::Finder, '3'), Some(Action::Insert('3')));
        assert_eq!(pressed(Context::Board, 'n'), Some(Action::Open(Task::Arrival)));
        assert_eq!(pressed(Context::Board, 'Ｎ'), Some(Action::Open(Task::Arrival)));
    }

    #[test]
    fn a_screens_own_key_comes_before_that_of_every_screen() {
        assert_eq!(pressed(Context::Board, 't'), Some(Action::Open(Task::Take)));
        assert_eq!(pressed(Context::Clients, 't'), Some(Action::Open(Task::Transfer)));
        assert_eq!(pressed(Context::Log, '2'), Some(Action::Go(Place::Clients)));
        let keymap = Keymap::default();
        let take = keymap.here(Context::Clients).find(|b| b.binding.action == Action::Open(Task::Take)).unwrap();
        assert_eq!(keymap.keys_here(Context::Clients, take).collect::<Vec<_>>(), [Key::F(6)]);
    }

    #[test]
    fn every_key_is_read_as_it_is_written() {
        for key in BINDINGS.iter().flat_map(|binding| binding.keys).filter(|key| **key != Key::Digit) {
            assert_eq!(read(&name(crate::text::Lang::En, *key)), Some(*key), "{key:?}");
        }
    }
}
