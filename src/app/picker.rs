//! Something is looked for, and one or several of what is found are chosen: a field, what fits it, and a bar.
//!
//! Owns where the bar is, what is marked, and which hits of a grid are in view. Never: what fits, or what becomes of it.

use std::ops::Range;

use super::editor::Editor;
use super::moving::{By, along};
use crate::domain::geometry::{Area, Point, Size};

#[derive(Clone, Debug, PartialEq)]
pub struct Picker<T> {
    pub field: Editor,
    /// Best first.
    pub hits: Vec<T>,
    pub selected: usize,
    /// The first hit shown when one was clicked: what is under the mouse stays there.
    pub(super) top: usize,
    /// In the order in which they were marked, also those that do not fit any more; none where only one is chosen.
    pub marked: Vec<T>,
}

impl<T> Default for Picker<T> {
    fn default() -> Self {
        Self {
            field: Editor::line(),
            hits: Vec::new(),
            selected: 0,
            top: 0,
            marked: Vec::new(),
        }
    }
}

impl<T> Picker<T> {
    /// What the bar is on.
    pub fn hit(&self) -> Option<&T> {
        self.hits.get(self.selected)
    }

    /// Other hits, and the bar on the best.
    pub(super) fn show(&mut self, hits: Vec<T>) {
        self.hits = hits;
        (self.selected, self.top) = (0, 0);
    }

    /// Where the bar is in a list with one row each, and the first hit of it that is shown.
    pub fn bar(&self) -> Bar {
        let (selected, top) = (self.selected, self.top);
        Bar { selected, top }
    }

    pub(super) fn move_by(&mut self, hits: isize) {
        self.selected = along(self.selected, hits, self.hits.len());
    }
}

impl<T: Clone + PartialEq> Picker<T> {
    /// What the bar is on too, or not any more; so many at most.
    pub(super) fn mark(&mut self, most: usize) {
        let Some(hit) = self.hits.get(self.selected) else {
            return;
        };
        if let Some(at) = self.marked.iter().position(|marked| marked == hit) {
            self.marked.remove(at);
        } else if self.marked.len() < most {
            self.marked.push(hit.clone());
        }
    }

    /// What is marked, else what the bar is on.
    pub fn chosen(&self) -> &[T] {
        if self.marked.is_empty() {
            self.hit().map_or(&[], std::slice::from_ref)
        } else {
            &self.marked
        }
    }
}

/// Where a bar is in a list with one row each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bar {
    pub selected: usize,
    /// The first one shown where the bar allows it.
    pub top: usize,
}

impl Bar {
    /// The first one shown of so many rows.
    pub fn first(self, height: u16) -> usize {
        let first = (self.selected + 1).saturating_sub(height.into());
        self.top.max(first).min(self.selected)
    }
}

impl From<usize> for Bar {
    fn from(selected: usize) -> Self {
        Self { selected, top: 0 }
    }
}

/// How hits stand that take more or less than a row each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    area: Area,
    tile: Size,
}

impl Grid {
    /// A tile wider than the area is cut to it.
    pub(super) fn new(area: Area, tile: Size) -> Self {
        let width = tile.width.min(area.width);
        Self {
            area,
            tile: Size { width, ..tile },
        }
    }

    /// Beside each other.
    pub fn across(self) -> usize {
        usize::from(self.area.width / self.tile.width.max(1)).max(1)
    }

    /// Below each other.
    fn down(self) -> usize {
        usize::from(self.area.height / self.tile.height.max(1)).max(1)
    }

    /// So many hits further on; up and down go by rows.
    pub(super) fn hits(self, by: By) -> isize {
        let (rows, height) = match by {
            By::Entries(rows) => (rows, 1),
            By::Pages(pages) => (pages, self.down()),
        };
        let row = isize::try_from(height * self.across()).unwrap_or(1);
        rows.saturating_mul(row)
    }

    /// Which of so many are seen while the bar is on this one.
    pub fn shown(self, selected: usize, count: usize) -> Range<usize> {
        let across = self.across();
        let top = (selected / across + 1).saturating_sub(self.down());
        let first = top * across;
        first..(first + self.down() * across).min(count)
    }

    /// Which of so many is seen there while the bar is on this one.
    pub(super) fn at(self, at: Point, selected: usize, count: usize) -> Option<usize> {
        let mut shown = self.shown(selected, count).enumerate();
        shown.find_map(|(nth, hit)| self.tile(nth).contains(at).then_some(hit))
    }

    /// Rows below those that are seen then.
    pub fn below(self, selected: usize, count: usize) -> usize {
        let shown = self.shown(selected, count);
        (count - shown.end.min(count)).div_ceil(self.across())
    }

    /// Where one stands, counted from the first that is seen.
    pub fn tile(self, nth: usize) -> Area {
        let across = self.across();
        let [column, row] = [nth % across, nth / across].map(|at| u16::try_from(at).unwrap_or(u16::MAX));
        let Size { width, height } = self.tile;
        Area {
            x: self.area.x.saturating_add(column.saturating_mul(width)),
            y: self.area.y.saturating_add(row.saturating_mul(height)),
            width,
            height,
        }
    }
}
