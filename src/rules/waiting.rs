//! Waiting (section 5): after every accepted command, whoever can be received is.

use super::decide::Draft;
use super::id::VisitId;
use super::routing;

/// Lets waiting visits in until none finds a receiver: first those whose wanted person may receive,
/// then whoever else, always from the front.
pub fn settle(draft: &mut Draft) {
    while let Some(visit) = next_wanted(draft).or_else(|| next_routed(draft)) {
        routing::route(draft, &visit);
    }
}

fn next_wanted(draft: &Draft) -> Option<VisitId> {
    draft.floor.waiting.iter().find(|visit| routing::wanted_may_receive(draft, visit)).cloned()
}

fn next_routed(draft: &Draft) -> Option<VisitId> {
    draft.floor.waiting.iter().find(|visit| routing::finds_receiver(draft, visit)).cloned()
}
