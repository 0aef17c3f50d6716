//! What the panes say, without a screen: for whoever writes it somewhere else.
//!
//! Owns no word of its own: these are the functions the panes are drawn with. Never: a cell, a colour, the model.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{card, clock, fault, names};
use crate::app::directory::Directory;
use crate::domain::id::PeerId;
use crate::domain::message::Body;
use crate::port::Failure;
use crate::words::Words;

/// What the list and the title call somebody.
pub fn name<'a>(directory: &'a Directory, words: &'a Words, id: PeerId) -> Cow<'a, str> {
    names::of(directory, words, id)
}

/// What the conversation pane calls whoever speaks in `chat`.
pub fn speaker<'a>(
    directory: &'a Directory,
    words: &'a Words,
    chat: PeerId,
    speaker: PeerId,
) -> Cow<'a, str> {
    let is_group = directory
        .peer(chat)
        .is_some_and(|peer| peer.contact.group.is_some());
    if is_group {
        names::member(directory, words, (chat, speaker))
    } else {
        names::of(directory, words, speaker)
    }
}

/// A message that is no text: its kind and what is known of it, on one line.
pub fn card(body: &Body, words: &Words) -> String {
    card::short(body, words)
}

/// A day in full.
pub fn day(date: Date, words: &Words) -> String {
    clock::full_day(date, words)
}

/// Why something failed, as the end of a sentence.
pub fn failure(why: Failure, words: &Words) -> String {
    fault::failure(why, words)
}
