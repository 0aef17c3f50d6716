//! Finding words in what was said: what counts as found, for the index on disk and for the lines in memory alike.
//!
//! Text is folded first (case, full width, accents). Letters and digits in a row are one token; a character of a script
//! without spaces, and a sign such as an emoji, is one by itself. A word is found where its characters stand in a row and
//! begin at the beginning of a token; its last letters may be the beginning of a longer word, so that results come while
//! it is typed. A single letter is only itself: what begins with `a` is half of everything.

use std::ops::Range;

use super::fold::fold_char;
use super::grapheme::{prev_boundary, snap_right};
use super::word::{Class, class_of};

/// What a folded character is to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Of a token that may have more: a letter or digit.
    Letter,
    /// A token by itself.
    Single,
    /// Of no token: punctuation, and the space between two runs of letters.
    Between,
}

/// One folded character, and where in the text it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub c: char,
    pub part: Part,
    start: u32,
    end: u32,
}

/// A text as a search sees it. Spaces count between two runs of letters alone, and then as one: people write
/// `iPhone 手机` and `iPhone手机`.
pub fn seen(text: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::with_capacity(text.len() / 2);
    let mut space = false;
    for (at, raw) in text.char_indices() {
        if raw.is_whitespace() {
            space = true;
            continue;
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (start, end) = (place(at), place(at + raw.len_utf8()));
        fold_char(raw, |c| {
            let part = part(c);
            let joins = part == Part::Letter && seen.last().is_some_and(|last| last.part == Part::Letter);
            if space && joins {
                seen.push(Seen {
                    c: ' ',
                    part: Part::Between,
                    start,
                    end: start,
                });
            }
            space = false;
            seen.push(Seen { c, part, start, end });
        });
    }
    seen
}

fn part(c: char) -> Part {
    match class_of(c) {
        _ if c == '_' => Part::Between,
        Class::Between => Part::Between,
        Class::Letters => Part::Letter,
        Class::Han | Class::Kana | Class::Hangul | Class::Sign => Part::Single,
    }
}

/// A word or phrase, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(Vec<Seen>);

impl Word {
    /// `None` where there is nothing to look for: punctuation alone is not looked for.
    pub fn new(raw: &str) -> Option<Self> {
        let seen = seen(raw);
        seen.iter()
            .any(|seen| seen.part != Part::Between)
            .then_some(Self(seen))
    }

    pub fn seen(&self) -> &[Seen] {
        &self.0
    }

    /// Whether its last token may be the beginning of a longer one.
    pub fn is_open(&self) -> bool {
        let mut back = self.0.iter().rev();
        let letter = |seen: Option<&Seen>| seen.is_some_and(|seen| seen.part == Part::Letter);
        letter(back.next()) && letter(back.next())
    }

    /// Where it stands in a text, as indices of `text`.
    fn places<'a>(&'a self, text: &'a [Seen]) -> impl Iterator<Item = Range<usize>> + 'a {
        let length = self.0.len();
        let begins_letters = self.0.first().is_some_and(|seen| seen.part == Part::Letter);
        let ends_letters = self.0.last().is_some_and(|seen| seen.part == Part::Letter);
        let letter = |seen: Option<&Seen>| seen.is_some_and(|seen| seen.part == Part::Letter);
        let whole = ends_letters && !self.is_open();
        text.windows(length).enumerate().filter_map(move |(at, here)| {
            let same = here.iter().zip(&self.0).all(|(here, mine)| here.c == mine.c);
            let before = at.checked_sub(1).and_then(|before| text.get(before));
            let fits =
                same && !(begins_letters && letter(before)) && !(whole && letter(text.get(at + length)));
            fits.then_some(at..at + length)
        })
    }
}

/// All the words of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought(Vec<Word>);

impl Sought {
    pub fn new(words: &[String]) -> Self {
        Self(words.iter().filter_map(|word| Word::new(word)).collect())
    }

    /// Nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn words(&self) -> &[Word] {
        &self.0
    }

    /// Whether every word is in the text.
    pub fn is_in(&self, text: &str) -> bool {
        if self.is_empty() {
            return true;
        }
        let text = seen(text);
        self.0.iter().all(|word| word.places(&text).next().is_some())
    }

    /// Where any of the words stands, in bytes: whole graphemes, in order, apart from one another.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let seen = seen(text);
        let mut marks: Vec<Range<usize>> = self
            .0
            .iter()
            .flat_map(|word| word.places(&seen))
            .filter_map(|place| {
                let first = seen.get(place.start)?.start as usize;
                let last = seen.get(place.end.checked_sub(1)?)?.end as usize;
                Some(snap_left(text, first)..snap_right(text, last))
            })
            .collect();
        marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
        marks.dedup_by(|next, mark| {
            let joined = next.start <= mark.end;
            if joined {
                mark.end = mark.end.max(next.end);
            }
            joined
        });
        marks
    }
}

/// `at`, or the start of the grapheme that it would split.
fn snap_left(text: &str, at: usize) -> usize {
    if snap_right(text, at) == at {
        at
    } else {
        prev_boundary(text, at)
    }
}
