//! The protocol machine: commands, answers and the passing of time go in; requests and news come out.
//!
//! Owns every rule about *when*: the login's order, the sync loop, retries, pacing, what ends a session. Promises: one
//! synccheck or webwxsync in flight, one message in flight, new keys only for what is kept, nothing in flight once a
//! session is over, and one deadline, so that there is no timer to go stale. Never: a socket, a clock, a thread, a word
//! for a person.
//!
//! ```text
//! Session ─┬─ Login ── login::Code      code → scan → ticket → webwxinit
//!          └─ Live ─┬─ Syncing          synccheck → webwxsync → kept → synccheck …
//!                   ├─ Pulse            is the session alive? (webwxinit)
//!                   ├─ Outbox           messages, in order
//!                   ├─ Notices          "here", "read"
//!                   ├─ Book, Fetch      the address book, records on demand
//!                   └─ Line             what a person is told about the line
//! ```
//!
//! Drain [`Session::poll`] after every push, then wait for the next answer, command or [`Session::deadline`].

use std::time::Duration;

use crate::domain::time::Now;
use crate::port::{Ending, Failure, NetCommand, NetEvent, News, Outgoing};
use crate::wire::Mode;
use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse};

mod backoff;
mod book;
mod desk;
mod fetch;
mod line;
mod live;
mod login;
mod notices;
mod outbox;
mod pulse;
mod redirect;
mod syncing;
mod trouble;
mod turn;

use desk::{Desk, Question};
use live::Live;
use login::Login;

pub use redirect::is_loopback;

/// A logout that is not answered does not keep the person waiting longer.
const GOODBYE: Duration = Duration::from_secs(3);

/// What the person chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// One origin for every host (`--server`); the service's own hosts without.
    pub server: Option<String>,
    pub mode: ModeChoice,
}

/// `--mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModeChoice {
    Web,
    Desktop,
    /// Plain web first; as the desktop client where that is refused with 1203.
    #[default]
    Auto,
}

/// Which question an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Transmit {
        ticket: Ticket,
        request: HttpRequest,
    },
    /// The answer to this is not wanted any more.
    Cancel(Ticket),
    Emit(NetEvent),
}

#[derive(Debug)]
pub struct Session {
    settings: Settings,
    /// What auto mode begins with: the mode that last got in.
    auto: Mode,
    desk: Desk,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    Out,
    Entering(Box<Login>),
    Live(Box<Live>),
    /// The service is being told.
    Leaving {
        until: Duration,
    },
}

impl Session {
    /// Does nothing until the first [`NetCommand::Login`].
    pub fn new(settings: Settings, seed: u64) -> Self {
        Self {
            settings,
            auto: Mode::default(),
            desk: Desk::new(seed),
            phase: Phase::Out,
        }
    }

    pub fn command(&mut self, command: NetCommand, now: Now) {
        match command {
            NetCommand::Login => self.log_in(now),
            NetCommand::Logout => self.log_out(now),
            NetCommand::RetryNow => match &mut self.phase {
                Phase::Entering(login) => login.retry_now(now),
                Phase::Live(live) => live.retry_now(now),
                Phase::Out | Phase::Leaving { .. } => {}
            },
            NetCommand::Send(message) => self.send(message),
            NetCommand::Fetch(wanted) => {
                if let Phase::Live(live) = &mut self.phase {
                    live.want(wanted, now);
                }
            }
            NetCommand::MarkRead(chat) => {
                if let Phase::Live(live) = &mut self.phase {
                    live.mark_read(chat);
                }
            }
            NetCommand::Kept(batch) => {
                if let Phase::Live(live) = &mut self.phase {
                    live.kept(&mut self.desk, batch, now);
                }
            }
        }
        self.pump(now);
    }

    /// What came back for a ticket. One that is not open any more is dropped.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an answer is given once: the caller has no use for it afterwards"
    )]
    pub fn answer(&mut self, ticket: Ticket, result: Result<HttpResponse, HttpFailure>, now: Now) {
        let Some(question) = self.desk.settle(ticket) else {
            return;
        };
        match &mut self.phase {
            Phase::Entering(login) => {
                if let Some(entered) = login.answer(&mut self.desk, &result, now) {
                    self.auto = login.mode();
                    self.phase = Phase::Live(Box::new(Live::begin(entered, &mut self.desk, now)));
                }
            }
            Phase::Live(live) => {
                if let Some(ending) = live.answer(&mut self.desk, question, &result, now) {
                    self.end(ending);
                }
            }
            Phase::Leaving { .. } => self.end(Ending::LoggedOut),
            Phase::Out => {}
        }
        self.pump(now);
    }

    /// The deadline passed. Harmless before it has.
    pub fn timeout(&mut self, now: Now) {
        self.pump(now);
    }

    pub fn poll(&mut self) -> Option<Output> {
        self.desk.next_output()
    }

    /// When to call [`Session::timeout`], on the mono clock.
    pub fn deadline(&self) -> Option<Duration> {
        match &self.phase {
            Phase::Out => None,
            Phase::Entering(login) => login.deadline(),
            Phase::Live(live) => live.deadline(&self.desk),
            Phase::Leaving { until } => Some(*until),
        }
    }

    fn pump(&mut self, now: Now) {
        match &mut self.phase {
            Phase::Entering(login) => login.pump(&mut self.desk, now),
            Phase::Live(live) => live.pump(&mut self.desk, now),
            Phase::Leaving { until } if *until <= now.mono => self.end(Ending::LoggedOut),
            Phase::Out | Phase::Leaving { .. } => {}
        }
    }

    fn log_in(&mut self, now: Now) {
        if let Phase::Live(live) = std::mem::replace(&mut self.phase, Phase::Out) {
            live.end(&mut self.desk);
        }
        self.desk.begin_epoch();
        let mode = match self.settings.mode {
            ModeChoice::Web => Mode::Web,
            ModeChoice::Desktop => Mode::Desktop,
            // Taken, so that a refusal leads back to plain web.
            ModeChoice::Auto => std::mem::take(&mut self.auto),
        };
        let login = Login::begin(&self.settings, mode, &mut self.desk, now);
        self.phase = Phase::Entering(Box::new(login));
    }

    fn log_out(&mut self, now: Now) {
        match std::mem::replace(&mut self.phase, Phase::Out) {
            Phase::Live(live) => {
                let goodbye = live.goodbye();
                self.desk.abandon_all();
                live.end(&mut self.desk);
                self.desk.ask(Question::Logout, goodbye);
                let until = now.mono.saturating_add(GOODBYE);
                self.phase = Phase::Leaving { until };
            }
            Phase::Entering(_) => self.end(Ending::LoggedOut),
            phase @ (Phase::Out | Phase::Leaving { .. }) => self.phase = phase,
        }
    }

    fn send(&mut self, message: Outgoing) {
        if let Phase::Live(live) = &mut self.phase {
            live.send(&mut self.desk, message);
        } else {
            outbox::not_sent(&mut self.desk, message.local, Failure::SessionOver);
        }
    }

    /// Nothing stays in flight, nothing stays queued.
    fn end(&mut self, ending: Ending) {
        self.desk.abandon_all();
        if let Phase::Live(live) = std::mem::replace(&mut self.phase, Phase::Out) {
            live.end(&mut self.desk);
        }
        self.desk.tell(News::Ended(ending));
    }
}
