//! Text that is safe to show, and how wide it is.
//!
//! Owns every answer about characters: which of them no terminal may carry, where a grapheme, a word or a row ends,
//! how many cells it takes. The one ruler of the program: whoever lays out, moves a caret or cuts a name asks here.
//! Never: a screen, a colour, padding (cells that are not text exist in the frame alone).

mod clip;
mod faces;
mod fold;
mod grapheme;
mod safe;
mod seek;
mod spelling;
mod width;
mod word;
mod wrap;

pub use clip::{clip, clip_middle, clip_words};
pub use faces::{Faces, drawn, face};
pub use fold::fold;
pub(crate) use grapheme::snap_right;
pub use grapheme::{
    Grapheme, Graphemes, MAX_GRAPHEME_CHARS, capped, graphemes, next_boundary, prev_boundary,
};
pub use safe::{SafeText, clean, is_hostile};
pub use seek::{Part, Seen, Sought, Word, seen};
pub use spelling::{Fit, Spelling};
pub use width::{TAB_WIDTH, grapheme_width, is_ambiguous, width};
pub use word::{word_left, word_right};
pub use wrap::{for_each_row, row_count, wrap, wrap_all};

/// `text[range]` that cannot panic: empty where the range does not fit the text.
pub fn slice(text: &str, range: std::ops::Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}
