//! What a key is called by the terminals: the tables of the xterm, VT, linux console and kitty encodings.
//!
//! Owns one spelling per key, whichever terminal says it: letters with Ctrl in lower case, Shift folded into the
//! character, Shift-Tab as `BackTab`. Never: what a key means (`app::keymap`).

use crate::app::keymap::{Code, Key};

pub fn plain(code: Code) -> Key {
    Key {
        code,
        ctrl: false,
        alt: false,
        shift: false,
    }
}

/// A character as it is typed, C0 controls included.
pub fn typed(c: char, alt: bool) -> Option<Key> {
    let ctrl = |c| Key::ctrl(Code::Char(c));
    let key = match c {
        '\r' => Key::plain(Code::Enter),
        '\t' => Key::plain(Code::Tab),
        '\u{7f}' => Key::plain(Code::Backspace),
        '\u{1b}' => Key::plain(Code::Esc),
        '\0' => ctrl(' '),
        // Ctrl-A is 1, Ctrl-_ is 31: the character without its upper bits.
        '\u{1}'..='\u{1f}' => ctrl(char::from(c as u8 | 0x40).to_ascii_lowercase()),
        // C1 controls are no keys, and no text either.
        '\u{80}'..='\u{9f}' => return None,
        other => Key::plain(Code::Char(other)),
    };
    Some(Key { alt, ..key })
}

/// `SS3 letter`: keypad and cursor keys in application mode.
pub fn application(letter: u8) -> Option<Key> {
    let code = match letter {
        b'M' => Code::Enter,
        other => cursor(other)?,
    };
    Some(Key::plain(code))
}

/// `CSI [ letter`: the linux console's first five function keys.
pub fn console(letter: u8) -> Option<Key> {
    let n = letter.checked_sub(b'A').filter(|n| *n < 5)?;
    Some(Key::plain(Code::F(n + 1)))
}

/// kitty's event type of a key let go.
const RELEASED: u32 = 3;

/// `CSI params letter`, without mouse and focus.
pub fn sequence(params: &str, last: u8) -> Option<Key> {
    let number = |at: usize, sub: usize| -> Option<u32> {
        params.split(';').nth(at)?.split(':').nth(sub)?.parse().ok()
    };
    if number(1, 1) == Some(RELEASED) {
        return None;
    }
    match last {
        b'u' => modified(kitty(number(0, 0)?)?, number(1, 0)),
        // xterm's modifyOtherKeys: CSI 27 ; modifiers ; character ~
        b'~' if number(0, 0) == Some(27) => modified(kitty(number(2, 0)?)?, number(1, 0)),
        b'~' => modified(editing(number(0, 0)?)?, number(1, 0)),
        b'Z' => Some(Key::plain(Code::BackTab)),
        // The terminal's answer to where the cursor is ends like F3; no key begins with anything but a one.
        b'R' if number(0, 0).is_some_and(|first| first != 1) => None,
        other => modified(cursor(other)?, number(1, 0)),
    }
}

/// Applies xterm's modifier number: one more than a sum of 1 Shift, 2 Alt, 4 Ctrl, 8 Super, 16 Hyper, 32 Meta;
/// 64 and 128 are the locks.
fn modified(code: Code, modifiers: Option<u32>) -> Option<Key> {
    let bits = modifiers.unwrap_or(1).saturating_sub(1);
    if bits & (8 | 16) != 0 {
        return None; // the window manager's keys
    }
    let key = Key {
        code,
        ctrl: bits & 4 != 0,
        alt: bits & (2 | 32) != 0,
        shift: bits & 1 != 0,
    };
    Some(spelled(key))
}

/// One spelling per key.
fn spelled(key: Key) -> Key {
    match key.code {
        Code::Tab if key.shift => Key {
            code: Code::BackTab,
            shift: false,
            ..key
        },
        Code::Char(c) if key.ctrl => match (c, key.shift) {
            // What the old encoding has one byte for, on keyboards where the keys are these.
            ('/' | '7', false) | ('-', true) => Key {
                code: Code::Char('_'),
                shift: false,
                ..key
            },
            (c, _) => Key {
                code: Code::Char(c.to_ascii_lowercase()),
                ..key
            },
        },
        // The terminal names the key, not the character: only for letters are they the same on every keyboard.
        Code::Char(c) if key.shift => {
            let mut upper = c.to_uppercase();
            let c = match (upper.next(), upper.next()) {
                (Some(one), None) => one,
                _ => c,
            };
            Key {
                code: Code::Char(c),
                shift: false,
                ..key
            }
        }
        Code::Char(_)
        | Code::F(_)
        | Code::Enter
        | Code::Tab
        | Code::BackTab
        | Code::Esc
        | Code::Backspace
        | Code::Delete
        | Code::Insert
        | Code::Up
        | Code::Down
        | Code::Left
        | Code::Right
        | Code::Home
        | Code::End
        | Code::PageUp
        | Code::PageDown => key,
    }
}

fn cursor(letter: u8) -> Option<Code> {
    Some(match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'P'..=b'S' => Code::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn editing(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        // The VT220's keyboard had gaps between its groups of function keys.
        11..=15 => Code::F(number as u8 - 10),
        17..=21 => Code::F(number as u8 - 11),
        23 | 24 => Code::F(number as u8 - 12),
        _ => return None,
    })
}

/// Key codes of kitty's protocol: Unicode, with the keys that have no character in the private use area.
fn kitty(number: u32) -> Option<Code> {
    Some(match number {
        9 => Code::Tab,
        13 | 57414 => Code::Enter,
        27 => Code::Esc,
        127 => Code::Backspace,
        57399..=57408 => Code::Char(char::from_digit(number - 57399, 10)?),
        57409 => Code::Char('.'),
        57410 => Code::Char('/'),
        57411 => Code::Char('*'),
        57412 => Code::Char('-'),
        57413 => Code::Char('+'),
        57415 => Code::Char('='),
        57416 => Code::Char(','),
        57417 => Code::Left,
        57418 => Code::Right,
        57419 => Code::Up,
        57420 => Code::Down,
        57421 => Code::PageUp,
        57422 => Code::PageDown,
        57423 => Code::Home,
        57424 => Code::End,
        57425 => Code::Insert,
        57426 => Code::Delete,
        // Locks, media keys and lone modifiers.
        57344..=63743 => return None,
        other => Code::Char(char::from_u32(other).filter(|c| !c.is_control())?),
    })
}
