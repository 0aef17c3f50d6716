//! kitty's placeholders: characters that stand for a part of a picture.
//!
//! Owns how a cell says which part of which picture is in it. Such cells go through buffers and comparing like any other,
//! whatever the terminal speaks: only [`super::Screen`] knows what is written for them. Never: a pixel.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Style};

pub const PLACEHOLDER: char = '\u{10EEEE}';

/// Marks for the numbers from 0 on, as runs of characters (kitty's `rowcolumn-diacritics.txt`).
const MARKS: &[(char, char)] = &[
    ('\u{305}', '\u{305}'),
    ('\u{30d}', '\u{30e}'),
    ('\u{310}', '\u{310}'),
    ('\u{312}', '\u{312}'),
    ('\u{33d}', '\u{33f}'),
    ('\u{346}', '\u{346}'),
    ('\u{34a}', '\u{34c}'),
    ('\u{350}', '\u{352}'),
    ('\u{357}', '\u{357}'),
    ('\u{35b}', '\u{35b}'),
    ('\u{363}', '\u{36f}'),
    ('\u{483}', '\u{487}'),
    ('\u{592}', '\u{595}'),
    ('\u{597}', '\u{599}'),
    ('\u{59c}', '\u{5a1}'),
    ('\u{5a8}', '\u{5a9}'),
    ('\u{5ab}', '\u{5ac}'),
    ('\u{5af}', '\u{5af}'),
    ('\u{5c4}', '\u{5c4}'),
    ('\u{610}', '\u{617}'),
    ('\u{657}', '\u{65b}'),
    ('\u{65d}', '\u{65e}'),
    ('\u{6d6}', '\u{6dc}'),
    ('\u{6df}', '\u{6e2}'),
    ('\u{6e4}', '\u{6e4}'),
    ('\u{6e7}', '\u{6e8}'),
    ('\u{6eb}', '\u{6ec}'),
    ('\u{730}', '\u{730}'),
    ('\u{732}', '\u{733}'),
    ('\u{735}', '\u{736}'),
    ('\u{73a}', '\u{73a}'),
    ('\u{73d}', '\u{73d}'),
    ('\u{73f}', '\u{741}'),
    ('\u{743}', '\u{743}'),
    ('\u{745}', '\u{745}'),
    ('\u{747}', '\u{747}'),
    ('\u{749}', '\u{74a}'),
    ('\u{7eb}', '\u{7f1}'),
    ('\u{7f3}', '\u{7f3}'),
    ('\u{816}', '\u{819}'),
    ('\u{81b}', '\u{823}'),
    ('\u{825}', '\u{827}'),
    ('\u{829}', '\u{82d}'),
    ('\u{951}', '\u{951}'),
    ('\u{953}', '\u{954}'),
    ('\u{f82}', '\u{f83}'),
    ('\u{f86}', '\u{f87}'),
    ('\u{135d}', '\u{135f}'),
    ('\u{17dd}', '\u{17dd}'),
    ('\u{193a}', '\u{193a}'),
    ('\u{1a17}', '\u{1a17}'),
    ('\u{1a75}', '\u{1a7c}'),
    ('\u{1b6b}', '\u{1b6b}'),
    ('\u{1b6d}', '\u{1b73}'),
    ('\u{1cd0}', '\u{1cd2}'),
    ('\u{1cda}', '\u{1cdb}'),
    ('\u{1ce0}', '\u{1ce0}'),
    ('\u{1dc0}', '\u{1dc1}'),
    ('\u{1dc3}', '\u{1dc9}'),
    ('\u{1dcb}', '\u{1dcc}'),
    ('\u{1dd1}', '\u{1de6}'),
    ('\u{1dfe}', '\u{1dfe}'),
    ('\u{20d0}', '\u{20d1}'),
    ('\u{20d4}', '\u{20d7}'),
    ('\u{20db}', '\u{20dc}'),
    ('\u{20e1}', '\u{20e1}'),
    ('\u{20e7}', '\u{20e7}'),
    ('\u{20e9}', '\u{20e9}'),
    ('\u{20f0}', '\u{20f0}'),
    ('\u{2cef}', '\u{2cf1}'),
    ('\u{2de0}', '\u{2dff}'),
    ('\u{a66f}', '\u{a66f}'),
    ('\u{a67c}', '\u{a67d}'),
    ('\u{a6f0}', '\u{a6f1}'),
    ('\u{a8e0}', '\u{a8f1}'),
    ('\u{aab0}', '\u{aab0}'),
    ('\u{aab2}', '\u{aab3}'),
    ('\u{aab7}', '\u{aab8}'),
    ('\u{aabe}', '\u{aabf}'),
    ('\u{aac1}', '\u{aac1}'),
    ('\u{fe20}', '\u{fe26}'),
    ('\u{10a0f}', '\u{10a0f}'),
    ('\u{10a38}', '\u{10a38}'),
    ('\u{1d185}', '\u{1d189}'),
    ('\u{1d1aa}', '\u{1d1ad}'),
    ('\u{1d242}', '\u{1d244}'),
];

/// A part of a picture: one cell of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub id: u32,
    pub row: u16,
    pub column: u16,
}

fn mark(number: u32) -> char {
    let mut left = number;
    for &(from, to) in MARKS {
        let run = u32::from(to) - u32::from(from) + 1;
        if left < run {
            return char::from_u32(u32::from(from) + left).unwrap_or(from);
        }
        left -= run;
    }
    '\u{305}'
}

fn number(mark: char) -> Option<u32> {
    let mut before = 0;
    for &(from, to) in MARKS {
        if (from..=to).contains(&mark) {
            return Some(before + u32::from(mark) - u32::from(from));
        }
        before += u32::from(to) - u32::from(from) + 1;
    }
    None
}

/// Row, column and the id's highest byte are marks on the character, its lowest is the colour: 256 colours come through
/// every multiplexer, more may not. The bytes between are nothing (`port::media::PictureId`).
pub fn put(cell: &mut Cell, part: Part) {
    let [high, _, _, low] = part.id.to_be_bytes();
    let mut symbol = String::from(PLACEHOLDER);
    symbol.push(mark(part.row.into()));
    symbol.push(mark(part.column.into()));
    symbol.push(mark(high.into()));
    cell.reset();
    cell.set_symbol(&symbol)
        .set_style(Style::new().fg(Color::Indexed(low)));
}

/// The part that is in a cell, if there is one.
pub fn part(cell: &Cell) -> Option<Part> {
    let mut chars = cell.symbol().chars();
    if chars.next() != Some(PLACEHOLDER) {
        return None;
    }
    let mut next = || chars.next().and_then(number);
    let (row, column, high) = (next()?, next()?, next()?);
    let Color::Indexed(low) = cell.fg else {
        return None;
    };
    Some(Part {
        id: u32::from_be_bytes([u8::try_from(high).ok()?, 0, 0, low]),
        row: u16::try_from(row).ok()?,
        column: u16::try_from(column).ok()?,
    })
}
