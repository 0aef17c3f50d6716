//! Which messages came before, so that one delivered again is not shown again (`protocol.md §5.2`, rule 10).
//!
//! Owns the newest ids alone: what is older is told apart by the store, and the service does not deliver it again.

use std::collections::{HashSet, VecDeque};

use crate::domain::id::MsgId;

/// A set of ids that forgets the oldest when it is full.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// In the order they came.
    order: VecDeque<MsgId>,
    known: HashSet<MsgId>,
}

impl Seen {
    /// Ids remembered: a login replays a few hundred messages, a long night offline a few thousand.
    pub const LIMIT: usize = 8192;

    /// `false` if it came before.
    pub fn insert(&mut self, id: MsgId) -> bool {
        if !self.known.insert(id) {
            return false;
        }
        if self.order.len() >= Self::LIMIT
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.order.push_back(id);
        true
    }

    pub fn contains(&self, id: MsgId) -> bool {
        self.known.contains(&id)
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

/// What the store remembers, oldest first.
impl Extend<MsgId> for Seen {
    fn extend<T: IntoIterator<Item = MsgId>>(&mut self, ids: T) {
        for id in ids {
            self.insert(id);
        }
    }
}

/// Says how many, never which: thousands of numbers help nobody.
impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seen({} ids)", self.order.len())
    }
}
