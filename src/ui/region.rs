//! A part of the screen that is drawn by itself: what the terminal shows there, and what comes next.

use ratatui::buffer::Buffer;
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

    /// A region just cut, with what comes next.
    pub fn drawn(mut self, draw: impl FnOnce(&mut Buffer)) -> Self {
        draw(&mut self.next);
        self
    }

    /// What was next is shown now.
    pub fn turn(&mut self) {
        std::mem::swap(&mut self.shown, &mut self.next);
    }

    pub fn cut(whole: &Buffer, area: Rect) -> Self {
        let area = area.intersection(whole.area);
        let mut shown = Buffer::empty(area);
        copy(whole, &mut shown);
        Self {
            shown,
            next: Buffer::empty(area),
        }
    }
}

/// The cells that both have.
pub fn copy(from: &Buffer, to: &mut Buffer) {
    for position in from.area.intersection(to.area).positions() {
        if let (Some(to), Some(from)) = (to.cell_mut(position), from.cell(position)) {
            to.clone_from(from);
        }
    }
}
