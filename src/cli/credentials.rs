//! The PIN that a run of the program was given, and what it has proven so far. It comes from a file or
//! from the environment, never from an argument, and is never printed.

use super::verb::complain;
use crate::desk::prove::NotProven;
use crate::desk::{Desk, NotDone, Outcome};
use crate::register::fault::Fault;
use crate::rules::command::Submission;
use crate::rules::id::StaffId;
use crate::rules::pin::{Pin, Proof};
use crate::rules::refusal::{PinTrouble, Refusal};
use crate::rules::time::Timestamp;
use crate::text::Lang;
use crate::text::pins::Phrase;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The variable that a PIN is read from where no file is named.
const VARIABLE: &str = "LUNPAI_PIN";

/// Where the PIN of whoever gives a command comes from.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct PinSource {
    /// A file with the PIN of the manager named by `by` in its first line; `LUNPAI_PIN` when left out.
    #[arg(long, value_name = "FILE")]
    pin_file: Option<PathBuf>,
}

impl PinSource {
    /// Reads the PIN.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, lang: Lang) -> Result<Credentials, Fault> {
        let pin = match &self.pin_file {
            Some(file) => read_file(lang, file)?,
            None => std::env::var(VARIABLE).ok().map(|text| Pin::typed(&text)),
        };
        Ok(Credentials { pin: pin.filter(|pin| !pin.is_empty()), ..Credentials::default() })
    }
}

/// The PIN in a file's first line; says when others may read it, or when there is none.
///
/// # Errors
/// When the file cannot be read.
pub fn read_file(lang: Lang, file: &Path) -> Result<Option<Pin>, Fault> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Fault::Unopenable { path: file.to_owned(), kind: error.kind() })?;
    if is_open_to_others(file) {
        complain(format!("{}{}", Phrase::FileIsOpen.get(lang), file.display()));
    }
    let pin = Pin::typed(text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default());
    if pin.is_empty() {
        complain(format!("{}{}", Phrase::FileIsEmpty.get(lang), file.display()));
        return Ok(None);
    }
    Ok(Some(pin))
}

#[cfg(unix)]
fn is_open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
const fn is_open_to_others(_: &Path) -> bool {
    false
}

/// A PIN and what it has proven.
#[derive(Debug, Default)]
pub struct Credentials {
    pin: Option<Pin>,
    proofs: BTreeMap<StaffId, Proof>,
    /// Whom it is not the PIN of, with the entry that set theirs: it is tried once.
    wrong: BTreeSet<(StaffId, u64)>,
}

impl Credentials {
    /// A PIN that was asked for.
    #[must_use]
    pub fn of(pin: Pin) -> Self {
        Self { pin: Some(pin), ..Self::default() }
    }

    /// Whether there is a PIN.
    #[must_use]
    pub const fn has_pin(&self) -> bool {
        self.pin.is_some()
    }

    /// What was proven of somebody.
    #[must_use]
    pub fn proof_of(&self, staff: Option<&StaffId>) -> Option<&Proof> {
        self.proofs.get(staff?)
    }

    /// Gives a command; the PIN is looked at when the rules ask for it.
    ///
    /// # Errors
    /// As [`Desk::submit`].
    pub fn submit(&mut self, desk: &mut Desk, mut submission: Submission) -> Result<Outcome, NotDone> {
        submission.proof = self.proof_of(submission.by.as_ref()).cloned();
        match desk.submit(&submission) {
            Err(NotDone::Refused(why)) if why.detail.pin == Some(PinTrouble::Missing) => {
                submission.proof = Some(self.prove(desk, why, submission.at)?);
                desk.submit(&submission)
            }
            done => done,
        }
    }

    /// A command with the proof that it takes, for a way of giving it that is not [`Desk::submit`]'s.
    ///
    /// # Errors
    /// As [`Desk::preview`], and a refusal of a manager who has not proven it.
    pub fn prepare(&mut self, desk: &mut Desk, mut submission: Submission) -> Result<Submission, NotDone> {
        submission.proof = self.proof_of(submission.by.as_ref()).cloned();
        if let Err(NotDone::Refused(why)) = desk.preview(&submission)
            && why.detail.pin == Some(PinTrouble::Missing)
        {
            submission.proof = Some(self.prove(desk, why, submission.at)?);
        }
        Ok(submission)
    }

    /// Whether somebody may do what only managers may.
    ///
    /// # Errors
    /// A refusal of a manager who has not proven it, or a fault.
    pub fn has_authority(&mut self, desk: &mut Desk, by: Option<&StaffId>) -> Result<bool, NotDone> {
        match desk.floor().authority(by, self.proof_of(by)) {
            Err(why) if why.detail.pin == Some(PinTrouble::Missing) => self.prove(desk, why, None).map(|_| true),
            judged => Ok(judged?),
        }
    }

    /// Proves who somebody is who was refused for want of it; without a right PIN the refusal says why.
    fn prove(&mut self, desk: &mut Desk, why: Refusal, at: Option<Timestamp>) -> Result<Proof, NotDone> {
        let Some((staff, pin)) = why.detail.staff.clone().zip(self.pin.clone()) else { return Err(why.into()) };
        let Some(set_by) = desk.floor().pin_of(&staff) else { return Err(why.into()) };
        let tried = (staff, set_by);
        let trouble = if self.wrong.contains(&tried) {
            PinTrouble::Wrong
        } else {
            match desk.prove(&tried.0, &pin, at) {
                Ok(proof) => {
                    self.proofs.insert(tried.0, proof.clone());
                    return Ok(proof);
                }
                Err(NotProven::Wrong { .. }) => {
                    self.wrong.insert(tried);
                    PinTrouble::Wrong
                }
                Err(NotProven::Wait { wait_seconds }) => PinTrouble::Wait(wait_seconds),
                Err(NotProven::NoPin) => PinTrouble::NoneSet,
                Err(NotProven::Fault(fault)) => return Err(NotDone::Fault(fault)),
            }
        };
        Err(why.with(|detail| detail.pin = Some(trouble)).into())
    }
}
