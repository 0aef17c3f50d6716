//! The service's own bytes, written by hand in its own style (`protocol.md §1.3`). Never: a type the client knows.

pub(crate) mod contact;
pub(crate) mod message;
pub(crate) mod record;
pub(crate) mod text;
pub(crate) mod xml;

use std::fmt::{Display, Write as _};

/// A JSON object in the service's hand: a line per field, the comma of a nested value on a line of its own.
pub(crate) struct Object {
    out: String,
    last: Last,
}

enum Last {
    Nothing,
    Scalar,
    Nested,
}

impl Object {
    pub fn new() -> Self {
        Self {
            out: String::from("{\n"),
            last: Last::Nothing,
        }
    }

    /// Begins with `BaseResponse`, as nearly every answer does.
    pub fn answer(ret: i32) -> Self {
        Self::answer_with(ret, "")
    }

    pub fn answer_with(ret: i32, message: &str) -> Self {
        let base = Self::new().num("Ret", ret).str("ErrMsg", message).end();
        Self::new().raw("BaseResponse", &base)
    }

    pub fn str(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        quote(&mut self.out, value);
        self.last = Last::Scalar;
        self
    }

    pub fn num(mut self, key: &str, value: impl Display) -> Self {
        self.key(key);
        let _infallible = write!(self.out, "{value}");
        self.last = Last::Scalar;
        self
    }

    /// An object or a list that is already written.
    pub fn raw(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        self.out.push_str(value);
        self.last = Last::Nested;
        self
    }

    /// Objects that are already written, as a list.
    pub fn list(self, key: &str, items: &[String]) -> Self {
        let joined = format!("[{}]", items.join(",\n"));
        self.raw(key, &joined)
    }

    pub fn end(mut self) -> String {
        self.out.push_str("\n}");
        self.out
    }

    fn key(&mut self, key: &str) {
        self.out.push_str(match self.last {
            Last::Nothing => "",
            Last::Scalar => ",\n",
            Last::Nested => "\n,\n",
        });
        quote(&mut self.out, key);
        self.out.push_str(": ");
    }
}

/// A JSON string: raw UTF-8, only what JSON forbids escaped.
fn quote(out: &mut String, text: &str) {
    let forbidden = |c: char| matches!(c, '"' | '\\' | '\0'..='\x1f');
    out.push('"');
    for part in text.split_inclusive(forbidden) {
        let (plain, last) = match part.char_indices().next_back() {
            Some((at, c)) if forbidden(c) => (part.get(..at).unwrap_or_default(), Some(c)),
            Some(_) | None => (part, None),
        };
        out.push_str(plain);
        match last {
            None => {}
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(c) => {
                let _infallible = write!(out, "\\u{:04x}", u32::from(c));
            }
        }
    }
    out.push('"');
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 for the avatar in the login poll.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let at = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let all = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4_usize {
            let index = (all >> (18 - 6 * i)) & 63;
            let letter = ALPHABET.get(index as usize).copied().unwrap_or(b'A');
            out.push(if i > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    out
}
