//! Searching what was said: everywhere, or in the open chat.
//!
//! Owns what the keys do while the search is on screen, and when the store is asked. Results come as one types: an answer
//! to a question that is not the newest is dropped, and while one is under way the next waits, so that only the newest is
//! asked. Nothing typed is lost by closing. Never: what is kept, where a message stands in its chat (`windows`).
//!
//! Plain words are looked for in what was said. Names, their pinyin and initials count in `from:` and `in:`; the list's own
//! filter finds a chat by them.

pub mod days;
pub mod memory;
pub mod model;
pub mod people;
pub mod query;

use super::layout;
use super::model::{Focus, Model, Overlay};
use super::moving::along;
use super::step::{Step, Touched};
use super::trail;
use super::windows;
use crate::port::store::{Found, Search as Question, StoreCommand};
use query::By;

/// Where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the open chat where the keys are in it, else everywhere; while searching, the other of the two.
    Here,
    Everywhere,
}

/// Brings the search on screen as it was left, unless it looked elsewhere.
pub(super) fn open(model: &mut Model, scope: Scope, step: &mut Step) {
    let shown = model.overlay == Some(Overlay::Search);
    let chat = match scope {
        Scope::Everywhere => None,
        Scope::Here if shown => model.chats.open.filter(|_| model.search.chat.is_none()),
        Scope::Here => model.chats.open.filter(|_| model.focus == Focus::Composer),
    };
    trail::open(model, Overlay::Search);
    model.search.old |= !shown && !model.search.field.is_empty();
    // Whoever did not answer while the search was closed may never do so.
    let unanswered = !shown && model.search.is_waiting();
    if unanswered {
        model.search.give_up();
    }
    let left = std::mem::replace(&mut model.search.chat, chat);
    if left != chat || unanswered || model.search.hits.is_empty() {
        look(model, step);
    }
    refresh(model, step);
    step.touch(Touched::ALL);
}

/// Moves the bar by so many hits, and fetches older ones once it comes to the last.
pub(super) fn move_by(model: &mut Model, hits: isize, step: &mut Step) {
    let search = &mut model.search;
    search.selected = along(search.selected, hits, search.hits.len());
    show_selected(model);
    let search = &mut model.search;
    if search.selected + 1 >= search.hits.len() && search.put_next() {
        ask(model, step);
    }
}

/// The chosen hit is in view.
pub(super) fn show_selected(model: &mut Model) {
    let shown = layout::hits_shown(model);
    model.search.show_selected(shown);
}

/// Goes to the chosen message in its chat. The search stays as it is.
pub(super) fn jump(model: &mut Model, step: &mut Step) {
    let Some((chat, seq)) = model.search.hit().map(|hit| (hit.chat, hit.seq)) else {
        return;
    };
    model.overlay = None;
    windows::jump(model, chat, seq, step);
}

/// The store's answer.
pub(super) fn on_found(model: &mut Model, found: Found, step: &mut Step) {
    if model.search.answered(found) {
        ask(model, step);
    }
    show_selected(model);
    if model.overlay == Some(Overlay::Search) {
        step.touch(Touched::ALL);
    }
}

/// Asks once more, where what was said has changed meanwhile. To be called after the change was written.
pub(super) fn refresh(model: &mut Model, step: &mut Step) {
    let search = &model.search;
    if search.stale && search.asks() && !search.is_waiting() && model.overlay == Some(Overlay::Search) {
        let (question, faults) = read(model);
        model.search.put_again(question, faults);
        ask(model, step);
        show_selected(model);
        step.touch(Touched::ALL);
    }
}

/// Reads the field, and asks what it says.
pub(super) fn look(model: &mut Model, step: &mut Step) {
    let (question, faults) = read(model);
    model.search.put(question, faults);
    ask(model, step);
}

fn read(model: &Model) -> (Question, Vec<query::Fault>) {
    let by = By {
        directory: &model.directory,
        now: model.now,
        zone: &model.settings.zone,
    };
    let (mut question, faults) = query::read(model.search.field.text(), by);
    if let Some(chat) = model.search.chat {
        // The chat that is looked into; `in:` looks elsewhere.
        if question.within.is_empty() {
            question.within.push(model.directory.resolve(chat));
        }
    }
    (question, faults)
}

fn ask(model: &mut Model, step: &mut Step) {
    let Some(question) = model.search.send() else {
        return;
    };
    if model.history.is_open() {
        step.store(StoreCommand::Search(question));
    } else {
        let found = in_memory(model, &question);
        model.search.answered(found);
    }
}

fn in_memory(model: &Model, question: &Question) -> Found {
    let talks = model.conversations.by_peer.iter();
    let lines = talks.flat_map(|(chat, talk)| talk.lines.iter().map(|line| (*chat, line)));
    memory::found(lines, question)
}
