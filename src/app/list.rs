//! Moving in the list pane: chats, address book, filter.

use super::action::Edit;
use super::chats::FOLDER;
use super::finder::Tab;
use super::layout::entries_shown;
use super::model::{Focus, Model};
use super::moving::along;
use super::reading;
use super::step::{Step, Touched};
use crate::domain::id::PeerId;

/// Moves the bar by so many entries, to the ends at most.
pub(super) fn move_by(model: &mut Model, entries: isize, step: &mut Step) {
    let (count, at) = bar(model);
    put_bar(model, along(at, entries, count), step);
}

/// Turns the page: bar and view move together.
pub(super) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    let entries = isize::try_from(entries_shown(model)).unwrap_or(isize::MAX);
    let entries = pages.saturating_mul(entries);
    move_view(model, entries);
    move_by(model, entries, step);
}

/// Shows other entries; the bar comes along only where it would leave the screen.
pub(super) fn scroll(model: &mut Model, entries: isize, step: &mut Step) {
    let top = move_view(model, entries);
    let (count, at) = bar(model);
    let to = at.clamp(top, top + entries_shown(model) - 1);
    put_bar(model, to.min(count.saturating_sub(1)), step);
}

/// Moves the first entry shown; it is returned.
fn move_view(model: &mut Model, entries: isize) -> usize {
    let last_top = bar(model).0.saturating_sub(entries_shown(model));
    let top = if model.finder.lists_hits() {
        &mut model.finder.top
    } else {
        &mut model.chats.top
    };
    *top = top.saturating_add_signed(entries).min(last_top);
    *top
}

/// How many entries there are, and which one the bar is on.
fn bar(model: &Model) -> (usize, usize) {
    if model.finder.lists_hits() {
        return (model.finder.hits.len(), model.finder.selected);
    }
    let at = model.chats.selected.and_then(|peer| model.chats.position(peer));
    (model.chats.order.len(), at.unwrap_or(0))
}

pub(super) fn put_bar(model: &mut Model, at: usize, step: &mut Step) {
    let left = under_bar(model);
    if model.finder.lists_hits() {
        model.finder.selected = at;
    } else {
        model.chats.selected = model.chats.order.get(at).copied();
    }
    for peer in left.into_iter().chain(under_bar(model)) {
        step.touch(Touched::entry(peer));
    }
}

/// Whom the bar is on.
pub(super) fn under_bar(model: &Model) -> Option<PeerId> {
    if model.finder.lists_hits() {
        model.finder.hit()
    } else {
        model.chats.selected
    }
}

/// Opens what the bar is on.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    match under_bar(model) {
        Some(FOLDER) => show(model, Tab::Accounts, step),
        Some(peer) => reading::open(model, peer, step),
        None => {}
    }
}

/// The nth chat of the list, counted from 1.
pub(super) fn open_nth(model: &mut Model, n: u8, step: &mut Step) {
    let at = usize::from(n).saturating_sub(1);
    match model.chats.order.get(at).copied() {
        Some(FOLDER) => show(model, Tab::Accounts, step),
        Some(peer) => reading::open(model, peer, step),
        None => {}
    }
}

/// The list with the keys, nothing filtered, on this tab.
pub(super) fn show(model: &mut Model, tab: Tab, step: &mut Step) {
    if model.focus == Focus::Composer {
        model.finder.from = Some(model.finder.tab);
    }
    model.focus = Focus::List;
    model.finder.query.clear();
    switch(model, tab);
    step.touch(reading::all_panes());
}

/// Esc, where the list has the keys: back to the words being written for whoever came from them by a key, else what is
/// typed, else the other tabs. Whether there was any of it.
pub(super) fn close(model: &mut Model, step: &mut Step) -> bool {
    let listed = model.focus == Focus::List;
    let chat = model.chats.open.filter(|_| listed);
    if let Some((chat, tab)) = chat.zip(model.finder.from) {
        show(model, tab, step);
        model.chats.selected = Some(chat);
        model.focus = Focus::Composer;
        reading::read_open(model, step);
    } else if listed && !model.finder.query.is_empty() {
        clear_query(model, step);
    } else if listed && model.finder.tab != Tab::Chats {
        show(model, Tab::Chats, step);
    } else {
        return false;
    }
    true
}

/// F2: to the address book, and back to the chats.
pub(super) fn book(model: &mut Model, step: &mut Step) {
    let there = model.focus == Focus::List && model.finder.tab == Tab::Book;
    show(model, if there { Tab::Chats } else { Tab::Book }, step);
}

/// ← and →: in the filter if something is typed, else between the tabs.
pub(super) fn sideways(model: &mut Model, tab: Tab, step: &mut Step) {
    if model.finder.query.is_empty() {
        switch(model, tab);
        step.touch(Touched::LIST.and(Touched::STATUS));
        return;
    }
    let edit = match tab {
        Tab::Chats | Tab::Accounts => Edit::Left,
        Tab::Book => Edit::Right,
    };
    edit_query(model, edit, step);
}

fn switch(model: &mut Model, tab: Tab) {
    model.finder.tab = tab;
    look(model, true);
}

fn clear_query(model: &mut Model, step: &mut Step) {
    model.finder.query.clear();
    look(model, true);
    step.touch(Touched::LIST);
}

pub(super) fn type_query(model: &mut Model, text: &str, step: &mut Step) {
    model.finder.query.insert(text);
    look(model, true);
    step.touch(Touched::LIST);
}

pub(super) fn edit_query(model: &mut Model, edit: Edit, step: &mut Step) {
    if model.finder.query.edit_line(edit) {
        look(model, true);
    }
    step.touch(Touched::LIST);
}

/// The list after everything in it was replaced.
pub(super) fn refresh(model: &mut Model) {
    look(model, true);
}

/// Lists what the filter and the tab say; nothing where the chats are listed in their own order.
fn look(model: &mut Model, afresh: bool) {
    if model.finder.lists_hits() {
        model.finder.look(&model.directory, &model.chats, afresh);
    } else {
        model.finder.hits.clear();
        model.finder.selected = 0;
        model.finder.top = 0;
    }
}
