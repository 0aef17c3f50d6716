//! Text as the service escapes it, turned back into what was typed (`protocol.md §6.3`).
//!
//! One walk over the text replaces emoji spans, line breaks and entities, each exactly once: `&amp;lt;` becomes `&lt;`
//! and stays so. Never: removes what a terminal must not see, that is `SafeText`'s.

use std::borrow::Cow;

use super::emoji;

/// Emoji spans, line breaks and entities: everything a text or a name may carry.
pub fn decode(raw: &str) -> Cow<'_, str> {
    replaced(raw, |rest| markup_at(rest).or_else(|| entity_at(rest)))
}

/// Emoji spans and line breaks only: for XML, whose entities are its own.
pub(super) fn markup(raw: &str) -> Cow<'_, str> {
    replaced(raw, markup_at)
}

/// Entities only.
pub(super) fn entities(raw: &str) -> Cow<'_, str> {
    replaced(raw, entity_at)
}

/// The name before `:<br/>`, which in a group tells the sender, and the rest (`protocol.md §6.3` step 1).
pub(super) fn prefix(content: &str) -> Option<(&str, &str)> {
    let (name, rest) = content.split_once(':')?;
    let letters = name.strip_prefix('@');
    let valid = match letters {
        Some(id) => !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()),
        None => {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        }
    };
    let rest = BREAKS.iter().find_map(|mark| rest.strip_prefix(mark))?;
    valid.then_some((name, rest))
}

pub(super) const BREAKS: [&str; 3] = ["<br/>", "<br>", "<br />"];

/// What stands for something else, and how many bytes it takes.
pub(super) type Piece = (usize, Cow<'static, str>);

/// Asks `piece_at` at every byte that can begin a replacement, and copies the rest as it is.
fn replaced(raw: &str, piece_at: impl Fn(&str) -> Option<Piece>) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = raw
        .as_bytes()
        .get(at..)
        .and_then(|rest| rest.iter().position(|b| begins(*b)))
    {
        at += found;
        match raw.get(at..).and_then(&piece_at) {
            Some((length, piece)) => {
                out.push_str(raw.get(copied..at).unwrap_or_default());
                out.push_str(&piece);
                at += length;
                copied = at;
            }
            None => at += 1,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(raw);
    }
    out.push_str(raw.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// `<`, `&`, or the first byte of a character in U+E000–U+EFFF.
fn begins(byte: u8) -> bool {
    matches!(byte, b'<' | b'&' | 0xee)
}

fn markup_at(rest: &str) -> Option<Piece> {
    match rest.as_bytes().first() {
        Some(b'<') => BREAKS
            .iter()
            .find(|mark| rest.starts_with(**mark))
            .map(|mark| (mark.len(), Cow::Borrowed("\n")))
            .or_else(|| emoji::span_at(rest)),
        Some(0xee) => emoji::stray_at(rest),
        _ => None,
    }
}

/// The entities this service uses, and any number. Others stay: they are part of a link more often than a character.
fn entity_at(rest: &str) -> Option<Piece> {
    const LONGEST: usize = "#1114111".len();
    let body = rest.strip_prefix('&')?;
    let end = body.bytes().take(LONGEST + 1).position(|b| b == b';')?;
    let name = body.get(..end)?;
    let length = end + 2; // with & and ;
    let known = match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            return Some((length, char::from_u32(code)?.to_string().into()));
        }
    };
    Some((length, Cow::Borrowed(known)))
}
