//! A message is taken back while something besides its line shows it, or is about to send it on.
//!
//! Owns what becomes of that: pages that are made of it close, a reply or a forward that waits for a word loses it, lists
//! forget it, and what vanished before somebody's eyes is told. Never: the line itself (`conversation`), or its files.

use super::details;
use super::links::Links;
use super::manage::shared;
use super::model::{Hint, Model, Overlay};
use super::step::{Step, Touched};
use super::unfold::Unfolded;
use super::{quoting, trail, viewer};
use crate::domain::id::{MsgId, PeerId};
use crate::domain::message::TakenBack;

/// Whatever is kept of its words under the mark: nobody replies to, forwards or looks at what is not said any more.
pub(super) fn follow(model: &mut Model, message: MsgId, how: &TakenBack, step: &mut Step) {
    let vanished = [
        quotes(model, message, step),
        forward(model, message),
        picture(model, message, step),
        links(model, message),
        record(model, message),
    ]
    .contains(&true);
    let listed = shared::forget(model, message) | hits(model, message, how);
    let changed = details::taken_back(model, message, how);
    if vanished {
        model.hint = Some(Hint::TakenBack);
    }
    if vanished || listed || changed {
        step.touch(Touched::ALL);
    }
}

/// Whether the open chat's draft was a reply to it.
fn quotes(model: &mut Model, message: MsgId, step: &mut Step) -> bool {
    let talks = model.conversations.by_peer.iter_mut();
    let replies = talks.filter(|(_, talk)| talk.quote.as_ref().and_then(|quote| quote.of) == Some(message));
    let chats: Vec<PeerId> = replies
        .map(|(chat, talk)| {
            talk.quote = None;
            *chat
        })
        .collect();
    for chat in &chats {
        quoting::changed(model, *chat, step);
    }
    model.chats.open.is_some_and(|open| chats.contains(&open))
}

fn forward(model: &mut Model, message: MsgId) -> bool {
    let line = model.talk().and_then(|talk| talk.kept(message));
    let seq = line.map(|line| line.seq);
    let forwarding = model.forwarding.as_deref();
    if forwarding.is_none_or(|forwarding| Some(forwarding.line.seq) != seq) {
        return false;
    }
    model.forwarding = None;
    trail::close(model, |page| *page == Overlay::Forward)
}

fn picture(model: &mut Model, message: MsgId, step: &mut Step) -> bool {
    let line = model.talk().and_then(|talk| talk.kept(message));
    let Some(at) = line.map(super::conversation::Line::key) else {
        return false;
    };
    let looked_at = |page: &Overlay| matches!(page, Overlay::Viewer(viewer) if viewer.at == at);
    if let Some(Overlay::Viewer(viewer)) = model.overlay.filter(looked_at) {
        viewer::on_closed(model, viewer, step);
    }
    trail::close(model, looked_at)
}

fn links(model: &mut Model, message: MsgId) -> bool {
    if model.links.of != Some(message) {
        return false;
    }
    model.links = Links::default();
    trail::close(model, |page| *page == Overlay::Links)
}

fn record(model: &mut Model, message: MsgId) -> bool {
    if !model.unfolded.is_of(message) {
        return false;
    }
    model.unfolded = Unfolded::default();
    trail::close(model, |page| *page == Overlay::Unfolded)
}

/// What was found is marked at once: the search asks again, and its answer comes later.
fn hits(model: &mut Model, message: MsgId, how: &TakenBack) -> bool {
    let hits = model.search.hits.iter_mut();
    let hit = hits.filter(|hit| hit.state.id() == Some(message)).last();
    if let Some(hit) = hit {
        how.mark(&mut hit.body);
        hit.raw = hit.raw.take().filter(|_| how.keep);
        true
    } else {
        false
    }
}
