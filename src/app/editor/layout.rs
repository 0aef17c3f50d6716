//! Where the text and its caret stand in a field of so many cells.

use std::ops::Range;

use super::Editor;
use crate::domain::text::{graphemes, prev_boundary, slice, width, wrap_all};

impl Editor {
    /// Byte ranges of the rows: every byte but the line breaks belongs to one, none is wider than `columns` (unless
    /// one grapheme alone is). Never empty.
    ///
    /// A caret behind a row that is exactly full stands at the start of the next; where the line ends there, an empty
    /// row is made for it as long as it stays.
    pub fn rows(&self, columns: u16) -> Vec<Range<usize>> {
        let mut rows = wrap_all(&self.text, columns);
        let row = row_of(&rows, self.caret);
        let full = rows.get(row).is_some_and(|range| {
            range.end == self.caret && width(slice(&self.text, range.clone())) >= usize::from(columns.max(1))
        });
        if full {
            rows.insert(row + 1, self.caret..self.caret);
        }
        rows
    }

    /// Row and column of the caret's cell. The column is less than `columns` (0 where there are none).
    pub fn caret_at(&self, columns: u16) -> (usize, u16) {
        let rows = self.rows(columns);
        let row = row_of(&rows, self.caret);
        (row, self.column(&rows, row, columns))
    }

    /// Puts the caret at or before the grapheme at a cell: a click. Whether it moved.
    pub fn place(&mut self, row: usize, column: u16, columns: u16) -> bool {
        let rows = self.rows(columns);
        let at = self.offset(&rows, row.min(rows.len() - 1), column);
        self.killing = false;
        self.move_to(at)
    }

    /// What a field of one row shows: a byte range of the text that fits `columns` with the caret in it, and the
    /// caret's column.
    pub fn line_view(&self, columns: u16) -> (Range<usize>, u16) {
        let columns = usize::from(columns.max(1));
        let mut start = self.caret;
        let mut before = 0;
        while start > 0 {
            let prev = prev_boundary(&self.text, start);
            let cells = width(slice(&self.text, prev..start));
            if before + cells >= columns {
                break;
            }
            before += cells;
            start = prev;
        }
        let mut shown = 0;
        let rest = graphemes(slice(&self.text, start..self.text.len()));
        let len: usize = rest
            .take_while(|g| {
                shown += usize::from(g.width);
                shown <= columns
            })
            .map(|g| g.text.len())
            .sum();
        (start..start + len, before as u16)
    }

    /// Moves to another row, towards the column that the first such move came from.
    pub(super) fn move_row(&mut self, columns: u16, to: impl FnOnce(usize) -> Option<usize>) -> bool {
        self.history.seal();
        let rows = self.rows(columns);
        let row = row_of(&rows, self.caret);
        let Some(target) = to(row).filter(|&target| target < rows.len()) else {
            return false;
        };
        let goal = self.goal.unwrap_or_else(|| self.column(&rows, row, columns));
        self.caret = self.offset(&rows, target, goal);
        self.goal = Some(goal);
        true
    }

    fn column(&self, rows: &[Range<usize>], row: usize, columns: u16) -> u16 {
        let start = rows.get(row).map_or(0, |range| range.start);
        let cells = width(slice(&self.text, start..self.caret));
        let last = columns.saturating_sub(1);
        u16::try_from(cells).unwrap_or(last).min(last)
    }

    /// The last grapheme boundary of a row that is not right of `column`.
    fn offset(&self, rows: &[Range<usize>], row: usize, column: u16) -> usize {
        let Some(range) = rows.get(row) else {
            return self.text.len();
        };
        // the end of a row that goes on in the next is the next one's start
        let goes_on = rows.get(row + 1).is_some_and(|next| next.start == range.end);
        let mut at = range.start;
        let mut cells = 0;
        for grapheme in graphemes(slice(&self.text, range.clone())) {
            cells += usize::from(grapheme.width);
            let end = range.start + grapheme.end();
            if cells > usize::from(column) || (goes_on && end == range.end) {
                break;
            }
            at = end;
        }
        at
    }
}

/// The row that a caret at `caret` stands on: at a soft break, the one that begins there.
fn row_of(rows: &[Range<usize>], caret: usize) -> usize {
    rows.partition_point(|range| range.start <= caret)
        .saturating_sub(1)
}
