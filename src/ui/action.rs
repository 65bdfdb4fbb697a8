//! What a key can mean.

use crate::rules::command::MoveTo;

/// Something the desk can be asked to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Register an arrival.
    Arrival,
    /// Register a call.
    Call,
    /// End a reception.
    Finish,
    /// Say where someone is.
    Presence,
    /// Record who took a visit.
    Take,
    /// Take a deposit.
    Deposit,
    /// Look at the inbox.
    Inbox,
    /// Read why.
    Reasons,
    /// Take back the last command.
    Undo,
    /// Write down what a visitor says later.
    Details,
    /// A waiting client went away.
    LeaveWaiting,
    /// A notice was given, or not.
    Notice,
    /// A call is over.
    EndCall,
    /// A missed call was returned.
    ReturnCall,
    /// Say who is at the keys.
    Actor,
    /// Open the day.
    OpenDay,
    /// Change today's order.
    Reorder,
    /// Close the day.
    CloseDay,
    /// Add someone to the staff.
    AddStaff,
    /// Put a unit up for sale.
    AddUnit,
}

/// A change in a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// One letter to the left.
    Left,
    /// One letter to the right.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// Removes the letter before the cursor.
    Backspace,
    /// Removes the letter under the cursor.
    Delete,
    /// Removes the word before the cursor.
    DeleteWord,
    /// Removes everything.
    Clear,
}

/// What a key means where it was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Begin a task.
    Open(Task),
    /// Say that the chosen one is there now.
    Presence(MoveTo),
    /// A digit: a plate on the board, a row in a list.
    Digit(u8),
    /// One up.
    Up,
    /// One down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// Carry the row up.
    CarryUp,
    /// Carry the row down.
    CarryDown,
    /// Go to the next field.
    NextField,
    /// Go to the field before.
    PrevField,
    /// Do it.
    Accept,
    /// Leave without doing it.
    Cancel,
    /// Switch the thing under the cursor.
    Toggle,
    /// Yes or no.
    Answer(bool),
    /// The notice was not given.
    Failed,
    /// Type a letter.
    Insert(char),
    /// Change the line.
    Edit(Edit),
    /// Show the keys.
    Help,
    /// Search all tasks.
    Palette,
    /// Let the mouse select text, or take it back.
    Mouse,
    /// Leave.
    Quit,
}
