//! Forwarding: a message goes on to one or several chats, after a look at what will arrive there.
//!
//! Owns the choice of chats and what becomes of the message. Never: the pace, which is the outbox's, or a download and an upload,
//! where it takes those (`files`).

mod freight;

use super::compose;
use super::conversation::Line;
use super::files;
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
    pub line: Box<Line>,
    /// `None` while the store is asked for what came.
    pub freight: Option<Freight>,
    /// With nothing typed, who spoke last comes first.
    pub picker: Picker<PeerId>,
    /// The person is asked whether that is it.
    pub asking: bool,
}

/// Whether anything of it can go on, as far as that is known without the store.
pub(super) fn may(model: &Model, line: &Line) -> bool {
    !matches!(freight(model, line), Some(Freight::None(_)))
}

/// `None` where the store is to be asked.
fn freight(model: &Model, line: &Line) -> Option<Freight> {
    let unkept = || (!model.history.is_open()).then(|| by_bytes(model, line, None));
    Freight::of(&line.body).or_else(unkept)
}

/// From the chosen message to the choice of chats.
pub(super) fn open(model: &mut Model, step: &mut Step) {
    let Some(line) = model.chosen().cloned() else {
        return;
    };
    let Line { seq, body, .. } = &line;
    if matches!(body, Body::Notice(_) | Body::Recalled(_)) {
        model.hint = Some(Hint::NotForwardable);
        return;
    }
    let freight = freight(model, &line);
    if let Some(Freight::None(lack)) = freight {
        model.hint = Some(Hint::NotForwarded(lack));
        return;
    }
    if freight.is_none() {
        step.store(StoreCommand::Line(*seq));
    }
    model.forwarding = Some(Box::new(Forwarding {
        line: Box::new(line),
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
    let waiting = model
        .forwarding
        .as_deref()
        .filter(|waiting| waiting.freight.is_none());
    let Some(waiting) = waiting.filter(|waiting| waiting.line.seq == seq) else {
        return;
    };
    let raw = line.and_then(|line| line.raw.as_deref());
    let made = raw.and_then(|raw| Freight::from_raw(&waiting.line.body, raw));
    let freight = made.unwrap_or_else(|| by_bytes(model, &waiting.line, raw));
    if let Some(forwarding) = model.forwarding.as_deref_mut() {
        forwarding.freight = Some(freight);
    }
    step.touch(Touched::ALL);
}

/// Where there is nothing told to make it of.
fn by_bytes(model: &Model, line: &Line, raw: Option<&Raw>) -> Freight {
    let Some(carried) = files::carried(line) else {
        return Freight::None(Lack::Unsent);
    };
    let sender = files::sender(model, (line.under, line.from));
    let told = raw
        .zip(sender)
        .and_then(|(raw, sender)| files::file_source(raw, sender));
    match carried.source.or(told) {
        Some(source) => Freight::Anew(source),
        None => Freight::None(Lack::NotKept),
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
    match &forwarding.freight {
        Some(Freight::Sends { .. } | Freight::Anew(_)) => {}
        Some(Freight::None(lack)) => {
            model.hint = Some(Hint::NotForwarded(*lack));
            return;
        }
        None => return,
    }
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
    let to = forwarding.picker.chosen().to_vec();
    let refused = |bytes: usize| to.iter().find_map(|chat| compose::refusal(model, *chat, bytes));
    match forwarding.freight {
        Some(Freight::Sends { parcel, body, .. }) => {
            if let Some(hint) = refused(parcel.text().map_or(0, str::len)) {
                model.hint = Some(hint);
                return;
            }
            for chat in &to {
                compose::post(model, *chat, (parcel.clone(), body.clone()), step);
            }
            model.hint = Some(Hint::Forwarded { count: to.len() });
        }
        Some(Freight::Anew(source)) => match refused(0) {
            Some(hint) => model.hint = Some(hint),
            None => files::send_anew(model, &forwarding.line, (source, to), step),
        },
        Some(Freight::None(_)) | None => return,
    }
    if let Some(talk) = model.talk_mut() {
        talk.selected = None;
    }
}

/// Esc: from the question back to the choice. Whether there was a question.
pub(super) fn back(model: &mut Model) -> bool {
    let asking = model
        .forwarding
        .as_deref_mut()
        .map(|forwarding| &mut forwarding.asking);
    asking.is_some_and(std::mem::take)
}
