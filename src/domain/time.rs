//! Time as data. Nothing below the shell reads a clock: both readings come in as [`Now`].

use std::time::Duration;

/// Unix seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

/// Both clocks, read once per turn by the shell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Since the program started; never goes back. Deadlines are on this clock.
    pub mono: Duration,
    /// Unix milliseconds.
    pub wall_ms: i64,
}

impl Now {
    /// Wall time in whole seconds.
    pub fn wall(self) -> Timestamp {
        Timestamp(self.wall_ms.div_euclid(1000))
    }

    /// This moment, `by` later on both clocks.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        Self {
            mono: self.mono.saturating_add(by),
            wall_ms: self.wall_ms.saturating_add(ms),
        }
    }
}

/// How an edge gets a [`Now`]: given by the shell, so that a test can give its own.
pub type Clock = std::sync::Arc<dyn Fn() -> Now + Send + Sync>;
