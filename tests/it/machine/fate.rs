//! What may happen to a machine, and who decides it.

use std::time::Duration;

use weft::app::step::Effect;
use weft::domain::time::Now;
use weft::port::store::Change;

/// Where one part hands on to another: each a place where the machine may stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// The store takes what it was told.
    Commit,
    /// The session takes a command.
    Command,
    /// The reducer hears of the store.
    Receipt,
    /// The session hears of the service.
    Answer,
    /// What the session wants is done: the reducer hears of it, or a request leaves.
    News,
    /// The media thread does what it was told, and the reducer hears of it.
    Media,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    Clear,
    /// It never reaches the service.
    RequestLost(Loss),
    /// The service has it, and nobody hears of that.
    AnswerLost(Loss),
    /// It comes so late.
    Slow(Duration),
    /// It comes as something else.
    Garbled,
}

/// How one learns that something was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The connection breaks after so long.
    Broken(Duration),
    /// Not at all.
    Silent,
}

/// What happens to the machine. By itself nothing does.
pub trait Fate {
    /// Who is next of those that could be.
    fn next(&mut self, ready: &[Boundary]) -> Boundary {
        ready[0]
    }

    /// Whether the machine stops before this.
    fn stops(&mut self, _before: Boundary, _now: Now) -> bool {
        false
    }

    fn road(&mut self, _endpoint: &str, _now: Now) -> Road {
        Road::Clear
    }

    /// Whether the inbox of the network, or of the store, has no room for this.
    fn is_full(&mut self, _effect: &Effect) -> bool {
        false
    }

    /// This is about to be written.
    fn commits(&mut self, _changes: &[Change]) {}
}

/// Good luck.
#[derive(Default)]
pub struct Calm;

impl Fate for Calm {}
