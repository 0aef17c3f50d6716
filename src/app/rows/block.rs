//! The rows of one message: what goes above it, then its text or its card.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::part::{Part, for_each_part};
use super::{RUN_SECONDS, Room, Row, space, text_columns, trouble_rows};
use crate::app::conversation::{Conversation, Edge, Line, Scroll};
use crate::domain::id::MsgId;
use crate::domain::text::Faces;
use crate::domain::time::Timestamp;
use crate::port::store::From;

/// A conversation in a pane of a size: at least one line, at least one cell.
#[derive(Clone, Copy)]
pub(super) struct Pane<'a> {
    pub lines: &'a [Line],
    pub scroll: Scroll,
    /// Nothing was said after the last line.
    pub ends: bool,
    unread_from: Option<usize>,
    zone: &'a TimeZone,
    columns: u16,
    faces: Faces,
    pub height: usize,
    room: Room,
    unfetched: &'a BTreeSet<MsgId>,
}

/// The rows above a message.
#[derive(Clone, Copy, Default)]
pub(super) struct Above {
    gap: bool,
    day: Option<Date>,
    unread: bool,
    pub head: bool,
}

impl Above {
    pub fn len(self) -> usize {
        usize::from(self.gap)
            + usize::from(self.day.is_some())
            + usize::from(self.unread)
            + usize::from(self.head)
    }

    fn push(self, line: usize, rows: &mut Vec<Row>) {
        rows.extend(self.gap.then_some(Row::Gap));
        rows.extend(self.day.map(Row::Day));
        rows.extend(self.unread.then_some(Row::Unread));
        rows.extend(self.head.then_some(Row::Head { line }));
    }
}

impl<'a> Pane<'a> {
    pub fn new(conversation: &'a Conversation, zone: &'a TimeZone, room: Room) -> Option<Self> {
        let size = room.size;
        let nothing = conversation.lines.is_empty() || size.width == 0 || size.height == 0;
        (!nothing).then(|| Self {
            lines: &conversation.lines,
            scroll: conversation.scroll,
            ends: conversation.newer == Edge::End,
            unread_from: conversation.unread_from,
            zone,
            columns: text_columns(size.width),
            faces: conversation.faces,
            height: usize::from(size.height),
            room,
            unfetched: &conversation.unfetched,
        })
    }

    /// What goes above line `at`: told by it and the line before alone, so that any place can be counted from.
    pub fn above(&self, at: usize) -> Above {
        let Some(line) = self.lines.get(at) else {
            return Above::default();
        };
        let before = at.checked_sub(1).and_then(|before| self.lines.get(before));
        let date = self.date(line.at);
        let new_day = before.is_none_or(|before| self.date(before.at) != date);
        let unread = self.unread_from == Some(at);
        let head = line.from != From::Service
            && (new_day || unread || before.is_none_or(|before| !is_one_run(before, line)));
        Above {
            gap: head && !new_day,
            day: new_day.then_some(date),
            unread,
            head,
        }
    }

    /// Rows kept for the picture of line `at`.
    fn picture(&self, at: usize) -> u16 {
        let space = self.lines.get(at).and_then(|line| space(line, self.room));
        space.map_or(0, |space| space.height)
    }

    /// Rows below line `at` that tell what went wrong with it.
    fn trouble(&self, at: usize) -> u16 {
        let state = self.lines.get(at).map(|line| line.state);
        let amiss = state.is_some_and(|state| {
            let unfetched = state.id().is_some_and(|id| self.unfetched.contains(&id));
            unfetched || state.stuck().is_some()
        });
        if amiss {
            trouble_rows(self.room.size.width)
        } else {
            0
        }
    }

    /// All rows of line `at`: at least one.
    pub fn count(&self, at: usize) -> usize {
        let mut rows = self.above(at).len() + usize::from(self.picture(at) + self.trouble(at));
        self.for_each_part(at, |_| rows += 1);
        rows
    }

    pub fn push(&self, at: usize, rows: &mut Vec<Row>) {
        self.above(at).push(at, rows);
        rows.extend((0..self.picture(at)).map(|row| Row::Picture { line: at, row }));
        self.for_each_part(at, |part| rows.push(Row::of(at, part)));
        if let Some(Row::Text { last, .. } | Row::Card { last, .. }) = rows.last_mut() {
            *last = true;
        }
        rows.extend((0..self.trouble(at)).map(|row| Row::Trouble { line: at, row }));
    }

    fn for_each_part(&self, at: usize, part: impl FnMut(Part)) {
        if let Some(line) = self.lines.get(at) {
            for_each_part(&line.body, (self.columns, self.faces), part);
        }
    }

    /// The day of a moment, here. A moment that no calendar has is shown as the first day of the service's clock.
    fn date(&self, at: Timestamp) -> Date {
        let moment = jiff::Timestamp::from_second(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.zone.to_datetime(moment).date()
    }
}

fn is_one_run(before: &Line, line: &Line) -> bool {
    before.from == line.from && line.at.0.abs_diff(before.at.0) <= RUN_SECONDS.unsigned_abs()
}
