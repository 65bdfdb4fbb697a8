//! What a manager must see (待办), each row saying what it is and one key settling it; and discipline
//! (纪律).

use super::{Drawn, draw_nothing};
use crate::register::fault::Fault;
use crate::register::{board, query};
use crate::rules::command::{AcknowledgeItem, ReturnCall};
use crate::rules::floor::{Item, ItemKind};
use crate::rules::id::{CallId, StaffId, VisitId};
use crate::rules::phone::mask;
use crate::rules::rulebook::Rulebook;
use crate::text::screen::Phrase;
use crate::text::width::fit;
use crate::text::{Lang, because, client, money, words};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::subject::Subject;
use crate::ui::task;
use crate::ui::widget::list::{Cursor, hit, seen};
use crate::ui::widget::paint::{Pen, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const ID_CELLS: usize = 8;
/// Cells of the longest kind, in Chinese and in English.
const KIND_CELLS: (usize, usize) = (8, 15);

/// What the screen keeps.
#[derive(Debug, Default)]
pub struct State {
    cursor: Cursor,
    lines: Vec<String>,
}

impl State {
    /// The row gone to.
    pub fn choose(&mut self, item: usize) {
        self.cursor.at = item;
    }

    /// What is chosen.
    pub fn subject(&self) -> Subject {
        Subject::default()
    }
}

/// Reads what is shown.
///
/// # Errors
/// When the register cannot be read.
pub fn refresh(app: &mut App) -> Result<(), Fault> {
    let lines: Vec<String> = app.floor().inbox.iter().map(|item| line(app, item)).collect::<Result<_, _>>()?;
    app.screens.inbox.cursor.keep_within(lines.len());
    app.screens.inbox.lines = lines;
    Ok(())
}

/// Does what a key asks.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let count = app.screens.inbox.lines.len();
    if app.screens.inbox.cursor.update(action, count) {
        return None;
    }
    let item = app.floor().inbox.get(app.screens.inbox.cursor.at)?;
    let command = match (action, item.kind) {
        (Action::Accept, ItemKind::CallBack) => {
            ReturnCall { call: CallId::from(item.about.as_str()), note: None }.into()
        }
        (Action::Accept, _) => AcknowledgeItem { item: item.id.clone() }.into(),
        (Action::Failed, ItemKind::NoticeOverdue) => {
            return task::open_not_told(app, VisitId::from(item.about.as_str()));
        }
        _ => return None,
    };
    let command: crate::rules::command::Command = command;
    Some(Effect::Submit(Box::new(app.submission(command))))
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Drawn {
    let (state, theme) = (&app.screens.inbox, app.theme());
    if state.lines.is_empty() {
        draw_nothing(app, buffer, area);
    }
    let mut hits = Vec::new();
    for (item, row) in seen(state.cursor, area.height, state.lines.len()) {
        let mut pen = Pen::new(buffer, area, row);
        pen.skip(1);
        let room = pen.room();
        pen.put_in(&state.lines[item], room, theme.text);
        if item == state.cursor.at {
            tint(buffer, area, row, theme.selected);
        }
        hits.push(hit(area, row, item));
    }
    Drawn { hits, cursor: None }
}

fn line(app: &App, item: &Item) -> Result<String, Fault> {
    let time = item.at.in_zone(app.floor().zone).format("%m-%d %H:%M");
    let kind_cells = match app.lang() {
        Lang::Zh => KIND_CELLS.0,
        Lang::En => KIND_CELLS.1,
    };
    let kind = fit(words::item(app.lang(), item.kind), kind_cells);
    let what = match item.kind {
        ItemKind::Deposit => deposit(app, &item.about)?,
        ItemKind::Violation => violation(app, &item.about)?,
        ItemKind::CallBack => call(app, &item.about)?,
        ItemKind::NoticeOverdue => notice(app, &item.about)?,
        ItemKind::Flag | ItemKind::NotSeenOff => visit(app, item)?,
    };
    Ok(format!("{time} {kind} {} {what}", fit(&item.about, ID_CELLS)))
}

fn staff_name(app: &App, id: Option<&str>) -> String {
    id.map(StaffId::from).map_or_else(String::new, |id| because::name(app.floor(), &id).to_owned())
}

/// The unit, the amount and who took it.
fn deposit(app: &App, id: &str) -> Result<String, Fault> {
    let found = board::deposit(app.register(), id)?;
    Ok(found.map_or_else(String::new, |found| {
        let amount = money::figures(found.amount_fen);
        let yuan = Phrase::Yuan.get(app.lang());
        format!("{} {amount} {yuan} {}", found.unit, staff_name(app, found.taken_by.as_deref()))
    }))
}

/// Who, and what they did.
fn violation(app: &App, id: &str) -> Result<String, Fault> {
    let found = board::violation(app.register(), id)?;
    Ok(found.map_or_else(String::new, |(staff, kind)| {
        let doc = Rulebook::standard().violation(&kind);
        let kind = doc.map_or(kind.as_str(), |doc| app.lang().pick(&doc.name.zh, &doc.name.en));
        format!("{} {kind}", staff_name(app, Some(&staff)))
    }))
}

/// The number to call back.
fn call(app: &App, id: &str) -> Result<String, Fault> {
    Ok(board::call_phone(app.register(), &CallId::from(id))?.as_deref().map(mask).unwrap_or_default())
}

/// Who had to tell whom.
fn notice(app: &App, id: &str) -> Result<String, Fault> {
    let visit = VisitId::from(id);
    let client = client_name(app, &visit)?;
    let notice = app.floor().visit(&visit).and_then(|visit| visit.notice.as_ref());
    Ok(notice.map_or_else(
        || client.clone(),
        |notice| {
            let (holder, named) = (&notice.of.holder, &notice.of.named);
            format!("{} → {} {client}", because::name(app.floor(), holder), because::name(app.floor(), named))
        },
    ))
}

/// The client, who received them, and the flag.
fn visit(app: &App, item: &Item) -> Result<String, Fault> {
    let visit = VisitId::from(item.about.as_str());
    let client = client_name(app, &visit)?;
    let flag = item.flag.map_or("", |flag| words::flag(app.lang(), flag));
    let receiver = app.floor().visit(&visit).and_then(|visit| visit.receiver.as_ref());
    let receiver = receiver.map_or_else(String::new, |staff| because::name(app.floor(), staff).to_owned());
    let parts = [flag, client.as_str(), receiver.as_str()];
    Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

/// The client of a visit, of whatever day.
fn client_name(app: &App, visit: &VisitId) -> Result<String, Fault> {
    let Some(id) = board::client_of_visit(app.register(), visit)? else { return Ok(String::new()) };
    let card = query::client_card(app.register(), &id)?;
    Ok(client::name(app.lang(), card.as_ref().and_then(|card| card.name.as_deref())))
}
