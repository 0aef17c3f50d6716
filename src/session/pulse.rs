//! Is the session still alive? One webwxinit answers (`protocol.md §9.1`: a single 1101 may be a hiccup).
//!
//! Owns the question and its retries. A check or a sync that says "gone" again right after the service vouched for the
//! session is believed, or the two would go on for ever.

use std::time::Duration;

use super::backoff::Backoff;
use super::desk::Question;
use super::trouble::{Reply, Trouble, judge};
use super::turn::{Alarm, Turn, Witness};
use crate::port::Ending;
use crate::wire::login;

/// Calls other than the sync loop may doubt the session this often: an endpoint that always says 1101 must not make
/// weft ask for ever.
const OTHERS_APART: Duration = Duration::from_mins(1);

#[derive(Debug)]
pub(super) struct Pulse {
    state: State,
    backoff: Backoff,
    check_vouched: bool,
    sync_vouched: bool,
    others_after: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Sure,
    Asking(Witness),
    Waiting { at: Duration, by: Witness },
}

impl Pulse {
    pub fn new() -> Self {
        Self {
            state: State::Sure,
            backoff: Backoff::network(),
            check_vouched: false,
            sync_vouched: false,
            others_after: Duration::ZERO,
        }
    }

    pub fn is_sure(&self) -> bool {
        self.state == State::Sure
    }

    pub fn doubt(&mut self, turn: &mut Turn<'_>, code: i32, by: Witness) {
        if !self.is_sure() {
            return;
        }
        match by {
            Witness::Check if self.check_vouched => turn.raise(Alarm::Over(Ending::ByService { code })),
            Witness::Sync if self.sync_vouched => turn.raise(Alarm::Over(Ending::ByService { code })),
            Witness::Other if turn.now.mono < self.others_after => {}
            Witness::Other => {
                self.others_after = turn.now.mono.saturating_add(OTHERS_APART);
                self.ask(turn, by);
            }
            Witness::Check | Witness::Sync | Witness::Nonsense => self.ask(turn, by),
        }
    }

    /// A synccheck answered as it should.
    pub fn check_works(&mut self) {
        self.check_vouched = false;
    }

    /// A webwxsync answered as it should.
    pub fn sync_works(&mut self) {
        self.sync_vouched = false;
    }

    pub fn answer(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        let State::Asking(by) = self.state else {
            return;
        };
        match judge(reply, login::parse_init) {
            Ok(init) => {
                // The keys stay the older ones: what came in between is still to be fetched (`protocol.md §9.4`).
                if let Some(skey) = init.skey {
                    turn.access.auth.skey = skey;
                }
                self.vouch(by);
            }
            Err(Trouble::Gone(code)) => turn.raise(Alarm::Over(Ending::ByService { code })),
            Err(Trouble::Environment) => turn.environment(),
            Err(Trouble::TooFrequent) => {
                let at = turn.line.slow_down(turn.desk, turn.now);
                self.state = State::Waiting { at, by };
            }
            // It complains of something else, so it knows the session.
            Err(Trouble::PhoneOffline(_) | Trouble::Refused(_)) => self.vouch(by),
            Err(Trouble::Passing(why)) => {
                let at = turn
                    .now
                    .mono
                    .saturating_add(self.backoff.next(&mut turn.desk.rng));
                turn.line.retrying(turn.desk, self.backoff.attempt(), at, why);
                self.state = State::Waiting { at, by };
            }
        }
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        if let State::Waiting { at, by } = self.state
            && at <= turn.now.mono
            && !turn.line.is_paused()
        {
            self.ask(turn, by);
        }
    }

    pub fn retry_now(&mut self, now: Duration) {
        if let State::Waiting { at, .. } = &mut self.state {
            *at = now;
        }
    }

    pub fn deadline(&self) -> Option<Duration> {
        match self.state {
            State::Waiting { at, .. } => Some(at),
            State::Sure | State::Asking(_) => None,
        }
    }

    fn ask(&mut self, turn: &mut Turn<'_>, by: Witness) {
        let device = turn.desk.device();
        let request = login::init(&turn.access.hosts, &turn.access.auth, &device, turn.now);
        turn.desk.ask(Question::Probe, request);
        self.state = State::Asking(by);
    }

    fn vouch(&mut self, by: Witness) {
        self.state = State::Sure;
        self.backoff.reset();
        match by {
            Witness::Check => self.check_vouched = true,
            Witness::Sync => self.sync_vouched = true,
            Witness::Nonsense | Witness::Other => {}
        }
    }
}
