//! `lunpai rulebook`: a site's rulebook as a file. Checks one, writes the site's, enters the
//! differences, tries one on past days.

mod trial;

use super::{Site, complain, say};
use crate::desk::{Desk, NotDone};
use crate::register::fault::Fault;
use crate::rules::command::{Command, Submission};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::policy::Policies;
use crate::rules::rulebook::Rulebook;
use crate::rules::time::Date;
use crate::text::rulebook::{Phrase, at_line, change, clean_book, faults_found, policy_change};
use crate::text::{Lang, refusal};
use std::path::{Path, PathBuf};

/// What to do with a rulebook.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// Says everything that is wrong with a rulebook file, line by line.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Shows the site's rulebook as it stands.
    Show {
        /// As a file that can be edited, checked and loaded.
        #[arg(long)]
        toml: bool,
    },
    /// Shows what loading a rulebook file would change, and enters it with `--apply`.
    Load {
        /// The file.
        file: PathBuf,
        /// The manager who gives the commands.
        #[arg(long)]
        by: String,
        /// Enter the differences, all or none.
        #[arg(long)]
        apply: bool,
    },
    /// Shows who would have received whom on past days under a rulebook file.
    Try {
        /// The file.
        file: PathBuf,
        /// The first day.
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// The last day; to the end of the register when left out.
        #[arg(long, value_name = "DATE")]
        to: Option<Date>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Does it; 1 when the file has faults or an entry is refused.
///
/// # Errors
/// When a file or the register cannot be read or written.
pub fn run(site: &Site, what: &What) -> Result<u8, Fault> {
    match what {
        What::Check { file } => Ok(match read(site.lang, file)? {
            Some(_) => {
                say(clean_book(site.lang))?;
                0
            }
            None => 1,
        }),
        What::Show { toml: true } => {
            let floor = floor(site)?;
            print(&floor.book.whole(&floor.policies).to_toml())
        }
        What::Show { toml: false } => super::rules::run(site, None),
        What::Load { file, by, apply } => load(site, file, &StaffId::from(by.as_str()), *apply),
        What::Try { file, from, to, json } => match read(site.lang, file)? {
            Some(book) => trial::run(site, &book, crate::desk::trial::Days { from: *from, to: *to }, *json),
            None => Ok(1),
        },
    }
}

fn print(text: &str) -> Result<u8, Fault> {
    use std::io::Write;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(0)
}

/// The floor as it stands; that of a fresh site where there is no register yet.
pub(super) fn floor(site: &Site) -> Result<Floor, Fault> {
    match site.desk() {
        Ok(desk) => Ok(desk.floor().clone()),
        Err(Fault::Missing(_)) => Ok(Floor::new(site.zone)),
        Err(fault) => Err(fault),
    }
}

/// Reads a whole book from a file; a book with faults is none, and its faults are printed.
fn read(lang: Lang, file: &Path) -> Result<Option<Rulebook>, Fault> {
    let bytes = std::fs::read(file).map_err(|error| Fault::Unopenable { path: file.to_owned(), kind: error.kind() })?;
    let Ok(text) = String::from_utf8(bytes) else {
        complain(Phrase::NotUtf8.get(lang));
        return Ok(None);
    };
    let (book, faults) = Rulebook::check(text.trim_start_matches('\u{feff}'));
    if faults.is_empty() {
        return Ok(Some(book));
    }
    for fault in &faults {
        let what = lang.pick(&fault.what.zh, &fault.what.en);
        say(at_line(lang, fault.line, what))?;
    }
    complain(faults_found(lang, faults.len()));
    Ok(None)
}

fn load(site: &Site, file: &Path, by: &StaffId, apply: bool) -> Result<u8, Fault> {
    let lang = site.lang;
    let Some(book) = read(lang, file)? else { return Ok(1) };
    let mut desk = site.desk()?;
    let commands = book.changes_from(&desk.floor().book, &desk.floor().policies);
    if commands.is_empty() {
        say(Phrase::NoDifference.get(lang))?;
        return Ok(0);
    }
    for command in &commands {
        say(told(lang, &desk.floor().policies, command))?;
    }
    if !apply {
        complain(Phrase::DryRun.get(lang));
        return Ok(0);
    }
    enter(lang, &mut desk, by, commands)
}

/// Enters commands as a manager's, all or none. Whatever proves who the manager is belongs here.
fn enter(lang: Lang, desk: &mut Desk, by: &StaffId, commands: Vec<Command>) -> Result<u8, Fault> {
    desk.begin()?;
    for command in commands {
        match desk.submit(&Submission::desk(command).by(Some(by.clone()))) {
            Ok(_) => {}
            Err(NotDone::Refused(why)) => {
                complain(refusal::sentence(lang, desk.floor(), &why));
                desk.rollback()?;
                return Ok(1);
            }
            Err(NotDone::Fault(fault)) => {
                desk.rollback()?;
                return Err(fault);
            }
        }
    }
    desk.commit()?;
    complain(Phrase::Entered.get(lang));
    Ok(0)
}

/// What a command of a load changes, in one sentence.
fn told(lang: Lang, policies: &Policies, command: &Command) -> String {
    match command {
        Command::SetRulebook(c) => change(lang, c.part, &c.key, &c.value),
        Command::SetPolicy(c) => policy_change(lang, &c.key, &policies.get(&c.key), &c.value),
        other => other.name().to_owned(),
    }
}
