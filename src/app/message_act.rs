//! What the keys do with the chosen message.
//!
//! Owns which thing each kind does by nature. Never: how it is done (`files`, `links`).

use super::action::Deed;
use super::attach;
use super::conversation::Line;
use super::files::{self, Told};
use super::jump;
use super::keymap::Context;
use super::links;
use super::model::{Hint, Model, Overlay};
use super::step::{Step, TermCommand};
use super::{compose, rows};
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::port::store::State;
use crate::port::{Failure, NetCommand};

/// The chosen message of the open chat.
pub(super) fn chosen(model: &Model) -> Option<&Line> {
    let talk = model.talk()?;
    talk.lines.get(talk.selected?)
}

pub(super) fn act(model: &mut Model, context: Context, deed: Deed, step: &mut Step) {
    match deed {
        Deed::Enter => enter(model, step),
        Deed::Open => files::open(model, step),
        Deed::Save => files::save(model, step),
        Deed::Stop => stop(model, step),
        Deed::Links => links::open(model, step),
        Deed::Copy if context == Context::Links => links::copy(model, step),
        Deed::Copy => copy(model, step),
        Deed::NthLink(nth) => links::nth(model, nth, step),
        Deed::Attach => attach::open(model, step),
        Deed::Complete if model.overlay == Some(Overlay::Attach) => attach::complete(model, step),
        Deed::Complete => {}
    }
}

/// Enter: what is fetched is opened, what leads somewhere shows where.
fn enter(model: &mut Model, step: &mut Step) {
    let Some(line) = chosen(model) else {
        return;
    };
    if is_media(&line.body) {
        files::open(model, step);
    } else if !jump::into(model, step) {
        links::open(model, step);
    }
}

fn is_media(body: &Body) -> bool {
    matches!(
        body,
        Body::Image(_) | Body::Sticker(_) | Body::Voice { .. } | Body::Video(_) | Body::File(_)
    )
}

/// Its words, to the clipboard of whoever sits at the terminal.
fn copy(model: &mut Model, step: &mut Step) {
    let Some(line) = chosen(model) else {
        return;
    };
    let address = line.body.link().map(|page| page.url.clone());
    let text = address.filter(|address| !address.is_empty()).unwrap_or_else(|| {
        let text = rows::text_of(&line.body).cloned();
        text.unwrap_or_else(|| SafeText::new(&line.body.said()))
    });
    if text.is_empty() {
        model.hint = Some(Hint::File(Told::NoWords));
    } else {
        to_clipboard(model, text, step);
    }
}

pub(super) fn to_clipboard(model: &mut Model, text: SafeText, step: &mut Step) {
    step.term(TermCommand::Copy(text));
    model.hint = Some(Hint::File(Told::Copied));
}

/// What moves stops: a download, or a message on its way out.
fn stop(model: &mut Model, step: &mut Step) {
    if !files::stop(model, step) && !stop_sending(model, step) {
        model.hint = Some(Hint::File(Told::Nothing));
    }
}

/// The chosen message goes no further, if it is still possible to hold it: what is typed is with the service too soon.
fn stop_sending(model: &mut Model, step: &mut Step) -> bool {
    let chosen = chosen(model);
    let state = chosen.map(|line| line.state);
    let Some(State::Queued(local) | State::Sending(local)) = state else {
        return false;
    };
    let given = model.outbox.is_given(local);
    if given && !model.outbox.letter(local).is_some_and(attach::is_upload) {
        return false;
    }
    if given {
        step.net(NetCommand::CancelSend(local));
    }
    compose::on_not_sent(model, local, Failure::Cancelled, step);
    true
}

/// Alt-r: a download of the chosen message that failed, else the last message that did.
pub(super) fn again(model: &mut Model, step: &mut Step) {
    if !files::again(model, step) {
        compose::resend(model, step);
    }
}
