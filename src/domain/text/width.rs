//! Cells.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::graphemes;

/// A tab is drawn as this many spaces, wherever it stands: a stop would make a width depend on what is before it.
pub const TAB_WIDTH: u16 = 4;

/// The two marks of half-width kana. They extend their grapheme, yet terminals give each a cell of its own; the
/// pinned unicode-width says none, and ratatui adds one.
const HALFWIDTH_MARKS: [char; 2] = ['\u{FF9E}', '\u{FF9F}'];

/// Cells of one grapheme cluster: what ratatui will take for it. `\t` is 4, `\n` is 0.
pub fn grapheme_width(grapheme: &str) -> u16 {
    match grapheme {
        "" | "\n" => 0,
        "\t" => TAB_WIDTH,
        one if one.len() == 1 => 1,
        other => measured(other),
    }
}

fn measured(grapheme: &str) -> u16 {
    let marks = grapheme.chars().filter(|c| HALFWIDTH_MARKS.contains(c)).count();
    u16::try_from(grapheme.width() + marks).unwrap_or(u16::MAX)
}

/// Cells of a character that is a whole grapheme when another such character or the end of the text follows it: the
/// bulk of what people write, told without a table. `None` says nothing.
///
/// Every one of these has the grapheme break class Other or is a whole Hangul syllable, so that between two of them
/// there is always a boundary (UAX #29, GB999), and a width that a test compares with the full measure.
pub(super) fn plain_width(c: char) -> Option<u16> {
    match c {
        ' '..='~' => Some(1),
        '\u{3000}'..='\u{3029}' // CJK space, punctuation
        | '\u{3041}'..='\u{3096}' // hiragana
        | '\u{30A1}'..='\u{30FE}' // katakana
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' // Han
        | '\u{AC00}'..='\u{D7A3}' // Hangul syllables
        | '\u{FF01}'..='\u{FF60}' // full-width ASCII
        => Some(2),
        _ => None,
    }
}

/// Whether terminals set up for East Asia take two columns for it where all others take one.
pub fn is_ambiguous(c: char) -> bool {
    c.width() == Some(1) && c.width_cjk() == Some(2)
}

/// Cells of a string of one line: the sum over its graphemes.
pub fn width(text: &str) -> usize {
    graphemes(text).map(|g| usize::from(g.width)).sum()
}

/// Whether `line` fits `columns` for certain, told without looking at its characters: none but the tab takes more
/// cells than it has bytes.
pub(super) fn surely_fits(line: &str, columns: usize) -> bool {
    line.len() <= columns && !line.as_bytes().contains(&b'\t')
}
