//! What the parts of a live session share while one of them has its turn, and what they raise for the whole.

use super::desk::Desk;
use super::line::Line;
use crate::domain::id::UserName;
use crate::domain::time::Now;
use crate::port::Ending;
use crate::wire::hosts::Hosts;
use crate::wire::{Auth, Mode};

/// What every request of a session needs, and what the service told of itself as it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Access {
    /// `--server`, where there is one.
    pub server: Option<String>,
    /// As which client it was let in.
    pub mode: Mode,
    pub hosts: Hosts,
    pub auth: Auth,
    pub me: UserName,
    /// [`Init::invited_from`](crate::wire::login::Init::invited_from).
    pub invited_from: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Turn<'a> {
    pub desk: &'a mut Desk,
    pub access: &'a mut Access,
    pub line: &'a mut Line,
    /// The address book was read to the end.
    pub book: bool,
    pub now: Now,
    pub alarm: Option<Alarm>,
}

/// What one part found out that concerns the whole session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alarm {
    /// The session may be over.
    Doubt { code: i32, by: Witness },
    /// It is over.
    Over(Ending),
}

/// Which call gave rise to a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Witness {
    Check,
    Sync,
    /// Repeated nonsense from the sync loop, without a code.
    Nonsense,
    /// Any other call.
    Other,
}

impl Turn<'_> {
    /// The weightier of two alarms stays.
    pub fn raise(&mut self, alarm: Alarm) {
        if !matches!(self.alarm, Some(Alarm::Over(_))) {
            self.alarm = Some(alarm);
        }
    }

    pub fn doubt(&mut self, code: i32, by: Witness) {
        self.raise(Alarm::Doubt { code, by });
    }

    pub fn environment(&mut self) {
        self.raise(Alarm::Over(Ending::Environment));
    }
}
