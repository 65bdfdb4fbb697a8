//! Protection (policy `protection_days`): until when an owner keeps a client who does not come, and whom
//! owners lost. That a lapsed owner counts as none is `ownership`'s; this tells when, and puts it on record.

use super::decide::Draft;
use super::event::Event;
use super::facts::ClientFacts;
use super::id::{ClientId, StaffId};
use super::ownership;
use super::time::Timestamp;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;
/// From when on it is soon, at the latest: so many days before the end.
const SOON_DAYS_MAX: i64 = 7;

/// When an owner's protection ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// Whose client they are, or were.
    pub owner: StaffId,
    /// When the client, their household or their company was last here, or a manager last gave them to somebody.
    pub seen: Timestamp,
    /// When the protection ends.
    pub until: Timestamp,
    /// Whole days left, a part of one counted; 0 when it has ended.
    pub days_left: i64,
    /// Whether a quarter of the time or less is left, or a week.
    pub is_soon: bool,
}

impl Protection {
    /// Whether it has ended.
    #[must_use]
    pub const fn has_lapsed(&self) -> bool {
        self.days_left == 0
    }
}

/// The protection of a client's written owner; nothing where it cannot lapse: the policy is off, the client
/// has bought, belongs to nobody or to someone who has left, or was never here.
#[must_use]
pub fn protection(draft: &Draft, client: &ClientFacts) -> Option<Protection> {
    let days = i64::from(draft.floor.policies.protection_days);
    let owner = client.owner.clone().filter(|owner| draft.floor.employed(owner).is_some())?;
    if days == 0 || client.is_closed() {
        return None;
    }
    let seen = ownership::last_contact(draft, client, None)?;
    let until = Timestamp::from_micros(seen.micros().saturating_add(days * DAY), seen.offset_seconds());
    let left = until.micros_since(draft.header.at).max(0);
    let days_left = left / DAY + i64::from(left % DAY > 0);
    let is_soon = left <= soon(days);
    Some(Protection { owner, seen, until, days_left, is_soon })
}

/// Microseconds before the end from which on it is soon.
fn soon(days: i64) -> i64 {
    (days * DAY / 4).clamp(DAY, SOON_DAYS_MAX * DAY)
}

/// Everybody whose protection may end within so many days, or soon; more may be named, none is left out.
#[must_use]
pub fn candidates(draft: &Draft, within_days: Option<u32>) -> Vec<ClientId> {
    let days = i64::from(draft.floor.policies.protection_days);
    if days == 0 {
        return Vec::new();
    }
    let within = within_days.map_or_else(|| soon(days), |within| i64::from(within).saturating_mul(DAY));
    let now = draft.header.at;
    let at = |micros: i64| Timestamp::from_micros(micros, now.offset_seconds());
    let from = now.micros().saturating_sub(days * DAY);
    draft.facts.base().seen_between(at(from), at(from.saturating_add(within).min(now.micros())))
}

/// Puts on record whom owners lost since this was last looked at; when a day opens.
pub(super) fn note_lapses(draft: &mut Draft, since: Option<Timestamp>) {
    let days = i64::from(draft.floor.policies.protection_days);
    let Some(since) = since.filter(|_| days > 0) else { return };
    let now = draft.header.at;
    let back = |at: Timestamp| Timestamp::from_micros(at.micros().saturating_sub(days * DAY), at.offset_seconds());
    let lapsed: Vec<(ClientId, StaffId)> = draft
        .facts
        .base()
        .seen_between(back(since), back(now))
        .into_iter()
        .filter_map(|id| {
            let client = draft.facts.client(&id).filter(|client| client.id == id)?;
            let protection = protection(draft, &client)?;
            let is_new = protection.has_lapsed() && protection.until > since;
            is_new.then_some((id, protection.owner))
        })
        .collect();
    for part in lapsed.chunks(LAPSES_AN_EVENT) {
        draft.record(Event::ProtectionLapsed { lapsed: part.to_vec() });
    }
}

/// So many clients stand in one fact; more make several.
const LAPSES_AN_EVENT: usize = 500;
