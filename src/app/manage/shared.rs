//! What was shared in a chat: the newest pictures, files, links and videos that are kept.
//!
//! Owns the list of a page, and the way from it into the conversation. Never: how a line is found (`store`).

use super::asked::Said;
use super::say;
use crate::app::history::Shelf;
use crate::app::model::{Model, Overlay};
use crate::app::people;
use crate::app::search::memory;
use crate::app::step::{Step, Touched};
use crate::app::windows;
use crate::domain::id::PeerId;
use crate::port::store::{Found, Has, LineRecord, Search, StoreCommand};

/// At most so many.
const NEWEST: u16 = 50;
/// Questions of a page are numbered from here on, so that their answers are told from the search's.
const NUMBERS: u64 = 1 << 62;
/// Entries of a page.
const PAGE: isize = 10;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared {
    /// Whose chat.
    pub peer: Option<PeerId>,
    /// Newest first.
    pub hits: Vec<LineRecord>,
    pub selected: usize,
    /// The answer is still to come.
    pub waiting: bool,
    asked: u64,
}

pub(super) fn open(model: &mut Model, step: &mut Step) {
    let Some(peer) = people::page(model) else {
        return;
    };
    let asked = model.manage.shared.asked + 1;
    let question = Search {
        number: NUMBERS | asked,
        within: vec![peer],
        has: vec![Has::Image, Has::Video, Has::File, Has::Link],
        count: NEWEST,
        ..Search::default()
    };
    model.manage.shared = Shared {
        peer: Some(peer),
        waiting: true,
        asked,
        ..Shared::default()
    };
    model.manage.page = Some(peer);
    model.overlay = Some(Overlay::Shared);
    if matches!(model.history.shelf, Shelf::Open { .. }) {
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
        shared.hits = found.hits;
        shared.waiting = false;
        step.touch(Touched::ALL);
    }
    None
}

pub(in crate::app) fn move_by(model: &mut Model, entries: isize, step: &mut Step) {
    let shared = &mut model.manage.shared;
    let last = shared.hits.len().saturating_sub(1);
    shared.selected = shared.selected.saturating_add_signed(entries).min(last);
    step.touch(Touched::ALL);
}

pub(in crate::app) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    move_by(model, pages.saturating_mul(PAGE), step);
}

/// To the line in its chat.
pub(super) fn jump(model: &mut Model, step: &mut Step) {
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
