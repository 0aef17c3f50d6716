//! What is offered while a word is typed: members after `@`, faces and emoji after `:`.
//!
//! Owns when something is offered, which of it the bar is on, and putting it in. Never: who fits (`mentioning`), what there is
//! to choose from (`faces`).

mod mentioning;

use std::sync::Arc;

use super::compose::note_draft;
use super::faces;
use super::model::{Focus, Model};
use super::picker::Bar;
use super::step::{Step, Touched};
use crate::domain::geometry::{Area, Point};
use crate::domain::id::PeerId;
use crate::domain::text::slice;

pub use mentioning::Member;
pub(super) use mentioning::whole_mention;

/// Rows of the list, at most.
const ROWS: u16 = 8;
/// Columns at most: what is more is far from the name it belongs to.
const WIDEST: u16 = 48;
/// Offered at most: who does not see it in so many types another letter.
const MOST: usize = 50;
/// A word longer than this is no name, in bytes.
const LONGEST: usize = 64;

/// What is offered for the word at the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    chat: PeerId,
    /// Where the mark that began the word stands, and where the caret does behind it.
    from: usize,
    caret: usize,
    /// Best first. Shared: each turn is compared with the one before.
    pub offers: Arc<[Offer]>,
    pub selected: usize,
    /// Esc was pressed: this word is left alone.
    closed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    Member(Member),
    /// By its place among all faces.
    Face(u16),
}

/// Which mark begins the word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Member,
    Face,
}

/// What is offered now, where the keys go to the composer.
pub fn offered(model: &Model) -> Option<&Completion> {
    let writing = model.focus == Focus::Composer && model.overlay.is_none() && model.has_panes();
    let here = |completion: &&Completion| {
        !completion.closed
            && !completion.offers.is_empty()
            && model.chats.open == Some(completion.chat)
            && model
                .talk()
                .is_some_and(|talk| talk.selected.is_none() && talk.draft.caret() == completion.caret)
    };
    model.completion.as_ref().filter(|_| writing).filter(here)
}

/// After each edit: the word at the caret may be another one.
pub(super) fn look(model: &mut Model) {
    let before = model.completion.take();
    let Some((chat, talk)) = model.chats.open.zip(model.talk()) else {
        return;
    };
    let caret = talk.draft.caret();
    let Some((mark, from)) = word(talk.draft.text(), caret) else {
        return;
    };
    let closed = before.is_some_and(|before| before.closed && before.from == from && before.chat == chat);
    let typed = behind_mark(slice(talk.draft.text(), 0..caret), from);
    let mut offers: Vec<Offer> = match mark {
        Mark::Member => {
            let members = mentioning::members(model, chat, typed).into_iter();
            members.map(Offer::Member).collect()
        }
        Mark::Face => {
            let found = faces::search(typed, &model.faces.recent).into_iter();
            found.map(Offer::Face).collect()
        }
    };
    offers.truncate(MOST);
    model.completion = Some(Completion {
        chat,
        from,
        caret,
        offers: offers.into(),
        selected: 0,
        closed,
    });
}

/// The mark that begins the word at the caret, and where it stands. An address of e-mail, a time and a link have it in their
/// middle, after a letter or a digit. Chinese is written without spaces, so `@` begins a word there; but a colon after any
/// letter is one (`他说:好`), and Enter has to send that.
fn word(text: &str, caret: usize) -> Option<(Mark, usize)> {
    let before = text.get(..caret)?;
    let (from, mark) = before
        .char_indices()
        .rev()
        .take_while(|(at, c)| !c.is_whitespace() && caret - at <= LONGEST)
        .find_map(|(at, c)| match c {
            '@' | '＠' => Some((at, Mark::Member)),
            ':' | '：' => Some((at, Mark::Face)),
            _ => None,
        })?;
    let left = before.get(..from)?.chars().next_back();
    let joins = |c: char| match mark {
        Mark::Member => c.is_ascii_alphanumeric() || "._%+-:/".contains(c),
        Mark::Face => c.is_alphanumeric() || "._%+-:：/".contains(c),
    };
    if left.is_some_and(joins) {
        return None;
    }
    let typed = behind_mark(before, from);
    (mark == Mark::Member || is_long_enough(typed)).then_some((mark, from))
}

/// What is typed of the word: an input method's mark is longer than one of the keyboard.
fn behind_mark(before: &str, from: usize) -> &str {
    let word = before.get(from..).unwrap_or_default();
    let mut chars = word.chars();
    chars.next();
    chars.as_str()
}

/// Two letters, or one that is a word by itself; `:)` and `:3` are not asked about.
fn is_long_enough(typed: &str) -> bool {
    let letters = typed.chars().all(|c| c.is_alphanumeric() || "_+-".contains(c));
    let first = typed.chars().next().is_some_and(char::is_alphabetic);
    letters && first && (!typed.is_ascii() || typed.len() >= 2)
}

pub(super) fn move_by(model: &mut Model, entries: isize, step: &mut Step) {
    if let Some(completion) = &mut model.completion {
        let count = isize::try_from(completion.offers.len())
            .unwrap_or(isize::MAX)
            .max(1);
        let at = isize::try_from(completion.selected).unwrap_or(0);
        // Past the last comes the first: the list is short, and one is often meant that stands at its end.
        completion.selected = at.saturating_add(entries).rem_euclid(count).unsigned_abs();
    }
    step.touch(Touched::CONVERSATION);
}

/// Esc: the word stays as it was typed. Whether anything was offered.
pub(super) fn call_off(model: &mut Model, _: &mut Step) -> bool {
    let shown = offered(model).is_some();
    if let Some(completion) = model.completion.as_mut().filter(|_| shown) {
        completion.closed = true;
    }
    shown
}

/// Where it stands: over the last rows of the messages, so that neither they nor the text move.
pub fn area(completion: &Completion, messages: Area) -> Area {
    let count = u16::try_from(completion.offers.len()).unwrap_or(u16::MAX);
    let height = count.min(ROWS).min(messages.height);
    Area {
        width: messages.width.min(WIDEST),
        height,
        y: messages.y + messages.height - height,
        ..messages
    }
}

/// A click on one of them puts it in. Whether it was on one.
pub(super) fn press(model: &mut Model, messages: Area, at: Point, step: &mut Step) -> bool {
    let Some(offered) = offered(model) else {
        return false;
    };
    let area = area(offered, messages);
    let nth = Bar::from(offered.selected).first(area.height) + usize::from(at.y.saturating_sub(area.y));
    let Some(completion) = model.completion.as_mut().filter(|_| area.contains(at)) else {
        return false;
    };
    completion.selected = nth;
    choose(model, step);
    true
}

/// Puts in what the bar is on, in place of what was typed of it.
pub(super) fn choose(model: &mut Model, step: &mut Step) {
    let Some(completion) = model.completion.take() else {
        return;
    };
    let words = match completion.offers.get(completion.selected) {
        Some(Offer::Member(member)) => member.mention(),
        Some(Offer::Face(face)) => {
            faces::used(model, *face);
            faces::face(*face)
                .map(|face| face.insert.clone())
                .unwrap_or_default()
        }
        None => return,
    };
    if let Some(talk) = model.talk_mut() {
        talk.draft.swap(completion.from..completion.caret, &words);
    }
    note_draft(model, step);
    step.touch(Touched::INPUT);
}
