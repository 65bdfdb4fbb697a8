//! What a key can mean.

use crate::rules::command::MoveTo;

/// A screen of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// 接待台: the board.
    #[default]
    Desk,
    /// 客户: the register of clients.
    Clients,
    /// 来电: the phone.
    Calls,
    /// 房源: the sales-control board.
    Units,
    /// 轮值: the week.
    Roster,
    /// 待办与纪律: what a manager must see.
    Inbox,
    /// 登记簿: the log.
    Log,
    /// 报表: the figures.
    Figures,
    /// 规则: the rulebook.
    Rules,
}

impl Place {
    /// Every screen, in the order of its number key.
    pub const ALL: [Self; 9] = [
        Self::Desk,
        Self::Clients,
        Self::Calls,
        Self::Units,
        Self::Roster,
        Self::Inbox,
        Self::Log,
        Self::Figures,
        Self::Rules,
    ];

    /// The number of its key.
    pub fn number(self) -> usize {
        1 + Self::ALL.iter().position(|place| *place == self).unwrap_or(0)
    }

    /// The screen so many further on, round and round.
    pub fn beside(self, forward: bool) -> Self {
        let count = Self::ALL.len();
        let step = if forward { 1 } else { count - 1 };
        Self::ALL[(self.number() - 1 + step) % count]
    }
}

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
    /// Give a visit to somebody else, or ask for it.
    Reassign,
    /// Take a deposit.
    Deposit,
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
    /// Call somebody in who rests.
    CallIn,
    /// Send somebody home.
    SendHome,
    /// Bring somebody back from leave.
    EndLeave,
    /// Read why turns and clients fell as they did.
    Fairness,
    /// Read the report of the span: conversion, return visits, waiting, deposits.
    Report,
    /// Hand out the client log of the days shown.
    Export,
    /// Print a deposit's receipt.
    Receipt,
    /// Close the day.
    CloseDay,
    /// Make a backup.
    Backup,
    /// Carry one open thing over to another day.
    Carry,
    /// Carry all that is open over.
    CarryAll,
    /// Add someone to the staff.
    AddStaff,
    /// Someone has left the company.
    DepartStaff,
    /// Put a unit up for sale.
    AddUnit,
    /// Hold a unit for a client.
    Hold,
    /// End a hold.
    Release,
    /// Give a deposit back.
    Refund,
    /// Sign the contract of a deposit.
    Sign,
    /// Agree how a commission is shared.
    Agree,
    /// Link two clients as one household or company.
    Link,
    /// Give a client to another salesperson.
    Transfer,
    /// See whose protection is about to end.
    Lapsing,
    /// Compare a client with whom they look like.
    Alike,
    /// Read everything about what the screen has chosen.
    History,
    /// Name another project and where its callers are sent.
    AddProject,
    /// Record a violation.
    Record,
    /// Take a violation back.
    Void,
    /// Read the case file of a visit.
    Case,
    /// Rule on a visit.
    Rule,
    /// Choose what the log shows.
    Filter,
    /// See the board as it stood at an entry.
    TimeTravel,
    /// Have the planner propose the week.
    Propose,
    /// Let someone rest on a day, or not.
    ToggleRest,
    /// Give someone leave on a day, or take it back.
    ToggleLeave,
    /// Publish the week's draft.
    PublishRoster,
    /// Drop the week's draft.
    DropDraft,
    /// Give someone a PIN.
    SetPin,
    /// Leave the desk to nobody at once.
    Lock,
    /// Change the part of the rulebook gone to.
    EditPart,
    /// Add an absence reason, or a rule of the site's own.
    AddPart,
    /// Take the part away, or bring the shipped one back.
    RemovePart,
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
    /// Go to a screen.
    Go(Place),
    /// Go to the next screen.
    NextPlace,
    /// Go to the screen before.
    PrevPlace,
    /// Begin a task.
    Open(Task),
    /// Say who is there now.
    Presence(MoveTo),
    /// Type what is looked for.
    Search,
    /// Show the same in another way.
    Switch,
    /// What comes before: a week, a tower, an entry.
    Back,
    /// What comes after.
    Forward,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// A digit: a row in a list.
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
