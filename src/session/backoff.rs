//! How long to wait before the next try. Owns the doubling and the jitter; never a clock.

use std::time::Duration;

/// Waits that double from `first` to `cap`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Backoff {
    first: Duration,
    cap: Duration,
    jitter: bool,
    attempt: u32,
}

impl Backoff {
    /// Each wait is drawn between a half and the whole of its step, so that many clients do not return in one beat.
    pub const fn jittered(first: Duration, cap: Duration) -> Self {
        Self {
            first,
            cap,
            jitter: true,
            attempt: 0,
        }
    }

    /// Each wait is its step exactly: for waits whose lower bound is the point.
    pub const fn steady(first: Duration, cap: Duration) -> Self {
        Self {
            first,
            cap,
            jitter: false,
            attempt: 0,
        }
    }

    /// For a call that failed: the first retry within a second, at most a minute apart.
    pub const fn network() -> Self {
        Self::jittered(Duration::from_secs(1), Duration::from_mins(1))
    }

    /// The next wait, one step longer than the last.
    pub fn next(&mut self, rng: &mut fastrand::Rng) -> Duration {
        // 2^20 steps of a second are beyond every cap; the shift itself must not overflow.
        let factor = 1_u32 << self.attempt.min(20);
        self.attempt = self.attempt.saturating_add(1);
        let step = self.first.saturating_mul(factor).min(self.cap);
        if self.jitter {
            step.mul_f64(0.5 + rng.f64() / 2.0)
        } else {
            step
        }
    }

    /// Failures since the last success.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    pub fn reset(&mut self) {
        self.attempt = 0;
    }
}
