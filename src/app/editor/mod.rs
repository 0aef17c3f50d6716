//! Text being typed: graphemes, a caret, undo.
//!
//! Owns the composer's and the filter field's text. Never changes what is typed: hostile characters stay out, line
//! breaks become `\n`, and nothing else happens to a person's words. Never: padding, a screen, the keys.

mod history;
mod layout;

use std::fmt;
use std::ops::Range;

use super::action::Edit;
use super::rare::Blank;
use crate::domain::text::{
    clean, graphemes, next_boundary, prev_boundary, slice, snap_right, word_left, word_right,
};
use history::{Change, History, Kind};

/// A text field. Indices are bytes of `text`, always on grapheme boundaries.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Editor {
    text: String,
    caret: usize,
    /// Breaks become spaces.
    one_line: bool,
    /// The column that moving by rows aims at, kept over shorter rows.
    goal: Option<u16>,
    /// What was last killed, for yanking.
    killed: String,
    /// The last edit was a kill: the next one adds to it.
    killing: bool,
    history: History,
}

impl Blank for Editor {
    const BLANK: &'static Self = &Self {
        text: String::new(),
        caret: 0,
        one_line: false,
        goal: None,
        killed: String::new(),
        killing: false,
        history: History::NONE,
    };
}

/// Which end of the kill ring's text a kill adds to.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Editor {
    /// A field of one line: breaks in what is pasted become spaces.
    pub fn line() -> Self {
        Self {
            one_line: true,
            ..Self::default()
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn caret(&self) -> usize {
        self.caret
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Typed or pasted text at the caret, [`clean`]ed. Whether anything was left to insert.
    ///
    /// One grapheme is typing and joins the typing before it in one undo step; more is a paste and a step of its own.
    pub fn insert(&mut self, raw: &str) -> bool {
        let mut new = clean(raw);
        if self.one_line && new.contains('\n') {
            new = new.replace('\n', " ").into();
        }
        if new.is_empty() {
            return false;
        }
        let kind = if next_boundary(&new, 0) == new.len() {
            Kind::Type
        } else {
            Kind::Whole
        };
        self.killing = false;
        self.replace(self.caret..self.caret, &new, kind);
        true
    }

    /// The text, leaving the field empty; undo brings it back.
    pub fn take(&mut self) -> String {
        let text = self.text.clone();
        self.clear();
        text
    }

    /// Words taken away elsewhere: yanking brings them.
    pub(in crate::app) fn keep_killed(&mut self, words: &str) {
        self.killing = false;
        words.clone_into(&mut self.killed);
    }

    /// Empties the field; undo brings the text back. Whether there was any.
    pub fn clear(&mut self) -> bool {
        self.killing = false;
        let any = !self.text.is_empty();
        if any {
            self.replace(0..self.text.len(), "", Kind::Whole);
        }
        any
    }

    /// Puts `raw` in place of the text, the caret behind it; undo brings the old text back.
    pub fn set_text(&mut self, raw: &str) {
        self.clear();
        self.insert(raw);
        self.history.seal();
    }

    /// Puts `raw` in place of a part of the text, the caret behind it, as one step.
    pub fn swap(&mut self, part: Range<usize>, raw: &str) {
        self.killing = false;
        if self.text.get(part.clone()).is_some() {
            self.replace(part, &clean(raw), Kind::Whole);
        }
    }

    /// One edit, in a field so many cells wide. Whether text or caret changed: `RowUp` on the first row and `RowDown`
    /// on the last change nothing, so that the keys can mean something else there.
    pub fn apply(&mut self, edit: Edit, columns: u16) -> bool {
        let joins = std::mem::take(&mut self.killing);
        match edit {
            Edit::Left => self.move_to(prev_boundary(&self.text, self.caret)),
            Edit::Right => self.move_to(next_boundary(&self.text, self.caret)),
            Edit::WordLeft => self.move_to(word_left(&self.text, self.caret)),
            Edit::WordRight => self.move_to(word_right(&self.text, self.caret)),
            Edit::RowUp => self.move_row(columns, |row| row.checked_sub(1)),
            Edit::RowDown => self.move_row(columns, |row| row.checked_add(1)),
            Edit::LineStart => self.move_to(self.line_start()),
            Edit::LineEnd => self.move_to(self.line_end()),
            Edit::TextStart => self.move_to(0),
            Edit::TextEnd => self.move_to(self.text.len()),
            Edit::Backspace => self.erase(prev_boundary(&self.text, self.caret)..self.caret),
            Edit::Delete => self.erase(self.caret..next_boundary(&self.text, self.caret)),
            Edit::KillWordBack => self.kill_back(word_left(&self.text, self.caret), joins),
            Edit::KillWordForward => self.kill_forward(word_right(&self.text, self.caret), joins),
            Edit::KillToStart => self.kill_back(or_beyond(self.line_start(), self.caret, prev(self)), joins),
            Edit::KillToEnd => self.kill_forward(or_beyond(self.line_end(), self.caret, next(self)), joins),
            Edit::Yank => self.yank(),
            Edit::Transpose => self.transpose(),
            Edit::Undo => self.travel(History::undo),
            Edit::Redo => self.travel(History::redo),
        }
    }

    /// One edit in a field of one line, however wide. Whether the text changed.
    pub(in crate::app) fn edit_line(&mut self, edit: Edit) -> bool {
        let before = self.text.clone();
        self.apply(edit, u16::MAX);
        self.text != before
    }

    fn move_to(&mut self, at: usize) -> bool {
        self.history.seal();
        self.goal = None;
        let moved = at != self.caret;
        self.caret = at;
        moved
    }

    /// The beginning of the line, whatever rows it wraps to.
    fn line_start(&self) -> usize {
        slice(&self.text, 0..self.caret)
            .rfind('\n')
            .map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let rest = slice(&self.text, self.caret..self.text.len());
        rest.find('\n').map_or(self.text.len(), |at| self.caret + at)
    }

    fn erase(&mut self, range: Range<usize>) -> bool {
        let any = !range.is_empty();
        if any {
            self.replace(range, "", Kind::Erase);
        }
        any
    }

    fn kill_back(&mut self, from: usize, joins: bool) -> bool {
        self.kill(from..self.caret, Side::Before, joins)
    }

    fn kill_forward(&mut self, to: usize, joins: bool) -> bool {
        self.kill(self.caret..to, Side::After, joins)
    }

    fn kill(&mut self, range: Range<usize>, side: Side, joins: bool) -> bool {
        // a kill that finds nothing does not end a row of kills
        self.killing = joins || !range.is_empty();
        if range.is_empty() {
            return false;
        }
        let text = slice(&self.text, range.clone());
        if !joins {
            self.killed.clear();
        }
        match side {
            Side::Before => self.killed.insert_str(0, text),
            Side::After => self.killed.push_str(text),
        }
        self.replace(range, "", Kind::Whole);
        true
    }

    fn yank(&mut self) -> bool {
        let killed = self.killed.clone();
        if killed.is_empty() {
            return false;
        }
        self.replace(self.caret..self.caret, &killed, Kind::Whole);
        true
    }

    /// Swaps the graphemes around the caret and steps over them; at the end of a line, the two before it.
    fn transpose(&mut self) -> bool {
        let line = self.line_start()..self.line_end();
        let middle = if self.caret == line.end {
            prev_boundary(&self.text, self.caret)
        } else {
            self.caret
        };
        if middle <= line.start || line.is_empty() {
            return false;
        }
        let start = prev_boundary(&self.text, middle);
        let end = next_boundary(&self.text, middle);
        let swapped = [slice(&self.text, middle..end), slice(&self.text, start..middle)].concat();
        self.replace(start..end, &swapped, Kind::Whole);
        true
    }

    fn travel(&mut self, step: fn(&mut History, &mut String) -> Option<usize>) -> bool {
        self.goal = None;
        let Some(caret) = step(&mut self.history, &mut self.text) else {
            return false;
        };
        self.caret = caret;
        true
    }

    /// The one place where text changes.
    fn replace(&mut self, range: Range<usize>, new: &str, kind: Kind) {
        let before = self.caret;
        let at = range.start;
        let old = slice(&self.text, range.clone()).to_owned();
        self.text.replace_range(range, new);
        // What was put in or taken out may have made one grapheme of what stood on both sides: go behind it.
        self.caret = snap_right(&self.text, at + new.len());
        self.goal = None;
        let change = Change {
            at,
            old,
            new: new.to_owned(),
            before,
            after: self.caret,
        };
        self.history.record(change, kind);
    }
}

/// A line's end, or when the caret is there already, the place beyond its break.
fn or_beyond(end: usize, caret: usize, beyond: usize) -> usize {
    if end == caret { beyond } else { end }
}

fn prev(editor: &Editor) -> usize {
    prev_boundary(&editor.text, editor.caret)
}

fn next(editor: &Editor) -> usize {
    next_boundary(&editor.text, editor.caret)
}

impl fmt::Debug for Editor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let graphemes = graphemes(&self.text).count();
        write!(f, "Editor(<{graphemes} graphemes>, caret at byte {})", self.caret)
    }
}
