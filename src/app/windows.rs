//! Which part of a chat is in memory: pages are asked for before the reader comes to the end of what is there, and what
//! is far from the reader is let go.
//!
//! Owns when to ask, how much to hold, and the way to a place that is not in memory. Never: how a page joins a window
//! (`conversation`). Without a store nothing is asked and nothing let go.

use std::collections::BTreeSet;

use super::arriving::is_listed;
use super::conversation::{Conversation, Edge, FIRST, Line, Scroll};
use super::model::Model;
use super::reading::{self, read_open};
use super::rows;
use super::step::{Step, Touched};
use crate::domain::id::{PeerId, Seq};
use crate::domain::time::Timestamp;
use crate::port::store::{LineRecord, Page, Place, Read, StoreCommand};

/// Lines of a page, for every screen on which they are more than [`NEAR`] of it.
const PAGE: usize = 200;
/// Screens left before the end of the window when the next page is asked for.
const NEAR: usize = 2;
/// Lines the open chat is trimmed to once it has twice as many, on all but the highest screens.
const HELD: usize = 600;
/// Lines of a chat that is not open.
const RESTING: usize = 50;
/// Places remembered to go back to.
const MOST_BACK: usize = 16;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Windows {
    /// A store is open and not in trouble: what is let go can be read again.
    pub reading: bool,
    /// Where the reader of the open chat wants to be, until the page is here.
    going: Option<Going>,
    /// Where the reader stood before each jump.
    back: Vec<Stand>,
    /// Chats whose last line may not be in memory any more: it is to be read, and tells when they last spoke.
    ends: BTreeSet<PeerId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Going {
    chat: PeerId,
    to: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    First,
    Last,
    /// This line, chosen and in view.
    Line(Seq),
    /// As it was left.
    Stand {
        top: (Seq, usize),
        chosen: Option<Seq>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stand {
    chat: PeerId,
    to: Target,
}

impl Windows {
    /// Another account: no place of the old one means anything.
    pub(super) fn forget(&mut self) {
        *self = Self {
            reading: self.reading,
            ..Self::default()
        };
    }

    fn going_in(&self, chat: PeerId) -> Option<Target> {
        let going = self.going.filter(|going| going.chat == chat);
        going.map(|going| going.to)
    }
}

impl Target {
    /// The page that brings it.
    fn place(self) -> Place {
        match self {
            Self::First => Place::After(FIRST.0, FIRST.1),
            Self::Last => Place::End,
            Self::Line(seq) | Self::Stand { top: (seq, _), .. } => Place::Around(seq),
        }
    }
}

/// A page that goes on from the window's edge, not one that may replace it.
fn is_edge(place: Place) -> bool {
    match place {
        Place::Before(..) => true,
        Place::After(at, seq) => (at, seq) != FIRST,
        Place::End | Place::Around(_) => false,
    }
}

/// The last line of a chat, as it was kept: its window is that line, until it is opened.
pub fn begin(model: &mut Model, last: LineRecord) {
    let chat = model.directory.resolve(last.chat);
    model.conversations.of(chat).begin(Line::of(last));
}

/// The end of the open chat.
pub(super) fn to_end(model: &mut Model, step: &mut Step) {
    go(model, Target::Last, step);
}

/// The very first line of the open chat.
pub(super) fn to_start(model: &mut Model, step: &mut Step) {
    go(model, Target::First, step);
}

/// Shows a line wherever it is kept, chosen; [`back`] leads to where the reader stood.
pub fn jump(model: &mut Model, chat: PeerId, seq: Seq, step: &mut Step) {
    if let Some(stand) = stand(model) {
        let back = &mut model.windows.back;
        back.drain(..(back.len() + 1).saturating_sub(MOST_BACK));
        back.push(stand);
    }
    reading::show(model, chat, step);
    go(model, Target::Line(seq), step);
    step.touch(Touched::ALL);
}

/// Shows a line of the open chat again, chosen, wherever it is kept.
pub(super) fn return_to(model: &mut Model, seq: Seq, step: &mut Step) {
    go(model, Target::Line(seq), step);
}

/// Where the reader stood before the last jump. `false` if there was none.
pub fn back(model: &mut Model, step: &mut Step) -> bool {
    let Some(stand) = model.windows.back.pop() else {
        return false;
    };
    reading::show(model, stand.chat, step);
    go(model, stand.to, step);
    step.touch(Touched::ALL);
    true
}

fn stand(model: &Model) -> Option<Stand> {
    let chat = model.chats.open?;
    let talk = model.conversations.get(chat)?;
    let seq = |at: usize| talk.lines.get(at).map(|line| line.seq);
    let to = match talk.scroll {
        Scroll::Follow => Target::Last,
        Scroll::At { line, row } => Target::Stand {
            top: (seq(line)?, row),
            chosen: talk.selected.and_then(seq),
        },
    };
    Some(Stand { chat, to })
}

fn go(model: &mut Model, to: Target, step: &mut Step) {
    if let Some(chat) = model.chats.open {
        model.windows.going = Some(Going { chat, to });
        reach(model, step);
    }
}

/// Puts the pane where the reader wants to be, if that is in memory; as near as memory goes, if there is no store.
fn reach(model: &mut Model, step: &mut Step) {
    let Some(to) = model.chats.open.and_then(|chat| model.windows.going_in(chat)) else {
        return;
    };
    let (size, zone) = (model.messages_room(), model.settings.zone.clone());
    let reading = model.windows.reading;
    let Some(talk) = model.talk_mut() else {
        return;
    };
    // Nothing more can come: not from a store that is not there, nor to a window that has everything.
    let all = !reading || talk.is_whole();
    let find = |seq: Seq| talk.lines.iter().position(|line| line.seq == seq);
    let (scroll, selected) = match to {
        Target::First if talk.older == Edge::End || all => {
            (Some(rows::top(talk, &zone, size)), talk.selected)
        }
        Target::Last if talk.newer == Edge::End || all => (Some(rows::bottom(talk, &zone, size)), None),
        Target::First | Target::Last => (None, None),
        Target::Line(seq) => {
            let line = find(seq);
            (line.map(|line| rows::to_middle(talk, &zone, size, line)), line)
        }
        Target::Stand { top, chosen } => {
            let line = find(top.0);
            let at = line.map(|line| Scroll::At { line, row: top.1 });
            (at, chosen.and_then(find))
        }
    };
    if let Some(scroll) = scroll {
        (talk.scroll, talk.selected) = (scroll, selected);
    }
    if scroll.is_some() || all {
        model.windows.going = None;
        read_open(model, step);
        step.touch(Touched::CONVERSATION);
    }
}

/// A page was read. One that comes when the store is in trouble may lack what it holds, and is asked for again later.
pub(super) fn on_page(model: &mut Model, page: Page, step: &mut Step) {
    let (chat, place, nothing) = (page.chat, page.from, page.lines.is_empty());
    let open = model.chats.open == Some(chat);
    let reading = model.windows.reading;
    let wanted = open && model.windows.going_in(chat).is_some_and(|to| to.place() == place);
    let (size, zone) = (model.messages_room(), model.settings.zone.clone());
    let Some(talk) = model.conversations.by_peer.get_mut(&chat) else {
        return;
    };
    if !talk.answered(place) {
        return;
    }
    if !reading {
        return talk.tidy();
    }
    let (above, newer) = (rows::above(talk, &zone), talk.newer);
    let end = (place == Place::End && !talk.is_void()).then(|| page.lines.last().map(|line| line.at));
    let used = talk.fill(page, wanted || talk.lines.is_empty());
    if open {
        talk.scroll = rows::held(talk, &zone, size, above);
        if newer == Edge::More && talk.newer == Edge::End {
            talk.scroll = rows::standing(talk, &zone, size);
        }
    }
    if let Some(end) = end {
        on_end(model, chat, end);
        step.touch(Touched::entry(chat));
    }
    if !open {
        return leave(model, chat);
    }
    reach(model, step);
    if wanted && (used || nothing) {
        // What is not there now is not kept.
        model.windows.going = None;
    }
    read_open(model, step);
    step.touch(Touched::CONVERSATION.and(Touched::entry(chat)));
}

/// A chat that is not before the reader's eyes any more keeps a screenful or two.
pub(super) fn leave(model: &mut Model, chat: PeerId) {
    model.windows.going = model.windows.going.filter(|going| going.chat != chat);
    let reading = model.windows.reading;
    if let Some(talk) = model.conversations.by_peer.get_mut(&chat).filter(|_| reading) {
        talk.shrink(RESTING);
    }
}

/// Something was said in a chat: one that is not open does not grow.
pub(super) fn arrived(model: &mut Model, chat: PeerId) {
    let lines = model.conversations.get(chat).map_or(0, |talk| talk.lines.len());
    if model.chats.open != Some(chat) && lines > 2 * RESTING {
        leave(model, chat);
    }
}

/// Two chats were made of one: what each of them ends with is read.
pub(super) fn look_at_ends(model: &mut Model, chats: [PeerId; 2]) {
    model.windows.ends.extend(chats);
}

/// Asks for the ends that are to be read, as soon as no page of the chat as it was is on its way.
fn read_ends(model: &mut Model, step: &mut Step) {
    let Model {
        windows,
        conversations,
        ..
    } = model;
    for chat in &windows.ends {
        let talk = conversations.of(*chat);
        if !talk.is_void() && !talk.has_asked(|place| place == Place::End) {
            talk.ask(Place::End);
            step.store(StoreCommand::Read(Read {
                chat: *chat,
                from: Place::End,
                count: u16::try_from(RESTING).unwrap_or(u16::MAX),
            }));
        }
    }
}

/// The end that was to be read is here.
fn on_end(model: &mut Model, chat: PeerId, read: Option<Timestamp>) {
    if !model.windows.ends.remove(&chat) {
        return;
    }
    let last = model.conversations.get(chat).and_then(Conversation::last_line);
    let at = last.map(|line| line.at).max(read).unwrap_or_default();
    let listed = is_listed(model, chat);
    model.chats.change(chat, listed, |chat| chat.last_at = at);
}

/// At the end of a turn: the open chat lets go of what is far, and asks for what is near. To be called after what the
/// turn changed was written, so that a page tells it.
pub(super) fn settle(model: &mut Model, step: &mut Step) {
    if !model.windows.reading {
        return;
    }
    read_ends(model, step);
    let Some(chat) = model.chats.open else {
        return;
    };
    let (size, going) = (model.messages_size(), model.windows.going_in(chat));
    let height = usize::from(size.height);
    let Some(talk) = model.talk_mut().filter(|talk| !talk.is_void()) else {
        return;
    };
    let held = HELD.max(3 * NEAR * height);
    if talk.lines.len() > 2 * held {
        talk.shrink(held);
    }
    let count = u16::try_from(PAGE.max(2 * NEAR * height)).unwrap_or(u16::MAX);
    let places = match going {
        // Where the window is to be is not known until this is here.
        _ if talk.has_asked(|place| !is_edge(place)) => [None, None],
        Some(to) => [Some(to.place()), None],
        None => near(talk, height),
    };
    for from in places.into_iter().flatten() {
        talk.ask(from);
        step.store(StoreCommand::Read(Read { chat, from, count }));
    }
}

/// The pages that are missing near what is shown. Counted in lines, each of them a row at least: no row is walked.
fn near(talk: &Conversation, height: usize) -> [Option<Place>; 2] {
    let Some((first, last)) = talk.lines.first().zip(talk.lines.last()) else {
        return [(!talk.is_whole()).then_some(Place::End), None];
    };
    let shown = match talk.scroll {
        Scroll::Follow => talk.lines.len().saturating_sub(height),
        Scroll::At { line, .. } => line,
    };
    let left = talk.lines.len().saturating_sub(shown);
    let older = talk.older == Edge::More && shown < NEAR * height;
    let newer = talk.newer == Edge::More && left < (NEAR + 1) * height;
    let asked = |older: bool| talk.has_asked(|place| is_edge(place) && is_before(place) == older);
    let place = |make: fn(Timestamp, Seq) -> Place, line: &Line| make(line.at, line.seq);
    [
        (older && !asked(true)).then(|| place(Place::Before, first)),
        (newer && !asked(false)).then(|| place(Place::After, last)),
    ]
}

fn is_before(place: Place) -> bool {
    matches!(place, Place::Before(..))
}
