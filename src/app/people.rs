//! Making people last: what is kept about somebody follows when it is found out, or said, who they are.
//!
//! Owns joining and dividing everything that hangs on a peer (lines, chat, draft, outbox), and the contact's page.
//! Nothing is lost by either: what was joined can be taken apart again. Never: who is who, which is `matching`.

use super::arriving::is_listed;
use super::chats::FOLDER;
use super::conversation::Conversation;
use super::list;
use super::manage::requests;
use super::matching::{Joined, Suggestion};
use super::model::{Focus, Hint, Model, Overlay};
use super::moving::along;
use super::on_net::refresh_finder;
use super::reading::{self, relist};
use super::step::{Step, Touched};
use super::trail;
use super::windows;
use crate::domain::contact::Contact;
use crate::domain::id::PeerId;
use crate::domain::message::Message;
use crate::domain::time::Timestamp;
use crate::port::store::From;

/// Rows of the page besides members: more than there are facts and suggestions.
const FACTS: usize = 40;

/// Merges a record, and moves what belongs to whom it turned out to be.
pub(super) fn take_in(model: &mut Model, record: Contact) -> PeerId {
    let adopted = model.directory.adopt(record);
    for joined in adopted.joined {
        join(model, joined);
    }
    relist(model, adopted.id);
    adopted.id
}

/// The address book is complete: whoever can be told now is.
pub(super) fn complete_book(model: &mut Model, step: &mut Step) {
    for joined in model.directory.complete_book() {
        join(model, joined);
        step.touch(Touched::ALL);
    }
    refresh_finder(model);
}

/// A message that is known came under a name that nobody knows: the chat it is in is this chat.
pub(super) fn redelivered(model: &mut Model, message: &Message, step: &mut Step) {
    let mut talks = model.conversations.by_peer.iter();
    let old = talks.find(|(_, talk)| talk.kept(message.id).is_some());
    let Some(old) = old.map(|(old, _)| *old) else {
        return;
    };
    // Its record may come later: then there would be nothing left to prove it with.
    let new = model.directory.intern(&message.chat);
    if let Some(joined) = model.directory.prove(new, old) {
        join(model, joined);
        refresh_finder(model);
        step.touch(Touched::ALL);
    }
}

/// Everything of `twin` becomes part of `into`.
fn join(model: &mut Model, Joined { twin, into }: Joined) {
    model.journal.joined(twin, into);
    model.search.stale = true;
    if let Some(talk) = model.conversations.by_peer.remove(&twin) {
        if talk.has_draft() {
            model.journal.draft(into, model.now.mono);
        }
        if talk.quote.is_some() {
            model.journal.quote(into);
        }
        model.conversations.of(into).absorb(talk);
    }
    let draft = model.conversations.get(into).is_some_and(Conversation::has_draft);
    if let Some(chat) = model.chats.remove(twin) {
        let listed = is_listed(model, into);
        model.chats.change(into, listed, |known| {
            known.unread += chat.unread;
            known.mentioned |= chat.mentioned;
            known.last_at = known.last_at.max(chat.last_at);
            known.opened_at = known.opened_at.max(chat.opened_at);
            known.rank = known.rank.min(chat.rank);
            known.has_draft = draft;
        });
    }
    for place in [&mut model.chats.open, &mut model.chats.selected] {
        if *place == Some(twin) {
            *place = Some(into);
        }
    }
    for hit in &mut model.finder.hits {
        if *hit == twin {
            *hit = into;
        }
    }
    relist(model, into);
}

/// Whom the keys mean: the speaker of the chosen message, the open chat, or whom the bar is on.
fn meant(model: &Model) -> Option<PeerId> {
    match model.focus {
        Focus::List => list::under_bar(model).filter(|peer| *peer != FOLDER),
        Focus::Composer => match model.chosen().map(|line| line.from) {
            Some(From::Peer(speaker)) => Some(speaker),
            Some(From::Me | From::Service) | None => model.chats.open,
        },
    }
}

pub(super) fn open_page(model: &mut Model, step: &mut Step) {
    if model.focus == Focus::Composer && requests::open_page(model) {
        step.touch(Touched::ALL);
    } else if let Some(peer) = meant(model) {
        show_page(model, peer);
        step.touch(Touched::ALL);
    }
}

pub(super) fn show_page(model: &mut Model, peer: PeerId) {
    let page = page_of(model, peer);
    trail::open(model, page);
}

fn page_of(model: &mut Model, peer: PeerId) -> Overlay {
    let peer = model.directory.resolve(peer);
    model.directory.look_for_suggestions(peer);
    Overlay::Contact { peer, top: 0 }
}

/// The contact whose page is open.
pub(super) fn page(model: &Model) -> Option<PeerId> {
    if let Some(Overlay::Contact { peer, .. }) = model.overlay {
        Some(model.directory.resolve(peer))
    } else {
        None
    }
}

/// Scrolls the page; what lies behind its end counts as the end.
pub(super) fn scroll(model: &mut Model, rows: isize, step: &mut Step) {
    let members = page(model).and_then(|peer| model.directory.peer(peer));
    let last = FACTS + members.map_or(0, |peer| peer.members().count());
    if let Some(Overlay::Contact { top, .. }) = &mut model.overlay {
        let to = along(usize::from(*top), rows, last + 1);
        *top = u16::try_from(to).unwrap_or(u16::MAX);
        step.touch(Touched::ALL);
    }
}

/// From the page to the chat.
pub(super) fn write_to(model: &mut Model, step: &mut Step) {
    if let Some(peer) = page(model) {
        model.overlay = None;
        reading::open(model, peer, step);
        step.touch(Touched::ALL);
    }
}

/// The person says that the nth suggestion of the page is right.
pub(super) fn join_nth(model: &mut Model, nth: u8, step: &mut Step) {
    let Some(peer) = page(model) else {
        return;
    };
    let nth = usize::from(nth).saturating_sub(1);
    let chosen = model.directory.suggestions(peer).nth(nth);
    let Some(Suggestion { old, new, .. }) = chosen.cloned() else {
        return;
    };
    let joined = model.directory.unite(new, old);
    join(model, joined);
    settle(model, old, Hint::Joined, step);
}

/// The person says that these two are one, whatever weft makes of it.
pub(super) fn join_with(model: &mut Model, one: PeerId, other: PeerId, step: &mut Step) {
    if !model.directory.can_unite(one, other) {
        return;
    }
    let (twin, into) = model.directory.twin_and_into(one, other);
    let joined = model.directory.unite(twin, into);
    join(model, joined);
    settle(model, into, Hint::Joined, step);
}

/// The person says that who was joined into this peer last is somebody else.
pub(super) fn divide(model: &mut Model, step: &mut Step) {
    let divided = page(model).and_then(|peer| model.directory.divide(peer));
    let Some(Joined { twin, into }) = divided else {
        return;
    };
    let current = model.directory.peer(twin).is_some_and(|peer| peer.current);
    divide_talk(model, (into, twin));
    divide_chat(model, (into, twin));
    model.journal.divided(twin, into);
    model.search.stale = true;
    windows::look_at_ends(model, [twin, into]);
    for peer in [twin, into] {
        model.journal.draft(peer, model.now.mono);
    }
    for place in [&mut model.chats.open, &mut model.chats.selected] {
        // The name the service knows went with the twin: what is typed next is for it.
        if *place == Some(into) && current {
            *place = Some(twin);
        }
    }
    relist(model, into);
    relist(model, twin);
    settle(model, twin, Hint::Divided, step);
}

/// What came in under the twin was said with it.
fn divide_talk(model: &mut Model, (into, twin): (PeerId, PeerId)) {
    let Some(whole) = model.conversations.by_peer.remove(&into) else {
        return;
    };
    let directory = &model.directory;
    let (ours, theirs) = whole.divide(|line| directory.resolve(line.under) == twin);
    model.conversations.by_peer.insert(twin, theirs);
    model.conversations.by_peer.insert(into, ours);
}

fn divide_chat(model: &mut Model, (into, twin): (PeerId, PeerId)) {
    let Some(whole) = model.chats.get(into).cloned() else {
        return;
    };
    let spoke = |model: &Model, peer| {
        let talk = model.conversations.get(peer);
        talk.and_then(|talk| talk.last_line()).map(|line| line.at)
    };
    let (early, late) = (spoke(model, into), spoke(model, twin));
    // Where no line is in memory its end is asked for, and tells.
    model.chats.change(twin, true, |chat| {
        *chat = whole.clone();
        chat.last_at = late.unwrap_or(Timestamp(0));
    });
    model.chats.change(into, true, |chat| {
        chat.read();
        chat.has_draft = false;
        chat.last_at = early.unwrap_or(Timestamp(0));
    });
}

/// After the person's word: the page of whom it is about now, in place of the one it was said on.
fn settle(model: &mut Model, peer: PeerId, hint: Hint, step: &mut Step) {
    model.hint = Some(hint);
    if model.overlay == Some(Overlay::Join) {
        trail::back(model);
    }
    model.overlay = Some(page_of(model, peer));
    refresh_finder(model);
    step.touch(Touched::ALL);
}
