//! The actors as the loop sees them: something that takes commands without waiting, and has news.
//!
//! Owns how they are stopped. Never: what they do.

use std::time::Duration;

use tokio::sync::mpsc::error::TrySendError;
use tokio::time::timeout;

use crate::port::store::{Refusal, StoreCommand, StoreEvent};
use crate::port::{NetCommand, NetEvent};
use crate::{net, store};

/// How long handing over the last of it may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// The network actor as the loop sees it.
pub trait Actor {
    /// Hands a command over without waiting; gives it back when it cannot be taken.
    fn offer(&mut self, command: NetCommand) -> Result<(), NetCommand>;
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

impl Actor for net::Handle {
    fn offer(&mut self, command: NetCommand) -> Result<(), NetCommand> {
        self.commands.try_send(command).map_err(TrySendError::into_inner)
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
        | StoreEvent::Accounts(_) => {}
    }
}
