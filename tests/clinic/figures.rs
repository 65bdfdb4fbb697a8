//! What a replay saw, in numbers.

use std::fmt;

/// The numbers of a replay. Counts, but for `wait_seconds_max`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Days opened and closed.
    pub days: u32,
    /// Arrivals accepted.
    pub arrivals: u32,
    /// Arrivals of a client who had been received before.
    pub returning: u32,
    /// Arrivals put off because the same client was still there.
    pub delayed: u32,
    /// Visits that got a receiver.
    pub receptions: u32,
    /// Received by their owner.
    pub own: u32,
    /// Received by another for the owner or the one named.
    pub assists: u32,
    /// Received in the rotation.
    pub rotation: u32,
    /// Received by the one they named.
    pub named: u32,
    /// Visits that waited before they were received.
    pub waited: u32,
    /// The longest wait.
    pub wait_seconds_max: u32,
    /// Turns received as make-ups.
    pub makeups: u32,
    /// Turns consumed.
    pub consumed: u32,
    /// Turns granted as owed.
    pub owed: u32,
    /// Owed turns forfeited.
    pub forfeited: u32,
    /// Owed turns expired at a new week.
    pub expired: u32,
    /// Notices opened; every one was acknowledged.
    pub notices: u32,
    /// Calls, the missed ones too.
    pub calls: u32,
    /// Calls nobody answered.
    pub calls_missed: u32,
    /// Absences, private and business.
    pub absences: u32,
    /// Inbox items acknowledged.
    pub inbox: u32,
    /// Commands given, the refused ones too.
    pub commands: u32,
    /// Commands refused, as they had to be.
    pub refused: u32,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wait = self.wait_seconds_max;
        writeln!(f, "days        {:>6}", self.days)?;
        writeln!(f, "arrivals    {:>6}  returning {}, delayed {}", self.arrivals, self.returning, self.delayed)?;
        writeln!(
            f,
            "receptions  {:>6}  own {}, assists {}, rotation {}, named {}",
            self.receptions, self.own, self.assists, self.rotation, self.named
        )?;
        writeln!(f, "waited      {:>6}  longest {} min {} s", self.waited, wait / 60, wait % 60)?;
        writeln!(
            f,
            "turns owed  {:>6}  makeups {}, forfeited {}, expired {}; consumed {}",
            self.owed, self.makeups, self.forfeited, self.expired, self.consumed
        )?;
        writeln!(f, "calls       {:>6}  missed {}", self.calls, self.calls_missed)?;
        writeln!(f, "absences    {:>6}  notices {}, inbox {}", self.absences, self.notices, self.inbox)?;
        write!(f, "commands    {:>6}  refused {}", self.commands, self.refused)
    }
}
