//! The clients found: by what, who they are, to whom they belong, when they were last here.

use crate::desk::ask;
use crate::register::fault::Fault;
use crate::register::find::{Found, FoundBy};
use crate::register::query;
use crate::rules::id::{ClientId, StaffId};
use crate::rules::phone;
use crate::rules::time::Timestamp;
use crate::text::clients::{Phrase, age, days_left, found_by};
use crate::text::hints::Phrase as about;
use crate::text::width::{width, wrap};
use crate::text::{Lang, because};
use crate::ui::app::{App, Hit};
use crate::ui::board::shown;
use crate::ui::widget::list::{hit, seen};
use crate::ui::widget::paint::{Pen, frame, tint};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The most clients shown; whoever looks for more types on.
const HITS_MAX: usize = 60;
/// The most clients shown whose owners are about to lose them; all of them are counted.
const LAPSING_MAX: usize = 300;
/// Cells of the mark of those of whoever is at the keys.
const MARK_CELLS: usize = 2;
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

/// The end of a protection.
#[derive(Clone, Copy, Debug)]
struct Ending {
    days_left: i64,
    /// Whoever is at the keys loses the client by it.
    is_own: bool,
}

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
    /// How their protection ends, where that is what is listed.
    ending: Option<Ending>,
    is_here: bool,
    is_closed: bool,
    /// Whose it is must not be told to whoever looks: found by digits that are masked for them.
    pub is_veiled: bool,
}

impl Row {
    /// A client as far as whoever is at the keys may see them.
    fn read(app: &App, found: Found, owner: Option<&StaffId>, typed: &str) -> Result<Option<Self>, Fault> {
        let Some(card) = query::client_card(app.register(), &found.client)? else { return Ok(None) };
        let (masked, last) = (shown(app.lang(), &card), card.last_visit());
        let is_whole = app.may_read(owner);
        if !is_whole && ask::is_veiled(&app.desk, &found.client, typed)? {
            return Ok(Some(Self::veiled(app.lang(), found, owner.is_some(), typed)));
        }
        Ok(Some(Self {
            by: found.by,
            name: if is_whole { card.name.filter(|name| !name.is_empty()) } else { None }.unwrap_or(masked.name),
            phone: if is_whole { card.phone.unwrap_or_default() } else { masked.phone },
            owner: owner.map(|owner| because::name(app.floor(), owner).to_owned()),
            last,
            ending: None,
            is_here: app.is_here(&found.client),
            is_closed: card.purchases > 0,
            is_veiled: false,
            client: found.client,
        }))
    }

    /// That there is somebody: by what, and whether they are owned.
    fn veiled(lang: Lang, found: Found, is_owned: bool, typed: &str) -> Self {
        Self {
            client: found.client,
            by: found.by,
            name: Phrase::Veiled.get(lang).to_owned(),
            phone: format!("…{}…", phone::digits(typed)),
            owner: is_owned.then(|| Phrase::Owned.get(lang).to_owned()),
            last: None,
            ending: None,
            is_here: false,
            is_closed: false,
            is_veiled: true,
        }
    }
}

/// Which clients are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listed {
    /// Nothing was looked for: who came last.
    #[default]
    Lately,
    /// Those found.
    Found,
    /// Those whose owners are about to lose them.
    Lapsing(Lapsing),
}

/// How many clients owners are about to lose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lapsing {
    /// All of them.
    pub count: usize,
    /// Those of whoever is at the keys.
    pub own: usize,
}

/// The clients listed.
#[derive(Debug, Default)]
pub struct Hits {
    /// The closest first.
    pub rows: Vec<Row>,
    has_more: bool,
    listed: Listed,
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
            rows.extend(Row::read(app, found, owner.as_ref(), typed)?);
        }
        let listed = if typed.is_empty() { Listed::Lately } else { Listed::Found };
        Ok(Self { rows, has_more, listed })
    }

    /// Reads whose protection is about to end, whoever is lost first at the top.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn lapsing(app: &App) -> Result<Self, Fault> {
        let ending = app.ending()?;
        let lapsing = Lapsing { count: ending.len(), own: app.own_of(&ending) };
        let mut rows = Vec::new();
        for (client, protection) in ending.iter().take(LAPSING_MAX) {
            let found = Found { client: client.clone(), by: FoundBy::Recent };
            let row = Row::read(app, found, Some(&protection.owner), "")?;
            let ending = Ending { days_left: protection.days_left, is_own: app.loses(protection) };
            rows.extend(row.map(|row| Row { ending: Some(ending), ..row }));
        }
        Ok(Self { rows, has_more: false, listed: Listed::Lapsing(lapsing) })
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
    fn of(lang: Lang, cells: u16, listed: Listed) -> Self {
        let by = match listed {
            Listed::Lately => 0,
            Listed::Found => lang.pick_cells(BY_CELLS) + 1,
            Listed::Lapsing(_) => MARK_CELLS,
        };
        let closed = width(Phrase::Closed.get(lang)) + 2;
        let least = 1 + by + PHONE_CELLS + AGE_CELLS + 3 + NAME_CELLS + OWNER_CELLS;
        let free = usize::from(cells).saturating_sub(least);
        let has_closed = free > closed + 2 && !matches!(listed, Listed::Lapsing(_));
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
        let note = match (hits.listed, app.keys.are_here()) {
            (Listed::Lapsing(_), _) if app.floor().policies.protection_days == 0 => about::ProtectionOff.get(lang),
            (Listed::Lapsing(_), _) => about::NobodyLapses.get(lang),
            (_, false) => Phrase::Reading.get(lang),
            (Listed::Found, true) => Phrase::Nobody.get(lang),
            (Listed::Lately, true) => Phrase::NobodyYet.get(lang),
        };
        let room = usize::from(inside.width.saturating_sub(1));
        for (row, line) in (0..inside.height).zip(wrap(note, room)) {
            Pen::new(buffer, inside, row).skip(1).put(&line, theme.dim);
        }
        return Vec::new();
    }
    let columns = Columns::of(lang, inside.width, hits.listed);
    draw_heads(app, hits.listed, &columns, Pen::new(buffer, inside, 0));
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

fn draw_heads(app: &App, listed: Listed, columns: &Columns, mut pen: Pen) {
    let (lang, style) = (app.lang(), app.theme().dim);
    let (by, last) = match listed {
        Listed::Lapsing(_) => ("", Phrase::LeftHead),
        Listed::Lately | Listed::Found => (Phrase::ByWhat.get(lang), Phrase::LastHead),
    };
    pen.skip(1).put_in(by, columns.by, style);
    pen.put_in(Phrase::NameHead.get(lang), columns.name, style).skip(1);
    pen.put_in(Phrase::PhoneHead.get(lang), columns.phone, style).skip(1);
    pen.put_in(Phrase::OwnerHead.get(lang), columns.owner, style).skip(1);
    pen.put_in(last.get(lang), AGE_CELLS, style);
}

/// How many are listed.
fn title(app: &App) -> String {
    let (lang, hits) = (app.lang(), &app.screens.clients.hits);
    match hits.listed {
        Listed::Lately => Phrase::Lately.get(lang).to_owned(),
        Listed::Found => {
            let count = format!("{} {}", Phrase::Found.get(lang), hits.rows.len());
            if hits.has_more { format!("{count}+ · {}", Phrase::TypeOn.get(lang)) } else { count }
        }
        Listed::Lapsing(Lapsing { count, own }) => {
            let count = format!("{} {count}", Phrase::Lapsing.get(lang));
            if own > 0 { format!("{count} · {} {own}", Phrase::Yours.get(lang)) } else { count }
        }
    }
}

fn draw_row(app: &App, row: &Row, columns: &Columns, mut pen: Pen, is_chosen: bool) {
    let (lang, theme) = (app.lang(), app.theme());
    let (owner, owner_style) = match &row.owner {
        Some(owner) => (owner.as_str(), theme.text),
        None => ("—", theme.dim),
    };
    let warning = if row.ending.is_some_and(|ending| ending.is_own) { theme.warn } else { theme.text };
    let (last, last_style) = match (row.ending, row.last) {
        (Some(ending), _) => (days_left(lang, ending.days_left), warning),
        _ if row.is_here => (Phrase::Here.get(lang).to_owned(), theme.warn),
        (_, Some(last)) => (age(lang, last, app.now, app.floor().zone), theme.dim),
        (_, None) => ("—".to_owned(), theme.dim),
    };
    pen.put(if is_chosen { ">" } else { " " }, theme.accent);
    match row.ending {
        Some(ending) => pen.put_in(if ending.is_own { "!" } else { "" }, columns.by, theme.warn),
        None => pen.put_in(found_by(lang, row.by), columns.by, theme.good),
    };
    pen.put_in(&row.name, columns.name, theme.text).skip(1);
    pen.put_in(&row.phone, columns.phone, theme.text).skip(1);
    pen.put_in(owner, columns.owner, owner_style).skip(1);
    pen.put_in(&last, AGE_CELLS, last_style);
    if columns.has_closed && row.is_closed {
        pen.skip(1).put(Phrase::Closed.get(lang), theme.good);
    }
}
