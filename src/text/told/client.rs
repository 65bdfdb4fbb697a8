//! Clients who are one person, or two after all, each in one sentence.

use crate::rules::command::{DismissHint, MergeClients, SplitClient};
use crate::rules::event::{Entry, Event};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::text::Lang;
use crate::text::because::name;

pub(super) fn merge(lang: Lang, floor: &Floor, entry: &Entry, command: &MergeClients) -> String {
    let (client, into) = (&command.client, &command.into);
    let text = match lang {
        Lang::Zh => format!("客户 {client} 并入 {into}，是同一人"),
        Lang::En => format!("client {client} is {into}: kept as one"),
    };
    text + &owner(lang, floor, entry) + &super::reception::assigned(lang, floor, entry)
}

pub(super) fn split(lang: Lang, floor: &Floor, entry: &Entry, command: &SplitClient) -> String {
    let client = &command.client;
    let text = match lang {
        Lang::Zh => format!("客户 {client} 又单独记"),
        Lang::En => format!("client {client} is kept apart again"),
    };
    text + &owner(lang, floor, entry) + &super::reception::assigned(lang, floor, entry)
}

pub(super) fn dismiss(lang: Lang, command: &DismissHint) -> String {
    let (client, with) = (&command.client, &command.with);
    match lang {
        Lang::Zh => format!("客户 {client} 与 {with} 不是同一人，不再提示"),
        Lang::En => format!("clients {client} and {with} are two people: no more hints"),
    }
}

/// To whom the client who stands belongs from now on, when that changed.
fn owner(lang: Lang, floor: &Floor, entry: &Entry) -> String {
    let changed = entry.events.iter().find_map(|event| match event {
        Event::OwnerChanged { to, reached, .. } => Some((to, reached.first()?.0.clone())),
        _ => None,
    });
    let Some((to, client)) = changed else { return String::new() };
    let who = to.as_ref().map(|staff: &StaffId| name(floor, staff));
    match (lang, who) {
        (Lang::Zh, Some(who)) => format!("，{client} 归{who}"),
        (Lang::En, Some(who)) => format!("; {client} belongs to {who}"),
        (Lang::Zh, None) => format!("，{client} 无归属"),
        (Lang::En, None) => format!("; {client} belongs to nobody"),
    }
}
