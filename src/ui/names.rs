//! What to call somebody whom the service has not named.
//!
//! Owns the words for nameless people and for the service's own accounts. Never: the choice among told names, which is
//! `app::names`.

use std::borrow::Cow;

use super::View;
use crate::app::names::Name;
use crate::domain::contact::ContactKind;
use crate::domain::id::PeerId;

/// As in the list or a title.
pub fn peer(view: View<'_>, id: PeerId) -> Cow<'_, str> {
    in_words(view, view.model.directory.name(id))
}

/// As the members of `chat` call each other, where it is a group.
pub fn speaker(view: View<'_>, chat: PeerId, id: PeerId) -> Cow<'_, str> {
    in_words(view, view.model.directory.name_in(chat, id))
}

fn in_words<'a>(view: View<'a>, name: Name<'a>) -> Cow<'a, str> {
    let (kind, tail) = match name {
        Name::Known(name) => return name,
        Name::Unknown { kind, tail } => (kind, tail),
    };
    let id = match kind {
        ContactKind::Special => return special(view, tail),
        ContactKind::Group => "name-unknown-group",
        ContactKind::PublicAccount => "name-unknown-account",
        ContactKind::Friend | ContactKind::Stranger => "name-unknown-person",
    };
    if tail.is_empty() {
        view.say("name-unknown")
    } else {
        view.say_with(id, &[("tail", tail.into())]).into()
    }
}

/// Accounts of the service itself (`protocol.md §4.5`), which it does not always name.
fn special<'a>(view: View<'a>, literal: &'a str) -> Cow<'a, str> {
    match literal {
        "filehelper" => view.say("name-filehelper"),
        "weixin" => view.say("name-weixin"),
        "fmessage" => view.say("name-fmessage"),
        "newsapp" => view.say("name-newsapp"),
        other => other.into(),
    }
}
