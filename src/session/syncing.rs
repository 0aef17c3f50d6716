//! The loop that listens: synccheck, then webwxsync, then synccheck again (`protocol.md §5`).
//!
//! Owns both keys, and the promise that exactly one of the two calls is in flight and that new keys are used only once
//! what they stand for is kept. Any failure is followed by a webwxsync with the same key: it answers at once where a
//! synccheck would hang for 25 s, so the state of the line is known sooner, and it fetches what was missed.

use std::time::Duration;

use super::backoff::Backoff;
use super::desk::Question;
use super::kept::{Kept, Keys};
use super::trouble::{Reply, Trouble, judge};
use super::turn::{Turn, Witness};
use crate::domain::id::BatchId;
use crate::port::{Batch, Failure, News};
use crate::wire::sync::{self, Check, Sync, SyncKey};

mod failing;

/// `ContinueFlag` is followed this many times in a row, then the loop goes back to asking first.
const DRAIN_CAP: u32 = 50;
/// Two synccheck that both say "nothing" are at least this far apart, should a server not hold them.
const CHECKS_APART: Duration = Duration::from_secs(1);
/// The cookies live 12 h and only webwxsync renews them (`protocol.md §2.5`): where nothing is told it is asked all the
/// same, often enough for several to be lost.
const RENEWAL: Duration = Duration::from_hours(3);

#[derive(Debug)]
pub(super) struct Syncing {
    keys: Keys,
    state: State,
    /// Failures of synccheck in a row. A webwxsync that works does not end it, or a push host that cannot be reached
    /// would be asked every second.
    check_trouble: Backoff,
    /// Failures of webwxsync in a row.
    sync_trouble: Backoff,
    nonsense: u32,
    /// When a webwxsync last renewed the cookies.
    renewed: Duration,
    /// The stuck loop: told to sync, and nothing there (`protocol.md §5.1`).
    lull: Backoff,
    /// Ret 3: asked slowly until the phone is back (`protocol.md §9.1`).
    offline: Backoff,
}

#[derive(Debug)]
enum State {
    Checking {
        since: Duration,
    },
    Syncing {
        why: Why,
    },
    /// A batch is out; its keys wait for [`Syncing::kept`].
    Keeping {
        batch: BatchId,
        keys: Keys,
        then: Then,
    },
    Waiting {
        at: Duration,
        next: Next,
    },
    /// The session is in doubt: nothing is asked until it is cleared.
    Doubting {
        at: Duration,
        next: Next,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Check,
    Sync(Why),
}

/// The next call and how long it is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Then {
    next: Next,
    pause: Duration,
}

/// What led to a webwxsync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// synccheck named a selector other than 0.
    Told,
    /// `ContinueFlag`, so many times in a row.
    More(u32),
    /// Something failed before.
    Recovery,
    /// Nothing was told for long.
    Renewal,
}

impl Syncing {
    /// Asks at the next pump.
    pub fn new(key: SyncKey, now: Duration) -> Self {
        let keys = Keys {
            sync: key,
            check: None,
        };
        let state = State::Waiting {
            at: now,
            next: Next::Check,
        };
        Self::at(keys, state, now)
    }

    /// With older keys: fetches at the next pump what came since.
    pub fn behind(keys: Keys, now: Duration) -> Self {
        let state = State::Waiting {
            at: now,
            next: Next::Sync(Why::Recovery),
        };
        Self::at(keys, state, now)
    }

    /// With older keys, their webwxsync answered: [`Syncing::on_sync`] is next.
    pub fn answered(keys: Keys, now: Duration) -> Self {
        let state = State::Syncing { why: Why::Recovery };
        Self::at(keys, state, now)
    }

    fn at(keys: Keys, state: State, now: Duration) -> Self {
        Self {
            keys,
            state,
            check_trouble: Backoff::network(),
            sync_trouble: Backoff::network(),
            nonsense: 0,
            renewed: now,
            lull: Backoff::steady(Duration::from_secs(1), Duration::from_secs(10)),
            offline: Backoff::steady(Duration::from_secs(10), Duration::from_mins(1)),
        }
    }

    pub fn pump(&mut self, turn: &mut Turn<'_>) {
        if let State::Waiting { at, next } = self.state
            && at <= turn.now.mono
        {
            self.start(turn, next);
        }
    }

    pub fn deadline(&self) -> Option<Duration> {
        match self.state {
            State::Waiting { at, .. } => Some(at),
            State::Checking { .. }
            | State::Syncing { .. }
            | State::Keeping { .. }
            | State::Doubting { .. } => None,
        }
    }

    pub fn retry_now(&mut self, now: Duration) {
        if let State::Waiting { at, .. } = &mut self.state {
            *at = now;
        }
    }

    /// The session lives after all: goes on where it stopped.
    pub fn cleared(&mut self) {
        if let State::Doubting { at, next } = self.state {
            self.state = State::Waiting { at, next };
        }
    }

    /// The batch is kept: its keys may be used.
    pub fn kept(&mut self, turn: &mut Turn<'_>, kept: BatchId) {
        if let State::Keeping { batch, keys, then } = &self.state
            && *batch == kept
        {
            self.keys = keys.clone();
            let then = *then;
            self.go_on(turn, then);
        }
    }

    /// Whether a batch is out. Its keepsake then says more than could be said now.
    pub fn is_keeping(&self) -> bool {
        matches!(self.state, State::Keeping { .. })
    }

    /// The keys in use, or those of the batch that is out.
    pub fn newest(&self) -> &Keys {
        match &self.state {
            State::Keeping { keys, .. } => keys,
            State::Checking { .. }
            | State::Syncing { .. }
            | State::Waiting { .. }
            | State::Doubting { .. } => &self.keys,
        }
    }

    fn start(&mut self, turn: &mut Turn<'_>, next: Next) {
        let device = turn.desk.device();
        let (hosts, auth) = (&turn.access.hosts, &turn.access.auth);
        match next {
            Next::Check => {
                let key = self.keys.check.as_ref().unwrap_or(&self.keys.sync);
                let request = sync::check(hosts, auth, &device, key, turn.now);
                turn.desk.ask(Question::Check, request);
                self.state = State::Checking { since: turn.now.mono };
            }
            Next::Sync(why) => {
                let request = sync::sync(hosts, auth, &device, &self.keys.sync, turn.now);
                turn.desk.ask(Question::Sync, request);
                self.state = State::Syncing { why };
            }
        }
    }

    fn wait(&mut self, at: Duration, next: Next) {
        self.state = State::Waiting { at, next };
    }

    /// Returns whether synccheck answered as it should.
    pub fn on_check(&mut self, turn: &mut Turn<'_>, reply: &Reply) -> bool {
        let State::Checking { since } = self.state else {
            return false;
        };
        let judged = judge(reply, sync::parse_check).and_then(|check| match check {
            Check { retcode: 0, selector } => Ok(selector),
            Check { retcode, .. } => Err(Trouble::of_code(retcode)),
        });
        match judged {
            Ok(selector) => {
                self.check_trouble.reset();
                self.sync_trouble.reset();
                self.nonsense = 0;
                turn.line.up(turn.desk);
                if selector == 0 {
                    self.lull.reset();
                    let stale = self.renewed.saturating_add(RENEWAL) <= turn.now.mono;
                    let next = if stale {
                        Next::Sync(Why::Renewal)
                    } else {
                        Next::Check
                    };
                    self.wait(since.saturating_add(CHECKS_APART), next);
                } else {
                    self.start(turn, Next::Sync(Why::Told));
                }
                true
            }
            // On synccheck 3 is not documented as the phone's absence, only as passing (`protocol.md §5.1`).
            Err(Trouble::PhoneOffline(code)) => {
                self.fail(turn, Failure::Refused(code), Witness::Check);
                false
            }
            Err(trouble) => {
                self.struggle(turn, trouble, Witness::Check);
                false
            }
        }
    }

    /// Returns whether webwxsync answered as it should.
    pub fn on_sync(&mut self, turn: &mut Turn<'_>, reply: &Reply) -> bool {
        let State::Syncing { why } = self.state else {
            return false;
        };
        let me = turn.access.me.clone();
        match judge(reply, |response| sync::parse_sync(response, &me)) {
            Ok(answer) => {
                self.renewed = turn.now.mono;
                self.sync_trouble.reset();
                self.offline.reset();
                turn.line.up(turn.desk);
                self.take(turn, why, answer);
                true
            }
            Err(Trouble::PhoneOffline(_)) => {
                turn.line.phone_offline(turn.desk);
                let at = turn
                    .now
                    .mono
                    .saturating_add(self.offline.next(&mut turn.desk.rng));
                self.wait(at, Next::Sync(Why::Recovery));
                false
            }
            Err(trouble) => {
                self.struggle(turn, trouble, Witness::Sync);
                false
            }
        }
    }

    fn take(&mut self, turn: &mut Turn<'_>, why: Why, answer: Sync) {
        if let Some(skey) = answer.skey {
            turn.access.auth.skey = skey;
        }
        let keys = match (answer.sync_key, answer.sync_check_key) {
            (Some(sync), check) => Keys { sync, check },
            (None, Some(check)) => Keys {
                sync: self.keys.sync.clone(),
                check: Some(check),
            },
            (None, None) => self.keys.clone(),
        };
        let advanced = keys != self.keys;
        let empty = answer.profile.is_none()
            && answer.deleted.is_empty()
            && answer.changed.is_empty()
            && answer.items.is_empty();
        let then = self.after(turn, why, answer.more && advanced, empty || !advanced);
        if empty {
            self.keys = keys;
            self.go_on(turn, then);
            return;
        }
        let batch = turn.desk.next_batch();
        let kept = Kept {
            access: turn.access.clone(),
            keys: keys.clone(),
            book: turn.book,
        };
        self.state = State::Keeping { batch, keys, then };
        turn.desk.tell(News::Synced(Batch {
            id: batch,
            profile: answer.profile,
            deleted: answer.deleted,
            changed: answer.changed,
            items: answer.items,
            keepsake: Some(kept.write()),
        }));
    }

    /// What follows a webwxsync that worked. `idle`: it brought nothing, or nothing that moves the key on.
    fn after(&mut self, turn: &mut Turn<'_>, why: Why, more: bool, idle: bool) -> Then {
        let drained = match why {
            Why::More(drained) => drained,
            Why::Told | Why::Recovery | Why::Renewal => 0,
        };
        if more && drained < DRAIN_CAP {
            return Then {
                next: Next::Sync(Why::More(drained + 1)),
                pause: Duration::ZERO,
            };
        }
        // A long backlog moves on, however long it is: it gets a breath, and not a longer one each time.
        if !idle {
            self.lull.reset();
        }
        let unasked = matches!(why, Why::Recovery | Why::Renewal);
        let stuck = (idle && !unasked) || more;
        let pause = if stuck {
            self.lull.next(&mut turn.desk.rng)
        } else {
            Duration::ZERO
        };
        Then {
            next: Next::Check,
            pause,
        }
    }

    fn go_on(&mut self, turn: &mut Turn<'_>, then: Then) {
        if then.pause.is_zero() {
            self.start(turn, then.next);
        } else {
            self.wait(turn.now.mono.saturating_add(then.pause), then.next);
        }
    }
}
