//! The clients found: by what, who they are, to whom they belong, when they were last here.

use crate::desk::ask;
use crate::register::fault::Fault;
use crate::register::find::{Found, FoundBy};
use crate::register::query;
use crate::rules::id::ClientId;
use crate::rules::phone;
use crate::rules::time::Timestamp;
use crate::text::clients::{Phrase, age, found_by};
use crate::text::width::width;
use crate::text::{Lang, because};
use crate::ui::app::{App, Hit};
use crate::ui::board::shown;
use crate::ui::widget::list::{hit, seen};
use crate::ui::widget::paint::{Pen, frame, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The most clients shown; whoever looks for more types on.
const HITS_MAX: usize = 60;
/// Cells of what a client was found by, in Chinese and in English.
const BY_CELLS: (usize, usize) = (4, 6);
/// Cells of a masked number.
const PHONE_CELLS: usize = 11;
const AGE_CELLS: usize = 5;
/// The least cells of a client's name and of an owner's.
const NAME_CELLS: usize = 7;
const OWNER_CELLS: usize = 6;
/// Beyond these a wider list only moves its columns apart.
const NAME_CELLS_MAX: usize = 20;

/// A client found, as the list shows them.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who.
    pub client: ClientId,
    by: FoundBy,
    name: String,
    phone: String,
    owner: Option<String>,
    last: Option<Timestamp>,
    is_here: bool,
    is_closed: bool,
    /// Whose it is must not be told to whoever looks: found by digits that are masked for them.
    pub is_veiled: bool,
}

impl Row {
    /// That there is somebody: by what, and whether they are owned.
    fn veiled(lang: Lang, found: Found, is_owned: bool, typed: &str) -> Self {
        Self {
            client: found.client,
            by: found.by,
            name: Phrase::Veiled.get(lang).to_owned(),
            phone: format!("…{}…", phone::digits(typed)),
            owner: is_owned.then(|| Phrase::Owned.get(lang).to_owned()),
            last: None,
            is_here: false,
            is_closed: false,
            is_veiled: true,
        }
    }
}

/// The clients found.
#[derive(Debug, Default)]
pub struct Hits {
    /// The closest first.
    pub rows: Vec<Row>,
    has_more: bool,
    /// Whether something was looked for.
    is_asked: bool,
}

impl Hits {
    /// Looks for clients.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn read(app: &App, typed: &str) -> Result<Self, Fault> {
        let mut found = app.find_clients(typed, HITS_MAX + 1)?;
        let has_more = found.len() > HITS_MAX;
        found.truncate(HITS_MAX);
        let ids: Vec<ClientId> = found.iter().map(|found| found.client.clone()).collect();
        let owners = ask::owners_of(&app.desk, &ids)?;
        let mut rows = Vec::new();
        for (found, owner) in found.into_iter().zip(owners) {
            let Some(card) = query::client_card(app.register(), &found.client)? else { continue };
            let masked = shown(app.lang(), &card);
            let is_whole = app.may_read(owner.as_ref());
            if !is_whole && ask::is_veiled(&app.desk, &found.client, typed)? {
                rows.push(Row::veiled(app.lang(), found, owner.is_some(), typed));
                continue;
            }
            rows.push(Row {
                by: found.by,
                name: if is_whole { card.name.filter(|name| !name.is_empty()) } else { None }.unwrap_or(masked.name),
                phone: if is_whole { card.phone.unwrap_or_default() } else { masked.phone },
                owner: owner.map(|owner| because::name(app.floor(), &owner).to_owned()),
                last: card.last_visit_at.filter(|at| *at != 0).map(|at| Timestamp::from_micros(at, 0)),
                is_here: app.is_here(&found.client),
                is_closed: card.purchases > 0,
                is_veiled: false,
                client: found.client,
            });
        }
        Ok(Self { rows, has_more, is_asked: !typed.is_empty() })
    }
}

impl App {
    /// Whether a client is received or waits now.
    pub(super) fn is_here(&self, client: &ClientId) -> bool {
        let floor = self.floor();
        let mut open = floor.receiving.iter().chain(&floor.waiting).filter_map(|id| floor.visit(id));
        open.any(|visit| visit.client == *client)
    }
}

/// The columns of the list: what they are called and how wide they are.
struct Columns {
    by: usize,
    name: usize,
    phone: usize,
    owner: usize,
    /// Whether there is room to say who has bought.
    has_closed: bool,
}

impl Columns {
    fn of(lang: Lang, cells: u16, is_asked: bool) -> Self {
        let by = if is_asked { lang.pick_cells(BY_CELLS) + 1 } else { 0 };
        let closed = width(Phrase::Closed.get(lang)) + 2;
        let least = 1 + by + PHONE_CELLS + AGE_CELLS + 3 + NAME_CELLS + OWNER_CELLS;
        let free = usize::from(cells).saturating_sub(least);
        let has_closed = free > closed + 2;
        let free = if has_closed { free - closed } else { free };
        let name = (NAME_CELLS + free * 2 / 3).min(NAME_CELLS_MAX);
        let rest = free - (name - NAME_CELLS);
        let phone = PHONE_CELLS + (rest / 3).min(3);
        let owner = (OWNER_CELLS + rest - (phone - PHONE_CELLS)).min(NAME_CELLS_MAX);
        Self { by, name, phone, owner, has_closed }
    }
}

/// Draws them; gives where they stand.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) -> Vec<(Rect, Hit)> {
    let (lang, theme, state) = (app.lang(), app.theme(), &app.screens.clients);
    let hits = &state.hits;
    let title = title(app);
    let insides = frame(buffer, area, &[(&title, area.height)], theme.frame, theme.title);
    let Some(inside) = insides.first().copied() else { return Vec::new() };
    if hits.rows.is_empty() {
        let note = match (app.keys.are_here(), hits.is_asked) {
            (false, _) => Phrase::Reading,
            (true, true) => Phrase::Nobody,
            (true, false) => Phrase::NobodyYet,
        };
        let mut pen = Pen::new(buffer, inside, 0);
        pen.skip(1).put(note.get(lang), theme.dim);
        return Vec::new();
    }
    let columns = Columns::of(lang, inside.width, hits.is_asked);
    draw_heads(app, &columns, Pen::new(buffer, inside, 0));
    let list = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    let mut places = Vec::new();
    for (item, row) in seen(state.cursor, list.height, hits.rows.len()) {
        let is_chosen = item == state.cursor.at;
        draw_row(app, &hits.rows[item], &columns, Pen::new(buffer, list, row), is_chosen);
        if is_chosen {
            tint(buffer, list, row, theme.selected);
        }
        places.push(hit(list, row, item));
    }
    places
}

fn draw_heads(app: &App, columns: &Columns, mut pen: Pen) {
    let (lang, style) = (app.lang(), app.theme().dim);
    pen.skip(1).put_in(Phrase::ByWhat.get(lang), columns.by, style);
    pen.put_in(Phrase::NameHead.get(lang), columns.name, style).skip(1);
    pen.put_in(Phrase::PhoneHead.get(lang), columns.phone, style).skip(1);
    pen.put_in(Phrase::OwnerHead.get(lang), columns.owner, style).skip(1);
    pen.put_in(Phrase::LastHead.get(lang), AGE_CELLS, style);
}

/// How many were found.
fn title(app: &App) -> String {
    let (lang, hits) = (app.lang(), &app.screens.clients.hits);
    if !hits.is_asked {
        return Phrase::Lately.get(lang).to_owned();
    }
    let count = format!("{} {}", Phrase::Found.get(lang), hits.rows.len());
    if hits.has_more { format!("{count}+ · {}", Phrase::TypeOn.get(lang)) } else { count }
}

fn draw_row(app: &App, row: &Row, columns: &Columns, mut pen: Pen, is_chosen: bool) {
    let (lang, theme) = (app.lang(), app.theme());
    let (owner, owner_style) = match &row.owner {
        Some(owner) => (owner.as_str(), theme.text),
        None => ("—", theme.dim),
    };
    let (last, last_style) = match row.last {
        _ if row.is_here => (Phrase::Here.get(lang).to_owned(), theme.warn),
        Some(last) => (age(lang, last, app.now, app.floor().zone), theme.dim),
        None => ("—".to_owned(), theme.dim),
    };
    pen.put(if is_chosen { ">" } else { " " }, theme.accent);
    pen.put_in(found_by(lang, row.by), columns.by, theme.good);
    pen.put_in(&row.name, columns.name, theme.text).skip(1);
    pen.put_in(&row.phone, columns.phone, theme.text).skip(1);
    pen.put_in(owner, columns.owner, owner_style).skip(1);
    pen.put_in(&last, AGE_CELLS, last_style);
    if columns.has_closed && row.is_closed {
        pen.skip(1).put(Phrase::Closed.get(lang), theme.good);
    }
}
