//! `lunpai day`: closes the day and writes what belongs to it, prints the closing sheet, writes the files
//! of a closed day again.

use super::config::load;
use super::{Site, complain, say};
use crate::cli::credentials::PinSource;
use crate::closing::{self, Plan, Warning, Written, open_now};
use crate::desk::{Desk, NotDone};
use crate::export::closing_sheet::{self, groups};
use crate::export::place::{is_register, replace};
use crate::register::closing::{closed_day, last_closed};
use crate::register::fault::Fault;
use crate::rules::closing::{Carried, Open};
use crate::rules::command::{CloseDay, Submission};
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use crate::text::closing::{Close, backup_before, how, not_in_place, what};
use crate::text::{Lang, fault, refusal};
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;

/// What to do with a day.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// Closes the day: says what is still open, then writes backup, exports and closing sheet.
    Close(CloseArgs),
    /// Prints the closing sheet of a closed day.
    Sheet(SheetArgs),
    /// Writes the files of a closed day again.
    Files {
        /// The day; the last one closed when left out.
        date: Option<Date>,
    },
}

/// Arguments of `day close`.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct CloseArgs {
    /// Who closes it: a staff id; the desk when left out.
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
    /// End what waits, is received or is on a call with the day; takes a manager.
    #[arg(long)]
    force: bool,
    /// Carry over: a word for all that is open, or ABOUT=WORD for one, as often as needed.
    #[arg(long, value_name = "WORD")]
    carry: Vec<String>,
    /// Write no backup.
    #[arg(long)]
    no_backup: bool,
    /// Only say what is open and whether the day could close.
    #[arg(long)]
    dry_run: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: PinSource,
}

/// Arguments of `day sheet`.
#[derive(Debug, clap::Args)]
pub struct SheetArgs {
    /// The day, as 2026-11-23; the last one closed when left out.
    date: Option<Date>,
    /// As HTML ready for print.
    #[arg(long)]
    html: bool,
    /// The file to write; standard output when left out.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Does it; 1 when it was not done.
///
/// # Errors
/// When the register cannot be used.
pub fn run(site: &Site, what: &What) -> Result<u8, Fault> {
    match what {
        What::Close(args) => close(site, args),
        What::Sheet(args) => sheet(site, args),
        What::Files { date } => files(site, *date),
    }
}

/// Where the files of this site's days go, and how they are called; nothing when the configuration cannot be used.
fn plan(site: &Site, backup: bool) -> Result<Option<Plan>, Fault> {
    let Some(config) = load(site)? else { return Ok(None) };
    let lang = site.asked_lang.or(config.lang).unwrap_or_default();
    let named = site.db.as_ref().and_then(|db| db.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    let name = config.site_name.filter(|name| !name.is_empty()).or(named).unwrap_or_default();
    Ok(Some(Plan { lang, site: name, folder: config.day_folder, backup }))
}

fn close(site: &Site, args: &CloseArgs) -> Result<u8, Fault> {
    let Some(plan) = plan(site, !args.no_backup)? else { return Ok(2) };
    let mut desk = site.desk()?;
    let open = open_now(&desk, None)?;
    let carried = match words(&args.carry, &open) {
        Ok(carried) => carried,
        Err(about) => {
            complain(format!("{}{about}", Close::Unknown.get(site.lang)));
            return Ok(1);
        }
    };
    let left: Vec<&Open> = open
        .iter()
        .filter(|open| if open.must_end() { !args.force } else { !carried.iter().any(|c| c.about == open.to_string()) })
        .collect();
    let submission = Submission::desk(CloseDay { force: args.force, carried: Some(carried) }.into())
        .by(args.by.as_deref().map(StaffId::from));
    // Wrong hands are told so before they are told what is open.
    let prepared = args.source.read(site.lang)?.prepare(&mut desk, submission);
    let allowed = prepared.and_then(|submission| desk.preview(&submission).map(|_| submission));
    let submission = match allowed {
        Ok(submission) => submission,
        Err(NotDone::Fault(fault)) => return Err(fault),
        Err(NotDone::Refused(why)) => {
            if args.json {
                say(as_json(site.lang, &desk, &open, &[("error", json!(why.code.to_string()))]))?;
            } else if left.is_empty() {
                complain(refusal::sentence(site.lang, desk.floor(), &why));
            } else {
                list(site.lang, &desk, &left)?;
            }
            return Ok(1);
        }
    };
    if args.dry_run {
        if args.json {
            say(as_json(site.lang, &desk, &open, &[]))?;
        } else {
            say(Close::WouldClose.get(site.lang))?;
        }
        return Ok(0);
    }
    let listed = args.json.then(|| as_json(site.lang, &desk, &open, &[]));
    match closing::close(&mut desk, &submission, &plan) {
        Ok(done) => {
            report(site.lang, listed, &done.written, Close::Done)?;
            Ok(0)
        }
        Err(not_closed) => refused(site.lang, &desk, not_closed),
    }
}

/// What is carried over with which word; the first that names nothing as an error.
fn words(given: &[String], open: &[Open]) -> Result<Vec<Carried>, String> {
    let mut for_all = None;
    let mut carried: Vec<Carried> = Vec::new();
    for text in given {
        match text.split_once('=').filter(|(about, _)| Open::read(about).is_some()) {
            Some((about, _)) if !open.iter().any(|open| !open.must_end() && open.to_string() == about) => {
                return Err(about.to_owned());
            }
            Some((about, word)) => carried.push(Carried { about: about.to_owned(), word: word.to_owned() }),
            None => for_all = Some(text),
        }
    }
    for about in open.iter().filter(|open| !open.must_end()).map(ToString::to_string) {
        if let Some(word) = for_all
            && !carried.iter().any(|carried| carried.about == about)
        {
            carried.push(Carried { about, word: word.clone() });
        }
    }
    Ok(carried)
}

fn list(lang: Lang, desk: &Desk, open: &[&Open]) -> Result<(), Fault> {
    say(Close::StillOpen.get(lang))?;
    for open in open {
        say(format!("  {open}  {}  ·  {}", what(lang, desk.floor(), open), how(lang, open)))?;
    }
    say(Close::GoOn.get(lang))
}

fn as_json(lang: Lang, desk: &Desk, open: &[Open], more: &[(&str, Value)]) -> Value {
    let open: Vec<Value> = open
        .iter()
        .map(|open| {
            let what = what(lang, desk.floor(), open);
            json!({ "about": open.to_string(), "what": what, "must_end": open.must_end() })
        })
        .collect();
    let mut value = json!({ "date": desk.floor().date, "open": open, "closed": false });
    for (key, more) in more {
        value[*key] = more.clone();
    }
    value
}

fn report(lang: Lang, listed: Option<Value>, written: &Written, head: Close) -> Result<(), Fault> {
    let warnings: Vec<String> = written
        .warnings
        .iter()
        .map(|warning| match warning {
            Warning::NotInPlace(folder) => not_in_place(lang, folder, written.date),
            Warning::BackupEndsBefore(backup) => backup_before(lang, backup),
        })
        .collect();
    if let Some(mut value) = listed {
        value["closed"] = json!(true);
        value["digest"] = json!(written.digest);
        value["folder"] = json!(written.folder);
        value["files"] = json!(written.files);
        value["backup"] = json!(written.backup);
        value["warnings"] = json!(warnings);
        return say(value);
    }
    say(format!("{} {}", head.get(lang), written.date))?;
    say(format!("{}  {}", Close::DigestIs.get(lang), groups(&written.digest).join(" ")))?;
    say(format!("{}  {}", Close::FilesIn.get(lang), written.folder.display()))?;
    for file in &written.files {
        say(format!("  {file}"))?;
    }
    if let Some(backup) = &written.backup {
        say(format!("{}  {}", Close::BackupAt.get(lang), backup.display()))?;
    }
    warnings.iter().for_each(complain);
    Ok(())
}

/// Says why the day is still open.
fn refused(lang: Lang, desk: &Desk, not_done: NotDone) -> Result<u8, Fault> {
    match not_done {
        NotDone::Fault(Fault::UnknownCommit) => return Err(Fault::UnknownCommit),
        NotDone::Fault(why) => complain(fault::sentence(lang, &why)),
        NotDone::Refused(why) => complain(refusal::sentence(lang, desk.floor(), &why)),
    }
    complain(Close::Open.get(lang));
    Ok(1)
}

fn sheet(site: &Site, args: &SheetArgs) -> Result<u8, Fault> {
    let Some(plan) = plan(site, false)? else { return Ok(2) };
    let register = site.register()?;
    let Some(date) = args.date.map_or_else(|| last_closed(&register), |date| Ok(Some(date)))? else {
        complain(Close::NoneClosed.get(site.lang));
        return Ok(1);
    };
    let Some(day) = closed_day(&register, date)? else {
        complain(Close::NotClosed.get(site.lang));
        return Ok(1);
    };
    let paper = closing_sheet::paper(plan.lang, &plan.site, &day);
    let text = if args.html { closing_sheet::html(&paper) } else { paper.text() };
    match &args.out {
        None => std::io::stdout().write_all(text.as_bytes())?,
        Some(out) if is_register(register.path(), out) => {
            complain(site.lang.pick(
                "不能写到登记本自己的文件里，请换一个文件名。",
                "That is the register's own file. Name another.",
            ));
            return Ok(1);
        }
        Some(out) => replace(out, text.as_bytes())?,
    }
    Ok(0)
}

fn files(site: &Site, date: Option<Date>) -> Result<u8, Fault> {
    let Some(plan) = plan(site, false)? else { return Ok(2) };
    let mut desk = site.desk()?;
    let Some(date) = date.map_or_else(|| last_closed(desk.register()), |date| Ok(Some(date)))? else {
        complain(Close::NoneClosed.get(site.lang));
        return Ok(1);
    };
    match closing::write_again(&mut desk, date, &plan, None) {
        Ok(Some(written)) => {
            report(site.lang, None, &written, Close::Again)?;
            Ok(0)
        }
        Ok(None) => {
            complain(Close::NotClosed.get(site.lang));
            Ok(1)
        }
        Err(NotDone::Fault(fault)) => Err(fault),
        Err(NotDone::Refused(why)) => {
            complain(refusal::sentence(site.lang, desk.floor(), &why));
            Ok(1)
        }
    }
}
