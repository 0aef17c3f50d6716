//! One code: from its uuid to the tap on the phone, or its end. On the screen to be scanned (`protocol.md §2.3`), or
//! pushed to the phone, which then only asks (`§2.4`).
//!
//! Owns what the login poll said about it. Never: a request, nor what comes after the code.

use std::sync::Arc;
use std::time::Duration;

use super::super::desk::Desk;
use crate::domain::time::Now;
use crate::port::{Failure, LoginNews, News};
use crate::wire::login::{self, Poll};

/// The countdown shown. The service names no lifetime; 400 came after 205 to 300 s.
const LIFE: Duration = Duration::from_mins(4);
/// How long the phone is waited for before a code is shown: as long as by the vendor's page (`protocol.md §2.4`).
const PATIENCE: Duration = Duration::from_mins(5);
/// Between two polls that brought nothing new, should a server not hold them.
const APART: Duration = Duration::from_secs(1);
/// The vendor's page reloads as often before it takes the code for lost.
const FAILURES: u32 = 5;

#[derive(Debug)]
pub(super) struct Code {
    uuid: String,
    born: Duration,
    /// Pushed to the phone.
    pushed: bool,
    /// When the last poll left; `None` before the first.
    polled: Option<Duration>,
    /// The phone has seen it.
    scanned: bool,
    avatar: Option<Arc<[u8]>>,
    failures: u32,
}

/// What to do after a poll.
#[derive(Debug)]
pub(super) enum Verdict {
    Again {
        at: Duration,
    },
    /// Poll again after the back-off.
    Retry(Failure),
    /// Too many failures: a new code after the back-off.
    GiveUp(Failure),
    Confirmed(String),
    /// This code is over; a new one is next.
    Over(LoginNews),
}

impl Code {
    pub fn new(uuid: String, now: Now) -> Self {
        Self {
            uuid,
            born: now.mono,
            pushed: false,
            polled: None,
            scanned: false,
            avatar: None,
            failures: 0,
        }
    }

    /// One that the phone knows already.
    pub fn pushed(uuid: String, now: Now) -> Self {
        Self {
            pushed: true,
            ..Self::new(uuid, now)
        }
    }

    pub fn is_pushed(&self) -> bool {
        self.pushed
    }

    pub fn uuid(&self) -> &str {
        &self.uuid
    }

    /// The poll's `tip`: the first one of a code asks for the scan. A pushed code is never scanned and asks for
    /// nothing else.
    pub fn wants_scan(&self) -> bool {
        self.polled.is_none() || (self.pushed && !self.scanned)
    }

    /// When it is given up unasked; the service ends a code on the screen by itself.
    pub fn deadline(&self) -> Option<Duration> {
        self.pushed.then(|| self.expires())
    }

    pub fn is_over(&self, now: Now) -> bool {
        self.deadline().is_some_and(|at| at <= now.mono)
    }

    fn expires(&self) -> Duration {
        let life = if self.pushed { PATIENCE } else { LIFE };
        self.born.saturating_add(life)
    }

    pub fn asked(&mut self, now: Now) {
        self.polled = Some(now.mono);
    }

    /// The last poll failed: what the person sees is the trouble, not the code.
    pub fn is_in_doubt(&self) -> bool {
        self.failures > 0
    }

    pub fn age(&self, now: Now) -> Duration {
        now.mono.saturating_sub(self.born)
    }

    /// How the code stands, for a person.
    pub fn news(&self) -> LoginNews {
        let expires = self.expires();
        if self.scanned {
            let avatar = self.avatar.clone();
            LoginNews::Scanned { avatar }
        } else if self.pushed {
            LoginNews::AskedPhone { expires }
        } else {
            let link = login::code_link(&self.uuid);
            LoginNews::Code { link, expires }
        }
    }

    pub fn take(&mut self, desk: &mut Desk, poll: Poll, now: Now) -> Verdict {
        let paced = self.polled.map_or(now.mono, |at| at.saturating_add(APART));
        match poll {
            Poll::Waiting => {
                self.failures = 0;
                Verdict::Again { at: paced }
            }
            Poll::Scanned { avatar } => {
                self.failures = 0;
                let first = !self.scanned;
                self.scanned = true;
                self.avatar = avatar.map(Arc::from).or_else(|| self.avatar.take());
                if first {
                    desk.tell(News::Login(self.news()));
                }
                // With tip=0 the service waits for the tap; one that repeats 201 at once is not chased.
                Verdict::Again {
                    at: if first { now.mono } else { paced },
                }
            }
            Poll::Confirmed { redirect_uri } => Verdict::Confirmed(redirect_uri),
            Poll::Expired => Verdict::Over(LoginNews::Expired),
            Poll::Cancelled => Verdict::Over(LoginNews::Cancelled),
            Poll::Failed(code) => {
                let why = u16::try_from(code).map_or(Failure::Refused(code), Failure::Status);
                self.stumble(why, now)
            }
        }
    }

    /// A poll failed. The code may still be good: it is given up when its time is over or the service keeps failing.
    pub fn stumble(&mut self, why: Failure, now: Now) -> Verdict {
        self.failures += 1;
        let refused = !matches!(why, Failure::Offline | Failure::TimedOut);
        if self.expires() <= now.mono || (refused && self.failures >= FAILURES) {
            Verdict::GiveUp(why)
        } else {
            Verdict::Retry(why)
        }
    }
}
