//! What was shared in a chat: the pictures, files, links and videos that are kept, newest first, page by page.
//!
//! Owns the list of a page, and the way from it into the conversation. Never: how a line is found (`store`).

use super::asked::Said;
use super::say;
use crate::app::conversation::Line;
use crate::app::model::{Model, Overlay};
use crate::app::moving::along;
use crate::app::people;
use crate::app::picker::Bar;
use crate::app::search::memory;
use crate::app::step::{Step, Touched};
use crate::app::{links, trail, viewer, windows};
use crate::domain::id::{MsgId, PeerId};
use crate::port::store::{Found, Has, LineRecord, Search, StoreCommand};

/// Of a question, at most.
const NEWEST: u16 = 50;
/// Questions of a page are numbered from here on, so that their answers are told from the search's.
const NUMBERS: u64 = 1 << 62;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared {
    /// Whose chat.
    pub peer: Option<PeerId>,
    /// Newest first.
    pub hits: Vec<LineRecord>,
    pub selected: usize,
    /// [`Picker::top`](crate::app::picker::Picker).
    top: usize,
    /// The answer is still to come.
    pub waiting: bool,
    /// Older ones are kept.
    pub more: bool,
    asked: u64,
}

impl Shared {
    pub fn bar(&self) -> Bar {
        let (selected, top) = (self.selected, self.top);
        Bar { selected, top }
    }
}

pub(super) fn open(model: &mut Model, step: &mut Step) {
    let Some(peer) = people::page(model) else {
        return;
    };
    model.manage.shared = Shared {
        peer: Some(peer),
        asked: model.manage.shared.asked,
        ..Shared::default()
    };
    trail::open(model, Overlay::Shared);
    ask(model, peer, step);
}

/// The next of them, older than what is listed.
fn ask(model: &mut Model, peer: PeerId, step: &mut Step) {
    let shared = &mut model.manage.shared;
    shared.asked += 1;
    shared.waiting = true;
    let question = Search {
        number: NUMBERS | shared.asked,
        within: vec![peer],
        has: vec![Has::Image, Has::Video, Has::File, Has::Link],
        before: shared.hits.last().map(|oldest| oldest.seq),
        count: NEWEST,
        ..Search::default()
    };
    if model.history.is_open() {
        step.store(StoreCommand::Search(question));
    } else {
        let talk = model.conversations.get(peer);
        let lines = talk.into_iter().flat_map(|talk| &talk.lines);
        let found = memory::found(lines.map(|line| (peer, line)), &question);
        on_found(model, found, step);
    }
}

/// The store's answer. Whether it was to a page's question.
pub(in crate::app) fn on_found(model: &mut Model, found: Found, step: &mut Step) -> Option<Found> {
    if found.number & NUMBERS == 0 {
        return Some(found);
    }
    let shared = &mut model.manage.shared;
    if found.number == NUMBERS | shared.asked {
        shared.hits.extend(found.hits);
        (shared.waiting, shared.more) = (false, found.more);
        step.touch(Touched::ALL);
    }
    None
}

pub(in crate::app) fn move_by(model: &mut Model, entries: isize, step: &mut Step) {
    let shared = &mut model.manage.shared;
    let last = shared.hits.len().saturating_sub(1);
    shared.selected = along(shared.selected, entries, shared.hits.len());
    if shared.selected == last
        && shared.more
        && !shared.waiting
        && let Some(peer) = shared.peer
    {
        ask(model, peer, step);
    }
    step.touch(Touched::ALL);
}

/// A click on this row of a list so high: the bar goes there; where it is already, this is Enter.
pub(in crate::app) fn press(model: &mut Model, row: u16, height: u16, step: &mut Step) {
    let shared = &mut model.manage.shared;
    let first = shared.bar().first(height);
    let nth = first + usize::from(row);
    if nth >= shared.hits.len() {
    } else if shared.selected == nth {
        enter(model, step);
    } else {
        (shared.selected, shared.top) = (nth, first);
        step.touch(Touched::ALL);
    }
}

/// What Enter leads to from what the bar is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    Picture,
    Links,
    Message,
}

pub fn leads(model: &Model) -> Option<Leads> {
    let hit = model.manage.shared.hits.get(model.manage.shared.selected)?;
    Some(if viewer::shows(model, &Line::of(hit.clone())) {
        Leads::Picture
    } else if links::addresses(&hit.body).is_empty() {
        Leads::Message
    } else {
        Leads::Links
    })
}

/// Enter: a picture on the whole screen, the addresses of a link to choose from; whatever else to where it was said.
pub(in crate::app) fn enter(model: &mut Model, step: &mut Step) {
    let shared = &model.manage.shared;
    let hit = shared.hits.get(shared.selected).cloned();
    let shown = match hit.zip(leads(model)) {
        Some((hit, Leads::Picture)) => viewer::open_at(model, &hit, step),
        Some((hit, Leads::Links)) => links::offer(model, (&hit.body, hit.state.id()), step),
        Some((_, Leads::Message)) | None => false,
    };
    if !shown {
        jump(model, step);
    }
}

/// It was taken back: it is not listed any more. Whether it was.
pub(in crate::app) fn forget(model: &mut Model, message: MsgId) -> bool {
    let shared = &mut model.manage.shared;
    let before = shared.hits.len();
    shared.hits.retain(|hit| hit.state.id() != Some(message));
    shared.selected = shared.selected.min(shared.hits.len().saturating_sub(1));
    shared.hits.len() < before
}

/// To the line in its chat.
pub(in crate::app) fn jump(model: &mut Model, step: &mut Step) {
    let shared = &model.manage.shared;
    let hit = shared.hits.get(shared.selected).map(|hit| (hit.chat, hit.seq));
    match hit {
        Some((chat, seq)) => {
            model.overlay = None;
            windows::jump(model, chat, seq, step);
        }
        None => say(model, Said::NothingShared),
    }
    step.touch(Touched::ALL);
}
