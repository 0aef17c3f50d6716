//! Words, for moving and killing by word: bounded by spaces, punctuation and changes of script.
//!
//! Han has no spaces and a dictionary would not fit the house: a run of Han up to the next punctuation is one word.

use super::grapheme::{next_boundary, prev_boundary};
use super::slice;

/// What a grapheme is to a word, by its first character.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Spaces, breaks, punctuation: between words.
    Between,
    /// Letters and digits written with spaces between words.
    Letters,
    Han,
    Kana,
    Hangul,
    /// Emoji and other signs.
    Sign,
}

/// The start of the word before `at`, past what stands between.
pub fn word_left(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    let mut word = Class::Between;
    while at > 0 {
        let start = prev_boundary(text, at);
        let class = class(slice(text, start..at));
        if word == Class::Between {
            word = class;
        } else if class != word {
            break;
        }
        at = start;
    }
    at
}

/// The end of the word after `at`, past what stands between.
pub fn word_right(text: &str, at: usize) -> usize {
    let mut end = at.min(text.len());
    let mut word = Class::Between;
    while end < text.len() {
        let next = next_boundary(text, end);
        let class = class(slice(text, end..next));
        if word == Class::Between {
            word = class;
        } else if class != word {
            break;
        }
        end = next;
    }
    end
}

fn class(grapheme: &str) -> Class {
    grapheme.chars().next().map_or(Class::Between, class_of)
}

pub(super) fn class_of(c: char) -> Class {
    match c {
        '_' => Class::Letters,
        '々' | '〇' // of Han, though in the block of punctuation
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => Class::Han,
        '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{FF66}'..='\u{FF9F}' => Class::Kana,
        '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{AC00}'..='\u{D7FF}' => Class::Hangul,
        _ if c.is_alphanumeric() => Class::Letters,
        _ if is_between(c) => Class::Between,
        _ => Class::Sign,
    }
}

/// Of what is neither letter nor digit: spaces and punctuation, ASCII and CJK forms included.
fn is_between(c: char) -> bool {
    let punctuation = matches!(
        c,
        '\u{A1}'..='\u{BF}'
        | '\u{2000}'..='\u{206F}'
        | '\u{3000}'..='\u{303F}'
        | '\u{30FB}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF65}'
    );
    punctuation || c.is_ascii() || c.is_whitespace()
}
