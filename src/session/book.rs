//! The address book, page by page (`protocol.md §4.3`). Owns the paging; what a page holds goes straight on.

use std::time::Duration;

use super::backoff::Backoff;
use super::desk::{Desk, Question};
use super::trouble::{Reply, Trouble, judge};
use super::turn::{Turn, Witness};
use crate::port::News;
use crate::wire::contacts;

/// The vendor's own cap.
const PAGES: usize = 17;

#[derive(Debug)]
pub(super) struct Book {
    /// The `Seq` of each page asked for, the present one last.
    asked: Vec<u64>,
    contacts: u32,
    complete: bool,
    at: Duration,
    backoff: Backoff,
}

impl Book {
    pub fn new() -> Self {
        Self {
            asked: vec![0],
            contacts: 0,
            complete: false,
            at: Duration::ZERO,
            backoff: Backoff::network(),
        }
    }

    /// Of a session whose address book was read to the end: once a login is all the service bears (`protocol.md §4.3`).
    pub fn known() -> Self {
        Self {
            complete: true,
            ..Self::new()
        }
    }

    pub fn is_complete(&self) -> bool {
        self.complete
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        if self.complete || turn.desk.is_open(Question::Page) || self.at > turn.now.mono {
            return;
        }
        let seq = self.asked.last().copied().unwrap_or_default();
        let request = contacts::page(&turn.access.hosts, &turn.access.auth, seq, turn.now);
        turn.desk.ask(Question::Page, request);
    }

    pub fn answer(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        match judge(reply, contacts::parse_page) {
            Ok(page) => {
                self.backoff.reset();
                turn.line.wrote();
                self.complete = page.seq == 0 || self.asked.contains(&page.seq) || self.asked.len() >= PAGES;
                self.asked.push(page.seq);
                let count = u32::try_from(page.contacts.len()).unwrap_or(u32::MAX);
                self.contacts = self.contacts.saturating_add(count);
                let (contacts, complete) = (self.contacts, self.complete);
                if !page.contacts.is_empty() {
                    turn.desk.tell(News::Contacts(page.contacts));
                }
                turn.desk.tell(News::BookProgress { contacts, complete });
            }
            Err(Trouble::TooFrequent) => {
                turn.line.slow_down(turn.desk, turn.now);
            }
            Err(Trouble::Environment) => turn.environment(),
            Err(
                trouble @ (Trouble::Gone(_)
                | Trouble::Passing(_)
                | Trouble::PhoneOffline(_)
                | Trouble::Refused(_)),
            ) => {
                if let Trouble::Gone(code) = trouble {
                    turn.doubt(code, Witness::Other);
                }
                // Never given up: without its pages people stay nameless.
                self.at = turn
                    .now
                    .mono
                    .saturating_add(self.backoff.next(&mut turn.desk.rng));
            }
        }
    }

    pub fn deadline(&self, desk: &Desk) -> Option<Duration> {
        (!self.complete && !desk.is_open(Question::Page)).then_some(self.at)
    }

    pub fn retry_now(&mut self, now: Duration) {
        self.at = self.at.min(now);
    }
}
