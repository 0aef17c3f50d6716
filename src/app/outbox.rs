//! Own messages on their way: what was typed, until the service has it.
//!
//! Owns the order of sending, what is written before it may leave, and how much the network is given at once. Never: how a
//! line looks.

use std::collections::{HashMap, VecDeque};
use std::path::Path;

use super::letter::Letter;
use crate::domain::id::{LocalId, PeerId, UserName};
use crate::port::{NetCommand, Outgoing, Parcel};

/// So many are with the network actor at once; the rest wait here, so that its inbox never fills.
pub const MOST_IN_FLIGHT: usize = 8;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Everything the service does not have: waiting, leaving, failed, unconfirmed.
    letters: HashMap<LocalId, Letter>,
    waiting: VecDeque<LocalId>,
    leaving: Vec<Leaving>,
}

/// One whose turn has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Leaving {
    local: LocalId,
    step: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// That it leaves is being written: before that it must not.
    Written,
    /// May go.
    Cleared,
    /// With the network.
    Given,
    /// The service has its file; that the message leaves is being written.
    Signing,
    /// The message may go, too.
    Signed,
}

impl Stage {
    fn is_given(self) -> bool {
        matches!(self, Self::Given | Self::Signing | Self::Signed)
    }
}

impl Outbox {
    /// Messages the service has not taken, failed ones included.
    pub fn unsent(&self) -> usize {
        self.letters.len()
    }

    pub fn chat_of(&self, local: LocalId) -> Option<PeerId> {
        self.letter(local).map(|letter| letter.chat)
    }

    pub(super) fn letter(&self, local: LocalId) -> Option<&Letter> {
        self.letters.get(&local)
    }

    /// Whether a message that is not sent yet, other than this one, carries this file.
    pub(super) fn carries(&self, path: &Path, but: LocalId) -> bool {
        let carries = |letter: &Letter| matches!(&letter.parcel, Parcel::Upload(file) if file.path == path);
        self.letters
            .iter()
            .any(|(local, letter)| *local != but && carries(letter))
    }

    pub(super) fn push(&mut self, local: LocalId, letter: Letter) {
        self.keep(local, letter);
        self.waiting.push_back(local);
    }

    /// Known, but not on its way: the person decides.
    pub(super) fn keep(&mut self, local: LocalId, letter: Letter) {
        self.letters.insert(local, letter);
    }

    /// A failed message joins the end of the queue. `false` if it is not known, or on its way already.
    pub(super) fn again(&mut self, local: LocalId) -> bool {
        let leaving = self.leaving.iter().any(|leaving| leaving.local == local);
        let idle = !leaving && !self.waiting.contains(&local);
        let known = self.letters.contains_key(&local);
        if known && idle {
            self.waiting.push_back(local);
        }
        known && idle
    }

    /// The next whose turn it is, to be written as leaving. Where a chat has no name in this login yet, its messages wait
    /// and others may pass.
    pub(super) fn release(&mut self, has_address: impl Fn(PeerId) -> bool) -> Option<LocalId> {
        if self.leaving.len() >= MOST_IN_FLIGHT {
            return None;
        }
        let ready = self
            .waiting
            .iter()
            .position(|local| self.chat_of(*local).is_none_or(&has_address))?;
        let local = self.waiting.remove(ready)?;
        self.leaving.push(Leaving {
            local,
            step: Stage::Written,
        });
        Some(local)
    }

    /// It is on disk that it leaves.
    pub(super) fn clear(&mut self, local: LocalId) {
        if let Some(leaving) = self.leaving_mut(local) {
            leaving.step = match leaving.step {
                Stage::Written | Stage::Cleared => Stage::Cleared,
                Stage::Signing | Stage::Signed => Stage::Signed,
                Stage::Given => Stage::Given,
            };
        }
    }

    /// The service has its file. Whether that was waited for.
    pub(super) fn uploaded(&mut self, local: LocalId) -> bool {
        let leaving = self
            .leaving_mut(local)
            .filter(|leaving| leaving.step == Stage::Given);
        leaving.is_some_and(|leaving| {
            leaving.step = Stage::Signing;
            true
        })
    }

    fn leaving_mut(&mut self, local: LocalId) -> Option<&mut Leaving> {
        self.leaving.iter_mut().find(|leaving| leaving.local == local)
    }

    /// Those whose chat has lost its name since they were cleared: they wait for another one, in their old order, and make
    /// room for whoever can go.
    pub(super) fn step_back(&mut self, has_address: impl Fn(PeerId) -> bool) -> Vec<LocalId> {
        let letters = &self.letters;
        let lost = |leaving: &mut Leaving| {
            let chat = letters.get(&leaving.local).map(|letter| letter.chat);
            leaving.step == Stage::Cleared && !chat.is_none_or(&has_address)
        };
        let back: Vec<LocalId> = self
            .leaving
            .extract_if(.., lost)
            .map(|leaving| leaving.local)
            .collect();
        for local in back.iter().rev() {
            self.waiting.push_front(*local);
        }
        back
    }

    /// The next to be handed to the network: none may overtake one that is still being written.
    pub(super) fn next<'a>(
        &mut self,
        address: impl Fn(PeerId) -> Option<&'a UserName>,
    ) -> Option<NetCommand> {
        let waits = |leaving: &&mut Leaving| !matches!(leaving.step, Stage::Given | Stage::Signing);
        let leaving = self.leaving.iter_mut().find(waits)?;
        if leaving.step == Stage::Written {
            return None;
        }
        if leaving.step == Stage::Signed {
            leaving.step = Stage::Given;
            return Some(NetCommand::Post(leaving.local));
        }
        let letter = self.letters.get(&leaving.local)?;
        let to = address(letter.chat)?.clone();
        leaving.step = Stage::Given;
        Some(NetCommand::Send(Outgoing {
            local: leaving.local,
            to,
            what: letter.parcel.clone(),
        }))
    }

    /// The service has it.
    pub(super) fn sent(&mut self, local: LocalId) {
        self.stop(local);
        self.letters.remove(&local);
    }

    /// Not on its way any more; the text stays until it is sent again or taken back.
    pub(super) fn stop(&mut self, local: LocalId) {
        self.waiting.retain(|waiting| *waiting != local);
        self.leaving.retain(|leaving| leaving.local != local);
    }

    /// The person takes it back.
    pub(super) fn take(&mut self, local: LocalId) -> Option<Letter> {
        self.stop(local);
        self.letters.remove(&local)
    }

    /// Whether the network has it.
    pub(super) fn is_given(&self, local: LocalId) -> bool {
        let given = |leaving: &Leaving| leaving.local == local && leaving.step.is_given();
        self.leaving.iter().any(given)
    }

    /// Everything on its way, in the order it was to be sent.
    pub(super) fn on_the_way(&self) -> Vec<LocalId> {
        let leaving = self.leaving.iter().map(|leaving| leaving.local);
        leaving.chain(self.waiting.iter().copied()).collect()
    }

    /// A new login: what the network was not given waits for it, the rest went with the session and is returned.
    pub(super) fn call_back(&mut self) -> Vec<LocalId> {
        let mut given = Vec::new();
        for leaving in std::mem::take(&mut self.leaving).into_iter().rev() {
            if leaving.step.is_given() {
                given.push(leaving.local);
            } else {
                self.waiting.push_front(leaving.local);
            }
        }
        given.reverse();
        given
    }

    /// Those who wait for a chat that `gone` says has no name any more.
    pub(super) fn waiting_for(&self, gone: impl Fn(PeerId) -> bool) -> Vec<LocalId> {
        let lost = |local: &&LocalId| self.chat_of(**local).is_some_and(&gone);
        self.waiting.iter().filter(lost).copied().collect()
    }
}
