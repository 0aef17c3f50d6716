//! One line cut to a number of cells.

use std::borrow::Cow;

use super::grapheme::graphemes;
use super::slice;
use super::width::surely_fits;

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
