//! `lunpai pin`: sets somebody's PIN, and lists who has one. A PIN is typed unseen or read from a file,
//! never given as an argument.

use super::{Site, complain, say};
use crate::cli::credentials::{Credentials, PinSource, read_file};
use crate::desk::{Desk, NotDone};
use crate::register::fault::Fault;
use crate::rules::command::{SetPin, Submission};
use crate::rules::id::StaffId;
use crate::rules::pin::Pin;
use crate::rules::refusal::{Code, PinTrouble, Refusal};
use crate::text::because::name;
use crate::text::pins::{self, Phrase};
use crate::text::{Lang, refusal, told, words};
use std::io::{IsTerminal, stdin};
use std::path::PathBuf;

/// What to do about PINs.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// Gives somebody a PIN: one's own, proven by the old one, or anybody's as a manager.
    Set(SetArgs),
    /// Lists who has a PIN, since when, and how many wrong ones were given in a row.
    List,
}

/// Arguments of `pin set`.
#[derive(Debug, clap::Args)]
pub struct SetArgs {
    /// Whose PIN: a staff id.
    staff: String,
    /// Who sets it: a staff id; the person themself when left out.
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
    #[command(flatten)]
    source: PinSource,
    /// A file with the new PIN in its first line; asked for when left out.
    #[arg(long, value_name = "FILE")]
    new_pin_file: Option<PathBuf>,
}

/// Does it; 1 when it is refused.
///
/// # Errors
/// When the register or a file cannot be used.
pub fn run(site: &Site, what: &What) -> Result<u8, Fault> {
    match what {
        What::Set(args) => set(site, args),
        What::List => list(site),
    }
}

fn list(site: &Site) -> Result<u8, Fault> {
    let desk = site.desk()?;
    let (lang, floor) = (site.lang, desk.floor());
    let listed = desk.register().list_pins()?;
    // A PIN that is not the one of the log opens nothing.
    let held = listed.iter().filter(|pin| floor.pin_of(&pin.staff).is_some());
    let rows: Vec<String> = held
        .map(|pin| {
            let since = pin.since.in_zone(floor.zone).format("%Y-%m-%d %H:%M").to_string();
            let role = floor.person(&pin.staff).map_or("", |person| words::role(lang, person.role));
            let who = format!("{} {}", pin.staff, name(floor, &pin.staff));
            pins::row(lang, &who, role, &since, pin.wrong)
        })
        .collect();
    if rows.is_empty() {
        say(Phrase::NobodyHas.get(lang))?;
    }
    rows.iter().try_for_each(say)?;
    Ok(0)
}

fn set(site: &Site, args: &SetArgs) -> Result<u8, Fault> {
    let lang = site.lang;
    let mut desk = site.desk()?;
    let mut credentials = args.source.read(lang)?;
    let staff = StaffId::from(args.staff.as_str());
    let by = args.by.as_deref().map_or_else(|| staff.clone(), StaffId::from);
    let mut submission = Submission::desk(SetPin { staff }.into()).by(Some(by));
    // Who may not set it is not asked for a new one.
    match preview(&desk, &submission)? {
        Some(why) if why.detail.pin == Some(PinTrouble::Missing) && !credentials.has_pin() => {
            let Some(typed) = ask_giver(lang, &desk, &submission)? else { return Ok(1) };
            credentials = Credentials::of(typed);
        }
        Some(why) if why.code != Code::BadPin && why.detail.pin != Some(PinTrouble::Missing) => {
            return Ok(refuse(lang, &desk, &why));
        }
        _ => {}
    }
    let new_pin = match &args.new_pin_file {
        Some(file) => read_file(lang, file)?,
        None => ask_new(lang, Phrase::AskNew.get(lang))?,
    };
    let Some(new_pin) = new_pin else { return Ok(1) };
    submission.new_pin = Some(new_pin);
    match credentials.submit(&mut desk, submission) {
        Ok(outcome) => say(told::told(lang, desk.floor(), &outcome.entry)).map(|()| 0),
        Err(NotDone::Refused(why)) => Ok(refuse(lang, &desk, &why)),
        Err(NotDone::Fault(fault)) => Err(fault),
    }
}

fn preview(desk: &Desk, submission: &Submission) -> Result<Option<Refusal>, Fault> {
    match desk.preview(submission) {
        Ok(_) => Ok(None),
        Err(NotDone::Refused(why)) => Ok(Some(why)),
        Err(NotDone::Fault(fault)) => Err(fault),
    }
}

fn refuse(lang: Lang, desk: &Desk, why: &Refusal) -> u8 {
    complain(refusal::sentence(lang, desk.floor(), why));
    1
}

fn ask_giver(lang: Lang, desk: &Desk, submission: &Submission) -> Result<Option<Pin>, Fault> {
    let who = submission.by.as_ref().map_or("", |by| name(desk.floor(), by));
    ask(lang, &pins::ask(lang, who))
}

fn ask(lang: Lang, question: &str) -> Result<Option<Pin>, Fault> {
    if !stdin().is_terminal() {
        complain(Phrase::NoTerminal.get(lang));
        return Ok(None);
    }
    Ok(Some(Pin::typed(&rpassword::prompt_password(question)?)))
}

/// Asks for a new PIN twice, until both are the same and it may be set; empty: none is wanted.
///
/// # Errors
/// When the terminal fails.
pub fn ask_new(lang: Lang, question: &str) -> Result<Option<Pin>, Fault> {
    loop {
        let Some(pin) = ask(lang, question)?.filter(|pin| !pin.is_empty()) else { return Ok(None) };
        if !pin.is_sound() {
            let (zh, en) = refusal::words(Code::BadPin);
            say(lang.pick(zh, en))?;
            continue;
        }
        if ask(lang, Phrase::AskAgain.get(lang))?.as_ref() == Some(&pin) {
            return Ok(Some(pin));
        }
        say(Phrase::NotTheSame.get(lang))?;
    }
}
