//! Every key once: where it works, what it means, what it is called. Dispatch, the hints at the
//! bottom, the help and the palette all read this table.

use super::action::{Action, Edit, Task};
use crate::rules::command::MoveTo;
use crate::rules::fold::half_width;
use crate::text::Lang;
use crate::text::keys::{self as words, Label};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// Where a key is pressed: the top modal, else the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The home screen.
    Board,
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
    /// The search over all tasks.
    Palette,
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
    pub hint: bool,
}

use Context::{Board, Choice, Confirm, Field, Finishing, Notices, Order, Palette, Picker, Presence, Question, Reading};
use Key::{Char, Code, Ctrl, Digit, F, Shift};

const fn bind(
    contexts: &'static [Context],
    keys: &'static [Key],
    action: Action,
    words: &'static Label,
    hint: bool,
) -> Binding {
    Binding { contexts, keys, action, words, hint }
}

const fn task(keys: &'static [Key], task: Task, words: &'static Label, hint: bool) -> Binding {
    bind(&[Board], keys, Action::Open(task), words, hint)
}

const ALL: &[Context] =
    &[Board, Field, Choice, Picker, Presence, Question, Notices, Finishing, Order, Confirm, Reading, Palette];
const LISTS: &[Context] = &[Board, Picker, Presence, Question, Notices, Finishing, Order, Palette, Reading];
const PICKERS: &[Context] = &[Picker, Presence, Question, Notices, Finishing];
const FORM: &[Context] = &[Field, Choice];

/// The table.
pub static BINDINGS: &[Binding] = &[
    task(&[F(2), Char('n')], Task::Arrival, &words::ARRIVAL, true),
    task(&[F(3), Char('c')], Task::Call, &words::CALL, true),
    task(&[F(4), Char('f')], Task::Finish, &words::FINISH, true),
    task(&[F(5), Char('s')], Task::Presence, &words::PRESENCE, true),
    task(&[F(6), Char('t')], Task::Take, &words::TAKE, true),
    task(&[F(7), Char('d')], Task::Deposit, &words::DEPOSIT, true),
    task(&[F(8), Char('i')], Task::Inbox, &words::INBOX, true),
    task(&[F(9), Code(KeyCode::Enter)], Task::Reasons, &words::REASONS, true),
    task(&[Char('u'), Ctrl('z')], Task::Undo, &words::UNDO, true),
    bind(&[Board], &[Char(':'), F(10)], Action::Palette, &words::PALETTE, true),
    bind(
        &[Board, Reading, Confirm, Order, Presence, Question, Notices, Finishing],
        &[Char('?'), F(1)],
        Action::Help,
        &words::HELP,
        true,
    ),
    bind(&[Field, Choice, Picker, Palette], &[F(1)], Action::Help, &words::HELP, false),
    task(&[Char('g')], Task::Notice, &words::NOTICE, false),
    task(&[Char('e')], Task::Details, &words::DETAILS, false),
    task(&[Char('w')], Task::LeaveWaiting, &words::LEAVE_WAITING, false),
    task(&[Char('h')], Task::EndCall, &words::END_CALL, false),
    task(&[Char('r')], Task::ReturnCall, &words::RETURN_CALL, false),
    task(&[Char('m'), F(12)], Task::Actor, &words::ACTOR, false),
    task(&[Char('o'), F(11)], Task::OpenDay, &words::OPEN_DAY, true),
    task(&[Char('x')], Task::Reorder, &words::REORDER, false),
    task(&[Char('z')], Task::CloseDay, &words::CLOSE_DAY, false),
    task(&[Char('+')], Task::AddStaff, &words::ADD_STAFF, false),
    task(&[Char('=')], Task::AddUnit, &words::ADD_UNIT, false),
    bind(&[Board, Presence], &[Char('a')], Action::Presence(MoveTo::Available), &words::AVAILABLE, false),
    bind(&[Board, Presence], &[Char('p')], Action::Presence(MoveTo::Private), &words::PRIVATE, false),
    bind(&[Board, Presence], &[Char('b')], Action::Presence(MoveTo::Business), &words::BUSINESS, false),
    bind(&[Board, Presence], &[Char('l')], Action::Presence(MoveTo::Leave), &words::LEAVE, false),
    bind(&[Board], &[Digit], Action::Digit(0), &words::PLATE, false),
    bind(PICKERS, &[Digit], Action::Digit(0), &words::ROW, true),
    bind(&[Question], &[Char('n')], Action::Answer(false), &words::NO, true),
    bind(&[Question], &[Char('y')], Action::Answer(true), &words::YES, true),
    bind(&[Finishing], &[Char('x'), Code(KeyCode::Delete)], Action::Failed, &words::NOT_SEEN_OFF, true),
    bind(&[Notices], &[Char('x'), Code(KeyCode::Delete)], Action::Failed, &words::NOT_TOLD, true),
    bind(LISTS, &[Code(KeyCode::Up), Ctrl('p')], Action::Up, &words::UP, false),
    bind(LISTS, &[Code(KeyCode::Down), Ctrl('n')], Action::Down, &words::DOWN, false),
    bind(&[Board, Reading, Order], &[Char('k')], Action::Up, &words::UP, false),
    bind(&[Board, Reading, Order], &[Char('j')], Action::Down, &words::DOWN, false),
    bind(FORM, &[Code(KeyCode::Up)], Action::Up, &words::CHOOSE_UP, false),
    bind(FORM, &[Code(KeyCode::Down)], Action::Down, &words::CHOOSE, true),
    bind(LISTS, &[Code(KeyCode::PageUp)], Action::PageUp, &words::PAGE_UP, false),
    bind(LISTS, &[Code(KeyCode::PageDown)], Action::PageDown, &words::PAGE_DOWN, false),
    bind(&[Reading], &[Char(' ')], Action::PageDown, &words::PAGE_DOWN, false),
    bind(&[Order], &[Shift(KeyCode::Up), Char('-'), Code(KeyCode::Left)], Action::CarryUp, &words::CARRY_UP, true),
    bind(
        &[Order],
        &[Shift(KeyCode::Down), Char('+'), Code(KeyCode::Right)],
        Action::CarryDown,
        &words::CARRY_DOWN,
        true,
    ),
    bind(&[Order, Choice], &[Char(' ')], Action::Toggle, &words::TOGGLE, true),
    bind(FORM, &[Code(KeyCode::Tab)], Action::NextField, &words::NEXT_FIELD, true),
    bind(FORM, &[Code(KeyCode::BackTab)], Action::PrevField, &words::PREV_FIELD, false),
    bind(
        &[Field, Choice, Picker, Presence, Question, Notices, Finishing, Order, Confirm, Palette],
        &[Code(KeyCode::Enter)],
        Action::Accept,
        &words::ACCEPT,
        true,
    ),
    bind(&[Reading], &[Code(KeyCode::Enter), Code(KeyCode::Esc), Char('q')], Action::Cancel, &words::CLOSE, true),
    bind(
        &[Field, Choice, Picker, Presence, Question, Notices, Finishing, Order, Confirm, Palette],
        &[Code(KeyCode::Esc)],
        Action::Cancel,
        &words::CANCEL,
        true,
    ),
    bind(&[Board], &[Code(KeyCode::Esc)], Action::Cancel, &words::CLEAR, false),
    bind(&[Field, Palette], &[Code(KeyCode::Left)], Action::Edit(Edit::Left), &words::EDIT, false),
    bind(&[Field, Palette], &[Code(KeyCode::Right)], Action::Edit(Edit::Right), &words::EDIT, false),
    bind(&[Field, Palette], &[Code(KeyCode::Home), Ctrl('a')], Action::Edit(Edit::Home), &words::EDIT, false),
    bind(&[Field, Palette], &[Code(KeyCode::End), Ctrl('e')], Action::Edit(Edit::End), &words::EDIT, false),
    bind(
        &[Field, Choice, Picker, Palette],
        &[Code(KeyCode::Backspace), Ctrl('h')],
        Action::Edit(Edit::Backspace),
        &words::EDIT,
        false,
    ),
    bind(&[Field, Choice, Palette], &[Code(KeyCode::Delete)], Action::Edit(Edit::Delete), &words::EDIT, false),
    bind(&[Field, Palette], &[Ctrl('w')], Action::Edit(Edit::DeleteWord), &words::EDIT, false),
    bind(&[Field, Palette], &[Ctrl('u')], Action::Edit(Edit::Clear), &words::EDIT, false),
    bind(&[Choice], &[Code(KeyCode::Left)], Action::Up, &words::CHOOSE_UP, false),
    bind(&[Choice], &[Code(KeyCode::Right)], Action::Down, &words::CHOOSE, false),
    bind(ALL, &[Ctrl('t')], Action::Mouse, &words::MOUSE, false),
    bind(&[Board], &[Char('q')], Action::Quit, &words::QUIT, false),
    bind(ALL, &[Ctrl('c')], Action::Quit, &words::QUIT, false),
];

/// What a key means in a context: the only look-up there is.
#[must_use]
pub fn resolve(context: Context, key: KeyEvent) -> Option<Action> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let key = KeyEvent { code: folded(key.code), ..key };
    let lower = KeyEvent { code: lowered(key.code), ..key };
    let found = find(context, key).or_else(|| find(context, lower));
    found.or_else(|| typed(context, key))
}

fn find(context: Context, key: KeyEvent) -> Option<Action> {
    let mut here = BINDINGS.iter().filter(|binding| binding.contexts.contains(&context));
    here.find_map(|binding| meaning(binding, key))
}

fn meaning(binding: &Binding, key: KeyEvent) -> Option<Action> {
    binding.keys.iter().find_map(|bound| match (bound, key.code) {
        (Digit, KeyCode::Char(c)) if !is_command(key) => {
            Some(Action::Digit(u8::try_from(c.to_digit(10)?).unwrap_or(0)))
        }
        _ => matches(*bound, key).then_some(binding.action),
    })
}

fn matches(bound: Key, key: KeyEvent) -> bool {
    let is_shifted = key.modifiers.contains(KeyModifiers::SHIFT);
    match bound {
        Char(c) => key.code == KeyCode::Char(c) && !is_command(key),
        Ctrl(c) => key.code == KeyCode::Char(c) && key.modifiers.contains(KeyModifiers::CONTROL),
        F(n) => key.code == KeyCode::F(n),
        Code(code) => key.code == code && !is_command(key) && (!is_shifted || code == KeyCode::BackTab),
        Shift(code) => key.code == code && is_shifted,
        Digit => false,
    }
}

fn is_command(key: KeyEvent) -> bool {
    key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SUPER)
}

/// Letters and digits that an input method made full-width are the same keys.
fn folded(code: KeyCode) -> KeyCode {
    match code {
        KeyCode::Char('？') => KeyCode::Char('?'),
        KeyCode::Char('：') => KeyCode::Char(':'),
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
    let takes_text = matches!(context, Field | Choice | Picker | Palette);
    match key.code {
        KeyCode::Char(c) if takes_text && !is_command(key) => Some(Action::Insert(c)),
        _ => None,
    }
}

/// The bindings that stand among the hints of a context.
pub fn hints(context: Context) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| binding.hint && binding.contexts.contains(&context))
}

/// A key as it is written on a keyboard.
#[must_use]
pub fn name(lang: Lang, key: Key) -> String {
    match key {
        Char(' ') | Code(KeyCode::Char(' ')) => lang.pick("空格", "Space").to_owned(),
        Char(c) => c.to_string(),
        Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
        F(n) => format!("F{n}"),
        Digit => lang.pick("数字", "digit").to_owned(),
        Code(code) => code_name(lang, code),
        Shift(code) => format!("Shift-{}", code_name(lang, code)),
    }
}

fn code_name(lang: Lang, code: KeyCode) -> String {
    match code {
        KeyCode::Enter => lang.pick("回车", "Enter").to_owned(),
        KeyCode::Esc => "Esc".to_owned(),
        KeyCode::Tab => "Tab".to_owned(),
        KeyCode::BackTab => "Shift-Tab".to_owned(),
        KeyCode::Up => lang.pick("上", "Up").to_owned(),
        KeyCode::Down => lang.pick("下", "Down").to_owned(),
        KeyCode::Left => lang.pick("左", "Left").to_owned(),
        KeyCode::Right => lang.pick("右", "Right").to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::Backspace => lang.pick("退格", "Backspace").to_owned(),
        KeyCode::Delete => "Del".to_owned(),
        other => format!("{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXTS: &[Context] = ALL;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in CONTEXTS {
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
        for context in CONTEXTS {
            let has = |action| BINDINGS.iter().any(|b| b.contexts.contains(context) && b.action == action);
            assert!(has(Action::Cancel) && has(Action::Help) && has(Action::Quit), "{context:?}");
        }
    }

    #[test]
    fn every_task_of_the_day_has_a_key_that_no_input_method_eats() {
        use Task::{Arrival, Call, Deposit, Finish, Inbox, Presence, Reasons, Take};
        for task in [Arrival, Call, Finish, Presence, Take, Deposit, Inbox, Reasons] {
            let bound = BINDINGS.iter().find(|b| b.action == Action::Open(task)).unwrap();
            assert!(bound.keys.iter().any(|key| matches!(key, F(_))), "{task:?}");
        }
        let f10 = KeyEvent::new(KeyCode::F(10), KeyModifiers::NONE);
        assert_eq!(resolve(Board, f10), Some(Action::Palette));
    }

    #[test]
    fn letters_are_typed_where_text_is_asked_for() {
        let n = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::NONE);
        assert_eq!(resolve(Field, n), Some(Action::Insert('n')));
        assert_eq!(resolve(Board, n), Some(Action::Open(Task::Arrival)));
        let wide = KeyEvent::new(KeyCode::Char('Ｎ'), KeyModifiers::SHIFT);
        assert_eq!(resolve(Board, wide), Some(Action::Open(Task::Arrival)));
    }
}
