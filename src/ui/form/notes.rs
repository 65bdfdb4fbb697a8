//! What is said under the fields of a form while it is filled in: an amount in capitals, how a unit
//! stands, until when it would be held. Says what is there; whether it is allowed is the outlook's.

use super::{Body, Form, Match, deposit};
use crate::desk::ask;
use crate::register::fault::Fault;
use crate::register::sales::{self, UnitState};
use crate::register::{board, query};
use crate::rules::facts::DepositState;
use crate::rules::id::StaffId;
use crate::text::form::{FieldName, FormTitle};
use crate::text::units::{self, Standing};
use crate::text::{because, client, moment, money};
use crate::ui::app::App;
use crate::ui::screen::roster;

impl Form {
    /// Reads again what the form knows of the register: how units stand in its lists, and all that
    /// [`Self::look`] says. For when it is opened and when something was entered since.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn look_again(&mut self, app: &App) -> Result<(), Fault> {
        if matches!(self.title, FormTitle::Deposit | FormTitle::Hold) {
            let board = sales::board(app.register(), app.now)?;
            deposit::relabel(self, app, &board);
            self.board = board;
        }
        self.around = None;
        self.look(app)
    }

    /// Reads again how the clients that its fields have found are shown: somebody else is at the keys.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn read_matches(&mut self, app: &App) -> Result<(), Fault> {
        for field in &mut self.fields {
            if let Body::Client(lookup) = &mut field.body {
                let clients = lookup.matches.iter().map(|found| found.client.clone()).collect();
                let exact = lookup.matches.iter().find(|found| found.exact).map(|found| found.client.clone());
                let typed = lookup.line.value().trim().to_owned();
                lookup.matches = app.matches(clients, exact.as_ref(), &typed)?;
            }
        }
        Ok(())
    }

    /// Says what stands under its fields, and what sending it would do.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn look(&mut self, app: &App) -> Result<(), Fault> {
        match self.title {
            FormTitle::Deposit | FormTitle::Hold => {
                let last = if self.title == FormTitle::Hold { FieldName::Until } else { FieldName::Amount };
                self.notes = vec![(FieldName::Unit, self.unit_note(app)), (last, self.typed_note(app, last))];
            }
            FormTitle::Refund => self.notes = vec![(FieldName::Deposit, self.deposit_note(app)?)],
            FormTitle::AddUnit => self.notes = vec![(FieldName::Price, self.typed_note(app, FieldName::Price))],
            FormTitle::PublishRoster => self.notes = vec![(FieldName::Reason, roster::change_note(app))],
            FormTitle::Agree => self.follow_owner(app)?,
            FormTitle::Arrival => self.hint(app)?,
            _ => {}
        }
        self.foresee(app);
        Ok(())
    }

    /// What stands under a field.
    pub fn note(&self, name: FieldName) -> Option<&str> {
        self.notes.iter().find(|(of, _)| *of == name).map(|(_, note)| note.as_str())
    }

    /// How the unit chosen stands, what it is and what it costs.
    fn unit_note(&self, app: &App) -> String {
        let Some(id) = self.text(FieldName::Unit) else { return String::new() };
        let Some(unit) = self.board.iter().find(|unit| unit.id.as_str() == id) else { return String::new() };
        let lang = app.lang();
        let time = |at| units::moment(at, app.now, app.floor().zone);
        let staff = |by: &Option<StaffId>| {
            by.as_ref().map_or_else(String::new, |staff| because::name(app.floor(), staff).to_owned())
        };
        // A hold may have lapsed since the board was read.
        let state = match &unit.state {
            UnitState::Held { until, .. } if *until <= app.now => &UnitState::Available,
            state => state,
        };
        let word = Standing::of(state).word(lang).to_owned();
        let facts = match state {
            // That it is free and what it costs stands beside its id already.
            UnitState::Available => vec![
                unit.layout.clone().unwrap_or_default(),
                unit.area_cm2.map(|area| units::area(lang, area)).unwrap_or_default(),
            ],
            UnitState::Held { client, until, by, .. } => {
                let held = units::held(lang, &client::name(lang, client.name.as_deref()), &time(*until));
                vec![held, staff(by)]
            }
            UnitState::Reserved(sale) | UnitState::Sold(sale) => vec![word, staff(&sale.by), time(sale.at)],
        };
        facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join("  ")
    }

    /// What the text typed in a field means: an amount in figures and capitals, or a time.
    fn typed_note(&self, app: &App, name: FieldName) -> String {
        let lang = app.lang();
        let Some(typed) = self.text(name) else { return String::new() };
        match name {
            FieldName::Until => {
                let until = moment::read(&typed, app.now, app.floor().zone);
                until.map_or_else(String::new, |until| {
                    let at = units::moment(until, app.now, app.floor().zone);
                    format!("{at}  {}", units::left(lang, until, app.now))
                })
            }
            _ => money::parse_yuan(&typed)
                .map_or_else(String::new, |fen| format!("{}  {}", units::yuan(lang, fen), money::capitals(fen))),
        }
    }

    /// On which unit, from whom and how much.
    fn deposit_note(&self, app: &App) -> Result<String, Fault> {
        let Some(id) = self.text(FieldName::Deposit) else { return Ok(String::new()) };
        let found = board::deposit(app.register(), &id)?.filter(|found| found.state != DepositState::Refunded);
        let Some(found) = found else { return Ok(String::new()) };
        let card = query::client_card(app.register(), &found.client)?;
        let name = client::name(app.lang(), card.as_ref().and_then(|card| card.name.as_deref()));
        let amount = units::yuan(app.lang(), found.amount_fen);
        Ok(format!("{}  {name}  {amount}  {}", found.unit, money::capitals(found.amount_fen)))
    }

    /// While the client is being chosen, the owner is whoever the client belongs to.
    fn follow_owner(&mut self, app: &App) -> Result<(), Fault> {
        let is_choosing = self.focused().is_some_and(|field| field.name == FieldName::Client);
        if !is_choosing && self.text(FieldName::Owner).is_some() {
            return Ok(());
        }
        let client = self.lookup(FieldName::Client).and_then(super::Lookup::chosen).map(|found: &Match| &found.client);
        let owner = client.map_or(Ok(None), |client| ask::owner_of(&app.desk, client))?;
        let field = self.fields.iter_mut().find(|field| field.name == FieldName::Owner);
        if let Some(Body::Choice(choice)) = field.map(|field| &mut field.body) {
            choice.choose(owner.as_ref().map(StaffId::as_str));
        }
        Ok(())
    }
}
