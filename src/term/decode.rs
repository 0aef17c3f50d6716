//! Bytes from the terminal → events.
//!
//! Owns what a terminal sends: UTF-8, the xterm and VT sequences for keys, kitty's `CSI u` keys, SGR mouse reports,
//! focus reports, bracketed paste, answers to what was asked. Takes one byte at a time, so that where a read happens to end changes nothing.
//! Never: reads, waits, or fails. What makes no sense is dropped; no byte can panic it.
//!
//! crossterm's own reader is not used: it blocks when a read ends in the middle of a character, and never returns
//! once the terminal is gone, and the loop that reads here is the one that draws.

use std::collections::VecDeque;

use super::{answers, keys};
use crate::app::keymap::{Code, Key};
use crate::app::step::Question;
use crate::app::terminal::Answer;
use crate::app::{Event, Mouse, MouseKind};
use crate::domain::geometry::Point;

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";
/// No key or report is longer; a longer sequence is dropped up to its final byte.
const MAX_SEQUENCE: usize = 64;
/// Nor is an answer longer than this.
const MAX_STRING: usize = 256;
/// Bytes of one paste that are kept; the rest is swallowed, so that a paste by mistake cannot fill the memory.
const MAX_PASTE: usize = 1024 * 1024;

/// Remembers an unfinished sequence between two reads.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
    paste: Option<Paste>,
    /// Answers that have not come. While there are any, what could be the beginning of one is no key.
    asked: Asked,
    /// ESC was taken for the key just now: if the rest of an answer follows, it was none.
    after_esc: bool,
    /// The ESC that is held was taken for the key already.
    again: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    attributes: bool,
    /// Passed through a multiplexer, which answers for itself at once.
    graphics: bool,
}

/// Why only waiting can tell what is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A whole key, or the beginning of a longer sequence.
    Key,
    /// The beginning of an answer, most likely.
    Answer,
    /// An answer that pauses inside: bytes come in order, so what follows the pause is the rest of it and nobody's keys.
    String,
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

    /// The terminal was asked this.
    pub fn expect(&mut self, question: Question) {
        self.asked.attributes = true;
        if let Question::Everything { tmux: true, .. } = question {
            self.asked.graphics = true;
        }
    }

    fn awaits(&self) -> bool {
        self.asked.attributes || self.asked.graphics
    }

    pub fn doubt(&self) -> Option<Doubt> {
        match self.held.as_slice() {
            _ if self.paste.is_some() => None,
            [] => None,
            held if is_string(held) => Some(Doubt::String),
            _ if self.again => Some(Doubt::Answer),
            [ESC, b'[' | b'_' | b'P'] if self.awaits() => Some(Doubt::Answer),
            [ESC] | [ESC, b'[' | b'O'] => Some(Doubt::Key),
            _ => None,
        }
    }

    /// Nothing followed: what is held was the key itself, or an answer that broke off.
    pub fn decide(&mut self, out: &mut VecDeque<Event>) {
        if self.again {
            return self.type_out(out);
        }
        match self.held.as_slice() {
            [ESC] => {
                out.push_back(Event::Key(Key::plain(Code::Esc)));
                self.after_esc = self.awaits();
            }
            [ESC, byte @ (b'[' | b'O' | b'_' | b'P')] => {
                out.extend(keys::typed(char::from(*byte), true).map(Event::Key));
            }
            held if is_string(held) => {}
            _ => return,
        }
        self.held.clear();
    }

    /// What followed the key ESC was no answer: each byte is what it is alone.
    fn type_out(&mut self, out: &mut VecDeque<Event>) {
        self.again = false;
        let held = std::mem::take(&mut self.held);
        self.feed(held.get(1..).unwrap_or_default(), out);
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
        if std::mem::take(&mut self.after_esc) && matches!(byte, b'[' | b'_' | b'P') {
            self.held.push(ESC);
            self.again = true;
        }
        self.held.push(byte);
        match shape(&self.held, self.awaits()) {
            Shape::Part => {}
            Shape::Whole if self.again => {
                if answer(&self.held).is_none() && !is_report(&self.held) && !is_string(&self.held) {
                    return self.type_out(out);
                }
                self.again = false;
                self.answered(out);
            }
            Shape::Whole if answer(&self.held).is_some() => self.answered(out),
            Shape::Whole => {
                let held = std::mem::take(&mut self.held);
                if held == b"\x1b[200~" {
                    self.paste = Some(Paste::default());
                } else if held.len() <= MAX_SEQUENCE {
                    out.extend(meaning(&held));
                }
            }
            // An answer that broke off, and the next.
            Shape::Broken if self.again && byte == ESC && !is_string(&self.held) => {
                self.again = false;
                self.held = vec![ESC];
            }
            Shape::Broken if self.again && !is_string(&self.held) => self.type_out(out),
            Shape::Broken if is_string(&self.held) => {
                self.again = false;
                self.held.pop();
                // An ESC before it may begin what comes now.
                let began = self.held.last() == Some(&ESC);
                self.held.clear();
                self.held.extend(began.then_some(ESC));
                self.take(byte, out);
            }
            Shape::Broken => {
                self.held.pop();
                // The beginning of an answer that broke off is no key.
                if self.doubt() != Some(Doubt::Answer) {
                    self.decide(out);
                }
                self.held.clear();
                self.take(byte, out);
            }
        }
    }
}

impl Decoder {
    /// What is held answers something.
    fn answered(&mut self, out: &mut VecDeque<Event>) {
        let Some(answer) = answer(&std::mem::take(&mut self.held)) else {
            return;
        };
        match answer {
            Answer::Attributes { .. } => self.asked.attributes = false,
            Answer::Graphics => self.asked.graphics = false,
            Answer::Name(_) | Answer::Cell { .. } | Answer::Window { .. } | Answer::Columns(_) => {}
        }
        out.push_back(Event::Answer(answer));
    }
}

/// APC of kitty's graphics, or the DCS of XTVERSION: no finger types these.
fn is_string(held: &[u8]) -> bool {
    matches!(held, [ESC, b'_', b'G', ..] | [ESC, b'P', b'>', ..])
}

/// Shaped like an answer, whatever it says: no finger types numbers and this letter after an ESC.
fn is_report(held: &[u8]) -> bool {
    matches!(held, [ESC, b'[', b'0'..=b'9' | b'?', _, .., b'c' | b't' | b'R'])
}

fn answer(held: &[u8]) -> Option<Answer> {
    match held {
        [ESC, introducer, content @ .., ESC, b'\\'] if is_string(held) => {
            answers::string(*introducer, content)
        }
        [ESC, b'[', params @ .., last] => answers::control(std::str::from_utf8(params).ok()?, *last),
        _ => None,
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

/// `awaits`: answers are on their way.
fn shape(held: &[u8], awaits: bool) -> Shape {
    match held {
        [ESC, b'_' | b'P'] if awaits => Shape::Part,
        [ESC, b'_', b'G', rest @ ..] | [ESC, b'P', b'>', rest @ ..] => string(rest),
        [ESC] | [ESC, b'[' | b'O'] => Shape::Part,
        // A second ESC begins anew: Esc twice, or Esc just before a sequence.
        [ESC, ESC] | [ESC, b'_' | b'P', _, ..] => Shape::Broken,
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

/// Up to its end, ESC and a backslash. Nothing that ends a line or goes on for ever is left to it.
fn string(rest: &[u8]) -> Shape {
    match rest {
        [.., ESC, b'\\'] | [.., 0x07 | 0x18 | 0x1a] => Shape::Whole,
        [.., ESC, _] | [.., 0..=0x1a | 0x1c..=0x1f | 0x7f] => Shape::Broken,
        _ if rest.len() > MAX_STRING => Shape::Whole,
        _ => Shape::Part,
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
        // One that is not understood.
        _ if is_string(held) => None,
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
