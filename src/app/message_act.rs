//! What the keys do with the chosen message.
//!
//! Owns which thing each kind does by nature. Never: how it is done (`files`, `links`).

use super::action::Deed;
use super::attach;
use super::conversation::Line;
use super::details;
use super::faces;
use super::fields;
use super::files::{self, Told};
use super::jump;
use super::links;
use super::manage::requests;
use super::model::{Hint, Model, Overlay};
use super::pictures;
use super::step::{Step, TermCommand};
use super::{compose, rows, stickers, stuck, unfold};
use crate::domain::id::LocalId;
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::port::store::State;
use crate::port::{Failure, NetCommand};

impl Model {
    /// The chosen message of the open chat.
    pub(super) fn chosen(&self) -> Option<&Line> {
        let talk = self.talk()?;
        talk.lines.get(talk.selected?)
    }
}

pub(super) fn act(model: &mut Model, deed: Deed, step: &mut Step) {
    match deed {
        Deed::Enter => enter(model, step),
        Deed::Open => open(model, Told::Nothing, step),
        Deed::Save => files::save(model, step),
        Deed::Stop => stop(model, step),
        Deed::Links if model.overlay == Some(Overlay::Unfolded) => unfold::links(model, step),
        Deed::Links => links::open(model, step),
        Deed::Copy if model.overlay == Some(Overlay::Links) => links::copy(model, step),
        Deed::Copy if model.overlay == Some(Overlay::Details) => details::copy(model, step),
        Deed::Copy if model.overlay == Some(Overlay::Unfolded) => unfold::copy(model, step),
        Deed::Copy => {
            if let Some(words) = model.chosen().map(|line| words(&line.body)) {
                copy(model, words, step);
            }
        }
        Deed::NthLink(nth) => links::nth(model, nth, step),
        Deed::Attach => attach::open(model, step),
        Deed::Faces => faces::open(model, step),
        Deed::Stickers => stickers::open(model, step),
        Deed::Paste => attach::paste(model, step),
        Deed::Complete => fields::complete(model, step),
    }
}

/// Enter: what is fetched is opened, what is folded up unfolded, what leads somewhere shows where.
fn enter(model: &mut Model, step: &mut Step) {
    if !jump::into(model, step) && !requests::open_page(model) {
        open(model, Told::NoLinks, step);
    }
}

/// With another program; where there is nothing for one, it is said why.
fn open(model: &mut Model, nothing: Told, step: &mut Step) {
    let chosen = model.chosen().map(|line| (line.body.clone(), line.state.id()));
    let Some((body, of)) = chosen else {
        return;
    };
    if is_media(&body) {
        files::open(model, step);
    } else if !links::offer(model, (&body, of), step) {
        let told = if is_for_phone(&body) {
            Told::OnPhone
        } else {
            nothing
        };
        model.hint = Some(Hint::File(told));
    }
}

/// What the web protocol tells of, and only the phone can open (`protocol.md §6.7`).
pub(super) fn is_for_phone(body: &Body) -> bool {
    match body {
        Body::Card(_)
        | Body::MiniProgram(_)
        | Body::Transfer(_)
        | Body::RedPacket { .. }
        | Body::Call
        | Body::OnPhone { .. }
        | Body::Unsupported { .. } => true,
        Body::Location(place) => place.live,
        Body::ChatHistory(record) => record.items.is_empty(),
        Body::Text(_)
        | Body::Image(_)
        | Body::Sticker(_)
        | Body::Voice { .. }
        | Body::Video(_)
        | Body::File(_)
        | Body::FriendRequest(_)
        | Body::Link(_)
        | Body::Articles(_)
        | Body::Music(_)
        | Body::Quote(_)
        | Body::Announcement(_)
        | Body::Notice(_)
        | Body::Recalled(_) => false,
    }
}

pub(super) fn is_media(body: &Body) -> bool {
    matches!(
        body,
        Body::Image(_) | Body::Sticker(_) | Body::Voice { .. } | Body::Video(_) | Body::File(_)
    )
}

/// Whether another program, or a sound, shows what it is.
pub(super) fn opens(model: &Model, line: &Line) -> bool {
    if is_media(&line.body) {
        files::saves(model, line)
    } else {
        rows::text_of(&line.body).is_none() && !jump::leads_on(&line.body) && links::any(&line.body)
    }
}

/// Whether addresses stand in what it says, or in several places of it.
pub(super) fn mentions(body: &Body) -> bool {
    (rows::text_of(body).is_some() || jump::leads_on(body)) && links::any(body)
}

/// What is copied of it: where it leads, else what it says. May be empty.
pub(super) fn words(body: &Body) -> SafeText {
    let address = body.link().map(|page| page.url.clone());
    address.filter(|address| !address.is_empty()).unwrap_or_else(|| {
        let text = rows::text_of(body).cloned();
        text.unwrap_or_else(|| SafeText::new(&body.said()))
    })
}

/// To the clipboard of whoever sits at the terminal, where there are any.
pub(super) fn copy(model: &mut Model, text: SafeText, step: &mut Step) {
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
    if !files::stop_chosen(model, step) && !stop_sending(model, step) {
        model.hint = Some(Hint::File(Told::Nothing));
    }
}

/// Whether anything of it moves, or waits to, that can be stopped.
pub(super) fn stops(model: &Model, line: &Line) -> bool {
    files::stops(model, line) || to_hold_back(model, line).is_some()
}

/// An own message that can still be kept from going out, and whether it was handed on: what is typed is with the service too
/// soon.
fn to_hold_back(model: &Model, line: &Line) -> Option<(LocalId, bool)> {
    let (State::Queued(local) | State::Sending(local)) = line.state else {
        return None;
    };
    let given = model.outbox.is_given(local);
    let waits = !given || model.outbox.letter(local).is_some_and(attach::is_upload);
    waits.then_some((local, given))
}

/// The chosen message goes no further, if it is still possible to hold it.
fn stop_sending(model: &mut Model, step: &mut Step) -> bool {
    let held = model.chosen().and_then(|line| to_hold_back(model, line));
    let Some((local, given)) = held else {
        return false;
    };
    if given {
        step.net(NetCommand::CancelSend(local));
    }
    compose::on_not_sent(model, local, Failure::Cancelled, step);
    true
}

/// Whether something of it failed that may do better.
pub(super) fn tries_again(model: &Model, line: &Line) -> bool {
    let failed = files::failed(model, line).is_some() || pictures::failed(model, line).is_some();
    failed || line.state.stuck().is_some()
}

/// Alt-r: what failed of the chosen message, else what failed last in this chat.
pub(super) fn again(model: &mut Model, step: &mut Step) {
    let failed = |line: &&Line| tries_again(model, line);
    let last = || model.talk()?.lines.iter().rfind(failed);
    let line = model.chosen().filter(failed).or_else(last).cloned();
    let tried =
        line.is_some_and(|line| files::again(model, &line, step) || pictures::again(model, &line, step));
    if !tried {
        stuck::resend(model, step);
    }
}
