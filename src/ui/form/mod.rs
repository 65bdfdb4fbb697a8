//! Forms: fields that become a command. A form keeps what was typed until its command is accepted.

mod agree;
mod arrival;
mod call;
mod choice;
mod client;
pub mod deposit;
mod details;
mod filter;
mod hint;
mod lookup;
mod notes;
pub mod order;
mod outlook;
mod paste;
mod pending;
mod people;
mod pin;
mod project;
mod roster;
mod rulebook;
mod take;
mod unit;
pub mod view;
mod violation;
mod word;

use super::input::{SecretLine, TextLine};
use crate::register::fault::Fault;
use crate::register::hints::Around;
use crate::register::sales::UnitLine;
use crate::rules::command::{Command, Role};
use crate::rules::floor::Floor;
use crate::rules::fold::half_width;
use crate::rules::id::{ClientId, StaffId, UnitId, VisitId};
use crate::text::form::{FieldName, FormTitle, Trouble};
use crate::text::{Lang, because};
use crate::ui::action::{Edit, Task};
use crate::ui::app::App;
use crate::ui::screen::rules::Part;
use crate::ui::task::short_id;
pub use choice::{Choice, Opt};
pub use lookup::{Lookup, Match};
pub use outlook::Outlook;
use paste::filled;
pub use pending::Pending;

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Body {
    /// A line of text.
    Text(TextLine),
    /// A choice.
    Choice(Choice),
    /// Yes or no.
    Flag(bool),
    /// A number or a client, looked for in the register.
    Client(Lookup),
    /// Digits that are not shown.
    Secret(SecretLine),
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
    /// What sending it would do, as far as it is filled in.
    pub outlook: Option<Outlook>,
    /// What is said under a field of what stands in it; a row is kept for each.
    pub notes: Vec<(FieldName, String)>,
    /// Whom what was typed looks like.
    pub hint: Option<String>,
    /// Whoever is near the number typed.
    around: Option<Around>,
    /// The other projects that the register knows, for the field that asks for one.
    pub projects: Vec<String>,
    /// How units stood when the form was opened, and after what others have entered since.
    board: Vec<UnitLine>,
    /// What it is about besides its fields.
    about: Option<Pending>,
    /// The part of the rulebook that is changed.
    part: Option<Part>,
    /// The order that today's becomes, once its reason is given.
    pub order: Vec<StaffId>,
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
            outlook: None,
            notes: Vec::new(),
            hint: None,
            around: None,
            projects: Vec::new(),
            board: Vec::new(),
            about: None,
            part: None,
            order: Vec::new(),
            been_before: None,
            received_by: None,
        }
    }

    /// The same form, typed in at another field first.
    fn at(mut self, name: FieldName) -> Self {
        self.focus = self.fields.iter().position(|field| field.name == name).unwrap_or(0);
        self
    }

    /// Opens the form of a task; nothing for a task that has none.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn open(app: &App, task: Task) -> Result<Option<Self>, Fault> {
        let mut form = match task {
            Task::Arrival => arrival::open(app)?,
            Task::Call => call::open(app)?,
            Task::Take => take::open(app),
            Task::Reassign => take::open_reassign(app),
            Task::Deposit => deposit::open(app)?,
            Task::Details => details::open(app)?,
            Task::AddStaff => people::open(app),
            Task::AddUnit => unit::open(),
            Task::Hold => unit::open_hold(app)?,
            Task::Refund => deposit::open_refund(app),
            Task::Agree => agree::open(app)?,
            Task::Link => client::open_link(app)?,
            Task::Transfer => client::open_transfer(app)?,
            Task::AddProject => project::open(),
            Task::Record => violation::open(app)?,
            Task::Void => violation::open_void(app),
            Task::SetPin => pin::open(app),
            Task::Filter => filter::open(app)?,
            Task::PublishRoster => roster::open(),
            Task::EditPart | Task::AddPart => {
                let form = if task == Task::EditPart { rulebook::open(app) } else { rulebook::open_new(app) };
                let Some(form) = form else { return Ok(None) };
                form
            }
            Task::CallIn | Task::SendHome | Task::EndLeave => order::open(app, task),
            _ => return Ok(None),
        };
        form.suggest(app)?;
        form.look_again(app)?;
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
            FormTitle::Reassign => take::reassign(self, app)?,
            FormTitle::Deposit => return deposit::command(self),
            FormTitle::Details => details::command(self)?,
            FormTitle::AddStaff => people::command(self, app)?,
            FormTitle::AddUnit => unit::command(self)?,
            FormTitle::Hold => unit::hold(self, app)?,
            FormTitle::Refund => deposit::refund(self)?,
            FormTitle::Agree => agree::command(self)?,
            FormTitle::Link => client::link(self)?,
            FormTitle::Transfer => client::transfer(self)?,
            FormTitle::AddProject => project::command(self)?,
            FormTitle::Record => violation::command(self)?,
            FormTitle::Void => violation::void(self)?,
            FormTitle::PublishRoster => roster::command(self, app)?,
            FormTitle::Ask | FormTitle::Refuse | FormTitle::Rule => self.about_command()?,
            FormTitle::SetPin => return pin::command(self, app),
            FormTitle::RuleWords | FormTitle::PolicyValue | FormTitle::ViolationTerms | FormTitle::AbsenceReason => {
                rulebook::command(self)?
            }
            title if order::changes_order(title) => order::command(self, app)?,
            // A filter is no command: it changes what is shown, and is asked for by `filter`.
            _ => return Err((FieldName::Staff, Trouble::Needed)),
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
            Body::Client(lookup) => Some(lookup.line.value().trim().to_owned()).filter(|text| !text.is_empty()),
            Body::Choice(choice) => choice.chosen()?.value.clone(),
            Body::Flag(_) | Body::Secret(_) => None,
        }
    }

    fn lookup(&self, name: FieldName) -> Option<&Lookup> {
        match &self.field(name)?.body {
            Body::Client(lookup) => Some(lookup),
            _ => None,
        }
    }

    /// The client chosen in a field.
    fn client(&self, name: FieldName) -> Result<ClientId, Wrong> {
        let chosen = self.lookup(name).and_then(Lookup::chosen);
        chosen.map(|found| found.client.clone()).ok_or((name, Trouble::NoClient))
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
        if let Some(left) = self.fields.get_mut(self.focus) {
            left.error = left.error.or_else(|| left.trouble_when_left());
        }
        self.focus = if forward { (self.focus + 1) % count } else { (self.focus + count - 1) % count };
    }

    /// Types a character into the field.
    pub fn type_char(&mut self, c: char) {
        self.touch();
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        let c = if field.is_number() { half_width(c) } else { c };
        match &mut field.body {
            Body::Text(line) => line.insert(c),
            Body::Client(lookup) => lookup.line.insert(c),
            Body::Secret(line) => line.insert(c),
            Body::Choice(choice) => choice.type_char(c),
            Body::Flag(on) if c == ' ' => *on = !*on,
            Body::Flag(_) => {}
        }
        field.error = field.trouble_while_typing();
    }

    /// Changes the line of the field.
    pub fn edit(&mut self, edit: Edit) {
        self.touch();
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        match &mut field.body {
            Body::Text(line) => line.edit(edit),
            Body::Client(lookup) => lookup.line.edit(edit),
            Body::Secret(line) => line.edit(edit),
            Body::Choice(choice) if edit == Edit::Backspace => choice.erase(),
            Body::Choice(choice) => choice.reset(),
            Body::Flag(_) => {}
        }
        field.error = field.trouble_while_typing();
    }

    /// Chooses the option or the match before or after.
    pub fn choose(&mut self, forward: bool) {
        if self.offers_projects() {
            self.offer_project(forward);
            return;
        }
        if let Some(field) = self.fields.get_mut(self.focus).filter(|field| matches!(field.body, Body::Choice(_))) {
            field.error = None;
        }
        match self.fields.get_mut(self.focus).map(|field| (field.name, &mut field.body)) {
            Some((_, Body::Choice(choice))) => choice.step(forward),
            Some((_, Body::Flag(on))) => *on = !*on,
            Some((_, Body::Client(lookup))) if !lookup.matches.is_empty() => lookup.choose(forward),
            _ => self.walk(forward),
        }
    }

    /// Something changes: what was wrong is wrong no more, and the questions are open again.
    fn touch(&mut self) {
        self.refusal = None;
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        field.error = None;
        if let Body::Client(lookup) = &mut field.body {
            lookup.picked = None;
        }
        if field.name == FieldName::Phone {
            self.been_before = None;
            self.received_by = None;
        }
    }

    /// Enter in a field for a client chooses the client and goes on to the next field; tells whether it did.
    pub fn settle_client(&mut self) -> bool {
        if self.title == FormTitle::Filter || self.focus + 1 >= self.fields.len() {
            return false;
        }
        let is_settled = match self.fields.get_mut(self.focus).map(|field| &mut field.body) {
            Some(Body::Client(lookup)) => lookup.settle(),
            _ => false,
        };
        if is_settled {
            self.walk(true);
        }
        is_settled
    }

    /// Looks up which clients what is typed may mean.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn suggest(&mut self, app: &App) -> Result<(), Fault> {
        match self.fields.get_mut(self.focus).map(|field| &mut field.body) {
            Some(Body::Client(lookup)) if lookup.picked.is_none() => lookup.suggest(app),
            _ => Ok(()),
        }
    }

    /// Digits that are no whole number yet choose the only client whom they name, never one of several;
    /// tells whether that was it.
    pub fn choose_only_match(&mut self, (name, trouble): Wrong) -> bool {
        let field = self.fields.iter_mut().find(|field| field.name == name);
        let Some(Field { body: Body::Client(lookup), .. }) = field else { return false };
        if trouble != Trouble::NotAPhone || lookup.picked.is_some() || lookup.matches.is_empty() {
            return false;
        }
        if lookup.matches.len() == 1 {
            lookup.picked = Some(0);
        } else {
            self.complain((name, Trouble::PartOfNumber));
        }
        true
    }
}

impl Field {
    /// Whether figures are typed in it.
    const fn is_number(&self) -> bool {
        matches!(
            self.name,
            FieldName::Phone
                | FieldName::Referrer
                | FieldName::Party
                | FieldName::Amount
                | FieldName::Price
                | FieldName::Area
                | FieldName::Share
                | FieldName::Until
                | FieldName::Day
                | FieldName::Days
        )
    }

    /// What is typed in it.
    fn typed(&self) -> &str {
        match &self.body {
            Body::Text(line) => line.value().trim(),
            Body::Client(lookup) => lookup.line.value().trim(),
            Body::Choice(_) | Body::Flag(_) | Body::Secret(_) => "",
        }
    }

    /// What no further letter can put right.
    fn trouble_while_typing(&self) -> Option<Trouble> {
        let typed = self.typed();
        if typed.is_empty() {
            return None;
        }
        match self.name {
            FieldName::Phone | FieldName::Referrer if !crate::rules::phone::may_become(typed) => {
                Some(Trouble::NotAPhone)
            }
            FieldName::Party if typed.parse::<u32>().is_err() => Some(Trouble::NotANumber),
            FieldName::Amount | FieldName::Price
                if !typed.ends_with(['.', ',', '-']) && crate::text::money::parse_yuan(typed).is_none() =>
            {
                Some(Trouble::NotAnAmount)
            }
            FieldName::Unit if !crate::rules::id::is_valid(typed) => Some(Trouble::NotAnId),
            _ => None,
        }
    }

    /// What is wrong with it once it is left.
    fn trouble_when_left(&self) -> Option<Trouble> {
        let typed = self.typed();
        let is_unfinished = match &self.body {
            Body::Client(lookup) if lookup.by == lookup::By::Number => lookup.matches.is_empty(),
            _ => false,
        };
        (is_unfinished && !typed.is_empty() && crate::rules::phone::normalise(typed).is_none())
            .then_some(Trouble::NotAPhone)
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
    let label = format!("{id} {} {receiver}", app.scene().client_of(id));
    Opt { value: Some(id.to_string()), label, search: vec![id.to_string(), short_id(id.as_str()).to_owned()] }
}

/// Salespeople who work here, in today's order first.
fn salespeople(floor: &Floor) -> Vec<Opt> {
    let others = floor.salespeople().filter(|id| !floor.in_order(id));
    floor.order.iter().chain(others).map(|id| Opt::staff(floor, id)).collect()
}

/// Everybody who works here: salespeople first, then the office and the managers.
fn everybody(floor: &Floor) -> Vec<Opt> {
    let others = floor.staff.iter().filter(|(_, person)| person.role != Role::Sales && !person.departed);
    let mut staff = salespeople(floor);
    staff.extend(others.map(|(id, _)| Opt::staff(floor, id)));
    staff
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
