//! What differs between two frames of a region, in the order it must be written.
//!
//! Owns the comparing of cells. ratatui's own asks every cell for its width and calls `memcmp` for its one letter, which is
//! much of what a page of text costs; and it names the cell under the right half of an emoji with VS16 after the emoji,
//! where a terminal that takes the emoji for wide would wipe it out. Never: how cells are written ([`super::Pen`]).

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};

use super::region;

/// A cell to be written at column and row.
pub type Change<'n> = (u16, u16, &'n Cell);

/// Asks for the picture of a character; not every terminal takes it for wide then.
const VS16: char = '\u{fe0f}';

/// Moving the cursor takes eight bytes: so many columns that did not change are written again instead.
const BRIDGE: usize = 6;

/// What is seen of a cell without ink.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// Adds what must be written for `shown` to become `next`, where `next` is: all of it or a part.
pub fn changes<'n>(shown: &Buffer, next: &'n Buffer, changes: &mut Vec<Change<'n>>) {
    let (left, width) = (next.area.x, usize::from(next.area.width).max(1));
    for (y, row) in (next.area.y..).zip(next.content.chunks(width)) {
        let mut cells = (left..).zip(region::row(shown, y, next.area).iter().zip(row));
        // The last change of this row, and the column after it.
        let mut before: Option<(&Cell, u16)> = None;
        // Up to here a wide character stood of which something may be left over.
        let mut stale = left;
        while let Some((x, (was, is))) = cells.next() {
            let same = same(was, is);
            if same && x >= stale && is.symbol().len() == 1 {
                continue;
            }
            let columns = columns(is);
            let beside = usize::from(columns) - 1;
            let covered = cells.clone().take(beside);
            cells.by_ref().take(beside).for_each(drop);
            if same && x >= stale {
                continue;
            }
            if let Some((last, end)) = before {
                let between = (usize::from(end - left), usize::from(x - left));
                let bridge = bridge(row, between, last, is);
                changes.extend((end..).zip(bridge).map(|(x, is)| (x, y, is)));
            }
            if is.symbol().len() > VS16.len_utf8() && is.symbol().contains(VS16) {
                // A terminal that takes it for narrow leaves what was under its right half.
                let other = covered
                    .clone()
                    .filter(|(_, (was, is))| was.symbol() != is.symbol());
                changes.extend(other.map(|(x, (_, is))| (x, y, is)));
            }
            changes.push((x, y, is));
            before = Some((is, x.saturating_add(columns)));
            let under = covered.map(|(x, (was, _))| stale_to(x, was));
            stale = under.fold(stale.max(stale_to(x, was)), u16::max);
        }
    }
}

/// Up to which column what stood at `x` may look otherwise once it is written over, also where its right half alone is left.
fn stale_to(x: u16, was: &Cell) -> u16 {
    // Of several characters some terminals make several pictures, and wipe out the first alone.
    let loose = was.symbol().chars().nth(1).is_some();
    if loose || was.bg != Color::Reset || was.modifier.intersects(SEEN_ON_BLANK) {
        x.saturating_add(columns(was))
    } else {
        x
    }
}

/// The cells from one change of a row to the next, where it is shorter to write them again.
fn bridge<'n>(row: &'n [Cell], (from, to): (usize, usize), last: &Cell, next: &Cell) -> &'n [Cell] {
    let between = row.get(from..to).unwrap_or_default();
    let like = |ink: &Cell| {
        let letter = |cell: &Cell| cell.symbol().len() == 1 && has_ink(cell, ink);
        between.iter().all(letter)
    };
    if between.len() <= BRIDGE && (like(last) || like(next)) {
        between
    } else {
        &[]
    }
}

fn has_ink(cell: &Cell, of: &Cell) -> bool {
    (cell.fg, cell.bg, cell.modifier) == (of.fg, of.bg, of.modifier)
}

fn same(was: &Cell, is: &Cell) -> bool {
    match (was.symbol().as_bytes(), is.symbol().as_bytes()) {
        ([was_letter], [letter]) => {
            was_letter == letter && was.fg == is.fg && was.bg == is.bg && was.modifier == is.modifier
        }
        (_, _) => was == is,
    }
}

fn columns(cell: &Cell) -> u16 {
    cell.cell_width().max(1)
}
