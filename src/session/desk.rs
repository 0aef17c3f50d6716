//! What goes out and which question an answer belongs to.
//!
//! Owns the tickets, the epoch, the outgoing queue and the one source of chance. Every kind of question is open at most
//! once, so a machine needs no memory of tickets. Never: a decision about when to ask.

use std::collections::VecDeque;

use super::freight::{Chore, Freight};
use super::{Output, Ticket};
use crate::domain::id::{BatchId, Epoch};
use crate::port::media::Asset;
use crate::port::{NetEvent, News};
use crate::wire::http::HttpRequest;

/// What was asked. Each is in flight at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// The next step of a login: the login's stage says which.
    Login,
    /// synccheck.
    Check,
    /// webwxsync.
    Sync,
    /// webwxinit, asked whether the session still lives.
    Probe,
    /// webwxsendmsg and its sisters.
    Send,
    /// webwxcheckupload, or a chunk to webwxuploadmedia.
    Upload,
    /// What a message carries.
    Load(Asset),
    /// What has come of it is put away.
    Filing(Asset),
    /// webwxgetcontact.
    Page,
    /// webwxbatchgetcontact.
    Records,
    /// webwxstatusnotify.
    Notify,
    /// What a person wants done once: the first of the queue says what.
    Errand,
    Logout,
}

#[derive(Debug)]
pub(super) struct Desk {
    epoch: Epoch,
    tickets: u64,
    batches: u64,
    open: Vec<(Ticket, Question)>,
    out: VecDeque<Output>,
    pub rng: fastrand::Rng,
}

impl Desk {
    pub fn new(seed: u64) -> Self {
        Self {
            epoch: Epoch::default(),
            tickets: 0,
            batches: 0,
            open: Vec::new(),
            out: VecDeque::new(),
            rng: fastrand::Rng::with_seed(seed),
        }
    }

    /// From here on everything belongs to a new login; what was asked before is abandoned.
    pub fn begin_epoch(&mut self) {
        self.abandon_all();
        self.epoch = Epoch(self.epoch.0.saturating_add(1));
    }

    pub fn ask(&mut self, question: Question, request: HttpRequest) {
        let ticket = self.open(question);
        self.out.push_back(Output::Transmit { ticket, request });
    }

    /// Asks, with a file that is read or written meanwhile.
    pub fn carry(&mut self, question: Question, request: HttpRequest, freight: Freight) {
        let ticket = self.open(question);
        self.out.push_back(Output::Carry {
            ticket,
            request,
            freight,
        });
    }

    pub fn file(&mut self, question: Question, chore: Chore) {
        let ticket = self.open(question);
        self.out.push_back(Output::File { ticket, chore });
    }

    pub fn tell(&mut self, news: News) {
        self.out.push_back(Output::Emit(NetEvent {
            epoch: self.epoch,
            news,
        }));
    }

    /// The question that was waiting for this answer. `None`: abandoned, or answered before.
    pub fn settle(&mut self, ticket: Ticket) -> Option<Question> {
        let at = self.open.iter().position(|(open, _)| *open == ticket)?;
        Some(self.open.swap_remove(at).1)
    }

    /// The question that waits for this answer.
    pub fn question(&self, ticket: Ticket) -> Option<Question> {
        let (_, question) = self.open.iter().find(|(open, _)| *open == ticket)?;
        Some(*question)
    }

    fn open(&mut self, question: Question) -> Ticket {
        self.abandon(question);
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.open.push((ticket, question));
        ticket
    }

    pub fn is_open(&self, question: Question) -> bool {
        self.open.iter().any(|(_, open)| *open == question)
    }

    pub fn abandon(&mut self, question: Question) {
        while let Some(at) = self.open.iter().position(|(_, open)| *open == question) {
            let (ticket, _) = self.open.swap_remove(at);
            self.out.push_back(Output::Cancel(ticket));
        }
    }

    pub fn abandon_all(&mut self) {
        for (ticket, _) in self.open.drain(..) {
            self.out.push_back(Output::Cancel(ticket));
        }
    }

    pub fn next_output(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    /// Never the same twice, across logins too: a late `Kept` must not release another login's keys.
    pub fn next_batch(&mut self) -> BatchId {
        self.batches += 1;
        BatchId(self.batches)
    }

    /// `DeviceID`: `e` and 15 digits, drawn for every request as the vendor's page does (`protocol.md §3.1`).
    pub fn device(&mut self) -> String {
        format!("e{:015}", self.rng.u64(0..1_000_000_000_000_000))
    }
}
