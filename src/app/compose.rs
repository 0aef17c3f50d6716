//! Sending what is in the composer, and what becomes of it.
//!
//! Owns the life of an own line: queued, sending, kept or failed. Words are never lost: what cannot be sent stays in
//! the composer or in its line.

use super::attach;
use super::conversation::{Conversation, Line};
use super::journal;
use super::letter::Letter;
use super::model::{Hint, Model};
use super::step::{Step, Touched};
use super::{quoting, windows};
use crate::domain::id::{LocalId, MsgId, PeerId};
use crate::domain::message::{Body, Quote};
use crate::domain::text::SafeText;
use crate::domain::time::Now;
use crate::port::store::{From, State};
use crate::port::{Failure, Link, MAX_TEXT_BYTES, Parcel};

pub(super) fn send(model: &mut Model, step: &mut Step) {
    let Some(chat) = model.chats.open else {
        return;
    };
    if model
        .talk()
        .is_none_or(|talk| talk.draft.text().trim().is_empty())
    {
        return;
    }
    if let Some(hint) = refusal(model, chat, bytes(model)) {
        model.hint = Some(hint);
        return;
    }
    let Some(talk) = model.talk_mut() else {
        return;
    };
    let typed = talk.draft.take();
    let quote = talk.quote.take();
    talk.clear_unread();
    note_draft(model, step);
    if quote.is_some() {
        quoting::changed(model, chat, step);
    }
    post(model, chat, said(typed, quote), step);
    step.touch(Touched::COMPOSER);
}

/// What is sent for what was typed, and how it is shown here.
fn said(typed: String, quote: Option<Box<Quote>>) -> (Parcel, Body) {
    let shown = SafeText::new(&typed);
    let Some(mut quote) = quote else {
        return (Parcel::Text(typed), Body::Text(shown));
    };
    let text = quoting::text(&quote, &typed);
    quote.reply = shown;
    (Parcel::Text(text), Body::Quote(quote))
}

/// An own message joins its chat, and those that wait to be sent.
pub(super) fn post(model: &mut Model, chat: PeerId, (parcel, body): (Parcel, Body), step: &mut Step) {
    let chat = model.directory.resolve(chat);
    let local = next_local(model.last_local, model.now);
    model.last_local = local;
    let wall = model.now.wall();
    let seq = model.next_seq();
    let under = model.directory.face(chat);
    let talk = model.conversations.of(chat);
    // The service's clock may be ahead: an own line still goes below what it answers.
    let at = talk.last_line().map_or(wall, |last| wall.max(last.at));
    talk.insert(Line {
        seq,
        under,
        at,
        from: From::Me,
        body: body.clone(),
        state: State::Queued(local),
    });
    let letter = Letter {
        chat: under,
        seq,
        at,
        parcel,
        body,
    };
    model.search.stale = true;
    model.journal.own(&letter, State::Queued(local));
    model.outbox.push(local, letter);
    model
        .chats
        .change(chat, true, |entry| entry.last_at = entry.last_at.max(at));
    if model.chats.open == Some(chat) {
        windows::to_end(model, step);
        step.touch(Touched::CONVERSATION);
    }
    step.touch(Touched::entry(chat));
}

/// Why this cannot be sent now.
pub(super) fn refusal(model: &Model, chat: PeerId, bytes: usize) -> Option<Hint> {
    if let Some(shut) = shut(model, chat) {
        Some(shut)
    } else if bytes > MAX_TEXT_BYTES {
        Some(Hint::TooLong {
            bytes,
            limit: MAX_TEXT_BYTES,
        })
    } else if model.is_live() || waits_for_session(model) {
        None
    } else {
        Some(Hint::NotLoggedIn)
    }
}

/// Why nothing can be written there, whoever is logged in.
pub(super) fn shut(model: &Model, chat: PeerId) -> Option<Hint> {
    if model.directory.has_left(chat) {
        Some(Hint::LeftGroup)
    } else {
        model.directory.is_read_only(chat).then_some(Hint::ReadOnly)
    }
}

/// No session yet in this run, but what is queued now is kept until there is one.
fn waits_for_session(model: &Model) -> bool {
    model.history.keeps() && model.ended.is_none() && !model.network_gone
}

/// 17 digits: 13 of milliseconds and 4 more (`protocol.md §7.1`), larger than any before.
fn next_local(last: LocalId, now: Now) -> LocalId {
    const THIRTEEN_DIGITS: std::ops::RangeInclusive<i64> = 1_000_000_000_000..=9_999_999_999_999;
    let ms = now
        .wall_ms
        .clamp(*THIRTEEN_DIGITS.start(), *THIRTEEN_DIGITS.end());
    let fresh = ms.unsigned_abs() * 10_000;
    LocalId(fresh.max(last.0 + 1))
}

/// Lets waiting messages go, as many as may be on their way at once: each is written as leaving first. While there is no
/// connection they stay queued, so that a program that is killed then need not ask whether they arrived.
pub(super) fn release(model: &mut Model, step: &mut Step) {
    if !model.is_live() {
        return;
    }
    let directory = &model.directory;
    for local in model.outbox.step_back(|chat| directory.address(chat).is_some()) {
        set_state(model, local, State::Queued(local), step);
    }
    if is_cut(model.link) {
        return;
    }
    let directory = &model.directory;
    let ready = |outbox: &mut super::outbox::Outbox| outbox.release(|chat| directory.address(chat).is_some());
    let mut leaving = Vec::new();
    while let Some(local) = ready(&mut model.outbox) {
        leaving.push(local);
    }
    for local in leaving {
        // A file that is on its way says nothing to anybody: it is the message after it that leaves.
        if model.outbox.letter(local).is_some_and(attach::is_upload) {
            model.outbox.clear(local);
        } else {
            journal::leaves(model, local);
        }
    }
}

/// The service has the file of a message: that the message itself leaves is written now.
pub(super) fn on_uploaded(model: &mut Model, local: LocalId) {
    if model.outbox.uploaded(local) {
        journal::leaves(model, local);
    }
}

fn is_cut(link: Link) -> bool {
    match link {
        Link::Retrying { why, .. } => why == Failure::Offline,
        Link::Down | Link::Up | Link::PhoneOffline | Link::SlowedDown { .. } => false,
    }
}

/// Hands to the network what may leave.
pub(super) fn hand_on(model: &mut Model, step: &mut Step) {
    if !model.is_live() {
        return;
    }
    let directory = &model.directory;
    while let Some(command) = model.outbox.next(|chat| directory.address(chat)) {
        step.net(command);
    }
}

pub(super) fn on_sending(model: &mut Model, local: LocalId, step: &mut Step) {
    set_state(model, local, State::Sending(local), step);
}

pub(super) fn on_sent(model: &mut Model, local: LocalId, id: Option<MsgId>, step: &mut Step) {
    let Some(chat) = chat_of(model, local) else {
        return;
    };
    if let Some(id) = id
        && !model.conversations.seen.insert(id)
        && let Some(talk) = model.conversations.by_peer.get_mut(&chat)
    {
        // A sync was faster than the answer and brought the same message.
        if let Some(twin) = talk.take_kept(id) {
            model.journal.gone(twin.seq);
        }
    }
    set_state(model, local, State::Kept(id), step);
    attach::on_sent(model, local, id, step);
    model.outbox.sent(local);
}

pub(super) fn on_not_sent(model: &mut Model, local: LocalId, why: Failure, step: &mut Step) {
    let Some(chat) = chat_of(model, local) else {
        return;
    };
    set_state(model, local, State::Failed(local, why), step);
    model.outbox.stop(local);
    model.files.uploads.remove(&local);
    if model.chats.open != Some(chat) {
        model.hint = Some(Hint::SendFailed { chat, why });
    }
}

fn chat_of(model: &Model, local: LocalId) -> Option<PeerId> {
    let under = model.outbox.letter(local)?.chat;
    Some(model.directory.resolve(under))
}

/// A new login: what the network had was the old session's and failed with it, the rest waits for the new one.
pub(super) fn call_back(model: &mut Model, why: Failure, step: &mut Step) {
    for local in model.outbox.call_back() {
        set_state(model, local, State::Failed(local, why), step);
    }
}

/// Everything on its way fails, each line for itself.
pub(super) fn fail_all(model: &mut Model, why: Failure, step: &mut Step) {
    for local in model.outbox.on_the_way() {
        set_state(model, local, State::Failed(local, why), step);
        model.outbox.stop(local);
    }
}

pub(super) fn set_state(model: &mut Model, local: LocalId, state: State, step: &mut Step) {
    let Some(letter) = model.outbox.letter(local) else {
        return;
    };
    let chat = model.directory.resolve(letter.chat);
    // That it is being sent is on disk since before it was.
    if !matches!(state, State::Sending(_)) {
        model.journal.own(letter, state);
    }
    let talk = model.conversations.by_peer.get_mut(&chat);
    let Some(line) = talk.and_then(|talk| talk.own_mut(local)) else {
        return;
    };
    line.state = state;
    step.touch(Touched::entry(chat));
    if model.chats.open == Some(chat) {
        step.touch(Touched::CONVERSATION);
    }
}

/// What is in the composer, as long as it is sent.
fn bytes(model: &Model) -> usize {
    let Some(talk) = model.talk() else { return 0 };
    let text = talk.draft.text();
    match &talk.quote {
        Some(quote) => quoting::size(quote, text),
        None => text.len(),
    }
}

/// The bytes of a text that comes near the limit, which the composer tells.
pub fn size_to_tell(model: &Model) -> Option<usize> {
    let bytes = bytes(model);
    (bytes > MAX_TEXT_BYTES / 16 * 15).then_some(bytes)
}

/// The list marks chats with something typed but not sent.
pub(super) fn note_draft(model: &mut Model, step: &mut Step) {
    if let Some(chat) = model.chats.open {
        note_draft_in(model, chat, step);
    }
}

pub(super) fn note_draft_in(model: &mut Model, chat: PeerId, step: &mut Step) {
    model.journal.draft(chat, model.now.mono);
    let talk = model.conversations.get(chat);
    let has_draft = talk.is_some_and(Conversation::has_draft);
    if model
        .chats
        .get(chat)
        .is_some_and(|chat| chat.has_draft != has_draft)
    {
        model.chats.change(chat, true, |chat| chat.has_draft = has_draft);
        step.touch(Touched::entry(chat));
    }
}
