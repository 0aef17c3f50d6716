//! Where the unread line goes: above a message that may not be in memory yet, or not any more.

use super::{Conversation, Edge, Key, is_news};
use crate::domain::id::Seq;

/// Where the unread line goes, also while the window does not reach there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    Above(Key),
    /// Above the message of others that is so many before this place.
    Before(Key, u32),
}

impl Conversation {
    /// The last so many messages of others were not read.
    pub(in crate::app) fn count_unread(&mut self, unread: u32) {
        let end = self
            .last_line()
            .map(|line| (line.at, Seq(line.seq.0.saturating_add(1))));
        self.unread_from = None;
        self.beyond.unread = end.map(|end| Unread::Before(end, unread));
        self.find_unread();
    }

    /// This line and what follows were not read.
    pub(in crate::app) fn mark_unread(&mut self, key: Key) {
        self.beyond.unread = Some(Unread::Above(key));
        self.find_unread();
    }

    pub(in crate::app) fn clear_unread(&mut self) {
        self.unread_from = None;
        self.beyond.unread = None;
    }

    /// Puts the unread line where it belongs, as far as the window knows.
    pub(super) fn find_unread(&mut self) {
        match self.beyond.unread {
            Some(Unread::Above(key)) => self.unread_from = self.position(key),
            Some(Unread::Before(end, left)) if self.span().is_some_and(|span| span.has(end)) => {
                self.beyond.unread = self.count_back(end, left);
                if let Some(Unread::Above(key)) = self.beyond.unread {
                    self.unread_from = self.position(key);
                }
            }
            Some(Unread::Before(..)) | None => {}
        }
    }

    fn count_back(&self, end: Key, mut left: u32) -> Option<Unread> {
        let first = self.lines.first()?.key();
        let lines = self.lines.iter().rev().skip_while(|line| line.key() >= end);
        for line in lines.filter(|line| is_news(line.from, &line.body)) {
            left = left.saturating_sub(1);
            if left == 0 {
                return Some(Unread::Above(line.key()));
            }
        }
        (self.older == Edge::More).then_some(Unread::Before(first, left))
    }
}
