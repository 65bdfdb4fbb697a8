//! Whose protection is about to end, for every screen that tells of it: looked for once an entry, since on a
//! large register many clients have to be looked at. It changes with the log alone.

use super::app::App;
use crate::desk::ask;
use crate::register::fault::Fault;
use crate::rules::id::ClientId;
use crate::rules::protection::Protection;
use std::cell::RefCell;
use std::rc::Rc;

/// Clients whose owners are about to lose them, whoever is lost first at the top.
pub type Ending = Rc<Vec<(ClientId, Protection)>>;

/// What was last found, and as of which row of the log.
#[derive(Debug, Default)]
pub struct Lapsing(RefCell<(u64, Ending)>);

impl App {
    /// Whose protection is about to end, as of the last entry.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub(super) fn ending(&self) -> Result<Ending, Fault> {
        let head = self.register().head()?.seq;
        let mut kept = self.lapsing.0.borrow_mut();
        if kept.0 != head {
            *kept = (head, Rc::new(ask::about_to_lapse(&self.desk, None, None)?));
        }
        Ok(Rc::clone(&kept.1))
    }

    /// Whether whoever is at the keys loses the client by the end of a protection.
    pub(super) fn loses(&self, protection: &Protection) -> bool {
        self.actor() == Some(&protection.owner)
    }

    /// How many of these whoever is at the keys is about to lose.
    pub(super) fn own_of(&self, ending: &[(ClientId, Protection)]) -> usize {
        ending.iter().filter(|(_, protection)| self.loses(protection)).count()
    }
}
