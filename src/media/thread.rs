//! The threads: one for what weft keeps, one for the person's own files, and one for each question to the clipboard.
//!
//! Owns who does what, so that a file on a stick that hangs, or a clipboard that does not answer, holds up no picture of a
//! chat. Commands of one thread are done in their order. Never: what a command does.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc as blocking;
use std::thread::Builder;
use std::time::Duration;

use tokio::sync::mpsc;

use super::{Desk, Studio, desk};
use crate::port::media::{Clip, MediaCommand, MediaEvent};

/// More than a screen full of pictures.
const INBOX: usize = 256;
const OUTBOX: usize = 64;
/// How long what it is at may take, once the program ends.
const PATIENCE: Duration = Duration::from_secs(2);

/// The media threads, from outside. Dropping it ends them after what they are at, and the voice that is heard.
#[derive(Debug)]
pub struct Handle {
    pub commands: mpsc::Sender<MediaCommand>,
    /// Ends when the threads do.
    pub events: mpsc::Receiver<MediaEvent>,
    /// Hears no word, only the end.
    done: blocking::Receiver<()>,
}

impl Handle {
    /// Ends it and waits for what it is at: a file half saved would be left behind, or come after its folder is gone.
    pub fn stop(self) {
        drop((self.commands, self.events));
        if self.done.recv_timeout(PATIENCE) == Err(blocking::RecvTimeoutError::Timeout) {
            tracing::warn!("the media thread does not end");
        }
    }
}

/// Starts the threads.
///
/// # Errors
/// When the system gives none.
pub fn spawn(studio: Studio) -> io::Result<Handle> {
    let (commands, inbox) = mpsc::channel(INBOX);
    let (outbox, events) = mpsc::channel(OUTBOX);
    let (ended, done) = blocking::channel();
    let mut studio = studio;
    studio.tell(outbox.clone());
    let (lookers, looks) = mpsc::channel(INBOX);
    start("files", studio.for_files(), (looks, outbox.clone()), None)?;
    let aside = Aside {
        lookers,
        asking: Arc::default(),
        _ended: ended,
    };
    start("media", studio, (inbox, outbox), Some(aside))?;
    Ok(Handle {
        commands,
        events,
        done,
    })
}

/// Those that have what is not done here.
struct Aside {
    lookers: mpsc::Sender<MediaCommand>,
    /// The clipboard was asked, and has not answered.
    asking: Arc<AtomicBool>,
    /// Gone with the thread that saves: the one that looks at files may hang at one for ever.
    _ended: blocking::Sender<()>,
}

fn start(
    name: &str,
    mut studio: Studio,
    (mut inbox, outbox): (mpsc::Receiver<MediaCommand>, mpsc::Sender<MediaEvent>),
    aside: Option<Aside>,
) -> io::Result<()> {
    let work = move || {
        while let Some(command) = inbox.blocking_recv() {
            let event = match (desk(&command), &aside) {
                // So many looks are never asked for at once that this waits.
                (Desk::Files, Some(aside)) => {
                    if aside.lookers.blocking_send(command).is_err() {
                        return;
                    }
                    None
                }
                (Desk::Clipboard, Some(aside)) => aside.ask(&studio, command, &outbox),
                (Desk::Files | Desk::Clipboard, None) | (Desk::Kept, _) => studio.perform(command),
            };
            if let Some(event) = event
                && outbox.blocking_send(event).is_err()
            {
                return;
            }
        }
    };
    Builder::new().name(name.into()).spawn(work).map(drop)
}

impl Aside {
    /// On a thread of its own. Not while another still waits there.
    fn ask(
        &self,
        studio: &Studio,
        command: MediaCommand,
        outbox: &mpsc::Sender<MediaEvent>,
    ) -> Option<MediaEvent> {
        let MediaCommand::Paste { number, .. } = command else {
            return None;
        };
        let told = |found| Some(MediaEvent::Pasted { number, found });
        if self.asking.swap(true, Ordering::AcqRel) {
            return told(Clip::Busy);
        }
        let (mut studio, outbox) = (studio.for_files(), outbox.clone());
        let asking = Asking(Arc::clone(&self.asking));
        let started = Builder::new().name("clipboard".into()).spawn(move || {
            let event = studio.perform(command);
            drop(asking);
            // Where nobody listens any more the program is ending.
            event.map(|event| outbox.blocking_send(event))
        });
        started
            .err()
            .and_then(|why| told(Clip::Unreachable(why.to_string().into())))
    }
}

/// Until the clipboard answered, or whoever asked it is gone.
struct Asking(Arc<AtomicBool>);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}
