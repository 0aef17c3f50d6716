//! A part of the screen that is drawn by itself: what the terminal shows there, and what comes next.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

/// What is shown in an area, and room to draw what comes next.
#[derive(Debug)]
pub struct Region {
    pub shown: Buffer,
    pub next: Buffer,
}

impl Region {
    pub fn render(&mut self, draw: impl FnOnce(&mut Buffer)) {
        self.next.reset();
        draw(&mut self.next);
    }

    /// What was next is shown now.
    pub fn turn(&mut self) {
        std::mem::swap(&mut self.shown, &mut self.next);
    }

    /// A few of its rows or columns, drawn alone.
    pub fn part(&self, area: Rect, draw: impl FnOnce(&mut Buffer)) -> Buffer {
        let mut part = Buffer::empty(area.intersection(self.shown.area));
        draw(&mut part);
        part
    }

    /// Such a part is shown now.
    pub fn take(&mut self, part: &mut Buffer) {
        let area = part.area;
        for (y, cells) in (area.y..).zip(part.content.chunks_mut(usize::from(area.width).max(1))) {
            if let Some(shown) = row_mut(&mut self.shown, y, area) {
                shown.swap_with_slice(cells);
            }
        }
    }

    /// What the whole screen shows there.
    pub fn cut(whole: &Buffer, area: Rect) -> Self {
        let area = area.intersection(whole.area);
        let mut shown = Buffer::empty(area);
        for (y, cells) in (area.y..).zip(shown.content.chunks_mut(usize::from(area.width).max(1))) {
            cells.clone_from_slice(row(whole, y, area));
        }
        Self {
            shown,
            next: Buffer::empty(area),
        }
    }
}

/// The cells of one row of the screen, as far as `area` goes, which is within the buffer's. Empty where it is not.
pub fn row(buffer: &Buffer, y: u16, area: Rect) -> &[Cell] {
    buffer.content.get(span(buffer.area, y, area)).unwrap_or_default()
}

fn row_mut(buffer: &mut Buffer, y: u16, area: Rect) -> Option<&mut [Cell]> {
    let span = span(buffer.area, y, area);
    buffer.content.get_mut(span)
}

fn span(whole: Rect, y: u16, area: Rect) -> std::ops::Range<usize> {
    let rows_above = usize::from(y.saturating_sub(whole.y));
    let first = rows_above * usize::from(whole.width) + usize::from(area.x.saturating_sub(whole.x));
    first..first + usize::from(area.width)
}
