//! The thread: takes commands in their order and sends the answers.

use std::thread::Builder;

use tokio::sync::mpsc;

use super::Studio;
use crate::port::media::{MediaCommand, MediaEvent};

/// More than a screen full of pictures.
const INBOX: usize = 256;
const OUTBOX: usize = 64;

/// The media thread, from outside. Dropping it ends the thread after what it is at: nothing it does has to be finished.
#[derive(Debug)]
pub struct Handle {
    pub commands: mpsc::Sender<MediaCommand>,
    /// Ends when the thread does.
    pub events: mpsc::Receiver<MediaEvent>,
}

/// Starts the thread.
///
/// # Errors
/// When the system gives no thread.
pub fn spawn(mut studio: Studio) -> std::io::Result<Handle> {
    let (commands, mut inbox) = mpsc::channel(INBOX);
    let (outbox, events) = mpsc::channel(OUTBOX);
    Builder::new().name("media".into()).spawn(move || {
        while let Some(command) = inbox.blocking_recv() {
            if let Some(event) = studio.perform(command)
                && outbox.blocking_send(event).is_err()
            {
                return;
            }
        }
    })?;
    Ok(Handle { commands, events })
}
