//! Plain `lunpai`: the desk on the site's own register, made with three questions where there is
//! none.

use super::config::{load, options};
use super::{Site, say};
use crate::desk::{Desk, NotDone};
use crate::register::fault::Fault;
use crate::rules::command::{AddStaff, Role, Submission};
use crate::rules::id::StaffId;
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
    ui::run(desk, options(site, config, site_name))?;
    Ok(0)
}

/// Asks who works here and makes the register; nothing when the questions are not answered.
fn begin(site: &Site, path: &Path) -> Result<Option<Desk>, Fault> {
    let lang = site.lang;
    say(Setup::Welcome.get(lang))?;
    say(format!("{}{}", Setup::Place.get(lang), path.display()))?;
    let Some(managers) = ask(site, Setup::Manager, true)? else { return Ok(None) };
    let Some(sales) = ask(site, Setup::Sales, true)? else { return Ok(None) };
    let Some(office) = ask(site, Setup::Office, false)? else { return Ok(None) };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut desk = Desk::open(path, Some(site.zone))?;
    let manager = StaffId::from("m1");
    for (letter, role, names) in
        [("m", Role::Manager, managers), ("s", Role::Sales, sales), ("o", Role::Office, office)]
    {
        for (at, name) in names.into_iter().enumerate() {
            let id = StaffId::from(format!("{letter}{}", at + 1));
            let by = (id != manager).then(|| manager.clone());
            let submission = Submission::desk(AddStaff { id, name, role, grade: None }.into()).by(by);
            match desk.submit(&submission) {
                Ok(_) => {}
                Err(NotDone::Fault(fault)) => return Err(fault),
                Err(NotDone::Refused(why)) => {
                    say(refusal::sentence(lang, desk.floor(), &why))?;
                    return Ok(None);
                }
            }
        }
    }
    Ok(Some(desk))
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
