//! Grapheme clusters (UAX #29): what a person calls a character, and the unit of everything that moves, cuts or draws.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::slice;
use super::width::{grapheme_width, plain_width};

/// The longest grapheme shown, in characters. A kiss of two with skin tones takes 10, a family of four with tones 11,
/// a Tibetan or Devanagari stack fewer: what is longer was piled up to break a screen.
pub const MAX_GRAPHEME_CHARS: usize = 16;

/// One grapheme cluster of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grapheme<'a> {
    /// Byte offset in the text.
    pub start: usize,
    pub text: &'a str,
    /// Cells; may be 0.
    pub width: u16,
}

impl Grapheme<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub fn range(&self) -> Range<usize> {
        self.start..self.end()
    }

    /// Space that may vanish where a row ends.
    pub fn is_space(&self) -> bool {
        matches!(self.text, " " | "\t" | "\u{3000}")
    }
}

/// The graphemes of `text`, in order, with their places and widths.
pub fn graphemes(text: &str) -> Graphemes<'_> {
    Graphemes { text, at: 0 }
}

/// See [`graphemes`].
#[derive(Clone, Debug)]
pub struct Graphemes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = Grapheme<'a>;

    #[inline]
    fn next(&mut self) -> Option<Grapheme<'a>> {
        let start = self.at;
        let (text, width) = match self.text.as_bytes().get(start..)? {
            // ASCII between ASCII: no look at any table
            [b' '..=b'~'] | [b' '..=b'~', b' '..=b'~', ..] => (self.text.get(start..=start)?, 1),
            _ => next_grapheme(self.text.get(start..)?)?,
        };
        self.at += text.len();
        Some(Grapheme { start, text, width })
    }
}

fn next_grapheme(rest: &str) -> Option<(&str, u16)> {
    let mut chars = rest.chars();
    let first = chars.next()?;
    let plain = plain_width(first).filter(|_| chars.next().is_none_or(|c| plain_width(c).is_some()));
    if let Some(width) = plain {
        return Some((slice(rest, 0..first.len_utf8()), width));
    }
    let text = rest.graphemes(true).next()?;
    Some((text, grapheme_width(text)))
}

/// The end of the grapheme that starts at `at`, or that `at` is inside of; the text's end at its end.
pub fn next_boundary(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at.min(text.len()), text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The start of the grapheme before `at`, or that `at` is inside of; 0 at the text's beginning.
pub fn prev_boundary(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at.min(text.len()), text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// `at`, or the end of the grapheme that it would split.
pub(crate) fn snap_right(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at.min(text.len()), text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => at.min(text.len()),
        Ok(false) | Err(_) => next_boundary(text, at),
    }
}

/// As much of one grapheme as is shown: its first [`MAX_GRAPHEME_CHARS`] characters.
///
/// [`super::SafeText`] holds nothing longer; what is being typed may.
pub fn capped(grapheme: &str) -> &str {
    // no grapheme of that many bytes has more characters than that
    if grapheme.len() <= MAX_GRAPHEME_CHARS {
        return grapheme;
    }
    let end = grapheme
        .char_indices()
        .nth(MAX_GRAPHEME_CHARS)
        .map_or(grapheme.len(), |(at, _)| at);
    slice(grapheme, 0..end)
}
