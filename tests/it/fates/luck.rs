//! Fate as the dice have it: at every hand-over it may strike. It looks at what is written, too: a number that was
//! handed out is never handed out again.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use fastrand::Rng;
use weft::app::step::Effect;
use weft::domain::id::{LocalId, PeerId, Seq};
use weft::domain::time::{Now, Timestamp};
use weft::port::store::{Change, From, LineRecord};

use super::plan::{Odds, Plan};
use crate::machine::{Boundary, Fate, Loss, Road};

pub struct Luck {
    pub rng: Rng,
    odds: Odds,
    strokes: usize,
    pub tale: Tale,
    /// What a number of the history was given to.
    lines: BTreeMap<Seq, Named>,
    locals: BTreeMap<LocalId, (Seq, Timestamp)>,
    /// Up to which line each chat was read when that was written.
    pub read: HashMap<PeerId, Seq>,
    /// Who turned out to be whom, as it was written.
    same: HashMap<PeerId, PeerId>,
    /// The first promise that broke on the way.
    pub broken: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Named {
    at: Timestamp,
    mine: bool,
}

/// What happened, in order. Told only of a run that failed.
#[derive(Default)]
pub struct Tale {
    pub told: bool,
    pub lines: Vec<String>,
}

impl Tale {
    pub fn tell(&mut self, now: Now, words: impl FnOnce() -> String) {
        if self.told {
            let seconds = now.mono.as_secs_f64();
            self.lines.push(format!("{seconds:>10.3} s  {}", words()));
        }
    }
}

impl Luck {
    pub fn of(plan: &Plan, told: bool) -> Self {
        Self {
            rng: Rng::with_seed(plan.seed),
            odds: plan.odds,
            strokes: plan.strokes,
            tale: Tale {
                told,
                lines: Vec::new(),
            },
            lines: BTreeMap::new(),
            locals: BTreeMap::new(),
            read: HashMap::new(),
            same: HashMap::new(),
            broken: None,
        }
    }

    /// From here on nothing happens by itself.
    pub fn rest(&mut self) {
        self.strokes = 0;
    }

    fn strikes(&mut self, odds: u32) -> bool {
        let struck = self.strokes > 0 && odds > 0 && self.rng.u32(0..1000) < odds;
        self.strokes -= usize::from(struck);
        struck
    }

    fn loss(&mut self) -> Loss {
        if self.rng.u8(0..3) == 0 {
            Loss::Silent
        } else {
            Loss::Broken(Duration::from_millis(self.rng.u64(0..20_000)))
        }
    }

    fn break_promise(&mut self, words: String) {
        self.broken.get_or_insert(words);
    }

    fn name(&mut self, line: &LineRecord) {
        let named = Named {
            at: line.at,
            mine: line.from == From::Me,
        };
        let arrives = !self.lines.contains_key(&line.seq) && line.state.local().is_none();
        if arrives && named.mine {
            // Whoever answers elsewhere has read there.
            let mut chat = line.chat;
            while let Some(same) = self.same.get(&chat) {
                chat = *same;
            }
            self.read.insert(chat, line.seq);
        }
        let before = *self.lines.entry(line.seq).or_insert(named);
        if before != named {
            self.break_promise(format!("{:?} was given to {before:?} and to {named:?}", line.seq));
        }
        if let Some(local) = line.state.local() {
            let given = (line.seq, line.at);
            let before = *self.locals.entry(local).or_insert(given);
            if before != given {
                self.break_promise(format!("{local} was given to {before:?} and to {given:?}"));
            }
        }
    }
}

impl Fate for Luck {
    fn next(&mut self, ready: &[Boundary]) -> Boundary {
        if ready.len() > 1 && self.strikes(self.odds.order) {
            return ready[self.rng.usize(0..ready.len())];
        }
        ready[0]
    }

    fn stops(&mut self, before: Boundary, now: Now) -> bool {
        let stops = self.strikes(self.odds.stop);
        if stops {
            self.tale
                .tell(now, || format!("† the machine stops before a {before:?}"));
        }
        stops
    }

    fn road(&mut self, endpoint: &str, now: Now) -> Road {
        if !self.strikes(self.odds.road) {
            self.tale.tell(now, || format!("    {endpoint}"));
            return Road::Clear;
        }
        let road = match self.rng.u8(0..9) {
            0..3 => Road::RequestLost(self.loss()),
            3..6 => Road::AnswerLost(self.loss()),
            6..8 => Road::Slow(Duration::from_millis(self.rng.u64(1..40_000))),
            _ => Road::Garbled,
        };
        self.tale.tell(now, || format!("†   {endpoint}: {road:?}"));
        road
    }

    fn is_full(&mut self, effect: &Effect) -> bool {
        matches!(effect, Effect::Net(_) | Effect::Store(_)) && self.strikes(self.odds.full)
    }

    fn commits(&mut self, changes: &[Change]) {
        for change in changes {
            if let Change::Peer(peer) = change {
                match peer.same_as {
                    Some(same) => drop(self.same.insert(peer.id, same)),
                    None => drop(self.same.remove(&peer.id)),
                }
            }
            if let Change::Line(line) = change {
                self.name(line);
            }
        }
        let last = self.lines.keys().next_back().copied().unwrap_or_default();
        for change in changes {
            match change {
                Change::Chat(chat) if chat.unread == 0 => drop(self.read.insert(chat.peer, last)),
                Change::Joined { twin, into } => {
                    // What is unread in both adds up: the later mark could not say so.
                    let marks = [*twin, *into].map(|peer| self.read.get(&peer).copied().unwrap_or_default());
                    self.read.insert(*into, marks[0].min(marks[1]));
                }
                Change::Chat(_)
                | Change::Me(_)
                | Change::Peer(_)
                | Change::Line(_)
                | Change::LineGone(_)
                | Change::Recalled { .. }
                | Change::Draft { .. }
                | Change::Quote { .. }
                | Change::Faces(_)
                | Change::Divided { .. }
                | Change::Keepsake(_) => {}
            }
        }
    }
}
