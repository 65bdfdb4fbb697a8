//! What a task is about: what the screen had chosen when it was begun.

use crate::rules::id::{CallId, ClientId, DepositId, ItemId, StaffId, UnitId, ViolationId, VisitId};

/// The things that a screen has chosen; a form begun there is filled in with them.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// A client.
    pub client: Option<ClientId>,
    /// A visit.
    pub visit: Option<VisitId>,
    /// Someone on the staff.
    pub staff: Option<StaffId>,
    /// A unit.
    pub unit: Option<UnitId>,
    /// A deposit.
    pub deposit: Option<DepositId>,
    /// A call.
    pub call: Option<CallId>,
    /// An item of the inbox.
    pub item: Option<ItemId>,
    /// A violation.
    pub violation: Option<ViolationId>,
}
