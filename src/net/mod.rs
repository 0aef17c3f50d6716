//! The network actor: a thread with its own runtime around the protocol machine. Moves bytes, holds no rules.
//!
//! Owns the thread, the transport and both channels to the shell. The actor waits for the shell when its news are not
//! taken; the shell never waits for it. Never: a decision about what to ask or when.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc as blocking;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use futures_util::{Stream, stream};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::domain::time::Clock;
use crate::port::{NetCommand, NetEvent};
use crate::session::{self, Session};
use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse};

mod actor;
pub mod freight;
pub mod http;
pub mod jar;
pub mod keepsake;

use actor::Actor;

/// A response on its way.
pub type Answer = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpFailure>> + Send>>;

/// What carries requests to a service: HTTP, or the embedded simulator.
pub trait Transport: Send + Sync + 'static {
    /// Follows no redirect, adds no cookie. Dropping the answer abandons the request.
    fn call(&self, request: HttpRequest) -> Answer;

    /// The same for bodies that are better not held as a whole: `sent` is told how much of the request's has left, and the
    /// answer's comes piece by piece. The request's time-out is for the head, and for every silence after it. As it stands
    /// for transports on which nothing takes time.
    fn stream(&self, request: HttpRequest, mut sent: Sent) -> Streaming {
        sent(request.body.len() as u64);
        let answer = self.call(request);
        Box::pin(async move {
            let mut response = answer.await?;
            let body = std::mem::take(&mut response.body);
            let pieces: Pieces = Box::pin(stream::iter([Ok(body)]));
            Ok((response, pieces))
        })
    }
}

/// Told how many bytes of a body have left so far.
pub type Sent = Box<dyn FnMut(u64) + Send + Sync>;
/// The head of a response on its way, and after it the body.
pub type Streaming = Pin<Box<dyn Future<Output = Result<(HttpResponse, Pieces), HttpFailure>> + Send>>;
pub type Pieces = Pin<Box<dyn Stream<Item = Result<Vec<u8>, HttpFailure>> + Send>>;

/// Both channels. News: when they are not taken the actor waits, and the service is asked nothing more. Commands: far
/// more than a person gives while the actor is busy; the shell shows what was not taken.
const ROOM: usize = 64;
/// How long stopping may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the actor needs to know.
pub struct Setup {
    pub settings: session::Settings,
    /// For jitter and `DeviceID`.
    pub seed: u64,
    pub clock: Clock,
}

/// The actor, from outside.
pub struct Handle {
    pub commands: mpsc::Sender<NetCommand>,
    /// Ends when the actor does; [`Handle::stop`] then says why.
    pub events: mpsc::Receiver<NetEvent>,
    cancel: CancellationToken,
    thread: JoinHandle<anyhow::Result<()>>,
    /// Hangs up when the thread is done.
    done: blocking::Receiver<()>,
}

/// Starts the actor. The transport is built on its thread, so that reading certificates never delays a frame.
///
/// # Errors
/// When the system gives no thread.
pub fn spawn(
    setup: Setup,
    transport: impl FnOnce() -> anyhow::Result<Arc<dyn Transport>> + Send + 'static,
) -> std::io::Result<Handle> {
    let (commands, inbox) = mpsc::channel(ROOM);
    let (outbox, events) = mpsc::channel(ROOM);
    let cancel = CancellationToken::new();
    let cancelled = cancel.clone();
    let (finished, done) = blocking::channel();
    let thread = Builder::new().name("net".into()).spawn(move || {
        let _finished: blocking::Sender<()> = finished;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("no network runtime")?;
        let transport = {
            // A transport may need the runtime's reactor.
            let _entered = runtime.enter();
            transport().context("no network")?
        };
        let session = Session::new(setup.settings, setup.seed);
        let actor = Actor {
            session,
            clock: setup.clock,
            transport,
            commands: inbox,
            events: outbox,
        };
        runtime.block_on(cancelled.run_until_cancelled(actor.run()));
        // A look-up of a host name may still be at work: not waited for.
        runtime.shutdown_background();
        Ok(())
    })?;
    Ok(Handle {
        commands,
        events,
        cancel,
        thread,
        done,
    })
}

impl Handle {
    /// Abandons every call and ends the thread, within two seconds.
    ///
    /// # Errors
    /// When the actor had failed, with the reason, or does not end in time.
    pub fn stop(self) -> anyhow::Result<()> {
        self.cancel.cancel();
        drop((self.commands, self.events));
        if self.done.recv_timeout(PATIENCE) == Err(blocking::RecvTimeoutError::Timeout) {
            return Err(anyhow!("the network thread does not end"));
        }
        self.thread
            .join()
            .map_err(|_| anyhow!("the network thread panicked"))?
    }
}
