//! PINs: who has proven who they are, which PINs are too easy, and who may set whose. Knows that
//! somebody has a PIN, never what it is: hashes and wrong tries are counted elsewhere.

use super::command::{Command, FailPin, SetPin, Submission};
use super::decide::Draft;
use super::event::Event;
use super::floor::Floor;
use super::fold::half_width;
use super::id::StaffId;
use super::refusal::{Code, PinTrouble, Refusal};
use std::fmt;

/// Fewest digits of a PIN.
pub const PIN_DIGITS_MIN: usize = 4;
/// Most digits of a PIN.
pub const PIN_DIGITS_MAX: usize = 12;
/// So many wrong tries in a row on a manager's PIN are something that a manager must see.
pub const TRIES_TO_SEE: u32 = 3;

/// A PIN as it was given. Never shown, stored or logged: what is printed of it is only that it is one.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// A PIN as typed: full-width digits are made plain, blanks around it do not count.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self(text.trim().chars().map(half_width).collect())
    }

    /// What is hashed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it may be set: 4 to 12 digits, not all the same, and no plain run up or down.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let digits = self.as_bytes();
        let steps_by =
            |step: i16| digits.windows(2).all(|pair| matches!(pair, [a, b] if i16::from(*b) - i16::from(*a) == step));
        (PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&digits.len())
            && digits.iter().all(u8::is_ascii_digit)
            && ![-1, 0, 1].into_iter().any(steps_by)
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// That somebody gave the right PIN. It holds as long as the PIN is the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Who they are.
    pub staff: StaffId,
    /// Number of the entry that set the PIN.
    pub set_by: u64,
}

impl Floor {
    /// Number of the entry that set the PIN of someone who works here.
    #[must_use]
    pub fn pin_of(&self, staff: &StaffId) -> Option<u64> {
        self.employed(staff)?.pin
    }

    /// Whether managers must prove who they are: once one of them has a PIN.
    #[must_use]
    pub fn asks_for_pins(&self) -> bool {
        self.managers_with_pin().next().is_some()
    }

    /// Managers who have a PIN, by id.
    pub fn managers_with_pin(&self) -> impl Iterator<Item = &StaffId> {
        let has_pin = |id: &&StaffId| self.is_manager(Some(id)) && self.pin_of(id).is_some();
        self.staff.keys().filter(has_pin)
    }

    /// The proof that somebody would have with the right PIN: to ask what they could do then, and to give
    /// again what the log says was accepted.
    #[must_use]
    pub fn supposed_proof(&self, staff: &StaffId) -> Option<Proof> {
        self.pin_of(staff).map(|set_by| Proof { staff: staff.clone(), set_by })
    }

    /// Whether somebody has proven who they are, with the PIN that they have now.
    #[must_use]
    pub fn is_proven(&self, staff: Option<&StaffId>, proof: Option<&Proof>) -> bool {
        let (Some(staff), Some(proof)) = (staff, proof) else { return false };
        proof.staff == *staff && self.pin_of(staff) == Some(proof.set_by)
    }

    /// Whether somebody acts with a manager's authority: a manager, and proven where managers must be.
    #[must_use]
    pub fn has_authority(&self, staff: Option<&StaffId>, proof: Option<&Proof>) -> bool {
        self.is_manager(staff) && (!self.asks_for_pins() || self.is_proven(staff, proof))
    }

    /// As [`Floor::has_authority`]; a manager who has not proven it is refused and never taken for
    /// somebody else.
    ///
    /// # Errors
    /// `needs_manager`, saying that the PIN is missing.
    pub fn authority(&self, staff: Option<&StaffId>, proof: Option<&Proof>) -> Result<bool, Refusal> {
        match staff {
            Some(id) if self.is_manager(staff) && !self.has_authority(staff, proof) => Err(self.unproven(id)),
            _ => Ok(self.has_authority(staff, proof)),
        }
    }

    /// The refusal of somebody who has not proven who they are.
    fn unproven(&self, staff: &StaffId) -> Refusal {
        let trouble = if self.pin_of(staff).is_some() { PinTrouble::Missing } else { PinTrouble::NoneSet };
        Refusal::new(Code::NeedsManager).of(staff).with(|detail| detail.pin = Some(trouble))
    }
}

/// Refuses a command that takes a manager, whether it always does or by what it says, and whose giver
/// has not the authority of one.
///
/// # Errors
/// `needs_manager`.
pub(super) fn check_authority(floor: &Floor, submission: &Submission, needs_manager: bool) -> Result<(), Refusal> {
    let (by, proof) = (submission.by.as_ref(), submission.proof.as_ref());
    match &submission.command {
        Command::SetPin(command) => check_setter(floor, submission, command),
        // A manager's reason makes a take a reassignment, nobody else's does.
        Command::TakeVisit(command) if command.has_reason() => floor.authority(by, proof).map(|_| ()),
        _ if needs_manager && !floor.authority(by, proof)? => Err(Refusal::new(Code::NeedsManager)),
        _ => Ok(()),
    }
}

/// One's own PIN, proven by the old one where one is set; anybody's by a manager. Once managers must
/// prove who they are, a manager's first PIN is not their own to set: it would prove nothing.
fn check_setter(floor: &Floor, submission: &Submission, command: &SetPin) -> Result<(), Refusal> {
    let (by, proof) = (submission.by.as_ref(), submission.proof.as_ref());
    let is_own = by == Some(&command.staff);
    let is_first = floor.pin_of(&command.staff).is_none();
    let gives_authority = floor.is_manager(by) && floor.asks_for_pins();
    if is_own && (floor.is_proven(by, proof) || (is_first && !gives_authority)) {
        return Ok(());
    }
    if is_own && !is_first {
        return Err(floor.unproven(&command.staff));
    }
    if floor.authority(by, proof)? { Ok(()) } else { Err(Refusal::new(Code::NeedsManager)) }
}

/// `pin.set`.
pub(super) fn set(draft: &mut Draft, command: &SetPin, pin: Option<&Pin>) -> Result<(), Refusal> {
    let staff = draft.known_staff(&command.staff)?;
    if !pin.is_some_and(Pin::is_sound) {
        return Err(Refusal::new(Code::BadPin).of(&staff));
    }
    draft.record(Event::PinSet { staff });
    Ok(())
}

/// `pin.fail`: a wrong PIN, entered by the program itself.
pub(super) fn fail(draft: &mut Draft, command: &FailPin) -> Result<(), Refusal> {
    let staff = draft.known_staff(&command.staff)?;
    draft.record(Event::PinFailed { staff, in_a_row: command.in_a_row });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_pins_are_not_sound() {
        let bad = ["", "123", "1234567890123", "12a4", "0000", "1111", "1234", "4321", "0123456789", "9876", "12 34"];
        for text in bad {
            assert!(!Pin::typed(text).is_sound(), "{text}");
        }
        for text in ["2580", "１９８４", " 1357 ", "123456789012", "1235", "0001"] {
            assert!(Pin::typed(text).is_sound(), "{text}");
        }
    }

    #[test]
    fn what_is_printed_of_a_pin_is_only_that_it_is_one() {
        assert_eq!(format!("{:?}", Pin::typed("2580")), "Pin(…)");
    }
}
