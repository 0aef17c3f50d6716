//! Records on demand: groups, members, strangers (`protocol.md §4.4`).
//!
//! Owns what is still to be asked for, what is on screen first, at most 50 a request and paced. A request that fails is
//! cut up until the one record that spoils it is alone, and that one is not asked for again.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use super::backoff::Backoff;
use super::desk::{Desk, Question};
use super::trouble::{Reply, Trouble, judge};
use super::turn::{Turn, Witness};
use crate::domain::id::UserName;
use crate::port::{Failure, News, Wanted};
use crate::wire::contacts::{self, BATCH_MAX};

/// The sizes a failing request is cut to, one after the other: the vendor's own.
const CUTS: [usize; 3] = [10, 5, 1];
/// Questions are collected for this long before they leave.
const COLLECT: Duration = Duration::from_millis(200);
/// Between two requests for what nobody is looking at.
const PACE: Duration = Duration::from_secs(2);
/// A single record that times out is asked for this often.
const TRIES: u32 = 3;

type Key = (UserName, Option<UserName>);

#[derive(Debug)]
pub(super) struct Fetch {
    urgent: VecDeque<Key>,
    later: VecDeque<Key>,
    /// Parts of requests that failed, to be asked for on their own. Last first.
    parts: Vec<Vec<Key>>,
    flying: Vec<Key>,
    /// Everything ever asked for in this session.
    asked: HashSet<Key>,
    /// When the first of those waiting came, for collecting.
    urgent_since: Duration,
    later_since: Duration,
    last: Option<Duration>,
    /// After a failure: no earlier than this.
    at: Duration,
    backoff: Backoff,
}

impl Fetch {
    pub fn new() -> Self {
        Self {
            urgent: VecDeque::new(),
            later: VecDeque::new(),
            parts: Vec::new(),
            flying: Vec::new(),
            asked: HashSet::new(),
            urgent_since: Duration::ZERO,
            later_since: Duration::ZERO,
            last: None,
            at: Duration::ZERO,
            backoff: Backoff::network(),
        }
    }

    pub fn want(&mut self, wanted: Vec<Wanted>, now: Duration) {
        for one in wanted {
            let key = (one.user_name, one.group);
            if key.0.is_empty() {
                continue;
            }
            if self.asked.insert(key.clone()) {
                let (queue, since) = if one.urgent {
                    (&mut self.urgent, &mut self.urgent_since)
                } else {
                    (&mut self.later, &mut self.later_since)
                };
                if queue.is_empty() {
                    *since = now;
                }
                queue.push_back(key);
            } else if one.urgent {
                self.hurry(&key, now);
            }
        }
    }

    /// What waited its turn has come on screen.
    fn hurry(&mut self, key: &Key, now: Duration) {
        if let Some(at) = self.later.iter().position(|waiting| waiting == key)
            && let Some(key) = self.later.remove(at)
        {
            if self.urgent.is_empty() {
                self.urgent_since = now;
            }
            self.urgent.push_back(key);
        }
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        let due = self.deadline(turn.desk).is_some_and(|at| at <= turn.now.mono);
        if !due {
            return;
        }
        self.flying = self.take();
        let device = turn.desk.device();
        let (hosts, auth) = (&turn.access.hosts, &turn.access.auth);
        let request = contacts::batch(hosts, auth, &device, &self.flying, turn.now);
        turn.desk.ask(Question::Records, request);
        self.last = Some(turn.now.mono);
    }

    /// What is on screen goes before the parts of what failed, and those before the rest.
    fn take(&mut self) -> Vec<Key> {
        if self.urgent.is_empty()
            && let Some(part) = self.parts.pop()
        {
            return part;
        }
        let urgent = self.urgent.len().min(BATCH_MAX);
        let mut batch: Vec<Key> = self.urgent.drain(..urgent).collect();
        let later = self.later.len().min(BATCH_MAX - urgent);
        batch.extend(self.later.drain(..later));
        batch
    }

    pub fn answer(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        let batch = std::mem::take(&mut self.flying);
        match judge(reply, contacts::parse_batch) {
            Ok(records) => {
                self.backoff.reset();
                turn.line.wrote();
                if !records.is_empty() {
                    turn.desk.tell(News::Contacts(records));
                }
            }
            Err(Trouble::TooFrequent) => {
                self.parts.push(batch);
                turn.line.slow_down(turn.desk, turn.now);
            }
            Err(Trouble::Gone(code)) => {
                self.again(turn, batch);
                turn.doubt(code, Witness::Other);
            }
            Err(Trouble::Environment) => turn.environment(),
            Err(Trouble::Passing(Failure::TimedOut))
                if batch.len() == 1 && self.backoff.attempt() >= TRIES => {}
            Err(Trouble::Passing(Failure::TimedOut)) if batch.len() > 1 => self.cut(turn, &batch),
            // Nothing is wrong with these records: the service was not there, or the phone was not.
            Err(
                Trouble::PhoneOffline(_)
                | Trouble::Passing(Failure::Offline | Failure::TimedOut | Failure::Status(_)),
            ) => self.again(turn, batch),
            Err(Trouble::Passing(_) | Trouble::Refused(_)) => self.cut(turn, &batch),
        }
    }

    pub fn deadline(&self, desk: &Desk) -> Option<Duration> {
        if desk.is_open(Question::Records) {
            return None;
        }
        let after = |since: Duration, pace: Duration| {
            let paced = self.last.map_or(Duration::ZERO, |last| last.saturating_add(pace));
            since.saturating_add(COLLECT).max(paced).max(self.at)
        };
        let urgent = (!self.urgent.is_empty()).then(|| after(self.urgent_since, COLLECT));
        let parts = (!self.parts.is_empty()).then(|| after(Duration::ZERO, PACE));
        let later = (!self.later.is_empty()).then(|| after(self.later_since, PACE));
        [urgent, parts, later].into_iter().flatten().min()
    }

    pub fn retry_now(&mut self, now: Duration) {
        self.at = self.at.min(now);
    }

    fn again(&mut self, turn: &mut Turn<'_>, batch: Vec<Key>) {
        self.parts.push(batch);
        self.pause(turn);
    }

    fn cut(&mut self, turn: &mut Turn<'_>, batch: &[Key]) {
        // A record that fails alone is left out for good.
        if let Some(size) = CUTS.into_iter().find(|size| *size < batch.len()) {
            self.parts.extend(batch.chunks(size).rev().map(<[Key]>::to_vec));
        }
        self.pause(turn);
    }

    fn pause(&mut self, turn: &mut Turn<'_>) {
        self.at = turn
            .now
            .mono
            .saturating_add(self.backoff.next(&mut turn.desk.rng));
    }
}
