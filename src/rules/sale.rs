//! Units, deposits, contracts and commission (section 8; rules 3, 5, 24, 25). The register's own
//! indexes forbid a double sale as well; here it is refused kindly.

use super::command::{AddUnit, AgreeCommission, HoldUnit, RefundDeposit, ReleaseUnit, SignContract, TakeDeposit};
use super::decide::{Draft, fresh};
use super::event::Event;
use super::facts::{ClientFacts, DepositFacts, DepositState, UnitStatus};
use super::id::{DepositId, StaffId, UnitId};
use super::ownership;
use super::refusal::{Code, Refusal};
use std::collections::BTreeMap;

/// The whole of a commission, in basis points.
pub const WHOLE_BASIS_POINTS: i64 = 10_000;

/// `unit.add`.
pub(super) fn add_unit(draft: &mut Draft, command: &AddUnit) -> Result<(), Refusal> {
    Draft::check_new(Some(&command.unit), |unit| draft.facts.base().unit(unit).is_some())?;
    draft.record(Event::UnitAdded {
        unit: command.unit.clone(),
        price_fen: command.price_fen,
        area_cm2: command.area_cm2,
    });
    Ok(())
}

/// A unit as it stands now: a hold whose end has come has lapsed.
fn status_of(draft: &Draft, unit: &UnitId) -> Result<UnitStatus, Refusal> {
    match draft.facts.base().unit(unit) {
        None => Err(Refusal::new(Code::UnknownUnit).about(unit)),
        Some(UnitStatus::Held { until, .. }) if until <= draft.header.at => Ok(UnitStatus::Available),
        Some(status) => Ok(status),
    }
}

/// Refuses a unit that has a deposit or a contract, saying when and by whom.
fn check_not_taken(unit: &UnitId, status: &UnitStatus) -> Result<(), Refusal> {
    match status {
        UnitStatus::Reserved { at, by, .. } | UnitStatus::Sold { at, by, .. } => {
            Err(Refusal::by_rule(Code::UnitTaken, 24).about(unit).with(|detail| {
                detail.at = Some(*at);
                detail.staff.clone_from(by);
            }))
        }
        UnitStatus::Available | UnitStatus::Held { .. } => Ok(()),
    }
}

fn held_refusal(unit: &UnitId, until: super::time::Timestamp) -> Refusal {
    Refusal::by_rule(Code::UnitHeld, 24).about(unit).with(|detail| detail.at = Some(until))
}

/// `unit.hold`.
pub(super) fn hold(draft: &mut Draft, command: &HoldUnit) -> Result<(), Refusal> {
    let status = status_of(draft, &command.unit)?;
    let client = draft.known_client(&command.client)?;
    check_not_taken(&command.unit, &status)?;
    if let UnitStatus::Held { until, .. } = status {
        return Err(held_refusal(&command.unit, until));
    }
    draft.record(Event::UnitHeld { unit: command.unit.clone(), client: client.id, until: command.until });
    Ok(())
}

/// `unit.release`.
pub(super) fn release(draft: &mut Draft, command: &ReleaseUnit) -> Result<(), Refusal> {
    match status_of(draft, &command.unit)? {
        UnitStatus::Held { .. } => {}
        _ => return Err(Refusal::new(Code::UnitNotHeld).about(&command.unit)),
    }
    draft.record(Event::UnitReleased { unit: command.unit.clone() });
    Ok(())
}

/// `deposit.take`: the first wins (rule 24).
pub(super) fn take_deposit(draft: &mut Draft, command: &TakeDeposit) -> Result<(), Refusal> {
    let exists = |id: &_| draft.facts.base().deposit(id).is_some();
    Draft::check_new(command.deposit.as_ref(), exists)?;
    let status = status_of(draft, &command.unit)?;
    let client = draft.known_client(&command.client)?;
    if command.amount_fen <= 0 {
        return Err(Refusal::new(Code::BadAmount));
    }
    check_not_taken(&command.unit, &status)?;
    if let UnitStatus::Held { client: holder, until } = status
        && draft.facts.client(&holder).is_none_or(|holder| holder.id != client.id)
    {
        return Err(held_refusal(&command.unit, until));
    }
    let deposit: DepositId = fresh(command.deposit.as_ref(), "d-", draft.floor.serials.deposit, exists);
    let shares = commission(draft, &client);
    draft.record(Event::DepositTaken {
        deposit,
        unit: command.unit.clone(),
        client: client.id,
        amount_fen: command.amount_fen,
        shares,
    });
    Ok(())
}

/// Who poached the client and is to be second in their commission. An owner who once did keeps the client,
/// and the commission with them.
fn excluded_from<'a>(shares: &'a BTreeMap<StaffId, i64>, client: &ClientFacts, owner: &StaffId) -> Option<&'a StaffId> {
    shares.keys().find(|staff| *staff != owner && ownership::is_excluded(client, staff))
}

/// How a client's commission is shared now: as agreed while the owner is in it, else all to the owner.
#[must_use]
pub fn commission(draft: &Draft, client: &ClientFacts) -> BTreeMap<StaffId, i64> {
    let Some(owner) = ownership::owner_of(draft, client, None).owner else { return BTreeMap::new() };
    match &client.shares {
        Some(shares) if shares.contains_key(&owner) && excluded_from(shares, client, &owner).is_none() => {
            shares.clone()
        }
        _ => BTreeMap::from([(owner, WHOLE_BASIS_POINTS)]),
    }
}

fn active_deposit(draft: &Draft, id: &DepositId) -> Result<DepositFacts, Refusal> {
    let deposit = draft.facts.base().deposit(id).ok_or_else(|| Refusal::new(Code::UnknownDeposit).about(id))?;
    match deposit.state {
        DepositState::Active => Ok(deposit),
        DepositState::Refunded | DepositState::Signed => Err(Refusal::new(Code::WrongState).about(id)),
    }
}

/// `deposit.refund`.
pub(super) fn refund(draft: &mut Draft, command: &RefundDeposit) -> Result<(), Refusal> {
    let DepositFacts { unit, client, .. } = active_deposit(draft, &command.deposit)?;
    draft.record(Event::DepositRefunded { deposit: command.deposit.clone(), unit, client });
    Ok(())
}

/// `contract.sign`.
pub(super) fn sign(draft: &mut Draft, command: &SignContract) -> Result<(), Refusal> {
    let DepositFacts { unit, .. } = active_deposit(draft, &command.deposit)?;
    draft.record(Event::ContractSigned { deposit: command.deposit.clone(), unit });
    Ok(())
}

/// `commission.agree` (rule 5): two people, the owner one of them; or the owner alone.
pub(super) fn agree_commission(draft: &mut Draft, command: &AgreeCommission) -> Result<(), Refusal> {
    let client = draft.known_client(&command.client)?;
    for staff in command.shares.keys() {
        draft.known_staff(staff)?;
    }
    let owner = ownership::owner_of(draft, &client, None).owner;
    let shares = &command.shares;
    let sum = shares.values().try_fold(0_i64, |sum, share| sum.checked_add(*share));
    let is_sound = (1..=2).contains(&shares.len())
        && shares.values().all(|share| *share > 0)
        && sum == Some(WHOLE_BASIS_POINTS)
        && owner.as_ref().is_some_and(|owner| shares.contains_key(owner));
    let Some(owner) = owner.filter(|_| is_sound) else {
        return Err(Refusal::by_rule(Code::BadShares, 5));
    };
    if let Some(poacher) = excluded_from(shares, &client, &owner) {
        return Err(Refusal::by_rule(Code::PoacherExcluded, 11).of(poacher));
    }
    draft.record(Event::CommissionAgreed { client: client.id, shares: shares.clone() });
    Ok(())
}
