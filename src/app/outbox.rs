//! Own messages on their way: what was typed, until the service has it.
//!
//! Owns the order of sending and how much the network is given at once. Never: how a line looks.

use std::collections::{HashMap, VecDeque};

use crate::domain::id::{LocalId, PeerId, UserName};
use crate::port::Outgoing;

/// So many are with the network actor at once; the rest wait here, so that its inbox never fills.
pub const MOST_IN_FLIGHT: usize = 8;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Waiting, queued or failed: everything that would be lost with the program.
    texts: HashMap<LocalId, Draft>,
    waiting: VecDeque<LocalId>,
    in_flight: Vec<LocalId>,
}

#[derive(Clone, PartialEq, Eq)]
struct Draft {
    chat: PeerId,
    text: String,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({:?}, {} bytes)", self.chat, self.text.len())
    }
}

impl Outbox {
    /// Messages the service has not taken, failed ones included.
    pub fn unsent(&self) -> usize {
        self.texts.len()
    }

    pub fn chat_of(&self, local: LocalId) -> Option<PeerId> {
        self.texts.get(&local).map(|draft| draft.chat)
    }

    pub(super) fn push(&mut self, local: LocalId, chat: PeerId, text: String) {
        self.texts.insert(local, Draft { chat, text });
        self.waiting.push_back(local);
    }

    /// A failed message joins the end of the queue. `false` if it is not known, or on its way already.
    pub(super) fn again(&mut self, local: LocalId) -> bool {
        let idle = !self.waiting.contains(&local) && !self.in_flight.contains(&local);
        let known = self.texts.contains_key(&local);
        if known && idle {
            self.waiting.push_back(local);
        }
        known && idle
    }

    /// The next to be handed to the network. `address` gives a chat's name in this login; where there is none yet, its
    /// messages wait and others may pass.
    pub(super) fn next<'a>(&mut self, address: impl Fn(PeerId) -> Option<&'a UserName>) -> Option<Outgoing> {
        if self.in_flight.len() >= MOST_IN_FLIGHT {
            return None;
        }
        let ready = self
            .waiting
            .iter()
            .position(|local| self.chat_of(*local).is_none_or(|chat| address(chat).is_some()))?;
        let local = self.waiting.remove(ready)?;
        let draft = self.texts.get(&local)?;
        let outgoing = Outgoing {
            local,
            to: address(draft.chat)?.clone(),
            text: draft.text.clone(),
        };
        self.in_flight.push(local);
        Some(outgoing)
    }

    /// The service has it.
    pub(super) fn sent(&mut self, local: LocalId) {
        self.stop(local);
        self.texts.remove(&local);
    }

    /// Not on its way any more; the text stays until it is sent again or taken back.
    pub(super) fn stop(&mut self, local: LocalId) {
        self.waiting.retain(|waiting| *waiting != local);
        self.in_flight.retain(|flying| *flying != local);
    }

    /// The person takes it back.
    pub(super) fn take(&mut self, local: LocalId) -> Option<String> {
        self.stop(local);
        self.texts.remove(&local).map(|draft| draft.text)
    }

    /// Everything on its way, in the order it was to be sent.
    pub(super) fn on_the_way(&self) -> Vec<LocalId> {
        self.in_flight.iter().chain(&self.waiting).copied().collect()
    }

    /// Those of them whose chat `gone` says has no name any more.
    pub(super) fn waiting_for(&self, gone: impl Fn(PeerId) -> bool) -> Vec<LocalId> {
        let lost = |local: &&LocalId| self.chat_of(**local).is_some_and(&gone);
        self.waiting.iter().filter(lost).copied().collect()
    }

    pub(super) fn rename(&mut self, from: PeerId, to: PeerId) {
        for draft in self.texts.values_mut() {
            if draft.chat == from {
                draft.chat = to;
            }
        }
    }
}
