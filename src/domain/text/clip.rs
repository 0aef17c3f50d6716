//! One line cut to a number of cells.

use std::borrow::Cow;

use super::grapheme::graphemes;
use super::slice;
use super::width::{surely_fits, width};

/// Said for what was cut; one cell.
const ELLIPSIS: &str = "…";

/// The longest beginning of a line that fits `columns`, with `…` as its last cell when something was cut.
///
/// A text of several lines is cut at the end of the first.
pub fn clip(text: &str, columns: u16) -> Cow<'_, str> {
    let columns = usize::from(columns);
    if surely_fits(text, columns) && !text.as_bytes().contains(&b'\n') {
        return Cow::Borrowed(text);
    }
    let mut width = 0;
    // how much may stay if the ellipsis must go behind it
    let mut keep = 0;
    for grapheme in graphemes(text) {
        width += usize::from(grapheme.width);
        if grapheme.text == "\n" || width > columns {
            return cut(text, keep, columns);
        }
        if width < columns {
            keep = grapheme.end();
        }
    }
    Cow::Borrowed(text)
}

fn cut(text: &str, keep: usize, columns: usize) -> Cow<'_, str> {
    if columns == 0 {
        return Cow::Borrowed("");
    }
    Cow::Owned([slice(text, 0..keep), ELLIPSIS].concat())
}

/// What is said in sentences, in `columns`: the first of them that fit, whole; of a first one that does not, the words that
/// do, with `…` behind them.
pub fn clip_words(text: &str, columns: u16) -> Cow<'_, str> {
    let clipped = clip(text, columns);
    if *clipped == *text {
        return clipped;
    }
    let fits = |end: &usize| width(slice(text, 0..*end)) <= usize::from(columns);
    let sentences = text.char_indices().filter_map(|(at, c)| {
        let end = at + c.len_utf8();
        let ends = c == '。' || c == '.' && slice(text, end..text.len()).starts_with(' ');
        ends.then_some(end)
    });
    if let Some(end) = sentences.take_while(fits).last() {
        return Cow::Borrowed(slice(text, 0..end));
    }
    // Between two words, where there are words with spaces between them at all.
    let kept = clipped.strip_suffix(ELLIPSIS).unwrap_or(&clipped);
    let goes_on = slice(text, kept.len()..text.len()).starts_with(char::is_alphanumeric);
    match kept.rfind(' ').filter(|at| goes_on && at * 2 > kept.len()) {
        Some(space) => cut(text, slice(kept, 0..space).trim_end().len(), usize::from(columns)),
        None => clipped,
    }
}

/// Graphemes kept before the extension of a name that is cut, so that two of a series can be told apart.
const BEFORE_EXTENSION: usize = 3;
/// A longer extension is none.
const LONGEST_EXTENSION: usize = 8;

/// The name of a file that fits `columns`: what is too long loses its middle, not its end.
pub fn clip_middle(name: &str, columns: u16) -> Cow<'_, str> {
    let clipped = clip(name, columns);
    if *clipped == *name {
        return clipped;
    }
    let dot = name
        .rfind('.')
        .filter(|dot| name.len() - dot <= LONGEST_EXTENSION);
    let before = slice(name, 0..dot.unwrap_or(name.len()));
    let last: Vec<_> = graphemes(before).map(|grapheme| grapheme.start).collect();
    let Some(&from) = last
        .len()
        .checked_sub(BEFORE_EXTENSION)
        .and_then(|nth| last.get(nth))
    else {
        return clipped;
    };
    let tail = slice(name, from..name.len());
    let taken = width(tail);
    let room = usize::from(columns).saturating_sub(taken);
    if room * 2 < usize::from(columns) || tail.contains('\n') {
        return clipped;
    }
    let room = u16::try_from(room).unwrap_or(u16::MAX);
    let head = clip(slice(name, 0..from), room);
    Cow::Owned([&*head, tail].concat())
}
