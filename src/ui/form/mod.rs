//! Forms: fields that become a command. A form keeps what was typed until its command is accepted.

mod arrival;
mod call;
mod choice;
pub mod deposit;
mod details;
mod people;
mod take;
mod unit;
pub mod view;

use super::input::TextLine;
use crate::register::fault::Fault;
use crate::rules::command::Command;
use crate::rules::floor::Floor;
use crate::rules::fold::half_width;
use crate::rules::id::{ClientId, StaffId, UnitId, VisitId};
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::{Lang, because};
use crate::ui::action::{Edit, Task};
use crate::ui::app::App;
use crate::ui::task::short_id;
pub use choice::{Choice, Opt};

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Body {
    /// A line of text.
    Text(TextLine),
    /// A choice.
    Choice(Choice),
    /// Yes or no.
    Flag(bool),
}

/// One field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: FieldName,
    /// What it holds.
    pub body: Body,
    /// What is wrong with it.
    pub error: Option<Trouble>,
}

/// A client that what was typed may mean.
#[derive(Clone, Debug)]
pub struct Match {
    /// The client.
    pub client: ClientId,
    /// Name, as far as the screen shows it.
    pub name: String,
    /// Number, masked.
    pub phone: String,
    /// The owner's name.
    pub owner: Option<String>,
    /// Visits received.
    pub receptions: u32,
    /// Whether they have bought.
    pub closed: bool,
    /// Whether the number typed is theirs to the last digit.
    pub exact: bool,
    /// Whether they are on the floor now.
    pub here: bool,
}

/// A form being filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it registers.
    pub title: FormTitle,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Which field is typed in.
    pub focus: usize,
    /// Why its command was refused.
    pub refusal: Option<String>,
    /// Clients that the number may mean.
    pub matches: Vec<Match>,
    /// Which of them is chosen.
    pub picked: Option<usize>,
    /// The first question's answer.
    pub been_before: Option<bool>,
    /// The second question's answer.
    pub received_by: Option<Received>,
}

/// The second question's answer.
#[derive(Clone, Debug)]
pub enum Received {
    /// By this one.
    By(StaffId),
    /// The visitor does not remember.
    Forgotten,
}

/// A field that is not right.
pub type Wrong = (FieldName, Trouble);

impl Form {
    fn new(title: FormTitle, fields: Vec<(FieldName, Body)>) -> Self {
        let fields = fields.into_iter().map(|(name, body)| Field { name, body, error: None }).collect();
        Self {
            title,
            fields,
            focus: 0,
            refusal: None,
            matches: Vec::new(),
            picked: None,
            been_before: None,
            received_by: None,
        }
    }

    /// Opens the form of a task; nothing for a task that has none.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn open(app: &App, task: Task) -> Result<Option<Self>, Fault> {
        let mut form = match task {
            Task::Arrival => arrival::open(app),
            Task::Call => call::open(app),
            Task::Take => take::open(app),
            Task::Deposit => deposit::open(app)?,
            Task::Details => details::open(app),
            Task::AddStaff => people::open(app),
            Task::AddUnit => unit::open(),
            _ => return Ok(None),
        };
        form.suggest(app)?;
        Ok(Some(form))
    }

    /// The command that the form stands for, and who gives it when a field says so.
    ///
    /// # Errors
    /// The first field that is not right.
    pub fn command(&self, app: &App) -> Result<(Command, Option<StaffId>), Wrong> {
        let command = match self.title {
            FormTitle::Arrival => arrival::command(self, app)?,
            FormTitle::Call => call::command(self)?,
            FormTitle::Take => take::command(self)?,
            FormTitle::Deposit => return deposit::command(self),
            FormTitle::Details => details::command(self)?,
            FormTitle::AddStaff => people::command(self, app)?,
            FormTitle::AddUnit => unit::command(self)?,
        };
        Ok((command, None))
    }

    /// The field that is typed in.
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    fn field(&self, name: FieldName) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The text of a field; nothing when it is blank.
    fn text(&self, name: FieldName) -> Option<String> {
        match &self.field(name)?.body {
            Body::Text(line) => Some(line.value().trim().to_owned()).filter(|text| !text.is_empty()),
            Body::Choice(choice) => choice.chosen()?.value.clone(),
            Body::Flag(_) => None,
        }
    }

    fn needed(&self, name: FieldName) -> Result<String, Wrong> {
        self.text(name).ok_or((name, Trouble::Needed))
    }

    fn staff(&self, name: FieldName) -> Option<StaffId> {
        self.text(name).map(StaffId::from)
    }

    fn flag(&self, name: FieldName) -> bool {
        matches!(self.field(name).map(|field| &field.body), Some(Body::Flag(true)))
    }

    /// A telephone number, which must be one when it is given.
    fn phone(&self) -> Result<Option<String>, Wrong> {
        match self.text(FieldName::Phone) {
            Some(text) if crate::rules::phone::normalise(&text).is_none() => {
                Err((FieldName::Phone, Trouble::NotAPhone))
            }
            other => Ok(other),
        }
    }

    /// The client chosen among the matches.
    pub fn picked_client(&self) -> Option<&Match> {
        self.picked.and_then(|at| self.matches.get(at))
    }

    /// Shows what is wrong with a field and goes there.
    pub fn complain(&mut self, (name, trouble): Wrong) {
        for (at, field) in self.fields.iter_mut().enumerate() {
            field.error = (field.name == name).then_some(trouble);
            if field.name == name {
                self.focus = at;
            }
        }
    }

    /// Goes to the next field or the one before.
    pub fn walk(&mut self, forward: bool) {
        let count = self.fields.len().max(1);
        self.focus = if forward { (self.focus + 1) % count } else { (self.focus + count - 1) % count };
    }

    /// Types a character into the field.
    pub fn type_char(&mut self, c: char) {
        let is_number = |name| {
            matches!(
                name,
                FieldName::Phone | FieldName::Referrer | FieldName::Party | FieldName::Amount | FieldName::Price
            )
        };
        self.touch();
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        match &mut field.body {
            Body::Text(line) => line.insert(if is_number(field.name) { half_width(c) } else { c }),
            Body::Choice(choice) => choice.type_char(c),
            Body::Flag(on) if c == ' ' => *on = !*on,
            Body::Flag(_) => {}
        }
    }

    /// Changes the line of the field.
    pub fn edit(&mut self, edit: Edit) {
        self.touch();
        match self.fields.get_mut(self.focus).map(|field| &mut field.body) {
            Some(Body::Text(line)) => line.edit(edit),
            Some(Body::Choice(choice)) => choice.reset(),
            _ => {}
        }
    }

    /// Chooses the option or the match before or after.
    pub fn choose(&mut self, forward: bool) {
        match self.fields.get_mut(self.focus).map(|field| (field.name, &mut field.body)) {
            Some((_, Body::Choice(choice))) => choice.step(forward),
            Some((_, Body::Flag(on))) => *on = !*on,
            Some((FieldName::Phone, _)) if !self.matches.is_empty() => {
                let last = self.matches.len() - 1;
                self.picked = match (self.picked, forward) {
                    (None, true) => Some(0),
                    (None, false) => Some(last),
                    (Some(at), true) => (at < last).then_some(at + 1),
                    (Some(at), false) => at.checked_sub(1),
                };
            }
            _ => self.walk(forward),
        }
    }

    /// Something changes: what was wrong is wrong no more, and the questions are open again.
    fn touch(&mut self) {
        self.refusal = None;
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        field.error = None;
        if field.name == FieldName::Phone {
            self.picked = None;
            self.been_before = None;
            self.received_by = None;
        }
    }

    /// Looks up which clients the number may mean.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn suggest(&mut self, app: &App) -> Result<(), Fault> {
        let looks_up = matches!(self.title, FormTitle::Arrival | FormTitle::Call | FormTitle::Deposit);
        if !looks_up || self.focused().is_some_and(|field| field.name != FieldName::Phone) {
            return Ok(());
        }
        let typed = self.text(FieldName::Phone).unwrap_or_default();
        let here = self.title == FormTitle::Deposit && typed.is_empty();
        self.matches = if here { app.clients_here()? } else { app.clients_like(&typed)? };
        if self.picked.is_some_and(|at| at >= self.matches.len()) {
            self.picked = None;
        }
        Ok(())
    }
}

/// The open receptions and waiting visits as options.
fn open_visits(app: &App) -> Vec<Opt> {
    let floor = app.floor();
    let open = floor.receiving.iter().chain(&floor.waiting);
    open.filter_map(|id| Some(visit_option(app, id, floor.visit(id)?.receiver.as_ref()))).collect()
}

fn visit_option(app: &App, id: &VisitId, receiver: Option<&StaffId>) -> Opt {
    let receiver = receiver.map_or("—", |staff| because::name(app.floor(), staff));
    let label = format!("{id} {} {receiver}", app.client_of(id));
    Opt { value: Some(id.to_string()), label, search: vec![id.to_string(), short_id(id.as_str()).to_owned()] }
}

/// Salespeople who work here, in today's order first.
fn salespeople(floor: &Floor) -> Vec<Opt> {
    let others = floor.salespeople().filter(|id| !floor.in_order(id));
    floor.order.iter().chain(others).map(|id| Opt::staff(floor, id)).collect()
}

fn with_none(lang: Lang, options: Vec<Opt>) -> Vec<Opt> {
    std::iter::once(Opt::none(lang)).chain(options).collect()
}

fn line() -> Body {
    Body::Text(TextLine::default())
}

fn unit_id(text: &str) -> UnitId {
    UnitId::from(text)
}
