//! Text being typed: graphemes, a caret, undo.

/// A text field. Indices are bytes of `text`, always on grapheme boundaries.
#[derive(Clone, Debug, Default)]
pub struct Editor {
    text: String,
    caret: usize,
}

impl Editor {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn caret(&self) -> usize {
        self.caret
    }
}
