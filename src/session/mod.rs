//! The protocol machine: commands, answers and the passing of time go in; requests and news come out.
//!
//! Owns every rule about *when*: the login's order, the sync loop, retries, pacing, what ends a session. Promises: one
//! synccheck or webwxsync in flight, one message in flight, new keys only for what is kept, nothing in flight once a
//! session is over, and one deadline, so that there is no timer to go stale. Never: a socket, a clock, a thread, a word
//! for a person.
//!
//! ```text
//! Session ─┬─ Login ┬─ login::Code      code → scan → ticket → webwxinit
//!          │        └─ returning        kept: webwxsync, or webwxinit, or the phone is asked
//!          └─ Live ─┬─ Syncing          synccheck → webwxsync → kept → synccheck …
//!                   ├─ Pulse            is the session alive? (webwxinit)
//!                   ├─ Outbox           messages in order, files before them
//!                   ├─ Downloads        what messages carry, faces
//!                   ├─ Errands          what is to be done once: recall, remark, pin, friends, groups
//!                   ├─ Notices          "here", "read"
//!                   ├─ Book, Fetch      the address book, records on demand
//!                   └─ Line             what a person is told about the line
//! ```
//!
//! Drain [`Session::poll`] after every push, then wait for the next answer, command or [`Session::deadline`].

use std::time::Duration;

use crate::domain::time::Now;
use crate::port::media::{Download, Fault, Progress};
use crate::port::{Ending, Failure, Keepsake, NetCommand, NetEvent, News, Outgoing};
use crate::wire::Mode;
use crate::wire::http::{HttpFailure, HttpRequest, HttpResponse};

mod backoff;
mod book;
mod desk;
mod downloads;
mod errand;
mod fetch;
mod freight;
mod kept;
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
pub use downloads::LIMIT;
pub use freight::{Carried, Chore, Freight, Grown, Mishap, Slice, Spool};
use kept::{Former, Kept};
use live::Live;
use login::{Entered, Login};
use trouble::Reply;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Transmit {
        ticket: Ticket,
        request: HttpRequest,
    },
    /// The same with a file that is read from or written to meanwhile. Answered by [`Session::carried`], and told of by
    /// [`Session::progress`] on the way.
    Carry {
        ticket: Ticket,
        request: HttpRequest,
        freight: Freight,
    },
    /// Answered by [`Session::filed`]. Carried out whether or not anybody still waits for the answer.
    File {
        ticket: Ticket,
        chore: Chore,
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
    /// Whose session the service ended: the next login asks their phone first.
    former: Option<Former>,
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
    /// Does nothing until the first [`NetCommand::Login`] or [`NetCommand::Resume`].
    pub fn new(settings: Settings, seed: u64) -> Self {
        Self {
            settings,
            auto: Mode::default(),
            former: None,
            desk: Desk::new(seed),
            phase: Phase::Out,
        }
    }

    pub fn command(&mut self, command: NetCommand, now: Now) {
        match command {
            NetCommand::Login => self.log_in(now),
            NetCommand::Resume(keepsake) => self.resume(&keepsake, now),
            NetCommand::Logout => self.log_out(now),
            NetCommand::Leave => self.leave(),
            NetCommand::RetryNow => match &mut self.phase {
                Phase::Entering(login) => login.retry_now(now),
                Phase::Live(live) => live.retry_now(now),
                Phase::Out | Phase::Leaving { .. } => {}
            },
            NetCommand::Send(message) => self.send(message),
            NetCommand::Fetch(wanted) => self.live(|live, _| live.want(wanted, now)),
            NetCommand::MarkRead(chat) => self.live(|live, _| live.mark_read(chat)),
            NetCommand::Post(local) => self.live(|live, _| live.post(local)),
            NetCommand::CancelSend(local) => self.live(|live, desk| live.cancel_send(desk, local)),
            NetCommand::Download(wanted) => self.download(wanted),
            NetCommand::StopDownload(asset) => self.live(|live, desk| live.stop_download(desk, asset)),
            NetCommand::Do { errand, what } => match &mut self.phase {
                Phase::Live(live) => live.errand(errand, what),
                Phase::Out | Phase::Entering(_) | Phase::Leaving { .. } => {
                    errand::not_done(&mut self.desk, errand, Failure::SessionOver);
                }
            },
            NetCommand::Kept(batch) => self.live(|live, desk| live.kept(desk, batch, now)),
        }
        self.pump(now);
    }

    /// What means something only while a session lives.
    fn live(&mut self, does: impl FnOnce(&mut Live, &mut Desk)) {
        if let Phase::Live(live) = &mut self.phase {
            does(live, &mut self.desk);
        }
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
                    self.enter(entered, &result, now);
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

    /// What came back for a ticket that had a file with it.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an answer is given once: the caller has no use for it afterwards"
    )]
    pub fn carried(&mut self, ticket: Ticket, result: Result<Carried, Mishap>, now: Now) {
        let Some(question) = self.desk.settle(ticket) else {
            return;
        };
        if let Phase::Live(live) = &mut self.phase
            && let Some(ending) = live.carried(&mut self.desk, question, &result, now)
        {
            self.end(ending);
        }
        self.pump(now);
    }

    /// A chore is done, or the system says why not.
    pub fn filed(&mut self, ticket: Ticket, result: Result<(), Box<str>>, now: Now) {
        let Some(question) = self.desk.settle(ticket) else {
            return;
        };
        if let Phase::Live(live) = &mut self.phase {
            live.filed(&mut self.desk, question, result);
        }
        self.pump(now);
    }

    /// How far a file has come: up, so many bytes of its slice; down, so many of it, of so many where the host told.
    pub fn progress(&mut self, ticket: Ticket, done: u64, of: Option<u64>) {
        if let (Some(question), Phase::Live(live)) = (self.desk.question(ticket), &mut self.phase) {
            live.progress(&mut self.desk, question, done, of);
        }
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

    /// Asks the phone of the account that the service put out; else for a code.
    fn log_in(&mut self, now: Now) {
        let former = self.former.take();
        self.leave_behind();
        let mode = match self.settings.mode {
            ModeChoice::Web => Mode::Web,
            ModeChoice::Desktop => Mode::Desktop,
            // Taken, so that a refusal leads back to plain web.
            ModeChoice::Auto => std::mem::take(&mut self.auto),
        };
        let login = match former {
            Some(former) => Login::ask_phone(&self.settings, mode, former, &mut self.desk),
            None => Login::begin(&self.settings, mode, &mut self.desk, now),
        };
        self.phase = Phase::Entering(Box::new(login));
    }

    /// A keepsake that says nothing here is as good as none.
    fn resume(&mut self, keepsake: &Keepsake, now: Now) {
        self.former = None;
        let Some(kept) = Kept::read(keepsake, self.settings.server.as_deref()) else {
            return self.log_in(now);
        };
        self.leave_behind();
        let login = Login::resume(&self.settings, kept, &mut self.desk, now);
        self.phase = Phase::Entering(Box::new(login));
    }

    /// Another account's turn: nobody's phone is asked on behalf of this one.
    fn leave(&mut self) {
        self.former = None;
        self.leave_behind();
        self.desk.tell(News::Left);
    }

    /// Whatever there was is over, without a word to the service: a new epoch.
    fn leave_behind(&mut self) {
        if let Phase::Live(live) = std::mem::replace(&mut self.phase, Phase::Out) {
            live.end(&mut self.desk);
        }
        self.desk.begin_epoch();
    }

    fn enter(&mut self, entered: Entered, reply: &Reply, now: Now) {
        let (live, ending) = match entered {
            Entered::New { access, init, keys } => {
                (Live::begin(access, *init, keys, &mut self.desk, now), None)
            }
            Entered::Back(kept) => {
                let mut live = Live::resume(kept, &mut self.desk, now);
                let ending = live.answer(&mut self.desk, Question::Sync, reply, now);
                (live, ending)
            }
        };
        self.phase = Phase::Live(Box::new(live));
        if let Some(ending) = ending {
            self.end(ending);
        }
    }

    /// Every logout ends in [`Ending::LoggedOut`], even where there is nothing left to end: what was kept is then
    /// forgotten.
    fn log_out(&mut self, now: Now) {
        self.former = None;
        let goodbye = match std::mem::replace(&mut self.phase, Phase::Out) {
            Phase::Live(live) => {
                let goodbye = live.goodbye();
                self.desk.abandon_all();
                live.end(&mut self.desk);
                Some(goodbye)
            }
            Phase::Entering(login) => {
                self.desk.abandon_all();
                login.goodbye()
            }
            Phase::Out => None,
            phase @ Phase::Leaving { .. } => {
                self.phase = phase;
                return;
            }
        };
        match goodbye {
            Some(goodbye) => {
                self.desk.ask(Question::Logout, goodbye);
                let until = now.mono.saturating_add(GOODBYE);
                self.phase = Phase::Leaving { until };
            }
            None => self.end(Ending::LoggedOut),
        }
    }

    fn download(&mut self, wanted: Download) {
        if let Phase::Live(live) = &mut self.phase {
            live.download(&mut self.desk, wanted);
        } else {
            self.desk.tell(News::Download {
                asset: wanted.asset,
                progress: Progress::Failed(Fault::Net(Failure::SessionOver)),
            });
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
            self.former = matches!(ending, Ending::ByService { .. }).then(|| live.former());
            live.end(&mut self.desk);
        }
        self.desk.tell(News::Ended(ending));
    }
}
