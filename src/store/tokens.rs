//! Text as the full-text index takes it, and what is asked of the index.
//!
//! Owns the words of the index: what is written into it and what is looked up are made by one function, from what
//! `domain::text` sees in a text. Never: whether a line really has what was asked for (`search` looks at its text).

use std::fmt::Write;

use crate::domain::text::{Part, Seen, Sought, Word, seen};

/// `text` folded, its tokens apart: every CJK character and every sign by itself, letters and digits in runs.
pub fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() * 4 / 3);
    put(&seen(text), &mut spaced);
    spaced
}

/// What FTS5 is to match so that a line may have all that is sought; `None` where nothing is.
///
/// Nothing typed can mean anything to FTS5: a token has letters and digits alone.
pub(super) fn expression(sought: &Sought) -> Option<String> {
    let mut expression = String::new();
    for word in sought.words() {
        if !expression.is_empty() {
            expression.push(' ');
        }
        phrase(word, &mut expression);
    }
    (!expression.is_empty()).then_some(expression)
}

fn phrase(word: &Word, expression: &mut String) {
    expression.push('"');
    let mut tokens = String::new();
    put(word.seen(), &mut tokens);
    expression.push_str(tokens.trim());
    expression.push('"');
    if word.is_open() {
        expression.push('*');
    }
}

fn put(seen: &[Seen], into: &mut String) {
    for seen in seen {
        match seen.part {
            Part::Letter => put_character(seen.c, into),
            Part::Single => {
                apart(into);
                put_character(seen.c, into);
                into.push(' ');
            }
            Part::Between => apart(into),
        }
    }
}

fn apart(into: &mut String) {
    if !into.is_empty() && !into.ends_with(' ') {
        into.push(' ');
    }
}

/// A character that FTS5's tokenizer keeps as it is, or one that it may skip (emoji, signs, scripts newer than its
/// tables) by its number, in letters and digits.
fn put_character(c: char, into: &mut String) {
    let kept = matches!(
        c,
        '\u{4E00}'..='\u{9FA5}' // Han, Unicode 1
        | '\u{3400}'..='\u{4DB5}'
        | '\u{3041}'..='\u{3094}'
        | '\u{30A1}'..='\u{30FA}'
    ) || c.is_ascii_alphanumeric()
        || (c < '\u{500}' && c.is_alphabetic());
    if kept {
        into.push(c);
    } else {
        let _ = write!(into, "u{:x}", u32::from(c));
    }
}
