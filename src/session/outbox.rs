//! Messages on their way out: in order, one in flight, the same ClientMsgId at every try (`protocol.md §7.1`).
//!
//! Owns the queue from the moment a message is handed over until it is sent or its reason is told. Never drops one in
//! silence, and never gives one a new name.

use std::collections::VecDeque;
use std::time::Duration;

use super::backoff::Backoff;
use super::desk::{Desk, Question};
use super::trouble::{Reply, Trouble, judge};
use super::turn::{Turn, Witness};
use crate::domain::id::LocalId;
use crate::port::{Failure, MAX_TEXT_BYTES, News, Outgoing};
use crate::wire::send::{self, Text};

/// Tries before a message that the service does not answer sensibly is given back. Tries that found no connection do not
/// count: a message waits out a tunnel, however long.
const TRIES: u32 = 5;
/// Before the one retry after a Ret -1.
const SECOND_THOUGHT: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Outbox {
    queue: VecDeque<Letter>,
    /// No earlier than this.
    at: Duration,
    backoff: Backoff,
}

#[derive(Debug)]
struct Letter {
    message: Outgoing,
    tries: u32,
    told: bool,
    /// Ret -1 came once.
    again: bool,
    /// "Session gone" came once.
    doubted: bool,
}

impl Outbox {
    pub fn new() -> Self {
        Self {
            queue: VecDeque::new(),
            at: Duration::ZERO,
            backoff: Backoff::network(),
        }
    }

    pub fn send(&mut self, desk: &mut Desk, message: Outgoing) {
        if message.text.len() > MAX_TEXT_BYTES {
            let why = Failure::TooLong;
            desk.tell(News::NotSent {
                local: message.local,
                why,
            });
            return;
        }
        if self
            .queue
            .iter()
            .all(|letter| letter.message.local != message.local)
        {
            self.queue.push_back(Letter {
                message,
                tries: 0,
                told: false,
                again: false,
                doubted: false,
            });
        }
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        if turn.desk.is_open(Question::Send) || self.at > turn.now.mono {
            return;
        }
        let Some(letter) = self.queue.front_mut() else {
            return;
        };
        let device = turn.desk.device();
        let text = Text {
            local: letter.message.local,
            from: &turn.access.me,
            to: &letter.message.to,
            content: &letter.message.text,
        };
        let request = send::text(&turn.access.hosts, &turn.access.auth, &device, text);
        turn.desk.ask(Question::Send, request);
        if !letter.told {
            letter.told = true;
            turn.desk.tell(News::Sending(letter.message.local));
        }
    }

    pub fn answer(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        let Some(letter) = self.queue.front_mut() else {
            return;
        };
        match judge(reply, send::parse_sent) {
            Ok(id) => {
                let local = letter.message.local;
                turn.line.wrote();
                turn.desk.tell(News::Sent { local, id });
                self.next();
            }
            Err(Trouble::Passing(why)) => {
                letter.tries += u32::from(why != Failure::Offline);
                if letter.tries < TRIES {
                    self.at = turn
                        .now
                        .mono
                        .saturating_add(self.backoff.next(&mut turn.desk.rng));
                } else {
                    self.give_back(turn.desk, why);
                }
            }
            // Stays first in the queue: nothing is wrong with the message.
            Err(Trouble::TooFrequent) => {
                turn.line.slow_down(turn.desk, turn.now);
            }
            Err(Trouble::Gone(code)) if !letter.doubted => {
                letter.doubted = true;
                turn.doubt(code, Witness::Other);
            }
            Err(Trouble::Refused(-1)) if !letter.again => {
                letter.again = true;
                self.at = turn.now.mono.saturating_add(SECOND_THOUGHT);
            }
            Err(Trouble::Environment) => turn.environment(),
            Err(trouble @ (Trouble::Gone(_) | Trouble::Refused(_) | Trouble::PhoneOffline(_))) => {
                self.give_back(turn.desk, trouble.failure());
            }
        }
    }

    pub fn deadline(&self, desk: &Desk) -> Option<Duration> {
        (!self.queue.is_empty() && !desk.is_open(Question::Send)).then_some(self.at)
    }

    pub fn retry_now(&mut self, now: Duration) {
        self.at = self.at.min(now);
    }

    /// The session is over: everything still here is given back, oldest first.
    pub fn give_all_back(&mut self, desk: &mut Desk) {
        for letter in self.queue.drain(..) {
            not_sent(desk, letter.message.local, Failure::SessionOver);
        }
    }

    fn give_back(&mut self, desk: &mut Desk, why: Failure) {
        if let Some(letter) = self.queue.front() {
            not_sent(desk, letter.message.local, why);
        }
        self.next();
    }

    fn next(&mut self) {
        self.queue.pop_front();
        self.backoff.reset();
        self.at = Duration::ZERO;
    }
}

pub(super) fn not_sent(desk: &mut Desk, local: LocalId, why: Failure) {
    desk.tell(News::NotSent { local, why });
}
