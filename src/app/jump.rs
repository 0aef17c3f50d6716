//! Looking into a message: from a reply to what it replies to, into a record, into a list of articles.
//!
//! Owns what can be looked into, and finding what is quoted: by its id where the reply tells one, else the nearest line
//! before it that says the same and is by whoever is named. Never: more lines than a question gives back.

use super::conversation::Line;
use super::directory::Directory;
use super::model::{Hint, Model};
use super::step::Step;
use super::{rows, unfold, windows};
use crate::domain::id::{PeerId, Seq};
use crate::domain::message::{Body, Quote};
use crate::port::store::{Found, From, Has, Search, State, StoreCommand};

/// Questions are numbered from here on: those of the search stay below.
const FIRST: u64 = 1 << 63;
/// Lines looked at for one that says the same.
const MOST: u16 = 50;
/// Characters of what is quoted that are looked for.
const NEEDLE: usize = 24;
/// What is quoted may be cut; from so many characters on, its beginning is enough.
const CUT: usize = 40;
/// Characters of a part that is quoted: fewer stand in many lines.
const LEAST_PART: usize = 6;

/// The question under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jump {
    number: u64,
    asked: Option<Asked>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    chat: PeerId,
    reply: Seq,
    quote: Quote,
    /// By its id; if that is not kept, by what it says.
    by_id: bool,
}

/// What was not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The message that is quoted.
    Quoted,
    /// Anything to be looked into.
    Anything,
}

/// Whether there is anything to be looked into.
pub(super) fn leads_on(body: &Body) -> bool {
    matches!(body, Body::Quote(_)) || unfold::is_folded(body)
}

/// Into the chosen message. `false` where it is all there already.
pub(super) fn into(model: &mut Model, step: &mut Step) -> bool {
    let Some(line) = model.chosen().cloned() else {
        return false;
    };
    if let Body::Quote(quote) = &line.body {
        to_quoted(model, (&line, quote), step);
        return true;
    }
    unfold::open(model, &line, step)
}

/// As [`into`], and says so where there is nothing.
pub(super) fn look(model: &mut Model, step: &mut Step) {
    if !into(model, step) {
        model.hint = Some(Hint::NothingIn(Target::Anything));
    }
}

/// To the message that a reply in the open chat is to: first in memory, then wherever it is kept.
pub(super) fn to_quoted(model: &mut Model, (reply, quote): (&Line, &Quote), step: &mut Step) {
    let Some(chat) = model.chats.open else {
        return;
    };
    let mut quote = quote.clone();
    // Nothing replies to itself, whatever it says.
    quote.of = quote.of.filter(|of| reply.state != State::Kept(Some(*of)));
    let asked = Asked {
        chat,
        reply: reply.seq,
        by_id: quote.of.is_some(),
        quote,
    };
    if let Some(seq) = in_memory(model, &asked) {
        windows::jump(model, chat, seq, step);
    } else {
        ask(model, asked, step);
    }
}

fn ask(model: &mut Model, asked: Asked, step: &mut Step) {
    let Some(question) = asked.question().filter(|_| model.history.is_open()) else {
        model.hint = Some(Hint::NothingIn(Target::Quoted));
        return;
    };
    model.jump.number = (model.jump.number + 1) | FIRST;
    let number = model.jump.number;
    step.store(StoreCommand::Search(Search { number, ..question }));
    model.jump.asked = Some(asked);
}

/// Whether this is an answer to a question of ours.
pub(super) fn is_ours(found: &Found) -> bool {
    found.number >= FIRST
}

pub(super) fn on_found(model: &mut Model, found: &Found, step: &mut Step) {
    if found.number != model.jump.number {
        return;
    }
    let Some(asked) = model.jump.asked.take() else {
        return;
    };
    if model.chats.open != Some(asked.chat) {
        // The reader has gone elsewhere meanwhile.
        return;
    }
    let hits = found.hits.iter().map(|hit| (hit.seq, hit.from, &hit.body));
    let hit = match found.hits.first() {
        Some(hit) if asked.by_id => Some(hit.seq),
        Some(_) | None => nearest(&model.directory, &asked, hits),
    };
    match hit {
        Some(seq) => windows::jump(model, asked.chat, seq, step),
        None if asked.by_id => {
            let asked = Asked {
                by_id: false,
                ..asked
            };
            ask(model, asked, step);
        }
        None => model.hint = Some(Hint::NothingIn(Target::Quoted)),
    }
}

fn in_memory(model: &Model, asked: &Asked) -> Option<Seq> {
    let talk = model.conversations.get(asked.chat)?;
    if let Some(id) = asked.quote.of
        && let Some(line) = talk.lines.iter().find(|line| line.state == State::Kept(Some(id)))
    {
        return Some(line.seq);
    }
    if asked.by_id && model.history.is_open() {
        // The store may have that very line: none that only says the same comes before it.
        return None;
    }
    let at = talk.lines.iter().position(|line| line.seq == asked.reply)?;
    let before = talk.lines.get(..at)?.iter().rev();
    let told = before.map(|line| (line.seq, line.from, &line.body));
    nearest(&model.directory, asked, told)
}

/// Of lines, newest first: the first that says what is quoted and is by whoever is named; else the first of theirs that has
/// it as a part; else the first that says it, by anybody: people are called by other names on other phones.
fn nearest<'a>(
    directory: &Directory,
    asked: &Asked,
    lines: impl Iterator<Item = (Seq, From, &'a Body)>,
) -> Option<Seq> {
    let quoted = asked.quote.quoted.as_str();
    let (mut a_part, mut by_anybody) = (None, None);
    for (seq, from, body) in lines.filter(|(seq, ..)| *seq != asked.reply) {
        let Some(fit) = fit(body, quoted) else {
            continue;
        };
        let theirs = is_by(directory, asked.chat, (from, asked.quote.name.as_str()));
        match fit {
            Fit::Whole | Fit::Kind if theirs => return Some(seq),
            Fit::Part if theirs => a_part = a_part.or(Some(seq)),
            Fit::Whole => by_anybody = by_anybody.or(Some(seq)),
            Fit::Kind | Fit::Part => {}
        }
    }
    a_part.or(by_anybody)
}

impl Asked {
    /// What the store is asked; `None` where nothing tells what is quoted.
    fn question(&self) -> Option<Search> {
        let question = Search {
            within: vec![self.chat],
            before: Some(self.reply),
            count: MOST,
            ..Search::default()
        };
        if self.by_id {
            let id = self.quote.of;
            return Some(Search {
                id,
                before: None,
                count: 1,
                ..question
            });
        }
        let quoted = self.quote.quoted.as_str();
        if let Some(kind) = placeholder(quoted) {
            let has = vec![kind.has?];
            return Some(Search { has, ..question });
        }
        let words = unlabelled(quoted).lines().find(|line| !line.trim().is_empty())?;
        Some(Search {
            words: vec![needle(words)],
            ..question
        })
    }
}

/// The beginning of what is looked for. A single letter behind a cut would be only itself to a search, not the beginning
/// of its word.
fn needle(words: &str) -> String {
    let mut needle: String = words.chars().take(NEEDLE).collect();
    if needle.len() < words.len() {
        let mut last = needle.chars().rev();
        let lone = last.next().is_some_and(char::is_alphanumeric) && last.next() == Some(' ');
        if lone {
            needle.pop();
        }
    }
    needle
}

/// What a phone writes in place of something that is no text.
struct Kind {
    names: &'static [&'static str],
    has: Option<Has>,
}

const KINDS: [Kind; 4] = [
    Kind {
        names: &["图片", "照片", "圖片", "Photo", "Image"],
        has: Some(Has::Image),
    },
    Kind {
        names: &["视频", "視頻", "小视频", "Video"],
        has: Some(Has::Video),
    },
    Kind {
        names: &["语音", "語音", "Voice"],
        has: Some(Has::Voice),
    },
    Kind {
        names: &["动画表情", "動畫表情", "表情", "Sticker"],
        has: None,
    },
];

/// The kind, where that is all that is quoted.
fn placeholder(quoted: &str) -> Option<&'static Kind> {
    let name = quoted.trim().strip_prefix('[')?.strip_suffix(']')?;
    KINDS.iter().find(|kind| kind.names.contains(&name))
}

/// How a line is what is quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It says just that.
    Whole,
    /// It says that, too: parts can be quoted.
    Part,
    /// It is of the kind that is named.
    Kind,
}

fn fit(body: &Body, quoted: &str) -> Option<Fit> {
    if let Some(kind) = placeholder(quoted) {
        let is_kind = match kind.has {
            Some(has) => has.is_in(body),
            None => matches!(body, Body::Sticker(_)),
        };
        return is_kind.then_some(Fit::Kind);
    }
    let said = rows::text_of(body).map_or_else(|| rows::title_of(body), |text| text.as_str());
    let said = flat(said);
    let mut part = None;
    for quoted in [quoted, unlabelled(quoted)] {
        let whole = flat(quoted);
        // What is quoted may be cut, and on one line.
        let cut = whole.trim_end_matches(['…', '.']);
        let length = cut.chars().count();
        if !whole.is_empty() && said == whole || length >= CUT && said.starts_with(cut) {
            return Some(Fit::Whole);
        }
        if cut.len() < whole.len() && !cut.is_empty() && said.starts_with(cut) {
            return Some(Fit::Whole);
        }
        if length >= LEAST_PART && said.contains(cut) {
            part = Some(Fit::Part);
        }
    }
    part
}

/// `[文件] name` is a file of that name.
fn unlabelled(quoted: &str) -> &str {
    let label = quoted
        .trim()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    label
        .map(|(_, rest)| rest.trim())
        .filter(|rest| !rest.is_empty())
        .unwrap_or(quoted)
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether somebody goes by this name in the chat, here or on another phone.
fn is_by(directory: &Directory, chat: PeerId, (from, name): (From, &str)) -> bool {
    if name.is_empty() {
        return true;
    }
    let mine = [directory.my_name_in(chat), directory.my_name()];
    let mine = mine.into_iter().flatten().any(|known| known == name);
    let peer = match from {
        From::Me => return mine,
        From::Service => return false,
        From::Peer(peer) => peer,
    };
    let group = directory.peer(chat).filter(|chat| chat.contact.group.is_some());
    let Some(person) = directory.peer(peer) else {
        return false;
    };
    let contact = &person.contact;
    let member = group.and_then(|group| group.member(&contact.user_name));
    let names = [&contact.remark_name, &contact.nick_name].into_iter();
    let cards = member.map(|member| [&member.card_name, &member.nick_name]);
    let called = names
        .chain(cards.into_iter().flatten())
        .any(|known| known.as_str() == name);
    // In a chat of two, whoever is not me is the other.
    called || (group.is_none() && !mine)
}
