//! What is written besides cells: pictures, and what the pen should know of the terminal.
//!
//! Owns when a picture is sent, written where it stands, and let go of. A terminal that has pictures as characters (kitty's)
//! is sent each once; on the others the cells that say which part of a picture they are become that part. Never: a pixel.

use std::collections::HashSet;
use std::io::{self, Write};

use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, CellWidth};

use super::diff::Change;
use super::pen::Pen;
use super::placeholder::{PLACEHOLDER, Part, part};
use crate::app::model::Model;
use crate::domain::picture::{Widths, wrapped};
use crate::port::media::{Ink, PictureId};

/// One thing that is no cell.
#[derive(Clone, Copy, Debug)]
pub enum Stroke<'a> {
    /// How wide characters are from now on.
    Widths(Widths),
    /// A sequence that moves nothing and shows nothing.
    Sequence(&'a str),
    /// A picture over so many columns from this one on, one row high.
    Picture {
        at: (u16, u16),
        columns: u16,
        bytes: &'a str,
    },
}

/// Writes one, where a backend can.
pub type Strokes<B> = fn(&mut B, Stroke<'_>) -> Result<(), <B as Backend>::Error>;

/// A terminal that speaks escape sequences.
pub fn escape<W: Write>(pen: &mut Pen<W>, stroke: Stroke<'_>) -> io::Result<()> {
    match stroke {
        Stroke::Widths(widths) => {
            pen.agree(widths);
            Ok(())
        }
        Stroke::Sequence(bytes) => pen.write_all(bytes.as_bytes()),
        // What was there is wiped: a picture may be clear in places.
        Stroke::Picture {
            at: (x, y),
            columns,
            bytes,
        } => write!(pen, "\x1b[{};{}H\x1b[{columns}X{bytes}", y + 1, x + 1),
    }
}

/// Which pictures the terminal has.
#[derive(Debug, Default)]
pub struct Gallery {
    sent: HashSet<u32>,
    /// Sent too, but the terminal may have lost them: to be sent again, and to be taken from it all the same.
    doubtful: HashSet<u32>,
    /// As the model told it at the last look.
    dropped: u64,
    pub widths: Widths,
}

/// A row of a picture, to be written where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strip {
    id: u32,
    row: u16,
    /// Of its first column.
    x: u16,
    y: u16,
}

impl Gallery {
    /// The terminal has none of them any more, or nobody knows.
    pub fn forget(&mut self) {
        self.doubtful.extend(self.sent.drain());
        self.widths = Widths::default();
    }

    /// Tells the terminal to let go of what is dropped.
    pub fn let_go(&mut self, model: &Model) -> Option<String> {
        if self.dropped == model.pictures.dropped() {
            return None;
        }
        self.dropped = model.pictures.dropped();
        let held = |id: &u32| model.pictures.numbered(PictureId(*id)).is_some();
        let gone = self.sent.extract_if(|id| !held(id));
        let gone = gone.chain(self.doubtful.extract_if(|id| !held(id)));
        Some(deleted(gone, model)).filter(|bytes| !bytes.is_empty())
    }

    /// Takes from the terminal all that it was ever sent.
    pub fn leave(&mut self, model: &Model) -> String {
        deleted(self.sent.drain().chain(self.doubtful.drain()), model)
    }

    /// What must be sent before these cells mean anything.
    pub fn unsent<'m>(&mut self, changes: &[Change<'_>], model: &'m Model) -> Vec<&'m str> {
        let mut unsent: Vec<&str> = Vec::new();
        for part in changes.iter().filter_map(|(_, _, cell)| placed(cell)) {
            let frame = model.pictures.numbered(PictureId(part.id));
            if let Some((_, frame)) = frame
                && let Ink::Sent(bytes) = &frame.ink
                && self.sent.insert(part.id)
            {
                self.doubtful.remove(&part.id);
                unsent.push(bytes.as_ref());
            }
        }
        unsent
    }
}

fn deleted(ids: impl Iterator<Item = u32>, model: &Model) -> String {
    ids.map(|id| wrapped(&format!("\x1b_Ga=d,d=I,i={id},q=2\x1b\\"), model.terminal.tmux))
        .collect()
}

fn placed(cell: &ratatui::buffer::Cell) -> Option<Part> {
    // Most cells are a letter: a look at the length tells.
    (cell.symbol().len() > 4 && cell.symbol().starts_with(PLACEHOLDER))
        .then(|| part(cell))
        .flatten()
}

/// Takes the cells of pictures that are written where they stand out of the changes; the rows of them to write instead. What
/// stands before such a picture is among the changes then, whether or not it changed.
pub fn strips<'n>(changes: &mut Vec<Change<'n>>, shown: &[&'n Buffer], model: &Model) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    changes.retain(|&(x, y, cell)| {
        let Some(part) = placed(cell) else {
            return true;
        };
        let frame = model.pictures.numbered(PictureId(part.id));
        if let Some((_, frame)) = frame
            && let Ink::Sent(_) = frame.ink
        {
            return true;
        }
        let strip = Strip {
            id: part.id,
            row: part.row,
            x: x.saturating_sub(part.column),
            y,
        };
        if strips.last() != Some(&strip) {
            strips.push(strip);
        }
        false
    });
    for strip in &strips {
        before(*strip, columns(*strip, model), shown, changes);
    }
    strips
}

fn columns(strip: Strip, model: &Model) -> u16 {
    let picture = model.pictures.numbered(PictureId(strip.id));
    picture.map_or(0, |(picture, _)| picture.size.width)
}

/// The cells that stand before a strip.
fn before<'n>(strip: Strip, columns: u16, shown: &[&'n Buffer], changes: &mut Vec<Change<'n>>) {
    let cell = |x: u16| shown.iter().find_map(|buffer| buffer.cell((x, strip.y)));
    let mut hidden = false;
    for (column, x) in (0..columns).zip(strip.x..) {
        let Some(cell) = cell(x) else { continue };
        let own = Part {
            id: strip.id,
            row: strip.row,
            column,
        };
        if !hidden && placed(cell) != Some(own) {
            changes.push((x, strip.y, cell));
        }
        hidden = !hidden && cell.cell_width() > 1;
    }
}

impl Strip {
    /// How it is written.
    pub fn stroke(self, model: &Model) -> Option<Stroke<'_>> {
        let (picture, frame) = model.pictures.numbered(PictureId(self.id))?;
        let Ink::Strips(strips) = &frame.ink else {
            return None;
        };
        Some(Stroke::Picture {
            at: (self.x, self.y),
            columns: picture.size.width,
            bytes: strips.get(usize::from(self.row))?,
        })
    }
}
