//! A voice's line: how long it is, how far it was heard, whether it was at all.
//!
//! Owns its small bar. Never: counts the time.

use super::super::canvas::Row;
use super::Card;
use super::facts::clock;
use crate::app::files::Voice;

/// A longer voice has no longer a line, in cells.
const LONGEST: u32 = 16;
/// Cells of the bar of any voice that is heard; a cell for each second of one that has more.
const SHORTEST: u32 = 8;

/// `▶ 0:07 ▂▃▅▃`, or while it is heard `▶ 0:03 / 0:07 ━━──`: the line grows with the length, as the bubble does on a phone.
pub(super) fn draw(card: &Card<'_>, millis: u32, row: &mut Row<'_>) {
    let theme = card.view.theme();
    let glyphs = &theme.glyphs;
    row.skip(1);
    if let Voice::Playing { at, of } = card.voice {
        let words = format!("{} {} / {}", glyphs.play, clock(at), clock(seconds(of)));
        row.put(&words, theme.accent).skip(1);
        let cells = seconds(of).clamp(SHORTEST, LONGEST).min(row.left().into());
        let full = u64::from(cells) * u64::from(at) * 1000 / u64::from(of.max(1));
        for cell in 0..cells {
            let (glyph, style) = if u64::from(cell) < full {
                (glyphs.full, theme.accent)
            } else {
                (glyphs.horizontal, theme.rule)
            };
            row.put(glyph, style);
        }
        return;
    }
    row.put(glyphs.play, theme.text);
    if millis > 0 {
        row.skip(1).put(&clock(seconds(millis)), theme.text).skip(1);
        let wave = glyphs.wave.iter().cycle();
        for (_, glyph) in (0..cells(millis)).zip(wave) {
            row.put(glyph, theme.text);
        }
    }
    if card.voice == Voice::Unheard {
        row.skip(1).put(glyphs.unheard, theme.error);
    }
}

fn seconds(millis: u32) -> u32 {
    millis.div_ceil(1000)
}

fn cells(millis: u32) -> u32 {
    (seconds(millis) / 4 + 3).min(LONGEST)
}
