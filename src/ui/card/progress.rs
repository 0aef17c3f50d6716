//! How a download goes, at the end of a card's last row.
//!
//! Owns the small bar and its words. Never: asks for anything.

use super::super::canvas::{Row, columns};
use super::Card;
use super::facts::size;
use crate::port::media::Progress;

/// Cells of the bar.
const CELLS: u64 = 8;
/// Columns of what the card says itself that are kept on the row, whatever the words behind it.
const LEAST: u16 = 12;

/// What is to be drawn at the row's end, with the room kept for it.
pub(super) struct Kept {
    words: String,
    bar: Option<u64>,
    columns: u16,
}

/// Keeps room at the end of the last row for what there is to tell of a download.
pub(super) fn keep(card: &Card<'_>, last: bool, row: &mut Row<'_>) -> Option<Kept> {
    let progress = card.progress.as_ref().filter(|_| last)?;
    let words = &card.view.look.words;
    let mut kept = match progress {
        Progress::Moving { done, of } => moving(*done, of.unwrap_or(0)),
        Progress::Done { .. } => Kept::of(words.say("download-done").into_owned()),
        // That has rows of its own.
        Progress::Failed(_) => return None,
    };
    let room = row.left().saturating_sub(LEAST);
    if kept.bar.is_some() && kept.columns > room {
        kept = Kept::of(kept.words);
    }
    kept.columns = kept.columns.min(room);
    row.reserve(kept.columns);
    Some(kept)
}

impl Kept {
    fn of(words: String) -> Self {
        let columns = columns(&words) + 2;
        Self {
            words,
            bar: None,
            columns,
        }
    }
}

/// Per cent where it is known how much there is, else how much is here.
fn moving(done: u64, of: u64) -> Kept {
    if of == 0 {
        return Kept::of(size(done));
    }
    let share = |parts: u64| {
        let share = u128::from(done.min(of)) * u128::from(parts) / u128::from(of);
        u64::try_from(share).unwrap_or_default()
    };
    let mut kept = Kept::of(format!("{}%", share(100)));
    kept.bar = Some(share(CELLS));
    kept.columns += u16::try_from(CELLS).unwrap_or_default() + 1;
    kept
}

/// Draws it behind what the row says already.
pub(super) fn draw(card: &Card<'_>, kept: Option<Kept>, row: &mut Row<'_>) {
    let Some(kept) = kept else { return };
    let theme = card.view.theme();
    row.release(kept.columns).skip(2);
    if let Some(full) = kept.bar {
        for cell in 0..CELLS {
            let (glyph, style) = if cell < full {
                (theme.glyphs.full, theme.accent)
            } else {
                (theme.glyphs.horizontal, theme.rule)
            };
            row.put(glyph, style);
        }
        row.skip(1);
    }
    row.say(&kept.words, theme.dim);
}
