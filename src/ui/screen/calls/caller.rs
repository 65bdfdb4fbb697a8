//! What is known of a call and of whoever called, as far as whoever is at the keys may read it.

use crate::desk::ask;
use crate::register::fault::Fault;
use crate::register::phone_log::{CallLine, CallState};
use crate::register::query;
use crate::rules::fold::clean_name;
use crate::rules::id::StaffId;
use crate::rules::phone::mask;
use crate::text::calls::{Phrase, masked, state};
use crate::text::screen::day_and_time;
use crate::text::{because, client};
use crate::ui::action::{Action, Task};
use crate::ui::app::App;
use crate::ui::keymap::Context;
use crate::ui::widget::facts::Fact;

/// Whoever called.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Their number.
    pub phone: String,
    /// Their name.
    pub name: String,
    /// To whom they belong, when the register knows them.
    pub owner: Option<StaffId>,
    /// Whether their name and number are shown in full.
    pub is_open: bool,
    /// Whether their number must be called back.
    is_owed_a_call: bool,
}

impl Caller {
    /// Reads who called. A manager and the owner may read name and number; so may who answered, and for
    /// a call back to someone without an owner whoever is named at the keys: they are to call.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn of(app: &App, call: &CallLine) -> Result<Self, Fault> {
        let owner = call.client.as_ref().map(|client| ask::owner_of(&app.desk, client)).transpose()?.flatten();
        let card = call.client.as_ref().map(|client| query::client_card(app.register(), client)).transpose()?.flatten();
        let is_lead = call.state == CallState::Missed && owner.is_none() && app.actor().is_some();
        let is_open = app.may_read(owner.as_ref()) || app.may_read(call.answered_by.as_ref()) || is_lead;
        let name = call.name.as_deref().or_else(|| card.as_ref().and_then(|card| card.name.as_deref()));
        Ok(Self {
            phone: match call.phone.as_deref() {
                Some(phone) if is_open => phone.to_owned(),
                Some(phone) => mask(phone),
                None => Phrase::Unknown.get(app.lang()).to_owned(),
            },
            name: match name {
                Some(name) if is_open => clean_name(name),
                name => client::name(app.lang(), name),
            },
            owner,
            is_open,
            is_owed_a_call: call.state == CallState::Missed && call.phone.is_some(),
        })
    }

    /// The number, and how it comes to be shown in full to whoever must call it.
    pub fn shown(&self, app: &App) -> String {
        if self.is_open || !self.is_owed_a_call || self.owner.is_some() {
            return self.phone.clone();
        }
        let key = app.options.keymap.key_of(app.lang(), Context::Calls, Action::Open(Task::Actor));
        format!("{}  {}", self.phone, masked(app.lang(), &key))
    }
}

/// Everything known of a call: what an inquiry sheet holds first (rule 23).
///
/// # Errors
/// When the register cannot be read.
pub fn facts(app: &App, call: &CallLine) -> Result<Vec<Fact>, Fault> {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let caller = Caller::of(app, call)?;
    let name = |staff: Option<&StaffId>| staff.map_or_else(String::new, |staff| because::name(floor, staff).to_owned());
    let private = |text: &Option<String>| match text {
        Some(_) if !caller.is_open => Phrase::Hidden.get(lang).to_owned(),
        text => text.clone().unwrap_or_default(),
    };
    let [project, needs, note] = [&call.project, &call.needs, &call.note].map(private);
    let refer_to = match &call.refer_to {
        Some(place) => place.clone(),
        None if call.is_inquiry() => Phrase::NoOffice.get(lang).to_owned(),
        None => String::new(),
    };
    let time = |at| day_and_time(at, floor.zone);
    let ended = call.ended_at.map(|at| format!(" – {}", at.in_zone(floor.zone).format("%H:%M"))).unwrap_or_default();
    let when = format!("{}{ended}  {}  {}", time(call.at), state(lang, call.state), call.id);
    let known = [
        (Phrase::Number, caller.shown(app), theme.accent),
        (Phrase::Caller, caller.name, theme.text),
        (Phrase::Project, project, theme.text),
        (Phrase::Needs, needs, theme.text),
        (Phrase::ReferTo, refer_to, theme.warn),
        (Phrase::Owner, name(caller.owner.as_ref()), theme.text),
        (Phrase::AsksFor, name(call.asks_for.as_ref()), theme.text),
        (Phrase::AnsweredBy, name(call.answered_by.as_ref()), theme.text),
        (Phrase::At, when, theme.text),
        (Phrase::Note, note, theme.text),
    ];
    let known = known.into_iter().filter(|(_, value, _)| !value.is_empty());
    Ok(known.map(|(label, value, style)| Fact { label: label.get(lang), value, style }).collect())
}
