//! Walking over rows: which are on screen, and where the pane stands after a key.

use std::ops::Range;

use jiff::tz::TimeZone;

use super::block::Pane;
use super::{Room, Row, visible};
use crate::app::conversation::{Conversation, Scroll};
use crate::domain::geometry::Size;

/// Row `row` of the block of line `line`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    row: usize,
}

const FIRST: Place = Place { line: 0, row: 0 };

impl From<Place> for Scroll {
    fn from(Place { line, row }: Place) -> Self {
        Self::At { line, row }
    }
}

/// The pane moved by so many rows, up if negative. Stops at the first row; follows once the end is reached.
pub fn scroll_by(conversation: &Conversation, zone: &TimeZone, size: impl Into<Room>, rows: isize) -> Scroll {
    let Some(pane) = Pane::new(conversation, zone, size.into()).filter(|_| rows != 0) else {
        return conversation.scroll;
    };
    let first = pane.first();
    if rows > 0 {
        let below = pane.down(first, rows.unsigned_abs());
        return below.map_or_else(|| pane.standing_last(), |place| pane.standing_at(place));
    }
    let place = pane.up(first, rows.unsigned_abs());
    if place < first {
        // the row that was the last is below now: no need to walk there to know that it is out of sight
        return place.into();
    }
    pane.standing_at(place)
}

/// As it stands, following if the end of the chat is in view.
pub(in crate::app) fn standing(
    conversation: &Conversation,
    zone: &TimeZone,
    size: impl Into<Room>,
) -> Scroll {
    Pane::new(conversation, zone, size.into())
        .map_or(conversation.scroll, |pane| pane.standing_at(pane.first()))
}

/// The rows above the words of the line on top. Lines that come in before it may change them: see [`held`].
pub fn above(conversation: &Conversation, zone: &TimeZone) -> usize {
    // Any size but none: what is above a message does not depend on it.
    let size = Room::from(Size { width: 1, height: 1 });
    match (conversation.scroll, Pane::new(conversation, zone, size)) {
        (Scroll::At { line, .. }, Some(pane)) => pane.above(line).len(),
        (Scroll::At { .. } | Scroll::Follow, _) => 0,
    }
}

/// The pane after lines came in before the one on top, which had so many rows `above` its words: those stay where they
/// were on screen.
pub fn held(conversation: &Conversation, zone: &TimeZone, size: impl Into<Room>, above: usize) -> Scroll {
    let Some(pane) = Pane::new(conversation, zone, size.into()) else {
        return conversation.scroll;
    };
    let Scroll::At { line, row } = conversation.scroll else {
        return conversation.scroll;
    };
    let now = pane.above(line).len();
    if now == above {
        return conversation.scroll;
    }
    match row.checked_sub(above) {
        Some(row) => Scroll::At { line, row: now + row },
        None => pane.up(Place { line, row: now }, above - row).into(),
    }
}

/// The very first row on top.
pub fn top(conversation: &Conversation, zone: &TimeZone, size: impl Into<Room>) -> Scroll {
    Pane::new(conversation, zone, size.into()).map_or(conversation.scroll, |pane| pane.standing_at(FIRST))
}

/// The very last row at the bottom.
pub fn bottom(conversation: &Conversation, zone: &TimeZone, size: impl Into<Room>) -> Scroll {
    Pane::new(conversation, zone, size.into()).map_or(Scroll::Follow, |pane| pane.standing_last())
}

/// The pane moved as little as makes line `line` visible: all of it where it fits, else its beginning.
pub fn to_line(conversation: &Conversation, zone: &TimeZone, size: impl Into<Room>, line: usize) -> Scroll {
    let Some(pane) = Pane::new(conversation, zone, size.into()) else {
        return conversation.scroll;
    };
    let line = line.min(pane.lines.len() - 1);
    let (above, count) = (pane.above(line), pane.count(line));
    // the author is shown with the words where there is a row for both
    let shown_from = if pane.height > 1 {
        above.len() - usize::from(above.head)
    } else {
        above.len()
    };
    let start = Place {
        line,
        row: if count <= pane.height { 0 } else { shown_from },
    };
    let last = Place { line, row: count - 1 };
    let (first, end) = (pane.first(), pane.end());
    let bottom = pane.down(first, pane.height - 1).unwrap_or(end);
    if (Place {
        line,
        row: shown_from,
    }) < first
    {
        pane.standing_at(start)
    } else if last <= bottom {
        conversation.scroll
    } else if count - shown_from > pane.height {
        pane.standing_at(start)
    } else {
        pane.standing_at(pane.up(last, pane.height - 1))
    }
}

/// Line `line` in view with what was said before it, and more of what was said after: where it is in view, nothing moves.
pub(in crate::app) fn to_middle(
    conversation: &Conversation,
    zone: &TimeZone,
    size: impl Into<Room>,
    line: usize,
) -> Scroll {
    let size = size.into();
    let scroll = to_line(conversation, zone, size, line);
    match Pane::new(conversation, zone, size).filter(|_| scroll != conversation.scroll) {
        Some(pane) => pane.standing_at(pane.up(Place { line, row: 0 }, pane.height / 3)),
        None => scroll,
    }
}

/// The lines on screen and those of a page above and below.
pub fn near(conversation: &Conversation, zone: &TimeZone, size: impl Into<Room>) -> Range<usize> {
    let Some(pane) = Pane::new(conversation, zone, size.into()) else {
        return 0..0;
    };
    let first = pane.first();
    let last = pane.down(first, 2 * pane.height).unwrap_or(pane.end());
    pane.up(first, pane.height).line..last.line + 1
}

/// The line whose message is on row `row` of the pane.
pub fn line_at(
    conversation: &Conversation,
    zone: &TimeZone,
    size: impl Into<Room>,
    row: u16,
) -> Option<usize> {
    visible(conversation, zone, size)
        .get(usize::from(row))
        .and_then(Row::line)
}

impl Pane<'_> {
    /// The last rows: as many as fit.
    pub fn tail(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.height * 2);
        for line in (0..self.lines.len()).rev() {
            let block = rows.len();
            self.push(line, &mut rows);
            if let Some(block) = rows.get_mut(block..) {
                block.reverse();
            }
            if rows.len() >= self.height {
                break;
            }
        }
        rows.truncate(self.height);
        rows.reverse();
        rows
    }

    /// The rows from the anchor on; the last ones if they would leave the pane half empty.
    pub fn shown(&self) -> Vec<Row> {
        let anchor = self.anchor();
        let mut rows = Vec::with_capacity(self.height * 2);
        self.push(anchor.line, &mut rows);
        rows.drain(..anchor.row.min(rows.len()));
        for line in anchor.line + 1..self.lines.len() {
            if rows.len() >= self.height {
                break;
            }
            self.push(line, &mut rows);
        }
        if rows.len() < self.height {
            return self.tail();
        }
        rows.truncate(self.height);
        rows
    }

    /// Where the pane says it stands, brought back to rows that exist: another width has fewer of them.
    fn anchor(&self) -> Place {
        match self.scroll {
            Scroll::Follow => self.end(),
            Scroll::At { line, row } => {
                let line = line.min(self.lines.len() - 1);
                Place {
                    line,
                    row: row.min(self.count(line) - 1),
                }
            }
        }
    }

    /// The first row on screen.
    fn first(&self) -> Place {
        let anchor = self.anchor();
        if self.down(anchor, self.height - 1).is_some() {
            anchor
        } else {
            self.up(self.end(), self.height - 1)
        }
    }

    fn end(&self) -> Place {
        let line = self.lines.len() - 1;
        Place {
            line,
            row: self.count(line) - 1,
        }
    }

    fn up(&self, mut from: Place, mut rows: usize) -> Place {
        while rows > from.row {
            let Some(line) = from.line.checked_sub(1) else {
                return FIRST;
            };
            rows -= from.row + 1;
            from = Place {
                line,
                row: self.count(line) - 1,
            };
        }
        from.row -= rows;
        from
    }

    /// `None` beyond the end.
    fn down(&self, mut from: Place, mut rows: usize) -> Option<Place> {
        loop {
            let left = self.count(from.line) - from.row;
            if rows < left {
                return Some(Place {
                    row: from.row + rows,
                    ..from
                });
            }
            rows -= left;
            from = Place {
                line: from.line + 1,
                row: 0,
            };
            if from.line >= self.lines.len() {
                return None;
            }
        }
    }

    /// The scroll that has `place` on top: following, if nothing is below the pane then.
    fn standing_at(&self, place: Place) -> Scroll {
        match self.down(place, self.height) {
            Some(_) => place.into(),
            None => self.standing_last(),
        }
    }

    /// The last row at the bottom: following, if it is the last of the chat.
    fn standing_last(&self) -> Scroll {
        if self.ends {
            return Scroll::Follow;
        }
        self.up(self.end(), self.height - 1).into()
    }
}
