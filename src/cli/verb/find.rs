//! `lunpai find WORDS`: clients by number, name, pinyin, initials, company or id, the closest first. A
//! client is shown whole only to the owner and to managers; to others, that they are owned and since when.

use super::{Site, complain, say};
use crate::cli::credentials::{Credentials, PinSource};
use crate::desk::{Desk, NotDone, ask};
use crate::register::dossier::{Dossier, dossier};
use crate::register::fault::Fault;
use crate::register::find::{Finder, Found, FoundBy};
use crate::rules::id::{ClientId, StaffId};
use crate::rules::time::Timestamp;
use crate::rules::{fold, phone};
use crate::text::clients::{self as texts, Phrase, found_by};
use crate::text::width::{fit, width};
use crate::text::{Lang, because, client, refusal};
use serde_json::{Value, json};

/// Arguments of `find`.
#[derive(Debug, clap::Args)]
pub struct FindArgs {
    /// Three digits or more, a name or a part of it, pinyin, initials, a company or household, an id; who
    /// came last when left out.
    query: Vec<String>,
    /// The most clients shown.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// As JSON, a client a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reader: ReaderArgs,
}

/// Who reads.
#[derive(Debug, clap::Args)]
pub struct ReaderArgs {
    /// Who asks: a staff id. The owner and managers see names and numbers whole.
    #[arg(long, value_name = "STAFF")]
    by: Option<String>,
    #[command(flatten)]
    source: PinSource,
}

/// What whoever asks may read.
pub struct Reader {
    by: Option<StaffId>,
    is_manager: bool,
}

impl Reader {
    /// Finds out who reads, as far as they have proven it.
    ///
    /// # Errors
    /// A refusal of a manager who has not proven it, or a fault.
    pub fn new(desk: &mut Desk, lang: Lang, args: &ReaderArgs) -> Result<Self, NotDone> {
        let mut credentials: Credentials = args.source.read(lang)?;
        let by = args.by.as_deref().map(StaffId::from);
        let is_manager = credentials.has_authority(desk, by.as_ref())?;
        let by = match by {
            Some(by) if credentials.is_known(desk, &by)? => Some(by),
            _ => None,
        };
        Ok(Self { by, is_manager })
    }

    /// Whether a client of this owner is shown whole.
    #[must_use]
    pub fn may_read(&self, owner: Option<&StaffId>) -> bool {
        self.is_manager || (owner.is_some() && owner == self.by.as_ref())
    }
}

/// A client found, as far as whoever asks may see them.
struct Line {
    by: FoundBy,
    /// Nothing where only that there is somebody may be told.
    shown: Option<Shown>,
    owner: Option<StaffId>,
}

struct Shown {
    client: ClientId,
    name: String,
    phone: String,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    is_whole: bool,
}

/// Prints the clients found; 1 when there are none, or whoever asks has not proven who they are.
///
/// # Errors
/// When the register cannot be read.
pub fn run(site: &Site, args: &FindArgs) -> Result<u8, Fault> {
    let mut desk = site.desk()?;
    let lang = site.lang;
    let reader = match Reader::new(&mut desk, lang, &args.reader) {
        Ok(reader) => reader,
        Err(NotDone::Fault(fault)) => return Err(fault),
        Err(NotDone::Refused(why)) => {
            complain(refusal::sentence(lang, desk.floor(), &why));
            return Ok(1);
        }
    };
    let typed = args.query.join(" ");
    let found = Finder::load(desk.register())?.find(&typed, args.limit);
    if found.is_empty() {
        complain(if typed.trim().is_empty() { Phrase::NobodyYet } else { Phrase::Nobody }.get(lang));
        return Ok(1);
    }
    let mut is_veiled = false;
    for found in found {
        let Some(line) = line(&desk, lang, &reader, found, &typed)? else { continue };
        is_veiled |= line.shown.is_none();
        if args.json { say(as_json(&desk, &line))? } else { say(as_text(&desk, lang, &line, &typed))? }
    }
    if is_veiled && !args.json {
        complain(Phrase::VeiledNote.get(lang));
    }
    Ok(0)
}

fn line(desk: &Desk, lang: Lang, reader: &Reader, found: Found, typed: &str) -> Result<Option<Line>, Fault> {
    let owner = ask::owner_of(desk, &found.client)?;
    let is_whole = reader.may_read(owner.as_ref());
    if !is_whole && ask::is_veiled(desk, &found.client, typed)? {
        return Ok(Some(Line { by: found.by, shown: None, owner }));
    }
    let Some(of) = dossier(desk.register(), &found.client, 1)? else { return Ok(None) };
    let shown = Shown {
        name: name(lang, &of, is_whole),
        phone: phones(&of, is_whole),
        first: of.first_contact,
        last: of.last_visit,
        client: found.client,
        is_whole,
    };
    Ok(Some(Line { by: found.by, shown: Some(shown), owner }))
}

/// A client's name, as far as it is shown.
#[must_use]
pub fn name(lang: Lang, of: &Dossier, is_whole: bool) -> String {
    let whole = of.name.as_deref().filter(|name| is_whole && !name.is_empty()).map(fold::clean);
    whole.unwrap_or_else(|| client::name(lang, of.name.as_deref()))
}

/// A client's numbers, as far as they are shown.
#[must_use]
pub fn phones(of: &Dossier, is_whole: bool) -> String {
    let shown = of.phones.iter().map(|number| if is_whole { number.clone() } else { phone::mask(number) });
    shown.collect::<Vec<_>>().join(" ")
}

fn as_text(desk: &Desk, lang: Lang, line: &Line, typed: &str) -> String {
    let floor = desk.floor();
    let by = fit(found_by(lang, line.by), 7);
    let Some(shown) = &line.shown else {
        let owned = if line.owner.is_some() { Phrase::Owned } else { Phrase::NoOwner }.get(lang);
        return format!("{by}{}  …{}…  {owned}", fit(Phrase::Veiled.get(lang), 12), phone::digits(typed));
    };
    let owner = line.owner.as_ref().map_or(Phrase::NoOwner.get(lang), |owner| because::name(floor, owner));
    let now = floor.clock.into_iter().chain(shown.last).max();
    let first = now.zip(shown.first).map(|(now, first)| texts::since(lang, &texts::day(first, now, floor.zone)));
    let last = now.zip(shown.last).map(|(now, last)| texts::ago(lang, last, now, floor.zone));
    let label = format!("{} {owner}", Phrase::Owner.get(lang));
    let mut text = format!("{by}{}  {}  {label}", fit(&shown.name, 12.max(width(&shown.name))), shown.phone);
    for part in [first, last.map(|last| format!("{} {last}", Phrase::Last.get(lang)))].into_iter().flatten() {
        text.push_str("  ");
        text.push_str(&part);
    }
    format!("{text}  {}", shown.client)
}

fn as_json(desk: &Desk, line: &Line) -> Value {
    let by = found_by(Lang::En, line.by);
    let Some(shown) = &line.shown else {
        return json!({ "client": null, "found_by": by, "veiled": true, "owned": line.owner.is_some() });
    };
    let zone = desk.floor().zone;
    let at = |at: Option<Timestamp>| at.map(|at| at.in_zone(zone).to_rfc3339());
    json!({
        "client": shown.client,
        "found_by": by,
        "name": shown.name,
        "phone": shown.phone,
        "owner": line.owner,
        "owned": line.owner.is_some(),
        "first_contact": at(shown.first),
        "last_visit": at(shown.last),
        "masked": !shown.is_whole,
        "veiled": false,
    })
}
