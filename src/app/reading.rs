//! Opening chats and reading them: what is read when, and what the phone is told.

use super::arriving::is_listed;
use super::chats::Chat;
use super::finder::Tab;
use super::model::{Focus, Hint, Model};
use super::step::{Step, Touched};
use super::{pictures, windows};
use crate::domain::contact::ContactKind;
use crate::domain::id::PeerId;
use crate::port::NetCommand;

/// Shows a chat and puts the keys into its composer.
pub(super) fn open(model: &mut Model, peer: PeerId, step: &mut Step) {
    let unread = show(model, peer, step);
    if unread > 0 {
        windows::to_end(model, step);
    }
    read_open(model, step);
}

/// Shows a chat as it was left, with a line above what is unread: how much that is.
pub(super) fn show(model: &mut Model, peer: PeerId, step: &mut Step) -> u32 {
    let peer = model.directory.resolve(peer);
    let before = model.chats.open.replace(peer);
    model.completion = None;
    if let Some(left) = before.filter(|left| *left != peer) {
        if let Some(talk) = model.conversations.by_peer.get_mut(&left) {
            talk.selected = None;
            talk.clear_unread();
        }
        windows::leave(model, left);
        relist(model, left);
    }
    if before != Some(peer) {
        pictures::on_return(model, peer);
    }
    let unread = model.chats.get(peer).map_or(0, |chat| chat.unread);
    let talk = model.conversations.of(peer);
    if unread > 0 {
        talk.count_unread(unread);
    }
    let now = model.now.wall();
    let known = model.chats.get(peer).is_some();
    model.chats.change(peer, true, |chat| {
        if !known {
            chat.opened_at = now;
        }
    });
    relist(model, peer);
    model.chats.selected = Some(peer);
    model.finder.query.clear();
    // Whoever reads in the folder goes on there.
    let inside = model.finder.tab == Tab::Accounts && model.chats.is_folded(peer);
    if !inside {
        model.finder.tab = Tab::Chats;
    }
    model.focus = Focus::Composer;
    step.touch(all_panes());
    unread
}

pub(super) fn all_panes() -> Touched {
    Touched::LIST
        .and(Touched::CONVERSATION)
        .and(Touched::COMPOSER)
        .and(Touched::STATUS)
}

/// What is before the person's eyes is read, here and on the phone.
pub(super) fn read_open(model: &mut Model, step: &mut Step) {
    let Some(open) = model.chats.open.filter(|open| model.looks_at(*open)) else {
        return;
    };
    if let Some(talk) = model.talk_mut().filter(|talk| talk.below > 0) {
        talk.below = 0;
        step.touch(Touched::CONVERSATION);
    }
    if model.chats.get(open).is_none_or(|chat| chat.unread == 0) {
        return;
    }
    model.chats.change(open, true, Chat::read);
    model.chats.untold.insert(open);
    tell_read(model, step);
    step.touch(Touched::entry(open));
}

/// Tells the phone what was read here, of the chats whose names are known; the others wait until they are.
pub(super) fn tell_read(model: &mut Model, step: &mut Step) {
    if !model.is_live() || model.chats.untold.is_empty() {
        return;
    }
    let directory = &model.directory;
    model.chats.untold.retain(|chat| {
        let name = directory.address(*chat);
        if let Some(name) = name {
            step.net(NetCommand::MarkRead(name.clone()));
        }
        name.is_none()
    });
}

/// The chat that should be read next, if any.
pub(super) fn next_unread(model: &mut Model, step: &mut Step) {
    match model.chats.next_unread() {
        Some(peer) => open(model, peer, step),
        None => model.hint = Some(Hint::NoUnread),
    }
}

/// Tells the chat list what a contact's record says about it.
pub(super) fn relist(model: &mut Model, peer: PeerId) {
    if model.chats.get(peer).is_none() {
        return;
    }
    let flags = model
        .directory
        .peer(peer)
        .map(super::directory::Peer::flags)
        .unwrap_or_default();
    let listed = is_listed(model, peer);
    let folded = is_folded(model, peer);
    model.chats.change(peer, listed, |chat| {
        chat.pinned = flags.pinned;
        chat.muted = flags.muted;
        chat.folded = folded;
    });
}

/// Whether a chat stands in the folder: those of public accounts do, but for the pinned ones.
pub(super) fn is_folded(model: &Model, peer: PeerId) -> bool {
    let account = model
        .directory
        .peer(peer)
        .is_some_and(|peer| peer.contact.kind == ContactKind::PublicAccount && !peer.flags().pinned);
    account && model.settings.fold_accounts
}
