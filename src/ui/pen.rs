//! Cells to escape sequences, in few bytes.
//!
//! Owns how cells are written. ratatui's own backend moves the cursor before every cell that does not follow a narrow one,
//! so each Chinese character costs eight bytes more than it has, and ends every frame with three resets. What is not
//! sure to be as wide on every terminal is still followed by a move: a wrong guess shifts no more than itself.

use std::borrow::Cow;
use std::io::{self, Write};

use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute, SetBackgroundColor, SetForegroundColor};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, IntoCrossterm, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use super::placeholder::PLACEHOLDER;
use crate::domain::picture::Widths;
use crate::domain::text::{is_ambiguous, width};

/// ratatui's crossterm backend, but for the writing of cells.
#[derive(Debug)]
pub struct Pen<W: Write> {
    out: CrosstermBackend<W>,
    widths: Widths,
}

impl<W: Write> Pen<W> {
    pub fn new(out: W) -> Self {
        Self {
            out: CrosstermBackend::new(out),
            widths: Widths::default(),
        }
    }

    /// The terminal draws characters this wide.
    pub fn agree(&mut self, widths: Widths) {
        self.widths = widths;
    }
}

impl<W: Write> Write for Pen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.out)
    }
}

/// How the terminal writes at this moment.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Ink = Ink {
    fg: Color::Reset,
    bg: Color::Reset,
    modifier: Modifier::empty(),
};

const ATTRIBUTES: [(Modifier, Attribute); 9] = [
    (Modifier::BOLD, Attribute::Bold),
    (Modifier::DIM, Attribute::Dim),
    (Modifier::ITALIC, Attribute::Italic),
    (Modifier::UNDERLINED, Attribute::Underlined),
    (Modifier::SLOW_BLINK, Attribute::SlowBlink),
    (Modifier::RAPID_BLINK, Attribute::RapidBlink),
    (Modifier::REVERSED, Attribute::Reverse),
    (Modifier::HIDDEN, Attribute::Hidden),
    (Modifier::CROSSED_OUT, Attribute::CrossedOut),
];

impl Ink {
    fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// From `before` to this: by way of plain, for no sequence takes away one attribute on every terminal.
    fn take(self, before: Self, out: &mut impl Write) -> io::Result<()> {
        if before != PLAIN {
            queue!(out, SetAttribute(Attribute::Reset))?;
        }
        for (modifier, attribute) in ATTRIBUTES {
            if self.modifier.contains(modifier) {
                queue!(out, SetAttribute(attribute))?;
            }
        }
        if self.fg != Color::Reset {
            queue!(out, SetForegroundColor(self.fg.into_crossterm()))?;
        }
        if self.bg != Color::Reset {
            queue!(out, SetBackgroundColor(self.bg.into_crossterm()))?;
        }
        Ok(())
    }
}

/// Columns that the terminal goes on by after this symbol; `None` where terminals may not agree.
fn advance(symbol: &str, widths: Widths) -> Option<u16> {
    let mut chars = symbol.chars();
    let first = chars.next()?;
    if first == PLACEHOLDER {
        return Some(1);
    }
    if chars.next().is_some() {
        return None;
    }
    match first {
        ' '..='~' => Some(1),
        // Han, kana, Hangul and their punctuation: wide since terminals know them
        '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ff60}' => Some(2),
        // Where it takes two columns, what comes next stands where it should all the same: over its right half.
        c if widths.ambiguous_wide && is_ambiguous(c) => None,
        _ => (width(symbol) == 1).then_some(1),
    }
}

const JOINER: char = '\u{200d}';
const REGIONAL: std::ops::RangeInclusive<char> = '\u{1f1e6}'..='\u{1f1ff}';

/// What takes the columns that were counted: of emoji that this terminal does not join the first, for a flag that it does
/// not know its letters. The rest would stand over what comes next.
fn spelled(symbol: &str, widths: Widths) -> Cow<'_, str> {
    if symbol.len() <= 4 || (widths.joins && widths.flags) {
        return symbol.into();
    }
    let first = symbol.chars().next().unwrap_or(' ');
    if !widths.flags && REGIONAL.contains(&first) {
        let letter = |c: char| char::from_u32(u32::from(c) - u32::from(*REGIONAL.start()) + u32::from('A'));
        return symbol
            .chars()
            .filter(|c| REGIONAL.contains(c))
            .filter_map(letter)
            .collect();
    }
    if !widths.joins && symbol.contains(JOINER) {
        let alone = first.to_string();
        let blanks = " ".repeat(2_usize.saturating_sub(width(&alone)));
        return (alone + &blanks).into();
    }
    symbol.into()
}

impl<W: Write> Backend for Pen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut ink = PLAIN;
        let mut stands = None;
        for (x, y, cell) in content {
            if stands != Some((x, y)) {
                queue!(self.out, MoveTo(x, y))?;
            }
            let wanted = Ink::of(cell);
            if wanted != ink {
                wanted.take(ink, &mut self.out)?;
                ink = wanted;
            }
            // Not by `Print`, which formats: that took longer than all else here.
            self.out
                .write_all(spelled(cell.symbol(), self.widths).as_bytes())?;
            stands = advance(cell.symbol(), self.widths).map(|columns| (x.saturating_add(columns), y));
        }
        if ink != PLAIN {
            queue!(self.out, SetAttribute(Attribute::Reset))?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.out.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.out.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.out.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.out.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.out.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.out.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        self.out.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.out.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.out)
    }
}
