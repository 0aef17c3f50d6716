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
pub struct Search {
    pub field: Editor,
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
}

impl Default for Search {
    fn default() -> Self {
        Self {
            field: Editor::line(),
            chat: None,
            faults: Vec::new(),
            sought: Sought::default(),
            hits: Vec::new(),
            more: false,
            selected: 0,
            top: 0,
            question: Question::default(),
            under_way: None,
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

    /// Asks for the next page, where there may be one and nothing else is asked.
    pub(super) fn put_next(&mut self) -> bool {
        let wanted = self.more && self.under_way.is_none();
        if wanted {
            self.question.number += 1;
            self.question.before = self.hits.last().map(|hit| hit.seq);
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
    pub(super) fn give_up(&mut self) {
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
        if self.question.before.is_none() {
            self.hits.clear();
            self.selected = 0;
            self.top = 0;
        }
        self.hits.extend(found.hits);
        self.more = found.more;
        false
    }
}
