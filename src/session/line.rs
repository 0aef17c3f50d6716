//! The state of the line as a person sees it: told when it changes, and only then.
//!
//! Owns the pause after a 1205, which hides every other state while it lasts. Never: a request.

use std::time::Duration;

use super::backoff::Backoff;
use super::desk::Desk;
use crate::domain::time::Now;
use crate::port::{Failure, Link, News};

/// The waits after a 1205 (`protocol.md §7.1`).
const CALM_FIRST: Duration = Duration::from_mins(1);
const CALM_CAP: Duration = Duration::from_hours(1);

#[derive(Debug)]
pub(super) struct Line {
    state: Link,
    told: Link,
    pause: Option<Duration>,
    calm: Backoff,
}

impl Line {
    pub fn new() -> Self {
        Self {
            state: Link::Down,
            told: Link::Down,
            pause: None,
            calm: Backoff::steady(CALM_FIRST, CALM_CAP),
        }
    }

    /// An answer came.
    pub fn up(&mut self, desk: &mut Desk) {
        self.set(desk, Link::Up);
    }

    pub fn retrying(&mut self, desk: &mut Desk, attempt: u32, at: Duration, why: Failure) {
        self.set(desk, Link::Retrying { attempt, at, why });
    }

    pub fn phone_offline(&mut self, desk: &mut Desk) {
        self.set(desk, Link::PhoneOffline);
    }

    /// A 1205 came: nothing is written until the moment returned. Several at once count as one.
    pub fn slow_down(&mut self, desk: &mut Desk, now: Now) -> Duration {
        let until = match self.pause {
            Some(until) => until,
            None => now.mono.saturating_add(self.calm.next(&mut desk.rng)),
        };
        self.pause = Some(until);
        self.tell(desk);
        until
    }

    /// A write went through: the next 1205 starts from the shortest pause again.
    pub fn wrote(&mut self) {
        if self.pause.is_none() {
            self.calm.reset();
        }
    }

    pub fn is_up(&self) -> bool {
        self.state == Link::Up
    }

    /// Whether the pause after a 1205 lasts.
    pub fn is_paused(&self) -> bool {
        self.pause.is_some()
    }

    pub fn pump(&mut self, desk: &mut Desk, now: Now) {
        if self.pause.is_some_and(|until| until <= now.mono) {
            self.pause = None;
            self.tell(desk);
        }
    }

    pub fn deadline(&self) -> Option<Duration> {
        self.pause
    }

    fn set(&mut self, desk: &mut Desk, state: Link) {
        self.state = state;
        self.tell(desk);
    }

    fn tell(&mut self, desk: &mut Desk) {
        let shown = self.pause.map_or(self.state, |until| Link::SlowedDown { until });
        if shown != self.told {
            self.told = shown;
            desk.tell(News::Link(shown));
        }
    }
}
