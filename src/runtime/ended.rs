//! What a run came to, and why it ended.

use std::io;

/// What a run came to, for the log and for tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Times the loop woke up.
    pub turns: u64,
    pub frames: u64,
}

/// Why a run ended by itself.
#[derive(Debug)]
pub enum Fault<E> {
    /// It cannot be written to or taken any more.
    Terminal(io::Error),
    /// What `connect` said.
    Connect(E),
}

impl<E> From<io::Error> for Fault<E> {
    fn from(why: io::Error) -> Self {
        Self::Terminal(why)
    }
}
