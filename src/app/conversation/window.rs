//! The window a conversation is of what is kept of its chat: which part it knows in full, how a page joins it, what
//! leaves it.
//!
//! Owns what lies beyond the window and must be in memory all the same. Never: when to ask, or how much to hold
//! (`windows`).

use super::span::{FIRST, LAST, Span};
use super::unread::Unread;
use super::{Conversation, Key, Line, Scroll};
use crate::app::rare::Blank;
use crate::domain::id::{MsgId, Seq};
use crate::domain::message::TakenBack;
use crate::port::store::{Page, Place, State};

/// What is on the other side of the first or the last line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    /// Nothing: it is the very first, the very last.
    #[default]
    End,
    /// More is kept.
    More,
}

/// What a conversation holds beside its window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beyond {
    /// In order: own lines that the service does not have; the last of the others; and, while a page is on its way,
    /// whatever arrives, since the page may have been read before it was written.
    lines: Vec<Line>,
    /// The pages on their way.
    asked: Vec<Place>,
    /// What a page on its way may not know yet.
    since: Vec<Since>,
    pub(super) unread: Option<Unread>,
}

/// What became of lines that are not in memory while a page was on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Since {
    Gone(Seq),
    Recalled(Option<MsgId>, TakenBack),
    /// The chat was joined with another, or divided: the page tells of one that is no more.
    Void,
}

impl Blank for Beyond {
    const BLANK: &'static Self = &Self {
        lines: Vec::new(),
        asked: Vec::new(),
        since: Vec::new(),
        unread: None,
    };
}

impl Edge {
    fn at(end: bool) -> Self {
        if end { Self::End } else { Self::More }
    }
}

impl Beyond {
    pub(super) fn lines(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.lines.iter()
    }

    pub(super) fn at_mut(&mut self, key: Key) -> Option<&mut Line> {
        let at = self.lines.binary_search_by_key(&key, Line::key).ok()?;
        self.lines.get_mut(at)
    }

    pub(super) fn take(&mut self, key: Key) -> Option<Line> {
        let at = self.lines.binary_search_by_key(&key, Line::key).ok()?;
        Some(self.lines.remove(at))
    }

    fn put(&mut self, line: Line) {
        match self.lines.binary_search_by_key(&line.key(), Line::key) {
            Ok(at) => {
                if let Some(known) = self.lines.get_mut(at) {
                    *known = line;
                }
            }
            Err(at) => self.lines.insert(at, line),
        }
    }
}

/// Asking.
impl Conversation {
    /// A page is on its way.
    pub fn is_reading(&self) -> bool {
        !self.beyond.asked.is_empty()
    }

    /// The pages on their way are of no use: nothing is asked until they are here.
    pub(in crate::app) fn is_void(&self) -> bool {
        self.beyond.since.contains(&Since::Void)
    }

    pub(in crate::app) fn has_asked(&self, like: impl Fn(Place) -> bool) -> bool {
        self.beyond.asked.iter().any(|place| like(*place))
    }

    pub(in crate::app) fn ask(&mut self, place: Place) {
        self.beyond.asked.push(place);
    }

    /// The question was answered, or never heard. `false` if it was not asked.
    pub(in crate::app) fn answered(&mut self, place: Place) -> bool {
        let at = self.beyond.asked.iter().position(|asked| *asked == place);
        at.map(|at| self.beyond.asked.remove(at)).is_some()
    }
}

/// What the window knows.
impl Conversation {
    /// Everything that was said.
    pub(in crate::app) fn is_whole(&self) -> bool {
        self.older == Edge::End && self.newer == Edge::End
    }

    /// `None`: nothing at all.
    pub(in crate::app) fn span(&self) -> Option<Span> {
        let Some((first, last)) = self.lines.first().zip(self.lines.last()) else {
            return self.is_whole().then_some(Span::ALL);
        };
        Some(Span {
            from: if self.older == Edge::End {
                FIRST
            } else {
                first.key()
            },
            to: if self.newer == Edge::End { LAST } else { last.key() },
        })
    }

    /// Where one stands who has scrolled down as far as the window goes.
    pub(super) fn lowest(&self) -> Scroll {
        match self.lines.len().checked_sub(1) {
            Some(line) if self.newer == Edge::More => Scroll::At { line, row: 0 },
            Some(_) | None => Scroll::Follow,
        }
    }

    /// The first lines known of a chat: its last one.
    pub(in crate::app) fn begin(&mut self, last: Line) {
        if self.lines.is_empty() {
            self.lines = vec![last];
            self.older = Edge::More;
        }
    }

    pub(super) fn set_aside(&mut self, line: Line) {
        self.beyond.put(line);
        self.tidy();
    }

    /// Forgets what need not be in memory beyond the window.
    pub(in crate::app) fn tidy(&mut self) {
        if self.is_reading() {
            return;
        }
        self.beyond.since = Vec::new();
        let newest = self.lines.last().map(Line::key);
        let kept = |line: &&Line| line.state.local().is_none();
        let last = self.beyond.lines().rfind(kept).map(Line::key);
        let last = last.filter(|last| newest.is_none_or(|newest| newest < *last));
        self.beyond
            .lines
            .retain(|line| line.state.local().is_some() || Some(line.key()) == last);
    }

    pub(super) fn gone_beyond(&mut self, seq: Seq) {
        if self.is_reading() {
            self.beyond.since.push(Since::Gone(seq));
        }
    }

    fn void(&mut self) {
        if self.is_reading() {
            self.beyond.since.push(Since::Void);
        }
    }

    pub(super) fn recalled_beyond(&mut self, target: Option<MsgId>, how: &TakenBack) {
        if self.is_reading() && target.is_some() {
            self.beyond.since.push(Since::Recalled(target, how.clone()));
        }
    }
}

/// Moving the window.
impl Conversation {
    /// Takes a page in where it joins the window; where it does not, only if the reader wants to `go` there. Whether it
    /// was of use.
    pub(in crate::app) fn fill(&mut self, page: Page, go: bool) -> bool {
        let known = Span::of(&page).filter(|_| !self.is_void());
        let span = match (known, self.span()) {
            (Some(page), Some(window)) if window.meets(page) => Some(window.hull(page)),
            (known, _) => known.filter(|_| go),
        };
        if span.is_some() {
            let lines = page.lines.into_iter().map(Line::of);
            let lines = lines.filter_map(|line| self.as_of_now(line)).collect();
            self.cut(span, lines);
        }
        self.tidy();
        span.is_some()
    }

    /// A line of a page, with what happened to it while the page was on its way.
    fn as_of_now(&self, mut line: Line) -> Option<Line> {
        for since in &self.beyond.since {
            match since {
                Since::Gone(seq) if *seq == line.seq => return None,
                Since::Recalled(id, how) if line.state == State::Kept(*id) => how.mark(&mut line.body),
                Since::Gone(_) | Since::Recalled(..) | Since::Void => {}
            }
        }
        Some(line)
    }

    /// Narrows the window to so many lines around what is shown.
    pub(in crate::app) fn shrink(&mut self, keep: usize) {
        let too_many = self.lines.len().saturating_sub(keep);
        if too_many == 0 || self.is_reading() {
            return;
        }
        let from = match self.scroll {
            Scroll::Follow => too_many,
            Scroll::At { line, .. } => line.saturating_sub(keep / 2).min(too_many),
        };
        let (first, last) = (self.lines.get(from), self.lines.get(from + keep - 1));
        let (Some(window), Some((first, last))) = (self.span(), first.zip(last)) else {
            return;
        };
        let span = Span {
            from: if from == 0 { window.from } else { first.key() },
            to: if from == too_many { window.to } else { last.key() },
        };
        self.cut(Some(span), Vec::new());
        self.tidy();
    }

    /// Takes over the lines of the same chat kept under another name: known is only what was known under both.
    pub(super) fn join(&mut self, other: &mut Self) {
        self.void();
        let span = self.span().zip(other.span());
        let span = span.and_then(|(ours, theirs)| ours.common(theirs));
        let mut lines = std::mem::take(&mut other.lines);
        lines.append(&mut other.beyond.lines);
        self.cut(span, lines);
        self.tidy();
    }

    /// Two chats again that were one: what is not the twin's, and what is, with the draft.
    pub fn divide(mut self, is_twins: impl Fn(&Line) -> bool) -> (Self, Self) {
        self.void();
        self.clear_unread();
        (self.scroll, self.selected) = (Scroll::Follow, None);
        let span = self.span();
        let mut lines = std::mem::take(&mut self.lines);
        lines.append(&mut self.beyond.lines);
        let (theirs, ours) = lines.into_iter().partition(is_twins);
        let mut twin = Self {
            draft: std::mem::take(&mut self.draft),
            faces: self.faces,
            ..Self::default()
        };
        self.cut(span, ours);
        twin.cut(span, theirs);
        (self, twin)
    }

    /// Makes `span` the window, of what is in memory and of `more`; of a line in both, what is in memory is newer.
    fn cut(&mut self, span: Option<Span>, mut more: Vec<Line>) {
        let key = |at: usize| self.lines.get(at).map(Line::key);
        let top = match self.scroll {
            Scroll::Follow => None,
            Scroll::At { line, row } => key(line).zip(Some(row)),
        };
        let (selected, unread) = (self.selected.and_then(key), self.unread_from.and_then(key));
        let mut pool = std::mem::take(&mut self.lines);
        pool.append(&mut self.beyond.lines);
        pool.append(&mut more);
        pool.sort_by_key(Line::key);
        pool.dedup_by_key(|line| line.key());
        let within = |line: &Line| span.is_some_and(|span| span.has(line.key()));
        (self.lines, self.beyond.lines) = pool.into_iter().partition(within);
        self.lines.shrink_to_fit();
        self.older = Edge::at(span.is_some_and(|span| span.from == FIRST));
        self.newer = Edge::at(span.is_some_and(|span| span.to == LAST));
        self.selected = selected.and_then(|key| self.position(key));
        self.unread_from = unread.and_then(|key| self.position(key));
        self.find_unread();
        self.scroll = match top {
            Some((key, row)) => self.nearest(key, row),
            None => self.lowest(),
        };
    }

    /// The line of this place on top, or the one after it.
    fn nearest(&self, key: Key, row: usize) -> Scroll {
        let line = self.lines.partition_point(|line| line.key() < key);
        match self.lines.get(line) {
            Some(found) if found.key() == key => Scroll::At { line, row },
            Some(_) => Scroll::At { line, row: 0 },
            None => self.lowest(),
        }
    }
}
