//! The draft in an editor of the person's own.
//!
//! Owns what is handed out and what is taken back. Never: the terminal or the program (`term`).

use super::compose::note_draft_in;
use super::model::{Focus, Hint, Model};
use super::reading::all_panes;
use super::step::{Effect, Step, TermCommand, Touched};
use crate::domain::id::PeerId;
use crate::domain::text::SafeText;

/// Why an editor gave nothing back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotEdited {
    /// It could not be started, or its file not be written or read: the system's words.
    System(SafeText),
    /// It ended with this: to most editors, the person's way of saying no.
    Status(i32),
    /// What it left is no text, or too long for any.
    NoText,
}

pub(super) fn open(model: &mut Model, step: &mut Step) {
    let Some(chat) = model.chats.open else {
        model.hint = Some(Hint::NoChat);
        return;
    };
    let text = model.talk().map_or("", |talk| talk.draft.text()).to_owned();
    step.effects.push(Effect::Edit { chat, text });
}

/// Taken back whole; the old text is one undo away. The line break that editors end a file with is theirs.
pub(super) fn on_edited(
    model: &mut Model,
    chat: PeerId,
    outcome: Result<String, NotEdited>,
    step: &mut Step,
) {
    // The shell's title was shown meanwhile.
    let unread = model.chats.unread_total();
    step.term(TermCommand::Title { unread });
    step.touch(Touched::ALL);
    match outcome {
        Ok(text) => take_back(model, chat, &text, step),
        Err(why) => model.hint = Some(Hint::NotEdited(why)),
    }
}

fn take_back(model: &mut Model, chat: PeerId, text: &str, step: &mut Step) {
    let chat = model.directory.resolve(chat);
    let talk = model.conversations.of(chat);
    let before = talk.draft.text();
    let ended = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n'));
    let text = match ended {
        Some(ended) if !before.ends_with('\n') => ended,
        Some(_) | None => text,
    };
    if text == before {
        return;
    }
    talk.draft.set_text(text);
    model.completion = None;
    if model.chats.open == Some(chat) {
        model.focus = Focus::Composer;
    }
    note_draft_in(model, chat, step);
    step.touch(all_panes());
}
