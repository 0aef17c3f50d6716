//! Forwarding: a message goes on to one or several chats, after a look at what will arrive there.
//!
//! Owns the choice of chats and what becomes of the message. Never: the pace, which is the outbox's, or an upload: what needs
//! one is not forwarded, and that is said.

mod freight;

use super::action::Edit;
use super::compose;
use super::conversation::Line;
use super::editor::Editor;
use super::finder;
use super::history::Shelf;
use super::model::{Hint, Model, Overlay};
use super::step::{Step, Touched};
use crate::domain::id::{PeerId, Seq};
use crate::domain::message::{Body, Raw};
use crate::port::store::{LineRecord, StoreCommand};

pub use freight::{Freight, Lack};

/// Columns the field is taken to have: it is one line whatever they are.
const ONE_LINE: u16 = u16::MAX;
/// Entries of a page.
const PAGE: isize = 10;
/// To so many chats at once: more looks like advertising to the service, and is a slip more often than not.
pub const MOST: usize = 20;

/// A message on its way to other chats.
#[derive(Clone, Debug, PartialEq)]
pub struct Forwarding {
    /// The message.
    pub seq: Seq,
    pub body: Body,
    /// `None` while the store is asked for what came.
    pub freight: Option<Freight>,
    pub field: Editor,
    /// Best first; with nothing typed, who spoke last.
    pub hits: Vec<PeerId>,
    pub selected: usize,
    /// In the order they were marked.
    pub marked: Vec<PeerId>,
    /// The person is asked whether that is it.
    pub asking: bool,
}

/// From the chosen message to the choice of chats.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    let chosen = model.talk().and_then(|talk| talk.lines.get(talk.selected?));
    let Some(Line { seq, body, .. }) = chosen.cloned() else {
        return;
    };
    if matches!(body, Body::Notice(_) | Body::Recalled(_)) {
        model.hint = Some(Hint::NotForwardable);
        return;
    }
    let mut freight = Freight::of(&body);
    if freight.is_none() {
        if matches!(model.history.shelf, Shelf::Open { .. }) {
            step.store(StoreCommand::Line(seq));
        } else {
            freight = Some(Freight::None(Lack::NotKept));
        }
    }
    model.forwarding = Some(Box::new(Forwarding {
        seq,
        body,
        freight,
        field: Editor::line(),
        hits: Vec::new(),
        selected: 0,
        marked: Vec::new(),
        asking: false,
    }));
    model.overlay = Some(Overlay::Forward);
    look(model, step);
}

/// The store told what came.
pub(super) fn on_line(model: &mut Model, seq: Seq, line: Option<&LineRecord>, step: &mut Step) {
    let Some(forwarding) = model.forwarding.as_deref_mut() else {
        return;
    };
    if forwarding.seq == seq && forwarding.freight.is_none() {
        let raw = line.and_then(|line| line.raw.as_deref());
        let nothing = Raw::default();
        forwarding.freight = Some(Freight::from_raw(&forwarding.body, raw.unwrap_or(&nothing)));
        step.touch(Touched::ALL);
    }
}

pub(super) fn type_text(model: &mut Model, text: &str, step: &mut Step) {
    if text == " " {
        return mark(model, step);
    }
    if let Some(forwarding) = model.forwarding.as_deref_mut() {
        forwarding.asking = false;
        forwarding.field.insert(text);
    }
    look(model, step);
}

pub(super) fn edit(model: &mut Model, edit: Edit, step: &mut Step) {
    if let Some(forwarding) = model.forwarding.as_deref_mut() {
        forwarding.asking = false;
        forwarding.field.apply(edit, ONE_LINE);
    }
    look(model, step);
}

pub(super) fn move_by(model: &mut Model, entries: isize, step: &mut Step) {
    if let Some(forwarding) = model.forwarding.as_deref_mut() {
        let last = forwarding.hits.len().saturating_sub(1);
        forwarding.asking = false;
        forwarding.selected = forwarding.selected.saturating_add_signed(entries).min(last);
    }
    step.touch(Touched::ALL);
}

pub(super) fn page(model: &mut Model, pages: isize, step: &mut Step) {
    move_by(model, pages.saturating_mul(PAGE), step);
}

/// Space: to this chat too, or not.
fn mark(model: &mut Model, step: &mut Step) {
    let Some(forwarding) = model.forwarding.as_deref_mut() else {
        return;
    };
    forwarding.asking = false;
    if let Some(peer) = forwarding.hits.get(forwarding.selected) {
        if let Some(at) = forwarding.marked.iter().position(|marked| marked == peer) {
            forwarding.marked.remove(at);
        } else if forwarding.marked.len() < MOST {
            forwarding.marked.push(*peer);
        }
    }
    step.touch(Touched::ALL);
}

/// Chats that can be written to; whoever has been talked to where nothing is typed.
fn look(model: &mut Model, step: &mut Step) {
    step.touch(Touched::ALL);
    let Some(forwarding) = model.forwarding.as_deref_mut() else {
        return;
    };
    let directory = &model.directory;
    forwarding.hits = if forwarding.field.is_empty() {
        model.chats.order.clone()
    } else {
        finder::search(directory, &model.chats, forwarding.field.text())
    };
    forwarding
        .hits
        .retain(|peer| !directory.is_read_only(*peer) && !directory.is_hidden(*peer));
    forwarding.selected = 0;
}

/// Enter: the first time it is asked, the second time it is sent. Nothing marked: the one the bar is on.
pub(super) fn agree(model: &mut Model, step: &mut Step) {
    step.touch(Touched::ALL);
    let Some(forwarding) = model.forwarding.as_deref_mut() else {
        return;
    };
    let Some(Freight::Sends { .. }) = &forwarding.freight else {
        return;
    };
    if forwarding.marked.is_empty() {
        forwarding
            .marked
            .extend(forwarding.hits.get(forwarding.selected).copied());
    }
    if forwarding.marked.is_empty() {
        return;
    }
    if !forwarding.asking {
        forwarding.asking = true;
        return;
    }
    send(model, step);
}

fn send(model: &mut Model, step: &mut Step) {
    model.overlay = None;
    let Some(forwarding) = model.forwarding.take() else {
        return;
    };
    let Some(Freight::Sends { parcel, body, .. }) = forwarding.freight else {
        return;
    };
    let bytes = parcel.text().map_or(0, str::len);
    let count = forwarding.marked.len();
    for chat in forwarding.marked {
        if let Some(hint) = compose::refusal(model, chat, bytes) {
            model.hint = Some(hint);
            return;
        }
        compose::post(model, chat, (parcel.clone(), body.clone()), step);
    }
    if let Some(talk) = model.talk_mut() {
        talk.selected = None;
    }
    model.hint = Some(Hint::Forwarded { count });
}

/// Esc: from the question back to the choice. Whether there was a question.
pub(super) fn back(model: &mut Model) -> bool {
    let asking = model
        .forwarding
        .as_deref_mut()
        .map(|forwarding| &mut forwarding.asking);
    asking.is_some_and(std::mem::take)
}
