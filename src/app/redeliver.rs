//! What the network actor could not take: kept in order, offered again a moment later, never lost.

use std::collections::VecDeque;
use std::time::Duration;

use super::model::Model;
use super::step::{Effect, Step};
use crate::port::NetCommand;

/// Long enough for the actor to make room, too short to be noticed.
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redeliver {
    held: VecDeque<NetCommand>,
    due: Option<Duration>,
}

impl Redeliver {
    pub(super) fn due(&self) -> Option<Duration> {
        self.due
    }

    /// The session these were for is over; only a login still makes sense.
    pub(super) fn forget(&mut self) {
        self.held.retain(|command| *command == NetCommand::Login);
        if self.held.is_empty() {
            self.due = None;
        }
    }
}

pub(super) fn keep(model: &mut Model, effect: Effect) {
    match effect {
        Effect::Net(command) if !model.network_gone => {
            model.redeliver.held.push_back(command);
            model.redeliver.due = Some(model.now.mono + PAUSE);
        }
        // A title or a bell that could not be told is out of date by now; the rest always can.
        Effect::Net(_) | Effect::Term(_) | Effect::RememberWarning | Effect::Quit => {}
    }
}

/// Offers everything again, once it is due.
pub(super) fn flush(model: &mut Model, step: &mut Step) {
    if model.redeliver.due.is_some_and(|due| due <= model.now.mono) {
        model.redeliver.due = None;
        let held = std::mem::take(&mut model.redeliver.held);
        step.effects.extend(held.into_iter().map(Effect::Net));
    }
}

/// While something is held, what comes later queues up behind it: messages keep their order.
pub(super) fn hold_back(model: &mut Model, step: &mut Step) {
    if model.redeliver.due.is_none() {
        return;
    }
    let effects = std::mem::take(&mut step.effects);
    for effect in effects {
        match effect {
            Effect::Net(command) => model.redeliver.held.push_back(command),
            Effect::Term(_) | Effect::RememberWarning | Effect::Quit => step.effects.push(effect),
        }
    }
}
