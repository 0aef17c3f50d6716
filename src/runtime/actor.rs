//! The actors as the loop sees them: something that takes commands without waiting, and has news.
//!
//! Owns how they are stopped. Never: what they do.

use std::time::Duration;

use tokio::sync::mpsc::error::TrySendError;
use tokio::time::timeout;

use crate::port::media::{MediaCommand, MediaEvent};
use crate::port::store::{Refusal, StoreCommand, StoreEvent};
use crate::port::{NetCommand, NetEvent};
use crate::{media, net, store};

/// How long handing over the last of it may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// The network actor as the loop sees it.
pub trait Actor {
    /// Hands a command over without waiting; gives it back when it cannot be taken.
    fn offer(&mut self, command: NetCommand) -> Option<NetCommand>;
    /// Cancel-safe. `None` once the actor has ended.
    fn next(&mut self) -> impl Future<Output = Option<NetEvent>>;
    /// What has arrived already.
    fn waiting(&mut self) -> Option<NetEvent>;
    /// Ends it, within a time of its own.
    fn stop(self) -> impl Future<Output = ()>;
}

/// The store as the loop sees it.
pub trait Keeper {
    /// Hands a command over without waiting; gives it back when it cannot be taken.
    fn offer(&mut self, command: StoreCommand) -> Option<StoreCommand>;
    /// Cancel-safe. `None` once the store has ended.
    fn next(&mut self) -> impl Future<Output = Option<StoreEvent>>;
    /// What has arrived already.
    fn waiting(&mut self) -> Option<StoreEvent>;
    /// Hands over the rest and ends it once all is written, within a time of its own.
    fn finish(self, rest: Vec<StoreCommand>) -> impl Future<Output = ()>;
}

/// The media thread as the loop sees it.
pub trait Studio {
    /// Hands a command over without waiting; gives it back when it cannot be taken.
    fn offer(&mut self, command: MediaCommand) -> Option<MediaCommand>;
    /// Cancel-safe. `None` once the thread has ended.
    fn next(&mut self) -> impl Future<Output = Option<MediaEvent>>;
    /// What has arrived already.
    fn waiting(&mut self) -> Option<MediaEvent>;
    /// Ends it after what it is at, within a time of its own.
    fn stop(self) -> impl Future<Output = ()>;
}

impl Studio for media::Handle {
    fn offer(&mut self, command: MediaCommand) -> Option<MediaCommand> {
        self.commands
            .try_send(command)
            .err()
            .map(TrySendError::into_inner)
    }

    async fn next(&mut self) -> Option<MediaEvent> {
        self.events.recv().await
    }

    fn waiting(&mut self) -> Option<MediaEvent> {
        self.events.try_recv().ok()
    }

    /// Waits on this thread: the screen is given back, and there is nothing else to do.
    async fn stop(self) {
        media::Handle::stop(self);
    }
}

impl Actor for net::Handle {
    fn offer(&mut self, command: NetCommand) -> Option<NetCommand> {
        self.commands
            .try_send(command)
            .err()
            .map(TrySendError::into_inner)
    }

    async fn next(&mut self) -> Option<NetEvent> {
        self.events.recv().await
    }

    fn waiting(&mut self) -> Option<NetEvent> {
        self.events.try_recv().ok()
    }

    /// Waits on this thread: the screen is given back, and there is nothing else to do.
    async fn stop(self) {
        if let Err(error) = net::Handle::stop(self) {
            tracing::error!(error = format!("{error:#}"), "network");
        }
    }
}

impl Keeper for store::Handle {
    fn offer(&mut self, command: StoreCommand) -> Option<StoreCommand> {
        self.commands
            .try_send(command)
            .err()
            .map(TrySendError::into_inner)
    }

    async fn next(&mut self) -> Option<StoreEvent> {
        let event = self.events.recv().await;
        if let Some(event) = &event {
            note(event);
        } else {
            tracing::error!("the store has ended");
        }
        event
    }

    fn waiting(&mut self) -> Option<StoreEvent> {
        self.events.try_recv().ok().inspect(note)
    }

    /// Waits on this thread: the screen is given back, and there is nothing else to do.
    async fn finish(self, rest: Vec<StoreCommand>) {
        let handed = async {
            for command in rest {
                if self.commands.send(command).await.is_err() {
                    return;
                }
            }
        };
        let late = timeout(PATIENCE, handed).await.is_err();
        let stopped = store::Handle::stop(self);
        if let Err(error) = stopped {
            tracing::error!(late, error = format!("{error:#}"), "history");
        }
    }
}

/// What the log should know: whether what happens is kept, and nothing of what that is.
fn note(event: &StoreEvent) {
    match event {
        StoreEvent::Opened(opened) => tracing::info!(
            fresh = opened.fresh,
            peers = opened.peers.len(),
            chats = opened.chats.len(),
            unsent = opened.unsent.len(),
            "history opened"
        ),
        StoreEvent::Refused(refusal) => {
            let why = match refusal {
                Refusal::Locked { .. } => "in use",
                Refusal::Newer { .. } => "newer",
                Refusal::Unknown { .. } => "unknown",
                Refusal::Unnumbered => "without a number",
                Refusal::Corrupt => "damaged",
                Refusal::Unusable(why) => why,
            };
            tracing::error!(why, "history refused");
        }
        StoreEvent::Trouble(trouble) => tracing::warn!(?trouble, "not saving"),
        StoreEvent::Recovered => tracing::info!("saving again"),
        StoreEvent::NoAccount { .. }
        | StoreEvent::Kept(_)
        | StoreEvent::Page(_)
        | StoreEvent::Found(_)
        | StoreEvent::Line { .. }
        | StoreEvent::Stickers(_)
        | StoreEvent::Accounts(_) => {}
    }
}

/// Offers one after the other until one is refused; that one and the rest are returned, so that none overtakes another.
pub(super) fn offer_all<C>(
    mut commands: impl Iterator<Item = C>,
    offer: impl FnMut(C) -> Option<C>,
) -> impl Iterator<Item = C> {
    let refused = commands.by_ref().find_map(offer);
    refused.into_iter().chain(commands)
}
