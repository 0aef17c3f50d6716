//! What to call somebody whom the service has not named.
//!
//! Owns the words for nameless people and for the service's own accounts. Never: the choice among told names, which is
//! `app::names`.

use std::borrow::Cow;

use super::View;
use crate::app::directory::Directory;
use crate::app::names::Name;
use crate::domain::contact::ContactKind;
use crate::domain::id::PeerId;
use crate::port::store::From;
use crate::words::Words;

/// As in the list or a title.
pub fn peer(view: View<'_>, id: PeerId) -> Cow<'_, str> {
    of(&view.model.directory, &view.look.words, id)
}

/// As the members of `chat` call each other, where it is a group.
pub fn speaker(view: View<'_>, chat: PeerId, id: PeerId) -> Cow<'_, str> {
    member(&view.model.directory, &view.look.words, (chat, id))
}

/// Who said a line of `chat`.
pub fn from(view: View<'_>, (chat, from): (PeerId, From)) -> Cow<'_, str> {
    match from {
        From::Me => view.say("you"),
        From::Peer(peer) => speaker(view, chat, peer),
        From::Service => view.say("service"),
    }
}

pub fn of<'a>(directory: &'a Directory, words: &'a Words, id: PeerId) -> Cow<'a, str> {
    in_words(words, directory.name(id))
}

pub fn member<'a>(directory: &'a Directory, words: &'a Words, (chat, id): (PeerId, PeerId)) -> Cow<'a, str> {
    in_words(words, directory.name_in(chat, id))
}

fn in_words<'a>(words: &'a Words, name: Name<'a>) -> Cow<'a, str> {
    let (kind, tail) = match name {
        Name::Known(name) => return name,
        Name::Unknown { kind, tail } => (kind, tail),
    };
    let id = match kind {
        ContactKind::Special => return special(words, tail),
        ContactKind::Group => "name-unknown-group",
        ContactKind::PublicAccount => "name-unknown-account",
        ContactKind::Friend | ContactKind::Stranger => "name-unknown-person",
    };
    if tail.is_empty() {
        words.say("name-unknown")
    } else {
        words.say_with(id, &[("tail", tail.into())]).into()
    }
}

/// Accounts of the service itself (`protocol.md §4.5`): the service's names for them are of one language, if it tells any.
fn special<'a>(words: &'a Words, literal: &'a str) -> Cow<'a, str> {
    match literal {
        "filehelper" => words.say("name-filehelper"),
        "weixin" => words.say("name-weixin"),
        "fmessage" => words.say("name-fmessage"),
        "newsapp" => words.say("name-newsapp"),
        "qqmail" => words.say("name-qqmail"),
        "qmessage" => words.say("name-qmessage"),
        "floatbottle" => words.say("name-floatbottle"),
        "lbsapp" => words.say("name-lbsapp"),
        "shakeapp" => words.say("name-shakeapp"),
        "masssendapp" => words.say("name-masssendapp"),
        other => other.into(),
    }
}
