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
use super::step::{Step, TermCommand, Touched};
use super::{compose, rows, stickers, stuck};
use crate::domain::message::Body;
use crate::domain::text::SafeText;
use crate::port::media::Progress;
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
        Deed::Links => links::open(model, step),
        Deed::Copy if model.overlay == Some(Overlay::Links) => links::copy(model, step),
        Deed::Copy if model.overlay == Some(Overlay::Details) => details::copy(model, step),
        Deed::Copy => copy(model, step),
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
    let Some(body) = model.chosen().map(|line| line.body.clone()) else {
        return;
    };
    if is_media(&body) {
        files::open(model, step);
    } else if !links::offer(model, &body, step) {
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

fn is_media(body: &Body) -> bool {
    matches!(
        body,
        Body::Image(_) | Body::Sticker(_) | Body::Voice { .. } | Body::Video(_) | Body::File(_)
    )
}

/// Its words, to the clipboard of whoever sits at the terminal.
fn copy(model: &mut Model, step: &mut Step) {
    let Some(line) = model.chosen() else {
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
    if !files::stop_chosen(model, step) && !stop_sending(model, step) {
        model.hint = Some(Hint::File(Told::Nothing));
    }
}

/// The chosen message goes no further, if it is still possible to hold it: what is typed is with the service too soon.
fn stop_sending(model: &mut Model, step: &mut Step) -> bool {
    let state = model.chosen().map(|line| line.state);
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
    if !files::again(model, step) && !seen_again(model, step) {
        stuck::resend(model, step);
    }
}

/// The chosen message's picture that was to be seen without a key and did not come. Whether there was one.
fn seen_again(model: &mut Model, step: &mut Step) -> bool {
    let Some((asset, _)) = model.chosen().and_then(pictures::small) else {
        return false;
    };
    if !matches!(model.files.downloads.get(&asset), Some(Progress::Failed(_))) {
        return false;
    }
    // As one that nobody asked for yet, it is fetched by being near the screen.
    model.files.downloads.remove(&asset);
    pictures::forget(model, asset);
    step.touch(Touched::CONVERSATION);
    true
}
