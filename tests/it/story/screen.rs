//! A frame as text.

use ratatui::buffer::Buffer;
use weft::domain::text::width;
use weft::ui::Look;
use weft::ui::theme::Theme;
use weft::words::{Language, Words};

pub fn look() -> Look {
    Look {
        words: Words::new(Language::English),
        theme: Theme::mono(),
    }
}

/// One line a row, trailing blanks cut; a wide character takes its place once.
pub fn text(buffer: &Buffer) -> String {
    let mut rows = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += u16::try_from(width(symbol).max(1)).unwrap();
        }
        rows.push(row.trim_end().to_owned());
    }
    rows.join("\n")
}
