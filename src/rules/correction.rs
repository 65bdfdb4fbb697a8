//! Corrections (section 11) and the manager's acknowledgements. Nothing is erased: an undo strikes
//! an entry out, and the desk makes the floor again without it.

use super::command::AcknowledgeItem;
use super::decide::Draft;
use super::event::Event;
use super::floor::ItemKind;
use super::refusal::{Code, Refusal};

/// How long the desk may take back a command, in microseconds.
const DESK_UNDO_MICROS: i64 = 10 * 60 * 1_000_000;

/// `undo`: names the entry to strike out.
pub(super) fn undo(draft: &mut Draft) -> Result<(), Refusal> {
    let Some(last) = draft.floor.stamps.last().cloned() else { return Err(Refusal::new(Code::NothingToUndo)) };
    let is_late = draft.header.at.micros_since(last.at) > DESK_UNDO_MICROS;
    // The desk takes back what is its own and not old, whoever stands at it.
    let is_manager = if last.by_manager || is_late { draft.is_by_manager()? } else { false };
    if last.by_manager && !is_manager {
        return Err(Refusal::new(Code::NeedsManager));
    }
    if last.barrier {
        return Err(Refusal::new(Code::NothingToUndo));
    }
    if is_late && !is_manager {
        return Err(Refusal::new(Code::UndoTooLate).with(|detail| detail.at = Some(last.at)));
    }
    draft.record(Event::Undone { entry: last.seq });
    Ok(())
}

/// `inbox.ack`.
pub(super) fn acknowledge_item(draft: &mut Draft, command: &AcknowledgeItem) -> Result<(), Refusal> {
    let item = draft.floor.inbox.iter().find(|item| item.id == command.item);
    let item = item.ok_or_else(|| Refusal::new(Code::UnknownItem).about(&command.item))?;
    if item.kind == ItemKind::Request {
        // A request is answered, not just seen.
        return Err(Refusal::new(Code::WrongState).about(&command.item));
    }
    draft.record(Event::ItemAcknowledged { item: command.item.clone() });
    Ok(())
}
