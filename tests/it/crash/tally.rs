//! How much happened, for whoever has it run for long.

use std::fmt;
use std::ops::AddAssign;

/// What nights came to.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub kills: usize,
    /// Of them while it started or logged in.
    pub early: usize,
    pub said: usize,
    pub typed: usize,
    pub delivered: usize,
    /// Typed in the last moment before a kill, and not accepted.
    pub lost: usize,
    pub in_doubt: usize,
    pub drafts: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.kills += other.kills;
        self.early += other.early;
        self.said += other.said;
        self.typed += other.typed;
        self.delivered += other.delivered;
        self.lost += other.lost;
        self.in_doubt += other.in_doubt;
        self.drafts += other.drafts;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills ({} while starting), {} received, {} typed, of which {} died unaccepted, {} were in doubt and {} \
             delivered; {} drafts",
            self.kills,
            self.early,
            self.said,
            self.typed,
            self.lost,
            self.in_doubt,
            self.delivered,
            self.drafts
        )
    }
}
