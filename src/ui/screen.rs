//! What the terminal shows, and the least that must be written to change it.
//!
//! Owns the cells last written and the real cursor. Four regions have a pair of buffers each, so a key that touches the
//! composer renders, compares and writes the composer alone; ratatui's own `Terminal` resets, fills and compares every
//! cell. Overlays and the login screen are composed in one pair over the whole screen. Never: `Terminal::clear`, which
//! asks the terminal for the cursor and may wait two seconds for an answer that the input reader has swallowed.

use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::diff::{self, Change};
use super::region::Region;
use super::strokes::{self, Gallery, Stroke, Strokes};
use super::{Look, Pane, View, canvas, caret, compose, composer, list};
use crate::app::layout::{Areas, areas};
use crate::app::model::Model;
use crate::app::step::Touched;

/// From about this many bytes on a frame is written as one synchronized update (mode 2026), so that it cannot be seen
/// half done: a pseudo-terminal hands out 4 KiB at a time.
const LARGE: usize = 4096;
/// In a cell of which nothing is known: nothing that is drawn.
const UNKNOWN: &str = "\u{fffe}";
const PANES: [Pane; 4] = [Pane::List, Pane::Conversation, Pane::Composer, Pane::Status];

/// Begins (`true`) and ends a synchronized update, where a backend can.
pub type Synchronize<B> = fn(&mut B, bool) -> Result<(), <B as Backend>::Error>;

/// The terminal as weft left it.
#[derive(Debug)]
pub struct Screen<B: Backend> {
    backend: B,
    face: Face,
    cursor: Cursor,
    synchronize: Option<Synchronize<B>>,
    strokes: Option<Strokes<B>>,
    gallery: Gallery,
}

/// How the screen is cut.
#[derive(Debug)]
enum Face {
    /// What the terminal shows is not known.
    Unknown,
    Panes {
        areas: Areas,
        regions: Box<[Region; 4]>,
        size: Rect,
    },
    Whole(Region),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cursor {
    Unknown,
    Hidden,
    At(Position),
    /// Shown, but writing has moved it.
    Astray,
}

impl<B: Backend> Screen<B> {
    pub fn new(backend: B) -> Self {
        Self {
            backend,
            face: Face::Unknown,
            cursor: Cursor::Unknown,
            synchronize: None,
            strokes: None,
            gallery: Gallery::default(),
        }
    }

    /// Large frames are wrapped by this.
    #[must_use]
    pub fn synchronized(mut self, by: Synchronize<B>) -> Self {
        self.synchronize = Some(by);
        self
    }

    /// Pictures are written by this.
    #[must_use]
    pub fn painted(mut self, by: Strokes<B>) -> Self {
        self.strokes = Some(by);
        self
    }

    pub fn backend_mut(&mut self) -> &mut B {
        &mut self.backend
    }

    pub fn backend(&self) -> &B {
        &self.backend
    }

    /// The terminal has another size now: what it did to its content is its own affair.
    pub fn resize(&mut self) {
        self.forget();
    }

    /// What the terminal shows is not known any more: the next frame begins with an empty screen.
    pub fn forget(&mut self) {
        self.face = Face::Unknown;
        self.cursor = Cursor::Unknown;
        self.gallery.forget();
    }

    /// Nothing more is drawn: the terminal keeps no picture.
    pub fn leave(&mut self, model: &Model) -> Result<(), B::Error> {
        let bytes = self.gallery.leave(model);
        if bytes.is_empty() {
            return Ok(());
        }
        self.stroke(Stroke::Sequence(&bytes))?;
        self.backend.flush()
    }

    /// Something else was written on this row, counted from 0, and the cursor may be anywhere.
    pub fn smudge(&mut self, row: u16) {
        for region in self.face.regions_mut() {
            let area = region.shown.area;
            for x in area.left()..area.right() {
                if let Some(cell) = region.shown.cell_mut((x, row)) {
                    cell.set_symbol(UNKNOWN);
                }
            }
        }
        if let Cursor::At(_) = self.cursor {
            self.cursor = Cursor::Astray;
        }
    }

    /// Brings the terminal from what it shows to the model, given the regions that may differ.
    pub fn draw(&mut self, model: &Model, look: &Look, touched: Touched) -> Result<(), B::Error> {
        self.prepare(model)?;
        let wanted = wanted(model);
        let size = Rect::new(0, 0, model.screen.width, model.screen.height);
        let same = match (&self.face, wanted) {
            (Face::Panes { areas, size: was, .. }, Some(wanted)) => *areas == wanted && *was == size,
            (Face::Whole(region), None) => region.shown.area == size,
            (Face::Unknown | Face::Panes { .. } | Face::Whole(_), _) => false,
        };
        if !same {
            self.recompose(model, look, (size, wanted))?;
        } else if !touched.is_none() {
            self.redraw(model, look, touched)?;
        }
        self.place_cursor(caret::caret(model, look))?;
        self.backend.flush()
    }

    /// The cut is the same: only touched regions are rendered and compared.
    fn redraw(&mut self, model: &Model, look: &Look, touched: Touched) -> Result<(), B::Error> {
        let mut face = std::mem::replace(&mut self.face, Face::Unknown);
        match &mut face {
            Face::Unknown => {}
            Face::Whole(region) => {
                region.render(|buffer| compose(model, look, buffer));
                self.write(&[(&region.shown, &region.next)], model)?;
                region.turn();
            }
            Face::Panes { areas, regions, .. } => {
                let view = View { model, look };
                let mut parts = parts(view, areas, regions, touched);
                for (pane, region) in PANES.into_iter().zip(regions.iter_mut()) {
                    if touched.has(pane.touched()) {
                        region.render(|buffer| pane.draw(model, look, areas, buffer));
                    }
                }
                let mut changed: Vec<(&Buffer, &Buffer)> = Vec::new();
                for (pane, region) in PANES.into_iter().zip(regions.iter()) {
                    if touched.has(pane.touched()) {
                        changed.push((&region.shown, &region.next));
                    }
                    let parts = parts.iter().filter(|(of, _)| *of == pane);
                    changed.extend(parts.map(|(_, part)| (&region.shown, part)));
                }
                self.write(&changed, model)?;
                for (pane, region) in PANES.into_iter().zip(regions.iter_mut()) {
                    if touched.has(pane.touched()) {
                        region.turn();
                    }
                    for (_, part) in parts.iter_mut().filter(|(of, _)| *of == pane) {
                        region.take(part);
                    }
                }
            }
        }
        self.face = face;
        Ok(())
    }

    /// The cut is another one: the whole screen is composed once and compared with all that was shown.
    fn recompose(&mut self, model: &Model, look: &Look, cut: (Rect, Option<Areas>)) -> Result<(), B::Error> {
        let (size, wanted) = cut;
        let shown = std::mem::replace(&mut self.face, Face::Unknown).into_whole(size);
        let mut region = Region {
            shown: Buffer::empty(size),
            next: Buffer::empty(size),
        };
        compose(model, look, &mut region.next);
        if let Some(shown) = shown {
            region.shown = shown;
            self.write(&[(&region.shown, &region.next)], model)?;
        } else {
            self.bracket(true)?;
            self.backend.clear()?;
            let mut all = Vec::new();
            diff::changes(&region.shown, &region.next, &mut all);
            self.put(all, &[&region.next], model)?;
            self.bracket(false)?;
            self.cursor = match self.cursor {
                Cursor::Unknown => Cursor::Unknown,
                Cursor::Hidden => Cursor::Hidden,
                Cursor::At(_) | Cursor::Astray => Cursor::Astray,
            };
        }
        region.turn();
        self.face = match wanted {
            None => Face::Whole(region),
            Some(areas) => {
                let regions =
                    Box::new(PANES.map(|pane| Region::cut(&region.shown, canvas::rect(pane.area(&areas)))));
                Face::Panes { areas, regions, size }
            }
        };
        Ok(())
    }

    /// Writes what differs between what is shown and what comes next there, all in one go.
    fn write(&mut self, drawn: &[(&Buffer, &Buffer)], model: &Model) -> Result<(), B::Error> {
        let mut changes = Vec::new();
        for (shown, next) in drawn {
            diff::changes(shown, next, &mut changes);
        }
        if changes.is_empty() {
            return Ok(());
        }
        let large = weight(&changes) > LARGE;
        if large {
            self.bracket(true)?;
        }
        let next: Vec<&Buffer> = drawn.iter().map(|(_, next)| *next).collect();
        self.put(changes, &next, model)?;
        if large {
            self.bracket(false)?;
        }
        if let Cursor::At(_) = self.cursor {
            self.cursor = Cursor::Astray;
        }
        Ok(())
    }

    /// What the backend should know before anything is written.
    fn prepare(&mut self, model: &Model) -> Result<(), B::Error> {
        let widths = model.terminal.widths();
        if self.gallery.widths != widths {
            self.gallery.widths = widths;
            self.stroke(Stroke::Widths(widths))?;
        }
        match self.gallery.let_go(model) {
            Some(bytes) => self.stroke(Stroke::Sequence(&bytes)),
            None => Ok(()),
        }
    }

    fn stroke(&mut self, stroke: Stroke<'_>) -> Result<(), B::Error> {
        self.strokes.map_or(Ok(()), |by| by(&mut self.backend, stroke))
    }

    /// Cells, and the pictures among them.
    fn put<'n>(
        &mut self,
        mut changes: Vec<Change<'n>>,
        next: &[&'n Buffer],
        model: &Model,
    ) -> Result<(), B::Error> {
        for bytes in self.gallery.unsent(&changes, model) {
            self.stroke(Stroke::Sequence(bytes))?;
        }
        for strip in strokes::strips(&mut changes, next, model) {
            if let Some(stroke) = strip.stroke(model) {
                self.stroke(stroke)?;
            }
        }
        self.backend.draw(changes.into_iter())
    }

    fn bracket(&mut self, begin: bool) -> Result<(), B::Error> {
        self.synchronize
            .map_or(Ok(()), |bracket| bracket(&mut self.backend, begin))
    }

    /// Input methods open their window at the real cursor: it stands at the caret whenever there is one.
    fn place_cursor(&mut self, caret: Option<Position>) -> Result<(), B::Error> {
        let wanted = caret.map_or(Cursor::Hidden, Cursor::At);
        if wanted == self.cursor {
            return Ok(());
        }
        match wanted {
            Cursor::At(position) => {
                self.backend.set_cursor_position(position)?;
                if matches!(self.cursor, Cursor::Hidden | Cursor::Unknown) {
                    self.backend.show_cursor()?;
                }
            }
            Cursor::Hidden | Cursor::Unknown | Cursor::Astray => self.backend.hide_cursor()?,
        }
        self.cursor = wanted;
        Ok(())
    }
}

/// What is drawn of a pane where not all of it is touched: entries of the list, and the rows of the text.
fn parts(view: View<'_>, areas: &Areas, regions: &[Region; 4], touched: Touched) -> Vec<(Pane, Buffer)> {
    let [list, _, composer, _] = regions;
    let entries = touched
        .entries()
        .filter_map(|peer| list::entry_of(view, areas, peer))
        .map(|entry| {
            let area = canvas::rect(entry.area);
            (Pane::List, list.part(area, |buffer| entry.draw(buffer)))
        });
    let mut parts: Vec<(Pane, Buffer)> = entries.collect();
    if touched.has(Touched::INPUT) {
        let above = areas.input.y.saturating_sub(areas.composer.y);
        let rows = canvas::rows(areas.composer, above, areas.composer.height);
        let text = composer.part(canvas::rect(rows), |buffer| composer::input(view, areas, buffer));
        parts.push((Pane::Composer, text));
    }
    parts
}

/// The panes to be shown; `None` where the screen is composed as one.
fn wanted(model: &Model) -> Option<Areas> {
    if super::covered(model) { None } else { areas(model) }
}

/// About how many bytes a terminal needs to be told this.
fn weight(changes: &[Change<'_>]) -> usize {
    let mut last = (u16::MAX, u16::MAX);
    let mut bytes = 0;
    for &(x, y, cell) in changes {
        let moved = last != (x.wrapping_sub(1), y);
        bytes += cell.symbol().len() + if moved { 8 } else { 0 };
        last = (x, y);
    }
    bytes
}

impl Face {
    fn regions_mut(&mut self) -> &mut [Region] {
        match self {
            Self::Unknown => &mut [],
            Self::Whole(region) => std::slice::from_mut(region),
            Self::Panes { regions, .. } => &mut **regions,
        }
    }

    /// All that is shown as one buffer, if it is known and of this size.
    fn into_whole(self, size: Rect) -> Option<Buffer> {
        match self {
            Self::Unknown => None,
            Self::Whole(region) => (region.shown.area == size).then_some(region.shown),
            Self::Panes {
                regions, size: was, ..
            } => (was == size).then(|| {
                let mut whole = Buffer::empty(size);
                for region in &*regions {
                    if !region.shown.area.is_empty() {
                        whole.merge(&region.shown);
                    }
                }
                whole
            }),
        }
    }
}

/// The bracket of a terminal that speaks escape sequences; one that does not know mode 2026 ignores it.
pub fn mode_2026<W: std::io::Write>(backend: &mut super::Pen<W>, begin: bool) -> std::io::Result<()> {
    std::io::Write::write_all(backend, if begin { b"\x1b[?2026h" } else { b"\x1b[?2026l" })
}
