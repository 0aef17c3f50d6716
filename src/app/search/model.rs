//! The search as it stands, on screen or not: what is typed, what was asked, what came of it.
//!
//! Owns the numbering of questions. Never: what the typed means (`query`), who anybody is.

use super::query::Fault;
use crate::app::editor::Editor;
use crate::domain::id::PeerId;
use crate::domain::text::Sought;
use crate::port::store::{Found, LineRecord, Search as Question};

/// Hits asked for at a time: more than a screen shows.
pub const PAGE: u16 = 60;

#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the words, the hits and the question are each old, more or stale whatever the others are"
)]
pub struct Search {
    pub field: Editor,
    /// The words are those of the last time: what is typed goes in their place.
    pub old: bool,
    /// Looks into this chat alone; `None`: everywhere.
    pub chat: Option<PeerId>,
    /// What could not be made sense of in the field, and was left out.
    pub faults: Vec<Fault>,
    /// The words, for marking.
    pub sought: Sought,
    /// Newest first.
    pub hits: Vec<LineRecord>,
    /// There may be older ones.
    pub more: bool,
    pub selected: usize,
    /// The first hit shown.
    pub top: usize,
    /// The newest question; numbered upwards.
    question: Question,
    /// The question under way. One at a time: the store is not flooded by a fast hand.
    under_way: Option<u64>,
    /// What was said has changed since it was asked.
    pub(in crate::app) stale: bool,
    /// The question under way is the last one once more: the chosen hit stays chosen.
    again: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            field: Editor::line(),
            old: false,
            chat: None,
            faults: Vec::new(),
            sought: Sought::default(),
            hits: Vec::new(),
            more: false,
            selected: 0,
            top: 0,
            question: Question::default(),
            under_way: None,
            stale: false,
            again: false,
        }
    }
}

impl Search {
    pub fn hit(&self) -> Option<&LineRecord> {
        self.hits.get(self.selected)
    }

    /// The newest question has no answer yet.
    pub fn is_waiting(&self) -> bool {
        self.under_way.is_some()
    }

    /// Something is asked for at all.
    pub fn asks(&self) -> bool {
        let question = &self.question;
        !self.sought.is_empty()
            || !question.from.is_empty()
            || !question.has.is_empty()
            || question.since.is_some()
            || question.until.is_some()
            || (!question.within.is_empty() && self.chat.is_none())
    }

    /// Moves the first hit shown so that the chosen one is on screen.
    pub(super) fn show_selected(&mut self, shown: usize) {
        let first = (self.selected + 1).saturating_sub(shown);
        self.top = self.top.clamp(first, self.selected);
    }

    /// Another question in place of the last. The hits stay until its answer comes, unless it asks nothing.
    pub(super) fn put(&mut self, question: Question, faults: Vec<Fault>) {
        self.sought = Sought::new(&question.words);
        self.faults = faults;
        (self.stale, self.again) = (false, false);
        self.question = Question {
            number: self.question.number + 1,
            before: None,
            count: PAGE,
            ..question
        };
        if !self.asks() {
            self.hits.clear();
            self.more = false;
            self.selected = 0;
            self.top = 0;
        }
    }

    /// The same question about what is kept now, of as many hits as there are.
    pub(super) fn put_again(&mut self, question: Question, faults: Vec<Fault>) {
        self.put(question, faults);
        self.again = true;
        self.question.count = u16::try_from(self.hits.len()).unwrap_or(u16::MAX).max(PAGE);
    }

    /// Asks for the next page, where there may be one and nothing else is asked.
    pub(super) fn put_next(&mut self) -> bool {
        let wanted = self.more && self.under_way.is_none();
        if wanted {
            self.question.number += 1;
            self.question.before = self.hits.last().map(|hit| hit.seq);
            self.question.count = PAGE;
            self.more = false;
        }
        wanted
    }

    /// The question to be sent now, if none is under way.
    pub(super) fn send(&mut self) -> Option<Question> {
        if self.under_way.is_some() || !self.asks() {
            return None;
        }
        self.under_way = Some(self.question.number);
        Some(self.question.clone())
    }

    /// Another account's words are not found here.
    pub(in crate::app) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Nobody will answer what is under way.
    pub(in crate::app) fn give_up(&mut self) {
        self.under_way = None;
    }

    /// An answer. Whether the newest question is still to be sent: what came was to an older one.
    pub(super) fn answered(&mut self, found: Found) -> bool {
        if self.under_way != Some(found.number) {
            return false;
        }
        self.under_way = None;
        if found.number != self.question.number {
            return true;
        }
        if std::mem::take(&mut self.again) {
            self.replace(found.hits);
        } else if self.question.before.is_none() {
            self.hits = found.hits;
            self.selected = 0;
            self.top = 0;
        } else {
            self.hits.extend(found.hits);
        }
        self.more = found.more;
        false
    }

    /// Other hits in place of these. The chosen one stays chosen, on its row; if it is none any more, the next older one.
    fn replace(&mut self, hits: Vec<LineRecord>) {
        let chosen = self.hit().map(|hit| hit.seq);
        let above = self.selected.saturating_sub(self.top);
        self.hits = hits;
        let newer = |hit: &LineRecord| chosen.is_some_and(|chosen| hit.seq > chosen);
        let at = self.hits.partition_point(newer);
        self.selected = at.min(self.hits.len().saturating_sub(1));
        self.top = self.selected.saturating_sub(above);
    }
}
