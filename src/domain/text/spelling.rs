//! Names found by how they are spelt: as they stand, or by their pinyin in any reading, whole or by initials.
//!
//! Owns nothing but the matcher. Never: which of several hits is better than another of the same fit.

use std::sync::LazyLock;

use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::{PinyinData, PinyinNotation};

use super::fold;

/// A constant, spread out at its first use.
static READINGS: LazyLock<PinyinData> = LazyLock::new(|| PinyinData::new(notations()));

/// Letters from which on a match in the middle of a name counts: fewer fit nearly everybody.
const LETTERS: usize = 3;

/// `chongqing` and `cq`.
fn notations() -> PinyinNotation {
    PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter
}

/// What is typed to find a name.
pub struct Spelling {
    folded: String,
    /// `None` for letters with a case beyond ASCII: no pinyin has them, and the matcher cannot fold those whose other case is
    /// of another length.
    matcher: Option<IbMatcher<'static, str>>,
    /// Matches in the middle count.
    inside: bool,
}

/// How well a name fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    Whole,
    Beginning,
    Inside,
}

impl Spelling {
    /// Nothing typed fits everything.
    pub fn new(typed: &str) -> Self {
        let plain = |c: char| c.is_ascii() || !(c.is_lowercase() || c.is_uppercase());
        let matcher = typed.chars().all(plain).then(|| {
            let pinyin = PinyinMatchConfig::builder(notations()).data(&READINGS).build();
            let typed = IbMatcher::builder(typed);
            typed.is_pattern_partial(true).pinyin(pinyin).build()
        });
        Self {
            folded: fold(typed),
            matcher,
            inside: !typed.is_ascii() || typed.len() >= LETTERS,
        }
    }

    pub fn fit(&self, name: &str) -> Option<Fit> {
        let folded = fold(name);
        let plain = folded
            .find(&self.folded)
            .and_then(|at| self.place(at, at + self.folded.len() == folded.len()));
        let found = self.matcher.as_ref().and_then(|matcher| matcher.find(name));
        let spelt = found.and_then(|found| self.place(found.start(), found.end() == name.len()));
        plain.into_iter().chain(spelt).min()
    }

    fn place(&self, start: usize, ends: bool) -> Option<Fit> {
        match (start, ends) {
            (0, true) => Some(Fit::Whole),
            (0, false) => Some(Fit::Beginning),
            (..) => self.inside.then_some(Fit::Inside),
        }
    }
}
