//! The table of all keys as they are without a configuration.

use super::Context::{
    self, Board, Calls, Case, Choice, Clients, Closing, Confirm, Field, Figures, Finder, Finishing, Global, Help,
    Inbox, Log, Notices, Order, Palette, Past, Picker, Pin, Presence, Question, Reading, Roster, Rules, Units,
};
use super::Key::{self, Char, Code, Ctrl, Digit, F, Shift};
use super::{Binding, Hint};
use crate::rules::command::MoveTo;
use crate::text::keys::{self as words, Label};
use crate::ui::action::{Action, Edit, Place, Task};
use ratatui::crossterm::event::KeyCode;

const fn bind(contexts: &'static [Context], keys: &'static [Key], action: Action, words: &'static Label) -> Binding {
    Binding { contexts, keys, action, words, hint: Hint::Never }
}

const fn task(contexts: &'static [Context], keys: &'static [Key], task: Task, words: &'static Label) -> Binding {
    bind(contexts, keys, Action::Open(task), words)
}

const fn go(key: &'static [Key], place: Place, words: &'static Label) -> Binding {
    bind(&[Global], key, Action::Go(place), words)
}

impl Binding {
    /// The same, and it stands among the hints at the bottom.
    const fn hinted(self) -> Self {
        Self { hint: Hint::Always, ..self }
    }

    /// The same, and it stands among the hints of the board.
    const fn hinted_on_board(self) -> Self {
        Self { hint: Hint::Board, ..self }
    }
}

/// Every place where a key is pressed.
pub const ALL: &[Context] = &[
    Global, Board, Clients, Finder, Calls, Units, Roster, Inbox, Log, Past, Figures, Rules, Field, Choice, Picker,
    Presence, Question, Notices, Finishing, Order, Confirm, Reading, Case, Palette, Help, Pin, Closing,
];
/// The screens.
pub const SCREENS: &[Context] = &[Board, Clients, Calls, Units, Roster, Inbox, Log, Past, Figures, Rules];
const LISTS: &[Context] = &[
    Board, Clients, Finder, Calls, Units, Roster, Inbox, Log, Past, Figures, Rules, Picker, Presence, Question,
    Notices, Finishing, Order, Palette, Reading, Case, Help, Closing,
];
const PICKERS: &[Context] = &[Picker, Presence, Question, Notices, Finishing];
const FORM: &[Context] = &[Field, Choice];
const TYPED: &[Context] = &[Field, Palette, Finder, Help];
const ENDED_BY_ENTER: &[Context] =
    &[Field, Choice, Picker, Presence, Question, Notices, Finishing, Order, Confirm, Palette, Pin, Closing];
const ACTED_ON: &[Context] = &[Calls, Inbox];

/// The table. A key of a screen comes before the same key of every screen.
pub static BINDINGS: &[Binding] = &[
    // What every screen can begin.
    task(&[Global], &[F(2), Char('n')], Task::Arrival, &words::ARRIVAL).hinted(),
    task(&[Global], &[F(3), Char('c')], Task::Call, &words::CALL).hinted_on_board(),
    task(&[Global], &[F(4), Char('f')], Task::Finish, &words::FINISH).hinted_on_board(),
    task(&[Global], &[F(5), Char('s')], Task::Presence, &words::PRESENCE).hinted_on_board(),
    task(&[Global], &[F(6), Char('t')], Task::Take, &words::TAKE).hinted_on_board(),
    task(&[Global], &[F(7), Char('d')], Task::Deposit, &words::DEPOSIT).hinted_on_board(),
    bind(&[Global], &[F(8), Char('i')], Action::Go(Place::Inbox), &words::INBOX).hinted_on_board(),
    task(&[Global], &[F(9)], Task::Reasons, &words::REASONS).hinted_on_board(),
    task(&[Global], &[Char('u'), Ctrl('z')], Task::Undo, &words::UNDO).hinted_on_board(),
    bind(&[Global], &[Char(':'), F(10), Ctrl('p')], Action::Palette, &words::PALETTE).hinted(),
    bind(
        &[Global, Confirm, Order, Presence, Question, Notices, Finishing, Reading, Case, Closing],
        &[Char('?'), F(1)],
        Action::Help,
        &words::HELP,
    )
    .hinted(),
    bind(&[Finder], &[F(1)], Action::Help, &words::HELP).hinted(),
    bind(&[Field, Choice, Picker, Palette, Pin], &[F(1)], Action::Help, &words::HELP),
    task(&[Global], &[Char('m'), F(12)], Task::Actor, &words::ACTOR),
    task(&[Global], &[Char('o'), F(11)], Task::OpenDay, &words::OPEN_DAY),
    task(&[Global], &[Char('z')], Task::CloseDay, &words::CLOSE_DAY),
    task(&[Global], &[Ctrl('b')], Task::Backup, &words::BACKUP),
    go(&[Char('1')], Place::Desk, &words::GO_DESK),
    go(&[Char('2')], Place::Clients, &words::GO_CLIENTS),
    go(&[Char('3')], Place::Calls, &words::GO_CALLS),
    go(&[Char('4')], Place::Units, &words::GO_UNITS),
    go(&[Char('5')], Place::Roster, &words::GO_ROSTER),
    go(&[Char('6')], Place::Inbox, &words::GO_INBOX),
    go(&[Char('7')], Place::Log, &words::GO_LOG),
    go(&[Char('8')], Place::Figures, &words::GO_FIGURES),
    go(&[Char('9')], Place::Rules, &words::GO_RULES),
    bind(&[Global, Finder], &[Code(KeyCode::Tab)], Action::NextPlace, &words::NEXT_PLACE),
    bind(&[Global, Finder], &[Code(KeyCode::BackTab)], Action::PrevPlace, &words::PREV_PLACE),
    // The week.
    task(&[Roster], &[Char('p')], Task::Propose, &words::PROPOSE).hinted(),
    task(&[Roster], &[Char('r'), Char(' ')], Task::ToggleRest, &words::TOGGLE_REST).hinted(),
    task(&[Roster], &[Char('l')], Task::ToggleLeave, &words::TOGGLE_LEAVE).hinted(),
    bind(&[Roster], &[Char('<'), Shift(KeyCode::Up)], Action::CarryUp, &words::CARRY_UP).hinted(),
    bind(&[Roster], &[Char('>'), Shift(KeyCode::Down)], Action::CarryDown, &words::CARRY_DOWN).hinted(),
    task(&[Roster], &[Char('s'), Ctrl('s')], Task::PublishRoster, &words::PUBLISH_ROSTER).hinted(),
    task(&[Roster], &[Char('-')], Task::DepartStaff, &words::DEPART_STAFF).hinted(),
    // The board.
    task(&[Board], &[Code(KeyCode::Enter)], Task::Reasons, &words::REASONS),
    task(&[Board], &[Char('g')], Task::Notice, &words::NOTICE).hinted(),
    task(&[Board, Clients], &[Char('e')], Task::Details, &words::DETAILS).hinted(),
    task(&[Board], &[Char('v')], Task::Reassign, &words::REASSIGN),
    task(&[Board], &[Char('w')], Task::LeaveWaiting, &words::LEAVE_WAITING),
    task(&[Board, Calls], &[Char('h')], Task::EndCall, &words::END_CALL),
    task(&[Board, Calls], &[Char('r')], Task::ReturnCall, &words::RETURN_CALL),
    task(&[Board, Roster], &[Char('x')], Task::Reorder, &words::REORDER).hinted(),
    task(&[Board], &[Char('(')], Task::CallIn, &words::CALL_IN),
    task(&[Board], &[Char(')')], Task::SendHome, &words::SEND_HOME),
    task(&[Board], &[Char(';')], Task::EndLeave, &words::END_LEAVE),
    task(&[Figures], &[Char('e'), Code(KeyCode::Enter)], Task::Fairness, &words::FAIRNESS).hinted(),
    task(&[Figures], &[Char('r')], Task::Report, &words::REPORT).hinted(),
    task(&[Figures], &[Char('x')], Task::Export, &words::EXPORT),
    task(&[Units], &[Char('p')], Task::Receipt, &words::RECEIPT),
    task(&[Board, Roster], &[Char('+')], Task::AddStaff, &words::ADD_STAFF).hinted(),
    bind(&[Board, Presence], &[Char('a')], Action::Presence(MoveTo::Available), &words::AVAILABLE),
    bind(&[Board, Presence], &[Char('p')], Action::Presence(MoveTo::Private), &words::PRIVATE),
    bind(&[Board, Presence], &[Char('b')], Action::Presence(MoveTo::Business), &words::BUSINESS),
    bind(&[Board, Presence], &[Char('l')], Action::Presence(MoveTo::Leave), &words::LEAVE),
    // Clients.
    bind(&[Clients], &[Char('/')], Action::Search, &words::SEARCH).hinted(),
    task(&[Clients], &[Char('v'), Ctrl('d')], Task::Lapsing, &words::LAPSING).hinted(),
    task(&[Clients, Units], &[Code(KeyCode::Enter)], Task::History, &words::HISTORY).hinted(),
    task(&[Clients], &[Char('l')], Task::Link, &words::LINK).hinted(),
    task(&[Clients], &[Char('t')], Task::Transfer, &words::TRANSFER).hinted(),
    task(&[Board, Clients], &[Char('#')], Task::Alike, &words::ALIKE),
    task(&[Units], &[Char('d'), F(7)], Task::Deposit, &words::DEPOSIT).hinted(),
    task(&[Clients, Units], &[Char('h')], Task::Hold, &words::HOLD).hinted(),
    task(&[Clients, Units], &[Char('a')], Task::Agree, &words::AGREE),
    bind(&[Finder], &[Code(KeyCode::Enter)], Action::Accept, &words::TO_LIST).hinted(),
    task(&[Finder], &[Ctrl('d')], Task::Lapsing, &words::LAPSING).hinted(),
    // Calls, and what a manager must see.
    bind(ACTED_ON, &[Code(KeyCode::Enter), Char('a')], Action::Accept, &words::SETTLE).hinted(),
    task(&[Calls], &[Char('c')], Task::Call, &words::CALL).hinted(),
    task(&[Calls], &[Char('p')], Task::AddProject, &words::ADD_PROJECT).hinted(),
    bind(&[Inbox], &[Char('x')], Action::Failed, &words::NOT_TOLD).hinted(),
    task(&[Inbox], &[Char('+')], Task::Record, &words::RECORD).hinted(),
    task(&[Inbox], &[Char('-')], Task::Void, &words::VOID).hinted(),
    // Units.
    task(&[Units], &[Char('x')], Task::Release, &words::RELEASE).hinted(),
    task(&[Units], &[Char('s')], Task::Sign, &words::SIGN).hinted(),
    task(&[Units], &[Char('r')], Task::Refund, &words::REFUND).hinted(),
    task(&[Board, Units], &[Char('=')], Task::AddUnit, &words::ADD_UNIT).hinted(),
    // Disputes.
    task(&[Board, Clients, Inbox, Log], &[Char('y')], Task::Case, &words::CASE),
    task(&[Roster, Inbox], &[Char('*')], Task::SetPin, &words::SET_PIN),
    // The log.
    task(&[Log], &[Code(KeyCode::Enter)], Task::Reasons, &words::REASONS).hinted(),
    task(&[Log], &[Char('/')], Task::Filter, &words::FILTER).hinted(),
    task(&[Log], &[Char('t')], Task::TimeTravel, &words::TIME_TRAVEL).hinted(),
    task(&[Past], &[Code(KeyCode::Enter)], Task::Reasons, &words::REASONS).hinted(),
    // The rulebook.
    task(&[Rules], &[Code(KeyCode::Enter)], Task::EditPart, &words::EDIT_PART).hinted(),
    task(&[Rules], &[Char('n'), Char('+')], Task::AddPart, &words::ADD_PART).hinted(),
    task(&[Rules], &[Code(KeyCode::Delete), Char('-')], Task::RemovePart, &words::REMOVE_PART).hinted(),
    // What several screens share.
    bind(&[Units, Roster, Figures, Past], &[Char('['), Char(',')], Action::Back, &words::BACK).hinted(),
    bind(&[Units, Roster, Figures, Past], &[Char(']'), Char('.')], Action::Forward, &words::FORWARD).hinted(),
    bind(&[Units, Inbox, Figures, Rules], &[Char('v')], Action::Switch, &words::SWITCH).hinted(),
    bind(&[Units, Inbox, Roster, Figures, Rules, Past], &[Code(KeyCode::Left)], Action::Left, &words::LEFT),
    bind(&[Units, Inbox, Roster, Figures, Rules, Past], &[Code(KeyCode::Right)], Action::Right, &words::RIGHT),
    bind(LISTS, &[Code(KeyCode::Up)], Action::Up, &words::UP),
    bind(LISTS, &[Code(KeyCode::Down)], Action::Down, &words::DOWN),
    bind(&[Palette, Picker], &[Ctrl('p')], Action::Up, &words::UP),
    bind(&[Palette, Picker], &[Ctrl('n')], Action::Down, &words::DOWN),
    bind(SCREENS, &[Char('k')], Action::Up, &words::UP),
    bind(SCREENS, &[Char('j')], Action::Down, &words::DOWN),
    bind(&[Reading, Case, Order, Closing], &[Char('k')], Action::Up, &words::UP),
    bind(&[Reading, Case, Order, Closing], &[Char('j')], Action::Down, &words::DOWN),
    bind(LISTS, &[Code(KeyCode::PageUp)], Action::PageUp, &words::PAGE_UP),
    bind(LISTS, &[Code(KeyCode::PageDown)], Action::PageDown, &words::PAGE_DOWN),
    bind(SCREENS, &[Code(KeyCode::Home)], Action::First, &words::FIRST),
    bind(SCREENS, &[Code(KeyCode::End)], Action::Last, &words::LAST),
    bind(&[Reading, Case], &[Char(' ')], Action::PageDown, &words::PAGE_DOWN),
    // Lists to pick from, questions, the order.
    bind(PICKERS, &[Digit], Action::Digit(0), &words::ROW).hinted(),
    bind(&[Question], &[Char('n')], Action::Answer(false), &words::NO).hinted(),
    bind(&[Question], &[Char('y')], Action::Answer(true), &words::YES).hinted(),
    bind(&[Finishing], &[Char('x'), Code(KeyCode::Delete)], Action::Failed, &words::NOT_SEEN_OFF).hinted(),
    bind(&[Notices], &[Char('x'), Code(KeyCode::Delete)], Action::Failed, &words::NOT_TOLD).hinted(),
    bind(&[Order], &[Shift(KeyCode::Up), Char('-'), Code(KeyCode::Left)], Action::CarryUp, &words::CARRY_UP).hinted(),
    bind(&[Order], &[Shift(KeyCode::Down), Char('+'), Code(KeyCode::Right)], Action::CarryDown, &words::CARRY_DOWN)
        .hinted(),
    bind(&[Order, Choice], &[Char(' ')], Action::Toggle, &words::TOGGLE).hinted(),
    // The steps of closing the day.
    task(&[Closing], &[Char('c'), F(5)], Task::Carry, &words::CARRY_OVER).hinted(),
    task(&[Closing], &[Char('a'), F(6)], Task::CarryAll, &words::CARRY_ALL).hinted(),
    bind(&[Closing], &[Char('f'), F(7)], Action::Toggle, &words::FORCE).hinted(),
    // Forms and lines of text.
    bind(FORM, &[Code(KeyCode::Up)], Action::Up, &words::CHOOSE_UP),
    bind(FORM, &[Code(KeyCode::Down)], Action::Down, &words::CHOOSE).hinted(),
    bind(FORM, &[Code(KeyCode::Tab)], Action::NextField, &words::NEXT_FIELD).hinted(),
    bind(FORM, &[Code(KeyCode::BackTab)], Action::PrevField, &words::PREV_FIELD),
    bind(ENDED_BY_ENTER, &[Code(KeyCode::Enter)], Action::Accept, &words::ACCEPT).hinted(),
    bind(&[Help], &[Code(KeyCode::Enter), Code(KeyCode::Esc), F(1)], Action::Cancel, &words::CLOSE).hinted(),
    bind(&[Reading, Case], &[Code(KeyCode::Enter), Code(KeyCode::Esc), Char('q')], Action::Cancel, &words::CLOSE)
        .hinted(),
    task(&[Case], &[Char('r')], Task::Rule, &words::RULE).hinted(),
    bind(ENDED_BY_ENTER, &[Code(KeyCode::Esc)], Action::Cancel, &words::CANCEL).hinted(),
    bind(&[Past], &[Code(KeyCode::Esc), Char('q')], Action::Cancel, &words::TO_NOW).hinted(),
    bind(&[Finder], &[Code(KeyCode::Esc)], Action::Cancel, &words::CLEAR).hinted(),
    bind(&[Global], &[Code(KeyCode::Esc)], Action::Cancel, &words::CLEAR),
    bind(TYPED, &[Code(KeyCode::Left)], Action::Edit(Edit::Left), &words::EDIT),
    bind(TYPED, &[Code(KeyCode::Right)], Action::Edit(Edit::Right), &words::EDIT),
    bind(TYPED, &[Code(KeyCode::Home), Ctrl('a')], Action::Edit(Edit::Home), &words::EDIT),
    bind(TYPED, &[Code(KeyCode::End), Ctrl('e')], Action::Edit(Edit::End), &words::EDIT),
    bind(
        &[Field, Choice, Picker, Palette, Finder, Help, Pin],
        &[Code(KeyCode::Backspace), Ctrl('h')],
        Action::Edit(Edit::Backspace),
        &words::EDIT,
    ),
    bind(&[Field, Choice, Palette, Finder, Help], &[Code(KeyCode::Delete)], Action::Edit(Edit::Delete), &words::EDIT),
    bind(TYPED, &[Ctrl('w')], Action::Edit(Edit::DeleteWord), &words::EDIT),
    bind(TYPED, &[Ctrl('u')], Action::Edit(Edit::Clear), &words::EDIT),
    bind(&[Pin], &[Ctrl('u')], Action::Edit(Edit::Clear), &words::EDIT),
    bind(&[Choice], &[Code(KeyCode::Left)], Action::Up, &words::CHOOSE_UP),
    bind(&[Choice], &[Code(KeyCode::Right)], Action::Down, &words::CHOOSE),
    bind(ALL, &[Ctrl('t')], Action::Mouse, &words::MOUSE),
    task(ALL, &[Ctrl('l')], Task::Lock, &words::LOCK),
    bind(&[Global], &[Char('q')], Action::Quit, &words::QUIT),
    bind(ALL, &[Ctrl('c')], Action::Quit, &words::QUIT),
];
