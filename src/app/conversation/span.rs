//! Parts of a chat, as the place of their first and last line.

use super::Key;
use crate::domain::id::Seq;
use crate::domain::time::Timestamp;
use crate::port::store::{Page, Place};

/// A part of a chat of which every line is known, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) struct Span {
    pub(super) from: Key,
    pub(super) to: Key,
}

/// Before and after every line.
pub(in crate::app) const FIRST: Key = (Timestamp(i64::MIN), Seq(i64::MIN));
pub(super) const LAST: Key = (Timestamp(i64::MAX), Seq(i64::MAX));

impl Span {
    pub(super) const ALL: Self = Self {
        from: FIRST,
        to: LAST,
    };

    pub(super) fn has(self, key: Key) -> bool {
        self.from <= key && key <= self.to
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    pub(super) fn hull(self, other: Self) -> Self {
        Self {
            from: self.from.min(other.from),
            to: self.to.max(other.to),
        }
    }

    pub(super) fn common(self, other: Self) -> Option<Self> {
        self.meets(other).then(|| Self {
            from: self.from.max(other.from),
            to: self.to.min(other.to),
        })
    }

    /// What a page tells in full: from its first to its last line, up to the place it was asked from, and to the ends of
    /// the chat where it says that nothing is beyond.
    pub(super) fn of(page: &Page) -> Option<Self> {
        let first = page.lines.iter().map(|line| (line.at, line.seq)).min();
        let last = page.lines.iter().map(|line| (line.at, line.seq)).max();
        let from = if page.older { first } else { Some(FIRST) };
        let to = if page.newer { last } else { Some(LAST) };
        match page.from {
            Place::End => Some(Self {
                from: from.unwrap_or(FIRST),
                to: LAST,
            }),
            Place::Before(at, seq) => Some(Self {
                from: from.unwrap_or(FIRST),
                to: (at, seq),
            }),
            Place::After(at, seq) => Some(Self {
                from: (at, seq),
                to: to.unwrap_or(LAST),
            }),
            Place::Around(_) => Some(Self {
                from: first.and(from)?,
                to: to?,
            }),
        }
    }
}
