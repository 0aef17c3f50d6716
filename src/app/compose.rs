//! Sending what is in the composer, and what becomes of it.
//!
//! Owns the life of an own line: queued, sending, kept or failed. Words are never lost: what cannot be sent stays in
//! the composer or in its line.

use super::action::Edit;
use super::conversation::{Conversation, From, Line, Scroll, State};
use super::layout;
use super::model::{Focus, Hint, Model};
use super::reading::{all_panes, read_open};
use super::step::{Step, Touched};
use crate::domain::id::{LocalId, MsgId, PeerId};
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::domain::time::Now;
use crate::port::{Failure, MAX_TEXT_BYTES, NetCommand};

pub(super) fn send(model: &mut Model, step: &mut Step) {
    let Some(chat) = model.chats.open else {
        return;
    };
    let text = model.talk().map_or("", |talk| talk.draft.text());
    if text.trim().is_empty() {
        return;
    }
    let bytes = text.len();
    if let Some(hint) = refusal(model, chat, bytes) {
        model.hint = Some(hint);
        return;
    }
    let local = next_local(model.last_local, model.now);
    model.last_local = local;
    let wall = model.now.wall();
    let Some(talk) = model.talk_mut() else {
        return;
    };
    let text = talk.draft.take();
    // The service's clock may be ahead: an own line still goes below what it answers.
    let at = talk.lines.last().map_or(wall, |last| wall.max(last.at));
    talk.insert(Line {
        at,
        from: From::Me,
        body: Body::Text(SafeText::new(&text)),
        state: State::Queued(local),
    });
    talk.scroll = Scroll::Follow;
    talk.selected = None;
    talk.unread_from = None;
    model.outbox.push(local, chat, text);
    model.chats.change(chat, true, |entry| {
        entry.last_at = entry.last_at.max(at);
        entry.has_draft = false;
    });
    read_open(model, step);
    step.touch(
        Touched::entry(chat)
            .and(Touched::CONVERSATION)
            .and(Touched::COMPOSER),
    );
}

/// Why this cannot be sent now.
fn refusal(model: &Model, chat: PeerId, bytes: usize) -> Option<Hint> {
    if model.directory.is_read_only(chat) {
        Some(Hint::ReadOnly)
    } else if bytes > MAX_TEXT_BYTES {
        Some(Hint::TooLong {
            bytes,
            limit: MAX_TEXT_BYTES,
        })
    } else if model.is_live() {
        None
    } else {
        Some(Hint::NotLoggedIn)
    }
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

/// Hands waiting messages to the network, as many as it may have at once.
pub(super) fn hand_on(model: &mut Model, step: &mut Step) {
    if !model.is_live() {
        return;
    }
    let directory = &model.directory;
    while let Some(outgoing) = model.outbox.next(|chat| directory.address(chat)) {
        step.net(NetCommand::Send(outgoing));
    }
}

pub(super) fn on_sending(model: &mut Model, local: LocalId, step: &mut Step) {
    set_state(model, local, State::Sending(local), step);
}

pub(super) fn on_sent(model: &mut Model, local: LocalId, id: Option<MsgId>, step: &mut Step) {
    let Some(chat) = model.outbox.chat_of(local) else {
        return;
    };
    if let Some(id) = id
        && !model.conversations.seen.insert(id)
        && let Some(talk) = model.conversations.by_peer.get_mut(&chat)
        && let Some(echo) = talk.kept(id)
    {
        // A sync was faster than the answer and brought the same message.
        talk.remove(echo);
    }
    set_state(model, local, State::Kept(id), step);
    model.outbox.sent(local);
}

pub(super) fn on_not_sent(model: &mut Model, local: LocalId, why: Failure, step: &mut Step) {
    let Some(chat) = model.outbox.chat_of(local) else {
        return;
    };
    set_state(model, local, State::Failed(local, why), step);
    model.outbox.stop(local);
    if model.chats.open != Some(chat) {
        model.hint = Some(Hint::SendFailed { chat, why });
    }
}

/// Everything on its way fails, each line for itself.
pub(super) fn fail_all(model: &mut Model, why: Failure) {
    let mut step = Step::default();
    for local in model.outbox.on_the_way() {
        set_state(model, local, State::Failed(local, why), &mut step);
        model.outbox.stop(local);
    }
}

fn set_state(model: &mut Model, local: LocalId, state: State, step: &mut Step) {
    let Some(chat) = model.outbox.chat_of(local) else {
        return;
    };
    let line = model.conversations.by_peer.get_mut(&chat).and_then(|talk| {
        let at = talk.local(local)?;
        talk.lines.get_mut(at)
    });
    let Some(line) = line else {
        return;
    };
    line.state = state;
    step.touch(Touched::entry(chat));
    if model.chats.open == Some(chat) {
        step.touch(Touched::CONVERSATION);
    }
}

/// The chosen line if it failed, else the last that did.
fn failed(talk: &Conversation) -> Option<(usize, LocalId)> {
    let chosen = talk
        .selected
        .and_then(|at| Some((at, talk.lines.get(at)?.state.failed()?)));
    chosen.or_else(|| {
        let lines = talk.lines.iter().enumerate().rev();
        lines
            .into_iter()
            .find_map(|(at, line)| Some((at, line.state.failed()?)))
    })
}

pub(super) fn resend(model: &mut Model, step: &mut Step) {
    let Some((_, local)) = model.talk().and_then(failed) else {
        model.hint = Some(Hint::NoFailedMessage);
        return;
    };
    if !model.is_live() {
        model.hint = Some(Hint::NotLoggedIn);
        return;
    }
    if model.outbox.again(local) {
        set_state(model, local, State::Queued(local), step);
    }
}

/// Puts a failed message back into the composer, before what is there; undo takes it out again.
pub(super) fn edit_failed(model: &mut Model, step: &mut Step) {
    let Some((at, local)) = model.talk().and_then(failed) else {
        model.hint = Some(Hint::NoFailedMessage);
        return;
    };
    let text = model.outbox.take(local).unwrap_or_default();
    let columns = layout::input_columns(model);
    if let Some(talk) = model.talk_mut() {
        talk.remove(at);
        if !talk.draft.is_empty() {
            talk.draft.apply(Edit::TextStart, columns);
            talk.draft.insert("\n");
            talk.draft.apply(Edit::TextStart, columns);
        }
        talk.draft.insert(&text);
    }
    model.focus = Focus::Composer;
    note_draft(model, step);
    step.touch(all_panes());
}

/// The bytes of a text that comes near the limit, which the composer tells.
pub fn size_to_tell(model: &Model) -> Option<usize> {
    let bytes = model.talk().map_or(0, |talk| talk.draft.text().len());
    (bytes > MAX_TEXT_BYTES / 16 * 15).then_some(bytes)
}

/// The list marks chats with something typed but not sent.
pub(super) fn note_draft(model: &mut Model, step: &mut Step) {
    let Some(chat) = model.chats.open else {
        return;
    };
    let has_draft = model.talk().is_some_and(Conversation::has_draft);
    if model
        .chats
        .get(chat)
        .is_some_and(|chat| chat.has_draft != has_draft)
    {
        model.chats.change(chat, true, |chat| chat.has_draft = has_draft);
        step.touch(Touched::entry(chat));
    }
}
