//! What an actor could not take: kept in order, offered again a moment later, never lost.

use std::collections::VecDeque;
use std::time::Duration;

use super::model::Model;
use super::step::{Effect, Step};
use crate::port::NetCommand;
use crate::port::media::MediaCommand;
use crate::port::store::StoreCommand;

/// Long enough for an actor to make room, too short to be noticed.
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redeliver {
    net: Lane<NetCommand>,
    store: Lane<StoreCommand>,
    media: Lane<MediaCommand>,
}

/// What one actor is to be offered again. While it holds anything, what comes later queues up behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lane<T> {
    held: VecDeque<T>,
    due: Option<Duration>,
}

impl<T> Default for Lane<T> {
    fn default() -> Self {
        Self {
            held: VecDeque::new(),
            due: None,
        }
    }
}

impl<T> Lane<T> {
    fn keep(&mut self, command: T, now: Duration) {
        self.held.push_back(command);
        self.due = Some(now.saturating_add(PAUSE));
    }

    /// What goes out now: nothing while something is held.
    fn pass(&mut self, command: T) -> Option<T> {
        if self.due.is_none() {
            return Some(command);
        }
        self.held.push_back(command);
        None
    }

    fn ripe(&mut self, now: Duration) -> VecDeque<T> {
        if self.due.is_none_or(|due| due > now) {
            return VecDeque::new();
        }
        self.due = None;
        std::mem::take(&mut self.held)
    }
}

impl Redeliver {
    pub(super) fn due(&self) -> Option<Duration> {
        [self.net.due, self.store.due, self.media.due]
            .into_iter()
            .flatten()
            .min()
    }

    /// The session these were for is over; only what begins another still makes sense.
    pub(super) fn forget(&mut self) {
        self.net.held.retain(|command| {
            matches!(
                command,
                NetCommand::Login | NetCommand::Resume(_) | NetCommand::Leave
            )
        });
        if self.net.held.is_empty() {
            self.net.due = None;
        }
    }

    pub(super) fn unwritten(&mut self) -> Vec<StoreCommand> {
        self.store.due = None;
        self.store.held.drain(..).collect()
    }
}

pub(super) fn keep(model: &mut Model, effect: Effect) {
    let now = model.now.mono;
    match effect {
        Effect::Net(command) if !model.network_gone => model.redeliver.net.keep(command, now),
        Effect::Store(command) if !model.history.is_gone() => model.redeliver.store.keep(command, now),
        Effect::Media(command) if !model.media_gone => model.redeliver.media.keep(command, now),
        // A title or a bell that could not be told is out of date by now; the rest always can.
        Effect::Net(_)
        | Effect::Store(_)
        | Effect::Media(_)
        | Effect::Term(_)
        | Effect::Edit { .. }
        | Effect::RememberWarning
        | Effect::Quit => {}
    }
}

/// Offers everything again, once it is due.
pub(super) fn flush(model: &mut Model, step: &mut Step) {
    let now = model.now.mono;
    let net = model.redeliver.net.ripe(now).into_iter().map(Effect::Net);
    let store = model.redeliver.store.ripe(now).into_iter().map(Effect::Store);
    let media = model.redeliver.media.ripe(now).into_iter().map(Effect::Media);
    step.effects.extend(net.chain(store).chain(media));
}

/// What comes later than something held queues up behind it: messages keep their order, and so does what is written.
pub(super) fn hold_back(model: &mut Model, step: &mut Step) {
    let Redeliver { net, store, media } = &mut model.redeliver;
    let pass = |effect| match effect {
        Effect::Net(command) => net.pass(command).map(Effect::Net),
        Effect::Store(command) => store.pass(command).map(Effect::Store),
        Effect::Media(command) => media.pass(command).map(Effect::Media),
        Effect::Term(_) | Effect::Edit { .. } | Effect::RememberWarning | Effect::Quit => Some(effect),
    };
    step.effects = std::mem::take(&mut step.effects)
        .into_iter()
        .filter_map(pass)
        .collect();
}
