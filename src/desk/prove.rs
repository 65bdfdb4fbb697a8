//! Who gives a command: PINs are hashed and checked here, wrong ones counted, slowed down and entered
//! in the log. A PIN is looked at by nothing else.

use super::{Desk, NotDone, Outcome};
use crate::register::fault::Fault;
use crate::register::pins::{Kept, Tries};
use crate::rules::command::{FailPin, Submission};
use crate::rules::id::StaffId;
use crate::rules::pin::{Pin, Proof};
use crate::rules::time::Timestamp;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Wrong PINs in a row after which there is no waiting yet.
const FREE_TRIES: u32 = 2;
/// The longest wait between two tries, in seconds.
const WAIT_SECONDS_MAX: u64 = 300;

/// Why somebody has not proven who they are.
#[derive(Debug)]
pub enum NotProven {
    /// They have no PIN that could prove it.
    NoPin,
    /// It was the wrong one; the next is looked at after so many seconds.
    Wrong {
        /// How long to wait, in seconds.
        wait_seconds: u64,
    },
    /// After wrong ones none is looked at for so many seconds more; this one was not.
    Wait {
        /// How long, in seconds.
        wait_seconds: u64,
    },
    /// The register could not be used.
    Fault(Fault),
}

impl<F: Into<Fault>> From<F> for NotProven {
    fn from(fault: F) -> Self {
        Self::Fault(fault.into())
    }
}

/// A PIN given within a run of commands, of which nothing is kept yet.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    staff: StaffId,
    at: Option<Timestamp>,
    /// Whether it was looked at, and wrong; else somebody had to wait.
    is_wrong: bool,
}

/// How long to wait after so many wrong ones in a row, in seconds.
fn wait_seconds(wrong: u32) -> u64 {
    match wrong.checked_sub(FREE_TRIES) {
        None | Some(0) => 0,
        Some(more) => 1_u64.checked_shl(more).unwrap_or(WAIT_SECONDS_MAX).min(WAIT_SECONDS_MAX),
    }
}

/// Hashes a new PIN under a salt of its own.
pub(super) fn hash(pin: &Pin) -> Result<String, Fault> {
    let failed = || Fault::Io(std::io::Error::other("the PIN could not be hashed"));
    Argon2::default().hash_password(pin.as_bytes()).map(|hash: PasswordHash| hash.to_string()).map_err(|_| failed())
}

fn is_right(pin: &Pin, kept: &Kept) -> bool {
    let Ok(hash) = PasswordHash::new(&kept.hash) else { return false };
    Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok()
}

impl Desk {
    /// Checks somebody's PIN. A wrong one is counted and entered in the log: at `at`, the time of the
    /// command that it came with, or, without one, now. The right one ends the count.
    ///
    /// # Errors
    /// Why nothing is proven.
    pub fn prove(&mut self, staff: &StaffId, pin: &Pin, at: Option<Timestamp>) -> Result<Proof, NotProven> {
        if self.in_transaction {
            return self.prove_within(staff, pin, at);
        }
        // Nobody else looks at a PIN meanwhile: tries of several processes count one after the other.
        self.register.begin()?;
        let checked = self.check(staff, pin);
        match checked {
            Ok(proof) => {
                self.register.commit()?;
                Ok(proof)
            }
            Err(NotProven::Wrong { .. }) => {
                let entered = self.enter_failure(staff, at);
                let wait_seconds = self.end_failure(entered)?;
                Err(NotProven::Wrong { wait_seconds })
            }
            Err(NotProven::Wait { wait_seconds }) => {
                // What the look at the clock has put right is kept.
                self.register.commit()?;
                Err(NotProven::Wait { wait_seconds })
            }
            Err(other) => {
                self.register.rollback();
                Err(other)
            }
        }
    }

    /// Within a run of commands nothing is durable yet: a wrong PIN is counted and entered once the run
    /// is over, however it ends.
    fn prove_within(&mut self, staff: &StaffId, pin: &Pin, at: Option<Timestamp>) -> Result<Proof, NotProven> {
        if self.failures.iter().any(|failure| failure.is_wrong && failure.staff == *staff) {
            return Err(NotProven::Wrong { wait_seconds: 0 });
        }
        let checked = self.check(staff, pin);
        if let Err(NotProven::Wrong { .. } | NotProven::Wait { .. }) = checked {
            let is_wrong = matches!(checked, Err(NotProven::Wrong { .. }));
            self.failures.push(Failure { staff: staff.clone(), at, is_wrong });
        }
        checked
    }

    fn check(&mut self, staff: &StaffId, pin: &Pin) -> Result<Proof, NotProven> {
        self.catch_up()?;
        let Some(set_by) = self.floor.pin_of(staff) else { return Err(NotProven::NoPin) };
        let wait_seconds = self.seconds_to_wait(staff)?;
        if wait_seconds > 0 {
            return Err(NotProven::Wait { wait_seconds });
        }
        // A PIN that is not the one of the log proves nothing.
        let kept = self.register.pin(staff)?.filter(|kept| kept.set_by == set_by);
        if !kept.is_some_and(|kept| is_right(pin, &kept)) {
            return Err(NotProven::Wrong { wait_seconds: 0 });
        }
        self.register.forget_tries(staff)?;
        Ok(Proof { staff: staff.clone(), set_by })
    }

    /// How long no PIN of somebody's is looked at, in seconds. A clock that was put back behind the last
    /// try starts the wait anew: it neither ends it nor makes it longer.
    fn seconds_to_wait(&self, staff: &StaffId) -> Result<u64, Fault> {
        let tries = self.register.pin_tries(staff)?;
        let now = self.now().micros();
        let wait = wait_seconds(tries.wrong);
        if wait == 0 {
            return Ok(0);
        }
        if now < tries.tried_at {
            self.register.keep_tries(staff, Tries { tried_at: now, ..tries })?;
            return Ok(wait);
        }
        let passed = u64::try_from(now.saturating_sub(tries.tried_at)).unwrap_or(0);
        Ok((wait * 1_000_000).saturating_sub(passed).div_ceil(1_000_000))
    }

    /// Counts a wrong PIN and appends it to the log; gives the wait that follows, in seconds.
    fn enter_failure(&mut self, staff: &StaffId, at: Option<Timestamp>) -> Result<u64, NotDone> {
        let tries = self.register.pin_tries(staff)?;
        let tries = Tries { wrong: tries.wrong.saturating_add(1), tried_at: self.now().micros() };
        self.register.keep_tries(staff, tries)?;
        let fail = FailPin { staff: staff.clone(), in_a_row: tries.wrong };
        let at = at.unwrap_or_else(|| self.now());
        let at = self.floor.clock.map_or(at, |clock| at.max(clock));
        let submission = Submission { at: Some(at), ..Submission::desk(fail.into()) };
        self.enter(&submission).map(|_: Outcome| wait_seconds(tries.wrong))
    }

    fn end_failure(&mut self, entered: Result<u64, NotDone>) -> Result<u64, Fault> {
        match entered {
            Ok(wait_seconds) => match self.register.commit() {
                Ok(()) => Ok(wait_seconds),
                Err(fault) => {
                    self.register.rollback();
                    self.reload()?;
                    Err(fault)
                }
            },
            Err(NotDone::Refused(_)) => {
                // Whose PIN it was is not on the staff: nothing to enter.
                self.register.rollback();
                Ok(0)
            }
            Err(NotDone::Fault(fault)) => {
                self.register.rollback();
                self.reload()?;
                Err(fault)
            }
        }
    }

    /// Enters the wrong PINs of a run that is over.
    pub(super) fn enter_failures(&mut self) -> Result<(), Fault> {
        for failure in std::mem::take(&mut self.failures) {
            self.register.begin()?;
            self.catch_up()?;
            let entered = if failure.is_wrong {
                // The run may have been taken back as a whole: its own time would put the clock forward.
                let at = self.floor.clock.or(failure.at);
                self.enter_failure(&failure.staff, at)
            } else {
                self.seconds_to_wait(&failure.staff).map_err(NotDone::Fault)
            };
            self.end_failure(entered)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::wait_seconds;

    #[test]
    fn the_first_three_are_free_and_then_the_waits_double() {
        let waits: Vec<u64> = (0..13).map(wait_seconds).collect();
        assert_eq!(waits, [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(wait_seconds(u32::MAX), 300);
    }
}
