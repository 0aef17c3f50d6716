//! The loop around the protocol machine: carries its requests out, brings answers, commands and the passing of time in.
//!
//! Owns the calls in flight and the jar. Promises: every ticket is settled, even if the call's task dies; while nothing
//! happens, nothing runs. Never: a rule of the protocol.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};
use tokio::time::sleep;

use super::Transport;
use super::jar::Jar;
use super::keepsake;
use crate::domain::time::Clock;
use crate::port::{NetCommand, NetEvent};
use crate::session::{Output, Session, Ticket};
use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse};

pub(super) struct Actor {
    pub session: Session,
    pub clock: Clock,
    pub transport: Arc<dyn Transport>,
    pub commands: mpsc::Receiver<NetCommand>,
    pub events: mpsc::Sender<NetEvent>,
}

/// The calls in flight: which task carries which ticket.
#[derive(Default)]
struct Calls {
    tasks: JoinSet<Result<HttpResponse, HttpFailure>>,
    open: HashMap<Id, Call>,
}

struct Call {
    ticket: Ticket,
    /// For the cookies of the answer.
    url: String,
    abort: AbortHandle,
}

/// What a task ended with. A task that panicked still names itself.
type Ended = Result<(Id, Result<HttpResponse, HttpFailure>), JoinError>;

impl Actor {
    /// Runs until the commands or the events are hung up. Dropping it abandons every call.
    pub async fn run(mut self) {
        let mut jar = Jar::new();
        let mut calls = Calls::default();
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
                    if let Some((ticket, result)) = calls.settle(ended, &mut jar) {
                        self.session.answer(ticket, result, (self.clock)());
                    }
                }
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
                Output::Transmit { ticket, request } => calls.start(ticket, request, jar, &*self.transport),
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
    fn start(&mut self, ticket: Ticket, mut request: HttpRequest, jar: &mut Jar, transport: &dyn Transport) {
        jar.attach(&mut request);
        tracing::trace!(?request, "asks");
        let url = request.url.clone();
        let abort = self.tasks.spawn(transport.call(request));
        self.open.insert(abort.id(), Call { ticket, url, abort });
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
    fn settle(&mut self, ended: Ended, jar: &mut Jar) -> Option<(Ticket, Result<HttpResponse, HttpFailure>)> {
        let (id, result) = match ended {
            Ok(ended) => ended,
            Err(died) => (died.id(), Err(HttpFailure::Offline)),
        };
        let call = self.open.remove(&id)?;
        if let Ok(response) = &result {
            tracing::trace!(?response, "answered");
            jar.store(&call.url, response);
        }
        Some((call.ticket, result))
    }
}
