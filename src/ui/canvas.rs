//! Putting words on cells.
//!
//! Owns clipping: nothing written through a [`Row`] leaves its area, and no wide character is ever cut in half.
//! Never: a decision about what is said.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::geometry::Area;
use crate::domain::text;

pub fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// The part of `area` from row `from` on, at most `height` rows.
pub fn rows(area: Area, from: u16, height: u16) -> Area {
    let from = from.min(area.height);
    Area {
        y: area.y.saturating_add(from),
        height: height.min(area.height - from),
        ..area
    }
}

/// The part of `area` that is left when `by` columns are taken off either side.
pub fn inset(area: Area, by: u16) -> Area {
    let by = by.min(area.width / 2);
    Area {
        x: area.x.saturating_add(by),
        width: area.width - 2 * by,
        ..area
    }
}

/// One row of cells being filled from both ends.
pub struct Row<'b> {
    buffer: &'b mut Buffer,
    x: u16,
    end: u16,
    y: u16,
}

impl<'b> Row<'b> {
    /// Row `at` of `area`; a row outside of the area or the buffer takes nothing.
    pub fn new(buffer: &'b mut Buffer, area: Area, at: u16) -> Self {
        let inside = rect(rows(area, at, 1)).intersection(buffer.area);
        Self {
            buffer,
            x: inside.left(),
            end: if inside.height == 0 {
                inside.left()
            } else {
                inside.right()
            },
            y: inside.y,
        }
    }

    /// Columns still free.
    pub fn left(&self) -> u16 {
        self.end.saturating_sub(self.x)
    }

    pub fn skip(&mut self, columns: u16) -> &mut Self {
        self.x = self.x.saturating_add(columns).min(self.end);
        self
    }

    /// Keeps `columns` at the right end free.
    pub fn reserve(&mut self, columns: u16) -> &mut Self {
        self.end = self.end.saturating_sub(columns).max(self.x);
        self
    }

    /// Gives back what was kept free.
    pub fn release(&mut self, columns: u16) -> &mut Self {
        self.end = self.end.saturating_add(columns);
        self
    }

    /// Writes what fits, with an ellipsis where it does not.
    pub fn say(&mut self, words: &str, style: Style) -> &mut Self {
        let clipped = text::clip(words, self.left());
        self.put(&clipped, style)
    }

    /// Writes the sentences that fit, whole; of a first one that does not, the words that do.
    pub fn tell(&mut self, words: &str, style: Style) -> &mut Self {
        let clipped = text::clip_words(words, self.left());
        self.put(&clipped, style)
    }

    /// Writes hints, the first of the most worth and the last the way out, with ` · ` between them: as many as fit, whole.
    pub fn hints(&mut self, hints: &str, style: Style) -> &mut Self {
        self.say(&fitting(hints, self.left()), style)
    }

    /// Writes facts with ` · ` between them, whole. Where but one has room it is the last: what can be done about the rest.
    pub fn facts(&mut self, facts: &str, style: Style) -> &mut Self {
        let room = self.left();
        let fitting = fitting(facts, room);
        let last = facts.rsplit(BETWEEN_HINTS).next().unwrap_or_default();
        if fitting.contains(BETWEEN_HINTS) || columns(last) > room {
            self.say(&fitting, style)
        } else {
            self.put(last, style)
        }
    }

    /// Writes what fits and cuts the rest between two graphemes; a tab becomes four spaces.
    pub fn put(&mut self, words: &str, style: Style) -> &mut Self {
        self.x = self.write(self.x, &untabbed(words), style);
        self
    }

    /// Writes at the right end if all of it fits beside what is there already, and takes the room.
    pub fn right(&mut self, words: &str, style: Style) -> &mut Self {
        let width = columns(words);
        if width <= self.left() && width > 0 {
            let at = self.end - width;
            self.write(at, words, style);
            self.end = at;
        }
        self
    }

    /// Cells from column `x` on, as far as they go before the end; the column behind them. What ratatui's own
    /// `set_stringn` does, without segmenting again what `domain::text` segments by a shorter way.
    fn write(&mut self, mut x: u16, words: &str, style: Style) -> u16 {
        for grapheme in text::graphemes(words) {
            // Safe text has no control characters; should one ever come this far, it goes no further.
            if grapheme.width == 0 || grapheme.text.chars().any(char::is_control) {
                continue;
            }
            let next = x.saturating_add(grapheme.width);
            if next > self.end {
                break;
            }
            if let Some(cell) = self.buffer.cell_mut((x, self.y)) {
                cell.set_symbol(grapheme.text).set_style(style);
            }
            for covered in x + 1..next {
                if let Some(cell) = self.buffer.cell_mut((covered, self.y)) {
                    cell.reset();
                }
            }
            x = next;
        }
        x
    }

    /// Fills what is left with one glyph.
    pub fn fill(&mut self, glyph: &str, style: Style) -> &mut Self {
        while self.x < self.end {
            if let Some(cell) = self.buffer.cell_mut((self.x, self.y)) {
                cell.set_symbol(glyph).set_style(style);
            }
            self.x += 1;
        }
        self
    }
}

/// Between two hints.
pub const BETWEEN_HINTS: &str = " · ";

/// Columns of what is never left out of hints: the first, and the way out.
pub fn least(hints: &str) -> u16 {
    let first = columns(hints.split(BETWEEN_HINTS).next().unwrap_or_default());
    let last = hints.rsplit_once(BETWEEN_HINTS);
    first.saturating_add(last.map_or(0, |(_, last)| columns(BETWEEN_HINTS) + columns(last)))
}

/// The hints that fit, those before the last left out first; of two that do not, the first.
pub fn fitting(hints: &str, width: u16) -> Cow<'_, str> {
    let mut shown: Vec<&str> = hints.split(BETWEEN_HINTS).collect();
    if columns(hints) <= width {
        return hints.into();
    }
    while shown.len() > 1 {
        // The way out is the last to go but for the first.
        shown.remove(if shown.len() > 2 { shown.len() - 2 } else { 1 });
        let joined = shown.join(BETWEEN_HINTS);
        if columns(&joined) <= width {
            return joined.into();
        }
    }
    shown.concat().into()
}

/// Columns of one line, clamped to what a screen can have.
pub fn columns(words: &str) -> u16 {
    u16::try_from(text::width(words)).unwrap_or(u16::MAX)
}

/// What has rows of its own, on one.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\t']) {
        text.replace(['\n', '\t'], " ").into()
    } else {
        text.into()
    }
}

/// Tabs as four spaces, as wide as `domain::text` counts them.
fn untabbed(words: &str) -> Cow<'_, str> {
    if words.contains('\t') {
        words.replace('\t', "    ").into()
    } else {
        words.into()
    }
}

/// Writes `words` in the middle of row `at`.
pub fn centre(buffer: &mut Buffer, area: Area, at: u16, words: &str, style: Style) {
    let clipped = text::clip(words, area.width);
    let before = area.width.saturating_sub(columns(&clipped)) / 2;
    Row::new(buffer, area, at).skip(before).put(&clipped, style);
}

/// A line across the row with words set into it after `lead` columns.
pub fn ruled(row: &mut Row<'_>, lead: u16, words: (&str, Style), line: (&str, Style)) {
    for _ in 0..lead.min(row.left()) {
        row.put(line.0, line.1);
    }
    if !words.0.is_empty() && row.left() > 4 {
        row.skip(1).reserve(2).say(words.0, words.1);
        row.release(2).skip(1);
    }
    row.fill(line.0, line.1);
}

/// Wraps and writes a paragraph from row `at` of `area`; returns the row below it.
pub fn paragraph(buffer: &mut Buffer, area: Area, at: u16, words: &str, style: Style) -> u16 {
    let mut next = at;
    for range in text::wrap(words, area.width) {
        if next >= area.height {
            break;
        }
        Row::new(buffer, area, next).put(words.get(range).unwrap_or_default(), style);
        next += 1;
    }
    next
}

/// Rows that [`paragraph`] takes.
pub fn paragraph_rows(words: &str, width: u16) -> u16 {
    u16::try_from(text::wrap(words, width).len()).unwrap_or(u16::MAX)
}

/// Empties `area`, and the other half of every wide character that its edges cut.
pub fn clear(buffer: &mut Buffer, area: Area) {
    let inside = rect(area).intersection(buffer.area);
    for y in inside.top()..inside.bottom() {
        // A character that starts left of the area and reaches into it (none is wider than two cells).
        if let Some(before) = inside.left().checked_sub(1)
            && let Some(cell) = buffer.cell_mut((before, y))
            && cell.cell_width() > 1
        {
            cell.set_symbol(" ");
        }
        for x in inside.left()..inside.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// One style over whatever is there: on a bar, colours and dimness would be lost against it.
pub fn restyle(buffer: &mut Buffer, area: Area, style: Style) {
    let keep_weight = style.sub_modifier.is_empty() && !style.add_modifier.contains(Modifier::REVERSED);
    for position in rect(area).intersection(buffer.area).positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            if !keep_weight {
                let bold = cell.modifier.intersection(Modifier::BOLD);
                cell.set_style(Style::reset())
                    .set_style(Style::new().add_modifier(bold));
            }
            cell.set_style(style);
        }
    }
}
