//! Forwarding: a message goes on to one or several chats, after a look at what will arrive there.
//!
//! Owns the choice of chats and what becomes of the message. Never: the pace, which is the outbox's, or an upload: what needs
//! one is not forwarded, and that is said.

mod freight;

use super::compose;
use super::conversation::Line;
use super::finder;
use super::model::{Hint, Model, Overlay};
use super::picker::Picker;
use super::step::{Step, Touched};
use crate::domain::id::{PeerId, Seq};
use crate::domain::message::{Body, Raw};
use crate::port::store::{LineRecord, StoreCommand};

pub use freight::{Freight, Lack};

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
    /// With nothing typed, who spoke last comes first.
    pub picker: Picker<PeerId>,
    /// The person is asked whether that is it.
    pub asking: bool,
}

/// From the chosen message to the choice of chats.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    let Some(Line { seq, body, .. }) = model.chosen().cloned() else {
        return;
    };
    if matches!(body, Body::Notice(_) | Body::Recalled(_)) {
        model.hint = Some(Hint::NotForwardable);
        return;
    }
    let mut freight = Freight::of(&body);
    if freight.is_none() {
        if model.history.is_open() {
            step.store(StoreCommand::Line(seq));
        } else {
            freight = Some(Freight::None(Lack::NotKept));
        }
    }
    model.forwarding = Some(Box::new(Forwarding {
        seq,
        body,
        freight,
        picker: Picker::default(),
        asking: false,
    }));
    model.overlay = Some(Overlay::Forward);
    look(model);
    step.touch(Touched::ALL);
}

/// The store told what came.
pub(super) fn on_line(model: &mut Model, seq: Seq, line: Option<&LineRecord>, step: &mut Step) {
    let Some(forwarding) = model.forwarding.as_deref_mut() else {
        return;
    };
    if forwarding.seq == seq && forwarding.freight.is_none() {
        let raw = line.and_then(|line| line.raw.as_deref());
        let nothing = Raw::default();
        forwarding.freight = Some(if model.history.is_open() {
            Freight::from_raw(&forwarding.body, raw.unwrap_or(&nothing))
        } else {
            Freight::None(Lack::NotKept)
        });
        step.touch(Touched::ALL);
    }
}

/// To this chat too, or not.
pub(super) fn mark(model: &mut Model) {
    if let Some(forwarding) = model.forwarding.as_deref_mut() {
        forwarding.asking = false;
        forwarding.picker.mark(MOST);
    }
}

/// Chats that can be written to; whoever has been talked to where nothing is typed.
pub(super) fn look(model: &mut Model) {
    let Some(forwarding) = model.forwarding.as_deref_mut() else {
        return;
    };
    let directory = &model.directory;
    let field = &forwarding.picker.field;
    let mut hits = if field.is_empty() {
        model.chats.order.clone()
    } else {
        finder::search(directory, &model.chats, field.text())
    };
    hits.retain(|peer| !directory.is_read_only(*peer) && !directory.is_hidden(*peer));
    forwarding.picker.show(hits);
}

/// Enter: the first time it is asked, the second time it is sent.
pub(super) fn agree(model: &mut Model, step: &mut Step) {
    step.touch(Touched::ALL);
    let Some(forwarding) = model.forwarding.as_deref_mut() else {
        return;
    };
    let Some(Freight::Sends { .. }) = &forwarding.freight else {
        return;
    };
    if forwarding.asking {
        send(model, step);
    } else {
        forwarding.asking = !forwarding.picker.chosen().is_empty();
    }
}

fn send(model: &mut Model, step: &mut Step) {
    model.overlay = None;
    let Some(forwarding) = model.forwarding.take() else {
        return;
    };
    let Some(Freight::Sends { parcel, body, .. }) = &forwarding.freight else {
        return;
    };
    let bytes = parcel.text().map_or(0, str::len);
    let count = forwarding.picker.chosen().len();
    for chat in forwarding.picker.chosen().iter().copied() {
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
