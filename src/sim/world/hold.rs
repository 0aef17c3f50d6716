//! Long polls: who waits, until when, and what lets them go. Never: a timer; the deadline goes out as data.

use std::time::Duration;

use super::{Answer, Reply, World};
use crate::domain::time::Now;
use crate::wire::http::HttpResponse;

/// Names a request that is answered later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HoldId(pub u64);

/// A held request; never let go by time where `until` is `None`.
pub(super) struct Hold {
    pub until: Option<Duration>,
    pub kind: HoldKind,
}

pub(super) enum HoldKind {
    /// The login poll of a code, and whether it minds being told of the scan twice.
    Poll { uuid: String, tip: bool },
    /// A synccheck: its session, and the place in the queue it knows of.
    Check { session: usize, place: usize },
    /// Ready, but late on purpose.
    Late(Answer),
}

impl World {
    pub(super) fn hold(&mut self, now: Now, kind: HoldKind) -> Reply {
        let until = now.mono.saturating_add(self.setup.hold);
        self.keep(Hold {
            until: Some(until),
            kind,
        })
    }

    pub(super) fn hold_back(&mut self, answer: Answer, until: Option<Duration>) -> Reply {
        self.keep(Hold {
            until,
            kind: HoldKind::Late(answer),
        })
    }

    fn keep(&mut self, hold: Hold) -> Reply {
        self.next_hold += 1;
        let id = HoldId(self.next_hold);
        self.holds.insert(id, hold);
        Reply::Held(id)
    }

    /// The holds that are due: news came, or their time is over.
    pub fn settle(&mut self, now: Now) -> Vec<(HoldId, Answer)> {
        self.age(now);
        let waiting: Vec<HoldId> = self.holds.keys().copied().collect();
        let mut due = Vec::new();
        for id in waiting {
            let Some(hold) = self.holds.remove(&id) else {
                continue;
            };
            let over = hold.until.is_some_and(|until| until <= now.mono);
            match self.outcome(&hold.kind, over) {
                Some(answer) => due.push((id, answer)),
                None => {
                    self.holds.insert(id, hold);
                }
            }
        }
        due
    }

    /// The client went away: nobody waits for this answer any more.
    pub fn abandon(&mut self, hold: HoldId) {
        self.holds.remove(&hold);
    }

    /// When [`World::settle`] next has something, if nothing else happens. On the monotonic clock; past moments mean now.
    pub fn deadline(&self) -> Option<Duration> {
        if self.holds.values().any(|hold| self.has_news(&hold.kind)) {
            return Some(Duration::ZERO);
        }
        let polled = self
            .holds
            .values()
            .any(|hold| matches!(hold.kind, HoldKind::Poll { .. }));
        let aging = self.next_expiry().filter(|_| polled);
        self.holds
            .values()
            .filter_map(|hold| hold.until)
            .chain(aging)
            .chain(self.next_strike())
            .chain(self.later.iter().map(|(at, _)| *at))
            .min()
    }

    /// How many requests are held.
    pub fn held(&self) -> usize {
        self.holds.len()
    }

    pub(super) fn checks_held(&self, of: usize) -> bool {
        self.holds
            .values()
            .any(|hold| matches!(hold.kind, HoldKind::Check { session, .. } if session == of))
    }

    /// Answers a hold with what it would get if its time were over.
    pub(super) fn let_go(&mut self, id: HoldId) -> HttpResponse {
        match self.holds.remove(&id) {
            Some(hold) => self
                .outcome(&hold.kind, true)
                .map_or_else(HttpResponse::default, |a| a.response),
            None => HttpResponse::default(),
        }
    }

    fn has_news(&self, kind: &HoldKind) -> bool {
        match kind {
            HoldKind::Poll { uuid, tip } => self.poll_has_news(uuid, *tip),
            HoldKind::Check { session, place } => self.check_has_news(*session, *place),
            HoldKind::Late(_) => false,
        }
    }

    fn outcome(&mut self, kind: &HoldKind, over: bool) -> Option<Answer> {
        let body = match kind {
            HoldKind::Late(answer) => return over.then(|| answer.clone()),
            HoldKind::Poll { uuid, tip } => self.poll_answer(uuid, *tip, over)?,
            HoldKind::Check { session, place } => self.check_answer(*session, *place, over)?,
        };
        Some(HttpResponse::ok(body).into())
    }
}
