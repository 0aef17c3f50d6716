//! Rows: UAX #14 line breaks (with it what Chinese and Japanese forbid at the ends of a row), filled greedily.

use std::iter::Peekable;
use std::ops::Range;

use icu_segmenter::iterators::LineBreakIterator;
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::scaffold::Utf8;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::grapheme::{Grapheme, graphemes};
use super::width::{plain_width, surely_fits};

/// Thai, Lao, Khmer and Burmese have no spaces between words and would need a dictionary: they break where Latin does,
/// else between graphemes.
static SEGMENTER: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// What happens to spaces where a row ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spaces {
    /// They belong to no row.
    Drop,
    /// They take their cells: somebody is typing them.
    Keep,
}

impl Spaces {
    /// Cells that a grapheme needs: where somebody types, one that the caret can stand on, even if nothing is drawn.
    fn least(self) -> usize {
        match self {
            Self::Drop => 0,
            Self::Keep => 1,
        }
    }
}

/// Byte ranges of the rows that `text` takes at `columns` cells.
///
/// UAX #14 line breaks with CJK rules, hard breaks at `\n`, words longer than a row cut between graphemes. Never empty;
/// no row is wider than `columns` unless one grapheme alone is. Line breaks and the spaces that end a wrapped row
/// belong to no row.
pub fn wrap(text: &str, columns: u16) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    for_each_row(text, columns, |row| rows.push(row));
    rows
}

/// How many rows [`wrap`] gives, without keeping them.
pub fn row_count(text: &str, columns: u16) -> usize {
    let mut count = 0;
    for_each_row(text, columns, |_| count += 1);
    count
}

/// [`wrap`], told row by row.
pub fn for_each_row(text: &str, columns: u16, row: impl FnMut(Range<usize>)) {
    fill(text, columns, Spaces::Drop, row);
}

/// The rows of a text being typed: as [`wrap`], but every byte save the line breaks belongs to a row.
///
/// Spaces take cells at the end of a row too, and go on in the next row where they do not fit.
pub fn wrap_all(text: &str, columns: u16) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    fill(text, columns, Spaces::Keep, |row| rows.push(row));
    rows
}

fn fill(text: &str, columns: u16, spaces: Spaces, mut row: impl FnMut(Range<usize>)) {
    let columns = usize::from(columns.max(1));
    let mut start = 0;
    for line in text.split('\n') {
        if fits(line, columns, spaces.least()) {
            row(start..start + line.len());
        } else {
            let mut filler = Filler::new(line, start, columns, spaces);
            for grapheme in graphemes(line) {
                filler.add(&grapheme, &mut row);
            }
            filler.finish(line.len(), &mut row);
        }
        start += line.len() + 1;
    }
}

/// Most messages are one row: say so before looking for breaks.
fn fits(line: &str, columns: usize, least: usize) -> bool {
    if surely_fits(line, columns) {
        return true;
    }
    let mut width = 0;
    graphemes(line).all(|g| {
        let cells = usize::from(g.width);
        let fits = width + cells.max(least) <= columns;
        width += cells;
        fits
    })
}

/// Fills the rows of one hard line. All offsets are bytes of the line; `base` is where it starts in the text.
struct Filler<'a> {
    line: &'a str,
    base: usize,
    columns: usize,
    spaces: Spaces,
    breaks: Peekable<LineBreakIterator<'static, 'a, Utf8>>,
    start: usize,
    /// Cells since `start`, spaces included.
    width: usize,
    /// The end of the last grapheme that is no space.
    ink: usize,
    /// The last grapheme was a curly quote.
    quote: bool,
    /// The last place in this row where a row may end.
    chance: Option<Chance>,
}

#[derive(Clone, Copy)]
struct Chance {
    at: usize,
    ink: usize,
    /// Cells from the row's start to `at`.
    width: usize,
}

impl<'a> Filler<'a> {
    fn new(line: &'a str, base: usize, columns: usize, spaces: Spaces) -> Self {
        Self {
            line,
            base,
            columns,
            spaces,
            breaks: SEGMENTER.segment_str(line).peekable(),
            start: 0,
            width: 0,
            ink: 0,
            quote: false,
            chance: None,
        }
    }

    fn add(&mut self, grapheme: &Grapheme<'_>, row: &mut impl FnMut(Range<usize>)) {
        let at = grapheme.start;
        // UAX #14 may allow a break inside a grapheme (a mark on a space): only what both allow is taken
        while self.breaks.next_if(|&place| place < at).is_some() {}
        let quote = matches!(grapheme.text, "“" | "‘" | "”" | "’");
        let by_quote = std::mem::replace(&mut self.quote, quote) || quote;
        if at > self.start && (self.breaks.peek() == Some(&at) || by_quote && beside_quote(self.line, at)) {
            self.chance = Some(Chance {
                at,
                ink: self.ink,
                width: self.width,
            });
        }
        let space = grapheme.is_space();
        if !(space && self.spaces == Spaces::Drop) {
            while at > self.start && self.overflows(grapheme) {
                self.end_row(at, space, row);
            }
        }
        self.width += usize::from(grapheme.width);
        if !space {
            self.ink = grapheme.end();
        }
    }

    fn overflows(&self, grapheme: &Grapheme<'_>) -> bool {
        self.width + usize::from(grapheme.width).max(self.spaces.least()) > self.columns
    }

    /// Ends the row at the last chance, or before the grapheme at `at`: a word too long for a row is cut, and a space
    /// being typed does not drag the word before it to the next row.
    fn end_row(&mut self, at: usize, space: bool, row: &mut impl FnMut(Range<usize>)) {
        let end = match self.chance.take() {
            Some(chance) if !space => chance,
            Some(_) | None => Chance {
                at,
                ink: self.ink,
                width: self.width,
            },
        };
        match self.spaces {
            Spaces::Keep => row(self.base + self.start..self.base + end.at),
            // a row of nothing but spaces that end it is no row
            Spaces::Drop if end.ink > self.start => row(self.base + self.start..self.base + end.ink),
            Spaces::Drop => {}
        }
        self.start = end.at;
        self.width -= end.width;
    }

    fn finish(self, len: usize, row: &mut impl FnMut(Range<usize>)) {
        let end = if self.width <= self.columns || self.spaces == Spaces::Keep {
            len
        } else {
            self.ink.max(self.start)
        };
        row(self.base + self.start..self.base + end);
    }
}

/// Whether a row may end at `at` because a curly quote among East Asian characters is like a bracket there (UAX #14 of
/// Unicode 16, `LB19a`). The segmenter's stable rules are of 15.1, where a quote sticks to both its neighbours.
fn beside_quote(line: &str, at: usize) -> bool {
    let Some((before, after)) = line.split_at_checked(at) else {
        return false;
    };
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    match (left.next(), right.next()) {
        (Some(last), Some('“' | '‘')) => {
            is_east_asian(last) && !is_opener(last) && right.next().is_some_and(is_east_asian)
        }
        (Some('”' | '’'), Some(first)) => {
            left.next().is_some_and(is_east_asian) && (is_opener(first) || is_han(first))
        }
        (_, _) => false,
    }
}

fn is_east_asian(c: char) -> bool {
    plain_width(c) == Some(2)
}

/// No row may end behind these.
fn is_opener(c: char) -> bool {
    "「『（《〈【〔［｛〖".contains(c)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}
