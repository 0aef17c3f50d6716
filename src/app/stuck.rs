//! An own message that failed, or of which nobody knows whether it arrived: sent again, edited, or let go.
//!
//! Owns which one is meant, and that its words stay at hand. Never: what made it so (`compose`).

use super::action::Edit;
use super::attach;
use super::compose::{note_draft, set_state};
use super::conversation::Line;
use super::files::Told;
use super::letter::Letter;
use super::model::{Focus, Hint, Model};
use super::reading::all_panes;
use super::step::Step;
use super::{layout, quoting, recalling};
use crate::domain::id::LocalId;
use crate::domain::message::{Body, Quote};
use crate::domain::text::SafeText;
use crate::port::store::State;

/// The chosen line if it failed or is in doubt, else the last that is; where none is, that is said.
fn stuck(model: &mut Model) -> Option<LocalId> {
    let talk = model.talk();
    let chosen = model.chosen().and_then(|line| line.state.stuck());
    let stuck = chosen.or_else(|| talk?.last_stuck()?.state.stuck());
    if stuck.is_none() {
        model.hint = Some(Hint::NoFailedMessage);
    }
    stuck
}

pub(super) fn is_stuck(_: &Model, line: &Line) -> bool {
    line.state.stuck().is_some()
}

/// Nobody but the person can know whether it arrived.
pub(super) fn is_in_doubt(_: &Model, line: &Line) -> bool {
    matches!(line.state, State::Unconfirmed(_))
}

/// Whether its words can go back into the composer.
pub(super) fn edits(model: &Model, line: &Line) -> bool {
    let stuck = line.state.stuck();
    let letter = stuck.and_then(|local| model.outbox.letter(local));
    letter.and_then(Letter::typed).is_some() || recalling::to_edit_again(model, line).is_some()
}

pub(super) fn resend(model: &mut Model, step: &mut Step) {
    let Some(local) = stuck(model) else {
        return;
    };
    if !model.is_live() {
        model.hint = Some(Hint::NotLoggedIn);
        return;
    }
    let upload = model.outbox.letter(local).is_some_and(attach::is_upload);
    if upload {
        // It may be gone since, or another one.
        set_state(model, local, State::Queued(local), step);
        attach::check(model, local, step);
    } else if model.outbox.again(local) {
        set_state(model, local, State::Queued(local), step);
    }
}

/// Puts a failed message, or the words of a recalled one that is chosen, back into the composer, before what is there; undo
/// takes it out again.
pub(super) fn edit_failed(model: &mut Model, step: &mut Step) {
    if recalling::edit_again(model, step) {
        return;
    }
    let Some(local) = stuck(model) else {
        return;
    };
    let Some(letter) = take_back(model, local) else {
        model.hint = Some(Hint::NoWords);
        return;
    };
    put_before(model, letter.typed().unwrap_or_default(), &letter.body, step);
}

/// The words of an own message go before what is in the composer; what it replied to above it, unless something is there.
pub(super) fn put_before(model: &mut Model, words: &str, body: &Body, step: &mut Step) {
    let (chat, columns) = (model.chats.open, layout::input_columns(model));
    model.completion = None;
    model.focus = Focus::Composer;
    if let Some(talk) = model.talk_mut() {
        if !talk.draft.is_empty() {
            talk.draft.apply(Edit::TextStart, columns);
            talk.draft.insert("\n");
            talk.draft.apply(Edit::TextStart, columns);
        }
        talk.draft.insert(words);
    }
    if let (Body::Quote(quote), Some(chat)) = (body, chat) {
        let reply = SafeText::default();
        let quote = Quote {
            reply,
            ..(**quote).clone()
        };
        if let Some(talk) = model.talk_mut() {
            talk.quote.get_or_insert_with(|| Box::new(quote));
        }
        quoting::changed(model, chat, step);
    }
    note_draft(model, step);
    step.touch(all_panes());
}

/// The person knows that it arrived.
pub(super) fn mark_sent(model: &mut Model, step: &mut Step) {
    let Some(local) = stuck(model) else {
        return;
    };
    set_state(model, local, State::Kept(None), step);
    attach::on_dropped(model, local, step);
    model.outbox.sent(local);
}

/// Away with it, but not with its words: yanking brings them.
pub(super) fn drop_failed(model: &mut Model, step: &mut Step) {
    let Some(local) = stuck(model) else {
        return;
    };
    drop_line(model, local);
    let dropped = if attach::on_dropped(model, local, step) {
        Told::CopyDropped
    } else {
        Told::Dropped
    };
    let letter = model.outbox.take(local);
    let words = letter.as_ref().and_then(Letter::typed);
    model.hint = Some(words.map_or(Hint::File(dropped), |_| Hint::Dropped));
    if let (Some(words), Some(talk)) = (words, model.talk_mut()) {
        talk.draft.keep_killed(words);
    }
    step.touch(all_panes());
}

/// Takes an own message with words out of the open chat and of everything that is kept.
fn take_back(model: &mut Model, local: LocalId) -> Option<Letter> {
    model.outbox.letter(local)?.typed()?;
    drop_line(model, local);
    model.outbox.take(local)
}

fn drop_line(model: &mut Model, local: LocalId) {
    if let Some(letter) = model.outbox.letter(local) {
        model.journal.gone(letter.seq);
        let key = (letter.at, letter.seq);
        if let Some(talk) = model.talk_mut() {
            talk.take(key);
        }
    }
}
