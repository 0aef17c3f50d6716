//! Bytes from the terminal → events.
//!
//! Owns what a terminal sends: UTF-8, the xterm and VT sequences for keys, kitty's `CSI u` keys, SGR mouse reports,
//! focus reports, bracketed paste. Takes one byte at a time, so that where a read happens to end changes nothing.
//! Never: reads, waits, or fails. What makes no sense is dropped; no byte can panic it.
//!
//! crossterm's own reader is not used: it blocks when a read ends in the middle of a character, and never returns
//! once the terminal is gone, and the loop that reads here is the one that draws.

use std::collections::VecDeque;

use super::keys;
use crate::app::keymap::{Code, Key};
use crate::app::{Event, Mouse, MouseKind};
use crate::domain::geometry::Point;

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";
/// No key or report is longer; a longer sequence is dropped up to its final byte.
const MAX_SEQUENCE: usize = 64;
/// Bytes of one paste that are kept; the rest is swallowed, so that a paste by mistake cannot fill the memory.
const MAX_PASTE: usize = 1024 * 1024;

/// Remembers an unfinished sequence between two reads.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
    paste: Option<Paste>,
}

/// A bracketed paste on its way.
#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// Bytes of [`PASTE_END`] seen in a row.
    matched: usize,
}

/// What the bytes held so far are.
enum Shape {
    /// More must come.
    Part,
    Whole,
    /// The last byte does not belong to those before it.
    Broken,
}

impl Decoder {
    pub fn feed(&mut self, bytes: &[u8], out: &mut VecDeque<Event>) {
        for &byte in bytes {
            self.take(byte, out);
        }
    }

    /// What is held is a whole key, or the beginning of a longer sequence: only waiting can tell.
    pub fn undecided(&self) -> bool {
        self.paste.is_none() && matches!(self.held.as_slice(), [ESC] | [ESC, b'[' | b'O'])
    }

    /// Nothing followed: what is held was the key itself.
    pub fn decide(&mut self, out: &mut VecDeque<Event>) {
        match self.held.as_slice() {
            [ESC] => out.push_back(Event::Key(Key::plain(Code::Esc))),
            [ESC, byte @ (b'[' | b'O')] => out.extend(keys::typed(char::from(*byte), true).map(Event::Key)),
            _ => return,
        }
        self.held.clear();
    }

    fn take(&mut self, byte: u8, out: &mut VecDeque<Event>) {
        if let Some(paste) = &mut self.paste {
            if paste.take(byte) {
                let text = String::from_utf8_lossy(&paste.text).into_owned();
                self.paste = None;
                out.push_back(Event::Paste(text));
            }
            return;
        }
        self.held.push(byte);
        match shape(&self.held) {
            Shape::Part => {}
            Shape::Whole => {
                let held = std::mem::take(&mut self.held);
                if held == b"\x1b[200~" {
                    self.paste = Some(Paste::default());
                } else if held.len() <= MAX_SEQUENCE {
                    out.extend(meaning(&held));
                }
            }
            Shape::Broken => {
                self.held.pop();
                self.decide(out);
                self.held.clear();
                self.take(byte, out);
            }
        }
    }
}

impl Paste {
    /// Whether that was the last byte of the end mark.
    fn take(&mut self, byte: u8) -> bool {
        if PASTE_END.get(self.matched) == Some(&byte) {
            self.matched += 1;
            return self.matched == PASTE_END.len();
        }
        // Not the mark after all. ESC is only its first byte, so no other beginning can hide in what was matched.
        let almost = PASTE_END.get(..self.matched).unwrap_or_default();
        self.keep(almost);
        self.matched = usize::from(byte == ESC);
        if self.matched == 0 {
            self.keep(&[byte]);
        }
        false
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.text.len() + bytes.len() <= MAX_PASTE {
            self.text.extend_from_slice(bytes);
        }
    }
}

fn shape(held: &[u8]) -> Shape {
    match held {
        [ESC] | [ESC, b'[' | b'O'] => Shape::Part,
        // A second ESC begins anew: Esc twice, or Esc just before a sequence.
        [ESC, ESC] => Shape::Broken,
        [ESC, b'O', third] => {
            if third.is_ascii_graphic() {
                Shape::Whole
            } else {
                Shape::Broken
            }
        }
        [ESC, b'[', rest @ ..] => control_sequence(rest),
        [ESC, rest @ ..] | rest => character(rest),
    }
}

fn control_sequence(rest: &[u8]) -> Shape {
    match rest {
        // The linux console's F1 to F5: one letter. The oldest mouse report: three bytes.
        [b'[', after @ ..] => of_length(after, 1),
        [b'M', after @ ..] => of_length(after, 3),
        [.., 0x20..=0x3f] => Shape::Part,
        [.., 0x40..=0x7e] => Shape::Whole,
        _ => Shape::Broken,
    }
}

fn of_length(bytes: &[u8], wanted: usize) -> Shape {
    if bytes.len() < wanted {
        Shape::Part
    } else {
        Shape::Whole
    }
}

/// One character of UTF-8, whole or in part.
fn character(bytes: &[u8]) -> Shape {
    match std::str::from_utf8(bytes) {
        Ok(_) => Shape::Whole,
        // `None`: the end came too early, but so far so good.
        Err(e) if e.error_len().is_none() => Shape::Part,
        // A lone byte that begins nothing is dropped as a whole; else the last one starts again.
        Err(_) if bytes.len() == 1 => Shape::Whole,
        Err(_) => Shape::Broken,
    }
}

fn meaning(held: &[u8]) -> Option<Event> {
    match held {
        [ESC, b'[', b'[', letter] => keys::console(*letter).map(Event::Key),
        [ESC, b'[', b'M', button, x, y] => {
            let cell = |byte: u8| u32::from(byte).saturating_sub(32);
            mouse(cell(*button), cell(*x), cell(*y), true)
        }
        [ESC, b'[', params @ .., last] => sequence(std::str::from_utf8(params).ok()?, *last),
        [ESC, b'O', letter] => keys::application(*letter).map(Event::Key),
        [ESC, rest @ ..] => key(rest, true),
        rest => key(rest, false),
    }
}

fn key(bytes: &[u8], alt: bool) -> Option<Event> {
    let c = std::str::from_utf8(bytes).ok()?.chars().next()?;
    keys::typed(c, alt).map(Event::Key)
}

fn sequence(params: &str, last: u8) -> Option<Event> {
    if let Some(report) = params.strip_prefix('<') {
        let mut numbers = report.split(';').map_while(|n| n.parse().ok());
        let (button, x, y) = (numbers.next()?, numbers.next()?, numbers.next()?);
        return mouse(button, x, y, last == b'M');
    }
    match (params, last) {
        ("", b'I') => Some(Event::Focus(true)),
        ("", b'O') => Some(Event::Focus(false)),
        _ => keys::sequence(params, last).map(Event::Key),
    }
}

/// xterm's button code: 0 is the left button, 64 and 65 the wheel, 4, 8 and 16 modifiers, 32 motion.
fn mouse(button: u32, x: u32, y: u32, down: bool) -> Option<Event> {
    let kind = match button & !0b1_1100 {
        0 if down => MouseKind::Press,
        64 => MouseKind::WheelUp,
        65 => MouseKind::WheelDown,
        _ => return None,
    };
    // Reports count from one.
    let cell = |n: u32| u16::try_from(n.checked_sub(1)?).ok();
    let at = Point {
        x: cell(x)?,
        y: cell(y)?,
    };
    Some(Event::Mouse(Mouse { at, kind }))
}
