//! What follows an answer to the sync loop that is none: the wait, the doubt, and what is said of the line.

use super::{Next, State, Syncing, Why};
use crate::port::Failure;
use crate::session::trouble::Trouble;
use crate::session::turn::{Turn, Witness};

/// After this many answers that make no sense, the session is asked whether it lives (`protocol.md §5.1`).
const NONSENSE: u32 = 4;

impl Syncing {
    pub(super) fn struggle(&mut self, turn: &mut Turn<'_>, trouble: Trouble, by: Witness) {
        let again = match by {
            Witness::Check => Next::Check,
            Witness::Sync | Witness::Nonsense | Witness::Other => Next::Sync(Why::Recovery),
        };
        match trouble {
            Trouble::Gone(code) => {
                self.state = State::Doubting {
                    at: turn.now.mono,
                    next: again,
                };
                turn.doubt(code, by);
            }
            Trouble::Environment => turn.environment(),
            Trouble::TooFrequent => {
                let at = turn.line.slow_down(turn.desk, turn.now);
                self.wait(at, again);
            }
            Trouble::PhoneOffline(_) | Trouble::Refused(_) | Trouble::Passing(_) => {
                self.fail(turn, trouble.failure(), by);
            }
        }
    }

    pub(super) fn fail(&mut self, turn: &mut Turn<'_>, why: Failure, by: Witness) {
        let calm = self.check_trouble.attempt() + self.sync_trouble.attempt() == 0;
        let row = if by == Witness::Check {
            &mut self.check_trouble
        } else {
            &mut self.sync_trouble
        };
        let pause = row.next(&mut turn.desk.rng);
        let attempt = self.check_trouble.attempt() + self.sync_trouble.attempt();
        // A garbled synccheck while somebody types, and one that was never answered, are known to happen on a sound
        // line (`protocol.md §5.1`): the first is not worth a word, and webwxsync tells at once.
        let shrugged = calm && matches!(why, Failure::Garbled | Failure::TimedOut);
        let at = if shrugged {
            turn.now.mono
        } else {
            turn.now.mono.saturating_add(pause)
        };
        if !shrugged {
            turn.line.retrying(turn.desk, attempt, at, why);
        }
        let next = Next::Sync(Why::Recovery);
        self.nonsense += u32::from(matches!(why, Failure::Garbled | Failure::Refused(_)));
        if self.nonsense >= NONSENSE {
            self.nonsense = 0;
            self.state = State::Doubting { at, next };
            turn.doubt(0, Witness::Nonsense);
        } else {
            self.wait(at, next);
        }
    }
}
