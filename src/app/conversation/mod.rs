//! What was said in each chat, and where the reader stands in it.
//!
//! Owns the lines and their order. Never: whether somebody is looking, who anybody is, or when to ask the store for more.

mod seen;
mod span;
mod unread;
mod window;

use std::collections::{BTreeSet, HashMap};

use super::editor::Editor;
use super::rare::Rare;
use crate::domain::geometry::Size;
use crate::domain::id::{LocalId, MsgId, PeerId, Seq};
use crate::domain::message::{Body, Quote, TakenBack};
use crate::domain::text::Faces;
use crate::domain::time::Timestamp;
use crate::port::store::{From, LineRecord, State};

pub use seen::Seen;
pub(super) use span::FIRST;
pub use window::{Beyond, Edge};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversations {
    pub by_peer: HashMap<PeerId, Conversation>,
    /// Own sends included: the same message may come twice (`protocol.md §5.2`, rule 10).
    pub seen: Seen,
    /// What every conversation is told ([`Conversation::faces`]).
    faces: Faces,
    /// Cells of the messages pane when it was last on screen.
    pub(super) pane: Size,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversation {
    /// In order of time, then arrival. A window: what is kept of the chat from the first to the last of them, without a gap.
    pub lines: Vec<Line>,
    /// Whether more is kept before the first of them.
    pub older: Edge,
    /// Whether more is kept after the last of them.
    pub newer: Edge,
    pub beyond: Rare<Beyond>,
    pub scroll: Scroll,
    /// Index of the first line that was unread when the chat was opened: the unread line goes above it.
    pub unread_from: Option<usize>,
    /// Messages that came while scrolled up.
    pub below: u32,
    /// A line chosen with Alt-↑/↓.
    pub selected: Option<usize>,
    /// How faces (`[微笑]`) are drawn: told here, since rows are counted in what is drawn.
    pub faces: Faces,
    /// Messages of which a key asked for the whole, in vain: told here, since rows below them say so.
    pub unfetched: Rare<BTreeSet<MsgId>>,
    /// What is typed but not sent; Esc and moving away keep it.
    pub draft: Rare<Editor>,
    /// What the draft replies to; its own reply is empty.
    pub quote: Option<Box<Quote>>,
}

/// Where the pane stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scroll {
    /// At the end of the chat, following what arrives: only where the window ends there too.
    #[default]
    Follow,
    /// The first row shown is row `row` of the block of line `line` (see `rows`).
    At { line: usize, row: usize },
}

/// One message of a conversation, small: without a store a chat may hold a hundred thousand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the history; with `at`, its place in the chat.
    pub seq: Seq,
    /// Under whom it came in ([`LineRecord::chat`]).
    pub under: PeerId,
    pub at: Timestamp,
    pub from: From,
    pub body: Body,
    pub state: State,
}

/// The place of a line in its chat.
pub type Key = (Timestamp, Seq);

impl Line {
    pub fn key(&self) -> Key {
        (self.at, self.seq)
    }

    /// As it was kept.
    pub fn of(record: LineRecord) -> Self {
        Self {
            seq: record.seq,
            under: record.chat,
            at: record.at,
            from: record.from,
            body: record.body,
            state: record.state,
        }
    }

    /// As it is kept; without its raw form, which is not in memory.
    pub fn record(&self) -> LineRecord {
        LineRecord {
            seq: self.seq,
            chat: self.under,
            at: self.at,
            from: self.from,
            state: self.state,
            body: self.body.clone(),
            raw: None,
        }
    }
}

/// Whether it counts as unread: what others say, but not the grey lines about joins and names.
pub(super) fn is_news(from: From, body: &Body) -> bool {
    let notice = matches!(body, Body::Notice(_) | Body::Recalled(_));
    from != From::Me && !(from == From::Service && notice)
}

impl Scroll {
    pub fn is_up(self) -> bool {
        self != Self::Follow
    }
}

impl Conversations {
    /// None yet; `faces` as in [`Conversation::faces`].
    pub(super) fn drawing(faces: Faces) -> Self {
        Self {
            faces,
            ..Self::default()
        }
    }

    pub fn get(&self, peer: PeerId) -> Option<&Conversation> {
        self.by_peer.get(&peer)
    }

    pub(super) fn of(&mut self, peer: PeerId) -> &mut Conversation {
        let faces = self.faces;
        self.by_peer.entry(peer).or_insert_with(|| Conversation {
            faces,
            ..Conversation::default()
        })
    }

    /// Marks a message as recalled, in `chat` or, since From and To may be swapped (`protocol.md §6.8`), wherever it
    /// is. The line as it is now, and its chat; `None` where it is not in memory: then the store must be told
    /// ([`Change::Recalled`](crate::port::store::Change::Recalled)).
    pub(super) fn recall(
        &mut self,
        chat: PeerId,
        target: Option<MsgId>,
        how: &TakenBack,
    ) -> Option<(PeerId, &Line)> {
        let here = self.get(chat).and_then(|talk| talk.find(target));
        let found = match (here, target) {
            (Some(line), _) => Some((chat, line.key())),
            (None, Some(_)) => self
                .by_peer
                .iter()
                .find_map(|(peer, talk)| Some((*peer, talk.find(target)?.key()))),
            (None, None) => None,
        };
        let Some((chat, key)) = found else {
            for talk in self.by_peer.values_mut() {
                talk.recalled_beyond(target, how);
            }
            return None;
        };
        let line = self.of(chat).at_mut(key)?;
        how.mark(&mut line.body);
        Some((chat, line))
    }
}

impl Conversation {
    /// The line of this message, as far as it is in memory; without an id, of the last one sent by oneself.
    fn find(&self, target: Option<MsgId>) -> Option<&Line> {
        match target {
            Some(_) => self.in_memory().find(|line| line.state == State::Kept(target)),
            None if self.newer == Edge::End => {
                let mine = |line: &&Line| line.from == From::Me && line.state.local().is_none();
                self.lines.iter().rev().find(mine)
            }
            None => None,
        }
    }

    /// The newest lines first, then those beyond the window.
    fn in_memory(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().rev().chain(self.beyond.lines())
    }

    /// What was said last, wherever the window stands.
    pub fn last_line(&self) -> Option<&Line> {
        let ends = [self.lines.last(), self.beyond.lines().last()];
        ends.into_iter().flatten().max_by_key(|line| line.key())
    }

    /// Puts a line where its time says, after those of the same second; in place of itself, if it is there. What belongs
    /// beyond the window stays there.
    pub(super) fn insert(&mut self, line: Line) {
        let key = line.key();
        if !self.span().is_some_and(|span| span.has(key)) {
            return self.set_aside(line);
        }
        if self.lines.len() == self.lines.capacity() {
            // An eighth more, not twice as much, and one for the first: a long chat is most of what the program holds, and
            // thousands of short ones the rest.
            self.lines.reserve_exact(self.lines.len() / 8 + 1);
        }
        let in_order = self.lines.last().is_none_or(|last| last.key() < key);
        if in_order {
            return self.lines.push(line);
        }
        match self.lines.binary_search_by_key(&key, Line::key) {
            Ok(at) => {
                if let Some(known) = self.lines.get_mut(at) {
                    *known = line;
                }
            }
            Err(at) => {
                self.lines.insert(at, line);
                for index in self.places_mut() {
                    *index += usize::from(*index >= at);
                }
            }
        }
    }

    /// Takes a line out, wherever it is; whatever pointed below it still points at the same message.
    pub(super) fn take(&mut self, key: Key) -> Option<Line> {
        self.gone_beyond(key.1);
        let Some(at) = self.position(key) else {
            return self.beyond.take(key);
        };
        let line = self.lines.remove(at);
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
            self.scroll = self.lowest();
        }
        Some(line)
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

    pub(super) fn position(&self, key: Key) -> Option<usize> {
        self.lines.binary_search_by_key(&key, Line::key).ok()
    }

    fn at_mut(&mut self, key: Key) -> Option<&mut Line> {
        match self.position(key) {
            Some(at) => self.lines.get_mut(at),
            None => self.beyond.at_mut(key),
        }
    }

    /// The own line of this id, which the service does not have yet.
    pub(super) fn own_mut(&mut self, local: LocalId) -> Option<&mut Line> {
        let own = |line: &&Line| line.state.local() == Some(local);
        let key = self.in_memory().find(own)?.key();
        self.at_mut(key)
    }

    /// The last own line that failed or is in doubt.
    pub(super) fn last_stuck(&self) -> Option<&Line> {
        let stuck = self.in_memory().filter(|line| line.state.stuck().is_some());
        stuck.max_by_key(|line| line.key())
    }

    /// The line of this message, if it is in memory.
    pub fn kept(&self, id: MsgId) -> Option<&Line> {
        self.find(Some(id))
    }

    /// Takes out the line of this message, if it is in memory.
    pub(super) fn take_kept(&mut self, id: MsgId) -> Option<Line> {
        let key = self.kept(id)?.key();
        self.take(key)
    }

    pub fn has_draft(&self) -> bool {
        !self.draft.is_empty()
    }

    /// Takes over what was kept under another name for the same chat.
    pub(super) fn absorb(&mut self, mut other: Self) {
        self.join(&mut other);
        if self.draft.is_empty() {
            self.draft = other.draft;
        } else if !other.draft.is_empty() {
            self.draft.insert("\n");
            self.draft.insert(other.draft.text());
        }
        self.quote = self.quote.take().or(other.quote);
    }
}
