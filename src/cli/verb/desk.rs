//! Plain `lunpai`: the desk on the site's own register, made with a few questions where there is
//! none.

use super::config::{load, options};
use super::pin::ask_new;
use super::{Site, say};
use crate::cli::credentials::Credentials;
use crate::desk::{Desk, NotDone, Outcome};
use crate::register::fault::Fault;
use crate::rules::command::{AddStaff, Role, SetPin, Submission};
use crate::rules::id::StaffId;
use crate::rules::pin::Pin;
use crate::text::pins::{self, Phrase};
use crate::text::refusal;
use crate::text::setup::{Setup, names};
use crate::ui;
use std::io::{BufRead, IsTerminal, Write, stdin, stdout};
use std::path::Path;

/// Opens the desk.
///
/// # Errors
/// When there is no terminal or the register cannot be used.
pub fn run(site: &Site) -> Result<u8, Fault> {
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return Err(Fault::NoTerminal);
    }
    let Some(config) = load(site)? else { return Ok(2) };
    let path = site.path()?;
    let desk = if path.exists() {
        Desk::open(&path, None)?
    } else {
        match begin(site, &path)? {
            Some(desk) => desk,
            None => return Ok(1),
        }
    };
    // A register that was named by hand names its site; the site's own needs no name.
    let named = site.db.as_ref().and_then(|db| db.file_stem());
    let site_name = named.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    ui::run(desk, ui::Options { minds_backups: true, ..options(site, config, site_name) })?;
    Ok(0)
}

/// Asks who works here and makes the register; nothing when the questions are not answered.
fn begin(site: &Site, path: &Path) -> Result<Option<Desk>, Fault> {
    let lang = site.lang;
    say(Setup::Welcome.get(lang))?;
    say(format!("{}{}", Setup::Place.get(lang), path.display()))?;
    let Some(managers) = ask(site, Setup::Manager, true)? else { return Ok(None) };
    let pins = ask_pins(site, &managers)?;
    let Some(sales) = ask(site, Setup::Sales, true)? else { return Ok(None) };
    let Some(office) = ask(site, Setup::Office, false)? else { return Ok(None) };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut desk = Desk::open(path, Some(site.zone))?;
    if enter_staff(site, &mut desk, [managers, sales, office])? && set_pins(site, &mut desk, pins)? {
        return Ok(Some(desk));
    }
    Ok(None)
}

/// A PIN for each manager, in the order of their names; one may be left out.
fn ask_pins(site: &Site, managers: &[String]) -> Result<Vec<Option<Pin>>, Fault> {
    managers.iter().map(|name| ask_new(site.lang, &pins::ask_first(site.lang, name))).collect()
}

/// Gives the managers their PINs: once one has theirs, it is them who give the others'. Tells whether
/// that was accepted.
fn set_pins(site: &Site, desk: &mut Desk, pins: Vec<Option<Pin>>) -> Result<bool, Fault> {
    if pins.iter().all(Option::is_none) {
        say(Phrase::LeftOut.get(site.lang))?;
    }
    let mut giver: Option<(StaffId, Credentials)> = None;
    for (at, pin) in pins.into_iter().enumerate() {
        let Some(pin) = pin else { continue };
        let staff = StaffId::from(format!("m{}", at + 1));
        let (by, mut credentials) = giver.take().unwrap_or_else(|| (staff.clone(), Credentials::of(pin.clone())));
        let submission = Submission::desk(SetPin { staff }.into()).by(Some(by.clone()));
        if !is_done(site, credentials.submit(desk, Submission { new_pin: Some(pin), ..submission }), desk)? {
            return Ok(false);
        }
        giver = Some((by, credentials));
    }
    Ok(true)
}

/// Enters who works here, the first manager first; tells whether that was accepted.
fn enter_staff(site: &Site, desk: &mut Desk, [managers, sales, office]: [Vec<String>; 3]) -> Result<bool, Fault> {
    let manager = StaffId::from("m1");
    for (letter, role, names) in
        [("m", Role::Manager, managers), ("s", Role::Sales, sales), ("o", Role::Office, office)]
    {
        for (at, name) in names.into_iter().enumerate() {
            let id = StaffId::from(format!("{letter}{}", at + 1));
            let by = (id != manager).then(|| manager.clone());
            let submission = Submission::desk(AddStaff { id, name, role, grade: None }.into()).by(by);
            let done = desk.submit(&submission);
            if !is_done(site, done, desk)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Says why something was refused.
fn is_done(site: &Site, done: Result<Outcome, NotDone>, desk: &Desk) -> Result<bool, Fault> {
    match done {
        Ok(_) => Ok(true),
        Err(NotDone::Fault(fault)) => Err(fault),
        Err(NotDone::Refused(why)) => {
            say(refusal::sentence(site.lang, desk.floor(), &why))?;
            Ok(false)
        }
    }
}

/// Asks until there is a name, when one is needed; nothing at the end of input.
fn ask(site: &Site, question: Setup, needed: bool) -> Result<Option<Vec<String>>, Fault> {
    loop {
        write!(stdout(), "{}", question.get(site.lang))?;
        stdout().flush()?;
        let mut line = String::new();
        if stdin().lock().read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let names = names(site.lang, &line);
        if !needed || !names.is_empty() {
            return Ok(Some(names));
        }
        say(Setup::Needed.get(site.lang))?;
    }
}
