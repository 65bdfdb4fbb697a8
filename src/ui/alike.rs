//! Clients who look alike (疑似), at the screen: whom one may be, the two side by side, and what becomes
//! of each answer. Asks the desk what would come of it; never judges it.

use super::action::{Action, Place, Task};
use super::app::App;
use super::board::shown;
use super::effect::Effect;
use super::keymap::Context;
use super::modal::picker::{Picker, Purpose};
use super::modal::{Confirm, Modal, Then};
use super::task;
use crate::desk::{NotDone, ask};
use crate::register::dossier::{Dossier, Group, dossier};
use crate::register::fault::Fault;
use crate::register::{hints, query};
use crate::rules::command::{Command, DismissHint, GroupKind, LinkClients, MergeClients, SplitClient};
use crate::rules::event::{Entry, Event};
use crate::rules::facts::Facts;
use crate::rules::id::ClientId;
use crate::rules::phone::mask;
use crate::text::hints::{self as texts, Phrase};
use crate::text::width::fit;
use crate::text::{because, clients, refusal, told};

/// Begins a value that stands for a name to take apart.
const SPLIT: &str = "split:";
/// The answers to a comparison.
const ANSWERS: [(&str, Phrase); 4] = [
    ("merge", Phrase::Merge),
    ("household", Phrase::Household),
    ("company", Phrase::Company),
    ("dismiss", Phrase::Dismiss),
];
/// Cells of a label and of each of the two.
const LABEL_CELLS: usize = 10;
const SIDE_CELLS: usize = 27;

/// Two clients who are compared: the later first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The later.
    pub client: ClientId,
    /// The earlier.
    pub other: ClientId,
    /// Why they look alike, in words.
    pub why: String,
}

/// Asks with whom the client chosen is to be compared; goes on at once where there is only one.
pub fn open(app: &mut App) {
    let Some(client) = chosen(app) else {
        app.warn(crate::text::screen::Phrase::NothingHere.get(app.lang()));
        return;
    };
    let read = rows(app, &client);
    let Some((found, parts)) = app.keep(read) else { return };
    match (found.as_slice(), parts.is_empty()) {
        ([], true) => app.warn(Phrase::NobodyAlike.get(app.lang())),
        ([only], true) => compare(app, &client, &only.other.clone()),
        _ => {
            let rows = found.iter().map(|hint| {
                let label = format!("{}  {}", hint.other, texts::reasons(app.lang(), &hint.reasons));
                task::row(&hint.other, label)
            });
            let parts = parts
                .iter()
                .map(|name| task::row(&format!("{SPLIT}{name}"), format!("{} {name}", Phrase::Split.get(app.lang()))));
            let rows = rows.chain(parts).collect();
            let title = Phrase::AlikeTitle.get(app.lang()).to_owned();
            app.modals.push(Modal::Picker(Picker::new(Purpose::Alike(client), title, rows)));
        }
    }
}

fn chosen(app: &App) -> Option<ClientId> {
    let subject = app.subject();
    let of_visit = || app.floor().visit(subject.visit.as_ref()?).map(|visit| visit.client.clone());
    // On the desk it is about whoever was last said to look like somebody.
    subject.client.or_else(of_visit).or_else(|| app.hinted.clone().filter(|_| app.place == Place::Desk))
}

fn rows(app: &App, client: &ClientId) -> Result<(Vec<hints::Hint>, Vec<ClientId>), Fault> {
    let kept = query::client_id(app.register(), client)?.unwrap_or_else(|| client.clone());
    Ok((hints::of_client(app.register(), &kept)?, hints::merged_names(app.register(), &kept)?))
}

/// Somebody was picked: the two are compared, or a name is taken apart once that is confirmed.
pub fn picked(app: &mut App, client: &ClientId, value: &str) {
    let Some(name) = value.strip_prefix(SPLIT) else {
        compare(app, client, &ClientId::from(value));
        return;
    };
    let reason = Phrase::SplitReason.get(app.lang()).to_owned();
    let command: Command = SplitClient { client: ClientId::from(name), reason }.into();
    let line = outcome(app, &command);
    app.modals.push(Modal::Confirm(Confirm {
        title: format!("{} {name}", Phrase::Split.get(app.lang())),
        lines: vec![line],
        then: Then::Submit(Box::new(app.submission(command))),
        grave: false,
    }));
}

/// The answer to a comparison.
pub fn answered(app: &App, pair: &Pair, value: &str) -> Effect {
    Effect::Submit(Box::new(app.submission(command(pair, value))))
}

fn command(pair: &Pair, value: &str) -> Command {
    let (client, other) = (pair.client.clone(), pair.other.clone());
    let link = |kind| LinkClients { client: client.clone(), with: other.clone(), kind }.into();
    match value {
        "merge" => MergeClients { client, into: other, reason: pair.why.clone() }.into(),
        "household" => link(GroupKind::Household),
        "company" => link(GroupKind::Company),
        _ => DismissHint { client, with: other, reason: None }.into(),
    }
}

/// What would come of a command, or why it would be refused.
fn outcome(app: &App, command: &Command) -> String {
    match app.preview(&app.submission(command.clone())) {
        Ok(entry) => format!("{}{}", told::told(app.lang(), app.floor(), &entry), owner_after(app, &entry)),
        Err(NotDone::Refused(why)) => refusal::sentence(app.lang(), app.floor(), &why),
        Err(NotDone::Fault(_)) => String::new(),
    }
}

/// To whom two who are linked belong.
fn owner_after(app: &App, entry: &Entry) -> String {
    let owner = entry.events.iter().find_map(|event| match event {
        Event::GroupOwned { owner, .. } => Some(owner.as_ref()?),
        _ => None,
    });
    owner.map_or_else(String::new, |owner| format!(" · {}", because::name(app.floor(), owner)))
}

/// Sets two side by side, with what would become of each answer.
fn compare(app: &mut App, client: &ClientId, other: &ClientId) {
    let read = pair(app, client, other);
    let Some(Some((pair, above))) = app.keep(read) else { return };
    let rows = ANSWERS.map(|(value, label)| {
        let foreseen = outcome(app, &command(&pair, value));
        task::row(&value, format!("{}：{foreseen}", label.get(app.lang())))
    });
    let title = Phrase::CompareTitle.get(app.lang()).to_owned();
    let picker = Picker::new(Purpose::Compare(pair), title, rows.to_vec()).without_default();
    app.modals.push(Modal::Picker(picker.below(above)));
}

fn pair(app: &App, client: &ClientId, other: &ClientId) -> Result<Option<(Pair, Vec<String>)>, Fault> {
    let register = app.register();
    let facts = register.facts();
    let serial = |id: &ClientId| facts.client(id).map(|facts| facts.serial);
    let (one, two) = (serial(client), serial(other));
    facts.check()?;
    let (later, earlier) = if one < two { (other, client) } else { (client, other) };
    let hint = hints::of_client(register, client)?.into_iter().find(|hint| hint.other == *other);
    let why = hint.map(|hint| texts::reasons(app.lang(), &hint.reasons)).unwrap_or_default();
    let (Some(left), Some(right)) = (side(app, earlier)?, side(app, later)?) else { return Ok(None) };
    let lang = app.lang();
    let mut lines: Vec<String> = left
        .iter()
        .zip(&right)
        .filter(|((_, one), (_, other))| !one.is_empty() || !other.is_empty())
        .map(|((label, one), (_, other))| {
            let label = fit(label, LABEL_CELLS);
            format!("{label}{}  {}", fit(one, SIDE_CELLS), fit(other, SIDE_CELLS))
        })
        .collect();
    lines.push(format!("{}{why}", fit(Phrase::Because.get(lang), LABEL_CELLS)));
    if left.iter().chain(&right).any(|(_, text)| text.contains("**")) {
        lines.push(Phrase::Masked.get(lang).to_owned());
    }
    lines.push(String::new());
    let why = if why.is_empty() { Phrase::MayBeOne.get(lang).to_owned() } else { why };
    Ok(Some((Pair { client: later.clone(), other: earlier.clone(), why }, lines)))
}

/// What is shown of one of the two, always the same lines.
fn side(app: &App, client: &ClientId) -> Result<Option<Vec<(&'static str, String)>>, Fault> {
    let register = app.register();
    let (Some(known), Some(card)) = (dossier(register, client, 4)?, query::client_card(register, client)?) else {
        return Ok(None);
    };
    let lang = app.lang();
    let owner = ask::owner_of(&app.desk, client)?;
    let is_whole = app.may_read(owner.as_ref());
    let day = |at| clients::day(at, app.now, app.floor().zone);
    let name = known.name.clone().filter(|_| is_whole).unwrap_or_else(|| shown(lang, &card).name);
    let phones: Vec<String> =
        known.phones.iter().map(|phone| if is_whole { phone.clone() } else { mask(phone) }).collect();
    let whose = owner.map(|owner| because::name(app.floor(), &owner).to_owned());
    let ties = hints::ties_of(register, client)?;
    let tie = |kind: &str| {
        let values = ties.iter().filter(|(of, _)| of == kind).map(|(_, value)| value.as_str());
        let values = values.collect::<Vec<_>>().join(" ");
        match kind {
            _ if is_whole => values,
            "companion" => values.split(' ').map(mask).collect::<Vec<_>>().join(" "),
            _ if values.is_empty() => values,
            _ => "**".to_owned(),
        }
    };
    let word = |phrase: clients::Phrase| phrase.get(lang);
    Ok(Some(vec![
        (Phrase::Id.get(lang), known.id.to_string()),
        (Phrase::Name.get(lang), name),
        (word(clients::Phrase::Phones), phones.join(" ")),
        (word(clients::Phrase::Owner), whose.unwrap_or_else(|| word(clients::Phrase::NoOwner).to_owned())),
        (word(clients::Phrase::First), known.first_contact.map(day).unwrap_or_default()),
        (word(clients::Phrase::Last), known.last_visit.map(day).unwrap_or_default()),
        (word(clients::Phrase::Household), group(&known, is_whole, GroupKind::Household)),
        (word(clients::Phrase::Company), group(&known, is_whole, GroupKind::Company)),
        (Phrase::Address.get(lang), tie("address")),
        (Phrase::Companion.get(lang), tie("companion")),
    ]))
}

fn group(known: &Dossier, is_whole: bool, kind: GroupKind) -> String {
    let group = match kind {
        GroupKind::Household => &known.household,
        GroupKind::Company => &known.company,
    };
    let name = |group: &Group| if is_whole { group.names.join("、") } else { group.id.to_string() };
    group.as_ref().map(name).unwrap_or_default()
}

/// Said after an arrival or details: whom the client looks like. The key that compares them is about that
/// client then.
pub fn after(app: &mut App, entry: &Entry) -> String {
    app.hinted = None;
    let about = entry.events.iter().find_map(|event| match event {
        Event::ClientRegistered { client } | Event::ClientDetailed { client } => Some(client),
        _ => None,
    });
    let Some(client) = about else { return String::new() };
    // A hint that cannot be read must not stand in the way of what was entered.
    let found = hints::of_client(app.register(), client).unwrap_or_default();
    let Some(hint) = found.first() else { return String::new() };
    app.hinted = Some(client.clone());
    let key = app.options.keymap.key_of(app.lang(), Context::Board, Action::Open(Task::Alike));
    texts::after_arrival(app.lang(), hint.other.as_str(), &hint.reasons, &key)
}
