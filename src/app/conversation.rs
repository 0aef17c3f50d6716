//! What was said in each chat, and where the reader stands in it.

use std::collections::{HashMap, HashSet};

use crate::domain::id::{LocalId, MsgId, PeerId};
use crate::domain::message::Body;
use crate::domain::time::Timestamp;
use crate::port::Failure;

#[derive(Clone, Debug, Default)]
pub struct Conversations {
    pub by_peer: HashMap<PeerId, Conversation>,
    /// Every MsgId seen, own sends included: the same message may come twice (`protocol.md §5.2`, rule 10).
    pub seen: HashSet<MsgId>,
}

#[derive(Clone, Debug, Default)]
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
