//! A field in which a client is looked for: by digits where a number is asked for, by anything known
//! of them elsewhere.

use crate::register::fault::Fault;
use crate::rules::id::ClientId;
use crate::rules::phone;
use crate::rules::time::Timestamp;
use crate::text::{Lang, clients};
use crate::ui::app::App;
use crate::ui::input::TextLine;

/// What is typed to find a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The number itself; it is kept when nobody has it.
    Number,
    /// Anything known of them; only a client of the register will do.
    Anything,
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
    /// Since when they are the owner.
    pub since: Option<Timestamp>,
    /// When the client was last here.
    pub last: Option<Timestamp>,
    /// Whether they have bought.
    pub closed: bool,
    /// Whether the number typed is theirs to the last digit.
    pub exact: bool,
    /// Whether they are on the floor now.
    pub here: bool,
}

impl Match {
    /// That there is somebody, and whether they are owned.
    pub fn veiled(lang: Lang, client: ClientId, is_owned: bool, typed: &str) -> Self {
        Self {
            client,
            name: clients::Phrase::Veiled.get(lang).to_owned(),
            phone: format!("…{}…", phone::digits(typed)),
            owner: is_owned.then(|| clients::Phrase::Owned.get(lang).to_owned()),
            since: None,
            last: None,
            closed: false,
            exact: false,
            here: false,
        }
    }
}

/// What was typed, the clients that it may mean, and the one chosen.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// What was typed.
    pub line: TextLine,
    /// The clients that it may mean.
    pub matches: Vec<Match>,
    /// Which of them is chosen.
    pub picked: Option<usize>,
    /// What is typed.
    pub by: By,
}

impl Lookup {
    /// A field for a number.
    pub fn number() -> Self {
        Self { line: TextLine::default(), matches: Vec::new(), picked: None, by: By::Number }
    }

    /// A field for a client, filled in when one is given.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn client(app: &App, client: Option<&ClientId>) -> Result<Self, Fault> {
        let matches = client.map_or_else(|| Ok(Vec::new()), |client| app.matches_of(vec![client.clone()]))?;
        let picked = (!matches.is_empty()).then_some(0);
        Ok(Self { line: TextLine::default(), matches, picked, by: By::Anything })
    }

    /// The client chosen: the one gone to, else the only one or the one whose number it is.
    pub fn chosen(&self) -> Option<&Match> {
        let only = match self.matches.as_slice() {
            [only] if self.by == By::Anything && !self.line.value().trim().is_empty() => Some(only),
            matches => matches.iter().find(|found| found.exact),
        };
        self.picked.and_then(|at| self.matches.get(at)).or(only)
    }

    /// Keeps the one chosen and nothing else; tells whether that changed anything.
    pub fn settle(&mut self) -> bool {
        let is_settled = self.line.value().is_empty() && self.matches.len() == 1 && self.picked == Some(0);
        let Some(chosen) = self.chosen().cloned().filter(|_| !is_settled && self.by == By::Anything) else {
            return false;
        };
        (self.line, self.matches, self.picked) = (TextLine::default(), vec![chosen], Some(0));
        true
    }

    /// Goes to the match after or before; past the ends none is chosen.
    pub fn choose(&mut self, forward: bool) {
        let Some(last) = self.matches.len().checked_sub(1) else { return };
        self.picked = match (self.picked, forward) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(at), true) => (at < last).then_some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
    }

    /// Looks up whom what was typed may mean; with nothing typed, those on the floor now.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn suggest(&mut self, app: &App) -> Result<(), Fault> {
        let typed = self.line.value().trim();
        self.matches = match self.by {
            By::Number => app.clients_like(typed)?,
            By::Anything if typed.is_empty() => app.clients_here()?,
            By::Anything => app.clients_found(typed)?,
        };
        if self.picked.is_some_and(|at| at >= self.matches.len()) {
            self.picked = None;
        }
        Ok(())
    }
}
