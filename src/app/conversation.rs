//! What was said in each chat, and where the reader stands in it.
//!
//! Owns the lines and their order. Never: whether somebody is looking, who anybody is.

use std::collections::{HashMap, HashSet};

use crate::domain::id::{LocalId, MsgId, PeerId};
use crate::domain::message::Body;
use crate::domain::time::Timestamp;
use crate::port::Failure;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversations {
    pub by_peer: HashMap<PeerId, Conversation>,
    /// Every MsgId seen, own sends included: the same message may come twice (`protocol.md §5.2`, rule 10).
    pub seen: HashSet<MsgId>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversation {
    /// In order of time, then arrival.
    pub lines: Vec<Line>,
    pub scroll: Scroll,
    /// Index of the first line that was unread when the chat was opened: the unread line goes above it.
    pub unread_from: Option<usize>,
    /// Messages that came while scrolled up.
    pub below: u32,
    /// A line chosen with Alt-↑/↓.
    pub selected: Option<usize>,
    /// What is typed but not sent; Esc and moving away keep it.
    pub draft: super::editor::Editor,
}

/// Where the pane stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scroll {
    /// At the end, following what arrives.
    #[default]
    Follow,
    /// The first row shown is row `row` of the block of line `line` (see `rows`).
    At { line: usize, row: usize },
}

/// One message of a conversation, small: a chat may hold a hundred thousand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub at: Timestamp,
    pub from: From,
    pub body: Body,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Me,
    /// A person: the other side, or a member of the group.
    Peer(PeerId),
    Service,
}

/// Where an own message stands; everything received is `Kept`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// From the service, or accepted by it.
    Kept(Option<MsgId>),
    Queued(LocalId),
    Sending(LocalId),
    Failed(LocalId, Failure),
}

impl State {
    /// The own id of a message that is not (yet) with the service.
    pub fn local(self) -> Option<LocalId> {
        match self {
            Self::Kept(_) => None,
            Self::Queued(local) | Self::Sending(local) | Self::Failed(local, _) => Some(local),
        }
    }

    pub fn failed(self) -> Option<LocalId> {
        match self {
            Self::Failed(local, _) => Some(local),
            Self::Kept(_) | Self::Queued(_) | Self::Sending(_) => None,
        }
    }
}

impl Scroll {
    pub fn is_up(self) -> bool {
        self != Self::Follow
    }
}

impl Conversations {
    pub fn get(&self, peer: PeerId) -> Option<&Conversation> {
        self.by_peer.get(&peer)
    }

    pub(super) fn of(&mut self, peer: PeerId) -> &mut Conversation {
        self.by_peer.entry(peer).or_default()
    }

    /// Marks a message as recalled, in `chat` or, since From and To may be swapped (`protocol.md §6.8`), wherever it
    /// is. The chat it was found in.
    pub(super) fn recall(&mut self, chat: PeerId, target: Option<MsgId>, notice: Body) -> Option<PeerId> {
        let here = self.by_peer.get(&chat).and_then(|talk| talk.find(target));
        let (chat, at) = match (here, target) {
            (Some(at), _) => (chat, at),
            (None, Some(_)) => self
                .by_peer
                .iter()
                .find_map(|(peer, talk)| Some((*peer, talk.find(target)?)))?,
            (None, None) => return None,
        };
        let line = self.by_peer.get_mut(&chat)?.lines.get_mut(at)?;
        line.body = notice;
        Some(chat)
    }
}

impl Conversation {
    /// The line of this message; without an id, of the last one sent by oneself.
    fn find(&self, target: Option<MsgId>) -> Option<usize> {
        self.lines.iter().rposition(|line| match target {
            Some(_) => line.state == State::Kept(target),
            None => line.from == From::Me && line.state.local().is_none(),
        })
    }

    /// Puts a line where its time says, after those of the same second. Its index.
    pub(super) fn insert(&mut self, line: Line) -> usize {
        if self.lines.len() == self.lines.capacity() {
            // An eighth more, not twice as much, and one for the first: a long chat is most of what the program holds, and
            // thousands of short ones the rest.
            self.lines.reserve_exact(self.lines.len() / 8 + 1);
        }
        let in_order = self.lines.last().is_none_or(|last| last.at <= line.at);
        if in_order {
            self.lines.push(line);
            return self.lines.len() - 1;
        }
        let at = self.lines.partition_point(|other| other.at <= line.at);
        self.lines.insert(at, line);
        for index in self.places_mut() {
            *index += usize::from(*index >= at);
        }
        at
    }

    /// Takes a line out; whatever pointed below it still points at the same message.
    pub(super) fn remove(&mut self, at: usize) {
        if at >= self.lines.len() {
            return;
        }
        self.lines.remove(at);
        if self.selected == Some(at) {
            self.selected = None;
        }
        for index in self.places_mut() {
            *index -= usize::from(*index > at);
        }
        let count = self.lines.len();
        self.unread_from = self.unread_from.filter(|from| *from < count);
        if let Scroll::At { line, .. } = self.scroll
            && line >= count
        {
            self.scroll = Scroll::Follow;
        }
    }

    /// Every index into `lines` that must stay with its message.
    fn places_mut(&mut self) -> impl Iterator<Item = &mut usize> {
        let first_shown = match &mut self.scroll {
            Scroll::Follow => None,
            Scroll::At { line, .. } => Some(line),
        };
        [first_shown, self.unread_from.as_mut(), self.selected.as_mut()]
            .into_iter()
            .flatten()
    }

    pub(super) fn local(&self, local: LocalId) -> Option<usize> {
        self.lines
            .iter()
            .rposition(|line| line.state.local() == Some(local))
    }

    pub(super) fn kept(&self, id: MsgId) -> Option<usize> {
        self.find(Some(id))
    }

    pub fn has_draft(&self) -> bool {
        !self.draft.is_empty()
    }

    /// Takes over what was kept under another name for the same chat.
    pub(super) fn absorb(&mut self, other: Self) {
        for line in other.lines {
            self.insert(line);
        }
        if self.draft.is_empty() {
            self.draft = other.draft;
        } else if !other.draft.is_empty() {
            self.draft.insert("\n");
            self.draft.insert(other.draft.text());
        }
    }
}
