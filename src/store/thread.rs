//! The store's thread: takes what waits, hands it to the room, and sends the answers.
//!
//! It sleeps until a command comes; by itself it wakes up only while something is held, to try again, and, where not
//! everything is to be kept for ever, once a day. The thread waits for whoever reads its answers, and nobody waits for the
//! thread: both channels have a bound.

use std::pin::Pin;
use std::sync::mpsc as blocking;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use tokio::sync::mpsc;
use tokio::time::{Sleep, sleep};

use super::Room;
use crate::port::store::{StoreCommand, StoreEvent};

/// Commands: a burst of batches. They are taken together, so that the writes among them share transactions.
const INBOX: usize = 256;
const OUTBOX: usize = 64;
/// How long stopping may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// The store's thread, from outside.
pub struct Handle {
    pub commands: mpsc::Sender<StoreCommand>,
    /// Ends when the thread does.
    pub events: mpsc::Receiver<StoreEvent>,
    thread: JoinHandle<anyhow::Result<()>>,
    /// Hangs up when the thread is done.
    done: blocking::Receiver<()>,
}

/// Starts the thread.
///
/// # Errors
/// When the system gives no thread.
pub fn spawn(room: Room) -> std::io::Result<Handle> {
    let (commands, inbox) = mpsc::channel(INBOX);
    let (outbox, events) = mpsc::channel(OUTBOX);
    let (finished, done) = blocking::channel();
    let thread = Builder::new().name("store".into()).spawn(move || {
        let _finished: blocking::Sender<()> = finished;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .context("no clock for the history")?;
        runtime.block_on(serve(room, inbox, outbox))
    })?;
    Ok(Handle {
        commands,
        events,
        thread,
        done,
    })
}

impl Handle {
    /// Writes what is waiting, closes the history and ends the thread, within two seconds. Answers are not waited for.
    ///
    /// # Errors
    /// When something could not be written and is lost with the program, or the thread does not end in time.
    pub fn stop(self) -> anyhow::Result<()> {
        drop((self.commands, self.events));
        if self.done.recv_timeout(PATIENCE) == Err(blocking::RecvTimeoutError::Timeout) {
            return Err(anyhow!("the history's thread does not end"));
        }
        self.thread
            .join()
            .map_err(|_| anyhow!("the history's thread panicked"))?
    }
}

async fn serve(
    mut room: Room,
    mut inbox: mpsc::Receiver<StoreCommand>,
    outbox: mpsc::Sender<StoreEvent>,
) -> anyhow::Result<()> {
    let mut waiting = Vec::new();
    let mut retry: Option<Pin<Box<Sleep>>> = None;
    loop {
        let mut sweep = room.sweep_after().map(|after| Box::pin(sleep(after)));
        let events = tokio::select! {
            biased;
            // First, or a steady stream of commands would put it off for ever.
            () = due(&mut retry) => {
                retry = None;
                room.retry()
            }
            count = inbox.recv_many(&mut waiting, INBOX) => {
                if count == 0 {
                    break;
                }
                if outbox.is_closed() {
                    // Nobody reads answers any more: only what is to be kept counts.
                    waiting.retain(is_kept);
                }
                room.perform_all(waiting.drain(..))
            }
            () = due(&mut sweep) => {
                room.sweep();
                Vec::new()
            }
        };
        for event in events {
            // Nobody there: the program ends, and what is queued is still to be written.
            let _: Result<(), _> = outbox.send(event).await;
        }
        retry = match room.retry_after() {
            None => None,
            Some(after) => retry.or_else(|| Some(Box::pin(sleep(after)))),
        };
    }
    Ok(room.close()?)
}

/// The moment that was set; never, where none was.
async fn due(retry: &mut Option<Pin<Box<Sleep>>>) {
    match retry {
        Some(sleep) => sleep.await,
        None => std::future::pending().await,
    }
}

fn is_kept(command: &StoreCommand) -> bool {
    match command {
        StoreCommand::Open(_) | StoreCommand::Write { .. } => true,
        StoreCommand::Read(_)
        | StoreCommand::Search(_)
        | StoreCommand::Line(_)
        | StoreCommand::Stickers { .. }
        | StoreCommand::Accounts => false,
    }
}
