//! webwxstatusnotify: "I am here" once, "this chat is read" as chats are read (`protocol.md §4.2`).
//!
//! Nothing waits for these and nobody is told when they fail: the phone's badge stays as it was.

use std::collections::VecDeque;
use std::time::Duration;

use super::backoff::Backoff;
use super::desk::{Desk, Question};
use super::trouble::{Reply, Trouble, judge};
use super::turn::{Turn, Witness};
use crate::domain::id::UserName;
use crate::wire::login::{self, Notify};

const READ: u8 = 1;
const HERE: u8 = 3;
/// Tries of the one that says "here": without it the phone shows its banner later, by itself.
const TRIES: u32 = 3;
/// Between two read marks, so that a burst in the open chat is one mark and not one for each message.
const APART: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Notices {
    /// Tries left of "here"; 0 when said or given up.
    here: u32,
    /// Whether "here" has been answered in any way: the address book comes after it.
    greeted: bool,
    read: VecDeque<UserName>,
    flying: Option<UserName>,
    at: Duration,
    backoff: Backoff,
}

impl Notices {
    pub fn new() -> Self {
        Self {
            here: TRIES,
            greeted: false,
            read: VecDeque::new(),
            flying: None,
            at: Duration::ZERO,
            backoff: Backoff::network(),
        }
    }

    /// Of a session that said "here" long ago.
    pub fn said_here() -> Self {
        Self {
            here: 0,
            greeted: true,
            ..Self::new()
        }
    }

    /// One mark a chat, however often it is read before the mark leaves.
    pub fn mark_read(&mut self, chat: UserName) {
        if !self.read.contains(&chat) {
            self.read.push_back(chat);
        }
    }

    /// Whether the vendor's order allows to ask for the address book now.
    pub fn greeted(&self) -> bool {
        self.greeted
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        if turn.desk.is_open(Question::Notify) || self.at > turn.now.mono {
            return;
        }
        let me = turn.access.me.clone();
        let (code, to) = if self.here > 0 {
            self.here -= 1;
            (HERE, me.clone())
        } else if let Some(chat) = self.read.pop_front() {
            self.flying = Some(chat.clone());
            (READ, chat)
        } else {
            return;
        };
        let device = turn.desk.device();
        let notify = Notify {
            hosts: &turn.access.hosts,
            code,
            me: &me,
            to: &to,
        };
        let request = login::status_notify(notify, &turn.access.auth, &device, turn.now);
        turn.desk.ask(Question::Notify, request);
    }

    pub fn answer(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        let chat = self.flying.take();
        self.greeted = true;
        self.at = turn.now.mono.saturating_add(APART);
        match judge(reply, login::parse_ack) {
            Ok(()) => {
                turn.line.wrote();
                self.said(chat.is_none());
            }
            Err(Trouble::Passing(_)) => {
                self.at = turn
                    .now
                    .mono
                    .saturating_add(self.backoff.next(&mut turn.desk.rng));
            }
            Err(Trouble::TooFrequent) => {
                turn.line.slow_down(turn.desk, turn.now);
            }
            Err(Trouble::Gone(code)) => turn.doubt(code, Witness::Other),
            Err(Trouble::Environment) => turn.environment(),
            Err(Trouble::PhoneOffline(_) | Trouble::Refused(_)) => self.said(chat.is_none()),
        }
    }

    pub fn deadline(&self, desk: &Desk) -> Option<Duration> {
        let work = self.here > 0 || !self.read.is_empty();
        (work && !desk.is_open(Question::Notify)).then_some(self.at)
    }

    fn said(&mut self, here: bool) {
        self.backoff.reset();
        if here {
            self.here = 0;
        }
    }
}
