//! The loop around the protocol machine: carries its requests out, brings answers, commands and the passing of time in.
//!
//! Owns the calls in flight and the jar. Promises: every ticket is settled, even if the call's task dies; while nothing
//! happens, nothing runs. Never: a rule of the protocol.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::{AbortHandle, Id, JoinError, JoinSet, spawn_blocking};
use tokio::time::sleep;

use super::freight::{self, Meter, Moved};
use super::jar::Jar;
use super::{Transport, keepsake};
use crate::domain::time::Clock;
use crate::port::{NetCommand, NetEvent};
use crate::session::{Carried, Chore, Freight, Mishap, Output, Session, Ticket};
use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse};

pub(super) struct Actor {
    pub session: Session,
    pub clock: Clock,
    pub transport: Arc<dyn Transport>,
    pub commands: mpsc::Receiver<NetCommand>,
    pub events: mpsc::Sender<NetEvent>,
}

/// The calls in flight: which task carries which ticket.
struct Calls {
    tasks: JoinSet<Back>,
    open: HashMap<Id, Call>,
    /// How far files have come: what is not taken in time is made up for.
    moved: mpsc::Sender<Moved>,
}

struct Call {
    ticket: Ticket,
    kind: Kind,
    abort: AbortHandle,
}

/// What a call is about, and what is told of one that died.
enum Kind {
    /// With the URL, for the cookies of the answer.
    Plain(String),
    /// The same; `None` where the answer's cookies are not kept either: a stranger's could end the session.
    Freight(Option<String>),
    Chore,
}

/// What comes back.
enum Back {
    Answer(Result<HttpResponse, HttpFailure>),
    Carried(Result<Carried, Mishap>),
    Filed(Result<(), Box<str>>),
}

/// What a task ended with. A task that panicked still names itself.
type Ended = Result<(Id, Back), JoinError>;

/// Words about how far files are that may wait: those of a moment.
const MOVED: usize = 16;

impl Actor {
    /// Runs until the commands or the events are hung up. Dropping it abandons every call.
    pub async fn run(mut self) {
        let mut jar = Jar::new();
        let (moved, mut moving) = mpsc::channel(MOVED);
        let mut calls = Calls {
            tasks: JoinSet::new(),
            open: HashMap::new(),
            moved,
        };
        loop {
            if self.drain(&mut calls, &mut jar).await.is_err() {
                return;
            }
            let now = (self.clock)();
            let deadline = self.session.deadline();
            let wait = deadline.map(|at| at.saturating_sub(now.mono));
            tokio::select! {
                biased;
                command = self.commands.recv() => match command {
                    Some(command) => {
                        let command = keepsake::open(command, &mut jar);
                        self.session.command(command, (self.clock)());
                    }
                    None => return,
                },
                Some(ended) = calls.tasks.join_next_with_id() => {
                    let now = (self.clock)();
                    match calls.settle(ended, &mut jar) {
                        Some((ticket, Back::Answer(result))) => self.session.answer(ticket, result, now),
                        Some((ticket, Back::Carried(result))) => self.session.carried(ticket, result, now),
                        Some((ticket, Back::Filed(result))) => self.session.filed(ticket, result, now),
                        None => {}
                    }
                }
                Some((ticket, done, of)) = moving.recv() => self.session.progress(ticket, done, of),
                () = sleep(wait.unwrap_or_default()), if wait.is_some() => self.session.timeout((self.clock)()),
            }
        }
    }

    /// Carries out what the session wants. Waits while the reducer has no room: then nothing more is asked of the
    /// service either. Fails when nobody listens any more.
    async fn drain(
        &mut self,
        calls: &mut Calls,
        jar: &mut Jar,
    ) -> Result<(), mpsc::error::SendError<NetEvent>> {
        while let Some(output) = self.session.poll() {
            match output {
                Output::Transmit { ticket, mut request } => {
                    jar.attach(&mut request);
                    calls.start(ticket, request, &*self.transport);
                }
                Output::Carry {
                    ticket,
                    mut request,
                    freight,
                } => {
                    let anonymous = matches!(&freight, Freight::Spool(spool) if spool.anonymous);
                    if !anonymous {
                        jar.attach(&mut request);
                    }
                    let kind = Kind::Freight((!anonymous).then(|| request.url.clone()));
                    tracing::trace!(?request, "asks, with a file");
                    let meter = Meter::new(ticket, calls.moved.clone(), self.clock.clone());
                    let carried = freight::carry(Arc::clone(&self.transport), request, freight, meter);
                    calls.carry(ticket, kind, carried);
                }
                Output::File { ticket, chore } => calls.file(ticket, chore),
                Output::Cancel(ticket) => calls.cancel(ticket),
                Output::Emit(event) => {
                    if let Some(event) = keepsake::seal(event, jar) {
                        self.events.send(event).await?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Calls {
    fn start(&mut self, ticket: Ticket, request: HttpRequest, transport: &dyn Transport) {
        tracing::trace!(?request, "asks");
        let kind = Kind::Plain(request.url.clone());
        let answer = transport.call(request);
        let abort = self.tasks.spawn(async { Back::Answer(answer.await) });
        self.open.insert(abort.id(), Call { ticket, kind, abort });
    }

    fn carry(
        &mut self,
        ticket: Ticket,
        kind: Kind,
        carried: impl Future<Output = Result<Carried, Mishap>> + Send + 'static,
    ) {
        let abort = self.tasks.spawn(async { Back::Carried(carried.await) });
        self.open.insert(abort.id(), Call { ticket, kind, abort });
    }

    fn file(&mut self, ticket: Ticket, chore: Chore) {
        let done = spawn_blocking(move || freight::file(&chore));
        let done = async { done.await.unwrap_or_else(|died| Err(died.to_string().into())) };
        let abort = self.tasks.spawn(async { Back::Filed(done.await) });
        let kind = Kind::Chore;
        self.open.insert(abort.id(), Call { ticket, kind, abort });
    }

    fn cancel(&mut self, ticket: Ticket) {
        self.open.retain(|_, call| {
            let keep = call.ticket != ticket;
            if !keep {
                call.abort.abort();
            }
            keep
        });
    }

    /// The answer and its ticket; its cookies are kept. `None` for what was cancelled.
    fn settle(&mut self, ended: Ended, jar: &mut Jar) -> Option<(Ticket, Back)> {
        let (id, back) = match ended {
            Ok((id, back)) => (id, Some(back)),
            Err(died) => (died.id(), None),
        };
        let Call { ticket, kind, .. } = self.open.remove(&id)?;
        let back = back.unwrap_or_else(|| match &kind {
            Kind::Plain(_) => Back::Answer(Err(HttpFailure::Offline)),
            Kind::Freight(_) => Back::Carried(Err(Mishap::Http(HttpFailure::Offline))),
            Kind::Chore => Back::Filed(Err("it broke off".into())),
        });
        let response = match &back {
            Back::Answer(Ok(response)) | Back::Carried(Ok(Carried { response, .. })) => Some(response),
            Back::Answer(Err(_)) | Back::Carried(Err(_)) | Back::Filed(_) => None,
        };
        if let (Some(response), Kind::Plain(url) | Kind::Freight(Some(url))) = (response, &kind) {
            tracing::trace!(?response, "answered");
            jar.store(url, response);
        }
        Some((ticket, back))
    }
}
