//! What leaves the register on paper and in files: exports are noted, receipts are numbered and counted.
//! Both stand for good: what was handed out is not taken back by an undo.

use super::command::{ExportLog, PrintReceipt};
use super::decide::Draft;
use super::event::Event;
use super::fold;
use super::refusal::{Code, Refusal};

/// What no state could make right about an export: no sheet, days of which the last comes first, names in
/// full for no reason.
pub(super) fn check(command: &ExportLog) -> Result<(), Refusal> {
    if command.rows.is_empty() {
        return Err(Refusal::bad_input("`rows` must name a sheet"));
    }
    if command.from.is_some() != command.to.is_some() || command.from > command.to {
        return Err(Refusal::bad_input("`from` and `to` must be days, the first one first"));
    }
    let is_blank = command.reason.as_deref().is_none_or(|reason| fold::clean(reason).is_empty());
    if !command.masked && is_blank {
        return Err(Refusal::bad_input("names in full need a `reason`"));
    }
    Ok(())
}

/// `export.log`.
pub(super) fn export(draft: &mut Draft, command: &ExportLog) {
    let ExportLog { from, to, format, masked, rows, .. } = command.clone();
    draft.record(Event::LogExported { from, to, format, masked, rows });
}

/// `receipt.print`: a deposit has the number of its place among all deposits ever taken, refunded ones too,
/// so that no number is missing and none is given twice.
pub(super) fn receipt(draft: &mut Draft, command: &PrintReceipt) -> Result<(), Refusal> {
    let found = draft.facts.base().deposit(&command.deposit);
    let found = found.ok_or_else(|| Refusal::new(Code::UnknownDeposit).about(&command.deposit))?;
    let copy = found.receipts.saturating_add(1);
    draft.record(Event::ReceiptPrinted { deposit: command.deposit.clone(), number: found.number, copy });
    Ok(())
}
