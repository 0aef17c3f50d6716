//! What the search needs of its neighbours: a way to a message in its chat and back, and whether the store answers.

use crate::app::history::Shelf;
use crate::app::model::Model;
use crate::app::step::{Step, Touched};
use crate::app::windows;
use crate::domain::id::{PeerId, Seq};

/// Shows a message in its chat, chosen.
pub(super) fn jump(model: &mut Model, chat: PeerId, seq: Seq, step: &mut Step) {
    windows::jump(model, chat, seq, step);
    step.touch(Touched::ALL);
}

/// Back to where the reader was before the last jump.
pub(crate) fn back(model: &mut Model, step: &mut Step) {
    if windows::back(model, step) {
        step.touch(Touched::ALL);
    }
}

/// Whether the history is open. Else what is in memory is all there is.
pub(super) fn has_store(model: &Model) -> bool {
    matches!(model.history.shelf, Shelf::Open { .. })
}
