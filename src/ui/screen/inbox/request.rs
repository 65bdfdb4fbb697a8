//! A request in the inbox: what is asked for, by whom, since when, and what would come of granting it.

use super::item::{Facts, joined};
use super::moment;
use crate::register::board;
use crate::register::fault::Fault;
use crate::rules::asked::Concern;
use crate::rules::command::{Answer, Command};
use crate::rules::floor::Item;
use crate::text::inbox::Phrase;
use crate::text::{approval, because, units};
use crate::ui::app::App;
use crate::ui::approval::outcome;
use crate::ui::subject::Subject;

/// What the row of a request says; what it concerns is what tasks begun on it are about.
///
/// # Errors
/// When the register cannot be read.
pub fn read(app: &App, item: &Item, subject: &mut Subject) -> Result<String, Fault> {
    let found = item.asked.map(|seq| board::request(app.register(), seq)).transpose()?.flatten();
    let Some(found) = found else { return Ok(item.about.clone()) };
    let concern = Concern::of(&found.command);
    subject.client = concern.client;
    subject.visit = concern.visit;
    subject.unit = concern.unit;
    subject.deposit = concern.deposit;
    subject.staff = concern.staff;
    if let (None, Some(deposit)) = (&subject.client, &subject.deposit) {
        subject.client = board::deposit(app.register(), deposit.as_str())?.map(|deposit| deposit.client);
    }
    if let (None, Some(visit)) = (&subject.client, &subject.visit) {
        subject.client = board::client_of_visit(app.register(), visit)?;
    }
    let by = found.by.as_ref().map_or(Phrase::Desk.get(app.lang()), |by| because::name(app.floor(), by));
    // How long there is stands first: a line may be too long for its end.
    Ok(joined(&[by, &left(app, &found.command), &approval::wanted(app.lang(), app.floor(), &found.command)]))
}

/// How long a hold that is asked for would last; nothing for anything else.
fn left(app: &App, command: &Command) -> String {
    match command {
        Command::HoldUnit(hold) => units::hold_left(app.lang(), hold.until, app.now),
        _ => String::new(),
    }
}

/// Everything known of a request.
///
/// # Errors
/// When the register cannot be read.
pub fn add(known: &mut Facts, item: &Item) -> Result<(), Fault> {
    let app = known.app;
    let (lang, floor) = (app.lang(), app.floor());
    let line = item.asked.map(|seq| board::entry(app.register(), seq)).transpose()?.flatten();
    let Some(entry) = line else { return Ok(()) };
    let Command::Ask(ask) = &entry.header.command else { return Ok(()) };
    let by = entry.header.by.as_ref();
    known.add(Phrase::Wanted, approval::wanted(lang, floor, &ask.command.0));
    known.add(
        Phrase::AskedBy,
        joined(&[by.map_or(Phrase::Desk.get(lang), |by| because::name(floor, by)), &moment(app, item.at)]),
    );
    // What was written is for managers, and for whoever wrote it.
    let is_open = app.is_manager() || (by.is_some() && by == app.actor());
    if let Some(reason) = &ask.reason {
        known.add(Phrase::Reason, if is_open { reason.clone() } else { Phrase::Hidden.get(lang).to_owned() });
    }
    let inner = ask.command.0.fields();
    let words = ["reason", "note"].iter().filter(|_| !matches!(*ask.command.0, Command::SetPresence(_)));
    if let Some(reason) = words.filter_map(|name| inner.get(*name)).find_map(serde_json::Value::as_str) {
        known.add(Phrase::Note, if is_open { reason.to_owned() } else { Phrase::Hidden.get(lang).to_owned() });
    }
    known.add(Phrase::Left, left(app, &ask.command.0));
    if app.is_manager() {
        let answer = Answer { item: item.id.clone(), grant: true, reason: None };
        let would = outcome(app, &app.submission(answer));
        known.add(Phrase::Outcome, would.strip_prefix(approval::Phrase::Would.get(lang)).unwrap_or(&would));
    }
    Ok(())
}
