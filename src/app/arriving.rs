//! What a sync brings: changed people, messages, recalls, and what the phone has read.
//!
//! Owns putting each item where it belongs, in the service's order (`protocol.md §5.2`, rule 6).

use super::chats::Chat;
use super::conversation::{Line, is_news};
use super::fetching::want;
use super::files;
use super::manage::note_request;
use super::mention;
use super::model::Model;
use super::on_net::{on_contacts, refresh_finder};
use super::people;
use super::reading::{self, relist};
use super::step::{Step, TermCommand, Touched};
use super::taken_back;
use super::windows;
use crate::domain::id::{MsgId, PeerId, UserName};
use crate::domain::message::{Author, By, Item, Message, TakenBack};
use crate::port::store::{From, Receipt, State};
use crate::port::{Batch, NetCommand};

/// The bell is for what happens now, not for what a login replays: seconds a message may be old.
const BELL_WITHIN: i64 = 300;

pub(super) fn on_batch(model: &mut Model, batch: Batch, step: &mut Step) {
    if let Some(mut profile) = batch.profile {
        if let Some(me) = &model.directory.me {
            profile.user_name = me.clone();
        }
        on_contacts(model, vec![*profile], step);
    }
    for name in &batch.deleted {
        delete(model, name, step);
    }
    on_contacts(model, batch.changed, step);
    let mut ring = false;
    for item in batch.items {
        match item {
            Item::Message(message) => ring |= arrive(model, message, step),
            Item::Recall {
                id,
                chat,
                target,
                notice,
            } => {
                // Told a second time, a recall of "the last one" would mean another one.
                if target.is_none() && !model.conversations.seen.insert(id) {
                    continue;
                }
                let chat = model.directory.intern(&chat);
                let (by, keep) = (By::told(notice), model.settings.keep_recalled);
                recall(model, chat, target, TakenBack { by, keep }, step);
            }
            Item::ReadOnPhone(name) => {
                if let Some(chat) = model.directory.id_of(&name) {
                    read_elsewhere(model, chat, step);
                }
            }
            Item::RecentChats(names) => {
                let order: Vec<PeerId> = names.iter().map(|name| model.directory.intern(name)).collect();
                list_recent(model, &order);
                step.touch(Touched::LIST);
            }
        }
    }
    if ring && model.settings.bell {
        step.term(TermCommand::Bell);
    }
    reading::read_open(model, step);
    if model.journal.is_open() {
        // Commit before advance: the session goes on once this batch and its cursor are on disk.
        model.journal.receipt(Receipt::Batch(batch.id));
        if batch.keepsake.is_some() {
            model.journal.keepsake(batch.keepsake);
        }
    } else {
        step.net(NetCommand::Kept(batch.id));
    }
}

/// Lists the phone's recent chats; what is not known to be newer or older keeps the phone's order.
pub(super) fn list_recent(model: &mut Model, order: &[PeerId]) {
    for (rank, peer) in (0..).zip(order) {
        let peer = model.directory.resolve(*peer);
        let listed = is_listed(model, peer);
        model
            .chats
            .change(peer, listed, |chat| chat.rank = chat.rank.min(rank));
        relist(model, peer);
        if model.loading.is_none() && model.is_live() {
            want(model, peer, None, false);
        }
    }
}

/// Whether a chat belongs in the list. The open one stays whatever becomes of it.
pub(super) fn is_listed(model: &Model, peer: PeerId) -> bool {
    model.chats.open == Some(peer) || !model.directory.is_hidden(peer)
}

/// Deleted, or left: out of the lists, while what was said stays (`protocol.md §5.2`, rule 8).
fn delete(model: &mut Model, name: &UserName, step: &mut Step) {
    let Some(id) = model.directory.id_of(name) else {
        return;
    };
    if let Some(peer) = model.directory.peer_mut(id) {
        peer.gone = true;
        if let Some(flags) = &mut peer.contact.flags {
            flags.in_book = false;
        }
    }
    model.directory.changed.insert(id);
    relist(model, id);
    refresh_finder(model);
    // A group that is left is told in its title, and on the rule of the composer.
    step.touch(Touched::LIST.and(Touched::CONVERSATION).and(Touched::COMPOSER));
}

fn read_elsewhere(model: &mut Model, chat: PeerId, step: &mut Step) {
    if model.chats.get(chat).is_some_and(|chat| chat.unread > 0) {
        let listed = is_listed(model, chat);
        model.chats.change(chat, listed, Chat::read);
        step.touch(Touched::entry(chat));
    }
}

/// Puts a message into its chat. Whether the bell should ring for it.
fn arrive(model: &mut Model, message: Message, step: &mut Step) -> bool {
    // Id 0 stands for an id that was not told, and tells nothing apart.
    if message.id.0 != 0 && !model.conversations.seen.insert(message.id) {
        people::redelivered(model, &message, step);
        return false;
    }
    let chat = model.directory.intern(&message.chat);
    let chat = model.directory.resolve(chat);
    let under = model.directory.face(chat);
    let from = author(model, chat, &message.author);
    let news = is_news(from, &message.body);
    if let Some(peer) = model.directory.peer_mut(chat).filter(|peer| news && peer.gone) {
        peer.gone = false;
        model.directory.changed.insert(chat);
    }
    note_request(model, &message.body);
    let mentioned = news && mention::names_me(&model.directory, chat, &message.body);
    let looking = model.looks_at(chat);
    let at = message.at;
    let seq = model.next_seq();
    let line = Line {
        seq,
        under,
        at,
        from,
        body: message.body,
        // Id 0 is none: two without an id are two.
        state: State::Kept(Some(message.id).filter(|id| id.0 != 0)),
    };
    model.search.stale = true;
    model.journal.line(&line, Some(message.raw));
    let talk = model.conversations.of(chat);
    talk.insert(line);
    talk.below += u32::from(talk.scroll.is_up());
    let first_unread = model.chats.get(chat).is_none_or(|chat| chat.unread == 0);
    if news && !looking && first_unread && model.chats.open == Some(chat) {
        talk.mark_unread((at, seq));
    }
    let listed = is_listed(model, chat);
    model.chats.change(chat, listed, |entry| {
        entry.last_at = entry.last_at.max(at);
        if news {
            entry.unread += 1;
            entry.mentioned |= mentioned;
        }
    });
    windows::arrived(model, chat);
    relist(model, chat);
    if from == From::Me {
        // Whoever answers on the phone has read there.
        read_elsewhere(model, chat, step);
    }
    ask_about(model, chat, from);
    step.touch(Touched::entry(chat));
    if model.chats.open == Some(chat) {
        step.touch(Touched::CONVERSATION);
    }
    let muted = model.chats.get(chat).is_some_and(|chat| chat.muted);
    let fresh = model.now.wall().0 - at.0 <= BELL_WITHIN;
    news && !looking && !muted && listed && fresh
}

fn author(model: &mut Model, chat: PeerId, author: &Author) -> From {
    match author {
        Author::Me => From::Me,
        Author::Peer => From::Peer(model.directory.face(chat)),
        Author::Member(name) if model.directory.me.as_ref() == Some(name) => From::Me,
        Author::Member(name) => {
            let member = model.directory.intern(name);
            model.directory.remember_member_name(chat, member);
            From::Peer(model.directory.face(member))
        }
        Author::Service => From::Service,
    }
}

/// Who speaks without a name, and where: their records are wanted.
fn ask_about(model: &mut Model, chat: PeerId, from: From) {
    if !model.is_live() {
        return;
    }
    let open = model.chats.open == Some(chat);
    match from {
        From::Peer(speaker) if model.directory.resolve(speaker) != chat => {
            let member = model.directory.resolve(speaker);
            want(model, member, Some(chat), open);
        }
        From::Peer(_) | From::Me | From::Service => {}
    }
    if model.loading.is_none() {
        want(model, chat, None, open);
    }
}

pub(super) fn recall(
    model: &mut Model,
    chat: PeerId,
    target: Option<MsgId>,
    how: TakenBack,
    step: &mut Step,
) {
    model.search.stale = true;
    let keep = how.keep;
    let mut carrier = target;
    let found = model
        .conversations
        .recall(chat, target, &how)
        .map(|(found, line)| {
            if let State::Kept(id) = line.state {
                carrier = id;
            }
            model.journal.line(line, (!keep).then(Box::default));
            found
        });
    if let Some(message) = carrier {
        taken_back::follow(model, message, &how, step);
        if !keep {
            files::forget(model, message, step);
        }
    }
    let Some(found) = found else {
        return model.journal.recalled(chat, target, how);
    };
    step.touch(Touched::entry(found));
    if model.chats.open == Some(found) {
        step.touch(Touched::CONVERSATION);
    }
}
